// Carrying over and voiding (rules 5 and 21).
#include "tests/unit/programs/lifecycle_fixture.h"

namespace tiendo::programs::testing {
namespace {

using CarryOverAndVoid = LifecycleTest;

TEST_F(CarryOverAndVoid, R05AVoidedEntryNeverHappened) {
  fakes_.AddIssued({"units/a"});
  Complete("2022-06-10");
  Void(2);
  EXPECT_EQ(Stored().state, ItemState::kIssued);
  EXPECT_EQ(Stored().result_date, std::nullopt);
  EXPECT_EQ(On("2022-06-15").state, ItemState::kIssued);
  const ItemEvent event = fakes_.Events()[1];
  EXPECT_TRUE(event.voided);
  EXPECT_EQ(event.void_reason, "nhập nhầm");
  EXPECT_EQ(event.kind, EventKind::kCompleted);
  Complete("2022-06-12");
  EXPECT_THAT(Stored().result_date, Optional(D("2022-06-12")));
  EXPECT_EQ(fakes_.Events()[2].name, EventName(kItem, 3)) << "numbers go on";
}

TEST_F(CarryOverAndVoid, R05AReturnVoidedLeavesTheFirstResult) {
  fakes_.AddIssued({"units/a"});
  Complete("2022-06-10");
  Return("2022-06-20");
  Complete("2022-06-25");
  Void(3);
  EXPECT_THAT(Stored().result_date, Optional(D("2022-06-10")));
}

TEST_F(CarryOverAndVoid, R21GoesIntoAProgrammeThatHoldsItems) {
  fakes_.AddIssued({"units/a"});
  Category targets;
  targets.name = "categories/sector-target";
  targets.kind = CategoryKind::kTarget;
  fakes_.categories.Put(targets).IgnoreError();
  Program other;
  other.name = "programs/t";
  other.category = targets.name;
  other.state = ProgramState::kApproved;
  fakes_.programs.Put(other).IgnoreError();
  CarryOver input = Fakes::CarriedOver("2022-07-10");
  input.new_name = "programs/t/items/i2";
  const auto details = errors::GetDetails(CarryOverItem(fakes_.stores(), input).status());
  ASSERT_TRUE(details && details->violations.size() == 1);
  EXPECT_EQ(details->violations[0].field, "program");
  EXPECT_THAT(details->violations[0].description, ::testing::HasSubstr("of kind TARGET"));
}

TEST_F(CarryOverAndVoid, R05NothingIsVoidedTwice) {
  fakes_.AddIssued({"units/a"});
  Complete("2022-06-10");
  Void(2);
  absl::StatusOr<Item> again = VoidEvent(fakes_.stores(), Fakes::Void(2));
  EXPECT_THAT(again, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(again, HasReason("ITEM_EVENT_CONFLICT"));
  EXPECT_EQ(errors::GetDetails(again.status())->metadata["event"], EventName(kItem, 2));
  EXPECT_THAT(VoidEvent(fakes_.stores(), Fakes::Void(9)), HasReason("RESOURCE_NOT_FOUND"));
  Voiding stale = Fakes::Void(1);
  stale.etag = "\"1\"";
  EXPECT_THAT(VoidEvent(fakes_.stores(), stale), HasReason("ETAG_MISMATCH"));
}

TEST_F(CarryOverAndVoid, R05AnIssueVoidedMakesADraftThatKeepsWhatWasRecorded) {
  fakes_.AddIssued({"units/a"});
  Extend("2022-03-01", "2022-09-30");
  Complete("2022-01-05");
  Void(1);
  EXPECT_EQ(Stored().state, ItemState::kDraft);
  EXPECT_EQ(Stored().approval_date, std::nullopt);
  EXPECT_EQ(Stored().entry, std::nullopt);
  EXPECT_THAT(Stored().due_date, Optional(D("2022-06-30")));
  EXPECT_THAT(ReportCompletion(fakes_.stores(), Fakes::Completed("2022-06-10")),
              HasReason("ITEM_STATE"));
  // A result may be older than the approval, a decision may not.
  EXPECT_EQ(Field(IssueItem(fakes_.stores(), Fakes::Input("2022-03-02"))), "approval_date");
  ASSERT_THAT(IssueItem(fakes_.stores(), Fakes::Input("2022-02-15")), IsOk());
  EXPECT_EQ(Stored().state, ItemState::kCompleted);
  EXPECT_THAT(Stored().approval_date, Optional(D("2022-02-15")));
  EXPECT_THAT(Stored().due_date, Optional(D("2022-06-30"))) << "done before the extension";
}

TEST_F(CarryOverAndVoid, R21CarriedOverTheOldLineStandsStillAndTheNewOneKeepsTheBaseline) {
  fakes_.AddIssued({"units/a", "units/b"});
  Extend("2022-06-20", "2022-12-31");
  Complete("2022-10-01", "units/b");
  absl::StatusOr<Item> line = CarryOverItem(fakes_.stores(), Fakes::CarriedOver("2022-12-20"));
  ASSERT_THAT(line, IsOk());
  EXPECT_EQ(line->name, kNewLine);
  EXPECT_EQ(line->state, ItemState::kIssued);
  EXPECT_EQ(line->title, "Nội dung mẫu 01");
  EXPECT_EQ(line->carried_from, kItem);
  EXPECT_THAT(line->approval_date, Optional(D("2022-12-20")));
  EXPECT_THAT(line->due_date, Optional(D("2023-03-31")));
  EXPECT_THAT(line->baseline_due_date, Optional(D("2022-06-30")));
  ASSERT_EQ(line->leads.size(), 1U) << "whose part is open";
  EXPECT_EQ(line->leads[0].unit, "units/a");

  EXPECT_EQ(Stored().state, ItemState::kCarriedOver);
  EXPECT_EQ(Stored().carried_to, kNewLine);
  EXPECT_THAT(Stored().carry_over_date, Optional(D("2022-12-20")));
  EXPECT_THAT(Stored().due_date, Optional(D("2022-12-31")));
  EXPECT_THAT(ExtendItem(fakes_.stores(), Fakes::Extended("2022-12-21", "2023-01-31")),
              HasReason("ITEM_STATE"));
  EXPECT_THAT(WithdrawItem(fakes_.stores(), Fakes::Input("2022-12-21")), HasReason("ITEM_STATE"));
  Complete("2023-01-15", "units/a");
  EXPECT_EQ(Stored().state, ItemState::kCompleted) << "late, in the old year";
  EXPECT_EQ(fakes_.Stored(kNewLine).state, ItemState::kIssued);
}

TEST_F(CarryOverAndVoid, R21DoneOrWithdrawnByThenNothingIsCarriedOver) {
  fakes_.AddIssued({"units/a"});
  Complete("2022-12-10");
  EXPECT_THAT(CarryOverItem(fakes_.stores(), Fakes::CarriedOver("2022-12-10")),
              HasReason("ITEM_STATE"));
  ASSERT_THAT(CarryOverItem(fakes_.stores(), Fakes::CarriedOver("2022-12-09")), IsOk());
  EXPECT_THAT(CarryOverItem(fakes_.stores(), Fakes::CarriedOver("2022-12-08")),
              HasReason("ITEM_STATE"))
      << "once";
  // Found later that it had been done by then: the carry-over goes first.
  Void(2);
  absl::StatusOr<Item> done = ReportCompletion(fakes_.stores(), Fakes::Completed("2022-12-05"));
  EXPECT_THAT(done, HasReason("ITEM_STATE"));
  EXPECT_THAT(std::string(done.status().message()), ::testing::HasSubstr(kNewLine));
  Void(3);
  Complete("2022-12-05");
  EXPECT_EQ(fakes_.Stored(kNewLine).state, ItemState::kDraft);
  EXPECT_EQ(fakes_.Stored(kNewLine).carried_from, "");
  EXPECT_EQ(Stored().carried_to, "");
}

TEST_F(CarryOverAndVoid, R21ACarryOverIsVoidedAsAWholeAndFromTheNewestLine) {
  fakes_.AddIssued({"units/a"});
  ASSERT_THAT(CarryOverItem(fakes_.stores(), Fakes::CarriedOver("2022-12-20")), IsOk());
  CarryOver further = Fakes::CarriedOver("2023-03-20");
  further.name = kNewLine;
  further.new_name = "programs/p/items/i3";
  ASSERT_THAT(CarryOverItem(fakes_.stores(), further), IsOk());
  absl::StatusOr<Item> half = VoidEvent(fakes_.stores(), Fakes::Void(1, kNewLine));
  EXPECT_THAT(half, HasReason("ITEM_EVENT_CONFLICT"));
  absl::StatusOr<Item> under = VoidEvent(fakes_.stores(), Fakes::Void(2));
  EXPECT_THAT(under, HasReason("ITEM_EVENT_CONFLICT"));
  EXPECT_EQ(errors::GetDetails(under.status())->metadata["event"], EventName(kNewLine, 2));
  EXPECT_THAT(VoidEvent(fakes_.stores(), Fakes::Void(1)), HasReason("ITEM_EVENT_CONFLICT"))
      << "never issued, it could not have been carried over";
  ASSERT_THAT(VoidEvent(fakes_.stores(), Fakes::Void(2, kNewLine)), IsOk());
  ASSERT_THAT(VoidEvent(fakes_.stores(), Fakes::Void(2)), IsOk());
  EXPECT_EQ(Stored().state, ItemState::kIssued);
}

TEST_F(CarryOverAndVoid, R21WhereAndWhenItIsCarried) {
  fakes_.AddIssued({"units/a"});
  Extend("2022-12-01", "2022-12-31");
  EXPECT_EQ(Field(CarryOverItem(fakes_.stores(), Fakes::CarriedOver("2022-11-30"))),
            "approval_date")
      << "the due date moved after";
  CarryOver input = Fakes::CarriedOver("2022-12-20");
  input.new_name = "programs/none/items/x";
  absl::StatusOr<Item> nowhere = CarryOverItem(fakes_.stores(), input);
  EXPECT_THAT(nowhere, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_EQ(Field(nowhere), "program");
  input.new_name = kItem;
  EXPECT_THAT(CarryOverItem(fakes_.stores(), input), HasReason("RESOURCE_EXISTS"));
  Program next;
  next.name = "programs/n";
  next.category = "categories/department";
  for (ProgramState state : {ProgramState::kDraft, ProgramState::kClosed}) {
    next.state = state;
    ASSERT_THAT(fakes_.programs.Put(next), IsOk());
    input.new_name = "programs/n/items/i";
    EXPECT_THAT(CarryOverItem(fakes_.stores(), input), HasReason("PROGRAM_STATE"));
  }
  next.state = ProgramState::kApproved;
  ASSERT_THAT(fakes_.programs.Put(next), IsOk());
  input.leads = {"units/c"};
  input.ordinal = 3;
  absl::StatusOr<Item> line = CarryOverItem(fakes_.stores(), input);
  ASSERT_THAT(line, IsOk());
  EXPECT_EQ(line->ordinal, 3);
  EXPECT_EQ(line->leads[0].unit, "units/c");
}

TEST_F(CarryOverAndVoid, R21CarriedOverAgainAfterAVoidingItIsTheSameLine) {
  fakes_.AddIssued({"units/a"});
  CarryOver wrong = Fakes::CarriedOver("2022-12-20");
  wrong.new_due_date = D("2032-03-31");
  ASSERT_THAT(CarryOverItem(fakes_.stores(), wrong), IsOk());
  Progress progress = Fakes::Done("2023-01-10", 10);
  progress.name = kNewLine;
  ASSERT_THAT(ReportProgress(fakes_.stores(), progress), IsOk());
  EXPECT_THAT(CarryOverItem(fakes_.stores(), Fakes::CarriedOver("2022-12-20")),
              HasReason("ITEM_STATE"));
  Void(2);
  EXPECT_EQ(Field(CarryOverItem(fakes_.stores(), Fakes::CarriedOver("2023-01-11"))),
            "approval_date")
      << "work on it was reported before";
  absl::StatusOr<Item> line = CarryOverItem(fakes_.stores(), Fakes::CarriedOver("2022-12-20"));
  ASSERT_THAT(line, IsOk());
  EXPECT_EQ(line->name, kNewLine);
  EXPECT_THAT(line->due_date, Optional(D("2023-03-31")));
  EXPECT_EQ(line->state, ItemState::kInProgress);
  EXPECT_EQ(fakes_.Events(kNewLine).size(), 3U);
}

TEST_F(CarryOverAndVoid, R21AVoidingThatWouldHavePreventedTheCarryOverIsRefused) {
  fakes_.AddIssued({"units/a"});
  Complete("2022-06-10");
  Return("2022-06-20");
  ASSERT_THAT(CarryOverItem(fakes_.stores(), Fakes::CarriedOver("2022-12-20")), IsOk());
  absl::StatusOr<Item> refused = VoidEvent(fakes_.stores(), Fakes::Void(3));
  EXPECT_THAT(refused, HasReason("ITEM_EVENT_CONFLICT"));
  EXPECT_EQ(errors::GetDetails(refused.status())->metadata["event"], EventName(kItem, 4));
  EXPECT_EQ(Stored().state, ItemState::kCarriedOver);
}

}  // namespace
}  // namespace tiendo::programs::testing
