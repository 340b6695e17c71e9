#include "services/cli/sheets/number_text.h"

#include <algorithm>
#include <charconv>

namespace tiendo::sheets {
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

}  // namespace

NumberText ReadNumber(std::string_view text) {
  const bool negative = text.starts_with('-');
  const std::string_view size = negative ? text.substr(1) : text;
  const size_t comma = size.find(',');
  const bool one_dot = std::ranges::count(size, '.') == 1;
  std::string plain(size);
  if (comma != std::string_view::npos) {
    const std::optional<std::string> whole = WithoutGroups(size.substr(0, comma));
    if (!whole || !AllDigits(size.substr(comma + 1))) return {};
    plain = *whole + "." + std::string(size.substr(comma + 1));
  } else if (const std::optional<std::string> whole = WithoutGroups(size)) {
    // "0.350" can only be a fraction.
    if (one_dot && !size.starts_with('0')) return {std::nullopt, (negative ? "-" : "") + *whole};
    if (!one_dot) plain = *whole;
  }
  return {Decimal::Parse((negative ? "-" : "") + plain), ""};
}

std::string PlainNumber(Decimal number) {
  std::string text = number.ToString();
  std::ranges::replace(text, '.', ',');
  return text;
}

Cell DecimalCell(Decimal number) {
  const std::string exact = number.ToString();
  double value = 0;
  const auto [end, error] = std::from_chars(exact.data(), exact.data() + exact.size(), value);
  const Cell cell = NumberCell(value);
  const bool held = error == std::errc() && Decimal::Parse(cell.text) == number;
  if (!held) return TextCell(PlainNumber(number));
  return {.kind = Cell::Kind::kNumber, .text = PlainNumber(number), .number = value};
}

}  // namespace tiendo::sheets
