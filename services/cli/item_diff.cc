#include "services/cli/item_diff.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "services/cli/dates.h"
#include "services/cli/item_record.h"

namespace tiendo::cli {
namespace {

using calendar::Day;
using programs::v1::Item;
using sheets::Column;
using sheets::ItemRow;
using sheets::Result;

constexpr char kVoidFirst[] = "; ghi nhầm thì hủy sự kiện đó bằng tiendo item void rồi nhập lại";

class Comparison {
 public:
  Comparison(const ItemRow& row, const sheets::Header& header, const Recorded* recorded,
             bool program_approved)
      : row_(row),
        header_(header),
        recorded_(recorded),
        program_approved_(program_approved),
        name_("programs/" + row.program + "/items/" + row.id),
        out_(row.row, header, recorded != nullptr),
        draft_(recorded == nullptr || recorded->item.state() == Item::STATE_DRAFT) {}

  RowOutcome Run() {
    if (recorded_ == nullptr) {
      Create();
    } else {
      Update();
    }
    Approve();
    Extend();
    Complete();
    Withdraw();
    return out_.Take();
  }

 private:
  bool Hidden() const { return row_.title == sheets::kSecretTitle; }
  bool Secret() const { return row_.secret || (recorded_ != nullptr && recorded_->row.secret); }

  // The due date with which the item enters the programme: an extension comes after.
  std::optional<Day> EntryDue() const {
    if (row_.baseline_due) return row_.baseline_due;
    return row_.extension.empty() ? row_.due : std::nullopt;
  }

  void Create() {
    if (Hidden()) {
      return out_.Problem(Column::kTitle, row_.title,
                          "dòng này thay cho một nội dung mật mà hệ thống chưa có: ghi tên thật");
    }
    auto& request = out_.AddStep<programs::v1::CreateItemRequest>(RowStep::Kind::kCreate);
    request.set_parent("programs/" + row_.program);
    request.set_item_id(row_.id);
    Item& item = *request.mutable_item();
    item.set_ordinal(row_.ordinal);
    item.set_title(row_.title);
    item.set_product(row_.product);
    for (const std::string& lead : row_.leads) item.add_leads()->set_unit(lead);
    for (const std::string& unit : row_.coordinators) item.add_coordinators(unit);
    item.set_assigning_organ(row_.assigning_organ);
    for (const std::string& tag : row_.tags) item.add_tags(tag);
    item.set_secret(row_.secret);
    if (EntryDue()) *item.mutable_baseline_due_date() = ToDate(*EntryDue());
  }

  // What a sheet may change of an item that exists, each with its path in the mask.
  void Update() {
    const ItemRow& now = recorded_->row;
    auto request = std::make_unique<programs::v1::UpdateItemRequest>();
    Item& item = *request->mutable_item();
    google::protobuf::FieldMask& mask = *request->mutable_update_mask();
    if (out_.Differs(Column::kOrdinal, row_.ordinal == now.ordinal)) {
      item.set_ordinal(row_.ordinal);
      mask.add_paths("ordinal");
      out_.Change(Column::kOrdinal, std::to_string(now.ordinal), std::to_string(row_.ordinal));
    }
    if (!Hidden()) UpdateTexts(item, mask);
    if (out_.Differs(Column::kCoordinators,
                     Sorted(row_.coordinators) == Sorted(now.coordinators))) {
      for (const std::string& unit : row_.coordinators) item.add_coordinators(unit);
      mask.add_paths("coordinators");
      out_.Change(Column::kCoordinators, Shown(now.coordinators), Shown(row_.coordinators));
    }
    if (out_.Differs(Column::kOrgan, row_.assigning_organ == now.assigning_organ)) {
      item.set_assigning_organ(row_.assigning_organ);
      mask.add_paths("assigning_organ");
      out_.Change(Column::kOrgan, Shown(now.assigning_organ), Shown(row_.assigning_organ));
    }
    if (out_.Differs(Column::kTags, Sorted(row_.tags) == Sorted(now.tags))) {
      for (const std::string& tag : row_.tags) item.add_tags(tag);
      mask.add_paths("tags");
      out_.Change(Column::kTags, Shown(now.tags), Shown(row_.tags));
    }
    UpdateEntry(item, mask);
    if (mask.paths().empty()) return;
    item.set_name(name_);
    item.set_etag(recorded_->item.etag());
    out_.AddStep(RowStep::Kind::kUpdate, std::move(request));
  }

  void UpdateTexts(Item& item, google::protobuf::FieldMask& mask) {
    const ItemRow& now = recorded_->row;
    const auto shown = [this](const std::string& text) {
      return Secret() ? std::string(sheets::kSecretTitle) : Shown(text);
    };
    if (row_.title != now.title) {
      item.set_title(row_.title);
      mask.add_paths("title");
      out_.Change(Column::kTitle, shown(now.title), shown(row_.title));
    }
    if (header_.Has(Column::kProduct) && row_.product != now.product) {
      item.set_product(row_.product);
      mask.add_paths("product");
      out_.Change(Column::kProduct, shown(now.product), shown(row_.product));
    }
    if (header_.Has(Column::kSecret) && row_.secret != now.secret) {
      item.set_secret(row_.secret);
      mask.add_paths("secret");
      out_.Change(Column::kSecret, now.secret ? "mật" : "không mật",
                  row_.secret ? "mật" : "không mật");
    }
  }

  // Leads and the first due date: of a draft they are changed, afterwards by verbs only.
  void UpdateEntry(Item& item, google::protobuf::FieldMask& mask) {
    const ItemRow& now = recorded_->row;
    if (header_.Has(Column::kLeads) && Sorted(row_.leads) != Sorted(now.leads)) {
      if (draft_) {
        for (const std::string& lead : row_.leads) item.add_leads()->set_unit(lead);
        mask.add_paths("leads");
        out_.Change(Column::kLeads, Shown(now.leads), Shown(row_.leads));
      } else {
        out_.Problem(Column::kLeads, Shown(row_.leads),
                     "đang là " + Shown(now.leads) +
                         "; nội dung đã giao đổi chủ trì bằng tiendo item reassign " + name_);
      }
    }
    if (draft_) {
      const bool stated = header_.Has(Column::kBaselineDue) || header_.Has(Column::kDue);
      if (!stated || EntryDue() == now.baseline_due) return;
      if (EntryDue()) *item.mutable_baseline_due_date() = ToDate(*EntryDue());
      mask.add_paths("baseline_due_date");
      out_.Change(Column::kBaselineDue, Shown(now.baseline_due), Shown(EntryDue()));
    } else if (row_.baseline_due && row_.baseline_due != now.baseline_due) {
      out_.Problem(
          Column::kBaselineDue, Shown(row_.baseline_due),
          "đã ghi " + Shown(now.baseline_due) +
              "; thời hạn ban đầu không đổi sau khi giao, thời hạn mới ghi ở cột Thời hạn cùng "
              "các cột gia hạn");
    }
  }

  // Approval that holds once the row is written; nullopt: it stays a draft.
  std::optional<Day> Approval() const {
    return draft_ ? row_.approval_date : recorded_->row.approval_date;
  }

  void Approve() {
    if (!row_.approval_date) return;
    if (!draft_) {
      const ItemRow& now = recorded_->row;
      if (row_.approval_date != now.approval_date) {
        out_.Problem(Column::kApprovalDate, Shown(row_.approval_date),
                     "đã ghi " + Shown(now.approval_date) + kVoidFirst);
      } else if (!Agrees(row_.approval_document, now.approval_document)) {
        out_.Problem(Column::kApprovalDocument, TextOfDocument(row_.approval_document),
                     "đã ghi " + Shown(TextOfDocument(now.approval_document)) + kVoidFirst);
      }
      return;
    }
    if (!program_approved_) {
      return out_.Problem(
          Column::kApprovalDate, Shown(row_.approval_date),
          "chương trình chưa được phê duyệt (ApproveProgram), chưa giao được nội dung");
    }
    auto& request = out_.AddStep<programs::v1::IssueItemRequest>(RowStep::Kind::kIssue);
    request.set_name(name_);
    *request.mutable_approval_date() = ToDate(*row_.approval_date);
    if (!row_.approval_document.empty()) {
      *request.mutable_document() = ToProto(row_.approval_document);
    }
    out_.Change(Column::kApprovalDate, "(dự thảo)", Shown(row_.approval_date));
  }

  // An event needs an item in the programme and does not come before it. True when that is so.
  bool InProgram(Column column, const std::optional<Day>& day, bool dated_after) {
    if (!Approval()) {
      out_.Problem(Column::kApprovalDate, "",
                   "thiếu ngày phê duyệt: nội dung chưa giao thì không có " +
                       std::string(sheets::HeaderOf(column)));
      return false;
    }
    if (dated_after && day && *day < *Approval()) {
      out_.Problem(column, Shown(day), "trước ngày phê duyệt nội dung, " + Shown(Approval()));
      return false;
    }
    return true;
  }

  std::string ExtendCommand() const {
    const std::string to =
        row_.due_removed ? "--no-due-date" : "--to " + calendar::FormatIso(*row_.due);
    return "tiendo item extend " + name_ + ' ' + to +
           " --approver … --document … --reason … --approved …";
  }

  void Extend() {
    const bool stated = row_.due.has_value() || row_.due_removed;
    const std::optional<Day> before =
        draft_ ? EntryDue() : DayOf(recorded_->item.has_due_date(), recorded_->item.due_date());
    if (row_.extension.empty()) {
      if (!stated || row_.due == before) return;
      return out_.Problem(Column::kDue, row_.due_removed ? "không thời hạn" : Shown(row_.due),
                          "thời hạn đang là " + Shown(before) +
                              "; đổi thời hạn là gia hạn: điền các cột gia hạn, hoặc dùng " +
                              ExtendCommand());
    }
    if (!draft_ && row_.due == before && HasExtension()) return;
    if (!InProgram(Column::kExtensionDate, row_.extension.date, true)) return;
    if (Hidden() && row_.extension.reason.empty()) {
      return out_.Problem(Column::kExtensionReason, "", "thiếu, gia hạn cần có");
    }
    auto& request = out_.AddStep<programs::v1::ExtendItemRequest>(RowStep::Kind::kExtend);
    request.set_name(name_);
    if (row_.due_removed) {
      request.set_remove_due_date(true);
    } else {
      *request.mutable_new_due_date() = ToDate(*row_.due);
    }
    *request.mutable_approval_date() = ToDate(*row_.extension.date);
    request.set_approver(row_.extension.approver);
    *request.mutable_document() = ToProto(row_.extension.document);
    request.set_reason(row_.extension.reason);
    out_.Change(Column::kDue, Shown(before), row_.due_removed ? "không thời hạn" : Shown(row_.due));
  }

  // The due date is that of the row already; whether by this extension is said, not repaired.
  bool HasExtension() {
    const sheets::Extension& now = recorded_->row.extension;
    const sheets::Extension& wanted = row_.extension;
    if (now.empty()) return false;
    const bool same = wanted.date == now.date && wanted.approver == now.approver &&
                      Agrees(wanted.document, now.document) &&
                      (Secret() || wanted.reason == now.reason);
    if (!same) {
      out_.Problem(Column::kExtensionDate, Shown(wanted.date),
                   "gia hạn đến " + Shown(row_.due) + " đã ghi: ngày " + Shown(now.date) + ", " +
                       now.approver + ", " + TextOfDocument(now.document) +
                       (Secret() ? "" : ", " + now.reason) + kVoidFirst);
    }
    return true;
  }

  // The results of the row, each for one lead.
  std::vector<Result> Results() const {
    std::vector<std::string> leads = row_.leads;
    if (recorded_ != nullptr && !draft_) leads = recorded_->row.leads;
    std::vector<Result> results;
    for (const Result& result : row_.results) {
      if (!result.lead.empty() || leads.empty()) {
        results.push_back(result);
        continue;
      }
      for (const std::string& lead : leads) results.push_back({lead, result.day, result.document});
    }
    return results;
  }

  void Complete() {
    for (const Result& result : Results()) {
      if (!InProgram(Column::kResultDate, result.day, /*dated_after=*/false)) return;
      const Result* now = RecordedResult(result.lead);
      const std::string part = result.lead.empty() ? "" : result.lead + ": ";
      if (now != nullptr) {
        if (now->day != result.day) {
          out_.Problem(Column::kResultDate, part + Shown(result.day),
                       "đã ghi " + Shown(now->day) + kVoidFirst);
        } else if (!Agrees(result.document, now->document)) {
          out_.Problem(Column::kResultDocument, part + TextOfDocument(result.document),
                       "đã ghi " + Shown(TextOfDocument(now->document)) + kVoidFirst);
        }
        continue;
      }
      auto& request = out_.AddStep<programs::v1::ReportCompletionRequest>(RowStep::Kind::kComplete);
      request.set_name(name_);
      request.set_lead(result.lead);
      *request.mutable_result_date() = ToDate(result.day);
      if (!result.document.empty()) *request.mutable_document() = ToProto(result.document);
      out_.Change(Column::kResultDate, part + "(chưa có)", part + Shown(result.day));
    }
  }

  const Result* RecordedResult(const std::string& lead) const {
    if (recorded_ == nullptr) return nullptr;
    for (const Result& result : recorded_->row.results) {
      if (result.lead == lead) return &result;
    }
    return nullptr;
  }

  // The day on which the row has all parts done; nullopt while one is open.
  std::optional<Day> DoneOn() const {
    std::set<std::string> open(row_.leads.begin(), row_.leads.end());
    if (recorded_ != nullptr && !draft_) {
      open = {recorded_->row.leads.begin(), recorded_->row.leads.end()};
    }
    if (open.empty()) open.insert("");
    std::optional<Day> last;
    const auto done = [&](const Result& result) {
      if (open.erase(result.lead) > 0 && (!last || *last < result.day)) last = result.day;
    };
    if (recorded_ != nullptr) {
      std::for_each(recorded_->row.results.begin(), recorded_->row.results.end(), done);
    }
    const std::vector<Result> results = Results();
    std::for_each(results.begin(), results.end(), done);
    return open.empty() ? last : std::nullopt;
  }

  void Withdraw() {
    const sheets::Withdrawal& wanted = row_.withdrawal;
    if (wanted.empty()) return;
    if (recorded_ != nullptr && !recorded_->row.withdrawal.empty()) {
      const sheets::Withdrawal& now = recorded_->row.withdrawal;
      if (wanted.date != now.date || !Agrees(wanted.document, now.document) ||
          (!Secret() && wanted.reason != now.reason)) {
        out_.Problem(Column::kWithdrawalDate, Shown(wanted.date),
                     "đã ghi rút ngày " + Shown(now.date) + ", " + TextOfDocument(now.document) +
                         kVoidFirst);
      }
      return;
    }
    if (!InProgram(Column::kWithdrawalDate, wanted.date, true)) return;
    if (const std::optional<Day> done = DoneOn(); done && *done <= *wanted.date) {
      return out_.Problem(Column::kWithdrawalDate, Shown(wanted.date),
                          "nội dung đã hoàn thành ngày " + Shown(done) + ", không rút được nữa");
    }
    auto& request = out_.AddStep<programs::v1::WithdrawItemRequest>(RowStep::Kind::kWithdraw);
    request.set_name(name_);
    *request.mutable_approval_date() = ToDate(*wanted.date);
    *request.mutable_document() = ToProto(wanted.document);
    request.set_reason(wanted.reason);
    out_.Change(Column::kWithdrawalDate, "(không có)", Shown(wanted.date));
  }

  const ItemRow& row_;
  const sheets::Header& header_;
  const Recorded* recorded_;
  const bool program_approved_;
  const std::string name_;
  OutcomeWriter out_;
  const bool draft_;
};

}  // namespace

RowOutcome CompareRow(const ItemRow& row, const sheets::Header& header, const Recorded* recorded,
                      bool program_approved) {
  return Comparison(row, header, recorded, program_approved).Run();
}

}  // namespace tiendo::cli
