#include "services/programs/api/target_codec.h"

#include <algorithm>

#include "common/api/body.h"
#include "common/api/field_mask.h"
#include "common/api/fields.h"
#include "common/api/optional_fields.h"

namespace tiendo::programs {
namespace {

using PlanPoints = google::protobuf::RepeatedPtrField<v1::Target::PlanPoint>;
using Names = google::protobuf::RepeatedPtrField<std::string>;

// Numbers of stored bytes were checked when they came in.
Decimal Number(const std::string& text) { return Decimal::Parse(text).value_or(Decimal()); }
std::optional<Decimal> OptionalNumber(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(Number(text));
}
std::string Text(const std::optional<Decimal>& number) { return number ? number->ToString() : ""; }

void Put(const std::vector<PlanPoint>& plan, PlanPoints& out) {
  for (const PlanPoint& point : plan) {
    v1::Target::PlanPoint* p = out.Add();
    *p->mutable_period() = ToProto(point.period);
    p->set_value(point.value.ToString());
  }
}

std::vector<PlanPoint> Plan(const PlanPoints& points) {
  std::vector<PlanPoint> out;
  for (const v1::Target::PlanPoint& p : points) {
    out.push_back({FromProto(p.period()), Number(p.value())});
  }
  return out;
}

void Put(const std::vector<std::string>& names, Names& out) {
  for (const std::string& name : names) *out.Add() = name;
}
std::vector<std::string> Strings(const Names& names) { return {names.begin(), names.end()}; }

void PutChanges(const TargetEvent& event, v1::TargetEvent& out) {
  const TermChanges& changes = event.changes;
  const bool all = event.kind == TargetEvent::Kind::kAssigned;
  const auto changed = [&out](const char* path) { out.mutable_changed()->add_paths(path); };
  if (changes.year_value) {
    changed("year_value");
    out.set_year_value(changes.year_value->ToString());
  }
  if (changes.plan) {
    changed("plan");
    Put(*changes.plan, *out.mutable_plan());
  }
  if (changes.base_value || all) changed("base_value");
  out.set_base_value(Text(changes.base_value));
  if (changes.leads) {
    changed("leads");
    Put(*changes.leads, *out.mutable_leads());
  }
}

TermChanges GetChanges(const v1::TargetEvent& m) {
  TermChanges out;
  if (api::Holds(m.changed(), "year_value")) out.year_value = Number(m.year_value());
  if (api::Holds(m.changed(), "plan")) out.plan = Plan(m.plan());
  out.base_value = OptionalNumber(m.base_value());
  if (api::Holds(m.changed(), "leads")) out.leads = Strings(m.leads());
  return out;
}

v1::TargetReport::Correction ToProto(const TargetReport::Correction& correction) {
  v1::TargetReport::Correction out;
  out.set_previous_value(correction.previous_value.ToString());
  out.set_previous_kind(static_cast<v1::TargetReport::Kind>(correction.previous_kind));
  *out.mutable_previous_period() = programs::ToProto(correction.previous_period);
  *out.mutable_previous_as_of() = api::ToProto(correction.previous_as_of);
  out.set_reason(correction.reason);
  if (!correction.document.empty()) *out.mutable_document() = api::ToProto(correction.document);
  return out;
}

TargetReport::Correction FromProto(const v1::TargetReport::Correction& m) {
  TargetReport::Correction out;
  out.previous_value = Number(m.previous_value());
  out.previous_kind = static_cast<TargetReport::Kind>(m.previous_kind());
  out.previous_period = programs::FromProto(m.previous_period());
  out.previous_as_of = api::FromProto(m.previous_as_of());
  out.reason = m.reason();
  out.document = api::FromProto(m.document());
  return out;
}

}  // namespace

v1::TargetPeriod ToProto(const TargetPeriod& period) {
  v1::TargetPeriod out;
  out.set_kind(static_cast<v1::TargetPeriod::Kind>(period.kind));
  out.set_number(period.number);
  return out;
}

TargetPeriod FromProto(const v1::TargetPeriod& m) {
  return {static_cast<TargetPeriod::Kind>(m.kind()), m.number()};
}

v1::Target ToProto(const Target& target) {
  v1::Target out;
  out.set_name(target.name);
  out.set_ordinal(target.ordinal);
  out.set_title(target.title);
  Put(target.terms.leads, *out.mutable_leads());
  Put(target.coordinators, *out.mutable_coordinators());
  out.set_assigning_organ(target.assigning_organ);
  Put(target.tags, *out.mutable_tags());
  out.set_unit_of_measure(target.unit_of_measure);
  out.set_direction(static_cast<v1::Target::Direction>(target.direction));
  out.set_year(target.year);
  out.set_base_value(Text(target.terms.base_value));
  out.set_year_value(target.terms.year_value.ToString());
  Put(target.terms.plan, *out.mutable_plan());
  if (target.measured_from) *out.mutable_measured_from() = ToProto(*target.measured_from);
  out.set_original_year_value(Text(target.original_year_value));
  Put(target.original_plan, *out.mutable_original_plan());
  out.set_state(static_cast<v1::Target::State>(target.state));
  if (target.approval_date) *out.mutable_approval_date() = api::ToProto(*target.approval_date);
  if (target.withdrawal_date) {
    *out.mutable_withdrawal_date() = api::ToProto(*target.withdrawal_date);
  }
  api::SetStamp(target.stamp, out);
  return out;
}

Target FromProto(const v1::Target& m) {
  Target out;
  out.name = m.name();
  out.ordinal = m.ordinal();
  out.title = m.title();
  out.terms.leads = Strings(m.leads());
  out.coordinators = Strings(m.coordinators());
  out.assigning_organ = m.assigning_organ();
  out.tags = Strings(m.tags());
  out.unit_of_measure = m.unit_of_measure();
  out.direction = static_cast<TargetDirection>(m.direction());
  out.year = m.year();
  out.terms.base_value = OptionalNumber(m.base_value());
  out.terms.year_value = Number(m.year_value());
  out.terms.plan = Plan(m.plan());
  if (m.has_measured_from()) out.measured_from = FromProto(m.measured_from());
  out.original_year_value = OptionalNumber(m.original_year_value());
  out.original_plan = Plan(m.original_plan());
  out.state = static_cast<TargetState>(m.state());
  out.approval_date = api::OptionalDay(m.has_approval_date(), m.approval_date());
  out.withdrawal_date = api::OptionalDay(m.has_withdrawal_date(), m.withdrawal_date());
  out.stamp = api::GetStamp(m);
  return out;
}

v1::TargetEvent ToProto(const TargetEvent& event) {
  v1::TargetEvent out;
  out.set_name(event.name);
  out.set_kind(static_cast<v1::TargetEvent::Kind>(event.kind));
  *out.mutable_event_date() = api::ToProto(event.date);
  PutChanges(event, out);
  if (!event.document.empty()) *out.mutable_document() = api::ToProto(event.document);
  out.set_reason(event.reason);
  out.set_units_revision(event.units_revision);
  out.set_voided(event.voided);
  out.set_void_reason(event.void_reason);
  api::SetStamp(event.stamp, out);
  return out;
}

TargetEvent FromProto(const v1::TargetEvent& m) {
  TargetEvent out;
  out.name = m.name();
  out.kind = static_cast<TargetEvent::Kind>(m.kind());
  out.date = api::FromProto(m.event_date());
  out.changes = GetChanges(m);
  out.document = api::FromProto(m.document());
  out.reason = m.reason();
  out.units_revision = m.units_revision();
  out.voided = m.voided();
  out.void_reason = m.void_reason();
  out.stamp = api::GetStamp(m);
  return out;
}

v1::TargetReport ToProto(const TargetReport& report) {
  v1::TargetReport out;
  out.set_name(report.name);
  *out.mutable_period() = ToProto(report.period);
  out.set_kind(static_cast<v1::TargetReport::Kind>(report.kind));
  out.set_value(report.value.ToString());
  *out.mutable_as_of() = api::ToProto(report.as_of);
  *out.mutable_reported_date() = api::ToProto(report.reported_date);
  if (!report.evidence.empty()) *out.mutable_evidence() = api::ToProto(report.evidence);
  out.set_unit(report.unit);
  out.set_units_revision(report.units_revision);
  out.set_version(report.version);
  if (report.correction) *out.mutable_correction() = ToProto(*report.correction);
  out.set_voided(report.voided);
  out.set_void_reason(report.void_reason);
  api::SetStamp(report.stamp, out);
  return out;
}

TargetReport FromProto(const v1::TargetReport& m) {
  TargetReport out;
  out.name = m.name();
  out.period = FromProto(m.period());
  out.kind = static_cast<TargetReport::Kind>(m.kind());
  out.value = Number(m.value());
  out.as_of = api::FromProto(m.as_of());
  out.reported_date = api::FromProto(m.reported_date());
  out.evidence = api::FromProto(m.evidence());
  out.unit = m.unit();
  out.units_revision = m.units_revision();
  out.version = m.version();
  if (m.has_correction()) out.correction = FromProto(m.correction());
  out.voided = m.voided();
  out.void_reason = m.void_reason();
  out.stamp = api::GetStamp(m);
  return out;
}

}  // namespace tiendo::programs
