// Rules 14-18, 25: where an item counts. And the published figures of 2022.
#include "services/status/domain/figures.h"

#include <gtest/gtest.h>

#include "services/status/domain/contributions.h"
#include "services/status/domain/sentence.h"
#include "tests/unit/status/facts_builder.h"

namespace tiendo::status::testing {
namespace {

std::vector<CategoryRow> Review(const char* day) {
  const UnitHistory history({Party("root", "")});
  const UnitTree tree(history, D(day));
  Query query;
  query.scope = U("root");
  query.year = 2022;
  query.as_of = D(day);
  query.children = true;
  const std::vector<ItemFact> items = Review2022();
  auto answer = Compute(tree, PointersTo(items), query);
  EXPECT_TRUE(answer.ok()) << answer.status();
  return answer->rows;
}

TEST(Review2022, AsPublished) {
  const std::vector<CategoryRow> rows = Review("2022-06-30");
  ASSERT_EQ(rows.size(), 2u);
  const SentenceQuery words{.year = 2022, .as_of = D("2022-06-30"), .due_by = {}, .rounding = {}};
  EXPECT_EQ(SentenceVi(rows[1].total, words),
            "đã thực hiện 10/10/18 (đạt 100% so với 6 tháng và đạt 55,55% kế hoạch năm), còn 8 nội "
            "dung");
  EXPECT_EQ(
      SentenceVi(rows[0].total, words),
      "đã thực hiện 18/19/21 (đạt 94,73% so với 6 tháng và đạt 85,71% kế hoạch năm), còn 3 nội "
      "dung");
  // What a subtraction would not show: 19 - 18 = 1, but two are overdue.
  EXPECT_EQ(ExplanationVi(rows[0].total),
            "trong đó 1 nội dung hoàn thành trước hạn, 2 nội dung quá hạn");
  EXPECT_EQ(ExplanationVi(rows[1].total), "");
}

TEST(Review2022, OnTheDayOfTheMeeting) {
  const Figures figures = Review("2022-07-14")[0].total;
  EXPECT_EQ(TripleText(figures), "19/19/21");
  EXPECT_EQ(figures.remaining, 2);
  EXPECT_EQ(figures.done_late, 1);
  EXPECT_EQ(TripleText(Review("2022-01-09")[0].total), "0/0/0");
}

TEST(Placement, R14CountsOnceAtTheCommonSuperior) {
  const std::vector<UnitFact> units = {Party("root", ""), Party("a", "root"), Party("b", "root"),
                                       Party("b1", "b")};
  const CategoryRow row = RowOn(
      units, {Item("1", "2022-06-30", {"a", "b1"}), Item("2", "", {"b1", "b1"})}, "2022-03-01");
  EXPECT_EQ(row.total.plan, 2);
  EXPECT_EQ(row.own.plan, 0);
  ASSERT_EQ(row.children.size(), 2u);
  EXPECT_EQ(row.children[0].figures.plan, 1);
  EXPECT_EQ(row.children[1].figures.plan, 2);
  EXPECT_EQ(row.joint.plan, 1);
}

TEST(Placement, R14OwnHoldsTheGovernmentUnitsThatAreLedDirectly) {
  const std::vector<UnitFact> units = {
      Party("root", ""), Party("cell", "root"), Government("dept", "", "root"),
      Government("school", "dept", "cell"), Government("office", "dept", "")};
  const std::vector<ItemFact> items = {Item("1", "", {"dept"}), Item("2", "", {"school"}),
                                       Item("3", "", {"office"}),
                                       Item("4", "", {"dept", "school"})};
  const CategoryRow party = RowOn(units, items, "2022-03-01");
  EXPECT_EQ(party.total.plan, 4);
  EXPECT_EQ(party.own.plan, 3);  // rule 17: the office inherits from the department
  EXPECT_EQ(party.children[0].figures.plan, 2);
  EXPECT_EQ(party.joint.plan, 1);
  // On the government side by ownership.
  const CategoryRow government = RowOn(units, items, "2022-03-01", {.scope = "dept"});
  EXPECT_EQ(government.total.plan, 4);
  EXPECT_EQ(government.own.plan, 2);
  EXPECT_EQ(government.joint.plan, 1);
}

TEST(Placement, R15NoLeadCountsAtTheOwner) {
  const std::vector<UnitFact> units = {Party("root", ""), Party("a", "root")};
  ItemFact item = Item("1", "", {});
  item.program_owner = U("a");
  EXPECT_EQ(RowOn(units, {item}, "2022-03-01", {.scope = "a"}).total.unowned, 1);
  const ItemFact done = With(item, {Completed("2022-03-01", "a")});
  EXPECT_EQ(RowOn(units, {done}, "2022-03-01").total.done_total, 1);
}

TEST(Placement, R16TheTreeOfTheDayPlacesTheWholeHistory) {
  UnitFact before = Party("x", "a");
  before.effective_to = D("2022-07-01");
  UnitFact after = Party("x", "b");
  after.effective_from = D("2022-07-01");
  const std::vector<UnitFact> units = {Party("root", ""), Party("a", "root"), Party("b", "root"),
                                       before, after};
  const std::vector<ItemFact> items = {
      With(Item("1", "2022-06-30", {"x"}), {Completed("2022-06-01", "x")})};
  EXPECT_EQ(RowOn(units, items, "2022-06-30", {.scope = "a"}).total.done_total, 1);
  EXPECT_EQ(RowOn(units, items, "2022-06-30", {.scope = "b"}).total.done_total, 0);
  EXPECT_EQ(RowOn(units, items, "2022-07-01", {.scope = "a"}).total.done_total, 0);
  EXPECT_EQ(RowOn(units, items, "2022-07-01", {.scope = "b"}).total.done_total, 1);
}

TEST(Placement, ReassignedItemMovesWithItsCounts) {
  const std::vector<UnitFact> units = {Party("root", ""), Party("a", "root"), Party("b", "root")};
  const std::vector<ItemFact> items = {
      With(Item("1", "2022-06-30", {"a"}), {Reassigned("2022-05-01", {"b"})})};
  EXPECT_EQ(RowOn(units, items, "2022-04-30", {.scope = "a"}).total.plan, 1);
  EXPECT_EQ(RowOn(units, items, "2022-05-01", {.scope = "a"}).total.plan, 0);
  EXPECT_EQ(RowOn(units, items, "2022-05-01", {.scope = "b"}).total.plan, 1);
}

TEST(Placement, R18TheHeirTakesOverAndFinishesTheOldPart) {
  const std::vector<UnitFact> units = {Party("root", ""),
                                       Ended(Party("a", "root"), "2022-03-01", {"b", "c"}),
                                       Ended(Party("b", "root"), "2022-05-01"), Party("c", "root")};
  const std::vector<ItemFact> open = {Item("1", "2022-06-30", {"a"})};
  EXPECT_EQ(RowOn(units, open, "2022-03-01", {.scope = "b"}).total.plan, 1);
  EXPECT_EQ(RowOn(units, open, "2022-05-01", {.scope = "c"}).total.plan, 0);
  EXPECT_EQ(RowOn(units, open, "2022-05-01").own.plan, 1);  // b's last superior
  const std::vector<ItemFact> done = {With(open[0], {Completed("2022-04-01", "b")})};
  EXPECT_EQ(RowOn(units, done, "2022-04-01").total.done_total, 1);
}

TEST(Placement, R18AnHeirThatLeadsTooFinishesBothOnlyAfterTheMerger) {
  const std::vector<UnitFact> units = {
      Party("root", ""), Ended(Party("a", "root"), "2022-03-01", {"b"}), Party("b", "root")};
  const ItemFact item = With(Item("1", "2022-06-30", {"a", "b"}), {Completed("2022-02-01", "b")});
  EXPECT_EQ(RowOn(units, {item}, "2022-03-01").total.done_total, 0);
  EXPECT_EQ(RowOn(units, {item}, "2022-03-01", {.scope = "b"}).total.plan, 1);
  EXPECT_EQ(
      RowOn(units, {With(item, {Completed("2022-04-01", "b")})}, "2022-04-01").total.done_total, 1);
}

TEST(Placement, UnknownLeadsAreTold) {
  const CategoryRow row =
      RowOn({Party("root", ""), Party("a", "root")},
            {Item("1", "", {"nobody"}), Item("2", "", {"a", "nobody"})}, "2022-03-01");
  EXPECT_EQ(row.unattributed.plan, 2);
  EXPECT_EQ(row.total.plan, 1);
}

TEST(Contributions, AreAsManyAsTheColumnSays) {
  const UnitHistory history({Party("root", "")});
  Query query;
  query.scope = U("root");
  query.year = 2022;
  query.as_of = D("2022-06-30");
  const UnitTree tree(history, query.as_of);
  const std::vector<ItemFact> items = Review2022();
  const auto answer = Compute(tree, PointersTo(items), query);
  for (const ColumnInfo& info : AllColumns()) {
    const auto list =
        Contributions(tree, PointersTo(items), query, "categories/department", info.column);
    EXPECT_EQ(static_cast<int32_t>(list->size()), answer->rows[0].total.Get(info.column))
        << info.name;
  }
  const auto overdue =
      Contributions(tree, PointersTo(items), query, "categories/department", Column::kOverdueOpen);
  ASSERT_EQ(overdue->size(), 2u);
  EXPECT_EQ(overdue->at(0).item, "programs/department/items/18");
  EXPECT_EQ(TimelinessVi(overdue->at(0)), "quá hạn 30 ngày");
}

TEST(Contributions, R25SecretItemsKeepTheirTitle) {
  const UnitHistory history({Party("root", "")});
  Query query;
  query.scope = U("root");
  query.year = 2022;
  query.as_of = D("2022-06-30");
  std::vector<ItemFact> items = {Item("1", "2022-06-30", {"root"})};
  items[0].secret = true;
  const auto list = Contributions(UnitTree(history, query.as_of), PointersTo(items), query,
                                  "categories/department", Column::kPlan);
  ASSERT_EQ(list->size(), 1u);
  EXPECT_EQ(list->front().title, "(nội dung mật)");
  EXPECT_EQ(list->front().due, D("2022-06-30"));
}

TEST(Identities, AreNamedWhenTheyFail) {
  Figures figures;
  EXPECT_EQ(FailedIdentity(figures, false), "");
  figures.done_total = 1;
  EXPECT_EQ(FailedIdentity(figures, false),
            "done_total (1) = done_of_due + done_ahead + done_no_due (0)");
}

}  // namespace
}  // namespace tiendo::status::testing
