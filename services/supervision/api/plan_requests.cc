// Requests about requirements and plans (validation.h).
#include <set>
#include <string>

#include "absl/algorithm/container.h"
#include "common/api/enum_names.h"
#include "common/api/field_mask.h"
#include "common/api/optional_fields.h"
#include "common/errors/error.h"
#include "common/paging/page_size.h"
#include "services/supervision/api/codec.h"
#include "services/supervision/api/validation.h"

namespace tiendo::supervision {
namespace {

using api::Presence;
using errors::Violations;

// Limits as the protos state them.
constexpr size_t kMaxDisplayName = 256;
constexpr int kMaxRequiredUnits = 1000;
constexpr int kMaxChanges = 100;

void CheckKinds(const Strings& kinds, Violations& violations) {
  const std::vector<std::string>& allowed = PartyKinds();
  std::string list;
  for (const std::string& kind : allowed) list += (list.empty() ? "" : ", ") + kind;
  for (int i = 0; i < kinds.size(); ++i) {
    if (absl::c_linear_search(allowed, kinds[i])) continue;
    violations.Add(errors::At("requirement.unit_kinds", i), "must be one of " + list);
  }
}

void CheckPopulation(const v1::PlanRequirement& requirement, Violations& violations) {
  CheckKinds(requirement.unit_kinds(), violations);
  CheckUnitNames("requirement.units", requirement.units(), violations);
  if (requirement.units_size() > kMaxRequiredUnits) {
    violations.Add("requirement.units", "at most 1,000 are allowed");
  }
}

void CheckDescription(const v1::PlanRequirement& requirement, Violations& violations) {
  api::Document("requirement.document", requirement.document(), Presence::kOptional, violations);
  api::Text("requirement.display_name", requirement.display_name(), Presence::kOptional,
            kMaxDisplayName, violations);
}

constexpr char kNobody[] = "give at least one of unit_kinds and units";

std::set<std::string> Paths(const v1::UpdateRequirementRequest& request, Violations& violations) {
  static const std::vector<std::string> updatable = {"deadline", "unit_kinds", "units", "document",
                                                     "display_name"};
  return api::UpdatePaths(request.update_mask(), *v1::PlanRequirement::descriptor(), updatable,
                          violations);
}

// Texts of a checked requirement in NFC.
void Normalise(const v1::PlanRequirement& message, PlanRequirement& requirement) {
  Violations checked_before;
  requirement.document = api::Document("requirement.document", message.document(),
                                       Presence::kOptional, checked_before);
  requirement.display_name = api::Text("requirement.display_name", message.display_name(),
                                       Presence::kOptional, kMaxDisplayName, checked_before);
}

void CheckReschedule(const std::string& field, const v1::AdjustPlanRequest::Reschedule& reschedule,
                     Violations& violations) {
  api::CheckName(field + ".engagement", reschedule.engagement(), kEngagementPattern,
                 Presence::kRequired, violations);
  const auto from = api::Date(field + ".scheduled_from", reschedule.has_scheduled_from(),
                              reschedule.scheduled_from(), Presence::kOptional, violations);
  const auto to = api::Date(field + ".scheduled_to", reschedule.has_scheduled_to(),
                            reschedule.scheduled_to(), Presence::kRequired, violations);
  if (from && to && *to < *from) {
    violations.Add(field + ".scheduled_to", calendar::FormatIso(*to) + " is before " +
                                                calendar::FormatIso(*from) +
                                                ", the first day of the window");
  }
}

void CheckChanges(const v1::AdjustPlanRequest& request, Violations& violations) {
  std::set<std::string> named;
  const auto once = [&](const std::string& field, const std::string& engagement) {
    if (!engagement.empty() && !named.insert(engagement).second) {
      violations.Add(field, engagement + " is named twice");
    }
  };
  for (int i = 0; i < request.reschedules_size(); ++i) {
    const std::string field = errors::At("reschedules", i);
    CheckReschedule(field, request.reschedules(i), violations);
    once(field + ".engagement", request.reschedules(i).engagement());
  }
  for (int i = 0; i < request.removals_size(); ++i) {
    const std::string field = errors::At("removals", i);
    api::CheckName(field, request.removals(i), kEngagementPattern, Presence::kRequired, violations);
    once(field, request.removals(i));
  }
  if (request.reschedules_size() > kMaxChanges) {
    violations.Add("reschedules", "at most 100 are allowed");
  }
  if (request.removals_size() > kMaxChanges) {
    violations.Add("removals", "at most 100 are allowed");
  }
  if (request.title().empty() && named.empty() && request.reschedules().empty() &&
      request.removals().empty()) {
    violations.Add("title", "give at least one of title, reschedules and removals");
  }
}

}  // namespace

const std::vector<feed::ListField>& PlanFields() {
  using paging::FieldType;
  static const std::vector<feed::ListField> fields = {
      {{"unit", FieldType::kString, {}}, "unit"},
      {{"year", FieldType::kNumber, {}}, "year"},
      {{"state", FieldType::kEnum, api::EnumNames(*v1::Plan::State_descriptor())}, "state"},
  };
  return fields;
}

absl::Status ValidateCreateRequirement(const v1::CreateRequirementRequest& request) {
  Violations violations;
  const int year = YearOfId(request.requirement_id());
  if (year < kFirstYear || year > kLastYear) {
    violations.Add("requirement_id",
                   "must be a year from 2000 to 2100, alone or followed by '-' and a level, e.g."
                   " 2026 or 2026-chi-bo");
  } else {
    api::CheckId("requirement_id", request.requirement_id(), violations);
  }
  if (!request.has_requirement()) {
    violations.Add("requirement", "is required");
  } else {
    const v1::PlanRequirement& requirement = request.requirement();
    api::Date("requirement.deadline", requirement.has_deadline(), requirement.deadline(),
              Presence::kRequired, violations);
    CheckPopulation(requirement, violations);
    if (requirement.unit_kinds().empty() && requirement.units().empty()) {
      violations.Add("requirement.unit_kinds", kNobody);
    }
    CheckDescription(requirement, violations);
  }
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatus();
}

absl::Status ValidateUpdateRequirement(const v1::UpdateRequirementRequest& request) {
  Violations violations;
  const v1::PlanRequirement& requirement = request.requirement();
  api::CheckName("requirement.name", requirement.name(), kRequirementPattern, Presence::kRequired,
                 violations);
  const std::set<std::string> paths = Paths(request, violations);
  if (paths.contains("deadline")) {
    api::Date("requirement.deadline", requirement.has_deadline(), requirement.deadline(),
              Presence::kRequired, violations);
  }
  CheckPopulation(requirement, violations);
  CheckDescription(requirement, violations);
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatus();
}

absl::Status ValidateCreatePlan(const v1::CreatePlanRequest& request) {
  Violations violations;
  api::CheckId("plan_id", request.plan_id(), violations);
  if (!request.has_plan()) {
    violations.Add("plan", "is required");
  } else {
    api::CheckName("plan.unit", request.plan().unit(), kUnitPattern, Presence::kRequired,
                   violations);
    CheckYear("plan.year", request.plan().year(), violations);
    api::Text("plan.title", request.plan().title(), Presence::kOptional, kMaxTitle, violations);
  }
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatus();
}

absl::Status ValidateListLatePlans(const v1::ListLatePlansRequest& request) {
  Violations violations;
  CheckYear("year", request.year(), violations);
  api::Date("as_of", request.has_as_of(), request.as_of(), Presence::kOptional, violations);
  api::CheckName("scope", request.scope(), kUnitPattern, Presence::kOptional, violations);
  violations.Merge("", paging::ResolvePageSize(request.page_size()).status());
  return violations.ToStatus();
}

absl::Status ValidateAdopt(const v1::AdoptPlanRequest& request, Day today) {
  return ValidateRecord(request, kPlanPattern, Presence::kOptional, today);
}

absl::Status ValidateIssue(const v1::IssuePlanRequest& request, Day today) {
  return ValidateRecord(request, kPlanPattern, Presence::kRequired, today);
}

absl::Status ValidateSend(const v1::SendPlanRequest& request, Day today) {
  return ValidateRecord(request, kPlanPattern, Presence::kOptional, today);
}

absl::Status ValidateAdjust(const v1::AdjustPlanRequest& request, Day today) {
  Violations violations;
  CheckRecord(request, kPlanPattern, Presence::kRequired, today, violations);
  api::Text("reason", request.reason(), Presence::kRequired, kMaxReason, violations);
  api::Text("title", request.title(), Presence::kOptional, kMaxTitle, violations);
  CheckChanges(request, violations);
  return violations.ToStatus();
}

absl::Status ValidateClose(const v1::ClosePlanRequest& request, Day today) {
  return ValidateRecord(request, kPlanPattern, Presence::kOptional, today);
}

absl::Status ValidateVoidPlanEvent(const v1::VoidPlanEventRequest& request) {
  return ValidateVoiding(request, kPlanEventPattern);
}

PlanRequirement NewRequirement(const v1::CreateRequirementRequest& request) {
  PlanRequirement requirement = FromProto(request.requirement());
  requirement.name = "requirements/" + request.requirement_id();
  requirement.year = YearOfId(request.requirement_id());
  Normalise(request.requirement(), requirement);
  requirement.stamp = {};
  return requirement;
}

RequirementUpdate UpdateOf(const v1::UpdateRequirementRequest& request) {
  Violations checked_before;
  const std::set<std::string> paths = Paths(request, checked_before);
  PlanRequirement wanted = FromProto(request.requirement());
  Normalise(request.requirement(), wanted);
  RequirementUpdate out;
  out.name = wanted.name;
  out.etag = request.requirement().etag();
  out.change = [paths, wanted](PlanRequirement& stored) -> absl::Status {
    if (paths.contains("deadline")) stored.deadline = wanted.deadline;
    if (paths.contains("unit_kinds")) stored.unit_kinds = wanted.unit_kinds;
    if (paths.contains("units")) stored.units = wanted.units;
    if (paths.contains("document")) stored.document = wanted.document;
    if (paths.contains("display_name")) stored.display_name = wanted.display_name;
    if (!stored.unit_kinds.empty() || !stored.units.empty()) return absl::OkStatus();
    return errors::InvalidField("requirement.unit_kinds", kNobody);
  };
  return out;
}

Plan NewPlan(const v1::CreatePlanRequest& request) {
  Violations checked_before;
  Plan plan;
  plan.name = "plans/" + request.plan_id();
  plan.unit = request.plan().unit();
  plan.year = request.plan().year();
  plan.title = api::Text("plan.title", request.plan().title(), Presence::kOptional, kMaxTitle,
                         checked_before);
  return plan;
}

Adjustment AdjustmentOf(const v1::AdjustPlanRequest& request) {
  Violations checked_before;
  Adjustment out;
  out.record = RecordOf(request);
  out.reason =
      api::Text("reason", request.reason(), Presence::kRequired, kMaxReason, checked_before);
  out.title = api::Text("title", request.title(), Presence::kOptional, kMaxTitle, checked_before);
  for (const v1::AdjustPlanRequest::Reschedule& r : request.reschedules()) {
    out.reschedules.push_back({r.engagement(),
                               {api::OptionalDay(r.has_scheduled_from(), r.scheduled_from()),
                                api::OptionalDay(r.has_scheduled_to(), r.scheduled_to())}});
  }
  out.removals.assign(request.removals().begin(), request.removals().end());
  return out;
}

}  // namespace tiendo::supervision
