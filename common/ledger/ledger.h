// The ledger of one service's database: a dense revision, the change log with its hash chain,
// version rows and request ids, all written in one transaction with the resources themselves.
#ifndef TIENDO_COMMON_LEDGER_LEDGER_H_
#define TIENDO_COMMON_LEDGER_LEDGER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/db/database.h"
#include "common/ledger/schema.h"

namespace tiendo::ledger {

// The one row of ledger_head.
struct Head {
  std::string database_id;
  int64_t revision = 0;
  Instant time;
  // First revision whose changes are still kept; 1 when nothing was compacted.
  int64_t oldest_revision = 1;
  std::string hash;
};

// A version of a resource.
struct Row {
  std::string name;
  int64_t revision = 0;  // its from_revision
  std::string body;
  // In a list that is not in order of name: the value of the column that orders, as text.
  std::string order_value = {};
};

enum class ChangeKind { kCreated = 1, kUpdated = 2 };

// A row of the change log.
struct Change {
  int64_t revision = 0;
  int ordinal = 0;
  std::string name;
  int64_t previous_revision = 0;
  ChangeKind kind = ChangeKind::kCreated;
  std::string principal;
  std::string method;
  std::string request_id;
  Instant time;
  std::string after;  // body
  std::string hash;
};

// A condition on a column of a collection: `column op value`.
struct Condition {
  std::string column;
  // = < <= > >=; != (true for NULL too, as a field that is not set differs from every value); :
  // (the text contains the value).
  std::string op;
  db::Param value;
  // What the column holds when the resource has no such field, greater than every value; empty:
  // NULL. Rows without the field meet no condition but "!=".
  std::string absent = {};
};

// The order of a list: by a column, equals by name, both in one direction.
struct ListOrder {
  std::string column;  // empty: by name. "from_revision": by the time of the last change
  bool number = false;
  bool descending = false;
};

struct ListQuery {
  // Only names that start with this, e.g. "programs/p/items/"; empty: all.
  std::string prefix;
  std::vector<Condition> conditions;
  // Values that the resources must have in the collection's key table.
  std::vector<Key> keys = {};
  // Only these names; empty: any.
  std::vector<std::string> names = {};
  ListOrder order = {};
  // Names after this one; in another order, rows after (after_value, after).
  std::string after;
  std::string after_value = {};
  int limit = 50;
  // At this revision; nullopt: now.
  std::optional<int64_t> at;
};

// Reads on one connection. Not thread-safe; short-lived.
class Reader {
 public:
  Reader(db::Connection& connection, const Schema& schema)
      : connection_(connection), schema_(schema) {}
  virtual ~Reader() = default;

  const Schema& schema() const { return schema_; }
  db::Connection& connection() { return connection_; }

  absl::StatusOr<Head> ReadHead();
  // The version in force at a revision (nullopt: now); nullopt when there was none.
  absl::StatusOr<std::optional<Row>> Get(std::string_view name,
                                         std::optional<int64_t> at = std::nullopt);
  // Versions in the order asked for, at most query.limit.
  absl::StatusOr<std::vector<Row>> List(const Collection& collection, const ListQuery& query);
  // How the engine would read that list, in its own words, a line each: for tests of indexes.
  absl::StatusOr<std::vector<std::string>> Explain(const Collection& collection,
                                                   const ListQuery& query);
  // Last revision committed at or before `time`; 0 when there is none.
  absl::StatusOr<int64_t> RevisionAt(Instant time);
  // When a revision was committed; nullopt when its changes are not (or no longer) there.
  absl::StatusOr<std::optional<Instant>> CommitTime(int64_t revision);
  // Changes after a revision in (revision, ordinal) order: whole revisions, at least one if there
  // is one, about `limit` changes.
  absl::StatusOr<std::vector<Change>> ChangesAfter(int64_t revision, int limit);

 private:
  db::Connection& connection_;
  const Schema& schema_;
};

// Who asks for a write, and how it is made repeatable.
struct RequestInfo {
  std::string principal;
  std::string method;
  std::string request_id;
};

// One request's part of a batch. Lives on the committer's thread only.
class Transaction : public Reader {
 public:
  Transaction(db::Connection& connection, const Schema& schema, const Head& head, Instant now,
              RequestInfo request);

  // The revision and time this request's changes will have.
  int64_t revision() const { return revision_; }
  Instant time() const { return time_; }
  const RequestInfo& request() const { return request_; }

  // Writes a version: closes the open one, if any, and logs the change. `values` are those of the
  // collection's columns, `keys` those of its key table. A resource is written at most once per
  // request.
  absl::Status Put(std::string_view name, std::string body, std::vector<db::Param> values = {},
                   std::vector<Key> keys = {});

  // A resource that does not exist yet.
  struct NewResource {
    std::string name;
    std::string body;
    std::vector<db::Param> values;
  };
  // Puts many of one collection without a key table, with many rows per statement: a fraction of
  // the round trips of as many Puts. ALREADY_EXISTS RESOURCE_EXISTS when one of them is there.
  absl::Status PutNew(std::vector<NewResource> resources);

  // Which resources the answer consists of, for a repeat of the same request id: by default all
  // that were Put, in order. Call it when the answer is another, e.g. when nothing was written.
  void SetAnswer(std::vector<std::string> names) { answer_ = std::move(names); }

  const std::vector<Change>& changes() const { return changes_; }
  // What the answer consists of.
  std::vector<std::string> AnswerNames() const;
  // Appends the log rows, continuing the chain from head.hash. Called by the committer.
  absl::Status AppendChanges(Head& head);

 private:
  absl::Status PutKeys(const Collection& collection, std::string_view name, bool created,
                       const std::vector<db::Param>& values, std::vector<Key> keys);
  void Log(std::string name, std::string body, int64_t previous);

  int64_t revision_;
  Instant time_;
  RequestInfo request_;
  std::vector<Change> changes_;
  std::optional<std::vector<std::string>> answer_;
};

// Hash of a change given the hash of the one before: SHA-256 over length-prefixed fields. The chain
// makes an edit of the log detectable.
std::string ChainHash(std::string_view previous_hash, const Change& change);

// Walks the log and recomputes the chain. Error: the first revision that does not fit.
absl::Status VerifyChain(db::Connection& connection, const Schema& schema);

// Forgets the change log before `first_kept` (version rows stay). Watches from before get
// HISTORY_COMPACTED. Beyond the head: the whole log. Called on the writer's connection, in a
// transaction.
absl::Status Compact(db::Connection& connection, int64_t first_kept);

// Gives the database a new, random id and returns it: after a restore, so that tokens and positions
// of the history that was lost are refused (DATABASE_CHANGED). Revisions and chain stay. Called on
// the writer's connection, in a transaction; FAILED_PRECONDITION when there is no head yet.
absl::StatusOr<std::string> RenewDatabaseId(db::Connection& connection);

// PostgreSQL notification channel on which the commits of a database are announced.
std::string NotifyChannel(std::string_view database_id);

}  // namespace tiendo::ledger

#endif  // TIENDO_COMMON_LEDGER_LEDGER_H_
