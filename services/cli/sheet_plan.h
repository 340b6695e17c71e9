// What an import of a table would send: the rows resolved against units and programmes, compared
// with what is recorded, and turned into the requests that the importer sends.
#ifndef TIENDO_SERVICES_CLI_SHEET_PLAN_H_
#define TIENDO_SERVICES_CLI_SHEET_PLAN_H_

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/caller.h"
#include "services/cli/import_file.h"
#include "services/cli/importer.h"
#include "services/cli/row_outcome.h"
#include "services/cli/sheets/duty_rows.h"
#include "services/cli/sheets/item_rows.h"
#include "services/cli/sheets/target_rows.h"
#include "services/cli/sheets/unit_rows.h"

namespace tiendo::cli {

using AnyTable =
    std::variant<sheets::ItemTable, sheets::TargetTable, sheets::DutyTable, sheets::UnitTable>;

struct SheetChange {
  int row = 0;
  std::string name;   // of the resource
  std::string title;  // of a secret item "(nội dung mật)"
  std::vector<FieldChange> fields;
};

struct SheetPlan {
  // In the order of sending: by kind of step, creations in batches where the service has them.
  // ImportRequest::number counts from 1 through the plan.
  std::vector<ImportRequest> requests;
  // Of each request the rows it comes from: one, of a batch one for each creation.
  std::vector<std::vector<int>> rows;
  std::vector<SheetChange> changes;  // of what exists
  std::vector<sheets::Problem> problems;
  std::map<RowStep::Kind, int> counts;  // resources by kind of step
  int unchanged = 0;                    // rows that are as the table says
  int not_in_sheet = 0;                 // resources of its programmes that no row names
};

// `file`: the name under which the requests are known; the same rows of the same file give the same
// request ids as long as what they are about has not changed. Errors are those of calls.
absl::StatusOr<SheetPlan> PlanSheet(Caller& caller, const std::string& file, const AnyTable& table);

// One per kind; each in a file of its own.
absl::StatusOr<SheetPlan> PlanItems(Caller& caller, const std::string& file,
                                    const sheets::ItemTable& table);
absl::StatusOr<SheetPlan> PlanTargets(Caller& caller, const std::string& file,
                                      const sheets::TargetTable& table);
absl::StatusOr<SheetPlan> PlanDuties(Caller& caller, const std::string& file,
                                     const sheets::DutyTable& table);
absl::StatusOr<SheetPlan> PlanUnits(Caller& caller, const std::string& file,
                                    const sheets::UnitTable& table);

// The problems that a rehearsal found, at their rows and columns.
std::vector<sheets::Problem> ProblemsOf(const ImportSummary& summary, const SheetPlan& plan,
                                        const sheets::Header& header);

// "dòng 7", "dòng 7–21": the rows of the request that a note is about.
std::string RowsOf(const SheetPlan& plan, int number);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_SHEET_PLAN_H_
