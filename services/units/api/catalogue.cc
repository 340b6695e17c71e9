#include "services/units/api/catalogue.h"

#include <algorithm>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "services/units/api/codec.h"

namespace tiendo::units {
namespace {

// Rows read per statement.
constexpr int kReadRows = 2000;
constexpr size_t kVersionsKept = 3;
constexpr size_t kTreesKept = 4;

}  // namespace

std::shared_ptr<const DayTree> CatalogueVersion::TreeOf(Day day) const {
  std::lock_guard lock(mutex_);
  for (const auto& tree : trees_) {
    if (tree->day() == day) return tree;
  }
  // The keys of the day, looked up once and not at every comparison.
  std::vector<const std::string*> keys(static_cast<size_t>(forest_.limit()), nullptr);
  for (size_t i = 0; i < names_.size(); ++i) {
    if (names_[i] == nullptr) continue;
    const UnitNames::Name* name = names_[i]->On(day);
    if (name != nullptr) keys[i] = &name->sort_key;
  }
  auto tree = std::make_shared<const DayTree>(forest_, day, [&](int a, int b) {
    const int order = keys[static_cast<size_t>(a)]->compare(*keys[static_cast<size_t>(b)]);
    return order != 0 ? order < 0 : forest_.name(a) < forest_.name(b);
  });
  trees_.push_front(tree);
  if (trees_.size() > kTreesKept) trees_.pop_back();
  return tree;
}

// A version in the making.
class Catalogue::Builder {
 public:
  Builder(const text::Collator& collator, Forest forest,
          std::vector<std::shared_ptr<const UnitNames>> names)
      : collator_(collator), forest_(std::move(forest)), names_(std::move(names)) {}

  absl::Status Put(std::string_view body) {
    TIENDO_ASSIGN_OR_RETURN(Unit unit, UnitCodec().Decode(body));
    const auto id = static_cast<size_t>(forest_.Put(RecordOf(unit)));
    if (id >= names_.size()) names_.resize(id + 1);
    names_[id] = NamesOf(unit, collator_);
    return absl::OkStatus();
  }
  Version Finish(int64_t revision) {
    return std::make_shared<const CatalogueVersion>(revision, std::move(forest_),
                                                    std::move(names_));
  }

 private:
  const text::Collator& collator_;
  Forest forest_;
  std::vector<std::shared_ptr<const UnitNames>> names_;
};

absl::StatusOr<Catalogue::Version> Catalogue::At(ledger::Reader& reader,
                                                 std::optional<int64_t> revision) {
  TIENDO_ASSIGN_OR_RETURN(const ledger::Head head, reader.ReadHead());
  const int64_t wanted = revision.value_or(head.revision);
  std::lock_guard lock(mutex_);
  Version nearest;
  for (const Version& v : versions_) {
    if (v->revision() == wanted) {
      Version found = v;
      Keep(found);
      return found;
    }
    if (v->revision() < wanted && (!nearest || nearest->revision() < v->revision())) nearest = v;
  }
  Version made;
  if (nearest && nearest->revision() + 1 >= head.oldest_revision) {
    TIENDO_ASSIGN_OR_RETURN(made, Advance(reader, *nearest, wanted));
  } else {
    TIENDO_ASSIGN_OR_RETURN(made, Load(reader, wanted));
  }
  Keep(made);
  return made;
}

absl::StatusOr<Catalogue::Version> Catalogue::Load(ledger::Reader& reader, int64_t revision) {
  Builder builder(collator_, Forest(numbers_), {});
  ledger::ListQuery query;
  query.limit = kReadRows;
  query.at = revision;
  while (true) {
    TIENDO_ASSIGN_OR_RETURN(std::vector<ledger::Row> rows,
                            reader.List(reader.schema().collections[kUnits], query));
    for (const ledger::Row& row : rows) TIENDO_RETURN_IF_ERROR(builder.Put(row.body));
    if (rows.size() < static_cast<size_t>(kReadRows)) return builder.Finish(revision);
    query.after = rows.back().name;
  }
}

absl::StatusOr<Catalogue::Version> Catalogue::Advance(ledger::Reader& reader,
                                                      const CatalogueVersion& from,
                                                      int64_t revision) {
  Builder builder(collator_, from.forest(), from.names());
  const ledger::Collection& units = reader.schema().collections[kUnits];
  for (int64_t at = from.revision(); at < revision;) {
    TIENDO_ASSIGN_OR_RETURN(std::vector<ledger::Change> changes,
                            reader.ChangesAfter(at, kReadRows));
    if (changes.empty()) break;
    for (const ledger::Change& change : changes) {
      at = change.revision;
      if (at > revision) break;
      if (units.Matches(change.name)) TIENDO_RETURN_IF_ERROR(builder.Put(change.after));
    }
  }
  return builder.Finish(revision);
}

void Catalogue::Keep(Version version) {
  versions_.remove(version);
  versions_.push_front(std::move(version));
  if (versions_.size() > kVersionsKept) versions_.pop_back();
}

}  // namespace tiendo::units
