#include "tests/unit/status/facts_builder.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <utility>

namespace tiendo::status::testing {
namespace {

ItemEvent Event(ItemEvent::Kind kind, const char* day) {
  ItemEvent event;
  event.kind = kind;
  event.date = D(day);
  return event;
}

HandInEvent Event(HandInEvent::Kind kind, const char* day, const char* deadline = "") {
  HandInEvent event{kind, D(day), false, kind == HandInEvent::Kind::kSubmitted, std::nullopt};
  if (*deadline != '\0') event.new_deadline = D(deadline);
  return event;
}

std::vector<std::string> Units(const std::vector<std::string>& ids) {
  std::vector<std::string> out;
  for (const std::string& id : ids) out.push_back(U(id));
  return out;
}

std::vector<Milestone> Steps(const std::vector<std::string>& dues) {
  std::vector<Milestone> steps;
  for (const std::string& due : dues) {
    Milestone step;
    step.id = std::string(1, static_cast<char>('a' + steps.size()));
    step.title = "Mốc " + step.id;
    if (!due.empty()) step.due = D(due.c_str());
    steps.push_back(step);
  }
  return steps;
}

std::string Number(int i) { return (i < 10 ? "0" : "") + std::to_string(i); }

}  // namespace

Day D(const char* iso) {
  const auto day = calendar::ParseIsoDay(iso);
  if (!day.ok()) {
    std::cerr << day.status() << std::endl;
    std::abort();
  }
  return *day;
}

std::string U(const std::string& id) { return id.empty() ? "" : "units/" + id; }

UnitFact Party(const std::string& id, const std::string& parent) {
  UnitFact unit;
  unit.id = U(id);
  unit.display_name = id;
  unit.side = Side::kParty;
  unit.kind = "GRASSROOTS_CELL";
  unit.parent = U(parent);
  unit.effective_from = D("2000-01-01");
  return unit;
}

UnitFact Government(const std::string& id, const std::string& parent, const std::string& led_by) {
  UnitFact unit = Party(id, parent);
  unit.side = Side::kGovernment;
  unit.kind = "DIVISION";
  unit.led_by = U(led_by);
  return unit;
}

UnitFact Ended(UnitFact unit, const char* day, std::vector<std::string> successors) {
  unit.effective_to = D(day);
  unit.successors = Units(successors);
  return unit;
}

ItemFact Item(const std::string& id, const char* due, const std::vector<std::string>& leads) {
  ItemFact item;
  item.program = "programs/p";
  item.name = "programs/p/items/" + id;
  item.title = "Nội dung mẫu " + id;
  item.category = "categories/department";
  item.years = {2022};
  item.program_owner = U("root");
  item.program_approval = item.approval = D("2022-01-10");
  if (*due != '\0') item.baseline_due = D(due);
  item.leads = Units(leads);
  return item;
}

ItemEvent Completed(const char* day, const std::string& lead) {
  ItemEvent event = Event(ItemEvent::Kind::kCompleted, day);
  event.lead = U(lead);
  return event;
}

ItemEvent Returned(const char* day, const std::string& lead) {
  ItemEvent event = Event(ItemEvent::Kind::kReturned, day);
  event.lead = U(lead);
  return event;
}

ItemEvent Extended(const char* day, const char* new_due) {
  ItemEvent event = Event(ItemEvent::Kind::kExtended, day);
  if (*new_due != '\0') event.new_due = D(new_due);
  return event;
}

ItemEvent Withdrawn(const char* day) { return Event(ItemEvent::Kind::kWithdrawn, day); }

ItemEvent Reassigned(const char* day, const std::vector<std::string>& leads) {
  ItemEvent event = Event(ItemEvent::Kind::kReassigned, day);
  event.leads = Units(leads);
  return event;
}

ItemEvent Suspended(const char* day) { return Event(ItemEvent::Kind::kSuspended, day); }

ItemEvent Resumed(const char* day) { return Event(ItemEvent::Kind::kResumed, day); }

ItemEvent MilestonesAdded(const char* day, const std::vector<std::string>& dues) {
  ItemEvent event = Event(ItemEvent::Kind::kMilestonesAdded, day);
  event.milestones = Steps(dues);
  return event;
}

ItemEvent MilestonesReplaced(const char* day, const std::vector<std::string>& dues) {
  ItemEvent event = Event(ItemEvent::Kind::kMilestonesReplaced, day);
  event.milestones = Steps(dues);
  return event;
}

ItemEvent MilestoneDone(const char* day, const std::string& id) {
  ItemEvent event = Event(ItemEvent::Kind::kMilestonesDone, day);
  event.milestones.push_back({id, "", std::nullopt, D(day)});
  return event;
}

ItemEvent News(const char* day) { return Event(ItemEvent::Kind::kNews, day); }

ItemEvent About(ItemEvent event, const std::vector<std::string>& parts) {
  event.parts = Units(parts);
  return event;
}

CarriedOver CarryOver(const ItemFact& old, const char* day, const std::string& id,
                      const std::vector<int>& years, const char* new_due) {
  CarriedOver out;
  out.line = Item(id, "", {});
  out.line.program = "programs/q";
  out.line.name = "programs/q/items/" + id;
  out.line.category = old.category;
  out.line.years = years;
  out.line.approval = D(day);
  out.line.baseline_due = old.baseline_due;
  out.line.leads = old.leads;
  out.line.carried_in = true;
  ItemEvent event = Event(ItemEvent::Kind::kCarriedOver, day);
  event.carry = {out.line.name, years, D(day)};
  out.old = With(old, {event});
  out.line.carried_from = {out.old};
  out.line = With(out.line, {Extended(day, new_due)});
  return out;
}

ItemEvent Voided(ItemEvent event) {
  event.voided = true;
  return event;
}

ItemFact With(ItemFact item, const std::vector<ItemEvent>& events) {
  for (ItemEvent event : events) {
    event.recorded = FromMicros(static_cast<int64_t>(item.events.size()) + 1);
    item.events.push_back(event);
  }
  return item;
}

HandInEvent Whole(const char* day) { return Event(HandInEvent::Kind::kSubmitted, day); }
HandInEvent Partly(const char* day) {
  HandInEvent event = Whole(day);
  event.complete = false;
  return event;
}
HandInEvent Accepted(const char* day) { return Event(HandInEvent::Kind::kAccepted, day); }
HandInEvent GivenBack(const char* day, const char* deadline) {
  return Event(HandInEvent::Kind::kReturned, day, deadline);
}
HandInEvent Deadline(const char* day, const char* deadline) {
  return Event(HandInEvent::Kind::kDeadline, day, deadline);
}

AssignmentFact Given(const std::string& unit, std::vector<HandInEvent> events) {
  AssignmentFact out;
  out.duty = "programs/p/duties/d";
  out.unit = U(unit);
  out.period = "2022-06";
  out.year = 2022;
  out.name = out.duty + "/assignments/" + unit + "-2022-06";
  out.assigned = D("2022-06-01");
  out.deadline = D("2022-06-25");
  out.events = std::move(events);
  return out;
}

CategoryRow RowOn(const std::vector<UnitFact>& units, const std::vector<ItemFact>& items,
                  const char* day, const Ask& ask) {
  const UnitHistory history(units);
  const UnitTree tree(history, D(day));
  Query query;
  query.scope = U(ask.scope);
  query.year = ask.year;
  query.as_of = D(day);
  query.due_by = ask.due_by;
  query.basis = ask.basis;
  query.not_updated_days = ask.not_updated_days;
  query.children = true;
  const auto answer = Compute(tree, PointersTo(items), query);
  if (!answer.ok() || answer->rows.size() != 1) {
    ADD_FAILURE() << answer.status() << ", or not one category";
    return {};
  }
  EXPECT_EQ(FailedIdentity(answer->rows[0], ask.due_by.has_value(), true), "");
  return answer->rows[0];
}

Figures On(const std::vector<ItemFact>& items, const char* day, const Ask& ask) {
  return RowOn({Party("root", "")}, items, day, ask).total;
}

std::string Show(const Figures& figures) {
  std::string out;
  for (const ColumnInfo& info : AllColumns()) {
    if (figures.*info.field == 0) continue;
    out += (out.empty() ? "" : " ") + std::string(info.name) + "=" +
           std::to_string(figures.*info.field);
  }
  return out;
}

std::vector<ItemFact> Review2022() {
  std::vector<ItemFact> items;
  const auto add = [&items](const std::string& category, int number, const char* due,
                            const char* done) {
    const std::string program = "programs/" + category;
    ItemFact item = Item(Number(number), due, {"root"});
    item.category = "categories/" + category;
    item.program = program;
    item.name = program + "/items/" + Number(number);
    item.ordinal = number;
    items.push_back(*done == '\0' ? item : With(item, {Completed(done, "root")}));
  };
  for (int i = 1; i <= 10; ++i) add("ubnd-submission", i, "2022-06-30", "2022-06-15");
  for (int i = 11; i <= 18; ++i) add("ubnd-submission", i, "2022-12-15", "");
  for (int i = 1; i <= 17; ++i) add("department", i, "2022-06-30", "2022-06-20");
  add("department", 18, "2022-05-31", "2022-07-08");  // overdue on 30/06, done on 08/07
  add("department", 19, "2022-06-15", "");            // overdue
  add("department", 20, "2022-09-30", "2022-06-10");  // finished early
  add("department", 21, "2022-12-15", "");
  return items;
}

}  // namespace tiendo::status::testing
