#include "common/calendar/working_days.h"

#include <algorithm>
#include <set>
#include <string>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"

namespace tiendo::calendar {
namespace {

Day NewYear(int year) { return Day{std::chrono::year{year} / 1 / 1}; }
size_t IndexInYear(Day day) { return static_cast<size_t>((day - NewYear(YearOf(day))).count()); }

void Validate(const CalendarYear& data, const std::string& field, errors::Violations& violations) {
  if (data.year < kFirstYear || data.year > kLastYear) {
    violations.Add(field + ".year", "must be from " + std::to_string(kFirstYear) + " to " +
                                        std::to_string(kLastYear));
    return;
  }
  auto check = [&](const std::vector<Day>& days, const std::string& list) {
    for (size_t i = 0; i < days.size(); ++i) {
      if (YearOf(days[i]) == data.year) continue;
      violations.Add(errors::At(field + "." + list, i),
                     FormatIso(days[i]) + " is not a day of " + std::to_string(data.year));
    }
  };
  check(data.holidays, "holidays");
  check(data.swapped_working_days, "swapped_working_days");
  std::set<Day> holidays(data.holidays.begin(), data.holidays.end());
  for (size_t i = 0; i < data.swapped_working_days.size(); ++i) {
    Day day = data.swapped_working_days[i];
    if (!holidays.contains(day)) continue;
    violations.Add(errors::At(field + ".swapped_working_days", i),
                   FormatIso(day) + " is also listed as a holiday: keep one of the two");
  }
}

}  // namespace

absl::StatusOr<WorkingCalendar> WorkingCalendar::Create(const std::vector<CalendarYear>& years,
                                                        const Weekend& weekend) {
  errors::Violations violations;
  std::set<int> seen;
  for (size_t i = 0; i < years.size(); ++i) {
    std::string field = errors::At("years", i);
    Validate(years[i], field, violations);
    if (!seen.insert(years[i].year).second) {
      violations.Add(field + ".year", std::to_string(years[i].year) + " is given twice");
    }
  }
  if (!violations.empty()) return violations.ToStatus();

  WorkingCalendar calendar;
  for (const CalendarYear& data : years) {
    std::set<Day> holidays(data.holidays.begin(), data.holidays.end());
    std::set<Day> swapped(data.swapped_working_days.begin(), data.swapped_working_days.end());
    Year& year = calendar.years_[data.year];
    Day first = NewYear(data.year);
    year.length = static_cast<int>((NewYear(data.year + 1) - first).count());
    for (int i = 0; i < year.length; ++i) {
      Day day = first + std::chrono::days(i);
      bool off = std::ranges::count(weekend.days, std::chrono::weekday{day}) > 0;
      bool works = swapped.contains(day) || (!off && !holidays.contains(day));
      size_t at = static_cast<size_t>(i);
      year.before[at + 1] = static_cast<int16_t>(year.before[at] + (works ? 1 : 0));
    }
  }
  return calendar;
}

absl::StatusOr<const WorkingCalendar::Year*> WorkingCalendar::Find(int year) const {
  auto it = years_.find(year);
  if (it != years_.end()) return &it->second;
  std::string text = std::to_string(year);
  return errors::Make(
      absl::StatusCode::kFailedPrecondition, errors::reasons::kCalendarYearMissing,
      "the calendar has no working days for " + text +
          ": enter the holidays and swapped working days of that year as calendars/" + text +
          ", then try again",
      {{"year", text}});
}

absl::StatusOr<bool> WorkingCalendar::IsWorkingDay(Day day) const {
  TIENDO_ASSIGN_OR_RETURN(const Year* year, Find(YearOf(day)));
  size_t i = IndexInYear(day);
  return year->before[i + 1] > year->before[i];
}

absl::StatusOr<int32_t> WorkingCalendar::CountWorkingDays(Day from, Day to) const {
  if (to <= from) return 0;
  Day first = from + std::chrono::days(1);
  int32_t count = 0;
  for (int y = YearOf(first); y <= YearOf(to); ++y) {
    TIENDO_ASSIGN_OR_RETURN(const Year* year, Find(y));
    size_t begin = y == YearOf(first) ? IndexInYear(first) : 0;
    size_t end = y == YearOf(to) ? IndexInYear(to) + 1 : static_cast<size_t>(year->length);
    count += year->before[end] - year->before[begin];
  }
  return count;
}

absl::StatusOr<Day> WorkingCalendar::AddWorkingDays(Day from, int32_t n) const {
  // Steps day by day: spans are some dozens of days, and a missing year ends it.
  std::chrono::days step(n < 0 ? -1 : 1);
  Day day = from;
  for (int64_t left = n < 0 ? -int64_t{n} : int64_t{n}; left > 0;) {
    day += step;
    TIENDO_ASSIGN_OR_RETURN(bool works, IsWorkingDay(day));
    if (works) --left;
  }
  return day;
}

}  // namespace tiendo::calendar
