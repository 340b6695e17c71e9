#include "services/programs/domain/duty_period.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"

namespace tiendo::programs {
namespace {

using testing::HasReason;
using testing::IsOkAndHolds;

Day D(const char* iso) { return calendar::ParseIsoDay(iso).value(); }

calendar::WorkingCalendar WorkingDays() {
  // Saturday 2022-01-29 to Sunday 2022-02-06 are days off at Tết.
  return calendar::WorkingCalendar::Create({{2022,
                                             {D("2022-01-31"), D("2022-02-01"), D("2022-02-02"),
                                              D("2022-02-03"), D("2022-02-04")},
                                             {}}})
      .value();
}

absl::StatusOr<Day> Deadline(Cadence cadence, const char* period, const DeadlineRule& rule) {
  return DeadlineOf(rule, ParsePeriod(cadence, period).value(), WorkingDays());
}

TEST(DutyPeriod, IsWrittenByItsCadence) {
  EXPECT_EQ(ParsePeriod(Cadence::kMonthly, "2022-06"), (DutyPeriod{"2022-06", 2022, 6}));
  EXPECT_EQ(ParsePeriod(Cadence::kQuarterly, "2022-q2"), (DutyPeriod{"2022-q2", 2022, 6}));
  EXPECT_EQ(ParsePeriod(Cadence::kYearly, "2022"), (DutyPeriod{"2022", 2022, 12}));
  EXPECT_EQ(ParsePeriod(Cadence::kOnce, "once"), (DutyPeriod{"once", 0, 0}));
  EXPECT_EQ(ParsePeriod(Cadence::kOnce, ""), (DutyPeriod{"once", 0, 0}));
  for (const char* wrong : {"", "2022", "2022-6", "2022-00", "2022-13", "2022-06-01", "22-06",
                            "1999-06", "2101-06", "2022-q2", "2022-+6", "abcd-06", "2022 06"}) {
    EXPECT_EQ(ParsePeriod(Cadence::kMonthly, wrong), std::nullopt) << wrong;
  }
  for (const char* wrong : {"2022", "2022-q0", "2022-q5", "2022-Q2", "2022-06", "2022q2"}) {
    EXPECT_EQ(ParsePeriod(Cadence::kQuarterly, wrong), std::nullopt) << wrong;
  }
  EXPECT_EQ(ParsePeriod(Cadence::kYearly, "2022-06"), std::nullopt);
  EXPECT_EQ(ParsePeriod(Cadence::kOnce, "2022"), std::nullopt);
}

TEST(DutyDeadline, CountsFromTheLastMonthOfThePeriod) {
  EXPECT_THAT(Deadline(Cadence::kMonthly, "2022-06", {{}, 0, 25}), IsOkAndHolds(D("2022-06-25")));
  EXPECT_THAT(Deadline(Cadence::kMonthly, "2022-12", {{}, 1, 5}), IsOkAndHolds(D("2023-01-05")));
  EXPECT_THAT(Deadline(Cadence::kQuarterly, "2022-q2", {{}, 0, 31}), IsOkAndHolds(D("2022-06-30")));
  EXPECT_THAT(Deadline(Cadence::kQuarterly, "2022-q1", {{}, -1, 30}),
              IsOkAndHolds(D("2022-02-28")));
  EXPECT_THAT(Deadline(Cadence::kYearly, "2024", {{}, 2, 31}), IsOkAndHolds(D("2025-02-28")));
  EXPECT_THAT(Deadline(Cadence::kOnce, "once", {D("2022-03-31"), 0, 0}),
              IsOkAndHolds(D("2022-03-31")));
}

TEST(DutyDeadline, MovesToAWorkingDayWhenTheRuleSaysSo) {
  const auto shifted = [](DeadlineShift shift) {
    return Deadline(Cadence::kMonthly, "2022-01", {{}, 1, 2, shift});
  };
  EXPECT_THAT(shifted(DeadlineShift::kNone), IsOkAndHolds(D("2022-02-02")));
  EXPECT_THAT(shifted(DeadlineShift::kNextWorkingDay), IsOkAndHolds(D("2022-02-07")));
  EXPECT_THAT(shifted(DeadlineShift::kPreviousWorkingDay), IsOkAndHolds(D("2022-01-28")));
  EXPECT_THAT(Deadline(Cadence::kMonthly, "2022-06", {{}, 0, 24, DeadlineShift::kNextWorkingDay}),
              IsOkAndHolds(D("2022-06-24")));
}

TEST(DutyDeadline, IsNotGuessedInAYearWithoutCalendar) {
  EXPECT_THAT(Deadline(Cadence::kMonthly, "2022-12", {{}, 1, 5, DeadlineShift::kNextWorkingDay}),
              HasReason("CALENDAR_YEAR_MISSING"));
  EXPECT_THAT(Deadline(Cadence::kMonthly, "2022-12", {{}, 1, 5}), IsOkAndHolds(D("2023-01-05")));
}

}  // namespace
}  // namespace tiendo::programs
