#include "services/cli/numbers.h"

#include <gtest/gtest.h>

#include "common/errors/error.h"

namespace tiendo::cli {
namespace {

std::string Read(std::string_view text) {
  const absl::StatusOr<decimal::Decimal> number = ParseNumber("--value", text);
  return number.ok() ? number->ToString() : "refused";
}

TEST(Numbers, AreReadAsProgramsAndAsDocumentsWriteThem) {
  EXPECT_EQ(Read("54950"), "54950");
  EXPECT_EQ(Read("86.5"), "86.5");
  EXPECT_EQ(Read("86,5"), "86.5");
  EXPECT_EQ(Read("-0,35"), "-0.35");
  EXPECT_EQ(Read("0.350"), "0.35");
  EXPECT_EQ(Read("1.234.567"), "1234567");
  EXPECT_EQ(Read("1.234.567,5"), "1234567.5");
  EXPECT_EQ(Read("54.950,0"), "54950");
  EXPECT_EQ(Read("1234.5678"), "1234.5678");
}

TEST(Numbers, WhatCanBeReadInTwoWaysIsRefusedSayingSo) {
  const absl::StatusOr<decimal::Decimal> number = ParseNumber("--value", "54.950");
  ASSERT_FALSE(number.ok());
  const auto details = errors::GetDetails(number.status());
  ASSERT_TRUE(details && details->violations.size() == 1);
  EXPECT_EQ(details->violations[0].field, "--value");
  EXPECT_NE(details->violations[0].description.find("54950"), std::string::npos);
}

TEST(Numbers, OthersAreNone) {
  for (const char* text :
       {"", "-", "1,2,3", "1.23.456", "1234.567,5", ",5", "5,", "12.34.567", "tám", "1 000",
        "1.234,"
        "5.6"}) {
    EXPECT_EQ(Read(text), "refused") << text;
  }
}

TEST(Numbers, AreShownWithTheirUnit) {
  EXPECT_EQ(ValueText("300000", "lượt"), "300.000 lượt");
  EXPECT_EQ(ValueText("86", "%"), "86%");
  EXPECT_EQ(ValueText("", "lượt"), "–");
}

}  // namespace
}  // namespace tiendo::cli
