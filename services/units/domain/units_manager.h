// Creating and correcting units. Every function runs inside one transaction and decides on what it
// reads there; reorganisation is reorganise.h.
#ifndef TIENDO_SERVICES_UNITS_DOMAIN_UNITS_MANAGER_H_
#define TIENDO_SERVICES_UNITS_DOMAIN_UNITS_MANAGER_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/units/domain/history.h"
#include "services/units/domain/store.h"

namespace tiendo::units {

// Creates units, all or none. They may refer to each other in any order. `field` gives the path of
// a unit in the request ("unit", "requests[3].unit") for violations. RESOURCE_EXISTS;
// INVALID_ARGUMENT with all violations of all units: parent or leader that does not exist, is of
// the wrong side, not in force on the first day or left without heir later, cycle, a code that
// another unit has, id twice.
absl::Status CreateUnits(UnitRepository& repository, std::vector<Unit>& units,
                         const std::function<std::string(size_t)>& field);

// Corrects entries of a unit and stores it, if it differs, with the events that change. NOT_FOUND,
// ETAG_MISMATCH (empty `etag`: any), UNIT_NOT_IN_FORCE for a day of the correction; violations as
// for creation, UNIT_TREE_CONFLICT for what other units would suffer.
absl::StatusOr<Unit> UpdateUnit(UnitRepository& repository, EventRepository& events,
                                std::string_view name, std::string_view etag,
                                const Correction& correction);

// The events of a unit in the order of recording, voided ones included.
absl::StatusOr<std::vector<UnitEvent>> EventsOf(EventRepository& events, std::string_view unit);

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_DOMAIN_UNITS_MANAGER_H_
