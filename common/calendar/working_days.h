// Working days: which days are holidays or swapped is data, given per year; a year without data is
// an error, never a guess (Tết follows the lunar calendar and the Government fixes the swaps each
// year).
#ifndef TIENDO_COMMON_CALENDAR_WORKING_DAYS_H_
#define TIENDO_COMMON_CALENDAR_WORKING_DAYS_H_

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <vector>

#include "absl/status/statusor.h"
#include "common/calendar/day.h"

namespace tiendo::calendar {

// The data of one year. Every day listed lies in `year`.
struct CalendarYear {
  int year = 0;
  // Days off, the days off in lieu included. One that falls on the weekend changes nothing.
  std::vector<Day> holidays;
  // Weekend days that are worked in exchange for a day off (làm bù).
  std::vector<Day> swapped_working_days;
};

// Weekly days off; by default Saturday and Sunday (the 40-hour week of the administration).
struct Weekend {
  std::vector<std::chrono::weekday> days = {std::chrono::Saturday, std::chrono::Sunday};
};

// Immutable and thread-safe. Every call that touches a day of a year without data is
// FAILED_PRECONDITION / CALENDAR_YEAR_MISSING with metadata "year".
class WorkingCalendar {
 public:
  // INVALID_ARGUMENT with all violations: a year given twice or out of range, a day outside its
  // year, a day that is both a holiday and a swapped working day.
  static absl::StatusOr<WorkingCalendar> Create(const std::vector<CalendarYear>& years,
                                                const Weekend& weekend = {});

  bool HasYear(int year) const { return years_.contains(year); }

  absl::StatusOr<bool> IsWorkingDay(Day day) const;

  // Working days in (from, to]; 0 when `to` is not after `from`.
  absl::StatusOr<int32_t> CountWorkingDays(Day from, Day to) const;

  // The n-th working day after `from`; for negative n the |n|-th before it; `from` itself for 0.
  // `from` need not be a working day.
  absl::StatusOr<Day> AddWorkingDays(Day from, int32_t n) const;

 private:
  // before[i] = working days among the first i days of the year, so a count over any span of a year
  // is one subtraction.
  struct Year {
    std::array<int16_t, 367> before{};
    int length = 0;
  };

  absl::StatusOr<const Year*> Find(int year) const;

  std::map<int, Year> years_;
};

}  // namespace tiendo::calendar

#endif  // TIENDO_COMMON_CALENDAR_WORKING_DAYS_H_
