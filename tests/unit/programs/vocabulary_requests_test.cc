#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/programs/api/requests.h"
#include "tests/support/status_matchers.h"

namespace tiendo::programs {
namespace {

using ::testing::ElementsAre;
using tiendo::testing::Fields;
using tiendo::testing::IsOk;

google::type::Date Date(int year, int month, int day) {
  google::type::Date out;
  out.set_year(year);
  out.set_month(month);
  out.set_day(day);
  return out;
}

TEST(TagRequest, NamesEveryViolation) {
  v1::CreateTagRequest request;
  EXPECT_THAT(Fields(ParseCreateTag(request)), ElementsAre("tag_id", "tag"));
  request.set_tag_id("X");
  request.mutable_tag()->set_order(10'001);
  request.mutable_tag()->mutable_document()->mutable_date()->set_year(2022);
  request.set_request_id("a b");
  EXPECT_THAT(Fields(ParseCreateTag(request)),
              ElementsAre("tag_id", "tag.kind", "tag.display_name", "tag.document.number",
                          "tag.document.date", "tag.order", "request_id"));
}

TEST(TagRequest, AnUpdateTakesWhatTheMaskNames) {
  v1::UpdateTagRequest request;
  EXPECT_THAT(Fields(ParseUpdateTag(request)), ElementsAre("tag.name", "update_mask"));
  request.mutable_tag()->set_name("tags/covid-19");
  request.mutable_tag()->set_order(-1);  // not in the mask
  request.mutable_tag()->set_retired(true);
  request.mutable_update_mask()->add_paths("kind");
  request.mutable_update_mask()->add_paths("value");
  EXPECT_THAT(Fields(ParseUpdateTag(request)),
              ElementsAre("update_mask.paths[0]", "update_mask.paths[1]"));
  request.mutable_update_mask()->clear_paths();
  request.mutable_update_mask()->add_paths("retired");
  auto update = ParseUpdateTag(request);
  ASSERT_THAT(update, IsOk());
  Tag tag;
  tag.order = 4;
  tag.display_name = "COVID-19";
  ASSERT_THAT(update->change(tag), IsOk());
  EXPECT_TRUE(tag.retired);
  EXPECT_EQ(tag.order, 4);
  EXPECT_EQ(tag.display_name, "COVID-19");
}

TEST(CategoryUpdate, NamesEveryViolation) {
  v1::UpdateCategoryRequest request;
  request.mutable_category()->set_name("categories/x");
  request.mutable_category()->set_order(-1);
  request.mutable_update_mask()->add_paths("*");
  EXPECT_THAT(Fields(ParseUpdateCategory(request)),
              ElementsAre("category.display_name", "category.order"));
}

TEST(PeriodRequest, NamesEveryViolation) {
  v1::CreatePeriodRequest request;
  EXPECT_THAT(Fields(ParseCreatePeriod(request)), ElementsAre("period_id", "period"));
  request.set_period_id("2022-h1");
  v1::Period& period = *request.mutable_period();
  *period.mutable_end_date() = Date(2022, 2, 30);
  EXPECT_THAT(
      Fields(ParseCreatePeriod(request)),
      ElementsAre("period.kind", "period.display_name", "period.start_date", "period.end_date"));
  period.set_kind(v1::Period::KIND_HALF_YEAR);
  period.set_display_name("6 tháng đầu năm 2022");
  *period.mutable_start_date() = Date(2022, 1, 1);
  *period.mutable_end_date() = Date(2022, 9, 30);
  *period.mutable_cut_off_date() = Date(2021, 6, 30);
  EXPECT_THAT(Fields(ParseCreatePeriod(request)),
              ElementsAre("period.end_date", "period.cut_off_date"));
}

TEST(PeriodRequest, TheCutOffIsTheEndUnlessItIsGiven) {
  v1::CreatePeriodRequest request;
  request.set_period_id("2022-h1");
  v1::Period& period = *request.mutable_period();
  period.set_kind(v1::Period::KIND_HALF_YEAR);
  period.set_display_name("6 tháng đầu năm 2022");
  *period.mutable_start_date() = Date(2022, 1, 1);
  *period.mutable_end_date() = Date(2022, 6, 30);
  auto made = ParseCreatePeriod(request);
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->cut_off, made->end);

  v1::UpdatePeriodRequest update;
  update.mutable_period()->set_name("periods/2022-h1");
  *update.mutable_period()->mutable_cut_off_date() = Date(2022, 6, 14);
  update.mutable_update_mask()->add_paths("cut_off_date");
  auto parsed = ParseUpdatePeriod(update);
  ASSERT_THAT(parsed, IsOk());
  ASSERT_THAT(parsed->change(*made), IsOk());
  EXPECT_EQ(calendar::FormatIso(made->cut_off), "2022-06-14");
  update.mutable_period()->clear_cut_off_date();
  parsed = ParseUpdatePeriod(update);
  ASSERT_THAT(parsed, IsOk());
  ASSERT_THAT(parsed->change(*made), IsOk());
  EXPECT_EQ(made->cut_off, made->end);
  // Decided on the whole period as it will be.
  update.mutable_update_mask()->add_paths("end_date");
  EXPECT_THAT(Fields(ParseUpdatePeriod(update)), ElementsAre("period.end_date"));
  *update.mutable_period()->mutable_end_date() = Date(2022, 3, 31);
  parsed = ParseUpdatePeriod(update);
  ASSERT_THAT(parsed, IsOk());
  EXPECT_FALSE(parsed->change(*made).ok());
}

}  // namespace
}  // namespace tiendo::programs
