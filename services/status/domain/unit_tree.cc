#include "services/status/domain/unit_tree.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/errors/error.h"
#include "services/status/domain/reasons.h"

namespace tiendo::status {

UnitTree::UnitTree(const UnitHistory& history, Day day) : history_(&history), built_for_(day) {
  const std::vector<Day>& days = history.change_days();
  const auto next = std::upper_bound(days.begin(), days.end(), day);
  if (next != days.end()) past_day_ = *next;
  if (next != days.begin()) first_day_ = *std::prev(next);
  for (const UnitFact& fact : history.facts()) {
    if (history.InForce(fact.id, day) != &fact) continue;
    index_.emplace(fact.id, static_cast<int>(nodes_.size()));
    nodes_.push_back({&fact, kNone, kNone, {}});
  }
  LinkParents(day);
  LinkLeaders(day);
}

void UnitTree::LinkParents(Day day) {
  for (Node& node : nodes_) {
    const std::optional<std::string> superior = history_->SuperiorOn(node.unit->id, day);
    const int parent = superior ? Find(*superior) : kNone;
    // A superior of the other side is refused by units; here it would mix the two ways to roll up.
    if (parent != kNone && this->node(parent).unit->side == node.unit->side) node.parent = parent;
  }
  for (int i = 0; i < static_cast<int>(nodes_.size()); ++i) {
    // Units keeps a forest on every day. Should facts of different age make a ring all the same,
    // the unit with the smallest id becomes its top, so that every walk upwards ends.
    int above = node(i).parent;
    for (size_t steps = 0; above != kNone && above != i && steps < nodes_.size(); ++steps) {
      above = node(above).parent;
    }
    if (above == i) nodes_[static_cast<size_t>(i)].parent = kNone;
  }
  for (int i = 0; i < static_cast<int>(nodes_.size()); ++i) {
    const int parent = node(i).parent;
    if (parent != kNone) nodes_[static_cast<size_t>(parent)].children.push_back(i);
  }
}

void UnitTree::LinkLeaders(Day day) {
  for (Node& node : nodes_) {
    if (node.unit->side != Side::kGovernment) continue;
    const Node* holder = &node;
    while (holder->unit->led_by.empty() && holder->parent != kNone) {
      holder = &this->node(holder->parent);
    }
    if (holder->unit->led_by.empty()) continue;
    const std::optional<std::string> leader = history_->HeirOn(holder->unit->led_by, day);
    const int found = leader ? Find(*leader) : kNone;
    if (found != kNone && this->node(found).unit->side == Side::kParty) node.leader = found;
  }
}

int UnitTree::Find(std::string_view id) const {
  const auto found = index_.find(id);
  return found == index_.end() ? kNone : found->second;
}

int UnitTree::Place(std::string_view id) const {
  const std::optional<std::string> heir = history_->HeirOn(id, built_for_);
  return heir ? Find(*heir) : kNone;
}

int UnitTree::Position(int index, Side side) const {
  const Node& unit = node(index);
  if (unit.unit->side == side) return index;
  return side == Side::kParty ? unit.leader : kNone;
}

bool UnitTree::Within(int index, int top) const {
  while (index != kNone && index != top) index = node(index).parent;
  return index == top;
}

bool UnitTree::Counts(int unit, int scope) const {
  return scope != kNone && Within(Position(unit, node(scope).unit->side), scope);
}

absl::StatusOr<int> UnitTree::Scope(std::string_view id, Day day) const {
  if (const int found = Find(id); found != kNone) return found;
  const std::string name(id);
  const std::string as_of = calendar::FormatIso(day);
  if (!history_->Knows(id)) {
    return errors::Make(absl::StatusCode::kNotFound, reasons::kScopeNotFound,
                        absl::StrCat("There is no unit ", name, "."), {{"scope", name}});
  }
  const UnitFact* ended = history_->LatestPeriod(id, day);
  if (ended == nullptr) {
    const std::string from = calendar::FormatIso(history_->FirstPeriod(id)->effective_from);
    return errors::Make(
        absl::StatusCode::kFailedPrecondition, reasons::kScopeNotInForce,
        absl::StrCat(name, " does not exist on ", as_of, ": it begins on ", from, "."),
        {{"scope", name}, {"as_of", as_of}, {"effective_from", from}, {"successors", ""}});
  }
  const std::string successors = absl::StrJoin(ended->successors, ",");
  const std::string ended_on = calendar::FormatIso(*ended->effective_to);
  return errors::Make(
      absl::StatusCode::kFailedPrecondition, reasons::kScopeNotInForce,
      absl::StrCat(name, " does not exist on ", as_of, ": it ended on ", ended_on,
                   successors.empty() ? ", without successor." : ". Ask for its successors: ",
                   successors, successors.empty() ? "" : "."),
      {{"scope", name}, {"as_of", as_of}, {"ended_on", ended_on}, {"successors", successors}});
}

}  // namespace tiendo::status
