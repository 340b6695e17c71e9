// Reading one row of items (item_rows.h).
#include "services/cli/sheets/item_reader.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "common/text/fold.h"

namespace tiendo::sheets {
namespace {

template <size_t N>
bool Among(const std::string& folded, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), folded) != words.end();
}

constexpr std::array<std::string_view, 9> kYes = {"x",   "co", "mat",  "toi mat", "tuyet mat",
                                                  "yes", "y",  "true", "1"};
constexpr std::array<std::string_view, 6> kNo = {"", "khong", "no", "n", "false", "0"};
constexpr std::array<std::string_view, 5> kNoDueDate = {"khong", "khong thoi han",
                                                        "khong co thoi han", "none", "no due date"};

struct Part {
  std::string lead;  // one of the row's; empty: no lead is named
  std::string text;
};

// The lead of the row whose name and a colon stand at `start`, and where the text behind begins.
std::optional<std::pair<std::string, size_t>> LeadAt(const std::string& text, size_t start,
                                                     const std::vector<std::string>& leads) {
  const size_t end = std::min(text.find_first_of(";\n", start), text.size());
  for (size_t colon = text.find(':', start); colon < end; colon = text.find(':', colon + 1)) {
    const std::string name = text::Fold(OneLineOf(text.substr(start, colon - start)));
    for (const std::string& lead : leads) {
      if (text::Fold(lead) == name) return std::pair(lead, colon + 1);
    }
  }
  return std::nullopt;
}

// "Văn phòng Sở: 28/06/2022; Phòng A: 01/07/2022" by lead; without a lead at its beginning the text
// is one part. Semicolons within a part stay: texts of documents may have some.
std::vector<Part> PartsOf(const std::string& text, const std::vector<std::string>& leads) {
  std::vector<Part> parts;
  size_t begin = 0;
  std::string lead;
  const auto add = [&](size_t end) {
    std::string part = OneLineOf(text.substr(begin, end - begin));
    while (!part.empty() && (part.back() == ';' || part.back() == ' ')) part.pop_back();
    if (!part.empty() && !IsDash(part)) parts.push_back({lead, std::move(part)});
  };
  for (size_t start = 0; start < text.size();) {
    if (auto found = LeadAt(text, start, leads)) {
      add(start);
      lead = found->first;
      begin = found->second;
    }
    const size_t next = text.find_first_of(";\n", start);
    start = next == std::string::npos ? text.size() : next + 1;
  }
  add(text.size());
  return parts;
}

bool Secret(RowReader& reader) {
  const std::string text = text::Fold(reader.Text(Column::kSecret));
  if (Among(text, kYes)) return true;
  if (!Among(text, kNo)) {
    reader.Add(Column::kSecret, "ghi \"x\" cho nội dung mật, để trống cho nội dung khác");
  }
  // What cannot be read is taken for secret, so that nothing of the row is printed.
  return !Among(text, kNo);
}

void ReadDue(RowReader& reader, ItemRow& item) {
  item.baseline_due = reader.Date(Column::kBaselineDue);
  const Cell& cell = reader.At(Column::kDue);
  if (cell.kind == Cell::Kind::kText && Among(text::Fold(OneLineOf(cell.text)), kNoDueDate)) {
    item.due_removed = true;
  } else {
    item.due = reader.Date(Column::kDue);
  }
  if (item.due_removed && item.extension.empty() && !item.baseline_due) item.due_removed = false;
}

void ReadResultDocuments(RowReader& reader, ItemRow& item) {
  const Cell* cell = reader.Usable(Column::kResultDocument);
  if (cell == nullptr) return;
  for (const Part& part : PartsOf(Shown(*cell), item.leads)) {
    const Document document = reader.DocumentIn(Column::kResultDocument, part.text);
    bool matched = false;
    for (Result& result : item.results) {
      if (!part.lead.empty() && result.lead != part.lead) continue;
      result.document = document;
      matched = true;
    }
    if (matched) continue;
    reader.Add(Column::kResultDocument, part.text,
               part.lead.empty() ? "có văn bản mà không có ngày ở cột Kết quả"
                                 : part.lead + " không có ngày riêng ở cột Kết quả");
  }
}

void ReadResults(RowReader& reader, ItemRow& item) {
  const Cell& cell = reader.At(Column::kResultDate);
  if (cell.kind != Cell::Kind::kText) {
    const std::optional<Day> day = reader.Date(Column::kResultDate);
    if (day) item.results.push_back({"", *day, {}});
  } else if (reader.Usable(Column::kResultDate) != nullptr) {
    for (const Part& part : PartsOf(cell.text, item.leads)) {
      const std::optional<Day> day = reader.DateIn(Column::kResultDate, part.text);
      if (day) item.results.push_back({part.lead, *day, {}});
    }
  }
  std::set<std::string> seen;
  for (const Result& result : item.results) {
    if (seen.insert(result.lead).second) continue;
    reader.Add(Column::kResultDate, result.lead, "đơn vị này có hai ngày");
  }
  if (seen.size() > 1 && seen.contains("")) {
    reader.Add(
        Column::kResultDate,
        "ghi một ngày cho cả nội dung, hoặc mỗi đơn vị chủ trì một dòng \"Tên đơn vị: ngày\"");
  }
  ReadResultDocuments(reader, item);
}

void CheckWhole(RowReader& reader, const ItemRow& item) {
  reader.Require(Column::kTitle, "thiếu nội dung");
  const bool hidden = item.title == kSecretTitle;
  reader.CheckApproval(item.approval_date, item.approval_document);
  if (!item.extension.empty()) {
    reader.Needs(item.extension.date.has_value(), Column::kExtensionDate, "gia hạn");
    reader.Needs(!item.extension.approver.empty(), Column::kExtensionApprover, "gia hạn");
    reader.Needs(!item.extension.document.number.empty(), Column::kExtensionDocument, "gia hạn");
    reader.Needs(!item.extension.reason.empty() || hidden, Column::kExtensionReason, "gia hạn");
    reader.Needs(item.due.has_value() || item.due_removed, Column::kDue, "gia hạn");
  }
  reader.CheckWithdrawal(item.withdrawal, hidden);
  if (hidden && !item.secret) {
    reader.Add(
        Column::kSecret,
        "dòng này thay cho một nội dung mật: giữ nguyên dấu \"x\"; muốn giải mật thì ghi tên thật");
  }
}

}  // namespace

ItemRow ReadItem(RowReader& reader) {
  ItemRow item;
  item.row = reader.row();
  item.secret = Secret(reader);
  reader.set_secret(item.secret);
  item.ordinal = reader.Whole(Column::kOrdinal);
  item.title = reader.Prose(Column::kTitle);
  item.product = reader.Prose(Column::kProduct);
  item.leads = reader.List(Column::kLeads);
  item.coordinators = reader.List(Column::kCoordinators);
  item.assigning_organ = reader.Prose(Column::kOrgan);
  item.tags = reader.Tags();
  item.approval_date = reader.Date(Column::kApprovalDate);
  item.approval_document = reader.Citation(Column::kApprovalDocument);
  item.extension = {reader.Date(Column::kExtensionDate), reader.Prose(Column::kExtensionApprover),
                    reader.Citation(Column::kExtensionDocument),
                    reader.Prose(Column::kExtensionReason)};
  ReadDue(reader, item);
  ReadResults(reader, item);
  item.withdrawal = reader.ReadWithdrawal();
  CheckWhole(reader, item);
  return item;
}

}  // namespace tiendo::sheets
