// A spreadsheet as the import sees it, whichever format it came in: texts, numbers and dates by row
// and column, without layout.
#ifndef TIENDO_SERVICES_CLI_SHEETS_SHEET_H_
#define TIENDO_SERVICES_CLI_SHEETS_SHEET_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/calendar/day.h"

namespace tiendo::sheets {

struct Cell {
  enum class Kind { kEmpty, kText, kNumber, kBool, kDate };
  Kind kind = Kind::kEmpty;
  // Of kText: NFC. Of kNumber and kDate: as the file writes the number, for messages.
  std::string text = {};
  double number = 0;      // of kNumber; of kBool 0 or 1
  bool percent = false;   // of kNumber: shown as a percentage, 0.86 as 86%
  calendar::Day day{};    // of kDate
  std::string font = {};  // the cell's font when its name is one of TCVN3 or VNI, else empty
  // Why the value cannot be used (an Excel error, an impossible date, foreign bytes), with the
  // remedy, in Vietnamese. Empty: it can.
  std::string fault = {};

  bool empty() const { return kind == Kind::kEmpty && fault.empty(); }
};

Cell TextCell(std::string text);
Cell NumberCell(double number);
Cell DateCell(calendar::Day day);
// An empty cell without.
Cell DayCell(const std::optional<calendar::Day>& day);
// "a;\nb": entries of a list.
Cell LinesCell(const std::vector<std::string>& entries);

// What a clerk sees in the cell: "30/06/2022", "12", "Tờ trình".
std::string Shown(const Cell& cell);

// Cells by column from 0; empty ones are left out, so a stray cell far to the right costs nothing.
struct Row {
  int number = 0;  // as the program for tables shows it, from 1
  std::map<int, Cell> cells = {};

  // The cell of a column; an empty one where there is none.
  const Cell& At(int column) const;
};

// A merged block, rows as Row::number, columns from 0; the value is in its top left cell.
struct Merge {
  int first_row = 0;
  int last_row = 0;
  int first_column = 0;
  int last_column = 0;
};

struct Sheet {
  std::string name;
  bool hidden = false;
  std::vector<Row> rows = {};  // by number; blank ones are left out
  std::vector<Merge> merges = {};
};

struct Workbook {
  // In the order of the file. Of a text file one, named as the file.
  std::vector<Sheet> sheets;
};

// "A", "Z", "AA": the letters of a column.
std::string ColumnLetters(int column);

// A text as one line: runs of spaces of any kind and line breaks are one space, none at the ends;
// characters without width (U+200B, U+FEFF) are dropped. Two texts that differ only in this are the
// same to the import.
std::string OneLineOf(std::string_view text);

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_SHEET_H_
