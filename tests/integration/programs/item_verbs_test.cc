// The verbs that change an item's state, and the events they leave.
#include "tests/integration/programs/fixture.h"

namespace tiendo::programs::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;

class ItemVerbs : public ProgramsTest {
 protected:
  static std::string Due(const v1::Item& item) { return Iso(item.has_due_date(), item.due_date()); }
};
INSTANTIATE_TEST_SUITE_P(Engines, ItemVerbs, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(ItemVerbs, IssueNeedsAnApprovedProgrammeAndADraft) {
  ASSERT_THAT(Call(&Stub::CreateCategory, NewCategory("department")), IsOk());
  ASSERT_THAT(Call(&Stub::CreateProgram, NewProgram("p")), IsOk());
  ASSERT_THAT(Call(&Stub::CreateItem, NewItem("i")), IsOk());
  auto early = Call(&Stub::IssueItem, Issue("2022-01-15"));
  EXPECT_THAT(early, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(early, HasReason("PROGRAM_STATE"));
  EXPECT_EQ(Metadata(early.status(), "name"), "programs/p");
  EXPECT_EQ(Metadata(early.status(), "allowed"),
            "ApproveProgram,CreateItem,CreateDuty,CreateTarget");
  ASSERT_THAT(Call(&Stub::ApproveProgram, Approval("p")), IsOk());
  EXPECT_THAT(Fields(Call(&Stub::IssueItem, Issue("2022-07-15"))), ElementsAre("approval_date"));
  auto issued = Call(&Stub::IssueItem, Issue("2022-01-15"));
  ASSERT_THAT(issued, IsOk());
  EXPECT_EQ(issued->state(), v1::Item::STATE_ISSUED);
  EXPECT_EQ(Iso(issued->has_approval_date(), issued->approval_date()), "2022-01-15");
  auto again = Call(&Stub::IssueItem, Issue("2022-01-15"));
  EXPECT_THAT(again, HasReason("ITEM_STATE"));
  EXPECT_EQ(Metadata(again.status(), "state"), "ISSUED");
  EXPECT_EQ(Metadata(again.status(), "verb"), "IssueItem");
  EXPECT_EQ(Metadata(again.status(), "allowed"),
            "UpdateItem,AcceptItem,RefuseItem,ReportProgress,ReportCompletion,ExtendItem,"
            "SuspendItem,ReassignItem,AddMilestones,ReplaceMilestones,CompleteMilestone,"
            "CarryOverItem,WithdrawItem,VoidEvent");
}

TEST_P(ItemVerbs, AllLeadsCompleteTheItem) {
  IssuedItem({"phong-a", "phong-b"});
  EXPECT_THAT(Fields(Call(&Stub::ReportCompletion, Completion("2022-07-15", "phong-a"))),
              ElementsAre("result_date"));
  EXPECT_THAT(Fields(Call(&Stub::ReportCompletion, Completion("2022-06-10"))), ElementsAre("lead"));
  auto stranger = Call(&Stub::ReportCompletion, Completion("2022-06-10", "so"));
  EXPECT_THAT(stranger, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(stranger, HasReason("INVALID_REQUEST"));
  EXPECT_THAT(Fields(stranger), ElementsAre("lead"));
  EXPECT_THAT(Call(&Stub::ReportCompletion, Completion("2022-06-10", "nobody")),
              HasReason("REFERENCE_NOT_FOUND"));
  auto first = Call(&Stub::ReportCompletion, Completion("2022-06-10", "phong-b"));
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->state(), v1::Item::STATE_IN_PROGRESS);
  EXPECT_FALSE(first->has_result_date());
  auto again = Call(&Stub::ReportCompletion, Completion("2022-06-11", "phong-b"));
  EXPECT_THAT(again, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(again, HasReason("LEAD_ALREADY_DONE"));
  EXPECT_EQ(Metadata(again.status(), "name"), kItem);
  EXPECT_EQ(Metadata(again.status(), "lead"), "units/phong-b");
  EXPECT_EQ(Metadata(again.status(), "result_date"), "2022-06-10");
  auto second = Call(&Stub::ReportCompletion, Completion("2022-05-20", "phong-a"));
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->state(), v1::Item::STATE_COMPLETED);
  EXPECT_EQ(Iso(second->has_result_date(), second->result_date()), "2022-06-10");
  EXPECT_THAT(Call(&Stub::ReportCompletion, Completion("2022-06-12", "phong-a")),
              HasReason("LEAD_ALREADY_DONE"));
}

TEST_P(ItemVerbs, ADraftTakesNoVerbButIssue) {
  ApprovedProgram();
  ASSERT_THAT(Call(&Stub::CreateItem, NewItem("i", {"phong-a"})), IsOk());
  EXPECT_THAT(Call(&Stub::ReportCompletion, Completion("2022-06-10")), HasReason("ITEM_STATE"));
  EXPECT_THAT(Call(&Stub::WithdrawItem, Withdrawal("2022-06-10")), HasReason("ITEM_STATE"));
  auto extended = Call(&Stub::ExtendItem, Extension("2022-06-10", "2022-09-30"));
  EXPECT_THAT(extended, HasReason("ITEM_STATE"));
  EXPECT_EQ(Metadata(extended.status(), "allowed"), "UpdateItem,IssueItem,VoidEvent");
}

TEST_P(ItemVerbs, ExtensionsMoveTheDueDateNotTheBaseline) {
  IssuedItem({"phong-a"});
  auto item = Call(&Stub::ExtendItem, Extension("2022-06-20", "2022-12-31"));
  ASSERT_THAT(item, IsOk());
  EXPECT_EQ(Due(*item), "2022-12-31");
  EXPECT_EQ(Iso(true, item->baseline_due_date()), "2022-06-30");
  item = Call(&Stub::ExtendItem, Extension("2022-06-15", "2022-09-30"));
  ASSERT_THAT(item, IsOk());
  EXPECT_EQ(Due(*item), "2022-12-31");
  item = Call(&Stub::ExtendItem, Extension("2022-06-25", ""));
  ASSERT_THAT(item, IsOk());
  EXPECT_EQ(Due(*item), "");
  EXPECT_THAT(Fields(Call(&Stub::ExtendItem, Extension("2022-07-15", "2022-12-31"))),
              ElementsAre("approval_date"));
  EXPECT_THAT(Fields(Call(&Stub::ExtendItem, Extension("2022-01-14", "2022-12-31"))),
              ElementsAre("approval_date"));
  // Done on a day when the second extension was in force.
  item = Call(&Stub::ReportCompletion, Completion("2022-06-17"));
  ASSERT_THAT(item, IsOk());
  EXPECT_EQ(Due(*item), "2022-09-30");
  EXPECT_THAT(Call(&Stub::ExtendItem, Extension("2022-07-01", "2022-12-31")),
              HasReason("ITEM_STATE"));
}

TEST_P(ItemVerbs, AWithdrawnItemIsNotCompletedNorADoneOneWithdrawn) {
  IssuedItem({"phong-a"});
  ASSERT_THAT(Call(&Stub::ReportCompletion, Completion("2022-06-10")), IsOk());
  auto late = Call(&Stub::WithdrawItem, Withdrawal("2022-06-10"));
  EXPECT_THAT(late, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(late, HasReason("ITEM_STATE"));
  auto withdrawn = Call(&Stub::WithdrawItem, Withdrawal("2022-06-09"));
  ASSERT_THAT(withdrawn, IsOk());
  EXPECT_EQ(withdrawn->state(), v1::Item::STATE_WITHDRAWN);
  EXPECT_EQ(Iso(true, withdrawn->withdrawal_date()), "2022-06-09");
  EXPECT_THAT(Call(&Stub::ReportCompletion, Completion("2022-06-10")), HasReason("ITEM_STATE"));
  EXPECT_THAT(Call(&Stub::WithdrawItem, Withdrawal("2022-06-09")), HasReason("ITEM_STATE"));
  // Found later that it had been done by then: the first by date wins.
  auto found = Call(&Stub::ReportCompletion, Completion("2022-06-09"));
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->state(), v1::Item::STATE_COMPLETED);
}

TEST_P(ItemVerbs, EventsTellTheStoryInTheOrderOfRecording) {
  IssuedItem({"phong-a"});
  WaitForUnits(3);
  ASSERT_THAT(Call(&Stub::ExtendItem, Extension("2022-06-20", "2022-12-31")), IsOk());
  auto done = Call(&Stub::ReportCompletion, Completion("2022-06-17", "phong-a"));
  ASSERT_THAT(done, IsOk());
  ASSERT_THAT(Call(&Stub::WithdrawItem, Withdrawal("2022-06-16")), IsOk());
  auto events = Events();
  ASSERT_THAT(events, IsOk());
  ASSERT_EQ(events->events_size(), 4);
  const v1::ItemEvent& issued = events->events(0);
  EXPECT_EQ(issued.name(), std::string(kItem) + "/events/0001");
  EXPECT_EQ(issued.kind(), v1::ItemEvent::KIND_ISSUED);
  EXPECT_EQ(Iso(true, issued.event_date()), "2022-01-15");
  EXPECT_EQ(issued.units_revision(), 0);
  const v1::ItemEvent& extended = events->events(1);
  EXPECT_EQ(extended.kind(), v1::ItemEvent::KIND_EXTENDED);
  EXPECT_EQ(Iso(true, extended.event_date()), "2022-06-20");
  EXPECT_EQ(Iso(true, extended.new_due_date()), "2022-12-31");
  EXPECT_EQ(extended.document().number(), "9-CV/SLĐTBXH");
  EXPECT_EQ(extended.reason(), "chờ ý kiến");
  const v1::ItemEvent& completed = events->events(2);
  EXPECT_EQ(completed.kind(), v1::ItemEvent::KIND_COMPLETED);
  EXPECT_EQ(completed.lead(), "units/phong-a");
  EXPECT_EQ(completed.units_revision(), 3);
  EXPECT_EQ(completed.revision(), done->revision());
  const v1::ItemEvent& withdrawn = events->events(3);
  EXPECT_EQ(withdrawn.kind(), v1::ItemEvent::KIND_WITHDRAWN);
  EXPECT_EQ(withdrawn.reason(), "không còn phù hợp");

  v1::ListItemEventsRequest paged;
  paged.set_parent(kItem);
  paged.set_page_size(3);
  auto page = Call(&Stub::ListItemEvents, paged);
  ASSERT_THAT(page, IsOk());
  paged.set_page_token(page->next_page_token());
  page = Call(&Stub::ListItemEvents, paged);
  ASSERT_THAT(page, IsOk());
  ASSERT_EQ(page->events_size(), 1);
  EXPECT_THAT(page->events(0).name(), StartsWith(kItem));
  EXPECT_THAT(Events("programs/p/items/none"), HasReason("RESOURCE_NOT_FOUND"));
}

TEST_P(ItemVerbs, TheStateExpectedIsChecked) {
  IssuedItem({"phong-a"});
  v1::ReportCompletionRequest report = Completion("2022-06-10");
  report.set_etag("\"1\"");
  auto stale = Call(&Stub::ReportCompletion, report);
  EXPECT_THAT(stale, StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(stale, HasReason("ETAG_MISMATCH"));
  report.set_etag(GetItem()->etag());
  EXPECT_THAT(Call(&Stub::ReportCompletion, report), IsOk());
  report.set_name("programs/p/items/none");
  EXPECT_THAT(Call(&Stub::ReportCompletion, report), HasReason("RESOURCE_NOT_FOUND"));
}

}  // namespace
}  // namespace tiendo::programs::testing
