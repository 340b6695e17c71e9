// Checklists, dossiers and recommendations (codec.h).
#include "common/api/optional_fields.h"
#include "services/supervision/api/codec.h"

namespace tiendo::supervision {

v1::Checklist ToProto(const Checklist& checklist) {
  v1::Checklist out;
  out.set_name(checklist.name);
  out.set_kind(static_cast<v1::Engagement::Kind>(checklist.kind));
  for (const ChecklistEntry& entry : checklist.entries) {
    v1::Checklist::Entry& message = *out.add_entries();
    message.set_id(entry.id);
    message.set_display_name(entry.display_name);
  }
  api::SetStamp(checklist.stamp, out);
  return out;
}

v1::Dossier ToProto(const Dossier& dossier, Day day) {
  v1::Dossier out;
  out.set_name(dossier.name);
  for (size_t i = 0; i < dossier.entries.size(); ++i) {
    const DossierEntry& entry = dossier.entries[i];
    v1::Dossier::Entry& message = *out.add_entries();
    message.set_id(entry.id);
    message.set_display_name(entry.display_name);
    const bool present = entry.filed_on && *entry.filed_on <= day;
    message.set_present(present);
    if (present) {
      *message.mutable_filed_date() = api::ToProto(*entry.filed_on);
      api::SetDocument(entry.document, [&] { return message.mutable_document(); });
    } else if (i < static_cast<size_t>(dossier.total)) {
      out.add_missing(entry.id);
    }
  }
  out.set_present_count(dossier.Present(day));
  out.set_total_count(dossier.total);
  api::SetStamp(dossier.stamp, out);
  return out;
}

v1::Recommendation ToProto(const Recommendation& recommendation) {
  v1::Recommendation out;
  out.set_name(recommendation.name);
  out.set_unit(recommendation.unit);
  out.set_text(recommendation.text);
  *out.mutable_deadline() = api::ToProto(recommendation.deadline);
  out.set_state(static_cast<v1::Recommendation::State>(recommendation.state));
  api::SetDay(recommendation.reported_on, [&] { return out.mutable_reported_date(); });
  api::SetDocument(recommendation.report, [&] { return out.mutable_report_document(); });
  api::SetDay(recommendation.assessed_on, [&] { return out.mutable_assessed_date(); });
  api::SetDocument(recommendation.assessment, [&] { return out.mutable_assessment_document(); });
  out.set_outcome(static_cast<v1::Outcome>(recommendation.outcome));
  api::SetStamp(recommendation.stamp, out);
  return out;
}

Checklist FromProto(const v1::Checklist& m) {
  Checklist checklist;
  checklist.name = m.name();
  checklist.kind = static_cast<EngagementKind>(m.kind());
  for (const v1::Checklist::Entry& entry : m.entries()) {
    checklist.entries.push_back({entry.id(), entry.display_name()});
  }
  checklist.stamp = api::GetStamp(m);
  return checklist;
}

Dossier FromProto(const v1::Dossier& m) {
  Dossier dossier;
  dossier.name = m.name();
  for (const v1::Dossier::Entry& entry : m.entries()) {
    dossier.entries.push_back({entry.id(), entry.display_name(),
                               api::OptionalDay(entry.has_filed_date(), entry.filed_date()),
                               api::FromProto(entry.document())});
  }
  dossier.total = m.total_count();
  dossier.stamp = api::GetStamp(m);
  return dossier;
}

Recommendation FromProto(const v1::Recommendation& m) {
  Recommendation recommendation;
  recommendation.name = m.name();
  recommendation.unit = m.unit();
  recommendation.text = m.text();
  recommendation.deadline = api::FromProto(m.deadline());
  recommendation.state = static_cast<RecommendationState>(m.state());
  recommendation.reported_on = api::OptionalDay(m.has_reported_date(), m.reported_date());
  recommendation.report = api::FromProto(m.report_document());
  recommendation.assessed_on = api::OptionalDay(m.has_assessed_date(), m.assessed_date());
  recommendation.assessment = api::FromProto(m.assessment_document());
  recommendation.outcome = static_cast<Outcome>(m.outcome());
  recommendation.stamp = api::GetStamp(m);
  return recommendation;
}

}  // namespace tiendo::supervision
