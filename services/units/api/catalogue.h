// All units in memory, for what needs many of them at once: trees and search. One immutable version
// per revision; the next one shares what did not change.
#ifndef TIENDO_SERVICES_UNITS_API_CATALOGUE_H_
#define TIENDO_SERVICES_UNITS_API_CATALOGUE_H_

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <vector>

#include "common/ledger/catalogue.h"
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

using Catalogue = ledger::Catalogue<CatalogueVersion>;
Catalogue NewCatalogue(text::Collator collator);

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_API_CATALOGUE_H_
