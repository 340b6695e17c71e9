#include "services/supervision/api/codec.h"

#include "common/api/fields.h"

namespace tiendo::supervision {

v1::PlanRequirement ToProto(const PlanRequirement& requirement) {
  v1::PlanRequirement out;
  out.set_name(requirement.name);
  out.set_year(requirement.year);
  *out.mutable_deadline() = api::ToProto(requirement.deadline);
  for (const std::string& kind : requirement.unit_kinds) out.add_unit_kinds(kind);
  for (const std::string& unit : requirement.units) out.add_units(unit);
  if (!requirement.document.empty()) *out.mutable_document() = api::ToProto(requirement.document);
  api::SetStamp(requirement.stamp, out);
  return out;
}

v1::Plan ToProto(const Plan& plan) {
  v1::Plan out;
  out.set_name(plan.name);
  out.set_unit(plan.unit);
  out.set_year(plan.year);
  out.set_title(plan.title);
  if (plan.adopted_on) *out.mutable_adopted_date() = api::ToProto(*plan.adopted_on);
  if (!plan.adopted_document.empty()) {
    *out.mutable_adopted_document() = api::ToProto(plan.adopted_document);
  }
  if (plan.issued_on) *out.mutable_issued_date() = api::ToProto(*plan.issued_on);
  if (!plan.issued_document.empty()) {
    *out.mutable_issued_document() = api::ToProto(plan.issued_document);
  }
  out.set_state(static_cast<v1::Plan::State>(plan.state));
  api::SetStamp(plan.stamp, out);
  return out;
}

v1::Engagement ToProto(const Engagement& engagement) {
  v1::Engagement out;
  out.set_name(engagement.name);
  out.set_plan(engagement.plan);
  out.set_kind(static_cast<v1::Engagement::Kind>(engagement.kind));
  out.set_unit(engagement.unit);
  for (const std::string& subject : engagement.subjects) out.add_subjects(subject);
  out.set_title(engagement.title);
  for (const std::string& tag : engagement.tags) out.add_tags(tag);
  if (engagement.scheduled_from) {
    *out.mutable_scheduled_from() = api::ToProto(*engagement.scheduled_from);
  }
  if (engagement.scheduled_to) {
    *out.mutable_scheduled_to() = api::ToProto(*engagement.scheduled_to);
  }
  if (engagement.concluded_on) {
    *out.mutable_concluded_date() = api::ToProto(*engagement.concluded_on);
  }
  if (!engagement.conclusion_document.empty()) {
    *out.mutable_conclusion_document() = api::ToProto(engagement.conclusion_document);
  }
  out.set_state(static_cast<v1::Engagement::State>(engagement.state));
  api::SetStamp(engagement.stamp, out);
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
  requirement.stamp = api::GetStamp(m);
  return requirement;
}

Plan FromProto(const v1::Plan& m) {
  Plan plan;
  plan.name = m.name();
  plan.unit = m.unit();
  plan.year = m.year();
  plan.title = m.title();
  if (m.has_adopted_date()) plan.adopted_on = api::FromProto(m.adopted_date());
  plan.adopted_document = api::FromProto(m.adopted_document());
  if (m.has_issued_date()) plan.issued_on = api::FromProto(m.issued_date());
  plan.issued_document = api::FromProto(m.issued_document());
  plan.state = static_cast<PlanState>(m.state());
  plan.stamp = api::GetStamp(m);
  return plan;
}

Engagement FromProto(const v1::Engagement& m) {
  Engagement engagement;
  engagement.name = m.name();
  engagement.plan = m.plan();
  engagement.kind = static_cast<EngagementKind>(m.kind());
  engagement.unit = m.unit();
  engagement.subjects.assign(m.subjects().begin(), m.subjects().end());
  engagement.title = m.title();
  engagement.tags.assign(m.tags().begin(), m.tags().end());
  if (m.has_scheduled_from()) engagement.scheduled_from = api::FromProto(m.scheduled_from());
  if (m.has_scheduled_to()) engagement.scheduled_to = api::FromProto(m.scheduled_to());
  if (m.has_concluded_date()) engagement.concluded_on = api::FromProto(m.concluded_date());
  engagement.conclusion_document = api::FromProto(m.conclusion_document());
  engagement.state = static_cast<EngagementState>(m.state());
  engagement.stamp = api::GetStamp(m);
  return engagement;
}

}  // namespace tiendo::supervision
