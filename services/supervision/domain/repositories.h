// Everything that the use cases of supervision read and write, as one transaction sees it.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_REPOSITORIES_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_REPOSITORIES_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/resource/repository.h"
#include "services/supervision/domain/delivery.h"
#include "services/supervision/domain/dossier.h"
#include "services/supervision/domain/engagement.h"
#include "services/supervision/domain/plan.h"
#include "services/supervision/domain/recommendation.h"
#include "services/supervision/domain/reminder.h"
#include "services/supervision/domain/requirement.h"

namespace tiendo::supervision {

template <typename T>
using RepositoryPtr = std::unique_ptr<resource::Repository<T>>;

// Lives no longer than the transaction.
struct Repositories {
  RepositoryPtr<PlanRequirement> requirements;
  RepositoryPtr<Plan> plans;
  RepositoryPtr<PlanEvent> plan_events;
  RepositoryPtr<Engagement> engagements;
  RepositoryPtr<EngagementEvent> engagement_events;
  RepositoryPtr<Checklist> checklists;
  RepositoryPtr<Dossier> dossiers;
  RepositoryPtr<Recommendation> recommendations;
  RepositoryPtr<Reminder> reminders;
  RepositoryPtr<Delivery> deliveries;
  // The name of a unit's plan for a year; nullopt when it has none.
  std::function<absl::StatusOr<std::optional<std::string>>(const std::string& unit, int year)>
      find_plan;
  // Those for a year, by name.
  std::function<absl::StatusOr<std::vector<Plan>>(int year)> plans_of_year;
  // Stores and stamps reminders that are new, many at once; only in a transaction.
  std::function<absl::Status(std::vector<Reminder>&)> add_reminders;
  // The engagements of a plan, by name; those taken out of it too.
  std::function<absl::StatusOr<std::vector<Engagement>>(const std::string& plan)> engagements_of;
};

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_REPOSITORIES_H_
