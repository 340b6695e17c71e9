// Every verb in every state: what the tables do not name is forbidden.
#include "services/supervision/domain/states.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/support/status_matchers.h"

namespace tiendo::supervision {
namespace {

using testing::HasReason;
using testing::IsOkAndHolds;
using ::testing::Pair;
using testing::StatusIs;
using ::testing::UnorderedElementsAre;

TEST(States, PlanGoesFromDraftToAdoptedToIssued) {
  using enum PlanState;
  const std::map<std::pair<PlanState, std::string>, PlanState> allowed = {
      {{kDrafting, "AdoptPlan"}, kAdopted}, {{kAdopted, "IssuePlan"}, kIssued}};
  for (PlanState state : {kDrafting, kAdopted, kIssued}) {
    for (const std::string verb : {"AdoptPlan", "IssuePlan"}) {
      Plan plan;
      plan.name = "plans/p";
      plan.state = state;
      auto expected = allowed.find({state, verb});
      if (expected != allowed.end()) {
        EXPECT_THAT(NextState(plan, verb), IsOkAndHolds(expected->second));
      } else {
        EXPECT_THAT(NextState(plan, verb), StatusIs(absl::StatusCode::kFailedPrecondition));
        EXPECT_THAT(NextState(plan, verb), HasReason("PLAN_STATE"));
      }
    }
  }
}

TEST(States, EngagementIsConcludedOnce) {
  Engagement engagement;
  engagement.name = "engagements/e";
  EXPECT_THAT(NextState(engagement, "ConcludeEngagement"),
              IsOkAndHolds(EngagementState::kConcluded));
  engagement.state = EngagementState::kConcluded;
  EXPECT_THAT(NextState(engagement, "ConcludeEngagement"), HasReason("ENGAGEMENT_STATE"));
}

TEST(States, TheErrorSaysWhatIsAllowed) {
  Plan plan;
  plan.name = "plans/p";
  auto early = errors::GetDetails(NextState(plan, "IssuePlan").status());
  ASSERT_TRUE(early);
  EXPECT_THAT(early->metadata,
              UnorderedElementsAre(Pair("name", "plans/p"), Pair("state", "DRAFTING"),
                                   Pair("verb", "IssuePlan"), Pair("allowed", "AdoptPlan")));
  plan.state = PlanState::kIssued;
  auto late = errors::GetDetails(NextState(plan, "IssuePlan").status());
  ASSERT_TRUE(late);
  EXPECT_EQ(late->metadata["allowed"], "");
}

}  // namespace
}  // namespace tiendo::supervision
