// Who a duty goes to: its population, in the tree of a day, from the local copy of the units.
#ifndef TIENDO_SERVICES_PROGRAMS_API_DISTRIBUTION_UNITS_H_
#define TIENDO_SERVICES_PROGRAMS_API_DISTRIBUTION_UNITS_H_

#include <string>
#include <vector>

#include "services/programs/domain/distribution.h"
#include "services/units/client/unit_directory.h"

namespace tiendo::programs {

// Units of a population in force on a day, by name, each once: a unit named that has ended stands
// for its heir.
std::vector<std::string> UnitsOfPopulation(const units::UnitDirectory& directory,
                                           const Population& population, Day day);

// The directory as the domain takes it; it outlives the result.
Units UnitsOf(const units::UnitDirectory& directory);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_API_DISTRIBUTION_UNITS_H_
