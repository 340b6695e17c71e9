// A collection in memory, for what needs many of its resources at once (trees, search): one
// immutable version per revision, made from the one before it and the change log.
#ifndef TIENDO_COMMON_LEDGER_CATALOGUE_H_
#define TIENDO_COMMON_LEDGER_CATALOGUE_H_

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/status_macros.h"
#include "common/ledger/ledger.h"

namespace tiendo::ledger {

// `Version` has `int64_t revision() const`, is immutable and shares with its neighbours what is the
// same. Thread-safe.
template <typename Version>
class Catalogue {
 public:
  using Shared = std::shared_ptr<const Version>;

  // A version in the making.
  class Builder {
   public:
    virtual ~Builder() = default;
    // A resource as it is from now on.
    virtual absl::Status Put(std::string_view name, std::string_view body) = 0;
    virtual Shared Finish(int64_t revision) = 0;
  };
  // Begins with what `from` holds; with nothing when it is null.
  using NewBuilder = std::function<std::unique_ptr<Builder>(const Version* from)>;

  // `collection`: its position in the reader's schema.
  Catalogue(size_t collection, NewBuilder new_builder)
      : collection_(collection), new_builder_(std::move(new_builder)) {}

  // The resources as of a revision, nullopt: the reader's head. Made from the newest version below
  // it and the changes since, else read whole (a past revision, or compacted changes); the last few
  // are kept.
  absl::StatusOr<Shared> At(Reader& reader, std::optional<int64_t> revision) {
    TIENDO_ASSIGN_OR_RETURN(const Head head, reader.ReadHead());
    const int64_t wanted = revision.value_or(head.revision);
    std::lock_guard lock(mutex_);
    Shared nearest;
    for (const Shared& v : versions_) {
      if (v->revision() == wanted) {
        Shared found = v;
        Keep(found);
        return found;
      }
      if (v->revision() < wanted && (!nearest || nearest->revision() < v->revision())) nearest = v;
    }
    Shared made;
    if (nearest && nearest->revision() + 1 >= head.oldest_revision) {
      TIENDO_ASSIGN_OR_RETURN(made, Advance(reader, *nearest, wanted));
    } else {
      TIENDO_ASSIGN_OR_RETURN(made, Load(reader, wanted));
    }
    Keep(made);
    return made;
  }

 private:
  // Rows read per statement.
  static constexpr int kReadRows = 2000;
  static constexpr size_t kVersionsKept = 3;

  absl::StatusOr<Shared> Load(Reader& reader, int64_t revision) const {
    std::unique_ptr<Builder> builder = new_builder_(nullptr);
    ListQuery query;
    query.limit = kReadRows;
    query.at = revision;
    while (true) {
      TIENDO_ASSIGN_OR_RETURN(std::vector<Row> rows,
                              reader.List(reader.schema().collections[collection_], query));
      for (const Row& row : rows) TIENDO_RETURN_IF_ERROR(builder->Put(row.name, row.body));
      if (rows.size() < static_cast<size_t>(kReadRows)) return builder->Finish(revision);
      query.after = rows.back().name;
    }
  }

  absl::StatusOr<Shared> Advance(Reader& reader, const Version& from, int64_t revision) const {
    std::unique_ptr<Builder> builder = new_builder_(&from);
    const Collection& collection = reader.schema().collections[collection_];
    for (int64_t at = from.revision(); at < revision;) {
      TIENDO_ASSIGN_OR_RETURN(std::vector<Change> changes, reader.ChangesAfter(at, kReadRows));
      if (changes.empty()) break;
      for (const Change& change : changes) {
        at = change.revision;
        if (at > revision) break;
        if (!collection.Matches(change.name)) continue;
        TIENDO_RETURN_IF_ERROR(builder->Put(change.name, change.after));
      }
    }
    return builder->Finish(revision);
  }

  void Keep(Shared version) {
    versions_.remove(version);
    versions_.push_front(std::move(version));
    if (versions_.size() > kVersionsKept) versions_.pop_back();
  }

  const size_t collection_;
  const NewBuilder new_builder_;
  std::mutex mutex_;            // guards versions_; held while one is made, so it is made once
  std::list<Shared> versions_;  // most recently used first
};

}  // namespace tiendo::ledger

#endif  // TIENDO_COMMON_LEDGER_CATALOGUE_H_
