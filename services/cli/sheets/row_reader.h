// Reads the cells of one row, of a table of any kind; what is wrong is collected.
#ifndef TIENDO_SERVICES_CLI_SHEETS_ROW_READER_H_
#define TIENDO_SERVICES_CLI_SHEETS_ROW_READER_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/decimal/decimal.h"
#include "services/cli/sheets/item_row.h"
#include "services/cli/sheets/limits.h"
#include "services/cli/sheets/table.h"
#include "services/cli/sheets/words.h"

namespace tiendo::sheets {

class RowReader {
 public:
  // All of them outlive the reader.
  RowReader(const Header& header, const Row& row, const Limits& limits,
            std::vector<Problem>& problems)
      : header_(header), row_(row), limits_(limits), problems_(problems) {}

  int row() const { return row_.number; }
  // The column that says what the row is called.
  Column title() const { return TitleOf(header_.kind); }
  // Whether its texts are to be kept out of messages.
  bool secret() const { return secret_; }
  void set_secret(bool secret) { secret_ = secret; }

  const Cell& At(Column column) const { return header_.At(row_, column); }
  // The cell, when it can be used at all: no fault and no legacy encoding; nullptr also when empty.
  const Cell* Usable(Column column);
  // One line of a text; "" for an empty cell.
  std::string Prose(Column column);
  // The same where a dash alone stands for nothing.
  std::string Text(Column column);
  // "a; b\nc": a, b, c; each on one line, empty ones left out, none twice.
  std::vector<std::string> List(Column column);
  // The same of texts that may have semicolons: a line each.
  std::vector<std::string> Lines(Column column);
  std::vector<std::string> Tags();
  std::optional<Day> Date(Column column);
  std::optional<Day> DateIn(Column column, const std::string& text);
  Document Citation(Column column);
  Document DocumentIn(Column column, const std::string& text);
  // A whole number, 0 for an empty cell; "7." is 7.
  int Whole(Column column);
  std::optional<decimal::Decimal> Number(Column column);
  std::optional<decimal::Decimal> NumberIn(Column column, const std::string& text);
  Withdrawal ReadWithdrawal();
  // One of `words`; nullopt for an empty cell.
  template <typename T, size_t N>
  std::optional<T> Word(Column column, const Words<T, N>& words) {
    const std::string text = Text(column);
    if (text.empty()) return std::nullopt;
    std::optional<T> value = ByWord(words, text);
    if (!value) Add(column, "không hiểu: ghi một trong " + ListOf(words));
    return value;
  }
  // "Quý I: 75000" -> "Quý I" and "75000"; an entry without a colon is a problem.
  std::optional<std::pair<std::string, std::string>> KeyAndText(Column column,
                                                                const std::string& entry);

  void Add(Column column, const std::string& reason);
  void Add(Column column, const std::string& value, const std::string& reason);
  // A problem unless the cell has something; one that cannot be read has been told already.
  void Require(Column column, const std::string& reason);
  // A problem that something else in the row cannot do without the column.
  void Needs(bool present, Column column, const std::string& what);
  // A document needs its date; a withdrawal needs everything. `hidden`: the row stands for a secret
  // item, whose reasons are not exported.
  void CheckApproval(const std::optional<Day>& date, const Document& document);
  void CheckWithdrawal(const Withdrawal& withdrawal, bool hidden);

 private:
  bool IsLegacy(Column column, const Cell& cell);

  const Header& header_;
  const Row& row_;
  const Limits& limits_;
  std::vector<Problem>& problems_;
  bool secret_ = false;
};

// In messages; the cell itself can be found by its place.
std::string Cut(const std::string& text);
// A text that stands for nothing.
bool IsDash(const std::string& text);

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_ROW_READER_H_
