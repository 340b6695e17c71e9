// Files that mean harm, or are broken: refused with a sentence, at no cost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/sheets/made_files.h"

namespace tiendo::sheets {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr size_t kMib = 1024 * 1024;

// Replaces the content of one part.
Parts With(const std::string& name, const std::string& content) {
  Parts parts = PartsOf({.sheet = "<sheetData/>"});
  for (auto& part : parts) {
    if (part.first == name) part.second = content;
  }
  return parts;
}

TEST(XlsxLimitsTest, ZipBombs) {
  const std::string bomb = "<sst>" + std::string(80 * kMib, ' ') + "</sst>";
  EXPECT_THAT(Refusal(Zip(With("xl/sharedStrings.xml", bomb))), HasSubstr("--max-unpacked-mib"));
  EXPECT_THAT(Refusal(Zip(With("xl/sharedStrings.xml", bomb)), {.unpacked_mib = 100}),
              HasSubstr("--max-ratio"));
  // Many parts below the limit each.
  Parts many = PartsOf({.sheet = "<sheetData/>"});
  for (int i = 0; i < 5; ++i) {
    many.emplace_back("xl/media/" + std::to_string(i),
                      std::string(kMib, static_cast<char>('a' + i)));
  }
  EXPECT_THAT(Refusal(Zip(many), {.unpacked_mib = 4}), HasSubstr("--max-unpacked-mib"));
  EXPECT_EQ(Refusal(Zip(many), {.unpacked_mib = 6}), "");
  EXPECT_THAT(Refusal(Zip(many), {.parts = 10}), HasSubstr("--max-parts"));
}

// The directory says 10 bytes, the part holds more.
TEST(XlsxLimitsTest, SizesOfTheDirectoryAreNotBelieved) {
  const std::string content = "<sst>" + std::string(100'000, ' ') + "</sst>";
  std::string bytes = Zip(With("xl/sharedStrings.xml", content));
  const auto little_endian = [](size_t n) {
    std::string out;
    for (int i = 0; i < 4; ++i) out += static_cast<char>((n >> (8 * i)) & 0xFF);
    return out;
  };
  const std::string size = little_endian(content.size());
  size_t replaced = 0;
  for (size_t at = bytes.find(size); at != std::string::npos; at = bytes.find(size, at + 4)) {
    bytes.replace(at, 4, little_endian(10));
    ++replaced;
  }
  ASSERT_GE(replaced, 1u);
  EXPECT_THAT(Refusal(bytes), HasSubstr("tệp hỏng"));
}

TEST(XlsxLimitsTest, OneLongTextInManyCells) {
  std::string cells;
  for (int i = 1; i <= 100; ++i) {
    cells += "<row r=\"" + std::to_string(i) + "\"><c t=\"s\"><v>0</v></c></row>";
  }
  std::string text;
  for (size_t i = 0; i < 100'000; ++i) text += static_cast<char>('a' + (i * 7919) % 26);
  EXPECT_THAT(Refusal(Xlsx({.sheet = "<sheetData>" + cells + "</sheetData>",
                            .shared = "<si><t>" + text + "</t></si>"}),
                      {.unpacked_mib = 2}),
              HasSubstr("--max-unpacked-mib"));
}

TEST(XlsxLimitsTest, EntitiesAndDoctypes) {
  const std::string laughs =
      "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 "
      "\"&lol;&lol;&lol;&lol;\">]><sst><si><t>&lol2;</t></si></sst>";
  EXPECT_THAT(Refusal(Zip(With("xl/sharedStrings.xml", laughs))), HasSubstr("DOCTYPE"));
  const std::string external =
      "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><sst><si><t>&e;</t></si></sst>";
  EXPECT_THAT(Refusal(Zip(With("xl/sharedStrings.xml", external))), HasSubstr("DOCTYPE"));
}

TEST(XlsxLimitsTest, DeepXml) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  for (int i = 0; i < 100'000; ++i) deep += "</a>";
  EXPECT_THAT(Refusal(Zip(With("xl/sharedStrings.xml", deep)), {.ratio = 100'000}),
              HasSubstr("--max-xml-depth"));
}

TEST(XlsxLimitsTest, BrokenXml) {
  for (const char* text :
       {"", "<sst>", "<sst></si>", "không phải XML", "<sst", "<sst><si><t>a</si>"}) {
    EXPECT_THAT(Refusal(Zip(With("xl/sharedStrings.xml", text))), HasSubstr("không phải XML"))
        << text;
  }
}

TEST(XlsxLimitsTest, NamesThatLeadOutAndNamesTwice) {
  for (const char* name : {"../evil", "/etc/passwd", "xl/../../evil", "xl\\..\\evil", "C:/evil"}) {
    Parts parts = PartsOf({.sheet = "<sheetData/>"});
    parts.emplace_back(name, "x");
    EXPECT_THAT(Refusal(Zip(parts)), HasSubstr("không hợp lệ")) << name;
  }
  Parts twice = PartsOf({.sheet = "<sheetData/>"});
  twice.emplace_back("xl/styles.xml", "<styleSheet/>");
  EXPECT_THAT(Refusal(Zip(twice)), HasSubstr("hai lần"));
}

TEST(XlsxLimitsTest, TargetsThatLeadOut) {
  Parts parts = PartsOf({.sheet = "<sheetData/>"});
  for (auto& [name, text] : parts) {
    if (name != "xl/_rels/workbook.xml.rels") continue;
    const std::string target = "worksheets/sheet1.xml";
    text.replace(text.find(target), target.size(), "../../../etc/passwd");
  }
  EXPECT_THAT(Refusal(Zip(parts)), HasSubstr("thiếu phần"));
}

TEST(XlsxLimitsTest, MissingParts) {
  EXPECT_THAT(Refusal(Zip({{"a.txt", "không phải bảng"}})), HasSubstr("xl/workbook.xml"));
  EXPECT_THAT(Refusal(Zip({{"xl/workbook.xml", "<workbook/>"}})), HasSubstr("không có trang"));
}

TEST(XlsxLimitsTest, CutAnywhere) {
  const std::string whole =
      Xlsx({.sheet = "<sheetData>" + TextRow(1, {"STT", "Nội dung"}) + "</sheetData>"});
  ASSERT_EQ(Refusal(whole), "");
  for (size_t length = 4; length < whole.size(); length += 7) {
    EXPECT_THAT(Refusal(whole.substr(0, length)), Not(IsEmpty())) << length;
  }
}

TEST(XlsxLimitsTest, RowsAndCells) {
  std::string rows;
  for (int i = 1; i <= 20; ++i) rows += TextRow(i, {"a", "b"});
  const std::string bytes = Xlsx({.sheet = "<sheetData>" + rows + "</sheetData>"});
  EXPECT_EQ(Refusal(bytes, {.rows = 20, .cells = 40}), "");
  EXPECT_THAT(Refusal(bytes, {.rows = 19}), HasSubstr("--max-rows"));
  EXPECT_THAT(Refusal(bytes, {.cells = 39}), HasSubstr("--max-cells"));
  for (const char* wrong :
       {"<row r=\"2\"/><row r=\"1\"/>", "<row r=\"0\"/>", "<row r=\"9999999\"/>",
        "<row r=\"1\"><c r=\"A2\"/></row>", "<row r=\"1\"><c r=\"ZZZZ1\"/></row>",
        "<row r=\"1\"><c r=\"XFE1\"/></row>", "<row r=\"1\"><c r=\"1A\"/></row>"}) {
    EXPECT_THAT(Refusal(Xlsx({.sheet = "<sheetData>" + std::string(wrong) + "</sheetData>"})),
                HasSubstr("tệp hỏng"))
        << wrong;
  }
}

TEST(XlsxLimitsTest, MergesAgainAndAgain) {
  std::string rows;
  for (int i = 1; i <= 300; ++i) rows += TextRow(i, {"1", "Nội dung", "Chủ trì"});
  std::string merges;
  for (int i = 0; i < 20'000; ++i) merges += "<mergeCell ref=\"C1:C1048576\"/>";
  const ItemTable table =
      Items(Xlsx({.sheet = "<sheetData>" + TextRow(1, {"STT", "Nội dung", "Chủ trì"}) +
                           rows.substr(rows.find("<row r=\"2\"")) + "</sheetData><mergeCells>" +
                           merges + "</mergeCells>"}),
            {.ratio = 100'000});
  EXPECT_EQ(table.problems.size(), 298u) << "the same title on every row";
}

}  // namespace
}  // namespace tiendo::sheets
