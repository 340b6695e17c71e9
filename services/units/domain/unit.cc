#include "services/units/domain/unit.h"

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

}  // namespace tiendo::units
