#include "services/supervision/api/unit_check.h"

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "common/api/fields.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"

namespace tiendo::supervision {
namespace {

template <typename Names>
std::vector<units::UnitReference> References(const std::string& field, const Names& names) {
  std::vector<units::UnitReference> out;
  for (int i = 0; i < names.size(); ++i) {
    out.push_back({errors::At(field, i), names[i]});
  }
  return out;
}

NamedUnits UnitsOfEngagement(const v1::Engagement& engagement) {
  std::optional<units::UnitReference::Days> days;
  if (engagement.has_scheduled_to()) {
    const calendar::Day last = api::FromProto(engagement.scheduled_to());
    days = {engagement.has_scheduled_from() ? api::FromProto(engagement.scheduled_from()) : last,
            last};
  }
  NamedUnits out{{}, References("engagement.subjects", engagement.subjects())};
  // Left out: that of the supervision, which was checked.
  if (!engagement.unit().empty()) {
    out.party.push_back({"engagement.unit", engagement.unit(), days});
  }
  return out;
}

}  // namespace

NamedUnits UnitsOf(const v1::CreateRequirementRequest& request) {
  return {References("requirement.units", request.requirement().units()), {}};
}

NamedUnits UnitsOf(const v1::UpdateRequirementRequest& request) {
  return {References("requirement.units", request.requirement().units()), {}};
}

NamedUnits UnitsOf(const v1::CreatePlanRequest& request) {
  const int year = request.plan().year();
  return {{{"plan.unit", request.plan().unit(), units::YearsOf(year, year)}}, {}};
}

NamedUnits UnitsOf(const v1::CreateEngagementRequest& request) {
  return UnitsOfEngagement(request.engagement());
}

NamedUnits UnitsOf(const v1::OpenFromViolationSignsRequest& request) {
  return UnitsOfEngagement(request.engagement());
}

NamedUnits UnitsOf(const v1::CreateRecommendationRequest& request) {
  return {{}, {{"recommendation.unit", request.recommendation().unit()}}};
}

NamedUnits UnitsOf(const v1::IssueReminderRequest& request) {
  const calendar::Day date = api::FromProto(request.date());
  return {{}, {{"unit", request.unit(), units::UnitReference::Days{date, date}}}};
}

// One that has ended is none to refuse: its heir is reminded.
NamedUnits UnitsOf(const v1::IssueDueRemindersRequest& request) {
  NamedUnits out;
  for (int i = 0; i < request.subjects_size(); ++i) {
    out.any_side.push_back({errors::At("subjects", i) + ".unit", request.subjects(i).unit()});
  }
  return out;
}

absl::Status CheckUnits(units::UnitDirectory& directory, const rpc::Call& call,
                        const NamedUnits& named) {
  std::vector<units::UnitReference> all = named.party;
  all.insert(all.end(), named.any_side.begin(), named.any_side.end());
  TIENDO_RETURN_IF_ERROR(directory.Check(call, all).status());
  errors::Violations violations;
  for (const units::UnitReference& reference : named.party) {
    const std::optional<units::DirectoryUnit> unit = directory.Find(reference.name);
    if (!unit) return UnitsUnavailable();
    if (!unit->party) {
      violations.Add(reference.field,
                     reference.name + " is a government unit; name a Party organisation");
    }
  }
  return violations.ToStatus();
}

absl::Status UnitsUnavailable() {
  errors::Details details;
  details.reason = std::string(errors::reasons::kPeerUnavailable);
  details.metadata["service"] = "tiendo.units.v1.UnitService";
  details.retry_after = std::chrono::milliseconds(500);
  return errors::Make(absl::StatusCode::kUnavailable,
                      "the units have not been loaded yet from the units service",
                      std::move(details));
}

}  // namespace tiendo::supervision
