// What an import does about a row of a table of targets, duties or units.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/cli/duty_diff.h"
#include "services/cli/item_record.h"
#include "services/cli/target_diff.h"
#include "services/cli/unit_diff.h"

namespace tiendo::cli {
namespace {

using programs::v1::Duty;
using programs::v1::Target;
using programs::v1::TargetEvent;
using programs::v1::TargetReport;
using sheets::Column;
using sheets::Decimal;
using sheets::Period;
using sheets::TableKind;
using sheets::TargetRow;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Kind = RowStep::Kind;

calendar::Day On(int year, int month, int day) { return *calendar::FromYmd(year, month, day); }
Decimal Number(const char* text) { return *Decimal::Parse(text); }
google::type::Date DateOf(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

sheets::Header Full(TableKind kind) {
  sheets::Header header{.kind = kind, .row = 1};
  for (const Column column : sheets::ColumnsOf(kind)) {
    header.columns[column] = static_cast<int>(column);
  }
  return header;
}

std::vector<Kind> Kinds(const RowOutcome& outcome) {
  std::vector<Kind> kinds;
  for (const RowStep& step : outcome.steps) kinds.push_back(step.kind);
  return kinds;
}
std::vector<std::string> Reasons(const RowOutcome& outcome) {
  std::vector<std::string> reasons;
  for (const sheets::Problem& p : outcome.problems) reasons.push_back(p.column + ": " + p.reason);
  return reasons;
}
std::vector<std::string> Changes(const RowOutcome& outcome) {
  std::vector<std::string> changes;
  for (const FieldChange& c : outcome.changes) {
    changes.push_back(c.field + ": " + c.before + " → " + c.after);
  }
  return changes;
}
template <typename Request>
const Request& Step(const RowOutcome& outcome, size_t i) {
  return dynamic_cast<const Request&>(*outcome.steps.at(i).message);
}

TargetRow NewTarget() {
  TargetRow row;
  row.row = 7;
  row.program = "p";
  row.id = "t";
  row.ordinal = 1;
  row.title = "Giải quyết việc làm";
  row.leads = {"units/a"};
  row.measure = "lượt";
  row.direction = sheets::Direction::kAtLeast;
  row.year = 2022;
  row.year_value = Number("300000");
  row.plan = {{{Period::Kind::kSixMonths}, Number("150000")}};
  return row;
}

// Assigned on 10/01/2022 with 300,000; 54,950 reported of February, 108,503 of April.
TargetHistory Assigned() {
  TargetHistory history;
  Target& target = history.target;
  target.set_name("programs/p/targets/t");
  target.set_ordinal(1);
  target.set_title("Giải quyết việc làm");
  target.add_leads("units/a");
  target.set_unit_of_measure("lượt");
  target.set_direction(Target::DIRECTION_AT_LEAST);
  target.set_year(2022);
  target.set_year_value("300000");
  Target::PlanPoint& point = *target.add_plan();
  point.mutable_period()->set_kind(programs::v1::TargetPeriod::KIND_SIX_MONTHS);
  point.set_value("150000");
  target.set_state(Target::STATE_ASSIGNED);
  target.set_etag("\"5\"");
  TargetEvent assigned;
  assigned.set_kind(TargetEvent::KIND_ASSIGNED);
  *assigned.mutable_event_date() = DateOf(2022, 1, 10);
  for (const char* path : {"year_value", "plan", "base_value", "leads"}) {
    assigned.mutable_changed()->add_paths(path);
  }
  assigned.set_year_value("300000");
  *assigned.mutable_plan() = target.plan();
  assigned.add_leads("units/a");
  assigned.mutable_document()->set_number("01/QĐ");
  history.events = {assigned};
  for (const int month : {2, 4}) {
    TargetReport report;
    report.set_name("programs/p/targets/t/reports/000" + std::to_string(month / 2));
    report.mutable_period()->set_kind(programs::v1::TargetPeriod::KIND_MONTH);
    report.mutable_period()->set_number(month);
    report.set_kind(TargetReport::KIND_CUMULATIVE);
    report.set_value(month == 2 ? "54950" : "108503");
    *report.mutable_as_of() = DateOf(2022, month, month == 2 ? 28 : 30);
    history.reports.push_back(report);
  }
  return history;
}

// The adjustment of 01/07/2022 to 320,000.
TargetHistory Adjusted() {
  TargetHistory history = Assigned();
  history.target.set_year_value("320000");
  history.target.set_original_year_value("300000");
  TargetEvent adjusted;
  adjusted.set_kind(TargetEvent::KIND_ADJUSTED);
  *adjusted.mutable_event_date() = DateOf(2022, 7, 1);
  adjusted.mutable_changed()->add_paths("year_value");
  adjusted.set_year_value("320000");
  adjusted.mutable_document()->set_number("40/QĐ");
  adjusted.set_reason("giao bổ sung");
  history.events.push_back(adjusted);
  return history;
}

RowOutcome Compare(const TargetRow& row, const TargetHistory* history, bool approved = true) {
  return CompareRow(row, Full(TableKind::kTargets), history, approved);
}

TEST(TargetDiffTest, ANewTargetIsCreatedAssignedAdjustedReportedAndWithdrawn) {
  TargetRow row = NewTarget();
  row.approval_date = On(2022, 1, 10);
  row.approval_document.number = "01/QĐ";
  row.original_year_value = Number("300000");
  row.year_value = Number("320000");
  row.adjustment = {On(2022, 7, 1), {"40/QĐ", std::nullopt, ""}, "giao bổ sung"};
  row.reports = {{.period = {Period::Kind::kMonth, 2}, .value = Number("54950")}};
  row.withdrawal = {On(2022, 9, 1), {"50/QĐ", std::nullopt, ""}, "không giao nữa"};
  const RowOutcome outcome = Compare(row, nullptr);
  EXPECT_THAT(Reasons(outcome), IsEmpty());
  EXPECT_THAT(Kinds(outcome), ElementsAre(Kind::kCreate, Kind::kIssue, Kind::kExtend,
                                          Kind::kComplete, Kind::kWithdraw));
  const auto& created = Step<programs::v1::CreateTargetRequest>(outcome, 0);
  EXPECT_EQ(created.target().year_value(), "300000") << "what it was assigned with";
  EXPECT_EQ(created.target().plan(0).value(), "150000");
  const auto& adjusted = Step<programs::v1::AdjustTargetRequest>(outcome, 2);
  EXPECT_THAT(adjusted.update_mask().paths(), ElementsAre("year_value"));
  EXPECT_EQ(adjusted.year_value(), "320000");
  const auto& report = Step<programs::v1::ReportTargetValueRequest>(outcome, 3);
  EXPECT_EQ(report.period().number(), 2);
  EXPECT_FALSE(report.has_as_of());
}

TEST(TargetDiffTest, WhatIsRecordedIsNotSentAgain) {
  for (const TargetHistory& history : {Assigned(), Adjusted()}) {
    const TargetRow row = *RecordOf(history);
    const RowOutcome outcome = Compare(row, &history);
    EXPECT_THAT(Reasons(outcome), IsEmpty());
    EXPECT_THAT(outcome.steps, IsEmpty());
  }
}

TEST(TargetDiffTest, ARowTellsOnlyWhatHoldsByADay) {
  const TargetHistory history = Adjusted();
  EXPECT_EQ(RecordOf(history, On(2022, 1, 9)), std::nullopt);
  const TargetRow june = *RecordOf(history, On(2022, 6, 30));
  EXPECT_EQ(june.year_value, Number("300000"));
  EXPECT_TRUE(june.adjustment.empty());
  EXPECT_EQ(june.reports.size(), 2u);
  EXPECT_EQ(RecordOf(history, On(2022, 3, 31))->reports.size(), 1u);
  const TargetRow july = *RecordOf(history, On(2022, 7, 1));
  EXPECT_EQ(july.year_value, Number("320000"));
  EXPECT_EQ(july.original_year_value, Number("300000"));
  EXPECT_EQ(july.adjustment.document.number, "40/QĐ");
}

TEST(TargetDiffTest, ANewReportIsSentAndAWrongOneIsCorrectedByItsVerb) {
  const TargetHistory history = Assigned();
  TargetRow row = *RecordOf(history);
  row.reports.push_back({.period = {Period::Kind::kMonth, 5}, .value = Number("1")});
  row.reports[0].as_of = On(2022, 2, 28);
  RowOutcome outcome = Compare(row, &history);
  EXPECT_THAT(Reasons(outcome), IsEmpty()) << "the last day of the period says nothing new";
  EXPECT_THAT(Kinds(outcome), ElementsAre(Kind::kComplete));
  row.reports[1].value = Number("108530");
  EXPECT_THAT(Reasons(Compare(row, &history)),
              ElementsAre(HasSubstr(
                  "đã ghi 108503; số liệu báo cáo sai thì đính chính bằng tiendo target correct "
                  "programs/p/targets/t/reports/0002")));
}

TEST(TargetDiffTest, WhatIsAskedChangesByAnAdjustmentOnly) {
  const TargetHistory history = Assigned();
  TargetRow row = *RecordOf(history);
  row.year_value = Number("320000");
  EXPECT_THAT(Reasons(Compare(row, &history)), ElementsAre(HasSubstr("điền các cột điều chỉnh")));
  row.adjustment = {On(2022, 1, 1), {"40/QĐ", std::nullopt, ""}, "giao bổ sung"};
  EXPECT_THAT(Reasons(Compare(row, &history)), ElementsAre(HasSubstr("trước ngày giao chỉ tiêu")));
  row.adjustment.date = On(2022, 7, 1);
  const RowOutcome outcome = Compare(row, &history);
  EXPECT_THAT(Kinds(outcome), ElementsAre(Kind::kExtend));
  EXPECT_THAT(Changes(outcome), ElementsAre("Chỉ tiêu năm: 300.000 → 320.000"));
  TargetRow other = *RecordOf(history);
  other.direction = sheets::Direction::kAtMost;
  other.leads = {"units/b"};
  other.approval_date = On(2022, 1, 11);
  EXPECT_THAT(Reasons(Compare(other, &history)),
              ElementsAre(HasSubstr("\"Yêu cầu\": đang là ít nhất"), HasSubstr("AdjustTarget"),
                          HasSubstr("VoidTargetEvent")));
  TargetRow replanned = *RecordOf(history);
  ASSERT_FALSE(replanned.plan.empty());
  replanned.original_plan = replanned.plan;
  EXPECT_TRUE(Compare(replanned, &history).problems.empty());
  replanned.original_plan.front().value = Number("160000");
  EXPECT_THAT(Reasons(Compare(replanned, &history)),
              ElementsAre(HasSubstr("kế hoạch ban đầu không đổi")));
}

TEST(TargetDiffTest, ADraftTakesEverythingAndDescriptionsAlwaysChange) {
  TargetHistory history = Assigned();
  TargetRow row = *RecordOf(history);
  row.title = "Giải quyết việc làm cho người lao động";
  row.tags = {"theme/covid-19"};
  EXPECT_THAT(Kinds(Compare(row, &history)), ElementsAre(Kind::kUpdate));
  history.target.set_state(Target::STATE_DRAFT);
  history.events.clear();
  history.reports.clear();
  row = *RecordOf(history);
  row.year_value = Number("310000");
  row.plan.clear();
  const RowOutcome outcome = Compare(row, &history);
  EXPECT_THAT(Kinds(outcome), ElementsAre(Kind::kUpdate));
  const auto& update = Step<programs::v1::UpdateTargetRequest>(outcome, 0);
  EXPECT_THAT(update.update_mask().paths(), ElementsAre("year_value", "plan"));
  EXPECT_EQ(update.target().etag(), "\"5\"");
  row.approval_date = On(2022, 1, 10);
  EXPECT_THAT(Reasons(Compare(row, &history, /*approved=*/false)),
              ElementsAre(HasSubstr("ApproveProgram")));
  row.approval_date.reset();
  row.reports = {{.period = {Period::Kind::kMonth, 2}, .value = Number("1")}};
  EXPECT_THAT(Reasons(Compare(row, &history)), ElementsAre(HasSubstr("thiếu ngày phê duyệt")));
}

TEST(TargetDiffTest, WhoReportedAndWhenIsHeldAgainstTheTableWhereItSaysSo) {
  TargetHistory history = Assigned();
  history.reports[1].set_unit("units/a");
  *history.reports[1].mutable_reported_date() = DateOf(2022, 5, 6);
  TargetRow row = *RecordOf(history);
  EXPECT_EQ(row.reports[1].unit, "units/a");
  row.reports[1].unit.clear();
  row.reports[1].reported.reset();
  EXPECT_THAT(Compare(row, &history).steps, IsEmpty());
  row.reports[1].reported = On(2022, 5, 7);
  EXPECT_THAT(Reasons(Compare(row, &history)),
              ElementsAre(HasSubstr("đã ghi báo cáo ngày 06/05/2022")));
}

sheets::DutyRow NewDuty() {
  sheets::DutyRow row;
  row.row = 3;
  row.program = "p";
  row.id = "d";
  row.title = "Báo cáo dư luận xã hội";
  row.cadence = sheets::Cadence::kMonthly;
  row.deadline_day = 20;
  row.assignees = {"units/b", "units/a"};
  row.sets = 1;
  row.return_reasons = {{"THIEU_HO_SO", "Thiếu hồ sơ"}};
  row.approval_date = On(2022, 1, 5);
  return row;
}

// As the service answers a creation of `row`, issued on its approval date.
Duty Issued(const sheets::DutyRow& row) {
  const RowOutcome outcome = CompareRow(row, Full(TableKind::kDuties), nullptr, true);
  Duty duty = Step<programs::v1::CreateDutyRequest>(outcome, 0).duty();
  duty.set_name("programs/p/duties/d");
  duty.set_state(Duty::STATE_ISSUED);
  duty.set_etag("\"9\"");
  *duty.mutable_issue_date() = DateOf(2022, 1, 5);
  return duty;
}

TEST(DutyDiffTest, ANewDutyIsCreatedAndIssuedAndThenAgrees) {
  const sheets::DutyRow row = NewDuty();
  EXPECT_THAT(Kinds(CompareRow(row, Full(TableKind::kDuties), nullptr, true)),
              ElementsAre(Kind::kCreate, Kind::kIssue));
  EXPECT_THAT(Reasons(CompareRow(row, Full(TableKind::kDuties), nullptr, false)),
              ElementsAre(HasSubstr("ApproveProgram")));
  const Duty duty = Issued(row);
  sheets::DutyRow again = row;
  again.assignees = {"units/a", "units/b"};
  again.return_reasons.clear();
  EXPECT_THAT(CompareRow(again, Full(TableKind::kDuties), &duty, true).steps, IsEmpty())
      << "in another order, and without what the service filled in";
}

TEST(DutyDiffTest, ChangesGoIntoOneUpdateAndWhatIsFixedIsSaid) {
  sheets::DutyRow row = NewDuty();
  Duty duty = Issued(row);
  row.sets = 2;
  row.deadline_day = 25;
  RowOutcome outcome = CompareRow(row, Full(TableKind::kDuties), &duty, true);
  EXPECT_THAT(Kinds(outcome), ElementsAre(Kind::kUpdate));
  const auto& update = Step<programs::v1::UpdateDutyRequest>(outcome, 0);
  EXPECT_THAT(update.update_mask().paths(), ElementsAre("deadline_rule", "demand"));
  EXPECT_THAT(Changes(outcome), ElementsAre("Ngày hạn: 20 → 25", "Số bộ: 1 → 2"));
  row.cadence = sheets::Cadence::kYearly;
  row.approval_date = On(2022, 1, 6);
  EXPECT_THAT(Reasons(CompareRow(row, Full(TableKind::kDuties), &duty, true)),
              ElementsAre(HasSubstr("CloseDuty"), HasSubstr("đã ban hành ngày 05/01/2022")));
  duty.set_state(Duty::STATE_CLOSED);
  EXPECT_THAT(Reasons(CompareRow(row, Full(TableKind::kDuties), &duty, true)),
              ElementsAre(HasSubstr("đã đóng"), HasSubstr("đã đóng"), HasSubstr("đã đóng"),
                          HasSubstr("đã ban hành")));
  sheets::Header header{.kind = TableKind::kDuties, .row = 1};
  header.columns = {{Column::kId, 0}, {Column::kDutyTitle, 1}, {Column::kCadence, 2}};
  duty.set_state(Duty::STATE_ISSUED);
  sheets::DutyRow bare;
  bare.program = "p";
  bare.id = "d";
  bare.title = duty.title();
  bare.cadence = sheets::Cadence::kMonthly;
  EXPECT_THAT(CompareRow(bare, header, &duty, true).steps, IsEmpty())
      << "columns that are not there say nothing";
}

TEST(UnitDiffTest, ANewUnitIsCreatedOnItsSide) {
  sheets::UnitRow row;
  row.row = 2;
  row.id = "quy";
  row.name = "Quỹ mẫu";
  row.kind = "FUND";
  row.superior = "units/so";
  EXPECT_THAT(Reasons(CompareRow(row, Full(TableKind::kUnits), nullptr)),
              ElementsAre(HasSubstr("\"Ngày thành lập\": thiếu, đơn vị mới cần có")));
  row.effective_from = On(2015, 1, 1);
  RowOutcome outcome = CompareRow(row, Full(TableKind::kUnits), nullptr);
  EXPECT_THAT(Kinds(outcome), ElementsAre(Kind::kCreate));
  EXPECT_EQ(Step<units::v1::CreateUnitRequest>(outcome, 0).unit().side(),
            units::v1::Unit::SIDE_GOVERNMENT);
  row.kind = "COMMITTEE_ORGAN";
  outcome = CompareRow(row, Full(TableKind::kUnits), nullptr);
  EXPECT_EQ(Step<units::v1::CreateUnitRequest>(outcome, 0).unit().side(),
            units::v1::Unit::SIDE_PARTY);
}

TEST(UnitDiffTest, AUnitThatExistsIsFilledInAndNeverReorganised) {
  units::v1::Unit unit;
  unit.set_name("units/quy");
  unit.set_display_name("Quỹ mẫu");
  unit.set_kind(units::v1::Unit::KIND_FUND);
  unit.set_side(units::v1::Unit::SIDE_GOVERNMENT);
  unit.set_parent("units/so");
  unit.set_etag("\"3\"");
  *unit.mutable_effective_from() = DateOf(2015, 1, 1);
  sheets::UnitRow row = RecordOf(unit);
  EXPECT_THAT(CompareRow(row, Full(TableKind::kUnits), &unit).steps, IsEmpty());
  row.short_name = "QM";
  RowOutcome outcome = CompareRow(row, Full(TableKind::kUnits), &unit);
  EXPECT_THAT(Kinds(outcome), ElementsAre(Kind::kUpdate));
  EXPECT_THAT(Step<units::v1::UpdateUnitRequest>(outcome, 0).update_mask().paths(),
              ElementsAre("short_name"));
  EXPECT_THAT(Changes(outcome), ElementsAre("Tên gọi tắt: (trống) → \"QM\""));
  row.name = "Quỹ khác";
  row.superior = "units/b";
  row.led_by = "units/c";
  row.kind = "DIVISION";
  row.effective_from = On(2016, 1, 1);
  EXPECT_THAT(
      Reasons(CompareRow(row, Full(TableKind::kUnits), &unit)),
      ElementsAre(HasSubstr("tiendo units rename quy --to"),
                  HasSubstr("đang là \"quỹ\"; loại hình không đổi"),
                  HasSubstr("tiendo units transfer quy --parent"),
                  HasSubstr("tiendo units transfer quy --led-by"), HasSubstr("đã ghi 01/01/2015")));
  row = RecordOf(unit);
  row.superior.clear();
  EXPECT_THAT(CompareRow(row, Full(TableKind::kUnits), &unit).problems, IsEmpty())
      << "an empty cell says nothing";
}

}  // namespace
}  // namespace tiendo::cli
