// Short ways to write facts in tests.
#ifndef TIENDO_TESTS_UNIT_STATUS_FACTS_BUILDER_H_
#define TIENDO_TESTS_UNIT_STATUS_FACTS_BUILDER_H_

#include <optional>
#include <string>
#include <vector>

#include "services/status/domain/facts.h"
#include "services/status/domain/figures.h"

namespace tiendo::status::testing {

// The day written "2022-06-30". Aborts on anything else.
Day D(const char* iso);

// "root" -> "units/root"; "" stays "".
std::string U(const std::string& id);

UnitFact Party(const std::string& id, const std::string& parent);
UnitFact Government(const std::string& id, const std::string& parent, const std::string& led_by);
// Ends `unit` on `day` in favour of `successors`.
UnitFact Ended(UnitFact unit, const char* day, std::vector<std::string> successors = {});

// An item of 2022 of "categories/department", programme and item approved on 2022-01-10, owned by
// "root". Without leads it is unowned; due "" means no due date.
ItemFact Item(const std::string& id, const char* due, const std::vector<std::string>& leads);

// Events. Each is recorded after the ones before it in the item; see With.
ItemEvent Completed(const char* day, const std::string& lead);
ItemEvent Returned(const char* day, const std::string& lead = "");
ItemEvent Extended(const char* day, const char* new_due);
ItemEvent Withdrawn(const char* day);
ItemEvent Reassigned(const char* day, const std::vector<std::string>& leads);
ItemEvent Suspended(const char* day);
ItemEvent Resumed(const char* day);
// Milestones "a", "b" … with these due dates ("" means none); that the one of the id was done.
ItemEvent MilestonesAdded(const char* day, const std::vector<std::string>& dues);
ItemEvent MilestonesReplaced(const char* day, const std::vector<std::string>& dues);
ItemEvent MilestoneDone(const char* day, const std::string& id);
ItemEvent News(const char* day);
ItemEvent Voided(ItemEvent event);
// The event as about the parts of these leads.
ItemEvent About(ItemEvent event, const std::vector<std::string>& parts);

// Carries `old` over on `day`: the old line with the event, and the new one, of `years`, approved
// on that day, with the old one's baseline and leads and `new_due` in force.
struct CarriedOver {
  ItemFact old;
  ItemFact line;
};
CarriedOver CarryOver(const ItemFact& old, const char* day, const std::string& id,
                      const std::vector<int>& years, const char* new_due);

// The item with the events appended, recorded in this order.
ItemFact With(ItemFact item, const std::vector<ItemEvent>& events);

// Hand-ins of everything and of a part, and what else happens to an assignment ("" means that the
// deadline stays).
HandInEvent Whole(const char* day);
HandInEvent Partly(const char* day);
HandInEvent Accepted(const char* day);
HandInEvent GivenBack(const char* day, const char* deadline = "");
HandInEvent Deadline(const char* day, const char* deadline);
// "programs/p/duties/d/assignments/{unit}-2022-06", given on 01/06/2022 and due on 25/06.
AssignmentFact Given(const std::string& unit, std::vector<HandInEvent> events = {});

// The row of the items' only category in the scope on a day. Fails the test on an error.
struct Ask {
  std::string scope = "root";
  int year = 2022;
  Basis basis = Basis::kInForce;
  std::optional<Day> due_by = std::nullopt;
  int not_updated_days = 30;
};
CategoryRow RowOn(const std::vector<UnitFact>& units, const std::vector<ItemFact>& items,
                  const char* day, const Ask& ask = {});
// The same for a tree of which only "root" is needed.
Figures On(const std::vector<ItemFact>& items, const char* day, const Ask& ask = {});
// The columns that are not 0, "plan=1 remaining=1".
std::string Show(const Figures& figures);

// The published case of 2022 in miniature: 18 items of "categories/ubnd-submission" and 21 of
// "categories/department", invented but with the published counts.
std::vector<ItemFact> Review2022();

}  // namespace tiendo::status::testing

#endif  // TIENDO_TESTS_UNIT_STATUS_FACTS_BUILDER_H_
