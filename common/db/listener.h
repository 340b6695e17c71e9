// Wake-ups between processes on one PostgreSQL database (LISTEN/NOTIFY). They carry no data and may
// be lost with the connection: a listener polls as well.
#ifndef TIENDO_COMMON_DB_LISTENER_H_
#define TIENDO_COMMON_DB_LISTENER_H_

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/db/connection.h"
#include "common/db/options.h"

struct pg_conn;

namespace tiendo::db {

// A libpq connection of its own (SOCI has no LISTEN). One thread calls Wait; Interrupt may come
// from any thread.
class PostgresListener {
 public:
  // Channels are per database, not per schema: put something unique in the name (lower case
  // letters, digits, '_', at most 63).
  static absl::StatusOr<std::unique_ptr<PostgresListener>> Open(const Options& options,
                                                                std::string_view channel);
  ~PostgresListener();
  PostgresListener(const PostgresListener&) = delete;
  PostgresListener& operator=(const PostgresListener&) = delete;

  // True when a notification arrived (several waiting ones count as one), false after `timeout` or
  // Interrupt(). UNAVAILABLE when the connection is lost: open a new listener.
  absl::StatusOr<bool> Wait(std::chrono::milliseconds timeout);
  // Ends the current or the next Wait.
  void Interrupt();

 private:
  PostgresListener(pg_conn* connection, int wake_fd);

  pg_conn* connection_;
  int wake_fd_;
};

// Wakes the listeners of `channel`, inside a transaction at its commit. Does nothing on SQLite,
// where one process holds the file.
absl::Status Notify(Connection& connection, std::string_view channel);

}  // namespace tiendo::db

#endif  // TIENDO_COMMON_DB_LISTENER_H_
