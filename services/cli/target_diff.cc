#include "services/cli/target_diff.h"

#include <algorithm>
#include <utility>

#include "services/cli/dates.h"
#include "services/cli/item_record.h"
#include "services/cli/sheets/number_text.h"
#include "services/cli/sheets/target_rows.h"
#include "services/cli/target_view.h"

namespace tiendo::cli {
namespace {

using calendar::Day;
using programs::v1::Target;
using sheets::Column;
using sheets::Decimal;
using sheets::PlannedValue;
using sheets::ReportedValue;
using sheets::TargetRow;

constexpr char kVoidFirst[] =
    "; ghi nhầm thì hủy sự kiện đó (VoidTargetEvent, nhập bằng tệp JSON) rồi nhập lại";

constexpr char kVoidReport[] =
    "; ghi nhầm thì hủy báo cáo đó (VoidTargetReport, nhập bằng tệp JSON) rồi nhập lại";

std::string Shown(const std::vector<PlannedValue>& plan) {
  return plan.empty() ? "(không có)" : sheets::TextOf(plan, ", ");
}
using cli::Shown;

std::string DecimalText(const std::optional<Decimal>& number) {
  return number ? number->ToString() : "";
}

template <typename Message>
void SetPlan(const std::vector<PlannedValue>& plan, Message& message) {
  message.clear_plan();
  for (const PlannedValue& point : plan) {
    Target::PlanPoint& added = *message.add_plan();
    *added.mutable_period() = ToProto(point.period);
    added.set_value(point.value.ToString());
  }
}

class Comparison {
 public:
  Comparison(const TargetRow& row, const sheets::Header& header, const TargetHistory* history,
             bool program_approved)
      : row_(row),
        header_(header),
        history_(history),
        now_(history == nullptr ? TargetRow() : *RecordOf(*history)),
        program_approved_(program_approved),
        name_("programs/" + row.program + "/targets/" + row.id),
        out_(row.row, header, history != nullptr),
        draft_(history == nullptr || history->target.state() == Target::STATE_DRAFT) {}

  RowOutcome Run() {
    if (history_ == nullptr) {
      Create();
    } else {
      Update();
      if (!draft_) CheckFixed();
    }
    Assign();
    Adjust();
    Report();
    Withdraw();
    return out_.Take();
  }

 private:
  // What the target enters the programme with: an adjustment comes after.
  std::optional<Decimal> EntryValue() const {
    return row_.original_year_value ? row_.original_year_value : row_.year_value;
  }
  const std::vector<PlannedValue>& EntryPlan() const {
    return row_.original_plan.empty() ? row_.plan : row_.original_plan;
  }

  void Create() {
    auto& request = out_.AddStep<programs::v1::CreateTargetRequest>(RowStep::Kind::kCreate);
    request.set_parent("programs/" + row_.program);
    request.set_target_id(row_.id);
    Target& target = *request.mutable_target();
    target.set_ordinal(row_.ordinal);
    target.set_title(row_.title);
    for (const std::string& unit : row_.coordinators) target.add_coordinators(unit);
    target.set_assigning_organ(row_.assigning_organ);
    for (const std::string& tag : row_.tags) target.add_tags(tag);
    target.set_unit_of_measure(row_.measure);
    for (const std::string& unit : row_.leads) target.add_leads(unit);
    SetAsked(target);
  }

  // What is asked, but for the leads.
  void SetAsked(Target& target) const {
    if (row_.direction) target.set_direction(static_cast<Target::Direction>(*row_.direction));
    target.set_year(row_.year);
    target.set_base_value(DecimalText(row_.base_value));
    target.set_year_value(DecimalText(EntryValue()));
    SetPlan(EntryPlan(), target);
    if (row_.measured_from) *target.mutable_measured_from() = ToProto(*row_.measured_from);
  }

  void Update() {
    auto request = std::make_unique<programs::v1::UpdateTargetRequest>();
    Target& target = *request->mutable_target();
    google::protobuf::FieldMask& mask = *request->mutable_update_mask();
    const auto change = [&](Column column, const char* path, const std::string& before,
                            const std::string& after) {
      if (before == after || !header_.Has(column)) return false;
      mask.add_paths(path);
      out_.Change(column, before, after);
      return true;
    };
    if (change(Column::kOrdinal, "ordinal", std::to_string(now_.ordinal),
               std::to_string(row_.ordinal))) {
      target.set_ordinal(row_.ordinal);
    }
    if (change(Column::kTargetTitle, "title", Shown(now_.title), Shown(row_.title))) {
      target.set_title(row_.title);
    }
    if (change(Column::kMeasure, "unit_of_measure", Shown(now_.measure), Shown(row_.measure))) {
      target.set_unit_of_measure(row_.measure);
    }
    if (change(Column::kCoordinators, "coordinators", Shown(Sorted(now_.coordinators)),
               Shown(Sorted(row_.coordinators)))) {
      for (const std::string& unit : row_.coordinators) target.add_coordinators(unit);
    }
    if (change(Column::kOrgan, "assigning_organ", Shown(now_.assigning_organ),
               Shown(row_.assigning_organ))) {
      target.set_assigning_organ(row_.assigning_organ);
    }
    if (change(Column::kTags, "tags", Shown(Sorted(now_.tags)), Shown(Sorted(row_.tags)))) {
      for (const std::string& tag : row_.tags) target.add_tags(tag);
    }
    if (draft_) UpdateDraft(target, change);
    if (mask.paths().empty()) return;
    target.set_name(name_);
    target.set_etag(history_->target.etag());
    out_.AddStep(RowStep::Kind::kUpdate, std::move(request));
  }

  // What a draft still lets change. Values that the mask does not name are left alone.
  template <typename ChangeFunction>
  void UpdateDraft(Target& target, const ChangeFunction& change) {
    if (change(Column::kLeads, "leads", Shown(Sorted(now_.leads)), Shown(Sorted(row_.leads)))) {
      for (const std::string& unit : row_.leads) target.add_leads(unit);
    }
    change(Column::kDirection, "direction", DirectionText(now_), DirectionText(row_));
    if (row_.year != 0) {
      change(Column::kYear, "year", std::to_string(now_.year), std::to_string(row_.year));
    }
    change(Column::kBaseValue, "base_value", Shown(now_.base_value), Shown(row_.base_value));
    change(Column::kYearValue, "year_value", Shown(now_.year_value), Shown(EntryValue()));
    change(Column::kPlan, "plan", Shown(now_.plan), Shown(EntryPlan()));
    change(Column::kMeasuredFrom, "measured_from", PeriodText(now_), PeriodText(row_));
    SetAsked(target);
  }

  static std::string DirectionText(const TargetRow& row) {
    return row.direction ? sheets::WordOf(sheets::kDirections, *row.direction) : "(trống)";
  }
  static std::string PeriodText(const TargetRow& row) {
    return row.measured_from ? sheets::TextOf(*row.measured_from) : "(trống)";
  }

  // What an assigned target does not let change by a table.
  void CheckFixed() {
    const auto fixed = [this](Column column, const std::string& before, const std::string& after,
                              const char* remedy) {
      if (!out_.Differs(column, before == after)) return;
      out_.Problem(column, after, "đang là " + before + "; " + remedy);
    };
    constexpr char kNever[] =
        "không đổi sau khi giao: rút chỉ tiêu này (WithdrawTarget) rồi giao chỉ tiêu khác";
    constexpr char kByVerb[] = "chỉ tiêu đã giao thì điều chỉnh bằng AdjustTarget (tệp JSON)";
    fixed(Column::kDirection, DirectionText(now_), DirectionText(row_), kNever);
    if (row_.year != 0) {
      fixed(Column::kYear, std::to_string(now_.year), std::to_string(row_.year), kNever);
    }
    fixed(Column::kMeasuredFrom, PeriodText(now_), PeriodText(row_), kNever);
    fixed(Column::kBaseValue, Shown(now_.base_value), Shown(row_.base_value), kByVerb);
    fixed(Column::kLeads, Shown(Sorted(now_.leads)), Shown(Sorted(row_.leads)), kByVerb);
    const std::optional<Decimal> entry =
        now_.original_year_value ? now_.original_year_value : now_.year_value;
    if (row_.original_year_value && row_.original_year_value != entry) {
      fixed(Column::kOriginalYearValue, Shown(entry), Shown(row_.original_year_value),
            "chỉ tiêu ban đầu không đổi sau khi giao");
    }
    const auto& entry_plan = now_.original_plan.empty() ? now_.plan : now_.original_plan;
    if (!row_.original_plan.empty() && row_.original_plan != entry_plan) {
      fixed(Column::kOriginalPlan, Shown(entry_plan), Shown(row_.original_plan),
            "kế hoạch ban đầu không đổi sau khi giao");
    }
  }

  // Approval that holds once the row is written; nullopt: it stays a draft.
  std::optional<Day> Approval() const { return draft_ ? row_.approval_date : now_.approval_date; }

  void Assign() {
    if (!row_.approval_date) return;
    if (!draft_) {
      if (row_.approval_date != now_.approval_date) {
        out_.Problem(Column::kApprovalDate, Shown(row_.approval_date),
                     "đã ghi " + Shown(now_.approval_date) + kVoidFirst);
      } else if (!Agrees(row_.approval_document, now_.approval_document)) {
        out_.Problem(Column::kApprovalDocument, TextOfDocument(row_.approval_document),
                     "đã ghi " + Shown(TextOfDocument(now_.approval_document)) + kVoidFirst);
      }
      return;
    }
    if (!program_approved_) {
      return out_.Problem(Column::kApprovalDate, Shown(row_.approval_date),
                          "chương trình chưa được phê duyệt (ApproveProgram), chưa giao được chỉ"
                          " tiêu");
    }
    auto& request = out_.AddStep<programs::v1::AssignTargetRequest>(RowStep::Kind::kIssue);
    request.set_name(name_);
    *request.mutable_approval_date() = ToDate(*row_.approval_date);
    *request.mutable_document() = ToProto(row_.approval_document);
    out_.Change(Column::kApprovalDate, "(dự thảo)", Shown(row_.approval_date));
  }

  // An event needs an assigned target, and does not come before it. True when that is so.
  bool InProgram(Column column, const std::optional<Day>& day) {
    if (!Approval()) {
      out_.Problem(Column::kApprovalDate, "",
                   "thiếu ngày phê duyệt: chỉ tiêu chưa giao thì không có " +
                       std::string(sheets::HeaderOf(column)));
      return false;
    }
    if (day && *day < *Approval()) {
      out_.Problem(column, Shown(day), "trước ngày giao chỉ tiêu, " + Shown(Approval()));
      return false;
    }
    return true;
  }

  // Values that were in force before the adjustment of the row.
  std::optional<Decimal> ValueBefore() const { return draft_ ? EntryValue() : now_.year_value; }
  const std::vector<PlannedValue>& PlanBefore() const { return draft_ ? EntryPlan() : now_.plan; }

  void Adjust() {
    const bool value = header_.Has(Column::kYearValue) && row_.year_value != ValueBefore();
    const bool plan = header_.Has(Column::kPlan) && row_.plan != PlanBefore();
    if (!value && !plan) return CheckAdjustment();
    if (row_.adjustment.empty() || (!draft_ && row_.adjustment == now_.adjustment)) {
      return out_.Problem(value ? Column::kYearValue : Column::kPlan,
                          value ? Shown(row_.year_value) : Shown(row_.plan),
                          "đang là " + (value ? Shown(ValueBefore()) : Shown(PlanBefore())) +
                              "; đổi chỉ tiêu đã giao là điều chỉnh: điền các cột điều chỉnh");
    }
    if (!InProgram(Column::kAdjustmentDate, row_.adjustment.date)) return;
    auto& request = out_.AddStep<programs::v1::AdjustTargetRequest>(RowStep::Kind::kExtend);
    request.set_name(name_);
    if (value) {
      request.mutable_update_mask()->add_paths("year_value");
      request.set_year_value(DecimalText(row_.year_value));
      out_.Change(Column::kYearValue, Shown(ValueBefore()), Shown(row_.year_value));
    }
    if (plan) {
      request.mutable_update_mask()->add_paths("plan");
      SetPlan(row_.plan, request);
      out_.Change(Column::kPlan, Shown(PlanBefore()), Shown(row_.plan));
    }
    *request.mutable_approval_date() = ToDate(*row_.adjustment.date);
    *request.mutable_document() = ToProto(row_.adjustment.document);
    request.set_reason(row_.adjustment.reason);
  }

  // The values are those of the row already; whether by this adjustment is said, not repaired.
  void CheckAdjustment() {
    const sheets::Adjustment& wanted = row_.adjustment;
    if (wanted.empty()) return;
    const sheets::Adjustment& now = now_.adjustment;
    if (draft_ || now.empty()) {
      return out_.Problem(Column::kAdjustmentDate, Shown(wanted.date),
                          "không thấy điều chỉnh gì: ghi chỉ tiêu hoặc kế hoạch trước khi điều "
                          "chỉnh ở cột Chỉ tiêu năm ban đầu, Kế hoạch ban đầu");
    }
    if (wanted.date == now.date && wanted.reason == now.reason &&
        Agrees(wanted.document, now.document)) {
      return;
    }
    out_.Problem(Column::kAdjustmentDate, Shown(wanted.date),
                 "điều chỉnh đã ghi: ngày " + Shown(now.date) + ", " +
                     TextOfDocument(now.document) + ", " + now.reason + kVoidFirst);
  }

  // The day up to which a report holds is left out where it is the period's last.
  ReportedValue Normal(ReportedValue report) const {
    const int year = row_.year != 0 ? row_.year : now_.year;
    if (year != 0 && report.as_of && *report.as_of == LastDayOf(report.period, year)) {
      report.as_of.reset();
    }
    return report;
  }

  // Whether they are about the same, whatever the value.
  static bool SameReport(const ReportedValue& wanted, const ReportedValue& now) {
    return now.period == wanted.period && now.increment == wanted.increment &&
           now.as_of == wanted.as_of && (wanted.unit.empty() || now.unit == wanted.unit);
  }

  void Report() {
    for (const ReportedValue& given : row_.reports) {
      const ReportedValue wanted = Normal(given);
      // A value may be of a day before the target was assigned.
      if (!InProgram(Column::kReports, std::nullopt)) return;
      const auto now =
          std::find_if(now_.reports.begin(), now_.reports.end(),
                       [&](const ReportedValue& report) { return SameReport(wanted, report); });
      if (now == now_.reports.end()) {
        AddReport(wanted);
      } else if (now->value != wanted.value) {
        out_.Problem(Column::kReports, sheets::TextOf(wanted),
                     "đã ghi " + sheets::PlainNumber(now->value) +
                         "; số liệu báo cáo sai thì đính chính bằng tiendo target correct " +
                         ReportName(wanted) + " --value … --reason …");
      } else if (wanted.reported && wanted.reported != now->reported) {
        out_.Problem(Column::kReports, sheets::TextOf(wanted),
                     "đã ghi báo cáo ngày " + Shown(now->reported) + kVoidReport);
      } else if (!Agrees(wanted.document, now->document)) {
        out_.Problem(Column::kReportDocuments, TextOfDocument(wanted.document),
                     "đã ghi " + Shown(TextOfDocument(now->document)) + kVoidReport);
      }
    }
  }

  // The name of the report that was recorded for the same.
  std::string ReportName(const ReportedValue& wanted) const {
    TargetHistory one = *history_;
    for (const programs::v1::TargetReport& report : history_->reports) {
      one.reports = {report};
      const std::optional<TargetRow> row = RecordOf(one);
      if (row->reports.empty()) continue;
      const ReportedValue& now = row->reports.front();
      if (SameReport(wanted, now)) return report.name();
    }
    return name_;
  }

  void AddReport(const ReportedValue& report) {
    using programs::v1::TargetReport;
    auto& request = out_.AddStep<programs::v1::ReportTargetValueRequest>(RowStep::Kind::kComplete);
    request.set_name(name_);
    *request.mutable_period() = ToProto(report.period);
    request.set_kind(report.increment ? TargetReport::KIND_INCREMENTAL
                                      : TargetReport::KIND_CUMULATIVE);
    request.set_value(report.value.ToString());
    if (report.as_of) *request.mutable_as_of() = ToDate(*report.as_of);
    if (report.reported) *request.mutable_reported_date() = ToDate(*report.reported);
    request.set_unit(report.unit);
    if (!report.document.empty()) *request.mutable_evidence() = ToProto(report.document);
    out_.Change(Column::kReports, "(chưa có)", sheets::TextOf(report));
  }

  void Withdraw() {
    const sheets::Withdrawal& wanted = row_.withdrawal;
    if (wanted.empty()) return;
    if (!now_.withdrawal.empty()) {
      const sheets::Withdrawal& now = now_.withdrawal;
      if (wanted.date != now.date || wanted.reason != now.reason ||
          !Agrees(wanted.document, now.document)) {
        out_.Problem(Column::kWithdrawalDate, Shown(wanted.date),
                     "đã ghi rút ngày " + Shown(now.date) + ", " + TextOfDocument(now.document) +
                         kVoidFirst);
      }
      return;
    }
    if (!InProgram(Column::kWithdrawalDate, wanted.date)) return;
    auto& request = out_.AddStep<programs::v1::WithdrawTargetRequest>(RowStep::Kind::kWithdraw);
    request.set_name(name_);
    *request.mutable_approval_date() = ToDate(*wanted.date);
    *request.mutable_document() = ToProto(wanted.document);
    request.set_reason(wanted.reason);
    out_.Change(Column::kWithdrawalDate, "(không có)", Shown(wanted.date));
  }

  const TargetRow& row_;
  const sheets::Header& header_;
  const TargetHistory* history_;
  const TargetRow now_;  // empty without history
  const bool program_approved_;
  const std::string name_;
  OutcomeWriter out_;
  const bool draft_;
};

}  // namespace

RowOutcome CompareRow(const TargetRow& row, const sheets::Header& header,
                      const TargetHistory* history, bool program_approved) {
  return Comparison(row, header, history, program_approved).Run();
}

}  // namespace tiendo::cli
