#include "common/db/connection.h"

#include <poll.h>
#include <soci/soci.h>
// SOCI's header includes sqlite3.h inside a namespace of its own: sqlite3.h must not come first.
#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "common/base/status_macros.h"
#include "common/db/conninfo.h"
#include "common/db/driver_error.h"
#include "common/db/statement.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"

namespace tiendo::db {
namespace {

namespace reasons = errors::reasons;

sqlite_api::sqlite3* SqliteHandle(soci::session& session) {
  return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
}

PGconn* PostgresHandle(soci::session& session) {
  return static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_;
}

absl::Status Unavailable() {
  return errors::Make(absl::StatusCode::kUnavailable, reasons::kDatabaseUnavailable,
                      "the database is not available; retry later");
}

int OnWalCommit(void* pages, sqlite_api::sqlite3*, const char*, int wal_pages) {
  *static_cast<int*>(pages) = wal_pages;
  return SQLITE_OK;
}

// Notices ("relation exists, skipping") would go to stderr.
void IgnoreNotice(void*, const PGresult*) {}

}  // namespace

Connection::Connection(const Options& options, Role role, Engine engine)
    : options_(options), role_(role), engine_(engine) {}

Connection::~Connection() = default;

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const Options& options, Role role) {
  TIENDO_ASSIGN_OR_RETURN(Engine engine, EngineOf(options.url));
  std::unique_ptr<Connection> connection(new Connection(options, role, engine));
  if (engine == Engine::kSqlite) {
    TIENDO_RETURN_IF_ERROR(connection->ConnectSqlite(SqlitePath(options.url)));
  } else {
    TIENDO_ASSIGN_OR_RETURN(std::string conninfo, PostgresConninfo(options, role == Role::kReader));
    TIENDO_RETURN_IF_ERROR(connection->ConnectPostgres(conninfo));
  }
  connection->statements_ = std::make_unique<StatementCache>(
      *connection->session_, engine, static_cast<size_t>(std::max(options.statement_cache, 1)));
  if (engine == Engine::kSqlite) TIENDO_RETURN_IF_ERROR(connection->CheckWal());
  return connection;
}

absl::Status Connection::ConnectSqlite(const std::string& path) {
  try {
    session_ = std::make_unique<soci::session>(soci::sqlite3, "dbname=\"" + path + "\"");
  } catch (const std::exception& e) {
    return Fail(FromException(e, engine_));
  }
  sqlite_api::sqlite3* handle = SqliteHandle(*session_);
  sqlite_api::sqlite3_extended_result_codes(handle, 1);
  sqlite_api::sqlite3_busy_timeout(handle, static_cast<int>(options_.busy_timeout.count()));
  if (role_ == Role::kReader) {
    sqlite_api::sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    return Raw("PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0");
  }
  // journal_mode stays in the file; the writer is opened first, so readers find it set.
  TIENDO_RETURN_IF_ERROR(
      Raw("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
          "PRAGMA wal_autocheckpoint=0"));
  sqlite_api::sqlite3_wal_hook(handle, &OnWalCommit, &wal_pages_);
  return absl::OkStatus();
}

// SQLite keeps another mode without an error where the file system has no shared memory.
absl::Status Connection::CheckWal() {
  TIENDO_ASSIGN_OR_RETURN(auto mode, QueryRow<std::string>("PRAGMA journal_mode"));
  if (mode == std::tuple<std::string>("wal")) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "the database file cannot use a write-ahead log; put it on a local file system");
}

absl::Status Connection::ConnectPostgres(const std::string& conninfo) {
  try {
    session_ = std::make_unique<soci::session>(soci::postgresql, conninfo);
  } catch (const std::exception& e) {
    DriverError error = FromException(e, engine_);
    error.sqlstate = "08001";  // SOCI gives none when it cannot connect
    return Fail(error);
  }
  PGconn* handle = PostgresHandle(*session_);
  // Without the DETAIL line, which quotes the row.
  PQsetErrorVerbosity(handle, PQERRORS_TERSE);
  PQsetNoticeReceiver(handle, &IgnoreNotice, nullptr);
  return absl::OkStatus();
}

absl::Status Connection::Fail(const DriverError& reported) {
  DriverError error = reported;
  error.writer = role_ == Role::kWriter;
  // Lost, whatever the SQLSTATE says.
  if (engine_ == Engine::kPostgres &&
      (session_ == nullptr || PQstatus(PostgresHandle(*session_)) != CONNECTION_OK)) {
    error.sqlstate = "08006";
  }
  const MappedError mapped = MapError(error);
  broken_ = broken_ || mapped.broken;
  return mapped.status;
}

absl::StatusOr<int64_t> Connection::Execute(std::string_view sql,
                                            const std::vector<Param>& params) {
  if (broken_) return Unavailable();
  try {
    return statements_->Run(sql, params, {}, {});
  } catch (const std::exception& e) {
    return Fail(FromException(e, engine_));
  }
}

absl::Status Connection::ForEachRow(std::string_view sql, const std::vector<Param>& params,
                                    std::span<const Column> columns, const RowFunction& on_row) {
  if (broken_) return Unavailable();
  try {
    return statements_->Run(sql, params, columns, on_row).status();
  } catch (const std::exception& e) {
    return Fail(FromException(e, engine_));
  }
}

absl::Status Connection::Raw(const std::string& sql, std::string* tag) {
  if (broken_) return Unavailable();
  if (engine_ == Engine::kSqlite) {
    sqlite_api::sqlite3* handle = SqliteHandle(*session_);
    int code = sqlite_api::sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) return absl::OkStatus();
    return Fail({.engine = engine_,
                 .sqlite_code = code,
                 .sqlstate = {},
                 .text = sqlite_api::sqlite3_errmsg(handle),
                 .writer = false});
  }
  PGconn* handle = PostgresHandle(*session_);
  std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(handle, sql.c_str()), &PQclear);
  ExecStatusType status = PQresultStatus(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) {
    if (tag != nullptr) *tag = PQcmdStatus(result.get());
    return absl::OkStatus();
  }
  const char* sqlstate = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
  return Fail({.engine = engine_,
               .sqlite_code = 0,
               // No state: the error is libpq's own, the server did not answer.
               .sqlstate = sqlstate == nullptr ? "08000" : sqlstate,
               .text = PQerrorMessage(handle),
               .writer = false});
}

absl::Status Connection::ExecuteScript(std::string_view sql) { return Raw(std::string(sql)); }

absl::Status Connection::Begin() {
  statements_->Purge();
  return Raw(engine_ == Engine::kSqlite ? "BEGIN IMMEDIATE" : "BEGIN");
}

absl::Status Connection::BeginRead() {
  statements_->Purge();
  return Raw(engine_ == Engine::kSqlite ? "BEGIN"
                                        : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

absl::Status Connection::Commit() {
  std::string tag;
  TIENDO_RETURN_IF_ERROR(Raw("COMMIT", &tag));
  // PostgreSQL answers COMMIT of a failed transaction with success and this tag.
  if (tag == "ROLLBACK") {
    return errors::Make(absl::StatusCode::kAborted, reasons::kDatabaseConflict,
                        "the transaction had failed and was rolled back");
  }
  return absl::OkStatus();
}

absl::Status Connection::Rollback() {
  if (broken_) return Unavailable();
  if (in_transaction()) TIENDO_RETURN_IF_ERROR(Raw("ROLLBACK"));
  statements_->Purge();
  return absl::OkStatus();
}

absl::Status Connection::Savepoint() { return Raw("SAVEPOINT request"); }

absl::Status Connection::ReleaseSavepoint() { return Raw("RELEASE SAVEPOINT request"); }

absl::Status Connection::RollbackToSavepoint() {
  TIENDO_RETURN_IF_ERROR(Raw("ROLLBACK TO SAVEPOINT request; RELEASE SAVEPOINT request"));
  statements_->Purge();
  return absl::OkStatus();
}

absl::Status Connection::MaybeCheckpoint() {
  if (engine_ != Engine::kSqlite || role_ != Role::kWriter || broken_) return absl::OkStatus();
  // The log has started over.
  if (wal_pages_ < wal_checkpointed_) wal_checkpointed_ = 0;
  if (wal_pages_ - wal_checkpointed_ < options_.checkpoint_pages) return absl::OkStatus();
  wal_checkpointed_ = wal_pages_;
  sqlite_api::sqlite3* handle = SqliteHandle(*session_);
  int code = sqlite_api::sqlite3_wal_checkpoint_v2(handle, nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                                   nullptr, nullptr);
  // BUSY: readers still use older pages; the rest is copied next time.
  if (code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY) return absl::OkStatus();
  return Fail({.engine = engine_,
               .sqlite_code = code,
               .sqlstate = {},
               .text = sqlite_api::sqlite3_errmsg(handle),
               .writer = false});
}

bool Connection::in_transaction() const {
  if (engine_ == Engine::kSqlite) {
    return sqlite_api::sqlite3_get_autocommit(SqliteHandle(*session_)) == 0;
  }
  PGTransactionStatusType status = PQtransactionStatus(PostgresHandle(*session_));
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

bool Connection::broken() const { return broken_; }

bool Connection::stale() const {
  if (engine_ == Engine::kSqlite) return false;
  PGconn* handle = PostgresHandle(*session_);
  pollfd socket{PQsocket(handle), POLLIN, 0};
  return PQstatus(handle) != CONNECTION_OK || poll(&socket, 1, 0) != 0;
}

}  // namespace tiendo::db
