// All units in memory, for what needs many of them at once: trees and search. One immutable version
// per revision; the next one shares what did not change.
#ifndef TIENDO_SERVICES_UNITS_API_CATALOGUE_H_
#define TIENDO_SERVICES_UNITS_API_CATALOGUE_H_

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/text/collator.h"
#include "services/units/domain/day_tree.h"
#include "services/units/domain/forest.h"
#include "services/units/domain/search.h"

namespace tiendo::units {

// Positions of the collections in the ledger's schema.
enum Collections : size_t { kUnits, kEvents, kCalendars };

// The units as recorded at one revision. Thread-safe.
class CatalogueVersion {
 public:
  CatalogueVersion(int64_t revision, Forest forest,
                   std::vector<std::shared_ptr<const UnitNames>> names)
      : revision_(revision), forest_(std::move(forest)), names_(std::move(names)) {}

  int64_t revision() const { return revision_; }
  const Forest& forest() const { return forest_; }
  // By the forest's numbers.
  const std::vector<std::shared_ptr<const UnitNames>>& names() const { return names_; }
  // The tree of a day, siblings in Vietnamese order of their names. The last few days asked for are
  // kept.
  std::shared_ptr<const DayTree> TreeOf(Day day) const;

 private:
  const int64_t revision_;
  const Forest forest_;
  const std::vector<std::shared_ptr<const UnitNames>> names_;
  mutable std::mutex mutex_;  // guards trees_; held while one is made, so it is made once
  mutable std::list<std::shared_ptr<const DayTree>> trees_;
};

// Thread-safe.
class Catalogue {
 public:
  explicit Catalogue(text::Collator collator) : collator_(std::move(collator)) {}

  // The units as of a revision, nullopt: the reader's head. Made from the newest version below it
  // and the changes since, else read whole (a past read_time); the last few are kept.
  absl::StatusOr<std::shared_ptr<const CatalogueVersion>> At(ledger::Reader& reader,
                                                             std::optional<int64_t> revision);

 private:
  class Builder;
  using Version = std::shared_ptr<const CatalogueVersion>;
  absl::StatusOr<Version> Load(ledger::Reader& reader, int64_t revision);
  absl::StatusOr<Version> Advance(ledger::Reader& reader, const CatalogueVersion& from,
                                  int64_t revision);
  void Keep(Version version);

  const text::Collator collator_;
  std::mutex mutex_;             // guards versions_; held while one is made, so it is made once
  std::list<Version> versions_;  // most recently used first
  std::shared_ptr<NameTable> numbers_ = std::make_shared<NameTable>();
};

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_API_CATALOGUE_H_
