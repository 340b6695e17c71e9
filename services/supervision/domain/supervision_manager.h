// The use cases of supervision. Every function runs inside one transaction and decides on what it
// reads there. That units exist, and that dates are not after today, is checked before.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_SUPERVISION_MANAGER_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_SUPERVISION_MANAGER_H_

#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/resource/repository.h"
#include "services/supervision/domain/engagement.h"
#include "services/supervision/domain/plan.h"
#include "services/supervision/domain/requirement.h"

namespace tiendo::supervision {

using RequirementRepository = resource::Repository<PlanRequirement>;
using PlanRepository = resource::Repository<Plan>;
using EngagementRepository = resource::Repository<Engagement>;

// The name of a unit's plan for a year; nullopt when it has none.
using PlanFinder =
    std::function<absl::StatusOr<std::optional<std::string>>(const std::string& unit, int year)>;

// What a verb records on a resource: a date and the document it rests on.
struct Record {
  std::string name;
  std::string etag;  // of the expected state; empty: any
  Day date;
  resource::Document document;
};

// RESOURCE_EXISTS: a year has one requirement.
absl::Status CreateRequirement(RequirementRepository& requirements, PlanRequirement& requirement);

// As a draft. RESOURCE_EXISTS; PLAN_EXISTS when the unit has a plan for the year.
absl::Status CreatePlan(PlanRepository& plans, const PlanFinder& find, Plan& plan);

// NOT_FOUND, ETAG_MISMATCH, PLAN_STATE.
absl::StatusOr<Plan> AdoptPlan(PlanRepository& plans, const Record& adoption);
// As AdoptPlan; INVALID_ARGUMENT for a day before the adoption.
absl::StatusOr<Plan> IssuePlan(PlanRepository& plans, const Record& issue);

// RESOURCE_EXISTS; INVALID_ARGUMENT REFERENCE_NOT_FOUND without such a plan, INVALID_REQUEST when
// the unit is not the plan's.
absl::Status CreateEngagement(EngagementRepository& engagements, PlanRepository& plans,
                              Engagement& engagement);

// NOT_FOUND, ETAG_MISMATCH, ENGAGEMENT_STATE. The conclusion may come before the scheduled window.
absl::StatusOr<Engagement> ConcludeEngagement(EngagementRepository& engagements,
                                              const Record& conclusion);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_SUPERVISION_MANAGER_H_
