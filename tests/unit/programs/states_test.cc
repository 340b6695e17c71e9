#include "services/programs/domain/states.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/support/status_matchers.h"
#include "tests/unit/programs/domain_fixture.h"

namespace tiendo::programs::testing {
namespace {

using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using tiendo::testing::StatusIs;

constexpr ItemState kStates[] = {ItemState::kDraft, ItemState::kIssued, ItemState::kCompleted,
                                 ItemState::kWithdrawn};
constexpr ItemVerb kVerbs[] = {ItemVerb::kUpdate, ItemVerb::kIssue, ItemVerb::kReportCompletion,
                               ItemVerb::kExtend, ItemVerb::kWithdraw};

// An item in `state`, made by the verbs themselves.
void Reach(ItemState state, Fakes& fakes) {
  if (state == ItemState::kDraft) {
    fakes.AddProgram();
    fakes.AddDraft({"units/a"});
    return;
  }
  fakes.AddIssued({"units/a"});
  if (state == ItemState::kCompleted) {
    ASSERT_THAT(ReportCompletion(fakes.stores(), Fakes::Completed("2022-05-10")), IsOk());
  }
  if (state == ItemState::kWithdrawn) {
    ASSERT_THAT(WithdrawItem(fakes.stores(), Fakes::Input("2022-05-10")), IsOk());
  }
}

absl::StatusOr<Item> Apply(ItemVerb verb, Fakes& fakes) {
  switch (verb) {
    case ItemVerb::kUpdate:
      return UpdateItem(fakes.stores(),
                        {kItem, "", [](Item& item, bool) { item.ordinal = 3; }, false});
    case ItemVerb::kIssue:
      return IssueItem(fakes.stores(), Fakes::Input("2022-05-01"));
    case ItemVerb::kReportCompletion:
      return ReportCompletion(fakes.stores(), Fakes::Completed("2022-05-01"));
    case ItemVerb::kExtend:
      return ExtendItem(fakes.stores(), Fakes::Extended("2022-05-01", "2022-09-30"));
    case ItemVerb::kWithdraw:
      return WithdrawItem(fakes.stores(), Fakes::Input("2022-05-01"));
  }
  return absl::InternalError("no such verb");
}

// Written apart from the table in the code.
const std::map<ItemState, std::map<ItemVerb, ItemState>>& Expected() {
  using enum ItemState;
  static const std::map<ItemState, std::map<ItemVerb, ItemState>> expected = {
      {kDraft, {{ItemVerb::kUpdate, kDraft}, {ItemVerb::kIssue, kIssued}}},
      {kIssued,
       {{ItemVerb::kUpdate, kIssued},
        {ItemVerb::kReportCompletion, kCompleted},
        {ItemVerb::kExtend, kIssued},
        {ItemVerb::kWithdraw, kWithdrawn}}},
      {kCompleted, {{ItemVerb::kUpdate, kCompleted}, {ItemVerb::kWithdraw, kWithdrawn}}},
      {kWithdrawn, {{ItemVerb::kUpdate, kWithdrawn}}},
  };
  return expected;
}

TEST(ItemStates, EveryVerbInEveryState) {
  for (ItemState state : kStates) {
    for (ItemVerb verb : kVerbs) {
      SCOPED_TRACE(std::string(Name(verb)) + " of " + std::string(Name(state)));
      Fakes fakes;
      Reach(state, fakes);
      const size_t events = fakes.Events().size();
      absl::StatusOr<Item> item = Apply(verb, fakes);
      const auto& allowed = Expected().at(state);
      auto becomes = allowed.find(verb);
      EXPECT_EQ(Allowed(state, verb), becomes != allowed.end());
      if (becomes != allowed.end()) {
        ASSERT_THAT(item, IsOk());
        EXPECT_EQ(item->state, becomes->second);
        EXPECT_EQ(fakes.Events().size(), events + (verb == ItemVerb::kUpdate ? 0 : 1));
        continue;
      }
      EXPECT_THAT(item, StatusIs(absl::StatusCode::kFailedPrecondition));
      EXPECT_THAT(item, HasReason("ITEM_STATE"));
      EXPECT_EQ(fakes.Events().size(), events);
      errors::Metadata metadata = errors::GetDetails(item.status())->metadata;
      EXPECT_EQ(metadata["name"], kItem);
      EXPECT_EQ(metadata["state"], Name(state));
      EXPECT_EQ(metadata["verb"], Name(verb));
      for (const auto& [other, next] : allowed) {
        EXPECT_THAT(metadata["allowed"], ::testing::HasSubstr(std::string(Name(other))));
      }
    }
  }
}

TEST(ItemStates, MetadataListsWhatIsAllowedInstead) {
  Item item;
  item.name = kItem;
  item.state = ItemState::kIssued;
  EXPECT_EQ(errors::GetDetails(CheckState(item, ItemVerb::kIssue))->metadata["allowed"],
            "UpdateItem,ReportCompletion,ExtendItem,WithdrawItem");
}

TEST(ProgramStates, AreApprovedOnceAndIssueItemsThen) {
  Program program;
  program.name = "programs/p";
  EXPECT_THAT(CheckState(program, ProgramVerb::kApprove), IsOk());
  absl::Status early = CheckState(program, ProgramVerb::kIssueItem);
  EXPECT_THAT(early, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(early, HasReason("PROGRAM_STATE"));
  EXPECT_EQ(errors::GetDetails(early)->metadata["allowed"], "ApproveProgram");
  program.state = ProgramState::kApproved;
  EXPECT_THAT(CheckState(program, ProgramVerb::kIssueItem), IsOk());
  EXPECT_THAT(CheckState(program, ProgramVerb::kApprove), HasReason("PROGRAM_STATE"));
}

}  // namespace
}  // namespace tiendo::programs::testing
