// Who is late to carry its plan out (chậm thực hiện): rule 30 of status as a pure function. It is
// a list of its own, never added to that of late_plans.h.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_LATE_ENGAGEMENTS_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_LATE_ENGAGEMENTS_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "services/supervision/domain/engagement.h"

namespace tiendo::supervision {

// A planned engagement that was concluded after it was due, or is overdue.
struct LateEngagement {
  std::string engagement;
  std::string unit;
  Day due;
  std::optional<Day> concluded_on;  // nullopt: not by the day asked for
  int days_late = 0;                // calendar days after it was due
  bool operator==(const LateEngagement&) const = default;
};

struct LateEngagements {
  std::vector<LateEngagement> late;  // by name
  int planned = 0;                   // in a plan of the year
  int due = 0;                       // of these, due by as_of
  int concluded = 0;
  int concluded_late = 0;
  int overdue_open = 0;
  int unplanned = 0;  // in no number above
};

struct CarryingOutQuery {
  int year = 0;
  Day as_of;
  std::string tag;  // only with this tag; empty: all
  // Whether a unit, or its heir, counts where it is asked for.
  std::function<bool(const std::string& unit)> in_scope;
  // The day of an instant in the zone of business.
  std::function<Day(Instant time)> day_of;
};

// An engagement that was taken out of its plan counts nowhere from that day on. An unplanned one
// belongs to the year in which it began, as far as that is known: its first scheduled day, else the
// day it was recorded.
LateEngagements FindLateEngagements(const std::vector<Engagement>& engagements,
                                    const CarryingOutQuery& query);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_LATE_ENGAGEMENTS_H_
