#include "services/cli/numbers.h"

#include <optional>

#include "common/errors/error.h"
#include "services/cli/sheets/number_text.h"

namespace tiendo::cli {

using decimal::Decimal;

absl::StatusOr<Decimal> ParseNumber(std::string_view flag, std::string_view text) {
  const sheets::NumberText read = sheets::ReadNumber(text);
  if (read.number) return *read.number;
  const std::string shown = "\"" + std::string(text) + "\" ";
  if (read.whole.empty()) {
    return errors::InvalidField(flag, shown + "is not a number: write 54950, 86.5 or 86,5");
  }
  return errors::InvalidField(
      flag, shown + "can be read in two ways: write " + read.whole + ", or with a decimal comma");
}

std::string ValueText(const std::string& decimal, const std::string& unit_of_measure) {
  const std::optional<Decimal> number = Decimal::Parse(decimal);
  if (decimal.empty() || !number) return "–";
  return number->ToVietnamese() + (unit_of_measure == "%" ? "" : " ") + unit_of_measure;
}

}  // namespace tiendo::cli
