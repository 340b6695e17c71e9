#include "services/cli/table.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

namespace tiendo::cli {
namespace {

constexpr std::string_view kGap = "  ";

int WidthOf(UChar32 c) {
  if (c < 0) return 1;
  const int8_t type = u_charType(c);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
  const int wide = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
}

std::string Padded(const std::string& text, int width, Table::Align align) {
  const std::string space(static_cast<size_t>(std::max(0, width - DisplayWidth(text))), ' ');
  return align == Table::Align::kRight ? space + text : text + space;
}

std::string TrimRight(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace

int DisplayWidth(std::string_view text) {
  int width = 0;
  const auto length = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < length;) {
    UChar32 c = 0;
// ICU's macro converts between char and uint8_t without a cast.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
    U8_NEXT(text.data(), i, length, c);
#pragma GCC diagnostic pop
    width += WidthOf(c);
  }
  return width;
}

std::string Style::Bold(const std::string& text) const {
  return enabled ? "\x1b[1m" + text + "\x1b[0m" : text;
}

std::string Style::Alert(const std::string& text) const {
  return enabled ? "\x1b[1;31m" + text + "\x1b[0m" : text;
}

void Table::AddRow(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  rows_.push_back(std::move(cells));
}

std::string Table::Render(const Style& style) const {
  std::vector<int> widths;
  for (size_t c = 0; c < columns_.size(); ++c) {
    int width = DisplayWidth(columns_[c].header);
    for (const auto& row : rows_) width = std::max(width, DisplayWidth(row[c]));
    widths.push_back(width);
  }
  std::string header;
  std::string rule;
  for (size_t c = 0; c < columns_.size(); ++c) {
    if (c > 0) header += kGap;
    if (c > 0) rule += kGap;
    header += Padded(columns_[c].header, widths[c], columns_[c].align);
    for (int i = 0; i < widths[c]; ++i) rule += "─";
  }
  std::string text = style.Bold(TrimRight(header)) + '\n' + rule + '\n';
  for (const auto& row : rows_) {
    std::string line;
    for (size_t c = 0; c < columns_.size(); ++c) {
      if (c > 0) line += kGap;
      line += Padded(row[c], widths[c], columns_[c].align);
    }
    text += TrimRight(line) + '\n';
  }
  return text;
}

}  // namespace tiendo::cli
