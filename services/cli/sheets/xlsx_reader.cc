#include "services/cli/sheets/xlsx_reader.h"

#include <charconv>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "common/base/status_macros.h"
#include "common/text/utf8.h"
#include "services/cli/sheets/date_text.h"
#include "services/cli/sheets/xlsx_parts.h"

namespace tiendo::sheets {
namespace {

// What the format itself allows.
constexpr int kMaxRow = 1'048'576;
constexpr int kMaxColumn = 16'384;

absl::Status Broken(const std::string& what) {
  return absl::InvalidArgumentError("tệp hỏng: " + what +
                                    "; mở lại bằng chương trình bảng tính rồi lưu dạng .xlsx");
}

struct Place {
  int row = 0;     // 0: not given
  int column = 0;  // from 0
};

// "AB12"; nullopt for anything else.
std::optional<Place> PlaceOf(std::string_view reference) {
  Place place;
  size_t i = 0;
  int column = 0;
  while (i < reference.size() && reference[i] >= 'A' && reference[i] <= 'Z' && i < 3) {
    column = column * 26 + (reference[i] - 'A' + 1);
    ++i;
  }
  const char* end = reference.data() + reference.size();
  const auto [last, error] = std::from_chars(reference.data() + i, end, place.row);
  if (column == 0 || column > kMaxColumn || error != std::errc() || last != end || place.row < 1 ||
      place.row > kMaxRow) {
    return std::nullopt;
  }
  place.column = column - 1;
  return place;
}

std::optional<double> NumberOf(const std::string& text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [last, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc() || last != end) return std::nullopt;
  return number;
}

Cell Faulty(std::string shown, std::string fault) {
  Cell cell;
  cell.kind = Cell::Kind::kText;
  cell.text = std::move(shown);
  cell.fault = std::move(fault);
  return cell;
}

class Reader {
 public:
  Reader(ZipArchive& archive, const Limits& limits)
      : archive_(archive), limits_(limits), text_left_(limits.unpacked_mib * 1024 * 1024) {}

  absl::StatusOr<Workbook> Read() {
    TIENDO_ASSIGN_OR_RETURN(const auto top, ReadRelationships(archive_, "", limits_));
    std::string book = TargetOf(top, "/officeDocument");
    if (book.empty()) book = "xl/workbook.xml";
    TIENDO_ASSIGN_OR_RETURN(const std::unique_ptr<XmlPart> xml, Part(book));
    TIENDO_ASSIGN_OR_RETURN(const auto parts, ReadRelationships(archive_, book, limits_));
    TIENDO_RETURN_IF_ERROR(ReadShared(parts));
    const pugi::xml_node root = Child(xml->document, "workbook");
    const std::string since_1904 = Attribute(Child(root, "workbookPr"), "date1904");
    since_1904_ = since_1904 == "1" || since_1904 == "true";
    Workbook workbook;
    for (const pugi::xml_node& node : Child(root, "sheets").children()) {
      if (LocalName(node) != "sheet") continue;
      auto part = parts.find(Attribute(node, "id"));
      if (part == parts.end() || !IsOfType(part->second, "/worksheet")) continue;  // a chart
      Sheet sheet{.name = Attribute(node, "name")};
      const std::string state = Attribute(node, "state");
      sheet.hidden = state == "hidden" || state == "veryHidden";
      TIENDO_RETURN_IF_ERROR(ReadSheet(part->second.target, sheet));
      workbook.sheets.push_back(std::move(sheet));
    }
    if (workbook.sheets.empty()) return Broken("không có trang tính nào");
    return workbook;
  }

 private:
  absl::StatusOr<std::unique_ptr<XmlPart>> Part(const std::string& name) {
    TIENDO_ASSIGN_OR_RETURN(std::string bytes, archive_.Read(name));
    return ParseXml(name, std::move(bytes), limits_);
  }

  absl::Status ReadShared(const std::map<std::string, Relationship>& parts) {
    if (const std::string name = TargetOf(parts, "/sharedStrings"); !name.empty()) {
      TIENDO_ASSIGN_OR_RETURN(const std::unique_ptr<XmlPart> xml, Part(name));
      strings_ = SharedStrings(Child(xml->document, "sst"));
    }
    if (const std::string name = TargetOf(parts, "/styles"); !name.empty()) {
      TIENDO_ASSIGN_OR_RETURN(const std::unique_ptr<XmlPart> xml, Part(name));
      styles_ = Styles(Child(xml->document, "styleSheet"));
    }
    return absl::OkStatus();
  }

  absl::Status ReadSheet(const std::string& part, Sheet& sheet) {
    TIENDO_ASSIGN_OR_RETURN(const std::unique_ptr<XmlPart> xml, Part(part));
    const pugi::xml_node root = Child(xml->document, "worksheet");
    int last = 0;
    int64_t cells = 0;
    for (const pugi::xml_node& node : Child(root, "sheetData").children()) {
      if (LocalName(node) != "row") continue;
      Row row{.number = node.attribute("r").as_int(last + 1)};
      if (row.number <= last || row.number > kMaxRow) {
        return Broken("trang \"" + sheet.name + "\" có dòng không đúng thứ tự");
      }
      last = row.number;
      TIENDO_RETURN_IF_ERROR(ReadRow(node, row));
      cells += static_cast<int64_t>(row.cells.size());
      if (!row.cells.empty()) sheet.rows.push_back(std::move(row));
      TIENDO_RETURN_IF_ERROR(CheckSize(sheet, cells));
    }
    ForEachChild(Child(root, "mergeCells"), "mergeCell", [&sheet](const pugi::xml_node& node) {
      const std::string range = Attribute(node, "ref");
      const size_t colon = range.find(':');
      if (colon == std::string::npos) return;
      const std::optional<Place> from = PlaceOf(range.substr(0, colon));
      const std::optional<Place> to = PlaceOf(range.substr(colon + 1));
      if (from && to) sheet.merges.push_back({from->row, to->row, from->column, to->column});
    });
    return absl::OkStatus();
  }

  absl::Status CheckSize(const Sheet& sheet, int64_t cells) const {
    if (text_left_ < 0) {
      return absl::InvalidArgumentError("chữ trong các ô quá " +
                                        std::to_string(limits_.unpacked_mib) +
                                        " MiB (--max-unpacked-mib)");
    }
    if (static_cast<int64_t>(sheet.rows.size()) > limits_.rows) {
      return absl::InvalidArgumentError("trang \"" + sheet.name + "\" có quá " +
                                        std::to_string(limits_.rows) +
                                        " dòng có dữ liệu (--max-rows)");
    }
    if (cells > limits_.cells) {
      return absl::InvalidArgumentError("trang \"" + sheet.name + "\" có quá " +
                                        std::to_string(limits_.cells) +
                                        " ô có dữ liệu (--max-cells)");
    }
    return absl::OkStatus();
  }

  absl::Status ReadRow(const pugi::xml_node& node, Row& row) {
    int next = 0;
    for (const pugi::xml_node& c : node.children()) {
      if (LocalName(c) != "c") continue;
      int column = next;
      if (const std::string reference = Attribute(c, "r"); !reference.empty()) {
        const std::optional<Place> place = PlaceOf(reference);
        if (!place || place->row != row.number) {
          return Broken("địa chỉ ô \"" + reference + "\" ở dòng " + std::to_string(row.number));
        }
        column = place->column;
      }
      if (column >= kMaxColumn) return Broken("dòng " + std::to_string(row.number) + " quá dài");
      next = column + 1;
      Cell cell = ReadCell(c);
      if (!cell.empty()) row.cells.insert_or_assign(column, std::move(cell));
    }
    return absl::OkStatus();
  }

  Cell ReadCell(const pugi::xml_node& c) {
    const std::string type = Attribute(c, "t");
    const unsigned number = c.attribute("s").as_uint(0);
    const Style style = number < styles_.size() ? styles_[number] : Style{};
    const pugi::xml_node v = Child(c, "v");
    const std::string value = v.text().get();
    if (type == "inlineStr") return Text(TextOf(Child(c, "is")), style);
    if (!v) {
      if (!Child(c, "f")) return {};
      return Faulty("=" + std::string(Child(c, "f").text().get()),
                    "công thức chưa có kết quả: mở bằng chương trình bảng tính rồi lưu lại");
    }
    if (type == "s") return Shared(value, style);
    if (type == "str") return Text({value, ""}, style);
    if (type == "e")
      return Faulty(value, "ô báo lỗi " + value + ": sửa công thức hoặc ghi giá trị");
    if (type == "b") {
      Cell cell = NumberCell(value == "1" || value == "true" ? 1 : 0);
      cell.kind = Cell::Kind::kBool;
      return cell;
    }
    if (type == "d") {
      const absl::StatusOr<calendar::Day> day = calendar::ParseIsoDay(value.substr(0, 10));
      return day.ok() ? DateCell(*day) : Faulty(value, "không phải ngày");
    }
    return Number(value, style);
  }

  Cell Number(const std::string& value, const Style& style) const {
    if (value.empty()) return {};
    const std::optional<double> number = NumberOf(value);
    if (!number) return Faulty(value, "không phải số");
    if (!style.date) {
      Cell cell = NumberCell(*number);
      cell.percent = style.percent;
      return cell;
    }
    const absl::StatusOr<calendar::Day> day = DayOfSerial(*number, since_1904_);
    return day.ok() ? DateCell(*day) : Faulty(value, std::string(day.status().message()));
  }

  Cell Shared(const std::string& value, const Style& style) {
    size_t index = 0;
    const char* end = value.data() + value.size();
    const auto [last, error] = std::from_chars(value.data(), end, index);
    if (error != std::errc() || last != end || index >= strings_.size()) {
      return Faulty(value, "ô trỏ đến chuỗi không có trong tệp");
    }
    return Text(strings_[index], style);
  }

  Cell Text(const StyledText& styled, const Style& style) {
    // Many cells may share one long string.
    text_left_ -= static_cast<int64_t>(styled.text.size());
    if (text_left_ < 0) return {};
    absl::StatusOr<std::string> nfc = text::ToNfc(styled.text);
    Cell cell = nfc.ok() ? TextCell(*std::move(nfc)) : Faulty("…", "không phải UTF-8");
    // Runs of rich text have fonts of their own.
    cell.font = styled.font.empty() ? style.font : styled.font;
    return cell;
  }

  ZipArchive& archive_;
  const Limits& limits_;
  std::vector<StyledText> strings_;
  std::vector<Style> styles_;
  bool since_1904_ = false;
  int64_t text_left_;  // bytes that cells may still hold
};

}  // namespace

absl::StatusOr<Workbook> ReadXlsx(std::string bytes, const Limits& limits) {
  TIENDO_ASSIGN_OR_RETURN(ZipArchive archive, ZipArchive::Open(std::move(bytes), limits));
  return Reader(archive, limits).Read();
}

}  // namespace tiendo::sheets
