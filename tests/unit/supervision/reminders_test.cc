// The use cases of reminders on repositories in memory.
#include "services/supervision/domain/reminders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/support/status_matchers.h"
#include "tests/unit/supervision/fake_repositories.h"

namespace tiendo::supervision::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;

constexpr char kItem[] = "programs/p/items/i";

Day D(const char* iso) { return calendar::ParseIsoDay(iso).value(); }

class RemindersTest : public ::testing::Test {
 protected:
  RemindersTest() {
    env_.heir_on = [this](const std::string& unit, Day day) -> std::optional<std::string> {
      const auto ended = ends_.find(unit);
      if (ended == ends_.end() || day < ended->second.first) return unit;
      if (ended->second.second.empty()) return std::nullopt;
      return ended->second.second;
    };
  }

  Notices Scan(const char* day, const std::vector<OpenPart>& parts) {
    auto notices = IssueDueReminders(repos_, env_, D(day), parts);
    EXPECT_THAT(notices, IsOk());
    return notices.ok() ? *notices : Notices();
  }
  // What a scan of one part issues: "lần n: rung"; "" when it issues nothing.
  std::string Scan(const char* day, const char* due, const char* unit = "units/a") {
    const Notices notices = Scan(day, {{kItem, unit, D(due)}});
    if (notices.issued.empty()) return "";
    const Reminder& one = notices.issued.front();
    EXPECT_EQ(one.issued_on, D(day));
    return "lần " + std::to_string(one.ordinal) + ": " +
           (one.kind == ReminderKind::kBeforeDue ? "-" : "+") + std::to_string(one.rung);
  }
  absl::StatusOr<Reminder> Urge(const char* day, const char* unit = "units/a",
                                const char* due = nullptr, const char* subject = kItem) {
    Urging urging;
    urging.subject = subject;
    urging.unit = unit;
    urging.date = D(day);
    urging.document = {"1-CV", {}, ""};
    if (due != nullptr) urging.due = D(due);
    return IssueReminder(repos_, env_, urging);
  }

  const Repositories repos_ = FakeRepositories();
  Environment env_ = FakeEnvironment();
  // Unit to its first day no longer in force, and its heir.
  std::map<std::string, std::pair<Day, std::string>> ends_;
};

// Without holidays: of 25/06/2026, a Thursday, the rungs are 04/06, 16/06, 22/06 and 26/06.
constexpr char kDue[] = "2026-06-25";

TEST_F(RemindersTest, R32ADailyScanIssuesEachRungOnce) {
  std::vector<std::string> issued;
  for (Day day = D("2026-05-20"); day <= D("2026-07-20"); day += std::chrono::days(1)) {
    for (int times = 0; times < 2; ++times) {
      const std::string one = Scan(calendar::FormatIso(day).c_str(), kDue);
      if (!one.empty()) issued.push_back(calendar::FormatIso(day) + " " + one);
    }
  }
  EXPECT_THAT(issued, ElementsAre("2026-06-04 lần 1: -15", "2026-06-16 lần 2: -7",
                                  "2026-06-22 lần 3: -3", "2026-06-26 lần 4: +1"));
}

TEST_F(RemindersTest, R32ALateScanIssuesOnlyTheLatestRung) {
  EXPECT_EQ(Scan("2026-06-19", kDue), "lần 1: -7");
  // Three days off: the rung of the first of them is made up for, once.
  EXPECT_EQ(Scan("2026-06-24", kDue), "lần 2: -3");
  EXPECT_EQ(Scan("2026-06-25", kDue), "");
  // An older rung does not follow a newer one, whatever day is asked for.
  EXPECT_EQ(Scan("2026-06-04", kDue), "");
  EXPECT_EQ(Scan("2026-08-01", kDue), "lần 3: +1");
  EXPECT_EQ(Scan("2026-08-02", kDue), "");
  const std::vector<Reminder> all = repos_.reminders->List("", "", 10).value();
  EXPECT_EQ(all.front().trigger, D("2026-06-16")) << "its own day, not that of the scan";
  EXPECT_EQ(all.front().name, ReminderPrefix(kItem) + "0001");
}

TEST_F(RemindersTest, R32AnExtensionStartsANewLadder) {
  EXPECT_EQ(Scan("2026-06-16", kDue), "lần 1: -7");
  // To 15/07/2026: rungs on 24/06, 06/07, 10/07, 16/07.
  EXPECT_EQ(Scan("2026-06-17", "2026-07-15"), "");
  EXPECT_EQ(Scan("2026-06-24", "2026-07-15"), "lần 2: -15");
  EXPECT_EQ(Scan("2026-07-16", "2026-07-15"), "lần 3: +1");
  // Back to the first due date: what was issued for it stays issued.
  EXPECT_EQ(Scan("2026-06-17", kDue), "");
}

TEST_F(RemindersTest, R32OneNoticeOfAKindForADay) {
  // 22/06 is rung 3 of 25/06 and rung 7 of 01/07.
  EXPECT_EQ(Scan("2026-06-22", kDue), "lần 1: -3");
  EXPECT_EQ(Scan("2026-06-22", "2026-07-01"), "");
  EXPECT_EQ(Scan("2026-06-26", "2026-07-01"), "lần 2: -3");
}

TEST_F(RemindersTest, R32NumbersRunOnForTheHeir) {
  EXPECT_EQ(Scan("2026-06-04", kDue), "lần 1: -15");
  EXPECT_EQ(Urge("2026-06-10")->ordinal, 2);
  EXPECT_EQ(Urge("2026-06-11", "units/b")->ordinal, 1) << "another unit";
  ends_["units/a"] = {D("2026-06-12"), "units/b"};
  // The notice to a unit that has ended goes to its heir; the highest number goes on.
  const Notices notices = Scan("2026-06-16", {{kItem, "units/a", D(kDue)}});
  ASSERT_THAT(notices.issued, SizeIs(1));
  EXPECT_EQ(notices.issued[0].unit, "units/b");
  EXPECT_EQ(notices.issued[0].ordinal, 3);
  EXPECT_EQ(Scan("2026-06-16", kDue, "units/b"), "") << "the same part";
  const Reminder urged = Urge("2026-06-20", "units/b").value();
  EXPECT_EQ(urged.ordinal, 4);
  EXPECT_EQ(urged.urging, 2);
  // What the predecessor was told before counts for its heir.
  ends_["units/c"] = {D("2026-06-24"), "units/d"};
  EXPECT_EQ(Scan("2026-06-23", kDue, "units/c"), "lần 1: -3");
  EXPECT_EQ(Scan("2026-06-25", kDue, "units/d"), "");
}

TEST_F(RemindersTest, EveryPartIsInOnePlaceOfTheAnswer) {
  ends_["units/gone"] = {D("2026-01-01"), ""};
  Scan("2026-06-22", {{kItem, "units/a", D(kDue)}});
  const Notices notices = Scan("2026-06-22", {{kItem, "units/a", D(kDue)},
                                              {kItem, "units/b", D(kDue)},
                                              {"programs/p/items/j", "units/a", D("2026-12-31")},
                                              {"programs/p/items/k", "units/gone", D(kDue)},
                                              {"programs/p/items/l", "units/a", D("2025-06-25")},
                                              {"programs/p/items/m", "units/a", D("2027-06-25")}});
  EXPECT_THAT(notices.issued, SizeIs(2));
  EXPECT_EQ(notices.already_issued, 1);
  EXPECT_EQ(notices.not_due, 2);
  ASSERT_THAT(notices.no_unit, SizeIs(1));
  EXPECT_EQ(notices.no_unit[0].subject, "programs/p/items/k");
  // Rule 34: the day after the due date needs no calendar.
  EXPECT_EQ(notices.issued[1].subject, "programs/p/items/l");
  EXPECT_EQ(notices.issued[1].kind, ReminderKind::kAfterDue);
  EXPECT_THAT(notices.not_computable,
              ElementsAre(NotComputable{"programs/p/items/l", "units/a", {15, 7, 3}, 2025},
                          NotComputable{"programs/p/items/m", "units/a", {15, 7, 3}, 2027}));
  // Asked again with the same request id.
  const Notices again = NoticesAgain(env_, D("2026-06-22"),
                                     {{kItem, "units/a", D(kDue)},
                                      {kItem, "units/b", D(kDue)},
                                      {"programs/p/items/j", "units/a", D("2026-12-31")}},
                                     {notices.issued[0]});
  EXPECT_EQ(again.issued, std::vector{notices.issued[0]});
  EXPECT_EQ(again.already_issued, 1);
  EXPECT_EQ(again.not_due, 1);
}

TEST_F(RemindersTest, SubjectsOfThisServiceMustExist) {
  const auto refused = IssueDueReminders(repos_, env_, D("2026-06-22"),
                                         {{"plans/none", "units/a", D(kDue)},
                                          {kItem, "units/a", D(kDue)},
                                          {"engagements/none", "units/a", D(kDue)}});
  EXPECT_THAT(refused, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(errors::GetDetails(refused.status())->violations, SizeIs(2));
  EXPECT_THAT(repos_.reminders->List("", "", 10).value(), IsEmpty()) << "all or nothing";
  Urging urging;
  urging.subject = "engagements/none/recommendations/r";
  urging.unit = "units/a";
  EXPECT_THAT(IssueReminder(repos_, env_, urging), HasReason("REFERENCE_NOT_FOUND"));
  Plan plan;
  plan.name = "plans/p";
  ASSERT_THAT(repos_.plans->Put(plan), IsOk());
  urging.subject = "plans/p";
  EXPECT_THAT(IssueReminder(repos_, env_, urging), IsOk());
}

TEST_F(RemindersTest, AnswersAreAskedForByTheLadder) {
  const Notices before = Scan("2026-06-22", {{kItem, "units/a", D(kDue)}});
  EXPECT_EQ(before.issued[0].acknowledge_by, D("2026-06-25"));
  EXPECT_EQ(before.issued[0].explain_by, std::nullopt) << "nothing is late yet";
  const Notices after = Scan("2026-06-30", {{kItem, "units/a", D(kDue)}});
  EXPECT_EQ(after.issued[0].explain_by, D("2026-07-07"));
  EXPECT_EQ(Urge("2026-06-20", "units/a", kDue)->explain_by, std::nullopt);
  const Reminder late = Urge("2026-06-26", "units/a", kDue).value();
  EXPECT_EQ(late.acknowledge_by, D("2026-06-29"));
  EXPECT_EQ(late.explain_by, D("2026-07-03"));
  env_.practice.ladder.acknowledge_days = 0;
  EXPECT_EQ(Urge("2026-06-26")->acknowledge_by, std::nullopt);
  EXPECT_EQ(Urge("2026-06-26")->explain_by, std::nullopt) << "without a due date";
}

TEST_F(RemindersTest, R33UrgingsPastTheDueDateAreCounted) {
  EXPECT_EQ(Urge("2026-06-20", "units/a", kDue)->urgings_past_due, 0);
  EXPECT_EQ(Urge("2026-06-25", "units/a", kDue)->urgings_past_due, 0) << "on the day itself";
  const Reminder first = Urge("2026-06-26", "units/a", kDue).value();
  EXPECT_EQ(first.urgings_past_due, 1);
  EXPECT_EQ(first.urging, 3);
  EXPECT_EQ(first.urgings_allowed, 3);
  EXPECT_EQ(Urge("2026-06-30", "units/a", kDue)->urgings_past_due, 2);
  ASSERT_THAT(VoidReminder(repos_, {first.name, "", "nhập nhầm"}), IsOk());
  const Reminder next = Urge("2026-07-05", "units/a", kDue).value();
  EXPECT_EQ(next.urgings_past_due, 2) << "the voided one does not count";
  EXPECT_EQ(next.urging, 5) << "and keeps its number";
}

// What was recorded while the two names of a plan had numbers of their own.
TEST_F(RemindersTest, R32NumbersUnderBothNamesOfAPlanAreFound) {
  for (const char* name : {"requirements/2026", "requirements/2026-cells", "requirements/2027"}) {
    PlanRequirement requirement;
    requirement.name = name;
    ASSERT_THAT(repos_.requirements->Put(requirement), IsOk());
  }
  Plan plan;
  plan.name = "plans/p";
  plan.unit = "units/a";
  plan.year = 2026;
  ASSERT_THAT(repos_.plans->Put(plan), IsOk());
  const auto record = [&](const char* subject, int number) {
    Reminder reminder;
    reminder.name = ReminderPrefix(subject) + "000" + std::to_string(number);
    reminder.subject = subject;
    reminder.unit = "units/a";
    reminder.ordinal = number;
    reminder.urging = number;
    reminder.due = D(kDue);
    reminder.issued_on = D("2026-06-26");
    EXPECT_THAT(repos_.reminders->Put(reminder), IsOk());
  };
  for (const int number : {1, 2, 3}) record("requirements/2026-cells", number);
  record("plans/p", 1);
  record("requirements/2027", 1);
  const Reminder next = Urge("2026-06-30", "units/a", kDue, "plans/p").value();
  EXPECT_EQ(next.ordinal, 4);
  EXPECT_EQ(next.urging, 4);
  EXPECT_EQ(next.urgings_past_due, 5) << "all five documents went out";
  EXPECT_EQ(next.name, ReminderPrefix("plans/p") + "0002");
  EXPECT_EQ(Urge("2026-06-30", "units/a", kDue, "requirements/2026-cells")->ordinal, 5);
  EXPECT_EQ(Urge("2026-06-30", "units/a", kDue, "requirements/2027")->ordinal, 2);
  EXPECT_EQ(Urge("2026-06-30", "units/b", kDue, "plans/p")->ordinal, 1) << "another's plan";
  EXPECT_EQ(Urge("2026-06-30", "units/b", kDue, "requirements/2026-cells")->ordinal, 1);
  // Whoever takes over has the plan, too, and what it was told of it before.
  ends_["units/a"] = {D("2026-07-01"), "units/b"};
  EXPECT_EQ(Urge("2026-07-02", "units/b", kDue, "plans/p")->ordinal, 6);
}

TEST_F(RemindersTest, AnAnswerIsGivenOnce) {
  const std::string name = Urge("2026-06-26").value().name;
  const Acknowledgement given{D("2026-06-27"), {"2-CV", {}, ""}, "m-0123456789abcdef"};
  const auto noted = AcknowledgeReminder(repos_, name, "", given);
  ASSERT_THAT(noted, IsOk());
  EXPECT_EQ(noted->noted_on(), D("2026-06-27"));
  const auto same = AcknowledgeReminder(repos_, name, "", given);
  ASSERT_THAT(same, IsOk());
  EXPECT_EQ(same->stamp.revision, noted->stamp.revision) << "not written again";
  Acknowledgement other = given;
  other.date = D("2026-06-28");
  const auto refused = AcknowledgeReminder(repos_, name, "", other);
  EXPECT_THAT(refused, HasReason("REMINDER_STATE"));
  const auto details = errors::GetDetails(refused.status());
  EXPECT_EQ(details->metadata.at("state"), "ACKNOWLEDGED");
  EXPECT_EQ(details->metadata.at("verb"), "AcknowledgeReminder");
  EXPECT_EQ(details->metadata.at("allowed"), "ExplainReminder,VoidReminder");
  const Explanation why{D("2026-06-26"), "Chờ ý kiến sở ngành", {}};
  const auto explained = ExplainReminder(repos_, name, "", why);
  ASSERT_THAT(explained, IsOk());
  EXPECT_EQ(explained->noted_on(), D("2026-06-26")) << "who explains has taken note";
  EXPECT_THAT(ExplainReminder(repos_, name, "", {why.date, "Khác", {}}),
              HasReason("REMINDER_STATE"));
  EXPECT_THAT(ExplainReminder(repos_, name, "", why), IsOk());
  EXPECT_THAT(ExplainReminder(repos_, "reminders/x", "", why), HasReason("RESOURCE_NOT_FOUND"));
}

TEST_F(RemindersTest, AnAnswerIsNotBeforeTheIssueAndFitsItsEtag) {
  const std::string name = Urge("2026-06-26").value().name;
  EXPECT_THAT(AcknowledgeReminder(repos_, name, "", {D("2026-06-25"), {}, ""}),
              HasReason("INVALID_REQUEST"));
  EXPECT_THAT(ExplainReminder(repos_, name, "", {D("2026-06-25"), "x", {}}),
              HasReason("INVALID_REQUEST"));
  EXPECT_THAT(AcknowledgeReminder(repos_, name, "\"99\"", {D("2026-06-26"), {}, ""}),
              HasReason("ETAG_MISMATCH"));
}

TEST_F(RemindersTest, OnlyAnUrgingIsVoided) {
  const Notices notices = Scan("2026-06-22", {{kItem, "units/a", D(kDue)}});
  const auto refused = VoidReminder(repos_, {notices.issued[0].name, "", "nhầm"});
  EXPECT_THAT(refused, HasReason("REMINDER_STATE"));
  EXPECT_EQ(errors::GetDetails(refused.status())->metadata.at("allowed"),
            "AcknowledgeReminder,ExplainReminder");
  const std::string name = Urge("2026-06-26").value().name;
  const auto voided = VoidReminder(repos_, {name, "", "nhầm đơn vị"});
  ASSERT_THAT(voided, IsOk());
  EXPECT_TRUE(voided->voided);
  EXPECT_THAT(VoidReminder(repos_, {name, "", "nhầm đơn vị"}), IsOk()) << "as it is already";
  EXPECT_THAT(VoidReminder(repos_, {name, "", "lý do khác"}), HasReason("REMINDER_STATE"));
  EXPECT_THAT(AcknowledgeReminder(repos_, name, "", {D("2026-06-26"), {}, ""}),
              HasReason("REMINDER_STATE"));
}

}  // namespace
}  // namespace tiendo::supervision::testing
