// The command `import` on a table: CSV or XLSX, see services/cli/README.md.
#ifndef TIENDO_SERVICES_CLI_SHEET_IMPORT_H_
#define TIENDO_SERVICES_CLI_SHEET_IMPORT_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/cli/context.h"
#include "services/cli/importer.h"
#include "services/cli/sheets/limits.h"

namespace CLI {
class App;
}

namespace tiendo::cli {

struct SheetFlags {
  std::string program;
  std::string sheet;
  bool yes = false;
  sheets::Limits limits;
};

void AddSheetFlags(CLI::App& command, SheetFlags& flags);

// Reads, rehearses, shows what would be written, asks, writes. Exit code 3 with all bad rows when
// there are any: then nothing is written. 1 when the clerk said no.
absl::StatusOr<int> RunSheetImport(Context& context, const std::string& path,
                                   const SheetFlags& flags, const ImportOptions& options);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_SHEET_IMPORT_H_
