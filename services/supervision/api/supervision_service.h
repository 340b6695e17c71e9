// SupervisionService on the callback API. A handler: wrap, validate, one call of the domain,
// encode.
#ifndef TIENDO_SERVICES_SUPERVISION_API_SUPERVISION_SERVICE_H_
#define TIENDO_SERVICES_SUPERVISION_API_SUPERVISION_SERVICE_H_

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "common/api/read.h"
#include "common/base/clock.h"
#include "common/base/status_macros.h"
#include "common/calendar/time_zone.h"
#include "common/feed/session.h"
#include "common/rpc/handlers.h"
#include "common/rpc/watch_reactor.h"
#include "services/supervision/api/codec.h"
#include "services/supervision/api/scope_reads.h"
#include "services/supervision/domain/environment.h"
#include "services/supervision/domain/store.h"
#include "services/units/client/unit_directory.h"
#include "tiendo/supervision/v1/supervision.grpc.pb.h"

namespace tiendo::supervision {

class SupervisionService final : public v1::SupervisionService::CallbackService {
 public:
  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;
  // Everything outlives the servers.
  struct Parts {
    const Store* store = nullptr;
    const Environment* environment = nullptr;
    units::UnitDirectory* directory = nullptr;
    rpc::Handlers* handlers = nullptr;
    rpc::Watches* watches = nullptr;
    const feed::Source* feed = nullptr;
    const Clock* clock = nullptr;
    const calendar::BusinessZone* zone = nullptr;
    ScopeReads scope_reads;
  };
  explicit SupervisionService(Parts parts) : parts_(parts) {}

  // Requirements and plans: plan_handlers.cc.
  Reactor* GetRequirement(Context* context, const v1::GetRequirementRequest* request,
                          v1::PlanRequirement* response) override;
  Reactor* ListRequirements(Context* context, const v1::ListRequirementsRequest* request,
                            v1::ListRequirementsResponse* response) override;
  Reactor* CreateRequirement(Context* context, const v1::CreateRequirementRequest* request,
                             v1::PlanRequirement* response) override;
  Reactor* UpdateRequirement(Context* context, const v1::UpdateRequirementRequest* request,
                             v1::PlanRequirement* response) override;
  Reactor* GetPlan(Context* context, const v1::GetPlanRequest* request,
                   v1::Plan* response) override;
  Reactor* ListPlans(Context* context, const v1::ListPlansRequest* request,
                     v1::ListPlansResponse* response) override;
  Reactor* CreatePlan(Context* context, const v1::CreatePlanRequest* request,
                      v1::Plan* response) override;
  Reactor* AdoptPlan(Context* context, const v1::AdoptPlanRequest* request,
                     v1::Plan* response) override;
  Reactor* IssuePlan(Context* context, const v1::IssuePlanRequest* request,
                     v1::Plan* response) override;
  Reactor* SendPlan(Context* context, const v1::SendPlanRequest* request,
                    v1::Plan* response) override;
  Reactor* AdjustPlan(Context* context, const v1::AdjustPlanRequest* request,
                      v1::Plan* response) override;
  Reactor* ClosePlan(Context* context, const v1::ClosePlanRequest* request,
                     v1::Plan* response) override;
  Reactor* ListPlanEvents(Context* context, const v1::ListPlanEventsRequest* request,
                          v1::ListPlanEventsResponse* response) override;
  Reactor* VoidPlanEvent(Context* context, const v1::VoidPlanEventRequest* request,
                         v1::Plan* response) override;
  Reactor* ListLatePlans(Context* context, const v1::ListLatePlansRequest* request,
                         v1::ListLatePlansResponse* response) override;

  // Engagements: engagement_handlers.cc.
  Reactor* GetEngagement(Context* context, const v1::GetEngagementRequest* request,
                         v1::Engagement* response) override;
  Reactor* ListEngagements(Context* context, const v1::ListEngagementsRequest* request,
                           v1::ListEngagementsResponse* response) override;
  Reactor* CreateEngagement(Context* context, const v1::CreateEngagementRequest* request,
                            v1::Engagement* response) override;
  Reactor* IssueDecision(Context* context, const v1::RecordStepRequest* request,
                         v1::Engagement* response) override;
  Reactor* LaunchEngagement(Context* context, const v1::RecordStepRequest* request,
                            v1::Engagement* response) override;
  Reactor* RecordSelfReport(Context* context, const v1::RecordStepRequest* request,
                            v1::Engagement* response) override;
  Reactor* RecordVerification(Context* context, const v1::RecordStepRequest* request,
                              v1::Engagement* response) override;
  Reactor* RecordDraftReport(Context* context, const v1::RecordStepRequest* request,
                             v1::Engagement* response) override;
  Reactor* RecordMeeting(Context* context, const v1::RecordStepRequest* request,
                         v1::Engagement* response) override;
  Reactor* ConcludeEngagement(Context* context, const v1::ConcludeEngagementRequest* request,
                              v1::Engagement* response) override;
  Reactor* RecordRemediation(Context* context, const v1::RecordStepRequest* request,
                             v1::Engagement* response) override;
  Reactor* RecordRemediationReport(Context* context, const v1::RecordStepRequest* request,
                                   v1::Engagement* response) override;
  Reactor* ArchiveEngagement(Context* context, const v1::RecordStepRequest* request,
                             v1::Engagement* response) override;
  Reactor* ExtendEngagement(Context* context, const v1::ExtendEngagementRequest* request,
                            v1::Engagement* response) override;
  Reactor* OpenFromViolationSigns(Context* context,
                                  const v1::OpenFromViolationSignsRequest* request,
                                  v1::Engagement* response) override;
  Reactor* ListEngagementEvents(Context* context, const v1::ListEngagementEventsRequest* request,
                                v1::ListEngagementEventsResponse* response) override;
  Reactor* VoidEngagementEvent(Context* context, const v1::VoidEngagementEventRequest* request,
                               v1::Engagement* response) override;
  Reactor* ListLateEngagements(Context* context, const v1::ListLateEngagementsRequest* request,
                               v1::ListLateEngagementsResponse* response) override;

  // Dossiers and recommendations: follow_up_handlers.cc.
  Reactor* GetChecklist(Context* context, const v1::GetChecklistRequest* request,
                        v1::Checklist* response) override;
  Reactor* ListChecklists(Context* context, const v1::ListChecklistsRequest* request,
                          v1::ListChecklistsResponse* response) override;
  Reactor* UpdateChecklist(Context* context, const v1::UpdateChecklistRequest* request,
                           v1::Checklist* response) override;
  Reactor* GetDossier(Context* context, const v1::GetDossierRequest* request,
                      v1::Dossier* response) override;
  Reactor* SetDossierDocument(Context* context, const v1::SetDossierDocumentRequest* request,
                              v1::Dossier* response) override;
  Reactor* GetRecommendation(Context* context, const v1::GetRecommendationRequest* request,
                             v1::Recommendation* response) override;
  Reactor* ListRecommendations(Context* context, const v1::ListRecommendationsRequest* request,
                               v1::ListRecommendationsResponse* response) override;
  Reactor* CreateRecommendation(Context* context, const v1::CreateRecommendationRequest* request,
                                v1::Recommendation* response) override;
  Reactor* ReportRemediation(Context* context, const v1::ReportRemediationRequest* request,
                             v1::Recommendation* response) override;
  Reactor* AssessRemediation(Context* context, const v1::AssessRemediationRequest* request,
                             v1::Recommendation* response) override;

  // Reminders: reminder_handlers.cc.
  Reactor* GetReminder(Context* context, const v1::GetReminderRequest* request,
                       v1::Reminder* response) override;
  Reactor* ListReminders(Context* context, const v1::ListRemindersRequest* request,
                         v1::ListRemindersResponse* response) override;
  Reactor* IssueReminder(Context* context, const v1::IssueReminderRequest* request,
                         v1::Reminder* response) override;
  Reactor* IssueDueReminders(Context* context, const v1::IssueDueRemindersRequest* request,
                             v1::IssueDueRemindersResponse* response) override;
  Reactor* AcknowledgeReminder(Context* context, const v1::AcknowledgeReminderRequest* request,
                               v1::Reminder* response) override;
  Reactor* ExplainReminder(Context* context, const v1::ExplainReminderRequest* request,
                           v1::Reminder* response) override;
  Reactor* VoidReminder(Context* context, const v1::VoidReminderRequest* request,
                        v1::Reminder* response) override;
  // The log of deliveries: delivery_handlers.cc.
  Reactor* ListDeliveries(Context* context, const v1::ListDeliveriesRequest* request,
                          v1::ListDeliveriesResponse* response) override;

  grpc::ServerWriteReactor<tiendo::feed::v1::WatchChangesResponse>* WatchChanges(
      Context* context, const tiendo::feed::v1::WatchChangesRequest* request) override;

 private:
  // In the zone of business.
  Day Today() const { return parts_.zone->DayOf(parts_.clock->Now()); }

  // A Get of a resource whose names have the shape `kPattern`.
  template <const char* kPattern, typename Request, typename Message>
  Reactor* Get(Context* context, std::string_view verb, const Request* request, Message* response) {
    return parts_.handlers->Read(
        context, verb, request, response,
        [](const Request& r) { return api::ValidateGet(r, kPattern); },
        [this](ledger::Reader& reader, const Request& r, Message& out) {
          return api::Get(reader, r, parts_.clock->Now(), out);
        });
  }

  // Resources are never deleted: a parent that is missing now was never there.
  static absl::Status CheckParent(ledger::Reader& reader, const std::string& parent) {
    TIENDO_ASSIGN_OR_RETURN(const std::optional<ledger::Row> row, reader.Get(parent));
    return row ? absl::OkStatus() : resource::NotFound(parent);
  }

  // A page of a collection into `items` of the response; `any_name` is of its shape, `prefix` what
  // the names begin with.
  template <typename Request, typename Response, typename Items>
  absl::Status List(ledger::Reader& reader, const char* any_name,
                    const std::vector<feed::ListField>& fields, std::string_view verb,
                    std::string prefix, const Request& request, Items& items, Response& out) const {
    feed::ListRequest list = api::ToListRequest(
        request, "tiendo.supervision.v1.SupervisionService/" + std::string(verb));
    list.prefix = std::move(prefix);
    return api::List(reader, *reader.schema().ForName(any_name), fields, list, parts_.clock->Now(),
                     items, out);
  }

  // A write whose answer is the one resource that `use_case` returns. `prepare` validates, all
  // violations at once, and may wait; dates are held against today there, where the clock is.
  template <typename Request, typename Message, typename UseCase>
  Reactor* Change(
      Context* context, std::string_view verb, const Request* request, Message* response,
      std::type_identity_t<std::function<absl::Status(const rpc::Call&, const Request&)>> prepare,
      UseCase use_case) {
    rpc::WriteSteps<Request, Message> steps;
    steps.prepare = std::move(prepare);
    steps.apply = [this, use_case = std::move(use_case)](ledger::Transaction& tx, const Request& r,
                                                         Message& out) -> absl::Status {
      const Repositories repositories = parts_.store->In(tx);
      auto changed = use_case(repositories, r);
      if (!changed.ok()) return changed.status();
      tx.SetAnswer({changed->name});
      out = ToProto(*changed);
      return absl::OkStatus();
    };
    steps.replay = &api::ReplayOne<Message>;
    return parts_.handlers->Write(context, verb, request, response, std::move(steps));
  }
  // Of a verb that names no unit.
  template <typename Request, typename Message, typename UseCase>
  Reactor* Record(Context* context, std::string_view verb, const Request* request,
                  Message* response, absl::Status (*validate)(const Request&, Day),
                  UseCase use_case) {
    return Change(
        context, verb, request, response,
        [this, validate](const rpc::Call&, const Request& r) { return validate(r, Today()); },
        [this, use_case](const Repositories& repositories, const Request& r) {
          return use_case(repositories, *parts_.environment, r);
        });
  }
  Reactor* RecordStepOf(Context* context, std::string_view verb, Step step,
                        const v1::RecordStepRequest* request, v1::Engagement* response);

  const Parts parts_;
};

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_API_SUPERVISION_SERVICE_H_
