#include "services/status/sources/decode.h"

#include "absl/strings/numbers.h"
#include "common/api/enum_names.h"
#include "common/api/fields.h"
#include "common/api/optional_fields.h"

namespace tiendo::status {
namespace {

// What an event of programs is to the figures.
std::optional<ItemEvent::Kind> KindOf(programs::v1::ItemEvent::Kind kind) {
  using Wire = programs::v1::ItemEvent;
  using enum ItemEvent::Kind;
  switch (kind) {
    case Wire::KIND_COMPLETED:
      return kCompleted;
    case Wire::KIND_RETURNED:
      return kReturned;
    case Wire::KIND_EXTENDED:
    case Wire::KIND_CARRIED_IN:  // the new line has its new due date from its beginning
      return kExtended;
    case Wire::KIND_WITHDRAWN:
      return kWithdrawn;
    case Wire::KIND_REASSIGNED:
      return kReassigned;
    case Wire::KIND_CARRIED_OVER:
      return kCarriedOver;
    case Wire::KIND_SUSPENDED:
      return kSuspended;
    case Wire::KIND_RESUMED:
      return kResumed;
    case Wire::KIND_MILESTONES_ADDED:
      return kMilestonesAdded;
    case Wire::KIND_MILESTONES_REPLACED:
      return kMilestonesReplaced;
    case Wire::KIND_MILESTONE_DONE:
      return kMilestonesDone;
    case Wire::KIND_ACCEPTED:
    case Wire::KIND_REFUSED:
    case Wire::KIND_PROGRESS:
    case Wire::KIND_APPRAISED:
      return kNews;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::vector<UnitFact> ToFacts(const units::v1::Unit& unit) {
  UnitFact fact;
  fact.id = unit.name();
  fact.side = unit.side() == units::v1::Unit::SIDE_PARTY ? Side::kParty : Side::kGovernment;
  fact.kind = api::WithoutPrefix(units::v1::Unit::Kind_Name(unit.kind()));
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
  out.back().effective_to = api::OptionalDay(unit.has_effective_to(), unit.effective_to());
  out.back().successors.assign(unit.successors().begin(), unit.successors().end());
  return out;
}

CategoryFact ToFact(const programs::v1::Category& category) {
  return {category.name(), category.display_name(),
          api::WithoutPrefix(programs::v1::Category::Kind_Name(category.kind())), category.order()};
}

ProgramFact ToFact(const programs::v1::Program& program) {
  ProgramFact out;
  out.name = program.name();
  out.category = program.category();
  out.years.assign(program.years().begin(), program.years().end());
  out.owner = program.owner();
  out.approval = api::OptionalDay(program.has_approval_date(), program.approval_date());
  return out;
}

ItemRecord ToRecord(const programs::v1::Item& item) {
  ItemRecord record;
  ItemFact& out = record.fact;
  out.name = item.name();
  out.program = item.name().substr(0, item.name().rfind("/items/"));
  out.approval = api::OptionalDay(item.has_approval_date(), item.approval_date());
  if (item.has_entry()) {
    out.baseline_due = api::OptionalDay(item.entry().has_due_date(), item.entry().due_date());
    out.leads.assign(item.entry().leads().begin(), item.entry().leads().end());
  } else {
    // Recorded before the entry was kept, when neither could change.
    out.baseline_due = api::OptionalDay(item.has_baseline_due_date(), item.baseline_due_date());
    for (const auto& lead : item.leads()) out.leads.push_back(lead.unit());
  }
  out.coordinators.assign(item.coordinators().begin(), item.coordinators().end());
  out.carried_in = !item.carried_from().empty();
  out.title = item.title();
  out.ordinal = item.ordinal();
  out.secret = item.secret();
  out.tags.assign(item.tags().begin(), item.tags().end());
  record.carried_from = item.carried_from();
  return record;
}

std::optional<ItemEvent> ToFact(const programs::v1::ItemEvent& event) {
  const std::optional<status::ItemEvent::Kind> kind = KindOf(event.kind());
  if (!kind) return std::nullopt;
  status::ItemEvent out;
  out.kind = *kind;
  out.date = api::FromProto(event.event_date());
  out.recorded = api::FromProto(event.create_time());
  out.voided = event.voided();
  out.lead = event.lead();
  out.parts.assign(event.parts().begin(), event.parts().end());
  out.new_due = api::OptionalDay(event.has_new_due_date(), event.new_due_date());
  out.leads.assign(event.leads().begin(), event.leads().end());
  out.carry.item = event.item();
  for (const programs::v1::Item::Milestone& step : event.milestones()) {
    out.milestones.push_back({step.milestone_id(), step.title(),
                              api::OptionalDay(step.has_due_date(), step.due_date()),
                              api::OptionalDay(step.has_done_date(), step.done_date())});
  }
  return out;
}

calendar::CalendarYear ToFact(const units::v1::Calendar& calendar) {
  calendar::CalendarYear out;
  (void)absl::SimpleAtoi(calendar.name().substr(calendar.name().find('/') + 1), &out.year);
  const auto add = [&out](const auto& days, std::vector<Day>& list) {
    for (const units::v1::CalendarDay& day : days) {
      const Day date = api::FromProto(day.date());
      if (calendar::YearOf(date) == out.year) list.push_back(date);
    }
  };
  add(calendar.holidays(), out.holidays);
  add(calendar.swapped_working_days(), out.swapped_working_days);
  return out;
}

DutyFact ToFact(const programs::v1::Duty& duty) {
  DutyFact out;
  out.name = duty.name();
  out.program = duty.name().substr(0, duty.name().rfind("/duties/"));
  out.title = duty.title();
  out.ordinal = duty.ordinal();
  out.tags.assign(duty.tags().begin(), duty.tags().end());
  return out;
}

AssignmentFact ToFact(const programs::v1::DutyAssignment& assignment) {
  AssignmentFact out;
  out.name = assignment.name();
  out.duty = assignment.name().substr(0, assignment.name().rfind("/assignments/"));
  out.unit = assignment.unit();
  out.period = assignment.period();
  // "2022-06", "2022-q2" and "2022" begin with their year, "once" does not.
  if (!absl::SimpleAtoi(out.period.substr(0, out.period.find('-')), &out.year)) out.year = 0;
  out.assigned = api::FromProto(assignment.assign_date());
  out.deadline = api::FromProto(assignment.original_deadline());
  return out;
}

HandInEvent ToFact(const programs::v1::DutyAssignmentEvent& event) {
  using programs::v1::DutyAssignmentEvent;
  HandInEvent out;
  out.date = api::FromProto(event.event_date());
  out.voided = event.voided();
  out.complete = event.complete();
  out.new_deadline = api::OptionalDay(event.has_new_deadline(), event.new_deadline());
  switch (event.kind()) {
    case DutyAssignmentEvent::KIND_ACCEPTED:
      out.kind = HandInEvent::Kind::kAccepted;
      break;
    case DutyAssignmentEvent::KIND_RETURNED:
      out.kind = HandInEvent::Kind::kReturned;
      break;
    case DutyAssignmentEvent::KIND_DEADLINE_OVERRIDDEN:
      out.kind = HandInEvent::Kind::kDeadline;
      break;
    default:
      break;
  }
  return out;
}

}  // namespace tiendo::status
