// Handlers of engagements (supervision_service.h).
#include "common/base/status_macros.h"
#include "services/supervision/api/late_pages.h"
#include "services/supervision/api/supervision_service.h"
#include "services/supervision/api/unit_check.h"
#include "services/supervision/api/validation.h"

namespace tiendo::supervision {
namespace {

const std::vector<feed::ListField> kNoFields;

}  // namespace

SupervisionService::Reactor* SupervisionService::GetEngagement(
    Context* context, const v1::GetEngagementRequest* request, v1::Engagement* response) {
  return Get<kEngagementPattern>(context, "GetEngagement", request, response);
}

SupervisionService::Reactor* SupervisionService::ListEngagements(
    Context* context, const v1::ListEngagementsRequest* request,
    v1::ListEngagementsResponse* response) {
  return parts_.handlers->Read(context, "ListEngagements", request, response, nullptr,
                               [this](ledger::Reader& reader, const v1::ListEngagementsRequest& r,
                                      v1::ListEngagementsResponse& out) {
                                 return List(reader, "engagements/x", EngagementFields(),
                                             "ListEngagements", "", r, *out.mutable_engagements(),
                                             out);
                               });
}

SupervisionService::Reactor* SupervisionService::CreateEngagement(
    Context* context, const v1::CreateEngagementRequest* request, v1::Engagement* response) {
  return Change(
      context, "CreateEngagement", request, response,
      [this](const rpc::Call& call, const v1::CreateEngagementRequest& r) -> absl::Status {
        TIENDO_RETURN_IF_ERROR(ValidateCreateEngagement(r));
        return CheckUnits(*parts_.directory, call, UnitsOf(r));
      },
      [this](const Repositories& repositories,
             const v1::CreateEngagementRequest& r) -> absl::StatusOr<Engagement> {
        Engagement engagement = NewEngagement(r);
        TIENDO_RETURN_IF_ERROR(
            supervision::CreateEngagement(repositories, *parts_.environment, engagement));
        return engagement;
      });
}

SupervisionService::Reactor* SupervisionService::RecordStepOf(Context* context,
                                                              std::string_view verb, Step step,
                                                              const v1::RecordStepRequest* request,
                                                              v1::Engagement* response) {
  return Change(
      context, verb, request, response,
      [this, step](const rpc::Call&, const v1::RecordStepRequest& r) {
        return ValidateStep(r, step, Today());
      },
      [this, step](const Repositories& repositories, const v1::RecordStepRequest& r) {
        return RecordStep(repositories, *parts_.environment, step, RecordOf(r));
      });
}

SupervisionService::Reactor* SupervisionService::IssueDecision(Context* context,
                                                               const v1::RecordStepRequest* request,
                                                               v1::Engagement* response) {
  return RecordStepOf(context, "IssueDecision", Step::kDecision, request, response);
}

SupervisionService::Reactor* SupervisionService::LaunchEngagement(
    Context* context, const v1::RecordStepRequest* request, v1::Engagement* response) {
  return RecordStepOf(context, "LaunchEngagement", Step::kLaunch, request, response);
}

SupervisionService::Reactor* SupervisionService::RecordSelfReport(
    Context* context, const v1::RecordStepRequest* request, v1::Engagement* response) {
  return RecordStepOf(context, "RecordSelfReport", Step::kSelfReport, request, response);
}

SupervisionService::Reactor* SupervisionService::RecordVerification(
    Context* context, const v1::RecordStepRequest* request, v1::Engagement* response) {
  return RecordStepOf(context, "RecordVerification", Step::kVerification, request, response);
}

SupervisionService::Reactor* SupervisionService::RecordDraftReport(
    Context* context, const v1::RecordStepRequest* request, v1::Engagement* response) {
  return RecordStepOf(context, "RecordDraftReport", Step::kDraftReport, request, response);
}

SupervisionService::Reactor* SupervisionService::RecordMeeting(Context* context,
                                                               const v1::RecordStepRequest* request,
                                                               v1::Engagement* response) {
  return RecordStepOf(context, "RecordMeeting", Step::kMeeting, request, response);
}

SupervisionService::Reactor* SupervisionService::RecordRemediation(
    Context* context, const v1::RecordStepRequest* request, v1::Engagement* response) {
  return RecordStepOf(context, "RecordRemediation", Step::kRemediation, request, response);
}

SupervisionService::Reactor* SupervisionService::RecordRemediationReport(
    Context* context, const v1::RecordStepRequest* request, v1::Engagement* response) {
  return RecordStepOf(context, "RecordRemediationReport", Step::kRemediationReport, request,
                      response);
}

SupervisionService::Reactor* SupervisionService::ArchiveEngagement(
    Context* context, const v1::RecordStepRequest* request, v1::Engagement* response) {
  return RecordStepOf(context, "ArchiveEngagement", Step::kArchive, request, response);
}

SupervisionService::Reactor* SupervisionService::ConcludeEngagement(
    Context* context, const v1::ConcludeEngagementRequest* request, v1::Engagement* response) {
  return Record(context, "ConcludeEngagement", request, response, &ValidateConclude,
                [](const Repositories& repositories, const Environment& environment,
                   const v1::ConcludeEngagementRequest& r) {
                  return RecordStep(repositories, environment, Step::kConclusion, RecordOf(r));
                });
}

SupervisionService::Reactor* SupervisionService::ExtendEngagement(
    Context* context, const v1::ExtendEngagementRequest* request, v1::Engagement* response) {
  return Record(context, "ExtendEngagement", request, response, &ValidateExtend,
                [](const Repositories& repositories, const Environment& environment,
                   const v1::ExtendEngagementRequest& r) {
                  return supervision::ExtendEngagement(repositories, environment, ExtensionOf(r));
                });
}

SupervisionService::Reactor* SupervisionService::OpenFromViolationSigns(
    Context* context, const v1::OpenFromViolationSignsRequest* request, v1::Engagement* response) {
  return Change(
      context, "OpenFromViolationSigns", request, response,
      [this](const rpc::Call& call, const v1::OpenFromViolationSignsRequest& r) -> absl::Status {
        TIENDO_RETURN_IF_ERROR(ValidateOpenFromSigns(r, Today()));
        return CheckUnits(*parts_.directory, call, UnitsOf(r));
      },
      [this](const Repositories& repositories,
             const v1::OpenFromViolationSignsRequest& r) -> absl::StatusOr<Engagement> {
        Engagement inspection = NewEngagement(r);
        TIENDO_RETURN_IF_ERROR(supervision::OpenFromViolationSigns(
            repositories, *parts_.environment, RecordOf(r), inspection));
        return inspection;
      });
}

SupervisionService::Reactor* SupervisionService::ListEngagementEvents(
    Context* context, const v1::ListEngagementEventsRequest* request,
    v1::ListEngagementEventsResponse* response) {
  return parts_.handlers->Read(
      context, "ListEngagementEvents", request, response,
      [](const v1::ListEngagementEventsRequest& r) {
        errors::Violations violations;
        api::CheckName("parent", r.parent(), kEngagementPattern, api::Presence::kRequired,
                       violations);
        return violations.ToStatus();
      },
      [this](ledger::Reader& reader, const v1::ListEngagementEventsRequest& r,
             v1::ListEngagementEventsResponse& out) -> absl::Status {
        TIENDO_RETURN_IF_ERROR(CheckParent(reader, r.parent()));
        return List(reader, "engagements/x/events/x", kNoFields, "ListEngagementEvents",
                    r.parent() + "/events/", r, *out.mutable_events(), out);
      });
}

SupervisionService::Reactor* SupervisionService::VoidEngagementEvent(
    Context* context, const v1::VoidEngagementEventRequest* request, v1::Engagement* response) {
  return Change(
      context, "VoidEngagementEvent", request, response,
      [](const rpc::Call&, const v1::VoidEngagementEventRequest& r) {
        return ValidateVoidEngagementEvent(r);
      },
      [](const Repositories& repositories, const v1::VoidEngagementEventRequest& r) {
        return supervision::VoidEngagementEvent(repositories, VoidingOf(r));
      });
}

SupervisionService::Reactor* SupervisionService::ListLateEngagements(
    Context* context, const v1::ListLateEngagementsRequest* request,
    v1::ListLateEngagementsResponse* response) {
  return parts_.handlers->Read(
      context, "ListLateEngagements", request, response, &ValidateListLateEngagements,
      [this](ledger::Reader& reader, const v1::ListLateEngagementsRequest& r,
             v1::ListLateEngagementsResponse& out) {
        return ReadLateEngagements({*parts_.store, *parts_.directory, *parts_.zone, Today()},
                                   reader, r, out);
      });
}

}  // namespace tiendo::supervision
