#include "services/programs/domain/distribution.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/resource/name.h"
#include "services/programs/domain/reasons.h"
#include "services/programs/domain/states.h"

namespace tiendo::programs {
namespace {

// The period, if it is one of the duty and of a year of its programme.
absl::StatusOr<DutyPeriod> CheckPeriod(ProgramRepository& programs, const Duty& duty,
                                       const std::string& text) {
  const std::optional<DutyPeriod> period = ParsePeriod(duty.cadence, text);
  if (!period) {
    return errors::InvalidField("period", "\"" + text + "\" is no period of a duty that is " +
                                              std::string(Name(duty.cadence)) + ": write " +
                                              std::string(PeriodShape(duty.cadence)));
  }
  const std::string program_name = ProgramOfDuty(duty.name);
  TIENDO_ASSIGN_OR_RETURN(std::optional<Program> program, programs.Get(program_name));
  if (!program) return resource::NotFound(program_name);
  TIENDO_RETURN_IF_ERROR(CheckState(*program, ProgramVerb::kDistributeDuty));
  const bool covered = period->year == 0 || absl::c_linear_search(program->years, period->year);
  if (!covered) {
    return errors::InvalidField("period", text + " is of a year that " + program_name +
                                              " does not cover: it would count nowhere");
  }
  return *period;
}

absl::StatusOr<Day> CheckDeadline(const Duty& duty, const DutyPeriod& period, const Units& units,
                                  const Distribution& distribution) {
  Day deadline = distribution.deadline.value_or(Day());
  if (!distribution.deadline) {
    TIENDO_ASSIGN_OR_RETURN(deadline, DeadlineOf(duty.deadline_rule, period, *units.working_days));
  }
  if (deadline >= distribution.date) return deadline;
  return errors::InvalidField("deadline", "the deadline " + calendar::FormatIso(deadline) +
                                              " is before the day of assignment (" +
                                              calendar::FormatIso(distribution.date) +
                                              "): give a later one");
}

absl::Status CheckSize(const Duty& duty, size_t units, int limit) {
  if (units == 0) {
    return errors::Make(absl::StatusCode::kFailedPrecondition, reasons::kPopulationEmpty,
                        "no unit in force on that day fits the population of " + duty.name +
                            ": change the population or the day",
                        {{"name", duty.name}});
  }
  if (units <= static_cast<size_t>(limit)) return absl::OkStatus();
  return errors::Make(
      absl::StatusCode::kFailedPrecondition, reasons::kPopulationTooLarge,
      duty.name + " would go to " + std::to_string(units) + " units at once, more than " +
          std::to_string(limit) + ": make a duty for each superior",
      {{"name", duty.name}, {"units", std::to_string(units)}, {"limit", std::to_string(limit)}});
}

// Who owes something for the period already, on that day.
absl::StatusOr<std::set<std::string>> Owing(AssignmentRepository& assignments, const Duty& duty,
                                            const DutyPeriod& period, const Units& units, Day day) {
  TIENDO_ASSIGN_OR_RETURN(std::vector<std::string> assigned,
                          assignments.UnitsOf(duty.name, period.name));
  std::set<std::string> owing;
  for (std::string& unit : assigned) {
    if (std::optional<std::string> heir = units.heir(unit, day)) owing.insert(*std::move(heir));
    owing.insert(std::move(unit));
  }
  return owing;
}

Assignment NewAssignment(const Duty& duty, const std::string& unit, const DutyPeriod& period,
                         Day date, Day deadline, int64_t units_revision) {
  Assignment out;
  out.name = AssignmentName(duty.name, unit, period.name);
  out.unit = unit;
  out.period = period.name;
  out.assigned = date;
  out.demand = DemandOf(duty, unit);
  out.original_deadline = deadline;
  out.deadline = deadline;
  out.units_revision = units_revision;
  return out;
}

void NotePeriod(Duty& duty, const DutyPeriod& period, Day date, size_t added, int64_t revision) {
  auto at = std::ranges::lower_bound(duty.periods, period.name, {}, &DistributedPeriod::period);
  if (at == duty.periods.end() || at->period != period.name) {
    at = duty.periods.insert(at, {period.name, date, date, 0, 0});
  }
  at->first_assigned = std::min(at->first_assigned, date);
  at->last_assigned = std::max(at->last_assigned, date);
  at->assignments += static_cast<int32_t>(added);
  at->units_revision = revision;
}

}  // namespace

absl::StatusOr<Distributed> DistributeDuty(ProgramRepository& programs, DutyRepository& duties,
                                           AssignmentRepository& assignments, const Units& units,
                                           const Distribution& input) {
  TIENDO_ASSIGN_OR_RETURN(Duty duty, ReadDuty(duties, input.name, input.etag));
  TIENDO_RETURN_IF_ERROR(CheckState(duty, DutyVerb::kDistribute));
  if (input.date < *duty.issued) {
    return errors::InvalidField("assign_date", calendar::FormatIso(input.date) +
                                                   " is before the duty was issued (" +
                                                   calendar::FormatIso(*duty.issued) + ")");
  }
  TIENDO_ASSIGN_OR_RETURN(const DutyPeriod period, CheckPeriod(programs, duty, input.period));
  TIENDO_ASSIGN_OR_RETURN(const Day deadline, CheckDeadline(duty, period, units, input));
  const std::vector<std::string> population = units.of_population(duty.population, input.date);
  TIENDO_RETURN_IF_ERROR(CheckSize(duty, population.size(), input.max_units));
  TIENDO_ASSIGN_OR_RETURN(const std::set<std::string> owing,
                          Owing(assignments, duty, period, units, input.date));
  Distributed out;
  for (const std::string& unit : population) {
    if (owing.contains(unit)) continue;
    out.added.push_back(NewAssignment(duty, unit, period, input.date, deadline, units.revision));
  }
  std::ranges::sort(out.added, {}, &Assignment::name);
  if (!out.added.empty()) {
    NotePeriod(duty, period, input.date, out.added.size(), units.revision);
    TIENDO_RETURN_IF_ERROR(duties.Put(duty));
    TIENDO_RETURN_IF_ERROR(assignments.Create(out.added));
  }
  out.duty = std::move(duty);
  return out;
}

}  // namespace tiendo::programs
