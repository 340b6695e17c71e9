// From a sheet to rows of units, with everything that is wrong in it, and back to cells.
#ifndef TIENDO_SERVICES_CLI_SHEETS_UNIT_ROWS_H_
#define TIENDO_SERVICES_CLI_SHEETS_UNIT_ROWS_H_

#include <vector>

#include "services/cli/sheets/limits.h"
#include "services/cli/sheets/table.h"
#include "services/cli/sheets/unit_row.h"

namespace tiendo::sheets {

using UnitTable = Table<UnitRow>;

UnitTable ReadUnits(const Sheet& sheet, const Header& header, const Limits& limits);

// A cell for each column of the kind, empty ones included. ReadUnits of a sheet with these cells
// gives `unit` again (but for its row number).
std::vector<Cell> CellsOf(const UnitRow& unit);

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_UNIT_ROWS_H_
