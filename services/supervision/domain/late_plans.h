// Who was late to draw up its plan (chậm xây dựng): rule 29 of status as a pure function.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_LATE_PLANS_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_LATE_PLANS_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "services/supervision/domain/plan.h"
#include "services/supervision/domain/requirement.h"

namespace tiendo::supervision {

// A unit, as far as the rule looks at it.
struct UnitRecord {
  std::string name;   // units/{unit}
  bool party = true;  // Party side, else government side
  std::string kind;   // without prefix: "GRASSROOTS_CELL"
  Day effective_from;
  std::optional<Day> effective_to;  // first day no longer in force
  // Who takes over at the end: the first-named successor, else the last superior; empty: nobody.
  std::string heir;

  bool InForce(Day day) const {
    return effective_from <= day && (!effective_to || day < *effective_to);
  }
};

// A required unit that issued its plan after the deadline or not at all.
struct LatePlan {
  std::string unit;
  std::string plan;              // empty when there is none
  std::optional<Day> issued_on;  // nullopt: not issued by the day asked for
  int days_late = 0;             // calendar days after the deadline
  std::string requirement;       // that it belongs to
  bool operator==(const LatePlan&) const = default;
};

// required = issued_in_time + issued_late + not_issued, on every day.
struct PlanCounts {
  int required = 0;
  int issued_in_time = 0;
  int issued_late = 0;
  int not_issued = 0;  // by as_of; these are late once the deadline has passed
  bool operator==(const PlanCounts&) const = default;
};

struct LatePlans {
  std::vector<LatePlan> late;              // by unit name; of deadlines that have passed
  std::vector<PlanCounts> by_requirement;  // in the order of the requirements
  PlanCounts all;
};

// Whether a unit, or its heir, counts where it is asked for.
using InScope = std::function<bool(const std::string& unit)>;

// `requirements` are those of one year, by name; `plans` those of the same year, at most one of a
// unit.
//  * The required list of each is that of min(as_of, deadline) and stays as it was then: the Party
//    units of its kinds in force, and the units it names, each replaced by its heir in force on
//    that day, transitively; everyone once. A unit that one requirement names is not in another by
//    its kind; an heir that belongs to another requirement counts there.
//  * An heir is in time by its own plan, or when every unit that it replaced had issued in time:
//    the named ones, and those of required kinds that ended in the year or had a plan for it.
//  * What an heir issues after it took over counts as the plan of a unit that ended.
LatePlans FindLatePlans(const std::vector<PlanRequirement>& requirements,
                        const std::vector<UnitRecord>& units, const std::vector<Plan>& plans,
                        Day as_of, const InScope& in_scope);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_LATE_PLANS_H_
