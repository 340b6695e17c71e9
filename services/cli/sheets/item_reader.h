// Reads one row of items. Part of item_rows.cc.
#ifndef TIENDO_SERVICES_CLI_SHEETS_ITEM_READER_H_
#define TIENDO_SERVICES_CLI_SHEETS_ITEM_READER_H_

#include "services/cli/sheets/item_row.h"
#include "services/cli/sheets/row_reader.h"

namespace tiendo::sheets {

// Everything but program and id, which need the other rows.
ItemRow ReadItem(RowReader& reader);

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_ITEM_READER_H_
