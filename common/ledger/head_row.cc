#include "common/ledger/head_row.h"

#include <cstdint>
#include <string>

#include "common/base/random_id.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"

namespace tiendo::ledger {
namespace {

constexpr char kSelect[] =
    "SELECT database_id, revision, time_us, oldest_revision, hash FROM ledger_head WHERE id = 1";

absl::StatusOr<Head> Select(db::Connection& connection, const std::string& sql) {
  TIENDO_ASSIGN_OR_RETURN(
      auto row, (connection.QueryRow<std::string, int64_t, int64_t, int64_t, db::Bytes>(sql)));
  if (!row) return errors::Internal("ledger_head has no row");
  auto& [database_id, revision, time_us, oldest, hash] = *row;
  return Head{database_id, revision, FromMicros(time_us), oldest, hash.value};
}

}  // namespace

absl::Status CreateHead(db::Connection& connection) {
  return connection
      .Execute(
          "INSERT INTO ledger_head (id, database_id, revision, time_us, oldest_revision, hash,"
          " oldest_hash) VALUES (1, :id, 0, 0, 1, :h1, :h2) ON CONFLICT (id) DO NOTHING",
          {RandomUuid(), db::Bytes{}, db::Bytes{}})
      .status();
}

absl::StatusOr<Head> ReadHead(db::Connection& connection) { return Select(connection, kSelect); }

absl::StatusOr<Head> LockHead(db::Connection& connection) {
  // A writing transaction of SQLite is alone from its BEGIN.
  const char* const lock = connection.engine() == db::Engine::kPostgres ? " FOR UPDATE" : "";
  return Select(connection, std::string(kSelect) + lock);
}

absl::Status WriteHead(db::Connection& connection, const Head& head) {
  return connection
      .Execute("UPDATE ledger_head SET revision = :r, time_us = :t, hash = :h WHERE id = 1",
               {head.revision, ToMicros(head.time), db::Bytes{head.hash}})
      .status();
}

absl::Status AdvanceTime(db::Connection& connection, Instant now, Instant behind) {
  return connection
      .Execute("UPDATE ledger_head SET time_us = :t WHERE id = 1 AND time_us < :b",
               {ToMicros(now), ToMicros(behind)})
      .status();
}

absl::Status TouchTime(db::Connection& connection, Instant now) {
  return connection
      .Execute(
          "UPDATE ledger_head SET time_us ="
          " CASE WHEN time_us < :t THEN :n ELSE time_us + 1 END WHERE id = 1",
          {ToMicros(now), ToMicros(now)})
      .status();
}

}  // namespace tiendo::ledger
