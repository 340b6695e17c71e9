#include "services/cli/sheets/item_cells.h"

#include <algorithm>
#include <string>

namespace tiendo::sheets {
namespace {

// One value when it counts for all, else a line for each lead.
bool ForAll(const std::vector<Result>& results) {
  return results.size() == 1 && results[0].lead.empty();
}

Cell ResultDates(const ItemRow& item) {
  if (ForAll(item.results)) return DateCell(item.results[0].day);
  std::vector<std::string> lines;
  for (const Result& result : item.results) {
    lines.push_back(result.lead + ": " + calendar::FormatVietnamese(result.day));
  }
  return LinesCell(lines);
}

Cell ResultDocuments(const ItemRow& item) {
  if (ForAll(item.results)) return TextCell(TextOfDocument(item.results[0].document));
  std::vector<std::string> lines;
  for (const Result& result : item.results) {
    if (!result.document.empty()) {
      lines.push_back(result.lead + ": " + TextOfDocument(result.document));
    }
  }
  return LinesCell(lines);
}

Cell CellOf(const ItemRow& item, Column column) {
  switch (column) {
    case Column::kProgram:
      return TextCell(item.program);
    case Column::kOrdinal:
      return item.ordinal == 0 ? Cell() : NumberCell(item.ordinal);
    case Column::kId:
      return TextCell(item.id);
    case Column::kTitle:
      return TextCell(item.title);
    case Column::kProduct:
      return TextCell(item.product);
    case Column::kLeads:
      return LinesCell(item.leads);
    case Column::kCoordinators:
      return LinesCell(item.coordinators);
    case Column::kOrgan:
      return TextCell(item.assigning_organ);
    case Column::kTags:
      return LinesCell(item.tags);
    case Column::kSecret:
      return item.secret ? TextCell("x") : Cell();
    case Column::kApprovalDate:
      return DayCell(item.approval_date);
    case Column::kApprovalDocument:
      return TextCell(TextOfDocument(item.approval_document));
    case Column::kBaselineDue:
      return DayCell(item.baseline_due);
    case Column::kDue:
      return item.due_removed ? TextCell("không thời hạn") : DayCell(item.due);
    case Column::kExtensionDate:
      return DayCell(item.extension.date);
    case Column::kExtensionApprover:
      return TextCell(item.extension.approver);
    case Column::kExtensionDocument:
      return TextCell(TextOfDocument(item.extension.document));
    case Column::kExtensionReason:
      return TextCell(item.extension.reason);
    case Column::kResultDate:
      return ResultDates(item);
    case Column::kResultDocument:
      return ResultDocuments(item);
    case Column::kWithdrawalDate:
      return DayCell(item.withdrawal.date);
    case Column::kWithdrawalDocument:
      return TextCell(TextOfDocument(item.withdrawal.document));
    case Column::kWithdrawalReason:
      return TextCell(item.withdrawal.reason);
    default:
      return {};
  }
}

}  // namespace

std::vector<Cell> CellsOf(const ItemRow& item) {
  std::vector<Cell> cells;
  for (const Column column : ColumnsOf(TableKind::kItems)) cells.push_back(CellOf(item, column));
  return cells;
}

}  // namespace tiendo::sheets
