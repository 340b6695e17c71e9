#include "services/cli/sheets/item_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/text/id.h"
#include "tests/unit/sheets/made_files.h"

namespace tiendo::sheets {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Day On(int year, int month, int day) { return *calendar::FromYmd(year, month, day); }

// "row column: reason" of every problem.
std::vector<std::string> Lines(const ItemTable& table) {
  std::vector<std::string> lines;
  for (const Problem& p : table.problems) {
    lines.push_back(std::to_string(p.row) + ' ' + p.column + ": " + p.value + ": " + p.reason);
  }
  return lines;
}

TEST(ItemRowsTest, AWholeRow) {
  const ItemTable table = Items(
      "STT;Mã;Nội dung;Sản phẩm;Chủ trì;Phối hợp;Cơ quan giao;Nhãn;Mật;Ngày phê duyệt;Văn bản phê "
      "duyệt;Thời hạn ban đầu;Thời hạn;Ngày gia hạn;Người phê duyệt gia hạn;Văn bản gia hạn;Lý do "
      "gia hạn;Kết quả;Số văn bản\n"
      "7.;noi-dung-07; Báo cáo  năm ;Tờ trình;\"Văn phòng Sở;\nphong-a\";phong-b;UBND "
      "Thành phố;theme/covid-19, work-area/x;;14/1/22;01/CTr ngày 14/01/2022 của Sở "
      "Lao động;30/06/2022;30/9/2022;15/6/22;Giám đốc;40/UBND;chờ hướng dẫn;\"Văn phòng "
      "Sở: 28/06/2022\nphong-a: 1/7/22\";\"phong-a: 12/BC\"\n");
  EXPECT_THAT(Lines(table), IsEmpty());
  ASSERT_EQ(table.rows.size(), 1u);
  const ItemRow wanted = {
      .row = 2,
      .program = "p",
      .id = "noi-dung-07",
      .ordinal = 7,
      .title = "Báo cáo năm",
      .product = "Tờ trình",
      .leads = {"Văn phòng Sở", "phong-a"},
      .coordinators = {"phong-b"},
      .assigning_organ = "UBND Thành phố",
      .tags = {"theme/covid-19", "work-area/x"},
      .approval_date = On(2022, 1, 14),
      .approval_document = {"01/CTr", On(2022, 1, 14), "Sở Lao động"},
      .baseline_due = On(2022, 6, 30),
      .due = On(2022, 9, 30),
      .extension = {On(2022, 6, 15), "Giám đốc", {"40/UBND", {}, ""}, "chờ hướng dẫn"},
      .results = {{"Văn phòng Sở", On(2022, 6, 28), {}},
                  {"phong-a", On(2022, 7, 1), {"12/BC", {}, ""}}},
      .withdrawal = {},
  };
  EXPECT_TRUE(table.rows[0] == wanted);
}

TEST(ItemRowsTest, EveryBadCellAtOnce) {
  const ItemTable table = Items(
      "TT;Mã;Nội dung;Chủ trì;Thời hạn;Mật;Kết quả;Số văn bản\n"
      "một;Mã số 1;a;x;31/6/22;;đang làm;\n"
      "2;m2;;x;;?;;12/BC\n"
      "3;m3;b;x;–;;;\n"
      "4;m3;c;x; x;;;\n");
  EXPECT_THAT(
      Lines(table),
      ElementsAre(HasSubstr("2 A \"STT\": một: không phải số nguyên"),
                  HasSubstr("2 E \"Thời hạn\": 31/6/22: tháng 6/2022 không có ngày 31"),
                  HasSubstr("2 G \"Kết quả\": đang làm: không phải ngày"),
                  HasSubstr("2 B \"Mã\": Mã số 1: mã gồm"), HasSubstr("3 F \"Mật\": ?: ghi \"x\""),
                  HasSubstr("3 H \"Số văn bản\": 12/BC: có văn bản mà không có ngày"),
                  HasSubstr("3 C \"Nội dung\": (nội dung mật): thiếu nội dung"),
                  HasSubstr("5 E \"Thời hạn\": x: không phải ngày"),
                  HasSubstr("5 B \"Mã\": m3: trùng với dòng 4")));
  ASSERT_EQ(table.rows.size(), 1u);
  EXPECT_EQ(table.rows[0].row, 4);
  EXPECT_FALSE(table.rows[0].due) << "a dash stands for nothing";
}

TEST(ItemRowsTest, HeadingsBlankAndPreparedRowsAreLeftOut) {
  const ItemTable table = Items(
      "STT;Nội dung;Chủ trì\n"
      "I;CÔNG TÁC XÂY DỰNG ĐẢNG;\n"
      ";;\n"
      "1;Nội dung một;x\n"
      ";Tổng cộng: 1;\n"
      "2;;\n"
      "3;Chỉ có tên;\n");
  EXPECT_THAT(Lines(table), IsEmpty());
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[1].title, "Chỉ có tên") << "numbered, so it is an item";
  ASSERT_EQ(table.skipped.size(), 3u);
  EXPECT_EQ(table.skipped[0].text, "I CÔNG TÁC XÂY DỰNG ĐẢNG");
  EXPECT_EQ(table.skipped[1].row, 5);
  EXPECT_EQ(table.skipped[2].text, "2");
}

TEST(ItemRowsTest, MergedCellsCountForEachRow) {
  const ItemTable table = Items(
      Xlsx({.sheet = "<sheetData>" + TextRow(1, {"STT", "Nội dung", "Chủ trì", "Thời hạn"}) +
                     TextRow(2, {"1", "một", "Văn phòng", "30/6/22"}) + TextRow(3, {"2", "hai"}) +
                     TextRow(4, {"3", "ba", "Phòng A"}) + TextRow(5, {"", "", "Phòng B"}) +
                     "</sheetData><mergeCells><mergeCell ref=\"C2:C3\"/><mergeCell ref=\"D2:D3\"/>"
                     "<mergeCell ref=\"B4:B5\"/><mergeCell ref=\"A4:A5\"/></mergeCells>"}));
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_THAT(table.rows[1].leads, ElementsAre("Văn phòng"));
  EXPECT_EQ(table.rows[1].due, On(2022, 6, 30));
  EXPECT_THAT(Lines(table), ElementsAre(HasSubstr("5 B \"Nội dung\": : thiếu nội dung")))
      << "one item over two rows is told, not guessed";
}

TEST(ItemRowsTest, LegacyTextIsRefusedByRow) {
  const ItemTable table = Items("STT;Néi dung;Ghi chó\n1;B¸o c¸o n¨m;kh«ng ®äc\n2;Báo cáo;\n");
  EXPECT_THAT(Lines(table), ElementsAre(AllOf(HasSubstr("2 B \"Nội dung\": B¸o c¸o n¨m"),
                                              HasSubstr("TCVN3"), HasSubstr("Báo cáo năm"),
                                              HasSubstr("chuyển cả tệp sang Unicode"))));
}

TEST(ItemRowsTest, ExcelErrorsOnlyWhereTheyMatter) {
  const ItemTable table = Items(
      Xlsx({.sheet = "<sheetData>" + TextRow(1, {"STT", "Nội dung", "Thời hạn", "Ghi chú"}) +
                     "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\" t=\"str\"><v>a</v></c>"
                     "<c r=\"C2\" t=\"e\"><v>#N/A</v></c><c r=\"D2\" t=\"e\"><v>#REF!</v></c></row>"
                     "<row r=\"3\"><c r=\"A3\"><v>2</v></c><c r=\"B3\" t=\"str\"><v>b</v></c>"
                     "<c r=\"C3\"><v>44742</v></c><c r=\"D3\" t=\"e\"><v>#REF!</v></c></row>"
                     "</sheetData>"}));
  EXPECT_THAT(Lines(table), ElementsAre(HasSubstr("#N/A"), HasSubstr("44742: là số")));
}

TEST(ItemRowsTest, IdsFromTitles) {
  const std::string id = DerivedId("Báo cáo tổng kết năm 2022");
  EXPECT_TRUE(text::ValidId(id)) << id;
  EXPECT_THAT(id, HasSubstr("bao-cao-tong-ket-nam-2022-"));
  EXPECT_EQ(DerivedId("BÁO CÁO  tổng kết, năm 2022."), id);
  EXPECT_NE(DerivedId("Báo cáo tổng kết năm 2023"), id);
  for (const char* title : {"…", "", "日本", "ß", "Ω"}) {
    EXPECT_TRUE(text::ValidId(DerivedId(title))) << title;
  }
  EXPECT_TRUE(text::ValidId(DerivedId(std::string(2000, 'a'))));
}

TEST(ItemRowsTest, SecretRows) {
  const ItemTable table = Items(
      "STT;Mã;Nội dung;Sản phẩm;Mật\n"
      "1;;Tên mật;Sản phẩm mật;x\n"
      "2;m2;(nội dung mật);;x\n"
      "3;m3;(nội dung mật);;\n");
  EXPECT_THAT(Lines(table), ElementsAre(HasSubstr("2 B \"Mã\": : nội dung mật phải có mã"),
                                        HasSubstr("4 E \"Mật\"")));
  for (const Problem& problem : table.problems) {
    EXPECT_THAT(problem.value + problem.reason, ::testing::Not(HasSubstr("Tên mật")));
  }
  ASSERT_EQ(table.rows.size(), 1u);
  EXPECT_TRUE(table.rows[0].secret);
}

TEST(ItemRowsTest, ProgramOfTheSheetAndOfTheFlag) {
  const ItemTable table = Items("STT;Nội dung;Chương trình\n1;a;p\n2;b;\n3;c;khac\n4;d;Mã sai\n");
  EXPECT_THAT(Lines(table), ElementsAre(HasSubstr("khác với --program p"),
                                        HasSubstr("không phải mã chương trình")));
  EXPECT_EQ(table.rows.size(), 2u);
}

TEST(ItemRowsTest, EventsNeedAllTheirParts) {
  const ItemTable table = Items(
      "STT;Nội dung;Ngày gia hạn;Ngày rút;Lý do rút\n"
      "1;a;15/6/22;;\n"
      "2;b;;1/7/22;gộp\n");
  EXPECT_THAT(Lines(table),
              ElementsAre(HasSubstr("\"Người phê duyệt gia hạn\""),
                          HasSubstr("\"Văn bản gia hạn\""), HasSubstr("\"Lý do gia hạn\""),
                          HasSubstr("\"Thời hạn\""), HasSubstr("\"Văn bản rút\"")));
}

TEST(ItemRowsTest, Documents) {
  const auto read = [](const char* text) { return *ParseDocument(text, 2000); };
  EXPECT_EQ(read("12-CTr/ĐU"), (Document{"12-CTr/ĐU", {}, ""}));
  EXPECT_EQ(read("12-CTr/ĐU, ngày 1/2/22, của Đảng ủy Sở"),
            (Document{"12-CTr/ĐU", On(2022, 2, 1), "Đảng ủy Sở"}));
  EXPECT_EQ(read("Tờ trình của Sở"), (Document{"Tờ trình của Sở", {}, ""}));
  EXPECT_FALSE(ParseDocument("12/BC ngày mai", 2000).ok());
}

}  // namespace
}  // namespace tiendo::sheets
