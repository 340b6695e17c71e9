#include "services/cli/sheets/columns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tests/unit/sheets/made_files.h"

namespace tiendo::sheets {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(ColumnsTest, NamesWithoutRegardToCaseDiacriticsAndSigns) {
  for (const char* text : {"Nội dung", "NỘI DUNG", "noi dung", "Nội dung:", "Nội dung công việc",
                           "Title", "Nội\ndung", "Nội dung (trích yếu)", "Néi dung", "Noäi dung"}) {
    EXPECT_EQ(ColumnNamed(text, TableKind::kItems), Column::kTitle) << text;
  }
  EXPECT_EQ(ColumnNamed("Thời hạn (ngày/tháng/năm)", TableKind::kItems), Column::kDue);
  EXPECT_EQ(ColumnNamed("Thời hạn ban đầu", TableKind::kItems), Column::kBaselineDue);
  EXPECT_EQ(ColumnNamed("Uỷ ban", TableKind::kItems), std::nullopt);
  EXPECT_EQ(ColumnNamed("", TableKind::kItems), std::nullopt);
  EXPECT_EQ(ColumnNamed("()", TableKind::kItems), std::nullopt);
}

TEST(ColumnsTest, EveryNameMeansItsColumnOnly) {
  for (const TableKind kind : kTableKinds) {
    for (const Column column : ColumnsOf(kind)) {
      EXPECT_EQ(ColumnNamed(HeaderOf(column), kind), column) << HeaderOf(column);
      EXPECT_EQ(ColumnNamed(EnglishHeaderOf(column), kind), column) << EnglishHeaderOf(column);
    }
  }
}

// The tables of README.md name every column by both of its names.
TEST(ColumnsTest, ReadmeHasTheTables) {
  const char* source = std::getenv("TIENDO_SOURCE");
  ASSERT_NE(source, nullptr) << "run by ctest, or set TIENDO_SOURCE";
  std::ifstream in(std::string(source) + "/services/cli/README.md");
  const std::string readme{std::istreambuf_iterator<char>(in), {}};
  for (const TableKind kind : kTableKinds) {
    for (const Column column : ColumnsOf(kind)) {
      const std::string row = "| " + std::string(HeaderOf(column)) + " | " +
                              std::string(EnglishHeaderOf(column)) + " |";
      EXPECT_THAT(readme, HasSubstr(row));
    }
  }
}

// A header row with these cells, and the kind that it is taken for.
std::optional<TableKind> KindOfHeader(const std::vector<std::string>& cells) {
  Sheet sheet;
  Row row{.number = 1};
  for (size_t i = 0; i < cells.size(); ++i) {
    row.cells.emplace(static_cast<int>(i), TextCell(cells[i]));
  }
  sheet.rows.push_back(row);
  const std::optional<Header> header = FindHeader(sheet, {});
  return header ? std::optional(header->kind) : std::nullopt;
}

TEST(ColumnsTest, TheHeaderTellsWhatTheRowsAre) {
  EXPECT_EQ(KindOfHeader({"STT", "Nội dung", "Chủ trì"}), TableKind::kItems);
  EXPECT_EQ(KindOfHeader({"STT", "Nhiệm vụ", "Chủ trì"}), TableKind::kItems);
  EXPECT_EQ(KindOfHeader({"STT", "Nhiệm vụ", "Định kỳ", "Đơn vị"}), TableKind::kDuties);
  EXPECT_EQ(KindOfHeader({"duty", "cadence", "units"}), TableKind::kDuties);
  EXPECT_EQ(KindOfHeader({"TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm"}), TableKind::kTargets);
  EXPECT_EQ(KindOfHeader({"target", "unit of measure", "year value"}), TableKind::kTargets);
  EXPECT_EQ(KindOfHeader({"Tên đơn vị", "Loại hình", "Cấp trên"}), TableKind::kUnits);
  EXPECT_EQ(KindOfHeader({"unit name", "kind"}), TableKind::kUnits);
  EXPECT_EQ(KindOfHeader({"Chỉ tiêu", "Ghi chú"}), std::nullopt) << "nothing tells what it is";
  EXPECT_EQ(KindOfHeader({"Tên", "Ngày sinh"}), std::nullopt);
}

// Golden: tables as offices head them, and the columns that are found in them.
TEST(ColumnsTest, HeaderRowBelowTitles) {
  const Sheet sheet = FirstSheet(
      Xlsx({.sheet = "<sheetData>" + TextRow(1, {"ỦY BAN NHÂN DÂN", "", "", "CỘNG HÒA XÃ HỘI"}) +
                     TextRow(3, {"", "CHƯƠNG TRÌNH CÔNG TÁC NĂM 2022"}) +
                     TextRow(5, {"TT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp",
                                 "Thời gian hoàn thành", "Sản phẩm", "Ghi chú"}) +
                     TextRow(6, {"1", "Nội dung", "Văn phòng"}) + "</sheetData>"}));
  const std::optional<Header> header = FindHeader(sheet, {});
  ASSERT_TRUE(header);
  EXPECT_EQ(header->row, 5);
  const std::map<Column, int> wanted = {{Column::kOrdinal, 0}, {Column::kTitle, 1},
                                        {Column::kLeads, 2},   {Column::kCoordinators, 3},
                                        {Column::kDue, 4},     {Column::kProduct, 5}};
  EXPECT_EQ(header->columns, wanted);
  EXPECT_THAT(header->unknown, ElementsAre("G \"Ghi chú\""));
  EXPECT_TRUE(header->repeated.empty());
}

TEST(ColumnsTest, HeaderOfTwoMergedRows) {
  const Sheet sheet = FirstSheet(
      Xlsx({.sheet = "<sheetData>" + TextRow(2, {"STT", "Nội dung", "Đơn vị", "", "Thời hạn"}) +
                     TextRow(3, {"", "", "Chủ trì", "Phối hợp"}) + TextRow(4, {"1", "A"}) +
                     "</sheetData><mergeCells><mergeCell ref=\"A2:A3\"/><mergeCell ref=\"B2:B3\"/>"
                     "<mergeCell ref=\"C2:D2\"/><mergeCell ref=\"E2:E3\"/></mergeCells>"}));
  const std::optional<Header> header = FindHeader(sheet, {});
  ASSERT_TRUE(header);
  EXPECT_EQ(header->row, 3);
  EXPECT_EQ(header->columns.size(), 5u);
  EXPECT_EQ(header->columns.at(Column::kDue), 4);
}

TEST(ColumnsTest, AColumnNamedTwiceIsSaid) {
  const ItemTable table = Items("STT;Nội dung;Nhiệm vụ\r\n1;a;b\r\n");
  ASSERT_EQ(table.problems.size(), 1u);
  EXPECT_THAT(table.problems[0].value, HasSubstr("B và C"));
}

TEST(ColumnsTest, SheetByNameOrTheOnlyOneWithAHeader) {
  const Sheet other{.name = "Bìa"};
  Sheet items{.name = "CTr 2022"};
  items.rows.push_back({.number = 1, .cells = {{0, TextCell("STT")}, {1, TextCell("Nội dung")}}});
  Sheet hidden = items;
  hidden.name = "cũ";
  hidden.hidden = true;
  Workbook workbook{.sheets = {other, hidden, items}};
  EXPECT_EQ((*ChooseSheet(workbook, "", {}))->name, "CTr 2022");
  EXPECT_EQ((*ChooseSheet(workbook, "cũ", {}))->name, "cũ") << "hidden, but asked for";
  EXPECT_THAT(std::string(ChooseSheet(workbook, "Sheet9", {}).status().message()),
              HasSubstr("\"Bìa\", \"cũ\" (ẩn), \"CTr 2022\""));
  items.name = "CTr 2023";
  workbook.sheets.push_back(items);
  EXPECT_THAT(std::string(ChooseSheet(workbook, "", {}).status().message()), HasSubstr("--sheet"));
  EXPECT_THAT(std::string(ChooseSheet({.sheets = {other}}, "", {}).status().message()),
              HasSubstr("dòng tiêu đề"));
}

}  // namespace
}  // namespace tiendo::sheets
