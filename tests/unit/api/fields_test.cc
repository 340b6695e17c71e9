#include "common/api/fields.h"

#include <gmock/gmock.h>

#include "common/api/body.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::api {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;

auto IsAt(const char* field) { return Field(&errors::FieldViolation::field, field); }

google::type::Date DateMessage(int year, int month, int day) {
  google::type::Date out;
  out.set_year(year);
  out.set_month(month);
  out.set_day(day);
  return out;
}

TEST(FieldsTest, TextIsNfcBoundedAndOneLine) {
  Violations violations;
  EXPECT_EQ(Text("a", "U\u0309y ban", Presence::kOptional, 6, violations), "Ủy ban");
  EXPECT_TRUE(violations.empty());
  Text("b", "", Presence::kRequired, 5, violations);
  Text("c", "sáu chữ", Presence::kOptional, 6, violations);
  Text("d", "hai\ndòng", Presence::kOptional, 99, violations);
  Text("e", "\xff", Presence::kOptional, 99, violations);
  Text("f", std::string_view("a\0b", 3), Presence::kOptional, 99, violations);
  EXPECT_THAT(violations.list(),
              ElementsAre(IsAt("b"), IsAt("c"), IsAt("d"), IsAt("e"), IsAt("f")));
}

TEST(FieldsTest, DatesMustExistAndFactsLieInThePast) {
  Violations violations;
  const Day today = calendar::FromYmd(2022, 7, 14).value();
  EXPECT_EQ(PastDate("a", true, DateMessage(2022, 7, 14), today, violations), today);
  EXPECT_TRUE(violations.empty());
  EXPECT_EQ(PastDate("b", true, DateMessage(2022, 7, 15), today, violations), std::nullopt);
  EXPECT_EQ(Date("c", true, DateMessage(2022, 2, 29), Presence::kOptional, violations),
            std::nullopt);
  EXPECT_EQ(Date("d", false, {}, Presence::kRequired, violations), std::nullopt);
  EXPECT_EQ(Date("e", false, {}, Presence::kOptional, violations), std::nullopt);
  EXPECT_THAT(violations.list(), ElementsAre(IsAt("b"), IsAt("c"), IsAt("d")));
}

TEST(FieldsTest, TimesOutOfRangeAreRefused) {
  Violations violations;
  google::protobuf::Timestamp time;
  time.set_seconds(9'000'000'000'000'000);
  EXPECT_EQ(Time("read_time", true, time, violations), std::nullopt);
  time.set_seconds(0);
  time.set_nanos(-1);
  EXPECT_EQ(Time("read_time", true, time, violations), std::nullopt);
  EXPECT_EQ(violations.list().size(), 2u);
}

TEST(FieldsTest, RequestIdsArePrintable) {
  Violations violations;
  CheckRequestId("", violations);
  CheckRequestId("6f1c1f0e-58d5-4c1e-9d3b-0e4a0c6f2a11", violations);
  EXPECT_TRUE(violations.empty());
  CheckRequestId("with space", violations);
  CheckRequestId(std::string(65, 'a'), violations);
  CheckRequestId("có dấu", violations);
  EXPECT_EQ(violations.list().size(), 3u);
}

TEST(BodyTest, NamesItsType) {
  units::v1::Unit unit;
  unit.set_name("units/a");
  units::v1::Unit back;
  ASSERT_TRUE(UnpackBody(PackBody(unit), back).ok());
  EXPECT_EQ(back.name(), "units/a");
  units::v1::TreeNode other;
  EXPECT_FALSE(UnpackBody(PackBody(unit), other).ok());
  EXPECT_FALSE(UnpackBody("garbage", back).ok());
}

}  // namespace
}  // namespace tiendo::api
