// Settings of one database. Every value has a default that suits a small installation.
#ifndef TIENDO_COMMON_DB_OPTIONS_H_
#define TIENDO_COMMON_DB_OPTIONS_H_

#include <chrono>
#include <string>

namespace tiendo::db {

enum class Engine { kSqlite, kPostgres };

struct Options {
  // "sqlite:/path/file.db", "postgresql://user@host:port/dbname?param=value" (also "postgres://"),
  // or "postgresql:host=... dbname=..." (libpq's keywords).
  std::string url;
  // PostgreSQL: password, kept apart from the URL so that the URL can be logged. Empty: as libpq
  // finds it (.pgpass, trust, ...).
  std::string password;
  // PostgreSQL: the schema that holds the tables (lower case letters, digits, '_'); becomes
  // search_path. Empty: what the URL or the server says.
  std::string schema;
  // PostgreSQL: shown in pg_stat_activity.
  std::string application_name = "tiendo";

  // Connections that read, opened when first needed; at least 1.
  int readers = 4;
  // How long Reader() and Writer() wait for a free connection.
  std::chrono::milliseconds acquire_timeout{2000};
  // Prepared statements kept per connection, at least 1; the least recently used go first.
  int statement_cache = 256;

  // SQLite: how long a statement waits for a lock that another program holds on the file.
  std::chrono::milliseconds busy_timeout{5000};
  // SQLite: MaybeCheckpoint() copies the log into the file once it has grown by this many pages
  // (4 KiB each).
  int checkpoint_pages = 1000;

  // PostgreSQL; zero switches a limit off.
  std::chrono::milliseconds connect_timeout{5000};  // whole seconds, at least 2 (libpq)
  std::chrono::milliseconds statement_timeout{10000};
  std::chrono::milliseconds lock_timeout{5000};
  // Ends a session that holds a transaction open without working: bounds how long a stopped process
  // can keep the lock on the ledger's head.
  std::chrono::milliseconds idle_in_transaction_timeout{10000};
  std::chrono::seconds keepalive_idle{30};
  std::chrono::seconds keepalive_interval{5};
  int keepalive_count = 3;
  // Gives up a connection whose sent data (a COMMIT, say) stays unacknowledged; keepalives do not
  // run then.
  std::chrono::milliseconds tcp_user_timeout{20000};
};

}  // namespace tiendo::db

#endif  // TIENDO_COMMON_DB_OPTIONS_H_
