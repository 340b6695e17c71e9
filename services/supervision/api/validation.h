// What requests must hold before anything is read or written, all violations at once, and what they
// ask for.
#ifndef TIENDO_SERVICES_SUPERVISION_API_VALIDATION_H_
#define TIENDO_SERVICES_SUPERVISION_API_VALIDATION_H_

#include <vector>

#include "absl/status/status.h"
#include "common/feed/listing.h"
#include "services/supervision/api/field_checks.h"
#include "services/supervision/domain/dossiers.h"
#include "services/supervision/domain/engagement_verbs.h"
#include "services/supervision/domain/plan_verbs.h"
#include "services/supervision/domain/reminders.h"
#include "services/supervision/domain/requirement.h"
#include "tiendo/supervision/v1/supervision.pb.h"

namespace tiendo::supervision {

// Fields that the Lists can be filtered by; a watch too, but for the tags.
const std::vector<feed::ListField>& PlanFields();
const std::vector<feed::ListField>& EngagementFields();
const std::vector<feed::ListField>& RecommendationFields();
const std::vector<feed::ListField>& ReminderFields();
const std::vector<feed::ListField>& DeliveryFields();
std::vector<feed::ListField> WatchedEngagementFields();

// ---- plan_requests.cc
absl::Status ValidateCreateRequirement(const v1::CreateRequirementRequest& request);
absl::Status ValidateUpdateRequirement(const v1::UpdateRequirementRequest& request);
absl::Status ValidateCreatePlan(const v1::CreatePlanRequest& request);
absl::Status ValidateListLatePlans(const v1::ListLatePlansRequest& request);
// Only what has happened by `today` is recorded.
absl::Status ValidateAdopt(const v1::AdoptPlanRequest& request, Day today);
absl::Status ValidateIssue(const v1::IssuePlanRequest& request, Day today);
absl::Status ValidateSend(const v1::SendPlanRequest& request, Day today);
absl::Status ValidateAdjust(const v1::AdjustPlanRequest& request, Day today);
absl::Status ValidateClose(const v1::ClosePlanRequest& request, Day today);
absl::Status ValidateVoidPlanEvent(const v1::VoidPlanEventRequest& request);

// ---- engagement_requests.cc
absl::Status ValidateCreateEngagement(const v1::CreateEngagementRequest& request);
absl::Status ValidateListLateEngagements(const v1::ListLateEngagementsRequest& request);
absl::Status ValidateStep(const v1::RecordStepRequest& request, Step step, Day today);
absl::Status ValidateConclude(const v1::ConcludeEngagementRequest& request, Day today);
absl::Status ValidateExtend(const v1::ExtendEngagementRequest& request, Day today);
absl::Status ValidateOpenFromSigns(const v1::OpenFromViolationSignsRequest& request, Day today);
absl::Status ValidateVoidEngagementEvent(const v1::VoidEngagementEventRequest& request);

// ---- follow_up_requests.cc
absl::Status ValidateGetChecklist(const v1::GetChecklistRequest& request);
absl::Status ValidateListChecklists(const v1::ListChecklistsRequest& request);
absl::Status ValidateUpdateChecklist(const v1::UpdateChecklistRequest& request);
absl::Status ValidateGetDossier(const v1::GetDossierRequest& request);
absl::Status ValidateSetDossierDocument(const v1::SetDossierDocumentRequest& request, Day today);
absl::Status ValidateListRecommendations(const v1::ListRecommendationsRequest& request);
absl::Status ValidateCreateRecommendation(const v1::CreateRecommendationRequest& request);
absl::Status ValidateReport(const v1::ReportRemediationRequest& request, Day today);
absl::Status ValidateAssess(const v1::AssessRemediationRequest& request, Day today);

// ---- reminder_requests.cc
absl::Status ValidateListReminders(const v1::ListRemindersRequest& request);
absl::Status ValidateIssueReminder(const v1::IssueReminderRequest& request, Day today);
absl::Status ValidateIssueDue(const v1::IssueDueRemindersRequest& request, Day today);
absl::Status ValidateAcknowledge(const v1::AcknowledgeReminderRequest& request, Day today);
absl::Status ValidateExplain(const v1::ExplainReminderRequest& request, Day today);
absl::Status ValidateVoidReminder(const v1::VoidReminderRequest& request);
// ---- delivery_handlers.cc
absl::Status ValidateListDeliveries(const v1::ListDeliveriesRequest& request);

// What a valid request asks for: text in NFC, output-only fields empty.
PlanRequirement NewRequirement(const v1::CreateRequirementRequest& request);
RequirementUpdate UpdateOf(const v1::UpdateRequirementRequest& request);
Plan NewPlan(const v1::CreatePlanRequest& request);
Adjustment AdjustmentOf(const v1::AdjustPlanRequest& request);
Engagement NewEngagement(const v1::CreateEngagementRequest& request);
Engagement NewEngagement(const v1::OpenFromViolationSignsRequest& request);
Extension ExtensionOf(const v1::ExtendEngagementRequest& request);
ChecklistUpdate UpdateOf(const v1::UpdateChecklistRequest& request);
DossierChange ChangeOf(const v1::SetDossierDocumentRequest& request);
Recommendation NewRecommendation(const v1::CreateRecommendationRequest& request);
Urging UrgingOf(const v1::IssueReminderRequest& request);
std::vector<OpenPart> PartsOf(const v1::IssueDueRemindersRequest& request);
Acknowledgement AcknowledgementOf(const v1::AcknowledgeReminderRequest& request);
Explanation ExplanationOf(const v1::ExplainReminderRequest& request);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_API_VALIDATION_H_
