// What a conclusion asks a unit to mend (kiến nghị), and what became of it.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_RECOMMENDATION_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_RECOMMENDATION_H_

#include <optional>
#include <string>
#include <string_view>

#include "common/calendar/day.h"
#include "common/resource/document.h"
#include "common/resource/repository.h"
#include "services/supervision/domain/engagement.h"

namespace tiendo::supervision {

// Values as in recommendations.proto.
enum class RecommendationState { kOpen = 1, kReported = 2, kAssessed = 3 };

struct Recommendation {
  std::string name;  // engagements/{engagement}/recommendations/{recommendation}
  std::string unit;
  std::string text;
  Day deadline;
  RecommendationState state = RecommendationState::kOpen;
  std::optional<Day> reported_on;
  resource::Document report;
  std::optional<Day> assessed_on;
  resource::Document assessment;
  Outcome outcome = Outcome::kNone;
  resource::Stamp stamp;
  bool operator==(const Recommendation&) const = default;
};

// "engagements/e" of "engagements/e/recommendations/r".
std::string EngagementOf(std::string_view name);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_RECOMMENDATION_H_
