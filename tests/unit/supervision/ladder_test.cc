// Rules 32 and 34: on which day a rung begins, across Tết, swapped days and years without calendar.
#include "services/supervision/domain/ladder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"

namespace tiendo::supervision::testing {
namespace {

using calendar::CalendarYear;
using calendar::WorkingCalendar;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using tiendo::testing::IsOkAndHolds;

Day D(const std::string& iso) { return calendar::ParseIsoDay(iso).value(); }

CalendarYear Year(int year, const std::vector<std::string>& off,
                  const std::vector<std::string>& worked = {}) {
  CalendarYear out{.year = year, .holidays = {}, .swapped_working_days = {}};
  for (const std::string& day : off) out.holidays.push_back(D(std::to_string(year) + "-" + day));
  for (const std::string& day : worked) {
    out.swapped_working_days.push_back(D(std::to_string(year) + "-" + day));
  }
  return out;
}

// Days off from Monday to Friday, and weekend days that were worked, as announced.
WorkingCalendar Announced() {
  return WorkingCalendar::Create(
             {Year(2022, {"01-03", "01-31", "02-01", "02-02", "02-03", "02-04", "04-11", "05-02",
                          "05-03", "09-01", "09-02"}),
              Year(2023, {"01-02", "01-20", "01-23", "01-24", "01-25", "01-26", "05-01", "05-02",
                          "05-03", "09-01", "09-04"}),
              Year(2024,
                   {"01-01", "02-08", "02-09", "02-12", "02-13", "02-14", "04-18", "04-29", "04-30",
                    "05-01", "09-02", "09-03"},
                   {"05-04"}),
              Year(2025,
                   {"01-01", "01-27", "01-28", "01-29", "01-30", "01-31", "04-07", "04-30", "05-01",
                    "05-02", "09-01", "09-02"},
                   {"04-26"}),
              Year(2026,
                   {"01-01", "01-02", "02-16", "02-17", "02-18", "02-19", "02-20", "04-27", "04-30",
                    "05-01", "08-31", "09-01", "09-02"},
                   {"01-10", "08-22"})})
      .value();
}

std::vector<std::string> Triggers(const WorkingCalendar& calendar, const std::string& due) {
  std::vector<std::string> out;
  for (int days : Ladder().before_due) {
    out.push_back(calendar::FormatIso(DayWithWorkingDaysLeft(calendar, D(due), days).value()));
  }
  return out;
}

TEST(LadderR32, RungsBeforeTheDueDateAreWorkingDaysAcrossTet) {
  const WorkingCalendar calendar = Announced();
  EXPECT_THAT(Triggers(calendar, "2022-02-10"),
              ElementsAre("2022-01-13", "2022-01-25", "2022-02-07"));
  EXPECT_THAT(Triggers(calendar, "2023-01-31"),
              ElementsAre("2023-01-03", "2023-01-13", "2023-01-19"));
  EXPECT_THAT(Triggers(calendar, "2024-02-19"),
              ElementsAre("2024-01-22", "2024-02-01", "2024-02-07"));
  EXPECT_THAT(Triggers(calendar, "2025-02-05"),
              ElementsAre("2025-01-08", "2025-01-20", "2025-01-24"));
  EXPECT_THAT(Triggers(calendar, "2026-02-25"),
              ElementsAre("2026-01-28", "2026-02-09", "2026-02-13"));
}

TEST(LadderR32, ASwappedSaturdayIsAWorkingDay) {
  const WorkingCalendar calendar = Announced();
  EXPECT_THAT(DayWithWorkingDaysLeft(calendar, D("2026-01-12"), 3), IsOkAndHolds(D("2026-01-08")));
  EXPECT_THAT(DayWithWorkingDaysLeft(calendar, D("2026-01-12"), 7), IsOkAndHolds(D("2025-12-31")));
  EXPECT_THAT(DayWithWorkingDaysLeft(calendar, D("2024-05-06"), 3), IsOkAndHolds(D("2024-05-02")));
}

TEST(LadderR32, ADueDateThatIsADayOffHasAsManyWorkingDaysBeforeIt) {
  const WorkingCalendar calendar = Announced();
  // A Sunday, and a day within Tết.
  EXPECT_THAT(DayWithWorkingDaysLeft(calendar, D("2026-03-08"), 3), IsOkAndHolds(D("2026-03-03")));
  EXPECT_THAT(DayWithWorkingDaysLeft(calendar, D("2026-02-18"), 3), IsOkAndHolds(D("2026-02-10")));
}

// What "due soon ≤ n" counts, rule 13: on the day itself n are left, the day before more.
TEST(LadderR32, ARungBeginsOnTheDayOnWhichASubjectComesAmongThoseDueSoon) {
  const WorkingCalendar calendar = Announced();
  for (Day due = D("2022-03-01"); due <= D("2026-12-31"); due += std::chrono::days(1)) {
    for (int days : {1, 3, 7, 15}) {
      const Day trigger = DayWithWorkingDaysLeft(calendar, due, days).value();
      ASSERT_EQ(calendar.CountWorkingDays(trigger, due).value(), days) << calendar::FormatIso(due);
      ASSERT_EQ(calendar.CountWorkingDays(trigger - std::chrono::days(1), due).value(), days + 1)
          << calendar::FormatIso(due);
    }
  }
}

TEST(LadderR32, TheRungThatBeganLastCounts) {
  const WorkingCalendar calendar = Announced();
  const Day due = D("2026-02-25");
  const auto on = [&](const char* day) { return FindRung(Ladder(), calendar, due, D(day)).latest; };
  EXPECT_EQ(on("2026-01-27"), std::nullopt);
  EXPECT_EQ(on("2026-01-28"), (Rung{ReminderKind::kBeforeDue, 15, D("2026-01-28")}));
  EXPECT_EQ(on("2026-02-08"), (Rung{ReminderKind::kBeforeDue, 15, D("2026-01-28")}));
  EXPECT_EQ(on("2026-02-10"), (Rung{ReminderKind::kBeforeDue, 7, D("2026-02-09")}));
  EXPECT_EQ(on("2026-02-25"), (Rung{ReminderKind::kBeforeDue, 3, D("2026-02-13")}));
  // The day after is a calendar day: also when it is a day off.
  EXPECT_EQ(on("2026-02-26"), (Rung{ReminderKind::kAfterDue, 1, D("2026-02-26")}));
  EXPECT_EQ(on("2026-06-30"), (Rung{ReminderKind::kAfterDue, 1, D("2026-02-26")}));
  const Begun friday = FindRung(Ladder(), calendar, D("2026-03-06"), D("2026-03-07"));
  EXPECT_EQ(friday.latest, (Rung{ReminderKind::kAfterDue, 1, D("2026-03-07")}));
}

TEST(LadderR32, NoRungBeforeTheDueDateIsMadeUpForAfterIt) {
  const WorkingCalendar calendar = Announced();
  const Day due = D("2026-02-25");
  Ladder ladder;
  const auto on = [&](const char* day) { return FindRung(ladder, calendar, due, D(day)).latest; };
  ladder.after_due = {10, 5};
  EXPECT_EQ(on("2026-02-25"), (Rung{ReminderKind::kBeforeDue, 3, D("2026-02-13")}));
  EXPECT_EQ(on("2026-02-26"), std::nullopt);
  EXPECT_EQ(on("2026-03-01"), std::nullopt);
  EXPECT_EQ(on("2026-03-02"), (Rung{ReminderKind::kAfterDue, 5, D("2026-03-02")}));
  EXPECT_EQ(on("2026-03-07"), (Rung{ReminderKind::kAfterDue, 10, D("2026-03-07")}));
  ladder.after_due = {};
  EXPECT_EQ(on("2026-02-25"), (Rung{ReminderKind::kBeforeDue, 3, D("2026-02-13")}));
  EXPECT_EQ(on("2026-02-26"), std::nullopt);
}

TEST(LadderR34, AYearWithoutCalendarIsNamedAndTheDayAfterStillComes) {
  const WorkingCalendar calendar = Announced();
  const Begun before = FindRung(Ladder(), calendar, D("2027-01-20"), D("2027-01-19"));
  EXPECT_EQ(before.latest, std::nullopt);
  EXPECT_THAT(before.not_computable, ElementsAre(15, 7, 3));
  EXPECT_EQ(before.missing_year, 2027);
  const Begun after = FindRung(Ladder(), calendar, D("2027-01-20"), D("2027-01-21"));
  EXPECT_EQ(after.latest, (Rung{ReminderKind::kAfterDue, 1, D("2027-01-21")}));
  EXPECT_THAT(after.not_computable, ElementsAre(15, 7, 3));
  // Only what reaches into the year that is missing.
  const Begun partly = FindRung(Ladder(), calendar, D("2022-01-12"), D("2022-01-12"));
  EXPECT_EQ(partly.latest, (Rung{ReminderKind::kBeforeDue, 3, D("2022-01-07")}));
  EXPECT_THAT(partly.not_computable, ElementsAre(15, 7));
  EXPECT_EQ(partly.missing_year, 2021);
}

}  // namespace
}  // namespace tiendo::supervision::testing
