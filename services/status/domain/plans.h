// Inspection and supervision plans: who was late to draw one up (chậm xây dựng), and who is late to
// carry it out (chậm thực hiện). Two delays that are never added.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_PLANS_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_PLANS_H_

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/status/domain/facts.h"
#include "services/status/domain/unit_tree.h"

namespace tiendo::status {

// One unit that had to issue a plan.
struct RequiredPlan {
  enum class State {
    kWaiting,    // not issued, the deadline has not passed
    kInTime,     // issued on or before the deadline
    kLate,       // issued after it
    kNotIssued,  // not issued, the deadline has passed
  };
  std::string unit;
  State state = State::kWaiting;
  std::optional<Day> issued_on;  // by the day asked for
  Day deadline = {};
  std::string requirement = {};  // "requirements/{requirement}"
  bool operator==(const RequiredPlan&) const = default;

  // In time, be it by the plans of all that it replaced, or issued late.
  bool done() const { return state == State::kInTime || state == State::kLate; }
};

struct DrawingUp {
  int required = 0;
  int in_time = 0;
  int issued_late = 0;
  int not_issued = 0;  // late = issued_late + not_issued; both 0 until the deadline has passed
  std::vector<RequiredPlan> units;  // by unit id
};

// Who must have a plan, wherever it stands, by requirement and unit. `requirements` are those of
// one year: a unit that one of them names belongs to that one, else to the one that has its kind,
// and an heir that belongs to one counts there. The required list is taken in the tree of min(day,
// deadline), heirs distinct, and stays: a unit that ends after the deadline is still answered for.
// Decisions where the rules are silent:
//  * An heir is in time by its own plan or when every unit it replaced in the list had issued in
//  time;
//    replaced units of a kind rule are those of the kind that ended in the year or had a plan for
//    it.
//  * What an heir issues after it took over counts as the plan of the unit that ended.
std::vector<RequiredPlan> RequiredPlans(const UnitHistory& units,
                                        std::span<const RequirementFact> requirements,
                                        std::span<const PlanFact> plans, Day day);

// Those of units that count in `scope` on `day`, themselves or by their heirs. Errors: those of
// UnitTree::Scope.
absl::StatusOr<DrawingUp> PlansDrawnUp(const UnitTree& tree,
                                       std::span<const RequirementFact> requirements,
                                       std::span<const PlanFact> plans, const std::string& scope,
                                       Day day);

// The day an engagement is due, as in force on `day`; a concluded one keeps that of its conclusion.
// Of several adjustments the one approved last counts, of one day the one recorded last.
std::optional<Day> DueOn(const EngagementFact& engagement, Day day);
// Taken out of its plan by `day`, and not concluded before.
bool RemovedBy(const EngagementFact& engagement, Day day);

struct CarryingOut {
  int planned = 0;         // = concluded + overdue_open + within_time
  int within_time = 0;     // planned, not concluded, not overdue
  int due = 0;             // planned, due <= day
  int concluded = 0;       // planned, concluded <= day
  int concluded_late = 0;  // of these, after they were due
  int overdue_open = 0;    // planned, not concluded, due < day
  int unplanned = 0;       // on signs of violation: in none of the numbers before
  int unplanned_concluded = 0;
  // Engagements behind the numbers, by name.
  std::vector<std::string> concluded_late_list;
  std::vector<std::string> overdue_list;
  std::vector<std::string> unplanned_list;
  // Units (or heirs) of concluded_late_list and overdue_list, distinct, by id.
  std::vector<std::string> slow_units;
};

// Engagements of `year` whose unit, or its heir, counts in `scope` on `day`; of one tag only when
// it is not empty. Errors: those of UnitTree::Scope.
absl::StatusOr<CarryingOut> PlansCarriedOut(const UnitTree& tree,
                                            std::span<const EngagementFact> engagements, int year,
                                            const std::string& scope, Day day,
                                            const std::string& tag = "");

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_PLANS_H_
