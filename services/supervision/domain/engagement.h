// One inspection or supervision (cuộc kiểm tra, giám sát) and its dated events.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_ENGAGEMENT_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_ENGAGEMENT_H_

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "common/calendar/day.h"
#include "common/resource/document.h"
#include "common/resource/repository.h"

namespace tiendo::supervision {

using calendar::Day;

// Values as in engagements.proto, where the Vietnamese terms stand.
enum class EngagementKind {
  kThematicInspection = 1,
  kThematicSupervision = 2,
  kContinuousSupervision = 3,
  kViolationSignsInspection = 4,  // never planned
};
inline constexpr std::array kEngagementKinds = {
    EngagementKind::kThematicInspection, EngagementKind::kThematicSupervision,
    EngagementKind::kContinuousSupervision, EngagementKind::kViolationSignsInspection};

enum class EngagementState { kOpen = 1, kConcluded = 2, kArchived = 3, kRemoved = 4 };

enum class Step {
  kNone = 0,
  kDecision = 1,
  kLaunch = 2,
  kSelfReport = 3,
  kVerification = 4,
  kDraftReport = 5,
  kMeeting = 6,
  kConclusion = 7,  // this counts as done
  kRemediation = 8,
  kRemediationReport = 9,
  kArchive = 10,
};
// In their order.
inline constexpr std::array kSteps = {
    Step::kDecision,          Step::kLaunch,  Step::kSelfReport, Step::kVerification,
    Step::kDraftReport,       Step::kMeeting, Step::kConclusion, Step::kRemediation,
    Step::kRemediationReport, Step::kArchive};

struct StepRecord {
  Step step = Step::kNone;
  Day date;
  resource::Document document;
  bool operator==(const StepRecord&) const = default;
};

struct Window {
  std::optional<Day> from;
  std::optional<Day> to;  // the day it is due
  bool operator==(const Window&) const = default;
};

// By an adjustment of the plan.
struct ScheduleChange {
  Day approved_on;  // in force from this day on
  Window window;
  bool removed = false;  // taken out of the plan
  std::string event;     // plans/{plan}/events/{number}
  bool operator==(const ScheduleChange&) const = default;
};

enum class WarningCode {
  kLaunchLate = 1,
  kLaunchNotComputable = 2,
  kDurationExceeded = 3,
  kExtensionTooLong = 4,
  kPeriodTooLong = 5,
};

// What a check of practice noted; recorded, never refused.
struct Warning {
  WarningCode code = WarningCode::kLaunchLate;
  int actual = 0;
  int limit = 0;
  std::string event;  // it was noted with; empty: with the creation
  bool operator==(const Warning&) const = default;
};

struct Engagement {
  std::string name;  // engagements/{engagement}
  std::string plan;  // empty: unplanned
  int year = 0;      // of the plan; 0: unplanned
  EngagementKind kind = EngagementKind::kThematicInspection;
  std::string unit;                       // carries it out; of a planned one the plan's unit
  std::vector<std::string> subjects;      // organisations
  std::vector<std::string> member_codes;  // opaque; nothing is known of a member but the code
  std::string title;
  std::vector<std::string> tags;
  Window period;     // inspected (mốc kiểm tra)
  Window scheduled;  // in force
  Window original;   // as first planned
  std::vector<ScheduleChange> schedule_changes;
  std::vector<StepRecord> steps;
  int extension_days = 0;
  std::string opened_from;          // the supervision that found signs of violation
  std::vector<std::string> opened;  // inspections on signs of violation that it led to
  std::vector<Warning> warnings;
  EngagementState state = EngagementState::kOpen;
  resource::Stamp stamp;
  bool operator==(const Engagement&) const = default;

  // The last step taken.
  Step step() const { return steps.empty() ? Step::kNone : steps.back().step; }
  // nullptr when it was not taken.
  const StepRecord* Find(Step step) const {
    for (const StepRecord& record : steps) {
      if (record.step == step) return &record;
    }
    return nullptr;
  }
};

enum class EngagementEventKind {
  kStep = 1,
  kExtended = 2,
  kRescheduled = 3,
  kRemoved = 4,
  kViolationSigns = 5,
  kRecommendationReported = 6,
  kRecommendationAssessed = 7,
};

enum class Outcome {
  kNone = 0,
  kDone = 1,
  kPartly = 2,
  kNotDone = 3,
  kOverdue = 4,
  kNotCarriedOut = 5,
  kUnsatisfactory = 6,
};

struct EngagementEvent {
  std::string name;  // engagements/{engagement}/events/{number}
  EngagementEventKind kind = EngagementEventKind::kStep;
  Day date;
  Step step = Step::kNone;
  resource::Document document;
  std::string reason;
  int extension_days = 0;
  std::string approver;
  Window window;        // of a reschedule
  std::string related;  // the plan's event, the engagement opened, the recommendation
  Outcome outcome = Outcome::kNone;
  bool voided = false;
  std::string void_reason;
  resource::Stamp stamp;
  bool operator==(const EngagementEvent&) const = default;
  // Not what an adjustment of the plan or another engagement hangs on.
  bool chained() const {
    return kind != EngagementEventKind::kRescheduled && kind != EngagementEventKind::kRemoved &&
           kind != EngagementEventKind::kViolationSigns;
  }
};

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_ENGAGEMENT_H_
