#include "services/status/domain/columns.h"

#include <array>
#include <cstddef>

#include "absl/strings/str_cat.h"

namespace tiendo::status {
namespace {

constexpr std::array<ColumnInfo, kColumnCount> kInfos{{
    {Column::kPlan, "plan", "kế hoạch", &Figures::plan},
    {Column::kDueToDate, "due_to_date", "đến hạn", &Figures::due_to_date},
    {Column::kDoneTotal, "done_total", "đã thực hiện", &Figures::done_total},
    {Column::kDoneOfDue, "done_of_due", "đã thực hiện trong số đến hạn", &Figures::done_of_due},
    {Column::kDoneAhead, "done_ahead", "đã thực hiện khi chưa đến hạn", &Figures::done_ahead},
    {Column::kDoneNoDue, "done_no_due", "đã thực hiện, không có thời hạn", &Figures::done_no_due},
    {Column::kDoneOnTime, "done_on_time", "hoàn thành đúng hạn", &Figures::done_on_time},
    {Column::kDoneLate, "done_late", "hoàn thành trễ hạn", &Figures::done_late},
    {Column::kOverdueOpen, "overdue_open", "quá hạn", &Figures::overdue_open},
    {Column::kDueTodayOpen, "due_today_open", "đến hạn trong ngày", &Figures::due_today_open},
    {Column::kInProgress, "in_progress", "đang thực hiện trong hạn", &Figures::in_progress},
    {Column::kNoDueDate, "no_due_date", "không có thời hạn", &Figures::no_due_date},
    {Column::kRemaining, "remaining", "còn lại", &Figures::remaining},
    {Column::kAdded, "added", "bổ sung", &Figures::added},
    {Column::kWithdrawn, "withdrawn", "rút khỏi chương trình", &Figures::withdrawn},
    {Column::kCarriedIn, "carried_in", "chuyển từ năm trước sang", &Figures::carried_in},
    {Column::kNotUpdated, "not_updated", "chậm cập nhật", &Figures::not_updated},
    {Column::kOriginal, "original", "ban đầu", &Figures::original},
    {Column::kUnowned, "unowned", "chưa có đơn vị chủ trì", &Figures::unowned},
    {Column::kDueSoon, "due_soon", "sắp đến hạn", &Figures::due_soon},
    {Column::kNotConcrete, "not_concrete", "chưa cụ thể hóa", &Figures::not_concrete},
    {Column::kUnownedOpen, "unowned_open", "chưa xong, chưa có đơn vị chủ trì",
     &Figures::unowned_open},
}};

std::string Check(std::string_view left_name, int32_t left, std::string_view right_name,
                  int32_t right) {
  if (left == right) return "";
  return absl::StrCat(std::string(left_name), " (", left, ") = ", std::string(right_name), " (",
                      right, ")");
}

}  // namespace

std::span<const ColumnInfo> AllColumns() { return kInfos; }

const ColumnInfo& InfoOf(Column column) { return kInfos[static_cast<size_t>(column)]; }

int32_t Figures::Get(Column column) const { return this->*InfoOf(column).field; }

void Figures::Add(Column column, int32_t n) { this->*InfoOf(column).field += n; }

Figures& Figures::operator+=(const Figures& other) {
  for (const ColumnInfo& info : kInfos) this->*info.field += other.*info.field;
  return *this;
}

Figures& Figures::operator-=(const Figures& other) {
  for (const ColumnInfo& info : kInfos) this->*info.field -= other.*info.field;
  return *this;
}

std::string FailedIdentity(const Figures& f, bool with_due_by) {
  std::string failed = Check("done_total", f.done_total, "done_of_due + done_ahead + done_no_due",
                             f.done_of_due + f.done_ahead + f.done_no_due);
  if (failed.empty() && !with_due_by) {
    failed = Check("due_to_date", f.due_to_date, "done_of_due + overdue_open + due_today_open",
                   f.done_of_due + f.overdue_open + f.due_today_open);
  }
  if (failed.empty()) {
    failed =
        Check("plan", f.plan, "done_on_time + done_late + in_progress + overdue_open + no_due_date",
              f.done_on_time + f.done_late + f.in_progress + f.overdue_open + f.no_due_date);
  }
  if (failed.empty()) {
    failed = Check("plan", f.plan, "original + carried_in + added - withdrawn",
                   f.original + f.carried_in + f.added - f.withdrawn);
  }
  if (failed.empty()) {
    failed = Check("remaining", f.remaining, "plan - done_total", f.plan - f.done_total);
  }
  return failed;
}

std::string FailedIdentity(const CategoryRow& row, bool with_due_by, bool with_children) {
  std::string failed = FailedIdentity(row.total, with_due_by);
  if (!failed.empty() || !with_children) return failed;
  Figures sum = row.own;
  failed = FailedIdentity(row.own, with_due_by);
  if (!failed.empty()) return absl::StrCat("own: ", failed);
  for (const ChildRow& child : row.children) {
    failed = FailedIdentity(child.figures, with_due_by);
    if (!failed.empty()) return absl::StrCat(child.unit, ": ", failed);
    sum += child.figures;
  }
  sum -= row.joint;
  for (const ColumnInfo& info : kInfos) {
    failed = Check(info.name, row.total.*info.field, "own + children - joint", sum.*info.field);
    if (!failed.empty()) return failed;
  }
  return "";
}

}  // namespace tiendo::status
