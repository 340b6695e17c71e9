// The window of an engagement on a day: an adjustment counts from the day of its approval, what was
// planned first stays. Rule 30 of status counts by it.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_SCHEDULE_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_SCHEDULE_H_

#include <optional>

#include "services/supervision/domain/engagement.h"

namespace tiendo::supervision {

// Day of the conclusion; nullopt when it was not concluded by `day`.
std::optional<Day> ConcludedOn(const Engagement& engagement);
bool ConcludedBy(const Engagement& engagement, Day day);

// Taken out of its plan by `day`, and not concluded before: the first by date wins, on the same day
// the conclusion.
bool RemovedBy(const Engagement& engagement, Day day);

// The day it is due, as in force on `day`; a concluded one keeps that of its conclusion. Of several
// adjustments the one approved last counts, not the one entered last; of one day the one entered
// last.
std::optional<Day> DueOn(const Engagement& engagement, Day day);

// Brings `scheduled` and `state` to what the changes and steps make of them.
void ApplySchedule(Engagement& engagement);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_SCHEDULE_H_
