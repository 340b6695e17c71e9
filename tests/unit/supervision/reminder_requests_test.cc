// Requests about reminders that are refused before anything is read: every violation is named.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/supervision/api/codec.h"
#include "services/supervision/api/validation.h"
#include "tests/support/status_matchers.h"

namespace tiendo::supervision {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using tiendo::testing::Fields;

Day D(const char* iso) { return calendar::ParseIsoDay(iso).value(); }
const Day kToday = D("2026-03-10");

TEST(ReminderRequests, AnUrgingNamesEveryViolation) {
  v1::IssueReminderRequest request;
  EXPECT_THAT(Fields(ValidateIssueReminder(request, kToday)),
              ElementsAre("subject", "unit", "date", "document.number"));
  request.set_subject("programs/p");
  request.set_unit("a");
  *request.mutable_date() = api::ToProto(D("2026-03-11"));
  request.mutable_document()->set_number("1-CV");
  request.mutable_due_date()->set_year(2026);
  request.set_reason(std::string(513, 'x'));
  *request.mutable_acknowledge_by() = api::ToProto(D("2026-03-01"));
  request.set_request_id("with blank");
  const absl::Status status = ValidateIssueReminder(request, kToday);
  EXPECT_THAT(Fields(status),
              ElementsAre("subject", "unit", "date", "due_date", "reason", "request_id"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("programs/*/items/*"));
  *request.mutable_date() = api::ToProto(D("2026-03-10"));
  *request.mutable_explain_by() = api::ToProto(D("2026-03-09"));
  EXPECT_THAT(Fields(ValidateIssueReminder(request, kToday)),
              ElementsAre("subject", "unit", "due_date", "reason", "acknowledge_by", "explain_by",
                          "request_id"));
}

TEST(ReminderRequests, EverySubjectThatCanBeOpenIsOne) {
  for (const char* subject :
       {"programs/p/items/i", "programs/p/targets/t", "programs/p/duties/d/assignments/a",
        "requirements/2026", "plans/p", "engagements/e", "engagements/e/recommendations/r"}) {
    EXPECT_TRUE(IsSubject(subject)) << subject;
  }
  for (const char* none : {"", "units/u", "plans/", "plans/p/events/0001", "programs/p/items/-",
                           "programs/-/items/i", "reminders/r"}) {
    EXPECT_FALSE(IsSubject(none)) << none;
  }
}

TEST(ReminderRequests, AScanNamesEveryViolation) {
  v1::IssueDueRemindersRequest request;
  *request.mutable_as_of() = api::ToProto(D("2026-03-11"));
  EXPECT_THAT(Fields(ValidateIssueDue(request, kToday)), ElementsAre("as_of", "subjects"));
  *request.mutable_as_of() = api::ToProto(kToday);
  for (int i = 0; i < 3; ++i) {
    auto& part = *request.add_subjects();
    part.set_subject("plans/p");
    part.set_unit("units/a");
    *part.mutable_due_date() = api::ToProto(kToday);
  }
  request.mutable_subjects(1)->clear_due_date();
  request.mutable_subjects(1)->set_unit("a");
  EXPECT_THAT(Fields(ValidateIssueDue(request, kToday)),
              ElementsAre("subjects[1].unit", "subjects[1].due_date", "subjects[2]"));
  request.clear_as_of();
  request.mutable_subjects()->DeleteSubrange(1, 2);
  EXPECT_THAT(ValidateIssueDue(request, kToday), testing::IsOk());
  while (request.subjects_size() <= 1000) {
    auto& part = *request.add_subjects();
    part = request.subjects(0);
    part.set_subject("plans/p" + std::to_string(request.subjects_size()));
  }
  EXPECT_THAT(Fields(ValidateIssueDue(request, kToday)), ElementsAre("subjects"));
}

TEST(ReminderRequests, AnswersNameEveryViolation) {
  v1::AcknowledgeReminderRequest acknowledge;
  acknowledge.set_member_code("Nguyễn Văn A");
  EXPECT_THAT(Fields(ValidateAcknowledge(acknowledge, kToday)),
              ElementsAre("name", "date", "member_code"));
  v1::ExplainReminderRequest explain;
  explain.set_name("reminders/r");
  *explain.mutable_date() = api::ToProto(D("2026-03-11"));
  EXPECT_THAT(Fields(ValidateExplain(explain, kToday)), ElementsAre("date", "text"));
  explain.set_text(std::string(1025, 'x'));
  EXPECT_THAT(Fields(ValidateExplain(explain, kToday)), ElementsAre("date", "text"));
  EXPECT_THAT(Fields(ValidateVoidReminder({})), ElementsAre("name", "reason"));
}

TEST(ReminderRequests, AListNamesEveryViolation) {
  v1::ListRemindersRequest request;
  request.set_page_size(-1);
  request.set_filter("kind = SMS");
  request.set_scope("a");
  request.mutable_as_of()->set_month(13);
  request.set_awaiting(static_cast<v1::ListRemindersRequest::Awaiting>(7));
  EXPECT_THAT(Fields(ValidateListReminders(request)),
              ElementsAre("page_size", "filter", "scope", "as_of", "awaiting"));
}

TEST(ReminderRequests, TextIsStoredInNfc) {
  v1::ExplainReminderRequest explain;
  explain.set_text("Cho\xcc\x9b\xcc\x80");
  EXPECT_EQ(ExplanationOf(explain).text, "Chờ");
}

}  // namespace
}  // namespace tiendo::supervision
