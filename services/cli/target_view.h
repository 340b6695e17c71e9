// Targets as tables and sentences, the same in every command that shows them.
#ifndef TIENDO_SERVICES_CLI_TARGET_VIEW_H_
#define TIENDO_SERVICES_CLI_TARGET_VIEW_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/cli/context.h"
#include "services/cli/sheets/period_text.h"
#include "services/cli/table.h"
#include "tiendo/programs/v1/targets.pb.h"
#include "tiendo/status/v1/status.pb.h"

namespace tiendo::cli {

programs::v1::TargetPeriod ToProto(const sheets::Period& period);
// Of a period that is set.
sheets::Period FromProto(const programs::v1::TargetPeriod& period);
// "tháng 4", "quý I", "6 tháng", "cả năm".
std::string PeriodText(const programs::v1::TargetPeriod& period);
// A period of a flag: month-4, quarter-1, 6-months, 9-months, year; or thang-4, quy-1, 6-thang,
// 9-thang, ca-nam. The error names the flag.
absl::StatusOr<programs::v1::TargetPeriod> ParsePeriod(std::string_view flag,
                                                       const std::string& text);

// What must hold of the year: "ít nhất 300.000 lượt".
std::string RequirementText(const programs::v1::Target& target);

// One row per target: what is asked, what was measured, the shares, the state.
Table TargetsTable(std::string first);
void AddTargetRow(Table& table, std::string first, const status::v1::TargetStatus& row);

// Counts by state and the sentences of all categories, with `full` also their targets. Nothing when
// there are none.
void PrintTargets(Context& context, const status::v1::Status& status, bool full);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_TARGET_VIEW_H_
