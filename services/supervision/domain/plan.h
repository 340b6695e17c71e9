// The yearly plan of a Party organisation (chương trình, kế hoạch kiểm tra, giám sát) and its
// dated events.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_PLAN_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_PLAN_H_

#include <optional>
#include <string>
#include <vector>

#include "common/calendar/day.h"
#include "common/resource/document.h"
#include "common/resource/repository.h"

namespace tiendo::supervision {

using calendar::Day;

// Values as in plans.proto, where the Vietnamese terms stand.
enum class PlanState {
  kDrafting = 1,
  kAdopted = 2,
  kIssued = 3,
  kSent = 4,
  kInProgress = 5,
  kCompleted = 6,
  kPartlyCompleted = 7,
};

// How many engagements a plan had when it was closed, and how many of them were concluded.
struct PlanOutcome {
  int planned = 0;
  int concluded = 0;
  bool operator==(const PlanOutcome&) const = default;
};

struct Plan {
  std::string name;  // plans/{plan}
  std::string unit;
  int year = 0;
  std::string title;           // in force
  std::string original_title;  // before any adjustment
  std::optional<Day> adopted_on;
  resource::Document adopted_document;
  std::optional<Day> issued_on;  // this, not the adoption, is what counts
  resource::Document issued_document;
  std::optional<Day> sent_on;
  resource::Document sent_document;
  std::optional<Day> started_on;  // first step of an engagement, as first recorded
  std::optional<Day> adjusted_on;
  std::optional<Day> closed_on;
  resource::Document closed_document;
  std::optional<PlanOutcome> outcome;  // when closed
  PlanState state = PlanState::kDrafting;
  resource::Stamp stamp;
  bool operator==(const Plan&) const = default;
};

enum class PlanEventKind {
  kAdopted = 1,
  kIssued = 2,
  kSent = 3,
  kStarted = 4,
  kAdjusted = 5,
  kClosed = 6,
};

struct PlanEvent {
  std::string name;  // plans/{plan}/events/{number}
  PlanEventKind kind = PlanEventKind::kAdopted;
  Day date;
  resource::Document document;
  std::string reason;
  std::string title;  // of an adjustment of the title: the new one and the one before
  std::string previous_title;
  std::vector<std::string> engagements;  // that started it, or were moved or taken out
  bool voided = false;
  std::string void_reason;
  resource::Stamp stamp;
  bool operator==(const PlanEvent&) const = default;
  bool chained() const { return true; }
};

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_PLAN_H_
