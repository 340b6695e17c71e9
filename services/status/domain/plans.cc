#include "services/status/domain/plans.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "common/base/status_macros.h"
#include "services/status/domain/tags.h"

namespace tiendo::status {
namespace {

// When each unit issued its (first) plan of the year, by the day asked for.
std::map<std::string, Day> IssueDays(std::span<const PlanFact> plans, int year, Day day) {
  std::map<std::string, Day> days;
  for (const PlanFact& plan : plans) {
    if (plan.year != year || !plan.issued_on || *plan.issued_on > day) continue;
    const auto [found, inserted] = days.try_emplace(plan.unit, *plan.issued_on);
    if (!inserted) found->second = std::min(found->second, *plan.issued_on);
  }
  return days;
}

// The requirement that a unit belongs to on its own; nullptr: none.
const RequirementFact* RequirementOf(std::span<const RequirementFact> requirements,
                                     const UnitFact& unit) {
  for (const RequirementFact& requirement : requirements) {
    if (absl::c_linear_search(requirement.units, unit.id)) return &requirement;
  }
  for (const RequirementFact& requirement : requirements) {
    if (unit.side == Side::kParty && absl::c_linear_search(requirement.kinds, unit.kind)) {
      return &requirement;
    }
  }
  return nullptr;
}

// The required units, each with those it replaced by the day the list is taken.
std::map<std::string, std::set<std::string>> RequiredList(const UnitHistory& units,
                                                          std::span<const RequirementFact> all,
                                                          const RequirementFact& requirement,
                                                          std::span<const PlanFact> plans,
                                                          Day taken) {
  std::map<std::string, std::set<std::string>> list;
  const auto require = [&](const std::string& unit) {
    const std::optional<std::string> heir = units.HeirOn(unit, taken);
    if (!heir) return;  // not in force yet, or the line has ended
    const UnitFact* fact = units.InForce(*heir, taken);
    const RequirementFact* own = fact == nullptr ? nullptr : RequirementOf(all, *fact);
    if (own != nullptr && own != &requirement) return;  // counts there
    std::set<std::string>& replaced = list[*heir];
    if (*heir != unit) replaced.insert(unit);
  };
  for (const std::string& unit : requirement.units) require(unit);
  const Day year_begin{std::chrono::year{requirement.year} / 1 / 1};
  for (const UnitFact& fact : units.facts()) {
    if (units.InForce(fact.id, taken) != &fact) continue;
    if (RequirementOf(all, fact) == &requirement) list[fact.id];
  }
  for (const UnitFact& fact : units.facts()) {
    if (units.LatestPeriod(fact.id, taken) != &fact || units.InForce(fact.id, taken) != nullptr) {
      continue;
    }
    const RequirementFact* own = RequirementOf(all, fact);
    if (own == nullptr) continue;
    const bool of_the_year = absl::c_linear_search(own->units, fact.id) ||
                             *fact.effective_to > year_begin ||
                             std::any_of(plans.begin(), plans.end(), [&](const PlanFact& plan) {
                               return plan.unit == fact.id && plan.year == requirement.year;
                             });
    const std::optional<std::string> heir = units.HeirOn(fact.id, taken);
    if (of_the_year && heir && list.contains(*heir)) list[*heir].insert(fact.id);
  }
  return list;
}

// The first day on which the unit, or an heir once it had taken over, issued a plan.
std::optional<Day> IssuedFor(const UnitHistory& units, const std::string& unit,
                             const std::map<std::string, Day>& issued) {
  std::optional<Day> first;
  const std::optional<Day> end = units.EndOf(unit);
  for (const auto& [issuer, day] : issued) {
    const bool counts = issuer == unit || (end && *end <= day && units.Inherits(issuer, unit));
    if (counts && (!first || day < *first)) first = day;
  }
  return first;
}

RequiredPlan Judge(const UnitHistory& units, const std::string& unit,
                   const std::set<std::string>& replaced, const std::map<std::string, Day>& issued,
                   Day deadline, Day day) {
  RequiredPlan plan;
  plan.unit = unit;
  plan.issued_on = IssuedFor(units, unit, issued);
  const auto in_time = [&](const std::string& name) {
    const auto found = issued.find(name);
    return found != issued.end() && found->second <= deadline;
  };
  if ((plan.issued_on && *plan.issued_on <= deadline) ||
      (!replaced.empty() && std::all_of(replaced.begin(), replaced.end(), in_time))) {
    plan.state = RequiredPlan::State::kInTime;
  } else if (plan.issued_on) {
    plan.state = RequiredPlan::State::kLate;
  } else if (day > deadline) {
    plan.state = RequiredPlan::State::kNotIssued;
  }
  return plan;
}

}  // namespace

std::vector<RequiredPlan> RequiredPlans(const UnitHistory& units,
                                        std::span<const RequirementFact> requirements,
                                        std::span<const PlanFact> plans, Day day) {
  std::vector<RequiredPlan> out;
  // An heir that belongs to no requirement may stand for units of several: it counts once.
  std::set<std::string> counted;
  for (const RequirementFact& requirement : requirements) {
    const std::map<std::string, Day> issued = IssueDays(plans, requirement.year, day);
    for (const auto& [unit, replaced] : RequiredList(units, requirements, requirement, plans,
                                                     std::min(day, requirement.deadline))) {
      if (!counted.insert(unit).second) continue;
      out.push_back(Judge(units, unit, replaced, issued, requirement.deadline, day));
      out.back().deadline = requirement.deadline;
      out.back().requirement = requirement.name;
    }
  }
  return out;
}

absl::StatusOr<DrawingUp> PlansDrawnUp(const UnitTree& tree,
                                       std::span<const RequirementFact> requirements,
                                       std::span<const PlanFact> plans, const std::string& scope,
                                       Day day) {
  TIENDO_ASSIGN_OR_RETURN(const int top, tree.Scope(scope, day));
  DrawingUp out;
  for (RequiredPlan& plan : RequiredPlans(tree.history(), requirements, plans, day)) {
    const int place = tree.Place(plan.unit);
    if (place == UnitTree::kNone || !tree.Counts(place, top)) continue;
    ++out.required;
    out.in_time += plan.state == RequiredPlan::State::kInTime ? 1 : 0;
    out.issued_late += plan.state == RequiredPlan::State::kLate ? 1 : 0;
    out.not_issued += plan.state == RequiredPlan::State::kNotIssued ? 1 : 0;
    out.units.push_back(std::move(plan));
  }
  std::sort(out.units.begin(), out.units.end(),
            [](const RequiredPlan& a, const RequiredPlan& b) { return a.unit < b.unit; });
  return out;
}

std::optional<Day> DueOn(const EngagementFact& engagement, Day day) {
  if (engagement.concluded_on) day = std::min(day, *engagement.concluded_on);
  const ScheduleFact* latest = nullptr;
  for (const ScheduleFact& change : engagement.changes) {
    if (change.removed || change.approved_on > day) continue;
    if (latest == nullptr || change.approved_on >= latest->approved_on) latest = &change;
  }
  return latest == nullptr ? engagement.due_on : latest->due_on;
}

bool RemovedBy(const EngagementFact& engagement, Day day) {
  return std::any_of(
      engagement.changes.begin(), engagement.changes.end(), [&](const ScheduleFact& change) {
        return change.removed && change.approved_on <= day &&
               (!engagement.concluded_on || change.approved_on < *engagement.concluded_on);
      });
}

absl::StatusOr<CarryingOut> PlansCarriedOut(const UnitTree& tree,
                                            std::span<const EngagementFact> engagements, int year,
                                            const std::string& scope, Day day,
                                            const std::string& tag) {
  TIENDO_ASSIGN_OR_RETURN(const int top, tree.Scope(scope, day));
  CarryingOut out;
  std::set<std::string> slow;
  for (const EngagementFact& engagement : engagements) {
    if (engagement.year != year || !Carries(engagement.tags, tag)) continue;
    const int place = tree.Place(engagement.unit);
    if (place == UnitTree::kNone || !tree.Counts(place, top)) continue;
    const bool concluded = engagement.concluded_on && *engagement.concluded_on <= day;
    if (!engagement.planned) {
      ++out.unplanned;
      out.unplanned_concluded += concluded ? 1 : 0;
      out.unplanned_list.push_back(engagement.name);
      continue;
    }
    if (RemovedBy(engagement, day)) continue;
    ++out.planned;
    const std::optional<Day> due = DueOn(engagement, day);
    out.due += due && *due <= day ? 1 : 0;
    out.concluded += concluded ? 1 : 0;
    out.within_time += !concluded && (!due || *due >= day) ? 1 : 0;
    if (!due) continue;
    if (concluded && *engagement.concluded_on > *due) {
      ++out.concluded_late;
      out.concluded_late_list.push_back(engagement.name);
      slow.insert(tree.node(place).unit->id);
    } else if (!concluded && *due < day) {
      ++out.overdue_open;
      out.overdue_list.push_back(engagement.name);
      slow.insert(tree.node(place).unit->id);
    }
  }
  for (auto* list : {&out.concluded_late_list, &out.overdue_list, &out.unplanned_list}) {
    std::sort(list->begin(), list->end());
  }
  out.slow_units.assign(slow.begin(), slow.end());
  return out;
}

}  // namespace tiendo::status
