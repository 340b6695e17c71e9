// The use cases of plans. Every function runs inside one transaction and decides on what it reads
// there; that units exist, and that dates are not after today, is checked before. A verb records a
// dated event beside the plan.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_PLAN_VERBS_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_PLAN_VERBS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/supervision/domain/environment.h"
#include "services/supervision/domain/record.h"
#include "services/supervision/domain/repositories.h"

namespace tiendo::supervision {

// As a draft. RESOURCE_EXISTS; PLAN_EXISTS when the unit has a plan for the year.
absl::Status CreatePlan(const Repositories& repos, Plan& plan);

// All verbs: NOT_FOUND, ETAG_MISMATCH, PLAN_STATE; INVALID_ARGUMENT for a day before the one that
// it rests on (the adoption, the issue).
absl::StatusOr<Plan> AdoptPlan(const Repositories& repos, const Environment& environment,
                               const Record& record);
absl::StatusOr<Plan> IssuePlan(const Repositories& repos, const Environment& environment,
                               const Record& record);
absl::StatusOr<Plan> SendPlan(const Repositories& repos, const Environment& environment,
                              const Record& record);
// Completed when all engagements in the plan were concluded by that day, else partly.
absl::StatusOr<Plan> ClosePlan(const Repositories& repos, const Environment& environment,
                               const Record& record);

struct Adjustment {
  struct Reschedule {
    std::string engagement;
    Window window;
  };
  Record record;
  std::string reason;
  std::string title;  // empty: as it is
  // Each engagement at most once in both lists.
  std::vector<Reschedule> reschedules;
  std::vector<std::string> removals;
};
// What was planned first stays beside it, and everything counts from the day of the approval. Also
// ENGAGEMENT_STATE for an engagement that is concluded or has left the plan; INVALID_ARGUMENT for
// one that is none of the plan's.
absl::StatusOr<Plan> AdjustPlan(const Repositories& repos, const Environment& environment,
                                const Adjustment& adjustment);

// Takes back the newest event that stands, and what it did to engagements. EVENT_NOT_VOIDABLE.
absl::StatusOr<Plan> VoidPlanEvent(const Repositories& repos, const Voiding& voiding);

// A step of the engagement was recorded: an issued plan is in progress from then on. Writes
// nothing when there is no plan or it has begun before.
absl::Status StartPlan(const Repositories& repos, const Engagement& engagement, Day day);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_PLAN_VERBS_H_
