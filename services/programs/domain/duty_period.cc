#include "services/programs/domain/duty_period.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "common/base/status_macros.h"

namespace tiendo::programs {
namespace {

constexpr int kFirstPeriodYear = 2000;
constexpr int kLastPeriodYear = 2100;
constexpr size_t kYearDigits = 4;

// All of `text` as a number in [low, high], with exactly `digits` digits.
std::optional<int> Number(std::string_view text, size_t digits, int low, int high) {
  int value = 0;
  if (text.size() != digits) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (value < low || value > high) return std::nullopt;
  return value;
}

Day DayIn(std::chrono::year_month month, int32_t day) {
  const std::chrono::year_month_day last{month / std::chrono::last};
  const auto wanted = std::chrono::day(static_cast<unsigned>(day));
  return Day{month / std::min(wanted, last.day())};
}

}  // namespace

std::optional<DutyPeriod> ParsePeriod(Cadence cadence, std::string_view text) {
  if (cadence == Cadence::kOnce) {
    if (!text.empty() && text != kOncePeriod) return std::nullopt;
    return DutyPeriod{std::string(kOncePeriod), 0, 0};
  }
  const std::optional<int> year =
      Number(text.substr(0, kYearDigits), kYearDigits, kFirstPeriodYear, kLastPeriodYear);
  if (!year) return std::nullopt;
  const std::string_view rest = text.substr(kYearDigits);
  std::optional<int> last_month;
  if (cadence == Cadence::kYearly && rest.empty()) last_month = 12;
  if (cadence == Cadence::kMonthly && rest.starts_with("-")) {
    last_month = Number(rest.substr(1), 2, 1, 12);
  }
  if (cadence == Cadence::kQuarterly && rest.starts_with("-q")) {
    last_month = Number(rest.substr(2), 1, 1, 4);
    if (last_month) *last_month *= 3;
  }
  if (!last_month) return std::nullopt;
  return DutyPeriod{std::string(text), *year, *last_month};
}

std::string_view PeriodShape(Cadence cadence) {
  switch (cadence) {
    case Cadence::kOnce:
      return kOncePeriod;
    case Cadence::kMonthly:
      return "YYYY-MM";
    case Cadence::kQuarterly:
      return "YYYY-q1 to YYYY-q4";
    case Cadence::kYearly:
      return "YYYY";
  }
  return "";
}

absl::StatusOr<Day> DeadlineOf(const DeadlineRule& rule, const DutyPeriod& period,
                               const calendar::WorkingCalendar& working_days) {
  Day day = rule.fixed.value_or(Day());
  if (!rule.fixed) {
    const std::chrono::year_month end{std::chrono::year(period.year),
                                      std::chrono::month(static_cast<unsigned>(period.last_month))};
    day = DayIn(end + std::chrono::months(rule.months_after), rule.day_of_month);
  }
  if (rule.shift == DeadlineShift::kNone) return day;
  const auto step = std::chrono::days(rule.shift == DeadlineShift::kNextWorkingDay ? 1 : -1);
  while (true) {
    TIENDO_ASSIGN_OR_RETURN(const bool works, working_days.IsWorkingDay(day));
    if (works) return day;
    day += step;
  }
}

}  // namespace tiendo::programs
