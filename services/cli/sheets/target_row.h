// One row of a table of targets (chỉ tiêu) as values.
#ifndef TIENDO_SERVICES_CLI_SHEETS_TARGET_ROW_H_
#define TIENDO_SERVICES_CLI_SHEETS_TARGET_ROW_H_

#include <optional>
#include <string>
#include <vector>

#include "common/decimal/decimal.h"
#include "services/cli/sheets/item_row.h"
#include "services/cli/sheets/period_text.h"
#include "services/cli/sheets/words.h"

namespace tiendo::sheets {

using decimal::Decimal;

// What must hold; values as in tiendo.programs.v1.Target.Direction.
enum class Direction { kAtLeast = 1, kMoreThan, kAtMost, kLessThan, kIncreaseBy, kDecreaseBy };
inline constexpr Words<Direction, 6> kDirections = {{
    {Direction::kAtLeast, "ít nhất", "at least|toi thieu|khong thap hon"},
    {Direction::kMoreThan, "trên", "more than"},
    {Direction::kAtMost, "không quá", "at most|toi da|khong vuot qua"},
    {Direction::kLessThan, "dưới", "less than"},
    {Direction::kIncreaseBy, "tăng", "tang them|increase by"},
    {Direction::kDecreaseBy, "giảm", "decrease by"},
}};

// In cells a line each: "quý I: 75000". In the order of the periods' ends.
struct PlannedValue {
  Period period;
  Decimal value;
  bool operator==(const PlannedValue&) const = default;
};

// "tháng 4: 108503", of what came on top in the period "tháng 4: +12000"; with what else is known,
// in this order: "tháng 4: 108503 đến 28/04/2022 báo cáo 06/05/2022 của Phòng A". Its document has
// the same key in a cell of its own: "tháng 4: MẪU-31/BC", "tháng 4 (+) của Phòng A: MẪU-32/BC".
struct ReportedValue {
  Period period;
  Decimal value;
  bool increment = false;
  std::optional<Day> as_of = {};     // absent: the last day of the period
  std::optional<Day> reported = {};  // absent: the day on which it is entered
  std::string unit = {};             // that reported; id or name
  Document document = {};
  bool operator==(const ReportedValue&) const = default;
};

// What changed the target since it was assigned; empty when nothing did.
struct Adjustment {
  std::optional<Day> date;
  Document document;
  std::string reason;
  bool empty() const { return !date && document.empty() && reason.empty(); }
  bool operator==(const Adjustment&) const = default;
};

struct TargetRow {
  int row = 0;
  std::string program;  // the id behind programs/
  std::string id;
  int ordinal = 0;
  std::string title;
  std::vector<std::string> leads;         // ids or names of units
  std::vector<std::string> coordinators;  // the same
  std::string assigning_organ;
  std::vector<std::string> tags;
  std::string measure;
  std::optional<Direction> direction;
  int year = 0;  // 0: the programme's only one
  std::optional<Decimal> base_value;
  std::optional<Decimal> original_year_value;  // where an adjustment changed it
  std::optional<Decimal> year_value;           // in force
  std::vector<PlannedValue> original_plan;     // where an adjustment changed it
  std::vector<PlannedValue> plan;              // in force
  std::optional<Period> measured_from;
  std::optional<Day> approval_date;
  Document approval_document;
  Adjustment adjustment;
  std::vector<ReportedValue> reports;
  Withdrawal withdrawal;
  bool operator==(const TargetRow&) const = default;
};

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_TARGET_ROW_H_
