// Tables of Excel 2007 and later (ECMA-376, transitional and strict).
#ifndef TIENDO_SERVICES_CLI_SHEETS_XLSX_READER_H_
#define TIENDO_SERVICES_CLI_SHEETS_XLSX_READER_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/cli/sheets/limits.h"
#include "services/cli/sheets/sheet.h"

namespace tiendo::sheets {

// All sheets with cells, hidden ones too. Of a formula its last result counts; a formula without
// one, an error value and a date that never was are faults of their cell. Numbers in a date format
// are dates. INVALID_ARGUMENT: see read.h.
absl::StatusOr<Workbook> ReadXlsx(std::string bytes, const Limits& limits);

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_XLSX_READER_H_
