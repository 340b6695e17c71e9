#include "common/config/values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/status_matchers.h"

namespace tiendo::config {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using tiendo::testing::IsOkAndHolds;

TEST(Values, Durations) {
  EXPECT_EQ(*ParseDuration("250ms"), 250ms);
  EXPECT_EQ(*ParseDuration("5s"), 5s);
  EXPECT_EQ(*ParseDuration("1h30m"), 90min);
  EXPECT_EQ(*ParseDuration("0"), 0ns);
  for (const char* text : {"", "5", "5 s", "s", "-1s", "inf", "5days", "9999999h", "1s "}) {
    EXPECT_FALSE(ParseDuration(text).ok()) << text;
  }
  for (auto d : {std::chrono::nanoseconds(0ns), std::chrono::nanoseconds(1500ms),
                 std::chrono::nanoseconds(168h)}) {
    EXPECT_EQ(*ParseDuration(FormatDuration(d)), d);
  }
}

TEST(Values, IntSetsAreDifferentNumbersFalling) {
  EXPECT_THAT(ParseIntSet("3,15,7", 1, 365), IsOkAndHolds(ElementsAre(15, 7, 3)));
  EXPECT_THAT(ParseIntSet("365", 1, 365), IsOkAndHolds(ElementsAre(365)));
  EXPECT_THAT(ParseIntSet("", 1, 365), IsOkAndHolds(IsEmpty()));
  for (const char* wrong : {"0", "366", "7,", ",7", "7,,3", "7;3", "sáu", "7 ,3", "3,3"}) {
    EXPECT_FALSE(ParseIntSet(wrong, 1, 365).ok()) << wrong;
  }
}

TEST(Values, Numbers) {
  EXPECT_EQ(*ParseInt("-12"), -12);
  for (const char* text : {"", "1.5", "0x10", "12k", " 1", "9223372036854775808"}) {
    EXPECT_FALSE(ParseInt(text).ok()) << text;
  }
}

TEST(Values, Booleans) {
  EXPECT_TRUE(*ParseBool("on"));
  EXPECT_FALSE(*ParseBool("0"));
  EXPECT_FALSE(ParseBool("TRUE ").ok());
  EXPECT_FALSE(ParseBool("").ok());
}

TEST(Values, RedactHidesPasswords) {
  EXPECT_EQ(Redact("postgresql://app:p@ss@db:5432/units"), "postgresql://app:***@db:5432/units");
  EXPECT_EQ(Redact("postgresql://app@db/units?password=x&sslmode=require"),
            "postgresql://app@db/units?password=***&sslmode=require");
  EXPECT_EQ(Redact("host=db password=abc user=app"), "host=db password=*** user=app");
  EXPECT_EQ(Redact("host=db password='a b\\' c' user=app"), "host=db password=*** user=app");
  EXPECT_EQ(Redact("password="), "password=***");
  EXPECT_EQ(Redact("127.0.0.1:50051"), "127.0.0.1:50051");
}

}  // namespace
}  // namespace tiendo::config
