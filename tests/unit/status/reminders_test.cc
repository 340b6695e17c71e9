// Rules 32 to 34 as status sees them: whose reminders they are, what is on the leadership's agenda,
// and which step comes next.
#include "services/status/domain/reminders.h"

#include <gmock/gmock.h>

#include "services/status/domain/due_soon.h"
#include "tests/unit/status/facts_builder.h"
#include "tests/unit/status/supervision_builder.h"

namespace tiendo::status::testing {
namespace {

using Kind = ReminderFact::Kind;

constexpr char kSubject[] = "engagements/1";

class RemindersTest : public ::testing::Test {
 protected:
  RemindersSoFar Of(const char* day, const std::string& unit = "a",
                    std::optional<Day> due = std::nullopt) const {
    const UnitHistory history(units_);
    const std::string name = kSubject;
    RemindersByUnit reminders(ledger_, history, D(day));
    return RemindersOf(reminders, std::span(&name, 1), U(unit), due);
  }
  NextReminder Next(const char* due, const char* day) const {
    const UnitHistory history(units_);
    const std::string name = kSubject;
    RemindersByUnit reminders(ledger_, history, D(day));
    const RemindersSoFar so_far = RemindersOf(reminders, std::span(&name, 1), U("a"), D(due));
    return NextAfter(so_far, D(due), D(day), ladder_, days_);
  }
  void Issue(const ReminderFact& reminder) { Put(ledger_, reminder); }

  std::vector<UnitFact> units_ = {Party("root", ""), Party("a", "root"), Party("b", "root")};
  ReminderLedger ledger_;
  ReminderLadder ladder_;
  // No holidays but 21/07/2022; of 2023 nothing is known.
  const WorkingDaysLeft days_{WorkingDays2022()};
};

TEST_F(RemindersTest, R32CountsWhatTheUnitWasToldByTheDay) {
  Issue(Notice(kSubject, "a", Kind::kBeforeDue, "2022-06-20"));
  Issue(Urging(kSubject, "a", "2022-07-05"));
  Issue(Urging(kSubject, "b", "2022-07-06"));
  ReminderFact wrong = Urging(kSubject, "a", "2022-07-07");
  wrong.voided = true;
  Issue(wrong);
  Issue(Urging("engagements/2", "a", "2022-07-07"));
  const RemindersSoFar so_far = Of("2022-07-14");
  EXPECT_EQ(so_far.count, 2);
  EXPECT_EQ(so_far.urgings, 1);
  EXPECT_EQ(so_far.first, D("2022-06-20"));
  EXPECT_EQ(so_far.last, D("2022-07-05"));
  EXPECT_EQ(so_far.last_ordinal, 2);
  EXPECT_EQ(Of("2022-07-04").count, 1);
  EXPECT_EQ(Of("2022-06-19").count, 0);
  EXPECT_EQ(Of("2022-07-14", "b").count, 1);
}

TEST_F(RemindersTest, R32TheHeirGoesOnWithTheNumbers) {
  units_ = {Party("root", ""), Party("a", "root"), Ended(Party("b", "root"), "2022-07-01", {"a"})};
  Issue(Urging(kSubject, "b", "2022-06-20"));
  Issue(Urging(kSubject, "a", "2022-07-05"));
  EXPECT_EQ(Of("2022-06-30", "b").count, 1);
  EXPECT_EQ(Of("2022-06-30").count, 0);
  EXPECT_EQ(Of("2022-07-14").count, 2);
  EXPECT_EQ(Of("2022-07-14").first, D("2022-06-20"));
}

TEST_F(RemindersTest, R32AVoidedUrgingKeepsItsNumber) {
  Issue(Notice(kSubject, "a", Kind::kAfterDue, "2022-06-16"));
  EXPECT_EQ(Next("2022-06-15", "2022-06-20").urging, 1);
  ReminderFact wrong = Urging(kSubject, "a", "2022-06-20");
  wrong.voided = true;
  Issue(wrong);
  EXPECT_EQ(Next("2022-06-15", "2022-06-19").urging, 1) << "not recorded yet on that day";
  EXPECT_EQ(Next("2022-06-15", "2022-06-20").urging, 2);
  // Everything else is as if it had never been.
  EXPECT_EQ(Of("2022-06-20").count, 1);
  EXPECT_EQ(Of("2022-06-20").urgings, 0);
  EXPECT_EQ(Of("2022-06-20").last, D("2022-06-16"));
  Issue(Urging(kSubject, "a", "2022-06-21"));
  EXPECT_EQ(Next("2022-06-15", "2022-06-21").urging, 3);
  EXPECT_EQ(Of("2022-06-21").urgings, 1);
}

TEST_F(RemindersTest, R33OnTheAgendaWithTheFourthUrgingAfterTheDueDate) {
  const std::optional<Day> due = D("2022-06-30");
  Issue(Urging(kSubject, "a", "2022-06-29"));
  Issue(Urging(kSubject, "a", "2022-06-30"));  // on the day is not after it
  for (const char* day : {"2022-07-01", "2022-07-04", "2022-07-08"}) {
    Issue(Urging(kSubject, "a", day));
  }
  EXPECT_EQ(Of("2022-07-09", "a", due).urgings, 5);
  EXPECT_EQ(Of("2022-07-09", "a", due).urgings_after_due, 3);
  EXPECT_FALSE(OnAgenda(Of("2022-07-09", "a", due), due, D("2022-07-09"), ladder_));
  Issue(Urging(kSubject, "a", "2022-07-09"));
  EXPECT_FALSE(OnAgenda(Of("2022-07-08", "a", due), due, D("2022-07-08"), ladder_));
  EXPECT_TRUE(OnAgenda(Of("2022-07-09", "a", due), due, D("2022-07-09"), ladder_));
  // Extended: urged after the old date, not after the one in force, and not overdue.
  const std::optional<Day> later = D("2022-07-31");
  EXPECT_FALSE(OnAgenda(Of("2022-07-09", "a", later), later, D("2022-07-09"), ladder_));
  EXPECT_FALSE(OnAgenda(Of("2022-08-01", "a", later), later, D("2022-08-01"), ladder_));
  ladder_.agenda_after = 4;
  EXPECT_FALSE(OnAgenda(Of("2022-07-09", "a", due), due, D("2022-07-09"), ladder_));
}

TEST_F(RemindersTest, AnAnswerIsMissingFromTheDayAfterItsDeadline) {
  ReminderFact urging = Urging(kSubject, "a", "2022-07-01");
  urging.acknowledge_by = D("2022-07-04");
  urging.explain_by = D("2022-07-08");
  Issue(urging);
  EXPECT_EQ(Of("2022-07-04").unacknowledged, 0);
  EXPECT_EQ(Of("2022-07-05").unacknowledged, 1);
  EXPECT_EQ(Of("2022-07-05").acknowledge_missed, D("2022-07-04"));
  EXPECT_EQ(Of("2022-07-09").unexplained, 1);
  urging.acknowledged_on = D("2022-07-06");
  Issue(urging);
  EXPECT_EQ(Of("2022-07-05").unacknowledged, 1) << "not answered yet on that day";
  EXPECT_EQ(Of("2022-07-06").unacknowledged, 0);
  EXPECT_EQ(Of("2022-07-09").unexplained, 1);
  urging.acknowledged_on.reset();
  urging.explained_on = D("2022-07-08");
  Issue(urging);
  EXPECT_EQ(Of("2022-07-09").unacknowledged, 0) << "who has explained has taken note";
  EXPECT_EQ(Of("2022-07-09").unexplained, 0);
}

TEST_F(RemindersTest, R32RungsAreWorkingDaysBeforeAndACalendarDayAfter) {
  // Friday 29/07/2022; Thursday 21/07 is a holiday.
  EXPECT_EQ(RungBefore(D("2022-07-29"), 3, days_), D("2022-07-26"));
  EXPECT_EQ(RungBefore(D("2022-07-29"), 7, days_), D("2022-07-19"));
  // Sunday 31/07: Friday is the last working day that is left.
  EXPECT_EQ(RungBefore(D("2022-07-31"), 1, days_), D("2022-07-28"));
  for (const int rung : {1, 3, 7, 15}) {
    for (Day due = D("2022-07-20"); due < D("2022-08-20"); due += std::chrono::days{1}) {
      const Day on = *RungBefore(due, rung, days_);
      EXPECT_LE(*days_(on, due, 60), rung);
      EXPECT_GT(*days_(on - std::chrono::days{1}, due, 60), rung);
    }
  }
}

TEST_F(RemindersTest, TheNextStepClimbsTheLadder) {
  using enum NextReminder::Step;
  NextReminder next = Next("2022-07-29", "2022-07-01");
  EXPECT_EQ(next.step, kNotice);
  EXPECT_EQ(next.rung, 15);
  EXPECT_EQ(next.on, D("2022-07-07"));
  EXPECT_FALSE(next.outstanding);
  // Its day has come: outstanding until it is issued, then the next.
  next = Next("2022-07-29", "2022-07-08");
  EXPECT_EQ(next.rung, 15);
  EXPECT_TRUE(next.outstanding);
  Issue(Notice(kSubject, "a", Kind::kBeforeDue, "2022-07-08", "2022-07-07"));
  EXPECT_EQ(Next("2022-07-29", "2022-07-08").rung, 7);
  // A late scan issues only the latest one.
  EXPECT_EQ(Next("2022-07-29", "2022-07-27").rung, 3);
  EXPECT_TRUE(Next("2022-07-29", "2022-07-27").outstanding);
  Issue(Notice(kSubject, "a", Kind::kBeforeDue, "2022-07-27", "2022-07-26"));
  next = Next("2022-07-29", "2022-07-29");
  EXPECT_EQ(next.kind, Kind::kAfterDue);
  EXPECT_EQ(next.on, D("2022-07-30"));
  EXPECT_TRUE(Next("2022-07-29", "2022-08-05").outstanding);
  Issue(Notice(kSubject, "a", Kind::kAfterDue, "2022-08-05", "2022-07-30"));
  next = Next("2022-07-29", "2022-08-05");
  EXPECT_EQ(next.step, kUrging);
  EXPECT_EQ(next.urging, 1);
  for (const char* day : {"2022-08-08", "2022-08-10", "2022-08-12"}) {
    Issue(Urging(kSubject, "a", day));
  }
  EXPECT_EQ(Next("2022-07-29", "2022-08-10").urging, 3);
  EXPECT_EQ(Next("2022-07-29", "2022-08-12").step, kLastUrging);
  EXPECT_EQ(Next("2022-07-29", "2022-08-12").urging, 4);
  Issue(Urging(kSubject, "a", "2022-08-15"));
  EXPECT_EQ(Next("2022-07-29", "2022-08-15").step, kAgenda);
  // An extension starts a new ladder.
  next = Next("2022-09-30", "2022-08-16");
  EXPECT_EQ(next.step, kNotice);
  EXPECT_EQ(next.rung, 15);
}

TEST_F(RemindersTest, R32ARungIsIssuedByTheRuleOfSupervision) {
  ReminderFact notice = Notice(kSubject, "a", Kind::kBeforeDue, "2022-07-26");
  notice.due = D("2022-07-29");
  Issue(notice);
  // With another ladder: an older rung does not follow a later one of this due date.
  ladder_.before = {15, 7, 5};
  NextReminder next = Next("2022-07-29", "2022-07-27");
  EXPECT_FALSE(next.outstanding);
  EXPECT_EQ(next.kind, Kind::kAfterDue);
  EXPECT_EQ(next.on, D("2022-07-30"));
  // For another due date it says something only on its own day, which is 5 working days before
  // 02/08 and 4 before 01/08.
  next = Next("2022-08-01", "2022-07-27");
  EXPECT_TRUE(next.outstanding);
  EXPECT_EQ(next.rung, 5);
  EXPECT_EQ(next.on, D("2022-07-25"));
  next = Next("2022-08-02", "2022-07-27");
  EXPECT_FALSE(next.outstanding);
  EXPECT_EQ(next.on, D("2022-08-03"));
  // The same, where it is not known for which due date it was issued.
  notice.due.reset();
  Issue(notice);
  EXPECT_TRUE(Next("2022-07-29", "2022-07-27").outstanding);
}

TEST_F(RemindersTest, R34AMissingYearHidesTheRungsBeforeTheDueDateOnly) {
  const NextReminder next = Next("2023-01-31", "2022-12-20");
  EXPECT_EQ(next.missing_year, 2023);
  EXPECT_EQ(next.kind, Kind::kAfterDue);
  EXPECT_EQ(next.on, D("2023-02-01"));
  EXPECT_EQ(Next("2023-01-31", "2023-02-02").missing_year, 0) << "they are past";
  EXPECT_TRUE(Next("2023-01-31", "2023-02-02").outstanding);
}

}  // namespace
}  // namespace tiendo::status::testing
