// ProgramService on the callback API. A handler: wrap, validate, one call of the domain, encode.
#ifndef TIENDO_SERVICES_PROGRAMS_API_PROGRAMS_SERVICE_H_
#define TIENDO_SERVICES_PROGRAMS_API_PROGRAMS_SERVICE_H_

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/calendar/time_zone.h"
#include "common/feed/session.h"
#include "common/rpc/handlers.h"
#include "common/rpc/watch_reactor.h"
#include "common/rpc/writes.h"
#include "services/programs/api/codec.h"
#include "services/programs/api/titles.h"
#include "services/programs/domain/assignment_verbs.h"
#include "services/programs/domain/item_verbs.h"
#include "services/programs/domain/programs.h"
#include "services/programs/domain/secret.h"
#include "services/programs/domain/store.h"
#include "services/units/client/unit_directory.h"
#include "tiendo/programs/v1/programs.grpc.pb.h"

namespace tiendo::programs {

struct DutySettings {
  // Of duties that are created without codes.
  std::vector<ReturnReason> return_reasons;
  // Most units that one call may give a duty to.
  int max_units = 5000;
};

class Previews;

class ProgramsService final : public v1::ProgramService::CallbackService {
 public:
  // Everything outlives the servers.
  struct Parts {
    const Store* store = nullptr;
    units::UnitDirectory* units = nullptr;
    rpc::Handlers* handlers = nullptr;
    // Takes what writes: `handlers`, but in the service behind `previews`.
    rpc::Writes* writes = nullptr;
    Previews* previews = nullptr;
    rpc::Watches* watches = nullptr;
    const feed::Source* feed = nullptr;
    const Clock* clock = nullptr;
    const calendar::BusinessZone* zone = nullptr;
    DutySettings duties = {};
  };
  explicit ProgramsService(Parts parts);

  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;

  Reactor* GetCategory(Context* context, const v1::GetCategoryRequest* request,
                       v1::Category* response) override;
  Reactor* ListCategories(Context* context, const v1::ListCategoriesRequest* request,
                          v1::ListCategoriesResponse* response) override;
  Reactor* CreateCategory(Context* context, const v1::CreateCategoryRequest* request,
                          v1::Category* response) override;
  Reactor* UpdateCategory(Context* context, const v1::UpdateCategoryRequest* request,
                          v1::Category* response) override;

  Reactor* GetTag(Context* context, const v1::GetTagRequest* request, v1::Tag* response) override;
  Reactor* ListTags(Context* context, const v1::ListTagsRequest* request,
                    v1::ListTagsResponse* response) override;
  Reactor* CreateTag(Context* context, const v1::CreateTagRequest* request,
                     v1::Tag* response) override;
  Reactor* UpdateTag(Context* context, const v1::UpdateTagRequest* request,
                     v1::Tag* response) override;

  Reactor* GetPeriod(Context* context, const v1::GetPeriodRequest* request,
                     v1::Period* response) override;
  Reactor* ListPeriods(Context* context, const v1::ListPeriodsRequest* request,
                       v1::ListPeriodsResponse* response) override;
  Reactor* CreatePeriod(Context* context, const v1::CreatePeriodRequest* request,
                        v1::Period* response) override;
  Reactor* UpdatePeriod(Context* context, const v1::UpdatePeriodRequest* request,
                        v1::Period* response) override;

  Reactor* GetProgram(Context* context, const v1::GetProgramRequest* request,
                      v1::Program* response) override;
  Reactor* ListPrograms(Context* context, const v1::ListProgramsRequest* request,
                        v1::ListProgramsResponse* response) override;
  Reactor* CreateProgram(Context* context, const v1::CreateProgramRequest* request,
                         v1::Program* response) override;
  Reactor* ApproveProgram(Context* context, const v1::ApproveProgramRequest* request,
                          v1::Program* response) override;
  Reactor* CloseProgram(Context* context, const v1::CloseProgramRequest* request,
                        v1::Program* response) override;

  Reactor* GetItem(Context* context, const v1::GetItemRequest* request,
                   v1::Item* response) override;
  Reactor* ListItems(Context* context, const v1::ListItemsRequest* request,
                     v1::ListItemsResponse* response) override;
  Reactor* SearchItems(Context* context, const v1::SearchItemsRequest* request,
                       v1::SearchItemsResponse* response) override;
  Reactor* CreateItem(Context* context, const v1::CreateItemRequest* request,
                      v1::Item* response) override;
  Reactor* BatchCreateItems(Context* context, const v1::BatchCreateItemsRequest* request,
                            v1::BatchCreateItemsResponse* response) override;
  Reactor* UpdateItem(Context* context, const v1::UpdateItemRequest* request,
                      v1::Item* response) override;
  Reactor* IssueItem(Context* context, const v1::IssueItemRequest* request,
                     v1::Item* response) override;
  Reactor* AcceptItem(Context* context, const v1::AcceptItemRequest* request,
                      v1::Item* response) override;
  Reactor* RefuseItem(Context* context, const v1::RefuseItemRequest* request,
                      v1::Item* response) override;
  Reactor* ReportProgress(Context* context, const v1::ReportProgressRequest* request,
                          v1::Item* response) override;
  Reactor* ReportCompletion(Context* context, const v1::ReportCompletionRequest* request,
                            v1::Item* response) override;
  Reactor* AppraiseCompletion(Context* context, const v1::AppraiseCompletionRequest* request,
                              v1::Item* response) override;
  Reactor* ExtendItem(Context* context, const v1::ExtendItemRequest* request,
                      v1::Item* response) override;
  Reactor* SuspendItem(Context* context, const v1::SuspendItemRequest* request,
                       v1::Item* response) override;
  Reactor* ResumeItem(Context* context, const v1::ResumeItemRequest* request,
                      v1::Item* response) override;
  Reactor* ReassignItem(Context* context, const v1::ReassignItemRequest* request,
                        v1::Item* response) override;
  Reactor* AddMilestones(Context* context, const v1::AddMilestonesRequest* request,
                         v1::Item* response) override;
  Reactor* ReplaceMilestones(Context* context, const v1::ReplaceMilestonesRequest* request,
                             v1::Item* response) override;
  Reactor* CompleteMilestone(Context* context, const v1::CompleteMilestoneRequest* request,
                             v1::Item* response) override;
  Reactor* CarryOverItem(Context* context, const v1::CarryOverItemRequest* request,
                         v1::Item* response) override;
  Reactor* WithdrawItem(Context* context, const v1::WithdrawItemRequest* request,
                        v1::Item* response) override;
  Reactor* VoidEvent(Context* context, const v1::VoidEventRequest* request,
                     v1::Item* response) override;
  Reactor* ListItemEvents(Context* context, const v1::ListItemEventsRequest* request,
                          v1::ListItemEventsResponse* response) override;

  Reactor* GetTarget(Context* context, const v1::GetTargetRequest* request,
                     v1::Target* response) override;
  Reactor* ListTargets(Context* context, const v1::ListTargetsRequest* request,
                       v1::ListTargetsResponse* response) override;
  Reactor* CreateTarget(Context* context, const v1::CreateTargetRequest* request,
                        v1::Target* response) override;
  Reactor* BatchCreateTargets(Context* context, const v1::BatchCreateTargetsRequest* request,
                              v1::BatchCreateTargetsResponse* response) override;
  Reactor* UpdateTarget(Context* context, const v1::UpdateTargetRequest* request,
                        v1::Target* response) override;
  Reactor* AssignTarget(Context* context, const v1::AssignTargetRequest* request,
                        v1::Target* response) override;
  Reactor* AdjustTarget(Context* context, const v1::AdjustTargetRequest* request,
                        v1::Target* response) override;
  Reactor* WithdrawTarget(Context* context, const v1::WithdrawTargetRequest* request,
                          v1::Target* response) override;
  Reactor* VoidTargetEvent(Context* context, const v1::VoidTargetEventRequest* request,
                           v1::TargetEvent* response) override;
  Reactor* ListTargetEvents(Context* context, const v1::ListTargetEventsRequest* request,
                            v1::ListTargetEventsResponse* response) override;
  Reactor* ReportTargetValue(Context* context, const v1::ReportTargetValueRequest* request,
                             v1::TargetReport* response) override;
  Reactor* CorrectTargetReport(Context* context, const v1::CorrectTargetReportRequest* request,
                               v1::TargetReport* response) override;
  Reactor* VoidTargetReport(Context* context, const v1::VoidTargetReportRequest* request,
                            v1::TargetReport* response) override;
  Reactor* ListTargetReports(Context* context, const v1::ListTargetReportsRequest* request,
                             v1::ListTargetReportsResponse* response) override;
  Reactor* GetDuty(Context* context, const v1::GetDutyRequest* request,
                   v1::Duty* response) override;
  Reactor* ListDuties(Context* context, const v1::ListDutiesRequest* request,
                      v1::ListDutiesResponse* response) override;
  Reactor* CreateDuty(Context* context, const v1::CreateDutyRequest* request,
                      v1::Duty* response) override;
  Reactor* UpdateDuty(Context* context, const v1::UpdateDutyRequest* request,
                      v1::Duty* response) override;
  Reactor* IssueDuty(Context* context, const v1::IssueDutyRequest* request,
                     v1::Duty* response) override;
  Reactor* CloseDuty(Context* context, const v1::CloseDutyRequest* request,
                     v1::Duty* response) override;
  Reactor* DistributeDuty(Context* context, const v1::DistributeDutyRequest* request,
                          v1::DistributeDutyResponse* response) override;

  Reactor* GetAssignment(Context* context, const v1::GetAssignmentRequest* request,
                         v1::DutyAssignment* response) override;
  Reactor* ListAssignments(Context* context, const v1::ListAssignmentsRequest* request,
                           v1::ListAssignmentsResponse* response) override;
  Reactor* SubmitAssignment(Context* context, const v1::SubmitAssignmentRequest* request,
                            v1::DutyAssignment* response) override;
  Reactor* AcceptAssignment(Context* context, const v1::AcceptAssignmentRequest* request,
                            v1::DutyAssignment* response) override;
  Reactor* ReturnAssignment(Context* context, const v1::ReturnAssignmentRequest* request,
                            v1::DutyAssignment* response) override;
  Reactor* OverrideDeadline(Context* context, const v1::OverrideDeadlineRequest* request,
                            v1::DutyAssignment* response) override;
  Reactor* VoidAssignmentEvent(Context* context, const v1::VoidAssignmentEventRequest* request,
                               v1::DutyAssignment* response) override;
  Reactor* ListAssignmentEvents(Context* context, const v1::ListAssignmentEventsRequest* request,
                                v1::ListAssignmentEventsResponse* response) override;

  Reactor* PreviewWrites(Context* context, const v1::PreviewWritesRequest* request,
                         v1::PreviewWritesResponse* response) override;

  grpc::ServerWriteReactor<tiendo::feed::v1::WatchChangesResponse>* WatchChanges(
      Context* context, const tiendo::feed::v1::WatchChangesRequest* request) override;

 private:
  Day Today() const { return parts_.zone->DayOf(parts_.clock->Now()); }
  // A verb on a programme: `parse` its request, `use_case` on what it says.
  template <typename Request>
  Reactor* ProgramVerb(Context* context, std::string_view verb, const Request* request,
                       v1::Program* response,
                       absl::StatusOr<ProgramInput> (*parse)(const Request&, Day),
                       absl::StatusOr<Program> (*use_case)(ProgramRepository&,
                                                           const ProgramInput&));
  // The same on an item. The units that the request names are checked, and the revision that they
  // were checked against is given to the use case.
  template <typename Request, typename Input>
  Reactor* ItemVerb(Context* context, std::string_view verb, const Request* request,
                    v1::Item* response, absl::StatusOr<Input> (*parse)(const Request&, Day),
                    absl::StatusOr<Item> (*use_case)(const ItemStores&, const Input&));
  // Runs `use_case` on the repositories of a transaction and makes the item it returns the answer,
  // masked: answers are stored and repeated, secrets are not.
  template <typename UseCase>
  absl::Status ChangeItem(ledger::Transaction& tx, v1::Item& out, UseCase use_case) const;
  absl::Status ReadSearch(ledger::Reader& reader, const v1::SearchItemsRequest& request,
                          v1::SearchItemsResponse& response);

  // Runs `use_case` on the repositories of a transaction and makes the resource it returns the
  // answer (target_handlers.cc).
  template <typename Message, typename UseCase>
  absl::Status ChangeTarget(ledger::Transaction& tx, Message& out, UseCase use_case) const;

  // Steps of the verbs that record an event of an assignment.
  template <typename Request>
  Reactor* RecordEvent(Context* context, std::string_view verb, const Request* request,
                       v1::DutyAssignment* response,
                       absl::StatusOr<AssignmentInput> (*parse)(const Request&, Day today)) const;

  const Parts parts_;
  TitleCatalogue titles_;
};

template <typename UseCase>
absl::Status ProgramsService::ChangeItem(ledger::Transaction& tx, v1::Item& out,
                                         UseCase use_case) const {
  std::unique_ptr<ProgramRepository> programs = parts_.store->Programs(tx);
  std::unique_ptr<CategoryRepository> categories = parts_.store->Categories(tx);
  std::unique_ptr<ItemRepository> items = parts_.store->Items(tx);
  std::unique_ptr<EventRepository> events = parts_.store->Events(tx);
  absl::StatusOr<Item> item = use_case(ItemStores{*programs, *categories, *items, *events});
  if (!item.ok()) return item.status();
  tx.SetAnswer({item->name});
  out = ToProto(Masked(*std::move(item)));
  return absl::OkStatus();
}

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_API_PROGRAMS_SERVICE_H_
