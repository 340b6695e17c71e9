#include "services/cli/sheets/columns.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "services/cli/sheets/legacy_text.h"
#include "services/cli/sheets/words.h"

namespace tiendo::sheets {
namespace {

struct Names {
  Column column;
  std::string_view vietnamese;
  std::string_view english;
  // As offices also write it, folded, separated by '|'.
  std::string_view aliases;
};

// The tables of services/cli/README.md; a test compares them. In the order of the enum.
constexpr Names kNames[] = {
    {Column::kProgram, "Chương trình", "program", "ma chuong trinh|programme"},
    {Column::kOrdinal, "STT", "ordinal", "tt|so tt|so thu tu|no"},
    {Column::kId, "Mã", "id", "ma noi dung|ma so|item id"},
    {Column::kTitle, "Nội dung", "title",
     "noi dung cong viec|noi dung nhiem vu|ten noi dung|nhiem vu|ten nhiem vu|cong viec|item"},
    {Column::kProduct, "Sản phẩm", "product", "san pham du kien|san pham dau ra|expected product"},
    {Column::kLeads, "Chủ trì", "leads",
     "don vi chu tri|co quan chu tri|don vi thuc hien|don vi phu trach|lead|lead units|owner"},
    {Column::kCoordinators, "Phối hợp", "coordinators",
     "don vi phoi hop|co quan phoi hop|coordinating units"},
    {Column::kOrgan, "Cơ quan giao", "assigning organ", "don vi giao|noi giao|assigned by"},
    {Column::kTags, "Nhãn", "tags", "labels"},
    {Column::kSecret, "Mật", "secret", "do mat"},
    {Column::kApprovalDate, "Ngày phê duyệt", "approval date",
     "ngay giao|ngay duyet|ngay ban hanh|approved"},
    {Column::kApprovalDocument, "Văn bản phê duyệt", "approval document",
     "van ban giao|van ban ban hanh|quyet dinh giao|so van ban phe duyet"},
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
    {Column::kTargetTitle, "Chỉ tiêu", "target", "ten chi tieu|noi dung chi tieu"},
    {Column::kMeasure, "Đơn vị tính", "unit of measure", "dvt|don vi do"},
    {Column::kDirection, "Yêu cầu", "direction", "chieu|chieu huong"},
    {Column::kYear, "Năm", "year", ""},
    {Column::kBaseValue, "Giá trị gốc", "base value", "so goc|gia tri dau ky"},
    {Column::kOriginalYearValue, "Chỉ tiêu năm ban đầu", "original year value",
     "chi tieu giao dau nam"},
    {Column::kYearValue, "Chỉ tiêu năm", "year value",
     "ke hoach nam|muc tieu nam|gia tri nam|chi tieu giao"},
    {Column::kOriginalPlan, "Kế hoạch ban đầu", "original plan", ""},
    {Column::kPlan, "Kế hoạch lũy kế", "cumulative plan", "ke hoach theo ky|plan"},
    {Column::kMeasuredFrom, "Đánh giá từ kỳ", "measured from", ""},
    {Column::kAdjustmentDate, "Ngày điều chỉnh", "adjustment date", ""},
    {Column::kAdjustmentDocument, "Văn bản điều chỉnh", "adjustment document", ""},
    {Column::kAdjustmentReason, "Lý do điều chỉnh", "adjustment reason", ""},
    {Column::kReports, "Số liệu báo cáo", "reported values",
     "so lieu|thuc hien|ket qua thuc hien|reports"},
    {Column::kReportDocuments, "Văn bản báo cáo", "report documents", "so van ban bao cao"},
    {Column::kDutyTitle, "Nhiệm vụ", "duty", "ten nhiem vu|noi dung nhiem vu|bao cao|ten bao cao"},
    {Column::kLegalBasis, "Căn cứ", "legal basis", "can cu phap ly"},
    {Column::kCadence, "Định kỳ", "cadence", "ky bao cao|chu ky"},
    {Column::kDeadlineDay, "Ngày hạn", "deadline day", "han ngay"},
    {Column::kDeadlineMonths, "Số tháng sau kỳ", "months after period", ""},
    {Column::kShift, "Ngày nghỉ", "day off", "neu la ngay nghi"},
    {Column::kAssignees, "Đơn vị thực hiện", "units", "don vi|giao cho"},
    {Column::kSide, "Bên", "side", "khoi"},
    {Column::kUnitKinds, "Loại hình đơn vị", "unit kinds", ""},
    {Column::kBelow, "Trực thuộc", "below", ""},
    {Column::kSets, "Số bộ", "sets", "so bo ho so"},
    {Column::kGoal, "Chỉ tiêu số", "goal", "so luong"},
    {Column::kGoalUnit, "Đơn vị tính chỉ tiêu", "goal unit", "don vi tinh|dvt"},
    {Column::kDossier, "Hồ sơ", "documents", "thanh phan ho so"},
    {Column::kUnitDemands, "Giao riêng", "unit demands", ""},
    {Column::kReturnReasons, "Lý do trả lại", "return reasons", ""},
    {Column::kUnitName, "Tên đơn vị", "unit name", "ten|ten day du"},
    {Column::kShortName, "Tên gọi tắt", "short name", "ten viet tat|ten tat"},
    {Column::kCode, "Mã đơn vị", "code", "so hieu don vi"},
    {Column::kUnitKind, "Loại hình", "kind", "loai hinh don vi|loai don vi"},
    {Column::kSuperior, "Cấp trên", "superior", "don vi cap tren|cap tren truc tiep|truc thuoc"},
    {Column::kLedBy, "Tổ chức đảng lãnh đạo", "led by", "to chuc dang"},
    {Column::kHeadTitle, "Chức danh người đứng đầu", "head title", "chuc danh"},
    {Column::kEffectiveFrom, "Ngày thành lập", "effective from", "ngay hieu luc"},
    {Column::kFoundingDocument, "Quyết định thành lập", "founding document",
     "van ban thanh lap|can cu thanh lap"},
};

constexpr Column kItemColumns[] = {
    Column::kProgram,
    Column::kOrdinal,
    Column::kId,
    Column::kTitle,
    Column::kProduct,
    Column::kLeads,
    Column::kCoordinators,
    Column::kOrgan,
    Column::kTags,
    Column::kSecret,
    Column::kApprovalDate,
    Column::kApprovalDocument,
    Column::kBaselineDue,
    Column::kDue,
    Column::kExtensionDate,
    Column::kExtensionApprover,
    Column::kExtensionDocument,
    Column::kExtensionReason,
    Column::kResultDate,
    Column::kResultDocument,
    Column::kWithdrawalDate,
    Column::kWithdrawalDocument,
    Column::kWithdrawalReason,
};
constexpr Column kTargetColumns[] = {
    Column::kProgram,
    Column::kOrdinal,
    Column::kId,
    Column::kTargetTitle,
    Column::kMeasure,
    Column::kDirection,
    Column::kYear,
    Column::kBaseValue,
    Column::kOriginalYearValue,
    Column::kYearValue,
    Column::kOriginalPlan,
    Column::kPlan,
    Column::kMeasuredFrom,
    Column::kLeads,
    Column::kCoordinators,
    Column::kOrgan,
    Column::kTags,
    Column::kApprovalDate,
    Column::kApprovalDocument,
    Column::kAdjustmentDate,
    Column::kAdjustmentDocument,
    Column::kAdjustmentReason,
    Column::kReports,
    Column::kReportDocuments,
    Column::kWithdrawalDate,
    Column::kWithdrawalDocument,
    Column::kWithdrawalReason,
};
constexpr Column kDutyColumns[] = {
    Column::kProgram,
    Column::kOrdinal,
    Column::kId,
    Column::kDutyTitle,
    Column::kTags,
    Column::kLegalBasis,
    Column::kCadence,
    Column::kDue,
    Column::kDeadlineDay,
    Column::kDeadlineMonths,
    Column::kShift,
    Column::kAssignees,
    Column::kSide,
    Column::kUnitKinds,
    Column::kBelow,
    Column::kSets,
    Column::kGoal,
    Column::kGoalUnit,
    Column::kDossier,
    Column::kUnitDemands,
    Column::kReturnReasons,
    Column::kApprovalDate,
    Column::kApprovalDocument,
};
constexpr Column kUnitColumns[] = {
    Column::kId,
    Column::kUnitName,
    Column::kShortName,
    Column::kCode,
    Column::kUnitKind,
    Column::kSuperior,
    Column::kLedBy,
    Column::kHeadTitle,
    Column::kEffectiveFrom,
    Column::kFoundingDocument,
};

// By the column, as NamesOf takes them.
static_assert([] {
  for (size_t i = 0; i < std::size(kNames); ++i) {
    if (static_cast<size_t>(kNames[i].column) != i) return false;
  }
  return std::size(kNames) == static_cast<size_t>(Column::kFoundingDocument) + 1;
}());

struct KindOfTable {
  TableKind kind;
  std::span<const Column> columns;
  Column title;
  // What tells the kind from the others, beside the title; the title: nothing more.
  Column mark;
};
constexpr KindOfTable kKinds[] = {
    {TableKind::kItems, kItemColumns, Column::kTitle, Column::kTitle},
    {TableKind::kTargets, kTargetColumns, Column::kTargetTitle, Column::kMeasure},
    {TableKind::kDuties, kDutyColumns, Column::kDutyTitle, Column::kCadence},
    {TableKind::kUnits, kUnitColumns, Column::kUnitName, Column::kUnitKind},
};
static_assert(std::size(kKinds) == kTableKinds.size());

const Names& NamesOf(Column column) { return kNames[static_cast<size_t>(column)]; }
const KindOfTable& Kind(TableKind kind) { return kKinds[static_cast<size_t>(kind)]; }

std::optional<Column> Exactly(const std::string& name, TableKind kind) {
  if (name.empty()) return std::nullopt;
  for (const Column column : ColumnsOf(kind)) {
    const Names& names = NamesOf(column);
    if (name == FoldedText(names.vietnamese) || name == FoldedText(names.english) ||
        ListHas(names.aliases, name)) {
      return column;
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

Header HeaderIn(const Sheet& sheet, const Row& row, TableKind kind) {
  Header header{.kind = kind, .row = row.number};
  for (const auto& [column, cell] : WithMergesDown(sheet, row)) {
    const std::string text = OneLineOf(Shown(cell));
    if (text.empty()) continue;
    const std::optional<Column> named = ColumnNamed(text, kind);
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

std::span<const Column> ColumnsOf(TableKind kind) { return Kind(kind).columns; }
Column TitleOf(TableKind kind) { return Kind(kind).title; }

std::string_view HeaderOf(Column column) { return NamesOf(column).vietnamese; }
std::string_view EnglishHeaderOf(Column column) { return NamesOf(column).english; }

std::optional<Column> ColumnNamed(std::string_view header, TableKind kind) {
  const Encoding encoding = RecogniseEncoding(header, "");
  const std::string text =
      encoding == Encoding::kUnicode ? std::string(header) : Decode(header, encoding);
  if (std::optional<Column> found = Exactly(FoldedText(text), kind)) return found;
  return Exactly(FoldedText(WithoutParentheses(text)), kind);
}

const Cell& Header::At(const Row& at, Column column) const {
  static const Cell empty;
  auto it = columns.find(column);
  return it == columns.end() ? empty : at.At(it->second);
}

std::string PlaceOf(const Header& header, Column column) {
  auto it = header.columns.find(column);
  const std::string name = Quoted(std::string(HeaderOf(column)));
  return it == header.columns.end() ? name : ColumnLetters(it->second) + ' ' + name;
}

std::optional<Header> FindHeader(const Sheet& sheet, const Limits& limits) {
  std::optional<Header> best;
  const auto rows = std::min(sheet.rows.size(), static_cast<size_t>(limits.header_rows));
  for (size_t i = 0; i < rows; ++i) {
    for (const KindOfTable& kind : kKinds) {
      Header header = HeaderIn(sheet, sheet.rows[i], kind.kind);
      if (!header.Has(kind.title) || !header.Has(kind.mark) || header.columns.size() < 2) continue;
      if (!best || header.columns.size() > best->columns.size()) best = std::move(header);
    }
  }
  return best;
}

std::string HeaderNeeds() {
  std::string needs = "cần một dòng có ít nhất hai cột, trong đó có ô ";
  for (const KindOfTable& kind : kKinds) {
    if (kind.kind != kKinds[0].kind) needs += "; hoặc ";
    needs += Quoted(std::string(HeaderOf(kind.title)));
    if (kind.mark != kind.title) needs += " và " + Quoted(std::string(HeaderOf(kind.mark)));
  }
  return needs;
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
    return absl::InvalidArgumentError("không trang nào có dòng tiêu đề: " + HeaderNeeds() +
                                      "; tệp có trang " + NamesOfSheets(workbook));
  }
  return absl::InvalidArgumentError("nhiều trang có dòng tiêu đề: " + names +
                                    "; chọn một bằng --sheet");
}

}  // namespace tiendo::sheets
