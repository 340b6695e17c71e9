#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "common/base/status_macros.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/duty_diff.h"
#include "services/cli/duty_list.h"
#include "services/cli/item_record.h"
#include "services/cli/sheets/duty_rows.h"
#include "services/cli/sheets/item_cells.h"
#include "services/cli/sheets/target_rows.h"
#include "services/cli/table_file.h"
#include "services/cli/target_record.h"

namespace tiendo::cli {
namespace {

using programs::v1::Category;
using programs::v1::Item;
using programs::v1::Program;
using sheets::ItemRow;
using sheets::TargetRow;

constexpr char kService[] = "tiendo.programs.v1.ProgramService/";

struct ExportFlags {
  std::string program;
  TableFileFlags file;
};

// One date for all leads instead of the same on every line.
void JoinResults(ItemRow& row) {
  if (row.results.empty() || row.results.size() != std::max<size_t>(1, row.leads.size())) return;
  const bool same =
      std::all_of(row.results.begin(), row.results.end(), [&row](const sheets::Result& result) {
        return result.day == row.results[0].day && result.document == row.results[0].document;
      });
  if (!same) return;
  row.results.resize(1);
  row.results[0].lead.clear();
}

// In the order of a programme, as cells.
template <typename RowType>
std::vector<std::vector<sheets::Cell>> CellsOfAll(std::vector<RowType> rows) {
  std::sort(rows.begin(), rows.end(), [](const RowType& a, const RowType& b) {
    return std::tie(a.ordinal, a.id) < std::tie(b.ordinal, b.id);
  });
  std::vector<std::vector<sheets::Cell>> cells;
  for (const RowType& row : rows) cells.push_back(CellsOf(row));
  return cells;
}

absl::StatusOr<std::vector<std::vector<sheets::Cell>>> ItemCells(Context& context,
                                                                 const std::string& program,
                                                                 const TableFile& file) {
  TIENDO_ASSIGN_OR_RETURN(const std::vector<Item> items,
                          ListItems(context.caller, program, file.ReadTime()));
  UnitNames units(context.caller);
  std::vector<ItemRow> rows;
  for (const Item& item : items) {
    std::vector<programs::v1::ItemEvent> events;
    if (item.state() != Item::STATE_DRAFT) {
      TIENDO_ASSIGN_OR_RETURN(events, ListEvents(context.caller, item.name(), file.ReadTime()));
    }
    std::optional<ItemRow> row = RecordOf(item, events, file.as_of);
    if (!row) continue;
    std::vector<std::string*> named;
    for (std::string& lead : row->leads) named.push_back(&lead);
    for (std::string& unit : row->coordinators) named.push_back(&unit);
    for (sheets::Result& result : row->results) named.push_back(&result.lead);
    TIENDO_RETURN_IF_ERROR(NameUnits(file, row->approval_date, named, units));
    JoinResults(*row);
    rows.push_back(*std::move(row));
  }
  return CellsOfAll(std::move(rows));
}

absl::StatusOr<std::vector<std::vector<sheets::Cell>>> TargetCells(Context& context,
                                                                   const std::string& program,
                                                                   const TableFile& file) {
  TIENDO_ASSIGN_OR_RETURN(const std::vector<TargetHistory> histories,
                          ListTargetHistories(context.caller, program, file.ReadTime()));
  UnitNames units(context.caller);
  std::vector<TargetRow> rows;
  for (const TargetHistory& history : histories) {
    std::optional<TargetRow> row = RecordOf(history, file.as_of);
    if (!row) continue;
    std::vector<std::string*> named;
    for (std::string& lead : row->leads) named.push_back(&lead);
    for (std::string& unit : row->coordinators) named.push_back(&unit);
    for (sheets::ReportedValue& report : row->reports) named.push_back(&report.unit);
    TIENDO_RETURN_IF_ERROR(NameUnits(file, row->approval_date, named, units));
    rows.push_back(*std::move(row));
  }
  return CellsOfAll(std::move(rows));
}

absl::StatusOr<std::vector<std::vector<sheets::Cell>>> DutyCells(Context& context,
                                                                 const std::string& program,
                                                                 const TableFile& file) {
  TIENDO_ASSIGN_OR_RETURN(const std::vector<programs::v1::Duty> duties,
                          ListDuties(context.caller, program, file.ReadTime()));
  UnitNames units(context.caller);
  std::vector<sheets::DutyRow> rows;
  for (const programs::v1::Duty& duty : duties) {
    sheets::DutyRow row = RecordOf(duty);
    const bool issued = row.approval_date && (!file.as_of || *row.approval_date <= *file.as_of);
    if (file.as_of && !issued) continue;
    std::vector<std::string*> named = {&row.below};
    for (std::string& unit : row.assignees) named.push_back(&unit);
    for (sheets::UnitDemand& demand : row.unit_demands) named.push_back(&demand.unit);
    TIENDO_RETURN_IF_ERROR(NameUnits(file, row.approval_date, named, units));
    rows.push_back(std::move(row));
  }
  return CellsOfAll(std::move(rows));
}

// What a programme holds, by the kind of its category.
absl::StatusOr<sheets::TableKind> KindOf(Context& context, const Program& program) {
  programs::v1::GetCategoryRequest get;
  get.set_name(program.category());
  Category category;
  TIENDO_RETURN_IF_ERROR(
      context.caller.CallByName(std::string(kService) + "GetCategory", get, category));
  switch (category.kind()) {
    case Category::KIND_TARGET:
      return sheets::TableKind::kTargets;
    case Category::KIND_DUTY:
      return sheets::TableKind::kDuties;
    default:
      return sheets::TableKind::kItems;
  }
}

absl::StatusOr<std::vector<std::vector<sheets::Cell>>> CellsOfProgram(Context& context,
                                                                      sheets::TableKind kind,
                                                                      const std::string& program,
                                                                      const TableFile& file) {
  switch (kind) {
    case sheets::TableKind::kTargets:
      return TargetCells(context, program, file);
    case sheets::TableKind::kDuties:
      return DutyCells(context, program, file);
    default:
      return ItemCells(context, program, file);
  }
}

const char* NounOf(sheets::TableKind kind) {
  switch (kind) {
    case sheets::TableKind::kTargets:
      return "chỉ tiêu";
    case sheets::TableKind::kDuties:
      return "nhiệm vụ";
    default:
      return "nội dung";
  }
}

absl::StatusOr<int> RunExport(Context& context, const ExportFlags& flags) {
  TIENDO_ASSIGN_OR_RETURN(const TableFile file, ParseTableFile(flags.file));
  programs::v1::GetProgramRequest get;
  get.set_name(flags.program.find('/') == std::string::npos ? "programs/" + flags.program
                                                            : flags.program);
  if (file.read_time) *get.mutable_read_time() = *file.read_time;
  Program program;
  TIENDO_RETURN_IF_ERROR(
      context.caller.CallByName(std::string(kService) + "GetProgram", get, program));
  TIENDO_ASSIGN_OR_RETURN(const sheets::TableKind kind, KindOf(context, program));
  sheets::OutTable table =
      EmptyTable(kind, program.name().substr(program.name().find('/') + 1), program.title(), file);
  TIENDO_ASSIGN_OR_RETURN(table.rows, CellsOfProgram(context, kind, program.name(), file));
  TIENDO_RETURN_IF_ERROR(WriteTable(context, table, file));
  context.err << "Đã xuất " << table.rows.size() << ' ' << NounOf(kind) << " của " << program.name()
              << (file.path == "-" ? "" : " vào " + file.path) << ".\n";
  return kExitOk;
}

}  // namespace

void AddExport(CLI::App& programs, Action& selected) {
  auto flags = std::make_shared<ExportFlags>();
  CLI::App* command = programs.add_subcommand(
      "export", "Write what stands in a programme as a table that `tiendo import` reads");
  command->add_option("program", flags->program, "programs/{program} or its id")->required();
  AddTableFileFlags(*command, flags->file);
  command->footer(
      "The category of the programme says what it holds: items, targets or duties.\n"
      "Titles of secret items are not exported: such rows change nothing when they are imported.\n"
      "\n"
      "Example:\n"
      "  tiendo programs export so-2022 -o so-2022.xlsx\n"
      "  tiendo programs export so-2022 --as-of 2022-06-30 --separator ';' -o den-30-6.csv\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunExport(context, *flags); };
  });
}

}  // namespace tiendo::cli
