// The states of targets, by the public targets of 2022 and by examples of each rule.
#include "services/status/domain/targets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/status/domain/target_text.h"
#include "tests/unit/status/facts_builder.h"

namespace tiendo::status::testing {
namespace {

using Direction = TargetFact::Direction;
using enum TargetState;

Decimal N(std::string_view text) { return Decimal::Parse(text).value(); }

TargetFact Target(Direction direction, std::string_view year_value, const std::string& unit,
                  std::vector<TargetFact::PlanPoint> plan = {}) {
  TargetFact target;
  target.name = "programs/nganh-2022/targets/t";
  target.program = "programs/nganh-2022";
  target.category = "categories/sector-target";
  target.program_owner = "units/root";
  target.program_approval = D("2022-01-10");
  target.title = "Chỉ tiêu mẫu 01";
  target.unit_of_measure = unit;
  target.direction = direction;
  target.year = 2022;
  TargetFact::Event assigned;
  assigned.date = D("2022-01-15");
  assigned.year_value = N(year_value);
  assigned.plan = std::move(plan);
  assigned.leads.emplace();
  target.events.push_back(std::move(assigned));
  return target;
}

TargetFact::Report Cumulative(unsigned month, const char* as_of, std::string_view value) {
  TargetFact::Report report;
  report.month = month;
  report.as_of = D(as_of);
  report.value = N(value);
  return report;
}
TargetFact::Report Increment(unsigned month, const char* as_of, std::string_view value) {
  TargetFact::Report report = Cumulative(month, as_of, value);
  report.incremental = true;
  return report;
}

TargetStanding On(const TargetFact& target, const char* day, std::string_view tolerance = "0") {
  return StandingOn(target, D(day), {N(tolerance)});
}
std::string Sentence(const TargetFact& target, const char* day,
                     Rounding rounding = Rounding::kTruncate) {
  return TargetSentenceVi(target, On(target, day), rounding);
}

// 300.000 lượt giải quyết việc làm: 54.950 after two months, 108.503 after four.
TargetFact Jobs(std::vector<TargetFact::PlanPoint> plan = {}) {
  TargetFact jobs = Target(Direction::kAtLeast, "300000", "lượt", std::move(plan));
  jobs.reports = {Cumulative(2, "2022-02-28", "54950"), Cumulative(4, "2022-04-30", "108503")};
  return jobs;
}

TEST(Targets, TheJobsOf2022) {
  const TargetFact jobs = Jobs();
  EXPECT_EQ(Sentence(jobs, "2022-02-28"),
            "ít nhất 300.000 lượt: đến ngày 28/02/2022 thực hiện 54.950 lượt, đạt 18,31% chỉ tiêu "
            "năm; chưa đánh giá được (chưa có kế hoạch theo kỳ để so sánh)");
  EXPECT_EQ(Sentence(jobs, "2022-06-30"),
            "ít nhất 300.000 lượt: đến ngày 30/04/2022 thực hiện 108.503 lượt, đạt 36,16% chỉ tiêu "
            "năm; chưa đánh giá được (chưa có kế hoạch theo kỳ để so sánh)");
  EXPECT_EQ(ShareOfYear(jobs, On(jobs, "2022-06-30"), Rounding::kTruncate), 3616);
  EXPECT_EQ(ShareOfYear(jobs, On(jobs, "2022-06-30"), Rounding::kHalfUp), 3617);
  EXPECT_EQ(ShareOfYearText(jobs, On(jobs, "2022-06-30"), Rounding::kHalfUp), "36,17%");
}

TEST(Targets, TheShareOfThePeriodsPlanIsOfTheLastPeriodReported) {
  const TargetFact jobs = Jobs({{3, N("75000")}, {4, N("100000")}, {6, N("150000")}});
  // February is reported, the plan begins with March.
  EXPECT_EQ(On(jobs, "2022-03-31").state, kNotYetAssessable);
  EXPECT_TRUE(On(jobs, "2022-04-01").report_missing);
  EXPECT_FALSE(On(jobs, "2022-03-31").report_missing);
  const TargetStanding may = On(jobs, "2022-05-15");
  EXPECT_EQ(may.state, kOnTrack);
  EXPECT_EQ(may.plan_end, D("2022-04-30"));
  EXPECT_FALSE(may.report_missing);
  // The value of April is not held against the plan of June.
  const TargetStanding july = On(jobs, "2022-07-14");
  EXPECT_EQ(july.state, kOnTrack);
  EXPECT_EQ(july.plan_value, N("100000"));
  EXPECT_TRUE(july.report_missing);
  EXPECT_EQ(Sentence(jobs, "2022-07-14"),
            "ít nhất 300.000 lượt: đến ngày 30/04/2022 thực hiện 108.503 lượt, đạt 36,16% chỉ tiêu "
            "năm, đạt 108,50% kế hoạch 4 tháng; đúng tiến độ");
}

TEST(Targets, BehindThePlanIsAtRiskBeyondTheTolerance) {
  TargetFact jobs = Jobs({{4, N("110000")}});
  EXPECT_EQ(On(jobs, "2022-04-30").state, kAtRisk);
  EXPECT_EQ(On(jobs, "2022-04-30", "1").state, kAtRisk);
  EXPECT_EQ(On(jobs, "2022-04-30", "1.4").state, kOnTrack);
  jobs.events[0].plan = {{4, N("108503")}};
  EXPECT_EQ(On(jobs, "2022-04-30").state, kOnTrack);
}

TEST(Targets, ReachedAsSoonAsTheValueMeetsTheYears) {
  TargetFact jobs = Jobs();
  jobs.reports.push_back(Cumulative(11, "2022-11-30", "300000"));
  EXPECT_EQ(On(jobs, "2022-11-29").state, kNotYetAssessable);
  EXPECT_EQ(On(jobs, "2022-11-30").state, kReached);
  // More than 86 % is not 86 %.
  TargetFact trained = Target(Direction::kMoreThan, "86", "%");
  trained.reports = {Cumulative(12, "2022-12-31", "86")};
  EXPECT_EQ(On(trained, "2022-12-31").state, kMissed);
  EXPECT_EQ(Sentence(trained, "2022-12-31"),
            "trên 86%: đến ngày 31/12/2022 thực hiện 86%, đạt 100% chỉ tiêu năm; không đạt");
  trained.reports[0].value = N("86.01");
  EXPECT_EQ(On(trained, "2022-12-31").state, kReached);
}

TEST(Targets, MissedByTheValueOfTheYearNeverByADateAlone) {
  TargetFact jobs = Jobs();
  EXPECT_EQ(On(jobs, "2023-02-01").state, kNotYetAssessable);
  EXPECT_TRUE(On(jobs, "2023-02-01").report_missing);
  jobs.reports.push_back(Cumulative(12, "2022-12-31", "299999"));
  EXPECT_EQ(On(jobs, "2022-12-31").state, kMissed);
  EXPECT_FALSE(On(jobs, "2023-02-01").report_missing);
  EXPECT_EQ(On(jobs, "2022-12-30").state, kNotYetAssessable);
  // Data of the year that were closed early: final when the year is over.
  jobs.reports.back().as_of = D("2022-12-20");
  EXPECT_EQ(On(jobs, "2023-01-05").state, kNotYetAssessable);
  jobs.reports.back().whole_year = true;
  EXPECT_EQ(On(jobs, "2022-12-30").state, kNotYetAssessable);
  EXPECT_EQ(On(jobs, "2022-12-31").state, kMissed);
}

TEST(Targets, ACeilingIsReachedAtTheEndOfTheYearOnly) {
  TargetFact children = Target(Direction::kLessThan, "3.5", "%");
  children.reports = {Cumulative(6, "2022-06-30", "3.2")};
  EXPECT_EQ(On(children, "2022-06-30").state, kOnTrack);
  EXPECT_EQ(Sentence(children, "2022-06-30"),
            "dưới 3,5%: đến ngày 30/06/2022 thực hiện 3,2%; đúng tiến độ");
  EXPECT_EQ(ShareOfYearText(children, On(children, "2022-06-30"), Rounding::kTruncate),
            "không tính tỷ lệ");
  children.reports[0].value = N("3.5");
  EXPECT_EQ(On(children, "2022-06-30", "50").state, kAtRisk);
  children.reports.push_back(Cumulative(12, "2022-12-31", "3.4"));
  EXPECT_EQ(On(children, "2022-12-31").state, kReached);
  children.reports[1].value = N("3.5");
  EXPECT_EQ(On(children, "2022-12-31").state, kMissed);
  children.direction = Direction::kAtMost;
  EXPECT_EQ(On(children, "2022-12-31").state, kReached);
}

TEST(Targets, MeasuredYearlyIsNeverRedInJuly) {
  // Hộ nghèo giảm 0,35 điểm %, surveyed at the end of the year; 2,45 % before.
  TargetFact poor = Target(Direction::kDecreaseBy, "0.35", "điểm %", {{6, N("0.2")}});
  poor.measured_from = 12;
  poor.events[0].base_value = N("2.45");
  EXPECT_EQ(On(poor, "2022-07-14").state, kNotYetAssessable);
  EXPECT_FALSE(On(poor, "2022-07-14").report_missing);
  EXPECT_EQ(Sentence(poor, "2022-07-14"),
            "giảm 0,35 điểm %: chưa đánh giá được (chưa đến kỳ đo lường)");
  // What is heard before is shown, and judged by nobody.
  poor.reports = {Cumulative(6, "2022-06-30", "2.44")};
  EXPECT_EQ(On(poor, "2022-07-14").state, kNotYetAssessable);
  EXPECT_EQ(On(poor, "2023-01-01").state, kNotYetAssessable);
  EXPECT_TRUE(On(poor, "2023-01-01").report_missing);
  poor.reports.push_back(Cumulative(12, "2022-12-31", "2.1"));
  EXPECT_EQ(On(poor, "2022-12-31").state, kReached);
  EXPECT_EQ(Sentence(poor, "2022-12-31"),
            "giảm 0,35 điểm %: đến ngày 31/12/2022 thực hiện giảm 0,35 điểm %, đạt 100% chỉ tiêu "
            "năm, đạt 175% kế hoạch 6 tháng; đạt");
  poor.reports.back().value = N("2.11");
  EXPECT_EQ(On(poor, "2022-12-31").state, kMissed);
  // It rose: the change is below 0, and so is its share.
  poor.reports.back().value = N("2.5");
  EXPECT_EQ(ShareOfYearText(poor, On(poor, "2022-12-31"), Rounding::kTruncate), "-14,28%");
}

TEST(Targets, AChangeWithoutBaseIsReportedItself) {
  TargetFact near_poor = Target(Direction::kDecreaseBy, "0.2", "điểm %");
  near_poor.reports = {Cumulative(12, "2022-12-31", "0.25")};
  EXPECT_EQ(On(near_poor, "2022-12-31").state, kReached);
  TargetFact jobs = Target(Direction::kIncreaseBy, "140000", "việc làm mới");
  jobs.events[0].base_value = N("1000000");
  jobs.reports = {Cumulative(6, "2022-06-30", "1070000")};
  EXPECT_EQ(On(jobs, "2022-06-30").progress, N("70000"));
  EXPECT_EQ(ShareOfYearText(jobs, On(jobs, "2022-06-30"), Rounding::kTruncate), "50%");
}

TEST(Targets, IncrementsCountOnTopOfTheLastCumulativeReport) {
  TargetFact jobs = Target(Direction::kAtLeast, "300000", "lượt");
  jobs.reports = {Increment(1, "2022-01-31", "20000"), Increment(2, "2022-02-28", "30000"),
                  Increment(2, "2022-02-25", "4000"),  // of another unit
                  Cumulative(3, "2022-03-31", "60000"), Increment(4, "2022-04-30", "0.5")};
  EXPECT_FALSE(On(jobs, "2022-01-30").value);
  EXPECT_EQ(On(jobs, "2022-02-27").value, N("24000"));
  EXPECT_EQ(On(jobs, "2022-02-27").as_of, D("2022-02-25"));
  EXPECT_EQ(On(jobs, "2022-03-30").value, N("54000"));
  EXPECT_EQ(On(jobs, "2022-03-31").value, N("60000"));
  EXPECT_EQ(On(jobs, "2022-12-31").value, N("60000.5"));
  jobs.reports[3].voided = true;
  EXPECT_EQ(On(jobs, "2022-12-31").value, N("54000.5"));
}

TEST(Targets, AnAdjustmentCountsFromItsApproval) {
  TargetFact jobs = Jobs();
  TargetFact::Event adjusted;
  adjusted.kind = TargetFact::Event::Kind::kAdjusted;
  adjusted.date = D("2022-07-01");
  adjusted.year_value = N("108503");
  adjusted.leads = {"units/a"};
  jobs.events.push_back(adjusted);
  EXPECT_EQ(On(jobs, "2022-06-30").year_value, N("300000"));
  EXPECT_EQ(On(jobs, "2022-06-30").state, kNotYetAssessable);
  EXPECT_EQ(On(jobs, "2022-07-01").state, kReached);
  EXPECT_THAT(On(jobs, "2022-07-01").leads, ::testing::ElementsAre("units/a"));
  jobs.events.back().voided = true;
  EXPECT_EQ(On(jobs, "2022-07-01").year_value, N("300000"));
}

TEST(Targets, InTheProgrammeFromTheLaterApprovalToTheWithdrawal) {
  TargetFact jobs = Jobs();
  EXPECT_FALSE(On(jobs, "2022-01-14").in_force);
  EXPECT_TRUE(On(jobs, "2022-01-15").in_force);
  jobs.program_approval = D("2022-02-01");
  EXPECT_FALSE(On(jobs, "2022-01-31").in_force);
  jobs.program_approval.reset();
  EXPECT_FALSE(On(jobs, "2022-12-31").in_force);
  jobs.program_approval = D("2022-01-10");
  TargetFact::Event withdrawn;
  withdrawn.kind = TargetFact::Event::Kind::kWithdrawn;
  withdrawn.date = D("2022-09-01");
  jobs.events.push_back(withdrawn);
  EXPECT_TRUE(On(jobs, "2022-08-31").in_force);
  EXPECT_FALSE(On(jobs, "2022-09-01").in_force);
  jobs.events.clear();
  EXPECT_FALSE(On(jobs, "2022-12-31").in_force);
}

// root with a, b and c below it; b was merged into a on 2022-07-01.
class TargetFigures : public ::testing::Test {
 protected:
  std::vector<TargetCategory> Ask(const std::string& scope, const char* day,
                                  const std::string& tag = "") {
    const UnitHistory history({Party("root", ""), Party("a", "root"), Party("c", "root"),
                               Ended(Party("b", "root"), "2022-07-01", {"a"})});
    const UnitTree tree(history, D(day));
    std::vector<const TargetFact*> pointers;
    for (const TargetFact& target : targets_) pointers.push_back(&target);
    auto categories = ComputeTargets(tree, pointers, {U(scope), 2022, D(day), {}, tag});
    EXPECT_TRUE(categories.ok()) << categories.status();
    return *std::move(categories);
  }
  TargetFact& Add(const std::string& category, const std::string& id,
                  const std::vector<std::string>& leads) {
    TargetFact target = Jobs();
    target.name = "programs/p/targets/" + id;
    target.category = "categories/" + category;
    target.events[0].leads->clear();
    for (const std::string& lead : leads) target.events[0].leads->push_back(U(lead));
    targets_.push_back(std::move(target));
    return targets_.back();
  }
  std::vector<TargetFact> targets_;
};

TEST_F(TargetFigures, CountOnceWhereALeadOrItsHeirStands) {
  Add("sector-target", "one", {"a", "b"});
  Add("sector-target", "two", {"b"});
  Add("sector-target", "three", {});
  EXPECT_EQ(Ask("root", "2022-06-30")[0].total(), 3);
  EXPECT_EQ(Ask("a", "2022-06-30")[0].total(), 1);
  EXPECT_EQ(Ask("b", "2022-06-30")[0].total(), 2);
  EXPECT_EQ(Ask("a", "2022-07-01")[0].total(), 2);
  EXPECT_EQ(Ask("c", "2022-07-01")[0].total(), 0);
}

TEST_F(TargetFigures, AreNeverSummedAcrossCategories) {
  Add("statutory-target", "one", {"a"});
  Add("sector-target", "two", {"a"}).reports.push_back(Cumulative(6, "2022-06-30", "300000"));
  Add("sector-target", "three", {"a"}).year = 2023;
  Add("scheme", "draft", {"a"}).events.clear();
  const auto categories = Ask("root", "2022-06-30");
  ASSERT_EQ(categories.size(), 3U);
  EXPECT_EQ(categories[0].category, "categories/scheme");
  EXPECT_EQ(CategorySentenceVi(categories[0]), "chưa có chỉ tiêu được giao");
  EXPECT_EQ(CategorySentenceVi(categories[1]), "đạt 1/1 chỉ tiêu");
  EXPECT_EQ(CategorySentenceVi(categories[2]), "đạt 0/1 chỉ tiêu; chưa đánh giá được 1");
}

TEST_F(TargetFigures, ATagLeavesWhatCarriesItWithItsCategories) {
  Add("sector-target", "one", {"a"}).tags = {"work-area/xay-dung-chinh-quyen", "theme/covid-19"};
  Add("sector-target", "two", {"a", "unheard-of"});
  Add("statutory-target", "three", {"a"}).tags = {"theme/lang-phi"};
  const auto categories = Ask("root", "2022-06-30", "theme/covid-19");
  ASSERT_EQ(categories.size(), 1U);
  EXPECT_EQ(categories[0].category, "categories/sector-target");
  EXPECT_EQ(categories[0].total(), 1);
  EXPECT_EQ(categories[0].unattributed, 0);
  EXPECT_EQ(categories[0].rows[0].target->name, "programs/p/targets/one");
  EXPECT_TRUE(Ask("root", "2022-06-30", "theme/covid").empty());
  EXPECT_EQ(Ask("root", "2022-06-30").size(), 2U);
}

TEST_F(TargetFigures, SayWhatIsMissingAndWhoIsUnknown) {
  Add("sector-target", "one", {"a", "unheard-of"}).events[0].plan = {{6, N("1")}};
  const auto categories = Ask("root", "2022-07-14");
  EXPECT_EQ(categories[0].total(), 1);
  EXPECT_EQ(categories[0].unattributed, 1);
  EXPECT_EQ(CategorySentenceVi(categories[0]),
            "đạt 0/1 chỉ tiêu; chưa đánh giá được 1; 1 chỉ tiêu chưa có báo cáo của kỳ đã kết "
            "thúc");
}

}  // namespace
}  // namespace tiendo::status::testing
