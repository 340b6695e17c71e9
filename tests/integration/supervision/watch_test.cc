#include "tests/integration/supervision/fixture.h"

namespace tiendo::supervision::testing {
namespace {

using ::testing::ElementsAre;
using tiendo::feed::v1::WatchChangesRequest;
using tiendo::feed::v1::WatchChangesResponse;

class WatchTest : public SupervisionTest {
 protected:
  // The first `count` changes, as "name collection-type".
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
  ASSERT_THAT(Call(&Stub::CreateRequirement, NewRequirement("2026")), IsOk());
  IssuedPlan("p", "cell-a", "2026-03-01");
  ASSERT_THAT(Call(&Stub::CreateEngagement, NewEngagement("e", "p")), IsOk());
  ASSERT_THAT(Call(&Stub::ConcludeEngagement, Conclusion("e", "2026-03-05")), IsOk());
  WatchChangesRequest request;
  request.set_from_earliest(true);
  EXPECT_THAT(Watch(request, 6),
              ElementsAre("requirements/2026 PlanRequirement", "plans/p Plan", "plans/p Plan",
                          "plans/p Plan", "engagements/e Engagement", "engagements/e Engagement"));
  // A snapshot reads what is referred to before what refers to it.
  request.set_snapshot(true);
  EXPECT_THAT(Watch(request, 3), ElementsAre("requirements/2026 PlanRequirement", "plans/p Plan",
                                             "engagements/e Engagement"));
  request.set_filter("collection = \"engagements\" AND state = CONCLUDED");
  EXPECT_THAT(Watch(request, 1), ElementsAre("engagements/e Engagement"));
}

TEST_P(WatchTest, ContinuesAListWithoutAHole) {
  ASSERT_THAT(Call(&Stub::CreatePlan, NewPlan("a", "cell-a")), IsOk());
  auto page = Call(&Stub::ListPlans, v1::ListPlansRequest());
  ASSERT_THAT(page, IsOk());
  ASSERT_THAT(Call(&Stub::CreatePlan, NewPlan("b", "cell-b")), IsOk());
  WatchChangesRequest request;
  request.set_resume_token(page->resume_token());
  EXPECT_THAT(Watch(request, 1), ElementsAre("plans/b Plan"));
}

}  // namespace
}  // namespace tiendo::supervision::testing
