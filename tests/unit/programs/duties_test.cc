// Use cases of duties and their distribution.
#include "services/programs/domain/duties.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"
#include "tests/unit/programs/duty_fixture.h"

namespace tiendo::programs {
namespace {

using testing::DutyFakes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kDuty;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using tiendo::testing::StatusIs;

Day D(const char* iso) { return DutyFakes::D(iso); }

std::vector<std::string> UnitsOf(const std::vector<Assignment>& assignments) {
  std::vector<std::string> out;
  for (const Assignment& a : assignments) out.push_back(a.unit);
  return out;
}

TEST(Duties, LiveInAProgrammeThatCountsThem) {
  DutyFakes f;
  Category items;
  items.name = "categories/department";
  f.categories.Put(items).IgnoreError();
  Program other;
  other.name = "programs/o";
  other.category = items.name;
  f.programs.Put(other).IgnoreError();
  Duty duty = DutyFakes::Monthly();
  duty.name = "programs/o/duties/d";
  EXPECT_THAT(CreateDuty(f.programs, f.categories, f.duties, duty),
              StatusIs(absl::StatusCode::kInvalidArgument));
  duty.name = "programs/none/duties/d";
  EXPECT_THAT(CreateDuty(f.programs, f.categories, f.duties, duty),
              HasReason("RESOURCE_NOT_FOUND"));
  duty.name = kDuty;
  EXPECT_THAT(CreateDuty(f.programs, f.categories, f.duties, duty), IsOk());
  EXPECT_THAT(CreateDuty(f.programs, f.categories, f.duties, duty), HasReason("RESOURCE_EXISTS"));
}

TEST(Duties, AreIssuedAndClosedOnce) {
  DutyFakes f;
  Duty duty = DutyFakes::Monthly();
  ASSERT_THAT(CreateDuty(f.programs, f.categories, f.duties, duty), IsOk());
  EXPECT_THAT(f.Distribute("2022-06", "2022-06-01"), HasReason("DUTY_STATE"));
  EXPECT_THAT(CloseDuty(f.duties, kDuty, "", D("2022-06-01")), HasReason("DUTY_STATE"));
  Program draft;
  draft.name = "programs/p";
  draft.years = {2022};
  f.programs.Put(draft).IgnoreError();
  EXPECT_THAT(IssueDuty(f.programs, f.duties, {kDuty, "", D("2022-01-10"), {}}),
              HasReason("PROGRAM_STATE"));
  draft.state = ProgramState::kApproved;
  f.programs.Put(draft).IgnoreError();
  EXPECT_THAT(IssueDuty(f.programs, f.duties, {kDuty, "\"99\"", D("2022-01-10"), {}}),
              HasReason("ETAG_MISMATCH"));
  auto issued = IssueDuty(f.programs, f.duties, {kDuty, "", D("2022-01-10"), {}});
  ASSERT_THAT(issued, IsOk());
  EXPECT_EQ(issued->state, DutyState::kIssued);
  EXPECT_EQ(issued->issued, D("2022-01-10"));
  EXPECT_THAT(IssueDuty(f.programs, f.duties, {kDuty, "", D("2022-01-10"), {}}),
              HasReason("DUTY_STATE"));
  EXPECT_THAT(CloseDuty(f.duties, kDuty, "", D("2022-01-09")),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CloseDuty(f.duties, kDuty, "", D("2022-06-01")), IsOk());
  EXPECT_THAT(f.Distribute("2022-06", "2022-06-01"), HasReason("DUTY_STATE"));
  DutyUpdate update{kDuty, "", [](Duty&, bool) {}, false,
                    [](const Duty&) { return absl::OkStatus(); }};
  EXPECT_THAT(UpdateDuty(f.duties, update), HasReason("DUTY_STATE"));
}

TEST(Duties, KeepTheirCadenceOnceIssued) {
  DutyFakes f;
  f.AddIssued();
  DutyUpdate update;
  update.name = kDuty;
  update.change = [](Duty& duty, bool draft) {
    duty.title = "Tên mới";
    if (draft) duty.cadence = Cadence::kYearly;
  };
  update.check = [](const Duty&) { return absl::OkStatus(); };
  auto updated = UpdateDuty(f.duties, update);
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->title, "Tên mới");
  EXPECT_EQ(updated->cadence, Cadence::kMonthly);
  const int64_t revision = f.duties.revision();
  EXPECT_THAT(UpdateDuty(f.duties, update), IsOk());
  EXPECT_EQ(f.duties.revision(), revision);  // nothing changed, nothing written
  update.names_cadence = true;
  EXPECT_THAT(UpdateDuty(f.duties, update), HasReason("DUTY_STATE"));
}

TEST(Distribution, GivesEveryUnitItsAssignment) {
  DutyFakes f;
  Duty duty = DutyFakes::Monthly();
  duty.unit_demands = {{"units/b", 5, 0}};
  f.AddIssued(duty);
  auto distributed = f.Distribute("2022-06", "2022-06-01");
  ASSERT_THAT(distributed, IsOk());
  ASSERT_THAT(UnitsOf(distributed->added), ElementsAre("units/a", "units/b"));
  const Assignment& a = distributed->added[0];
  EXPECT_EQ(a.name, std::string(kDuty) + "/assignments/a-2022-06");
  EXPECT_EQ(a.assigned, D("2022-06-01"));
  EXPECT_EQ(a.original_deadline, D("2022-06-25"));
  EXPECT_EQ(a.deadline, D("2022-06-25"));
  EXPECT_EQ(a.demand.sets, 2);
  EXPECT_EQ(a.units_revision, 7);
  EXPECT_EQ(distributed->added[1].demand.sets, 5);
  EXPECT_THAT(distributed->duty.periods,
              ElementsAre(DistributedPeriod{"2022-06", D("2022-06-01"), D("2022-06-01"), 2, 7}));
}

TEST(Distribution, ASecondOneAddsWhatIsNewAndNothingForHeirs) {
  DutyFakes f;
  f.AddIssued();
  ASSERT_THAT(f.Distribute("2022-06", "2022-06-01"), IsOk());
  const int64_t revision = f.duties.revision();
  auto again = f.Distribute("2022-06", "2022-06-01");
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(again->added, IsEmpty());
  EXPECT_EQ(f.duties.revision(), revision);
  // a and b are merged into c; e is new.
  f.heirs = {{"units/a", "units/c"}, {"units/b", "units/c"}};
  f.population = {"units/c", "units/e"};
  auto after = f.Distribute("2022-06", "2022-06-10", D("2022-06-30"));
  ASSERT_THAT(after, IsOk());
  ASSERT_THAT(UnitsOf(after->added), ElementsAre("units/e"));
  EXPECT_EQ(after->added[0].original_deadline, D("2022-06-30"));
  EXPECT_THAT(after->duty.periods,
              ElementsAre(DistributedPeriod{"2022-06", D("2022-06-01"), D("2022-06-10"), 3, 7}));
  // The next period is theirs.
  auto next = f.Distribute("2022-07", "2022-07-01");
  ASSERT_THAT(next, IsOk());
  EXPECT_THAT(UnitsOf(next->added), ElementsAre("units/c", "units/e"));
}

TEST(Distribution, RefusesWhatCannotBeRight) {
  DutyFakes f;
  f.AddIssued();
  const auto invalid = StatusIs(absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(f.Distribute("2022-06", "2022-01-09"), invalid);  // before the issue
  EXPECT_THAT(f.Distribute("2022-q2", "2022-06-01"), invalid);  // no month
  EXPECT_THAT(f.Distribute("2023-06", "2022-06-01"), invalid);  // a year not covered
  EXPECT_THAT(f.Distribute("2022-05", "2022-06-01"), invalid);  // due before it is given
  EXPECT_THAT(f.Distribute("2022-05", "2022-06-01", D("2022-06-01")), IsOk());
  EXPECT_THAT(f.Distribute("2022-06", "2022-06-01", std::nullopt, 1),
              HasReason("POPULATION_TOO_LARGE"));
  f.population.clear();
  EXPECT_THAT(f.Distribute("2022-06", "2022-06-01"), HasReason("POPULATION_EMPTY"));
}

TEST(Distribution, NeedsACalendarToMoveADeadline) {
  DutyFakes f;
  Duty duty = DutyFakes::Monthly();
  duty.deadline_rule = {std::nullopt, 0, 25, DeadlineShift::kPreviousWorkingDay};
  f.AddIssued(duty);
  auto moved = f.Distribute("2022-06", "2022-06-01");
  ASSERT_THAT(moved, IsOk());
  EXPECT_EQ(moved->added[0].original_deadline, D("2022-06-24"));  // the 25th is a Saturday
  duty.deadline_rule.months_after = 8;
  duty.name = "programs/p/duties/e";
  ASSERT_THAT(CreateDuty(f.programs, f.categories, f.duties, duty), IsOk());
  ASSERT_THAT(IssueDuty(f.programs, f.duties, {duty.name, "", D("2022-01-10"), {}}), IsOk());
  EXPECT_THAT(DistributeDuty(f.programs, f.duties, f.assignments, f.units(),
                             {duty.name, "", "2022-06", D("2022-06-01"), std::nullopt, 100}),
              HasReason("CALENDAR_YEAR_MISSING"));
}

TEST(AssignmentNames, FitIntoAnIdAndStayApart) {
  EXPECT_EQ(AssignmentName(kDuty, "units/a", "2022-06"),
            std::string(kDuty) + "/assignments/a-2022-06");
  const std::string base = "units/" + std::string(62, 'x');
  const std::string one = AssignmentName(kDuty, base + "1", "2022-06");
  const std::string two = AssignmentName(kDuty, base + "2", "2022-06");
  EXPECT_EQ(one.substr(one.rfind('/') + 1).size(), 63u);
  EXPECT_NE(one, two);
  EXPECT_TRUE(one.ends_with("-2022-06"));
}

}  // namespace
}  // namespace tiendo::programs
