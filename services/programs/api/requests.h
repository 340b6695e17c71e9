// Requests turned into what the domain takes, or all their violations at once. Text comes out in
// NFC; output-only fields of resources are ignored.
#ifndef TIENDO_SERVICES_PROGRAMS_API_REQUESTS_H_
#define TIENDO_SERVICES_PROGRAMS_API_REQUESTS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/errors/error.h"
#include "common/feed/listing.h"
#include "services/programs/domain/item_verbs.h"
#include "services/programs/domain/items.h"
#include "services/programs/domain/programs.h"
#include "services/programs/domain/vocabulary.h"
#include "services/units/client/unit_directory.h"
#include "tiendo/programs/v1/programs.pb.h"

namespace tiendo::programs {

inline constexpr char kCategoryPattern[] = "categories/*";
inline constexpr char kProgramPattern[] = "programs/*";
inline constexpr char kItemPattern[] = "programs/*/items/*";
inline constexpr char kEventPattern[] = "programs/*/items/*/events/*";
inline constexpr char kTagPattern[] = "tags/*";
inline constexpr char kPeriodPattern[] = "periods/*";

// Fields that lists, and with them WatchChanges, can be filtered by, and that lists can be ordered
// by.
const std::vector<feed::ListField>& CategoryFields();
const std::vector<feed::ListField>& TagFields();
const std::vector<feed::ListField>& PeriodFields();
const std::vector<feed::ListField>& ProgramFields();
const std::vector<feed::ListField>& ItemFields();

// ListItems and SearchItems accept "programs/-" for all programmes.
inline constexpr char kAllPrograms[] = "programs/-";
absl::Status ValidateListItems(const v1::ListItemsRequest& request);
absl::Status ValidateSearchItems(const v1::SearchItemsRequest& request);
absl::Status ValidateListItemEvents(const v1::ListItemEventsRequest& request);

absl::StatusOr<Category> ParseCreateCategory(const v1::CreateCategoryRequest& request);
absl::StatusOr<WordUpdate<Category>> ParseUpdateCategory(const v1::UpdateCategoryRequest& request);
absl::StatusOr<Tag> ParseCreateTag(const v1::CreateTagRequest& request);
absl::StatusOr<WordUpdate<Tag>> ParseUpdateTag(const v1::UpdateTagRequest& request);
absl::StatusOr<Period> ParseCreatePeriod(const v1::CreatePeriodRequest& request);
absl::StatusOr<WordUpdate<Period>> ParseUpdatePeriod(const v1::UpdatePeriodRequest& request);
absl::StatusOr<Program> ParseCreateProgram(const v1::CreateProgramRequest& request);
absl::StatusOr<Item> ParseCreateItem(const v1::CreateItemRequest& request);
absl::StatusOr<std::vector<Item>> ParseBatchCreateItems(const v1::BatchCreateItemsRequest& request);
absl::StatusOr<ItemUpdate> ParseUpdateItem(const v1::UpdateItemRequest& request);

// Verbs. A date after `today`, the day in the business time zone, is a violation.
absl::StatusOr<ProgramInput> ParseApproveProgram(const v1::ApproveProgramRequest& request,
                                                 Day today);
absl::StatusOr<ProgramInput> ParseCloseProgram(const v1::CloseProgramRequest& request, Day today);
absl::StatusOr<VerbInput> ParseIssueItem(const v1::IssueItemRequest& request, Day today);
absl::StatusOr<LeadInput> ParseAcceptItem(const v1::AcceptItemRequest& request, Day today);
absl::StatusOr<LeadInput> ParseRefuseItem(const v1::RefuseItemRequest& request, Day today);
absl::StatusOr<Progress> ParseReportProgress(const v1::ReportProgressRequest& request, Day today);
absl::StatusOr<Completion> ParseReportCompletion(const v1::ReportCompletionRequest& request,
                                                 Day today);
absl::StatusOr<Appraisal> ParseAppraiseCompletion(const v1::AppraiseCompletionRequest& request,
                                                  Day today);
absl::StatusOr<Extension> ParseExtendItem(const v1::ExtendItemRequest& request, Day today);
absl::StatusOr<VerbInput> ParseSuspendItem(const v1::SuspendItemRequest& request, Day today);
absl::StatusOr<VerbInput> ParseResumeItem(const v1::ResumeItemRequest& request, Day today);
absl::StatusOr<Reassignment> ParseReassignItem(const v1::ReassignItemRequest& request, Day today);
absl::StatusOr<MilestonesInput> ParseAddMilestones(const v1::AddMilestonesRequest& request,
                                                   Day today);
absl::StatusOr<MilestonesInput> ParseReplaceMilestones(const v1::ReplaceMilestonesRequest& request,
                                                       Day today);
absl::StatusOr<MilestoneDone> ParseCompleteMilestone(const v1::CompleteMilestoneRequest& request,
                                                     Day today);
absl::StatusOr<CarryOver> ParseCarryOverItem(const v1::CarryOverItemRequest& request, Day today);
absl::StatusOr<VerbInput> ParseWithdrawItem(const v1::WithdrawItemRequest& request, Day today);
// Names no date; takes `today` like the others.
absl::StatusOr<Voiding> ParseVoidEvent(const v1::VoidEventRequest& request, Day today);

// Units that a valid request names, each once, with the path of its first mention.
std::vector<units::UnitReference> UnitsOf(const v1::CreateProgramRequest& request);
std::vector<units::UnitReference> UnitsOf(const v1::CreateItemRequest& request);
std::vector<units::UnitReference> UnitsOf(const v1::BatchCreateItemsRequest& request);
std::vector<units::UnitReference> UnitsOf(const v1::UpdateItemRequest& request);
std::vector<units::UnitReference> UnitsOf(const v1::ReportCompletionRequest& request);
// In force on the day of the approval.
std::vector<units::UnitReference> UnitsOf(const v1::ReassignItemRequest& request);
std::vector<units::UnitReference> UnitsOf(const v1::CarryOverItemRequest& request);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_API_REQUESTS_H_
