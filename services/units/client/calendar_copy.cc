#include "services/units/client/calendar_copy.h"

#include <charconv>
#include <string>
#include <system_error>
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
  const std::string& name = calendar.name();
  if (!Holds(name)) return;
  int number = 0;
  const char* end = name.data() + name.size();
  const auto read = std::from_chars(name.data() + kCalendars.size(), end, number);
  if (read.ec != std::errc() || read.ptr != end) return;
  const auto held = years_.find(number);
  if (held != years_.end() && calendar.revision() <= held->second.revision) return;
  years_[number] = {
      calendar.revision(),
      {number, DatesOf(calendar.holidays()), DatesOf(calendar.swapped_working_days())}};
  std::vector<calendar::CalendarYear> all;
  for (const auto& [_, year] : years_) all.push_back(year.days);
  working_days_ = CalendarOf(all);
}

}  // namespace tiendo::units
