// The use cases of units. Every function runs inside one transaction and decides on what it reads
// there.
#ifndef TIENDO_SERVICES_UNITS_DOMAIN_UNITS_MANAGER_H_
#define TIENDO_SERVICES_UNITS_DOMAIN_UNITS_MANAGER_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/resource/repository.h"
#include "services/units/domain/unit.h"

namespace tiendo::units {

using UnitRepository = resource::Repository<Unit>;

// Creates units, all or none. They may refer to each other in any order. `field` gives the path of
// a unit in the request ("unit", "requests[3].unit") for violations. RESOURCE_EXISTS;
// INVALID_ARGUMENT with all violations of all units: parent or leader that does not exist, is of
// the wrong side or not in force on the first day, cycle, id twice.
absl::Status CreateUnits(UnitRepository& repository, std::vector<Unit>& units,
                         const std::function<std::string(size_t)>& field);

// Applies `change` to the current state and stores it, if it differs. `change` edits what an update
// may edit. NOT_FOUND, ETAG_MISMATCH (empty `etag`: any), violations as for creation.
absl::StatusOr<Unit> UpdateUnit(UnitRepository& repository, std::string_view name,
                                std::string_view etag, const std::function<void(Unit&)>& change);

// A node of a tree in pre-order.
struct TreeNode {
  const Unit* unit = nullptr;
  int depth = 0;
  bool led = false;  // hangs here because the Party organisation above leads it
};

// The tree below `root` ("": all tops of the Party side, then government units that nobody leads)
// on a day. Siblings come in the order of `less`, led government units behind the Party children.
// NOT_FOUND for an unknown root or one not in force on that day.
absl::StatusOr<std::vector<TreeNode>> Tree(
    const std::vector<Unit>& units, const std::string& root, Day as_of,
    const std::function<bool(const Unit&, const Unit&)>& less);

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_DOMAIN_UNITS_MANAGER_H_
