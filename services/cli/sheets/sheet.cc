#include "services/cli/sheets/sheet.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace tiendo::sheets {

Cell TextCell(std::string text) {
  if (text.empty()) return {};
  return {.kind = Cell::Kind::kText, .text = std::move(text)};
}

Cell NumberCell(double number) {
  // The shortest text that reads back as the same number: 12, not 12.000000; and 100000, not 1e+05.
  constexpr double kExact = 1e15;
  const bool whole = std::trunc(number) == number && std::abs(number) < kExact;
  const auto format = whole ? std::chars_format::fixed : std::chars_format::general;
  std::array<char, 64> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number, format);
  return {.kind = Cell::Kind::kNumber, .text = std::string(text.data(), end.ptr), .number = number};
}

Cell DateCell(calendar::Day day) {
  return {.kind = Cell::Kind::kDate, .text = calendar::FormatVietnamese(day), .day = day};
}

Cell DayCell(const std::optional<calendar::Day>& day) { return day ? DateCell(*day) : Cell(); }

Cell LinesCell(const std::vector<std::string>& entries) {
  std::string text;
  for (const std::string& entry : entries) text += (text.empty() ? "" : ";\n") + entry;
  return TextCell(text);
}

std::string Shown(const Cell& cell) {
  if (cell.kind == Cell::Kind::kDate) return calendar::FormatVietnamese(cell.day);
  return cell.text;
}

const Cell& Row::At(int column) const {
  static const Cell empty;
  auto it = cells.find(column);
  return it == cells.end() ? empty : it->second;
}

std::string ColumnLetters(int column) {
  std::string letters;
  for (int n = column + 1; n > 0; n = (n - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (n - 1) % 26));
  }
  return letters;
}

std::string OneLineOf(std::string_view text) {
  const icu::UnicodeString whole = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  icu::UnicodeString line;
  bool gap = false;
  for (int32_t i = 0; i < whole.length();) {
    const UChar32 c = whole.char32At(i);
    i += U16_LENGTH(c);
    if (c == 0x200B || c == 0xFEFF) continue;
    if (u_isUWhiteSpace(c)) {
      gap = true;
      continue;
    }
    if (gap && !line.isEmpty()) line.append(UChar32{' '});
    gap = false;
    line.append(c);
  }
  std::string out;
  line.toUTF8String(out);
  return out;
}

}  // namespace tiendo::sheets
