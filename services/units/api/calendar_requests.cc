#include "services/units/api/calendar_requests.h"

#include <set>
#include <string>
#include <utility>

#include "common/api/field_mask.h"
#include "common/api/fields.h"
#include "common/errors/error.h"
#include "services/units/api/codec.h"

namespace tiendo::units {
namespace {

using api::Presence;
using errors::Violations;

constexpr size_t kDescriptionLength = 128;
// Longest span that is counted at once.
constexpr int kMaxYears = 100;

void CheckCalendarName(const std::string& field, const std::string& name, Violations& violations) {
  if (!CalendarYear(name)) violations.Add(field, "must be calendars/{year}, e.g. calendars/2025");
}

std::set<std::string> Paths(const v1::UpdateCalendarRequest& request, Violations& violations) {
  static const std::vector<std::string> lists = {"holidays", "swapped_working_days"};
  if (!request.has_update_mask()) return {lists.begin(), lists.end()};
  return api::UpdatePaths(request.update_mask(), *v1::Calendar::descriptor(), lists, violations);
}

template <typename Days>
std::vector<CalendarDay> Read(const std::string& field, const Days& days, std::optional<int> year,
                              Violations& violations) {
  std::vector<CalendarDay> out;
  for (int i = 0; i < days.size(); ++i) {
    const std::string at = "calendar." + errors::At(field, i);
    CalendarDay day;
    const std::optional<Day> date = api::Date(at + ".date", days[i].has_date(), days[i].date(),
                                              Presence::kRequired, violations);
    if (date && year && calendar::YearOf(*date) != *year) {
      violations.Add(at + ".date", calendar::FormatIso(*date) + " is not a day of " +
                                       std::to_string(*year) + ": it belongs to calendars/" +
                                       std::to_string(calendar::YearOf(*date)));
    }
    day.day = date.value_or(Day());
    day.description = api::Text(at + ".description", days[i].description(), Presence::kRequired,
                                kDescriptionLength, violations);
    day.source = api::Document(at + ".source", days[i].source(), Presence::kRequired, violations);
    out.push_back(std::move(day));
  }
  return out;
}

CalendarUpdate Read(const v1::UpdateCalendarRequest& request, Violations& violations) {
  const v1::Calendar& calendar = request.calendar();
  const std::optional<int> year = CalendarYear(calendar.name());
  CalendarUpdate out;
  out.name = calendar.name();
  out.etag = calendar.etag();
  out.allow_missing = request.allow_missing();
  const std::set<std::string> paths = Paths(request, violations);
  if (paths.contains("holidays")) {
    out.holidays = Read("holidays", calendar.holidays(), year, violations);
  }
  if (paths.contains("swapped_working_days")) {
    out.swapped_working_days =
        Read("swapped_working_days", calendar.swapped_working_days(), year, violations);
  }
  return out;
}

}  // namespace

absl::Status ValidateGetCalendar(const v1::GetCalendarRequest& request) {
  Violations violations;
  CheckCalendarName("name", request.name(), violations);
  api::Time("read_time", request.has_read_time(), request.read_time(), violations);
  return violations.ToStatus();
}

absl::Status ValidateUpdateCalendar(const v1::UpdateCalendarRequest& request) {
  Violations violations;
  CheckCalendarName("calendar.name", request.calendar().name(), violations);
  Read(request, violations);
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatus();
}

absl::Status ValidateCountWorkingDays(const v1::CountWorkingDaysRequest& request) {
  Violations violations;
  const std::optional<Day> from =
      api::Date("from", request.has_from(), request.from(), Presence::kRequired, violations);
  const std::optional<Day> to =
      api::Date("to", request.has_to(), request.to(), Presence::kRequired, violations);
  if (from && to && calendar::YearOf(*to) - calendar::YearOf(*from) >= kMaxYears) {
    violations.Add("to", "lies 100 years or more after from: count in parts");
  }
  api::Time("read_time", request.has_read_time(), request.read_time(), violations);
  return violations.ToStatus();
}

CalendarUpdate UpdateOf(const v1::UpdateCalendarRequest& request) {
  Violations checked_before;
  return Read(request, checked_before);
}

}  // namespace tiendo::units
