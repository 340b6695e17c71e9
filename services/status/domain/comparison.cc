#include "services/status/domain/comparison.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"

namespace tiendo::status {
namespace {

// One item on one side.
struct Look {
  const ItemFact* item = nullptr;
  ItemState state;
  ColumnSet columns{};
  std::vector<std::string> units;  // that answer for it within the scope

  bool Is(Column column) const { return columns[static_cast<size_t>(column)]; }
  // Counted in the scope's own row.
  bool Counts(Column column) const { return !units.empty() && Is(column); }
};

absl::StatusOr<std::map<std::string, Look>> LooksOf(const ComparisonSide& side) {
  TIENDO_ASSIGN_OR_RETURN(const int scope, side.tree.Scope(side.query.scope, side.query.as_of));
  std::map<std::string, Look> looks;
  for (const ItemFact* item : side.items) {
    if (!InPopulation(*item, side.query)) continue;
    Look& look = looks[item->name];
    look.item = item;
    look.state = StateOn(*item, side.tree.history(), side.query.as_of, side.query.basis);
    bool complete = true;
    look.columns = ColumnsOf(look.state, side.query, &complete);
    if (!look.state.entered) continue;
    for (const int unit : PlaceItem(*item, look.state, side.tree).units) {
      if (side.tree.Counts(unit, scope)) look.units.push_back(side.tree.node(unit).unit->id);
    }
    std::sort(look.units.begin(), look.units.end());
  }
  return looks;
}

ChangeKind WhyNew(const Look& before, const Look& after) {
  if (before.Is(Column::kPlan)) return ChangeKind::kMovedIn;
  if (before.state.entered) return ChangeKind::kRestored;
  switch (after.state.origin) {
    case ItemState::Origin::kAdded:
      return ChangeKind::kAdded;
    case ItemState::Origin::kCarriedIn:
      return ChangeKind::kCarriedIn;
    case ItemState::Origin::kOriginal:
      break;
  }
  return ChangeKind::kOriginal;
}

ChangeKind WhyGone(const Look& after) {
  if (after.Is(Column::kPlan)) return ChangeKind::kMovedOut;
  return after.Is(Column::kWithdrawn) ? ChangeKind::kWithdrawn : ChangeKind::kDropped;
}

std::vector<ChangeKind> KindsOf(const Look& before, const Look& after) {
  const bool was = before.Counts(Column::kPlan);
  const bool is = after.Counts(Column::kPlan);
  std::vector<ChangeKind> kinds;
  const auto add = [&kinds](bool changed, ChangeKind kind) {
    if (changed) kinds.push_back(kind);
  };
  if (is && !was) kinds.push_back(WhyNew(before, after));
  if (was && !is) return {WhyGone(after)};
  if (!is) return {};
  const auto gained = [&](Column column) { return after.Counts(column) && !before.Counts(column); };
  const auto lost = [&](Column column) { return before.Counts(column) && !after.Counts(column); };
  add(gained(Column::kDoneTotal), ChangeKind::kDone);
  add(gained(Column::kOverdueOpen), ChangeKind::kNewlyOverdue);
  add(lost(Column::kDoneTotal), ChangeKind::kReopened);
  add(lost(Column::kOverdueOpen), ChangeKind::kNoLongerOverdue);
  add(was && before.units != after.units, ChangeKind::kUnitsChanged);
  add(was && before.state.due != after.state.due, ChangeKind::kDueDateChanged);
  return kinds;
}

void Count(ChangeKind kind, CategoryComparison& row) {
  switch (kind) {
    case ChangeKind::kOriginal:
      ++row.plan.original;
      break;
    case ChangeKind::kAdded:
      ++row.plan.added;
      break;
    case ChangeKind::kCarriedIn:
      ++row.plan.carried_in;
      break;
    case ChangeKind::kRestored:
      ++row.plan.restored;
      break;
    case ChangeKind::kMovedIn:
      ++row.plan.moved_in;
      break;
    case ChangeKind::kWithdrawn:
      ++row.plan.withdrawn;
      break;
    case ChangeKind::kDropped:
      ++row.plan.dropped;
      break;
    case ChangeKind::kMovedOut:
      ++row.plan.moved_out;
      break;
    case ChangeKind::kDone:
      ++row.done;
      break;
    case ChangeKind::kNewlyOverdue:
      ++row.newly_overdue;
      break;
    case ChangeKind::kReopened:
    case ChangeKind::kNoLongerOverdue:
    case ChangeKind::kUnitsChanged:
    case ChangeKind::kDueDateChanged:
      break;
  }
}

void Add(const Look& look, Figures& figures) {
  if (look.units.empty()) return;
  for (const ColumnInfo& info : AllColumns()) {
    if (look.Is(info.column)) ++(figures.*info.field);
  }
}

class Collector {
 public:
  Collector(const ComparisonSide& before, const ComparisonSide& after)
      : before_(before), after_(after) {}

  // Either may be empty; of one category.
  void Add(const Look& before, const Look& after) {
    const ItemFact& item = after.item != nullptr ? *after.item : *before.item;
    CategoryComparison& row = rows_[item.category];
    status::Add(before, row.before);
    status::Add(after, row.after);
    ItemChange change;
    change.kinds = KindsOf(before, after);
    for (const ChangeKind kind : change.kinds) Count(kind, row);
    if (change.kinds.empty()) return;
    change.category = item.category;
    change.key = absl::StrCat(item.category, "\n", item.program, "\n",
                              absl::Dec(item.ordinal, absl::kZeroPad10), item.name);
    change.before = Describe(before, before_);
    change.after = Describe(after, after_);
    if (before.Is(Column::kPlan)) change.units_before = before.units;
    if (after.Is(Column::kPlan)) change.units_after = after.units;
    changes_.push_back(std::move(change));
  }

  Comparison Done() {
    Comparison out;
    for (auto& [category, row] : rows_) {
      row.category = category;
      row.plan.before = row.before.plan;
      row.plan.after = row.after.plan;
      out.categories.push_back(row);
    }
    out.changes = std::move(changes_);
    std::sort(out.changes.begin(), out.changes.end(),
              [](const ItemChange& a, const ItemChange& b) { return a.key < b.key; });
    return out;
  }

 private:
  static std::optional<Contribution> Describe(const Look& look, const ComparisonSide& side) {
    if (look.item == nullptr) return std::nullopt;
    return status::Describe(*look.item, side.tree, side.query);
  }

  const ComparisonSide& before_;
  const ComparisonSide& after_;
  std::map<std::string, CategoryComparison> rows_;
  std::vector<ItemChange> changes_;
};

}  // namespace

absl::StatusOr<Comparison> Compare(const ComparisonSide& before, const ComparisonSide& after) {
  TIENDO_ASSIGN_OR_RETURN(const auto then, LooksOf(before));
  TIENDO_ASSIGN_OR_RETURN(const auto now, LooksOf(after));
  std::set<std::string> names;
  for (const auto& [name, look] : then) names.insert(name);
  for (const auto& [name, look] : now) names.insert(name);
  Collector collector(before, after);
  const Look none;
  for (const std::string& name : names) {
    const auto a = then.find(name);
    const auto b = now.find(name);
    const Look& was = a == then.end() ? none : a->second;
    const Look& is = b == now.end() ? none : b->second;
    if (was.item != nullptr && is.item != nullptr && was.item->category != is.item->category) {
      // Its programme was of another category by what was known then: two rows, each on its own.
      collector.Add(was, none);
      collector.Add(none, is);
    } else {
      collector.Add(was, is);
    }
  }
  return collector.Done();
}

std::string_view ChangeVi(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::kOriginal:
      return "vào chương trình";
    case ChangeKind::kAdded:
      return "bổ sung";
    case ChangeKind::kCarriedIn:
      return "chuyển từ năm trước sang";
    case ChangeKind::kRestored:
      return "tính lại";
    case ChangeKind::kMovedIn:
      return "chuyển đến";
    case ChangeKind::kWithdrawn:
      return "rút khỏi chương trình";
    case ChangeKind::kDropped:
      return "không còn tính";
    case ChangeKind::kMovedOut:
      return "chuyển đi";
    case ChangeKind::kDone:
      return "đã hoàn thành";
    case ChangeKind::kNewlyOverdue:
      return "mới quá hạn";
    case ChangeKind::kReopened:
      return "mở lại";
    case ChangeKind::kNoLongerOverdue:
      return "hết quá hạn";
    case ChangeKind::kUnitsChanged:
      return "đổi đơn vị";
    case ChangeKind::kDueDateChanged:
      return "đổi thời hạn";
  }
  return "";
}

}  // namespace tiendo::status
