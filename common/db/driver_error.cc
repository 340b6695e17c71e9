#include "common/db/driver_error.h"

#include <soci/soci.h>
// SOCI's header includes sqlite3.h inside a namespace of its own: sqlite3.h must not come first.
#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <string_view>

#include "absl/strings/cord.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"

namespace tiendo::db {
namespace {

namespace reasons = errors::reasons;

constexpr char kDriverTextUrl[] = "tiendo/driver-text";

enum class Kind { kExists, kConflict, kUnavailable, kFull, kInternal };

struct Classified {
  Kind kind;
  bool broken;
};

Classified ClassifySqlite(int code, bool writer) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return {Kind::kExists, false};
    case SQLITE_BUSY_SNAPSHOT:
    case SQLITE_LOCKED_SHAREDCACHE:
      return {Kind::kConflict, false};
    default:
      break;
  }
  switch (code & 0xff) {
    case SQLITE_LOCKED:
      return {Kind::kConflict, false};
    case SQLITE_BUSY:
      // Another program (a shell, a backup) holds the file for longer than the busy time-out.
      return {Kind::kUnavailable, false};
    case SQLITE_FULL:
      return {Kind::kFull, false};
    // A disk that is away, failing or read-only. SQLite opens a file that it may not write for
    // reading and keeps it so: only a new connection finds the disk as it is then.
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
      return {Kind::kUnavailable, true};
    case SQLITE_READONLY:
      return writer ? Classified{Kind::kUnavailable, true} : Classified{Kind::kInternal, false};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_NOMEM:
      return {Kind::kInternal, true};
    default:
      return {Kind::kInternal, false};
  }
}

// https://www.postgresql.org/docs/15/errcodes-appendix.html
Classified ClassifyPostgres(std::string_view state, bool writer) {
  std::string_view cls = state.substr(0, 2);
  if (state == "23505") return {Kind::kExists, false};
  // serialization_failure, deadlock_detected, lock_not_available.
  if (state == "40001" || state == "40P01" || state == "55P03") return {Kind::kConflict, false};
  if (state == "53100") return {Kind::kFull, false};
  // query_canceled: statement_timeout, or an operator.
  if (state == "57014") return {Kind::kUnavailable, false};
  // read_only_sql_transaction: what was the primary is a standby now; a new connection may find the
  // primary.
  if (state == "25006" && writer) return {Kind::kUnavailable, true};
  // Connection exceptions, shutdowns, start-up, too many connections, idle in transaction.
  if (cls == "08" || cls == "57" || state == "53300" || state == "25P03" || state == "25P02") {
    // in_failed_sql_transaction says that a caller went on after an error; the rest ends sessions.
    return state == "25P02" ? Classified{Kind::kInternal, false}
                            : Classified{Kind::kUnavailable, true};
  }
  return {Kind::kInternal, false};
}

absl::Status ToStatus(Kind kind, const std::string& text) {
  using absl::StatusCode;
  switch (kind) {
    case Kind::kExists:
      return errors::Make(StatusCode::kAlreadyExists, reasons::kResourceExists,
                          "a row with this key exists already");
    case Kind::kConflict:
      return errors::Make(StatusCode::kAborted, reasons::kDatabaseConflict,
                          "another transaction was in the way; retry");
    case Kind::kUnavailable:
      return errors::Make(StatusCode::kUnavailable, reasons::kDatabaseUnavailable,
                          "the database is not available; retry later");
    case Kind::kFull:
      return errors::Make(StatusCode::kResourceExhausted, reasons::kDatabaseFull,
                          "the database's disk is full");
    case Kind::kInternal:
      break;
  }
  return errors::Internal("database error: " + text);
}

}  // namespace

DriverError FromException(const std::exception& e, Engine engine) {
  DriverError error;
  error.engine = engine;
  error.text = e.what();
  // what() of a soci_error quotes the statement with its values: the bare message is enough.
  if (const auto* soci = dynamic_cast<const soci::soci_error*>(&e)) {
    error.text = soci->get_error_message();
  }
  if (const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&e)) {
    error.sqlite_code = sqlite->result();
  }
  if (const auto* postgres = dynamic_cast<const soci::postgresql_soci_error*>(&e)) {
    error.sqlstate = postgres->sqlstate();
    // The lines after the first quote rows ("DETAIL: Failing row contains (…)"), which must not get
    // into logs.
    error.text = error.text.substr(0, error.text.find('\n'));
    // No state: the error is libpq's own, the server did not answer.
    if (error.sqlstate.find_first_not_of(' ') == std::string::npos) error.sqlstate = "08000";
  }
  return error;
}

MappedError MapError(const DriverError& error) {
  Classified c = error.engine == Engine::kSqlite ? ClassifySqlite(error.sqlite_code, error.writer)
                                                 : ClassifyPostgres(error.sqlstate, error.writer);
  MappedError mapped{ToStatus(c.kind, error.text), c.broken};
  mapped.status.SetPayload(kDriverTextUrl, absl::Cord(error.text));
  return mapped;
}

std::string DriverText(const absl::Status& status) {
  absl::optional<absl::Cord> text = status.GetPayload(kDriverTextUrl);
  return text ? std::string(*text) : "";
}

}  // namespace tiendo::db
