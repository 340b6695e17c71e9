#include "services/cli/sheets/date_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiendo::sheets {
namespace {

using ::testing::HasSubstr;

std::string Read(std::string_view text, int from = 2000) {
  const absl::StatusOr<calendar::Day> day = ParseDateText(text, from);
  return day.ok() ? calendar::FormatIso(*day) : std::string(day.status().message());
}

std::string Serial(double serial, bool since_1904 = false) {
  const absl::StatusOr<calendar::Day> day = DayOfSerial(serial, since_1904);
  return day.ok() ? calendar::FormatIso(*day) : std::string(day.status().message());
}

TEST(DateTextTest, AsOfficesWriteThem) {
  for (const char* text :
       {"30/6/22", "30/06/2022", "30.6.2022", "30-06-2022", "2022-06-30", "2022-6-30",
        " 30 / 6 / 2022 ", "ngày 30/6/2022", "Ngày 30 tháng 6 năm 2022", "30/06/2022 00:00:00",
        "2022-06-30T07:30:00", "30/06/2022 7:05"}) {
    EXPECT_EQ(Read(text), "2022-06-30") << text;
  }
  EXPECT_EQ(Read("29/2/2024"), "2024-02-29");
}

TEST(DateTextTest, TwoDigitsLieInTheWindow) {
  EXPECT_EQ(Read("1/1/00"), "2000-01-01");
  EXPECT_EQ(Read("1/1/99"), "2099-01-01");
  EXPECT_EQ(Read("1/1/49", 1950), "2049-01-01");
  EXPECT_EQ(Read("1/1/50", 1950), "1950-01-01");
}

TEST(DateTextTest, WhatIsNoDateSaysWhyAndHow) {
  EXPECT_THAT(Read("6/30/2022"), HasSubstr("không có tháng 30"));
  EXPECT_THAT(Read("31/6/2022"), HasSubstr("tháng 6/2022 không có ngày 31"));
  EXPECT_THAT(Read("29/2/2022"), HasSubstr("không có ngày 29"));
  EXPECT_THAT(Read("1/1/0202"), HasSubstr("ngoài khoảng"));
  for (const char* text : {"", "quý II/2022", "tháng 6/2022", "30/6", "30/06-2022", "1/1/20222",
                           "đã hoàn thành", "30/06/2022x", "44742"}) {
    EXPECT_THAT(Read(text), HasSubstr("30/06/2022")) << text;
  }
  EXPECT_THAT(Read(std::string(100'000, '1')), HasSubstr("không phải ngày"));
}

TEST(DateTextTest, SerialsOfBothSystems) {
  EXPECT_EQ(Serial(44742), "2022-06-30");
  EXPECT_EQ(Serial(44742.75), "2022-06-30");
  EXPECT_EQ(Serial(1), "1900-01-01");
  EXPECT_EQ(Serial(59), "1900-02-28");
  EXPECT_THAT(Serial(60), HasSubstr("29/02/1900"));
  EXPECT_EQ(Serial(61), "1900-03-01");
  EXPECT_EQ(Serial(0, true), "1904-01-01");
  EXPECT_EQ(Serial(43280, true), "2022-06-30");
  EXPECT_EQ(Serial(401768), "2999-12-31");
  for (const double bad : {0.0, 0.5, -1.0, 401769.0, 1e300, -1e300}) {
    EXPECT_THAT(Serial(bad), HasSubstr("không ứng với ngày nào")) << bad;
  }
  EXPECT_THAT(Serial(std::numeric_limits<double>::quiet_NaN()), HasSubstr("không ứng"));
  EXPECT_THAT(Serial(-1, true), HasSubstr("không ứng"));
}

TEST(DateTextTest, FormatsThatShowADate) {
  for (const char* code : {"dd/mm/yyyy", "[$-42A]dd/mm/yyyy;@", "d-mmm-yy", "yyyy\\-mm\\-dd",
                           "\"ngày\" dd", "[Red]dd/mm", "m/d/yy h:mm"}) {
    EXPECT_TRUE(IsDateFormat(code)) << code;
  }
  for (const char* code : {"General", "0.00", "#,##0", "@", "h:mm:ss", "[h]:mm", "0 \"đồng\"",
                           "\"dd/mm/yyyy\"", "0;dd", "[$USD] 0", "\\d0", "0_d"}) {
    EXPECT_FALSE(IsDateFormat(code)) << code;
  }
  EXPECT_TRUE(IsBuiltInDateFormat(14));
  EXPECT_TRUE(IsBuiltInDateFormat(22));
  EXPECT_FALSE(IsBuiltInDateFormat(0));
  EXPECT_FALSE(IsBuiltInDateFormat(20)) << "h:mm";
  EXPECT_FALSE(IsBuiltInDateFormat(49)) << "@";
}

}  // namespace
}  // namespace tiendo::sheets
