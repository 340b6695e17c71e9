// Requirements, plans and their events (codec.h).
#include "common/api/optional_fields.h"
#include "services/supervision/api/codec.h"

namespace tiendo::supervision {

v1::PlanRequirement ToProto(const PlanRequirement& requirement) {
  v1::PlanRequirement out;
  out.set_name(requirement.name);
  out.set_year(requirement.year);
  *out.mutable_deadline() = api::ToProto(requirement.deadline);
  for (const std::string& kind : requirement.unit_kinds) out.add_unit_kinds(kind);
  for (const std::string& unit : requirement.units) out.add_units(unit);
  api::SetDocument(requirement.document, [&] { return out.mutable_document(); });
  out.set_display_name(requirement.display_name);
  api::SetStamp(requirement.stamp, out);
  return out;
}

v1::Plan ToProto(const Plan& plan) {
  v1::Plan out;
  out.set_name(plan.name);
  out.set_unit(plan.unit);
  out.set_year(plan.year);
  out.set_title(plan.title);
  out.set_original_title(plan.original_title);
  api::SetDay(plan.adopted_on, [&] { return out.mutable_adopted_date(); });
  api::SetDocument(plan.adopted_document, [&] { return out.mutable_adopted_document(); });
  api::SetDay(plan.issued_on, [&] { return out.mutable_issued_date(); });
  api::SetDocument(plan.issued_document, [&] { return out.mutable_issued_document(); });
  api::SetDay(plan.sent_on, [&] { return out.mutable_sent_date(); });
  api::SetDocument(plan.sent_document, [&] { return out.mutable_sent_document(); });
  api::SetDay(plan.started_on, [&] { return out.mutable_started_date(); });
  api::SetDay(plan.adjusted_on, [&] { return out.mutable_adjusted_date(); });
  api::SetDay(plan.closed_on, [&] { return out.mutable_closed_date(); });
  api::SetDocument(plan.closed_document, [&] { return out.mutable_closed_document(); });
  if (plan.outcome) {
    out.set_engagements_planned(plan.outcome->planned);
    out.set_engagements_concluded(plan.outcome->concluded);
  }
  out.set_state(static_cast<v1::Plan::State>(plan.state));
  api::SetStamp(plan.stamp, out);
  return out;
}

v1::PlanEvent ToProto(const PlanEvent& event) {
  v1::PlanEvent out;
  out.set_name(event.name);
  out.set_kind(static_cast<v1::PlanEvent::Kind>(event.kind));
  *out.mutable_event_date() = api::ToProto(event.date);
  api::SetDocument(event.document, [&] { return out.mutable_document(); });
  out.set_reason(event.reason);
  out.set_title(event.title);
  out.set_previous_title(event.previous_title);
  for (const std::string& engagement : event.engagements) out.add_engagements(engagement);
  out.set_voided(event.voided);
  out.set_void_reason(event.void_reason);
  api::SetStamp(event.stamp, out);
  return out;
}

PlanRequirement FromProto(const v1::PlanRequirement& m) {
  PlanRequirement requirement;
  requirement.name = m.name();
  requirement.year = m.year();
  requirement.deadline = api::FromProto(m.deadline());
  requirement.unit_kinds.assign(m.unit_kinds().begin(), m.unit_kinds().end());
  requirement.units.assign(m.units().begin(), m.units().end());
  requirement.document = api::FromProto(m.document());
  requirement.display_name = m.display_name();
  requirement.stamp = api::GetStamp(m);
  return requirement;
}

Plan FromProto(const v1::Plan& m) {
  Plan plan;
  plan.name = m.name();
  plan.unit = m.unit();
  plan.year = m.year();
  plan.title = m.title();
  plan.original_title = m.original_title();
  plan.adopted_on = api::OptionalDay(m.has_adopted_date(), m.adopted_date());
  plan.adopted_document = api::FromProto(m.adopted_document());
  plan.issued_on = api::OptionalDay(m.has_issued_date(), m.issued_date());
  plan.issued_document = api::FromProto(m.issued_document());
  plan.sent_on = api::OptionalDay(m.has_sent_date(), m.sent_date());
  plan.sent_document = api::FromProto(m.sent_document());
  plan.started_on = api::OptionalDay(m.has_started_date(), m.started_date());
  plan.adjusted_on = api::OptionalDay(m.has_adjusted_date(), m.adjusted_date());
  plan.closed_on = api::OptionalDay(m.has_closed_date(), m.closed_date());
  plan.closed_document = api::FromProto(m.closed_document());
  if (m.has_engagements_planned()) {
    plan.outcome = PlanOutcome{m.engagements_planned(), m.engagements_concluded()};
  }
  plan.state = static_cast<PlanState>(m.state());
  plan.stamp = api::GetStamp(m);
  return plan;
}

PlanEvent FromProto(const v1::PlanEvent& m) {
  PlanEvent event;
  event.name = m.name();
  event.kind = static_cast<PlanEventKind>(m.kind());
  event.date = api::FromProto(m.event_date());
  event.document = api::FromProto(m.document());
  event.reason = m.reason();
  event.title = m.title();
  event.previous_title = m.previous_title();
  event.engagements.assign(m.engagements().begin(), m.engagements().end());
  event.voided = m.voided();
  event.void_reason = m.void_reason();
  event.stamp = api::GetStamp(m);
  return event;
}

}  // namespace tiendo::supervision
