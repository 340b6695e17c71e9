// The ladder of automatic notices: rules 32 and 34 of services/status/README.md as pure functions.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_LADDER_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_LADDER_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/calendar/working_days.h"
#include "services/supervision/domain/reminder.h"

namespace tiendo::supervision {

// Practice, never law: settings. config.h has the defaults and where they come from.
struct Ladder {
  std::vector<int> before_due = {15, 7, 3};  // working days
  std::vector<int> after_due = {1};          // calendar days
  // Urgings past the due date, before the subject belongs on the leadership's agenda.
  int urgings = 3;
  // Calendar days from the issue; 0: no answer is asked for.
  int acknowledge_days = 3;
  int explain_days = 7;
};

// A step of the ladder for one due date.
struct Rung {
  ReminderKind kind = ReminderKind::kBeforeDue;
  int days = 0;
  Day trigger;  // the day on which it begins
  bool operator==(const Rung&) const = default;
};

// The first day on which no more than `left` working days of (day, due] are left: the day on which
// a subject that is due then comes among those "due soon ≤ left" (column due_soon of status). For a
// due date that is a working day this is the left-th working day before it. CALENDAR_YEAR_MISSING.
absl::StatusOr<Day> DayWithWorkingDaysLeft(const calendar::WorkingCalendar& calendar, Day due,
                                           int left);

struct Begun {
  // The rung that began last, of those that have begun by the day; nullopt: none. After the due
  // date only rungs after it count.
  std::optional<Rung> latest;
  // Rungs before the due date that the calendar cannot tell, and the first year that it misses.
  std::vector<int> not_computable;
  int missing_year = 0;
};

// Where a subject that is due on `due` stands on `as_of`. Rungs after the due date need no
// calendar.
Begun FindRung(const Ladder& ladder, const calendar::WorkingCalendar& calendar, Day due, Day as_of);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_LADDER_H_
