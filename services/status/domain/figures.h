// Figures from facts, item by item: the plain function that decides every number. Anything faster
// (services/status/index) has to equal it.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_FIGURES_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_FIGURES_H_

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/status/domain/columns.h"
#include "services/status/domain/facts.h"
#include "services/status/domain/item_state.h"
#include "services/status/domain/unit_tree.h"

namespace tiendo::status {

// Working days of (from, to], exactly up to `limit`, beyond it any number above. nullopt when the
// holidays of a year that it takes to know are missing.
using CountWorkingDays = std::function<std::optional<int>(Day from, Day to, int limit)>;

// One question. `as_of` may lie in the future (a projection of what is known) or after the year's
// end (there is no cut).
struct Query {
  std::string scope;  // "units/{unit}"
  int year = 0;       // the population: programmes that cover it
  std::string tag;    // of it, the items with this work area, theme or resolution; empty: all
  Day as_of;
  // Measures the results of `as_of` against what is due by this day: changes due_to_date,
  // done_of_due and done_ahead and nothing else. What is overdue or due today stays a matter of
  // `as_of`.
  std::optional<Day> due_by;
  Basis basis = Basis::kInForce;
  int not_updated_days = 30;  // calendar days without news that are still well
  // Working days for due_soon; nullopt: the column stays 0. Needs `working_days`.
  std::optional<int> due_soon_days;
  CountWorkingDays working_days;
  bool children = false;  // also own, joint and a row per child
};

struct Answer {
  // One row per category that has items, drafts included, in the year: all zeros before the
  // approval. By category id.
  std::vector<CategoryRow> rows;
  // False when a year without known holidays kept an item out of due_soon.
  bool due_soon_complete = true;
};

using ItemPointers = std::vector<const ItemFact*>;
ItemPointers PointersTo(const std::vector<ItemFact>& items);

// Whether the item is of the query's population: its year and tag.
bool InPopulation(const ItemFact& item, const Query& query);

// Whether an item counts in each column, on the query's day, wherever it counts.
using ColumnSet = std::array<bool, kColumnCount>;
ColumnSet ColumnsOf(const ItemState& state, const Query& query, bool* due_soon_complete);

// Working days of (query.as_of, due] when they are within the query's due_soon_days and due is
// after the day; nullopt otherwise. `complete` turns false when a missing year keeps it from being
// known.
std::optional<int> DaysUntilDueSoon(Day due, const Query& query, bool* complete);

// Where an item counts: the distinct units in force that answer for it (leads or their heirs; the
// programme's owner when it has no lead). `unknown` when the tree cannot place one of them.
struct Placement {
  std::vector<int> units;
  bool unknown = false;
};
// The same for whatever has leads and an owner.
Placement PlaceLeads(const std::vector<std::string>& leads, const std::string& owner,
                     const UnitTree& tree);
Placement PlaceItem(const ItemFact& item, const ItemState& state, const UnitTree& tree);

// `tree` must be the tree of query.as_of. Errors: those of UnitTree::Scope.
absl::StatusOr<Answer> Compute(const UnitTree& tree, std::span<const ItemFact* const> items,
                               const Query& query);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_FIGURES_H_
