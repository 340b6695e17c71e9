#include <google/protobuf/util/time_util.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "common/base/status_macros.h"
#include "common/calendar/time_zone.h"
#include "common/errors/error.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "services/cli/item_record.h"
#include "services/cli/sheets/item_cells.h"
#include "services/cli/sheets/write.h"
#include "services/cli/unit_names.h"

namespace tiendo::cli {
namespace {

using google::protobuf::util::TimeUtil;
using programs::v1::Item;
using programs::v1::Program;
using sheets::Column;
using sheets::ItemRow;

struct ExportFlags {
  std::string program;
  std::string output;
  std::string format;
  std::string as_of;
  std::string read_time;
  std::string separator = ",";
  bool unit_ids = false;
  bool force = false;
};

// The flags as values.
struct Question {
  std::string program;  // programs/p
  bool xlsx = false;
  std::optional<calendar::Day> as_of;
  std::optional<google::protobuf::Timestamp> read_time;

  const google::protobuf::Timestamp* ReadTime() const { return read_time ? &*read_time : nullptr; }
};

// A day means its end in the zone of business.
absl::StatusOr<google::protobuf::Timestamp> ParseReadTime(const std::string& text) {
  if (absl::StatusOr<google::type::Date> date = ParseDate("--read-time", text); date.ok()) {
    TIENDO_ASSIGN_OR_RETURN(calendar::BusinessZone zone, calendar::BusinessZone::Create());
    return TimeUtil::MicrosecondsToTimestamp(ToMicros(zone.EndOf(*DayOf(true, *date))));
  }
  google::protobuf::Timestamp time;
  if (TimeUtil::FromString(text, &time)) return time;
  return errors::InvalidField("--read-time",
                              '"' + text +
                                  "\" is neither a day (2022-06-30 or 30/06/2022) nor an instant"
                                  " (2022-07-05T09:00:00+07:00)");
}

std::string LowerExtension(const std::string& path) {
  std::string extension = std::filesystem::path(path).extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

absl::StatusOr<Question> QuestionOf(const ExportFlags& flags) {
  Question question;
  question.program =
      flags.program.find('/') == std::string::npos ? "programs/" + flags.program : flags.program;
  const std::string extension = LowerExtension(flags.output);
  if (flags.format.empty() && extension != ".csv" && extension != ".xlsx") {
    return errors::InvalidField("--format", "say csv or xlsx, or give -o FILE.csv or FILE.xlsx");
  }
  question.xlsx = flags.format.empty() ? extension == ".xlsx" : flags.format == "xlsx";
  if (question.xlsx && flags.output == "-") {
    return errors::InvalidField("--output", "an .xlsx file is not written to standard output");
  }
  std::error_code ignored;
  if (!flags.force && flags.output != "-" && std::filesystem::exists(flags.output, ignored)) {
    return errors::InvalidField("--output",
                                flags.output + " exists; --force replaces it, or name another");
  }
  if (!flags.as_of.empty()) {
    TIENDO_ASSIGN_OR_RETURN(const google::type::Date date, ParseDate("--as-of", flags.as_of));
    question.as_of = DayOf(true, date);
  }
  if (!flags.read_time.empty()) {
    TIENDO_ASSIGN_OR_RETURN(question.read_time, ParseReadTime(flags.read_time));
  }
  return question;
}

// Units as a person writes them; the import finds the same units again.
absl::Status NameUnits(UnitNames& units, bool ids, ItemRow& row) {
  const auto name = [&](std::string& unit) -> absl::Status {
    if (unit.empty()) return absl::OkStatus();
    if (ids) {
      unit = unit.substr(unit.find('/') + 1);
      return absl::OkStatus();
    }
    TIENDO_ASSIGN_OR_RETURN(unit, units.TextOf(unit, row.approval_date));
    return absl::OkStatus();
  };
  for (std::string& lead : row.leads) TIENDO_RETURN_IF_ERROR(name(lead));
  for (std::string& unit : row.coordinators) TIENDO_RETURN_IF_ERROR(name(unit));
  for (sheets::Result& result : row.results) TIENDO_RETURN_IF_ERROR(name(result.lead));
  return absl::OkStatus();
}

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

absl::StatusOr<std::vector<ItemRow>> ReadRows(Context& context, const Question& question,
                                              bool unit_ids) {
  TIENDO_ASSIGN_OR_RETURN(const std::vector<Item> items,
                          ListItems(context.caller, question.program, question.ReadTime()));
  UnitNames units(context.caller);
  std::vector<ItemRow> rows;
  for (const Item& item : items) {
    std::vector<programs::v1::ItemEvent> events;
    if (item.state() != Item::STATE_DRAFT) {
      TIENDO_ASSIGN_OR_RETURN(events, ListEvents(context.caller, item.name(), question.ReadTime()));
    }
    std::optional<ItemRow> row = RecordOf(item, events, question.as_of);
    if (!row) continue;
    TIENDO_RETURN_IF_ERROR(NameUnits(units, unit_ids, *row));
    JoinResults(*row);
    rows.push_back(*std::move(row));
  }
  std::sort(rows.begin(), rows.end(), [](const ItemRow& a, const ItemRow& b) {
    return std::tie(a.ordinal, a.id) < std::tie(b.ordinal, b.id);
  });
  return rows;
}

// In characters; texts wrap.
int WidthOf(Column column) {
  switch (column) {
    case Column::kOrdinal:
    case Column::kSecret:
      return 6;
    case Column::kTitle:
      return 60;
    case Column::kLeads:
    case Column::kCoordinators:
    case Column::kProduct:
      return 30;
    default:
      return 18;
  }
}

sheets::OutTable TableOf(const Program& program, const Question& question,
                         const std::vector<ItemRow>& rows) {
  sheets::OutTable table;
  table.name = program.name().substr(program.name().find('/') + 1).substr(0, 31);
  table.titles = {program.title()};
  if (question.as_of) {
    table.titles.push_back("Số liệu đến ngày " + calendar::FormatVietnamese(*question.as_of));
  }
  if (question.read_time) {
    table.titles.push_back("Theo ghi nhận đến " + VietnameseTime(*question.read_time));
  }
  for (const Column column : sheets::AllColumns()) {
    table.header.emplace_back(sheets::HeaderOf(column));
    table.widths.push_back(WidthOf(column));
  }
  for (const ItemRow& row : rows) table.rows.push_back(sheets::CellsOf(row));
  return table;
}

absl::Status WriteCsv(Context& context, const std::string& text, const std::string& output) {
  if (output == "-") {
    context.out << text;
    return absl::OkStatus();
  }
  // Beside the file and renamed: whoever reads it never finds a half.
  const std::string part = output + ".part";
  std::ofstream out(part, std::ios::binary);
  out << text;
  out.close();
  std::error_code error;
  if (out) std::filesystem::rename(part, output, error);
  if (out && !error) return absl::OkStatus();
  std::error_code ignored;
  std::filesystem::remove(part, ignored);
  return absl::InternalError("không ghi được " + output + (error ? ": " + error.message() : ""));
}

absl::StatusOr<int> RunExport(Context& context, const ExportFlags& flags) {
  TIENDO_ASSIGN_OR_RETURN(const Question question, QuestionOf(flags));
  programs::v1::GetProgramRequest get;
  get.set_name(question.program);
  if (question.read_time) *get.mutable_read_time() = *question.read_time;
  Program program;
  TIENDO_RETURN_IF_ERROR(
      context.caller.CallByName("tiendo.programs.v1.ProgramService/GetProgram", get, program));
  TIENDO_ASSIGN_OR_RETURN(const std::vector<ItemRow> rows,
                          ReadRows(context, question, flags.unit_ids));
  const sheets::OutTable table = TableOf(program, question, rows);
  if (question.xlsx) {
    TIENDO_RETURN_IF_ERROR(sheets::WriteXlsx(table, flags.output));
  } else {
    const char separator = flags.separator == "tab" ? '\t' : flags.separator[0];
    TIENDO_RETURN_IF_ERROR(WriteCsv(context, CsvOf(table, separator), flags.output));
  }
  context.err << "Đã xuất " << rows.size() << " nội dung của " << program.name()
              << (flags.output == "-" ? "" : " vào " + flags.output) << ".\n";
  return kExitOk;
}

}  // namespace

void AddExport(CLI::App& programs, Action& selected) {
  auto flags = std::make_shared<ExportFlags>();
  CLI::App* command = programs.add_subcommand(
      "export", "Write the items of a programme as a table that `tiendo import` reads");
  command->add_option("program", flags->program, "programs/{program} or its id")->required();
  command->add_option("--output,-o", flags->output, "File to write; - for standard output (csv)")
      ->required();
  command->add_option("--format", flags->format, "csv or xlsx; default: by the name of the file")
      ->check(CLI::IsMember({"csv", "xlsx"}));
  command->add_option("--as-of", flags->as_of,
                      "Items and events dated by this day; default: all that is recorded");
  command->add_option("--read-time", flags->read_time,
                      "As recorded by then: a day, to its end, or an instant; default: now");
  command->add_option("--separator", flags->separator, "Between the fields of a csv: , ; or tab")
      ->check(CLI::IsMember({",", ";", "tab"}))
      ->capture_default_str();
  command->add_flag("--unit-ids", flags->unit_ids, "Units by id instead of by name");
  command->add_flag("--force", flags->force, "Replace the file");
  command->footer(
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
