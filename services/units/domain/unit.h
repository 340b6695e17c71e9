// A unit (đơn vị) and the rules that need nothing but itself.
#ifndef TIENDO_SERVICES_UNITS_DOMAIN_UNIT_H_
#define TIENDO_SERVICES_UNITS_DOMAIN_UNIT_H_

#include <optional>
#include <string>
#include <vector>

#include "common/calendar/day.h"
#include "common/resource/document.h"
#include "common/resource/repository.h"

namespace tiendo::units {

using calendar::Day;

enum class Side { kParty = 1, kGovernment = 2 };

// Values as in units.proto, where the Vietnamese terms stand.
enum class Kind {
  kPartyCommitteeAboveGrassroots = 1,
  kGrassrootsPartyOrganisation = 2,
  kSectionPartyOrganisation = 3,
  kGrassrootsCell = 4,
  kSubordinateCell = 5,
  kCommitteeOrgan = 6,
  kDepartment = 7,
  kDivision = 8,
  kSubDepartment = 9,
  kServiceUnit = 10,
  kFund = 11,
};

// The side a kind belongs to.
Side SideOf(Kind kind);

struct Unit {
  std::string name;  // units/{unit}
  std::string display_name;
  std::string short_name;
  std::string code;
  Side side = Side::kParty;
  Kind kind = Kind::kGrassrootsCell;
  std::string parent;  // of the same side; empty at the top
  std::string led_by;  // government side: the Party organisation that leads it
  std::string head_title;
  Day effective_from;
  std::optional<Day> effective_to;  // first day no longer in force
  std::vector<std::string> successors;
  resource::Document legal_basis;
  resource::Stamp stamp;

  // In force on [effective_from, effective_to).
  bool InForce(Day day) const {
    return effective_from <= day && (!effective_to || day < *effective_to);
  }
  bool operator==(const Unit&) const = default;
};

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_DOMAIN_UNIT_H_
