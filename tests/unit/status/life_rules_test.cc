// The rules of the later life of an item: wrong entries, carry-overs, suspension, milestones.
#include <gtest/gtest.h>

#include "services/status/domain/contributions.h"
#include "services/status/domain/figures.h"
#include "services/status/domain/item_state.h"
#include "services/status/domain/sentence.h"
#include "tests/unit/status/facts_builder.h"

namespace tiendo::status::testing {
namespace {

std::vector<Day> EveryDay(const char* from, const char* until) {
  std::vector<Day> days;
  for (Day day = D(from); day <= D(until); day += std::chrono::days{1}) days.push_back(day);
  return days;
}

Figures OnDay(const std::vector<ItemFact>& items, Day day, const Ask& ask = {}) {
  return On(items, calendar::FormatIso(day).c_str(), ask);
}

std::string TripleOn(const std::vector<ItemFact>& items, const char* day, const Ask& ask = {}) {
  return TripleText(On(items, day, ask));
}

TEST(LifeRules, R05AWrongEntryOfAnyKindNeverHappened) {
  const ItemFact base = With(
      Item("1", "2022-06-30", {"root"}),
      {Extended("2022-02-01", "2022-07-31"), MilestonesAdded("2022-02-02", {"2022-03-01"}),
       Completed("2022-06-10", "root"), Returned("2022-06-20"), Completed("2022-07-20", "root")});
  const CarriedOver carried = CarryOver(base, "2022-06-25", "2", {2022, 2023}, "2023-01-31");
  const std::vector<ItemEvent> wrong = {Completed("2022-05-01", "root"),
                                        Returned("2022-07-25"),
                                        Extended("2022-06-01", "2022-12-31"),
                                        Extended("2022-06-01", ""),
                                        Withdrawn("2022-03-01"),
                                        Reassigned("2022-03-01", {}),
                                        Suspended("2022-03-01"),
                                        MilestonesReplaced("2022-03-01", {}),
                                        News("2022-04-20"),
                                        carried.old.events.back()};
  for (const ItemEvent& event : wrong) {
    const ItemFact with = With(base, {Voided(event)});
    for (const Day day : EveryDay("2022-01-01", "2022-08-31")) {
      ASSERT_EQ(OnDay({with}, day), OnDay({base}, day))
          << static_cast<int>(event.kind) << " " << calendar::FormatIso(day);
    }
    // And it would have made a difference somewhere, but for what moves no count.
    const ItemFact entered = With(base, {event});
    bool differs = false;
    for (const Day day : EveryDay("2022-01-01", "2022-08-31")) {
      differs |= OnDay({entered}, day) != OnDay({base}, day);
    }
    EXPECT_TRUE(differs) << static_cast<int>(event.kind);
  }
}

TEST(LifeRules, R06CompletedReturnedAndCompletedAgainCountsFromTheSecondDate) {
  const ItemFact item = With(Item("1", "2022-06-30", {"root"}),
                             {Completed("2022-06-10", "root"), Returned("2022-06-20"),
                              Completed("2022-06-25", "root"), Completed("2022-06-28", "root")});
  const UnitHistory history({Party("root", "")});
  const auto done = [&](const char* day) {
    return StateOn(item, history, D(day), Basis::kInForce).done_on;
  };
  EXPECT_EQ(done("2022-06-19"), D("2022-06-10"));
  EXPECT_EQ(done("2022-06-20"), std::nullopt);
  EXPECT_EQ(done("2022-06-30"), D("2022-06-25"));
}

// The case of the review: a June due date moved to September with approval on 01/07.
TEST(LifeRules, R09MovingAJuneDateToSeptemberLeavesTheFigureOfJune) {
  std::vector<ItemFact> items;
  for (const ItemFact& item : Review2022()) {
    if (item.category == "categories/department") items.push_back(item);
  }
  ASSERT_EQ(TripleOn(items, "2022-06-30"), "18/19/21");
  items[18] = With(items[18], {Extended("2022-07-01", "2022-09-30")});  // 19, due on 15/06
  EXPECT_EQ(TripleOn(items, "2022-06-30"), "18/19/21");
  EXPECT_EQ(TripleOn(items, "2022-07-01"), "18/18/21");
  EXPECT_EQ(TripleOn(items, "2022-07-01", {.basis = Basis::kBaseline}), "18/19/21");
  EXPECT_EQ(TripleOn(items, "2022-09-30"), "19/20/21");
  EXPECT_EQ(TripleOn(items, "2022-07-01", {.due_by = D("2022-06-30")}), "18/18/21");
}

TEST(LifeRules, R11SuspendedRefusedAndAcceptedMoveNoCount) {
  const ItemFact base = Item("1", "2022-06-30", {"root"});
  const ItemFact item = With(base, {News("2022-02-01"), Suspended("2022-02-10"), News("2022-02-20"),
                                    Resumed("2022-08-01")});
  for (const Day day : EveryDay("2022-01-01", "2022-09-01")) {
    const Ask patient{.not_updated_days = 10000};
    ASSERT_EQ(OnDay({item}, day, patient), OnDay({base}, day, patient));
  }
  const UnitHistory history({Party("root", "")});
  const auto suspended = [&](const char* day) {
    return StateOn(item, history, D(day), Basis::kInForce).suspended;
  };
  EXPECT_FALSE(suspended("2022-02-09"));
  EXPECT_TRUE(suspended("2022-02-10"));
  EXPECT_FALSE(suspended("2022-08-01"));
}

TEST(LifeRules, R15CoordinatorsCountNowhere) {
  ItemFact item = Item("1", "2022-06-30", {"a"});
  item.coordinators = {U("b")};
  const std::vector<UnitFact> units = {Party("root", ""), Party("a", "root"), Party("b", "root")};
  EXPECT_EQ(RowOn(units, {item}, "2022-03-01", {.scope = "a"}).total.plan, 1);
  EXPECT_EQ(RowOn(units, {item}, "2022-03-01", {.scope = "b"}).total.plan, 0);
}

// What is entered names whose part it is about: it is taken as it was meant.
TEST(LifeRules, R18AnEntryIsAboutThePartsThatItNames) {
  const std::vector<UnitFact> units = {
      Party("root", ""), Ended(Party("a", "root"), "2022-03-01", {"b"}), Party("b", "root")};
  const ItemFact item = Item("1", "2022-06-30", {"a", "b"});
  const auto done = [&](const ItemEvent& event) {
    return RowOn(units, {With(item, {event})}, "2022-05-01").total.done_total;
  };
  EXPECT_EQ(done(Completed("2022-04-01", "b")), 1) << "the heir, nothing said";
  EXPECT_EQ(done(About(Completed("2022-04-01", "b"), {"b"})), 0) << "its own part only";
  EXPECT_EQ(done(About(Completed("2022-02-01", "b"), {"a", "b"})), 1) << "entered for both";
  const ItemFact both = With(item, {About(Completed("2022-04-01", "b"), {"a", "b"}),
                                    About(Returned("2022-04-10", "b"), {"a"})});
  const UnitHistory history(units);
  EXPECT_EQ(StateOn(both, history, D("2022-04-10"), Basis::kInForce).open_leads,
            std::vector<std::string>{U("a")});
}

TEST(LifeRules, R20ThereIsNoCutAtTheEndOfTheYear) {
  const ItemFact item = With(Item("1", "2022-12-15", {"root"}), {Completed("2023-02-10", "root")});
  EXPECT_EQ(TripleOn({item}, "2022-12-31"), "0/1/1");
  EXPECT_EQ(TripleOn({item}, "2023-02-15"), "1/1/1");
}

class CarryOverTest : public ::testing::Test {
 protected:
  const ItemFact base_ = Item("1", "2022-11-30", {"root"});
  const Ask next_year_{.year = 2023};
  static Figures Of(const ItemFact& item, const char* day, int year) {
    return On({item}, day, {.year = year, .not_updated_days = 10000});
  }
};

TEST_F(CarryOverTest, R21StaysInTheOldYearAndEntersTheNewOne) {
  const auto [old, line] = CarryOver(base_, "2022-12-20", "2", {2023}, "2023-03-31");
  EXPECT_EQ(Of(line, "2022-12-19", 2023).plan, 0);
  EXPECT_EQ(Show(Of(line, "2022-12-20", 2023)),
            "plan=1 in_progress=1 remaining=1 carried_in=1 not_concrete=1");
  EXPECT_EQ(Of(line, "2023-03-31", 2023).due_today_open, 1);
  EXPECT_EQ(Show(Of(old, "2023-01-15", 2022)),
            "plan=1 due_to_date=1 overdue_open=1 remaining=1 original=1 not_concrete=1");
  // It may become done late there; and that does not touch the new line any more.
  const ItemFact late = With(old, {Completed("2023-01-20", "root")});
  EXPECT_EQ(Of(late, "2023-01-31", 2022).done_late, 1);
  ItemFact after = line;
  after.carried_from = {late};
  EXPECT_EQ(Of(after, "2023-01-31", 2023).plan, 1);
}

TEST_F(CarryOverTest, R10NeverRebasesTheBaseline) {
  const CarriedOver carried = CarryOver(base_, "2022-12-20", "2", {2023}, "2023-03-31");
  const Ask baseline{.year = 2023, .basis = Basis::kBaseline};
  EXPECT_EQ(On({carried.line}, "2022-12-20", baseline).overdue_open, 1);
}

TEST_F(CarryOverTest, R21TheDueDateOfTheOldLineIsFrozen) {
  const ItemFact old = CarryOver(base_, "2022-11-10", "2", {2023}, "2023-03-31").old;
  EXPECT_EQ(Of(With(old, {Extended("2022-11-20", "2023-06-30")}), "2022-12-31", 2022).overdue_open,
            1);
  // Of the day of the carry-over itself it is still in force.
  EXPECT_EQ(Of(With(old, {Extended("2022-11-10", "2023-06-30")}), "2022-12-31", 2022).in_progress,
            1);
}

TEST_F(CarryOverTest, R21IsVoidWhenNothingWasLeft) {
  const char day[] = "2022-12-20";
  for (const char* done : {"2022-12-01", "2022-12-20"}) {
    const CarriedOver carried =
        CarryOver(With(base_, {Completed(done, "root")}), day, "2", {2023}, "2023-03-31");
    EXPECT_EQ(Show(Of(carried.line, "2023-01-31", 2023)), "") << done;
  }
  // Entered after the carry-over, dated before it: the same.
  CarriedOver carried = CarryOver(base_, day, "2", {2023}, "2023-03-31");
  carried.line.carried_from = {With(carried.old, {Completed("2022-12-01", "root")})};
  EXPECT_EQ(Show(Of(carried.line, "2023-01-31", 2023)), "");
  // Done by then and returned afterwards: there was nothing to carry over on that day.
  carried.line.carried_from = {
      With(carried.old, {Completed("2022-12-01", "root"), Returned("2022-12-28")})};
  EXPECT_EQ(Show(Of(carried.line, "2023-01-31", 2023)), "");
  // Returned before: something was.
  carried.line.carried_from = {
      With(carried.old, {Completed("2022-12-01", "root"), Returned("2022-12-18")})};
  EXPECT_EQ(Of(carried.line, "2023-01-31", 2023).plan, 1);
  carried = CarryOver(With(base_, {Withdrawn("2022-12-20")}), day, "2", {2023}, "2023-03-31");
  EXPECT_EQ(Show(Of(carried.line, "2023-01-31", 2023)), "");
  // And without effect on the old line: its due date is not frozen.
  const ItemFact returned = With(CarryOver(With(base_, {Completed("2022-10-01", "root")}),
                                           "2022-10-10", "2", {2023}, "2023-03-31")
                                     .old,
                                 {Returned("2022-10-20"), Extended("2022-10-25", "2022-12-31")});
  EXPECT_EQ(Of(returned, "2022-12-01", 2022).in_progress, 1);
}

TEST_F(CarryOverTest, R21AVoidedCarryOverNeverHappened) {
  CarriedOver carried = CarryOver(base_, "2022-12-20", "2", {2022, 2023}, "2023-03-31");
  carried.old.events.back().voided = true;
  carried.line.carried_from = {carried.old};
  EXPECT_EQ(Show(Of(carried.line, "2023-01-31", 2023)), "");
  EXPECT_EQ(Of(carried.old, "2023-01-31", 2022).overdue_open, 1);
}

TEST_F(CarryOverTest, R21InsideOneYearOnlyTheNewestLineCounts) {
  const auto [old, line] = CarryOver(base_, "2022-06-20", "2", {2022, 2023}, "2022-12-15");
  const auto both = [old = old, line = line](const char* day) {
    return On({old, line}, day, {.not_updated_days = 10000});
  };
  EXPECT_EQ(Show(both("2022-06-19")), "plan=1 in_progress=1 remaining=1 original=1 not_concrete=1");
  EXPECT_EQ(Show(both("2022-06-20")),
            "plan=1 in_progress=1 remaining=1 carried_in=1 not_concrete=1");
  // The old line stands for nothing there any more, not even when it is done.
  EXPECT_EQ(Show(Of(With(old, {Completed("2022-07-01", "root")}), "2022-12-31", 2022)), "");
  // While the new programme is a draft, the old line counts.
  ItemFact waiting = old;
  waiting.events.back().carry.enters = std::nullopt;
  EXPECT_EQ(Of(waiting, "2022-12-31", 2022).plan, 1);
  waiting.events.back().carry.enters = D("2022-07-01");
  EXPECT_EQ(Of(waiting, "2022-06-30", 2022).plan, 1);
  EXPECT_EQ(Of(waiting, "2022-07-01", 2022).plan, 0);
}

TEST_F(CarryOverTest, R21ALineThatNeverEnteredCannotBeCarriedOn) {
  const CarriedOver first = CarryOver(With(base_, {Completed("2022-12-01", "root")}), "2022-12-20",
                                      "2", {2023}, "2023-03-31");
  CarriedOver second = CarryOver(first.line, "2023-12-20", "3", {2024}, "2024-03-31");
  EXPECT_EQ(Show(Of(second.line, "2024-01-15", 2024)), "");
  const CarriedOver good = CarryOver(base_, "2022-12-20", "2", {2023}, "2023-03-31");
  second = CarryOver(good.line, "2023-12-20", "3", {2024}, "2024-03-31");
  EXPECT_EQ(Of(second.line, "2024-01-15", 2024).carried_in, 1);
}

TEST(LifeRules, MilestonesMakeAnItemConcrete) {
  const ItemFact item =
      With(Item("1", "2022-12-31", {"root"}),
           {MilestonesAdded("2022-03-01", {"2022-05-01", "2022-04-01"}),
            MilestoneDone("2022-04-02", "b"), MilestonesReplaced("2022-06-01", {}),
            MilestonesAdded("2022-07-01", {""}), Completed("2022-08-01", "root")});
  const auto not_concrete = [&](const char* day) { return On({item}, day).not_concrete; };
  EXPECT_EQ(not_concrete("2022-02-28"), 1);
  EXPECT_EQ(not_concrete("2022-03-01"), 0);
  EXPECT_EQ(not_concrete("2022-06-01"), 1);
  EXPECT_EQ(not_concrete("2022-07-01"), 0);
  EXPECT_EQ(not_concrete("2022-08-01"), 0) << "done: nothing remains to be made concrete";
  const UnitHistory history({Party("root", "")});
  const auto steps = StateOn(item, history, D("2022-04-02"), Basis::kInForce).milestones;
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[0].done_on, std::nullopt);
  EXPECT_EQ(steps[1].done_on, D("2022-04-02"));
}

TEST(LifeRules, UnownedOpenLeavesOutWhatIsDone) {
  const ItemFact open = Item("1", "2022-06-30", {});
  const ItemFact done = With(Item("2", "2022-06-30", {}), {Completed("2022-03-01", "root")});
  const Figures figures = On({open, done}, "2022-04-01");
  EXPECT_EQ(figures.unowned, 2);
  EXPECT_EQ(figures.unowned_open, 1);
}

TEST(LifeRules, ATagPicksTheItemsOfAWorkAreaOrTheme) {
  ItemFact tagged = Item("1", "2022-06-30", {"root"});
  tagged.tags = {"work-area/xay-dung-dang", "theme/covid-19"};
  const std::vector<ItemFact> items = {tagged, Item("2", "2022-06-30", {"root"})};
  const UnitHistory history({Party("root", "")});
  Query query;
  query.scope = U("root");
  query.year = 2022;
  query.as_of = D("2022-07-01");
  query.tag = "theme/covid-19";
  const UnitTree tree(history, query.as_of);
  EXPECT_EQ(Compute(tree, PointersTo(items), query)->rows[0].total.overdue_open, 1);
  EXPECT_EQ(
      Contributions(tree, PointersTo(items), query, "categories/department", Column::kPlan)->size(),
      1u);
  query.tag = "theme/covid";
  EXPECT_TRUE(Compute(tree, PointersTo(items), query)->rows.empty());
}

}  // namespace
}  // namespace tiendo::status::testing
