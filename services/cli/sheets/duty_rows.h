// From a sheet to rows of duties, with everything that is wrong in it, and back to cells.
#ifndef TIENDO_SERVICES_CLI_SHEETS_DUTY_ROWS_H_
#define TIENDO_SERVICES_CLI_SHEETS_DUTY_ROWS_H_

#include <string>
#include <vector>

#include "services/cli/sheets/duty_row.h"
#include "services/cli/sheets/limits.h"
#include "services/cli/sheets/table.h"

namespace tiendo::sheets {

using DutyTable = Table<DutyRow>;

// `program`: the id for rows whose sheet does not name one; a row that names another is a problem.
DutyTable ReadDuties(const Sheet& sheet, const Header& header, const std::string& program,
                     const Limits& limits);

Cell CellOf(const DutyRow& duty, Column column);
// A cell for each column of the kind, empty ones included. ReadDuties of a sheet with these cells
// gives `duty` again (but for its row number).
std::vector<Cell> CellsOf(const DutyRow& duty);

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_DUTY_ROWS_H_
