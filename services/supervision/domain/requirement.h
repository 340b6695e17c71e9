// Which units must issue a plan for a year, and by when.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_REQUIREMENT_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_REQUIREMENT_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/day.h"
#include "common/resource/document.h"
#include "common/resource/repository.h"

namespace tiendo::supervision {

using calendar::Day;

// Years that plans and requirements can be for.
inline constexpr int kFirstYear = 2000;
inline constexpr int kLastYear = 2100;

// A year may have several, one per level. A unit that one of them names belongs to that one, else
// to the one that has its kind; so everybody belongs to at most one.
struct PlanRequirement {
  std::string name;  // requirements/{year}, or requirements/{year}-{level}
  int year = 0;
  Day deadline;                         // last day in time (hạn ban hành)
  std::vector<std::string> unit_kinds;  // of PartyKinds()
  std::vector<std::string> units;       // further ones: units/{unit}
  resource::Document document;
  std::string display_name;  // of the level: "Chi bộ cơ sở"
  resource::Stamp stamp;
  bool operator==(const PlanRequirement&) const = default;
};

// Kinds of units of the Party side, as in tiendo.units.v1.Unit.Kind without prefix.
const std::vector<std::string>& PartyKinds();

// The year of an id "2026" or "2026-chi-bo"; 0 when it begins with none.
int YearOfId(std::string_view id);
// What the names of a year's requirements begin with.
std::string RequirementPrefix(int year);

// Most requirements of a year.
inline constexpr int kMaxRequirements = 100;

using RequirementRepository = resource::Repository<PlanRequirement>;

// RESOURCE_EXISTS; REQUIREMENT_OVERLAP when another one of the year has one of its kinds or names
// one of its units.
absl::Status CreateRequirement(RequirementRepository& requirements, PlanRequirement& requirement);

struct RequirementUpdate {
  std::string name;
  std::string etag;  // expected; empty: any
  // Puts the new values into the requirement; says when it is left with nobody.
  std::function<absl::Status(PlanRequirement&)> change;
};
// Stored if it differs. NOT_FOUND, ETAG_MISMATCH, REQUIREMENT_OVERLAP, errors of `change`.
absl::StatusOr<PlanRequirement> UpdateRequirement(RequirementRepository& requirements,
                                                  const RequirementUpdate& update);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_REQUIREMENT_H_
