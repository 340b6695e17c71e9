// The columns that a sheet of items may have, and finding the row that names them.
#ifndef TIENDO_SERVICES_CLI_SHEETS_COLUMNS_H_
#define TIENDO_SERVICES_CLI_SHEETS_COLUMNS_H_

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/sheets/limits.h"
#include "services/cli/sheets/sheet.h"

namespace tiendo::sheets {

// In the order of an export.
enum class Column {
  kProgram,
  kOrdinal,
  kId,
  kTitle,
  kProduct,
  kLeads,
  kCoordinators,
  kOrgan,
  kTags,
  kSecret,
  kApprovalDate,
  kApprovalDocument,
  kBaselineDue,
  kDue,
  kExtensionDate,
  kExtensionApprover,
  kExtensionDocument,
  kExtensionReason,
  kResultDate,
  kResultDocument,
  kWithdrawalDate,
  kWithdrawalDocument,
  kWithdrawalReason,
};
inline constexpr int kColumnCount = 23;

// Every column once, in order.
std::array<Column, kColumnCount> AllColumns();

// The header as an export writes it ("Thời hạn"), and in English ("due date").
std::string_view HeaderOf(Column column);
std::string_view EnglishHeaderOf(Column column);

// The column that a header cell names, by either name or an alias, without regard to case,
// diacritics, punctuation and what stands in parentheses; also a header in TCVN3 or VNI, so that
// its rows can be told from those of another table.
std::optional<Column> ColumnNamed(std::string_view header);

struct Header {
  int row = 0;                             // Row::number
  std::map<Column, int> columns = {};      // to the column of the sheet
  std::vector<std::string> unknown = {};   // header cells that name no column: "G \"Ghi chú\""
  std::vector<std::string> repeated = {};  // columns named twice: "C và F \"Nội dung\""

  bool Has(Column column) const { return columns.contains(column); }
  const Cell& At(const Row& at, Column column) const;
};

// The row that names the most columns; there may be titles above it. It must name the title of the
// items and one column more. nullopt when no row does.
std::optional<Header> FindHeader(const Sheet& sheet, const Limits& limits);

// The sheet to import: the one of that name, or when `wanted` is empty the only visible one with a
// header. INVALID_ARGUMENT (Vietnamese) lists what there is.
absl::StatusOr<const Sheet*> ChooseSheet(const Workbook& workbook, const std::string& wanted,
                                         const Limits& limits);

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_COLUMNS_H_
