// From one row of a table of duties and what is recorded of its duty to the requests that make them
// agree.
#ifndef TIENDO_SERVICES_CLI_DUTY_DIFF_H_
#define TIENDO_SERVICES_CLI_DUTY_DIFF_H_

#include "services/cli/row_outcome.h"
#include "services/cli/sheets/duty_row.h"
#include "tiendo/programs/v1/duties.pb.h"

namespace tiendo::cli {

// The duty as a row, units as "units/x".
sheets::DutyRow RecordOf(const programs::v1::Duty& duty);

// As CompareRow of items (item_diff.h). Empty return reasons say nothing: a duty without any gets
// those of the service's setting. What a distribution gave out is no part of a row. `now`: null for
// a duty that is not there yet.
RowOutcome CompareRow(const sheets::DutyRow& row, const sheets::Header& header,
                      const programs::v1::Duty* now, bool program_approved);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_DUTY_DIFF_H_
