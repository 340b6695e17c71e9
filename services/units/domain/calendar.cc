#include "services/units/domain/calendar.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/resource/etag.h"
#include "common/resource/name.h"

namespace tiendo::units {
namespace {

constexpr std::string_view kPrefix = "calendars/";

void Check(const Calendar& calendar, errors::Violations& violations) {
  std::set<Day> holidays;
  for (size_t i = 0; i < calendar.holidays.size(); ++i) {
    if (holidays.insert(calendar.holidays[i].day).second) continue;
    violations.Add(absl::StrCat("calendar.holidays[", i, "].date"),
                   calendar::FormatIso(calendar.holidays[i].day) + " is listed twice");
  }
  std::set<Day> swapped;
  for (size_t i = 0; i < calendar.swapped_working_days.size(); ++i) {
    const Day day = calendar.swapped_working_days[i].day;
    const std::string field = absl::StrCat("calendar.swapped_working_days[", i, "].date");
    const std::string iso = calendar::FormatIso(day);
    if (!swapped.insert(day).second) violations.Add(field, iso + " is listed twice");
    if (holidays.contains(day)) {
      violations.Add(field, iso + " is also listed as a holiday: keep one of the two");
    }
    const std::chrono::weekday weekday(day);
    if (weekday != std::chrono::Saturday && weekday != std::chrono::Sunday) {
      violations.Add(field, iso + " is worked anyway: only a day of the weekend is swapped");
    }
  }
}

void Sort(std::vector<CalendarDay>& days) {
  std::stable_sort(days.begin(), days.end(),
                   [](const CalendarDay& a, const CalendarDay& b) { return a.day < b.day; });
}

}  // namespace

std::string CalendarName(int year) { return std::string(kPrefix) + std::to_string(year); }

std::optional<int> CalendarYear(std::string_view name) {
  if (!name.starts_with(kPrefix)) return std::nullopt;
  const std::string_view digits = name.substr(kPrefix.size());
  if (digits.size() != 4) return std::nullopt;
  int year = 0;
  for (char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    year = year * 10 + (c - '0');
  }
  if (year < calendar::kFirstYear || year > calendar::kLastYear) return std::nullopt;
  return year;
}

absl::StatusOr<Calendar> UpdateCalendar(resource::Repository<Calendar>& calendars,
                                        const CalendarUpdate& update) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<Calendar> stored, calendars.Get(update.name));
  if (!stored && !update.allow_missing) return resource::NotFound(update.name);
  Calendar calendar = stored.value_or(Calendar{});
  calendar.name = update.name;
  TIENDO_RETURN_IF_ERROR(resource::CheckEtag(update.name, update.etag, calendar.stamp.revision));
  if (update.holidays) calendar.holidays = *update.holidays;
  if (update.swapped_working_days) calendar.swapped_working_days = *update.swapped_working_days;
  errors::Violations violations;
  Check(calendar, violations);
  TIENDO_RETURN_IF_ERROR(violations.ToStatus());
  Sort(calendar.holidays);
  Sort(calendar.swapped_working_days);
  if (stored && *stored == calendar) return calendar;
  TIENDO_RETURN_IF_ERROR(calendars.Put(calendar));
  return calendar;
}

calendar::CalendarYear ToWorkingYear(const Calendar& calendar) {
  calendar::CalendarYear out;
  out.year = CalendarYear(calendar.name).value_or(0);
  for (const CalendarDay& day : calendar.holidays) out.holidays.push_back(day.day);
  for (const CalendarDay& day : calendar.swapped_working_days) {
    out.swapped_working_days.push_back(day.day);
  }
  return out;
}

}  // namespace tiendo::units
