// The whole life of an item over gRPC: every verb, every error it documents, as a client reads
// them.
#include "tests/integration/programs/fixture.h"

namespace tiendo::programs::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class LifecycleTest : public ProgramsTest {
 protected:
  using Item = v1::Item;
  using ItemEvent = v1::ItemEvent;

  static std::string Result(const Item& item) {
    return Iso(item.has_result_date(), item.result_date());
  }
  std::vector<ItemEvent::Kind> Kinds() {
    std::vector<ItemEvent::Kind> out;
    auto events = Events();
    if (!events.ok()) return out;
    for (const ItemEvent& event : events->events()) out.push_back(event.kind());
    return out;
  }
  // The state forbids it, and says what is allowed.
  template <typename Response>
  void ExpectState(const absl::StatusOr<Response>& result, const char* state, const char* verb) {
    EXPECT_THAT(result, StatusIs(absl::StatusCode::kFailedPrecondition));
    EXPECT_THAT(result, HasReason("ITEM_STATE"));
    EXPECT_EQ(Metadata(result.status(), "name"), kItem);
    EXPECT_EQ(Metadata(result.status(), "state"), state);
    EXPECT_EQ(Metadata(result.status(), "verb"), verb);
    EXPECT_THAT(Metadata(result.status(), "allowed"), HasSubstr("UpdateItem"));
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, LifecycleTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(LifecycleTest, LeadsAnswerAndTellHowItGoes) {
  IssuedItem({"phong-a", "phong-b"});
  auto accept = Verb<v1::AcceptItemRequest>("2022-02-01");
  accept.set_lead("units/phong-a");
  auto accepted = Call(&Stub::AcceptItem, accept);
  ASSERT_THAT(accepted, IsOk());
  EXPECT_EQ(accepted->state(), Item::STATE_ISSUED);
  ExpectState(Call(&Stub::AcceptItem, accept), "ISSUED", "AcceptItem");
  accept.set_lead("units/so");
  EXPECT_THAT(Fields(Call(&Stub::AcceptItem, accept)), ElementsAre("lead"));

  auto refuse = Verb<v1::RefuseItemRequest>("2022-02-02");
  refuse.set_lead("units/phong-b");
  auto refused = Call(&Stub::RefuseItem, refuse);
  ASSERT_THAT(refused, IsOk());
  EXPECT_EQ(refused->state(), Item::STATE_REFUSED);
  auto progress = Verb<v1::ReportProgressRequest>("2022-02-03");
  progress.set_percent(0);
  progress.set_note("đã họp");
  ExpectState(Call(&Stub::ReportProgress, progress), "REFUSED", "ReportProgress");
  EXPECT_EQ(Call(&Stub::AcceptItem, Verb<v1::AcceptItemRequest>("2022-02-03"))->state(),
            Item::STATE_ACCEPTED);
  *progress.mutable_event_date() = Date("2022-01-14");
  EXPECT_THAT(Fields(Call(&Stub::ReportProgress, progress)), ElementsAre("event_date"));
  *progress.mutable_event_date() = Date("2022-02-04");
  auto started = Call(&Stub::ReportProgress, progress);
  ASSERT_THAT(started, IsOk());
  EXPECT_EQ(started->state(), Item::STATE_IN_PROGRESS);
  EXPECT_TRUE(started->has_progress_percent());
  EXPECT_EQ(Iso(true, started->last_news_date()), "2022-02-04");
  EXPECT_EQ(started->entry().leads_size(), 2);

  EXPECT_THAT(Kinds(),
              ElementsAre(ItemEvent::KIND_ISSUED, ItemEvent::KIND_ACCEPTED, ItemEvent::KIND_REFUSED,
                          ItemEvent::KIND_ACCEPTED, ItemEvent::KIND_PROGRESS));
  auto events = Events();
  EXPECT_EQ(events->events(1).lead(), "units/phong-a");
  EXPECT_EQ(events->events(2).reason(), "chờ ý kiến");
  EXPECT_EQ(events->events(4).note(), "đã họp");
  EXPECT_TRUE(events->events(4).has_percent());
}

TEST_P(LifecycleTest, ResultsAreAppraisedReturnedAndFinishedAgain) {
  IssuedItem({"phong-a"});
  ExpectState(Call(&Stub::AppraiseCompletion, Appraisal("2022-06-12", true)), "ISSUED",
              "AppraiseCompletion");
  v1::ReportCompletionRequest report = Completion("2022-06-10");
  *report.mutable_reported_date() = Date("2022-06-15");
  auto done = Call(&Stub::ReportCompletion, report);
  ASSERT_THAT(done, IsOk());
  EXPECT_EQ(Iso(true, done->leads(0).reported_date()), "2022-06-15");
  auto again = Call(&Stub::ReportCompletion, Completion("2022-06-11"));
  EXPECT_THAT(again, HasReason("LEAD_ALREADY_DONE"));
  EXPECT_EQ(Metadata(again.status(), "result_date"), "2022-06-10");

  auto accepted = Call(&Stub::AppraiseCompletion, Appraisal("2022-06-16", true));
  ASSERT_THAT(accepted, IsOk());
  EXPECT_EQ(accepted->state(), Item::STATE_COMPLETED);
  EXPECT_EQ(Iso(true, accepted->accepted_date()), "2022-06-16");
  ExpectState(Call(&Stub::AppraiseCompletion, Appraisal("2022-06-17", true)), "COMPLETED",
              "AppraiseCompletion");
  EXPECT_THAT(Fields(Call(&Stub::AppraiseCompletion, Appraisal("2022-06-09", false))),
              ElementsAre("event_date"));
  auto returned = Call(&Stub::AppraiseCompletion, Appraisal("2022-06-20", false));
  ASSERT_THAT(returned, IsOk());
  EXPECT_EQ(returned->state(), Item::STATE_IN_PROGRESS);
  EXPECT_EQ(Result(*returned), "");
  EXPECT_FALSE(returned->has_accepted_date());
  EXPECT_THAT(Fields(Call(&Stub::ReportCompletion, Completion("2022-06-19"))),
              ElementsAre("result_date"));
  auto second = Call(&Stub::ReportCompletion, Completion("2022-06-25"));
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(Result(*second), "2022-06-25");
}

TEST_P(LifecycleTest, SuspendedItIsResumed) {
  IssuedItem({"phong-a"});
  ExpectState(Call(&Stub::ResumeItem, Verb<v1::ResumeItemRequest>("2022-03-01")), "ISSUED",
              "ResumeItem");
  auto suspended = Call(&Stub::SuspendItem, Verb<v1::SuspendItemRequest>("2022-03-01"));
  ASSERT_THAT(suspended, IsOk());
  EXPECT_EQ(suspended->state(), Item::STATE_SUSPENDED);
  ExpectState(Call(&Stub::SuspendItem, Verb<v1::SuspendItemRequest>("2022-03-02")), "SUSPENDED",
              "SuspendItem");
  EXPECT_THAT(Fields(Call(&Stub::ResumeItem, Verb<v1::ResumeItemRequest>("2022-02-01"))),
              ElementsAre("approval_date"));
  auto resumed = Call(&Stub::ResumeItem, Verb<v1::ResumeItemRequest>("2022-04-01"));
  ASSERT_THAT(resumed, IsOk());
  EXPECT_EQ(resumed->state(), Item::STATE_ISSUED);
}

TEST_P(LifecycleTest, ReassignedItIsOthersFromThatDay) {
  IssuedItem({"phong-a", "phong-b"});
  ASSERT_THAT(Call(&Stub::ReportCompletion, Completion("2022-05-10", "phong-a")), IsOk());
  auto nobody = Call(&Stub::ReassignItem, Reassignment("2022-06-01", {"nobody"}));
  EXPECT_THAT(nobody, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Fields(nobody), ElementsAre("leads[0]"));
  EXPECT_THAT(Fields(Call(&Stub::ReassignItem, Reassignment("2022-06-01", {"phong-a", "phong-b"}))),
              ElementsAre("leads"));
  auto reassign = Reassignment("2022-06-01", {"phong-a"});
  reassign.add_coordinators("units/so");
  auto done = Call(&Stub::ReassignItem, reassign);
  ASSERT_THAT(done, IsOk());
  EXPECT_EQ(done->state(), Item::STATE_COMPLETED);
  EXPECT_EQ(Result(*done), "2022-06-01");
  EXPECT_THAT(done->coordinators(), ElementsAre("units/so"));
  EXPECT_THAT(done->entry().leads(), ElementsAre("units/phong-a", "units/phong-b"));
  auto reopened = Call(&Stub::ReassignItem, Reassignment("2022-06-15", {"phong-b"}));
  ASSERT_THAT(reopened, IsOk());
  EXPECT_EQ(reopened->state(), Item::STATE_IN_PROGRESS);
  auto events = Events();
  EXPECT_THAT(events->events(2).leads(), ElementsAre("units/phong-a"));
  EXPECT_GT(events->events(2).units_revision(), 0);
}

TEST_P(LifecycleTest, AnHeirFinishesForALeadThatHasEnded) {
  IssuedItem({"phong-a"});
  EXPECT_THAT(Fields(Call(&Stub::ReportCompletion, Completion("2022-07-10", "phong-b"))),
              ElementsAre("lead"));
  auto units = units::v1::UnitService::NewStub(units_->channel());
  units::v1::DissolveUnitRequest dissolve;
  dissolve.set_name("units/phong-a");
  dissolve.add_successors("units/phong-b");
  *dissolve.mutable_effective_date() = Date("2022-07-01");
  dissolve.mutable_legal_basis()->set_number("1-QĐ");
  grpc::ClientContext context;
  units::v1::Reorganisation reorganised;
  ASSERT_THAT(rpc::FromGrpc(units->DissolveUnit(&context, dissolve, &reorganised)), IsOk());
  WaitForUnits(reorganised.units(0).revision());
  auto done = Call(&Stub::ReportCompletion, Completion("2022-07-10", "phong-b"));
  ASSERT_THAT(done, IsOk());
  EXPECT_EQ(done->state(), Item::STATE_COMPLETED);
  EXPECT_EQ(done->leads(0).unit(), "units/phong-a");
  EXPECT_EQ(Events()->events(1).lead(), "units/phong-b");
  EXPECT_THAT(Events()->events(1).parts(), ElementsAre("units/phong-a", "units/phong-b"));
  EXPECT_THAT(Fields(Call(&Stub::ReassignItem, Reassignment("2022-07-05", {"phong-a"}))),
              ElementsAre("leads[0]"))
      << "it has ended by then";
}

TEST_P(LifecycleTest, MilestonesMakeItConcrete) {
  IssuedItem({"phong-a"});
  auto added = Call(&Stub::AddMilestones, Milestones("2022-02-01", {"a", "b"}));
  ASSERT_THAT(added, IsOk());
  EXPECT_EQ(added->milestones_size(), 2);
  EXPECT_THAT(Fields(Call(&Stub::AddMilestones, Milestones("2022-02-02", {"b"}))),
              ElementsAre("milestones[0].milestone_id"));
  v1::CompleteMilestoneRequest complete;
  complete.set_name(kItem);
  complete.set_milestone_id("a");
  *complete.mutable_done_date() = Date("2022-03-01");
  auto done = Call(&Stub::CompleteMilestone, complete);
  ASSERT_THAT(done, IsOk());
  EXPECT_EQ(Iso(true, done->milestones(0).done_date()), "2022-03-01");
  ExpectState(Call(&Stub::CompleteMilestone, complete), "ISSUED", "CompleteMilestone");
  complete.set_milestone_id("z");
  EXPECT_THAT(Fields(Call(&Stub::CompleteMilestone, complete)), ElementsAre("milestone_id"));
  auto replace = Verb<v1::ReplaceMilestonesRequest>("2022-04-01");
  auto replaced = Call(&Stub::ReplaceMilestones, replace);
  ASSERT_THAT(replaced, IsOk());
  EXPECT_EQ(replaced->milestones_size(), 0);
  EXPECT_EQ(Events()->events(2).milestones(0).milestone_id(), "a");
}

TEST_P(LifecycleTest, CarriedOverItIsTwoLinesInOneRevision) {
  IssuedItem({"phong-a"});
  EXPECT_THAT(Fields(Call(&Stub::CarryOverItem, CarryOver("2022-07-15", "i2"))),
              ElementsAre("approval_date"));
  auto nowhere = CarryOver("2022-07-10", "i2");
  nowhere.set_program("programs/none");
  EXPECT_THAT(Call(&Stub::CarryOverItem, nowhere), HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Call(&Stub::CarryOverItem, CarryOver("2022-07-10", "i")),
              HasReason("RESOURCE_EXISTS"));
  ASSERT_THAT(Call(&Stub::CreateProgram, NewProgram("q")), IsOk());
  auto into_draft = CarryOver("2022-07-10", "i2");
  into_draft.set_program("programs/q");
  auto draft = Call(&Stub::CarryOverItem, into_draft);
  EXPECT_THAT(draft, HasReason("PROGRAM_STATE"));
  EXPECT_EQ(Metadata(draft.status(), "name"), "programs/q");
  EXPECT_EQ(Metadata(draft.status(), "verb"), "CarryOverItem");

  auto line = Call(&Stub::CarryOverItem, CarryOver("2022-07-10", "i2"));
  ASSERT_THAT(line, IsOk());
  EXPECT_EQ(line->name(), "programs/p/items/i2");
  EXPECT_EQ(line->carried_from(), kItem);
  EXPECT_EQ(Iso(true, line->due_date()), "2023-03-31");
  EXPECT_EQ(Iso(true, line->baseline_due_date()), "2022-06-30");
  auto old = GetItem();
  EXPECT_EQ(old->state(), Item::STATE_CARRIED_OVER);
  EXPECT_EQ(old->carried_to(), line->name());
  EXPECT_EQ(old->revision(), line->revision());
  EXPECT_EQ(Events(line->name())->events(0).revision(), line->revision());
  EXPECT_EQ(Events()->events(1).item(), line->name());
  ExpectState(Call(&Stub::CarryOverItem, CarryOver("2022-07-11", "i3")), "CARRIED_OVER",
              "CarryOverItem");
  ExpectState(Call(&Stub::WithdrawItem, Withdrawal("2022-07-11")), "CARRIED_OVER", "WithdrawItem");
  ExpectState(Call(&Stub::ReportCompletion, Completion("2022-07-10")), "CARRIED_OVER",
              "ReportCompletion");
  auto late = Call(&Stub::ReportCompletion, Completion("2022-07-12"));
  ASSERT_THAT(late, IsOk());
  EXPECT_EQ(late->state(), Item::STATE_COMPLETED);
}

TEST_P(LifecycleTest, AVoidedEntryIsKnownUntilThen) {
  IssuedItem({"phong-a"});
  auto done = Call(&Stub::ReportCompletion, Completion("2022-06-10"));
  ASSERT_THAT(done, IsOk());
  clock_->Advance(std::chrono::hours(24));
  v1::VoidEventRequest stale = Voiding(2);
  stale.set_etag("\"1\"");
  EXPECT_THAT(Call(&Stub::VoidEvent, stale), HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(Call(&Stub::VoidEvent, Voiding(9)), HasReason("RESOURCE_NOT_FOUND"));
  auto voided = Call(&Stub::VoidEvent, Voiding(2));
  ASSERT_THAT(voided, IsOk());
  EXPECT_EQ(voided->name(), kItem);
  EXPECT_EQ(voided->state(), Item::STATE_ISSUED);
  auto again = Call(&Stub::VoidEvent, Voiding(2));
  EXPECT_THAT(again, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(again, HasReason("ITEM_EVENT_CONFLICT"));
  EXPECT_EQ(Metadata(again.status(), "name"), Voiding(2).name());
  EXPECT_EQ(Metadata(again.status(), "event"), Voiding(2).name());

  const v1::ItemEvent event = Events()->events(1);
  EXPECT_TRUE(event.voided());
  EXPECT_EQ(event.void_reason(), "nhập nhầm");
  EXPECT_EQ(event.create_time().seconds(), done->update_time().seconds());
  EXPECT_EQ(event.void_time().seconds(), event.update_time().seconds());
  EXPECT_GT(event.void_time().seconds(), event.create_time().seconds());
  // Before the voiding it was known to be done.
  v1::ListItemEventsRequest then;
  then.set_parent(kItem);
  *then.mutable_read_time() = done->update_time();
  EXPECT_FALSE(Call(&Stub::ListItemEvents, then)->events(1).voided());
  v1::GetItemRequest item_then;
  item_then.set_name(kItem);
  *item_then.mutable_read_time() = done->update_time();
  EXPECT_EQ(Call(&Stub::GetItem, item_then)->state(), Item::STATE_COMPLETED);
}

TEST_P(LifecycleTest, ACarryOverIsVoidedOnBothLines) {
  IssuedItem({"phong-a"});
  auto line = Call(&Stub::CarryOverItem, CarryOver("2022-07-10", "i2"));
  ASSERT_THAT(line, IsOk());
  EXPECT_THAT(Call(&Stub::VoidEvent, Voiding(1, line->name())), HasReason("ITEM_EVENT_CONFLICT"));
  auto under = Call(&Stub::VoidEvent, Voiding(1));
  EXPECT_THAT(under, HasReason("ITEM_EVENT_CONFLICT"));
  EXPECT_EQ(Metadata(under.status(), "event"), Voiding(2).name());
  auto voided = Call(&Stub::VoidEvent, Voiding(2));
  ASSERT_THAT(voided, IsOk());
  EXPECT_EQ(voided->carried_to(), "");
  EXPECT_EQ(GetItem(line->name())->state(), Item::STATE_DRAFT);
  EXPECT_EQ(GetItem(line->name())->revision(), voided->revision());
}

TEST_P(LifecycleTest, AClosedProgrammeTakesNoMore) {
  IssuedItem({"phong-a"});
  ASSERT_THAT(Call(&Stub::CreateItem, NewItem("draft")), IsOk());
  v1::CloseProgramRequest close;
  close.set_name("programs/p");
  *close.mutable_close_date() = Date("2022-01-09");
  EXPECT_THAT(Fields(Call(&Stub::CloseProgram, close)), ElementsAre("close_date"));
  *close.mutable_close_date() = Date("2022-07-14");
  close.set_etag("\"1\"");
  EXPECT_THAT(Call(&Stub::CloseProgram, close), HasReason("ETAG_MISMATCH"));
  close.clear_etag();
  auto closed = Call(&Stub::CloseProgram, close);
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->state(), v1::Program::STATE_CLOSED);
  EXPECT_EQ(Iso(true, closed->close_date()), "2022-07-14");
  auto again = Call(&Stub::CloseProgram, close);
  EXPECT_THAT(again, HasReason("PROGRAM_STATE"));
  EXPECT_EQ(Metadata(again.status(), "state"), "CLOSED");
  EXPECT_EQ(Metadata(again.status(), "verb"), "CloseProgram");
  EXPECT_THAT(Call(&Stub::CreateItem, NewItem("late")), HasReason("PROGRAM_STATE"));
  v1::IssueItemRequest issue = Issue("2022-07-01");
  issue.set_name("programs/p/items/draft");
  EXPECT_THAT(Call(&Stub::IssueItem, issue), HasReason("PROGRAM_STATE"));
  EXPECT_THAT(Call(&Stub::CarryOverItem, CarryOver("2022-07-10", "i2")),
              HasReason("PROGRAM_STATE"));
  EXPECT_THAT(Call(&Stub::ReportCompletion, Completion("2022-07-10")), IsOk());
  v1::ListProgramsRequest list;
  list.set_filter("state = CLOSED");
  EXPECT_EQ(Call(&Stub::ListPrograms, list)->programs_size(), 1);
}

TEST_P(LifecycleTest, EveryVerbChecksTheStateExpectedAndTheName) {
  IssuedItem({"phong-a"});
  const auto check = [this](auto verb, auto request) {
    request.set_etag("\"1\"");
    auto stale = Call(verb, request);
    EXPECT_THAT(stale, StatusIs(absl::StatusCode::kAborted)) << request.GetTypeName();
    EXPECT_THAT(stale, HasReason("ETAG_MISMATCH"));
    EXPECT_EQ(Metadata(stale.status(), "expected"), "\"1\"");
    request.set_name("programs/p/items/none");
    EXPECT_THAT(Call(verb, request), HasReason("RESOURCE_NOT_FOUND")) << request.GetTypeName();
    request.set_name("none");
    EXPECT_THAT(Fields(Call(verb, request)), ElementsAre("name")) << request.GetTypeName();
  };
  check(&Stub::AcceptItem, Verb<v1::AcceptItemRequest>("2022-02-01"));
  check(&Stub::RefuseItem, Verb<v1::RefuseItemRequest>("2022-02-01"));
  auto progress = Verb<v1::ReportProgressRequest>("2022-02-01");
  progress.set_percent(1);
  check(&Stub::ReportProgress, progress);
  check(&Stub::AppraiseCompletion, Appraisal("2022-02-01", true));
  check(&Stub::SuspendItem, Verb<v1::SuspendItemRequest>("2022-02-01"));
  check(&Stub::ResumeItem, Verb<v1::ResumeItemRequest>("2022-02-01"));
  check(&Stub::ReassignItem, Reassignment("2022-02-01", {"phong-b"}));
  check(&Stub::AddMilestones, Milestones("2022-02-01", {"a"}));
  check(&Stub::ReplaceMilestones, Verb<v1::ReplaceMilestonesRequest>("2022-02-01"));
  v1::CompleteMilestoneRequest milestone;
  milestone.set_milestone_id("a");
  *milestone.mutable_done_date() = Date("2022-02-01");
  milestone.set_name(kItem);
  check(&Stub::CompleteMilestone, milestone);
  check(&Stub::CarryOverItem, CarryOver("2022-07-01", "i2"));
  check(&Stub::ExtendItem, Extension("2022-02-01", "2022-09-30"));
  check(&Stub::WithdrawItem, Withdrawal("2022-02-01"));
  EXPECT_EQ(Events()->events_size(), 1);
}

TEST_P(LifecycleTest, StatesAreFilteredBy) {
  IssuedItem({"phong-a"});
  ASSERT_THAT(Call(&Stub::SuspendItem, Verb<v1::SuspendItemRequest>("2022-03-01")), IsOk());
  v1::ListItemsRequest list;
  list.set_parent("programs/p");
  list.set_filter("state = SUSPENDED");
  EXPECT_EQ(Call(&Stub::ListItems, list)->items_size(), 1);
  list.set_filter("state = CARRIED_OVER");
  EXPECT_EQ(Call(&Stub::ListItems, list)->items_size(), 0);
}

}  // namespace
}  // namespace tiendo::programs::testing
