#include "services/units/storage/sql_store.h"

#include <utility>

#include "common/ledger/sql_repository.h"

namespace tiendo::units {
namespace {

const char* Name(Side side) { return side == Side::kParty ? "PARTY" : "GOVERNMENT"; }

// As filters spell them: the enum values of units.proto without prefix.
const char* Name(Kind kind) {
  switch (kind) {
    case Kind::kPartyCommitteeAboveGrassroots:
      return "PARTY_COMMITTEE_ABOVE_GRASSROOTS";
    case Kind::kGrassrootsPartyOrganisation:
      return "GRASSROOTS_PARTY_ORGANISATION";
    case Kind::kSectionPartyOrganisation:
      return "SECTION_PARTY_ORGANISATION";
    case Kind::kGrassrootsCell:
      return "GRASSROOTS_CELL";
    case Kind::kSubordinateCell:
      return "SUBORDINATE_CELL";
    case Kind::kCommitteeOrgan:
      return "COMMITTEE_ORGAN";
    case Kind::kDepartment:
      return "DEPARTMENT";
    case Kind::kDivision:
      return "DIVISION";
    case Kind::kSubDepartment:
      return "SUB_DEPARTMENT";
    case Kind::kServiceUnit:
      return "SERVICE_UNIT";
    case Kind::kFund:
      return "FUND";
  }
  return "";
}

std::vector<db::Param> Columns(const Unit& u) {
  return {Name(u.side), Name(u.kind), u.parent,
          u.led_by,     u.code,       u.effective_to ? "ENDED" : "ACTIVE"};
}

}  // namespace

ledger::Schema StorageSchema() {
  return {"tiendo.units.v1.UnitService",
          {{"units", "units", "units/*", {"side", "kind", "parent", "led_by", "code", "state"}}}};
}

SqlStore::SqlStore(std::unique_ptr<resource::Codec<Unit>> codec)
    : codec_(std::move(codec)), schema_(StorageSchema()) {}

std::unique_ptr<UnitRepository> SqlStore::Units(ledger::Transaction& tx) const {
  return std::make_unique<ledger::SqlRepository<Unit>>(tx, schema_.collections[0], *codec_,
                                                       &Columns);
}

}  // namespace tiendo::units
