// Civil dates of the suite: a Day has no time and no zone. What an instant's day is in the zone of
// business is common/calendar/time_zone.h.
#ifndef TIENDO_COMMON_CALENDAR_DAY_H_
#define TIENDO_COMMON_CALENDAR_DAY_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace tiendo::calendar {

using Day = std::chrono::sys_days;

// The supported range, both days included. A year outside is far more often a slip of the keyboard
// (0202, 20222) than a real deadline.
inline constexpr int kFirstYear = 1900;
inline constexpr int kLastYear = 2999;
inline constexpr Day kFirstDay{std::chrono::year{kFirstYear} / 1 / 1};
inline constexpr Day kLastDay{std::chrono::year{kLastYear} / 12 / 31};

// The day, or nullopt when there is no such date (2022-02-30) or it is out of range.
std::optional<Day> FromYmd(int year, int month, int day);

// Reads exactly "YYYY-MM-DD". Anything else, a date that does not exist and one out of range are
// INVALID_ARGUMENT (INVALID_REQUEST); the sentence quotes the text and says what is wrong.
absl::StatusOr<Day> ParseIsoDay(std::string_view text);

// "2022-06-30".
std::string FormatIso(Day day);
// "30/06/2022", as documents of Đảng and State write it.
std::string FormatVietnamese(Day day);

int YearOf(Day day);

// Days since 1970-01-01, negative before: the form stored in databases and columns.
constexpr int32_t DayNumber(Day day) {
  return static_cast<int32_t>(day.time_since_epoch().count());
}
constexpr Day FromDayNumber(int32_t number) { return Day{std::chrono::days{number}}; }

}  // namespace tiendo::calendar

#endif  // TIENDO_COMMON_CALENDAR_DAY_H_
