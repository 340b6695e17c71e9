#include <algorithm>
#include <cstdlib>
#include <span>
#include <utility>
#include <variant>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/ledger/head_row.h"
#include "common/ledger/ledger.h"

namespace tiendo::ledger {
namespace {

// The end of the key range of a prefix, for key ranges that an index serves on both engines.
std::string PrefixEnd(std::string prefix) {
  // Names are ASCII, so the last byte can always be raised by one.
  prefix.back() = static_cast<char>(prefix.back() + 1);
  return prefix;
}

// Builds the SELECT of a list. With keys the first one leads: its table is read along its index and
// the versions are looked up by name (CROSS JOIN keeps SQLite to that).
class ListStatement {
 public:
  ListStatement(const Collection& collection, const ListQuery& query, db::Engine engine)
      : collection_(collection), query_(query), engine_(engine) {}

  void Build() {
    const ListOrder& order = query_.order;
    sql_ = "SELECT r.name, r.from_revision, r.body";
    if (!order.column.empty()) sql_ += ", CAST(" + Column(order.column) + " AS TEXT)";
    sql_ += " FROM ";
    if (led()) sql_ += collection_.keys->table + " k CROSS JOIN ";
    sql_ += collection_.table + " r WHERE " + InForce("r");
    AddKeys();
    AddNames();
    for (const Condition& c : query_.conditions) AddCondition(c);
    AddAfter();
    const char* direction = order.descending ? " DESC" : "";
    sql_ += " ORDER BY ";
    if (!order.column.empty()) sql_ += Column(order.column) + direction + ", ";
    sql_ += Column("name") + direction + " LIMIT " + Bind(query_.limit);
  }

  const std::string& sql() const { return sql_; }
  const std::vector<db::Param>& params() const { return params_; }

 private:
  bool led() const { return !query_.keys.empty(); }
  // Values are bound in the order in which their places stand in the text: one Bind a statement.
  std::string Bind(db::Param value) {
    params_.push_back(std::move(value));
    return ":p" + std::to_string(params_.size());
  }
  // Where a column is read: beside the leading key when it is there, so that one index serves
  // value, order and range.
  std::string Column(const std::string& column) const {
    const bool beside =
        led() && (column == "name" ||
                  std::find(collection_.keys->copies.begin(), collection_.keys->copies.end(),
                            column) != collection_.keys->copies.end());
    return (beside ? "k." : "r.") + column;
  }
  std::string InForce(const std::string& alias) {
    if (!query_.at) return alias + ".to_revision = 9223372036854775807";
    std::string text = alias + ".from_revision <= " + Bind(*query_.at);
    return text + " AND " + alias + ".to_revision > " + Bind(*query_.at);
  }
  void AddKeys() {
    for (size_t i = 0; i < query_.keys.size(); ++i) {
      const Key& key = query_.keys[i];
      if (i == 0) {
        sql_ += " AND k.kind = " + Bind(key.kind);
        sql_ += " AND k.value = " + Bind(key.value);
        sql_ += " AND r.name = k.name AND " + InForce("k");
        continue;
      }
      const std::string x = "x" + std::to_string(i);
      sql_ += " AND EXISTS (SELECT 1 FROM " + collection_.keys->table + " " + x + " WHERE " + x +
              ".name = r.name AND " + x + ".kind = " + Bind(key.kind);
      sql_ += " AND " + x + ".value = " + Bind(key.value);
      sql_ += " AND " + InForce(x) + ")";
    }
  }
  void AddNames() {
    const std::string name = Column("name");
    if (!query_.prefix.empty()) {
      sql_ += " AND " + name + " >= " + Bind(query_.prefix);
      sql_ += " AND " + name + " < " + Bind(PrefixEnd(query_.prefix));
    }
    if (query_.names.empty()) return;
    sql_ += " AND " + name + " IN (";
    for (size_t i = 0; i < query_.names.size(); ++i) {
      sql_ += (i == 0 ? "" : ", ") + Bind(query_.names[i]);
    }
    sql_ += ")";
  }
  void AddCondition(const Condition& c) {
    const std::string column = Column(c.column);
    const std::string holder = Bind(c.value);
    if (c.op == "!=" && c.absent.empty()) {
      sql_ += " AND (" + column + " <> " + holder + " OR " + column + " IS NULL)";
    } else if (c.op == "!=") {
      sql_ += " AND " + column + " <> " + holder;
    } else if (c.op == ":") {
      const char* find = engine_ == db::Engine::kPostgres ? "strpos(" : "instr(";
      sql_ += " AND " + (find + column) + ", " + holder + ") > 0";
    } else {
      sql_ += " AND " + column + " " + c.op + " " + holder;
    }
    const bool open_ended = c.op == ">" || c.op == ">=";
    if (open_ended && !c.absent.empty()) sql_ += " AND " + column + " < " + Bind(c.absent);
  }
  void AddAfter() {
    if (query_.after.empty()) return;
    const ListOrder& order = query_.order;
    const char* op = order.descending ? " < " : " > ";
    if (order.column.empty()) {
      sql_ += " AND " + Column("name") + op + Bind(query_.after);
      return;
    }
    db::Param value(query_.after_value);
    if (order.number) value = static_cast<int64_t>(std::atoll(query_.after_value.c_str()));
    sql_ += " AND (" + Column(order.column) + ", " + Column("name") + ")" + op + "(";
    sql_ += Bind(std::move(value)) + ", ";
    sql_ += Bind(query_.after) + ")";
  }

  const Collection& collection_;
  const ListQuery& query_;
  const db::Engine engine_;
  std::string sql_;
  std::vector<db::Param> params_;
};

}  // namespace

absl::StatusOr<Head> Reader::ReadHead() { return ledger::ReadHead(connection_); }

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
  if (!query.keys.empty() && !collection.keys) {
    return errors::Internal("ledger: " + collection.table + " has no keys to list by");
  }
  ListStatement statement(collection, query, connection_.engine());
  statement.Build();
  const bool ordered = !query.order.column.empty();
  std::vector<db::Column> columns = {{db::ColumnKind::kText, false},
                                     {db::ColumnKind::kInt, false},
                                     {db::ColumnKind::kBytes, false}};
  if (ordered) columns.push_back({db::ColumnKind::kText, true});
  std::vector<Row> out;
  TIENDO_RETURN_IF_ERROR(connection_.ForEachRow(
      statement.sql(), statement.params(), columns, [&](std::span<db::Value> row) {
        Row& one = out.emplace_back();
        one.name = std::move(std::get<std::string>(row[0]));
        one.revision = std::get<int64_t>(row[1]);
        one.body = std::move(std::get<db::Bytes>(row[2]).value);
        if (!ordered) return;
        if (auto* text = std::get_if<std::string>(&row[3])) one.order_value = std::move(*text);
      }));
  return out;
}

absl::StatusOr<std::vector<std::string>> Reader::Explain(const Collection& collection,
                                                         const ListQuery& query) {
  ListStatement statement(collection, query, connection_.engine());
  statement.Build();
  const bool sqlite = connection_.engine() == db::Engine::kSqlite;
  std::vector<db::Column> columns(sqlite ? 3 : 0, {db::ColumnKind::kInt, false});
  columns.push_back({db::ColumnKind::kText, false});
  std::vector<std::string> lines;
  TIENDO_RETURN_IF_ERROR(connection_.ForEachRow(
      (sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + statement.sql(), statement.params(), columns,
      [&lines](std::span<db::Value> row) { lines.push_back(std::get<std::string>(row.back())); }));
  return lines;
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
