// request_id and validate_only.
#include "tests/integration/programs/fixture.h"

namespace tiendo::programs::testing {
namespace {

class Repeats : public ProgramsTest {
 protected:
  // The same request twice gives one effect and one answer; returns the answer.
  template <typename Request, typename Response>
  void Twice(grpc::Status (Stub::*verb)(grpc::ClientContext*, const Request&, Response*),
             Request request, const std::string& id = "r-1") {
    request.set_request_id(id);
    auto first = Call(verb, request);
    ASSERT_THAT(first, IsOk());
    auto second = Call(verb, request);
    ASSERT_THAT(second, IsOk());
    EXPECT_EQ(second->SerializeAsString(), first->SerializeAsString());
  }
  // Says yes, and the item stays what it was.
  template <typename Request, typename Response>
  void OnlyValidated(grpc::Status (Stub::*verb)(grpc::ClientContext*, const Request&, Response*),
                     Request request) {
    auto before = GetItem();
    request.set_validate_only(true);
    EXPECT_THAT(Call(verb, request), IsOk());
    auto after = GetItem();
    ASSERT_EQ(before.ok(), after.ok());
    if (!before.ok()) return;
    EXPECT_EQ(after->SerializeAsString(), before->SerializeAsString());
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Repeats, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(Repeats, GiveTheFirstAnswer) {
  Twice(&Stub::CreateCategory, NewCategory("department"));
  Twice(&Stub::CreateProgram, NewProgram("p"));
  Twice(&Stub::ApproveProgram, Approval("p"));
  v1::CreateItemRequest item = NewItem("i", {"phong-a", "phong-b"});
  item.mutable_item()->set_secret(true);  // also an answer whose title is hidden
  Twice(&Stub::CreateItem, item);
  v1::BatchCreateItemsRequest batch;
  batch.set_parent("programs/p");
  *batch.add_requests() = NewItem("z");
  *batch.add_requests() = NewItem("a");
  Twice(&Stub::BatchCreateItems, batch);
  v1::UpdateItemRequest update;
  update.mutable_item()->set_name(kItem);
  update.mutable_item()->set_ordinal(5);
  update.mutable_update_mask()->add_paths("ordinal");
  Twice(&Stub::UpdateItem, update);
  Twice(&Stub::IssueItem, Issue("2022-01-15"));
  Twice(&Stub::ExtendItem, Extension("2022-06-20", "2022-12-31"));
  Twice(&Stub::AcceptItem, Verb<v1::AcceptItemRequest>("2022-02-01"));
  v1::RefuseItemRequest refusal = Verb<v1::RefuseItemRequest>("2022-02-02");
  refusal.set_name("programs/p/items/z");
  v1::IssueItemRequest other = Issue("2022-01-15");
  other.set_name(refusal.name());
  Twice(&Stub::IssueItem, other, "r-2");
  Twice(&Stub::RefuseItem, refusal);
  v1::ReportProgressRequest progress = Verb<v1::ReportProgressRequest>("2022-02-03");
  progress.set_percent(10);
  Twice(&Stub::ReportProgress, progress);
  Twice(&Stub::SuspendItem, Verb<v1::SuspendItemRequest>("2022-02-04"));
  Twice(&Stub::ResumeItem, Verb<v1::ResumeItemRequest>("2022-02-05"));
  Twice(&Stub::AddMilestones, Milestones("2022-02-06", {"a"}));
  v1::CompleteMilestoneRequest milestone;
  milestone.set_name(kItem);
  milestone.set_milestone_id("a");
  *milestone.mutable_done_date() = Date("2022-02-07");
  Twice(&Stub::CompleteMilestone, milestone);
  Twice(&Stub::ReplaceMilestones, Verb<v1::ReplaceMilestonesRequest>("2022-02-08"));
  Twice(&Stub::ReassignItem, Reassignment("2022-02-09", {"phong-a"}));
  Twice(&Stub::ReportCompletion, Completion("2022-06-21", "phong-a"));
  Twice(&Stub::AppraiseCompletion, Appraisal("2022-06-25", false));
  Twice(&Stub::CarryOverItem, CarryOver("2022-07-01", "i2"));
  Twice(&Stub::VoidEvent, Voiding(2));
  v1::WithdrawItemRequest withdrawal = Withdrawal("2022-07-01");
  withdrawal.set_name(refusal.name());
  Twice(&Stub::WithdrawItem, withdrawal);
  v1::CloseProgramRequest close;
  close.set_name("programs/p");
  *close.mutable_close_date() = Date("2022-07-14");
  Twice(&Stub::CloseProgram, close);
  auto events = Events();
  ASSERT_THAT(events, IsOk());
  EXPECT_EQ(events->events_size(), 13);
}

TEST_P(Repeats, TheFirstAnswerStandsAfterMoreHappened) {
  IssuedItem({"phong-a", "phong-b"});
  v1::ReportCompletionRequest report = Completion("2022-06-10", "phong-a");
  report.set_request_id("r-1");
  auto first = Call(&Stub::ReportCompletion, report);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(Call(&Stub::ReportCompletion, Completion("2022-06-11", "phong-b")), IsOk());
  auto repeated = Call(&Stub::ReportCompletion, report);
  ASSERT_THAT(repeated, IsOk());
  EXPECT_EQ(repeated->SerializeAsString(), first->SerializeAsString());
  *report.mutable_result_date() = Date("2022-06-09");
  auto reused = Call(&Stub::ReportCompletion, report);
  EXPECT_THAT(reused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(reused, HasReason("REQUEST_ID_REUSED"));
}

TEST_P(Repeats, ValidateOnlyWritesNothing) {
  ApprovedProgram();
  OnlyValidated(&Stub::CreateItem, NewItem("i", {"phong-a"}));
  ASSERT_THAT(Call(&Stub::CreateItem, NewItem("i", {"phong-a"})), IsOk());
  OnlyValidated(&Stub::IssueItem, Issue("2022-01-15"));
  ASSERT_THAT(Call(&Stub::IssueItem, Issue("2022-01-15")), IsOk());
  OnlyValidated(&Stub::ExtendItem, Extension("2022-06-20", "2022-12-31"));
  OnlyValidated(&Stub::ReportCompletion, Completion("2022-06-21"));
  OnlyValidated(&Stub::WithdrawItem, Withdrawal("2022-07-01"));
  OnlyValidated(&Stub::AcceptItem, Verb<v1::AcceptItemRequest>("2022-02-01"));
  OnlyValidated(&Stub::SuspendItem, Verb<v1::SuspendItemRequest>("2022-02-01"));
  OnlyValidated(&Stub::ReassignItem, Reassignment("2022-02-09", {"phong-b"}));
  OnlyValidated(&Stub::AddMilestones, Milestones("2022-02-06", {"a"}));
  OnlyValidated(&Stub::CarryOverItem, CarryOver("2022-07-01", "i2"));
  EXPECT_THAT(GetItem("programs/p/items/i2"), HasReason("RESOURCE_NOT_FOUND"));
  OnlyValidated(&Stub::VoidEvent, Voiding(1));
  v1::CreateItemRequest taken = NewItem("i");
  taken.set_validate_only(true);
  EXPECT_THAT(Call(&Stub::CreateItem, taken), HasReason("RESOURCE_EXISTS"));
  auto events = Events();
  ASSERT_THAT(events, IsOk());
  EXPECT_EQ(events->events_size(), 1);
}

}  // namespace
}  // namespace tiendo::programs::testing
