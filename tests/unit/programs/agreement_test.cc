// Whatever the order in which verbs are recorded: what is stored is what the events come to, and
// that is what the rules of counting say of them on every day. The state decides which verbs are
// refused.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "common/errors/error.h"
#include "services/programs/domain/lifecycle.h"
#include "services/status/domain/duties.h"
#include "services/status/domain/item_state.h"
#include "tests/unit/programs/any_verb.h"
#include "tests/unit/programs/duty_fixture.h"

namespace tiendo::programs::testing {
namespace {

const Day kFrom = D("2022-01-15");  // approval of Fakes::AddIssued
constexpr int kDays = 30;

std::string AnyDay() {
  return calendar::FormatIso(kFrom + std::chrono::days(*rc::gen::inRange(0, kDays)));
}

// Without `parts` as an older server recorded it: then status finds out itself whose heir it is.
status::ItemEvent FactOf(const ItemEvent& event, bool parts) {
  using Kind = status::ItemEvent::Kind;
  status::ItemEvent out;
  out.date = event.date;
  out.recorded = event.stamp.create_time;
  out.voided = event.voided;
  out.lead = event.lead;
  if (parts) out.parts = event.parts;
  out.new_due = event.new_due_date;
  out.leads = event.leads;
  switch (event.kind) {
    case EventKind::kCompleted:
      out.kind = Kind::kCompleted;
      break;
    case EventKind::kReturned:
      out.kind = Kind::kReturned;
      break;
    case EventKind::kExtended:
    case EventKind::kCarriedIn:
      out.kind = Kind::kExtended;
      break;
    case EventKind::kWithdrawn:
      out.kind = Kind::kWithdrawn;
      break;
    case EventKind::kReassigned:
      out.kind = Kind::kReassigned;
      break;
    default:
      out.kind = Kind::kNews;
  }
  return out;
}

status::ItemFact FactOf(const Item& item, const std::vector<ItemEvent>& events, bool parts) {
  const Entry entry = EntryOf(item);
  status::ItemFact fact;
  fact.name = item.name;
  fact.program_approval = D("2022-01-10");
  fact.approval = item.approval_date;
  fact.baseline_due = entry.due_date;
  fact.leads = entry.leads;
  fact.carried_in = !item.carried_from.empty();
  for (const ItemEvent& event : events) fact.events.push_back(FactOf(event, parts));
  return fact;
}

// units/a ends on some day and `heir` follows it; the others go on.
status::UnitHistory UnitsWhere(const std::string& heir) {
  std::vector<status::UnitFact> facts;
  for (const char* id : {"units/a", "units/b", "units/c", "units/h"}) {
    status::UnitFact unit;
    unit.id = id;
    unit.effective_from = D("2015-01-01");
    facts.push_back(unit);
  }
  facts[0].effective_to = kFrom + std::chrono::days(kDays / 3);
  facts[0].successors = {heir};
  return status::UnitHistory(std::move(facts));
}

Inheritance HeirsIn(const status::UnitHistory& units) {
  return [&units](std::string_view heir, std::string_view unit) {
    return units.Inherits(heir, unit) ? units.EndOf(unit) : std::nullopt;
  };
}

absl::StatusOr<Item> AnyVerb(Fakes& fakes, ItemVerb verb, const std::string& lead,
                             const status::UnitHistory& units) {
  const std::string day = AnyDay();
  switch (verb) {
    case ItemVerb::kReportCompletion: {
      Completion input = Fakes::Completed(day, lead);
      input.inherits = HeirsIn(units);
      return ReportCompletion(fakes.stores(), input);
    }
    case ItemVerb::kAppraise: {
      Appraisal input = Fakes::Appraised(day, *rc::gen::inRange(0, 3) == 0, lead);
      input.inherits = HeirsIn(units);
      return AppraiseCompletion(fakes.stores(), input);
    }
    case ItemVerb::kExtend:
      return ExtendItem(fakes.stores(),
                        Fakes::Extended(day, *rc::gen::inRange(0, 4) == 0 ? "" : AnyDay()));
    case ItemVerb::kReassign: {
      std::vector<std::string> leads;
      for (const char* unit : {"units/a", "units/b", "units/c"}) {
        if (*rc::gen::arbitrary<bool>()) leads.emplace_back(unit);
      }
      if (leads.empty()) leads.emplace_back("units/c");
      return ReassignItem(fakes.stores(), Fakes::Reassigned(day, leads));
    }
    case ItemVerb::kVoidEvent: {
      const int last = static_cast<int>(fakes.Events().size());
      return VoidEvent(fakes.stores(), Fakes::Void(*rc::gen::inRange(1, last + 2)));
    }
    default:
      return ApplyAt(verb, day, lead, fakes);
  }
}

void CheckAgainstTheRules(const Item& item, const std::vector<ItemEvent>& events,
                          const status::UnitHistory& history, bool parts) {
  const status::ItemFact fact = FactOf(item, events, parts);
  for (int n = -1; n <= kDays; ++n) {
    const Day day = kFrom + std::chrono::days(n);
    const Present present = Replay(EntryOf(item), events, day);
    const status::ItemState state = status::StateOn(fact, history, day, status::Basis::kInForce);
    RC_ASSERT(state.entered == present.approval_date.has_value());
    if (!state.entered) continue;
    RC_ASSERT(state.withdrawn == (present.state == ItemState::kWithdrawn));
    RC_ASSERT(state.leads == present.leads);
    RC_ASSERT(state.last_news == present.last_news_date);
    if (state.withdrawn) continue;
    RC_ASSERT(state.done_on.has_value() == (present.state == ItemState::kCompleted));
    RC_ASSERT(state.done_on == present.result_date);
    RC_ASSERT(state.due == present.due_date);
    RC_ASSERT(status::StateOn(fact, history, day, status::Basis::kBaseline).due ==
              present.baseline_due_date);
  }
}

// `derived`: also by what status finds out itself.
void CheckStored(Fakes& fakes, const std::string& name, const status::UnitHistory& units,
                 bool derived) {
  const Item item = fakes.Stored(name);
  const std::vector<ItemEvent> events = fakes.Events(name);
  Item again = item;
  Restate(Replay(EntryOf(item), events), again);
  RC_ASSERT(again == item);
  CheckAgainstTheRules(item, events, units, /*parts=*/true);
  if (derived) CheckAgainstTheRules(item, events, units, /*parts=*/false);
}

// A refusal by the table says so; one that the table does not give is not taken for one.
void CheckRefusal(ItemState state, ItemVerb verb, const absl::Status& status) {
  const std::string reason = errors::Reason(status);
  switch (PermissionOf(state, verb)) {
    case Permission::kNo:
      RC_ASSERT(!status.ok());
      RC_ASSERT(reason == "ITEM_STATE" || reason == "LEAD_ALREADY_DONE" ||
                absl::IsInvalidArgument(status));
      if (reason == "ITEM_STATE") {
        errors::Metadata metadata = errors::GetDetails(status)->metadata;
        RC_ASSERT(metadata["state"] == Name(state));
        RC_ASSERT(metadata["verb"] == Name(verb));
      }
      break;
    case Permission::kYes:
    case Permission::kIf:
      RC_ASSERT(status.ok() || absl::IsFailedPrecondition(status) ||
                absl::IsInvalidArgument(status) || absl::IsNotFound(status) ||
                absl::IsAlreadyExists(status));
  }
}

RC_GTEST_PROP(Agreement, TheItemIsWhatItsEventsSay, ()) {
  const std::vector<std::vector<std::string>> casts = {
      {}, {"units/a"}, {"units/a", "units/b"}, {"units/a", "units/b", "units/c"}};
  const std::vector<std::string> leads = *rc::gen::elementOf(casts);
  // Whose part an heir finishes is noted when it is recorded; a reassignment that is entered later
  // for an earlier day does not change it, but what status would find out itself. So that is looked
  // at only without reassignments.
  const bool ends = *rc::gen::inRange(0, 3) == 0;
  const status::UnitHistory units =
      ends ? UnitsWhere(*rc::gen::element(std::string("units/b"), std::string("units/h")))
           : status::UnitHistory(std::vector<status::UnitFact>{});
  const bool reassigned = !ends || *rc::gen::arbitrary<bool>();
  Fakes fakes;
  fakes.AddIssued(leads, *rc::gen::inRange(0, 4) == 0 ? "" : AnyDay());
  for (int n = *rc::gen::inRange(0, 14); n > 0; --n) {
    // What moves counts comes more often than the rest.
    const auto verb = *rc::gen::weightedOneOf<ItemVerb>(
        {{5, rc::gen::just(ItemVerb::kReportCompletion)},
         {3, rc::gen::just(ItemVerb::kAppraise)},
         {3, rc::gen::just(ItemVerb::kReassign)},
         {3, rc::gen::just(ItemVerb::kExtend)},
         {2, rc::gen::just(ItemVerb::kVoidEvent)},
         {8, rc::gen::elementOf(
                 std::vector<ItemVerb>(AllItemVerbs().begin(), AllItemVerbs().end()))}});
    if (!reassigned && verb == ItemVerb::kReassign) continue;
    const std::vector<Lead> now = fakes.Stored().leads;
    std::string lead;
    if (!now.empty() && *rc::gen::inRange(0, 5) > 0) lead = (*rc::gen::elementOf(now)).unit;
    if (ends && *rc::gen::inRange(0, 4) == 0) lead = "units/h";
    const ItemState state = fakes.Stored().state;
    const absl::StatusOr<Item> result = AnyVerb(fakes, verb, lead, units);
    CheckRefusal(state, verb, result.status());
    const bool derived = !(ends && reassigned);
    CheckStored(fakes, kItem, units, derived);
    if (fakes.items.Get(kNewLine).value()) CheckStored(fakes, kNewLine, units, derived);
  }
}

// The same of assignments.
status::AssignmentFact FactOf(const Assignment& assignment,
                              const std::vector<AssignmentEvent>& events) {
  status::AssignmentFact fact;
  fact.name = assignment.name;
  fact.unit = assignment.unit;
  fact.assigned = assignment.assigned;
  fact.deadline = assignment.original_deadline;
  for (const AssignmentEvent& e : events) {
    fact.events.push_back({static_cast<status::HandInEvent::Kind>(static_cast<int>(e.kind) - 1),
                           e.date, e.voided, e.complete, e.new_deadline});
  }
  return fact;
}

AssignmentEvent AnyEvent() {
  const std::string day =
      calendar::FormatIso(D("2022-06-01") + std::chrono::days(*rc::gen::inRange(0, 40)));
  const std::string deadline =
      calendar::FormatIso(D("2022-06-01") + std::chrono::days(*rc::gen::inRange(0, 60)));
  switch (*rc::gen::inRange(0, 7)) {
    case 0:
      return DutyFakes::Acceptance(day);
    case 1:
      return DutyFakes::Return(day);
    case 2:
      return DutyFakes::Return(day, D(deadline));
    case 3:
      return DutyFakes::Override(day, deadline);
    default:
      return DutyFakes::HandIn(day, *rc::gen::inRange(1, 4));
  }
}

RC_GTEST_PROP(Agreement, AssignmentsStandWhereStatusSeesThem, ()) {
  DutyFakes fakes;
  fakes.AddIssued();
  RC_ASSERT(fakes.Distribute("2022-06", "2022-06-01").ok());
  const std::string name = std::string(kDuty) + "/assignments/a-2022-06";
  const int steps = *rc::gen::inRange(0, 15);
  for (int i = 0; i < steps; ++i) {
    if (*rc::gen::inRange(0, 6) == 0) {
      VoidAssignmentEvent(
          fakes.stores(),
          {name + "/events/000" + std::to_string(*rc::gen::inRange(1, 9)), "", "nhập sai"})
          .IgnoreError();
    } else {
      fakes.Record(name, AnyEvent()).IgnoreError();
    }
  }
  const Assignment assignment = **fakes.assignments.Get(name);
  const std::vector<AssignmentEvent> events =
      fakes.events.List(name + "/events/", "", kMaxEvents).value();
  const status::HandIn seen = status::HandInOn(FactOf(assignment, events), D("2022-12-31"));
  RC_ASSERT(seen.submitted == assignment.submitted);
  RC_ASSERT(seen.deadline == assignment.deadline);
  RC_ASSERT(seen.accepted == (assignment.state == AssignmentState::kAccepted));
  RC_ASSERT(seen.returned == (assignment.state == AssignmentState::kReturned));
  RC_ASSERT(seen.incomplete == (assignment.state == AssignmentState::kIncomplete));
}

}  // namespace
}  // namespace tiendo::programs::testing
