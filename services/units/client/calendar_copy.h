// The calendars of the units service, as its feed tells them.
#ifndef TIENDO_SERVICES_UNITS_CLIENT_CALENDAR_COPY_H_
#define TIENDO_SERVICES_UNITS_CLIENT_CALENDAR_COPY_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string_view>

#include "common/calendar/working_days.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::units {

// Not thread-safe.
class CalendarCopy {
 public:
  CalendarCopy();

  // Whether the name is that of a calendar.
  static bool Holds(std::string_view name);
  // One that is not newer than what is held is skipped.
  void Put(const v1::Calendar& calendar);
  // Of all years held; never null, never changed.
  std::shared_ptr<const calendar::WorkingCalendar> working_days() const { return working_days_; }

 private:
  struct Year {
    int64_t revision = 0;
    calendar::CalendarYear days;
  };
  std::map<int, Year> years_;
  std::shared_ptr<const calendar::WorkingCalendar> working_days_;  // of years_
};

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_CLIENT_CALENDAR_COPY_H_
