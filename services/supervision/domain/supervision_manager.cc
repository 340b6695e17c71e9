#include "services/supervision/domain/supervision_manager.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/resource/etag.h"
#include "common/resource/name.h"
#include "services/supervision/domain/reasons.h"
#include "services/supervision/domain/states.h"

namespace tiendo::supervision {
namespace {

// Stores a new resource unless its name is taken.
template <typename T>
absl::Status Create(resource::Repository<T>& repository, T& value) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<T> stored, repository.Get(value.name));
  if (stored) return resource::Exists(value.name);
  return repository.Put(value);
}

// The resource that `record` is about, in the expected state, brought to the state after `verb`.
template <typename T>
absl::StatusOr<T> Advance(resource::Repository<T>& repository, const Record& record,
                          std::string_view verb) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<T> stored, repository.Get(record.name));
  if (!stored) return resource::NotFound(record.name);
  TIENDO_RETURN_IF_ERROR(resource::CheckEtag(record.name, record.etag, stored->stamp.revision));
  TIENDO_ASSIGN_OR_RETURN(stored->state, NextState(*stored, verb));
  return *std::move(stored);
}

absl::Status PlanExists(const std::string& name, const Plan& plan) {
  const std::string year = std::to_string(plan.year);
  return errors::Make(absl::StatusCode::kAlreadyExists, reasons::kPlanExists,
                      plan.unit + " has " + name + " for " + year + ": work on that one",
                      {{"name", name}, {"unit", plan.unit}, {"year", year}});
}

}  // namespace

absl::Status CreateRequirement(RequirementRepository& requirements, PlanRequirement& requirement) {
  return Create(requirements, requirement);
}

absl::Status CreatePlan(PlanRepository& plans, const PlanFinder& find, Plan& plan) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<Plan> stored, plans.Get(plan.name));
  if (stored) return resource::Exists(plan.name);
  TIENDO_ASSIGN_OR_RETURN(std::optional<std::string> other, find(plan.unit, plan.year));
  if (other) return PlanExists(*other, plan);
  return plans.Put(plan);
}

absl::StatusOr<Plan> AdoptPlan(PlanRepository& plans, const Record& adoption) {
  TIENDO_ASSIGN_OR_RETURN(Plan plan, Advance(plans, adoption, "AdoptPlan"));
  plan.adopted_on = adoption.date;
  plan.adopted_document = adoption.document;
  TIENDO_RETURN_IF_ERROR(plans.Put(plan));
  return plan;
}

absl::StatusOr<Plan> IssuePlan(PlanRepository& plans, const Record& issue) {
  TIENDO_ASSIGN_OR_RETURN(Plan plan, Advance(plans, issue, "IssuePlan"));
  if (plan.adopted_on && issue.date < *plan.adopted_on) {
    return errors::InvalidField("date", calendar::FormatIso(issue.date) +
                                            " is before the adoption on " +
                                            calendar::FormatIso(*plan.adopted_on));
  }
  plan.issued_on = issue.date;
  plan.issued_document = issue.document;
  TIENDO_RETURN_IF_ERROR(plans.Put(plan));
  return plan;
}

absl::Status CreateEngagement(EngagementRepository& engagements, PlanRepository& plans,
                              Engagement& engagement) {
  if (!engagement.plan.empty()) {
    TIENDO_ASSIGN_OR_RETURN(std::optional<Plan> plan, plans.Get(engagement.plan));
    if (!plan) return resource::ReferenceNotFound("engagement.plan", engagement.plan);
    if (plan->unit != engagement.unit) {
      return errors::InvalidField("engagement.unit",
                                  "must be " + plan->unit + ", the unit of " + plan->name);
    }
  }
  return Create(engagements, engagement);
}

absl::StatusOr<Engagement> ConcludeEngagement(EngagementRepository& engagements,
                                              const Record& conclusion) {
  TIENDO_ASSIGN_OR_RETURN(Engagement engagement,
                          Advance(engagements, conclusion, "ConcludeEngagement"));
  engagement.concluded_on = conclusion.date;
  engagement.conclusion_document = conclusion.document;
  TIENDO_RETURN_IF_ERROR(engagements.Put(engagement));
  return engagement;
}

}  // namespace tiendo::supervision
