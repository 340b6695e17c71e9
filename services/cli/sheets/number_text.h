// Numbers as people write them: 54950, 86.5, or as documents have it 54.950, 86,5 and 1.234.567,5.
#ifndef TIENDO_SERVICES_CLI_SHEETS_NUMBER_TEXT_H_
#define TIENDO_SERVICES_CLI_SHEETS_NUMBER_TEXT_H_

#include <optional>
#include <string>
#include <string_view>

#include "common/decimal/decimal.h"
#include "services/cli/sheets/sheet.h"

namespace tiendo::sheets {

struct NumberText {
  std::optional<decimal::Decimal> number;
  // Set when the text could be read in two ways ("54.950" alone: fifty-four thousand, or a little
  // under fifty-five?): how to write the whole number.
  std::string whole;
};
NumberText ReadNumber(std::string_view text);

// A number as a cell: a number where a spreadsheet holds it exactly, else a text. Either is read
// back as the same.
Cell DecimalCell(decimal::Decimal number);

// "1234567,5": without groups, with a decimal comma, so that it can be read in one way only.
std::string PlainNumber(decimal::Decimal number);

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_NUMBER_TEXT_H_
