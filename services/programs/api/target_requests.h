// Requests about targets turned into what the domain takes, or all their violations at once
// (requests.h).
#ifndef TIENDO_SERVICES_PROGRAMS_API_TARGET_REQUESTS_H_
#define TIENDO_SERVICES_PROGRAMS_API_TARGET_REQUESTS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/feed/listing.h"
#include "services/programs/domain/target_verbs.h"
#include "services/units/client/unit_directory.h"
#include "tiendo/programs/v1/targets.pb.h"

namespace tiendo::programs {

inline constexpr char kTargetPattern[] = "programs/*/targets/*";

// Fields that lists, and with them WatchChanges, can be filtered by.
const std::vector<feed::ListField>& TargetFields();

// ListTargets accepts "programs/-" for all programmes.
absl::Status ValidateListTargets(const v1::ListTargetsRequest& request);
absl::Status ValidateListTargetEvents(const v1::ListTargetEventsRequest& request);
absl::Status ValidateListTargetReports(const v1::ListTargetReportsRequest& request);

absl::StatusOr<NewTarget> ParseCreateTarget(const v1::CreateTargetRequest& request);
absl::StatusOr<std::vector<NewTarget>> ParseBatchCreateTargets(
    const v1::BatchCreateTargetsRequest& request);
absl::StatusOr<TargetUpdate> ParseUpdateTarget(const v1::UpdateTargetRequest& request);

// Verbs. A date after `today`, the day in the business time zone, is a violation.
absl::StatusOr<TargetVerbInput> ParseAssignTarget(const v1::AssignTargetRequest& request,
                                                  Day today);
absl::StatusOr<Adjustment> ParseAdjustTarget(const v1::AdjustTargetRequest& request, Day today);
absl::StatusOr<TargetVerbInput> ParseWithdrawTarget(const v1::WithdrawTargetRequest& request,
                                                    Day today);
absl::StatusOr<TargetVoiding> ParseVoidTargetEvent(const v1::VoidTargetEventRequest& request);
absl::StatusOr<NewTargetReport> ParseReportTargetValue(const v1::ReportTargetValueRequest& request,
                                                       Day today);
absl::StatusOr<ReportCorrection> ParseCorrectTargetReport(
    const v1::CorrectTargetReportRequest& request, Day today);
absl::StatusOr<TargetVoiding> ParseVoidTargetReport(const v1::VoidTargetReportRequest& request);

// Units that a valid request names, each once, with the path of its first mention.
std::vector<units::UnitReference> UnitsOf(const v1::CreateTargetRequest& request);
std::vector<units::UnitReference> UnitsOf(const v1::BatchCreateTargetsRequest& request);
std::vector<units::UnitReference> UnitsOf(const v1::UpdateTargetRequest& request);
std::vector<units::UnitReference> UnitsOf(const v1::AdjustTargetRequest& request);
std::vector<units::UnitReference> UnitsOf(const v1::ReportTargetValueRequest& request);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_API_TARGET_REQUESTS_H_
