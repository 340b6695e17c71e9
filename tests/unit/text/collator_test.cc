#include "common/text/collator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tiendo::text {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Sorted(std::vector<std::string> texts) {
  Collator collator = *Collator::Create();
  std::ranges::sort(texts, {}, [&](const std::string& s) { return collator.SortKey(s); });
  return texts;
}

TEST(Collator, DStrokeComesAfterEveryD) {
  EXPECT_THAT(Sorted({"Đảng", "Dương", "Em", "Da", "đa"}),
              ElementsAre("Da", "Dương", "đa", "Đảng", "Em"));
}

TEST(Collator, LettersInTheOrderOfTheAlphabet) {
  EXPECT_THAT(Sorted({"â", "ă", "a", "b", "ơ", "ô", "o", "ư", "u"}),
              ElementsAre("a", "ă", "â", "b", "o", "ô", "ơ", "u", "ư"));
}

TEST(Collator, ToneOnlyBreaksATie) {
  EXPECT_THAT(Sorted({"mạ", "mã", "mả", "mà", "má", "ma"}),
              ElementsAre("ma", "mà", "mả", "mã", "má", "mạ"));
  EXPECT_THAT(Sorted({"má b", "ma c"}), ElementsAre("má b", "ma c"));
}

TEST(Collator, DecomposedTextSortsLikeComposed) {
  Collator collator = *Collator::Create();
  EXPECT_EQ(collator.SortKey("e\xcc\x82\xcc\x81"), collator.SortKey("ế"));
  EXPECT_EQ(collator.Compare("u\xcc\x89y", "ủy"), 0);
}

TEST(Collator, CompareAgreesWithKeys) {
  Collator collator = *Collator::Create();
  EXPECT_LT(collator.Compare("Dũng", "Đạt"), 0);
  EXPECT_LT(collator.SortKey("Dũng"), collator.SortKey("Đạt"));
  EXPECT_EQ(collator.SortKey("a").find('\0'), std::string::npos);
}

TEST(Collator, LongTextHasAWholeKey) {
  Collator collator = *Collator::Create();
  std::string a;
  for (int i = 0; i < 3000; ++i) a += "Ưỡ";
  EXPECT_LT(collator.SortKey(a + "a"), collator.SortKey(a + "b"));
}

}  // namespace
}  // namespace tiendo::text
