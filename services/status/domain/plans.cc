#include "services/status/domain/plans.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>

#include "common/base/status_macros.h"

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

// The required units, each with those it replaced by the day the list is taken.
std::map<std::string, std::set<std::string>> RequiredList(const UnitHistory& units,
                                                          const RequirementFact& requirement,
                                                          std::span<const PlanFact> plans,
                                                          Day taken) {
  std::map<std::string, std::set<std::string>> list;
  const auto require = [&](const std::string& unit) {
    const std::optional<std::string> heir = units.HeirOn(unit, taken);
    if (!heir) return;  // not in force yet, or the line has ended
    std::set<std::string>& replaced = list[*heir];
    if (*heir != unit) replaced.insert(unit);
  };
  for (const std::string& unit : requirement.units) require(unit);
  const Day year_begin{std::chrono::year{requirement.year} / 1 / 1};
  for (const UnitFact& fact : units.facts()) {
    if (fact.side != Side::kParty || fact.effective_from > taken ||
        std::find(requirement.kinds.begin(), requirement.kinds.end(), fact.kind) ==
            requirement.kinds.end()) {
      continue;
    }
    if (units.InForce(fact.id, taken) == &fact) list[fact.id];
  }
  for (const UnitFact& fact : units.facts()) {
    if (fact.side != Side::kParty || units.LatestPeriod(fact.id, taken) != &fact ||
        units.InForce(fact.id, taken) != nullptr ||
        std::find(requirement.kinds.begin(), requirement.kinds.end(), fact.kind) ==
            requirement.kinds.end()) {
      continue;
    }
    const bool of_the_year = *fact.effective_to > year_begin ||
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
  RequiredPlan plan{unit, RequiredPlan::State::kWaiting, IssuedFor(units, unit, issued)};
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

absl::StatusOr<DrawingUp> PlansDrawnUp(const UnitTree& tree, const RequirementFact& requirement,
                                       std::span<const PlanFact> plans, const std::string& scope,
                                       Day day) {
  TIENDO_ASSIGN_OR_RETURN(const int top, tree.Scope(scope, day));
  const UnitHistory& units = tree.history();
  const std::map<std::string, Day> issued = IssueDays(plans, requirement.year, day);
  DrawingUp out;
  for (const auto& [unit, replaced] :
       RequiredList(units, requirement, plans, std::min(day, requirement.deadline))) {
    const int place = tree.Place(unit);
    if (place == UnitTree::kNone || !tree.Counts(place, top)) continue;
    out.units.push_back(Judge(units, unit, replaced, issued, requirement.deadline, day));
    const RequiredPlan::State state = out.units.back().state;
    ++out.required;
    out.in_time += state == RequiredPlan::State::kInTime ? 1 : 0;
    out.issued_late += state == RequiredPlan::State::kLate ? 1 : 0;
    out.not_issued += state == RequiredPlan::State::kNotIssued ? 1 : 0;
  }
  return out;
}

absl::StatusOr<CarryingOut> PlansCarriedOut(const UnitTree& tree,
                                            std::span<const EngagementFact> engagements, int year,
                                            const std::string& scope, Day day) {
  TIENDO_ASSIGN_OR_RETURN(const int top, tree.Scope(scope, day));
  CarryingOut out;
  std::set<std::string> slow;
  for (const EngagementFact& engagement : engagements) {
    const int place = tree.Place(engagement.unit);
    if (engagement.year != year || place == UnitTree::kNone || !tree.Counts(place, top)) continue;
    const bool concluded = engagement.concluded_on && *engagement.concluded_on <= day;
    if (!engagement.planned) {
      ++out.unplanned;
      out.unplanned_concluded += concluded ? 1 : 0;
      out.unplanned_list.push_back(engagement.name);
      continue;
    }
    ++out.planned;
    out.due += engagement.due_on && *engagement.due_on <= day ? 1 : 0;
    out.concluded += concluded ? 1 : 0;
    if (!engagement.due_on) continue;
    if (concluded && *engagement.concluded_on > *engagement.due_on) {
      ++out.concluded_late;
      out.concluded_late_list.push_back(engagement.name);
      slow.insert(tree.node(place).unit->id);
    } else if (!concluded && *engagement.due_on < day) {
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
