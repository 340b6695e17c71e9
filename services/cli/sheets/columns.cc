#include "services/cli/sheets/columns.h"

#include <algorithm>

#include "common/text/fold.h"
#include "services/cli/sheets/legacy_text.h"

namespace tiendo::sheets {
namespace {

struct Names {
  Column column;
  std::string_view vietnamese;
  std::string_view english;
  // As offices also write it, folded, separated by '|'.
  std::string_view aliases;
};

// The table of services/cli/README.md; a test compares the two.
constexpr Names kNames[] = {
    {Column::kProgram, "Chương trình", "program", "ma chuong trinh|programme"},
    {Column::kOrdinal, "STT", "ordinal", "tt|so tt|so thu tu|no"},
    {Column::kId, "Mã", "id", "ma noi dung|ma so|item id"},
    {Column::kTitle, "Nội dung", "title",
     "noi dung cong viec|noi dung nhiem vu|ten noi dung|nhiem vu|ten nhiem vu|cong viec|item"},
    {Column::kProduct, "Sản phẩm", "product", "san pham du kien|san pham dau ra|expected product"},
    {Column::kLeads, "Chủ trì", "leads",
     "don vi chu tri|co quan chu tri|don vi thuc hien|lead|lead units"},
    {Column::kCoordinators, "Phối hợp", "coordinators",
     "don vi phoi hop|co quan phoi hop|coordinating units"},
    {Column::kOrgan, "Cơ quan giao", "assigning organ", "don vi giao|noi giao|assigned by"},
    {Column::kTags, "Nhãn", "tags", "labels"},
    {Column::kSecret, "Mật", "secret", "do mat"},
    {Column::kApprovalDate, "Ngày phê duyệt", "approval date", "ngay giao|ngay duyet|approved"},
    {Column::kApprovalDocument, "Văn bản phê duyệt", "approval document",
     "van ban giao|so van ban phe duyet"},
    {Column::kBaselineDue, "Thời hạn ban đầu", "baseline due date", "han ban dau|baseline"},
    {Column::kDue, "Thời hạn", "due date",
     "han|han hoan thanh|thoi han hoan thanh|thoi gian hoan thanh|due|deadline"},
    {Column::kExtensionDate, "Ngày gia hạn", "extension date", ""},
    {Column::kExtensionApprover, "Người phê duyệt gia hạn", "extension approver",
     "cap phe duyet gia han"},
    {Column::kExtensionDocument, "Văn bản gia hạn", "extension document", ""},
    {Column::kExtensionReason, "Lý do gia hạn", "extension reason", ""},
    {Column::kResultDate, "Kết quả", "result date",
     "ngay ket qua|ngay co ket qua|ngay hoan thanh|result|completed"},
    {Column::kResultDocument, "Số văn bản", "document",
     "van ban ket qua|so van ban ket qua|so ky hieu van ban|result document"},
    {Column::kWithdrawalDate, "Ngày rút", "withdrawal date", ""},
    {Column::kWithdrawalDocument, "Văn bản rút", "withdrawal document", ""},
    {Column::kWithdrawalReason, "Lý do rút", "withdrawal reason", ""},
};
static_assert(std::size(kNames) == kColumnCount);

const Names& NamesOf(Column column) { return kNames[static_cast<size_t>(column)]; }

std::string Joined(std::string_view text) {
  std::string out;
  for (const std::string& word : text::FoldedWords(text)) {
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

bool ListHas(std::string_view list, std::string_view name) {
  for (size_t start = 0; start < list.size();) {
    const size_t end = std::min(list.find('|', start), list.size());
    if (list.substr(start, end - start) == name) return true;
    start = end + 1;
  }
  return false;
}

std::optional<Column> Exactly(const std::string& name) {
  if (name.empty()) return std::nullopt;
  for (const Names& names : kNames) {
    if (name == Joined(names.vietnamese) || name == Joined(names.english) ||
        ListHas(names.aliases, name)) {
      return names.column;
    }
  }
  return std::nullopt;
}

std::string WithoutParentheses(std::string_view text) {
  std::string out;
  int depth = 0;
  for (const char c : text) {
    if (c == '(') ++depth;
    if (depth == 0) out += c;
    if (c == ')' && depth > 0) --depth;
  }
  return out;
}

// What a block of several rows says counts for each of them; of several columns for the first.
std::map<int, Cell> WithMergesDown(const Sheet& sheet, const Row& row) {
  std::map<int, Cell> cells = row.cells;
  for (const Merge& merge : sheet.merges) {
    if (row.number <= merge.first_row || row.number > merge.last_row) continue;
    auto top = std::lower_bound(sheet.rows.begin(), sheet.rows.end(), merge.first_row,
                                [](const Row& r, int number) { return r.number < number; });
    if (top == sheet.rows.end() || top->number != merge.first_row) continue;
    const Cell& value = top->At(merge.first_column);
    if (!value.empty()) cells[merge.first_column] = value;
  }
  return cells;
}

Header HeaderIn(const Sheet& sheet, const Row& row) {
  Header header{.row = row.number};
  for (const auto& [column, cell] : WithMergesDown(sheet, row)) {
    const std::string text = OneLineOf(Shown(cell));
    if (text.empty()) continue;
    const std::optional<Column> named = ColumnNamed(text);
    if (!named) {
      header.unknown.push_back(ColumnLetters(column) + " \"" + text + '"');
    } else if (auto [it, added] = header.columns.emplace(*named, column); !added) {
      header.repeated.push_back(ColumnLetters(it->second) + " và " + ColumnLetters(column) + " \"" +
                                std::string(HeaderOf(*named)) + '"');
    }
  }
  return header;
}

std::string Quoted(const std::string& name) { return '"' + name + '"'; }

std::string NamesOfSheets(const Workbook& workbook) {
  std::string names;
  for (const Sheet& sheet : workbook.sheets) {
    names += (names.empty() ? "" : ", ") + Quoted(sheet.name) + (sheet.hidden ? " (ẩn)" : "");
  }
  return names;
}

}  // namespace

std::array<Column, kColumnCount> AllColumns() {
  std::array<Column, kColumnCount> all{};
  for (size_t i = 0; i < all.size(); ++i) all[i] = kNames[i].column;
  return all;
}

std::string_view HeaderOf(Column column) { return NamesOf(column).vietnamese; }
std::string_view EnglishHeaderOf(Column column) { return NamesOf(column).english; }

std::optional<Column> ColumnNamed(std::string_view header) {
  const Encoding encoding = RecogniseEncoding(header, "");
  const std::string text =
      encoding == Encoding::kUnicode ? std::string(header) : Decode(header, encoding);
  if (std::optional<Column> found = Exactly(Joined(text))) return found;
  return Exactly(Joined(WithoutParentheses(text)));
}

const Cell& Header::At(const Row& at, Column column) const {
  static const Cell empty;
  auto it = columns.find(column);
  return it == columns.end() ? empty : at.At(it->second);
}

std::optional<Header> FindHeader(const Sheet& sheet, const Limits& limits) {
  std::optional<Header> best;
  const auto rows = std::min(sheet.rows.size(), static_cast<size_t>(limits.header_rows));
  for (size_t i = 0; i < rows; ++i) {
    Header header = HeaderIn(sheet, sheet.rows[i]);
    if (!header.Has(Column::kTitle) || header.columns.size() < 2) continue;
    if (!best || header.columns.size() > best->columns.size()) best = std::move(header);
  }
  return best;
}

absl::StatusOr<const Sheet*> ChooseSheet(const Workbook& workbook, const std::string& wanted,
                                         const Limits& limits) {
  if (!wanted.empty()) {
    for (const Sheet& sheet : workbook.sheets) {
      if (OneLineOf(sheet.name) == OneLineOf(wanted)) return &sheet;
    }
    return absl::InvalidArgumentError("không có trang " + Quoted(wanted) + "; tệp có " +
                                      NamesOfSheets(workbook));
  }
  std::vector<const Sheet*> found;
  std::string names;
  for (const Sheet& sheet : workbook.sheets) {
    if (sheet.hidden || !FindHeader(sheet, limits)) continue;
    found.push_back(&sheet);
    names += (names.empty() ? "" : ", ") + Quoted(sheet.name);
  }
  if (found.size() == 1) return found[0];
  if (found.empty()) {
    return absl::InvalidArgumentError(
        "không trang nào có dòng tiêu đề: cần một dòng có ô \"Nội dung\" và ít nhất một cột khác "
        "(STT, Mã, Chủ trì, Thời hạn …); tệp có trang " +
        NamesOfSheets(workbook));
  }
  return absl::InvalidArgumentError("nhiều trang có dòng tiêu đề: " + names +
                                    "; chọn một bằng --sheet");
}

}  // namespace tiendo::sheets
