#include "tests/integration/programs/fixture.h"

namespace tiendo::programs::testing {
namespace {

using ::testing::ElementsAre;
using tiendo::feed::v1::WatchChangesRequest;
using tiendo::feed::v1::WatchChangesResponse;

class WatchTest : public ProgramsTest {
 protected:
  // The first `count` changes, as "name Type".
  std::vector<std::string> Watch(const WatchChangesRequest& request, size_t count) {
    grpc::ClientContext context;
    rpc::SetTimeout(tiendo::testing::kPatience, context);
    auto stream = stub_->WatchChanges(&context, request);
    std::vector<std::string> out;
    WatchChangesResponse frame;
    while (out.size() < count && stream->Read(&frame)) {
      for (const tiendo::feed::v1::Change& change : frame.changes()) {
        const std::string& url = change.resource().type_url();
        out.push_back(change.name() + " " + url.substr(url.rfind('.') + 1));
      }
    }
    context.TryCancel();
    stream->Finish();
    return out;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, WatchTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(WatchTest, ShowsEveryChangeInOrder) {
  IssuedItem({"phong-a"});
  WatchChangesRequest request;
  request.set_from_earliest(true);
  EXPECT_THAT(Watch(request, 6),
              ElementsAre("categories/department Category", "programs/p Program",
                          "programs/p Program", "programs/p/items/i Item",
                          "programs/p/items/i Item", "programs/p/items/i/events/0001 ItemEvent"));
  // A snapshot reads what is referred to before what refers to it.
  request.set_snapshot(true);
  EXPECT_THAT(Watch(request, 4),
              ElementsAre("categories/department Category", "programs/p Program",
                          "programs/p/items/i Item", "programs/p/items/i/events/0001 ItemEvent"));
  request.set_filter("collection = \"items\" AND state = ISSUED AND due_date <= 2022-06-30");
  EXPECT_THAT(Watch(request, 1), ElementsAre("programs/p/items/i Item"));
}

TEST_P(WatchTest, ShowsWhatEveryVerbWrites) {
  IssuedItem({"phong-a"});
  WatchChangesRequest request;
  v1::ListItemsRequest list;
  list.set_parent("programs/p");
  request.set_resume_token(Call(&Stub::ListItems, list)->resume_token());
  ASSERT_THAT(Call(&Stub::CarryOverItem, CarryOver("2022-07-10", "i2")), IsOk());
  EXPECT_THAT(Watch(request, 4),
              ElementsAre("programs/p/items/i Item", "programs/p/items/i/events/0002 ItemEvent",
                          "programs/p/items/i2 Item", "programs/p/items/i2/events/0001 ItemEvent"));
  request.set_resume_token(Call(&Stub::ListItems, list)->resume_token());
  ASSERT_THAT(Call(&Stub::VoidEvent, Voiding(2)), IsOk());
  EXPECT_THAT(Watch(request, 4),
              ElementsAre("programs/p/items/i2 Item", "programs/p/items/i2/events/0001 ItemEvent",
                          "programs/p/items/i Item", "programs/p/items/i/events/0002 ItemEvent"));
  request.set_resume_token(Call(&Stub::ListItems, list)->resume_token());
  v1::CloseProgramRequest close;
  close.set_name("programs/p");
  *close.mutable_close_date() = Date("2022-07-14");
  ASSERT_THAT(Call(&Stub::CloseProgram, close), IsOk());
  EXPECT_THAT(Watch(request, 1), ElementsAre("programs/p Program"));
}

TEST_P(WatchTest, ContinuesAListWithoutAHole) {
  ApprovedProgram();
  v1::ListItemsRequest list;
  list.set_parent("programs/p");
  auto page = Call(&Stub::ListItems, list);
  ASSERT_THAT(page, IsOk());
  ASSERT_THAT(Call(&Stub::CreateItem, NewItem("i")), IsOk());
  WatchChangesRequest request;
  request.set_resume_token(page->resume_token());
  EXPECT_THAT(Watch(request, 1), ElementsAre("programs/p/items/i Item"));
}

}  // namespace
}  // namespace tiendo::programs::testing
