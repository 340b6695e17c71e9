// Rule 31 and its neighbours: what was handed in, when, and by whom.
#include "services/status/domain/duties.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/status/facts_builder.h"

namespace tiendo::status::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using State = HandIn::State;

constexpr char kDuty[] = "programs/p/duties/d";

HandIn Stands(std::vector<HandInEvent> events, const char* day) {
  return HandInOn(Given("a", std::move(events)), D(day));
}

TEST(HandInRules, R31OnTheDeadlineIsInTimeAndNobodyIsLateBeforeTheDayAfter) {
  EXPECT_EQ(Stands({}, "2022-06-25").state, State::kPending);
  EXPECT_EQ(Stands({}, "2022-06-26").state, State::kNotHandedIn);
  EXPECT_EQ(Stands({}, "2022-06-28").days_late, 3);
  EXPECT_EQ(Stands({Whole("2022-06-25")}, "2022-07-31").state, State::kInTime);
  const HandIn late = Stands({Whole("2022-06-27")}, "2022-07-31");
  EXPECT_EQ(late.state, State::kLate);
  EXPECT_EQ(late.days_late, 2);
  EXPECT_EQ(Stands({Whole("2022-06-27")}, "2022-06-26").state, State::kNotHandedIn);
}

TEST(HandInRules, R31WhatIsNotCompleteIsNotHandedIn) {
  const std::vector<HandInEvent> events = {Partly("2022-06-20"), Whole("2022-06-27"),
                                           Partly("2022-06-29")};
  EXPECT_EQ(Stands(events, "2022-06-24").state, State::kPending);
  EXPECT_TRUE(Stands(events, "2022-06-24").incomplete);
  EXPECT_EQ(Stands(events, "2022-06-26").state, State::kNotHandedIn);
  EXPECT_EQ(Stands(events, "2022-06-30").submitted,
            D("2022-06-27"));  // less later takes nothing back
  EXPECT_FALSE(Stands(events, "2022-06-30").incomplete);
}

TEST(HandInRules, R31TheFirstSinceTheLastReturnStands) {
  const std::vector<HandInEvent> events = {Whole("2022-06-20"), Whole("2022-06-22"),
                                           GivenBack("2022-06-24"), Whole("2022-06-28"),
                                           Accepted("2022-06-30")};
  EXPECT_EQ(Stands(events, "2022-06-23").submitted, D("2022-06-20"));
  EXPECT_EQ(Stands(events, "2022-06-24").state, State::kPending);  // open again on the day itself
  EXPECT_TRUE(Stands(events, "2022-06-24").returned);
  EXPECT_EQ(Stands(events, "2022-06-27").state, State::kNotHandedIn);
  const HandIn after = Stands(events, "2022-06-30");
  EXPECT_EQ(after.submitted, D("2022-06-28"));
  EXPECT_EQ(after.state, State::kLate);
  EXPECT_TRUE(after.accepted);
  EXPECT_FALSE(after.returned);
  EXPECT_FALSE(Stands(events, "2022-06-29").accepted);
}

TEST(HandInRules, R09TheDeadlineIsThatOfTheDayOfTheHandIn) {
  EXPECT_EQ(Stands({Deadline("2022-06-20", "2022-06-30"), Whole("2022-06-30")}, "2022-07-31").state,
            State::kInTime);
  // Approved after the old deadline: the days between stay late.
  const std::vector<HandInEvent> late = {Deadline("2022-06-28", "2022-07-05")};
  EXPECT_EQ(Stands(late, "2022-06-27").state, State::kNotHandedIn);
  EXPECT_EQ(Stands(late, "2022-06-28").state, State::kPending);
  // Approved after the hand-in: no effect, until it is returned.
  std::vector<HandInEvent> events = {Whole("2022-06-27"), Deadline("2022-06-29", "2022-07-10")};
  EXPECT_EQ(Stands(events, "2022-06-30").state, State::kLate);
  events.push_back(GivenBack("2022-07-01"));
  EXPECT_EQ(Stands(events, "2022-07-02").deadline, D("2022-07-10"));
  EXPECT_EQ(Stands(events, "2022-07-02").state, State::kPending);
  // Of several the latest by date, not by entry.
  EXPECT_EQ(Stands({Deadline("2022-06-20", "2022-07-10"), Deadline("2022-06-15", "2022-06-28")},
                   "2022-06-30")
                .deadline,
            D("2022-07-10"));
  // On the day of the hand-in, also when entered after it.
  EXPECT_EQ(Stands({Whole("2022-06-27"), Deadline("2022-06-27", "2022-06-30")}, "2022-07-01").state,
            State::kInTime);
}

TEST(HandInRules, R05VoidedEventsNeverHappened) {
  HandInEvent wrong = GivenBack("2022-06-22");
  wrong.voided = true;
  EXPECT_EQ(Stands({Whole("2022-06-20"), wrong}, "2022-06-30").state, State::kInTime);
}

class HandInRows : public ::testing::Test {
 protected:
  void Give(AssignmentFact fact) { assignments_[fact.unit][fact.name] = std::move(fact); }
  std::vector<DutyRow> Rows(const std::vector<UnitFact>& units, const char* day,
                            const std::string& scope = "root", int year = 2022,
                            const std::string& tag = "") {
    const UnitHistory history(units);
    const UnitTree tree(history, D(day));
    auto rows = HandIns(tree, assignments_, duties_, {U(scope), year, D(day), tag});
    EXPECT_TRUE(rows.ok()) << rows.status();
    return rows.ok() ? *std::move(rows) : std::vector<DutyRow>();
  }
  AssignmentsByUnit assignments_;
  DutiesOfYear duties_ = {{kDuty, {}}};
};

TEST_F(HandInRows, CountEveryAssignmentOnce) {
  const std::vector<UnitFact> units = {Party("root", ""),  Party("a", "root"), Party("b", "root"),
                                       Party("c", "root"), Party("d", "root"), Party("d1", "d")};
  Give(Given("a", {Whole("2022-06-20"), Accepted("2022-06-21")}));
  Give(Given("b", {Whole("2022-06-27")}));
  Give(Given("c", {Partly("2022-06-20")}));
  Give(Given("d", {Whole("2022-06-20"), GivenBack("2022-06-21")}));
  Give(Given("d1"));
  const std::vector<DutyRow> rows = Rows(units, "2022-06-30");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].period, "2022-06");
  EXPECT_EQ(rows[0].counts, (HandInCounts{5, 5, 1, 1, 0, 3, 1, 1, 1}));
  std::vector<std::string> order;
  for (const UnitHandIn& unit : rows[0].units) order.push_back(unit.unit);
  EXPECT_THAT(order, ElementsAre("units/c", "units/d", "units/d1", "units/b", "units/a"));
  // A part of the tree, another day, another year, nothing given yet.
  EXPECT_EQ(Rows(units, "2022-06-30", "d")[0].counts.assigned, 2);
  EXPECT_EQ(Rows(units, "2022-06-24")[0].counts, (HandInCounts{5, 0, 1, 0, 4, 0, 1, 1, 1}));
  EXPECT_THAT(Rows(units, "2022-06-30", "root", 2023), IsEmpty());
  EXPECT_THAT(Rows(units, "2022-05-31"), IsEmpty());
}

TEST_F(HandInRows, ATagIsThatOfTheDuty) {
  const std::vector<UnitFact> units = {Party("root", ""), Party("a", "root")};
  AssignmentFact other = Given("a");
  other.duty = "programs/p/duties/other";
  other.name = other.duty + "/assignments/a-2022-06";
  Give(Given("a"));
  Give(other);
  duties_[kDuty].tags = {"work-area/xay-dung-dang", "theme/lang-phi"};
  duties_[other.duty].tags = {"theme/covid-19"};
  EXPECT_EQ(Rows(units, "2022-06-30").size(), 2u);
  const std::vector<DutyRow> rows = Rows(units, "2022-06-30", "root", 2022, "theme/lang-phi");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].duty, kDuty);
  EXPECT_THAT(Rows(units, "2022-06-30", "root", 2022, "theme/lang"), IsEmpty());
}

TEST_F(HandInRows, WhatIsDueOnceCountsInEveryYear) {
  AssignmentFact once = Given("a");
  once.period = "once";
  once.year = 0;
  Give(once);
  EXPECT_EQ(Rows({Party("root", ""), Party("a", "root")}, "2023-01-01", "root", 2023).size(), 1u);
}

TEST_F(HandInRows, R18TheHeirOwesWhatTheEndedUnitOwed) {
  const std::vector<UnitFact> units = {
      Party("root", ""), Ended(Party("a", "root"), "2022-06-10", {"c"}), Party("b", "root"), [] {
        UnitFact c = Party("c", "b");
        c.effective_from = D("2022-06-10");
        return c;
      }()};
  Give(Given("a"));
  const std::vector<DutyRow> rows = Rows(units, "2022-06-30", "b");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].units[0].unit, "units/c");
  EXPECT_EQ(rows[0].counts.not_handed_in, 1);
  EXPECT_EQ(Rows(units, "2022-06-09").at(0).units[0].unit, "units/a");
}

TEST_F(HandInRows, UnitsOnBothSidesCountWhereTheyAreLed) {
  const std::vector<UnitFact> units = {Party("root", ""), Party("a", "root"),
                                       Government("so", "", "a")};
  Give(Given("so"));
  EXPECT_EQ(Rows(units, "2022-06-30", "a")[0].counts.assigned, 1);
  EXPECT_EQ(Rows(units, "2022-06-30", "so")[0].counts.assigned, 1);
}

TEST_F(HandInRows, UnitsThatAreNotKnownAreInNoCount) {
  Give(Given("ghost"));
  const std::vector<DutyRow> rows = Rows({Party("root", "")}, "2022-06-30");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].counts, HandInCounts());
  EXPECT_EQ(rows[0].unattributed, 1);
}

}  // namespace
}  // namespace tiendo::status::testing
