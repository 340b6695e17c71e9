// What requests about calendars must hold, and what they ask for.
#ifndef TIENDO_SERVICES_UNITS_API_CALENDAR_REQUESTS_H_
#define TIENDO_SERVICES_UNITS_API_CALENDAR_REQUESTS_H_

#include "absl/status/status.h"
#include "services/units/domain/calendar.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::units {

absl::Status ValidateGetCalendar(const v1::GetCalendarRequest& request);
absl::Status ValidateUpdateCalendar(const v1::UpdateCalendarRequest& request);
absl::Status ValidateCountWorkingDays(const v1::CountWorkingDaysRequest& request);

// Of a valid request, text in NFC.
CalendarUpdate UpdateOf(const v1::UpdateCalendarRequest& request);

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_API_CALENDAR_REQUESTS_H_
