// One service process from its settings to its servers, in the order of start, and back.
#ifndef TIENDO_COMMON_HOST_PROCESS_H_
#define TIENDO_COMMON_HOST_PROCESS_H_

#include <grpcpp/impl/codegen/service_type.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/calendar/time_zone.h"
#include "common/db/database.h"
#include "common/feed/hub.h"
#include "common/feed/session.h"
#include "common/host/settings.h"
#include "common/ledger/committer.h"
#include "common/log/log.h"
#include "common/metrics/registry.h"
#include "common/metrics/server.h"
#include "common/rpc/admin_service.h"
#include "common/rpc/handlers.h"
#include "common/rpc/policy.h"
#include "common/rpc/queue_metrics.h"
#include "common/rpc/readiness.h"
#include "common/rpc/server_runner.h"
#include "common/rpc/watch_reactor.h"

namespace tiendo::host {

class Process;

// What a service adds to a process. Its members live from after the ledger's start until after the
// servers' stop.
class Application {
 public:
  virtual ~Application() = default;
  // The API.
  virtual grpc::Service& service() = 0;
  // After construction, before the servers: load, start followers.
  virtual absl::Status Start() { return absl::OkStatus(); }
  // The servers are about to stop: end the calls that wait for something to happen. Must not wait.
  virtual void StopWaiting() {}
  // After the servers have stopped: stop followers.
  virtual void Stop() {}
  // Whether it can serve, beyond the database.
  virtual absl::Status CheckReady() { return absl::OkStatus(); }
  // Adds what it knows (feeds followed) to GetServerInfo.
  virtual void Describe(tiendo::admin::v1::ServerInfo&) {}
};

// What a service is.
struct Definition {
  // "units": part of environment variables and of log lines.
  std::string name;
  // One sentence for --help.
  std::string about;
  // Full name of the service and its collections.
  ledger::Schema schema;
  // From ledger::WithLedger.
  std::vector<db::Migration> migrations;
  // Fields that its watches can be filtered by.
  std::vector<paging::FilterField> watch_fields;
  // One row per verb.
  std::vector<rpc::PolicyRow> policy;
  // Makes the service on a process whose ledger runs.
  std::function<absl::StatusOr<std::unique_ptr<Application>>(Process&)> build;
};

// What tests replace.
struct Dependencies {
  std::shared_ptr<const Clock> clock;  // null: the system's
  std::shared_ptr<log::Logger> log;    // null: as the settings say
  // Effective settings for the log and GetServerInfo, secrets masked.
  std::vector<std::pair<std::string, std::string>> dump;
  // Fault tests: ledger::Committer::Options::at_step. Null in production.
  std::function<void(std::string_view step)> at_step;
};

// The settings of a service's database, with the service's name in them.
db::Options DatabaseOptions(const Definition& definition, const Settings& settings);

class Process {
 public:
  // Database and schema -> ledger -> feed -> application -> servers. All or nothing; the status is
  // one line for the operator.
  static absl::StatusOr<std::unique_ptr<Process>> Start(const Definition& definition,
                                                        const Settings& settings,
                                                        Dependencies dependencies = {});
  ~Process();
  // Servers, then application, then ledger.
  void Stop();

  rpc::ServerRunner& servers() { return *servers_; }
  const Settings& settings() const { return settings_; }
  const Clock& clock() const { return *clock_; }
  const calendar::BusinessZone& zone() const { return *zone_; }
  // Today in the business time zone.
  calendar::Day Today() const { return zone_->DayOf(clock_->Now()); }
  const std::shared_ptr<log::Logger>& log() const { return log_; }
  const std::shared_ptr<metrics::Registry>& metrics() const { return metrics_; }
  const rpc::Policy& policy() const { return *policy_; }
  db::Database& database() { return *database_; }
  const ledger::Schema& schema() const { return definition_.schema; }
  ledger::Committer& committer() { return *committer_; }
  const feed::Source& feed_source() const { return feed_source_; }
  rpc::Handlers& handlers() { return *handlers_; }
  rpc::Watches& watches() { return *watches_; }

 private:
  Process(const Definition& definition, const Settings& settings, Dependencies dependencies);
  absl::Status StartLedger();
  absl::Status StartServers();
  absl::Status CheckReady();
  void Describe(tiendo::admin::v1::ServerInfo& info);

  const Definition definition_;
  const Settings settings_;
  const Dependencies dependencies_;
  std::shared_ptr<const Clock> clock_;
  std::shared_ptr<log::Logger> log_;
  std::shared_ptr<metrics::Registry> metrics_;
  std::optional<rpc::QueueMetrics> write_metrics_;
  std::optional<calendar::BusinessZone> zone_;
  std::optional<rpc::Policy> policy_;
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<feed::Hub> hub_;
  std::unique_ptr<metrics::ScrapeHook> scrape_hook_;
  std::unique_ptr<ledger::Committer> committer_;
  feed::Source feed_source_;
  std::unique_ptr<rpc::Handlers> handlers_;
  std::unique_ptr<rpc::Watches> watches_;
  std::unique_ptr<Application> application_;
  std::unique_ptr<rpc::AdminService> admin_;
  rpc::Readiness readiness_;
  std::unique_ptr<rpc::ReadinessProbe> probe_;
  std::unique_ptr<metrics::MetricsServer> metrics_server_;
  std::unique_ptr<rpc::ServerRunner> servers_;
};

// main() of a service: `add_settings` adds its own to the common ones. Exit codes: 0 stopped in
// order, 1 could not start or migrate (one line on stderr), 2 wrong settings. Only tests give
// dependencies.
int Main(int argc, char** argv, const Definition& definition,
         const std::function<void(config::Options&)>& add_settings = {},
         Dependencies dependencies = {});

}  // namespace tiendo::host

#endif  // TIENDO_COMMON_HOST_PROCESS_H_
