// What must hold for any content: rows come back as they were written, and no bytes crash a reader.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "services/cli/sheets/item_cells.h"
#include "services/cli/sheets/item_rows.h"
#include "services/cli/sheets/read.h"
#include "services/cli/sheets/write.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/sheets/made_files.h"

namespace tiendo::sheets {
namespace {

rc::Gen<std::string> Text() {
  static const std::vector<std::string> kPieces = {
      "a",  "Đ",  "ề án", "=", "+",    "-",  "@",  "'",       "\"", ",",   ";x", " ",
      "\t", "12", "/",    ".", "ngày", "Sở", "（", "_x000D_", "&",  "<b>", "x",  "Ủy"};
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(kPieces)),
                      [](const std::vector<std::string>& pieces) {
                        std::string text;
                        for (const std::string& piece : pieces) text += piece;
                        return OneLineOf(text);
                      });
}

rc::Gen<std::string> FullText() {
  return rc::gen::map(Text(), [](const std::string& text) { return text.empty() ? "x" : text; });
}

rc::Gen<Day> AnyDay() {
  return rc::gen::map(rc::gen::inRange(10'000, 30'000),
                      [](int number) { return calendar::FromDayNumber(number); });
}

// A citation whose parts do not read as other parts.
Document AnyDocument() {
  Document document;
  document.number = std::to_string(*rc::gen::inRange(1, 999)) + "-CTr/ĐU";
  if (*rc::gen::arbitrary<bool>()) {
    document.date = *AnyDay();
    if (*rc::gen::arbitrary<bool>()) document.issuer = *FullText();
  }
  return document;
}

std::vector<std::string> AnyUnits() {
  std::vector<std::string> units;
  const int count = *rc::gen::inRange(0, 4);
  for (int i = 0; i < count; ++i) units.push_back("Phòng " + std::to_string(i));
  return units;
}

ItemRow AnyItem(int number) {
  ItemRow item;
  item.program = "p";
  item.id = "i-" + std::to_string(number);
  item.ordinal = *rc::gen::inRange(1, 100'000);
  item.title = *FullText();
  item.product = *Text();
  item.leads = AnyUnits();
  item.coordinators = AnyUnits();
  item.assigning_organ = *Text();
  if (*rc::gen::arbitrary<bool>()) item.tags = {"theme/covid-19", "work-area/x"};
  item.secret = *rc::gen::arbitrary<bool>();
  if (!*rc::gen::arbitrary<bool>()) return item;
  item.approval_date = *AnyDay();
  if (*rc::gen::arbitrary<bool>()) item.approval_document = AnyDocument();
  item.baseline_due = *AnyDay();
  item.due = item.baseline_due;
  if (*rc::gen::arbitrary<bool>()) {
    item.extension = {*AnyDay(), *FullText(), AnyDocument(), *FullText()};
    item.due_removed = *rc::gen::arbitrary<bool>();
    item.due = item.due_removed ? std::nullopt : std::optional(*AnyDay());
  }
  if (*rc::gen::arbitrary<bool>()) {
    for (const std::string& lead : item.leads) {
      if (*rc::gen::arbitrary<bool>()) item.results.push_back({lead, *AnyDay(), AnyDocument()});
    }
  } else if (*rc::gen::arbitrary<bool>()) {
    item.results = {{"", *AnyDay(), AnyDocument()}};
  }
  if (*rc::gen::arbitrary<bool>()) item.withdrawal = {*AnyDay(), AnyDocument(), *FullText()};
  return item;
}

OutTable TableOf(const std::vector<ItemRow>& items) {
  OutTable table{.name = "p", .titles = {"Chương trình"}, .header = {}, .widths = {}, .rows = {}};
  for (const Column column : AllColumns()) table.header.emplace_back(HeaderOf(column));
  for (const ItemRow& item : items) table.rows.push_back(CellsOf(item));
  return table;
}

void ExpectSame(std::vector<ItemRow> wanted, const Workbook& workbook) {
  const Sheet& sheet = workbook.sheets.at(0);
  const std::optional<Header> header = FindHeader(sheet, {});
  RC_ASSERT(header.has_value());
  const ItemTable table = ReadItems(sheet, *header, "", {});
  for (const Problem& problem : table.problems) {
    RC_FAIL(problem.column + ": " + problem.value + ": " + problem.reason);
  }
  RC_ASSERT(table.rows.size() == wanted.size());
  for (size_t i = 0; i < wanted.size(); ++i) {
    wanted[i].row = table.rows[i].row;
    RC_ASSERT(table.rows[i] == wanted[i]);
  }
}

std::vector<ItemRow> AnyItems() {
  std::vector<ItemRow> items;
  const int count = *rc::gen::inRange(1, 5);
  for (int i = 0; i < count; ++i) items.push_back(AnyItem(i));
  return items;
}

RC_GTEST_PROP(SheetsProperty, CsvGivesBackTheRows, ()) {
  const std::vector<ItemRow> items = AnyItems();
  for (const char separator : {',', ';', '\t'}) {
    const absl::StatusOr<Workbook> workbook =
        ReadWorkbookBytes(CsvOf(TableOf(items), separator), "a.csv", {});
    RC_ASSERT(workbook.ok());
    ExpectSame(items, *workbook);
  }
}

RC_GTEST_PROP(SheetsProperty, XlsxGivesBackTheRows, ()) {
  testing::TempDir dir;
  const std::vector<ItemRow> items = AnyItems();
  const std::string path = dir.File("a.xlsx");
  RC_ASSERT(WriteXlsx(TableOf(items), path).ok());
  const absl::StatusOr<Workbook> workbook = ReadWorkbook(path, {});
  RC_ASSERT(workbook.ok());
  ExpectSame(items, *workbook);
}

// Reads to the end, whatever comes of it.
void Consume(const std::string& bytes) {
  const Limits small = {.file_mib = 1, .unpacked_mib = 4, .rows = 1000, .cells = 10'000};
  const absl::StatusOr<Workbook> workbook = ReadWorkbookBytes(bytes, "a.csv", small);
  if (!workbook.ok()) {
    RC_ASSERT(!workbook.status().message().empty());
    return;
  }
  for (const Sheet& sheet : workbook->sheets) {
    const std::optional<Header> header = FindHeader(sheet, small);
    if (header) ReadItems(sheet, *header, "p", small);
  }
}

RC_GTEST_PROP(SheetsProperty, RandomBytesAreReadOrRefused, (const std::string& bytes)) {
  Consume(bytes);
  Consume("PK\x03\x04" + bytes);
  Consume("STT;Nội dung;Chủ trì;Thời hạn;Kết quả\n" + bytes);
}

// Bytes changed anywhere in a sound file.
RC_GTEST_PROP(SheetsProperty, DamagedFilesAreReadOrRefused, ()) {
  static const std::string kSound =
      Xlsx({.sheet = "<sheetData>" + TextRow(1, {"STT", "Nội dung", "Thời hạn"}) +
                     TextRow(2, {"1", "một", "30/6/22"}) +
                     "</sheetData><mergeCells><mergeCell "
                     "ref=\"A2:A3\"/></mergeCells>"});
  std::string bytes = kSound;
  const int changes = *rc::gen::inRange(1, 8);
  for (int i = 0; i < changes; ++i) {
    bytes[*rc::gen::inRange<size_t>(0, bytes.size())] = *rc::gen::arbitrary<char>();
  }
  Consume(bytes);
}

// XML that is sound as XML and no sheet.
RC_GTEST_PROP(SheetsProperty, AnyXmlIsReadOrRefused, ()) {
  static const std::vector<std::string> kPieces = {"<row>",
                                                   "</row>",
                                                   "<row r=\"3\">",
                                                   "<c>",
                                                   "</c>",
                                                   "<c t=\"s\">",
                                                   "<v>",
                                                   "</v>",
                                                   "0",
                                                   "-1",
                                                   "<c r=\"A1\" t=\"inlineStr\">",
                                                   "<is>",
                                                   "</is>",
                                                   "<t>",
                                                   "</t>",
                                                   "Nội dung",
                                                   "STT",
                                                   "1e999",
                                                   "<c s=\"99\">",
                                                   "&amp;",
                                                   "<f/>",
                                                   "<c r=\"XFD1\">"};
  std::string inside;
  for (const std::string& piece :
       *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(kPieces))) {
    inside += piece;
  }
  Consume(Xlsx({.sheet = "<sheetData>" + inside + "</sheetData>"}));
}

}  // namespace
}  // namespace tiendo::sheets
