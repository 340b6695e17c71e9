// Tables of targets, duties and units: what is read, what is refused, and that rows come back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "services/cli/sheets/duty_rows.h"
#include "services/cli/sheets/target_rows.h"
#include "services/cli/sheets/unit_rows.h"
#include "tests/unit/sheets/any_text.h"
#include "tests/unit/sheets/made_files.h"

namespace tiendo::sheets {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Day On(int year, int month, int day) { return *calendar::FromYmd(year, month, day); }
Decimal Number(const char* text) { return *Decimal::Parse(text); }

std::vector<std::string> Lines(const std::vector<Problem>& problems) {
  std::vector<std::string> lines;
  for (const Problem& p : problems) {
    lines.push_back(std::to_string(p.row) + ' ' + p.column + ": " + p.value + ": " + p.reason);
  }
  return lines;
}

Header HeaderIn(const Sheet& sheet) {
  const std::optional<Header> header = FindHeader(sheet, {});
  EXPECT_TRUE(header.has_value());
  return header.value_or(Header());
}

TargetTable Targets(std::string bytes) {
  const Sheet sheet = FirstSheet(std::move(bytes));
  return ReadTargets(sheet, HeaderIn(sheet), "p", {});
}
DutyTable Duties(std::string bytes) {
  const Sheet sheet = FirstSheet(std::move(bytes));
  return ReadDuties(sheet, HeaderIn(sheet), "p", {});
}
UnitTable Units(std::string bytes) {
  const Sheet sheet = FirstSheet(std::move(bytes));
  return ReadUnits(sheet, HeaderIn(sheet), {});
}

TEST(TargetRowsTest, AWholeRowAsOfficesWriteIt) {
  const TargetTable table = Targets(
      "TT;Mã;Chỉ tiêu;ĐVT;Chiều;Năm;Kế hoạch năm;Kế hoạch theo kỳ;Đơn vị phụ trách;Quyết định "
      "giao;Ngày giao;Thực hiện;Văn bản báo cáo\n"
      "1;viec-lam;Giải quyết việc làm;lượt;tối thiểu;2022;300000;\"9 tháng: 225.000,0; Quý I: "
      "75000\";Văn phòng Sở;01/QĐ ngày 10/01/2022;10/1/22;\"tháng 2: 54950\ntháng 4: 108503 đến "
      "28/04/2022 báo cáo 6/5/22 của Phòng A\ntháng 5: +12000\";\"tháng 2: 12/BC\ntháng 5: 31/BC; "
      "bản sửa\"\n");
  EXPECT_THAT(Lines(table.problems), IsEmpty());
  ASSERT_EQ(table.rows.size(), 1u);
  const TargetRow& row = table.rows[0];
  EXPECT_EQ(row.id, "viec-lam");
  EXPECT_EQ(row.direction, Direction::kAtLeast);
  EXPECT_EQ(row.year_value, Number("300000"));
  const std::vector<PlannedValue> plan = {{{Period::Kind::kQuarter, 1}, Number("75000")},
                                          {{Period::Kind::kNineMonths, 0}, Number("225000")}};
  EXPECT_EQ(row.plan, plan) << "in the order of the periods' ends";
  EXPECT_THAT(row.leads, ElementsAre("Văn phòng Sở"));
  EXPECT_EQ(row.approval_date, On(2022, 1, 10));
  ASSERT_EQ(row.reports.size(), 3u);
  EXPECT_EQ(row.reports[0].document.number, "12/BC");
  EXPECT_EQ(row.reports[1].as_of, On(2022, 4, 28));
  EXPECT_EQ(row.reports[1].reported, On(2022, 5, 6));
  EXPECT_EQ(row.reports[1].unit, "Phòng A");
  EXPECT_TRUE(row.reports[1].document.empty());
  EXPECT_TRUE(row.reports[2].increment);
  EXPECT_EQ(row.reports[2].value, Number("12000"));
  EXPECT_EQ(row.reports[2].document.number, "31/BC; bản sửa");
}

TEST(TargetRowsTest, NumbersAreReadExactlyOrRefused) {
  const TargetTable table = Targets(
      "Chỉ tiêu;Đơn vị tính;Yêu cầu;Chỉ tiêu năm\n"
      "Hộ nghèo;điểm %;giảm;0,35\n"
      "Lao động qua đào tạo;%;trên;86%\n"
      "Việc làm;lượt;ít nhất;300.000\n"
      "Trẻ em;%;dưới;ba rưỡi\n"
      "Khác;%;khoảng;3\n");
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0].year_value, Number("0.35"));
  EXPECT_EQ(table.rows[1].year_value, Number("86"));
  EXPECT_THAT(Lines(table.problems),
              ElementsAre(AllOf(HasSubstr("4 D \"Chỉ tiêu năm\": 300.000"), HasSubstr("300000")),
                          AllOf(HasSubstr("5 D"), HasSubstr("không phải số")),
                          AllOf(HasSubstr("6 C \"Yêu cầu\": khoảng"), HasSubstr("ít nhất, trên"))));
}

TEST(TargetRowsTest, APercentageOfASpreadsheetIsTheNumberThatIsSeen) {
  const std::string styles =
      "<numFmts count=\"1\"><numFmt numFmtId=\"170\" formatCode=\"0.0%\"/></numFmts><cellXfs>"
      "<xf numFmtId=\"0\"/><xf numFmtId=\"9\"/><xf numFmtId=\"170\"/></cellXfs>";
  const TargetTable table = Targets(Xlsx(
      {.sheet = "<sheetData>" + TextRow(1, {"Chỉ tiêu", "Đơn vị tính", "Chỉ tiêu năm"}) +
                "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>a</t></is></c><c r=\"B2\" "
                "t=\"inlineStr\"><is><t>%</t></is></c><c r=\"C2\" s=\"1\"><v>0.86</v></c></row>"
                "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>b</t></is></c><c r=\"B3\" "
                "t=\"inlineStr\"><is><t>%</t></is></c><c r=\"C3\" s=\"2\"><v>3.5E-2</v></c></row>"
                "<row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>c</t></is></c><c r=\"B4\" "
                "t=\"inlineStr\"><is><t>%</t></is></c><c r=\"C4\">"
                "<v>0.34999999999999998</v></c></row></sheetData>",
       .styles = styles}));
  EXPECT_THAT(Lines(table.problems), IsEmpty());
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(table.rows[0].year_value, Number("86"));
  EXPECT_EQ(table.rows[1].year_value, Number("3.5"));
  EXPECT_EQ(table.rows[2].year_value, Number("0.35")) << "not the digits of the binary number";
}

TEST(TargetRowsTest, WhatDoesNotFitTogetherIsSaid) {
  const TargetTable table = Targets(
      "Chỉ tiêu;Đơn vị tính;Kế hoạch lũy kế;Số liệu báo cáo;Văn bản báo cáo;Ngày điều chỉnh;Văn "
      "bản phê duyệt\n"
      "a;%;\"quý 1: 1; quý I: 2\";quý 2000000000: 4;tháng 3: 1/BC;;\n"
      "b;%;quý I;;;1/2/22;2/QĐ\n");
  EXPECT_THAT(table.rows, IsEmpty());
  EXPECT_THAT(Lines(table.problems),
              ElementsAre(HasSubstr("quý I: 2: kỳ này ghi hai lần"), HasSubstr("không phải kỳ"),
                          HasSubstr("kỳ này không có ở cột Số liệu báo cáo"),
                          HasSubstr("giữa là dấu hai chấm"), HasSubstr("văn bản phê duyệt cần có"),
                          HasSubstr("Văn bản điều chỉnh"), HasSubstr("Lý do điều chỉnh")));
}

TEST(TargetRowsTest, AValueIsReportedOnce) {
  const TargetTable table = Targets(
      "Chỉ tiêu;Đơn vị tính;Số liệu báo cáo\n"
      "a;%;\"tháng 4: 10; Tháng 04: 12\"\n"
      "b;%;\"tháng 4: 10 của Phòng A; tháng 4: 13\"\n"
      "c;%;\"tháng 4: +10 của Phòng A; tháng 4: +14 của Phòng A\"\n"
      "d;%;\"tháng 4: 10; tháng 4: 9 đến 28/04/2022; tháng 5: +1 của Phòng A; tháng 5: +2 của "
      "Phòng B\"\n");
  EXPECT_THAT(Lines(table.problems),
              ElementsAre(HasSubstr("Tháng 04: 12: kỳ này ghi hai lần"),
                          HasSubstr("tháng 4: 13: kỳ này ghi hai lần"),
                          HasSubstr("tháng 4: +14 của Phòng A: kỳ này ghi hai lần")));
  ASSERT_EQ(table.rows.size(), 1u) << "other days, other units";
  EXPECT_EQ(table.rows[0].reports.size(), 4u);
}

TEST(DutyRowsTest, AWholeRowAsOfficesWriteIt) {
  const DutyTable table = Duties(
      "STT;Mã;Tên báo cáo;Chu kỳ;Ngày hạn;Số tháng sau kỳ;Ngày nghỉ;Loại hình đơn vị;Trực thuộc;Số "
      "bộ;Chỉ tiêu số;ĐVT;Hồ sơ;Giao riêng;Lý do trả lại;Ngày ban hành\n"
      "3;du-luan;Báo cáo dư luận;Hàng tháng;20;0;trước;chi bộ cơ sở; dang-bo-so;1;1.200.000,0;học "
      "viên;\"bao-cao: Báo cáo; phụ lục\nbien-ban: Biên bản\";\"Trường A: 2 bộ, 120\nTrường B: "
      "80\";\"THIEU_HO_SO: Thiếu hồ sơ\";5/1/2022\n");
  EXPECT_THAT(Lines(table.problems), IsEmpty());
  ASSERT_EQ(table.rows.size(), 1u);
  const DutyRow& row = table.rows[0];
  EXPECT_EQ(row.cadence, Cadence::kMonthly);
  EXPECT_EQ(row.deadline_day, 20);
  EXPECT_EQ(row.shift, Shift::kBefore);
  EXPECT_THAT(row.unit_kinds, ElementsAre("GRASSROOTS_CELL"));
  EXPECT_EQ(row.below, "dang-bo-so");
  EXPECT_EQ(row.goal, 1'200'000);
  EXPECT_EQ(row.goal_unit, "học viên");
  const std::vector<Named> dossier = {{"bao-cao", "Báo cáo; phụ lục"}, {"bien-ban", "Biên bản"}};
  EXPECT_EQ(row.dossier, dossier);
  const std::vector<UnitDemand> demands = {{"Trường A", 2, 120}, {"Trường B", 0, 80}};
  EXPECT_EQ(row.unit_demands, demands);
  EXPECT_EQ(row.approval_date, On(2022, 1, 5));
}

TEST(DutyRowsTest, WhatIsWrongIsSaid) {
  const DutyTable table = Duties(
      "Nhiệm vụ;Định kỳ;Loại hình đơn vị;Số tháng sau kỳ;Giao riêng\n"
      "a;hằng tuần;chi đoàn;1,5;Trường A: nhiều\n"
      "b;;;;\n"
      "c;quý;;-1;Trường A: 2,5\n"
      "d;quý;;;Trường A: 1, 200\n");
  EXPECT_THAT(table.rows, IsEmpty());
  EXPECT_THAT(Lines(table.problems),
              ElementsAre(HasSubstr("hằng tuần: không hiểu"), HasSubstr("không phải số nguyên"),
                          HasSubstr("chi đoàn: không hiểu"), HasSubstr("nhiều: không phải số"),
                          HasSubstr("ghi số nguyên, hoặc số bộ"), HasSubstr("3 B \"Định kỳ\""),
                          HasSubstr("4 E \"Giao riêng\""), HasSubstr("5 E \"Giao riêng\"")));
}

TEST(DutyRowsTest, MonthsAfterThePeriodAreFewOrRefused) {
  const DutyTable table = Duties(
      "Nhiệm vụ;Định kỳ;Số tháng sau kỳ\n"
      "a;quý;4294967297\n"
      "b;quý;-4294967295\n"
      "c;quý;25\n"
      "d;quý;-12\n"
      "e;quý;24\n"
      "g;quý;-11\n");
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0].deadline_months, 24);
  EXPECT_EQ(table.rows[1].deadline_months, -11);
  EXPECT_THAT(Lines(table.problems),
              ElementsAre(HasSubstr("4294967297: ngoài phạm vi: ghi số từ -11 đến 24"),
                          HasSubstr("-4294967295: ngoài phạm vi"), HasSubstr("25: ngoài phạm vi"),
                          HasSubstr("-12: ngoài phạm vi")));
}

TEST(UnitRowsTest, AWholeRowAndWhatIsWrong) {
  const UnitTable table = Units(
      "Mã;Tên đơn vị;Tên viết tắt;Mã đơn vị;Loại đơn vị;Cấp trên trực tiếp;Tổ chức đảng lãnh "
      "đạo;Ngày hiệu lực;Quyết định thành lập\n"
      "van-phong;Văn phòng Sở;VP;VP-01;Phòng;Sở Lao động;Chi bộ Văn phòng;1/1/2015;01/QĐ ngày "
      "01/01/2015\n"
      ";Quỹ mẫu;;;quỹ;-;;;\n"
      "x;Ban mẫu;;;ban;;;;\n"
      ";Quỹ mẫu;;;quỹ;Sở;;;\n");
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0].kind, "DIVISION");
  EXPECT_EQ(table.rows[0].code, "VP-01");
  EXPECT_EQ(table.rows[0].superior, "Sở Lao động");
  EXPECT_EQ(table.rows[0].founding.number, "01/QĐ");
  EXPECT_EQ(table.rows[1].superior, "") << "a dash stands for nothing";
  EXPECT_THAT(table.rows[1].id, HasSubstr("quy-mau-"));
  EXPECT_THAT(Lines(table.problems),
              ElementsAre(AllOf(HasSubstr("ban: không hiểu"), HasSubstr("chi bộ cơ sở")),
                          HasSubstr("trùng với dòng 3")));
}

Decimal AnyNumber() {
  return *rc::gen::element(Number("0.35"), Number("300000"), Number("1.125"), Number("-86.5"),
                           Number("999999999999999999.999999999"), Number("1000000"));
}

Period AnyPeriod() {
  return *rc::gen::element(Period{Period::Kind::kMonth, 1}, Period{Period::Kind::kMonth, 12},
                           Period{Period::Kind::kQuarter, 2}, Period{Period::Kind::kSixMonths},
                           Period{Period::Kind::kNineMonths}, Period{Period::Kind::kYear});
}

std::vector<PlannedValue> AnyPlan() {
  std::vector<PlannedValue> plan;
  for (const Period& period : {Period{Period::Kind::kMonth, 2}, Period{Period::Kind::kQuarter, 1},
                               Period{Period::Kind::kSixMonths}}) {
    if (*rc::gen::arbitrary<bool>()) plan.push_back({period, AnyNumber()});
  }
  return plan;
}

TargetRow AnyTarget(int number) {
  TargetRow target;
  target.program = "p";
  target.id = "t-" + std::to_string(number);
  target.ordinal = *rc::gen::inRange(1, 100'000);
  target.title = *FullText();
  target.leads = AnyUnits();
  target.coordinators = AnyUnits();
  target.assigning_organ = *Text();
  target.measure = *FullText();
  target.direction = static_cast<Direction>(*rc::gen::inRange(1, 7));
  target.year = 2022;
  if (*rc::gen::arbitrary<bool>()) target.base_value = AnyNumber();
  target.year_value = AnyNumber();
  target.plan = AnyPlan();
  if (*rc::gen::arbitrary<bool>()) target.measured_from = AnyPeriod();
  if (!*rc::gen::arbitrary<bool>()) return target;
  target.approval_date = *AnyDay();
  target.approval_document = AnyDocument();
  if (*rc::gen::arbitrary<bool>()) {
    target.original_year_value = AnyNumber();
    target.original_plan = AnyPlan();
    target.adjustment = {*AnyDay(), AnyDocument(), *FullText()};
  }
  for (int i = 0; i < 3; ++i) {
    // No two with the same key: they would be one report.
    ReportedValue report{.period = {Period::Kind::kMonth, i + 1}, .value = AnyNumber()};
    report.increment = *rc::gen::arbitrary<bool>();
    if (*rc::gen::arbitrary<bool>()) report.as_of = *AnyDay();
    if (*rc::gen::arbitrary<bool>()) report.reported = *AnyDay();
    if (*rc::gen::arbitrary<bool>()) report.unit = "Phòng của Sở đến mẫu";
    if (*rc::gen::arbitrary<bool>()) report.document = AnyDocument();
    target.reports.push_back(report);
    if (*rc::gen::arbitrary<bool>()) break;
    report.increment = !report.increment;
    if (*rc::gen::arbitrary<bool>()) report.document = AnyDocument();
    target.reports.push_back(report);
  }
  if (*rc::gen::arbitrary<bool>()) target.withdrawal = {*AnyDay(), AnyDocument(), *FullText()};
  return target;
}

RC_GTEST_PROP(SheetsProperty, TargetsComeBackAsTheyWere, ()) {
  CheckRoundTrip(
      TableKind::kTargets, std::vector<TargetRow>{AnyTarget(1), AnyTarget(2)},
      [](const Sheet& sheet, const Header& header) { return ReadTargets(sheet, header, "", {}); });
}

DutyRow AnyDuty(int number) {
  DutyRow duty;
  duty.program = "p";
  duty.id = "d-" + std::to_string(number);
  duty.ordinal = *rc::gen::inRange(0, 100'000);
  duty.title = *FullText();
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i) duty.legal_basis.push_back(AnyDocument());
  duty.cadence = static_cast<Cadence>(*rc::gen::inRange(1, 5));
  if (*rc::gen::arbitrary<bool>()) duty.fixed_deadline = *AnyDay();
  duty.deadline_day = *rc::gen::inRange(0, 32);
  duty.deadline_months = *rc::gen::inRange(-11, 25);
  duty.shift = static_cast<Shift>(*rc::gen::inRange(0, 3));
  duty.assignees = AnyUnits();
  duty.side = *rc::gen::element(std::string(), std::string("PARTY"), std::string("GOVERNMENT"));
  if (*rc::gen::arbitrary<bool>()) duty.unit_kinds = {"DEPARTMENT", "FUND"};
  duty.sets = *rc::gen::inRange(0, 1001);
  duty.goal = *rc::gen::inRange<int64_t>(0, 1'000'000'000'001);
  if (*rc::gen::arbitrary<bool>()) duty.goal_unit = "học viên";
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
    duty.dossier.push_back({"h-" + std::to_string(i), *FullText()});
    duty.return_reasons.push_back({"MA_" + std::to_string(i), *FullText()});
    duty.unit_demands.push_back({"Phòng " + std::to_string(i), *rc::gen::inRange(0, 5),
                                 *rc::gen::inRange<int64_t>(1, 1000)});
  }
  if (*rc::gen::arbitrary<bool>()) {
    duty.approval_date = *AnyDay();
    duty.approval_document = AnyDocument();
  }
  return duty;
}

RC_GTEST_PROP(SheetsProperty, DutiesComeBackAsTheyWere, ()) {
  CheckRoundTrip(
      TableKind::kDuties, std::vector<DutyRow>{AnyDuty(1), AnyDuty(2)},
      [](const Sheet& sheet, const Header& header) { return ReadDuties(sheet, header, "", {}); });
}

RC_GTEST_PROP(SheetsProperty, UnitsComeBackAsTheyWere, ()) {
  UnitRow unit;
  unit.id = "u";
  unit.name = *FullText();
  unit.short_name = *rc::gen::element(std::string(), std::string("=VP"), std::string("Sở; a"));
  unit.code = *rc::gen::element(std::string(), std::string("0012"));
  unit.kind = std::string(kUnitKinds[*rc::gen::inRange<size_t>(0, kUnitKinds.size())].value);
  unit.superior = *rc::gen::element(std::string(), std::string("Sở Lao động"));
  unit.effective_from = *AnyDay();
  unit.founding = AnyDocument();
  CheckRoundTrip(
      TableKind::kUnits, std::vector<UnitRow>{unit},
      [](const Sheet& sheet, const Header& header) { return ReadUnits(sheet, header, {}); });
}

TEST(PeriodTextTest, ReadsWhatItWritesAndWhatOthersWrite) {
  for (const char* text : {"tháng 4", "THÁNG 04", "thang-4", "month 4"}) {
    EXPECT_EQ(ParsePeriodText(text), (Period{Period::Kind::kMonth, 4})) << text;
  }
  for (const char* text : {"quý II", "Quý 2", "quy-2", "quarter-2"}) {
    EXPECT_EQ(ParsePeriodText(text), (Period{Period::Kind::kQuarter, 2})) << text;
  }
  EXPECT_EQ(ParsePeriodText("6 tháng"), Period{Period::Kind::kSixMonths});
  EXPECT_EQ(ParsePeriodText("9-months"), Period{Period::Kind::kNineMonths});
  EXPECT_EQ(ParsePeriodText("Cả năm"), Period{Period::Kind::kYear});
  EXPECT_EQ(ParsePeriodText("tháng 12"), (Period{Period::Kind::kMonth, 12}));
  EXPECT_EQ(ParsePeriodText("quý IV"), (Period{Period::Kind::kQuarter, 4}));
  for (const char* text : {"", "tháng", "tuần 3", "quý x", "7 tháng", "tháng 4 năm 2022", "tháng 0",
                           "tháng 13", "quý 0", "quý 5", "quý 2000000000", "tháng 4294967297"}) {
    EXPECT_EQ(ParsePeriodText(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace tiendo::sheets
