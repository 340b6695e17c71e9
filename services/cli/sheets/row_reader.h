// Reads the cells of one row; what is wrong is collected. Part of item_rows.cc.
#ifndef TIENDO_SERVICES_CLI_SHEETS_ROW_READER_H_
#define TIENDO_SERVICES_CLI_SHEETS_ROW_READER_H_

#include <optional>
#include <string>
#include <vector>

#include "services/cli/sheets/item_rows.h"

namespace tiendo::sheets {

class RowReader {
 public:
  // All of them outlive the reader.
  RowReader(const Header& header, const Row& row, const Limits& limits,
            std::vector<Problem>& problems)
      : header_(header), row_(row), limits_(limits), problems_(problems) {}

  // Everything but program and id, which need the other rows.
  ItemRow Read();

  // One line of a text; "" for an empty cell.
  std::string Prose(Column column);
  // The same where a dash alone stands for nothing.
  std::string Text(Column column);
  void Add(Column column, const std::string& reason);
  void Add(Column column, const std::string& value, const std::string& reason);

 private:
  // The cell, when it can be used at all: no fault and no legacy encoding.
  const Cell* Usable(Column column);
  bool IsLegacy(Column column, const Cell& cell);
  std::vector<std::string> List(Column column);
  std::optional<Day> Date(Column column);
  Document Citation(Column column);
  int Ordinal();
  bool Secret();
  std::vector<std::string> Tags();
  void ReadDue(ItemRow& item);
  void ReadResults(ItemRow& item);
  void ReadResultDocuments(ItemRow& item);
  std::optional<Day> DateIn(Column column, const std::string& text);
  Document DocumentIn(Column column, const std::string& text);
  void CheckWhole(const ItemRow& item);

  const Header& header_;
  const Row& row_;
  const Limits& limits_;
  std::vector<Problem>& problems_;
  bool secret_ = false;
};

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_ROW_READER_H_
