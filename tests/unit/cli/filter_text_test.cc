#include "services/cli/filter_text.h"

#include <gtest/gtest.h>

namespace tiendo::cli {
namespace {

TEST(FilterText, QuotesWhatItIsGiven) {
  FilterText filter;
  filter.Add("a", ":", "x\"y\\z");
  filter.Add("b", "=", "");
  filter.AddBare("c", ">=", "2022-06-30");
  filter.AddText("d = 1");
  EXPECT_EQ(filter.text(), "a : \"x\\\"y\\\\z\" AND c >= 2022-06-30 AND d = 1");
}

TEST(FilterText, OfNothingIsNothing) {
  FilterText filter;
  filter.Add("a", "=", "");
  filter.AddBare("b", "=", "");
  filter.AddText("");
  EXPECT_EQ(filter.text(), "");
}

}  // namespace
}  // namespace tiendo::cli
