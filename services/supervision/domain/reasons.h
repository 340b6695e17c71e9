// Reasons that only supervision gives: values of tiendo.errors.v1.ErrorReason without the prefix.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_REASONS_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_REASONS_H_

#include <string_view>

namespace tiendo::supervision::reasons {

inline constexpr std::string_view kPlanExists = "PLAN_EXISTS";
inline constexpr std::string_view kPlanState = "PLAN_STATE";
inline constexpr std::string_view kEngagementState = "ENGAGEMENT_STATE";
inline constexpr std::string_view kRequirementMissing = "REQUIREMENT_MISSING";

}  // namespace tiendo::supervision::reasons

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_REASONS_H_
