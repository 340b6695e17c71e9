// Results: reported, appraised, returned (rules 1, 4, 6, 7, 15, 18).
#include "tests/unit/programs/lifecycle_fixture.h"

namespace tiendo::programs::testing {
namespace {

using Results = LifecycleTest;

TEST_F(Results, R01OnlyResultsCountNotReportsOrAcceptances) {
  fakes_.AddIssued({"units/a"});
  Completion late = Fakes::Completed("2022-06-28");
  late.reported_date = D("2022-07-05");
  late.document = {"60-BC/A", D("2022-06-28"), ""};
  ASSERT_THAT(ReportCompletion(fakes_.stores(), late), IsOk());
  ASSERT_THAT(AppraiseCompletion(fakes_.stores(), Fakes::Appraised("2022-07-10", true)), IsOk());
  const Lead lead = Stored().leads[0];
  EXPECT_THAT(lead.result_date, Optional(D("2022-06-28")));
  EXPECT_THAT(lead.reported_date, Optional(D("2022-07-05")));
  EXPECT_THAT(lead.accepted_date, Optional(D("2022-07-10")));
  EXPECT_EQ(lead.document, late.document);
  EXPECT_THAT(Stored().result_date, Optional(D("2022-06-28")));
  EXPECT_THAT(Stored().accepted_date, Optional(D("2022-07-10")));
  EXPECT_EQ(On("2022-06-27").state, ItemState::kIssued);
  EXPECT_EQ(On("2022-06-28").state, ItemState::kCompleted);
}

TEST_F(Results, R04ReturnedItIsOpenFromTheReturnAndDoneInBetween) {
  fakes_.AddIssued({"units/a"});
  Complete("2022-06-10");
  Return("2022-06-20");
  EXPECT_EQ(Stored().state, ItemState::kInProgress);
  EXPECT_EQ(Stored().result_date, std::nullopt);
  EXPECT_EQ(Stored().leads[0].result_date, std::nullopt);
  EXPECT_EQ(On("2022-06-19").state, ItemState::kCompleted);
  Complete("2022-06-25");
  EXPECT_THAT(Stored().result_date, Optional(D("2022-06-25")));
  EXPECT_THAT(On("2022-06-19").result_date, Optional(D("2022-06-10")));
  EXPECT_EQ(On("2022-06-20").result_date, std::nullopt);
}

TEST_F(Results, R04OnePartIsReturnedOrAll) {
  fakes_.AddIssued({"units/a", "units/b"});
  Complete("2022-06-01", "units/a");
  Complete("2022-06-02", "units/b");
  Return("2022-06-05", "units/b");
  EXPECT_THAT(Stored().leads[0].result_date, Optional(D("2022-06-01")));
  EXPECT_EQ(Stored().leads[1].result_date, std::nullopt);
  Complete("2022-06-06", "units/b");
  EXPECT_THAT(Stored().result_date, Optional(D("2022-06-06")));
  Return("2022-06-08");
  EXPECT_EQ(Stored().leads[0].result_date, std::nullopt);
  EXPECT_EQ(Stored().leads[1].result_date, std::nullopt);
}

TEST_F(Results, R04AReturnFollowsAResultAndAResultTheReturn) {
  fakes_.AddIssued({"units/a"});
  Complete("2022-06-10");
  EXPECT_EQ(Field(AppraiseCompletion(fakes_.stores(), Fakes::Appraised("2022-06-09", false))),
            "event_date");
  Return("2022-06-20");
  EXPECT_THAT(AppraiseCompletion(fakes_.stores(), Fakes::Appraised("2022-06-21", false)),
              HasReason("ITEM_STATE"));
  EXPECT_EQ(Field(ReportCompletion(fakes_.stores(), Fakes::Completed("2022-06-19"))),
            "result_date");
  Complete("2022-06-20");
  EXPECT_THAT(Stored().result_date, Optional(D("2022-06-20")));
}

TEST_F(Results, R06FinishedAgainWithoutAReturnTheFirstDateStands) {
  fakes_.AddIssued({"units/a"});
  Complete("2022-06-10");
  for (const char* day : {"2022-06-05", "2022-06-10", "2022-06-20"}) {
    absl::StatusOr<Item> again = ReportCompletion(fakes_.stores(), Fakes::Completed(day));
    EXPECT_THAT(again, StatusIs(absl::StatusCode::kFailedPrecondition));
    EXPECT_THAT(again, HasReason("LEAD_ALREADY_DONE"));
    EXPECT_EQ(errors::GetDetails(again.status())->metadata["result_date"], "2022-06-10");
  }
}

TEST_F(Results, R07AWithdrawalWhileDoneHasNoEffectForGood) {
  fakes_.AddIssued({"units/a"});
  Complete("2022-06-10");
  Return("2022-06-20");
  absl::StatusOr<Item> withdrawn = WithdrawItem(fakes_.stores(), Fakes::Input("2022-06-15"));
  EXPECT_THAT(withdrawn, HasReason("ITEM_STATE")) << "it was done on that day";
  ASSERT_THAT(WithdrawItem(fakes_.stores(), Fakes::Input("2022-06-21")), IsOk());
  EXPECT_EQ(Stored().state, ItemState::kWithdrawn);
  // The return was a wrong entry: then it was done on the day of the withdrawal.
  Void(3);
  EXPECT_EQ(Stored().state, ItemState::kCompleted);
}

TEST_F(Results, ResultsAreAcceptedOnceAndWithAllOfThemTheItem) {
  fakes_.AddIssued({"units/a", "units/b"});
  Complete("2022-05-10", "units/a");
  ASSERT_THAT(AppraiseCompletion(fakes_.stores(), Fakes::Appraised("2022-05-12", true)), IsOk());
  EXPECT_THAT(fakes_.Events()[2].parts, ElementsAre("units/a"));
  EXPECT_EQ(Stored().accepted_date, std::nullopt);
  EXPECT_THAT(AppraiseCompletion(fakes_.stores(), Fakes::Appraised("2022-05-13", true)),
              HasReason("ITEM_STATE"));
  Completion known = Fakes::Completed("2022-05-20", "units/b");
  known.accepted_date = D("2022-05-25");
  ASSERT_THAT(ReportCompletion(fakes_.stores(), known), IsOk());
  EXPECT_THAT(Stored().accepted_date, Optional(D("2022-05-25")));
  Return("2022-06-01", "units/a");
  EXPECT_EQ(Stored().accepted_date, std::nullopt);
  EXPECT_EQ(Stored().leads[0].accepted_date, std::nullopt);
}

TEST_F(Results, R15AnItemWithoutLeadIsItsOwnPart) {
  fakes_.AddIssued({});
  ASSERT_THAT(AcceptItem(fakes_.stores(), Fakes::Of("2022-02-01")), IsOk());
  EXPECT_EQ(Stored().state, ItemState::kAccepted);
  Complete("2022-05-10");
  EXPECT_THAT(ReportCompletion(fakes_.stores(), Fakes::Completed("2022-05-11")),
              HasReason("LEAD_ALREADY_DONE"));
  ASSERT_THAT(AppraiseCompletion(fakes_.stores(), Fakes::Appraised("2022-05-12", true)), IsOk());
  EXPECT_THAT(Stored().accepted_date, Optional(D("2022-05-12")));
  Return("2022-05-20");
  EXPECT_EQ(Stored().state, ItemState::kInProgress);
  Reassign("2022-06-01", {"units/a"});
  EXPECT_EQ(Field(ReportCompletion(fakes_.stores(), Fakes::Completed("2022-06-02", "units/b"))),
            "lead");
  Complete("2022-06-02");
  EXPECT_EQ(fakes_.Events().back().lead, "units/a");
}

TEST_F(Results, R18TheHeirFinishesThePartOfALeadThatHasEnded) {
  fakes_.AddIssued({"units/old", "units/b"});
  Completion heir = Fakes::Completed("2022-06-10", "units/heir");
  EXPECT_EQ(Field(ReportCompletion(fakes_.stores(), heir)), "lead") << "nobody's heir";
  heir.inherits = [](std::string_view by, std::string_view unit) {
    return by == "units/heir" && unit == "units/old" ? std::optional(D("2022-05-01"))
                                                     : std::nullopt;
  };
  ASSERT_THAT(ReportCompletion(fakes_.stores(), heir), IsOk());
  EXPECT_EQ(fakes_.Events()[1].lead, "units/heir");
  EXPECT_THAT(fakes_.Events()[1].parts, ElementsAre("units/old", "units/heir"));
  EXPECT_THAT(Stored().leads[0].result_date, Optional(D("2022-06-10")));
  EXPECT_EQ(Stored().leads[1].result_date, std::nullopt);
  Appraisal returned = Fakes::Appraised("2022-06-15", false, "units/heir");
  returned.inherits = heir.inherits;
  ASSERT_THAT(AppraiseCompletion(fakes_.stores(), returned), IsOk());
  EXPECT_EQ(Stored().leads[0].result_date, std::nullopt);
}

// The heir's result of 10/06, and only then the decision of 01/06 that had given it the item.
TEST_F(Results, R18WhatAnHeirFinishedIsItsOwnOnceItIsKnownToHaveLed) {
  fakes_.AddIssued({"units/old"});
  Completion heir = Fakes::Completed("2022-06-10", "units/heir");
  heir.inherits = [](std::string_view by, std::string_view unit) {
    return by == "units/heir" && unit == "units/old" ? std::optional(D("2022-05-01"))
                                                     : std::nullopt;
  };
  ASSERT_THAT(ReportCompletion(fakes_.stores(), heir), IsOk());
  Reassign("2022-06-01", {"units/heir"});
  EXPECT_EQ(Stored().state, ItemState::kCompleted);
  EXPECT_THAT(Stored().result_date, Optional(D("2022-06-10")));
  Return("2022-06-20", "units/heir");
  EXPECT_EQ(Stored().state, ItemState::kInProgress);
  // Of a decision of a later day the item is open until the new lead has finished (rule 8).
  Fakes other;
  other.AddIssued({"units/old"});
  ASSERT_THAT(ReportCompletion(other.stores(), heir), IsOk());
  ASSERT_THAT(ReassignItem(other.stores(), Fakes::Reassigned("2022-07-01", {"units/b"})), IsOk());
  EXPECT_EQ(other.Stored().state, ItemState::kInProgress);
}

TEST_F(Results, R18AnHeirThatLeadsTooSpeaksForBothOnlyOnceTheOtherHasEnded) {
  fakes_.AddIssued({"units/old", "units/heir"});
  Completion heir = Fakes::Completed("2022-06-10", "units/heir");
  heir.inherits = [](std::string_view, std::string_view unit) {
    return unit == "units/old" ? std::optional(D("2022-06-11")) : std::nullopt;
  };
  ASSERT_THAT(ReportCompletion(fakes_.stores(), heir), IsOk());
  EXPECT_THAT(fakes_.Events()[1].parts, ElementsAre("units/heir"));
  heir.date = D("2022-06-11");
  ASSERT_THAT(ReportCompletion(fakes_.stores(), heir), IsOk());
  EXPECT_THAT(fakes_.Events()[2].parts, ElementsAre("units/old"));
  EXPECT_EQ(Stored().state, ItemState::kCompleted);
}

}  // namespace
}  // namespace tiendo::programs::testing
