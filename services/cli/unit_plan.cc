// Plans of tables of units (sheet_plan.h).
#include <algorithm>
#include <map>
#include <set>

#include "common/base/status_macros.h"
#include "services/cli/plan_builder.h"
#include "services/cli/sheets/words.h"
#include "services/cli/unit_diff.h"
#include "services/cli/unit_list.h"
#include "services/cli/unit_names.h"

namespace tiendo::cli {
namespace {

using sheets::Column;
using sheets::UnitRow;
using units::v1::Unit;

constexpr char kUnitService[] = "tiendo.units.v1.UnitService";

class Planner {
 public:
  Planner(Caller& caller, const std::string& file, const sheets::UnitTable& table)
      : caller_(caller),
        names_(caller),
        table_(table),
        builder_(file, kUnitService, "BatchCreateUnits") {}

  absl::StatusOr<SheetPlan> Make() {
    TIENDO_ASSIGN_OR_RETURN(const std::vector<Unit> units, UnitsOn(caller_, std::nullopt, nullptr));
    for (const Unit& unit : units) known_.emplace(unit.name(), unit);
    for (const UnitRow& row : table_.rows) {
      by_id_.emplace(row.id, &row);
      by_name_[sheets::FoldedText(row.name)].push_back(&row);
    }
    TIENDO_ASSIGN_OR_RETURN(const std::vector<UnitRow> rows, ResolveAll());
    for (const UnitRow* row : SuperiorsFirst(rows)) TIENDO_RETURN_IF_ERROR(PlanRow(*row));
    const auto named = std::count_if(known_.begin(), known_.end(), [&](const auto& unit) {
      return by_id_.contains(unit.first.substr(unit.first.find('/') + 1));
    });
    return builder_.Take(static_cast<int>(known_.size()) - static_cast<int>(named));
  }

 private:
  // Superior and leader as "units/x": of the same table, by id or by a name that only one row has;
  // else of those that are recorded.
  absl::Status Resolve(const UnitRow& row, Column column, std::string& text) {
    if (text.empty()) return absl::OkStatus();
    const std::string id = text.starts_with("units/") ? text.substr(text.find('/') + 1) : text;
    if (by_id_.contains(id)) {
      text = "units/" + id;
      return absl::OkStatus();
    }
    auto named = by_name_.find(sheets::FoldedText(text));
    if (named != by_name_.end() && named->second.size() == 1) {
      text = "units/" + named->second.front()->id;
      return absl::OkStatus();
    }
    TIENDO_ASSIGN_OR_RETURN(const UnitNames::Meaning meaning,
                            names_.MeaningOf(text, row.effective_from));
    if (!meaning.fault.empty()) {
      builder_.AddProblem({row.row, PlaceOf(table_.header, column), text, meaning.fault});
      faulty_.insert(row.row);
    }
    text = meaning.unit;
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<UnitRow>> ResolveAll() {
    std::vector<UnitRow> rows = table_.rows;
    for (UnitRow& row : rows) {
      TIENDO_RETURN_IF_ERROR(Resolve(row, Column::kSuperior, row.superior));
      TIENDO_RETURN_IF_ERROR(Resolve(row, Column::kLedBy, row.led_by));
    }
    return rows;
  }

  struct Visit {
    const UnitRow* row;
    int looked;  // for how many of superior and leader
  };

  // Whatever the order of the rows, and as it is where units stand below each other in a circle,
  // which the service refuses. A chain may be as long as the table: no recursion.
  static std::vector<const UnitRow*> SuperiorsFirst(const std::vector<UnitRow>& rows) {
    std::map<std::string, const UnitRow*> by_unit;
    for (const UnitRow& row : rows) by_unit.emplace("units/" + row.id, &row);
    std::vector<const UnitRow*> order;
    std::set<const UnitRow*> seen;
    std::vector<Visit> path;  // each row stands below the next
    const auto visit = [&](const UnitRow* row) {
      if (seen.insert(row).second) path.push_back(Visit{row, 0});
    };
    for (const UnitRow& first : rows) {
      visit(&first);
      while (!path.empty()) {
        Visit& last = path.back();
        if (last.looked == 2) {
          order.push_back(last.row);
          path.pop_back();
          continue;
        }
        const std::string& above = last.looked++ == 0 ? last.row->superior : last.row->led_by;
        const auto found = by_unit.find(above);
        if (found != by_unit.end()) visit(found->second);  // moves `last`
      }
    }
    return order;
  }

  absl::Status PlanRow(const UnitRow& row) {
    const std::string name = "units/" + row.id;
    auto known = known_.find(name);
    if (known == known_.end()) {
      units::v1::GetUnitRequest get;
      get.set_name(name);
      Unit unit;
      const absl::Status status =
          caller_.CallByName(std::string(kUnitService) + "/GetUnit", get, unit);
      if (status.ok()) {
        builder_.AddProblem(
            {row.row, PlaceOf(table_.header, Column::kId), row.id,
             "đơn vị này có trong hệ thống nhưng hôm nay không có hiệu lực (đã kết"
             " thúc hoặc chưa thành lập): bỏ dòng này, đơn vị mới thì ghi mã khác"});
        return absl::OkStatus();
      }
      if (!absl::IsNotFound(status)) return status;
    }
    const Unit* now = known == known_.end() ? nullptr : &known->second;
    RowOutcome outcome = CompareRow(row, table_.header, now);
    if (faulty_.contains(row.row) && outcome.problems.empty()) return absl::OkStatus();
    builder_.Add({.row = row.row,
                  .parent = "",
                  .name = name,
                  .title = row.name,
                  .revision = now == nullptr ? 0 : now->revision()},
                 std::move(outcome));
    return absl::OkStatus();
  }

  Caller& caller_;
  UnitNames names_;
  const sheets::UnitTable& table_;
  PlanBuilder builder_;
  std::map<std::string, Unit> known_;  // in force today, by name
  std::map<std::string, const UnitRow*> by_id_;
  std::map<std::string, std::vector<const UnitRow*>> by_name_;  // folded
  std::set<int> faulty_;                                        // rows that name no unit
};

}  // namespace

absl::StatusOr<SheetPlan> PlanUnits(Caller& caller, const std::string& file,
                                    const sheets::UnitTable& table) {
  return Planner(caller, file, table).Make();
}

}  // namespace tiendo::cli
