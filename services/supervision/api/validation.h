// What requests must hold before anything is read or written: all violations at once.
#ifndef TIENDO_SERVICES_SUPERVISION_API_VALIDATION_H_
#define TIENDO_SERVICES_SUPERVISION_API_VALIDATION_H_

#include <vector>

#include "absl/status/status.h"
#include "common/feed/listing.h"
#include "services/supervision/domain/supervision_manager.h"
#include "tiendo/supervision/v1/supervision.pb.h"

namespace tiendo::supervision {

// Fields that the Lists and WatchChanges can be filtered by.
const std::vector<feed::ListField>& PlanFields();
const std::vector<feed::ListField>& EngagementFields();

absl::Status ValidateGetRequirement(const v1::GetRequirementRequest& request);
absl::Status ValidateGetPlan(const v1::GetPlanRequest& request);
absl::Status ValidateGetEngagement(const v1::GetEngagementRequest& request);
absl::Status ValidateCreateRequirement(const v1::CreateRequirementRequest& request);
absl::Status ValidateCreatePlan(const v1::CreatePlanRequest& request);
absl::Status ValidateCreateEngagement(const v1::CreateEngagementRequest& request);
absl::Status ValidateListLatePlans(const v1::ListLatePlansRequest& request);
// Only what has happened by `today` is recorded.
absl::Status ValidateAdopt(const v1::AdoptPlanRequest& request, Day today);
absl::Status ValidateIssue(const v1::IssuePlanRequest& request, Day today);
absl::Status ValidateConclude(const v1::ConcludeEngagementRequest& request, Day today);

// What a valid request asks for: text in NFC, output-only fields empty.
PlanRequirement NewRequirement(const v1::CreateRequirementRequest& request);
Plan NewPlan(const v1::CreatePlanRequest& request);
Engagement NewEngagement(const v1::CreateEngagementRequest& request);
Record ToRecord(const v1::AdoptPlanRequest& request);
Record ToRecord(const v1::IssuePlanRequest& request);
Record ToRecord(const v1::ConcludeEngagementRequest& request);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_API_VALIDATION_H_
