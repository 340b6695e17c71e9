// A table of any kind as it was read: its rows as values, and everything that is wrong in it.
#ifndef TIENDO_SERVICES_CLI_SHEETS_TABLE_H_
#define TIENDO_SERVICES_CLI_SHEETS_TABLE_H_

#include <string>
#include <vector>

#include "services/cli/sheets/columns.h"

namespace tiendo::sheets {

struct Problem {
  int row = 0;         // 0: the sheet as a whole
  std::string column;  // "F \"Thời hạn\""; empty: the row as a whole
  std::string value;   // as the cell shows it, cut when long; of a secret row never its title
  std::string reason;  // Vietnamese, with the remedy
  bool operator==(const Problem&) const = default;
};

// A row that stands for nothing and was left out: a heading, a number without text.
struct Skipped {
  int row = 0;
  std::string text;
};

template <typename RowType>
struct Table {
  Header header;
  std::vector<RowType> rows;  // those without problem
  std::vector<Problem> problems;
  std::vector<Skipped> skipped;
};

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_TABLE_H_
