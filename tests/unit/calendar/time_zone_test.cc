#include "common/calendar/time_zone.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>
#include <vector>

#include "common/errors/error.h"

namespace tiendo::calendar {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;

Day D(int y, int m, int d) { return *FromYmd(y, m, d); }

TEST(BusinessZone, DayBeginsAtSeventeenUtcTheDayBefore) {
  BusinessZone zone = *BusinessZone::Create();
  EXPECT_EQ(zone.name(), "Asia/Ho_Chi_Minh");
  Instant start = Instant(D(2022, 6, 29)) + hours(17);
  EXPECT_EQ(zone.StartOf(D(2022, 6, 30)), start);
  EXPECT_EQ(zone.DayOf(start), D(2022, 6, 30));
  EXPECT_EQ(zone.DayOf(start - microseconds(1)), D(2022, 6, 29));
  EXPECT_EQ(zone.EndOf(D(2022, 6, 29)), start - microseconds(1));
}

// Vietnam changed its offset ten times before 1976, twice by losing the hour at midnight.
TEST(BusinessZone, StartAndEndEncloseEveryDay) {
  for (const char* name : {"Asia/Ho_Chi_Minh", "America/Sao_Paulo", "Asia/Beirut", "UTC"}) {
    BusinessZone zone = *BusinessZone::Create(name);
    for (Day day = kFirstDay; day < D(2060, 1, 1); day += days(1)) {
      Instant start = zone.StartOf(day);
      ASSERT_EQ(zone.DayOf(start), day) << name << " " << FormatIso(day);
      ASSERT_EQ(zone.DayOf(start - microseconds(1)), day - days(1)) << name << FormatIso(day);
      ASSERT_EQ(zone.DayOf(zone.EndOf(day)), day) << name << " " << FormatIso(day);
    }
  }
}

TEST(BusinessZone, RefusesAnUnknownName) {
  for (const char* name : {"Asia/Saigon2", "", "Hanoi"}) {
    absl::StatusOr<BusinessZone> zone = BusinessZone::Create(name);
    ASSERT_FALSE(zone.ok()) << name;
    EXPECT_EQ(errors::GetDetails(zone.status())->metadata.at("time_zone"), name);
  }
}

TEST(BusinessZone, IsUsedByManyThreads) {
  BusinessZone zone = *BusinessZone::Create();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&zone] {
      for (Day day = D(1950, 1, 1); day < D(1980, 1, 1); day += days(1)) {
        EXPECT_EQ(zone.DayOf(zone.StartOf(day)), day);
      }
    });
  }
  for (std::thread& t : threads) t.join();
}

}  // namespace
}  // namespace tiendo::calendar
