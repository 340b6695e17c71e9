// From one row of a table of units and the unit as it is to the requests that make them agree.
#ifndef TIENDO_SERVICES_CLI_UNIT_DIFF_H_
#define TIENDO_SERVICES_CLI_UNIT_DIFF_H_

#include "services/cli/row_outcome.h"
#include "services/cli/sheets/unit_row.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::cli {

// The unit as a row, superior and leader as "units/x".
sheets::UnitRow RecordOf(const units::v1::Unit& unit);

// `row` has superior and leader as "units/x". A unit that exists gets what it has no value for;
// what is otherwise is a reorganisation, which needs a day and a decision: a problem that names the
// command. An empty cell says nothing. `now`: null for a unit that is not there yet.
RowOutcome CompareRow(const sheets::UnitRow& row, const sheets::Header& header,
                      const units::v1::Unit* now);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_UNIT_DIFF_H_
