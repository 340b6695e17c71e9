#include "services/cli/sheets/row_reader.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "common/text/fold.h"
#include "services/cli/sheets/date_text.h"
#include "services/cli/sheets/legacy_text.h"
#include "services/cli/sheets/number_text.h"

namespace tiendo::sheets {
namespace {

constexpr size_t kShownBytes = 80;

// The parts of a text, each on one line, empty ones left out.
std::vector<std::string> Entries(const std::string& text, const char* separators) {
  std::vector<std::string> entries;
  for (size_t start = 0; start <= text.size();) {
    const size_t end = std::min(text.find_first_of(separators, start), text.size());
    std::string entry = OneLineOf(text.substr(start, end - start));
    if (!entry.empty() && !IsDash(entry)) entries.push_back(std::move(entry));
    start = end + 1;
  }
  return entries;
}

}  // namespace

std::string Cut(const std::string& text) {
  if (text.size() <= kShownBytes) return text;
  size_t end = kShownBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

bool IsDash(const std::string& text) {
  return text == "-" || text == "–" || text == "—" || text == "_";
}

void RowReader::Add(Column column, const std::string& value, const std::string& reason) {
  const bool hidden =
      secret_ && (column == Column::kTitle || column == Column::kProduct ||
                  column == Column::kExtensionReason || column == Column::kWithdrawalReason);
  problems_.push_back({row_.number, PlaceOf(header_, column),
                       hidden ? std::string(kSecretTitle) : Cut(OneLineOf(value)), reason});
}

void RowReader::Add(Column column, const std::string& reason) {
  Add(column, Shown(At(column)), reason);
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
  const Cell& cell = At(column);
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

std::vector<std::string> RowReader::Lines(Column column) {
  const Cell* cell = Usable(column);
  return cell == nullptr ? std::vector<std::string>() : Entries(Shown(*cell), "\n");
}

std::vector<std::string> RowReader::List(Column column) {
  const Cell* cell = Usable(column);
  if (cell == nullptr) return {};
  std::vector<std::string> entries = Entries(Shown(*cell), ";\n");
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

int RowReader::Whole(Column column) {
  const Cell* cell = Usable(column);
  if (cell == nullptr) return 0;
  std::string text = OneLineOf(Shown(*cell));
  while (!text.empty() && (text.back() == '.' || text.back() == ')')) text.pop_back();
  if (text.empty() || IsDash(text)) return 0;
  int value = 0;
  const char* end = text.data() + text.size();
  const auto [last, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc() && last == end && value >= 0) return value;
  Add(column, "không phải số nguyên: ghi 1, 2, 3 …");
  return 0;
}

std::optional<decimal::Decimal> RowReader::NumberIn(Column column, const std::string& text) {
  std::string plain = text;
  while (!plain.empty() && (plain.back() == '%' || plain.back() == ' ')) plain.pop_back();
  const NumberText read = ReadNumber(plain);
  if (read.number) return read.number;
  Add(column, text,
      read.whole.empty() ? "không phải số: ghi như 54950 hoặc 86,5"
                         : "đọc được theo hai cách: ghi " + read.whole +
                               ", hoặc dùng dấu phẩy thập phân, hoặc định dạng ô kiểu Số");
  return std::nullopt;
}

std::optional<decimal::Decimal> RowReader::Number(Column column) {
  const Cell* cell = Usable(column);
  if (cell == nullptr) return std::nullopt;
  if (cell->kind == Cell::Kind::kNumber) {
    // The shortest text that is this number, not the digits by which binary ones differ from it.
    const std::string text = NumberCell(cell->number).text;
    const bool exponent = text.find('e') != std::string::npos;
    std::optional<decimal::Decimal> number =
        decimal::Decimal::Parse(cell->percent && !exponent ? text + "e2" : text);
    if (!number || (cell->percent && exponent)) Add(column, "số quá lớn hoặc quá nhỏ");
    return number;
  }
  if (cell->kind != Cell::Kind::kText) {
    Add(column, "không phải số: ghi như 54950 hoặc 86,5");
    return std::nullopt;
  }
  const std::string text = OneLineOf(cell->text);
  if (text.empty() || IsDash(text)) return std::nullopt;
  return NumberIn(column, text);
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

std::optional<std::pair<std::string, std::string>> RowReader::KeyAndText(Column column,
                                                                         const std::string& entry) {
  const size_t colon = entry.find(':');
  std::string key = OneLineOf(entry.substr(0, colon));
  std::string text = colon == std::string::npos ? "" : OneLineOf(entry.substr(colon + 1));
  if (!key.empty() && !text.empty()) return std::pair(std::move(key), std::move(text));
  Add(column, entry, "mỗi dòng ghi hai phần, giữa là dấu hai chấm");
  return std::nullopt;
}

Withdrawal RowReader::ReadWithdrawal() {
  return {Date(Column::kWithdrawalDate), Citation(Column::kWithdrawalDocument),
          Prose(Column::kWithdrawalReason)};
}

void RowReader::Require(Column column, const std::string& reason) {
  const Cell& cell = At(column);
  if (cell.fault.empty() && OneLineOf(Shown(cell)).empty()) Add(column, "", reason);
}

void RowReader::Needs(bool present, Column column, const std::string& what) {
  if (!present) Add(column, "", "thiếu, " + what + " cần có");
}

void RowReader::CheckApproval(const std::optional<Day>& date, const Document& document) {
  Needs(date.has_value() || document.empty(), Column::kApprovalDate, "văn bản phê duyệt");
}

void RowReader::CheckWithdrawal(const Withdrawal& withdrawal, bool hidden) {
  if (withdrawal.empty()) return;
  Needs(withdrawal.date.has_value(), Column::kWithdrawalDate, "rút");
  Needs(!withdrawal.document.number.empty(), Column::kWithdrawalDocument, "rút");
  Needs(!withdrawal.reason.empty() || hidden, Column::kWithdrawalReason, "rút");
}

}  // namespace tiendo::sheets
