// Categories, tags and periods: create, read, list, change, retire; and who is held to them.
#include "tests/integration/programs/fixture.h"

namespace tiendo::programs::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Vocabulary : public ProgramsTest {
 protected:
  static v1::CreatePeriodRequest NewPeriod(const std::string& id, v1::Period::Kind kind,
                                           const std::string& start, const std::string& end) {
    v1::CreatePeriodRequest request;
    request.set_period_id(id);
    request.mutable_period()->set_kind(kind);
    request.mutable_period()->set_display_name("Kỳ mẫu " + id);
    *request.mutable_period()->mutable_start_date() = Date(start);
    *request.mutable_period()->mutable_end_date() = Date(end);
    return request;
  }
  void Retire(const std::string& tag) {
    v1::UpdateTagRequest request;
    request.mutable_tag()->set_name(tag);
    request.mutable_tag()->set_retired(true);
    request.mutable_update_mask()->add_paths("retired");
    ASSERT_THAT(Call(&Stub::UpdateTag, request), IsOk());
  }
  std::vector<std::string> Tags(const std::string& filter, const std::string& order_by = "") {
    v1::ListTagsRequest request;
    request.set_filter(filter);
    request.set_order_by(order_by);
    auto page = Call(&Stub::ListTags, request);
    EXPECT_THAT(page, IsOk());
    std::vector<std::string> values;
    if (page.ok()) {
      for (const v1::Tag& tag : page->tags()) values.push_back(tag.value());
    }
    return values;
  }
  std::vector<std::string> Periods(const std::string& filter, const std::string& order_by = "") {
    v1::ListPeriodsRequest request;
    request.set_filter(filter);
    request.set_order_by(order_by);
    auto page = Call(&Stub::ListPeriods, request);
    EXPECT_THAT(page, IsOk());
    std::vector<std::string> names;
    if (page.ok()) {
      for (const v1::Period& period : page->periods()) names.push_back(period.name());
    }
    return names;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Vocabulary, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(Vocabulary, TagsAreCreatedReadListedAndChanged) {
  v1::CreateTagRequest request = NewTag("dai-hoi-xiii", v1::Tag::KIND_RESOLUTION, 2);
  request.mutable_tag()->mutable_document()->set_number("Nghị quyết Đại hội XIII");
  request.set_request_id("tag-1");
  auto created = Call(&Stub::CreateTag, request);
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->name(), "tags/dai-hoi-xiii");
  EXPECT_EQ(created->value(), "resolution/dai-hoi-xiii");
  EXPECT_EQ(Call(&Stub::CreateTag, request)->revision(), created->revision()) << "a repeat";
  request.clear_request_id();
  EXPECT_THAT(Call(&Stub::CreateTag, request), HasReason("RESOURCE_EXISTS"));
  v1::GetTagRequest get;
  get.set_name("tags/dai-hoi-xiii");
  auto read = Call(&Stub::GetTag, get);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), created->SerializeAsString());
  get.set_name("tags/none");
  EXPECT_THAT(Call(&Stub::GetTag, get), HasReason("RESOURCE_NOT_FOUND"));

  ASSERT_THAT(Call(&Stub::CreateTag, NewTag("dang-bo-tp-xi", v1::Tag::KIND_RESOLUTION, 1)), IsOk());
  ASSERT_THAT(Call(&Stub::CreateTag, NewTag("covid-19", v1::Tag::KIND_THEME)), IsOk());
  EXPECT_THAT(Tags("kind = RESOLUTION", "order"),
              ElementsAre("resolution/dang-bo-tp-xi", "resolution/dai-hoi-xiii"));
  EXPECT_THAT(Tags("kind = RESOLUTION", "order desc"),
              ElementsAre("resolution/dai-hoi-xiii", "resolution/dang-bo-tp-xi"));

  v1::UpdateTagRequest update;
  update.mutable_tag()->set_name("tags/covid-19");
  update.mutable_tag()->set_etag("\"999\"");
  update.mutable_tag()->set_display_name("Phòng, chống dịch COVID-19");
  update.mutable_update_mask()->add_paths("display_name");
  EXPECT_THAT(Call(&Stub::UpdateTag, update), HasReason("ETAG_MISMATCH"));
  update.mutable_tag()->clear_etag();
  update.set_validate_only(true);
  ASSERT_THAT(Call(&Stub::UpdateTag, update), IsOk());
  get.set_name("tags/covid-19");
  EXPECT_EQ(Call(&Stub::GetTag, get)->display_name(), "Mục mẫu covid-19");
  update.set_validate_only(false);
  update.set_request_id("update-1");
  auto updated = Call(&Stub::UpdateTag, update);
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->display_name(), "Phòng, chống dịch COVID-19");
  EXPECT_EQ(Call(&Stub::UpdateTag, update)->revision(), updated->revision());
  update.mutable_tag()->set_name("tags/none");
  update.clear_request_id();
  EXPECT_THAT(Call(&Stub::UpdateTag, update), HasReason("RESOURCE_NOT_FOUND"));
  Retire("tags/covid-19");
  EXPECT_THAT(Tags("retired = true"), ElementsAre("theme/covid-19"));
  EXPECT_THAT(Tags("kind = THEME AND retired = false"), IsEmpty());
}

TEST_P(Vocabulary, ItemsAreHeldToTheTagsOnceThereAreAny) {
  ApprovedProgram();
  v1::CreateItemRequest before = NewItem("before");
  before.mutable_item()->add_tags("theme/old");
  ASSERT_THAT(Call(&Stub::CreateItem, before), IsOk())
      << "an office without tags is not held to any";
  ASSERT_THAT(Call(&Stub::CreateTag, NewTag("covid-19", v1::Tag::KIND_THEME)), IsOk());
  v1::CreateItemRequest item = NewItem("i");
  item.mutable_item()->add_tags("theme/covid-19");
  item.mutable_item()->add_tags("work-area/covid-19");
  auto unknown = Call(&Stub::CreateItem, item);
  EXPECT_THAT(unknown, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(unknown, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Fields(unknown), ElementsAre("item.tags[1]"));
  v1::BatchCreateItemsRequest batch;
  batch.set_parent("programs/p");
  *batch.add_requests() = NewItem("a");
  *batch.add_requests() = item;
  EXPECT_THAT(Fields(Call(&Stub::BatchCreateItems, batch)),
              ElementsAre("requests[1].item.tags[1]"));
  item.mutable_item()->mutable_tags()->RemoveLast();
  ASSERT_THAT(Call(&Stub::CreateItem, item), IsOk());

  Retire("tags/covid-19");
  v1::CreateItemRequest late = NewItem("late");
  late.mutable_item()->add_tags("theme/covid-19");
  auto retired = Call(&Stub::CreateItem, late);
  EXPECT_THAT(retired, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(retired, HasReason("VOCABULARY_RETIRED"));
  EXPECT_EQ(Metadata(retired.status(), "name"), "theme/covid-19");
  // What an item has it keeps.
  v1::UpdateItemRequest update;
  update.mutable_item()->set_name(kItem);
  update.mutable_item()->add_tags("theme/covid-19");
  update.mutable_update_mask()->add_paths("tags");
  EXPECT_THAT(Call(&Stub::UpdateItem, update), IsOk());
  update.mutable_item()->add_tags("theme/none");
  auto added = Call(&Stub::UpdateItem, update);
  EXPECT_THAT(added, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Fields(added), ElementsAre("item.tags[1]"));
}

TEST_P(Vocabulary, CategoriesAreChangedAndRetired) {
  ASSERT_THAT(Call(&Stub::CreateCategory, NewCategory("department")), IsOk());
  v1::UpdateCategoryRequest update;
  update.mutable_category()->set_name("categories/department");
  update.mutable_category()->set_display_name("Chương trình công tác");
  update.mutable_category()->set_order(5);
  update.mutable_category()->set_retired(true);
  update.mutable_update_mask()->add_paths("*");
  update.mutable_category()->set_etag("\"7\"");
  EXPECT_THAT(Call(&Stub::UpdateCategory, update), HasReason("ETAG_MISMATCH"));
  update.mutable_category()->clear_etag();
  auto updated = Call(&Stub::UpdateCategory, update);
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->order(), 5);
  EXPECT_EQ(updated->kind(), v1::Category::KIND_ITEM);
  EXPECT_THAT(Call(&Stub::CreateProgram, NewProgram("p")), HasReason("VOCABULARY_RETIRED"));
  update.mutable_update_mask()->add_paths("kind");
  EXPECT_THAT(Fields(Call(&Stub::UpdateCategory, update)), ElementsAre("update_mask.paths[1]"));
  v1::ListCategoriesRequest list;
  list.set_filter("retired = true");
  list.set_order_by("order desc");
  EXPECT_EQ(Call(&Stub::ListCategories, list)->categories_size(), 1);
  list.set_order_by("kind");
  EXPECT_THAT(Fields(Call(&Stub::ListCategories, list)), ElementsAre("order_by"));
}

TEST_P(Vocabulary, PeriodsSayWhichDaysTheyCoverAndWhenTheyAreCutOff) {
  ASSERT_THAT(Call(&Stub::CreatePeriod,
                   NewPeriod("2022-h1", v1::Period::KIND_HALF_YEAR, "2022-01-01", "2022-06-30")),
              IsOk());
  ASSERT_THAT(Call(&Stub::CreatePeriod,
                   NewPeriod("2022-q1", v1::Period::KIND_QUARTER, "2022-01-01", "2022-03-31")),
              IsOk());
  ASSERT_THAT(Call(&Stub::CreatePeriod,
                   NewPeriod("2022", v1::Period::KIND_YEAR, "2022-01-01", "2022-12-31")),
              IsOk());
  auto wrong = Call(&Stub::CreatePeriod,
                    NewPeriod("2022-06", v1::Period::KIND_MONTH, "2022-06-01", "2022-07-31"));
  EXPECT_THAT(Fields(wrong), ElementsAre("period.end_date"));
  v1::GetPeriodRequest get;
  get.set_name("periods/2022-h1");
  auto read = Call(&Stub::GetPeriod, get);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(Iso(true, read->cut_off_date()), "2022-06-30");
  EXPECT_THAT(Periods("start_date <= 2022-02-14 AND end_date >= 2022-02-14", "end_date"),
              ElementsAre("periods/2022-q1", "periods/2022-h1", "periods/2022"));

  v1::UpdatePeriodRequest update;
  update.mutable_period()->set_name("periods/2022-h1");
  *update.mutable_period()->mutable_cut_off_date() = Date("2022-06-14");
  update.mutable_update_mask()->add_paths("cut_off_date");
  auto updated = Call(&Stub::UpdatePeriod, update);
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(Iso(true, updated->cut_off_date()), "2022-06-14");
  EXPECT_EQ(Iso(true, updated->end_date()), "2022-06-30");
  EXPECT_THAT(Periods("cut_off_date < 2022-06-30 AND kind = HALF_YEAR"),
              ElementsAre("periods/2022-h1"));
  // A date that does not go with the others is refused, whichever was given.
  *update.mutable_period()->mutable_end_date() = Date("2022-03-31");
  update.mutable_update_mask()->add_paths("end_date");
  EXPECT_THAT(Fields(Call(&Stub::UpdatePeriod, update)), ElementsAre("period.end_date"));
  get.set_name("periods/none");
  EXPECT_THAT(Call(&Stub::GetPeriod, get), HasReason("RESOURCE_NOT_FOUND"));
}

TEST_P(Vocabulary, IsSeenByWatchers) {
  ASSERT_THAT(Call(&Stub::CreateTag, NewTag("covid-19", v1::Tag::KIND_THEME)), IsOk());
  ASSERT_THAT(Call(&Stub::CreatePeriod,
                   NewPeriod("2022", v1::Period::KIND_YEAR, "2022-01-01", "2022-12-31")),
              IsOk());
  grpc::ClientContext context;
  rpc::SetTimeout(tiendo::testing::kPatience, context);
  tiendo::feed::v1::WatchChangesRequest request;
  request.set_from_earliest(true);
  auto stream = stub_->WatchChanges(&context, request);
  std::vector<std::string> seen;
  tiendo::feed::v1::WatchChangesResponse frame;
  while (seen.size() < 2 && stream->Read(&frame)) {
    for (const auto& change : frame.changes()) seen.push_back(change.name());
  }
  context.TryCancel();
  stream->Finish();
  EXPECT_THAT(seen, ElementsAre("tags/covid-19", "periods/2022"));
}

}  // namespace
}  // namespace tiendo::programs::testing
