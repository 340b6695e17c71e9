// One inspection or supervision (cuộc kiểm tra, giám sát).
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_ENGAGEMENT_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_ENGAGEMENT_H_

#include <optional>
#include <string>
#include <vector>

#include "common/calendar/day.h"
#include "common/resource/document.h"
#include "common/resource/repository.h"

namespace tiendo::supervision {

using calendar::Day;

// Values as in supervision.proto, where the Vietnamese terms stand.
enum class EngagementKind {
  kThematicInspection = 1,
  kThematicSupervision = 2,
  kContinuousSupervision = 3,
  kViolationSignsInspection = 4,  // never planned
};
enum class EngagementState { kOpen = 1, kConcluded = 2 };

struct Engagement {
  std::string name;  // engagements/{engagement}
  std::string plan;  // empty: unplanned
  EngagementKind kind = EngagementKind::kThematicInspection;
  std::string unit;                   // carries it out; of a planned one the plan's unit
  std::vector<std::string> subjects;  // organisations, never persons
  std::string title;
  std::vector<std::string> tags;
  std::optional<Day> scheduled_from;
  std::optional<Day> scheduled_to;  // the day it is due
  std::optional<Day> concluded_on;  // conclusion notified: done
  resource::Document conclusion_document;
  EngagementState state = EngagementState::kOpen;
  resource::Stamp stamp;
  bool operator==(const Engagement&) const = default;
};

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_ENGAGEMENT_H_
