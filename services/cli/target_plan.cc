// Plans of tables of targets (sheet_plan.h).
#include <algorithm>
#include <cstdint>

#include "services/cli/program_plan.h"
#include "services/cli/target_diff.h"
#include "services/cli/target_record.h"

namespace tiendo::cli {
namespace {

struct Targets {
  using Row = sheets::TargetRow;
  using Resource = programs::v1::Target;
  using Recorded = TargetHistory;
  static constexpr char kBatch[] = "BatchCreateTargets";
  static constexpr char kCollection[] = "targets";

  static absl::StatusOr<std::vector<Resource>> List(Caller& caller, const std::string& program) {
    return ListTargets(caller, program, nullptr);
  }

  static absl::StatusOr<std::unique_ptr<Recorded>> Read(Caller& caller, const Row&,
                                                        const Resource& listed) {
    TIENDO_ASSIGN_OR_RETURN(TargetHistory history, HistoryOf(caller, listed, nullptr));
    return std::make_unique<TargetHistory>(std::move(history));
  }

  static RowOutcome Compare(const Row& row, const sheets::Header& header, const Recorded* recorded,
                            bool approved) {
    return CompareRow(row, header, recorded, approved);
  }

  static std::string Title(const Row& row, const Recorded&) { return row.title; }

  // A report that is corrected or taken back does not change its target.
  static int64_t Revision(const Recorded& recorded) {
    int64_t newest = recorded.target.revision();
    for (const auto& event : recorded.events) newest = std::max(newest, event.revision());
    for (const auto& report : recorded.reports) newest = std::max(newest, report.revision());
    return newest;
  }

  static std::vector<UnitCell> Units(Row& row) {
    std::vector<UnitCell> units;
    for (std::string& unit : row.leads) units.push_back({sheets::Column::kLeads, &unit});
    for (std::string& unit : row.coordinators) {
      units.push_back({sheets::Column::kCoordinators, &unit});
    }
    for (sheets::ReportedValue& report : row.reports) {
      units.push_back({sheets::Column::kReports, &report.unit, /*distinct=*/false});
    }
    return units;
  }

  static void Resolve(const std::map<std::string, std::string>&, Row&) {}
};

}  // namespace

absl::StatusOr<SheetPlan> PlanTargets(Caller& caller, const std::string& file,
                                      const sheets::TargetTable& table) {
  return ProgramPlanner<Targets>(caller, file, table).Make();
}

}  // namespace tiendo::cli
