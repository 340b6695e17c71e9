#include "services/cli/sheets/row_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <utility>

#include "common/text/fold.h"
#include "services/cli/sheets/date_text.h"
#include "services/cli/sheets/legacy_text.h"

namespace tiendo::sheets {
namespace {

// In messages; the cell itself can be found by its place.
constexpr size_t kShownBytes = 80;

std::string Cut(const std::string& text) {
  if (text.size() <= kShownBytes) return text;
  size_t end = kShownBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

bool IsDash(const std::string& text) {
  return text == "-" || text == "–" || text == "—" || text == "_";
}

template <size_t N>
bool Among(const std::string& folded, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), folded) != words.end();
}

constexpr std::array<std::string_view, 9> kYes = {"x",   "co", "mat",  "toi mat", "tuyet mat",
                                                  "yes", "y",  "true", "1"};
constexpr std::array<std::string_view, 6> kNo = {"", "khong", "no", "n", "false", "0"};
constexpr std::array<std::string_view, 5> kNoDueDate = {"khong", "khong thoi han",
                                                        "khong co thoi han", "none", "no due date"};

// "a; b\nc" -> a, b, c; each on one line, empty ones left out.
std::vector<std::string> Entries(const std::string& text) {
  std::vector<std::string> entries;
  for (size_t start = 0; start <= text.size();) {
    const size_t end = std::min(text.find_first_of(";\n", start), text.size());
    std::string entry = OneLineOf(text.substr(start, end - start));
    if (!entry.empty() && !IsDash(entry)) entries.push_back(std::move(entry));
    start = end + 1;
  }
  return entries;
}

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

}  // namespace

void RowReader::Add(Column column, const std::string& value, const std::string& reason) {
  const bool hidden =
      secret_ && (column == Column::kTitle || column == Column::kProduct ||
                  column == Column::kExtensionReason || column == Column::kWithdrawalReason);
  problems_.push_back({row_.number, PlaceOf(header_, column),
                       hidden ? std::string(kSecretTitle) : Cut(OneLineOf(value)), reason});
}

void RowReader::Add(Column column, const std::string& reason) {
  Add(column, Shown(header_.At(row_, column)), reason);
}

bool RowReader::IsLegacy(Column column, const Cell& cell) {
  if (cell.kind != Cell::Kind::kText) return false;
  const Encoding encoding = RecogniseEncoding(cell.text, cell.font);
  if (encoding == Encoding::kUnicode) return false;
  const std::string meant = secret_ ? "" : ", có lẽ là \"" + Cut(Decode(cell.text, encoding)) + '"';
  Add(column, "chữ theo bảng mã " + std::string(NameOf(encoding)) + ", không phải Unicode" + meant +
                  ": chuyển cả tệp sang Unicode (bằng công cụ chuyển mã của bộ gõ tiếng Việt) rồi "
                  "nhập lại");
  return true;
}

const Cell* RowReader::Usable(Column column) {
  const Cell& cell = header_.At(row_, column);
  if (cell.empty()) return nullptr;
  if (!cell.fault.empty()) {
    Add(column, cell.fault);
    return nullptr;
  }
  return IsLegacy(column, cell) ? nullptr : &cell;
}

std::string RowReader::Prose(Column column) {
  const Cell* cell = Usable(column);
  return cell == nullptr ? "" : OneLineOf(Shown(*cell));
}

std::string RowReader::Text(Column column) {
  std::string text = Prose(column);
  return IsDash(text) ? "" : text;
}

std::vector<std::string> RowReader::List(Column column) {
  const Cell* cell = Usable(column);
  if (cell == nullptr) return {};
  std::vector<std::string> entries = Entries(Shown(*cell));
  std::set<std::string> seen;
  for (const std::string& entry : entries) {
    if (!seen.insert(text::Fold(entry)).second) Add(column, "\"" + Cut(entry) + "\" ghi hai lần");
  }
  return entries;
}

std::optional<Day> RowReader::DateIn(Column column, const std::string& text) {
  const absl::StatusOr<Day> day =
      ParseDateText(text, static_cast<int>(limits_.two_digit_years_from));
  if (day.ok()) return *day;
  Add(column, text, std::string(day.status().message()));
  return std::nullopt;
}

std::optional<Day> RowReader::Date(Column column) {
  const Cell* cell = Usable(column);
  if (cell == nullptr) return std::nullopt;
  if (cell->kind == Cell::Kind::kDate) return cell->day;
  if (cell->kind != Cell::Kind::kText) {
    Add(column, "là số, không phải ngày: định dạng ô kiểu Ngày, hoặc ghi như 30/06/2022");
    return std::nullopt;
  }
  const std::string text = OneLineOf(cell->text);
  if (text.empty() || IsDash(text)) return std::nullopt;
  return DateIn(column, text);
}

Document RowReader::DocumentIn(Column column, const std::string& text) {
  const absl::StatusOr<Document> document =
      ParseDocument(text, static_cast<int>(limits_.two_digit_years_from));
  if (document.ok()) return *document;
  Add(column, text, std::string(document.status().message()));
  return {};
}

Document RowReader::Citation(Column column) {
  const std::string text = Text(column);
  return text.empty() ? Document() : DocumentIn(column, text);
}

int RowReader::Ordinal() {
  const Cell* cell = Usable(Column::kOrdinal);
  if (cell == nullptr) return 0;
  std::string text = OneLineOf(Shown(*cell));
  while (!text.empty() && (text.back() == '.' || text.back() == ')')) text.pop_back();
  if (text.empty() || IsDash(text)) return 0;
  int value = 0;
  const char* end = text.data() + text.size();
  const auto [last, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc() && last == end && value >= 0) return value;
  Add(Column::kOrdinal, "không phải số nguyên: ghi 1, 2, 3 …");
  return 0;
}

bool RowReader::Secret() {
  const std::string text = text::Fold(Text(Column::kSecret));
  if (Among(text, kYes)) return true;
  if (!Among(text, kNo))
    Add(Column::kSecret, "ghi \"x\" cho nội dung mật, để trống cho nội dung khác");
  // What cannot be read is taken for secret, so that nothing of the row is printed.
  return !Among(text, kNo);
}

std::vector<std::string> RowReader::Tags() {
  std::vector<std::string> tags;
  for (const std::string& entry : List(Column::kTags)) {
    // Some write them with commas; no tag has one.
    for (size_t start = 0; start <= entry.size();) {
      const size_t end = std::min(entry.find(',', start), entry.size());
      std::string tag = OneLineOf(entry.substr(start, end - start));
      if (!tag.empty()) tags.push_back(std::move(tag));
      start = end + 1;
    }
  }
  return tags;
}

void RowReader::ReadDue(ItemRow& item) {
  item.baseline_due = Date(Column::kBaselineDue);
  const Cell& cell = header_.At(row_, Column::kDue);
  if (cell.kind == Cell::Kind::kText && Among(text::Fold(OneLineOf(cell.text)), kNoDueDate)) {
    item.due_removed = true;
  } else {
    item.due = Date(Column::kDue);
  }
  if (item.due_removed && item.extension.empty() && !item.baseline_due) item.due_removed = false;
}

void RowReader::ReadResults(ItemRow& item) {
  const Cell& cell = header_.At(row_, Column::kResultDate);
  if (cell.kind != Cell::Kind::kText) {
    const std::optional<Day> day = Date(Column::kResultDate);
    if (day) item.results.push_back({"", *day, {}});
  } else if (Usable(Column::kResultDate) != nullptr) {
    for (const Part& part : PartsOf(cell.text, item.leads)) {
      const std::optional<Day> day = DateIn(Column::kResultDate, part.text);
      if (day) item.results.push_back({part.lead, *day, {}});
    }
  }
  std::set<std::string> seen;
  for (const Result& result : item.results) {
    if (seen.insert(result.lead).second) continue;
    Add(Column::kResultDate, result.lead, "đơn vị này có hai ngày");
  }
  if (seen.size() > 1 && seen.contains("")) {
    Add(Column::kResultDate,
        "ghi một ngày cho cả nội dung, hoặc mỗi đơn vị chủ trì một dòng \"Tên đơn vị: ngày\"");
  }
  ReadResultDocuments(item);
}

void RowReader::ReadResultDocuments(ItemRow& item) {
  const Cell* cell = Usable(Column::kResultDocument);
  if (cell == nullptr) return;
  for (const Part& part : PartsOf(Shown(*cell), item.leads)) {
    const Document document = DocumentIn(Column::kResultDocument, part.text);
    bool matched = false;
    for (Result& result : item.results) {
      if (!part.lead.empty() && result.lead != part.lead) continue;
      result.document = document;
      matched = true;
    }
    if (matched) continue;
    Add(Column::kResultDocument, part.text,
        part.lead.empty() ? "có văn bản mà không có ngày ở cột Kết quả"
                          : part.lead + " không có ngày riêng ở cột Kết quả");
  }
}

void RowReader::CheckWhole(const ItemRow& item) {
  const auto needs = [this](bool present, Column column, const char* what) {
    if (!present) Add(column, "", std::string("thiếu, ") + what + " cần có");
  };
  // One that cannot be read has been told already.
  const Cell& title = header_.At(row_, Column::kTitle);
  if (title.fault.empty() && OneLineOf(Shown(title)).empty()) {
    Add(Column::kTitle, "", "thiếu nội dung");
  }
  if (!item.approval_date && !item.approval_document.empty()) {
    needs(false, Column::kApprovalDate, "văn bản phê duyệt");
  }
  if (!item.extension.empty()) {
    needs(item.extension.date.has_value(), Column::kExtensionDate, "gia hạn");
    needs(!item.extension.approver.empty(), Column::kExtensionApprover, "gia hạn");
    needs(!item.extension.document.number.empty(), Column::kExtensionDocument, "gia hạn");
    // The reason of a secret item is not exported.
    needs(!item.extension.reason.empty() || item.title == kSecretTitle, Column::kExtensionReason,
          "gia hạn");
    needs(item.due.has_value() || item.due_removed, Column::kDue, "gia hạn");
  }
  if (!item.withdrawal.empty()) {
    needs(item.withdrawal.date.has_value(), Column::kWithdrawalDate, "rút");
    needs(!item.withdrawal.document.number.empty(), Column::kWithdrawalDocument, "rút");
    needs(!item.withdrawal.reason.empty() || item.title == kSecretTitle, Column::kWithdrawalReason,
          "rút");
  }
  if (item.title == kSecretTitle && !item.secret) {
    Add(Column::kSecret,
        "dòng này thay cho một nội dung mật: giữ nguyên dấu \"x\"; muốn giải mật thì ghi tên thật");
  }
}

ItemRow RowReader::Read() {
  ItemRow item;
  item.row = row_.number;
  item.secret = secret_ = Secret();
  item.ordinal = Ordinal();
  item.title = Prose(Column::kTitle);
  item.product = Prose(Column::kProduct);
  item.leads = List(Column::kLeads);
  item.coordinators = List(Column::kCoordinators);
  item.assigning_organ = Prose(Column::kOrgan);
  item.tags = Tags();
  item.approval_date = Date(Column::kApprovalDate);
  item.approval_document = Citation(Column::kApprovalDocument);
  item.extension = {Date(Column::kExtensionDate), Prose(Column::kExtensionApprover),
                    Citation(Column::kExtensionDocument), Prose(Column::kExtensionReason)};
  ReadDue(item);
  ReadResults(item);
  item.withdrawal = {Date(Column::kWithdrawalDate), Citation(Column::kWithdrawalDocument),
                     Prose(Column::kWithdrawalReason)};
  CheckWhole(item);
  return item;
}

}  // namespace tiendo::sheets
