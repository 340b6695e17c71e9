#include "services/cli/row_columns.h"

#include <span>

namespace tiendo::cli {
namespace {

using sheets::Column;
using sheets::TableKind;

struct FieldColumn {
  std::string_view method;  // empty: all
  std::string_view field;   // and what is below or in it
  Column column;
};

constexpr FieldColumn kItems[] = {
    {"", "parent", Column::kProgram},
    {"", "item_id", Column::kId},
    {"", "item.title", Column::kTitle},
    {"", "item.product", Column::kProduct},
    {"", "item.leads", Column::kLeads},
    {"", "item.coordinators", Column::kCoordinators},
    {"", "item.assigning_organ", Column::kOrgan},
    {"", "item.tags", Column::kTags},
    {"", "item.ordinal", Column::kOrdinal},
    {"", "item.secret", Column::kSecret},
    {"", "item.baseline_due_date", Column::kDue},
    {"IssueItem", "approval_date", Column::kApprovalDate},
    {"IssueItem", "document", Column::kApprovalDocument},
    {"ExtendItem", "new_due_date", Column::kDue},
    {"ExtendItem", "approver", Column::kExtensionApprover},
    {"ExtendItem", "approval_date", Column::kExtensionDate},
    {"ExtendItem", "document", Column::kExtensionDocument},
    {"ExtendItem", "reason", Column::kExtensionReason},
    {"ReportCompletion", "lead", Column::kLeads},
    {"ReportCompletion", "result_date", Column::kResultDate},
    {"ReportCompletion", "document", Column::kResultDocument},
    {"WithdrawItem", "approval_date", Column::kWithdrawalDate},
    {"WithdrawItem", "document", Column::kWithdrawalDocument},
    {"WithdrawItem", "reason", Column::kWithdrawalReason},
};

constexpr FieldColumn kTargets[] = {
    {"", "parent", Column::kProgram},
    {"", "target_id", Column::kId},
    {"", "target.title", Column::kTargetTitle},
    {"", "target.unit_of_measure", Column::kMeasure},
    {"", "target.direction", Column::kDirection},
    {"", "target.year", Column::kYear},
    {"", "target.base_value", Column::kBaseValue},
    {"", "target.year_value", Column::kYearValue},
    {"", "target.plan", Column::kPlan},
    {"", "target.measured_from", Column::kMeasuredFrom},
    {"", "target.leads", Column::kLeads},
    {"", "target.coordinators", Column::kCoordinators},
    {"", "target.assigning_organ", Column::kOrgan},
    {"", "target.tags", Column::kTags},
    {"", "target.ordinal", Column::kOrdinal},
    {"AssignTarget", "approval_date", Column::kApprovalDate},
    {"AssignTarget", "document", Column::kApprovalDocument},
    {"AdjustTarget", "year_value", Column::kYearValue},
    {"AdjustTarget", "plan", Column::kPlan},
    {"AdjustTarget", "approval_date", Column::kAdjustmentDate},
    {"AdjustTarget", "document", Column::kAdjustmentDocument},
    {"AdjustTarget", "reason", Column::kAdjustmentReason},
    {"ReportTargetValue", "evidence", Column::kReportDocuments},
    {"ReportTargetValue", "period", Column::kReports},
    {"ReportTargetValue", "value", Column::kReports},
    {"ReportTargetValue", "kind", Column::kReports},
    {"ReportTargetValue", "as_of", Column::kReports},
    {"ReportTargetValue", "reported_date", Column::kReports},
    {"ReportTargetValue", "unit", Column::kReports},
    {"WithdrawTarget", "approval_date", Column::kWithdrawalDate},
    {"WithdrawTarget", "document", Column::kWithdrawalDocument},
    {"WithdrawTarget", "reason", Column::kWithdrawalReason},
};

constexpr FieldColumn kDuties[] = {
    {"", "parent", Column::kProgram},
    {"", "duty_id", Column::kId},
    {"", "duty.ordinal", Column::kOrdinal},
    {"", "duty.title", Column::kDutyTitle},
    {"", "duty.tags", Column::kTags},
    {"", "duty.legal_basis", Column::kLegalBasis},
    {"", "duty.cadence", Column::kCadence},
    {"", "duty.deadline_rule.fixed_date", Column::kDue},
    {"", "duty.deadline_rule.day_of_month", Column::kDeadlineDay},
    {"", "duty.deadline_rule.months_after_period", Column::kDeadlineMonths},
    {"", "duty.deadline_rule.shift", Column::kShift},
    {"", "duty.deadline_rule", Column::kDue},
    {"", "duty.population.side", Column::kSide},
    {"", "duty.population.unit_kinds", Column::kUnitKinds},
    {"", "duty.population.superior", Column::kBelow},
    {"", "duty.population", Column::kAssignees},
    {"", "duty.demand.goal", Column::kGoal},
    {"", "duty.demand.goal_unit", Column::kGoalUnit},
    {"", "duty.demand.documents", Column::kDossier},
    {"", "duty.demand", Column::kSets},
    {"", "duty.unit_demands", Column::kUnitDemands},
    {"", "duty.return_reasons", Column::kReturnReasons},
    {"", "issue_date", Column::kApprovalDate},
    {"", "document", Column::kApprovalDocument},
};

constexpr FieldColumn kUnits[] = {
    {"", "unit_id", Column::kId},
    {"", "unit.display_name", Column::kUnitName},
    {"", "unit.short_name", Column::kShortName},
    {"", "unit.code", Column::kCode},
    {"", "unit.kind", Column::kUnitKind},
    {"", "unit.side", Column::kUnitKind},
    {"", "unit.parent", Column::kSuperior},
    {"", "unit.led_by", Column::kLedBy},
    {"", "unit.head_title", Column::kHeadTitle},
    {"", "unit.effective_from", Column::kEffectiveFrom},
    {"", "unit.legal_basis", Column::kFoundingDocument},
};

std::span<const FieldColumn> FieldsOf(TableKind kind) {
  switch (kind) {
    case TableKind::kItems:
      return kItems;
    case TableKind::kTargets:
      return kTargets;
    case TableKind::kDuties:
      return kDuties;
    case TableKind::kUnits:
      break;
  }
  return kUnits;
}

}  // namespace

std::optional<Column> ColumnOf(TableKind kind, std::string_view method, std::string_view field) {
  for (const FieldColumn& known : FieldsOf(kind)) {
    if (!known.method.empty() && known.method != method) continue;
    if (!field.starts_with(known.field)) continue;
    const std::string_view rest = field.substr(known.field.size());
    if (rest.empty() || rest.front() == '[' || rest.front() == '.') return known.column;
  }
  return std::nullopt;
}

}  // namespace tiendo::cli
