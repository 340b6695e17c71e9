#include "services/status/domain/attention.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"

namespace tiendo::status {
namespace {

using Kinds = std::set<AttentionKind>;

int DaysBetween(Day from, Day to) { return static_cast<int>((to - from).count()); }

bool Contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// One item on one day: of which kinds it is, and at which units of the scope.
struct Look {
  ItemState state;
  Kinds kinds;  // of those asked for, wherever the item counts
  std::vector<int> places;
  std::set<std::string> units;  // the same, by id

  bool Has(AttentionKind kind) const { return kinds.contains(kind); }
};

// The scope in the tree of a day.
class Eye {
 public:
  Eye(const UnitTree& tree, int scope, const Query& query, const Kinds& kinds)
      : tree_(tree), scope_(scope), query_(query), kinds_(kinds) {}

  const UnitTree& tree() const { return tree_; }
  const Query& query() const { return query_; }

  Look LookAt(const ItemFact& item, bool* due_soon_complete) const {
    Look look;
    look.state = StateOn(item, tree_.history(), query_.as_of, query_.basis);
    if (!look.state.entered) return look;
    for (const int unit : PlaceItem(item, look.state, tree_).units) {
      if (tree_.Counts(unit, scope_)) look.places.push_back(unit);
    }
    // What counts nowhere in the scope does not make its answer incomplete.
    bool elsewhere = true;
    const ColumnSet columns =
        ColumnsOf(look.state, query_, look.places.empty() ? &elsewhere : due_soon_complete);
    for (const AttentionKind kind : kinds_) {
      if (columns[static_cast<size_t>(ColumnOf(kind))]) look.kinds.insert(kind);
    }
    for (const int unit : look.places) look.units.insert(tree_.node(unit).unit->id);
    return look;
  }

 private:
  const UnitTree& tree_;
  const int scope_;
  const Query query_;
  const Kinds& kinds_;
};

AttentionReason ReasonOf(AttentionKind kind, const ItemState& state, const Query& query) {
  switch (kind) {
    case AttentionKind::kOverdue:
      return {kind, DaysBetween(*state.due, query.as_of)};
    case AttentionKind::kDueSoon: {
      bool complete = true;
      return {kind, DaysUntilDueSoon(*state.due, query, &complete).value_or(0)};
    }
    case AttentionKind::kStale:
      return {kind, DaysBetween(state.last_news, query.as_of)};
    case AttentionKind::kDueToday:
    case AttentionKind::kNotConcrete:
    case AttentionKind::kUnowned:
      return {kind, 0};
  }
  return {kind, 0};
}

// The earliest milestone that is not done by the day; one without a date after those with one.
std::optional<Milestone> NextStep(const ItemFact& item, const ItemState& state, Day day) {
  if (item.secret) return std::nullopt;
  const auto when = [](const Milestone& step) {
    return std::make_pair(!step.due.has_value(), step.due.value_or(Day()));
  };
  std::optional<Milestone> next;
  for (const Milestone& step : state.milestones) {
    if (step.done_on && *step.done_on <= day) continue;
    if (!next || when(step) < when(*next)) next = step;
  }
  return next;
}

AttentionEntry EntryOf(const ItemFact& item, const Look& look, const Query& query) {
  AttentionEntry entry;
  entry.category = item.category;
  entry.item = DescribeState(item, look.state, query);
  for (const AttentionKind kind : look.kinds) {
    entry.reasons.push_back(ReasonOf(kind, look.state, query));
  }
  entry.open_leads = look.state.open_leads;
  entry.coordinators = item.coordinators;
  entry.suspended = look.state.suspended;
  entry.last_news = look.state.last_news;
  entry.next_step = NextStep(item, look.state, query.as_of);
  return entry;
}

// Numbers as text that sorts as they do.
std::string Rising(int n) { return absl::StrCat(absl::Dec(n, absl::kZeroPad10)); }
std::string Falling(int n) { return Rising(std::numeric_limits<int>::max() - n); }

// By risk: the kind, then the days, of which few are left or many have passed.
std::string KeyOf(const AttentionEntry& entry) {
  const AttentionReason& worst = entry.reasons.front();
  const bool left = worst.kind == AttentionKind::kDueSoon;
  return absl::StrCat(static_cast<int>(worst.kind), left ? Rising(worst.days) : Falling(worst.days),
                      entry.category, "\n", entry.item.program, "\n", Rising(entry.item.ordinal),
                      entry.item.item);
}

std::string KeyOf(const AttentionGroup& group) {
  int overdue = 0;
  int longest = 0;
  for (const AttentionEntry& entry : group.entries) {
    if (entry.reasons.front().kind != AttentionKind::kOverdue) continue;
    ++overdue;
    longest = std::max(longest, entry.reasons.front().days);
  }
  return absl::StrCat(Falling(overdue), Falling(longest),
                      Falling(static_cast<int>(group.entries.size())), group.unit);
}

// How one item moves a count whose place it is at now, and was at then.
void Count(bool kind_now, bool kind_before, bool here_now, bool here_before,
           AttentionCount& count) {
  const bool now = kind_now && here_now;
  const bool before = kind_before && here_before;
  count.now += now ? 1 : 0;
  count.before += before ? 1 : 0;
  if (now && !before) ++(kind_before ? count.moved_in : count.appeared);
  if (before && !now) ++(kind_now ? count.moved_out : count.resolved);
}

class Collector {
 public:
  Collector(const AttentionQuery& query, const Eye& now, const Eye* before)
      : query_(query), now_(now), before_(before) {}

  void Add(const ItemFact& item) {
    for (const AttentionKind kind : query_.kinds) out_.totals[{item.category, kind}];
    const Look now = now_.LookAt(item, &out_.due_soon_complete);
    bool complete = true;
    const Look before = before_ == nullptr ? Look() : before_->LookAt(item, &complete);
    for (const AttentionKind kind : query_.kinds) {
      Count(now.Has(kind), before.Has(kind), !now.units.empty(), !before.units.empty(),
            out_.totals[{item.category, kind}]);
      std::set<std::string> units = now.units;
      units.insert(before.units.begin(), before.units.end());
      for (const std::string& unit : units) {
        AttentionCount count;
        Count(now.Has(kind), before.Has(kind), now.units.contains(unit),
              before.units.contains(unit), count);
        if (count == AttentionCount()) continue;
        Join(count, Group(unit).counts[{item.category, kind}]);
      }
    }
    if (now.kinds.empty()) return;
    AttentionEntry entry = EntryOf(item, now, now_.query());
    entry.key = KeyOf(entry);
    for (const int place : now.places) {
      AttentionGroup& group = Group(now_.tree().node(place).unit->id);
      group.entries.push_back(entry);
      group.entries.back().own_part_done = OwnPartDone(now.state, place);
    }
  }

  Attention Done() {
    const auto by_key = [](const auto& a, const auto& b) { return a.key < b.key; };
    for (auto& [unit, group] : groups_) {
      group.key = KeyOf(group);
      std::sort(group.entries.begin(), group.entries.end(), by_key);
      out_.groups.push_back(std::move(group));
    }
    std::sort(out_.groups.begin(), out_.groups.end(), by_key);
    return std::move(out_);
  }

 private:
  AttentionGroup& Group(const std::string& unit) {
    AttentionGroup& group = groups_[unit];
    group.unit = unit;
    return group;
  }

  static void Join(const AttentionCount& one, AttentionCount& sum) {
    sum.now += one.now;
    sum.before += one.before;
    sum.appeared += one.appeared;
    sum.resolved += one.resolved;
    sum.moved_in += one.moved_in;
    sum.moved_out += one.moved_out;
  }

  // Whether all leads that stand at this place, by themselves or as whose heir, have finished.
  bool OwnPartDone(const ItemState& state, int place) const {
    bool any = false;
    for (const std::string& lead : state.leads) {
      if (now_.tree().Place(lead) != place) continue;
      if (Contains(state.open_leads, lead)) return false;
      any = true;
    }
    return any;
  }

  const AttentionQuery& query_;
  const Eye& now_;
  const Eye* before_;
  Attention out_;
  std::map<std::string, AttentionGroup> groups_;
};

}  // namespace

Column ColumnOf(AttentionKind kind) {
  switch (kind) {
    case AttentionKind::kOverdue:
      return Column::kOverdueOpen;
    case AttentionKind::kDueToday:
      return Column::kDueTodayOpen;
    case AttentionKind::kDueSoon:
      return Column::kDueSoon;
    case AttentionKind::kNotConcrete:
      return Column::kNotConcrete;
    case AttentionKind::kUnowned:
      return Column::kUnownedOpen;
    case AttentionKind::kStale:
      return Column::kNotUpdated;
  }
  return Column::kOverdueOpen;
}

absl::StatusOr<Attention> AttentionOf(const UnitTree& tree, std::span<const ItemFact* const> items,
                                      const AttentionQuery& query) {
  TIENDO_ASSIGN_OR_RETURN(const int scope, tree.Scope(query.query.scope, query.query.as_of));
  const Eye now(tree, scope, query.query, query.kinds);
  std::optional<Eye> before;
  if (query.before) {
    Query then = query.query;
    then.as_of = *query.before;
    TIENDO_ASSIGN_OR_RETURN(const int scope_then, query.tree_before->Scope(then.scope, then.as_of));
    before.emplace(*query.tree_before, scope_then, then, query.kinds);
  }
  Collector collector(query, now, before ? &*before : nullptr);
  for (const ItemFact* item : items) {
    if (!InPopulation(*item, query.query)) continue;
    if (!query.category.empty() && item->category != query.category) continue;
    collector.Add(*item);
  }
  return collector.Done();
}

}  // namespace tiendo::status
