#include "tests/unit/status/resources.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "common/api/body.h"
#include "common/api/fields.h"
#include "tests/unit/status/facts_builder.h"
#include "tiendo/programs/v1/duties.pb.h"
#include "tiendo/programs/v1/programs.pb.h"
#include "tiendo/supervision/v1/reminders.pb.h"
#include "tiendo/supervision/v1/supervision.pb.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::status::testing {
namespace {

namespace pv1 = programs::v1;
namespace sv1 = supervision::v1;
using api::ToProto;

template <typename Message>
void Add(const Message& message, Resources& out) {
  out.push_back({message.name(), 1, api::PackBody(message)});
}

template <typename Strings>
void AddAll(const std::vector<std::string>& from, Strings& to) {
  for (const std::string& text : from) *to.Add() = text;
}

// The place of an event or report among those of `owner`, from 0.
std::string Numbered(const std::string& owner, const char* collection, size_t place) {
  const std::string number = std::to_string(place + 1);
  return owner + "/" + collection + "/" + std::string(4 - std::min<size_t>(4, number.size()), '0') +
         number;
}

std::string ProgramOf(const std::string& item) {
  return "programs/p" + std::to_string(item.back() % 5);
}

std::string NameOf(const std::string& item) {
  return ProgramOf(item) + item.substr(item.rfind("/items/"));
}

pv1::ItemEvent::Kind ToProto(ItemEvent::Kind kind) {
  using Wire = pv1::ItemEvent;
  switch (kind) {
    case ItemEvent::Kind::kCompleted:
      return Wire::KIND_COMPLETED;
    case ItemEvent::Kind::kReturned:
      return Wire::KIND_RETURNED;
    case ItemEvent::Kind::kExtended:
      return Wire::KIND_EXTENDED;
    case ItemEvent::Kind::kWithdrawn:
      return Wire::KIND_WITHDRAWN;
    case ItemEvent::Kind::kReassigned:
      return Wire::KIND_REASSIGNED;
    case ItemEvent::Kind::kCarriedOver:
      return Wire::KIND_CARRIED_OVER;
    case ItemEvent::Kind::kSuspended:
      return Wire::KIND_SUSPENDED;
    case ItemEvent::Kind::kResumed:
      return Wire::KIND_RESUMED;
    case ItemEvent::Kind::kMilestonesAdded:
      return Wire::KIND_MILESTONES_ADDED;
    case ItemEvent::Kind::kMilestonesReplaced:
      return Wire::KIND_MILESTONES_REPLACED;
    case ItemEvent::Kind::kMilestonesDone:
      return Wire::KIND_MILESTONE_DONE;
    case ItemEvent::Kind::kNews:
      break;
  }
  return Wire::KIND_PROGRESS;
}

void AddEvent(const std::string& name, const ItemEvent& fact, Resources& out) {
  pv1::ItemEvent event;
  event.set_name(name);
  event.set_kind(ToProto(fact.kind));
  *event.mutable_event_date() = ToProto(fact.date);
  *event.mutable_create_time() = ToProto(fact.recorded);
  event.set_voided(fact.voided);
  event.set_lead(fact.lead);
  AddAll(fact.parts, *event.mutable_parts());
  if (fact.new_due) *event.mutable_new_due_date() = ToProto(*fact.new_due);
  AddAll(fact.leads, *event.mutable_leads());
  if (!fact.carry.item.empty()) event.set_item(NameOf(fact.carry.item));
  for (const Milestone& step : fact.milestones) {
    pv1::Item::Milestone& added = *event.add_milestones();
    added.set_milestone_id(step.id);
    added.set_title(step.title);
    if (step.due) *added.mutable_due_date() = ToProto(*step.due);
    if (step.done_on) *added.mutable_done_date() = ToProto(*step.done_on);
  }
  Add(event, out);
}

void AddItem(const ItemFact& fact, Resources& out) {
  pv1::Item item;
  item.set_name(NameOf(fact.name));
  item.set_title(fact.title);
  item.set_ordinal(fact.ordinal);
  item.set_secret(fact.secret);
  if (fact.approval) *item.mutable_approval_date() = ToProto(*fact.approval);
  AddAll(fact.leads, *item.mutable_entry()->mutable_leads());
  if (fact.baseline_due) *item.mutable_entry()->mutable_due_date() = ToProto(*fact.baseline_due);
  AddAll(fact.coordinators, *item.mutable_coordinators());
  AddAll(fact.tags, *item.mutable_tags());
  if (!fact.carried_from.empty()) {
    item.set_carried_from(NameOf(fact.carried_from.front().name));
  } else if (fact.carried_in) {
    item.set_carried_from("programs/unknown/items/unknown");
  }
  Add(item, out);
  for (size_t i = 0; i < fact.events.size(); ++i) {
    AddEvent(Numbered(item.name(), "events", i), fact.events[i], out);
  }
}

void AddProgramsOf(const World& world, Resources& out) {
  std::map<std::string, pv1::Program> programs;
  std::map<std::string, pv1::Category> categories;
  const auto put = [&](const std::string& name, const std::string& category,
                       const std::vector<int>& years, const std::string& owner,
                       const std::optional<Day>& approval) {
    categories[category].set_name(category);
    categories[category].set_display_name("Loại " + category);
    pv1::Program& program = programs[name];
    program.Clear();
    program.set_name(name);
    program.set_category(category);
    for (const int year : years) program.add_years(year);
    program.set_owner(owner);
    if (approval) *program.mutable_approval_date() = ToProto(*approval);
  };
  for (const ItemFact& item : world.items) {
    put(ProgramOf(item.name), item.category, item.years, item.program_owner, item.program_approval);
  }
  for (const TargetFact& target : world.targets) {
    put(target.program, target.category, {target.year}, target.program_owner,
        target.program_approval);
  }
  for (const auto& [name, category] : categories) Add(category, out);
  for (const auto& [name, program] : programs) Add(program, out);
}

void AddTarget(const TargetFact& fact, Resources& out) {
  pv1::Target target;
  target.set_name(fact.name);
  target.set_title(fact.title);
  target.set_ordinal(fact.ordinal);
  target.set_year(fact.year);
  AddAll(fact.tags, *target.mutable_tags());
  Add(target, out);
  for (size_t i = 0; i < fact.events.size(); ++i) {
    const TargetFact::Event& of = fact.events[i];
    pv1::TargetEvent event;
    event.set_name(Numbered(fact.name, "events", i));
    event.set_kind(of.kind == TargetFact::Event::Kind::kWithdrawn
                       ? pv1::TargetEvent::KIND_WITHDRAWN
                       : pv1::TargetEvent::KIND_ASSIGNED);
    *event.mutable_event_date() = ToProto(of.date);
    if (of.year_value) {
      event.mutable_changed()->add_paths("year_value");
      event.set_year_value(of.year_value->ToString());
    }
    if (of.plan) {
      event.mutable_changed()->add_paths("plan");
      for (const TargetFact::PlanPoint& point : *of.plan) {
        pv1::Target::PlanPoint& added = *event.add_plan();
        added.mutable_period()->set_kind(pv1::TargetPeriod::KIND_MONTH);
        added.mutable_period()->set_number(static_cast<int>(point.month));
        added.set_value(point.value.ToString());
      }
    }
    if (of.leads) {
      event.mutable_changed()->add_paths("leads");
      AddAll(*of.leads, *event.mutable_leads());
    }
    Add(event, out);
  }
  for (size_t i = 0; i < fact.reports.size(); ++i) {
    const TargetFact::Report& of = fact.reports[i];
    pv1::TargetReport report;
    report.set_name(Numbered(fact.name, "reports", i));
    report.mutable_period()->set_kind(pv1::TargetPeriod::KIND_MONTH);
    report.mutable_period()->set_number(static_cast<int>(of.month));
    report.set_kind(pv1::TargetReport::KIND_CUMULATIVE);
    report.set_value(of.value.ToString());
    *report.mutable_as_of() = ToProto(of.as_of);
    report.set_voided(of.voided);
    Add(report, out);
  }
}

pv1::DutyAssignmentEvent::Kind ToProto(HandInEvent::Kind kind) {
  switch (kind) {
    case HandInEvent::Kind::kAccepted:
      return pv1::DutyAssignmentEvent::KIND_ACCEPTED;
    case HandInEvent::Kind::kReturned:
      return pv1::DutyAssignmentEvent::KIND_RETURNED;
    case HandInEvent::Kind::kDeadline:
      return pv1::DutyAssignmentEvent::KIND_DEADLINE_OVERRIDDEN;
    case HandInEvent::Kind::kSubmitted:
      break;
  }
  return pv1::DutyAssignmentEvent::KIND_SUBMITTED;
}

void AddAssignment(const AssignmentFact& fact, Resources& out) {
  pv1::DutyAssignment assignment;
  assignment.set_name(fact.name);
  assignment.set_unit(fact.unit);
  assignment.set_period(fact.year == 0 ? "once" : std::to_string(fact.year) + "-06");
  *assignment.mutable_assign_date() = ToProto(fact.assigned);
  *assignment.mutable_original_deadline() = ToProto(fact.deadline);
  Add(assignment, out);
  for (size_t i = 0; i < fact.events.size(); ++i) {
    const HandInEvent& of = fact.events[i];
    pv1::DutyAssignmentEvent event;
    event.set_name(Numbered(fact.name, "events", i));
    event.set_kind(ToProto(of.kind));
    *event.mutable_event_date() = ToProto(of.date);
    event.set_voided(of.voided);
    event.set_complete(of.complete);
    if (of.new_deadline) *event.mutable_new_deadline() = ToProto(*of.new_deadline);
    Add(event, out);
  }
}

}  // namespace

Resources UnitResources(const std::vector<UnitFact>& facts) {
  std::map<std::string, units::v1::Unit> by_id;
  for (const UnitFact& fact : facts) {
    const bool party = fact.side == Side::kParty;
    units::v1::Unit& unit = by_id[fact.id];
    unit.set_name(fact.id);
    unit.set_side(party ? units::v1::Unit::SIDE_PARTY : units::v1::Unit::SIDE_GOVERNMENT);
    unit.set_kind(party ? units::v1::Unit::KIND_GRASSROOTS_CELL : units::v1::Unit::KIND_DIVISION);
    units::v1::UnitPeriod& period = *unit.add_periods();
    *period.mutable_start_date() = ToProto(fact.effective_from);
    period.set_display_name(fact.display_name);
    period.set_parent(fact.parent);
    period.set_led_by(fact.led_by);
    // Those of the last period are those of the unit.
    unit.clear_effective_to();
    if (fact.effective_to) *unit.mutable_effective_to() = ToProto(*fact.effective_to);
    unit.clear_successors();
    AddAll(fact.successors, *unit.mutable_successors());
  }
  Resources out;
  for (const auto& [id, unit] : by_id) Add(unit, out);
  return out;
}

Resources CalendarResources(int year) {
  units::v1::Calendar calendar;
  calendar.set_name("calendars/" + std::to_string(year));
  google::type::Date& holiday = *calendar.add_holidays()->mutable_date();
  holiday.set_year(year);
  holiday.set_month(9);
  holiday.set_day(2);
  Resources out;
  Add(calendar, out);
  return out;
}

Resources ProgramResources(const World& world) {
  Resources out;
  AddProgramsOf(world, out);
  for (const ItemFact& item : world.items) AddItem(item, out);
  for (const TargetFact& target : world.targets) AddTarget(target, out);
  for (const auto& [name, of_year] : world.duties) {
    pv1::Duty duty;
    duty.set_name(name);
    duty.set_title(of_year.title);
    AddAll(of_year.tags, *duty.mutable_tags());
    Add(duty, out);
  }
  for (const auto& [unit, owed] : world.assignments) {
    for (const auto& [name, assignment] : owed) AddAssignment(assignment, out);
  }
  return out;
}

Resources SupervisionResources() {
  Resources out;
  sv1::PlanRequirement requirement;
  requirement.set_name("requirements/2022");
  requirement.set_year(2022);
  *requirement.mutable_deadline() = ToProto(D("2022-01-31"));
  Add(requirement, out);
  sv1::Plan plan;
  plan.set_name("plans/mau-2022");
  plan.set_year(2022);
  Add(plan, out);
  sv1::Engagement engagement;
  engagement.set_name("engagements/mau");
  engagement.set_plan(plan.name());
  engagement.set_title("Cuộc mẫu");
  Add(engagement, out);
  sv1::Recommendation recommendation;
  recommendation.set_name("engagements/mau/recommendations/r");
  recommendation.set_text("Kiến nghị mẫu");
  Add(recommendation, out);
  sv1::EngagementEvent reported;
  reported.set_name("engagements/mau/events/0001");
  reported.set_kind(sv1::EngagementEvent::KIND_RECOMMENDATION_REPORTED);
  reported.set_related(recommendation.name());
  Add(reported, out);
  sv1::Reminder reminder;
  reminder.set_name("reminders/0123456789abcdef-0001");
  reminder.set_subject(engagement.name());
  reminder.set_ordinal(1);
  Add(reminder, out);
  return out;
}

}  // namespace tiendo::status::testing
