// The use cases of recommendations. What happens to one is an event of its engagement.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_RECOMMENDATIONS_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_RECOMMENDATIONS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/supervision/domain/environment.h"
#include "services/supervision/domain/record.h"
#include "services/supervision/domain/repositories.h"

namespace tiendo::supervision {

// Most recommendations of an engagement.
inline constexpr int kMaxRecommendations = 1000;

// NOT_FOUND for the engagement, RESOURCE_EXISTS; ENGAGEMENT_STATE unless it is concluded and not
// archived, or has too many; INVALID_ARGUMENT for a deadline before the conclusion.
absl::Status CreateRecommendation(const Repositories& repos, const Environment& environment,
                                  Recommendation& recommendation);

// NOT_FOUND, ETAG_MISMATCH, RECOMMENDATION_STATE, ENGAGEMENT_STATE when archived; INVALID_ARGUMENT
// for a day before the conclusion, or before the newest report or assessment.
absl::StatusOr<Recommendation> ReportRemediation(const Repositories& repos,
                                                 const Environment& environment,
                                                 const Record& record);
absl::StatusOr<Recommendation> AssessRemediation(const Repositories& repos,
                                                 const Environment& environment,
                                                 const Record& record, Outcome outcome);

// RECOMMENDATIONS_OPEN unless all of the engagement's are assessed.
absl::Status CheckAllAssessed(const Repositories& repos, const std::string& engagement);

// Brings a recommendation to what the events that stand make of it, and stores it.
absl::Status RebuildRecommendation(const Repositories& repos, const std::string& name,
                                   const std::vector<EngagementEvent>& events);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_RECOMMENDATIONS_H_
