// The lives of a plan and of an engagement: what is not in these tables is forbidden.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_STATES_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_STATES_H_

#include <array>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/supervision/domain/engagement.h"
#include "services/supervision/domain/plan.h"

namespace tiendo::supervision {

template <typename State>
struct Transition {
  State from;
  std::string_view verb;
  State to;
};

inline constexpr std::array<Transition<PlanState>, 2> kPlanTransitions = {{
    {PlanState::kDrafting, "AdoptPlan", PlanState::kAdopted},
    {PlanState::kAdopted, "IssuePlan", PlanState::kIssued},
}};

inline constexpr std::array<Transition<EngagementState>, 1> kEngagementTransitions = {{
    {EngagementState::kOpen, "ConcludeEngagement", EngagementState::kConcluded},
}};

// As filters and errors spell them: "DRAFTING", "OPEN".
std::string_view Name(PlanState state);
std::string_view Name(EngagementState state);

// The state after `verb`. FAILED_PRECONDITION PLAN_STATE or ENGAGEMENT_STATE with the metadata
// name, state, verb and allowed (the verbs that the state allows, separated by commas; empty:
// none).
absl::StatusOr<PlanState> NextState(const Plan& plan, std::string_view verb);
absl::StatusOr<EngagementState> NextState(const Engagement& engagement, std::string_view verb);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_STATES_H_
