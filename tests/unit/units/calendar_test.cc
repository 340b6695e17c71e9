#include "services/units/domain/calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"
#include "tests/unit/units/domain_fixture.h"

namespace tiendo::units::testing {
namespace {

using ::testing::ElementsAre;
using tiendo::testing::Fields;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;

CalendarDay Off(const std::string& iso) { return {D(iso), "nghỉ", {"1/TB", std::nullopt, ""}}; }

TEST(Calendar, NameHoldsTheYear) {
  EXPECT_EQ(CalendarYear("calendars/2025"), 2025);
  EXPECT_EQ(CalendarYear(CalendarName(2022)), 2022);
  for (const char* name : {"calendars/", "calendars/0202", "calendars/20255", "calendars/20a5",
                           "calendar/2025", "calendars/-025"}) {
    EXPECT_EQ(CalendarYear(name), std::nullopt) << name;
  }
}

TEST(Calendar, IsEnteredOnlyWhenThatIsSaid) {
  tiendo::testing::FakeRepository<Calendar> calendars;
  CalendarUpdate update;
  update.name = "calendars/2025";
  update.holidays = {Off("2025-09-02"), Off("2025-01-01")};
  EXPECT_THAT(UpdateCalendar(calendars, update), HasReason("RESOURCE_NOT_FOUND"));
  update.allow_missing = true;
  const auto entered = UpdateCalendar(calendars, update);
  ASSERT_THAT(entered, IsOk());
  EXPECT_EQ(entered->holidays[0].day, D("2025-01-01"));
  // The same again writes nothing; the other list stays.
  ASSERT_THAT(UpdateCalendar(calendars, update), IsOk());
  EXPECT_EQ(calendars.revision(), 1);
  update.holidays.reset();
  update.swapped_working_days = {Off("2025-04-26")};
  update.etag = "\"7\"";
  EXPECT_THAT(UpdateCalendar(calendars, update), HasReason("ETAG_MISMATCH"));
  update.etag = "\"1\"";
  ASSERT_THAT(UpdateCalendar(calendars, update), IsOk());
  EXPECT_EQ(calendars.Get("calendars/2025").value()->holidays.size(), 2U);
}

TEST(Calendar, RefusesDaysThatContradict) {
  tiendo::testing::FakeRepository<Calendar> calendars;
  CalendarUpdate update;
  update.name = "calendars/2025";
  update.allow_missing = true;
  update.holidays = {Off("2025-01-01"), Off("2025-01-01"), Off("2025-04-26")};
  update.swapped_working_days = {Off("2025-04-26"), Off("2025-04-28")};
  const auto refused = UpdateCalendar(calendars, update);
  EXPECT_THAT(Fields(refused),
              ElementsAre("calendar.holidays[1].date", "calendar.swapped_working_days[0].date",
                          "calendar.swapped_working_days[1].date"));
}

}  // namespace
}  // namespace tiendo::units::testing
