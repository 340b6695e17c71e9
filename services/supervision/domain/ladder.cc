#include "services/supervision/domain/ladder.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <functional>
#include <string>

#include "common/base/status_macros.h"
#include "services/supervision/domain/missing_year.h"

namespace tiendo::supervision {
namespace {

constexpr int kMaxRung = 365;

void Begin(const Rung& rung, Day as_of, std::optional<Rung>& latest) {
  if (rung.trigger > as_of) return;
  if (!latest || rung.trigger > latest->trigger) latest = rung;
}

}  // namespace

absl::StatusOr<std::vector<int>> ParseRungs(std::string_view text) {
  std::vector<int> out;
  while (!text.empty()) {
    const size_t comma = std::min(text.find(','), text.size());
    int days = 0;
    const char* last = text.data() + comma;
    const auto [end, error] = std::from_chars(text.data(), last, days);
    if (error != std::errc() || end != last || days < 1 || days > kMaxRung ||
        comma + 1 == text.size()) {
      return absl::InvalidArgumentError(
          "must be whole numbers of 1 to 365, separated by commas, e.g. 15,7,3");
    }
    if (std::find(out.begin(), out.end(), days) != out.end()) {
      return absl::InvalidArgumentError(std::to_string(days) + " is given twice");
    }
    out.push_back(days);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  std::sort(out.begin(), out.end(), std::greater<>());
  return out;
}

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
