// From one row of a sheet and what is recorded of its item to the requests that make them agree.
#ifndef TIENDO_SERVICES_CLI_ITEM_DIFF_H_
#define TIENDO_SERVICES_CLI_ITEM_DIFF_H_

#include "services/cli/row_outcome.h"
#include "services/cli/sheets/item_row.h"
#include "tiendo/programs/v1/programs.pb.h"

namespace tiendo::cli {

// What is recorded of an item.
struct Recorded {
  programs::v1::Item item;  // of a secret one with its true title when the row gives one
  sheets::ItemRow row;      // RecordOf(item), units as "units/x"
};

// `row` has units as "units/x" in leads, coordinators and results. A column that the sheet does not
// have says nothing. An empty cell of a descriptive column empties the field; of a column of events
// (approval, extension, result, withdrawal) it says nothing, since events are not taken back by a
// sheet. `recorded`: null for an item that is not there yet. The title and product of a secret item
// are in no text of the outcome.
RowOutcome CompareRow(const sheets::ItemRow& row, const sheets::Header& header,
                      const Recorded* recorded, bool program_approved);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_ITEM_DIFF_H_
