// The facts of supervision among all (fact_base.h): what its feed has told, put together.
#ifndef TIENDO_SERVICES_STATUS_SOURCES_SUPERVISION_BASE_H_
#define TIENDO_SERVICES_STATUS_SOURCES_SUPERVISION_BASE_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/calendar/time_zone.h"
#include "common/feed/mirror.h"
#include "services/status/domain/facts.h"
#include "services/status/domain/supervision_facts.h"
#include "services/status/sources/decode.h"

namespace tiendo::status {

// Not thread-safe: guarded by the FactBase that holds it.
class SupervisionBase {
 public:
  // What is put together from several resources.
  struct Assembled {
    std::vector<PlanFact> plans;                      // by name, as the others
    std::vector<EngagementFact> engagements;          // with the year of the plan and the dossier
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
  // As supervision lays it out: by the checklist in force, of an archived engagement by that of its
  // archive. A kind whose list is that which supervision comes with has none in the feed: then by
  // the list that the dossier was last laid out by, and nothing is said of one that was never
  // touched.
  std::vector<std::optional<Day>> DossierOf(const EngagementFact& engagement) const;

  const calendar::BusinessZone zone_;
  std::map<std::string, RequirementFact> requirements_;
  std::map<std::string, PlanFact> plans_;
  std::map<std::string, EngagementFact> engagements_;
  std::set<std::string> archived_;                              // of these
  std::map<std::string, std::vector<std::string>> checklists_;  // ids of documents, by kind
  std::map<std::string, DossierRecord> dossiers_;               // by engagement
  std::map<std::string, RecommendationFact> recommendations_;
  // By recommendation, then by the name of the event, which is the order of recording.
  std::map<std::string, std::map<std::string, RecommendationEvent>> news_;
  ReminderLedger reminders_;
};

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_SOURCES_SUPERVISION_BASE_H_
