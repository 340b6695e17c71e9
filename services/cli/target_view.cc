#include "services/cli/target_view.h"

#include <optional>

#include "common/errors/error.h"
#include "services/cli/dates.h"
#include "services/cli/numbers.h"

namespace tiendo::cli {
namespace {

using programs::v1::Target;
using programs::v1::TargetPeriod;
using status::v1::TargetFigures;
using status::v1::TargetStatus;

std::string Count(int32_t n) { return std::to_string(n); }

}  // namespace

TargetPeriod ToProto(const sheets::Period& period) {
  TargetPeriod out;
  out.set_kind(static_cast<TargetPeriod::Kind>(period.kind));
  out.set_number(period.number);
  return out;
}

sheets::Period FromProto(const TargetPeriod& period) {
  return {static_cast<sheets::Period::Kind>(period.kind()), period.number()};
}

std::string PeriodText(const TargetPeriod& period) {
  const bool known =
      TargetPeriod::Kind_IsValid(period.kind()) && period.kind() != TargetPeriod::KIND_UNSPECIFIED;
  return known ? sheets::TextOf(FromProto(period)) : "–";
}

absl::StatusOr<TargetPeriod> ParsePeriod(std::string_view flag, const std::string& text) {
  const std::optional<sheets::Period> period = sheets::ParsePeriodText(text);
  if (period) return ToProto(*period);
  return errors::InvalidField(
      flag, "\"" + text +
                "\" is no period: write month-1 to month-12, quarter-1 to quarter-4, 6-months," +
                " 9-months or year (thang-4, quy-1, 6-thang, 9-thang, ca-nam)");
}

std::string RequirementText(const Target& target) {
  const std::string value = ValueText(target.year_value(), target.unit_of_measure());
  switch (target.direction()) {
    case Target::DIRECTION_AT_LEAST:
      return "ít nhất " + value;
    case Target::DIRECTION_MORE_THAN:
      return "trên " + value;
    case Target::DIRECTION_AT_MOST:
      return "không quá " + value;
    case Target::DIRECTION_LESS_THAN:
      return "dưới " + value;
    case Target::DIRECTION_INCREASE_BY:
      return "tăng " + value;
    case Target::DIRECTION_DECREASE_BY:
      return "giảm " + value;
    default:
      return value;
  }
}

Table TargetsTable(std::string first) {
  using enum Table::Align;
  return Table({{std::move(first)},
                {"Chỉ tiêu năm"},
                {"Thực hiện", kRight},
                {"Đến ngày"},
                {"So năm", kRight},
                {"So kỳ", kRight},
                {"Đánh giá"}});
}

void AddTargetRow(Table& table, std::string first, const TargetStatus& row) {
  const auto share = [](const status::v1::Percentage& p) {
    return p.has_basis_points() ? p.text() : std::string("–");
  };
  table.AddRow({std::move(first), row.requirement_vi(),
                ValueText(row.value(), row.unit_of_measure()), VietnameseDate(row.value_date()),
                share(row.of_year()), share(row.of_plan()),
                row.state_vi() + (row.report_missing() ? "; thiếu báo cáo" : "")});
}

void PrintTargets(Context& context, const status::v1::Status& status, bool full) {
  if (status.targets().empty()) return;
  using enum Table::Align;
  Table table({{"Chỉ tiêu"},
               {"Tổng", kRight},
               {"Đạt", kRight},
               {"Đúng tiến độ", kRight},
               {"Nguy cơ", kRight},
               {"Không đạt", kRight},
               {"Chưa đánh giá", kRight}});
  for (const TargetFigures& f : status.targets()) {
    table.AddRow({f.display_name(), Count(f.total()), Count(f.reached()), Count(f.on_track()),
                  Count(f.at_risk()), Count(f.missed()), Count(f.not_yet_assessable())});
  }
  context.out << '\n' << table.Render(context.style);
  for (const TargetFigures& f : status.targets()) {
    context.out << "• " << context.style.Bold(f.display_name()) << ": " << f.sentence_vi() << ".\n";
    if (f.unattributed() > 0) {
      context.out << "  Chưa tính " << f.unattributed()
                  << " chỉ tiêu của đơn vị chưa có trong cây đơn vị.\n";
    }
  }
  if (!full) return;
  for (const TargetFigures& f : status.targets()) {
    Table rows = TargetsTable(f.display_name());
    for (const TargetStatus& row : f.rows()) AddTargetRow(rows, row.title(), row);
    if (!rows.empty()) context.out << '\n' << rows.Render(context.style);
  }
}

}  // namespace tiendo::cli
