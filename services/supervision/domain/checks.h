// Checks of practice on engagements: they note, they never refuse.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_CHECKS_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_CHECKS_H_

#include <optional>

#include "services/supervision/domain/engagement.h"
#include "services/supervision/domain/environment.h"

namespace tiendo::supervision {

// The launch, later than so many working days after the decision; not computable when a year has no
// calendar. nullopt as well when there was no decision.
std::optional<Warning> CheckLaunch(const Engagement& engagement, const Environment& environment);
// Calendar days from the launch to the conclusion, against the limit and the extensions.
std::optional<Warning> CheckDuration(const Engagement& engagement, const Environment& environment);
// All extensions together, against their share of the limit.
std::optional<Warning> CheckExtension(const Engagement& engagement, const Environment& environment);
// The period inspected, in years begun.
std::optional<Warning> CheckPeriod(const Engagement& engagement, const Practice& practice);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_CHECKS_H_
