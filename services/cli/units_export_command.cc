#include <CLI/CLI.hpp>
#include <memory>

#include "common/base/status_macros.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "services/cli/sheets/unit_rows.h"
#include "services/cli/table_file.h"
#include "services/cli/unit_diff.h"
#include "services/cli/unit_list.h"

namespace tiendo::cli {
namespace {

absl::StatusOr<int> RunExport(Context& context, const TableFileFlags& flags) {
  TIENDO_ASSIGN_OR_RETURN(const TableFile file, ParseTableFile(flags));
  TIENDO_ASSIGN_OR_RETURN(const std::vector<units::v1::Unit> units,
                          UnitsOn(context.caller, file.as_of, file.ReadTime()));
  sheets::OutTable table = EmptyTable(sheets::TableKind::kUnits, "don-vi", "Các đơn vị", file);
  UnitNames names(context.caller);
  for (const units::v1::Unit& unit : units) {
    sheets::UnitRow row = RecordOf(unit);
    TIENDO_RETURN_IF_ERROR(
        NameUnits(file, row.effective_from, {&row.superior, &row.led_by}, names));
    table.rows.push_back(CellsOf(row));
  }
  TIENDO_RETURN_IF_ERROR(WriteTable(context, table, file));
  context.err << "Đã xuất " << table.rows.size() << " đơn vị"
              << (file.path == "-" ? "" : " vào " + file.path) << ".\n";
  return kExitOk;
}

}  // namespace

void AddUnitsExport(CLI::App& units, Action& selected) {
  auto flags = std::make_shared<TableFileFlags>();
  CLI::App* command = units.add_subcommand(
      "export", "Write the units in force on a day as a table that `tiendo import` reads");
  AddTableFileFlags(*command, *flags);
  command->footer(
      "Example:\n"
      "  tiendo units export -o don-vi.xlsx\n"
      "  tiendo units export --as-of 2022-06-30 -o don-vi.csv\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunExport(context, *flags); };
  });
}

}  // namespace tiendo::cli
