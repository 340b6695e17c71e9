// Handlers of requirements and plans (supervision_service.h).
#include "common/api/watch.h"
#include "common/base/status_macros.h"
#include "services/supervision/api/late_pages.h"
#include "services/supervision/api/supervision_service.h"
#include "services/supervision/api/unit_check.h"
#include "services/supervision/api/validation.h"

namespace tiendo::supervision {
namespace {

const std::vector<feed::ListField> kNoFields;

}  // namespace

SupervisionService::Reactor* SupervisionService::GetRequirement(
    Context* context, const v1::GetRequirementRequest* request, v1::PlanRequirement* response) {
  return Get<kRequirementPattern>(context, "GetRequirement", request, response);
}

SupervisionService::Reactor* SupervisionService::ListRequirements(
    Context* context, const v1::ListRequirementsRequest* request,
    v1::ListRequirementsResponse* response) {
  return parts_.handlers->Read(context, "ListRequirements", request, response, nullptr,
                               [this](ledger::Reader& reader, const v1::ListRequirementsRequest& r,
                                      v1::ListRequirementsResponse& out) {
                                 return List(reader, "requirements/x", kNoFields,
                                             "ListRequirements", "", r, *out.mutable_requirements(),
                                             out);
                               });
}

SupervisionService::Reactor* SupervisionService::CreateRequirement(
    Context* context, const v1::CreateRequirementRequest* request, v1::PlanRequirement* response) {
  return Change(
      context, "CreateRequirement", request, response,
      [this](const rpc::Call& call, const v1::CreateRequirementRequest& r) -> absl::Status {
        TIENDO_RETURN_IF_ERROR(ValidateCreateRequirement(r));
        return CheckUnits(*parts_.directory, call, UnitsOf(r));
      },
      [](const Repositories& repositories,
         const v1::CreateRequirementRequest& r) -> absl::StatusOr<PlanRequirement> {
        PlanRequirement requirement = NewRequirement(r);
        TIENDO_RETURN_IF_ERROR(
            supervision::CreateRequirement(*repositories.requirements, requirement));
        return requirement;
      });
}

SupervisionService::Reactor* SupervisionService::UpdateRequirement(
    Context* context, const v1::UpdateRequirementRequest* request, v1::PlanRequirement* response) {
  return Change(
      context, "UpdateRequirement", request, response,
      [this](const rpc::Call& call, const v1::UpdateRequirementRequest& r) -> absl::Status {
        TIENDO_RETURN_IF_ERROR(ValidateUpdateRequirement(r));
        return CheckUnits(*parts_.directory, call, UnitsOf(r));
      },
      [](const Repositories& repositories, const v1::UpdateRequirementRequest& r) {
        return supervision::UpdateRequirement(*repositories.requirements, UpdateOf(r));
      });
}

SupervisionService::Reactor* SupervisionService::GetPlan(Context* context,
                                                         const v1::GetPlanRequest* request,
                                                         v1::Plan* response) {
  return Get<kPlanPattern>(context, "GetPlan", request, response);
}

SupervisionService::Reactor* SupervisionService::ListPlans(Context* context,
                                                           const v1::ListPlansRequest* request,
                                                           v1::ListPlansResponse* response) {
  return parts_.handlers->Read(
      context, "ListPlans", request, response, nullptr,
      [this](ledger::Reader& reader, const v1::ListPlansRequest& r, v1::ListPlansResponse& out) {
        return List(reader, "plans/x", PlanFields(), "ListPlans", "", r, *out.mutable_plans(), out);
      });
}

SupervisionService::Reactor* SupervisionService::CreatePlan(Context* context,
                                                            const v1::CreatePlanRequest* request,
                                                            v1::Plan* response) {
  return Change(
      context, "CreatePlan", request, response,
      [this](const rpc::Call& call, const v1::CreatePlanRequest& r) -> absl::Status {
        TIENDO_RETURN_IF_ERROR(ValidateCreatePlan(r));
        return CheckUnits(*parts_.directory, call, UnitsOf(r));
      },
      [](const Repositories& repositories, const v1::CreatePlanRequest& r) -> absl::StatusOr<Plan> {
        Plan plan = NewPlan(r);
        TIENDO_RETURN_IF_ERROR(supervision::CreatePlan(repositories, plan));
        return plan;
      });
}

SupervisionService::Reactor* SupervisionService::AdoptPlan(Context* context,
                                                           const v1::AdoptPlanRequest* request,
                                                           v1::Plan* response) {
  return Record(context, "AdoptPlan", request, response, &ValidateAdopt,
                [](const Repositories& repositories, const Environment& environment,
                   const v1::AdoptPlanRequest& r) {
                  return supervision::AdoptPlan(repositories, environment, RecordOf(r));
                });
}

SupervisionService::Reactor* SupervisionService::IssuePlan(Context* context,
                                                           const v1::IssuePlanRequest* request,
                                                           v1::Plan* response) {
  return Record(context, "IssuePlan", request, response, &ValidateIssue,
                [](const Repositories& repositories, const Environment& environment,
                   const v1::IssuePlanRequest& r) {
                  return supervision::IssuePlan(repositories, environment, RecordOf(r));
                });
}

SupervisionService::Reactor* SupervisionService::SendPlan(Context* context,
                                                          const v1::SendPlanRequest* request,
                                                          v1::Plan* response) {
  return Record(context, "SendPlan", request, response, &ValidateSend,
                [](const Repositories& repositories, const Environment& environment,
                   const v1::SendPlanRequest& r) {
                  return supervision::SendPlan(repositories, environment, RecordOf(r));
                });
}

SupervisionService::Reactor* SupervisionService::AdjustPlan(Context* context,
                                                            const v1::AdjustPlanRequest* request,
                                                            v1::Plan* response) {
  return Record(context, "AdjustPlan", request, response, &ValidateAdjust,
                [](const Repositories& repositories, const Environment& environment,
                   const v1::AdjustPlanRequest& r) {
                  return supervision::AdjustPlan(repositories, environment, AdjustmentOf(r));
                });
}

SupervisionService::Reactor* SupervisionService::ClosePlan(Context* context,
                                                           const v1::ClosePlanRequest* request,
                                                           v1::Plan* response) {
  return Record(context, "ClosePlan", request, response, &ValidateClose,
                [](const Repositories& repositories, const Environment& environment,
                   const v1::ClosePlanRequest& r) {
                  return supervision::ClosePlan(repositories, environment, RecordOf(r));
                });
}

SupervisionService::Reactor* SupervisionService::ListPlanEvents(
    Context* context, const v1::ListPlanEventsRequest* request,
    v1::ListPlanEventsResponse* response) {
  return parts_.handlers->Read(
      context, "ListPlanEvents", request, response,
      [](const v1::ListPlanEventsRequest& r) {
        errors::Violations violations;
        api::CheckName("parent", r.parent(), kPlanPattern, api::Presence::kRequired, violations);
        return violations.ToStatus();
      },
      [this](ledger::Reader& reader, const v1::ListPlanEventsRequest& r,
             v1::ListPlanEventsResponse& out) -> absl::Status {
        TIENDO_RETURN_IF_ERROR(CheckParent(reader, r.parent()));
        return List(reader, "plans/x/events/x", kNoFields, "ListPlanEvents",
                    r.parent() + "/events/", r, *out.mutable_events(), out);
      });
}

SupervisionService::Reactor* SupervisionService::VoidPlanEvent(
    Context* context, const v1::VoidPlanEventRequest* request, v1::Plan* response) {
  return Change(
      context, "VoidPlanEvent", request, response,
      [](const rpc::Call&, const v1::VoidPlanEventRequest& r) { return ValidateVoidPlanEvent(r); },
      [](const Repositories& repositories, const v1::VoidPlanEventRequest& r) {
        return supervision::VoidPlanEvent(repositories, VoidingOf(r));
      });
}

SupervisionService::Reactor* SupervisionService::ListLatePlans(
    Context* context, const v1::ListLatePlansRequest* request,
    v1::ListLatePlansResponse* response) {
  return parts_.handlers->Read(context, "ListLatePlans", request, response, &ValidateListLatePlans,
                               [this](ledger::Reader& reader, const v1::ListLatePlansRequest& r,
                                      v1::ListLatePlansResponse& out) {
                                 return ReadLatePlans(
                                     {*parts_.store, *parts_.directory, *parts_.zone, Today()},
                                     reader, r, out);
                               });
}

grpc::ServerWriteReactor<tiendo::feed::v1::WatchChangesResponse>* SupervisionService::WatchChanges(
    Context* context, const tiendo::feed::v1::WatchChangesRequest* request) {
  return api::WatchChanges(*parts_.watches, *parts_.feed, context, request);
}

}  // namespace tiendo::supervision
