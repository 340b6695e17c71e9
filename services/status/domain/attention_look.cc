#include "services/status/domain/attention_look.h"

#include <algorithm>

#include "absl/algorithm/container.h"

namespace tiendo::status {
namespace {

using Kind = AttentionKind;

// What the dates of an open subject say, of the kinds asked for. `complete` turns false when a
// missing calendar keeps it from being among those due soon.
AttentionKinds KindsOfDue(std::optional<Day> due, const Query& query, const AttentionKinds& asked,
                          bool* complete) {
  AttentionKinds kinds;
  if (!due) return kinds;
  bool known = true;
  const bool soon = DaysUntilDueSoon(*due, query, &known).has_value();
  if (!known) *complete = false;
  const auto set = [&](Kind kind, bool holds) {
    if (holds && asked.contains(kind)) kinds.insert(kind);
  };
  set(Kind::kOverdue, *due < query.as_of);
  set(Kind::kDueToday, *due == query.as_of);
  set(Kind::kDueSoon, soon);
  set(Kind::kNotComputable, !known);
  return kinds;
}

}  // namespace

bool AttentionLook::Has(AttentionKind kind) const {
  return anywhere.contains(kind) || std::any_of(units.begin(), units.end(), [&](const auto& unit) {
           return unit.second.contains(kind);
         });
}

bool AttentionLook::Here(AttentionKind kind) const {
  return std::any_of(here.begin(), here.end(),
                     [&](const std::string& unit) { return units.at(unit).contains(kind); });
}

bool AttentionLook::At(const std::string& unit, AttentionKind kind) const {
  return here.contains(unit) && units.at(unit).contains(kind);
}

AttentionEye::AttentionEye(const UnitTree& tree, int scope, const AttentionQuery& asked, Day day)
    : tree_(tree),
      scope_(scope),
      asked_(asked),
      asks_reminded_(asked.kinds.contains(Kind::kEscalated) ||
                     asked.kinds.contains(Kind::kUnexplained) ||
                     asked.kinds.contains(Kind::kUnacknowledged)),
      query_(asked.query) {
  query_.as_of = day;
  if (asked.reminders != nullptr) reminders_.emplace(*asked.reminders, tree.history(), day);
}

void AttentionEye::SetHere(AttentionLook& look) const {
  for (const auto& [unit, kinds] : look.units) {
    if (tree_.Counts(tree_.Find(unit), scope_)) look.here.insert(unit);
  }
}

AttentionLook AttentionEye::LookAt(const ItemFact& item, bool* due_soon_complete) const {
  AttentionLook look;
  look.state = StateOn(item, tree_.history(), query_.as_of, query_.basis);
  if (!look.state.entered) return look;
  for (const int unit : PlaceItem(item, look.state, tree_).units) {
    look.units[tree_.node(unit).unit->id];
  }
  SetHere(look);
  bool known = true;
  const ColumnSet columns = ColumnsOf(look.state, query_, &known);
  // What counts nowhere in the scope does not make its answer incomplete.
  if (!known && !look.here.empty()) *due_soon_complete = false;
  for (const AttentionKind kind : asked_.kinds) {
    const std::optional<Column> column = ColumnOf(kind);
    if (column ? columns[static_cast<size_t>(*column)] : kind == Kind::kNotComputable && !known) {
      look.anywhere.insert(kind);
    }
  }
  for (auto& [unit, kinds] : look.units) kinds = look.anywhere;
  const bool open = columns[static_cast<size_t>(Column::kRemaining)];
  if (!open || !asks_reminded_ || asked_.reminders == nullptr ||
      !asked_.reminders->contains(item.name))
    return look;
  const std::optional<Day> due = DueInForce(item, look.state);
  for (auto& [unit, kinds] : look.units) {
    if (!OwnPartDone(look.state, unit)) AddReminded(std::span(&item.name, 1), unit, due, kinds);
  }
  return look;
}

AttentionLook AttentionEye::LookAt(const Subject& subject, bool* due_soon_complete) const {
  AttentionLook look;
  if (!subject.open) return look;
  const int place = tree_.Place(subject.unit);
  if (place == UnitTree::kNone) return look;
  AttentionKinds& kinds = look.units[tree_.node(place).unit->id];
  SetHere(look);
  bool known = true;
  look.anywhere = KindsOfDue(subject.due, query_, asked_.kinds, &known);
  if (!known && !look.here.empty()) *due_soon_complete = false;
  kinds = look.anywhere;
  AddReminded(subject.reminded_by, look.units.begin()->first, subject.due_in_force, kinds);
  return look;
}

void AttentionEye::AddReminded(std::span<const std::string> names, const std::string& unit,
                               std::optional<Day> due_in_force, AttentionKinds& kinds) const {
  if (!asks_reminded_) return;
  const RemindersSoFar reminders = Reminded(names, unit, due_in_force);
  if (reminders.count == 0) return;
  const auto set = [&](Kind kind, bool holds) {
    if (holds && asked_.kinds.contains(kind)) kinds.insert(kind);
  };
  set(Kind::kEscalated, OnAgenda(reminders, due_in_force, query_.as_of, asked_.ladder));
  set(Kind::kUnexplained, reminders.unexplained > 0);
  set(Kind::kUnacknowledged, reminders.unacknowledged > 0);
}

RemindersSoFar AttentionEye::Reminded(std::span<const std::string> names, const std::string& unit,
                                      std::optional<Day> due_in_force) const {
  if (!reminders_) return {};
  return RemindersOf(*reminders_, names, unit, due_in_force);
}

std::optional<Day> AttentionEye::DueInForce(const ItemFact& item, const ItemState& state) const {
  if (query_.basis == Basis::kInForce) return state.due;
  return StateOn(item, tree_.history(), query_.as_of, Basis::kInForce).due;
}

bool AttentionEye::OwnPartDone(const ItemState& state, const std::string& unit) const {
  const int place = tree_.Find(unit);
  bool any = false;
  for (const std::string& lead : state.leads) {
    if (tree_.Place(lead) != place) continue;
    if (absl::c_linear_search(state.open_leads, lead)) return false;
    any = true;
  }
  return any;
}

}  // namespace tiendo::status
