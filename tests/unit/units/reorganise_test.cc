// What one decision does, planned ahead and entered late, and what is refused.
#include "services/units/domain/reorganise.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"
#include "tests/unit/units/domain_fixture.h"

namespace tiendo::units::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using tiendo::testing::Fields;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;

class ReorganiseTest : public ::testing::Test {
 protected:
  // top ─ a ─ a1, a2; top ─ b. Government: so (led by top) ─ phong.
  void SetUp() override {
    for (auto [id, parent] :
         {std::pair("top", ""), {"a", "top"}, {"a1", "a"}, {"a2", "a"}, {"b", "top"}}) {
      ASSERT_THAT(fakes_.Party(id, parent), IsOk());
    }
    ASSERT_THAT(fakes_.Government("so", "", "top"), IsOk());
    ASSERT_THAT(fakes_.Government("phong", "so"), IsOk());
  }
  Fakes fakes_;
};

TEST_F(ReorganiseTest, ARenameHoldsFromItsDay) {
  ASSERT_THAT(fakes_.Rename("a", "Tên mới", "2023-05-01"), IsOk());
  const Unit unit = fakes_.Get("a");
  EXPECT_EQ(unit.On(D("2023-04-30"))->display_name, "Đơn vị a");
  EXPECT_EQ(unit.On(D("2023-05-01"))->display_name, "Tên mới");
  EXPECT_THAT(unit.last().events, ElementsAre("units/a/events/0001"));
}

TEST_F(ReorganiseTest, ALateEntryFindsItsPlaceUnderLaterOnes) {
  ASSERT_THAT(fakes_.Rename("a", "Tên ba", "2024-01-01"), IsOk());
  ASSERT_THAT(fakes_.Transfer("a", "b", "2023-06-01"), IsOk());
  ASSERT_THAT(fakes_.Rename("a", "Tên hai", "2022-01-01"), IsOk());
  const Unit unit = fakes_.Get("a");
  ASSERT_EQ(unit.periods.size(), 4U);
  EXPECT_EQ(unit.On(D("2023-06-01"))->display_name, "Tên hai");
  EXPECT_EQ(unit.On(D("2023-06-01"))->parent, "units/b");
  EXPECT_EQ(unit.On(D("2024-01-01"))->display_name, "Tên ba");
  EXPECT_EQ(unit.On(D("2024-01-01"))->parent, "units/b");
  EXPECT_EQ(unit.On(D("2021-12-31"))->display_name, "Đơn vị a");
}

TEST_F(ReorganiseTest, TwoEventsOfOneDayBeginOnePeriod) {
  ASSERT_THAT(fakes_.Rename("a", "Tên mới", "2023-05-01"), IsOk());
  ASSERT_THAT(fakes_.Transfer("a", "b", "2023-05-01"), IsOk());
  const Unit unit = fakes_.Get("a");
  ASSERT_EQ(unit.periods.size(), 2U);
  EXPECT_THAT(unit.last().events, ElementsAre("units/a/events/0001", "units/a/events/0002"));
}

TEST_F(ReorganiseTest, WhatStandsBelowFollows) {
  ASSERT_THAT(fakes_.Transfer("a", "b", "2023-01-01"), IsOk());
  const Forest forest = fakes_.Everything();
  const int a1 = forest.Find("units/a1");
  EXPECT_FALSE(forest.Within(a1, forest.Find("units/b"), D("2022-12-31")));
  EXPECT_TRUE(forest.Within(a1, forest.Find("units/b"), D("2023-01-01")));
  EXPECT_TRUE(forest.Within(a1, forest.Find("units/top"), D("2023-01-01")));
}

TEST_F(ReorganiseTest, RefusesACycleOnAnyDay) {
  EXPECT_THAT(fakes_.Transfer("a", "a1", "2023-01-01"), HasReason("UNIT_TREE_CONFLICT"));
  // On the day it is entered for there is none; there would be one from 2024 on.
  ASSERT_THAT(fakes_.Transfer("b", "a1", "2024-01-01"), IsOk());
  const auto refused = fakes_.Transfer("a", "b", "2023-01-01");
  EXPECT_THAT(refused, HasReason("UNIT_TREE_CONFLICT"));
  EXPECT_EQ(errors::GetDetails(refused.status())->metadata["day"], "2024-01-01");
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("2024-01-01"));
  // Ended before that day by another transfer, it is one on no day.
  ASSERT_THAT(fakes_.Transfer("b", "top", "2024-06-01"), IsOk());
  EXPECT_THAT(fakes_.Transfer("a", "b", "2024-06-01"), IsOk());
}

TEST_F(ReorganiseTest, ChildrenOfAnEndedUnitStandBelowItsHeir) {
  ASSERT_THAT(fakes_.End({"a"}, {"b"}, "2023-01-01"), IsOk());
  EXPECT_EQ(fakes_.Superior("a1", "2022-12-31"), "a");
  EXPECT_EQ(fakes_.Superior("a1", "2023-01-01"), "b");
  // Only the ended unit was written.
  EXPECT_TRUE(fakes_.Get("a1").last().events.empty());
  // Without successors it is the superior; a child that takes over from its superior moves up.
  ASSERT_THAT(fakes_.End({"b"}, {}, "2024-01-01"), IsOk());
  EXPECT_EQ(fakes_.Superior("a1", "2024-01-01"), "top");
  ASSERT_THAT(fakes_.Party("c", "a1", "2024-02-01"), IsOk());
  ASSERT_THAT(fakes_.End({"a1"}, {"c"}, "2025-01-01"), IsOk());
  EXPECT_EQ(fakes_.Superior("c", "2025-01-01"), "top");
}

TEST_F(ReorganiseTest, LeadersPassToTheirHeirsAndAreInherited) {
  EXPECT_EQ(fakes_.Leader("phong", "2022-01-01"), "top");
  ASSERT_THAT(fakes_.Transfer("phong", std::nullopt, "2023-01-01", "a"), IsOk());
  EXPECT_EQ(fakes_.Leader("phong", "2023-01-01"), "a");
  ASSERT_THAT(fakes_.End({"a"}, {"b"}, "2024-01-01"), IsOk());
  EXPECT_EQ(fakes_.Leader("phong", "2024-01-01"), "b");
  ASSERT_THAT(fakes_.Transfer("phong", std::nullopt, "2025-01-01", ""), IsOk());
  EXPECT_EQ(fakes_.Leader("phong", "2025-01-01"), "top");
}

TEST_F(ReorganiseTest, RefusesToLeaveAUnitAlone) {
  const auto refused = fakes_.End({"top"}, {}, "2023-01-01");
  EXPECT_THAT(refused, HasReason("UNIT_TREE_CONFLICT"));
  EXPECT_THAT(Fields(refused.status()), UnorderedElementsAre("units/a", "units/b", "units/so"));
  // Through units that have ended before.
  ASSERT_THAT(fakes_.End({"a"}, {}, "2022-01-01"), IsOk());
  EXPECT_THAT(Fields(fakes_.End({"top"}, {}, "2023-01-01").status()),
              UnorderedElementsAre("units/a1", "units/a2", "units/b", "units/so"));
  ASSERT_THAT(fakes_.Party("next", "", "2023-01-01"), IsOk());
  EXPECT_THAT(fakes_.End({"top"}, {"next"}, "2023-01-01"), IsOk());
  EXPECT_EQ(fakes_.Superior("a1", "2023-01-01"), "next");
}

TEST_F(ReorganiseTest, RefusesAnEndBeforeAnotherUnitNamesIt) {
  ASSERT_THAT(fakes_.Transfer("a1", "b", "2024-01-01"), IsOk());
  const auto refused = fakes_.End({"b"}, {"top"}, "2023-01-01");
  EXPECT_THAT(refused, HasReason("UNIT_TREE_CONFLICT"));
  EXPECT_THAT(Fields(refused.status()), ElementsAre("units/a1"));
  EXPECT_THAT(fakes_.End({"b"}, {"top"}, "2024-01-02"), IsOk());
}

TEST_F(ReorganiseTest, NamesWhatTheRequestNamesWrongly) {
  EXPECT_THAT(Fields(fakes_.Transfer("a", "none", "2023-01-01").status()), ElementsAre("parent"));
  EXPECT_THAT(Fields(fakes_.Transfer("a", "so", "2023-01-01").status()), ElementsAre("parent"));
  EXPECT_THAT(Fields(fakes_.Transfer("phong", std::nullopt, "2023-01-01", "so").status()),
              ElementsAre("led_by"));
  EXPECT_THAT(Fields(fakes_.Transfer("a", std::nullopt, "2023-01-01", "b").status()),
              ElementsAre("led_by"));
  EXPECT_THAT(Fields(fakes_.Transfer("a", "top", "2023-01-01").status()), ElementsAre("parent"));
  EXPECT_THAT(Fields(fakes_.End({"a"}, {"so"}, "2023-01-01").status()), ElementsAre("successors"));
  ASSERT_THAT(fakes_.End({"b"}, {}, "2022-01-01"), IsOk());
  EXPECT_THAT(Fields(fakes_.Transfer("a", "b", "2023-01-01").status()), ElementsAre("parent"));
  EXPECT_THAT(fakes_.Transfer("none", "a", "2023-01-01"), HasReason("RESOURCE_NOT_FOUND"));
}

TEST_F(ReorganiseTest, RefusesDaysOnWhichTheUnitIsNotInForce) {
  EXPECT_THAT(Fields(fakes_.Rename("a", "X", "2020-01-01").status()),
              ElementsAre("effective_date"));
  EXPECT_THAT(fakes_.Rename("a", "X", "2019-12-31"), HasReason("UNIT_NOT_IN_FORCE"));
  ASSERT_THAT(fakes_.End({"a"}, {"b"}, "2023-01-01"), IsOk());
  const auto late = fakes_.Rename("a", "X", "2023-01-01");
  EXPECT_THAT(late, HasReason("UNIT_NOT_IN_FORCE"));
  EXPECT_EQ(errors::GetDetails(late.status())->metadata["successors"], "units/b");
}

TEST_F(ReorganiseTest, RefusesWhatStandsAgainstAnotherEvent) {
  ASSERT_THAT(fakes_.Rename("a", "X", "2023-01-01"), IsOk());
  const auto again = fakes_.Rename("a", "X", "2023-01-01");
  EXPECT_THAT(again, HasReason("UNIT_EVENT_CONFLICT"));
  EXPECT_EQ(errors::GetDetails(again.status())->metadata["event"], "units/a/events/0001");
  EXPECT_THAT(fakes_.End({"a"}, {"b"}, "2022-06-01"), HasReason("UNIT_EVENT_CONFLICT"));
  EXPECT_THAT(fakes_.End({"a"}, {"b"}, "2023-01-01"), HasReason("UNIT_EVENT_CONFLICT"));
  ASSERT_THAT(fakes_.End({"a"}, {"b"}, "2024-01-01"), IsOk());
  EXPECT_THAT(fakes_.End({"a"}, {"top"}, "2023-06-01"), HasReason("UNIT_EVENT_CONFLICT"));
}

TEST_F(ReorganiseTest, AVoidedEventNeverHappened) {
  ASSERT_THAT(fakes_.End({"a"}, {"b"}, "2023-01-01"), IsOk());
  ASSERT_THAT(VoidEvent(fakes_.stores(), "units/a/events/0001", "", "ghi nhầm", false), IsOk());
  const Unit unit = fakes_.Get("a");
  EXPECT_FALSE(unit.effective_to);
  EXPECT_THAT(unit.successors, IsEmpty());
  EXPECT_THAT(VoidEvent(fakes_.stores(), "units/a/events/0001", "", "lại", false),
              HasReason("UNIT_EVENT_CONFLICT"));
  EXPECT_THAT(VoidEvent(fakes_.stores(), "units/a/events/0007", "", "x", false),
              HasReason("RESOURCE_NOT_FOUND"));
  // Entered anew it is another event.
  ASSERT_THAT(fakes_.End({"a"}, {"b"}, "2023-01-01"), IsOk());
  EXPECT_EQ(fakes_.events.Get("units/a/events/0002").value()->date, D("2023-01-01"));
}

TEST_F(ReorganiseTest, AVoidThatMakesACycleIsRefused) {
  ASSERT_THAT(fakes_.End({"a"}, {"b"}, "2023-01-01"), IsOk());
  // a1 stands below b now, so the top may go below a1's place only while a is gone.
  ASSERT_THAT(fakes_.Transfer("b", "", "2023-02-01"), IsOk());
  ASSERT_THAT(fakes_.Transfer("top", "a1", "2023-03-01"), IsOk());
  EXPECT_THAT(VoidEvent(fakes_.stores(), "units/a/events/0001", "", "x", false),
              HasReason("UNIT_TREE_CONFLICT"));
}

TEST_F(ReorganiseTest, ACorrectionGoesToTheEntryThatSetTheField) {
  ASSERT_THAT(fakes_.Rename("a", "Tên hai", "2023-01-01"), IsOk());
  ASSERT_THAT(fakes_.Transfer("a", "b", "2024-01-01"), IsOk());
  Correction correction;
  correction.display_name = "Tên hai đúng";
  ASSERT_THAT(UpdateUnit(fakes_.units, fakes_.events, "units/a", "", correction), IsOk());
  EXPECT_EQ(fakes_.Get("a").On(D("2023-01-01"))->display_name, "Tên hai đúng");
  EXPECT_EQ(fakes_.Get("a").On(D("2022-12-31"))->display_name, "Đơn vị a");
  EXPECT_EQ(fakes_.events.Get("units/a/events/0001").value()->display_name, "Tên hai đúng");

  correction.display_name = "Tên đầu đúng";
  correction.on = D("2022-06-30");
  ASSERT_THAT(UpdateUnit(fakes_.units, fakes_.events, "units/a", "", correction), IsOk());
  EXPECT_EQ(fakes_.Get("a").periods.front().display_name, "Tên đầu đúng");
  EXPECT_EQ(fakes_.Get("a").last().display_name, "Tên hai đúng");
  correction.on = D("2019-06-30");
  EXPECT_THAT(UpdateUnit(fakes_.units, fakes_.events, "units/a", "", correction),
              HasReason("UNIT_NOT_IN_FORCE"));
}

TEST_F(ReorganiseTest, CodesAreUniqueOnEveryDay) {
  Unit x = NewUnit("x", "top", Side::kParty);
  x.periods.front().code = "C1";
  ASSERT_THAT(fakes_.Create(x), IsOk());
  Unit y = NewUnit("y", "top", Side::kParty);
  y.periods.front().code = "C1";
  EXPECT_THAT(Fields(fakes_.Create(y)), ElementsAre("unit.code"));
  ASSERT_THAT(fakes_.End({"x"}, {"a"}, "2023-01-01"), IsOk());
  Unit z = NewUnit("z", "top", Side::kParty, "2023-01-01");
  z.periods.front().code = "C1";
  EXPECT_THAT(fakes_.Create(z), IsOk());
  // Taking the end back would give two units one code.
  EXPECT_THAT(VoidEvent(fakes_.stores(), "units/x/events/0001", "", "x", false),
              HasReason("UNIT_EVENT_CONFLICT"));
}

TEST_F(ReorganiseTest, AMergerMayFoundItsHeir) {
  Decision decision = Fakes::On("2023-01-01");
  for (const char* id : {"a1", "a2"}) {
    decision.changes.push_back(Fakes::Change(id, EventKind::kMerged));
    decision.changes.back().event.successors = {"units/a3"};
    decision.paths[{Named(id), "successors", "units/a3"}] = "into.new_unit.unit.side";
  }
  decision.foundings.push_back(
      {"into.new_unit.unit", NewUnit("a3", "none", Side::kParty, "2023-01-01")});
  EXPECT_THAT(Fields(Reorganise(fakes_.stores(), decision).status()),
              ElementsAre("into.new_unit.unit.parent"));
  decision.foundings[0].unit = NewUnit("a3", "a", Side::kParty, "2023-01-01");
  const auto outcome = Reorganise(fakes_.stores(), decision);
  ASSERT_THAT(outcome, IsOk());
  ASSERT_EQ(outcome->units.size(), 3U);
  EXPECT_EQ(outcome->units[2].name, "units/a3");
  EXPECT_EQ(outcome->events.size(), 2U);
  EXPECT_THAT(fakes_.Get("a1").successors, ElementsAre("units/a3"));
  EXPECT_THAT(Reorganise(fakes_.stores(), decision), HasReason("UNIT_EVENT_CONFLICT"));
}

TEST_F(ReorganiseTest, APreviewListsWhatMoves) {
  const auto outcome = fakes_.Transfer("a", "b", "2023-01-01", std::nullopt, true);
  ASSERT_THAT(outcome, IsOk());
  const Moves& moves = outcome->moves;
  EXPECT_EQ(moves.count, 3);
  ASSERT_EQ(moves.list.size(), 3U);
  EXPECT_EQ(moves.list[0].unit, "units/a");
  EXPECT_EQ(moves.list[0].effect, Move::Effect::kMoves);
  EXPECT_EQ(moves.list[0].old_parent, "units/top");
  EXPECT_EQ(moves.list[0].new_parent, "units/b");
  EXPECT_EQ(moves.list[1].effect, Move::Effect::kFollows);
}

TEST_F(ReorganiseTest, APreviewOfAnEndListsWhatGoesToTheHeir) {
  const auto outcome = fakes_.End({"a"}, {"b"}, "2023-01-01", true);
  ASSERT_THAT(outcome, IsOk());
  std::map<std::string, Move::Effect> effects;
  for (const Move& m : outcome->moves.list) effects[m.unit] = m.effect;
  EXPECT_EQ(effects["units/a"], Move::Effect::kEnds);
  EXPECT_EQ(effects["units/a1"], Move::Effect::kMoves);
  EXPECT_EQ(effects["units/a2"], Move::Effect::kMoves);
  EXPECT_EQ(effects.size(), 3U);
}

}  // namespace
}  // namespace tiendo::units::testing
