// Which units must issue a plan for a year, and by when.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_REQUIREMENT_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_REQUIREMENT_H_

#include <string>
#include <vector>

#include "common/calendar/day.h"
#include "common/resource/document.h"
#include "common/resource/repository.h"

namespace tiendo::supervision {

using calendar::Day;

// Years that plans and requirements can be for.
inline constexpr int kFirstYear = 2000;
inline constexpr int kLastYear = 2100;

struct PlanRequirement {
  std::string name;  // requirements/{year}
  int year = 0;
  Day deadline;                         // last day in time (hạn ban hành)
  std::vector<std::string> unit_kinds;  // of PartyKinds()
  std::vector<std::string> units;       // further ones: units/{unit}
  resource::Document document;
  resource::Stamp stamp;
  bool operator==(const PlanRequirement&) const = default;
};

// Kinds of units of the Party side, as in tiendo.units.v1.Unit.Kind without prefix.
const std::vector<std::string>& PartyKinds();

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_REQUIREMENT_H_
