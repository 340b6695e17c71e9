// One connection to a database. SOCI stays behind it: no exception and no driver text leaves this
// library; every error is an absl::Status with a reason (see driver_error.h).
#ifndef TIENDO_COMMON_DB_CONNECTION_H_
#define TIENDO_COMMON_DB_CONNECTION_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/db/options.h"
#include "common/db/value.h"

namespace soci {
class session;
}

namespace tiendo::db {

class StatementCache;
struct DriverError;

// One owner at a time; not thread-safe. Leased from a Database (database.h).
//
// SQL: one text for both engines. Placeholders are `:name`, bound in order of occurrence, each used
// once. Leave SQL comments out of it: SOCI reads quotes and colons in them as its own. Statements
// are prepared once per connection and kept by text, so keep values out of the text.
class Connection {
 public:
  // kWriter may write (and on SQLite is the connection that checkpoints); kReader is refused by the
  // engine when it tries.
  enum class Role { kReader, kWriter };

  // Connects. UNAVAILABLE / DATABASE_UNAVAILABLE when the database cannot be reached. Programs use
  // Database::Open, which also keeps other processes off a SQLite file.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const Options& options, Role role);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Engine engine() const { return engine_; }

  // Runs one statement; the number of rows it changed. ALREADY_EXISTS / RESOURCE_EXISTS for a
  // unique violation; ABORTED / DATABASE_CONFLICT for deadlocks, serialization failures and lock
  // time-outs (retry the transaction).
  //
  // On PostgreSQL a failed statement makes the rest of the transaction fail until
  // RollbackToSavepoint() or Rollback(); write callers for both engines so.
  absl::StatusOr<int64_t> Execute(std::string_view sql, const std::vector<Param>& params = {});

  // Every row of the answer. Cols: int64_t, std::string, Bytes, or std::optional of these for a
  // column that may be NULL. INTERNAL when NULL arrives in another.
  template <typename... Cols>
  absl::StatusOr<std::vector<std::tuple<Cols...>>> Query(std::string_view sql,
                                                         const std::vector<Param>& params = {});

  // The first row, or nullopt without rows. (Other rows are read and dropped: say LIMIT 1.)
  template <typename... Cols>
  absl::StatusOr<std::optional<std::tuple<Cols...>>> QueryRow(
      std::string_view sql, const std::vector<Param>& params = {});

  // Calls `on_row` per row; the values may be moved out. What Query is made of.
  using RowFunction = std::function<void(std::span<Value>)>;
  absl::Status ForEachRow(std::string_view sql, const std::vector<Param>& params,
                          std::span<const Column> columns, const RowFunction& on_row);

  // Several statements separated by ';', without parameters, not kept prepared. For schema changes.
  absl::Status ExecuteScript(std::string_view sql);

  // Begins a transaction that writes: BEGIN IMMEDIATE on SQLite (the lock is taken now), BEGIN on
  // PostgreSQL (READ COMMITTED; callers lock the ledger's head first).
  absl::Status Begin();
  // Begins a short read transaction: one snapshot for all its statements. End it with Commit() or
  // Rollback(); a long one keeps old row versions (PostgreSQL) or the log (SQLite) alive.
  absl::Status BeginRead();
  // UNAVAILABLE when the answer was lost: whether the transaction took effect is then unknown and
  // has to be looked up on another connection. ABORTED when the engine rolled back instead.
  absl::Status Commit();
  // OK as well when no transaction is open.
  absl::Status Rollback();

  // One savepoint at a time, inside a transaction. Both ends drop it.
  absl::Status Savepoint();
  absl::Status ReleaseSavepoint();
  absl::Status RollbackToSavepoint();

  // SQLite writer, outside a transaction: copies the log into the file (passive, waits for nobody)
  // once it has grown by Options::checkpoint_pages since the last time. No-op elsewhere.
  absl::Status MaybeCheckpoint();

  bool in_transaction() const;
  // The connection is lost or in doubt and must not be used again.
  bool broken() const;
  // Between uses: the server has sent something unasked, which is how the end of a session shows.
  // One system call, no round trip.
  bool stale() const;

 private:
  Connection(const Options& options, Role role, Engine engine);
  absl::Status ConnectSqlite(const std::string& path);
  absl::Status CheckWal();
  absl::Status ConnectPostgres(const std::string& conninfo);
  // Maps an error and notes whether the connection survived it.
  absl::Status Fail(const DriverError& error);
  // Runs `sql` as it stands; `tag` receives PostgreSQL's command tag.
  absl::Status Raw(const std::string& sql, std::string* tag = nullptr);

  const Options options_;
  const Role role_;
  const Engine engine_;
  bool broken_ = false;
  // SQLite writer: pages in the log, as of the last commit and of the last checkpoint.
  int wal_pages_ = 0;
  int wal_checkpointed_ = 0;
  std::unique_ptr<soci::session> session_;
  // After session_: statements go before their session.
  std::unique_ptr<StatementCache> statements_;
};

template <typename... Cols>
absl::StatusOr<std::vector<std::tuple<Cols...>>> Connection::Query(
    std::string_view sql, const std::vector<Param>& params) {
  static constexpr std::array<Column, sizeof...(Cols)> kColumns{ColumnType<Cols>::kColumn...};
  std::vector<std::tuple<Cols...>> rows;
  absl::Status status = ForEachRow(sql, params, kColumns, [&rows](std::span<Value> row) {
    [&]<size_t... I>(std::index_sequence<I...>) {
      rows.emplace_back(ColumnType<Cols>::Take(row[I])...);
    }
    (std::index_sequence_for<Cols...>());
  });
  if (!status.ok()) return status;
  return rows;
}

template <typename... Cols>
absl::StatusOr<std::optional<std::tuple<Cols...>>> Connection::QueryRow(
    std::string_view sql, const std::vector<Param>& params) {
  absl::StatusOr<std::vector<std::tuple<Cols...>>> rows = Query<Cols...>(sql, params);
  if (!rows.ok()) return std::move(rows).status();
  if (rows->empty()) return std::optional<std::tuple<Cols...>>();
  return std::optional<std::tuple<Cols...>>(std::move(rows->front()));
}

}  // namespace tiendo::db

#endif  // TIENDO_COMMON_DB_CONNECTION_H_
