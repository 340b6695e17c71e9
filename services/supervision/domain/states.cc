#include "services/supervision/domain/states.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "common/errors/error.h"
#include "services/supervision/domain/reasons.h"

namespace tiendo::supervision {
namespace {

// Columns of kPlanTable; the two closed states are alike.
enum Column { kDrafting, kAdopted, kIssued, kSent, kInProgress, kClosed, kColumns };

struct PlanRow {
  PlanVerb verb;
  const char* name;
  bool allowed[kColumns];
};
constexpr PlanRow kPlanTable[] = {
    // clang-format off
    // verb                          RPC                 DRAFTING ADOPTED ISSUED  SENT  IN_PROGRESS closed
    {PlanVerb::kAdopt,            "AdoptPlan",          {true,    false,  false, false, false,     false}},
    // Also when DRAFTING, where the kind of unit has no adoption.
    {PlanVerb::kIssue,            "IssuePlan",          {false,   true,   false, false, false,     false}},
    // Once; a plan in progress that was sent before is not sent again.
    {PlanVerb::kSend,             "SendPlan",           {false,   false,  true,  false, true,      false}},
    {PlanVerb::kAdjust,           "AdjustPlan",         {false,   false,  true,  true,  true,      false}},
    {PlanVerb::kClose,            "ClosePlan",          {false,   false,  true,  true,  true,      false}},
    {PlanVerb::kStart,            "start",              {false,   false,  true,  true,  false,     false}},
    {PlanVerb::kCreateEngagement, "CreateEngagement",   {true,    true,   true,  true,  true,      false}},
    // clang-format on
};

Column ColumnOf(PlanState state) {
  switch (state) {
    case PlanState::kDrafting:
      return kDrafting;
    case PlanState::kAdopted:
      return kAdopted;
    case PlanState::kIssued:
      return kIssued;
    case PlanState::kSent:
      return kSent;
    case PlanState::kInProgress:
      return kInProgress;
    case PlanState::kCompleted:
    case PlanState::kPartlyCompleted:
      break;
  }
  return kClosed;
}

const PlanRow& Row(PlanVerb verb) { return kPlanTable[static_cast<size_t>(verb)]; }

struct StepRow {
  Step step;
  const char* name;
  const char* verb;
};
constexpr StepRow kStepTable[] = {
    {Step::kNone, "STEP_UNSPECIFIED", ""},
    {Step::kDecision, "DECISION", "IssueDecision"},
    {Step::kLaunch, "LAUNCH", "LaunchEngagement"},
    {Step::kSelfReport, "SELF_REPORT", "RecordSelfReport"},
    {Step::kVerification, "VERIFICATION", "RecordVerification"},
    {Step::kDraftReport, "DRAFT_REPORT", "RecordDraftReport"},
    {Step::kMeeting, "MEETING", "RecordMeeting"},
    {Step::kConclusion, "CONCLUSION", "ConcludeEngagement"},
    {Step::kRemediation, "REMEDIATION", "RecordRemediation"},
    {Step::kRemediationReport, "REMEDIATION_REPORT", "RecordRemediationReport"},
    {Step::kArchive, "ARCHIVE", "ArchiveEngagement"},
};

bool MayBeLeftOut(EngagementKind kind, Step step, const Practice& practice) {
  if (step == Step::kRemediation || step == Step::kRemediationReport) return true;
  const auto optional = practice.optional_steps.find(kind);
  return optional != practice.optional_steps.end() && optional->second.contains(step);
}

absl::Status StateError(std::string_view reason, const std::string& name, std::string_view state,
                        std::string_view verb, const std::string& allowed, std::string_view why,
                        errors::Metadata more = {}) {
  const std::string message = name + " is " + std::string(state) + ": " + std::string(verb) + " " +
                              std::string(why) +
                              "; allowed: " + (allowed.empty() ? "nothing" : allowed);
  more.insert({{"name", name},
               {"state", std::string(state)},
               {"verb", std::string(verb)},
               {"allowed", allowed}});
  return errors::Make(absl::StatusCode::kFailedPrecondition, reason, message, std::move(more));
}

void Append(std::string& list, std::string_view name) {
  list += (list.empty() ? "" : ",") + std::string(name);
}

constexpr std::string_view kForbidden = "is not possible";

}  // namespace

std::string_view Name(PlanState state) {
  constexpr const char* kNames[] = {"",     "DRAFTING",    "ADOPTED",   "ISSUED",
                                    "SENT", "IN_PROGRESS", "COMPLETED", "PARTLY_COMPLETED"};
  return kNames[static_cast<size_t>(state)];
}

std::string_view Name(EngagementState state) {
  constexpr const char* kNames[] = {"", "OPEN", "CONCLUDED", "ARCHIVED", "REMOVED"};
  return kNames[static_cast<size_t>(state)];
}

std::string_view Name(EngagementKind kind) {
  constexpr const char* kNames[] = {"", "THEMATIC_INSPECTION", "THEMATIC_SUPERVISION",
                                    "CONTINUOUS_SUPERVISION", "VIOLATION_SIGNS_INSPECTION"};
  return kNames[static_cast<size_t>(kind)];
}

std::string_view Name(Step step) {
  if (step == Step::kNone) return "";
  return kStepTable[static_cast<size_t>(step)].name;
}

std::string_view Name(RecommendationState state) {
  constexpr const char* kNames[] = {"", "OPEN", "REPORTED", "ASSESSED"};
  return kNames[static_cast<size_t>(state)];
}

std::string_view Name(Outcome outcome) {
  constexpr const char* kNames[] = {
      "", "DONE", "PARTLY", "NOT_DONE", "OVERDUE", "NOT_CARRIED_OUT", "UNSATISFACTORY"};
  return kNames[static_cast<size_t>(outcome)];
}

std::string_view Name(ReminderKind kind) {
  constexpr const char* kNames[] = {"", "BEFORE_DUE", "AFTER_DUE", "URGING"};
  return kNames[static_cast<size_t>(kind)];
}

std::string_view Name(ReminderState state) {
  constexpr const char* kNames[] = {"ISSUED", "ACKNOWLEDGED", "EXPLAINED", "VOIDED"};
  return kNames[static_cast<size_t>(state)];
}

std::string_view Name(PlanVerb verb) { return Row(verb).name; }

bool Allowed(PlanState state, PlanVerb verb, bool without_adoption) {
  if (without_adoption && state == PlanState::kDrafting) {
    if (verb == PlanVerb::kIssue) return true;
    if (verb == PlanVerb::kAdopt) return false;
  }
  return Row(verb).allowed[ColumnOf(state)];
}

absl::Status CheckState(const Plan& plan, PlanVerb verb, bool without_adoption) {
  const auto allowed = [&](PlanVerb v) {
    if (v == PlanVerb::kSend && plan.sent_on) return false;
    return Allowed(plan.state, v, without_adoption);
  };
  if (allowed(verb)) return absl::OkStatus();
  std::string list;
  for (PlanVerb v : kPlanVerbs) {
    // The others are verbs of engagements.
    const bool own = v != PlanVerb::kStart && v != PlanVerb::kCreateEngagement;
    if (own && allowed(v)) Append(list, Name(v));
  }
  return StateError(reasons::kPlanState, plan.name, Name(plan.state), Name(verb), list, kForbidden);
}

PlanState StateOf(const Plan& plan) {
  if (plan.closed_on) {
    const bool all = plan.outcome && plan.outcome->concluded == plan.outcome->planned;
    return all ? PlanState::kCompleted : PlanState::kPartlyCompleted;
  }
  if (plan.started_on) return PlanState::kInProgress;
  if (plan.sent_on) return PlanState::kSent;
  if (plan.issued_on) return PlanState::kIssued;
  return plan.adopted_on ? PlanState::kAdopted : PlanState::kDrafting;
}

std::string_view VerbOf(Step step) { return kStepTable[static_cast<size_t>(step)].verb; }

std::vector<Step> NextSteps(const Engagement& engagement, const Practice& practice) {
  std::vector<Step> out;
  if (engagement.state == EngagementState::kRemoved) return out;
  for (Step step : kSteps) {
    if (step <= engagement.step()) continue;
    out.push_back(step);
    if (!MayBeLeftOut(engagement.kind, step, practice)) break;
  }
  return out;
}

EngagementState StateOf(const std::vector<StepRecord>& steps) {
  const Step last = steps.empty() ? Step::kNone : steps.back().step;
  if (last == Step::kArchive) return EngagementState::kArchived;
  return last >= Step::kConclusion ? EngagementState::kConcluded : EngagementState::kOpen;
}

absl::Status EngagementStateError(const Engagement& engagement, std::string_view verb,
                                  std::string_view why, const Practice& practice) {
  std::string allowed;
  for (Step step : NextSteps(engagement, practice)) Append(allowed, VerbOf(step));
  return StateError(reasons::kEngagementState, engagement.name, Name(engagement.state), verb,
                    allowed, why, {{"step", std::string(Name(engagement.step()))}});
}

absl::Status CheckStep(const Engagement& engagement, Step step, const Practice& practice) {
  const std::vector<Step> next = NextSteps(engagement, practice);
  if (absl::c_linear_search(next, step)) return absl::OkStatus();
  std::string why(kForbidden);
  if (engagement.step() != Step::kNone) {
    why += " after " + std::string(Name(engagement.step()));
  }
  return EngagementStateError(engagement, VerbOf(step), why, practice);
}

std::string_view Name(RecommendationVerb verb) {
  return verb == RecommendationVerb::kReport ? "ReportRemediation" : "AssessRemediation";
}

bool Allowed(RecommendationState state, Outcome so_far, RecommendationVerb verb, Outcome outcome) {
  switch (state) {
    case RecommendationState::kOpen:
      return verb == RecommendationVerb::kReport || outcome == Outcome::kNotDone ||
             outcome == Outcome::kOverdue || outcome == Outcome::kNotCarriedOut;
    case RecommendationState::kReported:
      return verb == RecommendationVerb::kAssess;
    case RecommendationState::kAssessed:
      // Whoever did not satisfy may report again, and is assessed again.
      return verb == RecommendationVerb::kReport && so_far != Outcome::kDone;
  }
  return false;
}

absl::Status CheckState(const Recommendation& recommendation, RecommendationVerb verb,
                        Outcome outcome) {
  const auto allowed = [&](RecommendationVerb v, Outcome o) {
    return Allowed(recommendation.state, recommendation.outcome, v, o);
  };
  if (allowed(verb, outcome)) return absl::OkStatus();
  std::string list;
  if (allowed(RecommendationVerb::kReport, Outcome::kNone)) Append(list, "ReportRemediation");
  // With one of the outcomes at least.
  if (allowed(RecommendationVerb::kAssess, Outcome::kNotDone)) Append(list, "AssessRemediation");
  std::string why(kForbidden);
  if (verb == RecommendationVerb::kAssess && recommendation.state == RecommendationState::kOpen) {
    why = "with " + std::string(Name(outcome)) + " needs a report: nothing was reported";
  }
  return StateError(reasons::kRecommendationState, recommendation.name, Name(recommendation.state),
                    Name(verb), list, why);
}

std::string_view Name(ReminderVerb verb) {
  constexpr const char* kNames[] = {"AcknowledgeReminder", "ExplainReminder", "VoidReminder"};
  return kNames[static_cast<size_t>(verb)];
}

bool Allowed(const Reminder& reminder, ReminderVerb verb) {
  if (reminder.voided) return false;
  switch (verb) {
    case ReminderVerb::kAcknowledge:
      return !reminder.acknowledgement;
    case ReminderVerb::kExplain:
      return !reminder.explanation;
    case ReminderVerb::kVoid:
      // A notice went out by the rule, on the day it says: nothing was entered that could be wrong.
      return !reminder.automatic();
  }
  return false;
}

absl::Status CheckState(const Reminder& reminder, ReminderVerb verb) {
  if (Allowed(reminder, verb)) return absl::OkStatus();
  std::string list;
  for (ReminderVerb v : kReminderVerbs) {
    if (Allowed(reminder, v)) Append(list, Name(v));
  }
  std::string_view why = "has been recorded before";
  if (verb == ReminderVerb::kVoid) why = "is for urgings; this is an automatic notice";
  if (reminder.voided) why = kForbidden;
  return StateError(reasons::kReminderState, reminder.name, Name(StateOf(reminder)), Name(verb),
                    list, why);
}

}  // namespace tiendo::supervision
