// The working-day calendar of a year, as entered: data with its sources. Counting is
// common/calendar/working_days.h.
#ifndef TIENDO_SERVICES_UNITS_DOMAIN_CALENDAR_H_
#define TIENDO_SERVICES_UNITS_DOMAIN_CALENDAR_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/working_days.h"
#include "common/resource/document.h"
#include "common/resource/repository.h"

namespace tiendo::units {

using calendar::Day;

struct CalendarDay {
  Day day;
  std::string description;
  resource::Document source;
  bool operator==(const CalendarDay&) const = default;
};

struct Calendar {
  std::string name;  // calendars/{year}
  std::vector<CalendarDay> holidays;
  std::vector<CalendarDay> swapped_working_days;
  resource::Stamp stamp;
  bool operator==(const Calendar&) const = default;
};

std::string CalendarName(int year);
// The year of a calendar's name; nullopt for a name of another shape ("calendars/0202").
std::optional<int> CalendarYear(std::string_view name);

// Replaces what is not nullopt.
struct CalendarUpdate {
  std::string name;
  std::string etag;  // empty: any
  std::optional<std::vector<CalendarDay>> holidays;
  std::optional<std::vector<CalendarDay>> swapped_working_days;
  bool allow_missing = false;
};

// Enters or changes a calendar; days are kept in order. NOT_FOUND, ETAG_MISMATCH; INVALID_ARGUMENT
// for a day listed twice or in both lists, or a swapped day that is worked anyway.
absl::StatusOr<Calendar> UpdateCalendar(resource::Repository<Calendar>& calendars,
                                        const CalendarUpdate& update);

// The form in which working days are counted.
calendar::CalendarYear ToWorkingYear(const Calendar& calendar);

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_DOMAIN_CALENDAR_H_
