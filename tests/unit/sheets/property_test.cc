// What must hold for any content: rows come back as they were written, and no bytes crash a reader.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "services/cli/sheets/duty_rows.h"
#include "services/cli/sheets/item_cells.h"
#include "services/cli/sheets/item_rows.h"
#include "services/cli/sheets/target_rows.h"
#include "services/cli/sheets/unit_rows.h"
#include "tests/unit/sheets/any_text.h"
#include "tests/unit/sheets/made_files.h"

namespace tiendo::sheets {
namespace {

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

std::vector<ItemRow> AnyItems() {
  std::vector<ItemRow> items;
  const int count = *rc::gen::inRange(1, 5);
  for (int i = 0; i < count; ++i) items.push_back(AnyItem(i));
  return items;
}

RC_GTEST_PROP(SheetsProperty, ItemsComeBackAsTheyWere, ()) {
  CheckRoundTrip(TableKind::kItems, AnyItems(), [](const Sheet& sheet, const Header& header) {
    return ReadItems(sheet, header, "", {});
  });
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
    if (!header) continue;
    // Whatever the header says the rows are.
    ReadItems(sheet, *header, "p", small);
    ReadTargets(sheet, *header, "p", small);
    ReadDuties(sheet, *header, "p", small);
    ReadUnits(sheet, *header, small);
  }
}

RC_GTEST_PROP(SheetsProperty, RandomBytesAreReadOrRefused, (const std::string& bytes)) {
  Consume(bytes);
  Consume("PK\x03\x04" + bytes);
  Consume("STT;Nội dung;Chủ trì;Thời hạn;Kết quả\n" + bytes);
  Consume("Chỉ tiêu;Đơn vị tính;Chỉ tiêu năm;Kế hoạch lũy kế;Số liệu báo cáo\n" + bytes);
  Consume("Nhiệm vụ;Định kỳ;Giao riêng;Hồ sơ;Số tháng sau kỳ\n" + bytes);
  Consume("Tên đơn vị;Loại hình;Ngày thành lập\n" + bytes);
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
