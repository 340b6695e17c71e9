#include "services/cli/unit_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/text/fold.h"
#include "tests/unit/cli/fake_caller.h"

namespace tiendo::cli {
namespace {

using ::testing::HasSubstr;
using units::v1::Unit;

class UnitNamesTest : public ::testing::Test {
 protected:
  UnitNamesTest() {
    caller_.On<units::v1::GetUnitRequest, Unit>("GetUnit", [this](const auto& request, Unit& out) {
      for (const units::v1::SearchResult& result : units_) {
        if (result.unit().name() != request.name()) continue;
        out = result.unit();
        return absl::OkStatus();
      }
      return Refusal(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND", "none");
    });
    // Every word of the query in the name, as the service searches.
    caller_.On<units::v1::SearchUnitsRequest, units::v1::SearchUnitsResponse>(
        "SearchUnits", [this](const auto& request, auto& response) {
          EXPECT_TRUE(request.show_ended());
          const std::string wanted = text::Fold(request.query());
          for (const units::v1::SearchResult& result : units_) {
            const std::string names = text::Fold(result.unit().display_name()) + '|' +
                                      text::Fold(result.unit().short_name()) + '|' +
                                      text::Fold(result.former_name());
            if (names.find(wanted) != std::string::npos) *response.add_results() = result;
          }
          return absl::OkStatus();
        });
  }

  void Add(const std::string& id, const std::string& name, const std::string& short_name = "",
           int from = 2020, int to = 0, const std::string& former = "") {
    units::v1::SearchResult result;
    result.mutable_unit()->set_name("units/" + id);
    result.mutable_unit()->set_display_name(name);
    result.mutable_unit()->set_short_name(short_name);
    result.set_former_name(former);
    result.set_ended(to != 0);
    const auto date = [](google::type::Date& out, int year) {
      out.set_year(year);
      out.set_month(1);
      out.set_day(1);
    };
    date(*result.mutable_unit()->mutable_effective_from(), from);
    if (to != 0) date(*result.mutable_unit()->mutable_effective_to(), to);
    units_.push_back(result);
  }

  UnitNames::Meaning MeaningOf(const std::string& text, int year = 2022) {
    return *names_.MeaningOf(text, calendar::FromYmd(year, 6, 30));
  }

  FakeCaller caller_;
  UnitNames names_{caller_};
  std::vector<units::v1::SearchResult> units_;
};

TEST_F(UnitNamesTest, ByIdAndByAnyName) {
  Add("van-phong-so", "Văn phòng Sở", "VP");
  Add("phong-a", "Phòng A", "", 2020, 0, "Phòng Kế hoạch");
  for (const char* text : {"van-phong-so", "units/van-phong-so", "Văn phòng Sở", "văn phòng sở",
                           "VAN PHONG SO", "VP"}) {
    EXPECT_EQ(MeaningOf(text).unit, "units/van-phong-so") << text;
  }
  EXPECT_EQ(MeaningOf("Phòng Kế hoạch").unit, "units/phong-a");
}

TEST_F(UnitNamesTest, UnknownNamesComeWithWhatIsNear) {
  Add("van-phong-so", "Văn phòng Sở");
  EXPECT_THAT(MeaningOf("Văn phòng").fault, HasSubstr("gần giống: van-phong-so (Văn phòng Sở)"));
  EXPECT_THAT(MeaningOf("Phòng Z").fault, HasSubstr("tiendo units search"));
  EXPECT_THAT(MeaningOf("units/khong-co").fault, HasSubstr("không có đơn vị"));
  EXPECT_THAT(MeaningOf("…").fault, HasSubstr("không có đơn vị"));
  EXPECT_THAT(MeaningOf(std::string(300, 'a') + " b").fault, HasSubstr("không có đơn vị"));
}

TEST_F(UnitNamesTest, OfSeveralTheExactOneThenTheOneInForce) {
  Add("a", "Phòng Hòa Bình");
  Add("b", "Phòng Hoà Bình");
  EXPECT_EQ(MeaningOf("Phòng Hoà Bình").unit, "units/b");
  EXPECT_THAT(MeaningOf("phong hoa binh").fault,
              HasSubstr("nhiều đơn vị tên \"phong hoa binh\", ghi mã của một đơn vị: a (Phòng"));
  Add("c", "Phòng Cũ", "", 2020, 2025);
  Add("d", "Phòng Cũ", "", 2025);
  EXPECT_EQ(MeaningOf("Phòng Cũ", 2022).unit, "units/c");
  EXPECT_EQ(MeaningOf("Phòng Cũ", 2025).unit, "units/d");
  EXPECT_EQ((*names_.MeaningOf("Phòng Cũ", std::nullopt)).unit, "units/d");
}

TEST_F(UnitNamesTest, WrittenSoThatItIsFoundAgain) {
  Add("a", "Phòng A");
  Add("b", "Phòng B");
  Add("b2", "Phòng B");
  Add("c", "Phòng C; D");
  const auto text = [this](const char* unit) {
    return *names_.TextOf(unit, calendar::FromYmd(2022, 6, 30));
  };
  EXPECT_EQ(text("units/a"), "Phòng A");
  EXPECT_EQ(text("units/b"), "b") << "the name means two";
  EXPECT_EQ(text("units/c"), "c") << "a semicolon separates units";
  EXPECT_EQ(text("units/gone"), "gone");
}

TEST_F(UnitNamesTest, AsksOnceAndPassesErrorsOn) {
  Add("a", "Phòng A");
  MeaningOf("Phòng A");
  MeaningOf("Phòng A", 2021);
  EXPECT_EQ(caller_.CallsOf("SearchUnits"), 1u);
  caller_.answers.erase("SearchUnits");
  EXPECT_FALSE(names_.MeaningOf("Phòng B", std::nullopt).ok());
}

}  // namespace
}  // namespace tiendo::cli
