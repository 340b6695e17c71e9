#include "services/status/domain/due_soon.h"

namespace tiendo::status {

std::optional<int> WorkingDaysLeft::operator()(Day from, Day to, int limit) const {
  int total = 0;
  for (Day day = from + std::chrono::days{1}; day <= to; day += std::chrono::days{1}) {
    if (!calendar_->HasYear(calendar::YearOf(day))) {
      missing_->insert(calendar::YearOf(day));
      return std::nullopt;
    }
    if (calendar_->IsWorkingDay(day).value_or(false) && ++total > limit) return total;
  }
  return total;
}

}  // namespace tiendo::status
