// Repository over the version rows of one collection.
#ifndef TIENDO_COMMON_LEDGER_SQL_REPOSITORY_H_
#define TIENDO_COMMON_LEDGER_SQL_REPOSITORY_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/ledger/ledger.h"
#include "common/resource/repository.h"

namespace tiendo::ledger {

// `columns` gives the values of the collection's columns. Everything passed in outlives the object.
template <typename T>
class SqlRepository final : public resource::Repository<T> {
 public:
  using Columns = std::function<absl::StatusOr<std::vector<db::Param>>(const T&)>;
  // The values of the collection's key table; null when it has none.
  using Keys = std::vector<Key> (*)(const T&);

  // Reads and writes inside a transaction of the committer.
  SqlRepository(Transaction& tx, const Collection& collection, const resource::Codec<T>& codec,
                Columns columns, Keys keys = nullptr)
      : reader_(tx),
        tx_(&tx),
        collection_(collection),
        codec_(codec),
        columns_(std::move(columns)),
        keys_(keys) {}
  // Only reads, at a revision (nullopt: now).
  SqlRepository(Reader& reader, const Collection& collection, const resource::Codec<T>& codec,
                std::optional<int64_t> at = std::nullopt)
      : reader_(reader), collection_(collection), codec_(codec), at_(at) {}

  absl::StatusOr<std::optional<T>> Get(std::string_view name) override {
    if (!collection_.Matches(name)) return std::optional<T>();
    TIENDO_ASSIGN_OR_RETURN(std::optional<Row> row, reader_.Get(name, at_));
    if (!row) return std::optional<T>();
    TIENDO_ASSIGN_OR_RETURN(T value, codec_.Decode(row->body));
    return std::optional<T>(std::move(value));
  }

  absl::StatusOr<std::vector<T>> List(std::string_view prefix, std::string_view after,
                                      int limit) override {
    ListQuery query;
    query.prefix = std::string(prefix);
    query.after = std::string(after);
    query.limit = limit;
    query.at = at_;
    TIENDO_ASSIGN_OR_RETURN(std::vector<Row> rows, reader_.List(collection_, query));
    std::vector<T> out;
    out.reserve(rows.size());
    for (const Row& row : rows) {
      TIENDO_ASSIGN_OR_RETURN(T value, codec_.Decode(row.body));
      out.push_back(std::move(value));
    }
    return out;
  }

  absl::Status Put(T& value) override {
    if (tx_ == nullptr) return errors::Internal("a read-only repository cannot Put");
    if (value.stamp.revision == 0) value.stamp.create_time = tx_->time();
    value.stamp.revision = tx_->revision();
    value.stamp.update_time = tx_->time();
    TIENDO_ASSIGN_OR_RETURN(std::vector<db::Param> columns, columns_(value));
    return tx_->Put(value.name, codec_.Encode(value), std::move(columns),
                    keys_ == nullptr ? std::vector<Key>() : keys_(value));
  }

 private:
  Reader& reader_;
  Transaction* tx_ = nullptr;
  const Collection& collection_;
  const resource::Codec<T>& codec_;
  Columns columns_;
  Keys keys_ = nullptr;
  std::optional<int64_t> at_;
};

}  // namespace tiendo::ledger

#endif  // TIENDO_COMMON_LEDGER_SQL_REPOSITORY_H_
