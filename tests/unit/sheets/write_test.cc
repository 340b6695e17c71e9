#include "services/cli/sheets/write.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "services/cli/sheets/read.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/sheets/made_files.h"

namespace tiendo::sheets {
namespace {

using ::testing::HasSubstr;

const char* const kDangerous[] = {
    "=1+1", "=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "'=1", "''+x", "＝1",
    "\t=1", "=cmd|' /C calc'!A0"};

// What readers of XLSX take for a control character.
const char* const kEscapes[] = {"_x000D_", "_x005F_x000D_", "a_x1234_", "_x12"};

OutTable TableWith(const std::string& text) {
  return {.name = "p",
          .titles = {"=tiêu đề"},
          .header = {"STT", "Nội dung"},
          .widths = {6, 60},
          .rows = {{NumberCell(1), TextCell(text)}}};
}

TEST(WriteTest, CsvTextsAreNeverFormulas) {
  for (const std::string text : kDangerous) {
    const std::string csv = CsvOf(TableWith(text));
    const size_t at = csv.find("1,") + 2;
    EXPECT_EQ(csv[csv[at] == '"' ? at + 1 : at], '\'') << csv;
    EXPECT_EQ(FirstSheet(csv).rows[1].At(1).text, text);
  }
}

TEST(WriteTest, CsvIsAsExcelWritesIt) {
  EXPECT_EQ(CsvOf({.name = "p",
                   .titles = {},
                   .header = {"STT", "Nội dung", "Thời hạn"},
                   .widths = {},
                   .rows = {{NumberCell(1), TextCell("a, \"b\"\nc"),
                             DateCell(*calendar::FromYmd(2022, 6, 30))},
                            {Cell(), TextCell("d;e"), Cell()}}}),
            "\xEF\xBB\xBFSTT,Nội dung,Thời hạn\r\n1,\"a, \"\"b\"\"\nc\",30/06/2022\r\n,d;e,\r\n");
}

TEST(WriteTest, XlsxTextsAreNeverFormulas) {
  testing::TempDir dir;
  const std::string path = dir.File("a.xlsx");
  for (const std::string text : kDangerous) {
    ASSERT_TRUE(WriteXlsx(TableWith(text), path).ok());
    const absl::StatusOr<Workbook> workbook = ReadWorkbook(path, {});
    ASSERT_TRUE(workbook.ok());
    const Sheet& sheet = workbook->sheets[0];
    EXPECT_EQ(sheet.rows[0].At(0).text, "=tiêu đề");
    EXPECT_EQ(sheet.rows[2].At(1).text, text);
    EXPECT_EQ(sheet.rows[2].At(1).fault, "") << "a formula without result would be one";
    EXPECT_EQ(sheet.rows[2].At(0).number, 1);
  }
}

TEST(WriteTest, XlsxTextsThatLookLikeEscapes) {
  testing::TempDir dir;
  const std::string path = dir.File("a.xlsx");
  for (const std::string text : kEscapes) {
    ASSERT_TRUE(WriteXlsx(TableWith(text), path).ok());
    EXPECT_EQ(ReadWorkbook(path, {})->sheets[0].rows[2].At(1).text, text);
  }
}

TEST(WriteTest, NothingHalfWritten) {
  testing::TempDir dir;
  const std::string path = dir.File("a.xlsx");
  std::ofstream(path) << "cũ";
  EXPECT_FALSE(WriteXlsx(TableWith(std::string(40'000, 'a')), path).ok());
  std::ifstream in(path);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "cũ");
  EXPECT_FALSE(std::filesystem::exists(path + ".part"));
  EXPECT_THAT(std::string(WriteXlsx(TableWith("a"), "/không/có/a.xlsx").message()),
              HasSubstr("không ghi được"));
}

}  // namespace
}  // namespace tiendo::sheets
