#include "services/programs/domain/target_verbs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"
#include "tests/unit/programs/domain_fixture.h"

namespace tiendo::programs::testing {
namespace {

using ::testing::ElementsAre;
using tiendo::testing::Fields;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using Kind = TargetPeriod::Kind;

constexpr TargetPeriod kHalf{Kind::kSixMonths, 0};
constexpr TargetPeriod kYear{Kind::kYear, 0};
TargetPeriod Month(int n) { return {Kind::kMonth, n}; }
Decimal N(std::string_view text) { return Decimal::Parse(text).value(); }

class TargetVerbs : public ::testing::Test {
 protected:
  absl::StatusOr<TargetReport> Report(NewTargetReport input) {
    return ReportTargetValue(fakes_.target_stores(), std::move(input));
  }
  ReportCorrection Correction(const std::string& value) {
    ReportCorrection input;
    input.name = ReportName(kTarget, 1);
    input.value = N(value);
    input.reason = "cộng thiếu";
    input.today = D("2022-12-31");
    return input;
  }
  Fakes fakes_;
};

TEST_F(TargetVerbs, CreationSettlesTheYearAndRefusesProgrammesOfItems) {
  fakes_.AddTarget();
  NewTarget created;
  created.field = "target";
  created.target.name = "programs/p/targets/t2";
  std::vector<NewTarget> targets = {created};
  ASSERT_THAT(CreateTargets(fakes_.target_stores(), targets), IsOk());
  EXPECT_EQ(targets[0].target.year, 2022);
  EXPECT_THAT(CreateTargets(fakes_.target_stores(), targets), HasReason("RESOURCE_EXISTS"));
  targets[0].target.year = 2023;
  EXPECT_THAT(Fields(CreateTargets(fakes_.target_stores(), targets)), ElementsAre("target.year"));
  Program program = fakes_.programs.Get("programs/p").value().value();
  program.years = {2022, 2023};
  fakes_.programs.Put(program).IgnoreError();
  targets[0].target.year = 0;
  targets[0].field = "requests[3].target";
  EXPECT_THAT(Fields(CreateTargets(fakes_.target_stores(), targets)),
              ElementsAre("requests[3].target.year"));
  Category category = fakes_.categories.Get(program.category).value().value();
  category.kind = CategoryKind::kItem;
  fakes_.categories.Put(category).IgnoreError();
  EXPECT_THAT(Fields(CreateTargets(fakes_.target_stores(), targets)),
              ElementsAre("parent", "requests[3].target.year"));
  targets[0].target.name = "programs/q/targets/t";
  EXPECT_THAT(CreateTargets(fakes_.target_stores(), targets), HasReason("RESOURCE_NOT_FOUND"));
}

TEST_F(TargetVerbs, AssignmentNeedsAnApprovedProgramme) {
  fakes_.AddTarget(ProgramState::kDraft);
  EXPECT_THAT(AssignTarget(fakes_.target_stores(), Fakes::TargetInput("2022-01-15")),
              HasReason("PROGRAM_STATE"));
}

TEST_F(TargetVerbs, AnAdjustmentKeepsTheOriginal) {
  fakes_.AddAssigned();
  auto adjusted = AdjustTarget(fakes_.target_stores(), Fakes::Adjusted("2022-07-01", 280'000));
  ASSERT_THAT(adjusted, IsOk());
  EXPECT_EQ(adjusted->terms.year_value, N("280000"));
  EXPECT_EQ(adjusted->original_year_value, N("300000"));
  EXPECT_EQ(adjusted->original_plan.size(), 1U);
  // Approved earlier, entered later: the latest approval stays in force.
  adjusted = AdjustTarget(fakes_.target_stores(), Fakes::Adjusted("2022-05-01", 290'000));
  ASSERT_THAT(adjusted, IsOk());
  EXPECT_EQ(adjusted->terms.year_value, N("280000"));
  EXPECT_THAT(Fields(AdjustTarget(fakes_.target_stores(), Fakes::Adjusted("2022-01-14", 290'000))),
              ElementsAre("approval_date"));
  Adjustment base = Fakes::Adjusted("2022-08-01", 270'000);
  base.changes.base_value = N("1");
  EXPECT_THAT(Fields(AdjustTarget(fakes_.target_stores(), base)),
              ElementsAre("base_value", "base_value"));
}

TEST_F(TargetVerbs, AVoidedAdjustmentNeverHappened) {
  fakes_.AddAssigned();
  ASSERT_THAT(AdjustTarget(fakes_.target_stores(), Fakes::Adjusted("2022-07-01", 280'000)), IsOk());
  auto voided = VoidTargetEvent(fakes_.target_stores(), {EventName(kTarget, 2), "", "nhập nhầm"});
  ASSERT_THAT(voided, IsOk());
  EXPECT_TRUE(voided->voided);
  EXPECT_EQ(fakes_.StoredTarget().terms.year_value, N("300000"));
  EXPECT_THAT(VoidTargetEvent(fakes_.target_stores(), {EventName(kTarget, 2), "", "lại"}),
              HasReason("TARGET_ENTRY_VOIDED"));
  EXPECT_THAT(VoidTargetEvent(fakes_.target_stores(), {EventName(kTarget, 9), "", "x"}),
              HasReason("RESOURCE_NOT_FOUND"));
}

TEST_F(TargetVerbs, TheAssignmentIsTakenBackLast) {
  fakes_.AddAssigned();
  ASSERT_THAT(Report(Fakes::Reported(kHalf, "1")), IsOk());
  const TargetVoiding assignment{EventName(kTarget, 1), "", "nhầm chỉ tiêu"};
  EXPECT_THAT(VoidTargetEvent(fakes_.target_stores(), assignment), HasReason("TARGET_STATE"));
  ASSERT_THAT(VoidTargetReport(fakes_.target_stores(), {ReportName(kTarget, 1), "", "nhầm"}),
              IsOk());
  ASSERT_THAT(VoidTargetEvent(fakes_.target_stores(), assignment), IsOk());
  const Target draft = fakes_.StoredTarget();
  EXPECT_EQ(draft.state, TargetState::kDraft);
  EXPECT_FALSE(draft.approval_date);
  EXPECT_FALSE(draft.original_year_value);
  EXPECT_EQ(draft.terms.year_value, N("300000"));
  // It can be assigned anew, as the next event.
  ASSERT_THAT(AssignTarget(fakes_.target_stores(), Fakes::TargetInput("2022-02-01")), IsOk());
  EXPECT_EQ(fakes_.StoredTarget().approval_date, D("2022-02-01"));
}

TEST_F(TargetVerbs, AReportHoldsToTheEndOfItsPeriodUnlessItSaysSo) {
  fakes_.AddAssigned();
  auto report = Report(Fakes::Reported(Month(2), "54950"));
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->as_of, D("2022-02-28"));
  EXPECT_EQ(report->name, "programs/p/targets/t/reports/0001");
  EXPECT_EQ(report->version, 1);
  NewTargetReport closed_early = Fakes::Reported(Month(4), "108503");
  closed_early.as_of = D("2022-04-25");
  report = Report(closed_early);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->as_of, D("2022-04-25"));
  closed_early.as_of = D("2022-05-01");
  EXPECT_THAT(Fields(Report(closed_early)), ElementsAre("as_of"));
  NewTargetReport future = Fakes::Reported(kYear, "1");
  future.today = D("2022-12-30");
  EXPECT_THAT(Fields(Report(future)), ElementsAre("as_of"));
  NewTargetReport before = Fakes::Reported(kHalf, "1");
  before.report.reported_date = D("2022-06-29");
  EXPECT_THAT(Fields(Report(before)), ElementsAre("as_of"));
}

TEST_F(TargetVerbs, LevelsHaveNoIncrements) {
  fakes_.AddTarget();
  Target target = fakes_.StoredTarget();
  target.direction = TargetDirection::kDecreaseBy;
  target.terms.base_value = N("2.45");
  fakes_.targets.Put(target).IgnoreError();
  ASSERT_THAT(AssignTarget(fakes_.target_stores(), Fakes::TargetInput("2022-01-15")), IsOk());
  EXPECT_THAT(Fields(Report(Fakes::Reported(kHalf, "2.3", TargetReport::Kind::kIncremental))),
              ElementsAre("kind"));
  EXPECT_THAT(Report(Fakes::Reported(kHalf, "2.3")), IsOk());
}

TEST_F(TargetVerbs, ReportsAboutTheSameAreRefusedNamingTheOther) {
  fakes_.AddAssigned();
  ASSERT_THAT(Report(Fakes::Reported(kHalf, "1")), IsOk());
  auto again = Report(Fakes::Reported(Month(6), "2"));
  EXPECT_THAT(again, HasReason("TARGET_REPORT_CONFLICT"));
  auto metadata = errors::GetDetails(again.status())->metadata;
  EXPECT_EQ(metadata["name"], kTarget);
  EXPECT_EQ(metadata["report"], ReportName(kTarget, 1));
  EXPECT_EQ(metadata["as_of"], "2022-06-30");
  ASSERT_THAT(VoidTargetReport(fakes_.target_stores(), {ReportName(kTarget, 1), "", "nhầm"}),
              IsOk());
  EXPECT_THAT(Report(Fakes::Reported(Month(6), "2")), IsOk());
}

TEST_F(TargetVerbs, ACorrectionNamesWhatItReplaced) {
  fakes_.AddAssigned();
  ASSERT_THAT(Report(Fakes::Reported(Month(2), "54905")), IsOk());
  auto corrected = CorrectTargetReport(fakes_.target_stores(), Correction("54950"));
  ASSERT_THAT(corrected, IsOk());
  EXPECT_EQ(corrected->value, N("54950"));
  EXPECT_EQ(corrected->version, 2);
  ASSERT_TRUE(corrected->correction);
  EXPECT_EQ(corrected->correction->previous_value, N("54905"));
  EXPECT_EQ(corrected->correction->reason, "cộng thiếu");
  EXPECT_EQ(corrected->as_of, D("2022-02-28"));
  // Another period takes its own last day.
  ReportCorrection moved = Correction("54950");
  moved.period = Month(3);
  corrected = CorrectTargetReport(fakes_.target_stores(), moved);
  ASSERT_THAT(corrected, IsOk());
  EXPECT_EQ(corrected->as_of, D("2022-03-31"));
  EXPECT_EQ(corrected->correction->previous_as_of, D("2022-02-28"));
  EXPECT_EQ(corrected->version, 3);
}

TEST_F(TargetVerbs, ACorrectionIsHeldAgainstTheOtherReports) {
  fakes_.AddAssigned();
  ASSERT_THAT(Report(Fakes::Reported(Month(2), "1")), IsOk());
  ASSERT_THAT(Report(Fakes::Reported(Month(3), "2")), IsOk());
  ReportCorrection onto = Correction("1");
  onto.period = Month(3);
  EXPECT_THAT(CorrectTargetReport(fakes_.target_stores(), onto),
              HasReason("TARGET_REPORT_CONFLICT"));
  onto.etag = "\"nothing\"";
  EXPECT_THAT(CorrectTargetReport(fakes_.target_stores(), onto), HasReason("ETAG_MISMATCH"));
  ASSERT_THAT(VoidTargetReport(fakes_.target_stores(), {ReportName(kTarget, 1), "", "nhầm"}),
              IsOk());
  EXPECT_THAT(CorrectTargetReport(fakes_.target_stores(), Correction("1")),
              HasReason("TARGET_ENTRY_VOIDED"));
}

TEST_F(TargetVerbs, AnUpdateChangesWhatIsAskedOfADraftOnly) {
  fakes_.AddTarget();
  TargetUpdate update{kTarget, "", [](Target& t, bool draft) {
                        t.title = "Tên mới";
                        if (draft) t.terms.base_value = N("1");
                      }};
  EXPECT_THAT(Fields(UpdateTarget(fakes_.target_stores(), update)),
              ElementsAre("target.base_value"));
  ASSERT_THAT(AssignTarget(fakes_.target_stores(), Fakes::TargetInput("2022-01-15")), IsOk());
  auto updated = UpdateTarget(fakes_.target_stores(), update);
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->title, "Tên mới");
  EXPECT_FALSE(updated->terms.base_value);
  update.only_draft = true;
  EXPECT_THAT(UpdateTarget(fakes_.target_stores(), update), HasReason("TARGET_STATE"));
}

}  // namespace
}  // namespace tiendo::programs::testing
