// What was agreed and what was told of an item (rules 2, 8 to 11).
#include "tests/unit/programs/lifecycle_fixture.h"

namespace tiendo::programs::testing {
namespace {

using Terms = LifecycleTest;

TEST_F(Terms, R02OfOneDayTheLastRecordedStands) {
  fakes_.AddIssued({"units/a"});
  Extend("2022-06-15", "2022-12-31");
  Extend("2022-06-15", "2022-09-30");
  EXPECT_THAT(Stored().due_date, Optional(D("2022-09-30")));
  // Entered in the other order: the date comes first.
  ASSERT_THAT(SuspendItem(fakes_.stores(), Fakes::Input("2022-05-01")), IsOk());
  ASSERT_THAT(ResumeItem(fakes_.stores(), Fakes::Input("2022-05-01")), IsOk());
  EXPECT_EQ(Stored().state, ItemState::kIssued);
}

TEST_F(Terms, R08DroppingTheLastOpenLeadCompletesOnTheDayOfTheChange) {
  fakes_.AddIssued({"units/a", "units/b"});
  Complete("2022-05-10", "units/a");
  Reassign("2022-06-01", {"units/a"});
  EXPECT_EQ(Stored().state, ItemState::kCompleted);
  EXPECT_THAT(Stored().result_date, Optional(D("2022-06-01")));
  EXPECT_THAT(Stored().leads[0].result_date, Optional(D("2022-05-10")));
  EXPECT_EQ(fakes_.Events()[2].units_revision, 8);
}

TEST_F(Terms, R08ReplacingADoneLeadReopens) {
  fakes_.AddIssued({"units/a"});
  Complete("2022-05-10");
  Reassign("2022-06-01", {"units/b"});
  EXPECT_EQ(Stored().state, ItemState::kInProgress);
  EXPECT_EQ(On("2022-05-31").state, ItemState::kCompleted);
  Complete("2022-06-15", "units/b");
  EXPECT_THAT(Stored().result_date, Optional(D("2022-06-15")));
  // Given back, the part that was done is done.
  Reassign("2022-06-20", {"units/a"});
  EXPECT_THAT(Stored().result_date, Optional(D("2022-06-15")));
}

TEST_F(Terms, R08AReassignmentChangesSomething) {
  fakes_.AddIssued({"units/a"});
  EXPECT_EQ(Field(ReassignItem(fakes_.stores(), Fakes::Reassigned("2022-06-01", {"units/a"}))),
            "leads");
  EXPECT_EQ(Field(ReassignItem(fakes_.stores(), Fakes::Reassigned("2022-01-14", {"units/b"}))),
            "approval_date");
}

TEST_F(Terms, R09ApprovedLateTheDaysBetweenStayOverdue) {
  fakes_.AddIssued({"units/a"});
  Extend("2022-07-05", "2022-09-30");
  EXPECT_THAT(On("2022-07-04").due_date, Optional(D("2022-06-30")));
  EXPECT_THAT(On("2022-07-05").due_date, Optional(D("2022-09-30")));
}

TEST_F(Terms, R09ApprovedOnTheDueDateItWasNeverDue) {
  fakes_.AddIssued({"units/a"});
  Extend("2022-06-30", "2022-09-30");
  EXPECT_THAT(On("2022-06-30").due_date, Optional(D("2022-09-30")));
}

TEST_F(Terms, R09ApprovedAfterCompletionItCountsOnlyFromAReturn) {
  fakes_.AddIssued({"units/a"});
  Extend("2022-06-20", "2022-09-30");
  Complete("2022-06-15");
  EXPECT_THAT(Stored().due_date, Optional(D("2022-06-30")));
  EXPECT_THAT(ExtendItem(fakes_.stores(), Fakes::Extended("2022-06-16", "2022-12-31")),
              HasReason("ITEM_STATE"));
  Return("2022-06-25");
  EXPECT_THAT(Stored().due_date, Optional(D("2022-09-30")));
}

TEST_F(Terms, R09AnExtensionFoundLaterMovesWhatWasLate) {
  fakes_.AddIssued({"units/a"});
  Complete("2022-07-10");
  Extend("2022-06-30", "2022-07-31");
  EXPECT_THAT(Stored().due_date, Optional(D("2022-07-31")));
  Void(3);
  EXPECT_THAT(Stored().due_date, Optional(D("2022-06-30")));
}

TEST_F(Terms, R09OfSeveralTheLatestApprovalStandsAndItCanBeRemoved) {
  fakes_.AddIssued({"units/a"});
  Extend("2022-06-20", "2022-12-31");
  Extend("2022-06-15", "2022-09-30");
  EXPECT_THAT(Stored().due_date, Optional(D("2022-12-31")));
  EXPECT_THAT(On("2022-06-17").due_date, Optional(D("2022-09-30")));
  Extend("2022-06-25", "");
  EXPECT_EQ(Stored().due_date, std::nullopt);
  EXPECT_THAT(Stored().baseline_due_date, Optional(D("2022-06-30")));
}

TEST_F(Terms, R10TheBaselineIsTheFirstDueDateEverSet) {
  fakes_.AddIssued({"units/a"}, "");
  EXPECT_EQ(Stored().baseline_due_date, std::nullopt);
  Extend("2022-04-01", "2022-09-30");
  Extend("2022-05-01", "2022-12-31");
  EXPECT_THAT(Stored().baseline_due_date, Optional(D("2022-09-30")));
  EXPECT_THAT(Stored().due_date, Optional(D("2022-12-31")));
  EXPECT_EQ(On("2022-03-31").baseline_due_date, std::nullopt) << "from its approval on";
  Extend("2022-03-01", "2022-08-31");
  EXPECT_THAT(Stored().baseline_due_date, Optional(D("2022-08-31"))) << "approved first";
  EXPECT_EQ(Stored().entry->due_date, std::nullopt);
}

TEST_F(Terms, R11SuspendedRefusedAndNotAcceptedMoveNoDueDate) {
  fakes_.AddIssued({"units/a", "units/b"});
  const Item issued = Stored();
  ASSERT_THAT(RefuseItem(fakes_.stores(), Fakes::Of("2022-02-01", "units/b")), IsOk());
  EXPECT_EQ(Stored().state, ItemState::kRefused);
  EXPECT_EQ(fakes_.Events()[1].reason, "chờ ý kiến");
  ASSERT_THAT(AcceptItem(fakes_.stores(), Fakes::Of("2022-02-05", "units/b")), IsOk());
  EXPECT_EQ(Stored().state, ItemState::kIssued) << "the other lead has not answered";
  ASSERT_THAT(AcceptItem(fakes_.stores(), Fakes::Of("2022-02-06", "units/a")), IsOk());
  EXPECT_EQ(Stored().state, ItemState::kAccepted);
  ASSERT_THAT(SuspendItem(fakes_.stores(), Fakes::Input("2022-03-01")), IsOk());
  EXPECT_EQ(Stored().state, ItemState::kSuspended);
  EXPECT_EQ(Stored().due_date, issued.due_date);
  ASSERT_THAT(ResumeItem(fakes_.stores(), Fakes::Input("2022-04-01")), IsOk());
  EXPECT_EQ(Stored().state, ItemState::kAccepted);
  EXPECT_EQ(Field(AcceptItem(fakes_.stores(), Fakes::Of("2022-02-06", "units/c"))), "");
  EXPECT_EQ(Field(SuspendItem(fakes_.stores(), Fakes::Input("2022-03-15"))), "approval_date")
      << "it was resumed on a later day";
}

TEST_F(Terms, AnAnswerIsGivenByALeadAndOnce) {
  fakes_.AddIssued({"units/a", "units/b"});
  EXPECT_EQ(Field(AcceptItem(fakes_.stores(), Fakes::Of("2022-02-01", "units/c"))), "lead");
  ASSERT_THAT(AcceptItem(fakes_.stores(), Fakes::Of("2022-02-01", "units/a")), IsOk());
  EXPECT_THAT(AcceptItem(fakes_.stores(), Fakes::Of("2022-02-02", "units/a")),
              HasReason("ITEM_STATE"));
  EXPECT_THAT(RefuseItem(fakes_.stores(), Fakes::Of("2022-01-31", "units/a")),
              HasReason("ITEM_STATE"));
  EXPECT_EQ(Field(AcceptItem(fakes_.stores(), Fakes::Of("2022-01-14", "units/b"))), "event_date");
  ASSERT_THAT(AcceptItem(fakes_.stores(), Fakes::Of("2022-02-02")), IsOk());
  EXPECT_EQ(Stored().state, ItemState::kAccepted);
}

TEST_F(Terms, ProgressIsNewsAndNothingMore) {
  fakes_.AddIssued({"units/a"});
  EXPECT_THAT(Stored().last_news_date, Optional(D("2022-01-15")));
  ASSERT_THAT(ReportProgress(fakes_.stores(), Fakes::Done("2022-03-01", 40)), IsOk());
  EXPECT_EQ(Stored().state, ItemState::kInProgress);
  EXPECT_EQ(Stored().progress_percent, 40);
  EXPECT_THAT(Stored().last_news_date, Optional(D("2022-03-01")));
  // Entered late, it is older news.
  ASSERT_THAT(ReportProgress(fakes_.stores(), Fakes::Done("2022-02-01", 10)), IsOk());
  EXPECT_EQ(Stored().progress_percent, 40);
  Void(2);
  EXPECT_EQ(Stored().progress_percent, 10);
  EXPECT_THAT(Stored().last_news_date, Optional(D("2022-02-01")));
}

TEST_F(Terms, MilestonesAreAddedDoneAndReplaced) {
  fakes_.AddIssued({"units/a"});
  ASSERT_THAT(AddMilestones(fakes_.stores(), Fakes::Milestones("2022-02-01", {"a", "b"})), IsOk());
  EXPECT_EQ(Field(AddMilestones(fakes_.stores(), Fakes::Milestones("2022-02-02", {"c", "b"}))),
            "milestones[1].milestone_id");
  ASSERT_THAT(CompleteMilestone(fakes_.stores(), Fakes::MilestoneIsDone("2022-03-01", "a")),
              IsOk());
  EXPECT_THAT(Stored().milestones[0].done_date, Optional(D("2022-03-01")));
  EXPECT_THAT(CompleteMilestone(fakes_.stores(), Fakes::MilestoneIsDone("2022-03-02", "a")),
              HasReason("ITEM_STATE"));
  EXPECT_EQ(Field(CompleteMilestone(fakes_.stores(), Fakes::MilestoneIsDone("2022-03-02", "z"))),
            "milestone_id");
  EXPECT_EQ(Field(CompleteMilestone(fakes_.stores(), Fakes::MilestoneIsDone("2022-01-31", "b"))),
            "done_date");
  ASSERT_THAT(ReplaceMilestones(fakes_.stores(), Fakes::Milestones("2022-04-01", {"d"})), IsOk());
  EXPECT_EQ(Field(ReplaceMilestones(fakes_.stores(), Fakes::Milestones("2022-04-02", {"d"}))),
            "event_date");
  EXPECT_EQ(Field(AddMilestones(fakes_.stores(), Fakes::Milestones("2022-03-15", {"e"}))),
            "event_date");
  ASSERT_EQ(Stored().milestones.size(), 1U);
  Void(4);
  EXPECT_EQ(Stored().milestones.size(), 2U);
}

TEST_F(Terms, MilestonesAreBounded) {
  fakes_.AddIssued({"units/a"});
  std::vector<std::string> many;
  for (size_t i = 0; i <= kMaxMilestones; ++i) many.push_back("m" + std::to_string(i));
  EXPECT_EQ(Field(AddMilestones(fakes_.stores(), Fakes::Milestones("2022-02-01", many))),
            "milestones");
  EXPECT_EQ(Field(ReplaceMilestones(fakes_.stores(), Fakes::Milestones("2022-02-01", many))),
            "milestones");
}

TEST_F(Terms, AnItemRecordedBeforeItsEntryWasKeptIsTheSame) {
  fakes_.AddIssued({"units/a"});
  Item old = Stored();
  old.entry.reset();
  old.last_news_date.reset();
  ASSERT_THAT(fakes_.items.Put(old), IsOk());
  Reassign("2022-06-01", {"units/b"});
  ASSERT_TRUE(Stored().entry);
  EXPECT_THAT(Stored().entry->leads, ElementsAre("units/a"));
  EXPECT_THAT(Stored().entry->due_date, Optional(D("2022-06-30")));
  Void(2);
  EXPECT_EQ(Stored().leads[0].unit, "units/a");
}

TEST_F(Terms, AnItemHasRoomForAKnownNumberOfEvents) {
  fakes_.AddIssued({"units/a"});
  for (int number = 2; number <= kMaxEvents; ++number) {
    ItemEvent event;
    event.name = EventName(kItem, number);
    event.kind = EventKind::kProgress;
    event.date = D("2022-02-01");
    ASSERT_THAT(fakes_.events.Put(event), IsOk());
  }
  EXPECT_THAT(ReportProgress(fakes_.stores(), Fakes::Done("2022-03-01", 40)),
              HasReason("ITEM_STATE"));
  EXPECT_THAT(ReportCompletion(fakes_.stores(), Fakes::Completed("2022-03-01")),
              HasReason("ITEM_STATE"));
}

}  // namespace
}  // namespace tiendo::programs::testing
