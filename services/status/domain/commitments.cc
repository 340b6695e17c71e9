#include "services/status/domain/commitments.h"

#include <algorithm>
#include <chrono>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "common/base/status_macros.h"
#include "services/status/domain/contributions.h"
#include "services/status/domain/figures.h"
#include "services/status/domain/plans.h"
#include "services/status/domain/targets.h"

namespace tiendo::status {
namespace {

void Count(bool done, bool to_heir, CommitmentCounts& counts) {
  ++counts.total;
  if (!done) ++counts.open;
  if (to_heir) ++counts.to_heir;
}

// Collects the commitments of units that are concerned.
class Collector {
 public:
  Collector(const UnitTree& tree, std::vector<int> ending, std::vector<int> moving)
      : tree_(tree), ending_(std::move(ending)), moving_(std::move(moving)) {}

  void AddItem(const ItemFact& item, Day day) {
    const ItemState state = StateOn(item, tree_.history(), day, Basis::kInForce);
    if (!state.entered || state.withdrawn) return;
    // Carried over within its years: the newer line moves, and is listed.
    const auto counts = [&state](int year) { return state.CountsIn(year); };
    if (std::none_of(item.years.begin(), item.years.end(), counts)) return;
    Commitment entry;
    entry.kind = Commitment::Kind::kItem;
    entry.name = item.name;
    entry.category = item.category;
    entry.title = item.secret ? std::string(kSecretTitle) : item.title;
    entry.due = state.due;
    entry.done = state.done_on.has_value();
    AddPlaced(entry, PlaceItem(item, state, tree_), out_.items[item.category]);
  }

  void AddTarget(const TargetFact& target, Day day) {
    // The tolerance decides between on track and at risk only.
    const TargetStanding standing = StandingOn(target, day, TargetRules());
    if (!standing.in_force) return;
    Commitment entry;
    entry.kind = Commitment::Kind::kTarget;
    entry.name = target.name;
    entry.category = target.category;
    entry.title = target.title;
    entry.due = Day(std::chrono::year(target.year) / std::chrono::December / 31);
    entry.done = standing.state == TargetState::kReached;
    AddPlaced(entry, PlaceLeads(standing.leads, target.program_owner, tree_),
              out_.targets[target.category]);
  }

  void AddAssignment(const AssignmentFact& assignment, const CommitmentFacts& facts, Day day) {
    if (assignment.assigned > day) return;
    Commitment entry;
    entry.kind = Commitment::Kind::kAssignment;
    entry.name = assignment.name;
    entry.period = assignment.period;
    if (auto duty = facts.duties.find(assignment.duty); duty != facts.duties.end()) {
      entry.title = duty->second.title;
      entry.category = facts.category(duty->second.program);
    }
    const HandIn hand_in = HandInOn(assignment, day);
    entry.due = hand_in.deadline;
    entry.done = hand_in.submitted.has_value();
    CommitmentCounts& counts = out_.assignments[entry.category];
    AddOther(std::move(entry), assignment.unit, counts);
  }

  // What is of one unit.
  void AddOther(Commitment entry, const std::string& responsible, CommitmentCounts& counts) {
    const int unit = tree_.Place(responsible);
    if (unit == UnitTree::kNone || !Concerned(unit)) return;
    Add(entry, unit);
    Count(entry.done, out_.list.back().to_heir, counts);
  }

  Commitments& out() { return out_; }
  // Without categories of which nothing moves.
  Commitments Take() {
    for (auto* counts : {&out_.items, &out_.targets, &out_.assignments}) {
      std::erase_if(*counts, [](const auto& entry) { return entry.second.total == 0; });
    }
    std::sort(out_.list.begin(), out_.list.end(),
              [](const Commitment& a, const Commitment& b) { return OrderOf(a) < OrderOf(b); });
    return std::move(out_);
  }

 private:
  static std::tuple<bool, bool, Day, Commitment::Kind, const std::string&, const std::string&>
  OrderOf(const Commitment& c) {
    return {c.done, !c.due.has_value(), c.due.value_or(Day()), c.kind, c.name, c.unit};
  }

  // For each of its units that is concerned; it counts once.
  void AddPlaced(const Commitment& entry, const Placement& placement, CommitmentCounts& counts) {
    bool any = false;
    bool to_heir = false;
    for (const int unit : placement.units) {
      if (!Concerned(unit)) continue;
      any = true;
      Add(entry, unit);
      to_heir = to_heir || out_.list.back().to_heir;
    }
    if (any) Count(entry.done, to_heir, counts);
  }

  bool Concerned(int unit) const {
    const auto counts = [&](int scope) { return tree_.Counts(unit, scope); };
    return std::any_of(ending_.begin(), ending_.end(), counts) ||
           std::any_of(moving_.begin(), moving_.end(), counts);
  }
  void Add(Commitment entry, int unit) {
    entry.unit = tree_.node(unit).unit->id;
    entry.to_heir = absl::c_linear_search(ending_, unit);
    out_.list.push_back(std::move(entry));
  }

  const UnitTree& tree_;
  const std::vector<int> ending_;
  const std::vector<int> moving_;
  Commitments out_;
};

absl::StatusOr<std::vector<int>> Find(const UnitTree& tree, const std::vector<std::string>& units,
                                      Day day) {
  std::vector<int> out;
  for (const std::string& unit : units) {
    TIENDO_ASSIGN_OR_RETURN(const int found, tree.Scope(unit, day));
    out.push_back(found);
  }
  return out;
}

}  // namespace

absl::StatusOr<Commitments> CommitmentsOf(const UnitTree& tree, const Reorganisation& change,
                                          const CommitmentFacts& facts) {
  TIENDO_ASSIGN_OR_RETURN(std::vector<int> ending, Find(tree, change.ending, change.effective));
  TIENDO_ASSIGN_OR_RETURN(std::vector<int> moving, Find(tree, change.moving, change.effective));
  Collector collector(tree, std::move(ending), std::move(moving));
  const Day day = std::max(change.effective, change.today);
  for (const ItemFact* item : facts.items) collector.AddItem(*item, day);
  for (const TargetFact* target : facts.targets) collector.AddTarget(*target, day);
  for (const auto& [unit, assignments] : facts.assignments) {
    for (const auto& [name, assignment] : assignments) {
      collector.AddAssignment(assignment, facts, day);
    }
  }
  for (const PlanFact& plan : facts.plans) {
    Commitment entry;
    entry.kind = Commitment::Kind::kPlan;
    entry.name = plan.name;
    entry.due = facts.deadline(plan.year);
    entry.done = plan.issued_on && *plan.issued_on <= day;
    collector.AddOther(std::move(entry), plan.unit, collector.out().plans);
  }
  for (const EngagementFact& engagement : facts.engagements) {
    if (RemovedBy(engagement, day)) continue;
    Commitment entry;
    entry.kind = Commitment::Kind::kEngagement;
    entry.name = engagement.name;
    entry.due = DueOn(engagement, day);
    entry.done = engagement.concluded_on && *engagement.concluded_on <= day;
    collector.AddOther(std::move(entry), engagement.unit, collector.out().engagements);
  }
  return collector.Take();
}

}  // namespace tiendo::status
