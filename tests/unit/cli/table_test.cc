#include "services/cli/table.h"

#include <gtest/gtest.h>

namespace tiendo::cli {
namespace {

TEST(DisplayWidthTest, CountsScreenColumnsNotBytes) {
  EXPECT_EQ(DisplayWidth(""), 0);
  EXPECT_EQ(DisplayWidth("Quá hạn"), 7);
  EXPECT_EQ(DisplayWidth("Đảng bộ"), 7);
  EXPECT_EQ(DisplayWidth("–"), 1);
}

TEST(DisplayWidthTest, CombiningMarksTakeNoColumn) {
  EXPECT_EQ(DisplayWidth("Qua\xcc\x81 ha\xcc\xa3n"), 7);  // decomposed "Quá hạn"
}

TEST(DisplayWidthTest, WideCharactersTakeTwo) { EXPECT_EQ(DisplayWidth("越南"), 4); }

TEST(DisplayWidthTest, BadBytesTakeOneEach) { EXPECT_EQ(DisplayWidth("a\xff\xfe"), 3); }

TEST(TableTest, AlignsVietnameseText) {
  Table table({{"Đơn vị"}, {"Còn", Table::Align::kRight}});
  table.AddRow({"Sở", "8"});
  table.AddRow({"Trường Cao đẳng nghề", "12"});
  EXPECT_EQ(table.Render(),
            "Đơn vị                Còn\n"
            "────────────────────  ───\n"
            "Sở                      8\n"
            "Trường Cao đẳng nghề   12\n");
}

TEST(TableTest, FillsMissingCellsAndDropsSpare) {
  Table table({{"a"}, {"b"}});
  table.AddRow({"1"});
  table.AddRow({"1", "2", "3"});
  EXPECT_EQ(table.Render(), "a  b\n─  ─\n1\n1  2\n");
}

TEST(StyleTest, PlainUnlessEnabled) {
  EXPECT_EQ(Style{}.Alert("quá hạn"), "quá hạn");
  EXPECT_NE(Style{.enabled = true}.Alert("quá hạn").find("quá hạn"), std::string::npos);
}

}  // namespace
}  // namespace tiendo::cli
