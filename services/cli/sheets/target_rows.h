// From a sheet to rows of targets, with everything that is wrong in it, and back to cells.
#ifndef TIENDO_SERVICES_CLI_SHEETS_TARGET_ROWS_H_
#define TIENDO_SERVICES_CLI_SHEETS_TARGET_ROWS_H_

#include <string>
#include <vector>

#include "services/cli/sheets/limits.h"
#include "services/cli/sheets/table.h"
#include "services/cli/sheets/target_row.h"

namespace tiendo::sheets {

using TargetTable = Table<TargetRow>;

// `program`: the id for rows whose sheet does not name one; a row that names another is a problem.
TargetTable ReadTargets(const Sheet& sheet, const Header& header, const std::string& program,
                        const Limits& limits);

// A cell for each column of the kind, empty ones included. ReadTargets of a sheet with these cells
// gives `target` again (but for its row number).
std::vector<Cell> CellsOf(const TargetRow& target);

// "quý I: 75000; 6 tháng: 150000", for messages too.
std::string TextOf(const std::vector<PlannedValue>& plan, const char* between);
std::string TextOf(const ReportedValue& report);

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_TARGET_ROWS_H_
