#include "services/cli/sheets/target_rows.h"

#include <algorithm>
#include <set>
#include <utility>

#include "services/cli/sheets/number_text.h"
#include "services/cli/sheets/row_scan.h"

namespace tiendo::sheets {
namespace {

constexpr std::string_view kUpTo = " đến ";
constexpr std::string_view kReported = " báo cáo ";
constexpr std::string_view kBy = " của ";

// What tells a report from the others of its target: "tháng 4", "tháng 4 (+) đến 28/04/2022".
std::string KeyOf(const ReportedValue& report) {
  std::string key = TextOf(report.period) + (report.increment ? " (+)" : "");
  if (report.as_of) key += std::string(kUpTo) + calendar::FormatVietnamese(*report.as_of);
  if (!report.unit.empty()) key += std::string(kBy) + report.unit;
  return key;
}

// Takes the text behind `word` off the end; empty without.
std::string TakeBehind(std::string_view word, std::string& text) {
  const size_t at = text.find(word);
  if (at == std::string::npos) return "";
  std::string behind = text.substr(at + word.size());
  text.resize(at);
  return behind;
}

std::optional<Period> PeriodIn(RowReader& reader, Column column, const std::string& text) {
  std::optional<Period> period = ParsePeriodText(text);
  if (!period) {
    reader.Add(column, text,
               "không phải kỳ: ghi tháng 1 đến 12, quý I đến IV, 6 tháng, 9 tháng hoặc cả năm");
  }
  return period;
}

std::vector<PlannedValue> ReadPlan(RowReader& reader, Column column) {
  std::vector<PlannedValue> plan;
  std::set<Period> seen;
  for (const std::string& entry : reader.List(column)) {
    const auto parts = reader.KeyAndText(column, entry);
    if (!parts) continue;
    const std::optional<Period> period = PeriodIn(reader, column, parts->first);
    const std::optional<Decimal> value = reader.NumberIn(column, parts->second);
    if (!period || !value) continue;
    if (!seen.insert(*period).second) reader.Add(column, entry, "kỳ này ghi hai lần");
    plan.push_back({*period, *value});
  }
  std::stable_sort(plan.begin(), plan.end(), [](const PlannedValue& a, const PlannedValue& b) {
    return LastMonthOf(a.period) < LastMonthOf(b.period);
  });
  return plan;
}

std::optional<ReportedValue> ReadReport(RowReader& reader, const std::string& entry) {
  constexpr Column kColumn = Column::kReports;
  const auto parts = reader.KeyAndText(kColumn, entry);
  if (!parts) return std::nullopt;
  ReportedValue report;
  std::string text = parts->second;
  report.unit = TakeBehind(kBy, text);
  for (const auto& [word, day] :
       {std::pair(kReported, &report.reported), std::pair(kUpTo, &report.as_of)}) {
    const std::string date = TakeBehind(word, text);
    if (date.empty()) continue;
    *day = reader.DateIn(kColumn, date);
    if (!*day) return std::nullopt;
  }
  report.increment = text.starts_with('+');
  const std::optional<Period> period = PeriodIn(reader, kColumn, parts->first);
  const std::optional<Decimal> value = reader.NumberIn(kColumn, text.substr(report.increment));
  if (!period || !value) return std::nullopt;
  report.period = *period;
  report.value = *value;
  return report;
}

// The report that a line of documents is about, by the whole key or by the period alone.
ReportedValue* ReportOf(TargetRow& target, const std::string& key) {
  const std::optional<Period> period = ParsePeriodText(key);
  ReportedValue* found = nullptr;
  for (ReportedValue& report : target.reports) {
    if (!report.document.empty()) continue;
    if (KeyOf(report) == key) return &report;
    if (found == nullptr && period == report.period) found = &report;
  }
  return found;
}

// What can have one value only. A cumulative value is that of the whole target, whoever reports it;
// of the increments each unit has its own, whatever day they reach up to.
std::string SlotOf(ReportedValue report) {
  if (report.increment) {
    report.as_of.reset();
  } else {
    report.unit.clear();
  }
  return KeyOf(report);
}

void ReadReports(RowReader& reader, TargetRow& target) {
  std::set<std::string> seen;
  for (const std::string& entry : reader.List(Column::kReports)) {
    if (std::optional<ReportedValue> report = ReadReport(reader, entry)) {
      if (!seen.insert(SlotOf(*report)).second) {
        reader.Add(Column::kReports, entry, "kỳ này ghi hai lần");
      }
      target.reports.push_back(*std::move(report));
    }
  }
  constexpr Column kColumn = Column::kReportDocuments;
  for (const std::string& entry : reader.Lines(kColumn)) {
    const auto parts = reader.KeyAndText(kColumn, entry);
    if (!parts) continue;
    const Document document = reader.DocumentIn(kColumn, parts->second);
    ReportedValue* report = ReportOf(target, parts->first);
    if (report == nullptr) {
      reader.Add(kColumn, entry, "kỳ này không có ở cột Số liệu báo cáo, hoặc đã có văn bản");
    } else {
      report->document = document;
    }
  }
}

void CheckWhole(RowReader& reader, const TargetRow& target) {
  reader.Require(Column::kTargetTitle, "thiếu tên chỉ tiêu");
  reader.CheckApproval(target.approval_date, target.approval_document);
  if (!target.adjustment.empty()) {
    reader.Needs(target.adjustment.date.has_value(), Column::kAdjustmentDate, "điều chỉnh");
    reader.Needs(!target.adjustment.document.number.empty(), Column::kAdjustmentDocument,
                 "điều chỉnh");
    reader.Needs(!target.adjustment.reason.empty(), Column::kAdjustmentReason, "điều chỉnh");
  }
  reader.CheckWithdrawal(target.withdrawal, /*hidden=*/false);
}

TargetRow ReadTarget(RowReader& reader) {
  TargetRow target;
  target.row = reader.row();
  target.ordinal = reader.Whole(Column::kOrdinal);
  target.title = reader.Prose(Column::kTargetTitle);
  target.leads = reader.List(Column::kLeads);
  target.coordinators = reader.List(Column::kCoordinators);
  target.assigning_organ = reader.Prose(Column::kOrgan);
  target.tags = reader.Tags();
  target.measure = reader.Prose(Column::kMeasure);
  target.direction = reader.Word(Column::kDirection, kDirections);
  target.year = reader.Whole(Column::kYear);
  target.base_value = reader.Number(Column::kBaseValue);
  target.original_year_value = reader.Number(Column::kOriginalYearValue);
  target.year_value = reader.Number(Column::kYearValue);
  target.original_plan = ReadPlan(reader, Column::kOriginalPlan);
  target.plan = ReadPlan(reader, Column::kPlan);
  if (const std::string period = reader.Text(Column::kMeasuredFrom); !period.empty()) {
    target.measured_from = PeriodIn(reader, Column::kMeasuredFrom, period);
  }
  target.approval_date = reader.Date(Column::kApprovalDate);
  target.approval_document = reader.Citation(Column::kApprovalDocument);
  target.adjustment = {reader.Date(Column::kAdjustmentDate),
                       reader.Citation(Column::kAdjustmentDocument),
                       reader.Prose(Column::kAdjustmentReason)};
  ReadReports(reader, target);
  target.withdrawal = reader.ReadWithdrawal();
  CheckWhole(reader, target);
  return target;
}

Cell NumberOrEmpty(const std::optional<Decimal>& number) {
  return number ? DecimalCell(*number) : Cell();
}

Cell ReportLines(const TargetRow& target) {
  std::vector<std::string> lines;
  for (const ReportedValue& report : target.reports) lines.push_back(TextOf(report));
  return LinesCell(lines);
}

Cell DocumentLines(const TargetRow& target) {
  std::string lines;
  for (const ReportedValue& report : target.reports) {
    if (report.document.empty()) continue;
    lines += (lines.empty() ? "" : "\n") + KeyOf(report) + ": " + TextOfDocument(report.document);
  }
  return TextCell(lines);
}

Cell CellOf(const TargetRow& target, Column column) {
  switch (column) {
    case Column::kProgram:
      return TextCell(target.program);
    case Column::kOrdinal:
      return target.ordinal == 0 ? Cell() : NumberCell(target.ordinal);
    case Column::kId:
      return TextCell(target.id);
    case Column::kTargetTitle:
      return TextCell(target.title);
    case Column::kMeasure:
      return TextCell(target.measure);
    case Column::kDirection:
      return target.direction ? TextCell(WordOf(kDirections, *target.direction)) : Cell();
    case Column::kYear:
      return target.year == 0 ? Cell() : NumberCell(target.year);
    case Column::kBaseValue:
      return NumberOrEmpty(target.base_value);
    case Column::kOriginalYearValue:
      return NumberOrEmpty(target.original_year_value);
    case Column::kYearValue:
      return NumberOrEmpty(target.year_value);
    case Column::kOriginalPlan:
      return TextCell(TextOf(target.original_plan, ";\n"));
    case Column::kPlan:
      return TextCell(TextOf(target.plan, ";\n"));
    case Column::kMeasuredFrom:
      return target.measured_from ? TextCell(TextOf(*target.measured_from)) : Cell();
    case Column::kLeads:
      return LinesCell(target.leads);
    case Column::kCoordinators:
      return LinesCell(target.coordinators);
    case Column::kOrgan:
      return TextCell(target.assigning_organ);
    case Column::kTags:
      return LinesCell(target.tags);
    case Column::kApprovalDate:
      return DayCell(target.approval_date);
    case Column::kApprovalDocument:
      return TextCell(TextOfDocument(target.approval_document));
    case Column::kAdjustmentDate:
      return DayCell(target.adjustment.date);
    case Column::kAdjustmentDocument:
      return TextCell(TextOfDocument(target.adjustment.document));
    case Column::kAdjustmentReason:
      return TextCell(target.adjustment.reason);
    case Column::kReports:
      return ReportLines(target);
    case Column::kReportDocuments:
      return DocumentLines(target);
    case Column::kWithdrawalDate:
      return DayCell(target.withdrawal.date);
    case Column::kWithdrawalDocument:
      return TextCell(TextOfDocument(target.withdrawal.document));
    case Column::kWithdrawalReason:
      return TextCell(target.withdrawal.reason);
    default:
      return {};
  }
}

}  // namespace

std::string TextOf(const std::vector<PlannedValue>& plan, const char* between) {
  std::string text;
  for (const PlannedValue& point : plan) {
    if (!text.empty()) text += between;
    text += TextOf(point.period) + ": " + PlainNumber(point.value);
  }
  return text;
}

std::string TextOf(const ReportedValue& report) {
  std::string text =
      TextOf(report.period) + ": " + (report.increment ? "+" : "") + PlainNumber(report.value);
  if (report.as_of) text += std::string(kUpTo) + calendar::FormatVietnamese(*report.as_of);
  if (report.reported) {
    text += std::string(kReported) + calendar::FormatVietnamese(*report.reported);
  }
  if (!report.unit.empty()) text += std::string(kBy) + report.unit;
  return text;
}

std::vector<Cell> CellsOf(const TargetRow& target) {
  std::vector<Cell> cells;
  for (const Column column : ColumnsOf(TableKind::kTargets)) {
    cells.push_back(CellOf(target, column));
  }
  return cells;
}

TargetTable ReadTargets(const Sheet& sheet, const Header& header, const std::string& program,
                        const Limits& limits) {
  RowIds ids(program);
  return ReadTable<TargetRow>(sheet, header, limits, [&ids](RowReader& reader) {
    TargetRow target = ReadTarget(reader);
    target.program = ids.ProgramOf(reader);
    target.id = ids.IdOf(reader, target.program, target.title);
    return target;
  });
}

}  // namespace tiendo::sheets
