// Tables of targets, duties and units as a clerk uses them, on real servers: what the case of 2022
// has comes out as a table, goes in again without a change, and makes the same elsewhere.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/system/sheets/office.h"

namespace tiendo {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Office;

// A programme of duties without duties, as 14-duties.json begins.
constexpr char kDutyProgram[] = R"([
  {"method": "tiendo.programs.v1.ProgramService/CreateProgram", "requests": [
    {"program_id": "nhiem-vu-2022", "program": {"title": "Nhiệm vụ mẫu", "years": [2022],
     "category": "categories/party-duty", "owner": "units/dang-bo-so"}}]},
  {"method": "tiendo.programs.v1.ProgramService/ApproveProgram", "requests": [
    {"name": "programs/nhiem-vu-2022", "approval_date": {"year": 2021, "month": 12, "day": 1},
     "document": {"number": "MẪU-20/KH"}}]}])";

// Exports, imports what was exported, and says how the import went.
void ExpectUnchanged(Office& office, std::vector<std::string> export_command,
                     const std::string& file) {
  const std::string path = office.Path(file);
  export_command.insert(export_command.end(), {"-o", path, "--force"});
  Office::Said said = office.Tiendo(export_command);
  ASSERT_EQ(said.code, 0) << said.err;
  said = office.Tiendo({"import", path});
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.err, AllOf(HasSubstr("tạo mới 0"), Not(HasSubstr("không đổi 0"))));
  EXPECT_THAT(said.err, Not(HasSubstr("Ghi?"))) << "nothing to write, nothing to ask";
}

TEST(TargetTables, ComeBackWithoutAChangeAndRebuildTheProgramme) {
  Office from(/*with_items=*/false);
  from.Import({"11-targets.json", "12-targets-assigned.json", "13-target-reports.json"});
  for (const std::string program : {"phap-lenh-2022", "nganh-2022"}) {
    for (const std::string format : {".csv", ".xlsx"}) {
      ExpectUnchanged(from, {"programs", "export", program}, program + format);
    }
    ExpectUnchanged(from, {"programs", "export", program, "--unit-ids"}, program + ".csv");
    Office to(/*with_items=*/false);
    const std::string path = to.File("a.csv", from.Read(program + ".csv"));
    Office::Said said = to.Tiendo({"import", path, "--yes"});
    ASSERT_EQ(said.code, 0) << said.err;
    said = to.Tiendo({"programs", "export", program, "--unit-ids", "-o", to.Path("b.csv")});
    ASSERT_EQ(said.code, 0) << said.err;
    EXPECT_EQ(to.Read("b.csv"), from.Read(program + ".csv"));
  }
  EXPECT_THAT(from.Read("phap-lenh-2022.csv"), HasSubstr("tháng 4: 108503"));
}

TEST(TargetTables, AreShownAskedForAndRefusedByRow) {
  Office office(/*with_items=*/false);
  const std::string header =
      "STT;Mã;Chỉ tiêu;Đơn vị tính;Yêu cầu;Chỉ tiêu năm;Chủ trì;Ngày phê duyệt;Văn bản phê "
      "duyệt;Số liệu báo cáo;Ngày điều chỉnh;Văn bản điều chỉnh;Lý do điều chỉnh\n";
  const std::string row = "1;viec-lam;Giải quyết việc làm;lượt;ít nhất;";
  const std::string rest = ";Văn phòng Sở (mẫu);10/1/22;01/QĐ;tháng 2: 54950";
  std::string path = office.File("ct.csv", header + row + "300000" + rest + ";;;\n" +
                                               "2;x;Lạ;%;khoảng;86;Phòng không có;;;;;;\n"
                                               "3;y;Mai sau;%;trên;86;;1/1/2999;01/QĐ;;;;\n");
  const std::vector<std::string> import = {"import", path, "--program", "nganh-2022"};
  Office::Said said = office.Tiendo(import);
  EXPECT_EQ(said.code, 3);
  EXPECT_THAT(said.err,
              AllOf(HasSubstr("dòng 3, cột E \"Yêu cầu\": \"khoảng\""), HasSubstr("chưa ghi gì")));
  office.File("ct.csv", header + row + "300000" + rest + ";;;\n");
  said = office.Tiendo(import, "n\n");
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.err,
              HasSubstr("Sẽ ghi: tạo mới 1 chỉ tiêu, sửa 0, giao 1, điều chỉnh 0, số liệu "
                        "1, rút 0; không đổi 0."));
  EXPECT_EQ(office.Tiendo(import, "y\n").code, 0);
  EXPECT_THAT(office.Tiendo(import).err, HasSubstr("không đổi 1."));
  // Another value needs an adjustment, and is in force from its day.
  office.File("ct.csv", header + row + "320000" + rest + ";;;\n");
  said = office.Tiendo(import);
  EXPECT_EQ(said.code, 3);
  EXPECT_THAT(said.err, HasSubstr("điền các cột điều chỉnh"));
  office.File("ct.csv", header + row + "320000" + rest + ";1/7/22;40/QĐ;giao bổ sung\n");
  said = office.Tiendo(import, "y\n");
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.err, HasSubstr("Chỉ tiêu năm: 300.000 → 320.000"));
  ExpectUnchanged(office, {"programs", "export", "nganh-2022"}, "ra.csv");
  EXPECT_THAT(office.Read("ra.csv"), HasSubstr("300000,320000")) << "the first value beside it";
  // Items have no place in a programme of targets.
  path = office.File("nd.csv", "STT;Mã;Nội dung\n1;a;Báo cáo\n");
  said = office.Tiendo({"import", path, "--program", "nganh-2022"});
  EXPECT_EQ(said.code, 3);
  EXPECT_THAT(said.err, AllOf(HasSubstr("dòng 2"), HasSubstr("of kind TARGET")));
}

TEST(TargetTables, RecordAgainWhatWasTakenBack) {
  Office office(/*with_items=*/false);
  const std::string path = office.File(
      "ct.csv",
      "Mã;Chỉ tiêu;Đơn vị tính;Yêu cầu;Chỉ tiêu năm;Chủ trì;Ngày phê duyệt;Văn bản phê duyệt;Số "
      "liệu báo cáo\nviec-lam;Giải quyết việc làm;lượt;ít nhất;300000;Văn phòng Sở "
      "(mẫu);10/1/22;01/QĐ;tháng 2: 54950\n");
  const std::vector<std::string> import = {"import", path, "--program", "nganh-2022"};
  const std::string target = "programs/nganh-2022/targets/viec-lam";
  Office::Said said = office.Tiendo(import, "y\n");
  ASSERT_EQ(said.code, 0) << said.err;
  // The second run asks with the target as the first one left it, the third after another voiding.
  for (size_t recorded = 1; recorded <= 2; ++recorded) {
    ASSERT_EQ(office.Reports(target).size(), recorded);
    const std::string name = office.Reports(target).back().name();
    const std::string voiding = office.File(
        "huy.json", R"({"method": "tiendo.programs.v1.ProgramService/VoidTargetReport",)"
                    R"( "requests": [{"name": ")" +
                        name + R"(", "reason": "nhầm"}]})");
    said = office.Tiendo({"import", voiding});
    ASSERT_EQ(said.code, 0) << said.err;
    said = office.Tiendo(import, "y\n");
    ASSERT_EQ(said.code, 0) << said.err;
    EXPECT_THAT(said.err, HasSubstr("số liệu 1"));
    ASSERT_EQ(office.Reports(target).size(), recorded + 1);
    EXPECT_FALSE(office.Reports(target).back().voided());
  }
}

TEST(DutyTables, ComeBackWithoutAChangeAndRebuildTheProgramme) {
  Office from(/*with_items=*/false);
  from.Import({"14-duties.json"});
  for (const std::string file : {"nv.csv", "nv.xlsx"}) {
    ExpectUnchanged(from, {"programs", "export", "nhiem-vu-2022"}, file);
  }
  Office to(/*with_items=*/false);
  ASSERT_EQ(to.Tiendo({"import", to.File("p.json", kDutyProgram)}).code, 0);
  const std::string path = to.File("nv.csv", from.Read("nv.csv"));
  Office::Said said = to.Tiendo({"import", path, "--yes"});
  ASSERT_EQ(said.code, 0) << said.err;
  said = to.Tiendo({"programs", "export", "nhiem-vu-2022", "-o", to.Path("b.csv")});
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_EQ(to.Read("b.csv"), from.Read("nv.csv"));
}

TEST(DutyTables, AreShownAskedForAndRefusedByRow) {
  Office office(/*with_items=*/false);
  ASSERT_EQ(office.Tiendo({"import", office.File("p.json", kDutyProgram)}).code, 0);
  const auto table = [&office](const std::string& rows) {
    return office.File(
        "nv.csv", "STT;Mã;Nhiệm vụ;Định kỳ;Ngày hạn;Loại hình đơn vị;Số bộ;Ngày ban hành\n" + rows);
  };
  const std::string good = "1;a;Báo cáo mẫu;hằng tháng;25;chi bộ cơ sở;1;1/12/21\n";
  const std::vector<std::string> import = {"import", table(good + "2;b;Sai;hằng tháng;40;;1;\n"),
                                           "--program", "nhiem-vu-2022"};
  Office::Said said = office.Tiendo(import);
  EXPECT_EQ(said.code, 3);
  EXPECT_THAT(said.err, AllOf(HasSubstr("dòng 3, cột E \"Ngày hạn\""), HasSubstr("chưa ghi gì")));
  table(good);
  said = office.Tiendo(import, "y\n");
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.err, HasSubstr("tạo mới 1 nhiệm vụ, sửa 0, ban hành 1; không đổi 0."));
  table("1;a;Báo cáo mẫu;hằng tháng;20;chi bộ cơ sở;1;1/12/21\n");
  said = office.Tiendo(import, "y\n");
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.err, HasSubstr("Ngày hạn: 25 → 20"));
  EXPECT_THAT(office.Tiendo(import).err, HasSubstr("không đổi 1."));
}

TEST(UnitTables, ComeBackWithoutAChangeAndRebuildTheTree) {
  Office from(/*with_items=*/false);
  for (const std::string file : {"dv.xlsx", "dv.csv"}) {
    ExpectUnchanged(from, {"units", "export"}, file);
  }
  Office to{std::vector<std::string>()};
  const std::string path = to.File("dv.csv", from.Read("dv.csv"));
  Office::Said said = to.Tiendo({"import", path, "--yes"});
  ASSERT_EQ(said.code, 0) << said.err;
  said = to.Tiendo({"units", "export", "-o", to.Path("b.csv")});
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_EQ(to.Read("b.csv"), from.Read("dv.csv"));
}

TEST(UnitTables, FillInAndNeverReorganise) {
  Office office{std::vector<std::string>()};
  const std::string header = "Mã;Tên đơn vị;Tên gọi tắt;Loại hình;Cấp trên;Ngày thành lập\n";
  // The superior stands below, by its name.
  const std::string rows = "phong-a;Phòng A;;phòng;Sở Mẫu;1/1/2015\nso;Sở Mẫu;;sở;;1/1/2015\n";
  const std::vector<std::string> import = {"import", office.File("dv.csv", header + rows)};
  Office::Said said = office.Tiendo(import, "y\n");
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.err, HasSubstr("tạo mới 2 đơn vị, điền thêm 0; không đổi 0."));
  EXPECT_THAT(office.Tiendo(import).err, HasSubstr("không đổi 2."));
  office.File("dv.csv", header +
                            "phong-a;Phòng A;PA;phòng;so;1/1/2015\n"
                            "so;Sở Mẫu;;sở;;1/1/2015\n");
  said = office.Tiendo(import, "y\n");
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.err, HasSubstr("Tên gọi tắt: (trống) → \"PA\""));
  office.File("dv.csv", header +
                            "phong-a;Phòng B;;phòng;Không có;1/1/2015\n"
                            "so;Sở Mẫu;;chi cục;;1/1/2015\n"
                            "moi;Phòng mới;;phòng;so;\n");
  said = office.Tiendo(import);
  EXPECT_EQ(said.code, 3);
  for (const char* text : {"dòng 2, cột B \"Tên đơn vị\"", "tiendo units rename phong-a --to",
                           "dòng 2, cột E \"Cấp trên\": \"Không có\"", "loại hình không đổi",
                           "dòng 4, cột F \"Ngày thành lập\""}) {
    EXPECT_THAT(said.err, HasSubstr(text));
  }
}

}  // namespace
}  // namespace tiendo
