// Working days until a due date, from calendars of which some years may be missing.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_DUE_SOON_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_DUE_SOON_H_

#include <memory>
#include <optional>
#include <set>

#include "common/calendar/working_days.h"
#include "services/status/domain/figures.h"

namespace tiendo::status {

// Counts for one question, and remembers which years it lacked. A year that is missing does not
// matter when the days before it are more than the limit already. Copies share what is remembered.
class WorkingDaysLeft {
 public:
  explicit WorkingDaysLeft(std::shared_ptr<const calendar::WorkingCalendar> calendar)
      : calendar_(std::move(calendar)), missing_(std::make_shared<std::set<int>>()) {}

  // As CountWorkingDays of figures.h, which it converts to.
  std::optional<int> operator()(Day from, Day to, int limit) const;

  const std::set<int>& missing_years() const { return *missing_; }

 private:
  std::shared_ptr<const calendar::WorkingCalendar> calendar_;
  std::shared_ptr<std::set<int>> missing_;
};

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_DUE_SOON_H_
