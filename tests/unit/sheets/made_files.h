// Files made by the tests: packages from parts, so that they can be as broken as needed.
#ifndef TIENDO_TESTS_UNIT_SHEETS_MADE_FILES_H_
#define TIENDO_TESTS_UNIT_SHEETS_MADE_FILES_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/sheets/item_rows.h"
#include "services/cli/sheets/limits.h"
#include "services/cli/sheets/sheet.h"

namespace tiendo::sheets {

using Parts = std::vector<std::pair<std::string, std::string>>;

// A zip archive of these parts, deflated. A name may stand twice.
std::string Zip(const Parts& parts);

struct Book {
  std::string sheet = {};       // children of <worksheet>: sheetData, mergeCells …
  std::string shared = {};      // children of <sst>
  std::string styles = {};      // children of <styleSheet>
  std::string properties = {};  // attributes of <workbookPr>
  std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";  // of the sheet
};
// The parts of a workbook with one sheet named "Trang 1".
Parts PartsOf(const Book& book);
std::string Xlsx(const Book& book);

// <row r="number"> with inline texts in columns A, B, …
std::string TextRow(int number, const std::vector<std::string>& texts);

// Reads bytes and returns the first sheet; a failure of the test when that does not work.
Sheet FirstSheet(std::string bytes, const Limits& limits = {});
// The reason why the bytes cannot be read; "" when they can.
std::string Refusal(std::string bytes, const Limits& limits = {});
// Reads bytes to items of programme p.
ItemTable Items(std::string bytes, const Limits& limits = {});

}  // namespace tiendo::sheets

#endif  // TIENDO_TESTS_UNIT_SHEETS_MADE_FILES_H_
