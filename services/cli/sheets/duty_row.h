// One row of a table of duties (nhiệm vụ giao đồng loạt) as values.
#ifndef TIENDO_SERVICES_CLI_SHEETS_DUTY_ROW_H_
#define TIENDO_SERVICES_CLI_SHEETS_DUTY_ROW_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/cli/sheets/item_row.h"
#include "services/cli/sheets/words.h"

namespace tiendo::sheets {

// Values as in tiendo.programs.v1.Duty.Cadence.
enum class Cadence { kOnce = 1, kMonthly, kQuarterly, kYearly };
inline constexpr Words<Cadence, 4> kCadences = {{
    {Cadence::kOnce, "một lần", "mot lan|once"},
    {Cadence::kMonthly, "hằng tháng", "hang thang|thang|monthly"},
    {Cadence::kQuarterly, "hằng quý", "hang quy|quy|quarterly"},
    {Cadence::kYearly, "hằng năm", "hang nam|nam|yearly"},
}};

// Values as in tiendo.programs.v1.Duty.DeadlineRule.Shift.
enum class Shift { kStays = 0, kBefore = 1, kAfter = 2 };
inline constexpr Words<Shift, 3> kShifts = {{
    {Shift::kStays, "giữ nguyên", "stays"},
    {Shift::kBefore, "ngày làm việc trước", "truoc|before"},
    {Shift::kAfter, "ngày làm việc sau", "sau|after"},
}};

// By the names of tiendo.units.v1.Unit.Side without prefix.
inline constexpr Words<std::string_view, 2> kSides = {{
    {"PARTY", "Đảng", "ben dang|party"},
    {"GOVERNMENT", "chính quyền", "ben chinh quyen|government"},
}};

// "y-kien: Báo cáo", "THIEU_HO_SO: Thiếu hồ sơ": a short name and what it stands for.
struct Named {
  std::string id;
  std::string title;
  bool operator==(const Named&) const = default;
};

// "Trường A: 120", "Trường A: 2 bộ", "Trường A: 2 bộ, 120".
struct UnitDemand {
  std::string unit;
  int sets = 0;
  int64_t goal = 0;
  bool operator==(const UnitDemand&) const = default;
};

struct DutyRow {
  int row = 0;
  std::string program;  // the id behind programs/
  std::string id;
  int ordinal = 0;
  std::string title;
  std::vector<std::string> tags;
  std::vector<Document> legal_basis;
  std::optional<Cadence> cadence;
  std::optional<Day> fixed_deadline;
  int deadline_day = 0;     // of the month
  int deadline_months = 0;  // after the last of the period
  Shift shift = Shift::kStays;
  std::vector<std::string> assignees;   // ids or names of units
  std::string side;                     // of kSides
  std::vector<std::string> unit_kinds;  // of kUnitKinds
  std::string below;                    // id or name of a unit
  int sets = 0;
  int64_t goal = 0;
  std::string goal_unit;
  std::vector<Named> dossier;
  std::vector<UnitDemand> unit_demands;
  std::vector<Named> return_reasons;
  std::optional<Day> approval_date;  // day of issue
  Document approval_document;
  bool operator==(const DutyRow&) const = default;
};

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_DUTY_ROW_H_
