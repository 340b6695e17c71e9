// Distribution of a duty: an assignment for every unit that owes it.
//
// Units that end keep their assignments, and their heirs owe them: a rule of reading (18 and 31 of
// the rules of counting), so a reorganisation writes nothing here and a figure of a past day stays.
// What a reorganisation adds, new units, gets its assignments at the next distribution of the
// period: giving a duty is an act of the committee with a date, so no feed does it by itself.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_DISTRIBUTION_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_DISTRIBUTION_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/programs/domain/assignment.h"
#include "services/programs/domain/duties.h"

namespace tiendo::programs {

// What the distribution has to know of the units.
struct Units {
  // Those of a population in force on a day, each once.
  std::function<std::vector<std::string>(const Population&, Day)> of_population;
  // The unit itself while in force, afterwards its heir; nullopt when there is none.
  std::function<std::optional<std::string>(const std::string& unit, Day)> heir;
  // Of the years that the units service has a calendar for.
  std::shared_ptr<const calendar::WorkingCalendar> working_days;
  int64_t revision = 0;  // of the units service
};

struct Distribution {
  std::string name;
  std::string etag;  // expected; empty: any
  std::string period;
  Day date;
  std::optional<Day> deadline;  // nullopt: by the duty's rule
  int max_units = 0;
};

struct Distributed {
  Duty duty;
  std::vector<Assignment> added;  // by name
};

// Gives the duty to the units of its population of that day that have no assignment for the period,
// neither of their own nor as heirs; so a second call adds what is new. One revision, whatever the
// number. NOT_FOUND, ETAG_MISMATCH, DUTY_STATE, CALENDAR_YEAR_MISSING, POPULATION_EMPTY,
// POPULATION_TOO_LARGE; INVALID_ARGUMENT for a period that is not of the cadence or not of the
// programme, a day before the issue, and a deadline before that day.
absl::StatusOr<Distributed> DistributeDuty(ProgramRepository& programs, DutyRepository& duties,
                                           AssignmentRepository& assignments, const Units& units,
                                           const Distribution& distribution);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_DISTRIBUTION_H_
