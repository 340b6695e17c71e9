#include "services/programs/domain/states.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "tests/support/status_matchers.h"
#include "tests/unit/programs/any_verb.h"

namespace tiendo::programs::testing {
namespace {

using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using tiendo::testing::StatusIs;

// An item of two leads in `state`, made by the verbs themselves; all dated in May 2022.
void Reach(ItemState state, Fakes& fakes) {
  if (state == ItemState::kDraft) {
    fakes.AddProgram();
    fakes.AddDraft({"units/a", "units/b"});
    return;
  }
  fakes.AddIssued({"units/a", "units/b"});
  const ItemStores stores = fakes.stores();
  switch (state) {
    case ItemState::kDraft:
    case ItemState::kIssued:
      break;
    case ItemState::kAccepted:
      ASSERT_THAT(AcceptItem(stores, Fakes::Of("2022-05-10")), IsOk());
      break;
    case ItemState::kRefused:
      ASSERT_THAT(RefuseItem(stores, Fakes::Of("2022-05-10", "units/b")), IsOk());
      ASSERT_THAT(ReportCompletion(stores, Fakes::Completed("2022-05-10", "units/b")), IsOk());
      break;
    case ItemState::kInProgress:
      ASSERT_THAT(ReportCompletion(stores, Fakes::Completed("2022-05-10", "units/b")), IsOk());
      break;
    case ItemState::kSuspended:
      ASSERT_THAT(ReportCompletion(stores, Fakes::Completed("2022-05-10", "units/b")), IsOk());
      ASSERT_THAT(SuspendItem(stores, Fakes::Input("2022-05-10")), IsOk());
      break;
    case ItemState::kCompleted:
      ASSERT_THAT(ReportCompletion(stores, Fakes::Completed("2022-05-20", "units/a")), IsOk());
      ASSERT_THAT(ReportCompletion(stores, Fakes::Completed("2022-05-20", "units/b")), IsOk());
      break;
    case ItemState::kCarriedOver:
      ASSERT_THAT(ReportCompletion(stores, Fakes::Completed("2022-05-10", "units/b")), IsOk());
      ASSERT_THAT(CarryOverItem(stores, Fakes::CarriedOver("2022-05-10")), IsOk());
      break;
    case ItemState::kWithdrawn:
      ASSERT_THAT(WithdrawItem(stores, Fakes::Input("2022-05-20")), IsOk());
      break;
  }
}

// As every state that allows the verb admits it.
absl::StatusOr<Item> Apply(ItemVerb verb, ItemState state, Fakes& fakes) {
  const ItemStores stores = fakes.stores();
  // Before the day on which the item was done, after the one on which it was carried over.
  const std::string day = state == ItemState::kCompleted ? "2022-05-15" : "2022-05-20";
  switch (verb) {
    case ItemVerb::kReportCompletion:
      return ReportCompletion(stores, Fakes::Completed(day, "units/a"));
    case ItemVerb::kAppraise:
      return AppraiseCompletion(stores, Fakes::Appraised("2022-05-20", true));
    case ItemVerb::kExtend:
      return ExtendItem(
          stores,
          Fakes::Extended(state == ItemState::kCarriedOver ? "2022-05-10" : day, "2022-09-30"));
    default:
      return ApplyAt(verb, day, "units/a", fakes);
  }
}

// Written apart from the table in the code: what the verb of Apply makes of an item of Reach.
const std::map<ItemState, std::map<ItemVerb, ItemState>>& Expected() {
  using enum ItemState;
  using enum ItemVerb;
  static const std::map<ItemState, std::map<ItemVerb, ItemState>> expected = {
      {kDraft, {{kUpdate, kDraft}, {kIssue, kIssued}}},
      {kIssued,
       {{kUpdate, kIssued},
        {kAccept, kIssued},
        {ItemVerb::kRefuse, kRefused},
        {kReportProgress, kInProgress},
        {kReportCompletion, kInProgress},
        {kExtend, kIssued},
        {kSuspend, kSuspended},
        {kReassign, kIssued},
        {kAddMilestones, kIssued},
        {kReplaceMilestones, kIssued},
        {kCompleteMilestone, kIssued},
        {kCarryOver, kCarriedOver},
        {kWithdraw, kWithdrawn},
        {kVoidEvent, kDraft}}},
      {kAccepted,
       {{kUpdate, kAccepted},
        {kReportProgress, kInProgress},
        {kReportCompletion, kInProgress},
        {kExtend, kAccepted},
        {kSuspend, kSuspended},
        {kReassign, kIssued},
        {kAddMilestones, kAccepted},
        {kReplaceMilestones, kAccepted},
        {kCompleteMilestone, kAccepted},
        {kCarryOver, kCarriedOver},
        {kWithdraw, kWithdrawn},
        {kVoidEvent, kIssued}}},
      {kRefused,
       {{kUpdate, kRefused},
        {kAccept, kRefused},
        {ItemVerb::kRefuse, kRefused},
        {kReportCompletion, kCompleted},
        {kAppraise, kRefused},
        {kExtend, kRefused},
        {kReassign, kInProgress},
        {kAddMilestones, kRefused},
        {kReplaceMilestones, kRefused},
        {kCompleteMilestone, kRefused},
        {kCarryOver, kCarriedOver},
        {kWithdraw, kWithdrawn},
        {kVoidEvent, kRefused}}},
      {kInProgress,
       {{kUpdate, kInProgress},
        {kAccept, kInProgress},
        {kReportProgress, kInProgress},
        {kReportCompletion, kCompleted},
        {kAppraise, kInProgress},
        {kExtend, kInProgress},
        {kSuspend, kSuspended},
        {kReassign, kInProgress},
        {kAddMilestones, kInProgress},
        {kReplaceMilestones, kInProgress},
        {kCompleteMilestone, kInProgress},
        {kCarryOver, kCarriedOver},
        {kWithdraw, kWithdrawn},
        {kVoidEvent, kIssued}}},
      {kSuspended,
       {{kUpdate, kSuspended},
        {kReportCompletion, kCompleted},
        {kAppraise, kSuspended},
        {kExtend, kSuspended},
        {kResume, kInProgress},
        {kReassign, kSuspended},
        {kAddMilestones, kSuspended},
        {kReplaceMilestones, kSuspended},
        {kCompleteMilestone, kSuspended},
        {kCarryOver, kCarriedOver},
        {kWithdraw, kWithdrawn},
        {kVoidEvent, kInProgress}}},
      {kCompleted,
       {{kUpdate, kCompleted},
        {kAppraise, kCompleted},
        {kExtend, kCompleted},
        {kReassign, kInProgress},
        {kCarryOver, kCompleted},
        {kWithdraw, kWithdrawn},
        {kVoidEvent, kInProgress}}},
      {kCarriedOver,
       {{kUpdate, kCarriedOver},
        {kReportCompletion, kCompleted},
        {kAppraise, kCarriedOver},
        {kExtend, kCarriedOver},
        {kVoidEvent, kInProgress}}},
      {kWithdrawn, {{kUpdate, kWithdrawn}, {kReportCompletion, kWithdrawn}, {kVoidEvent, kIssued}}},
  };
  return expected;
}

TEST(ItemStates, EveryVerbInEveryState) {
  for (ItemState state : AllItemStates()) {
    for (ItemVerb verb : AllItemVerbs()) {
      SCOPED_TRACE(std::string(Name(verb)) + " of " + std::string(Name(state)));
      Fakes fakes;
      Reach(state, fakes);
      ASSERT_EQ(fakes.Stored().state, state);
      if (verb == ItemVerb::kCompleteMilestone) {
        AddMilestones(fakes.stores(), Fakes::Milestones("2022-05-20", {"a"})).IgnoreError();
      }
      const size_t events = fakes.Events().size();
      absl::StatusOr<Item> item = Apply(verb, state, fakes);
      const auto& allowed = Expected().at(state);
      auto becomes = allowed.find(verb);
      if (state == ItemState::kDraft && verb == ItemVerb::kVoidEvent) {
        EXPECT_THAT(item, HasReason("RESOURCE_NOT_FOUND")) << "it has no event";
        continue;
      }
      EXPECT_EQ(Allowed(state, verb), becomes != allowed.end());
      if (becomes != allowed.end()) {
        ASSERT_THAT(item, IsOk());
        EXPECT_EQ(fakes.Stored().state, becomes->second);
        const bool records = verb != ItemVerb::kUpdate && verb != ItemVerb::kVoidEvent;
        EXPECT_EQ(fakes.Events().size(), events + (records ? 1 : 0));
        continue;
      }
      EXPECT_THAT(item, StatusIs(absl::StatusCode::kFailedPrecondition));
      EXPECT_EQ(fakes.Events().size(), events);
      if (verb == ItemVerb::kReportCompletion && state == ItemState::kCompleted) {
        EXPECT_THAT(item, HasReason("LEAD_ALREADY_DONE")) << "tells more than the state";
        continue;
      }
      EXPECT_THAT(item, HasReason("ITEM_STATE"));
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
  item.state = ItemState::kSuspended;
  EXPECT_EQ(errors::GetDetails(CheckState(item, ItemVerb::kSuspend))->metadata["allowed"],
            "UpdateItem,ReportCompletion,AppraiseCompletion,ExtendItem,ResumeItem,ReassignItem,"
            "AddMilestones,ReplaceMilestones,CompleteMilestone,CarryOverItem,WithdrawItem,"
            "VoidEvent");
}

// The table that people read is the one in the code.
TEST(ItemStates, TheTableOfTheReadmeIsTheOneInTheCode) {
  const char* source = std::getenv("TIENDO_SOURCE");
  if (source == nullptr) FAIL() << "run it through ctest";
  std::ifstream file(std::string(source) + "/services/programs/README.md");
  std::map<std::string, std::string> rows;
  for (std::string line; std::getline(file, line);) {
    std::istringstream cells(line);
    std::string bar, verb, text, cell;
    cells >> bar >> verb;
    while (cells >> cell) {
      if (cell != "|") text += cell + ' ';
    }
    if (bar == "|") rows.emplace(verb, text);
  }
  std::string header;
  for (ItemState state : AllItemStates()) header += std::string(Name(state)) + ' ';
  EXPECT_EQ(rows["Verb"], header);
  for (ItemVerb verb : AllItemVerbs()) {
    std::string wanted;
    for (ItemState state : AllItemStates()) {
      const Permission permission = PermissionOf(state, verb);
      wanted += permission == Permission::kNo    ? "– "
                : permission == Permission::kYes ? "yes "
                                                 : "if ";
    }
    EXPECT_EQ(rows[std::string(Name(verb))], wanted) << Name(verb);
  }
}

TEST(ProgramStates, EveryVerbInEveryState) {
  using enum ProgramState;
  const std::map<ProgramVerb, std::map<ProgramState, bool>> expected = {
      {ProgramVerb::kApprove, {{kDraft, true}, {kApproved, false}, {kClosed, false}}},
      {ProgramVerb::kClose, {{kDraft, false}, {kApproved, true}, {kClosed, false}}},
      {ProgramVerb::kCreateItem, {{kDraft, true}, {kApproved, true}, {kClosed, false}}},
      {ProgramVerb::kIssueItem, {{kDraft, false}, {kApproved, true}, {kClosed, false}}},
      {ProgramVerb::kCreateDuty, {{kDraft, true}, {kApproved, true}, {kClosed, false}}},
      {ProgramVerb::kIssueDuty, {{kDraft, false}, {kApproved, true}, {kClosed, false}}},
      {ProgramVerb::kDistributeDuty, {{kDraft, false}, {kApproved, true}, {kClosed, false}}},
      {ProgramVerb::kCreateTarget, {{kDraft, true}, {kApproved, true}, {kClosed, false}}},
      {ProgramVerb::kAssignTarget, {{kDraft, false}, {kApproved, true}, {kClosed, false}}},
      {ProgramVerb::kCarryOverItem, {{kDraft, false}, {kApproved, true}, {kClosed, false}}},
  };
  for (const auto& [verb, states] : expected) {
    for (const auto& [state, allowed] : states) {
      SCOPED_TRACE(std::string(Name(verb)) + " of " + std::string(Name(state)));
      Program program;
      program.name = "programs/p";
      program.state = state;
      const absl::Status status = CheckState(program, verb);
      EXPECT_EQ(status.ok(), allowed);
      EXPECT_EQ(Allowed(state, verb), allowed);
      if (allowed) continue;
      EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition));
      EXPECT_THAT(status, HasReason("PROGRAM_STATE"));
      EXPECT_EQ(errors::GetDetails(status)->metadata["state"], Name(state));
      EXPECT_EQ(errors::GetDetails(status)->metadata["verb"], Name(verb));
    }
  }
}

}  // namespace
}  // namespace tiendo::programs::testing
