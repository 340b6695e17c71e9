#include "services/cli/table_file.h"

#include <google/protobuf/util/time_util.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "common/base/status_macros.h"
#include "common/calendar/time_zone.h"
#include "common/errors/error.h"
#include "services/cli/dates.h"
#include "services/cli/item_record.h"

namespace tiendo::cli {
namespace {

using google::protobuf::util::TimeUtil;
using sheets::Column;

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

// In characters; texts wrap.
int WidthOf(Column column) {
  switch (column) {
    case Column::kOrdinal:
    case Column::kSecret:
    case Column::kYear:
      return 6;
    case Column::kTitle:
    case Column::kTargetTitle:
    case Column::kDutyTitle:
    case Column::kUnitName:
      return 60;
    case Column::kPlan:
    case Column::kOriginalPlan:
    case Column::kReports:
    case Column::kReportDocuments:
    case Column::kAssignees:
    case Column::kDossier:
    case Column::kSuperior:
    case Column::kLeads:
    case Column::kCoordinators:
    case Column::kProduct:
      return 30;
    default:
      return 18;
  }
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

}  // namespace

void AddTableFileFlags(CLI::App& command, TableFileFlags& flags) {
  command.add_option("--output,-o", flags.output, "File to write; - for standard output (csv)")
      ->required();
  command.add_option("--format", flags.format, "csv or xlsx; default: by the name of the file")
      ->check(CLI::IsMember({"csv", "xlsx"}));
  command.add_option("--as-of", flags.as_of,
                     "What is dated by this day; default: all that is recorded");
  command.add_option("--read-time", flags.read_time,
                     "As recorded by then: a day, to its end, or an instant; default: now");
  command.add_option("--separator", flags.separator, "Between the fields of a csv: , ; or tab")
      ->check(CLI::IsMember({",", ";", "tab"}))
      ->capture_default_str();
  command.add_flag("--unit-ids", flags.unit_ids, "Units by id instead of by name");
  command.add_flag("--force", flags.force, "Replace the file");
}

absl::StatusOr<TableFile> ParseTableFile(const TableFileFlags& flags) {
  TableFile file;
  file.path = flags.output;
  file.unit_ids = flags.unit_ids;
  file.separator = flags.separator == "tab" ? '\t' : flags.separator[0];
  const std::string extension = LowerExtension(flags.output);
  if (flags.format.empty() && extension != ".csv" && extension != ".xlsx") {
    return errors::InvalidField("--format", "say csv or xlsx, or give -o FILE.csv or FILE.xlsx");
  }
  file.xlsx = flags.format.empty() ? extension == ".xlsx" : flags.format == "xlsx";
  if (file.xlsx && flags.output == "-") {
    return errors::InvalidField("--output", "an .xlsx file is not written to standard output");
  }
  std::error_code ignored;
  if (!flags.force && flags.output != "-" && std::filesystem::exists(flags.output, ignored)) {
    return errors::InvalidField("--output",
                                flags.output + " exists; --force replaces it, or name another");
  }
  if (!flags.as_of.empty()) {
    TIENDO_ASSIGN_OR_RETURN(const google::type::Date date, ParseDate("--as-of", flags.as_of));
    file.as_of = DayOf(true, date);
  }
  if (!flags.read_time.empty()) {
    TIENDO_ASSIGN_OR_RETURN(file.read_time, ParseReadTime(flags.read_time));
  }
  return file;
}

sheets::OutTable EmptyTable(sheets::TableKind kind, const std::string& name,
                            const std::string& title, const TableFile& file) {
  sheets::OutTable table;
  table.name = name.substr(0, 31);
  table.titles = {title};
  if (file.as_of) {
    table.titles.push_back("Số liệu đến ngày " + calendar::FormatVietnamese(*file.as_of));
  }
  if (file.read_time) {
    table.titles.push_back("Theo ghi nhận đến " + VietnameseTime(*file.read_time));
  }
  for (const Column column : sheets::ColumnsOf(kind)) {
    table.header.emplace_back(sheets::HeaderOf(column));
    table.widths.push_back(WidthOf(column));
  }
  return table;
}

absl::Status WriteTable(Context& context, const sheets::OutTable& table, const TableFile& file) {
  if (file.xlsx) return sheets::WriteXlsx(table, file.path);
  return WriteCsv(context, CsvOf(table, file.separator), file.path);
}

absl::Status NameUnits(const TableFile& file, std::optional<calendar::Day> day,
                       const std::vector<std::string*>& units, UnitNames& names) {
  for (std::string* unit : units) {
    if (unit->empty()) continue;
    if (file.unit_ids) {
      *unit = unit->substr(unit->find('/') + 1);
    } else {
      TIENDO_ASSIGN_OR_RETURN(*unit, names.TextOf(*unit, day));
    }
  }
  return absl::OkStatus();
}

}  // namespace tiendo::cli
