#include "services/supervision/domain/states.h"

#include <string>

#include "common/errors/error.h"
#include "services/supervision/domain/reasons.h"

namespace tiendo::supervision {
namespace {

template <typename Resource, typename Table>
auto Find(const Table& table, const Resource& resource, std::string_view verb,
          std::string_view reason) -> absl::StatusOr<decltype(resource.state)> {
  std::string allowed;
  for (const auto& transition : table) {
    if (transition.from != resource.state) continue;
    if (transition.verb == verb) return transition.to;
    allowed += (allowed.empty() ? "" : ",") + std::string(transition.verb);
  }
  const std::string state(Name(resource.state));
  return errors::Make(absl::StatusCode::kFailedPrecondition, reason,
                      resource.name + " is " + state + ": " + std::string(verb) +
                          " is not possible; allowed: " + (allowed.empty() ? "nothing" : allowed),
                      {{"name", resource.name},
                       {"state", state},
                       {"verb", std::string(verb)},
                       {"allowed", allowed}});
}

}  // namespace

std::string_view Name(PlanState state) {
  switch (state) {
    case PlanState::kDrafting:
      return "DRAFTING";
    case PlanState::kAdopted:
      return "ADOPTED";
    case PlanState::kIssued:
      return "ISSUED";
  }
  return "";
}

std::string_view Name(EngagementState state) {
  switch (state) {
    case EngagementState::kOpen:
      return "OPEN";
    case EngagementState::kConcluded:
      return "CONCLUDED";
  }
  return "";
}

absl::StatusOr<PlanState> NextState(const Plan& plan, std::string_view verb) {
  return Find(kPlanTransitions, plan, verb, reasons::kPlanState);
}

absl::StatusOr<EngagementState> NextState(const Engagement& engagement, std::string_view verb) {
  return Find(kEngagementTransitions, engagement, verb, reasons::kEngagementState);
}

}  // namespace tiendo::supervision
