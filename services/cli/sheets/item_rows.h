// From a sheet to rows of items, with everything that is wrong in it.
#ifndef TIENDO_SERVICES_CLI_SHEETS_ITEM_ROWS_H_
#define TIENDO_SERVICES_CLI_SHEETS_ITEM_ROWS_H_

#include <string>
#include <vector>

#include "services/cli/sheets/columns.h"
#include "services/cli/sheets/item_row.h"
#include "services/cli/sheets/limits.h"
#include "services/cli/sheets/sheet.h"

namespace tiendo::sheets {

struct Problem {
  int row = 0;         // 0: the sheet as a whole
  std::string column;  // "F \"Thời hạn\""; empty: the row as a whole
  std::string value;   // as the cell shows it, cut when long; of a secret row never its title
  std::string reason;  // Vietnamese, with the remedy
  bool operator==(const Problem&) const = default;
};

// A row that is no item and was left out: a heading, a number without text.
struct Skipped {
  int row = 0;
  std::string text;
};

struct ItemTable {
  Header header;
  std::vector<ItemRow> rows;  // those without problem
  std::vector<Problem> problems;
  std::vector<Skipped> skipped;
};

// `program`: the id for rows whose sheet does not name one; a row that names another is a problem.
ItemTable ReadItems(const Sheet& sheet, const Header& header, const std::string& program,
                    const Limits& limits);

// "F \"Thời hạn\"", for problems that are found later.
std::string PlaceOf(const Header& header, Column column);

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_ITEM_ROWS_H_
