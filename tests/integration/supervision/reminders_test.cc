// Reminders over gRPC: numbers, the ladder, answers, repeats, and calls at the same time.
#include <atomic>
#include <map>
#include <set>
#include <thread>
#include <tuple>

#include "tests/integration/supervision/fixture.h"

namespace tiendo::supervision::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kItem[] = "programs/p/items/i";

class RemindersTest : public SupervisionTest {
 protected:
  // Today is 2026-03-10. Of a subject that is due on 2026-03-12 the rungs begin on 19/02, 03/03,
  // 09/03 and 13/03.
  void SetUp() override {
    SupervisionTest::SetUp();
    EnterCalendar(2026);
  }
  static v1::IssueDueRemindersRequest Scan(const std::string& day) {
    v1::IssueDueRemindersRequest request;
    *request.mutable_as_of() = Date(day);
    return request;
  }
  static v1::IssueDueRemindersRequest Scan(const std::string& day, const std::string& subject,
                                           const std::string& unit, const std::string& due) {
    v1::IssueDueRemindersRequest request = Scan(day);
    Open(request, subject, unit, due);
    return request;
  }
  static void Open(v1::IssueDueRemindersRequest& request, const std::string& subject,
                   const std::string& unit, const std::string& due) {
    auto& part = *request.add_subjects();
    part.set_subject(subject);
    part.set_unit("units/" + unit);
    *part.mutable_due_date() = Date(due);
  }
  std::vector<v1::Reminder> All() {
    v1::ListRemindersRequest request;
    request.set_page_size(1000);
    auto page = Call(&Stub::ListReminders, request);
    EXPECT_THAT(page, IsOk());
    if (!page.ok()) return {};
    return {page->reminders().begin(), page->reminders().end()};
  }
  static v1::AcknowledgeReminderRequest Acknowledgement(const std::string& name,
                                                        const std::string& date) {
    v1::AcknowledgeReminderRequest request;
    request.set_name(name);
    *request.mutable_date() = Date(date);
    return request;
  }
  static v1::ExplainReminderRequest Explanation(const std::string& name, const std::string& date) {
    v1::ExplainReminderRequest request;
    request.set_name(name);
    *request.mutable_date() = Date(date);
    request.set_text("Chờ số liệu của các phòng");
    return request;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, RemindersTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(RemindersTest, AnUrgingHasItsNumbersAndIsReadBack) {
  v1::IssueReminderRequest request = Urging("cell-a", "2026-03-05");
  *request.mutable_due_date() = Date("2026-03-01");
  request.set_reason("chưa gửi báo cáo");
  auto first = Call(&Stub::IssueReminder, request);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->kind(), v1::Reminder::KIND_URGING);
  EXPECT_EQ(first->ordinal(), 1);
  EXPECT_EQ(first->urging(), 1);
  EXPECT_EQ(first->urgings_past_due(), 1);
  EXPECT_EQ(first->urgings_allowed(), 3);
  EXPECT_EQ(first->acknowledge_by().day(), 8);
  EXPECT_EQ(first->explain_by().day(), 12);
  EXPECT_FALSE(first->has_trigger_date());
  EXPECT_EQ(Call(&Stub::IssueReminder, request)->ordinal(), 2);
  v1::GetReminderRequest get;
  get.set_name(first->name());
  auto read = Call(&Stub::GetReminder, get);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), first->SerializeAsString());
  get.set_name("reminders/none");
  EXPECT_THAT(Call(&Stub::GetReminder, get), HasReason("RESOURCE_NOT_FOUND"));
  get.set_name("reminders");
  EXPECT_THAT(Fields(Call(&Stub::GetReminder, get)), ElementsAre("name"));
}

TEST_P(RemindersTest, AnUrgingNeedsItsSubjectAndItsUnit) {
  v1::IssueReminderRequest request = Urging("cell-a", "2026-03-05");
  request.set_subject("plans/none");
  auto refused = Call(&Stub::IssueReminder, request);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refused, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Fields(refused), ElementsAre("subject"));
  IssuedPlan("p26", "cell-a", "2026-02-15");
  request.set_subject("plans/p26");
  EXPECT_THAT(Call(&Stub::IssueReminder, request), IsOk());

  refused = Call(&Stub::IssueReminder, Urging("none", "2026-03-05"));
  EXPECT_THAT(refused, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Fields(refused), ElementsAre("unit"));
  Dissolve("cell-b", "cell-c", "2026-03-01");
  refused = Call(&Stub::IssueReminder, Urging("cell-b", "2026-03-05"));
  EXPECT_THAT(refused, HasReason("INVALID_REQUEST"));
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("units/cell-c"));
  EXPECT_THAT(Call(&Stub::IssueReminder, Urging("cell-b", "2026-02-20")), IsOk());
  EXPECT_THAT(Call(&Stub::IssueReminder, Urging("division", "2026-02-20")), IsOk())
      << "items have leads on the government side";
}

TEST_P(RemindersTest, ACheckHasTheNumbersAndWritesNothing) {
  v1::IssueReminderRequest request = Urging("cell-a", "2026-03-05");
  request.set_validate_only(true);
  auto checked = Call(&Stub::IssueReminder, request);
  ASSERT_THAT(checked, IsOk());
  EXPECT_EQ(checked->urging(), 1);
  v1::IssueDueRemindersRequest scan = Scan("2026-03-10", kItem, "cell-a", "2026-03-12");
  scan.set_validate_only(true);
  EXPECT_EQ(Call(&Stub::IssueDueReminders, scan)->reminders_size(), 1);
  EXPECT_THAT(All(), IsEmpty());
}

TEST_P(RemindersTest, ARepeatHasTheFirstAnswer) {
  v1::IssueReminderRequest request = Urging("cell-a", "2026-03-05");
  request.set_request_id("one");
  auto first = Call(&Stub::IssueReminder, request);
  ASSERT_THAT(first, IsOk());
  auto again = Call(&Stub::IssueReminder, request);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  request.set_reason("khác");
  EXPECT_THAT(Call(&Stub::IssueReminder, request), HasReason("REQUEST_ID_REUSED"));

  v1::IssueDueRemindersRequest scan = Scan("2026-03-10", kItem, "cell-a", "2026-03-12");
  Open(scan, kItem, "cell-b", "2026-12-31");
  Open(scan, "programs/p/items/j", "cell-a", "2027-06-30");
  scan.set_request_id("scan");
  auto issued = Call(&Stub::IssueDueReminders, scan);
  ASSERT_THAT(issued, IsOk());
  EXPECT_EQ(issued->reminders_size(), 1);
  EXPECT_EQ(issued->not_due(), 2);
  ASSERT_EQ(issued->not_computable_size(), 1);
  EXPECT_EQ(issued->not_computable(0).missing_year(), 2027);
  auto repeated = Call(&Stub::IssueDueReminders, scan);
  ASSERT_THAT(repeated, IsOk());
  EXPECT_EQ(repeated->SerializeAsString(), issued->SerializeAsString());
  EXPECT_EQ(All().size(), 2u);
}

TEST_P(RemindersTest, R32AScanIssuesTheLatestRungOnce) {
  auto first = Call(&Stub::IssueDueReminders, Scan("2026-03-08", kItem, "cell-a", "2026-03-12"));
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->reminders_size(), 1);
  EXPECT_EQ(first->reminders(0).kind(), v1::Reminder::KIND_BEFORE_DUE);
  EXPECT_EQ(first->reminders(0).rung(), 7);
  EXPECT_EQ(first->reminders(0).trigger_date().day(), 3);
  EXPECT_EQ(first->reminders(0).issued_date().day(), 8);
  EXPECT_FALSE(first->reminders(0).has_explain_by());
  auto second = Call(&Stub::IssueDueReminders, Scan("2026-03-08", kItem, "cell-a", "2026-03-12"));
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->reminders_size(), 0);
  EXPECT_EQ(second->already_issued(), 1);
  v1::IssueDueRemindersRequest today = Scan("2026-03-10", kItem, "cell-a", "2026-03-12");
  today.clear_as_of();
  EXPECT_EQ(Call(&Stub::IssueDueReminders, today)->reminders(0).rung(), 3);
  auto late = Call(&Stub::IssueDueReminders, Scan("2026-03-10", kItem, "cell-b", "2026-03-08"));
  ASSERT_EQ(late->reminders_size(), 1);
  EXPECT_EQ(late->reminders(0).kind(), v1::Reminder::KIND_AFTER_DUE);
  EXPECT_EQ(late->reminders(0).explain_by().day(), 17);
}

TEST_P(RemindersTest, AScanIsAllOrNothing) {
  v1::IssueDueRemindersRequest request = Scan("2026-03-10", kItem, "cell-a", "2026-03-12");
  Open(request, "plans/none", "cell-a", "2026-03-12");
  Open(request, "engagements/none", "cell-a", "2026-03-12");
  auto refused = Call(&Stub::IssueDueReminders, request);
  EXPECT_THAT(refused, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Fields(refused), ElementsAre("subjects[1].subject", "subjects[2].subject"));
  request = Scan("2026-03-10", kItem, "cell-a", "2026-03-12");
  Open(request, kItem, "none", "2026-03-12");
  refused = Call(&Stub::IssueDueReminders, request);
  EXPECT_THAT(refused, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Fields(refused), ElementsAre("subjects[1].unit"));
  EXPECT_THAT(All(), IsEmpty());
}

TEST_P(RemindersTest, R32TheHeirGoesOn) {
  ASSERT_THAT(Call(&Stub::IssueReminder, Urging("cell-b", "2026-02-20")), IsOk());
  Dissolve("cell-b", "cell-c", "2026-03-01");
  auto scan = Call(&Stub::IssueDueReminders, Scan("2026-03-10", kItem, "cell-b", "2026-03-12"));
  ASSERT_THAT(scan, IsOk());
  ASSERT_EQ(scan->reminders_size(), 1);
  EXPECT_EQ(scan->reminders(0).unit(), "units/cell-c");
  EXPECT_EQ(scan->reminders(0).ordinal(), 2);
  auto urged = Call(&Stub::IssueReminder, Urging("cell-c", "2026-03-10"));
  ASSERT_THAT(urged, IsOk());
  EXPECT_EQ(urged->ordinal(), 3);
  EXPECT_EQ(urged->urging(), 2);
}

TEST_P(RemindersTest, AnswersAreGivenOnce) {
  const std::string name = Call(&Stub::IssueReminder, Urging("cell-a", "2026-03-05"))->name();
  v1::AcknowledgeReminderRequest note = Acknowledgement(name, "2026-03-06");
  note.set_member_code("m-0123456789abcdef");
  note.set_request_id("note");
  auto noted = Call(&Stub::AcknowledgeReminder, note);
  ASSERT_THAT(noted, IsOk());
  EXPECT_EQ(noted->acknowledgement().member_code(), "m-0123456789abcdef");
  EXPECT_EQ(Call(&Stub::AcknowledgeReminder, note)->revision(), noted->revision());
  note.clear_request_id();
  EXPECT_EQ(Call(&Stub::AcknowledgeReminder, note)->revision(), noted->revision())
      << "as it is recorded";
  auto refused = Call(&Stub::AcknowledgeReminder, Acknowledgement(name, "2026-03-07"));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("REMINDER_STATE"));
  EXPECT_EQ(Metadata(refused.status(), "name"), name);
  EXPECT_EQ(Metadata(refused.status(), "state"), "ACKNOWLEDGED");
  EXPECT_EQ(Metadata(refused.status(), "verb"), "AcknowledgeReminder");
  EXPECT_EQ(Metadata(refused.status(), "allowed"), "ExplainReminder,VoidReminder");

  v1::ExplainReminderRequest explain = Explanation(name, "2026-03-07");
  explain.set_etag("\"1\"");
  EXPECT_THAT(Call(&Stub::ExplainReminder, explain), HasReason("ETAG_MISMATCH"));
  explain.set_etag(noted->etag());
  auto explained = Call(&Stub::ExplainReminder, explain);
  ASSERT_THAT(explained, IsOk());
  EXPECT_EQ(explained->explanation().text(), "Chờ số liệu của các phòng");
  explain.set_text("Khác");
  explain.clear_etag();
  EXPECT_THAT(Call(&Stub::ExplainReminder, explain), HasReason("REMINDER_STATE"));
  EXPECT_THAT(Call(&Stub::ExplainReminder, Explanation("reminders/none", "2026-03-07")),
              HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Fields(Call(&Stub::AcknowledgeReminder,
                          Acknowledgement(
                              Call(&Stub::IssueReminder, Urging("cell-b", "2026-03-05"))->name(),
                              "2026-03-04"))),
              ElementsAre("date"));
}

TEST_P(RemindersTest, AVoidedUrgingKeepsItsNumber) {
  auto first = Call(&Stub::IssueReminder, Urging("cell-a", "2026-03-05"));
  v1::VoidReminderRequest request;
  request.set_name(first->name());
  request.set_reason("nhầm đơn vị");
  request.set_etag("\"99\"");
  EXPECT_THAT(Call(&Stub::VoidReminder, request), HasReason("ETAG_MISMATCH"));
  request.set_etag(first->etag());
  auto voided = Call(&Stub::VoidReminder, request);
  ASSERT_THAT(voided, IsOk());
  EXPECT_TRUE(voided->voided());
  EXPECT_EQ(Call(&Stub::IssueReminder, Urging("cell-a", "2026-03-06"))->urging(), 2);
  EXPECT_THAT(Call(&Stub::ExplainReminder, Explanation(first->name(), "2026-03-06")),
              HasReason("REMINDER_STATE"));
  // Whoever asks for the time before still sees that it stood.
  v1::GetReminderRequest get;
  get.set_name(first->name());
  *get.mutable_read_time() = first->update_time();
  EXPECT_FALSE(Call(&Stub::GetReminder, get)->voided());
  get.clear_read_time();
  EXPECT_TRUE(Call(&Stub::GetReminder, get)->voided());
  auto scan = Call(&Stub::IssueDueReminders, Scan("2026-03-10", kItem, "cell-b", "2026-03-12"));
  request.set_name(scan->reminders(0).name());
  request.clear_etag();
  EXPECT_THAT(Call(&Stub::VoidReminder, request), HasReason("REMINDER_STATE"));
}

TEST_P(RemindersTest, NothingIsNumberedWhileTheUnitsAreDown) {
  WaitForUnits();
  units_->Stop();
  auto refused = Call(&Stub::IssueReminder, Urging("cell-a", "2026-03-05"));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(refused, HasReason("PEER_UNAVAILABLE"));
  EXPECT_THAT(Call(&Stub::IssueDueReminders, Scan("2026-03-10", kItem, "cell-a", "2026-03-12")),
              HasReason("PEER_UNAVAILABLE"));
}

// Scans and urgings of the same subject at once: dense numbers, and no notice twice.
TEST_P(RemindersTest, R32NumbersAreUniqueWhateverHappensAtOnce) {
  constexpr int kThreads = 8;
  constexpr int kRounds = 6;
  std::atomic<int> notices = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([this, t, &notices] {
      for (int round = 0; round < kRounds; ++round) {
        if (t % 2 == 0) {
          EXPECT_THAT(Call(&Stub::IssueReminder, Urging("cell-a", "2026-03-09")), IsOk());
          continue;
        }
        v1::IssueDueRemindersRequest scan =
            Scan(round < 3 ? "2026-03-03" : "2026-03-09", kItem, "cell-a", "2026-03-12");
        Open(scan, kItem, "cell-b", "2026-03-12");
        auto answer = Call(&Stub::IssueDueReminders, scan);
        ASSERT_THAT(answer, IsOk());
        notices += answer->reminders_size();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::map<std::string, std::set<int>> ordinals;
  std::set<int> urgings;
  std::set<std::tuple<std::string, int, std::string>> keys;
  const std::vector<v1::Reminder> all = All();
  int automatic = 0;
  for (const v1::Reminder& one : all) {
    EXPECT_TRUE(ordinals[one.unit()].insert(one.ordinal()).second) << one.DebugString();
    if (one.kind() == v1::Reminder::KIND_URGING) {
      EXPECT_TRUE(urgings.insert(one.urging()).second) << one.DebugString();
      continue;
    }
    ++automatic;
    EXPECT_TRUE(keys.emplace(one.unit(), one.kind(), one.trigger_date().SerializeAsString()).second)
        << one.DebugString();
  }
  EXPECT_EQ(urgings.size(), static_cast<size_t>(kThreads / 2 * kRounds));
  EXPECT_EQ(*urgings.rbegin(), kThreads / 2 * kRounds);
  // Whoever scanned the earlier day after somebody had scanned the later one found nothing to do.
  EXPECT_EQ(automatic, notices);
  EXPECT_GE(automatic, 2);
  EXPECT_LE(automatic, 4);
  for (const auto& [unit, numbers] : ordinals) {
    EXPECT_EQ(*numbers.rbegin(), static_cast<int>(numbers.size())) << unit << ": dense";
  }
}

}  // namespace
}  // namespace tiendo::supervision::testing
