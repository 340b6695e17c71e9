// Reminders over the real services: what attention says of them, the leadership's agenda, and what
// statistics make of it.
#include <gmock/gmock.h>

#include <string>

#include "tests/integration/status/supervision_fixture.h"
#include "tests/support/status_matchers.h"

namespace tiendo::status {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using tiendo::testing::DateOf;
using tiendo::testing::IsOk;

constexpr char kEngagement[] = "engagements/gs-3";  // of cell 2, due on 30/06/2022, open

class RemindersStatusTest : public SupervisionStatusTest {
 protected:
  // The name of the urging.
  std::string Urge(const std::string& subject, const std::string& unit, const std::string& day,
                   const std::string& due) {
    supervision::v1::IssueReminderRequest request;
    request.set_subject(subject);
    request.set_unit("units/" + unit);
    *request.mutable_date() = DateOf(day);
    *request.mutable_due_date() = DateOf(due);
    request.mutable_document()->set_number("7-CV");
    *request.mutable_acknowledge_by() = DateOf(day);
    grpc::ClientContext context;
    supervision::v1::Reminder reminder;
    const grpc::Status status = suite_->supervision().IssueReminder(&context, request, &reminder);
    position_ = tiendo::testing::PositionOf(context, status);
    return reminder.name();
  }
  v1::ListAttentionResponse On(const std::string& day, const std::vector<v1::AttentionKind>& kinds,
                               const std::string& known_on = "") {
    v1::ListAttentionRequest request;
    *request.mutable_query() = Query(day);
    if (!known_on.empty()) *request.mutable_query()->mutable_known_on() = DateOf(known_on);
    for (const v1::AttentionKind kind : kinds) request.add_kinds(kind);
    const auto answer = Attention(request);
    EXPECT_THAT(answer, IsOk());
    return answer.ok() ? *answer : v1::ListAttentionResponse();
  }
  // What a daily scan does: hands over what attention lists.
  int Scan(const std::string& day) {
    supervision::v1::IssueDueRemindersRequest due;
    *due.mutable_as_of() = DateOf(day);
    const v1::ListAttentionResponse listed =
        On(day, {v1::ATTENTION_KIND_OVERDUE, v1::ATTENTION_KIND_DUE_TODAY,
                 v1::ATTENTION_KIND_DUE_SOON, v1::ATTENTION_KIND_NOT_COMPUTABLE});
    for (const v1::AttentionGroup& group : listed.groups()) {
      for (const v1::AttentionEntry& entry : group.entries()) {
        if (entry.own_part_done() || !entry.has_due_date()) continue;
        auto& subject = *due.add_subjects();
        subject.set_subject(entry.subject());
        subject.set_unit(group.unit());
        *subject.mutable_due_date() = entry.due_date();
      }
    }
    grpc::ClientContext context;
    supervision::v1::IssueDueRemindersResponse issued;
    const grpc::Status status = suite_->supervision().IssueDueReminders(&context, due, &issued);
    position_ = tiendo::testing::PositionOf(context, status);
    return issued.reminders_size();
  }
};

TEST_P(RemindersStatusTest, TheFourthUrgingAfterTheDueDateBringsItOntoTheAgenda) {
  std::string last;
  for (const char* day : {"2022-07-01", "2022-07-05", "2022-07-08", "2022-07-12"}) {
    EXPECT_THAT(On("2022-07-14", {v1::ATTENTION_KIND_ESCALATED}).groups(), IsEmpty());
    last = Urge(kEngagement, "chi-bo-2", day, "2022-06-30");
  }
  const v1::ListAttentionResponse agenda = On("2022-07-14", {v1::ATTENTION_KIND_ESCALATED});
  EXPECT_THAT(Lines(agenda),
              ElementsAre("chi-bo-2 engagements/gs-3: đã đôn đốc 4 lần sau hạn: đưa vào chương "
                          "trình làm việc của lãnh đạo"));
  const v1::AttentionEntry& entry = agenda.groups(0).entries(0);
  EXPECT_EQ(entry.reminders().count(), 4);
  EXPECT_EQ(entry.reminders().urgings_after_due(), 4);
  EXPECT_EQ(entry.reminders().last_ordinal(), 4);
  EXPECT_EQ(entry.reminders().last_reminder(), last);
  EXPECT_EQ(entry.reminders().last_date().day(), 12);
  EXPECT_EQ(entry.reminders().unacknowledged(), 4);
  EXPECT_EQ(entry.next_step_vi(), "đưa vào chương trình làm việc của lãnh đạo");
  EXPECT_THAT(On("2022-07-11", {v1::ATTENTION_KIND_ESCALATED}).groups(), IsEmpty())
      << "as of the day before the fourth";

  // A wrong entry never happened, for whoever knows of it.
  At("2022-07-15", 9);
  supervision::v1::VoidReminderRequest wrong;
  wrong.set_name(last);
  wrong.set_reason("Nhập nhầm");
  Call(&Stub::VoidReminder, wrong);
  At("2022-07-20", 9);
  EXPECT_THAT(On("2022-07-14", {v1::ATTENTION_KIND_ESCALATED}).groups(), IsEmpty());
  EXPECT_EQ(On("2022-07-14", {v1::ATTENTION_KIND_ESCALATED}, "2022-07-14").total_size(), 1);
}

TEST_P(RemindersStatusTest, AScanFollowsTheLadderThatAttentionShows) {
  const auto next_steps = [&](const std::string& day) {
    std::vector<std::string> out;
    const v1::ListAttentionResponse listed = On(day, {v1::ATTENTION_KIND_OVERDUE});
    for (const v1::AttentionGroup& group : listed.groups()) {
      for (const v1::AttentionEntry& entry : group.entries()) {
        out.push_back(entry.subject() + ": " + entry.next_step_vi());
      }
    }
    return out;
  };
  for (const std::string& step : next_steps("2022-07-14")) EXPECT_THAT(step, HasSubstr("chưa gửi"));
  EXPECT_EQ(Scan("2022-07-14"), 3);
  EXPECT_EQ(Scan("2022-07-14"), 0) << "a second run issues nothing";
  EXPECT_THAT(next_steps("2022-07-14"),
              ElementsAre("requirements/2022: đôn đốc lần 1 bằng văn bản",
                          "engagements/gs-1/recommendations/r2: đôn đốc lần 1 bằng văn bản",
                          "engagements/gs-3: đôn đốc lần 1 bằng văn bản"));
}

TEST_P(RemindersStatusTest, AnAnswerIsAskedForUntilItIsGiven) {
  const std::string name = Urge(kEngagement, "chi-bo-2", "2022-07-08", "2022-06-30");
  EXPECT_THAT(Lines(On("2022-07-14", {v1::ATTENTION_KIND_UNACKNOWLEDGED})),
              ElementsAre("chi-bo-2 engagements/gs-3: chưa xác nhận nhắc nhở, trễ 6 ngày (hạn xác "
                          "nhận 08/07/2022)"));
  supervision::v1::AcknowledgeReminderRequest acknowledge;
  acknowledge.set_name(name);
  *acknowledge.mutable_date() = DateOf("2022-07-13");
  Call(&Stub::AcknowledgeReminder, acknowledge);
  EXPECT_THAT(On("2022-07-14", {v1::ATTENTION_KIND_UNACKNOWLEDGED}).groups(), IsEmpty());
  EXPECT_EQ(On("2022-07-12", {v1::ATTENTION_KIND_UNACKNOWLEDGED}).total_size(), 1);
}

TEST_P(RemindersStatusTest, StatisticsCountWhatCameOfReminders) {
  Urge("requirements/2022", "chi-bo-3", "2022-02-20", "2022-02-15");
  Urge(kEngagement, "chi-bo-2", "2022-07-01", "2022-06-30");
  Urge(kEngagement, "chi-bo-2", "2022-07-05", "2022-06-30");
  Conclude("gs-3", "2022-07-08");
  v1::GetSupervisionStatisticsRequest request = StatisticsOn("2022-07-14");
  request.mutable_query()->set_view(v1::VIEW_FULL);
  auto s = Statistics(request);
  ASSERT_THAT(s, IsOk());
  EXPECT_EQ(s->reminders().reminders(), 3);
  EXPECT_EQ(s->reminders().urgings(), 3);
  EXPECT_EQ(s->reminders().subjects(), 2);
  EXPECT_EQ(s->reminders().complied(), 1);
  EXPECT_EQ(s->reminders().mean_days().numerator(), 7);
  EXPECT_EQ(s->reminders().open(), 1);
  EXPECT_EQ(s->reminded(), 2);
  EXPECT_EQ(s->reminders_per_organisation().text(), "1");
  EXPECT_EQ(s->units(0).unit(), "units/chi-bo-2");
  EXPECT_EQ(s->units(0).reminders().reminders(), 2);
  EXPECT_EQ(s->units(0).last_reminder_date().day(), 5);
  *request.mutable_from() = DateOf("2022-07-01");
  s = Statistics(request);
  ASSERT_THAT(s, IsOk());
  EXPECT_EQ(s->reminders().reminders(), 2);
}

TEST_P(RemindersStatusTest, GetStatusCountsThemAsTheStatisticsDo) {
  Urge("requirements/2022", "chi-bo-3", "2022-02-20", "2022-02-15");
  for (const char* day : {"2022-07-01", "2022-07-05", "2022-07-08", "2022-07-12"}) {
    Urge(kEngagement, "chi-bo-2", day, "2022-06-30");
  }
  for (const char* day : {"2022-02-19", "2022-06-30", "2022-07-08", "2022-07-14"}) {
    for (const char* scope : {"units/dang-bo", "units/chi-bo-1", "units/chi-bo-2"}) {
      v1::GetSupervisionStatisticsRequest request = StatisticsOn(day);
      request.mutable_query()->set_scope(scope);
      request.mutable_query()->set_view(v1::VIEW_FULL);
      const auto statistics = Statistics(request);
      const auto status = suite_->Status(request.query(), position_);
      ASSERT_THAT(statistics, IsOk());
      ASSERT_THAT(status, IsOk());
      ASSERT_TRUE(status->has_reminders());
      const v1::ReminderFigures& figures = status->reminders();
      EXPECT_EQ(figures.reminders(), statistics->reminders().reminders()) << scope << ' ' << day;
      EXPECT_EQ(figures.urgings(), statistics->reminders().urgings()) << scope << ' ' << day;
      EXPECT_EQ(figures.subjects(), statistics->reminders().subjects()) << scope << ' ' << day;
      EXPECT_EQ(figures.open(), statistics->reminders().open()) << scope << ' ' << day;
      EXPECT_EQ(figures.on_agenda(), statistics->reminders().on_agenda()) << scope << ' ' << day;
    }
  }
  v1::GetStatusRequest query = Query("2022-07-14");
  EXPECT_FALSE(suite_->Status(query, position_)->has_reminders()) << "of VIEW_FULL only";
  query.set_view(v1::VIEW_FULL);
  const auto all = suite_->Status(query, position_);
  ASSERT_THAT(all, IsOk());
  EXPECT_EQ(all->reminders().reminders(), 5);
  EXPECT_EQ(all->reminders().subjects(), 2);
  EXPECT_EQ(all->reminders().open(), 2);
  EXPECT_EQ(all->reminders().on_agenda(), 1);
  // By the due date in force, whatever is asked of items.
  query.set_basis(v1::BASIS_BASELINE);
  EXPECT_EQ(suite_->Status(query, position_)->reminders().on_agenda(), 1);
  query.set_tag("theme/lang-phi");
  EXPECT_EQ(suite_->Status(query, position_)->reminders().reminders(), 0);
}

INSTANTIATE_TEST_SUITE_P(Engines, RemindersStatusTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

}  // namespace
}  // namespace tiendo::status
