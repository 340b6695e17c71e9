// Handlers of dossiers and recommendations (supervision_service.h).
#include "common/base/status_macros.h"
#include "services/supervision/api/supervision_service.h"
#include "services/supervision/api/unit_check.h"
#include "services/supervision/api/validation.h"
#include "services/supervision/domain/recommendations.h"

namespace tiendo::supervision {
namespace {

constexpr char kAllEngagements[] = "engagements/-";

// The revision to read at; nullopt without read_time.
template <typename Request>
absl::StatusOr<std::optional<int64_t>> RevisionOf(ledger::Reader& reader, const Request& request,
                                                  Instant now) {
  std::optional<Instant> read_time;
  if (request.has_read_time()) read_time = api::FromProto(request.read_time());
  return feed::ResolveReadTime(reader, read_time, now);
}

}  // namespace

SupervisionService::Reactor* SupervisionService::GetChecklist(
    Context* context, const v1::GetChecklistRequest* request, v1::Checklist* response) {
  return parts_.handlers->Read(
      context, "GetChecklist", request, response, &ValidateGetChecklist,
      [this](ledger::Reader& reader, const v1::GetChecklistRequest& r,
             v1::Checklist& out) -> absl::Status {
        TIENDO_ASSIGN_OR_RETURN(const auto at, RevisionOf(reader, r, parts_.clock->Now()));
        TIENDO_ASSIGN_OR_RETURN(
            const Checklist checklist,
            ChecklistOf(*parts_.store->At(reader, at).checklists, ChecklistKind(r.name()).value()));
        out = ToProto(checklist);
        return absl::OkStatus();
      });
}

SupervisionService::Reactor* SupervisionService::ListChecklists(
    Context* context, const v1::ListChecklistsRequest* request,
    v1::ListChecklistsResponse* response) {
  return parts_.handlers->Read(
      context, "ListChecklists", request, response, &ValidateListChecklists,
      [this](ledger::Reader& reader, const v1::ListChecklistsRequest& r,
             v1::ListChecklistsResponse& out) -> absl::Status {
        TIENDO_ASSIGN_OR_RETURN(const auto at, RevisionOf(reader, r, parts_.clock->Now()));
        const Repositories repositories = parts_.store->At(reader, at);
        for (EngagementKind kind : kEngagementKinds) {
          TIENDO_ASSIGN_OR_RETURN(const Checklist checklist,
                                  ChecklistOf(*repositories.checklists, kind));
          *out.add_checklists() = ToProto(checklist);
        }
        return absl::OkStatus();
      });
}

SupervisionService::Reactor* SupervisionService::UpdateChecklist(
    Context* context, const v1::UpdateChecklistRequest* request, v1::Checklist* response) {
  return Change(
      context, "UpdateChecklist", request, response,
      [](const rpc::Call&, const v1::UpdateChecklistRequest& r) {
        return ValidateUpdateChecklist(r);
      },
      [](const Repositories& repositories, const v1::UpdateChecklistRequest& r) {
        return supervision::UpdateChecklist(repositories, UpdateOf(r));
      });
}

SupervisionService::Reactor* SupervisionService::GetDossier(Context* context,
                                                            const v1::GetDossierRequest* request,
                                                            v1::Dossier* response) {
  return parts_.handlers->Read(
      context, "GetDossier", request, response, &ValidateGetDossier,
      [this](ledger::Reader& reader, const v1::GetDossierRequest& r,
             v1::Dossier& out) -> absl::Status {
        TIENDO_ASSIGN_OR_RETURN(const auto at, RevisionOf(reader, r, parts_.clock->Now()));
        const Repositories repositories = parts_.store->At(reader, at);
        TIENDO_ASSIGN_OR_RETURN(
            const Engagement engagement,
            Read(*repositories.engagements, r.name().substr(0, r.name().rfind('/')), ""));
        TIENDO_ASSIGN_OR_RETURN(
            const Dossier dossier,
            DossierOf(*repositories.dossiers, *repositories.checklists, engagement));
        out = ToProto(dossier, r.has_as_of() ? api::FromProto(r.as_of()) : calendar::kLastDay);
        return absl::OkStatus();
      });
}

SupervisionService::Reactor* SupervisionService::SetDossierDocument(
    Context* context, const v1::SetDossierDocumentRequest* request, v1::Dossier* response) {
  return Record(context, "SetDossierDocument", request, response, &ValidateSetDossierDocument,
                [](const Repositories& repositories, const Environment& environment,
                   const v1::SetDossierDocumentRequest& r) {
                  return supervision::SetDossierDocument(repositories, environment, ChangeOf(r));
                });
}

SupervisionService::Reactor* SupervisionService::GetRecommendation(
    Context* context, const v1::GetRecommendationRequest* request, v1::Recommendation* response) {
  return Get<kRecommendationPattern>(context, "GetRecommendation", request, response);
}

SupervisionService::Reactor* SupervisionService::ListRecommendations(
    Context* context, const v1::ListRecommendationsRequest* request,
    v1::ListRecommendationsResponse* response) {
  return parts_.handlers->Read(
      context, "ListRecommendations", request, response, &ValidateListRecommendations,
      [this](ledger::Reader& reader, const v1::ListRecommendationsRequest& r,
             v1::ListRecommendationsResponse& out) -> absl::Status {
        std::string prefix;
        if (r.parent() != kAllEngagements) {
          TIENDO_RETURN_IF_ERROR(CheckParent(reader, r.parent()));
          prefix = r.parent() + "/recommendations/";
        }
        return List(reader, "engagements/x/recommendations/x", RecommendationFields(),
                    "ListRecommendations", prefix, r, *out.mutable_recommendations(), out);
      });
}

SupervisionService::Reactor* SupervisionService::CreateRecommendation(
    Context* context, const v1::CreateRecommendationRequest* request,
    v1::Recommendation* response) {
  return Change(
      context, "CreateRecommendation", request, response,
      [this](const rpc::Call& call, const v1::CreateRecommendationRequest& r) -> absl::Status {
        TIENDO_RETURN_IF_ERROR(ValidateCreateRecommendation(r));
        return CheckUnits(*parts_.directory, call, UnitsOf(r));
      },
      [this](const Repositories& repositories,
             const v1::CreateRecommendationRequest& r) -> absl::StatusOr<Recommendation> {
        Recommendation recommendation = NewRecommendation(r);
        TIENDO_RETURN_IF_ERROR(
            supervision::CreateRecommendation(repositories, *parts_.environment, recommendation));
        return recommendation;
      });
}

SupervisionService::Reactor* SupervisionService::ReportRemediation(
    Context* context, const v1::ReportRemediationRequest* request, v1::Recommendation* response) {
  return Record(context, "ReportRemediation", request, response, &ValidateReport,
                [](const Repositories& repositories, const Environment& environment,
                   const v1::ReportRemediationRequest& r) {
                  return supervision::ReportRemediation(repositories, environment, RecordOf(r));
                });
}

SupervisionService::Reactor* SupervisionService::AssessRemediation(
    Context* context, const v1::AssessRemediationRequest* request, v1::Recommendation* response) {
  return Record(context, "AssessRemediation", request, response, &ValidateAssess,
                [](const Repositories& repositories, const Environment& environment,
                   const v1::AssessRemediationRequest& r) {
                  return supervision::AssessRemediation(repositories, environment, RecordOf(r),
                                                        static_cast<Outcome>(r.outcome()));
                });
}

}  // namespace tiendo::supervision
