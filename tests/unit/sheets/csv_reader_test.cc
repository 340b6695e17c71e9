#include "services/cli/sheets/csv_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/sheets/made_files.h"

namespace tiendo::sheets {
namespace {

using ::testing::HasSubstr;

// "row:A=text" of every cell.
std::string Flat(const Sheet& sheet) {
  std::string out;
  for (const Row& row : sheet.rows) {
    for (const auto& [column, cell] : row.cells) {
      out += ColumnLetters(column) + std::to_string(row.number) + '=' + cell.text + '|';
    }
  }
  return out;
}

constexpr char kTable[] = "A1=STT|B1=Nội dung|C1=Thời hạn|A2=1|B2=Báo cáo, đề xuất|C2=30/6/22|";

TEST(CsvReaderTest, SeparatorsLineEndsAndMarks) {
  const std::string bom = "\xEF\xBB\xBF";
  for (const std::string& text :
       {bom + "STT;Nội dung;Thời hạn\r\n1;Báo cáo, đề xuất;30/6/22\r\n",
        std::string("STT;Nội dung;Thời hạn\n1;Báo cáo, đề xuất;30/6/22"),
        std::string("STT,Nội dung,Thời hạn\r1,\"Báo cáo, đề xuất\",30/6/22\r"),
        bom + "STT\tNội dung\tThời hạn\r\n1\tBáo cáo, đề xuất\t30/6/22\r\n",
        bom + "STT;\"Nội dung\";Thời hạn\r\n\"1\";\"Báo cáo, đề xuất\";30/6/22\r\n"}) {
    EXPECT_EQ(Flat(FirstSheet(text)), kTable) << text;
  }
  EXPECT_EQ(Flat(FirstSheet("sep=|\r\nSTT|Nội dung\r\n1|a;b,c\r\n")),
            "A2=STT|B2=Nội dung|A3=1|B3=a;b,c|");
}

TEST(CsvReaderTest, UnicodeTextOfExcel) {
  std::string utf16 = "\xFF\xFE";
  for (const char16_t c : std::u16string(u"STT\tNội dung\r\n1\tĐề án\r\n")) {
    utf16 += static_cast<char>(c & 0xFF);
    utf16 += static_cast<char>(c >> 8);
  }
  EXPECT_EQ(Flat(FirstSheet(utf16)), "A1=STT|B1=Nội dung|A2=1|B2=Đề án|");
}

TEST(CsvReaderTest, RowsAreNumberedAsExcelShowsThem) {
  EXPECT_EQ(Flat(FirstSheet("\r\nSTT;Nội dung\r\n\r\n;;\r\n1;\"hai\r\ndòng\"\r\n2;b\r\n")),
            "A2=STT|B2=Nội dung|A5=1|B5=hai\ndòng|A6=2|B6=b|");
}

TEST(CsvReaderTest, QuotesThatDoNotClose) {
  EXPECT_THAT(Refusal("STT;Nội dung\n1;\"không đóng\n2;b\n"), HasSubstr("dấu ngoặc kép"));
  EXPECT_THAT(Refusal("STT;Nội dung\n1;a \"trích\" b\n"), HasSubstr("dòng 2: dấu ngoặc kép"));
  EXPECT_EQ(Flat(FirstSheet("STT;Nội dung\n1;\"a \"\"trích\"\" b\"\n")),
            "A1=STT|B1=Nội dung|A2=1|B2=a \"trích\" b|");
}

TEST(CsvReaderTest, DecomposedTextIsComposed) {
  EXPECT_EQ(Flat(FirstSheet("STT;No\u0323\u0302i dung\n1;\u0110e\u0302\u0300 a\u0301n\n")),
            "A1=STT|B1=Nội dung|A2=1|B2=Đề án|");
}

TEST(CsvReaderTest, ApostropheBeforeWhatCouldBeAFormula) {
  EXPECT_EQ(Flat(FirstSheet("STT;Nội dung;Mã\n1;'=1+1;'abc\n2;''=x;'-5\n")),
            "A1=STT|B1=Nội dung|C1=Mã|A2=1|B2==1+1|C2='abc|A3=2|B3='=x|C3=-5|");
}

TEST(CsvReaderTest, ForeignBytesAreAFaultOfTheirCell) {
  const Sheet sheet = FirstSheet("STT;Noi dung\n1;T\xEA tr\xD7nh\n2;caf\xE9 au lait\n3;t\xF4t\n");
  EXPECT_EQ(sheet.rows[1].At(1).text, "Tê tr×nh");
  EXPECT_EQ(sheet.rows[1].At(1).fault, "") << "recognised as TCVN3 later, with a better reason";
  EXPECT_THAT(sheet.rows[2].At(1).fault, HasSubstr("CSV UTF-8"));
  EXPECT_THAT(sheet.rows[3].At(1).fault, HasSubstr("CSV UTF-8"));
}

TEST(CsvReaderTest, WhatIsNoTable) {
  EXPECT_THAT(Refusal(std::string("a\0b", 3)), HasSubstr("không phải bảng"));
  EXPECT_THAT(Refusal("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old"), HasSubstr(".xls"));
  EXPECT_EQ(Flat(FirstSheet("")), "");
}

TEST(CsvReaderTest, Limits) {
  std::string rows = "STT;Nội dung\n";
  for (int i = 0; i < 10; ++i) rows += "1;a\n";
  EXPECT_THAT(Refusal(rows, {.rows = 10}), HasSubstr("--max-rows"));
  EXPECT_EQ(Refusal(rows, {.rows = 11}), "");
  EXPECT_THAT(Refusal(rows, {.cells = 21}), HasSubstr("--max-cells"));
  EXPECT_THAT(Refusal(std::string(1024 * 1024 + 1, 'a'), {.file_mib = 1}),
              HasSubstr("--max-file-mib"));
}

}  // namespace
}  // namespace tiendo::sheets
