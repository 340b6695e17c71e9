// Tables as text: comma, semicolon or tab between the fields, quotes where needed, as programs for
// tables write them.
#ifndef TIENDO_SERVICES_CLI_SHEETS_CSV_READER_H_
#define TIENDO_SERVICES_CLI_SHEETS_CSV_READER_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/cli/sheets/limits.h"
#include "services/cli/sheets/sheet.h"

namespace tiendo::sheets {

// UTF-8 with or without byte order mark, or UTF-16 with one ("Unicode Text" of Excel); line ends of
// any kind. A first line "sep=;" names the separator; else it is the one with which a header is
// found (columns.h). Rows are numbered as Excel shows them: a record each, blank ones counted.
// Bytes that are not UTF-8 become a fault of their cell. INVALID_ARGUMENT: see read.h.
absl::StatusOr<Workbook> ReadCsv(std::string_view bytes, const std::string& name,
                                 const Limits& limits);

// A leading apostrophe in front of what a program for tables could take for a formula (= + - @,
// also in full width, tab, line end) is taken off by ReadCsv and put on by the export, so that a
// text is never run and comes back as it was.
bool LooksLikeFormula(std::string_view text);

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_CSV_READER_H_
