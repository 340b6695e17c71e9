#include "services/units/domain/day_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"
#include "tests/unit/units/domain_fixture.h"

namespace tiendo::units::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using tiendo::testing::IsOk;

class DayTreeTest : public ::testing::Test {
 protected:
  // "depth id" per node; "~" for led.
  std::vector<std::string> Walk(const std::string& root, const std::string& day, int skip = 0,
                                int limit = 100) {
    const Forest forest = fakes_.Everything();
    const DayTree tree(forest, D(day),
                       [&](int a, int b) { return forest.name(a) < forest.name(b); });
    std::vector<std::string> out;
    const DayTree::Page page =
        tree.Walk(root.empty() ? Forest::kNone : forest.Find(Named(root)), skip, limit);
    for (const TreeNode& n : page.nodes) {
      out.push_back(std::to_string(n.depth) + (n.led ? "~" : " ") + forest.name(n.unit).substr(6));
    }
    total_ = page.total;
    return out;
  }
  Fakes fakes_;
  int total_ = 0;
};

TEST_F(DayTreeTest, LedUnitsHangBehindTheChildrenOfTheirLeader) {
  ASSERT_THAT(fakes_.Party("top"), IsOk());
  ASSERT_THAT(fakes_.Party("a", "top"), IsOk());
  ASSERT_THAT(fakes_.Government("so", "", "top"), IsOk());
  ASSERT_THAT(fakes_.Government("p1", "so", "a"), IsOk());
  ASSERT_THAT(fakes_.Government("p2", "so"), IsOk());
  ASSERT_THAT(fakes_.Government("p3", "so", "top"), IsOk());
  ASSERT_THAT(fakes_.Government("alone"), IsOk());
  EXPECT_THAT(Walk("", "2022-01-01"),
              ElementsAre("0 top", "1 a", "2~p1", "1~so", "2 p2", "2 p3", "0 alone"));
  EXPECT_THAT(Walk("so", "2022-01-01"), ElementsAre("0 so", "1 p1", "1 p2", "1 p3"));
  EXPECT_THAT(Walk("a", "2022-01-01"), ElementsAre("0 a", "1~p1"));
  EXPECT_THAT(Walk("a", "2019-01-01"), IsEmpty());
}

TEST_F(DayTreeTest, PagesAreTheWalkInParts) {
  ASSERT_THAT(fakes_.Party("top"), IsOk());
  for (int i = 0; i < 9; ++i) {
    ASSERT_THAT(fakes_.Party("c" + std::to_string(i), i < 5 ? "top" : "c0"), IsOk());
  }
  const std::vector<std::string> whole = Walk("", "2022-01-01");
  EXPECT_EQ(total_, 10);
  std::vector<std::string> parts;
  for (int skip = 0; skip < 10; skip += 3) {
    for (std::string& node : Walk("", "2022-01-01", skip, 3)) parts.push_back(std::move(node));
    EXPECT_EQ(total_, 10);
  }
  EXPECT_EQ(parts, whole);
}

// A chain as deep as it is long: nothing here recurses.
TEST_F(DayTreeTest, DepthIsNoLimit) {
  Forest forest;
  constexpr int kDeep = 20'000;
  for (int i = 0; i < kDeep; ++i) {
    forest.Put(RecordOf(
        NewUnit("c" + std::to_string(i), i == 0 ? "" : "c" + std::to_string(i - 1), Side::kParty)));
  }
  const DayTree tree(forest, D("2022-01-01"), [](int a, int b) { return a < b; });
  EXPECT_EQ(tree.Walk(Forest::kNone, 0, 1).total, kDeep);
  EXPECT_TRUE(forest.Within(kDeep - 1, 0, D("2022-01-01")));
}

}  // namespace
}  // namespace tiendo::units::testing
