// Rows of items as cells: the inverse of item_rows.h.
#ifndef TIENDO_SERVICES_CLI_SHEETS_ITEM_CELLS_H_
#define TIENDO_SERVICES_CLI_SHEETS_ITEM_CELLS_H_

#include <vector>

#include "services/cli/sheets/columns.h"
#include "services/cli/sheets/item_row.h"
#include "services/cli/sheets/sheet.h"

namespace tiendo::sheets {

// A cell for each column of the kind, empty ones included. ReadItems of a sheet with these cells
// gives `item` again (but for its row number).
std::vector<Cell> CellsOf(const ItemRow& item);

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_ITEM_CELLS_H_
