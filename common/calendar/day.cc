#include "common/calendar/day.h"

#include "absl/strings/str_format.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"

namespace tiendo::calendar {
namespace {

// The number in `digits`, or nullopt when one of them is not an ASCII digit.
std::optional<int> Number(std::string_view digits) {
  int value = 0;
  for (char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

absl::Status BadDay(std::string_view text, const std::string& why) {
  // Enough to recognise what was sent; a caller may have sent a whole page.
  constexpr size_t kQuoted = 40;
  std::string shown(text.substr(0, kQuoted));
  if (text.size() > kQuoted) shown += "...";
  return errors::Make(absl::StatusCode::kInvalidArgument, errors::reasons::kInvalidRequest,
                      "\"" + shown + "\" is not a date: " + why, {{"value", shown}});
}

}  // namespace

std::optional<Day> FromYmd(int year, int month, int day) {
  if (year < kFirstYear || year > kLastYear) return std::nullopt;
  if (month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  std::chrono::year_month_day ymd{std::chrono::year{year},
                                  std::chrono::month{static_cast<unsigned>(month)},
                                  std::chrono::day{static_cast<unsigned>(day)}};
  if (!ymd.ok()) return std::nullopt;
  return Day{ymd};
}

absl::StatusOr<Day> ParseIsoDay(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return BadDay(text, "write it as YYYY-MM-DD, e.g. 2022-06-30");
  }
  std::optional<int> year = Number(text.substr(0, 4));
  std::optional<int> month = Number(text.substr(5, 2));
  std::optional<int> day = Number(text.substr(8, 2));
  if (!year || !month || !day) return BadDay(text, "write it as YYYY-MM-DD, e.g. 2022-06-30");
  if (*year < kFirstYear || *year > kLastYear) {
    return BadDay(text, "the year must be from " + std::to_string(kFirstYear) + " to " +
                            std::to_string(kLastYear));
  }
  if (*month < 1 || *month > 12) return BadDay(text, "the month must be from 01 to 12");
  std::optional<Day> result = FromYmd(*year, *month, *day);
  if (!result) return BadDay(text, "this month has no such day");
  return *result;
}

std::string FormatIso(Day day) {
  const std::chrono::year_month_day ymd{day};
  return absl::StrFormat("%04d-%02d-%02d", static_cast<int>(ymd.year()),
                         static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
}

std::string FormatVietnamese(Day day) {
  const std::chrono::year_month_day ymd{day};
  return absl::StrFormat("%02d/%02d/%04d", static_cast<unsigned>(ymd.day()),
                         static_cast<unsigned>(ymd.month()), static_cast<int>(ymd.year()));
}

int YearOf(Day day) { return static_cast<int>(std::chrono::year_month_day{day}.year()); }

}  // namespace tiendo::calendar
