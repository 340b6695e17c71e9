// What a planned reorganisation would move.
#include "services/status/domain/commitments.h"

#include <gmock/gmock.h>

#include "common/errors/error.h"
#include "services/status/domain/contributions.h"
#include "tests/unit/status/facts_builder.h"

namespace tiendo::status::testing {
namespace {

using ::testing::IsEmpty;

class CommitmentsTest : public ::testing::Test {
 protected:
  absl::StatusOr<Commitments> Ask(const std::vector<std::string>& ending,
                                  const std::vector<std::string>& moving, const char* day,
                                  const char* today = "2022-07-01") {
    const UnitHistory history(units_);
    const UnitTree tree(history, D(day));
    return CommitmentsOf(tree, {ending, moving, D(day), D(today)}, PointersTo(items_), plans_,
                         engagements_, [](int) { return std::optional<Day>(D("2022-01-31")); });
  }
  // "i1@units/a" with "!" when it goes to the heir and "." when it is done.
  static std::vector<std::string> Show(const Commitments& found) {
    std::vector<std::string> out;
    for (const Commitment& c : found.list) {
      out.push_back(c.name.substr(c.name.rfind('/') + 1) + "@" + c.unit + (c.to_heir ? "!" : "") +
                    (c.done ? "." : ""));
    }
    return out;
  }

  std::vector<UnitFact> units_ = {Party("root", ""),
                                  Party("cell", "root"),
                                  Government("so", "", "root"),
                                  Government("a", "so", "cell"),
                                  Government("a1", "a", ""),
                                  Government("b", "so", "")};
  std::vector<ItemFact> items_;
  std::vector<PlanFact> plans_;
  std::vector<EngagementFact> engagements_;
};

TEST_F(CommitmentsTest, WhoEndsHandsOverAndWhoStandsBelowFollows) {
  items_ = {Item("1", "2022-06-15", {"a", "a1", "b"}),
            With(Item("2", "2022-03-01", {"a1"}), {Completed("2022-02-20", "a1")}),
            Item("3", "2022-02-01", {"b"})};
  auto found = Ask({U("a")}, {}, "2022-07-01");
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_THAT(Show(*found), ::testing::ElementsAre("1@units/a!", "1@units/a1", "2@units/a1."));
  const CommitmentCounts& counts = found->items.at("categories/department");
  EXPECT_EQ(counts.total, 2);
  EXPECT_EQ(counts.open, 1);
  EXPECT_EQ(counts.to_heir, 1);
}

TEST_F(CommitmentsTest, APartyUnitBringsWhatItLeads) {
  items_ = {Item("1", "2022-06-15", {"a1"}), Item("2", "2022-06-15", {"b"})};
  plans_ = {{"plans/p", U("cell"), 2022, std::nullopt, D("2022-01-20")}};
  EngagementFact engagement;
  engagement.name = "engagements/e";
  engagement.unit = U("cell");
  engagements_ = {engagement};
  auto found = Ask({}, {U("cell")}, "2022-07-01");
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_THAT(Show(*found), ::testing::ElementsAre("1@units/a1", "e@units/cell", "p@units/cell."));
  EXPECT_EQ(found->plans.total, 1);
  EXPECT_EQ(found->plans.open, 0);
  EXPECT_EQ(found->list.back().due, D("2022-01-31"));
  EXPECT_EQ(found->engagements.open, 1);
  EXPECT_THAT(Ask({U("b")}, {}, "2022-07-01")->plans, CommitmentCounts());
}

TEST_F(CommitmentsTest, HeirsOfEarlierReorganisationsAnswer) {
  units_[3] = Ended(Government("a", "so", "cell"), "2022-05-01", {"b"});
  items_ = {Item("1", "2022-06-15", {"a"})};
  auto found = Ask({U("b")}, {}, "2022-07-01");
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_THAT(Show(*found), ::testing::ElementsAre("1@units/b!"));
  const absl::Status refused = Ask({U("a")}, {}, "2022-07-01").status();
  EXPECT_EQ(errors::Reason(refused), "SCOPE_NOT_IN_FORCE");
  EXPECT_EQ(errors::GetDetails(refused)->metadata["successors"], U("b"));
  EXPECT_EQ(errors::Reason(Ask({U("none")}, {}, "2022-07-01").status()), "SCOPE_NOT_FOUND");
}

TEST_F(CommitmentsTest, EnteredLateItMovesWhatHasBeenAddedSince) {
  ItemFact added = Item("1", "2022-12-15", {"a"});
  added.approval = D("2022-06-20");
  ItemFact secret = Item("2", "", {"a"});
  secret.secret = true;
  secret.title = "Tên";
  items_ = {added, secret, With(Item("3", "2022-12-15", {"a"}), {Withdrawn("2022-03-01")})};
  auto late = Ask({U("a")}, {}, "2022-05-01", "2022-07-01");
  ASSERT_TRUE(late.ok()) << late.status();
  EXPECT_THAT(Show(*late), ::testing::ElementsAre("1@units/a!", "2@units/a!"));
  EXPECT_EQ(late->list.back().title, kSecretTitle);
  EXPECT_THAT(Show(*Ask({U("a")}, {}, "2022-05-01", "2022-05-01")),
              ::testing::ElementsAre("2@units/a!"));
  EXPECT_THAT(Ask({U("b")}, {}, "2022-05-01")->list, IsEmpty());
}

}  // namespace
}  // namespace tiendo::status::testing
