// The lives of a plan, an engagement, a recommendation and a reminder: the tables of what is
// allowed when. What they do not name is forbidden. README.md has the same tables.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_STATES_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_STATES_H_

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/supervision/domain/engagement.h"
#include "services/supervision/domain/plan.h"
#include "services/supervision/domain/practice.h"
#include "services/supervision/domain/recommendation.h"
#include "services/supervision/domain/reminder.h"

namespace tiendo::supervision {

// As filters and errors spell them: "DRAFTING", "OPEN".
std::string_view Name(PlanState state);
std::string_view Name(EngagementState state);
std::string_view Name(EngagementKind kind);
std::string_view Name(Step step);
std::string_view Name(RecommendationState state);
std::string_view Name(Outcome outcome);
std::string_view Name(ReminderKind kind);
std::string_view Name(ReminderState state);

// ---- plans

// kStart is the first step of an engagement of the plan; kCreateEngagement adds one to it.
enum class PlanVerb { kAdopt, kIssue, kSend, kAdjust, kClose, kStart, kCreateEngagement };
inline constexpr std::array kPlanVerbs = {
    PlanVerb::kAdopt,           PlanVerb::kIssue, PlanVerb::kSend,
    PlanVerb::kAdjust,          PlanVerb::kClose, PlanVerb::kStart,
    PlanVerb::kCreateEngagement};
// The RPC: "AdoptPlan".
std::string_view Name(PlanVerb verb);

// `without_adoption`: the unit has no committee, so the step of adoption is left out.
bool Allowed(PlanState state, PlanVerb verb, bool without_adoption);
// OK, or FAILED_PRECONDITION PLAN_STATE with the metadata name, state, verb and allowed (the verbs
// that the state allows, separated by commas; empty: none).
absl::Status CheckState(const Plan& plan, PlanVerb verb, bool without_adoption);
// The state that the dates of a plan make.
PlanState StateOf(const Plan& plan);

// ---- engagements

// The RPC that records a step: "LaunchEngagement".
std::string_view VerbOf(Step step);

// The steps that may be recorded next: the one in turn, and those behind steps that the kind may
// leave out. After the conclusion remediation may always be left out.
std::vector<Step> NextSteps(const Engagement& engagement, const Practice& practice);
// What an engagement with these steps is, unless it was removed from its plan.
EngagementState StateOf(const std::vector<StepRecord>& steps);

// OK when `step` may be recorded now, or FAILED_PRECONDITION ENGAGEMENT_STATE with the metadata
// name, state, step, verb and allowed.
absl::Status CheckStep(const Engagement& engagement, Step step, const Practice& practice);
// ENGAGEMENT_STATE for another verb; `why` ends the sentence.
absl::Status EngagementStateError(const Engagement& engagement, std::string_view verb,
                                  std::string_view why, const Practice& practice);

// ---- recommendations

enum class RecommendationVerb { kReport, kAssess };
std::string_view Name(RecommendationVerb verb);
// `outcome` of an assessment: without a report only one that says that nothing was reported.
bool Allowed(RecommendationState state, Outcome so_far, RecommendationVerb verb, Outcome outcome);
// OK, or FAILED_PRECONDITION RECOMMENDATION_STATE with the metadata name, state, verb, allowed.
absl::Status CheckState(const Recommendation& recommendation, RecommendationVerb verb,
                        Outcome outcome);

// ---- reminders

enum class ReminderVerb { kAcknowledge, kExplain, kVoid };
inline constexpr std::array kReminderVerbs = {ReminderVerb::kAcknowledge, ReminderVerb::kExplain,
                                              ReminderVerb::kVoid};
std::string_view Name(ReminderVerb verb);
// Each answer is given once, in any order; an urging is voided whatever was answered.
bool Allowed(const Reminder& reminder, ReminderVerb verb);
// OK, or FAILED_PRECONDITION REMINDER_STATE with the metadata name, state, verb, allowed.
absl::Status CheckState(const Reminder& reminder, ReminderVerb verb);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_STATES_H_
