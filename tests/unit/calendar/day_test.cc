#include "common/calendar/day.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tiendo::calendar {
namespace {

using ::testing::HasSubstr;

std::string Refusal(std::string_view text) {
  absl::StatusOr<Day> day = ParseIsoDay(text);
  if (day.ok()) return "accepted";
  EXPECT_EQ(day.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(day.status().message());
}

TEST(Day, ParsesAndFormats) {
  absl::StatusOr<Day> day = ParseIsoDay("2022-06-30");
  ASSERT_TRUE(day.ok());
  EXPECT_EQ(FormatIso(*day), "2022-06-30");
  EXPECT_EQ(FormatVietnamese(*day), "30/06/2022");
  EXPECT_EQ(YearOf(*day), 2022);
  EXPECT_TRUE(ParseIsoDay("2024-02-29").ok());
}

TEST(Day, RefusesAnImpossibleDateWithTheReason) {
  EXPECT_THAT(Refusal("2022-02-29"), HasSubstr("this month has no such day"));
  EXPECT_THAT(Refusal("2022-06-31"), HasSubstr("this month has no such day"));
  EXPECT_THAT(Refusal("2022-13-01"), HasSubstr("month must be from 01 to 12"));
  EXPECT_THAT(Refusal("0202-06-30"), HasSubstr("year must be from 1900 to 2999"));
}

TEST(Day, RefusesAnyOtherShape) {
  for (const char* text : {"", "2022-6-30", "30/06/2022", "2022-06-30 ", " 2022-06-3", "2022/06/30",
                           "+022-06-30", "2022-06-3x", "20220630"}) {
    EXPECT_THAT(Refusal(text), HasSubstr("YYYY-MM-DD")) << text;
  }
}

TEST(Day, QuotesOnlyTheBeginningOfALongText) {
  EXPECT_LT(Refusal(std::string(100'000, 'x')).size(), 200u);
}

TEST(Day, FromYmdKnowsTheRange) {
  EXPECT_EQ(FromYmd(1900, 1, 1), kFirstDay);
  EXPECT_EQ(FromYmd(2999, 12, 31), kLastDay);
  EXPECT_EQ(FromYmd(1899, 12, 31), std::nullopt);
  EXPECT_EQ(FromYmd(3000, 1, 1), std::nullopt);
  EXPECT_EQ(FromYmd(2022, 0, 1), std::nullopt);
  EXPECT_EQ(FromYmd(2022, 2, -1), std::nullopt);
  EXPECT_EQ(FromYmd(2022, 1, 257), std::nullopt);
}

TEST(Day, NumbersAreDaysSinceTheEpoch) {
  EXPECT_EQ(DayNumber(*FromYmd(1970, 1, 1)), 0);
  EXPECT_EQ(DayNumber(*FromYmd(1969, 12, 31)), -1);
  EXPECT_EQ(FromDayNumber(DayNumber(kFirstDay)), kFirstDay);
  EXPECT_EQ(FromDayNumber(DayNumber(kLastDay)), kLastDay);
}

TEST(Day, EveryDayComesBack) {
  for (Day day = kFirstDay; day <= kLastDay; day += std::chrono::days(1)) {
    absl::StatusOr<Day> back = ParseIsoDay(FormatIso(day));
    ASSERT_TRUE(back.ok()) << back.status();
    ASSERT_EQ(*back, day);
  }
}

}  // namespace
}  // namespace tiendo::calendar
