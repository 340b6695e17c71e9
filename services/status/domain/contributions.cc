#include "services/status/domain/contributions.h"

#include <algorithm>
#include <tuple>

#include "common/base/status_macros.h"

namespace tiendo::status {
namespace {

int DaysBetween(Day from, Day to) { return static_cast<int>((to - from).count()); }

Timeliness TimelinessOf(const ItemState& state, const Query& query) {
  if (!state.entered || state.withdrawn || !state.CountsIn(query.year)) {
    return Timeliness::kNotInPlan;
  }
  if (!state.due) return Timeliness::kNoDueDate;
  const Day due = *state.due;
  if (state.done_on) {
    if (*state.done_on < due) return Timeliness::kFinishedEarly;
    return *state.done_on == due ? Timeliness::kFinishedOnTime : Timeliness::kFinishedLate;
  }
  if (due < query.as_of) return Timeliness::kOverdue;
  if (due == query.as_of) return Timeliness::kDueToday;
  bool complete = true;
  const bool soon = ColumnsOf(state, query, &complete)[static_cast<size_t>(Column::kDueSoon)];
  return soon ? Timeliness::kDueSoon : Timeliness::kNotYetDue;
}

}  // namespace

Contribution DescribeState(const ItemFact& item, const ItemState& state, const Query& query) {
  Contribution out;
  out.item = item.name;
  out.program = item.program;
  out.ordinal = item.ordinal;
  out.title = item.secret ? std::string(kSecretTitle) : item.title;
  out.leads = state.leads;
  out.due = state.due;
  out.done_on = state.done_on;
  out.timeliness = TimelinessOf(state, query);
  if (out.timeliness == Timeliness::kOverdue) out.overdue_days = DaysBetween(*out.due, query.as_of);
  if (out.timeliness == Timeliness::kFinishedLate) {
    out.late_days = DaysBetween(*out.due, *out.done_on);
  }
  return out;
}

Contribution Describe(const ItemFact& item, const UnitTree& tree, const Query& query) {
  ItemState state = StateOn(item, tree.history(), query.as_of, query.basis);
  if (!state.entered) state.leads = item.leads;
  if (!state.entered || state.withdrawn) state.due = item.baseline_due;
  return DescribeState(item, state, query);
}

absl::StatusOr<std::vector<Contribution>> Contributions(const UnitTree& tree,
                                                        std::span<const ItemFact* const> items,
                                                        const Query& query,
                                                        std::string_view category, Column column) {
  TIENDO_ASSIGN_OR_RETURN(const int scope, tree.Scope(query.scope, query.as_of));
  std::vector<Contribution> out;
  bool due_soon_complete = true;
  for (const ItemFact* item : items) {
    if (item->category != category || !InPopulation(*item, query)) continue;
    const ItemState state = StateOn(*item, tree.history(), query.as_of, query.basis);
    if (!ColumnsOf(state, query, &due_soon_complete)[static_cast<size_t>(column)]) continue;
    const Placement placement = PlaceItem(*item, state, tree);
    if (std::none_of(placement.units.begin(), placement.units.end(),
                     [&](int unit) { return tree.Counts(unit, scope); })) {
      continue;
    }
    out.push_back(DescribeState(*item, state, query));
  }
  std::sort(out.begin(), out.end(), [](const Contribution& a, const Contribution& b) {
    return std::tie(a.program, a.ordinal, a.item) < std::tie(b.program, b.ordinal, b.item);
  });
  return out;
}

}  // namespace tiendo::status
