#include "common/text/word_search.h"

#include <gtest/gtest.h>

#include "common/text/fold.h"

namespace tiendo::text {
namespace {

std::string Searchable(std::initializer_list<const char*> fields) {
  std::string out;
  for (const char* field : fields) AppendSearchable(out, FoldedWords(field));
  return out;
}

int Score(const char* query, const std::string& searchable) {
  return WordSearch(FoldedWords(query)).Score(searchable);
}

TEST(WordSearch, EveryWordBeginsAWord) {
  const std::string text = Searchable({"Nghị quyết về hoà giải ở cơ sở"});
  EXPECT_NE(Score("nghi quyet", text), WordSearch::kNoMatch);
  EXPECT_NE(Score("HÒA GIẢI", text), WordSearch::kNoMatch) << "tone placement";
  EXPECT_NE(Score("so co", text), WordSearch::kNoMatch) << "in any order";
  EXPECT_NE(Score("gia", text), WordSearch::kNoMatch) << "a beginning";
  EXPECT_EQ(Score("iai", text), WordSearch::kNoMatch) << "not the middle";
  EXPECT_EQ(Score("nghi xyz", text), WordSearch::kNoMatch);
}

TEST(WordSearch, DStrokeIsD) {
  const std::string text = Searchable({"Đề án đào tạo"});
  EXPECT_NE(Score("de an dao tao", text), WordSearch::kNoMatch);
  EXPECT_NE(Score("ĐÀO", text), WordSearch::kNoMatch);
}

TEST(WordSearch, BetterMatchesScoreLower) {
  const std::string text = Searchable({"Kế hoạch năm 2022", "KH 22"});
  EXPECT_EQ(Score("ke hoach nam 2022", text), 0);
  EXPECT_EQ(Score("kh 22", text), 0) << "the last field as a whole";
  EXPECT_EQ(Score("ke ho", text), 1);
  EXPECT_EQ(Score("kh", text), 2);
  EXPECT_EQ(Score("hoach nam", text), 3);
  EXPECT_EQ(Score("nam hoach", text), 4);
}

TEST(WordSearch, AFieldWithoutWordsIsNone) { EXPECT_EQ(Searchable({"", "–", "a"}), "\n a "); }

}  // namespace
}  // namespace tiendo::text
