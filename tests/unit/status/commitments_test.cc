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
    const std::vector<const ItemFact*> items = PointersTo(items_);
    std::vector<const TargetFact*> targets;
    for (const TargetFact& target : targets_) targets.push_back(&target);
    return CommitmentsOf(tree, {ending, moving, D(day), D(today)},
                         {items, targets, assignments_, duties_, plans_, engagements_,
                          [](const std::string&) { return std::string("categories/party-duty"); },
                          [](int) { return std::optional<Day>(D("2022-01-31")); }});
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
  std::vector<TargetFact> targets_;
  AssignmentsByUnit assignments_;
  std::map<std::string, DutyFact> duties_;
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

TEST_F(CommitmentsTest, TargetsAndWhatIsToBeHandedInMoveToo) {
  TargetFact target;
  target.name = "programs/n/targets/t";
  target.category = "categories/sector-target";
  target.title = "Giải quyết việc làm";
  target.year = 2022;
  target.program_approval = D("2022-01-10");
  TargetFact::Event assigned;
  assigned.kind = TargetFact::Event::Kind::kAssigned;
  assigned.date = D("2022-01-14");
  assigned.leads = {U("a"), U("b")};
  assigned.year_value = Decimal::FromInteger(100);
  target.events = {assigned};
  TargetFact draft = target;
  draft.name = "programs/n/targets/draft";
  draft.events.clear();
  targets_ = {target, draft};
  duties_["programs/d/duties/du-luan"] = {"programs/d/duties/du-luan", "programs/d",
                                          "Báo cáo dư luận", 1};
  const auto assign = [this](const std::string& unit, const std::string& period, const char* day) {
    AssignmentFact fact;
    fact.name = "programs/d/duties/du-luan/assignments/" + unit + '-' + period;
    fact.duty = "programs/d/duties/du-luan";
    fact.unit = U(unit);
    fact.period = period;
    fact.assigned = D(day);
    fact.deadline = D("2022-06-25");
    assignments_[fact.unit][fact.name] = fact;
    return &assignments_[fact.unit][fact.name];
  };
  assign("a", "2022-06", "2022-06-01");
  assign("a", "2022-08", "2022-08-01");  // not given yet
  assign("b", "2022-06", "2022-06-01");
  assign("a1", "2022-06", "2022-06-01")->events = {
      {HandInEvent::Kind::kSubmitted, D("2022-06-20"), false, true, std::nullopt}};

  auto found = Ask({U("a")}, {}, "2022-07-01");
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_THAT(Show(*found),
              ::testing::ElementsAre("a-2022-06@units/a!", "t@units/a!", "a1-2022-06@units/a1."));
  const CommitmentCounts one_of_two{.total = 2, .open = 1, .to_heir = 1};
  EXPECT_EQ(found->assignments.at("categories/party-duty"), one_of_two);
  EXPECT_EQ(found->targets.at("categories/sector-target").total, 1);
  EXPECT_TRUE(found->items.empty());
  EXPECT_EQ(found->list[0].title, "Báo cáo dư luận");
  EXPECT_EQ(found->list[0].period, "2022-06");
  EXPECT_EQ(found->list[1].due, D("2022-12-31"));
  EXPECT_TRUE(Ask({U("so")}, {}, "2022-01-01", "2022-01-01")->list.empty());
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
