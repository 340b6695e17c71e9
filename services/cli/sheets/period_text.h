// Periods of a target's year as people write them: "tháng 4", "quý I", "6 tháng", "cả năm".
#ifndef TIENDO_SERVICES_CLI_SHEETS_PERIOD_TEXT_H_
#define TIENDO_SERVICES_CLI_SHEETS_PERIOD_TEXT_H_

#include <optional>
#include <string>
#include <string_view>

namespace tiendo::sheets {

struct Period {
  // Values as in tiendo.programs.v1.TargetPeriod.
  enum class Kind { kMonth = 1, kQuarter, kSixMonths, kNineMonths, kYear };
  Kind kind = Kind::kYear;
  int number = 0;  // of a month or a quarter
  auto operator<=>(const Period&) const = default;
};

// Also "month-4", "thang-4", "quarter 1", "quy-1", "6-months", "9 tháng", "year", "ca-nam". nullopt
// for anything else, also for a month 13 and a quarter 5.
std::optional<Period> ParsePeriodText(std::string_view text);

std::string TextOf(const Period& period);

// The month at whose end it ends.
int LastMonthOf(const Period& period);

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_PERIOD_TEXT_H_
