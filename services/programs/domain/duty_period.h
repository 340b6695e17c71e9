// The periods of a duty, and the day on which what is owed for one is due.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_DUTY_PERIOD_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_DUTY_PERIOD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/calendar/day.h"
#include "common/calendar/working_days.h"

namespace tiendo::programs {

using calendar::Day;

// Values as in duties.proto.
enum class Cadence { kOnce = 1, kMonthly = 2, kQuarterly = 3, kYearly = 4 };
enum class DeadlineShift { kNone = 0, kPreviousWorkingDay = 1, kNextWorkingDay = 2 };

// The only period of what is due once.
inline constexpr std::string_view kOncePeriod = "once";

// "2022-06", "2022-q2", "2022" or "once". Periods of one cadence are of equal length, so that the
// order of names is that of time and "{unit}-{period}" can be read in one way only.
struct DutyPeriod {
  std::string name;
  int year = 0;        // 0: once, in no year
  int last_month = 0;  // 1 to 12; 0: once
  bool operator==(const DutyPeriod&) const = default;
};

// nullopt when `text` is no period of that cadence; years 2000 to 2100. Empty is "once" for what is
// due once.
std::optional<DutyPeriod> ParsePeriod(Cadence cadence, std::string_view text);
// How the periods of a cadence are written, for a sentence: "YYYY-MM".
std::string_view PeriodShape(Cadence cadence);

struct DeadlineRule {
  std::optional<Day> fixed;  // once
  // Month of the deadline, counted from the last month of the period, and its day; a month that has
  // fewer days ends the earlier.
  int32_t months_after = 0;
  int32_t day_of_month = 0;
  DeadlineShift shift = DeadlineShift::kNone;
  bool operator==(const DeadlineRule&) const = default;
};

// CALENDAR_YEAR_MISSING when it would have to be moved in a year that `working_days` does not have.
absl::StatusOr<Day> DeadlineOf(const DeadlineRule& rule, const DutyPeriod& period,
                               const calendar::WorkingCalendar& working_days);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_DUTY_PERIOD_H_
