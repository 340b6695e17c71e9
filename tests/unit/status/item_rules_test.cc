// Rules 1-13, 20, 22-23: one item, day by day. The numbers in the names are those of the rules of
// counting.
#include <gtest/gtest.h>

#include "services/status/domain/contributions.h"
#include "tests/unit/status/facts_builder.h"

namespace tiendo::status::testing {
namespace {

constexpr char kOpen[] = "plan=1 in_progress=1 remaining=1";

// What is left of Show when the columns that every open or done line has are taken out.
std::string Brief(const ItemFact& item, const char* day, Ask ask = {}) {
  ask.not_updated_days = 10000;
  Figures figures = On({item}, day, ask);
  figures.original = figures.not_concrete = 0;
  return Show(figures);
}

constexpr char kDoneAhead[] = "plan=1 done_total=1 done_ahead=1 done_on_time=1";
constexpr char kDoneInTime[] = "plan=1 due_to_date=1 done_total=1 done_of_due=1 done_on_time=1";
constexpr char kDoneLate[] = "plan=1 due_to_date=1 done_total=1 done_of_due=1 done_late=1";
constexpr char kOverdue[] = "plan=1 due_to_date=1 overdue_open=1 remaining=1";
constexpr char kDueToday[] = "plan=1 due_to_date=1 due_today_open=1 in_progress=1 remaining=1";

TEST(ItemRules, LifeOfAnItem) {
  const ItemFact item = With(Item("1", "2022-06-30", {"root"}), {Completed("2022-07-02", "root")});
  EXPECT_EQ(Brief(item, "2022-01-09"), "");
  EXPECT_EQ(Brief(item, "2022-01-10"), kOpen);
  EXPECT_EQ(Brief(item, "2022-06-29"), kOpen);
  EXPECT_EQ(Brief(item, "2022-06-30"), kDueToday);
  EXPECT_EQ(Brief(item, "2022-07-01"), kOverdue);
  EXPECT_EQ(Brief(item, "2022-07-02"), kDoneLate);
  EXPECT_EQ(Brief(item, "2023-02-15"), kDoneLate);  // rule 20: no cut at the year's end
}

TEST(ItemRules, AheadBecomesOfDueOnTheDueDate) {
  const ItemFact item = With(Item("1", "2022-06-30", {"root"}), {Completed("2022-06-01", "root")});
  EXPECT_EQ(Brief(item, "2022-06-29"), kDoneAhead);
  EXPECT_EQ(Brief(item, "2022-06-30"), kDoneInTime);
}

TEST(ItemRules, R01OnlyCompletionCounts) {
  const ItemFact item = With(Item("1", "2022-06-30", {"root"}), {News("2022-06-01")});
  EXPECT_EQ(Brief(item, "2022-07-01"), kOverdue);
}

TEST(ItemRules, R02EventsOfOneDateInOrderOfRecording) {
  const ItemFact base = Item("1", "2022-06-30", {"root"});
  const ItemFact returned = With(base, {Completed("2022-06-10", "root"), Returned("2022-06-10")});
  EXPECT_EQ(Brief(returned, "2022-06-10"), kOpen);
  const ItemFact done_again = With(base, {Returned("2022-06-10"), Completed("2022-06-10", "root")});
  EXPECT_EQ(Brief(done_again, "2022-06-10"), kDoneAhead);
}

TEST(ItemRules, R04ReturnedReopensAndThePastStays) {
  const ItemFact item = With(
      Item("1", "2022-06-30", {"root"}),
      {Completed("2022-06-10", "root"), Returned("2022-07-10"), Completed("2022-07-20", "root")});
  EXPECT_EQ(Brief(item, "2022-07-09"), kDoneInTime);
  EXPECT_EQ(Brief(item, "2022-07-10"), kOverdue);
  EXPECT_EQ(Brief(item, "2022-07-20"), kDoneLate);
}

TEST(ItemRules, R05AVoidedEntryNeverHappened) {
  const ItemFact item =
      With(Item("1", "2022-06-30", {"root"}), {Voided(Completed("2022-06-10", "root"))});
  EXPECT_EQ(Brief(item, "2022-06-20"), kOpen);
}

TEST(ItemRules, R06TheFirstDateStands) {
  const ItemFact item = With(Item("1", "2022-06-30", {"root"}),
                             {Completed("2022-07-10", "root"), Completed("2022-06-10", "root")});
  EXPECT_EQ(Brief(item, "2022-07-20"), kDoneInTime);
}

TEST(ItemRules, R07WithdrawnOrDoneTheFirstByDateWins) {
  const ItemFact base = Item("1", "2022-06-30", {"root"});
  const char withdrawn[] = "withdrawn=1";
  EXPECT_EQ(
      Brief(With(base, {Withdrawn("2022-06-10"), Completed("2022-06-11", "root")}), "2022-07-01"),
      withdrawn);
  EXPECT_EQ(
      Brief(With(base, {Withdrawn("2022-06-10"), Completed("2022-06-09", "root")}), "2022-07-01"),
      kDoneInTime);
  EXPECT_EQ(
      Brief(With(base, {Withdrawn("2022-06-10"), Completed("2022-06-10", "root")}), "2022-07-01"),
      kDoneInTime);
  // In plan up to the day before; gross columns keep it.
  const ItemFact item = With(base, {Withdrawn("2022-06-10")});
  EXPECT_EQ(Brief(item, "2022-06-09"), kOpen);
  EXPECT_EQ(Brief(item, "2022-06-10"), withdrawn);
  EXPECT_EQ(On({item}, "2022-06-10").original, 1);
  // Withdrawn before it was in the programme: it never was.
  EXPECT_EQ(Show(On({With(base, {Withdrawn("2022-01-09")})}, "2022-07-01")), "");
}

TEST(ItemRules, R08SeveralLeads) {
  const ItemFact base = Item("1", "2022-06-30", {"a", "b"});
  const auto on = [](const ItemFact& item, const char* day) {
    Figures figures =
        RowOn({Party("root", ""), Party("a", "root"), Party("b", "root"), Party("c", "root")},
              {item}, day, {.not_updated_days = 10000})
            .total;
    figures.not_concrete = 0;
    return Show(figures);
  };
  const ItemFact both = With(base, {Completed("2022-06-01", "a"), Completed("2022-07-05", "b")});
  EXPECT_EQ(on(both, "2022-07-04"), std::string(kOverdue) + " original=1");
  EXPECT_EQ(on(both, "2022-07-05"), std::string(kDoneLate) + " original=1");
  // Dropping the last open lead completes the item on the day of the change.
  const ItemFact dropped =
      With(base, {Completed("2022-06-01", "a"), Reassigned("2022-06-20", {"a"})});
  EXPECT_EQ(on(dropped, "2022-06-19"), std::string(kOpen) + " original=1");
  EXPECT_EQ(on(dropped, "2022-06-30"), std::string(kDoneInTime) + " original=1");
  // Replacing a lead that was done by one that is not reopens it.
  const ItemFact replaced = With(dropped, {Reassigned("2022-07-10", {"c"})});
  EXPECT_EQ(on(replaced, "2022-07-09"), std::string(kDoneInTime) + " original=1");
  EXPECT_EQ(on(replaced, "2022-07-10"), std::string(kOverdue) + " original=1");
}

TEST(ItemRules, R09ExtensionCountsFromItsApproval) {
  const ItemFact base = Item("1", "2022-06-30", {"root"});
  const ItemFact late = With(base, {Extended("2022-07-10", "2022-09-30")});
  EXPECT_EQ(Brief(late, "2022-07-09"), kOverdue);  // the days between stay overdue
  EXPECT_EQ(Brief(late, "2022-07-10"), kOpen);
  const ItemFact on_the_day = With(base, {Extended("2022-06-30", "2022-09-30")});
  EXPECT_EQ(Brief(on_the_day, "2022-06-30"), kOpen);
  const ItemFact earlier = With(base, {Extended("2022-05-10", "2022-04-30")});
  EXPECT_EQ(Brief(earlier, "2022-05-09"), kOpen);
  EXPECT_EQ(Brief(earlier, "2022-05-10"), kOverdue);
  // The latest approval counts, not the last entry.
  const ItemFact two =
      With(base, {Extended("2022-06-20", "2022-09-30"), Extended("2022-06-10", "2022-07-31")});
  EXPECT_EQ(Brief(two, "2022-08-15"), kOpen);
  const ItemFact removed = With(base, {Extended("2022-07-10", "")});
  EXPECT_EQ(Brief(removed, "2022-07-10"), "plan=1 no_due_date=1 remaining=1");
  EXPECT_EQ(Brief(removed, "2022-07-10", {.basis = Basis::kBaseline}), kOverdue);
}

TEST(ItemRules, R09ExtensionAfterCompletionHasNoEffectUntilReturned) {
  const ItemFact item =
      With(Item("1", "2022-06-30", {"root"}),
           {Completed("2022-07-05", "root"), Extended("2022-07-10", "2022-09-30")});
  EXPECT_EQ(Brief(item, "2022-08-01"), kDoneLate);
  EXPECT_EQ(Brief(With(item, {Returned("2022-08-05")}), "2022-08-05"), kOpen);
  // Approved on the day on which it was done: in force on that day.
  const ItemFact same_day =
      With(Item("1", "2022-06-30", {"root"}),
           {Completed("2022-07-05", "root"), Extended("2022-07-05", "2022-09-30")});
  EXPECT_EQ(Brief(same_day, "2022-08-01"), kDoneAhead);
}

TEST(ItemRules, R10Baseline) {
  const Ask baseline{.basis = Basis::kBaseline};
  const ItemFact item =
      With(Item("1", "2022-06-30", {"root"}),
           {Extended("2022-06-20", "2022-09-30"), Completed("2022-08-01", "root")});
  EXPECT_EQ(Brief(item, "2022-08-01"), kDoneAhead);
  EXPECT_EQ(Brief(item, "2022-08-01", baseline), kDoneLate);
  // Issued without a due date: the first one ever set, from the day it was set.
  const ItemFact set_later = With(Item("1", "", {"root"}), {Extended("2022-03-01", "2022-05-31"),
                                                            Extended("2022-05-01", "2022-09-30")});
  EXPECT_EQ(Brief(set_later, "2022-02-28", baseline), "plan=1 no_due_date=1 remaining=1");
  EXPECT_EQ(Brief(set_later, "2022-06-01", baseline), kOverdue);
  EXPECT_EQ(Brief(set_later, "2022-06-01"), kOpen);
}

TEST(ItemRules, R11DraftsCountNowhere) {
  ItemFact draft = Item("1", "2022-06-30", {"root"});
  draft.approval = std::nullopt;
  EXPECT_EQ(Show(On({draft}, "2022-07-01")), "");
  ItemFact of_draft = Item("1", "2022-06-30", {"root"});
  of_draft.program_approval = std::nullopt;
  EXPECT_EQ(Show(On({of_draft}, "2022-07-01")), "");
}

TEST(ItemRules, R11AddedCountsFromItsApproval) {
  ItemFact added = Item("1", "2022-06-30", {"root"});
  added.approval = D("2022-05-01");
  EXPECT_EQ(Brief(added, "2022-04-30"), "");
  EXPECT_EQ(Brief(added, "2022-05-01"), "plan=1 in_progress=1 remaining=1 added=1");
  // Approved before its programme: original, and in force with the programme.
  ItemFact before = Item("1", "2022-06-30", {"root"});
  before.approval = D("2022-01-05");
  EXPECT_EQ(Brief(before, "2022-01-09"), "");
  EXPECT_EQ(On({before}, "2022-01-10").original, 1);
}

TEST(ItemRules, R12NoDueDate) {
  const ItemFact item = With(Item("1", "", {"root"}), {Completed("2022-06-01", "root")});
  EXPECT_EQ(Brief(item, "2022-05-31"), "plan=1 no_due_date=1 remaining=1");
  EXPECT_EQ(Brief(item, "2022-06-01"), "plan=1 done_total=1 done_no_due=1 no_due_date=1");
}

TEST(ItemRules, NotUpdated) {
  const ItemFact item = With(Item("1", "2022-12-31", {"root"}), {News("2022-03-01")});
  const auto stale = [&](const char* day, int days) {
    return On({item}, day, {.not_updated_days = days}).not_updated;
  };
  EXPECT_EQ(stale("2022-02-09", 30), 0);  // 30 days after the approval
  EXPECT_EQ(stale("2022-02-10", 30), 1);
  EXPECT_EQ(stale("2022-03-01", 30), 0);
  EXPECT_EQ(stale("2022-03-31", 30), 0);
  EXPECT_EQ(stale("2022-04-01", 30), 1);
  EXPECT_EQ(stale("2022-03-31", 29), 1);
}

TEST(ItemRules, R13DueSoonInWorkingDaysAndOverdueInCalendarDays) {
  const UnitHistory history({Party("root", "")});
  const std::vector<ItemFact> items = {Item("1", "2022-06-30", {"root"}),
                                       Item("2", "2022-06-20", {"root"})};
  Query query;
  query.scope = U("root");
  query.year = 2022;
  query.as_of = D("2022-06-24");  // a Friday; Saturday and Sunday are not worked
  query.due_soon_days = 4;
  query.working_days = [](Day from, Day to, int) {
    int n = 0;
    for (Day day = from + std::chrono::days{1}; day <= to; day += std::chrono::days{1}) {
      const std::chrono::weekday weekday{day};
      if (weekday != std::chrono::Saturday && weekday != std::chrono::Sunday) ++n;
    }
    return std::optional<int>(n);
  };
  const UnitTree tree(history, query.as_of);
  EXPECT_EQ(Compute(tree, PointersTo(items), query)->rows[0].total.due_soon, 1);
  query.due_soon_days = 3;
  EXPECT_EQ(Compute(tree, PointersTo(items), query)->rows[0].total.due_soon, 0);
  query.working_days = [](Day, Day, int) { return std::optional<int>(); };
  EXPECT_FALSE(Compute(tree, PointersTo(items), query)->due_soon_complete);

  const auto overdue =
      Contributions(tree, PointersTo(items), query, "categories/department", Column::kOverdueOpen);
  ASSERT_TRUE(overdue.ok());
  ASSERT_EQ(overdue->size(), 1u);
  EXPECT_EQ(overdue->front().overdue_days, 4);
}

TEST(ItemRules, R20AProgrammeCountsInEachOfItsYears) {
  ItemFact item = Item("1", "2023-06-30", {"root"});
  item.years = {2022, 2023};
  EXPECT_EQ(On({item}, "2022-05-01", {.year = 2022}).plan, 1);
  EXPECT_EQ(On({item}, "2022-05-01", {.year = 2023}).plan, 1);
}

TEST(ItemRules, R23DueByIsExplicit) {
  const std::vector<ItemFact> items = {
      With(Item("1", "2022-06-30", {"root"}), {Completed("2022-07-10", "root")}),
      Item("2", "2022-07-05", {"root"}), Item("3", "2022-09-30", {"root"})};
  EXPECT_EQ(On(items, "2022-07-14").due_to_date, 2);
  const Figures by = On(items, "2022-07-14", {.due_by = D("2022-06-30")});
  EXPECT_EQ(by.due_to_date, 1);
  EXPECT_EQ(by.done_of_due, 1);
  EXPECT_EQ(by.overdue_open, 1);  // item 2 is overdue, whatever it is measured against
  EXPECT_EQ(On(items, "2022-07-14", {.due_by = D("2022-07-14")}), On(items, "2022-07-14"));
}

}  // namespace
}  // namespace tiendo::status::testing
