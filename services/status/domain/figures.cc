#include "services/status/domain/figures.h"

#include <map>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "common/base/status_macros.h"
#include "services/status/domain/tags.h"

namespace tiendo::status {
namespace {

// The rows of a scope in which an item counts: 0 is own, 1 + i its i-th child. Without children the
// whole scope is one row.
std::set<size_t> RowsOf(const Placement& placement, const UnitTree& tree, int scope,
                        bool with_children) {
  const UnitTree::Node& top = tree.node(scope);
  std::set<size_t> rows;
  for (const int unit : placement.units) {
    if (!with_children) {
      if (tree.Counts(unit, scope)) rows.insert(0);
      continue;
    }
    const int position = tree.Position(unit, top.unit->side);
    if (position == scope) rows.insert(0);
    for (size_t i = 0; i < top.children.size(); ++i) {
      if (tree.Within(position, top.children[i])) rows.insert(i + 1);
    }
  }
  return rows;
}

void Add(const ColumnSet& columns, int32_t n, Figures* figures) {
  for (const ColumnInfo& info : AllColumns()) {
    if (columns[static_cast<size_t>(info.column)]) figures->*info.field += n;
  }
}

void AddItem(const ColumnSet& columns, const std::set<size_t>& rows, CategoryRow* row) {
  if (rows.empty()) return;
  Add(columns, 1, &row->total);
  Add(columns, static_cast<int32_t>(rows.size()) - 1, &row->joint);
  for (const size_t i : rows) Add(columns, 1, i == 0 ? &row->own : &row->children[i - 1].figures);
}

CategoryRow EmptyRow(const std::string& category, const UnitTree& tree, int scope,
                     bool with_children) {
  CategoryRow row;
  row.category = category;
  if (!with_children) return row;
  for (const int child : tree.node(scope).children) {
    row.children.push_back({tree.node(child).unit->id, {}});
  }
  return row;
}

}  // namespace

ItemPointers PointersTo(const std::vector<ItemFact>& items) {
  ItemPointers out;
  for (const ItemFact& item : items) out.push_back(&item);
  return out;
}

bool InPopulation(const ItemFact& item, const Query& query) {
  return absl::c_linear_search(item.years, query.year) && Carries(item.tags, query.tag);
}

std::optional<int> DaysUntilDueSoon(Day due, const Query& query, bool* complete) {
  if (!query.due_soon_days || !query.working_days || due <= query.as_of) return std::nullopt;
  const std::optional<int> days = query.working_days(query.as_of, due, *query.due_soon_days);
  if (!days) *complete = false;
  return days && *days <= *query.due_soon_days ? days : std::nullopt;
}

ColumnSet ColumnsOf(const ItemState& state, const Query& query, bool* due_soon_complete) {
  ColumnSet in{};
  const auto set = [&in](Column column, bool value) { in[static_cast<size_t>(column)] = value; };
  // Inside one year only the newest line counts.
  if (!state.entered || !state.CountsIn(query.year)) return in;
  set(Column::kOriginal, state.origin == ItemState::Origin::kOriginal);
  set(Column::kAdded, state.origin == ItemState::Origin::kAdded);
  set(Column::kCarriedIn, state.origin == ItemState::Origin::kCarriedIn);
  set(Column::kWithdrawn, state.withdrawn);
  if (state.withdrawn) return in;

  const Day today = query.as_of;
  const bool done = state.done_on.has_value();
  const bool due_counts = state.due && *state.due <= query.due_by.value_or(today);
  set(Column::kPlan, true);
  set(Column::kUnowned, state.leads.empty());
  set(Column::kDueToDate, due_counts);
  set(Column::kNoDueDate, !state.due);
  if (done) {
    set(Column::kDoneTotal, true);
    set(Column::kDoneOfDue, due_counts);
    set(Column::kDoneAhead, state.due && !due_counts);
    set(Column::kDoneNoDue, !state.due);
    set(Column::kDoneOnTime, state.due && *state.done_on <= *state.due);
    set(Column::kDoneLate, state.due && *state.done_on > *state.due);
    return in;
  }
  set(Column::kRemaining, true);
  set(Column::kOverdueOpen, state.due && *state.due < today);
  set(Column::kDueTodayOpen, state.due && *state.due == today);
  set(Column::kInProgress, state.due && *state.due >= today);
  set(Column::kNotUpdated, (today - state.last_news).count() > query.not_updated_days);
  set(Column::kDueSoon,
      state.due && DaysUntilDueSoon(*state.due, query, due_soon_complete).has_value());
  set(Column::kNotConcrete, state.milestones.empty());
  set(Column::kUnownedOpen, state.leads.empty());
  return in;
}

Placement PlaceLeads(const std::vector<std::string>& leads, const std::string& owner,
                     const UnitTree& tree) {
  Placement placement;
  const auto place = [&](const std::string& unit) {
    const int found = tree.Place(unit);
    if (found == UnitTree::kNone) {
      placement.unknown = true;
    } else if (!absl::c_linear_search(placement.units, found)) {
      placement.units.push_back(found);
    }
  };
  for (const std::string& lead : leads) place(lead);
  if (leads.empty()) place(owner);
  return placement;
}

Placement PlaceItem(const ItemFact& item, const ItemState& state, const UnitTree& tree) {
  return PlaceLeads(state.leads, item.program_owner, tree);
}

absl::StatusOr<Answer> Compute(const UnitTree& tree, std::span<const ItemFact* const> items,
                               const Query& query) {
  TIENDO_ASSIGN_OR_RETURN(const int scope, tree.Scope(query.scope, query.as_of));
  Answer answer;
  std::map<std::string, CategoryRow> rows;
  for (const ItemFact* item : items) {
    if (!InPopulation(*item, query)) continue;
    auto found = rows.find(item->category);
    if (found == rows.end()) {
      CategoryRow empty = EmptyRow(item->category, tree, scope, query.children);
      found = rows.emplace(item->category, std::move(empty)).first;
    }
    CategoryRow& row = found->second;
    const ItemState state = StateOn(*item, tree.history(), query.as_of, query.basis);
    if (!state.entered) continue;
    const Placement placement = PlaceItem(*item, state, tree);
    const std::set<size_t> in_rows = RowsOf(placement, tree, scope, query.children);
    if (in_rows.empty() && !placement.unknown) continue;
    const ColumnSet columns = ColumnsOf(state, query, &answer.due_soon_complete);
    AddItem(columns, in_rows, &row);
    if (placement.unknown) Add(columns, 1, &row.unattributed);
  }
  for (auto& [category, row] : rows) {
    if (!query.children) row.own = {};
    answer.rows.push_back(std::move(row));
  }
  return answer;
}

}  // namespace tiendo::status
