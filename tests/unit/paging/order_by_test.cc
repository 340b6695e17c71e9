#include "common/paging/order_by.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/errors/error.h"

namespace tiendo::paging {
namespace {

using ::testing::HasSubstr;

absl::StatusOr<OrderBy> Parse(std::string_view text) {
  return ParseOrderBy(text, {"due_date", "ordinal"});
}

std::string Problem(std::string_view text) {
  absl::StatusOr<OrderBy> order = Parse(text);
  if (order.ok()) return "accepted";
  const errors::Details details = errors::GetDetails(order.status()).value();
  EXPECT_EQ(details.reason, "INVALID_REQUEST");
  EXPECT_EQ(details.violations.size(), 1U);
  EXPECT_EQ(details.violations[0].field, "order_by");
  return details.violations[0].description;
}

TEST(OrderBy, OneFieldAndItsDirection) {
  EXPECT_EQ(Parse("")->Canonical(), "");
  EXPECT_EQ(Parse("  ")->Canonical(), "");
  EXPECT_EQ(Parse("name")->Canonical(), "");
  EXPECT_EQ(Parse("name desc")->Canonical(), "name desc");
  EXPECT_EQ(Parse("due_date")->Canonical(), "due_date");
  EXPECT_EQ(Parse(" due_date   asc ")->Canonical(), "due_date");
  EXPECT_EQ(Parse("due_date desc")->Canonical(), "due_date desc");
}

TEST(OrderBy, NameMayBeWrittenOutAsTheSecond) {
  EXPECT_EQ(Parse("due_date, name")->Canonical(), "due_date");
  EXPECT_EQ(Parse("due_date desc,name desc")->Canonical(), "due_date desc");
  EXPECT_THAT(Problem("due_date desc, name"), HasSubstr("the direction of the first"));
}

TEST(OrderBy, ProblemsNameTheChoices) {
  for (const char* bad : {"title", "due_date down", "due_date desc desc", "due_date, ordinal",
                          "name, due_date", "due_date,", ",", "DUE_DATE"}) {
    EXPECT_THAT(Problem(bad), HasSubstr("order by one of name, due_date, ordinal")) << bad;
  }
  EXPECT_THAT(Problem(std::string(300, 'x')), HasSubstr("longer"));
}

}  // namespace
}  // namespace tiendo::paging
