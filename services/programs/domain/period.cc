#include "services/programs/domain/period.h"

namespace tiendo::programs {
namespace {

// Days that a period of a kind may have.
struct Length {
  PeriodKind kind;
  int from;
  int to;
};
constexpr Length kLengths[] = {
    {PeriodKind::kMonth, 28, 31},      {PeriodKind::kQuarter, 89, 92},
    {PeriodKind::kHalfYear, 180, 184}, {PeriodKind::kNineMonths, 272, 275},
    {PeriodKind::kYear, 364, 366},     {PeriodKind::kTerm, 366, 3653},
};

}  // namespace

void CheckDates(const Period& period, std::string_view prefix, errors::Violations& violations) {
  const std::string path(prefix);
  if (period.end < period.start) {
    violations.Add(path + ".end_date", calendar::FormatIso(period.end) + " is before start_date (" +
                                           calendar::FormatIso(period.start) + ")");
  } else {
    const auto days = static_cast<int>((period.end - period.start).count()) + 1;
    for (const Length& length : kLengths) {
      if (length.kind != period.kind || (days >= length.from && days <= length.to)) continue;
      violations.Add(path + ".end_date",
                     "makes " + std::to_string(days) + " days; a period of this kind has " +
                         std::to_string(length.from) + " to " + std::to_string(length.to));
    }
  }
  if (period.cut_off < period.start) {
    violations.Add(path + ".cut_off_date", calendar::FormatIso(period.cut_off) +
                                               " is before start_date (" +
                                               calendar::FormatIso(period.start) + ")");
  }
}

}  // namespace tiendo::programs
