// The columns that a table of a kind may have, and finding the row that names them.
#ifndef TIENDO_SERVICES_CLI_SHEETS_COLUMNS_H_
#define TIENDO_SERVICES_CLI_SHEETS_COLUMNS_H_

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/sheets/limits.h"
#include "services/cli/sheets/sheet.h"

namespace tiendo::sheets {

// What the rows of a table are; its header row tells.
enum class TableKind { kItems, kTargets, kDuties, kUnits };
inline constexpr std::array kTableKinds = {TableKind::kItems, TableKind::kTargets,
                                           TableKind::kDuties, TableKind::kUnits};

// All columns of all kinds. One that several kinds have is called the same in each.
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
  // Of targets.
  kTargetTitle,
  kMeasure,
  kDirection,
  kYear,
  kBaseValue,
  kOriginalYearValue,
  kYearValue,
  kOriginalPlan,
  kPlan,
  kMeasuredFrom,
  kAdjustmentDate,
  kAdjustmentDocument,
  kAdjustmentReason,
  kReports,
  kReportDocuments,
  // Of duties.
  kDutyTitle,
  kLegalBasis,
  kCadence,
  kDeadlineDay,
  kDeadlineMonths,
  kShift,
  kAssignees,
  kSide,
  kUnitKinds,
  kBelow,
  kSets,
  kGoal,
  kGoalUnit,
  kDossier,
  kUnitDemands,
  kReturnReasons,
  // Of units.
  kUnitName,
  kShortName,
  kCode,
  kUnitKind,
  kSuperior,
  kLedBy,
  kHeadTitle,
  kEffectiveFrom,
  kFoundingDocument,
};

// The columns of a kind, each once, in the order of an export.
std::span<const Column> ColumnsOf(TableKind kind);
// The column that says what a row is called.
Column TitleOf(TableKind kind);

// The header as an export writes it ("Thời hạn"), and in English ("due date").
std::string_view HeaderOf(Column column);
std::string_view EnglishHeaderOf(Column column);

// The column of a kind that a header cell names, by either name or an alias, without regard to
// case, diacritics, punctuation and what stands in parentheses; also a header in TCVN3 or VNI, so
// that its rows can be told from those of another table.
std::optional<Column> ColumnNamed(std::string_view header, TableKind kind);

struct Header {
  TableKind kind = TableKind::kItems;
  int row = 0;                             // Row::number
  std::map<Column, int> columns = {};      // to the column of the sheet
  std::vector<std::string> unknown = {};   // header cells that name no column: "G \"Ghi chú\""
  std::vector<std::string> repeated = {};  // columns named twice: "C và F \"Nội dung\""

  bool Has(Column column) const { return columns.contains(column); }
  const Cell& At(const Row& at, Column column) const;
};

// "F \"Thời hạn\"": where a column stands, for messages.
std::string PlaceOf(const Header& header, Column column);

// The row, and the kind, that names the most columns; there may be titles above it. It must name
// what a row of the kind is called, what tells the kind from others, and two columns at least.
// nullopt when no row does.
std::optional<Header> FindHeader(const Sheet& sheet, const Limits& limits);
// What a header needs, in Vietnamese: "cần một dòng có ô …".
std::string HeaderNeeds();

// The sheet to import: the one of that name, or when `wanted` is empty the only visible one with a
// header. INVALID_ARGUMENT (Vietnamese) lists what there is.
absl::StatusOr<const Sheet*> ChooseSheet(const Workbook& workbook, const std::string& wanted,
                                         const Limits& limits);

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_COLUMNS_H_
