#include "services/cli/sheets/unit_rows.h"

#include "services/cli/sheets/row_scan.h"

namespace tiendo::sheets {
namespace {

UnitRow ReadUnit(RowReader& reader) {
  UnitRow unit;
  unit.row = reader.row();
  unit.name = reader.Prose(Column::kUnitName);
  unit.short_name = reader.Text(Column::kShortName);
  unit.code = reader.Text(Column::kCode);
  unit.kind = std::string(reader.Word(Column::kUnitKind, kUnitKinds).value_or(""));
  unit.superior = reader.Text(Column::kSuperior);
  unit.led_by = reader.Text(Column::kLedBy);
  unit.head_title = reader.Text(Column::kHeadTitle);
  unit.effective_from = reader.Date(Column::kEffectiveFrom);
  unit.founding = reader.Citation(Column::kFoundingDocument);
  reader.Require(Column::kUnitName, "thiếu tên đơn vị");
  reader.Require(Column::kUnitKind, "thiếu: ghi một trong " + ListOf(kUnitKinds));
  return unit;
}

Cell CellOf(const UnitRow& unit, Column column) {
  switch (column) {
    case Column::kId:
      return TextCell(unit.id);
    case Column::kUnitName:
      return TextCell(unit.name);
    case Column::kShortName:
      return TextCell(unit.short_name);
    case Column::kCode:
      return TextCell(unit.code);
    case Column::kUnitKind:
      return TextCell(WordOf(kUnitKinds, std::string_view(unit.kind)));
    case Column::kSuperior:
      return TextCell(unit.superior);
    case Column::kLedBy:
      return TextCell(unit.led_by);
    case Column::kHeadTitle:
      return TextCell(unit.head_title);
    case Column::kEffectiveFrom:
      return DayCell(unit.effective_from);
    case Column::kFoundingDocument:
      return TextCell(TextOfDocument(unit.founding));
    default:
      return {};
  }
}

}  // namespace

std::vector<Cell> CellsOf(const UnitRow& unit) {
  std::vector<Cell> cells;
  for (const Column column : ColumnsOf(TableKind::kUnits)) cells.push_back(CellOf(unit, column));
  return cells;
}

UnitTable ReadUnits(const Sheet& sheet, const Header& header, const Limits& limits) {
  RowIds ids("");
  return ReadTable<UnitRow>(sheet, header, limits, [&ids](RowReader& reader) {
    UnitRow unit = ReadUnit(reader);
    unit.id = ids.IdOf(reader, "units", unit.name);
    return unit;
  });
}

}  // namespace tiendo::sheets
