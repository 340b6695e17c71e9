#include "services/programs/domain/item_verbs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"
#include "tests/unit/programs/domain_fixture.h"

namespace tiendo::programs::testing {
namespace {

using ::testing::Optional;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using tiendo::testing::StatusIs;

class ItemVerbs : public ::testing::Test {
 protected:
  absl::StatusOr<Item> Report(const std::string& date, const std::string& lead = "") {
    return ReportCompletion(fakes_.stores(), Fakes::Completed(date, lead));
  }
  absl::StatusOr<Item> Extend(const std::string& date, const std::string& due) {
    return ExtendItem(fakes_.stores(), Fakes::Extended(date, due));
  }
  absl::StatusOr<Item> Withdraw(const std::string& date) {
    return WithdrawItem(fakes_.stores(), Fakes::Input(date));
  }
  static std::string Field(const absl::StatusOr<Item>& result) {
    auto details = errors::GetDetails(result.status());
    return details && !details->violations.empty() ? details->violations[0].field : "";
  }
  Fakes fakes_;
};

TEST_F(ItemVerbs, IssueRecordsTheFirstEvent) {
  fakes_.AddProgram();
  fakes_.AddDraft({"units/a"});
  VerbInput input = Fakes::Input("2022-01-15");
  input.document = {"5-QĐ/SLĐTBXH", D("2022-01-14"), "Sở"};
  absl::StatusOr<Item> item = IssueItem(fakes_.stores(), input);
  ASSERT_THAT(item, IsOk());
  EXPECT_EQ(item->state, ItemState::kIssued);
  EXPECT_THAT(item->approval_date, Optional(D("2022-01-15")));
  EXPECT_THAT(item->due_date, Optional(D("2022-06-30")));
  ASSERT_EQ(fakes_.Events().size(), 1U);
  const ItemEvent event = fakes_.Events()[0];
  EXPECT_EQ(event.name, std::string(kItem) + "/events/0001");
  EXPECT_EQ(event.kind, EventKind::kIssued);
  EXPECT_EQ(event.date, D("2022-01-15"));
  EXPECT_EQ(event.document, input.document);
  EXPECT_EQ(event.units_revision, 0);
}

TEST_F(ItemVerbs, IssueNeedsAnApprovedProgramme) {
  fakes_.AddProgram(ProgramState::kDraft);
  fakes_.AddDraft({});
  absl::StatusOr<Item> item = IssueItem(fakes_.stores(), Fakes::Input("2022-01-15"));
  EXPECT_THAT(item, HasReason("PROGRAM_STATE"));
  EXPECT_EQ(errors::GetDetails(item.status())->metadata["name"], "programs/p");
}

TEST_F(ItemVerbs, TheOnlyLeadNeedNotBeNamed) {
  fakes_.AddIssued({"units/a"});
  absl::StatusOr<Item> item = Report("2022-05-10");
  ASSERT_THAT(item, IsOk());
  EXPECT_EQ(item->state, ItemState::kCompleted);
  EXPECT_THAT(item->leads[0].result_date, Optional(D("2022-05-10")));
  EXPECT_EQ(fakes_.Events()[1].lead, "units/a");
  EXPECT_EQ(fakes_.Events()[1].units_revision, 7);
}

TEST_F(ItemVerbs, SeveralLeadsAreDoneWhenAllAre) {
  fakes_.AddIssued({"units/a", "units/b"});
  absl::StatusOr<Item> unnamed = Report("2022-05-10");
  EXPECT_THAT(unnamed, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(Field(unnamed), "lead");
  absl::StatusOr<Item> stranger = Report("2022-05-10", "units/c");
  EXPECT_THAT(stranger, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(Field(stranger), "lead");

  absl::StatusOr<Item> first = Report("2022-06-10", "units/b");
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->state, ItemState::kInProgress);
  EXPECT_EQ(first->result_date, std::nullopt);
  absl::StatusOr<Item> again = Report("2022-06-12", "units/b");
  EXPECT_THAT(again, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(again, HasReason("LEAD_ALREADY_DONE"));
  EXPECT_EQ(errors::GetDetails(again.status())->metadata["result_date"], "2022-06-10");
  EXPECT_EQ(errors::GetDetails(again.status())->metadata["lead"], "units/b");

  // Reported later, finished earlier: the day is that of the lead that was last.
  absl::StatusOr<Item> second = Report("2022-05-20", "units/a");
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->state, ItemState::kCompleted);
  EXPECT_THAT(second->result_date, Optional(D("2022-06-10")));
}

TEST_F(ItemVerbs, WithoutALeadTheItemItselfIsDone) {
  fakes_.AddIssued({});
  EXPECT_EQ(Field(Report("2022-05-10", "units/a")), "lead");
  absl::StatusOr<Item> item = Report("2022-05-10");
  ASSERT_THAT(item, IsOk());
  EXPECT_EQ(item->state, ItemState::kCompleted);
  EXPECT_THAT(item->result_date, Optional(D("2022-05-10")));
  EXPECT_EQ(fakes_.Events()[1].lead, "");
  EXPECT_EQ(fakes_.Events()[1].units_revision, 0);
}

TEST_F(ItemVerbs, ExtensionKeepsTheBaseline) {
  fakes_.AddIssued({"units/a"});
  absl::StatusOr<Item> item = Extend("2022-06-20", "2022-12-31");
  ASSERT_THAT(item, IsOk());
  EXPECT_THAT(item->due_date, Optional(D("2022-12-31")));
  EXPECT_THAT(item->baseline_due_date, Optional(D("2022-06-30")));
  // Approved earlier, entered later: the latest approval stands.
  item = Extend("2022-06-15", "2022-09-30");
  ASSERT_THAT(item, IsOk());
  EXPECT_THAT(item->due_date, Optional(D("2022-12-31")));
  item = Extend("2022-06-25", "");
  ASSERT_THAT(item, IsOk());
  EXPECT_EQ(item->due_date, std::nullopt);
  ASSERT_EQ(fakes_.Events().size(), 4U);
  EXPECT_EQ(fakes_.Events()[1].approver, "Giám đốc Sở");
  EXPECT_EQ(fakes_.Events()[1].reason, "chờ ý kiến");
  EXPECT_EQ(fakes_.Events()[3].new_due_date, std::nullopt);
}

TEST_F(ItemVerbs, TheDueDateOfADoneItemIsThatOfTheDayItWasDone) {
  fakes_.AddIssued({"units/a"});
  ASSERT_THAT(Extend("2022-06-10", "2022-09-30"), IsOk());
  ASSERT_THAT(Extend("2022-06-20", "2022-12-31"), IsOk());
  absl::StatusOr<Item> item = Report("2022-06-15");
  ASSERT_THAT(item, IsOk());
  EXPECT_THAT(item->due_date, Optional(D("2022-09-30")));
}

TEST_F(ItemVerbs, DoneOnTheDayOfTheWithdrawalIsDone) {
  fakes_.AddIssued({"units/a"});
  ASSERT_THAT(Report("2022-06-10"), IsOk());
  for (const char* day : {"2022-06-10", "2022-06-11"}) {
    absl::StatusOr<Item> late = Withdraw(day);
    EXPECT_THAT(late, StatusIs(absl::StatusCode::kFailedPrecondition));
    EXPECT_THAT(late, HasReason("ITEM_STATE"));
    EXPECT_EQ(errors::GetDetails(late.status())->metadata["state"], "COMPLETED");
  }
  absl::StatusOr<Item> before = Withdraw("2022-06-09");
  ASSERT_THAT(before, IsOk());
  EXPECT_EQ(before->state, ItemState::kWithdrawn);
  EXPECT_THAT(before->withdrawal_date, Optional(D("2022-06-09")));
}

TEST_F(ItemVerbs, R07AfterTheWithdrawalNothingCompletes) {
  fakes_.AddIssued({"units/a"});
  ASSERT_THAT(Withdraw("2022-06-10"), IsOk());
  EXPECT_THAT(Report("2022-06-11"), HasReason("ITEM_STATE"));
  EXPECT_EQ(fakes_.Events().size(), 2U);
}

TEST_F(ItemVerbs, R07AResultFoundLaterWinsOverALaterWithdrawal) {
  fakes_.AddIssued({"units/a"});
  ASSERT_THAT(Withdraw("2022-06-10"), IsOk());
  absl::StatusOr<Item> done = Report("2022-06-10");
  ASSERT_THAT(done, IsOk());
  EXPECT_EQ(done->state, ItemState::kCompleted);
  EXPECT_EQ(done->withdrawal_date, std::nullopt);
}

TEST_F(ItemVerbs, NothingIsApprovedBeforeTheItemWasInTheProgramme) {
  fakes_.AddIssued({"units/a"});
  EXPECT_EQ(Field(Extend("2022-01-14", "2022-09-30")), "approval_date");
  EXPECT_EQ(Field(Withdraw("2022-01-14")), "approval_date");
  EXPECT_THAT(Withdraw("2022-01-15"), IsOk());
}

TEST_F(ItemVerbs, EventsOfASecretItemAreSecret) {
  fakes_.AddProgram();
  Item item;
  item.name = kItem;
  item.secret = true;
  ASSERT_THAT(fakes_.items.Put(item), IsOk());
  ASSERT_THAT(IssueItem(fakes_.stores(), Fakes::Input("2022-01-15")), IsOk());
  ASSERT_THAT(Extend("2022-06-10", "2022-09-30"), IsOk());
  for (const ItemEvent& event : fakes_.Events()) EXPECT_TRUE(event.secret);
}

TEST_F(ItemVerbs, TheStateExpectedIsAskedFirst) {
  fakes_.AddIssued({"units/a"});
  Completion stale = Fakes::Completed("2022-05-10");
  stale.etag = "\"1\"";
  EXPECT_THAT(ReportCompletion(fakes_.stores(), stale), HasReason("ETAG_MISMATCH"));
  stale.name = "programs/p/items/none";
  EXPECT_THAT(ReportCompletion(fakes_.stores(), stale), HasReason("RESOURCE_NOT_FOUND"));
}

}  // namespace
}  // namespace tiendo::programs::testing
