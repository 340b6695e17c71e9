// From a sheet to rows of items, with everything that is wrong in it.
#ifndef TIENDO_SERVICES_CLI_SHEETS_ITEM_ROWS_H_
#define TIENDO_SERVICES_CLI_SHEETS_ITEM_ROWS_H_

#include <string>

#include "services/cli/sheets/item_row.h"
#include "services/cli/sheets/limits.h"
#include "services/cli/sheets/table.h"

namespace tiendo::sheets {

using ItemTable = Table<ItemRow>;

// `program`: the id for rows whose sheet does not name one; a row that names another is a problem.
ItemTable ReadItems(const Sheet& sheet, const Header& header, const std::string& program,
                    const Limits& limits);

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_ITEM_ROWS_H_
