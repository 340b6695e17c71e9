// Two states of the same scope side by side: what was done since, what has become overdue, and how
// the plan came from the one number to the other. Each side has its own day and its own facts.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_COMPARISON_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_COMPARISON_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/status/domain/contributions.h"
#include "services/status/domain/figures.h"

namespace tiendo::status {

enum class ChangeKind : uint8_t {
  // In plan now and not before. Nowhere then: by how it came into the programme.
  kOriginal,
  kAdded,
  kCarriedIn,
  kRestored,  // withdrawn then, or replaced by another line, and not so any more: a wrong entry
  kMovedIn,   // in plan then too, at units outside
  // In plan before and not now.
  kWithdrawn,
  kDropped,   // a wrong entry, or carried over within the year
  kMovedOut,  // still in plan, at units outside
  // In plan now.
  kDone,          // and was not
  kNewlyOverdue,  // and was not
  // In plan on both sides.
  kReopened,         // done then, open now
  kNoLongerOverdue,  // overdue then; done now, or due later
  kUnitsChanged,     // other units answer for it
  kDueDateChanged,
};
inline constexpr int kChangeKinds = 14;

struct ItemChange {
  std::string key;  // sorts as the changes are listed
  std::string category;
  std::vector<ChangeKind> kinds;       // at least one
  std::optional<Contribution> before;  // nullopt when that side knows nothing of it
  std::optional<Contribution> after;
  // Who answers for it in the scope, in force on the day of the side; none when it is not in plan.
  std::vector<std::string> units_before;
  std::vector<std::string> units_after;
  bool operator==(const ItemChange&) const = default;
};

// before + original + added + carried_in + restored + moved_in - withdrawn - dropped - moved_out =
// after, exactly.
struct PlanFlow {
  int before = 0;
  int original = 0;
  int added = 0;
  int carried_in = 0;
  int restored = 0;
  int moved_in = 0;
  int withdrawn = 0;
  int dropped = 0;
  int moved_out = 0;
  int after = 0;
  bool operator==(const PlanFlow&) const = default;
};

// One category that has items in the year on either side.
struct CategoryComparison {
  std::string category;
  Figures before;  // of each side, as Compute has them
  Figures after;
  PlanFlow plan;
  int done = 0;  // items that are done now and were not
  int newly_overdue = 0;
  bool operator==(const CategoryComparison&) const = default;
};

struct Comparison {
  std::vector<CategoryComparison> categories;  // by id
  // By category, programme, ordinal and name; items of which nothing changed are left out.
  std::vector<ItemChange> changes;
};

struct ComparisonSide {
  const UnitTree& tree;  // of query.as_of
  std::span<const ItemFact* const> items;
  // Of both sides the same but for as_of; `children` and `due_by` are not used.
  Query query;
};

// Errors: those of UnitTree::Scope on either side.
absl::StatusOr<Comparison> Compare(const ComparisonSide& before, const ComparisonSide& after);

// "bổ sung", "đổi thời hạn" …
std::string_view ChangeVi(ChangeKind kind);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_COMPARISON_H_
