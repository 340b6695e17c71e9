// The facts of supervision among all (fact_base.h): what its feed has told, put together.
#ifndef TIENDO_SERVICES_STATUS_SOURCES_SUPERVISION_BASE_H_
#define TIENDO_SERVICES_STATUS_SOURCES_SUPERVISION_BASE_H_

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/calendar/time_zone.h"
#include "common/feed/mirror.h"
#include "services/status/domain/facts.h"
#include "services/status/domain/supervision_facts.h"

namespace tiendo::status {

// Not thread-safe: guarded by the FactBase that holds it.
class SupervisionBase {
 public:
  // What is put together from several resources.
  struct Assembled {
    std::vector<PlanFact> plans;                      // by name, as the others
    std::vector<EngagementFact> engagements;          // with the year of the plan
    std::vector<RecommendationFact> recommendations;  // with what the engagement says
  };

  explicit SupervisionBase(calendar::BusinessZone zone) : zone_(std::move(zone)) {}

  // `collection` is that of the resource's name. True when what was put together is out of date.
  bool Take(std::string_view collection, const feed::MirroredResource& resource);
  void Clear();

  Assembled Assemble() const;
  const std::map<std::string, RequirementFact>& requirements() const { return requirements_; }
  const ReminderLedger& reminders() const { return reminders_; }

 private:
  const calendar::BusinessZone zone_;
  std::map<std::string, RequirementFact> requirements_;
  std::map<std::string, PlanFact> plans_;
  std::map<std::string, EngagementFact> engagements_;
  std::map<std::string, RecommendationFact> recommendations_;
  // By recommendation, then by the name of the event, which is the order of recording.
  std::map<std::string, std::map<std::string, RecommendationEvent>> news_;
  ReminderLedger reminders_;
};

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_SOURCES_SUPERVISION_BASE_H_
