// Items: create, read, list, update.
#include <future>

#include "tests/integration/programs/fixture.h"

namespace tiendo::programs::testing {
namespace {

using ::testing::ElementsAre;

class Items : public ProgramsTest {
 protected:
  void SetUp() override {
    ProgramsTest::SetUp();
    ApprovedProgram();
  }
  std::vector<std::string> Listed(const std::string& parent, const std::string& filter = "") {
    v1::ListItemsRequest request;
    request.set_parent(parent);
    request.set_filter(filter);
    auto page = Call(&Stub::ListItems, request);
    EXPECT_THAT(page, IsOk());
    std::vector<std::string> names;
    if (page.ok()) {
      for (const v1::Item& one : page->items()) names.push_back(one.name());
    }
    return names;
  }
  static v1::UpdateItemRequest Update(std::initializer_list<const char*> paths) {
    v1::UpdateItemRequest request;
    request.mutable_item()->set_name(kItem);
    for (const char* path : paths) request.mutable_update_mask()->add_paths(path);
    return request;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Items, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(Items, AreCreatedAsDrafts) {
  v1::CreateItemRequest request = NewItem("i", {"phong-a", "phong-b"});
  request.mutable_item()->add_coordinators("units/so");
  request.mutable_item()->add_tags("theme/covid-19");
  request.mutable_item()->set_state(v1::Item::STATE_COMPLETED);  // output only
  *request.mutable_item()->mutable_leads(0)->mutable_result_date() = Date("2022-05-01");
  auto created = Call(&Stub::CreateItem, request);
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->name(), kItem);
  EXPECT_EQ(created->state(), v1::Item::STATE_DRAFT);
  EXPECT_FALSE(created->leads(0).has_result_date());
  EXPECT_EQ(Iso(created->has_due_date(), created->due_date()), "2022-06-30");
  auto read = GetItem();
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), created->SerializeAsString());
  EXPECT_THAT(Call(&Stub::CreateItem, NewItem("i")), HasReason("RESOURCE_EXISTS"));
  v1::CreateItemRequest lost = NewItem("i");
  lost.set_parent("programs/none");
  EXPECT_THAT(Call(&Stub::CreateItem, lost), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(GetItem("programs/p/items/none"), HasReason("RESOURCE_NOT_FOUND"));
  auto events = Events();
  ASSERT_THAT(events, IsOk());
  EXPECT_EQ(events->events_size(), 0);
}

TEST_P(Items, NameUnitsThatExist) {
  v1::CreateItemRequest request = NewItem("i", {"phong-a", "nobody"});
  request.mutable_item()->add_coordinators("units/nowhere");
  auto unknown = Call(&Stub::CreateItem, request);
  EXPECT_THAT(unknown, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(unknown, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Fields(unknown), ElementsAre("item.leads[1].unit", "item.coordinators[0]"));
  // One that was created just now is found, whether its feed has arrived or not.
  CreateUnit("nobody");
  CreateUnit("nowhere");
  EXPECT_THAT(Call(&Stub::CreateItem, request), IsOk());
}

TEST_P(Items, ABatchIsAllOrNone) {
  v1::BatchCreateItemsRequest batch;
  batch.set_parent("programs/p");
  *batch.add_requests() = NewItem("a", {"phong-a"});
  *batch.add_requests() = NewItem("b", {"nobody"});
  auto unknown = Call(&Stub::BatchCreateItems, batch);
  EXPECT_THAT(unknown, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Fields(unknown), ElementsAre("requests[1].item.leads[0].unit"));
  EXPECT_THAT(Listed("programs/p"), ElementsAre());
  batch.mutable_requests(1)->mutable_item()->mutable_leads(0)->set_unit("units/phong-b");
  auto created = Call(&Stub::BatchCreateItems, batch);
  ASSERT_THAT(created, IsOk());
  ASSERT_EQ(created->items_size(), 2);
  EXPECT_EQ(created->items(0).revision(), created->items(1).revision());
  *batch.mutable_requests(0) = NewItem("c");
  EXPECT_THAT(Call(&Stub::BatchCreateItems, batch), HasReason("RESOURCE_EXISTS"));
  EXPECT_THAT(Listed("programs/p"), ElementsAre("programs/p/items/a", "programs/p/items/b"));
}

TEST_P(Items, AreListedByProgrammeOrAll) {
  ASSERT_THAT(Call(&Stub::CreateProgram, NewProgram("q")), IsOk());
  for (const char* id : {"b", "a", "i"}) ASSERT_THAT(Call(&Stub::CreateItem, NewItem(id)), IsOk());
  v1::CreateItemRequest other = NewItem("z");
  other.set_parent("programs/q");
  other.mutable_item()->clear_baseline_due_date();
  ASSERT_THAT(Call(&Stub::CreateItem, other), IsOk());
  ASSERT_THAT(Call(&Stub::IssueItem, Issue("2022-01-15")), IsOk());
  EXPECT_THAT(Listed("programs/p"),
              ElementsAre("programs/p/items/a", "programs/p/items/b", "programs/p/items/i"));
  EXPECT_THAT(Listed("programs/q"), ElementsAre("programs/q/items/z"));
  EXPECT_EQ(Listed("programs/-").size(), 4U);
  EXPECT_THAT(Listed("programs/-", "state = ISSUED AND due_date <= 2022-06-30"),
              ElementsAre(kItem));
  EXPECT_EQ(Listed("programs/-", "due_date > 2000-01-01").size(), 3U);
  EXPECT_EQ(Listed("programs/-", "secret = false").size(), 4U);

  v1::ListItemsRequest list;
  list.set_parent("programs/p");
  list.set_page_size(2);
  auto first = Call(&Stub::ListItems, list);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->items_size(), 2);
  list.set_page_token(first->next_page_token());
  auto second = Call(&Stub::ListItems, list);
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->items_size(), 1);
  EXPECT_EQ(second->next_page_token(), "");
  list.set_parent("programs/q");
  EXPECT_THAT(Call(&Stub::ListItems, list), HasReason("PAGE_TOKEN_MISMATCH"));
  list.set_parent("programs/none");
  EXPECT_THAT(Call(&Stub::ListItems, list), HasReason("RESOURCE_NOT_FOUND"));
  list.set_parent("units/p");
  EXPECT_THAT(Fields(Call(&Stub::ListItems, list)), ElementsAre("parent"));
}

TEST_P(Items, ThePastIsReadAsItWas) {
  ASSERT_THAT(Call(&Stub::CreateItem, NewItem("i")), IsOk());
  const Instant before = clock_->Now();
  clock_->Advance(std::chrono::hours(1));
  v1::UpdateItemRequest update = Update({"title"});
  update.mutable_item()->set_title("Nội dung đã sửa");
  ASSERT_THAT(Call(&Stub::UpdateItem, update), IsOk());
  v1::GetItemRequest get;
  get.set_name(kItem);
  // Commits of one instant are told apart by microseconds.
  *get.mutable_read_time() = api::ToProto(before + std::chrono::seconds(1));
  auto past = Call(&Stub::GetItem, get);
  ASSERT_THAT(past, IsOk());
  EXPECT_EQ(past->title(), "Nội dung mẫu i");
  *get.mutable_read_time() = api::ToProto(before - std::chrono::hours(1));
  EXPECT_THAT(Call(&Stub::GetItem, get), HasReason("RESOURCE_NOT_FOUND"));
  *get.mutable_read_time() = api::ToProto(clock_->Now() + std::chrono::hours(1));
  EXPECT_THAT(Fields(Call(&Stub::GetItem, get)), ElementsAre("read_time"));
}

TEST_P(Items, ADraftIsChangedWhole) {
  ASSERT_THAT(Call(&Stub::CreateItem, NewItem("i", {"phong-a"})), IsOk());
  v1::UpdateItemRequest update = Update({"leads", "baseline_due_date", "ordinal"});
  update.mutable_item()->add_leads()->set_unit("units/phong-b");
  update.mutable_item()->set_ordinal(7);
  auto changed = Call(&Stub::UpdateItem, update);
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->leads(0).unit(), "units/phong-b");
  EXPECT_EQ(changed->ordinal(), 7);
  EXPECT_FALSE(changed->has_baseline_due_date());
  EXPECT_FALSE(changed->has_due_date());
  EXPECT_EQ(changed->title(), "Nội dung mẫu i");
  update.mutable_item()->mutable_leads(0)->set_unit("units/nobody");
  EXPECT_THAT(Fields(Call(&Stub::UpdateItem, update)), ElementsAre("item.leads[0].unit"));
}

TEST_P(Items, AnIssuedItemKeepsLeadsAndBaseline) {
  ASSERT_THAT(Call(&Stub::CreateItem, NewItem("i", {"phong-a"})), IsOk());
  ASSERT_THAT(Call(&Stub::IssueItem, Issue("2022-01-15")), IsOk());
  auto refused = Call(&Stub::UpdateItem, Update({"leads"}));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("ITEM_STATE"));
  v1::UpdateItemRequest all = Update({"*"});
  all.mutable_item()->set_title("Nội dung đã sửa");
  auto changed = Call(&Stub::UpdateItem, all);
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->title(), "Nội dung đã sửa");
  EXPECT_EQ(changed->leads_size(), 1);
  EXPECT_TRUE(changed->has_baseline_due_date());
}

TEST_P(Items, OfWritersAtTheSameTimeOneWins) {
  auto created = Call(&Stub::CreateItem, NewItem("i"));
  ASSERT_THAT(created, IsOk());
  std::vector<std::future<absl::StatusOr<v1::Item>>> writers;
  for (int i = 1; i <= 8; ++i) {
    v1::UpdateItemRequest update = Update({"ordinal"});
    update.mutable_item()->set_etag(created->etag());
    update.mutable_item()->set_ordinal(i);
    writers.push_back(
        std::async(std::launch::async, [this, update] { return Call(&Stub::UpdateItem, update); }));
  }
  std::vector<int> won;
  for (auto& writer : writers) {
    absl::StatusOr<v1::Item> item = writer.get();
    if (item.ok()) {
      won.push_back(item->ordinal());
      continue;
    }
    EXPECT_THAT(item, StatusIs(absl::StatusCode::kAborted));
    EXPECT_THAT(item, HasReason("ETAG_MISMATCH"));
    EXPECT_EQ(Metadata(item.status(), "name"), kItem);
  }
  ASSERT_EQ(won.size(), 1U);
  EXPECT_EQ(GetItem()->ordinal(), won[0]);
}

TEST_P(Items, EveryViolationIsNamedAtOnce) {
  v1::CreateItemRequest request = NewItem("Bad Id", {"phong-a", "phong-a"});
  request.set_parent("nowhere");
  request.mutable_item()->clear_title();
  request.mutable_item()->add_tags("covid");
  auto refused = Call(&Stub::CreateItem, request);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refused, HasReason("INVALID_REQUEST"));
  EXPECT_THAT(Fields(refused),
              ElementsAre("parent", "item_id", "item.title", "item.leads[1].unit", "item.tags[0]"));
  EXPECT_THAT(Fields(Call(&Stub::UpdateItem, Update({}))), ElementsAre("update_mask"));
}

}  // namespace
}  // namespace tiendo::programs::testing
