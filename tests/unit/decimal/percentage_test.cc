#include "common/decimal/percentage.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace tiendo::decimal {
namespace {

using enum Rounding;

Decimal N(std::string_view text) { return Decimal::Parse(text).value(); }
std::string Text(const char* n, const char* d, Rounding rounding = kTruncate) {
  return PercentText(N(n), N(d), rounding).value_or("none");
}

TEST(Percentage, TheFiguresPublishedIn2022) {
  EXPECT_EQ(Text("54950", "300000"), "18,31%");
  EXPECT_EQ(Text("54950", "300000", kHalfUp), "18,32%");
  EXPECT_EQ(Text("108503", "300000"), "36,16%");
  EXPECT_EQ(Text("108503", "300000", kHalfUp), "36,17%");
  EXPECT_EQ(Text("18", "19"), "94,73%");
}

TEST(Percentage, IsBareOnlyWhenExactAndWhole) {
  EXPECT_EQ(Text("0.35", "0.35"), "100%");
  EXPECT_EQ(Text("0", "7"), "0%");
  EXPECT_EQ(Text("1", "2"), "50%");
  EXPECT_EQ(Text("3", "8"), "37,50%");
  EXPECT_EQ(Text("99999", "100000", kHalfUp), "100,00%");
  EXPECT_EQ(Text("0.000001", "1"), "0,00%");
  EXPECT_EQ(Text("12", "10"), "120%");
}

TEST(Percentage, GoesBelowZero) {
  EXPECT_EQ(Text("-0.05", "0.35"), "-14,28%");
  EXPECT_EQ(Text("-0.05", "0.35", kHalfUp), "-14,29%");
  EXPECT_EQ(Text("-0.00001", "1"), "-0,00%");
  EXPECT_EQ(BasisPoints(N("-1"), N("3"), kTruncate), -3333);
  EXPECT_EQ(BasisPoints(N("-2"), N("3"), kHalfUp), -6667);
}

TEST(Percentage, OfNothingOrLessIsNone) {
  EXPECT_FALSE(BasisPoints(N("1"), N("0"), kTruncate));
  EXPECT_FALSE(BasisPoints(N("1"), N("-3"), kTruncate));
  EXPECT_FALSE(PercentText(N("1"), N("0"), kHalfUp));
  EXPECT_FALSE(BasisPoints(N("999999999999999999"), N("0.000000001"), kTruncate));
}

RC_GTEST_PROP(PercentageProperty, IsTheNearestFromItsSide, ()) {
  const int64_t n = *rc::gen::inRange<int64_t>(0, 1'000'000'000);
  const int64_t d = *rc::gen::inRange<int64_t>(1, 1'000'000'000);
  const int64_t down =
      BasisPoints(Decimal::FromInteger(n), Decimal::FromInteger(d), kTruncate).value();
  const int64_t near =
      BasisPoints(Decimal::FromInteger(n), Decimal::FromInteger(d), kHalfUp).value();
  RC_ASSERT(down * d <= n * 10'000 && n * 10'000 < (down + 1) * d);
  RC_ASSERT(2 * near * d - d <= 2 * n * 10'000 && 2 * n * 10'000 < 2 * near * d + d);
}

}  // namespace
}  // namespace tiendo::decimal
