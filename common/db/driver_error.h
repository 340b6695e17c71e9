// The one place where a driver's error becomes a status. Inside common/db only.
#ifndef TIENDO_COMMON_DB_DRIVER_ERROR_H_
#define TIENDO_COMMON_DB_DRIVER_ERROR_H_

#include <exception>
#include <string>

#include "absl/status/status.h"
#include "common/db/options.h"

namespace tiendo::db {

// What a driver said.
struct DriverError {
  Engine engine = Engine::kSqlite;
  // SQLite: extended result code. 0: the error is SOCI's own.
  int sqlite_code = 0;
  // PostgreSQL: SQLSTATE, five characters, or empty.
  std::string sqlstate;
  // Primary message, without the values that were bound.
  std::string text;
  // The connection is there to write: refusing that is the database's state (a standby after a
  // failover, a disk that was mounted read-only), not a mistake of the program.
  bool writer = false;
};

// Reads the exception being handled by the caller's catch clause.
DriverError FromException(const std::exception& e, Engine engine);

struct MappedError {
  absl::Status status;
  // The connection is lost or in doubt.
  bool broken = false;
};

// | what happened                        | status             | reason               |
// | ------------------------------------ | ------------------ | -------------------- |
// | unique or primary key violation      | ALREADY_EXISTS     | RESOURCE_EXISTS      |
// | deadlock, serialization, lock wait   | ABORTED            | DATABASE_CONFLICT    |
// | connection lost, refused, timed out  | UNAVAILABLE        | DATABASE_UNAVAILABLE |
// | disk fails; a writer may not write   | UNAVAILABLE        | DATABASE_UNAVAILABLE |
// | disk or quota full                   | RESOURCE_EXHAUSTED | DATABASE_FULL        |
// | anything else                        | INTERNAL           | INTERNAL_ERROR       |
//
// Only INTERNAL carries the driver's text (it is masked before it leaves the process); for the
// others it is kept beside the status, for logs: DriverText().
MappedError MapError(const DriverError& error);

// The driver's text behind a status of this library, or "". For logs only.
std::string DriverText(const absl::Status& status);

}  // namespace tiendo::db

#endif  // TIENDO_COMMON_DB_DRIVER_ERROR_H_
