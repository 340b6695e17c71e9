// Lists of a unit and all below it.
#ifndef TIENDO_SERVICES_SUPERVISION_API_SCOPE_H_
#define TIENDO_SERVICES_SUPERVISION_API_SCOPE_H_

#include <string>

#include "services/supervision/domain/late_plans.h"
#include "services/units/client/unit_directory.h"

namespace tiendo::supervision {

// Whether a unit, or its heir, counts in `scope` on `day`; everybody without a scope. `directory`
// outlives what is returned.
InScope Within(const units::UnitDirectory& directory, const std::string& scope, Day day);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_API_SCOPE_H_
