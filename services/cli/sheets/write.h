// Tables as files, so that ReadWorkbook gives the same cells again and no program for tables runs a
// text as a formula.
#ifndef TIENDO_SERVICES_CLI_SHEETS_WRITE_H_
#define TIENDO_SERVICES_CLI_SHEETS_WRITE_H_

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/cli/sheets/sheet.h"

namespace tiendo::sheets {

struct OutTable {
  std::string name;                 // of the sheet
  std::vector<std::string> titles;  // lines above the header; in XLSX only
  std::vector<std::string> header;
  std::vector<int> widths;              // of the columns, in characters; in XLSX only
  std::vector<std::vector<Cell>> rows;  // a cell per column
};

// UTF-8 with byte order mark, CRLF, `separator` between the fields, dates as 30/06/2022. A text
// that could be taken for a formula gets an apostrophe in front (csv_reader.h).
std::string CsvOf(const OutTable& table, char separator = ',');

// Texts are text cells whatever they begin with, dates are dates. The file is replaced as a whole,
// or not at all. INTERNAL with the reason.
absl::Status WriteXlsx(const OutTable& table, const std::filesystem::path& path);

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_WRITE_H_
