#include "services/cli/sheets/xlsx_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xlsxwriter.h>

#include <fstream>
#include <iterator>

#include "tests/support/temp_dir.h"
#include "tests/unit/sheets/made_files.h"

namespace tiendo::sheets {
namespace {

using ::testing::HasSubstr;

// Styles: 1 is dd/mm/yyyy by a code of its own, 2 the built-in date, 3 typed in .VnTime.
constexpr char kStyles[] =
    "<numFmts><numFmt numFmtId=\"164\" formatCode=\"[$-42A]dd/mm/yyyy;@\"/></numFmts>"
    "<fonts><font><name val=\"Times New Roman\"/></font><font><name "
    "val=\".VnTime\"/></font></fonts>"
    "<cellXfs><xf numFmtId=\"0\" fontId=\"0\"/><xf numFmtId=\"164\" fontId=\"0\"/>"
    "<xf numFmtId=\"14\" fontId=\"0\"/><xf numFmtId=\"0\" fontId=\"1\"/></cellXfs>";

Row RowOf(const std::string& cells, const std::string& shared = "",
          const std::string& properties = "") {
  const Sheet sheet =
      FirstSheet(Xlsx({.sheet = "<sheetData><row r=\"7\">" + cells + "</row></sheetData>",
                       .shared = shared,
                       .styles = kStyles,
                       .properties = properties}));
  if (sheet.rows.empty()) return {};
  EXPECT_EQ(sheet.rows[0].number, 7);
  return sheet.rows[0];
}

TEST(XlsxReaderTest, KindsOfText) {
  const Row row = RowOf(
      "<c r=\"A7\" t=\"s\"><v>0</v></c><c r=\"B7\" t=\"s\"><v>1</v></c>"
      "<c r=\"C7\" t=\"inlineStr\"><is><t>nội tuyến</t></is></c>"
      "<c r=\"D7\" t=\"str\"><f>A7&amp;B7</f><v>kết quả</v></c><c r=\"E7\" t=\"s\"><v>2</v></c>",
      "<si><t>chung</t></si>"
      "<si><r><t>hai </t></r><r><rPr><rFont val=\"Arial\"/></rPr><t>đoạn</t></r>"
      "<rPh sb=\"0\" eb=\"1\"><t>bỏ</t></rPh></si>"
      "<si><t>dòng một_x000D_\nhai _x005F_ba</t></si>");
  EXPECT_EQ(row.At(0).text, "chung");
  EXPECT_EQ(row.At(1).text, "hai đoạn");
  EXPECT_EQ(row.At(2).text, "nội tuyến");
  EXPECT_EQ(row.At(3).text, "kết quả");
  EXPECT_EQ(row.At(4).text, "dòng một\r\nhai _ba");
  EXPECT_TRUE(row.At(5).empty());
}

TEST(XlsxReaderTest, NumbersBooleansAndDates) {
  const Row row = RowOf(
      "<c r=\"A7\"><v>12</v></c><c r=\"B7\"><v>0.1</v></c><c r=\"C7\" t=\"b\"><v>1</v></c>"
      "<c r=\"D7\" s=\"1\"><v>44742</v></c><c r=\"E7\" s=\"2\"><v>44742.5</v></c>"
      "<c r=\"F7\" t=\"d\"><v>2022-06-30T00:00:00</v></c><c r=\"G7\"><v>44742</v></c>"
      "<c r=\"H7\" s=\"1\"><f>TODAY()</f><v>44742</v></c><c r=\"I7\" s=\"1\"/>");
  EXPECT_EQ(Shown(row.At(0)), "12");
  EXPECT_EQ(Shown(row.At(1)), "0.1");
  EXPECT_EQ(row.At(2).kind, Cell::Kind::kBool);
  for (const int column : {3, 4, 5, 7}) {
    EXPECT_EQ(row.At(column).kind, Cell::Kind::kDate) << column;
    EXPECT_EQ(Shown(row.At(column)), "30/06/2022") << column;
  }
  EXPECT_EQ(row.At(6).kind, Cell::Kind::kNumber) << "a date only by its format";
  EXPECT_TRUE(row.At(8).empty());
}

TEST(XlsxReaderTest, TheOtherCalendarSystem) {
  const Row row = RowOf("<c r=\"A7\" s=\"1\"><v>43280</v></c>", "", "date1904=\"1\"");
  EXPECT_EQ(Shown(row.At(0)), "30/06/2022");
}

TEST(XlsxReaderTest, CellsThatCannotBeUsed) {
  const Row row = RowOf(
      "<c r=\"A7\" t=\"e\"><f>B1</f><v>#REF!</v></c><c r=\"B7\"><f>SUM(A1)</f></c>"
      "<c r=\"C7\" s=\"1\"><v>60</v></c><c r=\"D7\" t=\"s\"><v>99</v></c>"
      "<c r=\"E7\"><v>1,5</v></c>");
  EXPECT_THAT(row.At(0).fault, HasSubstr("#REF!"));
  EXPECT_THAT(row.At(1).fault, HasSubstr("công thức chưa có kết quả"));
  EXPECT_THAT(row.At(2).fault, HasSubstr("29/02/1900"));
  EXPECT_THAT(row.At(3).fault, HasSubstr("không có trong tệp"));
  EXPECT_THAT(row.At(4).fault, HasSubstr("không phải số"));
}

TEST(XlsxReaderTest, FontsOfTheOldEncodings) {
  const Row row = RowOf("<c r=\"A7\" t=\"s\" s=\"3\"><v>0</v></c><c r=\"B7\" t=\"s\"><v>1</v></c>",
                        "<si><t>tèt</t></si><si><r><rPr><rFont val=\"VNI-Times\"/></rPr>"
                        "<t>toát</t></r></si>");
  EXPECT_EQ(row.At(0).font, ".VnTime");
  EXPECT_EQ(row.At(1).font, "VNI-Times");
}

TEST(XlsxReaderTest, PrefixesAndMissingAddresses) {
  Parts parts = PartsOf({});
  parts.back().second =
      "<x:worksheet xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"><x:sheetData>"
      "<x:row><x:c t=\"inlineStr\"><x:is><x:t>a</x:t></x:is></x:c><x:c><x:v>2</x:v></x:c></x:row>"
      "<x:row r=\"5\"><x:c><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>";
  const Sheet sheet = FirstSheet(Zip(parts));
  ASSERT_EQ(sheet.rows.size(), 2u);
  EXPECT_EQ(sheet.rows[0].number, 1);
  EXPECT_EQ(sheet.rows[0].At(0).text, "a");
  EXPECT_EQ(sheet.rows[0].At(1).text, "2");
  EXPECT_EQ(sheet.rows[1].number, 5);
}

TEST(XlsxReaderTest, HiddenSheetsAndCharts) {
  Parts parts = PartsOf({});
  for (auto& [name, text] : parts) {
    if (name != "xl/workbook.xml") continue;
    text.replace(text.find("<sheet name"), 0,
                 "<sheet name=\"ẩn\" sheetId=\"2\" state=\"veryHidden\" r:id=\"rId1\"/>"
                 "<sheet name=\"biểu đồ\" sheetId=\"3\" r:id=\"rId9\"/>");
  }
  const absl::StatusOr<Workbook> workbook = ReadXlsx(Zip(parts), {});
  ASSERT_TRUE(workbook.ok()) << workbook.status();
  ASSERT_EQ(workbook->sheets.size(), 2u);
  EXPECT_TRUE(workbook->sheets[0].hidden);
  EXPECT_FALSE(workbook->sheets[1].hidden);
}

// A file by a writer that is not ours.
TEST(XlsxReaderTest, FileOfLibxlsxwriter) {
  testing::TempDir dir;
  const std::string path = dir.File("a.xlsx");
  lxw_workbook* book = workbook_new(path.c_str());
  lxw_worksheet* sheet = workbook_add_worksheet(book, "CTr");
  lxw_format* date_format = workbook_add_format(book);
  format_set_num_format(date_format, "dd/mm/yyyy");
  lxw_datetime date = {2022, 6, 30, 0, 0, 0};
  worksheet_write_string(sheet, 0, 0, "Nội dung", nullptr);
  worksheet_write_datetime(sheet, 0, 1, &date, date_format);
  worksheet_write_number(sheet, 0, 2, 3.25, nullptr);
  worksheet_write_boolean(sheet, 0, 3, 1, nullptr);
  worksheet_write_formula_str(sheet, 0, 4, "=A1", nullptr, "kết quả");
  worksheet_merge_range(sheet, 1, 0, 3, 1, "gộp", nullptr);
  ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);
  std::ifstream in(path, std::ios::binary);
  const Sheet read = FirstSheet(std::string{std::istreambuf_iterator<char>(in), {}});
  EXPECT_EQ(read.name, "CTr");
  EXPECT_EQ(read.rows[0].At(0).text, "Nội dung");
  EXPECT_EQ(Shown(read.rows[0].At(1)), "30/06/2022");
  EXPECT_EQ(read.rows[0].At(2).number, 3.25);
  EXPECT_EQ(read.rows[0].At(4).text, "kết quả");
  ASSERT_EQ(read.merges.size(), 1u);
  EXPECT_EQ(read.merges[0].first_row, 2);
  EXPECT_EQ(read.merges[0].last_row, 4);
  EXPECT_EQ(read.merges[0].last_column, 1);
}

}  // namespace
}  // namespace tiendo::sheets
