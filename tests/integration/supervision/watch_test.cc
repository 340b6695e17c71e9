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
  EXPECT_THAT(Watch(request, 11),
              ElementsAre("requirements/2026 PlanRequirement", "plans/p Plan", "plans/p Plan",
                          "plans/p/events/0001 PlanEvent", "plans/p Plan",
                          "plans/p/events/0002 PlanEvent", "engagements/e Engagement",
                          "engagements/e Engagement", "engagements/e/events/0001 EngagementEvent",
                          "plans/p Plan", "plans/p/events/0003 PlanEvent"));
  // A snapshot reads what is referred to before what refers to it.
  request.set_snapshot(true);
  EXPECT_THAT(
      Watch(request, 7),
      ElementsAre("requirements/2026 PlanRequirement", "plans/p Plan", "engagements/e Engagement",
                  "plans/p/events/0001 PlanEvent", "plans/p/events/0002 PlanEvent",
                  "plans/p/events/0003 PlanEvent", "engagements/e/events/0001 EngagementEvent"));
  request.set_filter("collection = \"engagements\" AND state = CONCLUDED");
  EXPECT_THAT(Watch(request, 1), ElementsAre("engagements/e Engagement"));
}

TEST_P(WatchTest, ShowsDossiersChecklistsAndRecommendations) {
  ASSERT_THAT(Call(&Stub::CreateEngagement, NewEngagement("e")), IsOk());
  ASSERT_THAT(Call(&Stub::ConcludeEngagement, Conclusion("e", "2026-03-05")), IsOk());
  v1::SetDossierDocumentRequest document;
  document.set_name("engagements/e/dossier");
  document.set_document_id("thong-bao-ket-luan");
  *document.mutable_date() = Date("2026-03-05");
  ASSERT_THAT(Call(&Stub::SetDossierDocument, document), IsOk());
  v1::UpdateChecklistRequest checklist;
  checklist.mutable_checklist()->set_name("checklists/continuous-supervision");
  checklist.mutable_checklist()->add_entries()->set_id("mot");
  checklist.mutable_checklist()->mutable_entries(0)->set_display_name("Một");
  ASSERT_THAT(Call(&Stub::UpdateChecklist, checklist), IsOk());
  v1::CreateRecommendationRequest recommendation;
  recommendation.set_parent("engagements/e");
  recommendation.set_recommendation_id("r");
  recommendation.mutable_recommendation()->set_unit("units/cell-a");
  recommendation.mutable_recommendation()->set_text("Bổ sung quy chế");
  *recommendation.mutable_recommendation()->mutable_deadline() = Date("2026-06-30");
  ASSERT_THAT(Call(&Stub::CreateRecommendation, recommendation), IsOk());
  WatchChangesRequest request;
  request.set_snapshot(true);
  EXPECT_THAT(
      Watch(request, 5),
      ElementsAre("engagements/e Engagement", "engagements/e/events/0001 EngagementEvent",
                  "checklists/continuous-supervision Checklist", "engagements/e/dossier Dossier",
                  "engagements/e/recommendations/r Recommendation"));
  request.set_filter("collection = \"recommendations\" AND state = OPEN");
  EXPECT_THAT(Watch(request, 1), ElementsAre("engagements/e/recommendations/r Recommendation"));
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
