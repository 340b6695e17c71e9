#include "services/programs/api/duty_codec.h"

#include <optional>

#include "common/api/body.h"
#include "common/api/fields.h"
#include "common/api/optional_fields.h"

namespace tiendo::programs {
namespace {

v1::Duty::DeadlineRule ToProto(const DeadlineRule& rule) {
  v1::Duty::DeadlineRule out;
  if (rule.fixed) *out.mutable_fixed_date() = api::ToProto(*rule.fixed);
  out.set_months_after_period(rule.months_after);
  out.set_day_of_month(rule.day_of_month);
  out.set_shift(static_cast<v1::Duty::DeadlineRule::Shift>(rule.shift));
  return out;
}

v1::Duty::Population ToProto(const Population& population) {
  v1::Duty::Population out;
  out.set_side(population.side);
  for (const std::string& kind : population.unit_kinds) out.add_unit_kinds(kind);
  out.set_superior(population.superior);
  for (const std::string& unit : population.units) out.add_units(unit);
  return out;
}

v1::Duty::Demand ToProto(const Demand& demand) {
  v1::Duty::Demand out;
  out.set_sets(demand.sets);
  out.set_goal(demand.goal);
  out.set_goal_unit(demand.goal_unit);
  for (const RequiredDocument& document : demand.documents) {
    v1::Duty::RequiredDocument* d = out.add_documents();
    d->set_id(document.id);
    d->set_title(document.title);
  }
  return out;
}

void AddLists(const Duty& duty, v1::Duty& out) {
  for (const UnitDemand& demand : duty.unit_demands) {
    v1::Duty::UnitDemand* d = out.add_unit_demands();
    d->set_unit(demand.unit);
    d->set_sets(demand.sets);
    d->set_goal(demand.goal);
  }
  for (const ReturnReason& reason : duty.return_reasons) {
    v1::Duty::ReturnReason* r = out.add_return_reasons();
    r->set_code(reason.code);
    r->set_display_name(reason.display_name);
  }
  for (const DistributedPeriod& period : duty.periods) {
    v1::Duty::Period* p = out.add_periods();
    p->set_period(period.period);
    *p->mutable_first_assign_date() = api::ToProto(period.first_assigned);
    *p->mutable_last_assign_date() = api::ToProto(period.last_assigned);
    p->set_assignment_count(period.assignments);
    p->set_units_revision(period.units_revision);
  }
}

}  // namespace

v1::Duty ToProto(const Duty& duty) {
  v1::Duty out;
  out.set_name(duty.name);
  out.set_ordinal(duty.ordinal);
  out.set_title(duty.title);
  for (const std::string& tag : duty.tags) out.add_tags(tag);
  for (const resource::Document& d : duty.legal_basis) *out.add_legal_basis() = api::ToProto(d);
  out.set_cadence(static_cast<v1::Duty::Cadence>(duty.cadence));
  *out.mutable_deadline_rule() = ToProto(duty.deadline_rule);
  *out.mutable_population() = ToProto(duty.population);
  *out.mutable_demand() = ToProto(duty.demand);
  AddLists(duty, out);
  out.set_state(static_cast<v1::Duty::State>(duty.state));
  if (duty.issued) *out.mutable_issue_date() = api::ToProto(*duty.issued);
  if (!duty.issue_document.empty()) {
    *out.mutable_issue_document() = api::ToProto(duty.issue_document);
  }
  if (duty.closed) *out.mutable_close_date() = api::ToProto(*duty.closed);
  api::SetStamp(duty.stamp, out);
  return out;
}

DeadlineRule FromProto(const v1::Duty::DeadlineRule& m) {
  return {api::OptionalDay(m.has_fixed_date(), m.fixed_date()), m.months_after_period(),
          m.day_of_month(), static_cast<DeadlineShift>(m.shift())};
}

Population FromProto(const v1::Duty::Population& m) {
  return {m.side(),
          {m.unit_kinds().begin(), m.unit_kinds().end()},
          m.superior(),
          {m.units().begin(), m.units().end()}};
}

Demand FromProto(const v1::Duty::Demand& m) {
  Demand out{m.sets(), m.goal(), m.goal_unit(), {}};
  for (const v1::Duty::RequiredDocument& d : m.documents()) {
    out.documents.push_back({d.id(), d.title()});
  }
  return out;
}

Duty FromProto(const v1::Duty& m) {
  Duty out;
  out.name = m.name();
  out.ordinal = m.ordinal();
  out.title = m.title();
  out.tags.assign(m.tags().begin(), m.tags().end());
  for (const auto& d : m.legal_basis()) out.legal_basis.push_back(api::FromProto(d));
  out.cadence = static_cast<Cadence>(m.cadence());
  out.deadline_rule = FromProto(m.deadline_rule());
  out.population = FromProto(m.population());
  out.demand = FromProto(m.demand());
  for (const auto& d : m.unit_demands()) out.unit_demands.push_back({d.unit(), d.sets(), d.goal()});
  for (const auto& r : m.return_reasons()) {
    out.return_reasons.push_back({r.code(), r.display_name()});
  }
  out.state = static_cast<DutyState>(m.state());
  out.issued = api::OptionalDay(m.has_issue_date(), m.issue_date());
  out.issue_document = api::FromProto(m.issue_document());
  out.closed = api::OptionalDay(m.has_close_date(), m.close_date());
  for (const v1::Duty::Period& p : m.periods()) {
    out.periods.push_back({p.period(), api::FromProto(p.first_assign_date()),
                           api::FromProto(p.last_assign_date()), p.assignment_count(),
                           p.units_revision()});
  }
  out.stamp = api::GetStamp(m);
  return out;
}

v1::DutyAssignment ToProto(const Assignment& a) {
  v1::DutyAssignment out;
  out.set_name(a.name);
  out.set_unit(a.unit);
  out.set_period(a.period);
  *out.mutable_assign_date() = api::ToProto(a.assigned);
  *out.mutable_demand() = ToProto(a.demand);
  *out.mutable_original_deadline() = api::ToProto(a.original_deadline);
  *out.mutable_deadline() = api::ToProto(a.deadline);
  out.set_state(static_cast<v1::DutyAssignment::State>(a.state));
  if (a.submitted) *out.mutable_submit_date() = api::ToProto(*a.submitted);
  out.set_sets(a.sets);
  out.set_value(a.value);
  for (const std::string& document : a.documents) out.add_documents(document);
  if (a.accepted) *out.mutable_accept_date() = api::ToProto(*a.accepted);
  if (a.returned) *out.mutable_return_date() = api::ToProto(*a.returned);
  out.set_return_reason(a.return_reason);
  out.set_event_count(a.events);
  out.set_units_revision(a.units_revision);
  api::SetStamp(a.stamp, out);
  return out;
}

Assignment FromProto(const v1::DutyAssignment& m) {
  Assignment out;
  out.name = m.name();
  out.unit = m.unit();
  out.period = m.period();
  out.assigned = api::FromProto(m.assign_date());
  out.demand = FromProto(m.demand());
  out.original_deadline = api::FromProto(m.original_deadline());
  out.deadline = api::FromProto(m.deadline());
  out.state = static_cast<AssignmentState>(m.state());
  out.submitted = api::OptionalDay(m.has_submit_date(), m.submit_date());
  out.sets = m.sets();
  out.value = m.value();
  out.documents.assign(m.documents().begin(), m.documents().end());
  out.accepted = api::OptionalDay(m.has_accept_date(), m.accept_date());
  out.returned = api::OptionalDay(m.has_return_date(), m.return_date());
  out.return_reason = m.return_reason();
  out.events = m.event_count();
  out.units_revision = m.units_revision();
  out.stamp = api::GetStamp(m);
  return out;
}

v1::DutyAssignmentEvent ToProto(const AssignmentEvent& e) {
  v1::DutyAssignmentEvent out;
  out.set_name(e.name);
  out.set_kind(static_cast<v1::DutyAssignmentEvent::Kind>(e.kind));
  *out.mutable_event_date() = api::ToProto(e.date);
  out.set_sets(e.sets);
  out.set_value(e.value);
  for (const std::string& document : e.documents) out.add_documents(document);
  out.set_complete(e.complete);
  out.set_reason_code(e.reason_code);
  if (e.new_deadline) *out.mutable_new_deadline() = api::ToProto(*e.new_deadline);
  out.set_reason(e.reason);
  out.set_approver(e.approver);
  if (!e.document.empty()) *out.mutable_document() = api::ToProto(e.document);
  out.set_unit(e.unit);
  out.set_units_revision(e.units_revision);
  out.set_voided(e.voided);
  out.set_void_reason(e.void_reason);
  api::SetStamp(e.stamp, out);
  return out;
}

AssignmentEvent FromProto(const v1::DutyAssignmentEvent& m) {
  AssignmentEvent out;
  out.name = m.name();
  out.kind = static_cast<AssignmentEventKind>(m.kind());
  out.date = api::FromProto(m.event_date());
  out.sets = m.sets();
  out.value = m.value();
  out.documents.assign(m.documents().begin(), m.documents().end());
  out.complete = m.complete();
  out.reason_code = m.reason_code();
  out.new_deadline = api::OptionalDay(m.has_new_deadline(), m.new_deadline());
  out.reason = m.reason();
  out.approver = m.approver();
  out.document = api::FromProto(m.document());
  out.unit = m.unit();
  out.units_revision = m.units_revision();
  out.voided = m.voided();
  out.void_reason = m.void_reason();
  out.stamp = api::GetStamp(m);
  return out;
}

}  // namespace tiendo::programs
