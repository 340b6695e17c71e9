#include "services/cli/sheets/write.h"

#include <csv.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <system_error>

#include "services/cli/sheets/csv_reader.h"

namespace tiendo::sheets {
namespace {

constexpr std::string_view kBom = "\xEF\xBB\xBF";
constexpr std::string_view kLineEnd = "\r\n";
// Longest text of a cell that the format allows, in UTF-16 units; bytes are never fewer.
constexpr size_t kLongestCell = 32'767;

std::string Field(const Cell& cell, char separator) {
  std::string text = Shown(cell);
  if (cell.kind == Cell::Kind::kText && LooksLikeFormula(text)) text.insert(0, 1, '\'');
  const std::string special = std::string("\"\r\n") + separator;
  const bool edge = !text.empty() && (text.front() == ' ' || text.back() == ' ');
  if (!edge && text.find_first_of(special) == std::string::npos) return text;
  std::string quoted(text.size() * 2 + 2, '\0');
  quoted.resize(csv_write(quoted.data(), quoted.size(), text.data(), text.size()));
  return quoted;
}

// Readers take _x000D_ for a carriage return: where a text has such letters itself, its underscore
// is written as _x005F_.
std::string Escaped(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool code = text.size() - i >= 7 && text[i] == '_' && text[i + 1] == 'x' &&
                      text[i + 6] == '_' &&
                      std::all_of(&text[i + 2], &text[i + 6],
                                  [](unsigned char c) { return std::isxdigit(c) != 0; });
    out += code ? "_x005F_" : std::string(1, text[i]);
  }
  return out;
}

lxw_datetime DateTimeOf(calendar::Day day) {
  const std::chrono::year_month_day ymd(day);
  lxw_datetime out{};
  out.year = static_cast<int>(ymd.year());
  out.month = static_cast<int>(static_cast<unsigned>(ymd.month()));
  out.day = static_cast<int>(static_cast<unsigned>(ymd.day()));
  return out;
}

struct Formats {
  lxw_format* title;
  lxw_format* header;
  lxw_format* text;
  lxw_format* date;
};

Formats MakeFormats(lxw_workbook* book) {
  const auto format = [book](bool bold, bool border) {
    lxw_format* f = workbook_add_format(book);
    format_set_font_name(f, "Times New Roman");
    format_set_font_size(f, 12);
    if (bold) format_set_bold(f);
    if (!border) return f;
    format_set_border(f, LXW_BORDER_THIN);
    format_set_text_wrap(f);
    format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    return f;
  };
  Formats out{format(true, false), format(true, true), format(false, true), format(false, true)};
  format_set_align(out.header, LXW_ALIGN_CENTER);
  format_set_num_format(out.date, "dd/mm/yyyy");
  return out;
}

lxw_error WriteCell(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const Cell& cell,
                    const Formats& formats) {
  switch (cell.kind) {
    case Cell::Kind::kNumber:
    case Cell::Kind::kBool:
      return worksheet_write_number(sheet, row, column, cell.number, formats.text);
    case Cell::Kind::kDate: {
      lxw_datetime date = DateTimeOf(cell.day);
      return worksheet_write_datetime(sheet, row, column, &date, formats.date);
    }
    case Cell::Kind::kText:
      if (cell.text.size() > kLongestCell) return LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED;
      // Always a string, never a formula, a number or a link.
      return worksheet_write_string(sheet, row, column, Escaped(cell.text).c_str(), formats.text);
    case Cell::Kind::kEmpty:
      break;
  }
  return worksheet_write_blank(sheet, row, column, formats.text);
}

lxw_error Fill(lxw_workbook* book, const OutTable& table) {
  lxw_worksheet* sheet = workbook_add_worksheet(book, table.name.c_str());
  if (sheet == nullptr) return LXW_ERROR_SHEETNAME_ALREADY_USED;
  const Formats formats = MakeFormats(book);
  lxw_row_t row = 0;
  for (const std::string& title : table.titles) {
    worksheet_write_string(sheet, row++, 0, title.c_str(), formats.title);
  }
  for (size_t c = 0; c < table.header.size(); ++c) {
    const auto column = static_cast<lxw_col_t>(c);
    worksheet_write_string(sheet, row, column, table.header[c].c_str(), formats.header);
    if (c < table.widths.size()) {
      worksheet_set_column(sheet, column, column, table.widths[c], nullptr);
    }
  }
  const lxw_row_t header_row = row;
  for (const std::vector<Cell>& cells : table.rows) {
    ++row;
    for (size_t c = 0; c < cells.size(); ++c) {
      const lxw_error error = WriteCell(sheet, row, static_cast<lxw_col_t>(c), cells[c], formats);
      if (error != LXW_NO_ERROR) return error;
    }
  }
  worksheet_freeze_panes(sheet, header_row + 1, 0);
  if (!table.header.empty()) {
    worksheet_autofilter(sheet, header_row, 0, row,
                         static_cast<lxw_col_t>(table.header.size() - 1));
  }
  worksheet_set_landscape(sheet);
  worksheet_set_paper(sheet, 9);  // A4
  worksheet_fit_to_pages(sheet, 1, 0);
  worksheet_repeat_rows(sheet, header_row, header_row);
  return LXW_NO_ERROR;
}

}  // namespace

std::string CsvOf(const OutTable& table, char separator) {
  std::string out(kBom);
  const auto add_line = [&](const std::vector<Cell>& cells) {
    bool first = true;
    for (const Cell& cell : cells) {
      if (!first) out += separator;
      first = false;
      out += Field(cell, separator);
    }
    out += kLineEnd;
  };
  std::vector<Cell> header;
  for (const std::string& name : table.header) header.push_back(TextCell(name));
  add_line(header);
  for (const std::vector<Cell>& row : table.rows) add_line(row);
  return out;
}

absl::Status WriteXlsx(const OutTable& table, const std::filesystem::path& path) {
  std::filesystem::path part = path;
  part += ".part";
  lxw_workbook* book = workbook_new(part.c_str());
  if (book == nullptr) return absl::InternalError("không đủ bộ nhớ");
  const lxw_error filled = Fill(book, table);
  const lxw_error closed = workbook_close(book);  // frees it in any case
  std::error_code error;
  if (filled != LXW_NO_ERROR || closed != LXW_NO_ERROR) {
    std::filesystem::remove(part, error);
    return absl::InternalError("không ghi được " + path.string() + ": " +
                               lxw_strerror(filled != LXW_NO_ERROR ? filled : closed));
  }
  std::filesystem::rename(part, path, error);
  if (!error) return absl::OkStatus();
  const std::string why = error.message();
  std::filesystem::remove(part, error);
  return absl::InternalError("không ghi được " + path.string() + ": " + why);
}

}  // namespace tiendo::sheets
