#include "services/cli/import_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "tiendo/units/v1/units.pb.h"

namespace tiendo::cli {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;

class ImportFileTest : public ::testing::Test {
 protected:
  ImportFileTest() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "tiendo-import-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~ImportFileTest() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
  }
  ImportPlan Load() { return *LoadImport(folder_); }

  std::filesystem::path folder_;
};

std::string UnitRow(const std::string& id, const std::string& more = "") {
  return R"({"unit_id": ")" + id + R"(", "unit": {"display_name": "Phòng )" + id + "\"" + more +
         "}}";
}

std::string Units(const std::string& rows) {
  return R"({"method": "tiendo.units.v1.UnitService/CreateUnit", "requests": [)" + rows + "]}";
}

auto Problem(const char* file, int number, const char* reason) {
  return AllOf(Field(&ImportProblem::file, file), Field(&ImportProblem::number, number),
               Field(&ImportProblem::reason, HasSubstr(reason)));
}

TEST_F(ImportFileTest, ReadsFilesInLexicalOrderAndNumbersRequests) {
  Write("02.json", Units(UnitRow("c")));
  Write("01.json", "[" + Units(UnitRow("a")) + "," + Units(UnitRow("b")) + "]");
  Write("README.md", "not data");
  const ImportPlan plan = Load();
  ASSERT_THAT(plan.problems, ElementsAre());
  ASSERT_EQ(plan.requests.size(), 3u);
  EXPECT_EQ(plan.requests[0].file, "01.json");
  EXPECT_EQ(plan.requests[1].number, 2);
  EXPECT_EQ(plan.requests[2].file, "02.json");
  EXPECT_EQ(plan.requests[2].number, 1);
}

TEST_F(ImportFileTest, ListsEveryProblemOfEveryFileAtOnce) {
  Write("01.json", Units(UnitRow("a", R"(, "colour": "red")") + "," + UnitRow("b") + "," +
                         UnitRow("c", R"(, "side": "SIDE_UNKNOWN")")));
  Write("02.json", "{\"method\": ");
  Write("03.json", R"({"method": "tiendo.units.v1.UnitService/Paint", "requests": [{}]})");
  Write("04.json", R"({"method": "tiendo.units.v1.UnitService/GetUnit", "requests": [{}]})");
  Write("05.json", Units(UnitRow("b") + "," + UnitRow("Not An Id")));
  Write("06.json", R"({"method": "tiendo.units.v1.UnitService/CreateUnit", "rows": []})");
  const ImportPlan plan = Load();
  EXPECT_THAT(plan.problems,
              ElementsAre(Problem("01.json", 1, "colour"), Problem("01.json", 3, "SIDE_UNKNOWN"),
                          Problem("02.json", 0, "JSON"), Problem("03.json", 0, "Paint"),
                          Problem("04.json", 0, "GetUnit"), Problem("05.json", 2, "Not An Id"),
                          Problem("06.json", 0, "rows"), Problem("06.json", 0, "requests"),
                          Problem("05.json", 1, "units/b")));
}

TEST_F(ImportFileTest, RefusesFieldsThatBelongToTheImport) {
  Write("01.json",
        Units(R"({"unit_id": "a", "unit": {}, "request_id": "x", "validate_only": true})"));
  EXPECT_THAT(Load().problems, ElementsAre(Problem("01.json", 1, "request_id"),
                                           Problem("01.json", 1, "validate_only")));
}

TEST_F(ImportFileTest, RefusesTextThatIsNotUtf8) {
  Write("01.json", Units("{\"unit_id\": \"a\", \"unit\": {\"display_name\": \"\xff\"}}"));
  EXPECT_THAT(Load().problems, ElementsAre(Problem("01.json", 0, "UTF-8")));
}

TEST_F(ImportFileTest, MissingOrEmptyFolderIsNotFound) {
  EXPECT_TRUE(absl::IsNotFound(LoadImport(folder_).status()));
  EXPECT_TRUE(absl::IsNotFound(LoadImport(folder_ / "nowhere").status()));
}

TEST_F(ImportFileTest, RequestIdSurvivesLayoutAndRowsBefore) {
  Write("01.json", Units(UnitRow("b")));
  const std::string before = Load().requests[0].request_id;
  Write("01.json", "[" + Units("\n  " + UnitRow("a") + ",\n  " + UnitRow("b")) + "]");
  const ImportPlan after = Load();
  EXPECT_EQ(after.requests[1].request_id, before);
  EXPECT_NE(after.requests[0].request_id, before);
}

TEST_F(ImportFileTest, RequestIdChangesWithFileMethodBodyAndRepetition) {
  const Method create = *FindMethod("tiendo.units.v1.UnitService/CreateUnit");
  const Method update = *FindMethod("tiendo.units.v1.UnitService/UpdateUnit");
  units::v1::CreateUnitRequest body;
  body.set_unit_id("a");
  const std::string id = ImportRequestId("01.json", create, body, 0);
  EXPECT_EQ(ImportRequestId("01.json", create, body, 0), id);
  EXPECT_NE(ImportRequestId("02.json", create, body, 0), id);
  EXPECT_NE(ImportRequestId("01.json", update, body, 0), id);
  EXPECT_NE(ImportRequestId("01.json", create, body, 1), id);
  body.set_unit_id("b");
  EXPECT_NE(ImportRequestId("01.json", create, body, 0), id);
}

// Stored by the services: another value would send every import of the last days a second time.
TEST_F(ImportFileTest, RequestIdIsFixedForEver) {
  units::v1::CreateUnitRequest body;
  body.set_unit_id("a");
  EXPECT_EQ(
      ImportRequestId("01.json", *FindMethod("tiendo.units.v1.UnitService/CreateUnit"), body, 0),
      "42b89e5e-5ee4-8799-87cb-f1cfabf01413");
}

}  // namespace
}  // namespace tiendo::cli
