// Requests of the verbs: every violation at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/api/fields.h"
#include "services/programs/api/requests.h"
#include "services/programs/domain/secret.h"
#include "tests/support/status_matchers.h"

namespace tiendo::programs {
namespace {

using ::testing::ElementsAre;
using testing::Fields;
using testing::IsOk;
using ::testing::UnorderedElementsAre;

Day D(const std::string& iso) { return calendar::ParseIsoDay(iso).value(); }
google::type::Date Date(const std::string& iso) { return api::ToProto(D(iso)); }
const Day kToday = D("2022-07-14");

TEST(VerbRequests, DatesLieBetween2000AndToday) {
  v1::IssueItemRequest issue;
  issue.set_name("programs/p/items/i");
  EXPECT_THAT(Fields(ParseIssueItem(issue, kToday)), ElementsAre("approval_date"));
  for (const char* good : {"2000-01-01", "2022-07-14"}) {
    *issue.mutable_approval_date() = Date(good);
    EXPECT_THAT(ParseIssueItem(issue, kToday), IsOk()) << good;
  }
  for (const char* bad : {"1999-12-31", "2022-07-15"}) {
    *issue.mutable_approval_date() = Date(bad);
    EXPECT_THAT(Fields(ParseIssueItem(issue, kToday)), ElementsAre("approval_date")) << bad;
  }
  v1::ReportCompletionRequest report;
  report.set_name("programs/p/items/i");
  report.set_lead("phong");
  *report.mutable_result_date() = Date("2022-07-15");
  EXPECT_THAT(Fields(ParseReportCompletion(report, kToday)),
              UnorderedElementsAre("result_date", "lead"));
  v1::ApproveProgramRequest approve;
  approve.set_name("programs/p/items/i");
  EXPECT_THAT(Fields(ParseApproveProgram(approve, kToday)),
              UnorderedElementsAre("name", "approval_date", "document.number"));
}

TEST(VerbRequests, AnExtensionMovesOrRemoves) {
  v1::ExtendItemRequest request;
  request.set_name("programs/p/items/i");
  EXPECT_THAT(Fields(ParseExtendItem(request, kToday)),
              UnorderedElementsAre("document.number", "approval_date", "new_due_date", "approver",
                                   "reason"));
  *request.mutable_approval_date() = Date("2022-07-01");
  request.mutable_document()->set_number("9-CV");
  request.set_approver(std::string(257, 'x'));
  request.set_reason(std::string(513, 'x'));
  *request.mutable_new_due_date() = Date("2022-09-30");
  request.set_remove_due_date(true);
  EXPECT_THAT(Fields(ParseExtendItem(request, kToday)),
              UnorderedElementsAre("remove_due_date", "approver", "reason"));
  request.set_approver("Giám đốc Sở");
  request.set_reason("chờ ý kiến");
  request.clear_new_due_date();
  absl::StatusOr<Extension> removal = ParseExtendItem(request, kToday);
  ASSERT_THAT(removal, IsOk());
  EXPECT_EQ(removal->new_due_date, std::nullopt);
}

TEST(VerbRequests, AWithdrawalHasADocumentAndAReason) {
  v1::WithdrawItemRequest request;
  request.set_name("programs/p/items/i");
  *request.mutable_approval_date() = Date("2022-07-01");
  EXPECT_THAT(Fields(ParseWithdrawItem(request, kToday)), ElementsAre("document.number", "reason"));
}

// With a name and the date of its event.
template <typename Request>
Request Verb(const std::string& date = "2022-07-01") {
  Request request;
  request.set_name("programs/p/items/i");
  if constexpr (requires { request.mutable_event_date(); }) {
    *request.mutable_event_date() = Date(date);
  }
  if constexpr (requires { request.mutable_approval_date(); }) {
    *request.mutable_approval_date() = Date(date);
  }
  return request;
}

TEST(VerbRequests, EveryOneNamesAllOfItsViolations) {
  EXPECT_THAT(Fields(ParseCloseProgram({}, kToday)), UnorderedElementsAre("name", "close_date"));
  EXPECT_THAT(Fields(ParseAcceptItem({}, kToday)), UnorderedElementsAre("name", "event_date"));
  EXPECT_THAT(Fields(ParseRefuseItem({}, kToday)),
              UnorderedElementsAre("name", "event_date", "reason"));
  EXPECT_THAT(Fields(ParseReportProgress({}, kToday)),
              UnorderedElementsAre("name", "event_date", "note"));
  EXPECT_THAT(Fields(ParseReportCompletion({}, kToday)),
              UnorderedElementsAre("name", "result_date"));
  EXPECT_THAT(Fields(ParseAppraiseCompletion({}, kToday)),
              UnorderedElementsAre("name", "event_date", "outcome"));
  EXPECT_THAT(Fields(ParseSuspendItem({}, kToday)),
              UnorderedElementsAre("name", "approval_date", "reason"));
  EXPECT_THAT(Fields(ParseResumeItem({}, kToday)), UnorderedElementsAre("name", "approval_date"));
  EXPECT_THAT(Fields(ParseReassignItem({}, kToday)),
              UnorderedElementsAre("name", "approval_date", "leads", "reason", "approver",
                                   "document.number"));
  EXPECT_THAT(Fields(ParseAddMilestones({}, kToday)),
              UnorderedElementsAre("name", "event_date", "milestones"));
  EXPECT_THAT(Fields(ParseReplaceMilestones({}, kToday)),
              UnorderedElementsAre("name", "event_date"));
  EXPECT_THAT(Fields(ParseCompleteMilestone({}, kToday)),
              UnorderedElementsAre("name", "done_date", "milestone_id"));
  EXPECT_THAT(Fields(ParseCarryOverItem({}, kToday)),
              UnorderedElementsAre("name", "program", "item_id", "new_due_date", "approval_date",
                                   "reason", "approver", "document.number"));
  EXPECT_THAT(Fields(ParseVoidEvent({}, kToday)), UnorderedElementsAre("name", "reason"));
}

TEST(VerbRequests, DatesOfAResultFollowIt) {
  v1::ReportCompletionRequest request = Verb<v1::ReportCompletionRequest>();
  *request.mutable_result_date() = Date("2022-06-28");
  *request.mutable_reported_date() = Date("2022-06-27");
  *request.mutable_accepted_date() = Date("2022-07-15");
  EXPECT_THAT(Fields(ParseReportCompletion(request, kToday)),
              UnorderedElementsAre("reported_date", "accepted_date"));
  *request.mutable_reported_date() = Date("2022-06-28");
  *request.mutable_accepted_date() = Date("2022-07-14");
  absl::StatusOr<Completion> completion = ParseReportCompletion(request, kToday);
  ASSERT_THAT(completion, IsOk());
  EXPECT_EQ(completion->reported_date, D("2022-06-28"));
  EXPECT_EQ(completion->accepted_date, D("2022-07-14"));
}

TEST(VerbRequests, ProgressIsAShareOrANote) {
  v1::ReportProgressRequest request = Verb<v1::ReportProgressRequest>();
  request.set_percent(101);
  EXPECT_THAT(Fields(ParseReportProgress(request, kToday)), ElementsAre("percent"));
  request.set_percent(0);
  EXPECT_EQ(ParseReportProgress(request, kToday)->percent, 0);
  request.clear_percent();
  request.set_note(std::string(1025, 'x'));
  EXPECT_THAT(Fields(ParseReportProgress(request, kToday)), ElementsAre("note"));
  request.set_note("đã họp");
  EXPECT_EQ(ParseReportProgress(request, kToday)->percent, std::nullopt);
}

TEST(VerbRequests, AReturnHasAReason) {
  auto request = Verb<v1::AppraiseCompletionRequest>();
  request.set_outcome(v1::AppraiseCompletionRequest::OUTCOME_RETURN);
  EXPECT_THAT(Fields(ParseAppraiseCompletion(request, kToday)), ElementsAre("reason"));
  request.set_reason("thiếu hồ sơ");
  EXPECT_FALSE(ParseAppraiseCompletion(request, kToday)->accept);
  request.clear_reason();
  request.set_outcome(v1::AppraiseCompletionRequest::OUTCOME_ACCEPT);
  EXPECT_TRUE(ParseAppraiseCompletion(request, kToday)->accept);
}

TEST(VerbRequests, LeadsAreUnitsNoneTwice) {
  v1::ReassignItemRequest request = Verb<v1::ReassignItemRequest>();
  request.set_reason("chia việc");
  request.set_approver("Giám đốc Sở");
  request.mutable_document()->set_number("9-QĐ");
  for (const char* unit : {"units/a", "units/a", "phong"}) request.add_leads(unit);
  request.add_coordinators("units/");
  EXPECT_THAT(Fields(ParseReassignItem(request, kToday)),
              ElementsAre("leads[1]", "leads[2]", "coordinators[0]"));
  request.clear_leads();
  request.clear_coordinators();
  for (int i = 0; i <= 50; ++i) request.add_leads("units/u" + std::to_string(i));
  EXPECT_THAT(Fields(ParseReassignItem(request, kToday)), ElementsAre("leads"));
  request.mutable_leads()->RemoveLast();
  EXPECT_THAT(ParseReassignItem(request, kToday), IsOk());
  EXPECT_EQ(UnitsOf(request).size(), 50U);
  EXPECT_EQ(UnitsOf(request)[1].days->first, D("2022-07-01"));
}

TEST(VerbRequests, MilestonesHaveIdsAndTitles) {
  v1::AddMilestonesRequest request = Verb<v1::AddMilestonesRequest>();
  for (const char* id : {"m1", "m1", "Mốc"}) request.add_milestones()->set_milestone_id(id);
  request.mutable_milestones(0)->set_title(kSecretTitle);
  *request.mutable_milestones(1)->mutable_done_date() = Date("2022-07-15");
  request.mutable_milestones(1)->set_title("Họp");
  EXPECT_THAT(
      Fields(ParseAddMilestones(request, kToday)),
      ElementsAre("milestones[0].title", "milestones[1].done_date", "milestones[1].milestone_id",
                  "milestones[2].milestone_id", "milestones[2].title"));
  v1::ReplaceMilestonesRequest replacement = Verb<v1::ReplaceMilestonesRequest>();
  EXPECT_THAT(ParseReplaceMilestones(replacement, kToday), IsOk()) << "none at all";
  for (int i = 0; i <= 100; ++i) {
    v1::Item::Milestone& milestone = *replacement.add_milestones();
    milestone.set_milestone_id("m" + std::to_string(i));
    milestone.set_title("Mốc");
  }
  EXPECT_THAT(Fields(ParseReplaceMilestones(replacement, kToday)), ElementsAre("milestones"));
}

TEST(VerbRequests, ACarryOverNamesTheNewLine) {
  v1::CarryOverItemRequest request = Verb<v1::CarryOverItemRequest>();
  request.set_program("programs/q");
  request.set_item_id("i");
  *request.mutable_new_due_date() = Date("2023-03-31");
  request.set_reason("chưa xong");
  request.set_approver("Giám đốc Sở");
  request.mutable_document()->set_number("9-QĐ");
  request.set_ordinal(100'001);
  EXPECT_THAT(Fields(ParseCarryOverItem(request, kToday)), ElementsAre("ordinal"));
  request.clear_ordinal();
  absl::StatusOr<CarryOver> carried = ParseCarryOverItem(request, kToday);
  ASSERT_THAT(carried, IsOk());
  EXPECT_EQ(carried->new_name, "programs/q/items/i");
  EXPECT_EQ(carried->ordinal, std::nullopt);
}

}  // namespace
}  // namespace tiendo::programs
