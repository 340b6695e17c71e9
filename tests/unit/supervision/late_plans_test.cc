// Rule 29: who had to issue a plan, and who was late.
#include "services/supervision/domain/late_plans.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiendo::supervision {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Day D(const std::string& iso) { return calendar::ParseIsoDay(iso).value(); }

UnitRecord Cell(const std::string& id) {
  return {"units/" + id, true, "GRASSROOTS_CELL", D("2015-01-01"), std::nullopt, ""};
}

UnitRecord Ended(const std::string& id, const char* end, const std::string& heir) {
  UnitRecord unit = Cell(id);
  unit.effective_to = D(end);
  unit.heir = heir.empty() ? "" : "units/" + heir;
  return unit;
}

// Issued on a day, or not at all for "".
Plan PlanOf(const std::string& id, const char* issued) {
  Plan plan;
  plan.name = "plans/" + id;
  plan.unit = "units/" + id;
  plan.year = 2026;
  plan.adopted_on = D("2026-01-05");
  plan.state = PlanState::kAdopted;
  if (*issued != '\0') {
    plan.issued_on = D(issued);
    plan.state = PlanState::kIssued;
  }
  return plan;
}

PlanRequirement Cells(const char* deadline = "2026-02-15") {
  PlanRequirement requirement;
  requirement.name = "requirements/2026";
  requirement.year = 2026;
  requirement.deadline = D(deadline);
  requirement.unit_kinds = {"GRASSROOTS_CELL"};
  return requirement;
}

PlanRequirement Named(std::vector<std::string> units) {
  PlanRequirement requirement = Cells();
  requirement.unit_kinds.clear();
  requirement.units = std::move(units);
  return requirement;
}

LatePlans FindLatePlans(const PlanRequirement& requirement, const std::vector<UnitRecord>& units,
                        const std::vector<Plan>& plans, Day as_of) {
  return supervision::FindLatePlans({requirement}, units, plans, as_of,
                                    [](const std::string&) { return true; });
}

// "required in-time late not-issued".
std::string Counts(const PlanCounts& found) {
  EXPECT_EQ(found.required, found.issued_in_time + found.issued_late + found.not_issued);
  return std::to_string(found.required) + " " + std::to_string(found.issued_in_time) + " " +
         std::to_string(found.issued_late) + " " + std::to_string(found.not_issued);
}
std::string Counts(const LatePlans& found) { return Counts(found.all); }

LatePlan Late(const std::string& unit, const std::string& plan, const char* issued, int days) {
  LatePlan late{"units/" + unit, plan.empty() ? "" : "plans/" + plan, std::nullopt, days,
                "requirements/2026"};
  if (*issued != '\0') late.issued_on = D(issued);
  return late;
}

TEST(LatePlans, R29NobodyIsLateUntilTheDayAfterTheDeadline) {
  const std::vector<UnitRecord> units = {Cell("a"), Cell("b"), Cell("c"), Cell("d")};
  const std::vector<Plan> plans = {PlanOf("a", "2026-02-15"), PlanOf("b", "2026-03-01"),
                                   PlanOf("c", "")};
  const LatePlans on_the_day = FindLatePlans(Cells(), units, plans, D("2026-02-15"));
  EXPECT_THAT(on_the_day.late, IsEmpty());
  EXPECT_EQ(Counts(on_the_day), "4 1 0 3");

  const LatePlans day_after = FindLatePlans(Cells(), units, plans, D("2026-02-16"));
  EXPECT_THAT(day_after.late,
              ElementsAre(Late("b", "b", "", 1), Late("c", "c", "", 1), Late("d", "", "", 1)));

  const LatePlans later = FindLatePlans(Cells(), units, plans, D("2026-03-31"));
  EXPECT_EQ(Counts(later), "4 1 1 2");
  EXPECT_THAT(later.late, ElementsAre(Late("b", "b", "2026-03-01", 14), Late("c", "c", "", 44),
                                      Late("d", "", "", 44)));
}

TEST(LatePlans, R29IssuedAndNotAdoptedCounts) {
  const LatePlans found = FindLatePlans(Cells(), {Cell("a")}, {PlanOf("a", "")}, D("2026-02-16"));
  EXPECT_EQ(Counts(found), "1 0 0 1");
}

TEST(LatePlans, TheListIsTheUnionOfKindsAndNames) {
  UnitRecord committee = Cell("committee");
  committee.kind = "PARTY_COMMITTEE_ABOVE_GRASSROOTS";
  UnitRecord other_side = Cell("division");
  other_side.party = false;
  UnitRecord unborn = Cell("unborn");
  unborn.effective_from = D("2026-02-16");
  PlanRequirement requirement = Cells();
  requirement.units = {"units/committee", "units/a", "units/unknown"};
  const LatePlans found =
      FindLatePlans(requirement, {Cell("a"), committee, other_side, unborn}, {}, D("2026-12-31"));
  EXPECT_EQ(found.late.size(), 2u);
  EXPECT_EQ(Counts(found), "2 0 0 2");
}

TEST(LatePlans, R29TheListIsFrozenAtTheDeadline) {
  // Ended after the deadline: still answered for; the heir's plan stands for it, late.
  const std::vector<UnitRecord> units = {Ended("a", "2026-03-01", "c"), Cell("c")};
  const LatePlans before = FindLatePlans(Cells(), units, {}, D("2026-02-20"));
  EXPECT_EQ(Counts(before), "2 0 0 2");
  const LatePlans after =
      FindLatePlans(Cells(), units, {PlanOf("c", "2026-03-10")}, D("2026-04-01"));
  EXPECT_THAT(after.late,
              ElementsAre(Late("a", "c", "2026-03-10", 23), Late("c", "c", "2026-03-10", 23)));
  // What the heir had issued before it took over is not the ended unit's plan.
  const LatePlans own = FindLatePlans(Cells(), units, {PlanOf("c", "2026-02-10")}, D("2026-04-01"));
  EXPECT_THAT(own.late, ElementsAre(Late("a", "", "", 45)));
}

TEST(LatePlans, R29HeirsAreDistinctAndTransitive) {
  const std::vector<UnitRecord> units = {Ended("a", "2026-01-20", "b"),
                                         Ended("b", "2026-02-01", "d"),
                                         Ended("c", "2026-02-01", "d"), Cell("d")};
  EXPECT_EQ(Counts(FindLatePlans(Cells(), units, {}, D("2026-03-01"))), "1 0 0 1");
  const PlanRequirement named = Named({"units/a", "units/b", "units/c"});
  EXPECT_EQ(Counts(FindLatePlans(named, units, {}, D("2026-03-01"))), "1 0 0 1");
  // Before the mergers the list is another one.
  EXPECT_EQ(Counts(FindLatePlans(named, units, {}, D("2026-01-10"))), "3 0 0 3");
}

TEST(LatePlans, R29AnHeirIsInTimeByItselfOrByAllThatItReplaces) {
  const std::vector<UnitRecord> units = {Ended("a", "2026-02-01", "c"),
                                         Ended("b", "2026-02-01", "c"), Cell("c")};
  const Day day = D("2026-03-01");
  const Plan a = PlanOf("a", "2026-01-10");
  const Plan b = PlanOf("b", "2026-01-12");
  EXPECT_EQ(Counts(FindLatePlans(Cells(), units, {PlanOf("c", "2026-02-10")}, day)), "1 1 0 0");
  EXPECT_EQ(Counts(FindLatePlans(Cells(), units, {a, b}, day)), "1 1 0 0");
  EXPECT_EQ(Counts(FindLatePlans(Cells(), units, {a}, day)), "1 0 0 1");
  EXPECT_EQ(Counts(FindLatePlans(Named({"units/a"}), units, {a}, day)), "1 1 0 0");
  EXPECT_EQ(Counts(FindLatePlans(Cells(), units, {a, PlanOf("c", "2026-02-20")}, day)), "1 0 1 0");
}

TEST(LatePlans, UnitsThatEndedBeforeTheYearAreNotAskedAfter) {
  const std::vector<UnitRecord> units = {Ended("a", "2025-06-01", "c"),
                                         Ended("b", "2026-01-15", "c"), Cell("c")};
  EXPECT_EQ(Counts(FindLatePlans(Cells(), units, {PlanOf("b", "2026-01-10")}, D("2026-03-01"))),
            "1 1 0 0");
}

TEST(LatePlans, ALineOfHeirsMayEndOrTurnInACircle) {
  const std::vector<UnitRecord> units = {
      Ended("a", "2026-01-15", ""), Ended("b", "2026-01-15", "c"), Ended("c", "2026-01-15", "b")};
  EXPECT_EQ(Counts(FindLatePlans(Named({"units/a", "units/b"}), units, {}, D("2026-03-01"))),
            "0 0 0 0");
  EXPECT_EQ(Counts(FindLatePlans(Cells("2026-01-10"), units, {}, D("2026-03-01"))), "3 0 0 3");
}

TEST(LatePlans, LevelsHaveDeadlinesOfTheirOwnAndNobodyCountsTwice) {
  UnitRecord committee = Cell("committee");
  committee.kind = "GRASSROOTS_PARTY_ORGANISATION";
  const std::vector<UnitRecord> units = {Cell("a"), Cell("b"), Ended("gone", "2026-02-01", "b"),
                                         committee};
  PlanRequirement early;
  early.name = "requirements/2026-co-so";
  early.year = 2026;
  early.deadline = D("2026-01-31");
  early.unit_kinds = {"GRASSROOTS_PARTY_ORGANISATION"};
  // Named here, so not among the cells; what was named and has ended counts where its heir is.
  early.units = {"units/a", "units/gone"};
  const std::vector<PlanRequirement> requirements = {Cells("2026-02-15"), early};
  const auto all = [](const std::string&) { return true; };
  const LatePlans found = supervision::FindLatePlans(
      requirements, units, {PlanOf("a", "2026-02-10"), PlanOf("b", "2026-02-10")}, D("2026-03-01"),
      all);
  ASSERT_EQ(found.by_requirement.size(), 2u);
  EXPECT_EQ(Counts(found.by_requirement[0]), "1 1 0 0");  // b
  EXPECT_EQ(Counts(found.by_requirement[1]), "3 0 2 1");  // a, and gone by its heir; the committee
  EXPECT_EQ(Counts(found.all), "4 1 2 1");
  ASSERT_EQ(found.late.size(), 3u);
  EXPECT_EQ(found.late[0].unit, "units/a");
  EXPECT_EQ(found.late[0].requirement, "requirements/2026-co-so");
  EXPECT_EQ(found.late[0].days_late, 10);
  const LatePlans scoped =
      supervision::FindLatePlans(requirements, units, {}, D("2026-03-01"),
                                 [](const std::string& unit) { return unit == "units/b"; });
  EXPECT_EQ(Counts(scoped.all), "1 0 0 1");
}

}  // namespace
}  // namespace tiendo::supervision
