// Rules 17-19: the tree of a day.
#include "services/status/domain/unit_tree.h"

#include <gtest/gtest.h>

#include "common/errors/error.h"
#include "services/status/domain/reasons.h"
#include "tests/unit/status/facts_builder.h"

namespace tiendo::status::testing {
namespace {

TEST(UnitTree, R19InForceFromStartToTheDayBeforeTheEnd) {
  UnitFact unit = Party("a", "root");
  unit.effective_from = D("2022-02-01");
  const UnitHistory history(
      {Party("root", ""), Ended(unit, "2022-05-01", {"b"}), Party("b", "root")});
  EXPECT_EQ(history.InForce(U("a"), D("2022-01-31")), nullptr);
  EXPECT_NE(history.InForce(U("a"), D("2022-02-01")), nullptr);
  EXPECT_NE(history.InForce(U("a"), D("2022-04-30")), nullptr);
  EXPECT_EQ(history.InForce(U("a"), D("2022-05-01")), nullptr);

  const auto ended = UnitTree(history, D("2022-05-01")).Scope(U("a"), D("2022-05-01"));
  EXPECT_EQ(ended.status().code(), absl::StatusCode::kFailedPrecondition);
  const auto details = errors::GetDetails(ended.status());
  ASSERT_TRUE(details.has_value());
  EXPECT_EQ(details->reason, reasons::kScopeNotInForce);
  EXPECT_EQ(details->metadata.at("successors"), U("b"));

  const auto early = UnitTree(history, D("2022-01-31")).Scope(U("a"), D("2022-01-31"));
  EXPECT_EQ(errors::Reason(early.status()), reasons::kScopeNotInForce);
  const auto unknown = UnitTree(history, D("2022-03-01")).Scope(U("x"), D("2022-03-01"));
  EXPECT_EQ(errors::Reason(unknown.status()), reasons::kScopeNotFound);
}

TEST(UnitTree, IsConstantBetweenChanges) {
  const UnitHistory history({Party("root", ""), Ended(Party("a", "root"), "2022-05-01")});
  const UnitTree tree(history, D("2022-04-30"));
  EXPECT_TRUE(tree.IsOf(D("2000-01-01")));
  EXPECT_FALSE(tree.IsOf(D("2022-05-01")));
  EXPECT_TRUE(UnitTree(history, D("2022-05-01")).IsOf(D("2030-01-01")));
}

TEST(UnitTree, R18ChildrenAndLeadershipGoToTheHeir) {
  const UnitHistory history({Party("root", ""), Ended(Party("a", "root"), "2022-05-01", {"b"}),
                             Party("b", "root"), Party("a1", "a"), Government("school", "", "a")});
  const UnitTree tree(history, D("2022-05-01"));
  EXPECT_EQ(tree.node(tree.Find(U("a1"))).parent, tree.Find(U("b")));
  EXPECT_EQ(tree.node(tree.Find(U("school"))).leader, tree.Find(U("b")));
  EXPECT_EQ(tree.Place(U("a")), tree.Find(U("b")));
}

TEST(UnitTree, R18WhoTakesOverFromItsSuperiorMovesUp) {
  const UnitHistory history({Party("root", ""), Ended(Party("a", "root"), "2022-05-01", {"a1"}),
                             Party("a1", "a"), Party("a2", "a")});
  const UnitTree tree(history, D("2022-05-01"));
  EXPECT_EQ(tree.node(tree.Find(U("a1"))).parent, tree.Find(U("root")));
  EXPECT_EQ(tree.node(tree.Find(U("a2"))).parent, tree.Find(U("a1")));
}

TEST(UnitTree, R17LedByIsInheritedFromTheNearestSuperior) {
  const UnitHistory history({Party("root", ""), Party("cell", "root"),
                             Government("dept", "", "root"), Government("school", "dept", "cell"),
                             Government("faculty", "school", "")});
  const UnitTree tree(history, D("2022-05-01"));
  EXPECT_EQ(tree.node(tree.Find(U("faculty"))).leader, tree.Find(U("cell")));
  EXPECT_TRUE(tree.Counts(tree.Find(U("faculty")), tree.Find(U("dept"))));
  EXPECT_TRUE(tree.Counts(tree.Find(U("faculty")), tree.Find(U("cell"))));
  EXPECT_FALSE(tree.Counts(tree.Find(U("cell")), tree.Find(U("dept"))));
}

TEST(UnitTree, RingsInFactsOfDifferentAgeEnd) {
  const UnitHistory history({Party("a", "b"), Party("b", "a")});
  const UnitTree tree(history, D("2022-05-01"));
  EXPECT_EQ(tree.node(tree.Find(U("a"))).parent, UnitTree::kNone);
  EXPECT_EQ(tree.node(tree.Find(U("b"))).parent, tree.Find(U("a")));
  const UnitHistory heirs(
      {Ended(Party("a", ""), "2022-01-01", {"b"}), Ended(Party("b", ""), "2022-01-01", {"a"})});
  EXPECT_EQ(heirs.HeirOn(U("a"), D("2022-05-01")), std::nullopt);
}

}  // namespace
}  // namespace tiendo::status::testing
