#include "services/units/client/calendar_copy.h"

#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "common/api/fields.h"

namespace tiendo::units {
namespace {

constexpr std::string_view kCalendars = "calendars/";

// The units service has checked the days; should they not fit all the same, there are none.
std::shared_ptr<const calendar::WorkingCalendar> CalendarOf(
    const std::vector<calendar::CalendarYear>& years) {
  absl::StatusOr<calendar::WorkingCalendar> made = calendar::WorkingCalendar::Create(years);
  if (!made.ok()) made = calendar::WorkingCalendar::Create({});
  return std::make_shared<const calendar::WorkingCalendar>(*std::move(made));
}

template <typename Days>
std::vector<calendar::Day> DatesOf(const Days& days) {
  std::vector<calendar::Day> out;
  for (const v1::CalendarDay& day : days) out.push_back(api::FromProto(day.date()));
  return out;
}

}  // namespace

CalendarCopy::CalendarCopy() : working_days_(CalendarOf({})) {}

bool CalendarCopy::Holds(std::string_view name) { return name.starts_with(kCalendars); }

void CalendarCopy::Put(const v1::Calendar& calendar) {
  int number = 0;
  const std::string& name = calendar.name();
  const char* end = name.data() + name.size();
  if (std::from_chars(name.data() + kCalendars.size(), end, number).ptr != end) return;
  Year& year = years_[number];
  if (calendar.revision() <= year.revision) return;
  year = {calendar.revision(),
          {number, DatesOf(calendar.holidays()), DatesOf(calendar.swapped_working_days())}};
  std::vector<calendar::CalendarYear> all;
  for (const auto& [_, held] : years_) all.push_back(held.days);
  working_days_ = CalendarOf(all);
}

}  // namespace tiendo::units
