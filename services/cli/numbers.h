// Numbers as a clerk writes them.
#ifndef TIENDO_SERVICES_CLI_NUMBERS_H_
#define TIENDO_SERVICES_CLI_NUMBERS_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/decimal/decimal.h"

namespace tiendo::cli {

// A number of a flag: 54950, 86.5, or as documents have it 54.950, 86,5 and 1.234.567,5. What could
// be read in two ways ("54.950" alone: fifty-four thousand, or a little under fifty-five?) is
// refused. The error names the flag.
absl::StatusOr<decimal::Decimal> ParseNumber(std::string_view flag, std::string_view text);

// "300.000 lượt", "86%" of a decimal in an answer; "–" when it is empty.
std::string ValueText(const std::string& decimal, const std::string& unit_of_measure);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_NUMBERS_H_
