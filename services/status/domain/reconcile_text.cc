#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/status/domain/reconcile.h"
#include "services/status/domain/sentence.h"

namespace tiendo::status {
namespace {

std::string NameVi(Column column) { return std::string(InfoOf(column).name_vi); }

std::string ReadingVi(Reading reading) {
  std::vector<std::string> names;
  for (const Column column : ColumnsOf(reading)) names.push_back(NameVi(column));
  return absl::StrJoin(names, "/");
}

std::string RangeVi(const DayRange& range) {
  const std::string first = calendar::FormatVietnamese(range.first);
  if (range.first == range.last) return absl::StrCat("ngày ", first);
  return absl::StrCat("từ ngày ", first, " đến ngày ", calendar::FormatVietnamese(range.last));
}

std::string RangesVi(const std::vector<DayRange>& ranges) {
  std::vector<std::string> texts;
  for (const DayRange& range : ranges) texts.push_back(RangeVi(range));
  return absl::StrJoin(texts, ", ");
}

// Items are counted once, be it that they change two columns.
size_t ItemCount(const Reconciliation& outcome) {
  std::vector<std::string> names;
  for (const Reconciliation::Difference& difference : outcome.differences) {
    names.push_back(difference.item.item);
  }
  std::sort(names.begin(), names.end());
  return static_cast<size_t>(std::unique(names.begin(), names.end()) - names.begin());
}

std::string PartVi(const Reconciliation::Part& part) {
  std::string text = absl::StrCat(" Số ", part.claimed, " không phải là số ", NameVi(part.column),
                                  " (", part.actual, ")");
  if (part.equal_columns.empty()) return absl::StrCat(text, ".");
  std::vector<std::string> names;
  for (const Column column : part.equal_columns) {
    names.push_back(absl::StrCat("“", NameVi(column), "”"));
  }
  return absl::StrCat(text, "; cùng hàng, số này bằng cột ", absl::StrJoin(names, ", "), ".");
}

}  // namespace

std::string SummaryVi(std::string_view claim, const ReconcileQuery& query,
                      const Reconciliation& outcome) {
  const std::string head =
      absl::StrCat("Số liệu ", std::string(claim), " (", ReadingVi(outcome.reading), ") ngày ",
                   calendar::FormatVietnamese(query.query.as_of));
  if (outcome.agrees) return absl::StrCat(head, " khớp với dữ liệu.");
  std::string text =
      absl::StrCat(head, " không khớp: dữ liệu là ", TripleText(outcome.actual), ".");
  for (const Reconciliation::Part& part : outcome.parts) {
    if (part.claimed != part.actual) text += PartVi(part);
  }
  if (outcome.true_on.empty()) {
    absl::StrAppend(&text, " Không ngày nào trong năm số liệu này đúng; ", ItemCount(outcome),
                    " nội dung có thể là nguyên nhân.");
  } else {
    absl::StrAppend(&text, " Số liệu này đúng ", RangesVi(outcome.true_on), "; so với ngày ",
                    calendar::FormatVietnamese(*outcome.nearest_day), " khác nhau ở ",
                    ItemCount(outcome), " nội dung.");
  }
  for (const Reconciliation::OtherReading& other : outcome.other_readings) {
    if (other.agrees) {
      absl::StrAppend(&text, " Nếu đọc là ", ReadingVi(other.reading), " thì khớp.");
    }
  }
  if (outcome.other_basis_agrees) {
    absl::StrAppend(&text, query.query.basis == Basis::kInForce
                               ? " Tính theo thời hạn ban đầu thì khớp."
                               : " Tính theo thời hạn hiện hành thì khớp.");
  }
  for (const Reconciliation::ByPeriodEnd& end : outcome.period_ends) {
    if (!end.agrees) continue;
    absl::StrAppend(&text, " Đọc là ", ReadingVi(end.reading),
                    ", so với nội dung đến hạn đến ngày ", calendar::FormatVietnamese(end.due_by),
                    " thì khớp.");
  }
  return text;
}

}  // namespace tiendo::status
