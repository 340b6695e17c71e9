#include <algorithm>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/ledger/ledger.h"

namespace tiendo::ledger {
namespace {

// The end of the key range of a prefix, for key ranges that an index serves on both engines.
std::string PrefixEnd(std::string prefix) {
  // Names are ASCII, so the last byte can always be raised by one.
  prefix.back() = static_cast<char>(prefix.back() + 1);
  return prefix;
}

std::string ToSql(const Condition& c, const std::string& holder, db::Engine engine) {
  if (c.op == "!=") return "(" + c.column + " <> " + holder + " OR " + c.column + " IS NULL)";
  if (c.op == ":") {
    const char* find = engine == db::Engine::kPostgres ? "strpos(" : "instr(";
    return find + c.column + ", " + holder + ") > 0";
  }
  return c.column + " " + c.op + " " + holder;
}

}  // namespace

absl::StatusOr<Head> Reader::ReadHead() {
  TIENDO_ASSIGN_OR_RETURN(
      auto row, (connection_.QueryRow<std::string, int64_t, int64_t, int64_t, db::Bytes>(
                    "SELECT database_id, revision, time_us, oldest_revision, hash FROM ledger_head"
                    " WHERE id = 1")));
  if (!row) return errors::Internal("ledger_head has no row");
  auto& [database_id, revision, time_us, oldest, hash] = *row;
  return Head{database_id, revision, FromMicros(time_us), oldest, hash.value};
}

absl::StatusOr<std::optional<Row>> Reader::Get(std::string_view name, std::optional<int64_t> at) {
  const Collection* collection = schema_.ForName(name);
  if (collection == nullptr) return std::optional<Row>();
  std::string sql = "SELECT from_revision, body FROM " + collection->table + " WHERE name = :name";
  std::vector<db::Param> params = {name};
  if (at) {
    sql += " AND from_revision <= :at1 AND to_revision > :at2";
    params.insert(params.end(), {*at, *at});
  } else {
    sql += " AND to_revision = 9223372036854775807";
  }
  TIENDO_ASSIGN_OR_RETURN(auto row, (connection_.QueryRow<int64_t, db::Bytes>(sql, params)));
  if (!row) return std::optional<Row>();
  return std::optional<Row>(
      Row{std::string(name), std::get<0>(*row), std::move(std::get<1>(*row).value)});
}

absl::StatusOr<std::vector<Row>> Reader::List(const Collection& collection,
                                              const ListQuery& query) {
  std::string sql = "SELECT name, from_revision, body FROM " + collection.table + " WHERE ";
  std::vector<db::Param> params;
  if (query.at) {
    sql += "from_revision <= :at1 AND to_revision > :at2";
    params.insert(params.end(), {*query.at, *query.at});
  } else {
    sql += "to_revision = 9223372036854775807";
  }
  if (!query.prefix.empty()) {
    sql += " AND name >= :p1 AND name < :p2";
    params.insert(params.end(), {query.prefix, PrefixEnd(query.prefix)});
  }
  if (!query.after.empty()) {
    sql += " AND name > :after";
    params.emplace_back(query.after);
  }
  for (size_t i = 0; i < query.conditions.size(); ++i) {
    const Condition& c = query.conditions[i];
    sql += " AND " + ToSql(c, ":c" + std::to_string(i), connection_.engine());
    params.push_back(c.value);
  }
  sql += " ORDER BY name LIMIT :limit";
  params.emplace_back(query.limit);
  TIENDO_ASSIGN_OR_RETURN(auto rows,
                          (connection_.Query<std::string, int64_t, db::Bytes>(sql, params)));
  std::vector<Row> out;
  out.reserve(rows.size());
  for (auto& [name, revision, body] : rows) {
    out.push_back(Row{std::move(name), revision, std::move(body.value)});
  }
  return out;
}

absl::StatusOr<int64_t> Reader::RevisionAt(Instant time) {
  TIENDO_ASSIGN_OR_RETURN(Head head, ReadHead());
  if (time >= head.time) return head.revision;
  TIENDO_ASSIGN_OR_RETURN(
      auto row, (connection_.QueryRow<int64_t>("SELECT revision FROM changes WHERE time_us <= :t"
                                               " ORDER BY time_us DESC LIMIT 1",
                                               {ToMicros(time)})));
  if (row) return std::get<0>(*row);
  if (head.oldest_revision > 1) {
    return errors::Make(absl::StatusCode::kOutOfRange, errors::reasons::kHistoryCompacted,
                        "the state at that time is no longer known: its changes were compacted",
                        {{"oldest_revision", std::to_string(head.oldest_revision)}});
  }
  return 0;
}

absl::StatusOr<std::optional<Instant>> Reader::CommitTime(int64_t revision) {
  TIENDO_ASSIGN_OR_RETURN(
      auto row,
      (connection_.QueryRow<int64_t>(
          "SELECT time_us FROM changes WHERE revision = :r AND ordinal = 0", {revision})));
  if (!row) return std::optional<Instant>();
  return std::optional<Instant>(FromMicros(std::get<0>(*row)));
}

absl::StatusOr<std::vector<Change>> Reader::ChangesAfter(int64_t revision, int limit) {
  // Whole revisions: the last one that the limit cuts is read to its end.
  TIENDO_ASSIGN_OR_RETURN(
      auto last, (connection_.QueryRow<std::optional<int64_t>>(
                     "SELECT MAX(revision) FROM (SELECT revision FROM changes WHERE revision > :r"
                     " ORDER BY revision, ordinal LIMIT :n) AS page",
                     {revision, limit})));
  std::vector<Change> out;
  if (!last || !std::get<0>(*last)) return out;
  TIENDO_ASSIGN_OR_RETURN(
      auto rows,
      (connection_.Query<int64_t, int64_t, std::string, int64_t, int64_t, std::string, std::string,
                         std::string, int64_t, db::Bytes, db::Bytes>(
          "SELECT revision, ordinal, name, previous_revision, kind, principal, method, request_id,"
          " time_us, after, hash FROM changes WHERE revision > :a AND revision <= :b"
          " ORDER BY revision, ordinal",
          {revision, *std::get<0>(*last)})));
  out.reserve(rows.size());
  for (auto& [rev, ordinal, name, previous, kind, principal, method, request_id, time_us, after,
              hash] : rows) {
    out.push_back(Change{rev, static_cast<int>(ordinal), std::move(name), previous,
                         static_cast<ChangeKind>(kind), std::move(principal), std::move(method),
                         std::move(request_id), FromMicros(time_us), std::move(after.value),
                         std::move(hash.value)});
  }
  return out;
}

}  // namespace tiendo::ledger
