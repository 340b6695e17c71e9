// Rules 29-30: late to draw up, late to carry out.
#include "services/status/domain/plans.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/status/facts_builder.h"

namespace tiendo::status::testing {
namespace {

using ::testing::ElementsAre;

PlanFact Plan(const std::string& unit, const char* issued) {
  PlanFact plan;
  plan.name = "plans/" + unit;
  plan.unit = U(unit);
  plan.year = 2022;
  plan.adopted_on = D("2022-01-05");
  if (*issued != '\0') plan.issued_on = D(issued);
  return plan;
}

RequirementFact Cells() { return {2022, D("2022-02-15"), {"GRASSROOTS_CELL"}, {}}; }

DrawingUp Drawn(const std::vector<UnitFact>& units, const RequirementFact& requirement,
                const std::vector<PlanFact>& plans, const char* day,
                const std::string& scope = "root") {
  const UnitHistory history(units);
  const UnitTree tree(history, D(day));
  auto out = PlansDrawnUp(tree, std::span(&requirement, 1), plans, U(scope), D(day));
  EXPECT_TRUE(out.ok()) << out.status();
  return *out;
}

UnitFact Root() {
  UnitFact root = Party("root", "");
  root.kind = "PARTY_COMMITTEE_ABOVE_GRASSROOTS";
  return root;
}

TEST(PlansDrawnUp, R29NobodyIsLateBeforeTheDeadlineHasPassed) {
  const std::vector<UnitFact> units = {Root(), Party("a", "root"), Party("b", "root"),
                                       Party("c", "root"), Party("c1", "c")};
  const std::vector<PlanFact> plans = {Plan("a", "2022-02-15"), Plan("b", "2022-03-01"),
                                       Plan("c", "")};
  const DrawingUp before = Drawn(units, Cells(), plans, "2022-02-15");
  EXPECT_EQ(before.required, 4);
  EXPECT_EQ(before.in_time, 1);
  EXPECT_EQ(before.issued_late + before.not_issued, 0);
  EXPECT_EQ(before.units[1].state, RequiredPlan::State::kWaiting);
  const DrawingUp after = Drawn(units, Cells(), plans, "2022-02-16");
  EXPECT_EQ(after.issued_late, 0);
  EXPECT_EQ(after.not_issued, 3);
  const DrawingUp later = Drawn(units, Cells(), plans, "2022-03-01");
  EXPECT_EQ(later.issued_late, 1);
  EXPECT_EQ(later.not_issued, 2);  // adopted is not issued
  EXPECT_EQ(Drawn(units, Cells(), plans, "2022-03-01", "c").required, 2);
}

TEST(PlansDrawnUp, R29HeirsOnTheFrozenList) {
  const std::vector<UnitFact> units = {Root(), Ended(Party("a", "root"), "2022-02-01", {"c"}),
                                       Ended(Party("b", "root"), "2022-02-01", {"c"}),
                                       Party("c", "root")};
  // In time when every replaced unit had issued, late when one had not.
  EXPECT_EQ(Drawn(units, Cells(), {Plan("a", "2022-01-10"), Plan("b", "2022-01-10")}, "2022-03-01")
                .in_time,
            1);
  EXPECT_EQ(Drawn(units, Cells(), {Plan("a", "2022-01-10")}, "2022-03-01").not_issued, 1);
  EXPECT_EQ(Drawn(units, Cells(), {Plan("c", "2022-02-10")}, "2022-03-01").in_time, 1);
  const RequirementFact named{2022, D("2022-02-15"), {}, {U("a"), U("b")}};
  EXPECT_EQ(
      Drawn(units, named, {Plan("a", "2022-01-10"), Plan("b", "2022-01-10")}, "2022-03-01").in_time,
      1);
  EXPECT_EQ(Drawn(units, named, {}, "2022-01-15").required, 2);
  // Taken before the merger, the list stays.
  const RequirementFact early{2022, D("2022-01-20"), {"GRASSROOTS_CELL"}, {}};
  const DrawingUp frozen = Drawn(units, early, {Plan("c", "2022-02-10")}, "2022-03-01");
  EXPECT_EQ(frozen.required, 3);
  EXPECT_EQ(frozen.issued_late, 3);  // the heir's plan stands for those that it replaced
}

TEST(PlansCarriedOut, R30DueConcludedAndTwoLists) {
  const auto engagement = [](const std::string& id, const std::string& unit, const char* due,
                             const char* concluded, bool planned = true) {
    EngagementFact out;
    out.name = "engagements/" + id;
    out.year = 2022;
    out.unit = U(unit);
    out.planned = planned;
    out.due_on = D(due);
    if (*concluded != '\0') out.concluded_on = D(concluded);
    return out;
  };
  const UnitHistory history({Root(), Party("a", "root"), Party("b", "root")});
  const std::vector<EngagementFact> all = {engagement("1", "a", "2022-05-31", "2022-05-20"),
                                           engagement("2", "a", "2022-05-31", "2022-06-10"),
                                           engagement("3", "b", "2022-05-31", ""),
                                           engagement("4", "b", "2022-06-30", ""),
                                           engagement("5", "b", "2022-09-30", "2022-06-01"),
                                           engagement("6", "b", "2022-05-01", "", false)};
  const UnitTree tree(history, D("2022-06-30"));
  const auto out = PlansCarriedOut(tree, all, 2022, U("root"), D("2022-06-30"));
  ASSERT_TRUE(out.ok());
  EXPECT_EQ(out->planned, 5);
  EXPECT_EQ(out->due, 4);
  EXPECT_EQ(out->concluded, 3);
  EXPECT_EQ(out->unplanned, 1);
  EXPECT_THAT(out->concluded_late_list, ElementsAre("engagements/2"));
  EXPECT_THAT(out->overdue_list, ElementsAre("engagements/3"));
  EXPECT_THAT(out->unplanned_list, ElementsAre("engagements/6"));
  EXPECT_THAT(out->slow_units, ElementsAre(U("a"), U("b")));
  EXPECT_EQ(PlansCarriedOut(tree, all, 2022, U("a"), D("2022-06-30"))->planned, 2);
}

TEST(PlansCarriedOut, R30AnAdjustmentCountsFromItsApproval) {
  const std::vector<UnitFact> units = {Root(), Party("a", "root")};
  const UnitHistory history(units);
  EngagementFact moved;
  moved.name = "engagements/moved";
  moved.unit = U("a");
  moved.year = 2022;
  moved.due_on = D("2022-03-31");
  moved.changes = {{D("2022-04-10"), D("2022-06-30"), false}};
  EngagementFact removed = moved;
  removed.name = "engagements/removed";
  removed.changes = {{D("2022-04-10"), std::nullopt, true}};
  const auto on = [&](const char* day) {
    const UnitTree tree(history, D(day));
    const CarryingOut out =
        PlansCarriedOut(tree, std::vector<EngagementFact>{moved, removed}, 2022, U("root"), D(day))
            .value();
    return std::to_string(out.planned) + " " + std::to_string(out.due) + " " +
           std::to_string(out.overdue_open) + " " + std::to_string(out.concluded_late);
  };
  EXPECT_EQ(on("2022-04-09"), "2 2 2 0") << "the days before stay overdue";
  EXPECT_EQ(on("2022-04-10"), "1 0 0 0");
  EXPECT_EQ(on("2022-07-01"), "1 1 1 0");
  // Concluded: the window of that day counts, whatever is approved later.
  moved.concluded_on = D("2022-04-05");
  EXPECT_EQ(DueOn(moved, D("2022-12-31")), D("2022-03-31"));
  EXPECT_EQ(on("2022-12-31"), "1 1 0 1");
}

}  // namespace
}  // namespace tiendo::status::testing
