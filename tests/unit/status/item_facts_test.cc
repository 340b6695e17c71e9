// Resources of programs as facts, in whatever order they come.
#include "services/status/sources/item_facts.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <map>

#include "common/api/fields.h"

namespace tiendo::status {
namespace {

using programs::v1::Item;
using Wire = programs::v1::ItemEvent;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

Day D(const char* iso) { return calendar::ParseIsoDay(iso).value(); }
google::type::Date DateOf(const char* iso) { return api::ToProto(D(iso)); }

Wire Event(Wire::Kind kind, const char* day) {
  Wire event;
  event.set_kind(kind);
  *event.mutable_event_date() = DateOf(day);
  return event;
}

ProgramFact Program(const std::string& id, std::vector<int> years, const char* approval) {
  ProgramFact out;
  out.name = "programs/" + id;
  out.category = "categories/department";
  out.years = std::move(years);
  out.owner = "units/so";
  if (*approval != '\0') out.approval = D(approval);
  return out;
}

Item NewItem(const std::string& name, const char* approval) {
  Item item;
  item.set_name(name);
  *item.mutable_approval_date() = DateOf(approval);
  return item;
}

TEST(ItemFactsDecode, TheEntryTellsWhatTheItemCameWith) {
  Item item = NewItem("programs/p/items/i", "2022-01-10");
  item.add_leads()->set_unit("units/now");
  *item.mutable_baseline_due_date() = DateOf("2022-03-31");
  EXPECT_THAT(ToRecord(item).fact.leads, ElementsAre("units/now")) << "recorded without one";
  EXPECT_EQ(ToRecord(item).fact.baseline_due, D("2022-03-31"));
  item.mutable_entry()->add_leads("units/then");
  item.add_coordinators("units/c");
  item.set_carried_from("programs/o/items/i");
  const ItemRecord record = ToRecord(item);
  EXPECT_THAT(record.fact.leads, ElementsAre("units/then"));
  EXPECT_EQ(record.fact.baseline_due, std::nullopt) << "set by an extension since";
  EXPECT_THAT(record.fact.coordinators, ElementsAre("units/c"));
  EXPECT_TRUE(record.fact.carried_in);
  EXPECT_EQ(record.carried_from, "programs/o/items/i");
}

TEST(ItemFactsDecode, EveryKindOfEventIsSomething) {
  using enum ItemEvent::Kind;
  const std::map<Wire::Kind, std::optional<ItemEvent::Kind>> kinds = {
      {Wire::KIND_ISSUED, std::nullopt},
      {Wire::KIND_COMPLETED, kCompleted},
      {Wire::KIND_EXTENDED, kExtended},
      {Wire::KIND_WITHDRAWN, kWithdrawn},
      {Wire::KIND_ACCEPTED, kNews},
      {Wire::KIND_REFUSED, kNews},
      {Wire::KIND_PROGRESS, kNews},
      {Wire::KIND_APPRAISED, kNews},
      {Wire::KIND_RETURNED, kReturned},
      {Wire::KIND_SUSPENDED, kSuspended},
      {Wire::KIND_RESUMED, kResumed},
      {Wire::KIND_CARRIED_OVER, kCarriedOver},
      {Wire::KIND_CARRIED_IN, kExtended},
      {Wire::KIND_REASSIGNED, kReassigned},
      {Wire::KIND_MILESTONES_ADDED, kMilestonesAdded},
      {Wire::KIND_MILESTONES_REPLACED, kMilestonesReplaced},
      {Wire::KIND_MILESTONE_DONE, kMilestonesDone}};
  const auto* all = Wire::Kind_descriptor();
  for (int i = 1; i < all->value_count(); ++i) {
    const auto kind = static_cast<Wire::Kind>(all->value(i)->number());
    ASSERT_TRUE(kinds.contains(kind)) << all->value(i)->name() << " is new: say what it counts";
    const std::optional<ItemEvent> fact = ToFact(Event(kind, "2022-05-01"));
    ASSERT_EQ(fact.has_value(), kinds.at(kind).has_value()) << all->value(i)->name();
    if (!fact) continue;
    EXPECT_EQ(fact->kind, *kinds.at(kind)) << all->value(i)->name();
    EXPECT_EQ(fact->date, D("2022-05-01"));
  }
}

TEST(ItemFactsDecode, EventsKeepWhatMoves) {
  Wire event = Event(Wire::KIND_RETURNED, "2022-05-01");
  event.set_voided(true);
  event.set_lead("units/a");
  event.add_parts("units/a");
  event.add_parts("units/b");
  event.add_leads("units/c");
  event.set_item("programs/q/items/j");
  *event.mutable_new_due_date() = DateOf("2022-09-30");
  Item::Milestone& step = *event.add_milestones();
  step.set_milestone_id("m");
  step.set_title("Trình dự thảo");
  *step.mutable_due_date() = DateOf("2022-06-01");
  const ItemEvent fact = ToFact(event).value();
  EXPECT_TRUE(fact.voided);
  EXPECT_THAT(fact.parts, ElementsAre("units/a", "units/b"));
  EXPECT_THAT(fact.leads, ElementsAre("units/c"));
  EXPECT_EQ(fact.carry.item, "programs/q/items/j");
  EXPECT_EQ(fact.new_due, D("2022-09-30"));
  EXPECT_THAT(fact.milestones,
              ElementsAre(Milestone{"m", "Trình dự thảo", D("2022-06-01"), std::nullopt}));
}

TEST(ItemFactsDecode, ACalendarKeepsTheDaysOfItsYear) {
  units::v1::Calendar calendar;
  calendar.set_name("calendars/2022");
  *calendar.add_holidays()->mutable_date() = DateOf("2022-09-02");
  *calendar.add_holidays()->mutable_date() = DateOf("2023-09-02");
  *calendar.add_swapped_working_days()->mutable_date() = DateOf("2022-09-10");
  const calendar::CalendarYear year = ToFact(calendar);
  EXPECT_EQ(year.year, 2022);
  EXPECT_THAT(year.holidays, ElementsAre(D("2022-09-02")));
  EXPECT_THAT(year.swapped_working_days, ElementsAre(D("2022-09-10")));
}

// An item carried from p to q and on to r.
class ItemFactsTest : public ::testing::Test {
 protected:
  struct Step {
    std::string name;
    std::function<void(ItemFacts&, ItemFacts::Names&)> put;
  };
  std::vector<Step> Steps() const {
    const auto program = [](std::string id, std::vector<int> years, const char* approval) {
      return [=](ItemFacts& facts, ItemFacts::Names& touched) {
        facts.PutProgram(Program(id, years, approval), touched);
      };
    };
    const auto item = [](std::string name, const char* approval, std::string from) {
      return [=](ItemFacts& facts, ItemFacts::Names& touched) {
        Item message = NewItem(name, approval);
        message.set_carried_from(from);
        facts.PutItem(ToRecord(message), touched);
      };
    };
    const auto carried = [](std::string from, const char* day, std::string to) {
      return [=](ItemFacts& facts, ItemFacts::Names& touched) {
        Wire event = Event(Wire::KIND_CARRIED_OVER, day);
        event.set_item(to);
        facts.PutEvent(from + "/events/0002", event, touched);
      };
    };
    return {{"p", program("p", {2022}, "2022-01-10")},
            {"q", program("q", {2022, 2023}, "2022-12-30")},
            {"r", program("r", {2024}, "2024-01-10")},
            {"p/i", item("programs/p/items/i", "2022-01-10", "")},
            {"q/i", item("programs/q/items/i", "2022-12-20", "programs/p/items/i")},
            {"r/i", item("programs/r/items/i", "2023-12-20", "programs/q/items/i")},
            {"p>q", carried("programs/p/items/i", "2022-12-20", "programs/q/items/i")},
            {"q>r", carried("programs/q/items/i", "2023-12-20", "programs/r/items/i")}};
  }
};

TEST_F(ItemFactsTest, LinesKnowEachOther) {
  ItemFacts facts;
  ItemFacts::Names touched;
  for (const Step& step : Steps()) step.put(facts, touched);
  const ItemFact old = facts.Build("programs/p/items/i").value();
  ASSERT_EQ(old.events.size(), 1u);
  EXPECT_EQ(old.events[0].carry,
            (ItemEvent::Carry{"programs/q/items/i", {2022, 2023}, D("2022-12-30")}))
      << "from the approval of the programme, the later one";
  const ItemFact last = facts.Build("programs/r/items/i").value();
  ASSERT_EQ(last.carried_from.size(), 1u);
  EXPECT_EQ(last.carried_from[0].name, "programs/q/items/i");
  ASSERT_EQ(last.carried_from[0].carried_from.size(), 1u);
  EXPECT_EQ(last.carried_from[0].carried_from[0], old);
}

// Whatever comes first: what AffectedBy names is enough to keep every fact up to date.
TEST_F(ItemFactsTest, EveryOrderEndsAtTheSameFacts) {
  const std::vector<Step> steps = Steps();
  std::vector<size_t> order(steps.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  int permutations = 0;
  do {
    if (++permutations % 37 != 0) continue;  // about a thousand of the 40,320
    ItemFacts facts;
    std::map<std::string, std::optional<ItemFact>> built;
    std::string names;
    for (const size_t i : order) {
      ItemFacts::Names touched;
      steps[i].put(facts, touched);
      for (const std::string& name : facts.AffectedBy(touched)) built[name] = facts.Build(name);
      names += steps[i].name + " ";
    }
    for (const char* name : {"programs/p/items/i", "programs/q/items/i", "programs/r/items/i"}) {
      ASSERT_EQ(built[name], facts.Build(name)) << name << " after " << names;
      ASSERT_TRUE(built[name].has_value());
    }
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_F(ItemFactsTest, ARingOfLinesEnds) {
  ItemFacts facts;
  ItemFacts::Names touched;
  facts.PutProgram(Program("p", {2022}, "2022-01-10"), touched);
  Item a = NewItem("programs/p/items/a", "2022-01-10");
  Item b = NewItem("programs/p/items/b", "2022-01-10");
  a.set_carried_from(b.name());
  b.set_carried_from(a.name());
  facts.PutItem(ToRecord(a), touched);
  facts.PutItem(ToRecord(b), touched);
  EXPECT_THAT(facts.AffectedBy({a.name()}), UnorderedElementsAre(a.name(), b.name()));
  EXPECT_EQ(facts.Build(a.name())->carried_from.size(), 1u);
  EXPECT_TRUE(facts.Build(a.name())->carried_from[0].carried_from.empty());
}

}  // namespace
}  // namespace tiendo::status
