#include "common/host/settings.h"

#include "common/calendar/time_zone.h"
#include "common/config/values.h"
#include "common/rpc/networks.h"

namespace tiendo::host {
void AddSettings(config::Options& options, Settings& s) {
  using config::Between;
  using config::NotEmpty;
  using config::OneOf;
  options.Add("listen", &s.listen, "Address of the API, host:port; port 0 takes a free one.",
              NotEmpty());
  options.Add("admin-listen", &s.admin_listen,
              "Address of the admin verbs, host:port; empty: none.");
  options.Add("health-listen", &s.health_listen,
              "Address that answers health checks only, host:port; empty: none.");
  options.Add("metrics-listen", &s.metrics_listen,
              "Address of the Prometheus metrics, host:port; empty: none.");
  options.Add("allow-non-loopback", &s.allow_non_loopback,
              "Listen beyond this machine although callers have no identity yet.");
  options.Add(
      "trusted-networks", &s.trusted_networks,
      "Networks whose callers count as callers of this machine, as CIDR blocks separated by "
      "commas.",
      [](const std::string& text) -> config::Problem {
        absl::Status parsed = rpc::Networks::Parse(text).status();
        if (parsed.ok()) return std::nullopt;
        return "must be networks such as 10.244.0.0/16: " + std::string(parsed.message());
      });
  options.Add("reflection", &s.reflection,
              "Server reflection on the API port: open, authenticated or off.",
              OneOf({"open", "authenticated", "off"}));
  options.Add("ports-file", &s.ports_file,
              "File that receives the bound ports when the server is ready; empty: none.");
  options.Add("database", &s.database.url,
              "sqlite:/path/file.db, or postgresql://user@host:port/name.", NotEmpty());
  options.AddSecretFile("database-password", &s.database.password,
                        "File with the PostgreSQL password.");
  options.Add("database-schema", &s.database.schema,
              "PostgreSQL schema of the tables; empty: the server's default.");
  options.Add("database-readers", &s.database.readers, "Connections that read.", Between(1, 64));
  const auto limit = Between(std::chrono::milliseconds(100), std::chrono::milliseconds(600'000));
  options.Add("database-statement-timeout", &s.database.statement_timeout,
              "PostgreSQL: longest a statement may take.", limit);
  options.Add("database-lock-timeout", &s.database.lock_timeout,
              "PostgreSQL: longest a statement waits for a lock.", limit);
  options.Add("database-idle-timeout", &s.database.idle_in_transaction_timeout,
              "PostgreSQL: ends a session that stands still inside a transaction, and with it what"
              " it locks.",
              limit);
  options.Add("backup-file", &s.backup_file,
              "File that the command backup makes; it must not exist.");
  options.Add("time-zone", &s.time_zone, "Time zone of the business dates.",
              [](const std::string& text) -> config::Problem {
                if (calendar::BusinessZone::Create(text).ok()) return std::nullopt;
                return "must be a time zone such as Asia/Ho_Chi_Minh";
              });
  options.Add("log-level", &s.log_level, "debug, info, warning or error.",
              OneOf({"debug", "info", "warning", "error"}));
  options.Add("log-format", &s.log_format, "json or kv.", OneOf({"json", "kv"}));
  options.Add("read-threads", &s.read_threads, "Threads that read the database.", Between(1, 64));
  options.Add("read-queue", &s.read_queue, "Most reads that may wait; more are refused.",
              Between(1, 100'000));
  options.Add("read-queue-min", &s.read_queue_min,
              "Reads that may wait however long it takes; at most read-queue counts.",
              Between(1, 100'000));
  options.Add("read-delay", &s.read_delay,
              "Waiting time of reads above which fewer of them may wait.",
              Between(std::chrono::milliseconds(1), std::chrono::milliseconds(60'000)));
  options.Add("write-queue", &s.write_queue, "Most writes that may wait; more are refused.",
              Between(1, 100'000));
  options.Add("write-queue-min", &s.write_queue_min,
              "Writes that may wait however long it takes; at most write-queue counts.",
              Between(1, 100'000));
  options.Add("write-delay", &s.write_delay,
              "As many writes may wait as are committed in this time.",
              Between(std::chrono::milliseconds(1), std::chrono::milliseconds(60'000)));
  options.Add("max-watchers", &s.max_watchers, "Open watches beyond this are refused.",
              Between(1, 100'000));
  options.Add("watch-threads", &s.watch_threads, "Threads that feed the watches.", Between(1, 64));
  options.Add("max-watch-lag", &s.max_watch_lag,
              "Revisions a watch may fall behind before it is ended, resumably.",
              Between(1, 100'000'000));
  options.Add("poll-interval", &s.poll_interval,
              "How often the change log is looked at without being woken.",
              Between(std::chrono::milliseconds(10), std::chrono::milliseconds(10'000)));
  options.Add("safe-time-interval", &s.safe_time_interval,
              "How often the time up to which nothing older can appear moves while nothing is"
              " written; 0: never.",
              Between(std::chrono::milliseconds(0), std::chrono::milliseconds(60'000)));
  options.Add("request-id-retention", &s.request_id_retention,
              "How long a request_id makes a repeat safe.",
              Between(std::chrono::hours(1), std::chrono::hours(24 * 365)));
  options.Add("max-message-bytes", &s.max_message_bytes,
              "Largest request accepted, and largest answer of a preview.",
              Between(1024, 64 << 20));
  options.Add("max-concurrent-streams", &s.max_concurrent_streams,
              "Calls and watches at a time on one connection; more wait at the client.",
              Between(1, 100'000));
  options.Add("max-connection-age", &s.max_connection_age,
              "Age at which a connection is closed, so that clients find new replicas.",
              Between(std::chrono::milliseconds(10'000), std::chrono::milliseconds(86'400'000)));
  options.Add("stop-pause", &s.stop_pause,
              "Between turning not ready and ending calls, for balancers to notice.");
  options.Add("drain-timeout", &s.drain_timeout, "Longest wait for running calls at a stop.");
}

}  // namespace tiendo::host
