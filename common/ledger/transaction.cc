#include <algorithm>
#include <iterator>
#include <span>
#include <variant>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/ledger/ledger.h"

namespace tiendo::ledger {
namespace {

// What is written beside each value of a repeated field.
absl::StatusOr<std::vector<db::Param>> CopiesOf(const Collection& collection,
                                                const std::vector<db::Param>& values) {
  std::vector<db::Param> out;
  for (const std::string& copy : collection.keys->copies) {
    auto it = std::find(collection.columns.begin(), collection.columns.end(), copy);
    if (it == collection.columns.end()) {
      return errors::Internal("ledger: " + collection.table + " has no column " + copy);
    }
    out.push_back(values[static_cast<size_t>(it - collection.columns.begin())]);
  }
  return out;
}

struct KeyRow {
  Key key;
  std::vector<std::string> copies;  // as text
};

absl::StatusOr<std::vector<KeyRow>> OpenKeys(db::Connection& connection, const KeyTable& table,
                                             std::string_view name) {
  std::string sql = "SELECT kind, value";
  for (const std::string& copy : table.copies) sql += ", CAST(" + copy + " AS TEXT)";
  sql += " FROM " + table.table + " WHERE name = :n AND to_revision = 9223372036854775807";
  const std::vector<db::Column> columns(2 + table.copies.size(), {db::ColumnKind::kText, false});
  std::vector<KeyRow> rows;
  TIENDO_RETURN_IF_ERROR(
      connection.ForEachRow(sql, {name}, columns, [&rows](std::span<db::Value> row) {
        KeyRow& out = rows.emplace_back();
        out.key = {std::get<std::string>(row[0]), std::get<std::string>(row[1])};
        for (db::Value& copy : row.subspan(2)) out.copies.push_back(std::get<std::string>(copy));
      }));
  return rows;
}

std::string TextOf(const db::Param& value) {
  if (const auto* number = std::get_if<int64_t>(&value.value())) return std::to_string(*number);
  if (const auto* text = std::get_if<std::string>(&value.value())) return *text;
  return "";
}

bool SameValues(const std::vector<std::string>& stored, const std::vector<db::Param>& now) {
  return std::equal(stored.begin(), stored.end(), now.begin(), now.end(),
                    [](const std::string& a, const db::Param& b) { return a == TextOf(b); });
}

absl::Status InsertKeys(db::Connection& connection, const KeyTable& table, std::string_view name,
                        int64_t revision, const std::vector<Key>& keys,
                        const std::vector<db::Param>& copies) {
  if (keys.empty()) return absl::OkStatus();
  std::string sql =
      "INSERT INTO " + table.table + " (name, kind, value, from_revision, to_revision";
  for (const std::string& copy : table.copies) sql += ", " + copy;
  sql += ") VALUES ";
  std::vector<db::Param> params;
  for (size_t i = 0; i < keys.size(); ++i) {
    const std::string n = std::to_string(i);
    sql += (i == 0 ? "(:n" : ", (:n") + n + ", :k" + n + ", :v" + n + ", :f" + n + ", :t" + n;
    params.insert(params.end(), {name, keys[i].kind, keys[i].value, revision, kOpen});
    for (size_t c = 0; c < copies.size(); ++c) {
      sql += ", :c" + n + "_" + std::to_string(c);
      params.push_back(copies[c]);
    }
    sql += ")";
  }
  return connection.Execute(sql, params).status();
}

// Rows per INSERT: one round trip for most requests, well below both engines' parameter limits.
constexpr size_t kRows = 50;

// The placeholders of one row of many: "(:p7_0, :p7_1)".
std::string Holders(size_t row, size_t columns) {
  const std::string prefix = ":p" + std::to_string(row) + "_";
  std::string out = "(";
  for (size_t c = 0; c < columns; ++c) out += (c == 0 ? "" : ", ") + prefix + std::to_string(c);
  return out + ")";
}

}  // namespace

Transaction::Transaction(db::Connection& connection, const Schema& schema, const Head& head,
                         Instant now, RequestInfo request)
    : Reader(connection, schema),
      revision_(head.revision + 1),
      // Never runs back, whatever the clocks of the replicas do.
      time_(std::max(head.time + std::chrono::microseconds(1), now)),
      request_(std::move(request)) {}

absl::Status Transaction::Put(std::string_view name, std::string body,
                              std::vector<db::Param> values, std::vector<Key> keys) {
  const Collection* collection = schema().ForName(name);
  if (collection == nullptr || values.size() != collection->columns.size() ||
      (!collection->keys && !keys.empty())) {
    return errors::Internal("ledger: " + std::string(name) + " fits no collection");
  }
  TIENDO_ASSIGN_OR_RETURN(
      auto open, (connection().QueryRow<int64_t>("SELECT from_revision FROM " + collection->table +
                                                     " WHERE name = :n AND to_revision ="
                                                     " 9223372036854775807",
                                                 {name})));
  int64_t previous = open ? std::get<0>(*open) : 0;
  if (previous == revision_) {
    return errors::Internal("ledger: " + std::string(name) + " written twice in one request");
  }
  if (previous != 0) {
    TIENDO_RETURN_IF_ERROR(connection()
                               .Execute("UPDATE " + collection->table +
                                            " SET to_revision = :r WHERE name = :n AND"
                                            " from_revision = :f",
                                        {revision_, name, previous})
                               .status());
  }
  std::string columns = "name, from_revision, to_revision, body";
  std::string holders = ":name, :from, :to, :body";
  std::vector<db::Param> params = {name, revision_, kOpen, db::Bytes{body}};
  for (size_t i = 0; i < values.size(); ++i) {
    columns += ", " + collection->columns[i];
    holders += ", :v" + std::to_string(i);
    params.push_back(values[i]);
  }
  TIENDO_RETURN_IF_ERROR(connection()
                             .Execute("INSERT INTO " + collection->table + " (" + columns +
                                          ") VALUES (" + holders + ")",
                                      params)
                             .status());
  if (collection->keys) {
    TIENDO_RETURN_IF_ERROR(PutKeys(*collection, name, previous == 0, values, std::move(keys)));
  }
  Log(std::string(name), std::move(body), previous);
  return absl::OkStatus();
}

absl::Status Transaction::PutNew(std::vector<NewResource> resources) {
  if (resources.empty()) return absl::OkStatus();
  const Collection* collection = schema().ForName(resources.front().name);
  if (collection == nullptr || collection->keys) {
    return errors::Internal("ledger: " + resources.front().name +
                            " fits no collection without a key table");
  }
  std::string columns = "name, from_revision, to_revision, body";
  for (const std::string& column : collection->columns) columns += ", " + column;
  const std::string head = "INSERT INTO " + collection->table + " (" + columns + ") VALUES ";
  for (size_t begin = 0; begin < resources.size(); begin += kRows) {
    const size_t end = std::min(resources.size(), begin + kRows);
    std::string sql = head;
    std::vector<db::Param> params;
    for (size_t i = begin; i < end; ++i) {
      NewResource& r = resources[i];
      if (!collection->Matches(r.name) || r.values.size() != collection->columns.size()) {
        return errors::Internal("ledger: " + r.name + " does not fit " + collection->id);
      }
      sql += (i == begin ? "" : ", ") + Holders(i - begin, r.values.size() + 4);
      params.insert(params.end(), {r.name, revision_, kOpen, db::Bytes{r.body}});
      std::ranges::move(r.values, std::back_inserter(params));
    }
    // An open version that is there already breaks the unique index of the table.
    TIENDO_RETURN_IF_ERROR(connection().Execute(sql, params).status());
  }
  for (NewResource& r : resources) Log(std::move(r.name), std::move(r.body), 0);
  return absl::OkStatus();
}

void Transaction::Log(std::string name, std::string body, int64_t previous) {
  Change change;
  change.revision = revision_;
  change.ordinal = static_cast<int>(changes_.size());
  change.name = std::move(name);
  change.previous_revision = previous;
  change.kind = previous == 0 ? ChangeKind::kCreated : ChangeKind::kUpdated;
  change.principal = request_.principal;
  change.method = request_.method;
  change.request_id = request_.request_id;
  change.time = time_;
  change.after = std::move(body);
  changes_.push_back(std::move(change));
}

absl::Status Transaction::PutKeys(const Collection& collection, std::string_view name, bool created,
                                  const std::vector<db::Param>& values, std::vector<Key> keys) {
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  TIENDO_ASSIGN_OR_RETURN(const std::vector<db::Param> copies, CopiesOf(collection, values));
  if (!created) {
    TIENDO_ASSIGN_OR_RETURN(const std::vector<KeyRow> open,
                            OpenKeys(connection(), *collection.keys, name));
    for (const KeyRow& row : open) {
      auto same = std::find(keys.begin(), keys.end(), row.key);
      if (same != keys.end() && SameValues(row.copies, copies)) {
        keys.erase(same);
        continue;
      }
      TIENDO_RETURN_IF_ERROR(
          connection()
              .Execute("UPDATE " + collection.keys->table +
                           " SET to_revision = :r WHERE name = :n AND kind = :k AND value = :v AND"
                           " to_revision = 9223372036854775807",
                       {revision_, name, row.key.kind, row.key.value})
              .status());
    }
  }
  return InsertKeys(connection(), *collection.keys, name, revision_, keys, copies);
}

std::vector<std::string> Transaction::AnswerNames() const {
  if (answer_) return *answer_;
  std::vector<std::string> names;
  for (const Change& change : changes_) names.push_back(change.name);
  return names;
}

absl::Status Transaction::AppendChanges(Head& head) {
  std::string hash = head.hash;
  for (size_t begin = 0; begin < changes_.size(); begin += kRows) {
    size_t end = std::min(changes_.size(), begin + kRows);
    std::string sql =
        "INSERT INTO changes (revision, ordinal, name, previous_revision, kind, principal, method,"
        " request_id, time_us, after, hash) VALUES ";
    std::vector<db::Param> params;
    for (size_t i = begin; i < end; ++i) {
      Change& c = changes_[i];
      c.hash = ChainHash(hash, c);
      hash = c.hash;
      sql += (i == begin ? "" : ", ") + Holders(i - begin, 11);
      params.insert(params.end(), {c.revision, c.ordinal, c.name, c.previous_revision,
                                   static_cast<int>(c.kind), c.principal, c.method, c.request_id,
                                   ToMicros(c.time), db::Bytes{c.after}, db::Bytes{c.hash}});
    }
    TIENDO_RETURN_IF_ERROR(connection().Execute(sql, params).status());
  }
  head.revision = revision_;
  head.time = time_;
  head.hash = std::move(hash);
  return absl::OkStatus();
}

std::string NotifyChannel(std::string_view database_id) {
  std::string channel = "tiendo_";
  for (char c : database_id) channel += c == '-' ? '_' : c;
  return channel;
}

}  // namespace tiendo::ledger
