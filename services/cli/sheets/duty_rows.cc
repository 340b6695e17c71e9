#include "services/cli/sheets/duty_rows.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "common/text/fold.h"
#include "services/cli/sheets/number_text.h"
#include "services/cli/sheets/row_scan.h"
#include "services/cli/sheets/unit_row.h"

namespace tiendo::sheets {
namespace {

constexpr std::string_view kSetsWord = " bộ";
// What the service takes as DeadlineRule.months_after_period.
constexpr int64_t kMinMonths = -11;
constexpr int64_t kMaxMonths = 24;

std::optional<int64_t> WholeOf(const std::optional<decimal::Decimal>& number) {
  if (!number) return std::nullopt;
  const std::string text = number->ToString();
  int64_t whole = 0;
  const char* end = text.data() + text.size();
  const auto [last, error] = std::from_chars(text.data(), end, whole);
  if (error != std::errc() || last != end) return std::nullopt;
  return whole;
}

// A whole number of either sign; 0 for an empty cell.
int64_t Integer(RowReader& reader, Column column) {
  const std::optional<decimal::Decimal> number = reader.Number(column);
  if (!number) return 0;
  const std::optional<int64_t> whole = WholeOf(number);
  if (!whole) reader.Add(column, "không phải số nguyên: ghi 1, 2, 3 …");
  return whole.value_or(0);
}

int DeadlineMonths(RowReader& reader) {
  const int64_t months = Integer(reader, Column::kDeadlineMonths);
  if (months >= kMinMonths && months <= kMaxMonths) return static_cast<int>(months);
  reader.Add(Column::kDeadlineMonths, "ngoài phạm vi: ghi số từ -11 đến 24");
  return 0;
}

std::vector<Named> ReadNamed(RowReader& reader, Column column) {
  std::vector<Named> out;
  for (const std::string& entry : reader.Lines(column)) {
    if (auto parts = reader.KeyAndText(column, entry)) {
      out.push_back({std::move(parts->first), std::move(parts->second)});
    }
  }
  return out;
}

// "2 bộ, 120": what is asked of one unit.
bool ReadDemand(RowReader& reader, const std::string& text, UnitDemand& demand) {
  for (size_t start = 0; start < text.size();) {
    const size_t end = std::min(text.find(", ", start), text.size());
    std::string part = OneLineOf(text.substr(start, end - start));
    start = end + 1;
    const bool sets = text::Fold(part).ends_with(text::Fold(kSetsWord));
    if (sets) part.resize(part.rfind(' '));
    const std::optional<int64_t> number = WholeOf(reader.NumberIn(Column::kUnitDemands, part));
    const bool given = sets ? demand.sets != 0 : demand.goal != 0;
    if (!number || *number < 1 || (sets && *number > 1000) || given) return false;
    if (sets) {
      demand.sets = static_cast<int>(*number);
    } else {
      demand.goal = *number;
    }
  }
  return true;
}

std::vector<UnitDemand> ReadUnitDemands(RowReader& reader) {
  constexpr Column kColumn = Column::kUnitDemands;
  std::vector<UnitDemand> out;
  for (const std::string& entry : reader.Lines(kColumn)) {
    const auto parts = reader.KeyAndText(kColumn, entry);
    if (!parts) continue;
    UnitDemand demand{.unit = parts->first};
    if (ReadDemand(reader, parts->second, demand)) {
      out.push_back(std::move(demand));
    } else {
      reader.Add(kColumn, entry,
                 "ghi số nguyên, hoặc số bộ: \"Trường A: 120\", \"Trường A: 2 bộ\"");
    }
  }
  return out;
}

std::vector<std::string> ReadKinds(RowReader& reader) {
  std::vector<std::string> kinds;
  for (const std::string& entry : reader.List(Column::kUnitKinds)) {
    if (const auto kind = ByWord(kUnitKinds, entry)) {
      kinds.emplace_back(*kind);
    } else {
      reader.Add(Column::kUnitKinds, entry, "không hiểu: ghi một trong " + ListOf(kUnitKinds));
    }
  }
  return kinds;
}

DutyRow ReadDuty(RowReader& reader) {
  DutyRow duty;
  duty.row = reader.row();
  duty.ordinal = reader.Whole(Column::kOrdinal);
  duty.title = reader.Prose(Column::kDutyTitle);
  duty.tags = reader.Tags();
  for (const std::string& line : reader.Lines(Column::kLegalBasis)) {
    duty.legal_basis.push_back(reader.DocumentIn(Column::kLegalBasis, line));
  }
  duty.cadence = reader.Word(Column::kCadence, kCadences);
  duty.fixed_deadline = reader.Date(Column::kDue);
  duty.deadline_day = reader.Whole(Column::kDeadlineDay);
  duty.deadline_months = DeadlineMonths(reader);
  duty.shift = reader.Word(Column::kShift, kShifts).value_or(Shift::kStays);
  duty.assignees = reader.List(Column::kAssignees);
  duty.side = std::string(reader.Word(Column::kSide, kSides).value_or(""));
  duty.unit_kinds = ReadKinds(reader);
  duty.below = reader.Text(Column::kBelow);
  duty.sets = reader.Whole(Column::kSets);
  duty.goal = Integer(reader, Column::kGoal);
  duty.goal_unit = reader.Text(Column::kGoalUnit);
  duty.dossier = ReadNamed(reader, Column::kDossier);
  duty.unit_demands = ReadUnitDemands(reader);
  duty.return_reasons = ReadNamed(reader, Column::kReturnReasons);
  duty.approval_date = reader.Date(Column::kApprovalDate);
  duty.approval_document = reader.Citation(Column::kApprovalDocument);
  reader.Require(Column::kDutyTitle, "thiếu tên nhiệm vụ");
  reader.Require(Column::kCadence, "thiếu: ghi một trong " + ListOf(kCadences));
  reader.CheckApproval(duty.approval_date, duty.approval_document);
  return duty;
}

Cell WholeCell(int64_t number) {
  return number == 0 ? Cell() : DecimalCell(decimal::Decimal::FromInteger(number));
}

Cell NamedLines(const std::vector<Named>& entries) {
  std::string lines;
  for (const Named& entry : entries) {
    lines += (lines.empty() ? "" : "\n") + entry.id + ": " + entry.title;
  }
  return TextCell(lines);
}

Cell DemandLines(const std::vector<UnitDemand>& demands) {
  std::string lines;
  for (const UnitDemand& demand : demands) {
    lines += (lines.empty() ? "" : "\n") + demand.unit + ": ";
    if (demand.sets > 0) lines += std::to_string(demand.sets) + std::string(kSetsWord);
    if (demand.sets > 0 && demand.goal > 0) lines += ", ";
    if (demand.goal > 0) lines += std::to_string(demand.goal);
  }
  return TextCell(lines);
}

Cell BasisLines(const std::vector<Document>& documents) {
  std::string lines;
  for (const Document& document : documents) {
    lines += (lines.empty() ? "" : "\n") + TextOfDocument(document);
  }
  return TextCell(lines);
}

Cell KindLines(const std::vector<std::string>& kinds) {
  std::vector<std::string> words;
  for (const std::string& kind : kinds) {
    words.push_back(WordOf(kUnitKinds, std::string_view(kind)));
  }
  return LinesCell(words);
}

}  // namespace

Cell CellOf(const DutyRow& duty, Column column) {
  switch (column) {
    case Column::kProgram:
      return TextCell(duty.program);
    case Column::kOrdinal:
      return WholeCell(duty.ordinal);
    case Column::kId:
      return TextCell(duty.id);
    case Column::kDutyTitle:
      return TextCell(duty.title);
    case Column::kTags:
      return LinesCell(duty.tags);
    case Column::kLegalBasis:
      return BasisLines(duty.legal_basis);
    case Column::kCadence:
      return duty.cadence ? TextCell(WordOf(kCadences, *duty.cadence)) : Cell();
    case Column::kDue:
      return DayCell(duty.fixed_deadline);
    case Column::kDeadlineDay:
      return WholeCell(duty.deadline_day);
    case Column::kDeadlineMonths:
      return WholeCell(duty.deadline_months);
    case Column::kShift:
      return duty.shift == Shift::kStays ? Cell() : TextCell(WordOf(kShifts, duty.shift));
    case Column::kAssignees:
      return LinesCell(duty.assignees);
    case Column::kSide:
      return TextCell(WordOf(kSides, std::string_view(duty.side)));
    case Column::kUnitKinds:
      return KindLines(duty.unit_kinds);
    case Column::kBelow:
      return TextCell(duty.below);
    case Column::kSets:
      return WholeCell(duty.sets);
    case Column::kGoal:
      return WholeCell(duty.goal);
    case Column::kGoalUnit:
      return TextCell(duty.goal_unit);
    case Column::kDossier:
      return NamedLines(duty.dossier);
    case Column::kUnitDemands:
      return DemandLines(duty.unit_demands);
    case Column::kReturnReasons:
      return NamedLines(duty.return_reasons);
    case Column::kApprovalDate:
      return DayCell(duty.approval_date);
    case Column::kApprovalDocument:
      return TextCell(TextOfDocument(duty.approval_document));
    default:
      return {};
  }
}

std::vector<Cell> CellsOf(const DutyRow& duty) {
  std::vector<Cell> cells;
  for (const Column column : ColumnsOf(TableKind::kDuties)) cells.push_back(CellOf(duty, column));
  return cells;
}

DutyTable ReadDuties(const Sheet& sheet, const Header& header, const std::string& program,
                     const Limits& limits) {
  RowIds ids(program);
  return ReadTable<DutyRow>(sheet, header, limits, [&ids](RowReader& reader) {
    DutyRow duty = ReadDuty(reader);
    duty.program = ids.ProgramOf(reader);
    duty.id = ids.IdOf(reader, duty.program, duty.title);
    return duty;
  });
}

}  // namespace tiendo::sheets
