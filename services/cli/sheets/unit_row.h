// One row of a table of units (đơn vị) as values.
#ifndef TIENDO_SERVICES_CLI_SHEETS_UNIT_ROW_H_
#define TIENDO_SERVICES_CLI_SHEETS_UNIT_ROW_H_

#include <optional>
#include <string>
#include <string_view>

#include "services/cli/sheets/item_row.h"
#include "services/cli/sheets/words.h"

namespace tiendo::sheets {

// Kinds by the names of tiendo.units.v1.Unit.Kind without prefix, those of the Party first.
inline constexpr Words<std::string_view, 11> kUnitKinds = {{
    {"PARTY_COMMITTEE_ABOVE_GRASSROOTS", "đảng bộ cấp trên cơ sở",
     "party committee above grassroots|dang bo cap tren truc tiep cua to chuc co so dang"},
    {"GRASSROOTS_PARTY_ORGANISATION", "đảng bộ cơ sở", "grassroots party organisation"},
    {"SECTION_PARTY_ORGANISATION", "đảng bộ bộ phận", "section party organisation"},
    {"GRASSROOTS_CELL", "chi bộ cơ sở", "grassroots cell"},
    {"SUBORDINATE_CELL", "chi bộ trực thuộc", "subordinate cell"},
    {"COMMITTEE_ORGAN", "cơ quan của cấp ủy", "committee organ"},
    {"DEPARTMENT", "sở", "department"},
    {"DIVISION", "phòng", "division"},
    {"SUB_DEPARTMENT", "chi cục", "sub department"},
    {"SERVICE_UNIT", "đơn vị sự nghiệp", "service unit"},
    {"FUND", "quỹ", "fund"},
}};

struct UnitRow {
  int row = 0;
  std::string id;
  std::string name;
  std::string short_name;
  std::string code;
  std::string kind;      // of kUnitKinds
  std::string superior;  // id or name of a unit, also of one of the same table
  std::string led_by;    // the same
  std::string head_title;
  std::optional<Day> effective_from;
  Document founding;
  bool operator==(const UnitRow&) const = default;
};

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_UNIT_ROW_H_
