// Rule 28: two states side by side.
#include "services/status/domain/comparison.h"

#include <gmock/gmock.h>

#include "tests/unit/status/facts_builder.h"

namespace tiendo::status::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ComparisonTest : public ::testing::Test {
 protected:
  Comparison Between(const std::vector<ItemFact>& items_before, const char* from,
                     const std::vector<ItemFact>& items, const char* day) {
    const UnitHistory history(units_);
    const UnitTree tree_before(history, D(from));
    const UnitTree tree(history, D(day));
    Query query;
    query.scope = U(scope_);
    query.year = 2022;
    query.not_updated_days = 10000;
    query.as_of = D(from);
    const ItemPointers before = PointersTo(items_before);
    const ItemPointers after = PointersTo(items);
    Query later = query;
    later.as_of = D(day);
    auto comparison = Compare({tree_before, before, query}, {tree, after, later});
    if (!comparison.ok()) {
      ADD_FAILURE() << comparison.status();
      return {};
    }
    return *std::move(comparison);
  }
  Comparison Between(const char* from, const std::vector<ItemFact>& items, const char* day) {
    return Between(items, from, items, day);
  }
  // "1 đã hoàn thành; đổi thời hạn".
  static std::vector<std::string> Show(const Comparison& comparison) {
    std::vector<std::string> out;
    for (const ItemChange& change : comparison.changes) {
      const std::string& name = (change.after ? change.after : change.before)->item;
      std::string line = name.substr(name.rfind('/') + 1);
      for (const ChangeKind kind : change.kinds) line += ", " + std::string(ChangeVi(kind));
      out.push_back(line);
    }
    return out;
  }

  std::vector<UnitFact> units_ = {Party("root", ""), Party("a", "root"), Party("b", "root")};
  std::string scope_ = "root";
};

TEST_F(ComparisonTest, R28TellsWhatChangedAndHowThePlanCameAbout) {
  ItemFact added = Item("4", "2022-09-30", {"a"});
  added.approval = D("2022-07-05");
  ItemFact later = Item("8", "2022-12-31", {"a"});
  later.approval = D("2022-08-01");
  const std::vector<ItemFact> items = {
      With(Item("1", "2022-06-30", {"a"}), {Completed("2022-07-08", "a")}),
      Item("2", "2022-07-10", {"a"}),
      With(Item("3", "2022-12-31", {"a"}), {Withdrawn("2022-07-02")}),
      added,
      With(Item("5", "2022-06-15", {"a"}), {Extended("2022-07-01", "2022-09-30")}),
      With(Item("6", "2022-12-31", {"a"}), {Reassigned("2022-07-03", {"b"})}),
      With(Item("7", "2022-12-31", {"a"}), {Completed("2022-06-20", "a"), Returned("2022-07-05")}),
      later,
      Item("9", "2022-12-31", {"a"})};
  const Comparison comparison = Between("2022-06-30", items, "2022-07-14");
  EXPECT_THAT(
      Show(comparison),
      ElementsAre("1, đã hoàn thành", "2, mới quá hạn", "3, rút khỏi chương trình", "4, bổ sung",
                  "5, hết quá hạn, đổi thời hạn", "6, đổi đơn vị", "7, mở lại"));
  ASSERT_EQ(comparison.categories.size(), 1u);
  const CategoryComparison& row = comparison.categories[0];
  EXPECT_EQ(row.plan, (PlanFlow{.before = 7, .added = 1, .withdrawn = 1, .after = 7}));
  EXPECT_EQ(row.done, 1);
  EXPECT_EQ(row.newly_overdue, 1);
  EXPECT_EQ(row.before.overdue_open, 1);
  EXPECT_EQ(row.after.overdue_open, 1);
  EXPECT_THAT(comparison.changes[5].units_before, ElementsAre(U("a")));
  EXPECT_THAT(comparison.changes[5].units_after, ElementsAre(U("b")));
  EXPECT_EQ(comparison.changes[4].before->due, D("2022-06-15"));
  EXPECT_EQ(comparison.changes[4].after->due, D("2022-09-30"));

  scope_ = "b";
  EXPECT_THAT(Show(Between("2022-06-30", items, "2022-07-14")), ElementsAre("6, chuyển đến"));
  scope_ = "a";
  EXPECT_EQ(Between("2022-06-30", items, "2022-07-14").categories[0].plan,
            (PlanFlow{.before = 7, .added = 1, .withdrawn = 1, .moved_out = 1, .after = 6}));
}

TEST_F(ComparisonTest, R28FromBeforeTheApprovalEverythingIsOriginal) {
  const std::vector<ItemFact> items = {Item("1", "2022-06-30", {"a"})};
  const Comparison comparison = Between("2022-01-09", items, "2022-07-14");
  EXPECT_THAT(Show(comparison), ElementsAre("1, vào chương trình, mới quá hạn"));
  EXPECT_EQ(comparison.categories[0].plan, (PlanFlow{.original = 1, .after = 1}));
}

TEST_F(ComparisonTest, R28AReorganisationMoves) {
  units_ = {Party("root", ""), Ended(Party("a", "root"), "2022-07-01", {"b"}), Party("b", "root")};
  scope_ = "b";
  EXPECT_THAT(Show(Between("2022-06-30", {Item("1", "", {"a"})}, "2022-07-14")),
              ElementsAre("1, chuyển đến"));
}

// One day, two times of knowledge.
TEST_F(ComparisonTest, R28TheSameDayAsKnownThenAndNow) {
  const ItemFact open = Item("1", "2022-06-30", {"a"});
  const ItemFact done = With(open, {Completed("2022-06-28", "a")});
  EXPECT_THAT(Show(Between({open}, "2022-06-30", {done}, "2022-06-30")),
              ElementsAre("1, đã hoàn thành"));
  EXPECT_THAT(Show(Between({open}, "2022-06-30", {open}, "2022-06-30")), IsEmpty());
  const ItemFact withdrawn = With(open, {Withdrawn("2022-06-20")});
  const ItemFact voided = With(open, {Voided(Withdrawn("2022-06-20"))});
  const Comparison restored = Between({withdrawn}, "2022-06-30", {voided}, "2022-06-30");
  EXPECT_THAT(Show(restored), ElementsAre("1, tính lại"));
  EXPECT_EQ(restored.categories[0].plan.restored, 1);
  ItemFact draft = open;
  draft.approval = std::nullopt;
  EXPECT_THAT(Show(Between({open}, "2022-06-30", {draft}, "2022-06-30")),
              ElementsAre("1, không còn tính"));
  const Comparison unknown = Between({}, "2022-06-30", {open}, "2022-06-30");
  EXPECT_EQ(unknown.changes[0].before, std::nullopt);
  EXPECT_EQ(unknown.categories[0].plan.original, 1);
}

TEST_F(ComparisonTest, R28ALineOfTheSameYearReplacesTheOldOne) {
  const auto [old, line] =
      CarryOver(Item("1", "2022-11-30", {"a"}), "2022-07-05", "2", {2022, 2023}, "2022-12-15");
  const Comparison comparison = Between("2022-06-30", {old, line}, "2022-07-14");
  EXPECT_THAT(Show(comparison), ElementsAre("1, không còn tính", "2, chuyển từ năm trước sang"));
  EXPECT_EQ(comparison.categories[0].plan,
            (PlanFlow{.before = 1, .carried_in = 1, .dropped = 1, .after = 1}));
}

TEST_F(ComparisonTest, R25SecretItemsKeepTheirTitle) {
  ItemFact item = With(Item("1", "2022-06-30", {"a"}), {Completed("2022-07-08", "a")});
  item.secret = true;
  const Comparison comparison = Between("2022-06-30", {item}, "2022-07-14");
  EXPECT_EQ(comparison.changes[0].after->title, "(nội dung mật)");
}

}  // namespace
}  // namespace tiendo::status::testing
