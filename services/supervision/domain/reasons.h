// Reasons that only supervision gives: values of tiendo.errors.v1.ErrorReason without the prefix.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_REASONS_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_REASONS_H_

#include <string_view>

namespace tiendo::supervision::reasons {

inline constexpr std::string_view kPlanExists = "PLAN_EXISTS";
inline constexpr std::string_view kPlanState = "PLAN_STATE";
inline constexpr std::string_view kEngagementState = "ENGAGEMENT_STATE";
inline constexpr std::string_view kRequirementMissing = "REQUIREMENT_MISSING";
inline constexpr std::string_view kRequirementOverlap = "REQUIREMENT_OVERLAP";
inline constexpr std::string_view kRecommendationState = "RECOMMENDATION_STATE";
inline constexpr std::string_view kRecommendationsOpen = "RECOMMENDATIONS_OPEN";
inline constexpr std::string_view kEventNotVoidable = "EVENT_NOT_VOIDABLE";
inline constexpr std::string_view kReminderState = "REMINDER_STATE";

}  // namespace tiendo::supervision::reasons

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_REASONS_H_
