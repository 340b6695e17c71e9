#include "services/cli/numbers.h"

#include <algorithm>
#include <optional>

#include "common/errors/error.h"

namespace tiendo::cli {
namespace {

using decimal::Decimal;

bool AllDigits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// "1.234.567" -> "1234567"; nullopt unless every group but the first has three digits.
std::optional<std::string> WithoutGroups(std::string_view text) {
  std::string out;
  while (true) {
    const size_t dot = text.find('.');
    const std::string_view group = text.substr(0, dot);
    const bool good =
        out.empty() ? group.size() <= 3 || dot == std::string_view::npos : group.size() == 3;
    if (!good || !AllDigits(group)) return std::nullopt;
    out += group;
    if (dot == std::string_view::npos) return out;
    text.remove_prefix(dot + 1);
  }
}

absl::Status Invalid(std::string_view flag, std::string_view text, std::string_view why) {
  return errors::InvalidField(flag, "\"" + std::string(text) + "\" " + std::string(why));
}

}  // namespace

absl::StatusOr<Decimal> ParseNumber(std::string_view flag, std::string_view text) {
  constexpr std::string_view kNone = "is not a number: write 54950, 86.5 or 86,5";
  const bool negative = text.starts_with('-');
  const std::string_view size = negative ? text.substr(1) : text;
  const size_t comma = size.find(',');
  const bool one_dot = std::ranges::count(size, '.') == 1;
  std::string plain(size);
  if (comma != std::string_view::npos) {
    const std::optional<std::string> whole = WithoutGroups(size.substr(0, comma));
    if (!whole || !AllDigits(size.substr(comma + 1))) return Invalid(flag, text, kNone);
    plain = *whole + "." + std::string(size.substr(comma + 1));
  } else if (const std::optional<std::string> whole = WithoutGroups(size)) {
    // "0.350" can only be a fraction.
    if (one_dot && !size.starts_with('0')) {
      return Invalid(flag, text,
                     "can be read in two ways: write " + *whole + ", or with a decimal comma");
    }
    if (!one_dot) plain = *whole;
  }
  const std::optional<Decimal> number = Decimal::Parse((negative ? "-" : "") + plain);
  if (!number) return Invalid(flag, text, kNone);
  return *number;
}

std::string ValueText(const std::string& decimal, const std::string& unit_of_measure) {
  const std::optional<Decimal> number = Decimal::Parse(decimal);
  if (decimal.empty() || !number) return "–";
  return number->ToVietnamese() + (unit_of_measure == "%" ? "" : " ") + unit_of_measure;
}

}  // namespace tiendo::cli
