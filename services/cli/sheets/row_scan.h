// The rows of a sheet that stand for something, of whatever kind.
#ifndef TIENDO_SERVICES_CLI_SHEETS_ROW_SCAN_H_
#define TIENDO_SERVICES_CLI_SHEETS_ROW_SCAN_H_

#include <map>
#include <string>
#include <vector>

#include "services/cli/sheets/row_reader.h"
#include "services/cli/sheets/table.h"

namespace tiendo::sheets {

struct Scan {
  std::vector<Row> rows;
  std::vector<Skipped> skipped;
};

// Those below the header, without blank ones. What a block of several rows says stands in each of
// them, but for names, numbers and ids: those would make one thing into several.
Scan RowsBelow(const Sheet& sheet, const Header& header, const Limits& limits);

// Columns that are named twice.
std::vector<Problem> ProblemsOf(const Header& header);

// Which resources the rows are, and that no two are the same.
class RowIds {
 public:
  // `program`: the id for rows whose table does not name one; a row that names another is a
  // problem.
  explicit RowIds(std::string program) : program_(std::move(program)) {}

  std::string ProgramOf(RowReader& reader) const;
  // The column of ids, or without one an id derived from the title (item_row.h). Two rows of one
  // `parent` with the same are a problem of the second.
  std::string IdOf(RowReader& reader, const std::string& parent, const std::string& title);

 private:
  const std::string program_;
  std::map<std::string, int> seen_;  // parent/id to the row
};

// Reads every row of a table with `read(RowReader&)`; rows with a problem are left out.
template <typename RowType, typename Read>
Table<RowType> ReadTable(const Sheet& sheet, const Header& header, const Limits& limits,
                         const Read& read) {
  Table<RowType> table;
  table.header = header;
  table.problems = ProblemsOf(header);
  Scan scan = RowsBelow(sheet, header, limits);
  table.skipped = std::move(scan.skipped);
  for (const Row& row : scan.rows) {
    const size_t before = table.problems.size();
    RowReader reader(header, row, limits, table.problems);
    RowType value = read(reader);
    if (table.problems.size() == before) table.rows.push_back(std::move(value));
  }
  return table;
}

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_ROW_SCAN_H_
