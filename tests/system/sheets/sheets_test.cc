// Tables as a clerk uses them, on real servers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/system/sheets/office.h"

namespace tiendo {
namespace {

using programs::v1::Item;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Office;

// Three items: two done or open, one draft; as a sheet of Vietnamese Excel.
constexpr char kTable[] =
    "\xEF\xBB\xBF;CHƯƠNG TRÌNH CÔNG TÁC NĂM 2022;;;;;;\r\n"
    ";;;;;;;\r\n"
    "STT;Nội dung;Đơn vị chủ trì;Thời hạn;Ngày phê duyệt;Kết quả;Số văn bản;Ghi chú\r\n"
    "I;Xây dựng Đảng;;;;;;\r\n"
    "1;Báo cáo quý I;Văn phòng Sở (mẫu);31/3/22;14/1/22;28/03/2022;12/BC ngày 28/03/2022;gấp\r\n"
    "2;Báo cáo quý II;van phong so mau;30/6/22;14/1/22;;;\r\n"
    "3;Đề án mẫu;phong-bao-tro-xa-hoi;;;;;\r\n";

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

TEST(SheetsTest, FirstImportShowsAsksWritesAndARepeatChangesNothing) {
  Office office(/*with_items=*/false);
  const std::string path = office.File("ctr.csv", kTable);
  const std::vector<std::string> import = {"import", path, "--program", "so-2022"};

  Office::Said said = office.Tiendo({"import", path, "--program", "so-2022", "--rehearse"});
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.err, AllOf(HasSubstr("tiêu đề ở dòng 3, 3 nội dung"),
                              HasSubstr("cột không dùng: H \"Ghi chú\""),
                              HasSubstr("dòng 4 không phải nội dung, bỏ qua: \"I Xây dựng Đảng\""),
                              HasSubstr("Sẽ ghi: tạo mới 3 nội dung, sửa 0, giao 2, gia hạn 0, "
                                        "kết quả 1, rút 0; không đổi 0.")));
  EXPECT_TRUE(office.Items("programs/so-2022").empty());

  said = office.Tiendo(import, "n\n");
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.err, HasSubstr("Không ghi gì"));
  EXPECT_TRUE(office.Items("programs/so-2022").empty());

  said = office.Tiendo(import, "y\n");
  EXPECT_EQ(said.code, 0) << said.err;
  std::vector<Item> items = office.Items("programs/so-2022");
  ASSERT_EQ(items.size(), 3u);
  std::sort(items.begin(), items.end(),
            [](const Item& a, const Item& b) { return a.ordinal() < b.ordinal(); });
  EXPECT_EQ(items[0].state(), Item::STATE_COMPLETED);
  EXPECT_EQ(items[0].leads(0).unit(), "units/van-phong-so");
  EXPECT_EQ(items[0].result_date().day(), 28);
  EXPECT_EQ(items[1].state(), Item::STATE_ISSUED);
  EXPECT_EQ(items[1].due_date().month(), 6);
  EXPECT_EQ(items[1].leads(0).unit(), "units/van-phong-so");
  EXPECT_EQ(items[2].state(), Item::STATE_DRAFT);

  said = office.Tiendo(import);
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.err, HasSubstr("không đổi 3."));
  EXPECT_THAT(said.err, Not(HasSubstr("Ghi?")));
}

TEST(SheetsTest, ExportsOfTheCaseComeBackWithoutAChange) {
  Office office(/*with_items=*/true);
  for (const std::string program : {"so-2022", "ubnd-2022", "dang-uy-2022"}) {
    for (const std::string format : {"csv", "xlsx"}) {
      for (const std::string flag : {"", "--unit-ids"}) {
        const std::string path = office.Path(program + flag + '.' + format);
        std::vector<std::string> arguments = {"programs", "export", program, "-o", path};
        if (!flag.empty()) arguments.push_back(flag);
        Office::Said said = office.Tiendo(arguments);
        ASSERT_EQ(said.code, 0) << said.err;
        said = office.Tiendo({"import", path});
        EXPECT_EQ(said.code, 0) << said.err;
        EXPECT_THAT(said.err, HasSubstr("tạo mới 0 nội dung, sửa 0, giao 0, gia hạn 0, kết quả 0, "
                                        "rút 0; không đổi " +
                                        std::to_string(office.Items("programs/" + program).size())))
            << program << format;
      }
    }
  }
  // The extended item, once by its text.
  EXPECT_THAT(office.Read("ubnd-2022.csv"), HasSubstr("MẪU-40/UBND ngày 15/06/2022 của Ủy ban"));
}

TEST(SheetsTest, TheSampleIsTheExportOfTheCase) {
  Office office(/*with_items=*/true);
  const std::string path = office.Path("so-2022.csv");
  ASSERT_EQ(office.Tiendo({"programs", "export", "so-2022", "-o", path}).code, 0);
  std::ifstream in(testing::SourceTree() + "/deploy/cases/2022/so-2022.csv", std::ios::binary);
  const std::string sample{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(office.Read("so-2022.csv"), sample);
}

// Into an empty programme of another database, and out again: the same file.
TEST(SheetsTest, AnExportRebuildsTheProgramme) {
  Office from(/*with_items=*/true);
  ASSERT_EQ(from.Tiendo({"programs", "export", "ubnd-2022", "-o", from.Path("a.csv")}).code, 0);
  Office to(/*with_items=*/false);
  const std::string path = to.File("a.csv", from.Read("a.csv"));
  const Office::Said said = to.Tiendo({"import", path, "--yes"});
  ASSERT_EQ(said.code, 0) << said.err;
  ASSERT_EQ(to.Tiendo({"programs", "export", "ubnd-2022", "-o", to.Path("b.csv")}).code, 0);
  EXPECT_EQ(to.Read("b.csv"), from.Read("a.csv"));
}

TEST(SheetsTest, ExportsOfEarlierDaysAndTimes) {
  Office office(/*with_items=*/true);
  const auto text = [&](std::vector<std::string> flags) {
    std::vector<std::string> arguments = {"programs", "export",   "ubnd-2022", "-o",
                                          "-",        "--format", "csv"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    const Office::Said said = office.Tiendo(arguments);
    EXPECT_EQ(said.code, 0) << said.err;
    return said.out;
  };
  EXPECT_THAT(text({"--as-of", "2022-06-14"}), Not(HasSubstr("MẪU-40/UBND")));
  EXPECT_THAT(text({"--as-of", "15/06/2022"}), HasSubstr("MẪU-40/UBND"));
  const std::string early = text({"--as-of", "2022-01-01"});
  EXPECT_EQ(std::count(early.begin(), early.end(), '\n'), 1) << "nothing was issued: the header";
  // Nothing was recorded then.
  EXPECT_EQ(office
                .Tiendo({"programs", "export", "ubnd-2022", "-o", "-", "--format", "csv",
                         "--read-time", "2020-01-01"})
                .code,
            4);
}

TEST(SheetsTest, ChangesAreShownAndAskedFor) {
  Office office(/*with_items=*/false);
  const std::string path = office.File("ctr.csv", kTable);
  const std::vector<std::string> import = {"import", path, "--program", "so-2022"};
  ASSERT_EQ(office.Tiendo(import, "y\n").code, 0);

  std::string changed =
      Replaced(kTable, "2;Báo cáo quý II;van phong so mau", "22;Báo cáo Quý II;Văn phòng Sở (mẫu)");
  changed = Replaced(changed, "30/6/22;14/1/22;;", "30/6/22;14/1/22;8/7/22;");
  office.File("ctr.csv", changed);
  Office::Said said = office.Tiendo(import, "n\n");
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.err, AllOf(HasSubstr("STT: 2 → 22"),
                              HasSubstr("Nội dung: \"Báo cáo quý II\" → \"Báo cáo Quý II\""),
                              HasSubstr("(chưa có) → units/van-phong-so: 08/07/2022"),
                              HasSubstr("sửa 1, giao 0, gia hạn 0, kết quả 1")));
  said = office.Tiendo(import, "y\n");
  EXPECT_EQ(said.code, 0) << said.err;
  const std::vector<Item> items = office.Items("programs/so-2022");
  ASSERT_EQ(items.size(), 3u);
  EXPECT_TRUE(std::any_of(items.begin(), items.end(), [](const Item& item) {
    return item.ordinal() == 22 && item.title() == "Báo cáo Quý II" &&
           item.state() == Item::STATE_COMPLETED;
  }));
}

TEST(SheetsTest, EveryBadRowIsListedAndNothingWritten) {
  Office office(/*with_items=*/false);
  const std::string path = office.File("ctr.csv",
                                       "STT;Nội dung;Chủ trì;Thời hạn;Ngày phê duyệt;Kết quả\n"
                                       "1;Tốt;Văn phòng Sở (mẫu);30/6/22;14/1/22;\n"
                                       "2;Ngày sai;Văn phòng Sở (mẫu);31/6/22;14/1/22;\n"
                                       "3;Lạ;Phòng không có;30/6/22;;\n"
                                       "4;Nhiều;Phòng;30/6/22;;\n"
                                       "5;Mai sau;Văn phòng Sở (mẫu);30/6/22;14/1/22;1/1/2999\n"
                                       "6;Chưa giao;Văn phòng Sở (mẫu);30/6/22;;28/6/22\n"
                                       "7;" +
                                           std::string(1100, 'a') +
                                           ";;;;\n"
                                           "8;B¸o c¸o n¨m;;;;\n");
  const Office::Said said = office.Tiendo({"import", path, "--program", "so-2022", "--yes"});
  EXPECT_EQ(said.code, 3);
  for (const char* text : {"có 7 chỗ sai; chưa ghi gì", "dòng 3, cột D \"Thời hạn\": \"31/6/22\"",
                           "dòng 4, cột C \"Chủ trì\": \"Phòng không có\": không có đơn vị",
                           "dòng 5, cột C", "dòng 6, cột F \"Kết quả\"",
                           "dòng 7, cột E \"Ngày phê duyệt\"", "dòng 8, cột B \"Nội dung\"",
                           "dòng 9, cột B \"Nội dung\": \"B¸o c¸o n¨m\": chữ theo bảng "
                           "mã TCVN3"}) {
    EXPECT_THAT(said.err, HasSubstr(text));
  }
  EXPECT_TRUE(office.Items("programs/so-2022").empty());

  const Office::Said json =
      office.Tiendo({"import", path, "--program", "so-2022", "--yes", "--json"});
  EXPECT_EQ(json.code, 3);
  EXPECT_THAT(json.err, AllOf(HasSubstr("\"row\": 3"), HasSubstr("\"sheet\": \"ctr.csv\"")));
}

TEST(SheetsTest, AChangedDueDateNeedsAnExtension) {
  Office office(/*with_items=*/true);
  ASSERT_EQ(office.Tiendo({"programs", "export", "so-2022", "-o", office.Path("so.csv")}).code, 0);
  const Item item = office.Item("programs/so-2022/items/noi-dung-21");
  const std::string header =
      "Chương trình;Mã;Nội dung;Thời hạn;Ngày gia hạn;Người phê duyệt gia hạn;Văn bản gia hạn;Lý "
      "do "
      "gia hạn\n";
  const std::string row = "so-2022;noi-dung-21;" + item.title() + ";15/12/2022";
  std::string path = office.File("a.csv", header + row + ";;;;\n");
  Office::Said said = office.Tiendo({"import", path, "--yes"});
  EXPECT_EQ(said.code, 3);
  EXPECT_THAT(said.err, HasSubstr("tiendo item extend programs/so-2022/items/noi-dung-21 --to "
                                  "2022-12-15"));
  path = office.File("a.csv", header + row + ";1/10/22;Giám đốc Sở;MẪU-99/QĐ;chờ ý kiến\n");
  said = office.Tiendo({"import", path, "--yes"});
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_EQ(office.Item(item.name()).due_date().day(), 15);
  said = office.Tiendo({"import", path, "--yes"});
  EXPECT_THAT(said.err, HasSubstr("không đổi 1."));
}

// The row is the same, what is recorded is not: it is another request, shown and asked for again.
TEST(SheetsTest, AResultThatWasVoidedComesAgain) {
  Office office(/*with_items=*/false);
  const std::string path = office.File(
      "ctr.csv", "STT;Mã;Nội dung;Ngày phê duyệt;Kết quả\n1;m-1;Báo cáo;14/1/22;28/6/22\n");
  const std::vector<std::string> import = {"import", path, "--program", "so-2022", "--yes"};
  ASSERT_EQ(office.Tiendo(import).code, 0);
  const std::string name = "programs/so-2022/items/m-1";
  Office::Said said =
      office.Tiendo({"item", "void", name + "/events/0002", "--reason", "nhập nhầm", "--yes"});
  ASSERT_EQ(said.code, 0) << said.err;
  ASSERT_EQ(office.Item(name).state(), Item::STATE_ISSUED);
  said = office.Tiendo(import);
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.err, HasSubstr("Kết quả: (chưa có) → 28/06/2022"));
  EXPECT_EQ(office.Item(name).state(), Item::STATE_COMPLETED);
}

TEST(SheetsTest, SecretItemsStaySecret) {
  Office office(/*with_items=*/false);
  const std::string secret = "Nội dung tuyệt đối kín";
  const std::string path =
      office.File("mat.csv", "STT;Mã;Nội dung;Sản phẩm;Mật;Chủ trì;Ngày phê duyệt\n1;m-1;" +
                                 secret + ";Sản phẩm kín;x;Văn phòng Sở (mẫu);14/1/22\n");
  Office::Said said = office.Tiendo({"import", path, "--program", "so-2022", "--yes"});
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out + said.err, Not(HasSubstr("kín")));
  ASSERT_EQ(office.Tiendo({"programs", "export", "so-2022", "-o", office.Path("ra.csv")}).code, 0);
  EXPECT_THAT(office.Read("ra.csv"), AllOf(HasSubstr("(nội dung mật)"), Not(HasSubstr("kín"))));
  said = office.Tiendo({"import", office.Path("ra.csv"), "--yes"});
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.err, HasSubstr("không đổi 1."));
  EXPECT_EQ(office.Item("programs/so-2022/items/m-1").title(), secret);
  // The original again: the true title is compared, and is in no message.
  said = office.Tiendo({"import", path, "--program", "so-2022", "--yes"});
  EXPECT_THAT(said.err, AllOf(HasSubstr("không đổi 1."), Not(HasSubstr("kín"))));
}

TEST(SheetsTest, WhatANewUserTypes) {
  Office office(/*with_items=*/false);
  const auto import = [&office](const std::string& path) {
    return office.Tiendo({"import", path, "--program", "so-2022", "--yes"});
  };
  EXPECT_EQ(import(office.Path("khong-co.xlsx")).code, 4);
  const struct {
    const char* name;
    std::string content;
    const char* reason;
  } cases[] = {
      {"rong.csv", "", "dòng tiêu đề"},
      {"rong.xlsx", "", "dòng tiêu đề"},
      {"thu.csv", "a,b\n1,2\n", "\"Nội dung\""},
      {"cu.xls", std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") + "...", ".xlsx"},
      {"hong.xlsx", "PK\x03\x04...", "tệp hỏng"},
      {"anh.csv", std::string("\x89PNG\0\0", 6), "không phải bảng"},
      {"ngoac.csv", "STT;Nội dung\n1;\"a\n", "dấu ngoặc kép"},
  };
  for (const auto& c : cases) {
    const Office::Said said = import(office.File(c.name, c.content));
    EXPECT_EQ(said.code, 3) << c.name << said.err;
    EXPECT_THAT(said.err, AllOf(HasSubstr(c.name), HasSubstr(c.reason))) << c.name;
  }
  const std::string path = office.File("ctr.csv", kTable);
  EXPECT_THAT(office.Tiendo({"import", path, "--yes"}).err, HasSubstr("--program"));
  EXPECT_THAT(office.Tiendo({"import", path, "--program", "so-2023", "--yes"}).err,
              HasSubstr("không có chương trình này"));
  EXPECT_THAT(office.Tiendo({"import", path, "--sheet", "Sheet1"}).err,
              HasSubstr("không có trang"));
  EXPECT_EQ(office.Tiendo({"import", path, "--max-rows", "0"}).code, 2);
  EXPECT_EQ(office.Tiendo({"programs", "export", "so-2022", "-o", office.Path("x")}).code, 2);
  EXPECT_EQ(office.Tiendo({"programs", "export", "so-2022", "-o", path}).code, 2) << "it exists";
  EXPECT_EQ(office.Tiendo({"programs", "export", "so-2023", "-o", office.Path("x.csv")}).code, 4);
  EXPECT_FALSE(std::filesystem::exists(office.Path("x.csv")));
}

}  // namespace
}  // namespace tiendo
