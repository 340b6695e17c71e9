#include "services/programs/api/titles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/text/fold.h"
#include "common/text/word_search.h"

namespace tiendo::programs {
namespace {

using ::testing::ElementsAre;

TitleVersion Version() {
  TitleVersion::Titles titles;
  auto add = [&titles](const char* name, const char* title) {
    auto one = std::make_shared<TitleVersion::Title>();
    one->name = name;
    text::AppendSearchable(one->searchable, text::FoldedWords(title));
    titles.push_back(std::move(one));
  };
  add("programs/a/items/1", "Báo cáo sơ kết công tác dân vận");
  add("programs/a/items/2", "Công tác dân vận");
  add("programs/a/items/3", "");  // secret
  add("programs/b/items/1", "Công tác dân vận 6 tháng");
  add("programs/b/items/2", "Dân quân, công tác vận động");
  return TitleVersion(7, std::move(titles));
}

std::vector<std::string> Names(const std::vector<TitleHit>& hits) {
  std::vector<std::string> out;
  for (const TitleHit& hit : hits) out.emplace_back(hit.name);
  return out;
}

TEST(Titles, BestFirstThenByName) {
  const TitleVersion version = Version();
  const auto words = text::FoldedWords("cong tac dan van");
  EXPECT_THAT(Names(FindTitles(version, words, "", {-1, ""}, 10)),
              ElementsAre("programs/a/items/2", "programs/b/items/1", "programs/a/items/1",
                          "programs/b/items/2"));
  EXPECT_THAT(Names(FindTitles(version, words, "programs/b/items/", {-1, ""}, 10)),
              ElementsAre("programs/b/items/1", "programs/b/items/2"));
}

TEST(Titles, GoOnAfterTheLastOne) {
  const TitleVersion version = Version();
  const auto words = text::FoldedWords("cong tac dan van");
  std::vector<std::string> paged;
  std::string last_name;
  TitleHit last{-1, ""};
  while (true) {
    const std::vector<TitleHit> hits = FindTitles(version, words, "", last, 1);
    if (hits.empty()) break;
    paged.emplace_back(hits[0].name);
    last_name = paged.back();
    last = {hits[0].score, last_name};
  }
  EXPECT_EQ(paged, Names(FindTitles(version, words, "", {-1, ""}, 10)));
}

}  // namespace
}  // namespace tiendo::programs
