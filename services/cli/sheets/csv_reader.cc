#include "services/cli/sheets/csv_reader.h"

#include <csv.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "common/text/utf8.h"
#include "services/cli/sheets/columns.h"
#include "services/cli/sheets/legacy_text.h"

namespace tiendo::sheets {
namespace {

constexpr std::string_view kBom = "\xEF\xBB\xBF";
constexpr std::array kSeparators = {';', ',', '\t'};

// "\r\n" and "\r" become "\n", so that a record and its number do not depend on the line ends.
std::string WithPlainLineEnds(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      out += text[i];
    } else {
      out += '\n';
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    }
  }
  return out;
}

absl::StatusOr<std::string> FromUtf16(std::string_view bytes, const char* converter) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, void (*)(UConverter*)> from(ucnv_open(converter, &error),
                                                                ucnv_close);
  if (U_FAILURE(error)) return absl::InternalError("ICU has no UTF-16");
  const icu::UnicodeString text(bytes.data(), static_cast<int32_t>(bytes.size()), from.get(),
                                error);
  if (U_FAILURE(error)) return absl::InvalidArgumentError("tệp không phải UTF-16 đúng");
  std::string out;
  text.toUTF8String(out);
  return out;
}

absl::StatusOr<std::string> Decoded(std::string_view bytes) {
  if (bytes.substr(0, 2) == "\xFF\xFE") return FromUtf16(bytes.substr(2), "UTF-16LE");
  if (bytes.substr(0, 2) == "\xFE\xFF") return FromUtf16(bytes.substr(2), "UTF-16BE");
  if (bytes.substr(0, kBom.size()) == kBom) bytes.remove_prefix(kBom.size());
  return std::string(bytes);
}

// The field as a cell; what is not UTF-8 is shown as far as it can be.
Cell CellOf(std::string field) {
  if (field.size() > 1 && field[0] == '\'' && LooksLikeFormula(std::string_view(field).substr(1))) {
    field.erase(0, 1);
  }
  if (absl::StatusOr<std::string> nfc = text::ToNfc(field); nfc.ok()) {
    return TextCell(*std::move(nfc));
  }
  Cell cell = TextCell(FromLatin1(field));
  if (RecogniseEncoding(cell.text, "") == Encoding::kUnicode) {
    cell.fault =
        "không phải UTF-8 (có thể là Windows-1258): lưu lại kiểu \"CSV UTF-8 (Comma delimited)\"";
  }
  return cell;
}

// One pass with one separator.
class Parser {
 public:
  Parser(char separator, const std::string& name, const Limits& limits) : limits_(limits) {
    sheet_.name = name;
    csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
    csv_set_delim(&parser_, static_cast<unsigned char>(separator));
    csv_set_space_func(&parser_, [](unsigned char) { return 0; });  // spaces are kept
    csv_set_term_func(&parser_, [](unsigned char c) { return c == '\n' ? 1 : 0; });
  }
  ~Parser() { csv_free(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  absl::StatusOr<Sheet> Parse(std::string_view text, int first_row) {
    number_ = first_row;
    const size_t read = csv_parse(&parser_, text.data(), text.size(), OnField, OnRow, this);
    if (fault_.ok() && read != text.size()) fault_ = Quotes();
    if (fault_.ok() && csv_fini(&parser_, OnField, OnRow, this) != 0) fault_ = Quotes();
    if (!fault_.ok()) return fault_;
    return std::move(sheet_);
  }

 private:
  static void OnField(void* field, size_t size, void* self) {
    static_cast<Parser*>(self)->Field(std::string(static_cast<const char*>(field), size));
  }
  static void OnRow(int, void* self) { static_cast<Parser*>(self)->EndRow(); }

  void Field(std::string field) {
    const int column = column_++;
    if (field.empty() || !fault_.ok()) return;
    if (++cells_ > limits_.cells) {
      fault_ = absl::InvalidArgumentError("quá " + std::to_string(limits_.cells) +
                                          " ô có dữ liệu (--max-cells)");
      return;
    }
    row_.cells.emplace(column, CellOf(std::move(field)));
  }

  void EndRow() {
    row_.number = number_++;
    column_ = 0;
    if (fault_.ok() && !row_.cells.empty()) {
      sheet_.rows.push_back(std::move(row_));
      if (static_cast<int64_t>(sheet_.rows.size()) > limits_.rows) {
        fault_ = absl::InvalidArgumentError("quá " + std::to_string(limits_.rows) +
                                            " dòng có dữ liệu (--max-rows)");
      }
    }
    row_ = {};
  }

  absl::Status Quotes() const {
    return absl::InvalidArgumentError("dòng " + std::to_string(number_) +
                                      ": dấu ngoặc kép không đúng chỗ hoặc không đóng");
  }

  const Limits& limits_;
  csv_parser parser_{};
  Sheet sheet_;
  Row row_;
  int number_ = 1;
  int column_ = 0;
  int64_t cells_ = 0;
  absl::Status fault_;
};

// "sep=;" on the first line, as Excel reads and some programs write it.
std::optional<char> NamedSeparator(std::string_view& text) {
  const size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  constexpr std::string_view kPossible = ";,\t|";
  if (line.size() != 5 || line.substr(0, 4) != "sep=" ||
      kPossible.find(line[4]) == std::string_view::npos) {
    return std::nullopt;
  }
  const char separator = line[4];
  text.remove_prefix(std::min(end + 1, text.size()));
  return separator;
}

// How sure one can be that the file was written with this separator.
std::pair<size_t, size_t> Evidence(const Sheet& sheet, const Limits& limits) {
  const std::optional<Header> header = FindHeader(sheet, limits);
  size_t widest = 0;
  for (const Row& row : sheet.rows) widest = std::max(widest, row.cells.size());
  return {header ? header->columns.size() : 0, widest};
}

absl::StatusOr<Sheet> ParseWithBest(std::string_view text, const std::string& name,
                                    const Limits& limits) {
  std::optional<Sheet> best;
  std::pair<size_t, size_t> most;
  absl::Status fault;
  for (const char separator : kSeparators) {
    absl::StatusOr<Sheet> sheet = Parser(separator, name, limits).Parse(text, 1);
    if (!sheet.ok()) {
      if (fault.ok()) fault = sheet.status();
      continue;
    }
    const auto evidence = Evidence(*sheet, limits);
    if (best && evidence <= most) continue;
    most = evidence;
    best = *std::move(sheet);
  }
  // Broken with one separator and without a header by the others: it was meant with that one.
  if (!fault.ok() && (!best || most.first == 0)) return fault;
  return *std::move(best);
}

}  // namespace

bool LooksLikeFormula(std::string_view text) {
  while (!text.empty() && text.front() == '\'') text.remove_prefix(1);
  if (text.empty()) return false;
  constexpr std::string_view kSigns = "=+-@\t\r\n";
  if (kSigns.find(text.front()) != std::string_view::npos) return true;
  for (const std::string_view wide : {"＝", "＋", "－", "＠"}) {
    if (text.substr(0, wide.size()) == wide) return true;
  }
  return false;
}

absl::StatusOr<Workbook> ReadCsv(std::string_view bytes, const std::string& name,
                                 const Limits& limits) {
  absl::StatusOr<std::string> decoded = Decoded(bytes);
  if (!decoded.ok()) return decoded.status();
  if (decoded->find('\0') != std::string::npos) {
    return absl::InvalidArgumentError(
        "không phải bảng: cần tệp .xlsx, hoặc .csv là văn bản UTF-8 có dòng tiêu đề");
  }
  const std::string text = WithPlainLineEnds(*decoded);
  std::string_view rest = text;
  absl::StatusOr<Sheet> sheet;
  if (const std::optional<char> separator = NamedSeparator(rest)) {
    sheet = Parser(*separator, name, limits).Parse(rest, 2);
  } else {
    sheet = ParseWithBest(rest, name, limits);
  }
  if (!sheet.ok()) return sheet.status();
  Workbook workbook;
  workbook.sheets.push_back(*std::move(sheet));
  return workbook;
}

}  // namespace tiendo::sheets
