// From one row of a table of targets and what is recorded of its target to the requests that make
// them agree.
#ifndef TIENDO_SERVICES_CLI_TARGET_DIFF_H_
#define TIENDO_SERVICES_CLI_TARGET_DIFF_H_

#include "services/cli/row_outcome.h"
#include "services/cli/sheets/target_row.h"
#include "services/cli/target_record.h"

namespace tiendo::cli {

// As CompareRow of items (item_diff.h): a column that the table does not have says nothing; an
// empty cell of a descriptive column, and of a draft of any column that says what is asked, empties
// the field; of an event or a report it says nothing. `history`: null for a target that is not
// there yet.
RowOutcome CompareRow(const sheets::TargetRow& row, const sheets::Header& header,
                      const TargetHistory* history, bool program_approved);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_TARGET_DIFF_H_
