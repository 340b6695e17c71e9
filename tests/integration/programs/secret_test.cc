// What is secret is told by GetItem and by nothing else.
#include "tests/integration/programs/fixture.h"

namespace tiendo::programs::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using tiendo::feed::v1::WatchChangesRequest;
using tiendo::feed::v1::WatchChangesResponse;

constexpr char kHidden[] = "(nội dung mật)";

class Secrets : public ProgramsTest {
 protected:
  // All answers of the service that show items and events, but GetItem's, as bytes.
  std::string Everything() {
    std::string out;
    v1::ListItemsRequest list;
    list.set_parent("programs/-");
    if (auto page = Call(&Stub::ListItems, list); page.ok()) out += page->SerializeAsString();
    if (auto events = Events(); events.ok()) out += events->SerializeAsString();
    return out;
  }
  // Every frame up to the present, from the snapshot and from the first revision.
  std::string Watched(int64_t revision) {
    std::string out;
    for (bool snapshot : {true, false}) {
      grpc::ClientContext context;
      rpc::SetTimeout(tiendo::testing::kPatience, context);
      WatchChangesRequest request;
      snapshot ? request.set_snapshot(true) : request.set_from_earliest(true);
      auto stream = stub_->WatchChanges(&context, request);
      WatchChangesResponse frame;
      while (stream->Read(&frame)) {
        out += frame.SerializeAsString();
        const bool page = frame.phase() == WatchChangesResponse::PHASE_SNAPSHOT;
        if (!page && !frame.fragment() && frame.revision() >= revision) break;
      }
      context.TryCancel();
      stream->Finish();
    }
    return out;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Secrets, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(Secrets, AreToldByGetItemOnly) {
  ApprovedProgram();
  v1::CreateItemRequest create = NewItem("i", {"phong-a"});
  create.mutable_item()->set_title("Tên thật");
  create.mutable_item()->set_product("Sản phẩm thật");
  create.mutable_item()->set_secret(true);
  auto created = Call(&Stub::CreateItem, create);
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->title(), kHidden);
  EXPECT_EQ(created->product(), "");
  auto issued = Call(&Stub::IssueItem, Issue("2022-01-15"));
  ASSERT_THAT(issued, IsOk());
  EXPECT_EQ(issued->title(), kHidden);
  v1::ExtendItemRequest extension = Extension("2022-06-20", "2022-12-31");
  extension.set_reason("Lý do thật");
  auto extended = Call(&Stub::ExtendItem, extension);
  ASSERT_THAT(extended, IsOk());
  v1::ReportProgressRequest progress = Verb<v1::ReportProgressRequest>("2022-06-21");
  progress.set_note("Ghi chú thật");
  ASSERT_THAT(Call(&Stub::ReportProgress, progress), IsOk());
  v1::AddMilestonesRequest milestones = Milestones("2022-06-21", {"id-that"});
  milestones.mutable_milestones(0)->set_title("Mốc thật");
  auto added = Call(&Stub::AddMilestones, milestones);
  ASSERT_THAT(added, IsOk());
  ASSERT_EQ(added->milestones_size(), 1) << "that it was made concrete is no secret";
  EXPECT_EQ(added->milestones(0).title(), kHidden);
  EXPECT_EQ(added->milestones(0).milestone_id(), "");
  v1::VoidEventRequest voiding = Voiding(3);
  voiding.set_reason("Nhập nhầm thật");
  auto voided = Call(&Stub::VoidEvent, voiding);
  ASSERT_THAT(voided, IsOk());
  auto line = Call(&Stub::CarryOverItem, CarryOver("2022-07-10", "i2"));
  ASSERT_THAT(line, IsOk());
  EXPECT_EQ(line->title(), kHidden);

  auto item = GetItem();
  ASSERT_THAT(item, IsOk());
  EXPECT_EQ(item->title(), "Tên thật");
  EXPECT_EQ(item->product(), "Sản phẩm thật");
  ASSERT_EQ(item->milestones_size(), 1);
  EXPECT_EQ(item->milestones(0).title(), "Mốc thật");
  EXPECT_EQ(item->milestones(0).milestone_id(), "id-that");
  EXPECT_EQ(GetItem(line->name())->title(), "Tên thật");
  const std::string shown = Everything() + Watched(item->revision()) + issued->SerializeAsString() +
                            voided->SerializeAsString() + line->SerializeAsString();
  EXPECT_THAT(shown, HasSubstr(kHidden));
  EXPECT_THAT(shown, Not(HasSubstr("thật")));
  EXPECT_THAT(shown, Not(HasSubstr("id-that")));
}

// Every way by which a title, a product or a reason could leave, beside those above.
TEST_P(Secrets, LeaveByNoList) {
  ApprovedProgram();
  v1::CreateItemRequest create = NewItem("i", {"phong-a"});
  create.mutable_item()->set_title("Chim hoàng yến");
  create.mutable_item()->set_product("Chim hoàng yến");
  create.mutable_item()->set_secret(true);
  create.mutable_item()->add_tags("theme/covid-19");
  create.set_validate_only(true);
  std::string out = Call(&Stub::CreateItem, create)->SerializeAsString();
  create.set_validate_only(false);
  create.set_request_id("once");
  for (int repeat = 0; repeat < 2; ++repeat) {
    out += Call(&Stub::CreateItem, create)->SerializeAsString();
  }
  ASSERT_THAT(Call(&Stub::IssueItem, Issue("2022-01-15")), IsOk());
  v1::ExtendItemRequest extension = Extension("2022-06-20", "2022-12-31");
  extension.set_reason("Chim hoàng yến");
  out += Call(&Stub::ExtendItem, extension)->SerializeAsString();
  for (const char* filter :
       {"", "secret = true", "leads.unit : \"units/phong-a\"", "tags : \"theme/covid-19\"",
        "program.category = \"categories/department\"", "due_date >= 2022-01-01"}) {
    for (const char* order : {"", "due_date", "ordinal desc", "update_time"}) {
      for (const char* parent : {"programs/-", "programs/p"}) {
        v1::ListItemsRequest list;
        list.set_parent(parent);
        list.set_filter(filter);
        list.set_order_by(order);
        auto page = Call(&Stub::ListItems, list);
        ASSERT_THAT(page, IsOk());
        EXPECT_EQ(page->items_size(), 1) << "counted all the same";
        out += page->SerializeAsString();
      }
    }
  }
  for (const char* query : {"chim hoang yen", "chim", "noi dung mat"}) {
    v1::SearchItemsRequest search;
    search.set_parent("programs/-");
    search.set_query(query);
    auto page = Call(&Stub::SearchItems, search);
    ASSERT_THAT(page, IsOk());
    EXPECT_EQ(page->items_size(), 0);
    out += page->SerializeAsString();
  }
  // Refusals of verbs and of creations that name it.
  create.clear_request_id();
  out += Call(&Stub::CreateItem, create).status().ToString();
  out += Call(&Stub::IssueItem, Issue("2022-01-15")).status().ToString();
  create.mutable_item()->set_title("Chim hoàng yến " + std::string(2000, 'x'));
  create.mutable_item()->add_tags("x");
  out += Call(&Stub::CreateItem, create).status().ToString();
  out += Everything() + Watched(GetItem()->revision());
  EXPECT_THAT(out, HasSubstr(kHidden));
  EXPECT_THAT(out, Not(HasSubstr("hoàng yến")));
  EXPECT_EQ(GetItem()->title(), "Chim hoàng yến");
}

TEST_P(Secrets, AListOfThePastDoesNotTellThem) {
  IssuedItem({"phong-a"});
  ASSERT_THAT(Call(&Stub::ExtendItem, Extension("2022-06-20", "2022-12-31")), IsOk());
  const auto then = GetItem()->update_time();
  clock_->Advance(std::chrono::hours(1));
  v1::UpdateItemRequest update;
  update.mutable_item()->set_name(kItem);
  update.mutable_item()->set_secret(true);
  update.mutable_update_mask()->add_paths("secret");
  ASSERT_THAT(Call(&Stub::UpdateItem, update), IsOk());
  v1::ListItemsRequest list;
  list.set_parent("programs/-");
  *list.mutable_read_time() = then;
  auto page = Call(&Stub::ListItems, list);
  ASSERT_THAT(page, IsOk());
  ASSERT_EQ(page->items_size(), 1);
  EXPECT_EQ(page->items(0).title(), kHidden);
  EXPECT_EQ(Iso(true, page->items(0).due_date()), "2022-12-31");
  v1::ListItemEventsRequest events;
  events.set_parent(kItem);
  *events.mutable_read_time() = then;
  auto listed = Call(&Stub::ListItemEvents, events);
  ASSERT_THAT(listed, IsOk());
  EXPECT_EQ(listed->events_size(), 2);
  EXPECT_THAT(listed->SerializeAsString(), Not(HasSubstr("chờ ý kiến")));
}

TEST_P(Secrets, AnUpdateOfOtherFieldsKeepsTheTitle) {
  IssuedItem({"phong-a"}, /*secret=*/true);
  v1::UpdateItemRequest update;
  update.mutable_item()->set_name(kItem);
  update.mutable_item()->set_ordinal(5);
  update.mutable_update_mask()->add_paths("ordinal");
  ASSERT_THAT(Call(&Stub::UpdateItem, update), IsOk());
  EXPECT_EQ(GetItem()->title(), "Nội dung mẫu i");
  // What a list showed is not taken for the title.
  update.mutable_item()->set_title(kHidden);
  update.mutable_update_mask()->add_paths("title");
  EXPECT_THAT(Fields(Call(&Stub::UpdateItem, update)), ::testing::ElementsAre("item.title"));
}

TEST_P(Secrets, AnItemBecomesSecretWithItsEventsAndBack) {
  IssuedItem({"phong-a"});
  ASSERT_THAT(Call(&Stub::ExtendItem, Extension("2022-06-20", "2022-12-31")), IsOk());
  EXPECT_THAT(Everything(), HasSubstr("chờ ý kiến"));
  v1::UpdateItemRequest update;
  update.mutable_item()->set_name(kItem);
  update.mutable_item()->set_secret(true);
  update.mutable_update_mask()->add_paths("secret");
  ASSERT_THAT(Call(&Stub::UpdateItem, update), IsOk());
  EXPECT_THAT(Everything(), Not(HasSubstr("Nội dung mẫu i")));
  EXPECT_THAT(Everything(), Not(HasSubstr("chờ ý kiến")));
  EXPECT_EQ(GetItem()->title(), "Nội dung mẫu i");
  update.mutable_item()->set_secret(false);
  ASSERT_THAT(Call(&Stub::UpdateItem, update), IsOk());
  EXPECT_THAT(Everything(), HasSubstr("Nội dung mẫu i"));
  EXPECT_THAT(Everything(), HasSubstr("chờ ý kiến"));
}

}  // namespace
}  // namespace tiendo::programs::testing
