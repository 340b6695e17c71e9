#include "services/units/domain/unit.h"

#include "common/resource/name.h"

namespace tiendo::units {

Side SideOf(Kind kind) {
  switch (kind) {
    case Kind::kPartyCommitteeAboveGrassroots:
    case Kind::kGrassrootsPartyOrganisation:
    case Kind::kSectionPartyOrganisation:
    case Kind::kGrassrootsCell:
    case Kind::kSubordinateCell:
    case Kind::kCommitteeOrgan:
      return Side::kParty;
    case Kind::kDepartment:
    case Kind::kDivision:
    case Kind::kSubDepartment:
    case Kind::kServiceUnit:
    case Kind::kFund:
      break;
  }
  return Side::kGovernment;
}

const Period* Unit::On(Day day) const {
  const Period* found = nullptr;
  for (const Period& period : periods) {
    if (period.from <= day) found = &period;
  }
  return found;
}

std::string UnitOf(std::string_view event_name) {
  return std::string(event_name.substr(0, event_name.find("/events/")));
}

std::string EventPrefix(std::string_view unit_name) { return std::string(unit_name) + "/events/"; }

std::string EventName(std::string_view unit_name, int number) {
  return resource::NumberedName(EventPrefix(unit_name), number);
}

}  // namespace tiendo::units
