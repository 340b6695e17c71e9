// Plans of tables of duties (sheet_plan.h).
#include "services/cli/duty_diff.h"
#include "services/cli/duty_list.h"
#include "services/cli/program_plan.h"

namespace tiendo::cli {
namespace {

struct Duties {
  using Row = sheets::DutyRow;
  using Resource = programs::v1::Duty;
  using Recorded = programs::v1::Duty;
  static constexpr char kBatch[] = "";
  static constexpr char kCollection[] = "duties";

  static absl::StatusOr<std::vector<Resource>> List(Caller& caller, const std::string& program) {
    return ListDuties(caller, program, nullptr);
  }

  static absl::StatusOr<std::unique_ptr<Recorded>> Read(Caller&, const Row&,
                                                        const Resource& listed) {
    return std::make_unique<Recorded>(listed);
  }

  static RowOutcome Compare(const Row& row, const sheets::Header& header, const Recorded* recorded,
                            bool approved) {
    return CompareRow(row, header, recorded, approved);
  }

  static std::string Title(const Row& row, const Recorded&) { return row.title; }

  static int64_t Revision(const Recorded& recorded) { return recorded.revision(); }

  static std::vector<UnitCell> Units(Row& row) {
    std::vector<UnitCell> units;
    for (std::string& unit : row.assignees) units.push_back({sheets::Column::kAssignees, &unit});
    units.push_back({sheets::Column::kBelow, &row.below});
    for (sheets::UnitDemand& demand : row.unit_demands) {
      units.push_back({sheets::Column::kUnitDemands, &demand.unit});
    }
    return units;
  }

  static void Resolve(const std::map<std::string, std::string>&, Row&) {}
};

}  // namespace

absl::StatusOr<SheetPlan> PlanDuties(Caller& caller, const std::string& file,
                                     const sheets::DutyTable& table) {
  return ProgramPlanner<Duties>(caller, file, table).Make();
}

}  // namespace tiendo::cli
