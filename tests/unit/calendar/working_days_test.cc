#include "common/calendar/working_days.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/errors/error.h"
#include "common/errors/reasons.h"

namespace tiendo::calendar {
namespace {

Day D(int y, int m, int d) { return *FromYmd(y, m, d); }

// Tết Nhâm Dần: Mon 31/01 to Fri 04/02/2022. Tết Quý Mão: Fri 20/01 to Thu 26/01/2023.
CalendarYear Year2022() {
  return {
      2022,
      {D(2022, 1, 3), D(2022, 1, 31), D(2022, 2, 1), D(2022, 2, 2), D(2022, 2, 3), D(2022, 2, 4),
       D(2022, 4, 11), D(2022, 5, 2), D(2022, 5, 3), D(2022, 9, 1), D(2022, 9, 2)},
      {}};
}
CalendarYear Year2023() {
  return {
      2023,
      {D(2023, 1, 2), D(2023, 1, 20), D(2023, 1, 23), D(2023, 1, 24), D(2023, 1, 25),
       D(2023, 1, 26), D(2023, 5, 1), D(2023, 5, 2), D(2023, 5, 3), D(2023, 9, 1), D(2023, 9, 4)},
      {}};
}
// 2024: Mon 29/04 off, worked on Sat 04/05.
CalendarYear Year2024() { return {2024, {D(2024, 4, 29)}, {D(2024, 5, 4)}}; }

WorkingCalendar Make(const std::vector<CalendarYear>& years, const Weekend& weekend = {}) {
  absl::StatusOr<WorkingCalendar> calendar = WorkingCalendar::Create(years, weekend);
  EXPECT_TRUE(calendar.ok()) << calendar.status();
  return *calendar;
}

TEST(WorkingCalendar, CountExcludesTheFirstDayAndIncludesTheLast) {
  WorkingCalendar calendar = Make({Year2022()});
  EXPECT_EQ(*calendar.CountWorkingDays(D(2022, 6, 6), D(2022, 6, 10)), 4);  // Mon to Fri
  EXPECT_EQ(*calendar.CountWorkingDays(D(2022, 6, 10), D(2022, 6, 12)), 0);
  EXPECT_EQ(*calendar.CountWorkingDays(D(2022, 6, 10), D(2022, 6, 13)), 1);
  EXPECT_EQ(*calendar.CountWorkingDays(D(2022, 6, 10), D(2022, 6, 10)), 0);
  EXPECT_EQ(*calendar.CountWorkingDays(D(2022, 6, 10), D(2022, 6, 1)), 0);
}

TEST(WorkingCalendar, TetIsAGap) {
  WorkingCalendar calendar = Make({Year2022(), Year2023()});
  // Fri 28/01 to Mon 07/02: nine days off between them.
  EXPECT_EQ(*calendar.CountWorkingDays(D(2022, 1, 28), D(2022, 2, 7)), 1);
  EXPECT_EQ(*calendar.AddWorkingDays(D(2022, 1, 28), 1), D(2022, 2, 7));
  EXPECT_EQ(*calendar.AddWorkingDays(D(2023, 1, 27), -1), D(2023, 1, 19));
}

TEST(WorkingCalendar, ASwappedSaturdayIsWorked) {
  WorkingCalendar calendar = Make({Year2024()});
  EXPECT_FALSE(*calendar.IsWorkingDay(D(2024, 4, 29)));
  EXPECT_TRUE(*calendar.IsWorkingDay(D(2024, 5, 4)));
  EXPECT_FALSE(*calendar.IsWorkingDay(D(2024, 5, 5)));
  EXPECT_EQ(*calendar.AddWorkingDays(D(2024, 5, 3), 1), D(2024, 5, 4));
}

TEST(WorkingCalendar, SpansYears) {
  WorkingCalendar calendar = Make({Year2022(), Year2023()});
  // Fri 30/12/2022, then the weekend and Mon 02/01 in lieu of New Year's Day.
  EXPECT_EQ(*calendar.AddWorkingDays(D(2022, 12, 30), 1), D(2023, 1, 3));
  EXPECT_EQ(*calendar.CountWorkingDays(D(2021, 12, 31), D(2022, 12, 31)), 260 - 11);
}

TEST(WorkingCalendar, AddAndCountAgree) {
  WorkingCalendar calendar = Make({Year2022(), Year2023(), Year2024()});
  for (Day day = D(2022, 3, 1); day < D(2024, 6, 1); day += std::chrono::days(1)) {
    for (int n : {0, 1, 3, 7, 15}) {
      EXPECT_EQ(*calendar.CountWorkingDays(day, *calendar.AddWorkingDays(day, n)), n);
      if (!*calendar.IsWorkingDay(day)) continue;
      EXPECT_EQ(*calendar.CountWorkingDays(*calendar.AddWorkingDays(day, -n), day), n);
    }
  }
}

TEST(WorkingCalendar, AMissingYearIsNamedNotGuessed) {
  WorkingCalendar calendar = Make({Year2022()});
  EXPECT_TRUE(calendar.HasYear(2022));
  EXPECT_FALSE(calendar.HasYear(2023));
  for (const absl::Status& status :
       {calendar.AddWorkingDays(D(2022, 12, 30), 3).status(),
        calendar.CountWorkingDays(D(2022, 12, 1), D(2023, 1, 1)).status(),
        calendar.IsWorkingDay(D(2023, 1, 1)).status()}) {
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(errors::Reason(status), errors::reasons::kCalendarYearMissing);
    EXPECT_EQ(errors::GetDetails(status)->metadata.at("year"), "2023");
    EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr("calendars/2023"));
  }
  // (31/12, 31/12] touches no day of the next year, and (31/12/2021, ...] none of 2021.
  EXPECT_TRUE(calendar.CountWorkingDays(D(2021, 12, 31), D(2022, 12, 31)).ok());
}

TEST(WorkingCalendar, TheWeekendIsASetting) {
  WorkingCalendar calendar = Make({Year2022()}, Weekend{{std::chrono::Sunday}});
  EXPECT_TRUE(*calendar.IsWorkingDay(D(2022, 6, 11)));
  EXPECT_FALSE(*calendar.IsWorkingDay(D(2022, 6, 12)));
}

TEST(WorkingCalendar, CreateReportsEveryMistake) {
  absl::StatusOr<WorkingCalendar> calendar = WorkingCalendar::Create(
      {{2022, {D(2023, 1, 1), D(2022, 1, 3)}, {D(2022, 1, 3)}}, {2022, {}, {}}, {1800, {}, {}}});
  ASSERT_FALSE(calendar.ok());
  EXPECT_EQ(errors::GetDetails(calendar.status())->violations.size(), 4u);
}

}  // namespace
}  // namespace tiendo::calendar
