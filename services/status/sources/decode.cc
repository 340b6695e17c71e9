#include "services/status/sources/decode.h"

#include "common/api/fields.h"

namespace tiendo::status {
namespace {

std::optional<Day> ToDay(bool present, const google::type::Date& date) {
  if (!present) return std::nullopt;
  return api::FromProto(date);
}

// Enum values as names without prefix, e.g. "GRASSROOTS_CELL".
std::string WithoutPrefix(const std::string& name) { return name.substr(name.find('_') + 1); }

}  // namespace

std::vector<UnitFact> ToFacts(const units::v1::Unit& unit) {
  UnitFact fact;
  fact.id = unit.name();
  fact.side = unit.side() == units::v1::Unit::SIDE_PARTY ? Side::kParty : Side::kGovernment;
  fact.kind = WithoutPrefix(units::v1::Unit::Kind_Name(unit.kind()));
  // Recorded before units had periods: one, with the fields beside it.
  fact.display_name = unit.display_name();
  fact.parent = unit.parent();
  fact.led_by = unit.led_by();
  fact.effective_from = api::FromProto(unit.effective_from());
  std::vector<UnitFact> out;
  for (const units::v1::UnitPeriod& period : unit.periods()) {
    fact.display_name = period.display_name();
    fact.parent = period.parent();
    fact.led_by = period.led_by();
    fact.effective_from = api::FromProto(period.start_date());
    if (!out.empty()) out.back().effective_to = fact.effective_from;
    out.push_back(fact);
  }
  if (out.empty()) out.push_back(fact);
  out.back().effective_to = ToDay(unit.has_effective_to(), unit.effective_to());
  out.back().successors.assign(unit.successors().begin(), unit.successors().end());
  return out;
}

CategoryFact ToFact(const programs::v1::Category& category) {
  return {category.name(), category.display_name(), category.order()};
}

ProgramFact ToFact(const programs::v1::Program& program) {
  ProgramFact out;
  out.name = program.name();
  out.category = program.category();
  out.years.assign(program.years().begin(), program.years().end());
  out.owner = program.owner();
  out.approval = ToDay(program.has_approval_date(), program.approval_date());
  return out;
}

ItemFact ToFact(const programs::v1::Item& item) {
  ItemFact out;
  out.name = item.name();
  out.program = item.name().substr(0, item.name().find("/items/"));
  out.approval = ToDay(item.has_approval_date(), item.approval_date());
  if (item.has_entry()) {
    // What changed since is told by the events.
    out.baseline_due = ToDay(item.entry().has_due_date(), item.entry().due_date());
    out.leads.assign(item.entry().leads().begin(), item.entry().leads().end());
  } else {
    out.baseline_due = ToDay(item.has_baseline_due_date(), item.baseline_due_date());
    for (const auto& lead : item.leads()) out.leads.push_back(lead.unit());
  }
  out.title = item.title();
  out.ordinal = item.ordinal();
  out.secret = item.secret();
  out.tags.assign(item.tags().begin(), item.tags().end());
  return out;
}

std::optional<ItemEvent> ToFact(const programs::v1::ItemEvent& event) {
  using programs::v1::ItemEvent;
  status::ItemEvent out;
  out.date = api::FromProto(event.event_date());
  out.recorded = api::FromProto(event.create_time());
  out.lead = event.lead();
  switch (event.kind()) {
    case ItemEvent::KIND_COMPLETED:
      out.kind = status::ItemEvent::Kind::kCompleted;
      return out;
    case ItemEvent::KIND_EXTENDED:
      out.kind = status::ItemEvent::Kind::kExtended;
      out.new_due = ToDay(event.has_new_due_date(), event.new_due_date());
      return out;
    case ItemEvent::KIND_WITHDRAWN:
      out.kind = status::ItemEvent::Kind::kWithdrawn;
      return out;
    default:
      return std::nullopt;
  }
}

RequirementFact ToFact(const supervision::v1::PlanRequirement& requirement) {
  RequirementFact out;
  out.year = requirement.year();
  out.deadline = api::FromProto(requirement.deadline());
  out.kinds.assign(requirement.unit_kinds().begin(), requirement.unit_kinds().end());
  out.units.assign(requirement.units().begin(), requirement.units().end());
  return out;
}

PlanFact ToFact(const supervision::v1::Plan& plan) {
  return {plan.name(), plan.unit(), plan.year(),
          ToDay(plan.has_adopted_date(), plan.adopted_date()),
          ToDay(plan.has_issued_date(), plan.issued_date())};
}

EngagementFact ToFact(const supervision::v1::Engagement& engagement,
                      const calendar::BusinessZone& zone) {
  EngagementFact out;
  out.name = engagement.name();
  out.plan = engagement.plan();
  out.unit = engagement.unit();
  out.kind = WithoutPrefix(supervision::v1::Engagement::Kind_Name(engagement.kind()));
  out.planned = !engagement.plan().empty();
  out.due_on = ToDay(engagement.has_scheduled_to(), engagement.scheduled_to());
  out.concluded_on = ToDay(engagement.has_concluded_date(), engagement.concluded_date());
  // An unplanned one belongs to the year in which it began, as far as that is known.
  Day opened = engagement.has_scheduled_from()
                   ? api::FromProto(engagement.scheduled_from())
                   : zone.DayOf(api::FromProto(engagement.create_time()));
  out.year = calendar::YearOf(opened);
  return out;
}

}  // namespace tiendo::status
