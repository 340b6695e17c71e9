#include "services/supervision/domain/requirement.h"

namespace tiendo::supervision {

const std::vector<std::string>& PartyKinds() {
  static const std::vector<std::string> kinds = {
      "PARTY_COMMITTEE_ABOVE_GRASSROOTS",
      "GRASSROOTS_PARTY_ORGANISATION",
      "SECTION_PARTY_ORGANISATION",
      "GRASSROOTS_CELL",
      "SUBORDINATE_CELL",
      "COMMITTEE_ORGAN",
  };
  return kinds;
}

}  // namespace tiendo::supervision
