// Requests about checklists, dossiers and recommendations (validation.h).
#include <set>
#include <string>

#include "common/api/enum_names.h"
#include "common/api/optional_fields.h"
#include "common/api/read.h"
#include "common/errors/error.h"
#include "common/paging/page_size.h"
#include "services/supervision/api/codec.h"
#include "services/supervision/api/validation.h"
#include "services/supervision/domain/states.h"

namespace tiendo::supervision {
namespace {

using api::Presence;
using errors::Violations;

// Limits as the protos state them.
constexpr int kMaxEntries = 100;
constexpr size_t kMaxDisplayName = 256;
constexpr size_t kMaxText = 1024;
constexpr char kAllEngagements[] = "engagements/-";

void CheckChecklistName(const std::string& field, const std::string& name, Violations& violations) {
  if (ChecklistKind(name)) return;
  std::string list;
  for (EngagementKind kind : kEngagementKinds) {
    list += (list.empty() ? "" : ", ") + ChecklistName(kind);
  }
  violations.Add(field, "must be one of " + list);
}

void CheckEntries(const v1::Checklist& checklist, Violations& violations) {
  if (checklist.entries().empty() || checklist.entries_size() > kMaxEntries) {
    violations.Add("checklist.entries", "give 1 to 100 documents");
  }
  std::set<std::string> ids;
  for (int i = 0; i < checklist.entries_size(); ++i) {
    const v1::Checklist::Entry& entry = checklist.entries(i);
    const std::string field = errors::At("checklist.entries", i);
    api::CheckId(field + ".id", entry.id(), violations);
    if (!ids.insert(entry.id()).second)
      violations.Add(field + ".id", entry.id() + " is there twice");
    api::Text(field + ".display_name", entry.display_name(), Presence::kRequired, kMaxDisplayName,
              violations);
  }
}

std::string EngagementOfDossier(const std::string& name) { return name.substr(0, name.rfind('/')); }

}  // namespace

const std::vector<feed::ListField>& RecommendationFields() {
  using paging::FieldType;
  static const std::vector<feed::ListField> fields = {
      {{"unit", FieldType::kString, {}}, "unit"},
      {{"state", FieldType::kEnum, api::EnumNames(*v1::Recommendation::State_descriptor())},
       "state"},
      {{"outcome", FieldType::kEnum, api::EnumNames(*v1::Outcome_descriptor())}, "outcome"},
      {{"deadline", FieldType::kDate, {}}, "deadline"},
  };
  return fields;
}

absl::Status ValidateGetChecklist(const v1::GetChecklistRequest& request) {
  Violations violations;
  CheckChecklistName("name", request.name(), violations);
  api::Time("read_time", request.has_read_time(), request.read_time(), violations);
  return violations.ToStatus();
}

absl::Status ValidateListChecklists(const v1::ListChecklistsRequest& request) {
  Violations violations;
  violations.Merge("", paging::ResolvePageSize(request.page_size()).status());
  if (!request.page_token().empty()) {
    violations.Add("page_token", "must be empty: one page has all checklists");
  }
  api::Time("read_time", request.has_read_time(), request.read_time(), violations);
  return violations.ToStatus();
}

absl::Status ValidateUpdateChecklist(const v1::UpdateChecklistRequest& request) {
  Violations violations;
  CheckChecklistName("checklist.name", request.checklist().name(), violations);
  CheckEntries(request.checklist(), violations);
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatus();
}

absl::Status ValidateGetDossier(const v1::GetDossierRequest& request) {
  Violations violations;
  api::CheckName("name", request.name(), kDossierPattern, Presence::kRequired, violations);
  api::Date("as_of", request.has_as_of(), request.as_of(), Presence::kOptional, violations);
  api::Time("read_time", request.has_read_time(), request.read_time(), violations);
  return violations.ToStatus();
}

absl::Status ValidateSetDossierDocument(const v1::SetDossierDocumentRequest& request, Day today) {
  Violations violations;
  api::CheckName("name", request.name(), kDossierPattern, Presence::kRequired, violations);
  api::CheckId("document_id", request.document_id(), violations);
  if (!request.remove()) {
    api::PastDate("date", request.has_date(), request.date(), today, violations);
    api::Document("document", request.document(), Presence::kOptional, violations);
  } else {
    if (request.has_date()) violations.Add("date", "must be absent with remove");
    if (request.has_document()) violations.Add("document", "must be absent with remove");
  }
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatus();
}

absl::Status ValidateListRecommendations(const v1::ListRecommendationsRequest& request) {
  Violations violations;
  if (request.parent() != kAllEngagements) {
    api::CheckName("parent", request.parent(), kEngagementPattern, Presence::kRequired, violations);
  }
  return violations.ToStatus();
}

absl::Status ValidateCreateRecommendation(const v1::CreateRecommendationRequest& request) {
  Violations violations;
  api::CheckName("parent", request.parent(), kEngagementPattern, Presence::kRequired, violations);
  api::CheckId("recommendation_id", request.recommendation_id(), violations);
  if (!request.has_recommendation()) {
    violations.Add("recommendation", "is required");
  } else {
    const v1::Recommendation& recommendation = request.recommendation();
    api::CheckName("recommendation.unit", recommendation.unit(), kUnitPattern, Presence::kRequired,
                   violations);
    api::Text("recommendation.text", recommendation.text(), Presence::kRequired, kMaxText,
              violations);
    api::Date("recommendation.deadline", recommendation.has_deadline(), recommendation.deadline(),
              Presence::kRequired, violations);
  }
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatus();
}

absl::Status ValidateReport(const v1::ReportRemediationRequest& request, Day today) {
  return ValidateRecord(request, kRecommendationPattern, Presence::kRequired, today);
}

absl::Status ValidateAssess(const v1::AssessRemediationRequest& request, Day today) {
  Violations violations;
  CheckRecord(request, kRecommendationPattern, Presence::kOptional, today, violations);
  if (!v1::Outcome_IsValid(request.outcome()) || request.outcome() == v1::OUTCOME_UNSPECIFIED) {
    violations.Add("outcome", "is required: one of Outcome");
  }
  return violations.ToStatus();
}

ChecklistUpdate UpdateOf(const v1::UpdateChecklistRequest& request) {
  Violations checked_before;
  ChecklistUpdate out;
  out.kind =
      ChecklistKind(request.checklist().name()).value_or(EngagementKind::kThematicInspection);
  out.etag = request.checklist().etag();
  for (const v1::Checklist::Entry& entry : request.checklist().entries()) {
    out.entries.push_back(
        {entry.id(), api::Text("display_name", entry.display_name(), Presence::kRequired,
                               kMaxDisplayName, checked_before)});
  }
  return out;
}

DossierChange ChangeOf(const v1::SetDossierDocumentRequest& request) {
  Violations checked_before;
  DossierChange out;
  out.engagement = EngagementOfDossier(request.name());
  out.etag = request.etag();
  out.id = request.document_id();
  if (!request.remove()) {
    out.filed_on = api::FromProto(request.date());
    out.document =
        api::Document("document", request.document(), Presence::kOptional, checked_before);
  }
  return out;
}

Recommendation NewRecommendation(const v1::CreateRecommendationRequest& request) {
  Violations checked_before;
  const v1::Recommendation& message = request.recommendation();
  Recommendation out;
  out.name = request.parent() + "/recommendations/" + request.recommendation_id();
  out.unit = message.unit();
  out.text = api::Text("recommendation.text", message.text(), Presence::kRequired, kMaxText,
                       checked_before);
  out.deadline = api::FromProto(message.deadline());
  return out;
}

}  // namespace tiendo::supervision
