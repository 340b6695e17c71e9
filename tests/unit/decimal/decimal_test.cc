#include "common/decimal/decimal.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace tiendo::decimal {
namespace {

Decimal N(std::string_view text) { return Decimal::Parse(text).value(); }

TEST(Decimal, ReadsTheGrammarOfGoogleTypeDecimal) {
  EXPECT_EQ(N("0").ToString(), "0");
  EXPECT_EQ(N("-0.0").ToString(), "0");
  EXPECT_EQ(N("+300000").ToString(), "300000");
  EXPECT_EQ(N("0086.500").ToString(), "86.5");
  EXPECT_EQ(N(".35").ToString(), "0.35");
  EXPECT_EQ(N("35.").ToString(), "35");
  EXPECT_EQ(N("-0.35").ToString(), "-0.35");
  EXPECT_EQ(N("2.5e8").ToString(), "250000000");
  EXPECT_EQ(N("25E-1").ToString(), "2.5");
  EXPECT_EQ(N("3e17").ToString(), "300000000000000000");
  EXPECT_EQ(N("0e99999999999999").ToString(), "0");
  EXPECT_EQ(N("999999999999999999.999999999").ToString(), "999999999999999999.999999999");
  EXPECT_EQ(N("000000000000000000000000000001").ToString(), "1");
  for (const char* text : {"", "-", ".", "+.", "1,5", "1.2.3", "1e", "1e+", "e5", "0x10", "NaN",
                           "1 ", " 1", "1_000", "--1", "1e5.0", "½"}) {
    EXPECT_FALSE(Decimal::Parse(text)) << text;
  }
  // One digit more than there is room for, on either side; and a text that nobody means.
  EXPECT_FALSE(Decimal::Parse("1000000000000000000"));
  EXPECT_FALSE(Decimal::Parse("1e18"));
  EXPECT_FALSE(Decimal::Parse("0.0000000001"));
  EXPECT_FALSE(Decimal::Parse("1e-10"));
  EXPECT_FALSE(Decimal::Parse("1e99999999999999999999"));
  EXPECT_FALSE(Decimal::Parse(std::string(65, '0')));
}

TEST(Decimal, WritesVietnamese) {
  EXPECT_EQ(N("0").ToVietnamese(), "0");
  EXPECT_EQ(N("999").ToVietnamese(), "999");
  EXPECT_EQ(N("54950").ToVietnamese(), "54.950");
  EXPECT_EQ(N("-1234567.89").ToVietnamese(), "-1.234.567,89");
  EXPECT_EQ(N("-0.35").ToVietnamese(), "-0,35");
}

TEST(Decimal, ComparesByValue) {
  EXPECT_EQ(N("86.50"), N("865e-1"));
  EXPECT_LT(N("-1"), N("-0.999999999"));
  EXPECT_GT(N("3.500000001"), N("3.5"));
  EXPECT_EQ(N("-2").sign(), -1);
  EXPECT_EQ(N("0.000000001").sign(), 1);
  EXPECT_EQ(Decimal().sign(), 0);
}

TEST(Decimal, AddsExactlyWhatBinaryFractionsCannot) {
  EXPECT_EQ(Sum(N("0.1"), N("0.2")), N("0.3"));
  EXPECT_EQ(Difference(N("2.1"), N("2.45")), N("-0.35"));
}

TEST(Decimal, ASumThatDoesNotFitIsNone) {
  Decimal sum = N("999999999999999999.999999999");
  // 2^20 of the largest numbers fit.
  for (int i = 0; i < 19; ++i) {
    const std::optional<Decimal> twice = Sum(sum, sum);
    ASSERT_TRUE(twice) << i;
    sum = *twice;
  }
  EXPECT_FALSE(Sum(sum, sum));
  EXPECT_FALSE(Difference(-sum, sum));
}

TEST(Decimal, TakesPerCent) {
  EXPECT_EQ(PercentOf(N("150000"), N("5")), N("7500"));
  EXPECT_EQ(PercentOf(N("86.5"), N("2.5")), N("2.1625"));
  EXPECT_EQ(PercentOf(N("-200"), N("50")), N("-100"));
  EXPECT_EQ(PercentOf(N("0.000000001"), N("50")), N("0"));
  EXPECT_EQ(PercentOf(N("999999999999999999"), N("100")), N("999999999999999999"));
  EXPECT_FALSE(PercentOf(N("1"), N("10001")));
}

// Numbers as counts of 10^-9 small enough to be computed with in 64 bits.
RC_GTEST_PROP(DecimalProperty, AgreesWithIntegers, ()) {
  const auto text = [](int64_t units) { return std::to_string(units) + "e-9"; };
  const int64_t a = *rc::gen::inRange<int64_t>(-1'000'000'000'000, 1'000'000'000'000);
  const int64_t b = *rc::gen::inRange<int64_t>(-1'000'000'000'000, 1'000'000'000'000);
  const Decimal x = N(text(a));
  const Decimal y = N(text(b));
  RC_ASSERT((x < y) == (a < b));
  RC_ASSERT((x == y) == (a == b));
  RC_ASSERT(Sum(x, y).value() == N(text(a + b)));
  RC_ASSERT(Difference(x, y).value() == N(text(a - b)));
  RC_ASSERT(N(x.ToString()) == x);
}

}  // namespace
}  // namespace tiendo::decimal
