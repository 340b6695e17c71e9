// Every verb in every state: what the tables do not name is forbidden.
#include "services/supervision/domain/states.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "tests/support/status_matchers.h"

namespace tiendo::supervision {
namespace {

using ::testing::ElementsAre;
using testing::HasReason;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

Day D(int day) { return Day{std::chrono::days{20000 + day}}; }

// A plan in the state, with the dates that make it.
Plan PlanIn(PlanState state) {
  Plan plan;
  plan.name = "plans/p";
  if (state >= PlanState::kAdopted) plan.adopted_on = D(1);
  if (state >= PlanState::kIssued) plan.issued_on = D(2);
  if (state >= PlanState::kSent) plan.sent_on = D(3);
  if (state >= PlanState::kInProgress) plan.started_on = D(4);
  if (state >= PlanState::kCompleted) {
    plan.closed_on = D(5);
    plan.outcome = PlanOutcome{2, state == PlanState::kCompleted ? 2 : 1};
  }
  plan.state = StateOf(plan);
  return plan;
}

constexpr PlanState kStates[] = {
    PlanState::kDrafting,   PlanState::kAdopted,   PlanState::kIssued,         PlanState::kSent,
    PlanState::kInProgress, PlanState::kCompleted, PlanState::kPartlyCompleted};

TEST(PlanStates, ComeFromTheDatesOfAPlan) {
  for (PlanState state : kStates) EXPECT_EQ(PlanIn(state).state, state) << Name(state);
}

// The table of README.md, written down once more.
TEST(PlanStates, EveryVerbInEveryState) {
  using enum PlanVerb;
  using enum PlanState;
  const std::set<std::pair<PlanState, PlanVerb>> allowed = {{kDrafting, kAdopt},
                                                            {kAdopted, kIssue},
                                                            {kIssued, kSend},
                                                            {kIssued, kAdjust},
                                                            {kIssued, kClose},
                                                            {kIssued, kStart},
                                                            {kSent, kAdjust},
                                                            {kSent, kClose},
                                                            {kSent, kStart},
                                                            {kInProgress, kAdjust},
                                                            {kInProgress, kClose},
                                                            {kDrafting, kCreateEngagement},
                                                            {kAdopted, kCreateEngagement},
                                                            {kIssued, kCreateEngagement},
                                                            {kSent, kCreateEngagement},
                                                            {kInProgress, kCreateEngagement}};
  for (PlanState state : kStates) {
    for (PlanVerb verb : kPlanVerbs) {
      const absl::Status status = CheckState(PlanIn(state), verb, /*without_adoption=*/false);
      if (allowed.contains({state, verb})) {
        EXPECT_THAT(status, IsOk()) << Name(state) << " " << Name(verb);
      } else {
        EXPECT_THAT(status, HasReason("PLAN_STATE")) << Name(state) << " " << Name(verb);
      }
    }
  }
}

TEST(PlanStates, APlanInProgressIsSentOnce) {
  Plan plan = PlanIn(PlanState::kInProgress);
  EXPECT_THAT(CheckState(plan, PlanVerb::kSend, false), HasReason("PLAN_STATE"));
  plan.sent_on.reset();
  EXPECT_THAT(CheckState(plan, PlanVerb::kSend, false), IsOk());
}

TEST(PlanStates, AKindWithoutACommitteeHasNoAdoption) {
  const Plan plan = PlanIn(PlanState::kDrafting);
  EXPECT_THAT(CheckState(plan, PlanVerb::kIssue, true), IsOk());
  const absl::Status adopt = CheckState(plan, PlanVerb::kAdopt, true);
  EXPECT_THAT(adopt, HasReason("PLAN_STATE"));
  EXPECT_EQ(errors::GetDetails(adopt)->metadata["allowed"], "IssuePlan");
}

TEST(PlanStates, TheErrorSaysWhatIsAllowed) {
  auto early =
      errors::GetDetails(CheckState(PlanIn(PlanState::kDrafting), PlanVerb::kIssue, false));
  ASSERT_TRUE(early);
  EXPECT_THAT(early->metadata,
              UnorderedElementsAre(Pair("name", "plans/p"), Pair("state", "DRAFTING"),
                                   Pair("verb", "IssuePlan"), Pair("allowed", "AdoptPlan")));
  auto late =
      errors::GetDetails(CheckState(PlanIn(PlanState::kCompleted), PlanVerb::kClose, false));
  ASSERT_TRUE(late);
  EXPECT_EQ(late->metadata["allowed"], "");
}

Practice DefaultSteps() {
  Practice practice;
  practice.optional_steps =
      ParseOptionalSteps(
          "THEMATIC_SUPERVISION=VERIFICATION,"
          "CONTINUOUS_SUPERVISION=DECISION+LAUNCH+SELF_REPORT+VERIFICATION+DRAFT_REPORT+MEETING")
          .value();
  return practice;
}

Engagement Of(EngagementKind kind, std::vector<Step> steps = {}) {
  Engagement engagement;
  engagement.name = "engagements/e";
  engagement.kind = kind;
  int day = 0;
  for (Step step : steps) engagement.steps.push_back({step, D(++day), {}});
  engagement.state = StateOf(engagement.steps);
  return engagement;
}

TEST(Steps, AThematicInspectionTakesEachInItsTurn) {
  const Practice practice = DefaultSteps();
  std::vector<Step> taken;
  for (Step step : kSteps) {
    const Engagement engagement = Of(EngagementKind::kThematicInspection, taken);
    for (Step other : kSteps) {
      const bool remediation = taken.size() >= 7 && other > taken.back();
      const bool allowed = other == step || remediation;
      EXPECT_EQ(CheckStep(engagement, other, practice).ok(), allowed)
          << Name(other) << " after " << Name(engagement.step());
    }
    taken.push_back(step);
  }
  EXPECT_EQ(StateOf(Of(EngagementKind::kThematicInspection, taken).steps),
            EngagementState::kArchived);
}

TEST(Steps, OnlyWhatTheKindAllowsIsLeftOut) {
  const Practice practice = DefaultSteps();
  EXPECT_THAT(NextSteps(Of(EngagementKind::kThematicSupervision,
                           {Step::kDecision, Step::kLaunch, Step::kSelfReport}),
                        practice),
              ElementsAre(Step::kVerification, Step::kDraftReport));
  EXPECT_THAT(NextSteps(Of(EngagementKind::kContinuousSupervision), practice),
              ElementsAre(Step::kDecision, Step::kLaunch, Step::kSelfReport, Step::kVerification,
                          Step::kDraftReport, Step::kMeeting, Step::kConclusion));
  EXPECT_THAT(NextSteps(Of(EngagementKind::kViolationSignsInspection), practice),
              ElementsAre(Step::kDecision));
  EXPECT_THAT(NextSteps(Of(EngagementKind::kContinuousSupervision, {Step::kConclusion}), practice),
              ElementsAre(Step::kRemediation, Step::kRemediationReport, Step::kArchive));
  Engagement removed = Of(EngagementKind::kThematicInspection);
  removed.state = EngagementState::kRemoved;
  EXPECT_THAT(NextSteps(removed, practice), IsEmpty());
}

TEST(Steps, TheErrorNamesStateStepVerbAndWhatIsAllowed) {
  const auto details =
      errors::GetDetails(CheckStep(Of(EngagementKind::kThematicInspection, {Step::kDecision}),
                                   Step::kConclusion, DefaultSteps()));
  ASSERT_TRUE(details);
  EXPECT_EQ(details->reason, "ENGAGEMENT_STATE");
  EXPECT_THAT(details->metadata,
              UnorderedElementsAre(Pair("name", "engagements/e"), Pair("state", "OPEN"),
                                   Pair("step", "DECISION"), Pair("verb", "ConcludeEngagement"),
                                   Pair("allowed", "LaunchEngagement")));
}

// Whatever is left out and in which order it is tried: steps only rise, and between two that were
// taken lie only steps that the kind may leave out.
TEST(Steps, RandomWalksKeepTheOrder) {
  const Practice practice = DefaultSteps();
  std::mt19937 random(20261126);
  const auto below = [&random](size_t n) {
    return std::uniform_int_distribution<size_t>(0, n - 1)(random);
  };
  int archived = 0;
  for (int walk = 0; walk < 2000; ++walk) {
    Engagement engagement = Of(kEngagementKinds[below(kEngagementKinds.size())]);
    const auto optional = practice.optional_steps.find(engagement.kind);
    for (int i = 0; i < 40; ++i) {
      const Step step = kSteps[below(kSteps.size())];
      bool expected = step > engagement.step();
      for (Step between : kSteps) {
        if (between <= engagement.step() || between >= step) continue;
        const bool remediation =
            between == Step::kRemediation || between == Step::kRemediationReport;
        const bool may = remediation || (optional != practice.optional_steps.end() &&
                                         optional->second.contains(between));
        expected = expected && may;
      }
      ASSERT_EQ(CheckStep(engagement, step, practice).ok(), expected)
          << Name(engagement.kind) << ": " << Name(step) << " after " << Name(engagement.step());
      if (!expected) continue;
      engagement.steps.push_back({step, D(i), {}});
      engagement.state = StateOf(engagement.steps);
    }
    archived += engagement.state == EngagementState::kArchived ? 1 : 0;
  }
  EXPECT_GT(archived, 200) << "too few walks came to an end: invalid";
}

TEST(RecommendationStates, WithoutAReportOnlyWhatWasNotDoneIsAssessed) {
  Recommendation recommendation;
  recommendation.name = "engagements/e/recommendations/r";
  using enum Outcome;
  for (Outcome outcome : {kDone, kPartly, kNotDone, kOverdue, kNotCarriedOut, kUnsatisfactory}) {
    const bool without = outcome == kNotDone || outcome == kOverdue || outcome == kNotCarriedOut;
    EXPECT_EQ(CheckState(recommendation, RecommendationVerb::kAssess, outcome).ok(), without);
  }
  EXPECT_THAT(CheckState(recommendation, RecommendationVerb::kReport, kNone), IsOk());
  recommendation.state = RecommendationState::kReported;
  EXPECT_THAT(CheckState(recommendation, RecommendationVerb::kAssess, kDone), IsOk());
  EXPECT_THAT(CheckState(recommendation, RecommendationVerb::kReport, kNone),
              HasReason("RECOMMENDATION_STATE"));
  recommendation.state = RecommendationState::kAssessed;
  recommendation.outcome = kPartly;
  EXPECT_THAT(CheckState(recommendation, RecommendationVerb::kReport, kNone), IsOk());
  recommendation.outcome = kDone;
  EXPECT_THAT(CheckState(recommendation, RecommendationVerb::kReport, kNone),
              HasReason("RECOMMENDATION_STATE"));
}

}  // namespace
}  // namespace tiendo::supervision
