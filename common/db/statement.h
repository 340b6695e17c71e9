// Prepared statements of one connection. Inside common/db only.
#ifndef TIENDO_COMMON_DB_STATEMENT_H_
#define TIENDO_COMMON_DB_STATEMENT_H_

#include <soci/soci.h>

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/db/connection.h"
#include "common/db/options.h"
#include "common/db/value.h"

namespace tiendo::db {

// A prepared statement with the buffers that SOCI binds once and every run reuses. On PostgreSQL
// everything crosses as text (the server infers types); on SQLite by storage class, since a value's
// class decides how it compares. Members throw what SOCI throws.
class Statement {
 public:
  // The kinds of `params` and `columns` are fixed from here on.
  Statement(soci::session& session, Engine engine, const std::string& sql,
            std::span<const Param> params, std::span<const Column> columns);

  // The number of rows changed. `on_row` may be empty when there are no columns. After an error or
  // an exception the statement is unusable.
  absl::StatusOr<int64_t> Run(std::span<const Param> params, const Connection::RowFunction& on_row);

  // The connection goes away: saves PostgreSQL one DEALLOCATE per statement.
  void Abandon();

 private:
  // Addresses must not change once bound.
  struct Slot {
    soci::indicator indicator = soci::i_ok;
    long long number = 0;
    std::string text;
    std::unique_ptr<soci::blob> blob;
  };

  void Bind(std::span<const Param> params);
  void Define();
  absl::Status CheckPlaceholders(size_t given) const;
  absl::Status SetParam(Slot& slot, const Value& value);
  absl::StatusOr<Value> GetColumn(Slot& slot, const Column& column);

  soci::session& session_;
  const Engine engine_;
  const std::vector<Column> columns_;
  std::vector<Slot> params_;
  std::vector<Slot> row_;
  // Last: goes before the slots it points to.
  soci::statement statement_;
};

// The least recently used go first.
class StatementCache {
 public:
  // `session` outlives the cache. Keeps at most `capacity` statements.
  StatementCache(soci::session& session, Engine engine, size_t capacity);
  ~StatementCache();

  // Runs `sql`, preparing it when needed. Throws what SOCI throws; a statement that failed is not
  // used again.
  absl::StatusOr<int64_t> Run(std::string_view sql, std::span<const Param> params,
                              std::span<const Column> columns,
                              const Connection::RowFunction& on_row);

  // Drops failed statements. They wait for this because inside a failed transaction PostgreSQL
  // refuses DEALLOCATE and would keep each of them until the session ends.
  void Purge() { failed_.clear(); }

 private:
  struct Entry {
    std::string key;
    std::unique_ptr<Statement> statement;
  };
  using Entries = std::list<Entry>;

  std::string Key(std::string_view sql, std::span<const Param> params,
                  std::span<const Column> columns) const;
  Entries::iterator Find(std::string_view sql, std::span<const Param> params,
                         std::span<const Column> columns);
  void Retire(Entries::iterator entry);

  soci::session& session_;
  const Engine engine_;
  const size_t capacity_;
  Entries entries_;  // most recently used first
  std::unordered_map<std::string, Entries::iterator> by_key_;
  std::vector<std::unique_ptr<Statement>> failed_;
};

}  // namespace tiendo::db

#endif  // TIENDO_COMMON_DB_STATEMENT_H_
