#include "tests/unit/sheets/made_files.h"

#include <gtest/gtest.h>
#include <zip.h>

#include <fstream>
#include <iterator>

#include "services/cli/sheets/read.h"
#include "tests/support/temp_dir.h"

namespace tiendo::sheets {
namespace {

constexpr char kMain[] = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr char kOffice[] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr char kPackage[] = "http://schemas.openxmlformats.org/package/2006/relationships";

std::string Relation(const std::string& id, const std::string& type, const std::string& target) {
  return "<Relationship Id=\"" + id + "\" Type=\"" + kOffice + '/' + type + "\" Target=\"" +
         target + "\"/>";
}

std::string Relations(const std::string& inside) {
  return std::string("<Relationships xmlns=\"") + kPackage + "\">" + inside + "</Relationships>";
}

}  // namespace

std::string Zip(const Parts& parts) {
  testing::TempDir dir;
  const std::string path = dir.File("made.zip");
  int error = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
  // Names must be new to libzip; a second one of the same length is put into the bytes afterwards.
  std::vector<std::pair<std::string, std::string>> renamed;
  for (size_t i = 0; i < parts.size(); ++i) {
    std::string name = parts[i].first;
    for (size_t j = 0; j < i; ++j) {
      if (parts[j].first != name) continue;
      const std::string wanted = name;
      name.back() = '~';
      renamed.emplace_back(name, wanted);
      break;
    }
    zip_source_t* source =
        zip_source_buffer(archive, parts[i].second.data(), parts[i].second.size(), 0);
    EXPECT_GE(zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8), 0) << name;
  }
  EXPECT_EQ(zip_close(archive), 0);
  std::ifstream in(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  for (const auto& [from, to] : renamed) {
    for (size_t at = bytes.find(from); at != std::string::npos; at = bytes.find(from, at)) {
      bytes.replace(at, from.size(), to);
    }
  }
  return bytes;
}

Parts PartsOf(const Book& book) {
  return {
      {"[Content_Types].xml", "<Types/>"},
      {"_rels/.rels", Relations(Relation("rId1", "officeDocument", "xl/workbook.xml"))},
      {"xl/workbook.xml", std::string("<workbook xmlns=\"") + kMain + "\" xmlns:r=\"" + kOffice +
                              "\"><workbookPr " + book.properties +
                              "/><sheets><sheet name=\"Trang 1\" sheetId=\"1\" r:id=\"rId1\"/>"
                              "</sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       Relations(Relation("rId1", "worksheet", "worksheets/sheet1.xml") +
                 Relation("rId2", "sharedStrings", "sharedStrings.xml") +
                 Relation("rId3", "styles", "/xl/styles.xml"))},
      {"xl/sharedStrings.xml",
       std::string("<sst xmlns=\"") + kMain + "\">" + book.shared + "</sst>"},
      {"xl/styles.xml",
       std::string("<styleSheet xmlns=\"") + kMain + "\">" + book.styles + "</styleSheet>"},
      {"xl/worksheets/sheet1.xml",
       book.head + "<worksheet xmlns=\"" + kMain + "\">" + book.sheet + "</worksheet>"},
  };
}

std::string Xlsx(const Book& book) { return Zip(PartsOf(book)); }

std::string TextRow(int number, const std::vector<std::string>& texts) {
  std::string row = "<row r=\"" + std::to_string(number) + "\">";
  for (size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].empty()) continue;
    row += "<c r=\"" + ColumnLetters(static_cast<int>(i)) + std::to_string(number) +
           "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">" + texts[i] + "</t></is></c>";
  }
  return row + "</row>";
}

Sheet FirstSheet(std::string bytes, const Limits& limits) {
  absl::StatusOr<Workbook> workbook = ReadWorkbookBytes(std::move(bytes), "tệp.csv", limits);
  EXPECT_TRUE(workbook.ok()) << workbook.status();
  return workbook.ok() && !workbook->sheets.empty() ? workbook->sheets[0] : Sheet();
}

std::string Refusal(std::string bytes, const Limits& limits) {
  const absl::StatusOr<Workbook> workbook = ReadWorkbookBytes(std::move(bytes), "tệp.csv", limits);
  return std::string(workbook.status().message());
}

ItemTable Items(std::string bytes, const Limits& limits) {
  const Sheet sheet = FirstSheet(std::move(bytes), limits);
  const std::optional<Header> header = FindHeader(sheet, limits);
  EXPECT_TRUE(header.has_value());
  return header ? ReadItems(sheet, *header, "p", limits) : ItemTable();
}

}  // namespace tiendo::sheets
