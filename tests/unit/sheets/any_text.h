// Cells with anything in them, and that rows come back through files as they were written.
#ifndef TIENDO_TESTS_UNIT_SHEETS_ANY_TEXT_H_
#define TIENDO_TESTS_UNIT_SHEETS_ANY_TEXT_H_

#include <rapidcheck.h>

#include <optional>
#include <string>
#include <vector>

#include "services/cli/sheets/item_row.h"
#include "services/cli/sheets/read.h"
#include "services/cli/sheets/table.h"
#include "services/cli/sheets/write.h"
#include "tests/support/temp_dir.h"

namespace tiendo::sheets {

inline rc::Gen<std::string> Text() {
  static const std::vector<std::string> kPieces = {
      "a",  "Đ",  "ề án", "=", "+",    "-",  "@",  "'",       "\"", ",",   ";x", " ",
      "\t", "12", "/",    ".", "ngày", "Sở", "（", "_x000D_", "&",  "<b>", "x",  "Ủy"};
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(kPieces)),
                      [](const std::vector<std::string>& pieces) {
                        std::string text;
                        for (const std::string& piece : pieces) text += piece;
                        return OneLineOf(text);
                      });
}

inline rc::Gen<std::string> FullText() {
  return rc::gen::map(Text(), [](const std::string& text) { return text.empty() ? "x" : text; });
}

inline rc::Gen<Day> AnyDay() {
  return rc::gen::map(rc::gen::inRange(10'000, 30'000),
                      [](int number) { return calendar::FromDayNumber(number); });
}

// A citation whose parts do not read as other parts.
inline Document AnyDocument() {
  Document document;
  document.number = std::to_string(*rc::gen::inRange(1, 999)) + "-CTr/ĐU";
  if (*rc::gen::arbitrary<bool>()) {
    document.date = *AnyDay();
    if (*rc::gen::arbitrary<bool>()) document.issuer = *FullText();
  }
  return document;
}

inline std::vector<std::string> AnyUnits() {
  std::vector<std::string> units;
  const int count = *rc::gen::inRange(0, 4);
  for (int i = 0; i < count; ++i) units.push_back("Phòng " + std::to_string(i));
  return units;
}

template <typename RowType, typename Read>
void ExpectSame(std::vector<RowType> wanted, const Workbook& workbook, TableKind kind,
                const Read& read) {
  const Sheet& sheet = workbook.sheets.at(0);
  const std::optional<Header> header = FindHeader(sheet, {});
  RC_ASSERT(header.has_value());
  RC_ASSERT(header->kind == kind);
  const Table<RowType> table = read(sheet, *header);
  for (const Problem& problem : table.problems) {
    RC_FAIL(problem.column + ": " + problem.value + ": " + problem.reason);
  }
  RC_ASSERT(table.rows.size() == wanted.size());
  for (size_t i = 0; i < wanted.size(); ++i) {
    wanted[i].row = table.rows[i].row;
    RC_ASSERT(table.rows[i] == wanted[i]);
  }
}

// Through CSV with every separator, and through XLSX.
template <typename RowType, typename Read>
void CheckRoundTrip(TableKind kind, const std::vector<RowType>& rows, const Read& read) {
  OutTable table{.name = "p", .titles = {"Bảng mẫu"}, .header = {}, .widths = {}, .rows = {}};
  for (const Column column : ColumnsOf(kind)) table.header.emplace_back(HeaderOf(column));
  for (const RowType& row : rows) table.rows.push_back(CellsOf(row));
  for (const char separator : {',', ';', '\t'}) {
    const absl::StatusOr<Workbook> workbook =
        ReadWorkbookBytes(CsvOf(table, separator), "a.csv", {});
    RC_ASSERT(workbook.ok());
    ExpectSame(rows, *workbook, kind, read);
  }
  testing::TempDir dir;
  const std::string path = dir.File("a.xlsx");
  RC_ASSERT(WriteXlsx(table, path).ok());
  const absl::StatusOr<Workbook> workbook = ReadWorkbook(path, {});
  RC_ASSERT(workbook.ok());
  ExpectSame(rows, *workbook, kind, read);
}

}  // namespace tiendo::sheets

#endif  // TIENDO_TESTS_UNIT_SHEETS_ANY_TEXT_H_
