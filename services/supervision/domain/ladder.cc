#include "services/supervision/domain/ladder.h"

#include <chrono>

#include "common/base/status_macros.h"
#include "services/supervision/domain/missing_year.h"

namespace tiendo::supervision {
namespace {

void Begin(const Rung& rung, Day as_of, std::optional<Rung>& latest) {
  if (rung.trigger > as_of) return;
  if (!latest || rung.trigger > latest->trigger) latest = rung;
}

}  // namespace

absl::StatusOr<Day> DayWithWorkingDaysLeft(const calendar::WorkingCalendar& calendar, Day due,
                                           int left) {
  // The due date itself is one of the days left, if it is worked.
  TIENDO_ASSIGN_OR_RETURN(const bool works, calendar.IsWorkingDay(due));
  return calendar.AddWorkingDays(due, works ? -left : -left - 1);
}

Begun FindRung(const Ladder& ladder, const calendar::WorkingCalendar& calendar, Day due,
               Day as_of) {
  Begun out;
  for (const int days : ladder.before_due) {
    const absl::StatusOr<Day> trigger = DayWithWorkingDaysLeft(calendar, due, days);
    if (trigger.ok()) {
      // What lies before the due date is nobody's business once that has passed.
      if (as_of > due) continue;
      Begin({ReminderKind::kBeforeDue, days, *trigger}, as_of, out.latest);
      continue;
    }
    out.not_computable.push_back(days);
    if (out.missing_year == 0) out.missing_year = MissingYear(trigger.status());
  }
  for (const int days : ladder.after_due) {
    Begin({ReminderKind::kAfterDue, days, due + std::chrono::days(days)}, as_of, out.latest);
  }
  return out;
}

}  // namespace tiendo::supervision
