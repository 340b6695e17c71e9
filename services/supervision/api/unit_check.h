// Whether the units named in a request exist, and stand on the side that the field asks for.
#ifndef TIENDO_SERVICES_SUPERVISION_API_UNIT_CHECK_H_
#define TIENDO_SERVICES_SUPERVISION_API_UNIT_CHECK_H_

#include <vector>

#include "absl/status/status.h"
#include "common/rpc/call.h"
#include "services/units/client/unit_directory.h"
#include "tiendo/supervision/v1/supervision.pb.h"

namespace tiendo::supervision {

struct NamedUnits {
  std::vector<units::UnitReference> party;     // Party organisations
  std::vector<units::UnitReference> any_side;  // of either side
};

NamedUnits UnitsOf(const v1::CreateRequirementRequest& request);
NamedUnits UnitsOf(const v1::UpdateRequirementRequest& request);
NamedUnits UnitsOf(const v1::CreatePlanRequest& request);
NamedUnits UnitsOf(const v1::CreateEngagementRequest& request);
NamedUnits UnitsOf(const v1::OpenFromViolationSignsRequest& request);
NamedUnits UnitsOf(const v1::CreateRecommendationRequest& request);
NamedUnits UnitsOf(const v1::IssueReminderRequest& request);
NamedUnits UnitsOf(const v1::IssueDueRemindersRequest& request);

// INVALID_ARGUMENT with a violation for each unit that does not exist (REFERENCE_NOT_FOUND), or
// else for each that is no Party organisation where one is asked for (INVALID_REQUEST); UNAVAILABLE
// PEER_UNAVAILABLE when that cannot be said now. May wait.
absl::Status CheckUnits(units::UnitDirectory& directory, const rpc::Call& call,
                        const NamedUnits& named);

// UNAVAILABLE PEER_UNAVAILABLE: what needs the units cannot be said now.
absl::Status UnitsUnavailable();

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_API_UNIT_CHECK_H_
