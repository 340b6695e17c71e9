#include "services/supervision/api/supervision_service.h"

#include <string>
#include <utility>

#include "common/api/read.h"
#include "common/api/watch.h"
#include "common/base/status_macros.h"
#include "services/supervision/api/codec.h"
#include "services/supervision/api/late_plans_page.h"
#include "services/supervision/api/unit_check.h"
#include "services/supervision/api/validation.h"

// Dates of AdoptPlan, IssuePlan and ConcludeEngagement are held against today, so these requests
// are validated in `prepare`, where the clock is at hand, all violations at once.

namespace tiendo::supervision {
namespace {

// A requirement is listed without filter.
const std::vector<feed::ListField> kNoFields;

}  // namespace

grpc::ServerUnaryReactor* SupervisionService::GetRequirement(
    grpc::CallbackServerContext* context, const v1::GetRequirementRequest* request,
    v1::PlanRequirement* response) {
  return parts_.handlers->Read(
      context, "GetRequirement", request, response, &ValidateGetRequirement,
      [this](ledger::Reader& reader, const v1::GetRequirementRequest& r, v1::PlanRequirement& out) {
        return api::Get(reader, r, parts_.clock->Now(), out);
      });
}

grpc::ServerUnaryReactor* SupervisionService::ListRequirements(
    grpc::CallbackServerContext* context, const v1::ListRequirementsRequest* request,
    v1::ListRequirementsResponse* response) {
  return parts_.handlers->Read(
      context, "ListRequirements", request, response, nullptr,
      [this](ledger::Reader& reader, const v1::ListRequirementsRequest& r,
             v1::ListRequirementsResponse& out) {
        return api::List(
            reader, *reader.schema().ForName("requirements/x"), kNoFields,
            api::ToListRequest(r, "tiendo.supervision.v1.SupervisionService/ListRequirements"),
            parts_.clock->Now(), *out.mutable_requirements(), out);
      });
}

grpc::ServerUnaryReactor* SupervisionService::CreateRequirement(
    grpc::CallbackServerContext* context, const v1::CreateRequirementRequest* request,
    v1::PlanRequirement* response) {
  rpc::WriteSteps<v1::CreateRequirementRequest, v1::PlanRequirement> steps;
  steps.validate = &ValidateCreateRequirement;
  steps.prepare = [this](const rpc::Call& call, const v1::CreateRequirementRequest& r) {
    return CheckUnits(*parts_.directory, call, UnitsOf(r));
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::CreateRequirementRequest& r,
                       v1::PlanRequirement& out) -> absl::Status {
    PlanRequirement requirement = NewRequirement(r);
    TIENDO_RETURN_IF_ERROR(
        supervision::CreateRequirement(*parts_.store->Requirements(tx), requirement));
    out = ToProto(requirement);
    return absl::OkStatus();
  };
  steps.replay = &api::ReplayOne<v1::PlanRequirement>;
  return parts_.handlers->Write(context, "CreateRequirement", request, response, std::move(steps));
}

grpc::ServerUnaryReactor* SupervisionService::GetPlan(grpc::CallbackServerContext* context,
                                                      const v1::GetPlanRequest* request,
                                                      v1::Plan* response) {
  return parts_.handlers->Read(
      context, "GetPlan", request, response, &ValidateGetPlan,
      [this](ledger::Reader& reader, const v1::GetPlanRequest& r, v1::Plan& out) {
        return api::Get(reader, r, parts_.clock->Now(), out);
      });
}

grpc::ServerUnaryReactor* SupervisionService::ListPlans(grpc::CallbackServerContext* context,
                                                        const v1::ListPlansRequest* request,
                                                        v1::ListPlansResponse* response) {
  return parts_.handlers->Read(
      context, "ListPlans", request, response, nullptr,
      [this](ledger::Reader& reader, const v1::ListPlansRequest& r, v1::ListPlansResponse& out) {
        return api::List(
            reader, *reader.schema().ForName("plans/x"), PlanFields(),
            api::ToListRequest(r, "tiendo.supervision.v1.SupervisionService/ListPlans"),
            parts_.clock->Now(), *out.mutable_plans(), out);
      });
}

grpc::ServerUnaryReactor* SupervisionService::CreatePlan(grpc::CallbackServerContext* context,
                                                         const v1::CreatePlanRequest* request,
                                                         v1::Plan* response) {
  rpc::WriteSteps<v1::CreatePlanRequest, v1::Plan> steps;
  steps.validate = &ValidateCreatePlan;
  steps.prepare = [this](const rpc::Call& call, const v1::CreatePlanRequest& r) {
    return CheckUnits(*parts_.directory, call, UnitsOf(r));
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::CreatePlanRequest& r,
                       v1::Plan& out) -> absl::Status {
    Plan plan = NewPlan(r);
    const auto find = [this, &tx](const std::string& unit, int year) {
      return parts_.store->FindPlan(tx, unit, year);
    };
    TIENDO_RETURN_IF_ERROR(supervision::CreatePlan(*parts_.store->Plans(tx), find, plan));
    out = ToProto(plan);
    return absl::OkStatus();
  };
  steps.replay = &api::ReplayOne<v1::Plan>;
  return parts_.handlers->Write(context, "CreatePlan", request, response, std::move(steps));
}

grpc::ServerUnaryReactor* SupervisionService::AdoptPlan(grpc::CallbackServerContext* context,
                                                        const v1::AdoptPlanRequest* request,
                                                        v1::Plan* response) {
  rpc::WriteSteps<v1::AdoptPlanRequest, v1::Plan> steps;
  steps.prepare = [this](const rpc::Call&, const v1::AdoptPlanRequest& r) {
    return ValidateAdopt(r, Today());
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::AdoptPlanRequest& r,
                       v1::Plan& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(Plan plan,
                            supervision::AdoptPlan(*parts_.store->Plans(tx), ToRecord(r)));
    out = ToProto(plan);
    return absl::OkStatus();
  };
  steps.replay = &api::ReplayOne<v1::Plan>;
  return parts_.handlers->Write(context, "AdoptPlan", request, response, std::move(steps));
}

grpc::ServerUnaryReactor* SupervisionService::IssuePlan(grpc::CallbackServerContext* context,
                                                        const v1::IssuePlanRequest* request,
                                                        v1::Plan* response) {
  rpc::WriteSteps<v1::IssuePlanRequest, v1::Plan> steps;
  steps.prepare = [this](const rpc::Call&, const v1::IssuePlanRequest& r) {
    return ValidateIssue(r, Today());
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::IssuePlanRequest& r,
                       v1::Plan& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(Plan plan,
                            supervision::IssuePlan(*parts_.store->Plans(tx), ToRecord(r)));
    out = ToProto(plan);
    return absl::OkStatus();
  };
  steps.replay = &api::ReplayOne<v1::Plan>;
  return parts_.handlers->Write(context, "IssuePlan", request, response, std::move(steps));
}

grpc::ServerUnaryReactor* SupervisionService::ListLatePlans(grpc::CallbackServerContext* context,
                                                            const v1::ListLatePlansRequest* request,
                                                            v1::ListLatePlansResponse* response) {
  return parts_.handlers->Read(context, "ListLatePlans", request, response, &ValidateListLatePlans,
                               [this](ledger::Reader& reader, const v1::ListLatePlansRequest& r,
                                      v1::ListLatePlansResponse& out) {
                                 return ReadLatePlans(*parts_.store, *parts_.directory, reader, r,
                                                      Today(), out);
                               });
}

grpc::ServerUnaryReactor* SupervisionService::GetEngagement(grpc::CallbackServerContext* context,
                                                            const v1::GetEngagementRequest* request,
                                                            v1::Engagement* response) {
  return parts_.handlers->Read(
      context, "GetEngagement", request, response, &ValidateGetEngagement,
      [this](ledger::Reader& reader, const v1::GetEngagementRequest& r, v1::Engagement& out) {
        return api::Get(reader, r, parts_.clock->Now(), out);
      });
}

grpc::ServerUnaryReactor* SupervisionService::ListEngagements(
    grpc::CallbackServerContext* context, const v1::ListEngagementsRequest* request,
    v1::ListEngagementsResponse* response) {
  return parts_.handlers->Read(
      context, "ListEngagements", request, response, nullptr,
      [this](ledger::Reader& reader, const v1::ListEngagementsRequest& r,
             v1::ListEngagementsResponse& out) {
        return api::List(
            reader, *reader.schema().ForName("engagements/x"), EngagementFields(),
            api::ToListRequest(r, "tiendo.supervision.v1.SupervisionService/ListEngagements"),
            parts_.clock->Now(), *out.mutable_engagements(), out);
      });
}

grpc::ServerUnaryReactor* SupervisionService::CreateEngagement(
    grpc::CallbackServerContext* context, const v1::CreateEngagementRequest* request,
    v1::Engagement* response) {
  rpc::WriteSteps<v1::CreateEngagementRequest, v1::Engagement> steps;
  steps.validate = &ValidateCreateEngagement;
  steps.prepare = [this](const rpc::Call& call, const v1::CreateEngagementRequest& r) {
    return CheckUnits(*parts_.directory, call, UnitsOf(r));
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::CreateEngagementRequest& r,
                       v1::Engagement& out) -> absl::Status {
    Engagement engagement = NewEngagement(r);
    TIENDO_RETURN_IF_ERROR(supervision::CreateEngagement(*parts_.store->Engagements(tx),
                                                         *parts_.store->Plans(tx), engagement));
    out = ToProto(engagement);
    return absl::OkStatus();
  };
  steps.replay = &api::ReplayOne<v1::Engagement>;
  return parts_.handlers->Write(context, "CreateEngagement", request, response, std::move(steps));
}

grpc::ServerUnaryReactor* SupervisionService::ConcludeEngagement(
    grpc::CallbackServerContext* context, const v1::ConcludeEngagementRequest* request,
    v1::Engagement* response) {
  rpc::WriteSteps<v1::ConcludeEngagementRequest, v1::Engagement> steps;
  steps.prepare = [this](const rpc::Call&, const v1::ConcludeEngagementRequest& r) {
    return ValidateConclude(r, Today());
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::ConcludeEngagementRequest& r,
                       v1::Engagement& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(
        Engagement engagement,
        supervision::ConcludeEngagement(*parts_.store->Engagements(tx), ToRecord(r)));
    out = ToProto(engagement);
    return absl::OkStatus();
  };
  steps.replay = &api::ReplayOne<v1::Engagement>;
  return parts_.handlers->Write(context, "ConcludeEngagement", request, response, std::move(steps));
}

grpc::ServerWriteReactor<tiendo::feed::v1::WatchChangesResponse>* SupervisionService::WatchChanges(
    grpc::CallbackServerContext* context, const tiendo::feed::v1::WatchChangesRequest* request) {
  return api::WatchChanges(*parts_.watches, *parts_.feed, context, request);
}

}  // namespace tiendo::supervision
