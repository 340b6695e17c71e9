#include "services/status/domain/attention.h"

#include <algorithm>
#include <limits>
#include <span>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "services/status/domain/attention_look.h"

namespace tiendo::status {
namespace {

using Look = AttentionLook;

int DaysBetween(Day from, Day to) { return static_cast<int>((to - from).count()); }

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

int DaysOf(AttentionKind kind, const AttentionEntry& entry, const Query& query) {
  const auto since = [&](std::optional<Day> day) {
    return day ? DaysBetween(*day, query.as_of) : 0;
  };
  switch (kind) {
    case AttentionKind::kOverdue:
      return since(entry.item.due);
    case AttentionKind::kEscalated:
      return since(entry.due_in_force);
    case AttentionKind::kUnexplained:
      return since(entry.reminders.explain_missed);
    case AttentionKind::kUnacknowledged:
      return since(entry.reminders.acknowledge_missed);
    case AttentionKind::kDueSoon: {
      bool complete = true;
      return DaysUntilDueSoon(*entry.item.due, query, &complete).value_or(0);
    }
    case AttentionKind::kStale:
      return since(entry.last_news);
    case AttentionKind::kDueToday:
    case AttentionKind::kNotComputable:
    case AttentionKind::kNotConcrete:
    case AttentionKind::kUnowned:
      return 0;
  }
  return 0;
}

// Numbers as text that sorts as they do.
std::string Rising(int n) { return absl::StrCat(absl::Dec(n, absl::kZeroPad10)); }
std::string Falling(int n) { return Rising(std::numeric_limits<int>::max() - n); }

// By risk: the kind, then the days, of which few are left or many have passed.
std::string KeyOf(const AttentionEntry& entry) {
  static_assert(kAllAttentionKinds.size() <= 10, "one digit each");
  const AttentionReason& worst = entry.reasons.front();
  const bool left = worst.kind == AttentionKind::kDueSoon;
  return absl::StrCat(static_cast<int>(worst.kind), left ? Rising(worst.days) : Falling(worst.days),
                      static_cast<int>(entry.kind), entry.category, "\n", entry.item.program, "\n",
                      Rising(entry.item.ordinal), entry.item.item, "\n",
                      // Of what an heir answers for twice.
                      entry.kind == SubjectKind::kItem ? "" : entry.item.leads.front());
}

std::string KeyOf(const AttentionGroup& group) {
  int overdue = 0;
  int longest = 0;
  for (const AttentionEntry& entry : group.entries) {
    int days = 0;
    for (const AttentionReason& reason : entry.reasons) {
      const bool counts =
          reason.kind == AttentionKind::kOverdue || reason.kind == AttentionKind::kEscalated;
      if (counts) days = std::max(days, reason.days);
    }
    overdue += days > 0 ? 1 : 0;
    longest = std::max(longest, days);
  }
  return absl::StrCat(Falling(overdue), Falling(longest),
                      Falling(static_cast<int>(group.entries.size())), group.unit);
}

// How one subject moves a count whose place it is at now, and was at then.
void Count(bool kind_now, bool kind_before, bool now, bool before, AttentionCount& count) {
  count.now += now ? 1 : 0;
  count.before += before ? 1 : 0;
  if (now && !before) ++(kind_before ? count.moved_in : count.appeared);
  if (before && !now) ++(kind_now ? count.moved_out : count.resolved);
}

class Collector {
 public:
  Collector(const AttentionQuery& query, const AttentionEye& now, const AttentionEye* before)
      : query_(query), now_(now), before_(before) {}

  void Add(const ItemFact& item) {
    const AttentionClass of{SubjectKind::kItem, item.category};
    for (const AttentionKind kind : query_.kinds) out_.totals[{of, kind}];
    const Look now = now_.LookAt(item, &out_.due_soon_complete);
    bool complete = true;
    const Look before = before_ == nullptr ? Look() : before_->LookAt(item, &complete);
    CountAll(of, now, before);
    for (const std::string& unit : now.here) {
      if (now.units.at(unit).empty()) continue;
      AddEntry(EntryOf(item, now.state, unit), now.units.at(unit), unit);
    }
  }

  // One subject that is no item, as it stands now and stood then; null: it was none of the day.
  void Add(const Subject* now, const Subject* before) {
    const Subject& any = now == nullptr ? *before : *now;
    const AttentionClass of{any.kind, any.category};
    for (const AttentionKind kind : query_.kinds) {
      if (HoldsBesideItems(kind)) out_.totals[{of, kind}];
    }
    bool complete = true;
    const Look look = now == nullptr ? Look() : now_.LookAt(*now, &out_.due_soon_complete);
    CountAll(of, look, before == nullptr ? Look() : before_->LookAt(*before, &complete));
    for (const std::string& unit : look.here) {
      if (look.units.at(unit).empty()) continue;
      AddEntry(EntryOf(*now, unit), look.units.at(unit), unit);
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

  void CountAll(const AttentionClass& of, const Look& now, const Look& before) {
    std::set<std::string> units = now.here;
    units.insert(before.here.begin(), before.here.end());
    for (const AttentionKind kind : query_.kinds) {
      const bool kind_now = now.Has(kind);
      const bool kind_before = before.Has(kind);
      if (!kind_now && !kind_before) continue;
      Count(kind_now, kind_before, now.Here(kind), before.Here(kind), out_.totals[{of, kind}]);
      for (const std::string& unit : units) {
        AttentionCount count;
        Count(kind_now, kind_before, now.At(unit, kind), before.At(unit, kind), count);
        if (count == AttentionCount()) continue;
        Join(count, Group(unit).counts[{of, kind}]);
      }
    }
  }

  static void Join(const AttentionCount& one, AttentionCount& sum) {
    sum.now += one.now;
    sum.before += one.before;
    sum.appeared += one.appeared;
    sum.resolved += one.resolved;
    sum.moved_in += one.moved_in;
    sum.moved_out += one.moved_out;
  }

  AttentionEntry EntryOf(const ItemFact& item, const ItemState& state, const std::string& unit) {
    AttentionEntry entry;
    entry.kind = SubjectKind::kItem;
    entry.category = item.category;
    entry.item = DescribeState(item, state, now_.query());
    entry.open_leads = state.open_leads;
    entry.coordinators = item.coordinators;
    entry.own_part_done = now_.OwnPartDone(state, unit);
    entry.suspended = state.suspended;
    entry.last_news = state.last_news;
    entry.next_step = NextStep(item, state, now_.query().as_of);
    entry.due_in_force = now_.DueInForce(item, state);
    entry.reminders = now_.Reminded(std::span(&item.name, 1), unit, entry.due_in_force);
    return entry;
  }

  AttentionEntry EntryOf(const Subject& subject, const std::string& unit) {
    AttentionEntry entry;
    entry.kind = subject.kind;
    entry.category = subject.category;
    entry.item.item = subject.name;
    entry.item.title = subject.title;
    entry.item.leads = {subject.unit};
    entry.item.due = subject.due;
    entry.open_leads = {subject.unit};
    entry.due_in_force = subject.due_in_force;
    entry.reminders = now_.Reminded(subject.reminded_by, unit, entry.due_in_force);
    return entry;
  }

  void AddEntry(AttentionEntry entry, const AttentionKinds& kinds, const std::string& unit) {
    for (const AttentionKind kind : kinds) {
      entry.reasons.push_back({kind, DaysOf(kind, entry, now_.query())});
    }
    entry.key = KeyOf(entry);
    Group(unit).entries.push_back(std::move(entry));
  }

  const AttentionQuery& query_;
  const AttentionEye& now_;
  const AttentionEye* before_;
  Attention out_;
  std::map<std::string, AttentionGroup> groups_;
};

bool Asked(const AttentionQuery& query, SubjectKind kind, const std::string& category) {
  return query.subjects.contains(kind) && (query.category.empty() || query.category == category);
}

// All but items, each paired with itself on the earlier day.
void AddSubjects(const AttentionQuery& query, const AttentionEye& now, const AttentionEye* before,
                 Collector& collector) {
  const auto on = [&](const AttentionEye& eye) {
    const Query& q = eye.query();
    return SubjectsOn(*query.others, eye.tree().history(), {q.year, q.as_of, q.basis, q.tag});
  };
  using Pair = std::pair<const Subject*, const Subject*>;
  const std::vector<Subject> subjects = on(now);
  const std::vector<Subject> earlier = before == nullptr ? std::vector<Subject>() : on(*before);
  std::map<std::pair<std::string, std::string>, Pair> pairs;
  for (const Subject& subject : subjects) pairs[{subject.name, subject.unit}].first = &subject;
  for (const Subject& subject : earlier) pairs[{subject.name, subject.unit}].second = &subject;
  for (const auto& [key, pair] : pairs) {
    const Subject& any = pair.first == nullptr ? *pair.second : *pair.first;
    if (Asked(query, any.kind, any.category)) collector.Add(pair.first, pair.second);
  }
}

}  // namespace

std::optional<Column> ColumnOf(AttentionKind kind) {
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
    case AttentionKind::kEscalated:
    case AttentionKind::kUnexplained:
    case AttentionKind::kUnacknowledged:
    case AttentionKind::kNotComputable:
      return std::nullopt;
  }
  return std::nullopt;
}

bool HoldsBesideItems(AttentionKind kind) {
  return kind != AttentionKind::kNotConcrete && kind != AttentionKind::kUnowned &&
         kind != AttentionKind::kStale;
}

absl::StatusOr<Attention> AttentionOf(const UnitTree& tree, std::span<const ItemFact* const> items,
                                      const AttentionQuery& query) {
  TIENDO_ASSIGN_OR_RETURN(const int scope, tree.Scope(query.query.scope, query.query.as_of));
  const AttentionEye now(tree, scope, query, query.query.as_of);
  std::optional<AttentionEye> before;
  if (query.before) {
    TIENDO_ASSIGN_OR_RETURN(const int scope_then,
                            query.tree_before->Scope(query.query.scope, *query.before));
    before.emplace(*query.tree_before, scope_then, query, *query.before);
  }
  Collector collector(query, now, before ? &*before : nullptr);
  for (const ItemFact* item : items) {
    if (Asked(query, SubjectKind::kItem, item->category) && InPopulation(*item, query.query)) {
      collector.Add(*item);
    }
  }
  if (query.others != nullptr) AddSubjects(query, now, before ? &*before : nullptr, collector);
  return collector.Done();
}

}  // namespace tiendo::status
