// Reads a table from a file: CSV or XLSX, told by the content, not by the name.
#ifndef TIENDO_SERVICES_CLI_SHEETS_READ_H_
#define TIENDO_SERVICES_CLI_SHEETS_READ_H_

#include <filesystem>
#include <string>

#include "absl/status/statusor.h"
#include "services/cli/sheets/limits.h"
#include "services/cli/sheets/sheet.h"

namespace tiendo::sheets {

// Whether the name is that of a table (.xlsx, .xlsm, .csv, .tsv, .txt) or of one that can be made
// into it (.xls, .ods): the import reads other files as JSON.
bool IsTableName(const std::filesystem::path& path);

// NOT_FOUND without the file. INVALID_ARGUMENT, a sentence in Vietnamese, for one that cannot be
// read or exceeds a limit. What is wrong with single cells is in Cell::fault.
absl::StatusOr<Workbook> ReadWorkbook(const std::filesystem::path& path, const Limits& limits);

// The same of bytes; `name` is that of the sheet of a text file.
absl::StatusOr<Workbook> ReadWorkbookBytes(std::string bytes, const std::string& name,
                                           const Limits& limits);

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_READ_H_
