#include "services/programs/api/requests.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/api/fields.h"
#include "services/programs/domain/secret.h"
#include "tests/support/status_matchers.h"

namespace tiendo::programs {
namespace {

using ::testing::ElementsAre;
using testing::Fields;
using testing::IsOk;
using ::testing::UnorderedElementsAre;

Day D(const std::string& iso) { return calendar::ParseIsoDay(iso).value(); }
google::type::Date Date(const std::string& iso) { return api::ToProto(D(iso)); }

v1::CreateItemRequest GoodItem() {
  v1::CreateItemRequest request;
  request.set_parent("programs/p");
  request.set_item_id("i");
  request.mutable_item()->set_title("Nội dung mẫu 01");
  return request;
}

TEST(CategoryRequest, NamesEveryViolation) {
  v1::CreateCategoryRequest request;
  EXPECT_THAT(Fields(ParseCreateCategory(request)), ElementsAre("category_id", "category"));
  request.set_category_id("Bad Id");
  request.mutable_category()->set_order(10'001);
  request.set_request_id("has space");
  EXPECT_THAT(Fields(ParseCreateCategory(request)),
              ElementsAre("category_id", "category.display_name", "category.kind", "category.order",
                          "request_id"));
  request.set_category_id("department");
  request.clear_request_id();
  request.mutable_category()->set_order(0);
  request.mutable_category()->set_display_name("Chương trình của Sở");
  request.mutable_category()->set_kind(v1::Category::KIND_ITEM);
  absl::StatusOr<Category> category = ParseCreateCategory(request);
  ASSERT_THAT(category, IsOk());
  EXPECT_EQ(category->name, "categories/department");
}

TEST(ProgramRequest, NamesEveryViolation) {
  v1::CreateProgramRequest request;
  request.set_program_id("p");
  v1::Program& program = *request.mutable_program();
  program.set_category("nowhere");
  program.add_years(1999);
  program.add_years(2022);
  program.add_years(2022);
  program.add_basis()->set_issuer("Sở");
  EXPECT_THAT(Fields(ParseCreateProgram(request)),
              ElementsAre("program.title", "program.years[0]", "program.years[2]",
                          "program.category", "program.owner", "program.basis[0].number"));
  program.clear_years();
  program.set_title(std::string(513, 'x'));
  program.set_category("categories/department");
  program.set_owner("units/so");
  program.clear_basis();
  EXPECT_THAT(Fields(ParseCreateProgram(request)), ElementsAre("program.title", "program.years"));
}

TEST(ProgramRequest, IgnoresWhatIsOutputOnly) {
  v1::CreateProgramRequest request;
  request.set_program_id("p");
  v1::Program& program = *request.mutable_program();
  program.set_title("Chương trình");
  program.add_years(2022);
  program.set_category("categories/department");
  program.set_owner("units/so");
  program.set_state(v1::Program::STATE_APPROVED);
  *program.mutable_approval_date() = Date("2022-01-01");
  absl::StatusOr<Program> parsed = ParseCreateProgram(request);
  ASSERT_THAT(parsed, IsOk());
  EXPECT_EQ(parsed->state, ProgramState::kDraft);
  EXPECT_EQ(parsed->approval_date, std::nullopt);
}

TEST(ItemRequest, NamesEveryViolation) {
  v1::CreateItemRequest request = GoodItem();
  v1::Item& item = *request.mutable_item();
  item.set_title(kSecretTitle);
  item.set_ordinal(-1);
  item.set_product(std::string(513, 'x'));
  item.set_assigning_organ(std::string(257, 'x'));
  item.add_leads()->set_unit("units/a");
  item.add_leads()->set_unit("units/a");
  item.add_leads()->set_unit("a");
  item.add_coordinators("");
  item.add_tags("covid");
  item.add_tags("theme/covid-19");
  item.add_tags("theme/covid-19");
  item.mutable_baseline_due_date()->set_year(2022);
  EXPECT_THAT(
      Fields(ParseCreateItem(request)),
      UnorderedElementsAre("item.title", "item.ordinal", "item.product", "item.assigning_organ",
                           "item.leads[1].unit", "item.leads[2].unit", "item.coordinators[0]",
                           "item.tags[0]", "item.tags[2]", "item.baseline_due_date"));
}

TEST(ItemRequest, BoundsTheLists) {
  v1::CreateItemRequest request = GoodItem();
  for (int i = 0; i < 50; ++i) {
    request.mutable_item()->add_leads()->set_unit("units/u" + std::to_string(i));
    request.mutable_item()->add_coordinators("units/u" + std::to_string(i));
  }
  for (int i = 0; i < 20; ++i) request.mutable_item()->add_tags("theme/t" + std::to_string(i));
  EXPECT_THAT(ParseCreateItem(request), IsOk());
  EXPECT_EQ(UnitsOf(request).size(), 50U);  // each once
  request.mutable_item()->add_leads()->set_unit("units/one-more");
  request.mutable_item()->add_coordinators("units/one-more");
  request.mutable_item()->add_tags("theme/one-more");
  EXPECT_THAT(Fields(ParseCreateItem(request)),
              ElementsAre("item.leads", "item.coordinators", "item.tags"));
}

TEST(ItemRequest, TagsHaveAKindAndAValue) {
  for (const char* good : {"work-area/xay-dung-dang", "theme/covid-19", "r/13"}) {
    v1::CreateItemRequest request = GoodItem();
    request.mutable_item()->add_tags(good);
    EXPECT_THAT(ParseCreateItem(request), IsOk()) << good;
  }
  for (const char* bad :
       {"", "/", "theme/", "/x", "theme", "Theme/x", "theme/X", "t1/x", "a/b/c"}) {
    v1::CreateItemRequest request = GoodItem();
    request.mutable_item()->add_tags(bad);
    EXPECT_THAT(Fields(ParseCreateItem(request)), ElementsAre("item.tags[0]")) << bad;
  }
}

TEST(ItemRequest, TextIsStoredInNfc) {
  v1::CreateItemRequest request = GoodItem();
  request.mutable_item()->set_title(
      "Ho\xcc\x80"
      "a");  // o and a combining grave
  EXPECT_EQ(ParseCreateItem(request)->title,
            "H\xc3\xb2"
            "a");
}

TEST(BatchRequest, IsOfOneProgrammeWithoutRepeats) {
  v1::BatchCreateItemsRequest request;
  EXPECT_THAT(Fields(ParseBatchCreateItems(request)), ElementsAre("parent", "requests"));
  request.set_parent("programs/p");
  *request.add_requests() = GoodItem();
  *request.add_requests() = GoodItem();
  request.mutable_requests(1)->set_parent("programs/q");
  request.mutable_requests(1)->set_request_id("own");
  request.mutable_requests(1)->set_validate_only(true);
  request.mutable_requests(1)->mutable_item()->clear_title();
  EXPECT_THAT(
      Fields(ParseBatchCreateItems(request)),
      UnorderedElementsAre("requests[1].item.title", "requests[1].parent", "requests[1].item_id",
                           "requests[1].request_id", "requests[1].validate_only"));
  request.clear_requests();
  for (int i = 0; i < 1001; ++i) {
    *request.add_requests() = GoodItem();
    request.mutable_requests(i)->set_item_id("i" + std::to_string(i));
  }
  EXPECT_THAT(Fields(ParseBatchCreateItems(request)), ElementsAre("requests"));
  request.mutable_requests()->RemoveLast();
  EXPECT_THAT(ParseBatchCreateItems(request), IsOk());
}

TEST(UpdateRequest, LooksOnlyAtWhatTheMaskNames) {
  v1::UpdateItemRequest request;
  request.mutable_item()->set_name("programs/p/items/i");
  EXPECT_THAT(Fields(ParseUpdateItem(request)), ElementsAre("update_mask"));
  request.mutable_update_mask()->add_paths("ordinal");
  request.mutable_item()->add_tags("not looked at");
  EXPECT_THAT(ParseUpdateItem(request), IsOk());
  request.mutable_update_mask()->add_paths("state");
  request.mutable_update_mask()->add_paths("nonsense");
  EXPECT_EQ(Fields(ParseUpdateItem(request)).size(), 2U);
}

TEST(UpdateRequest, AStarLeavesLeadsAndBaselineOfAnIssuedItem) {
  v1::UpdateItemRequest request;
  request.mutable_item()->set_name("programs/p/items/i");
  request.mutable_item()->set_title("Nội dung mẫu 02");
  request.mutable_update_mask()->add_paths("*");
  absl::StatusOr<ItemUpdate> update = ParseUpdateItem(request);
  ASSERT_THAT(update, IsOk());
  EXPECT_FALSE(update->named.terms);
  Item item;
  item.leads = {{"units/a"}};
  item.coordinators = {"units/b"};
  item.product = "Báo cáo";
  update->change(item, {});
  EXPECT_EQ(item.title, "Nội dung mẫu 02");
  EXPECT_EQ(item.product, "");
  EXPECT_EQ(item.leads.size(), 1U);
  EXPECT_EQ(item.coordinators.size(), 1U);
  update->change(item, {.terms = true, .coordinators = true});
  EXPECT_TRUE(item.coordinators.empty());
  EXPECT_TRUE(item.leads.empty());
  request.mutable_update_mask()->clear_paths();
  request.mutable_update_mask()->add_paths("leads");
  EXPECT_TRUE(ParseUpdateItem(request)->named.terms);
  request.mutable_update_mask()->add_paths("coordinators");
  EXPECT_TRUE(ParseUpdateItem(request)->named.coordinators);
}

TEST(ListRequests, TheParentIsAProgrammeOrAll) {
  v1::ListItemsRequest request;
  EXPECT_FALSE(ValidateListItems(request).ok());
  request.set_parent("programs/-");
  EXPECT_THAT(ValidateListItems(request), IsOk());
  request.set_parent("programs/p");
  EXPECT_THAT(ValidateListItems(request), IsOk());
  v1::ListItemEventsRequest events;
  events.set_parent("programs/-/items/-");
  EXPECT_FALSE(ValidateListItemEvents(events).ok());
}

}  // namespace
}  // namespace tiendo::programs
