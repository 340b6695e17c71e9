#include "common/text/fold.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tiendo::text {
namespace {

TEST(Fold, OldAndNewTonePlacementAreEqual) {
  EXPECT_EQ(Fold("Uỷ ban"), "uy ban");
  EXPECT_EQ(Fold("Ủy ban"), Fold("Uỷ ban"));
  EXPECT_EQ(Fold("Hoà Bình"), Fold("Hòa Bình"));
  EXPECT_EQ(Fold("thuý"), Fold("thúy"));
}

TEST(Fold, DStrokeIsD) {
  EXPECT_EQ(Fold("ĐẢNG ĐOÀN"), "dang doan");
  EXPECT_EQ(Fold("đường"), "duong");
}

TEST(Fold, EveryVowelLosesItsMarks) {
  EXPECT_EQ(Fold("ẮẦẪẬ ẾỆ Ị ỐỘỚỢ ỨỰ Ỹ"), "aaaa ee i oooo uu y");
}

TEST(Fold, ComposedAndDecomposedAreEqual) { EXPECT_EQ(Fold("e\xcc\x82\xcc\x81"), Fold("ế")); }

TEST(Fold, TwiceIsOnce) {
  for (const char* text : {"Nghị quyết số 12-NQ/ĐU", "İstanbul", "straße", "\xff"}) {
    EXPECT_EQ(Fold(Fold(text)), Fold(text)) << text;
  }
}

TEST(Fold, KeepsDigitsSpacesAndSigns) { EXPECT_EQ(Fold("12-NQ/TW, 30%"), "12-nq/tw, 30%"); }

TEST(FoldedWordsTest, AreRunsOfLettersAndDigits) {
  EXPECT_EQ(FoldedWords("Sở Lao động – Thương binh, Xã hội (2022)"),
            (std::vector<std::string>{"so", "lao", "dong", "thuong", "binh", "xa", "hoi", "2022"}));
  EXPECT_EQ(FoldedWords("LĐ-TBXH/01.b"), (std::vector<std::string>{"ld", "tbxh", "01", "b"}));
  EXPECT_TRUE(FoldedWords(" – … ").empty());
  EXPECT_TRUE(FoldedWords("").empty());
}

}  // namespace
}  // namespace tiendo::text
