#include "services/units/api/catalogue.h"

#include <algorithm>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "services/units/api/codec.h"

namespace tiendo::units {
namespace {

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

namespace {

class Builder final : public Catalogue::Builder {
 public:
  Builder(const text::Collator& collator, Forest forest,
          std::vector<std::shared_ptr<const UnitNames>> names)
      : collator_(collator), forest_(std::move(forest)), names_(std::move(names)) {}

  absl::Status Put(std::string_view, std::string_view body) override {
    TIENDO_ASSIGN_OR_RETURN(Unit unit, UnitCodec().Decode(body));
    const auto id = static_cast<size_t>(forest_.Put(RecordOf(unit)));
    if (id >= names_.size()) names_.resize(id + 1);
    names_[id] = NamesOf(unit, collator_);
    return absl::OkStatus();
  }
  Catalogue::Shared Finish(int64_t revision) override {
    return std::make_shared<const CatalogueVersion>(revision, std::move(forest_),
                                                    std::move(names_));
  }

 private:
  const text::Collator collator_;
  Forest forest_;
  std::vector<std::shared_ptr<const UnitNames>> names_;
};

}  // namespace

Catalogue NewCatalogue(text::Collator collator) {
  // All versions number the units alike.
  auto numbers = std::make_shared<NameTable>();
  return Catalogue(kUnits,
                   [collator = std::move(collator),
                    numbers](const CatalogueVersion* from) -> std::unique_ptr<Catalogue::Builder> {
                     if (from == nullptr) {
                       return std::make_unique<Builder>(
                           collator, Forest(numbers),
                           std::vector<std::shared_ptr<const UnitNames>>());
                     }
                     return std::make_unique<Builder>(collator, from->forest(), from->names());
                   });
}

}  // namespace tiendo::units
