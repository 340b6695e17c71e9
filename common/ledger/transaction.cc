#include <algorithm>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/ledger/ledger.h"

namespace tiendo::ledger {

Transaction::Transaction(db::Connection& connection, const Schema& schema, const Head& head,
                         Instant now, RequestInfo request)
    : Reader(connection, schema),
      revision_(head.revision + 1),
      // Never runs back, whatever the clocks of the replicas do.
      time_(std::max(head.time + std::chrono::microseconds(1), now)),
      request_(std::move(request)) {}

absl::Status Transaction::Put(std::string_view name, std::string body,
                              std::vector<db::Param> values) {
  const Collection* collection = schema().ForName(name);
  if (collection == nullptr || values.size() != collection->columns.size()) {
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
    params.push_back(std::move(values[i]));
  }
  TIENDO_RETURN_IF_ERROR(connection()
                             .Execute("INSERT INTO " + collection->table + " (" + columns +
                                          ") VALUES (" + holders + ")",
                                      params)
                             .status());
  Change change;
  change.revision = revision_;
  change.ordinal = static_cast<int>(changes_.size());
  change.name = std::string(name);
  change.previous_revision = previous;
  change.kind = previous == 0 ? ChangeKind::kCreated : ChangeKind::kUpdated;
  change.principal = request_.principal;
  change.method = request_.method;
  change.request_id = request_.request_id;
  change.time = time_;
  change.after = std::move(body);
  changes_.push_back(std::move(change));
  return absl::OkStatus();
}

absl::Status Transaction::AppendChanges(Head& head) {
  // Rows per INSERT: one round trip for most requests, well below both engines' parameter limits.
  constexpr size_t kRows = 50;
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
      std::string n = std::to_string(i - begin);
      sql += i == begin ? "(" : ", (";
      for (int p = 0; p < 11; ++p) sql += (p == 0 ? ":p" : ", :p") + n + "_" + std::to_string(p);
      sql += ")";
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
