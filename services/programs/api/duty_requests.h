// Requests of duties turned into what the domain takes, or all their violations at once.
#ifndef TIENDO_SERVICES_PROGRAMS_API_DUTY_REQUESTS_H_
#define TIENDO_SERVICES_PROGRAMS_API_DUTY_REQUESTS_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/feed/listing.h"
#include "services/programs/domain/distribution.h"
#include "services/programs/domain/duties.h"
#include "services/units/client/unit_directory.h"
#include "tiendo/programs/v1/duties.pb.h"

namespace tiendo::programs {

inline constexpr char kDutyPattern[] = "programs/*/duties/*";

const std::vector<feed::ListField>& DutyFields();

absl::Status ValidateListDuties(const v1::ListDutiesRequest& request);
// `reasons` for a duty that gives none.
absl::StatusOr<Duty> ParseCreateDuty(const v1::CreateDutyRequest& request,
                                     const std::vector<ReturnReason>& reasons);
absl::StatusOr<DutyUpdate> ParseUpdateDuty(const v1::UpdateDutyRequest& request,
                                           const std::vector<ReturnReason>& reasons);

// Verbs. A date after `today`, the day in the business time zone, is a violation.
absl::StatusOr<DutyIssue> ParseIssueDuty(const v1::IssueDutyRequest& request, Day today);
absl::StatusOr<DutyIssue> ParseCloseDuty(const v1::CloseDutyRequest& request, Day today);
absl::StatusOr<Distribution> ParseDistributeDuty(const v1::DistributeDutyRequest& request,
                                                 Day today);

// Units that a valid request names, each once, with the path of its first mention.
std::vector<units::UnitReference> UnitsOf(const v1::CreateDutyRequest& request);
std::vector<units::UnitReference> UnitsOf(const v1::UpdateDutyRequest& request);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_API_DUTY_REQUESTS_H_
