#include "services/cli/duty_diff.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

#include "services/cli/dates.h"
#include "services/cli/item_record.h"
#include "services/cli/sheets/duty_rows.h"

namespace tiendo::cli {
namespace {

using programs::v1::Duty;
using sheets::Column;
using sheets::DutyRow;

// What a table may change of a duty that exists: columns, and the field that they are part of.
struct Part {
  Column column;
  const char* path;
};
constexpr Part kParts[] = {
    {Column::kOrdinal, "ordinal"},
    {Column::kDutyTitle, "title"},
    {Column::kTags, "tags"},
    {Column::kLegalBasis, "legal_basis"},
    {Column::kCadence, "cadence"},
    {Column::kDue, "deadline_rule"},
    {Column::kDeadlineDay, "deadline_rule"},
    {Column::kDeadlineMonths, "deadline_rule"},
    {Column::kShift, "deadline_rule"},
    {Column::kAssignees, "population"},
    {Column::kSide, "population"},
    {Column::kUnitKinds, "population"},
    {Column::kBelow, "population"},
    {Column::kSets, "demand"},
    {Column::kGoal, "demand"},
    {Column::kGoalUnit, "demand"},
    {Column::kDossier, "demand"},
    {Column::kUnitDemands, "unit_demands"},
    {Column::kReturnReasons, "return_reasons"},
};

DutyRow Sorted(DutyRow row) {
  std::sort(row.tags.begin(), row.tags.end());
  std::sort(row.assignees.begin(), row.assignees.end());
  std::sort(row.unit_kinds.begin(), row.unit_kinds.end());
  std::sort(row.unit_demands.begin(), row.unit_demands.end(),
            [](const auto& a, const auto& b) { return a.unit < b.unit; });
  return row;
}

// The row with what the table does not say as it is.
DutyRow Merged(const DutyRow& row, const sheets::Header& header, const DutyRow& now) {
  DutyRow out = row;
  const auto keep = [&header](Column column, auto& field, const auto& recorded) {
    if (!header.Has(column)) field = recorded;
  };
  keep(Column::kOrdinal, out.ordinal, now.ordinal);
  keep(Column::kTags, out.tags, now.tags);
  keep(Column::kLegalBasis, out.legal_basis, now.legal_basis);
  keep(Column::kDue, out.fixed_deadline, now.fixed_deadline);
  keep(Column::kDeadlineDay, out.deadline_day, now.deadline_day);
  keep(Column::kDeadlineMonths, out.deadline_months, now.deadline_months);
  keep(Column::kShift, out.shift, now.shift);
  keep(Column::kAssignees, out.assignees, now.assignees);
  keep(Column::kSide, out.side, now.side);
  keep(Column::kUnitKinds, out.unit_kinds, now.unit_kinds);
  keep(Column::kBelow, out.below, now.below);
  keep(Column::kSets, out.sets, now.sets);
  keep(Column::kGoal, out.goal, now.goal);
  keep(Column::kGoalUnit, out.goal_unit, now.goal_unit);
  keep(Column::kDossier, out.dossier, now.dossier);
  keep(Column::kUnitDemands, out.unit_demands, now.unit_demands);
  if (out.return_reasons.empty()) out.return_reasons = now.return_reasons;
  return out;
}

void Fill(const DutyRow& row, Duty& duty) {
  duty.set_ordinal(row.ordinal);
  duty.set_title(row.title);
  for (const std::string& tag : row.tags) duty.add_tags(tag);
  for (const sheets::Document& document : row.legal_basis) {
    *duty.add_legal_basis() = ToProto(document);
  }
  if (row.cadence) duty.set_cadence(static_cast<Duty::Cadence>(*row.cadence));
  Duty::DeadlineRule& rule = *duty.mutable_deadline_rule();
  if (row.fixed_deadline) *rule.mutable_fixed_date() = ToDate(*row.fixed_deadline);
  rule.set_day_of_month(row.deadline_day);
  rule.set_months_after_period(row.deadline_months);
  rule.set_shift(static_cast<Duty::DeadlineRule::Shift>(row.shift));
  Duty::Population& population = *duty.mutable_population();
  for (const std::string& unit : row.assignees) population.add_units(unit);
  population.set_side(row.side);
  for (const std::string& kind : row.unit_kinds) population.add_unit_kinds(kind);
  population.set_superior(row.below);
  Duty::Demand& demand = *duty.mutable_demand();
  demand.set_sets(row.sets);
  demand.set_goal(row.goal);
  demand.set_goal_unit(row.goal_unit);
  for (const sheets::Named& document : row.dossier) {
    Duty::RequiredDocument& added = *demand.add_documents();
    added.set_id(document.id);
    added.set_title(document.title);
  }
  for (const sheets::UnitDemand& one : row.unit_demands) {
    Duty::UnitDemand& added = *duty.add_unit_demands();
    added.set_unit(one.unit);
    added.set_sets(one.sets);
    added.set_goal(one.goal);
  }
  for (const sheets::Named& reason : row.return_reasons) {
    Duty::ReturnReason& added = *duty.add_return_reasons();
    added.set_code(reason.id);
    added.set_display_name(reason.title);
  }
}

class Comparison {
 public:
  Comparison(const DutyRow& row, const sheets::Header& header, const Duty* now,
             bool program_approved)
      : row_(row),
        header_(header),
        duty_(now),
        program_approved_(program_approved),
        name_("programs/" + row.program + "/duties/" + row.id),
        out_(row.row, header, now != nullptr) {
    if (now != nullptr) now_ = RecordOf(*now);
  }

  RowOutcome Run() {
    if (duty_ == nullptr) {
      auto& request = out_.AddStep<programs::v1::CreateDutyRequest>(RowStep::Kind::kCreate);
      request.set_parent("programs/" + row_.program);
      request.set_duty_id(row_.id);
      Fill(row_, *request.mutable_duty());
    } else {
      Update();
    }
    Issue();
    return out_.Take();
  }

 private:
  void Update() {
    const DutyRow before = Sorted(now_);
    const DutyRow after = Sorted(Merged(row_, header_, now_));
    auto request = std::make_unique<programs::v1::UpdateDutyRequest>();
    auto& paths = *request->mutable_update_mask()->mutable_paths();
    for (const Part& part : kParts) {
      const std::string was = Text(before, part.column);
      const std::string wanted = Text(after, part.column);
      if (was == wanted) continue;
      if (duty_->state() == Duty::STATE_CLOSED) {
        out_.Problem(part.column, wanted, "đang là " + was + "; nhiệm vụ đã đóng, không sửa nữa");
        continue;
      }
      if (part.column == Column::kCadence && duty_->state() != Duty::STATE_DRAFT) {
        out_.Problem(part.column, wanted,
                     "đang là " + was +
                         "; không đổi sau khi ban hành: đóng nhiệm vụ này"
                         " (CloseDuty) rồi ban hành nhiệm vụ khác");
        continue;
      }
      if (std::find(paths.begin(), paths.end(), part.path) == paths.end()) {
        *paths.Add() = part.path;
      }
      out_.Change(part.column, was, wanted);
    }
    if (paths.empty()) return;
    Duty& duty = *request->mutable_duty();
    Fill(after, duty);
    duty.set_name(name_);
    duty.set_etag(duty_->etag());
    out_.AddStep(RowStep::Kind::kUpdate, std::move(request));
  }

  static std::string Text(const DutyRow& row, Column column) {
    const std::string text = sheets::OneLineOf(sheets::Shown(sheets::CellOf(row, column)));
    return text.empty() ? "(trống)" : text;
  }

  void Issue() {
    if (!row_.approval_date) return;
    if (duty_ != nullptr && duty_->state() != Duty::STATE_DRAFT) {
      if (row_.approval_date != now_.approval_date) {
        out_.Problem(Column::kApprovalDate, Shown(row_.approval_date),
                     "đã ban hành ngày " + Shown(now_.approval_date) + "; không đổi được");
      } else if (!Agrees(row_.approval_document, now_.approval_document)) {
        out_.Problem(
            Column::kApprovalDocument, TextOfDocument(row_.approval_document),
            "đã ghi " + Shown(TextOfDocument(now_.approval_document)) + "; không đổi được");
      }
      return;
    }
    if (!program_approved_) {
      return out_.Problem(Column::kApprovalDate, Shown(row_.approval_date),
                          "chương trình chưa được phê duyệt (ApproveProgram), chưa ban hành được"
                          " nhiệm vụ");
    }
    auto& request = out_.AddStep<programs::v1::IssueDutyRequest>(RowStep::Kind::kIssue);
    request.set_name(name_);
    *request.mutable_issue_date() = ToDate(*row_.approval_date);
    if (!row_.approval_document.empty()) {
      *request.mutable_document() = ToProto(row_.approval_document);
    }
    out_.Change(Column::kApprovalDate, "(dự thảo)", Shown(row_.approval_date));
  }

  const DutyRow& row_;
  const sheets::Header& header_;
  const Duty* duty_;
  DutyRow now_;  // empty without duty
  const bool program_approved_;
  const std::string name_;
  OutcomeWriter out_;
};

}  // namespace

DutyRow RecordOf(const Duty& duty) {
  DutyRow row;
  const std::string& name = duty.name();
  const size_t slash = name.find('/');
  row.program = name.substr(slash + 1, name.find("/duties/") - slash - 1);
  row.id = name.substr(name.rfind('/') + 1);
  row.ordinal = duty.ordinal();
  row.title = sheets::OneLineOf(duty.title());
  row.tags.assign(duty.tags().begin(), duty.tags().end());
  for (const auto& document : duty.legal_basis()) row.legal_basis.push_back(FromProto(document));
  row.cadence = static_cast<sheets::Cadence>(duty.cadence());
  const Duty::DeadlineRule& rule = duty.deadline_rule();
  row.fixed_deadline = DayOf(rule.has_fixed_date(), rule.fixed_date());
  row.deadline_day = rule.day_of_month();
  row.deadline_months = rule.months_after_period();
  row.shift = static_cast<sheets::Shift>(rule.shift());
  const Duty::Population& population = duty.population();
  row.assignees.assign(population.units().begin(), population.units().end());
  row.side = population.side();
  row.unit_kinds.assign(population.unit_kinds().begin(), population.unit_kinds().end());
  row.below = population.superior();
  row.sets = duty.demand().sets();
  row.goal = duty.demand().goal();
  row.goal_unit = sheets::OneLineOf(duty.demand().goal_unit());
  for (const Duty::RequiredDocument& document : duty.demand().documents()) {
    row.dossier.push_back({document.id(), sheets::OneLineOf(document.title())});
  }
  for (const Duty::UnitDemand& one : duty.unit_demands()) {
    row.unit_demands.push_back({one.unit(), one.sets(), one.goal()});
  }
  for (const Duty::ReturnReason& reason : duty.return_reasons()) {
    row.return_reasons.push_back({reason.code(), sheets::OneLineOf(reason.display_name())});
  }
  row.approval_date = DayOf(duty.has_issue_date(), duty.issue_date());
  row.approval_document = FromProto(duty.issue_document());
  return row;
}

RowOutcome CompareRow(const DutyRow& row, const sheets::Header& header, const Duty* now,
                      bool program_approved) {
  return Comparison(row, header, now, program_approved).Run();
}

}  // namespace tiendo::cli
