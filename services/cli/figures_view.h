// Figures as tables and sentences, the same in every command that shows them.
#ifndef TIENDO_SERVICES_CLI_FIGURES_VIEW_H_
#define TIENDO_SERVICES_CLI_FIGURES_VIEW_H_

#include <string>
#include <string_view>

#include "services/cli/table.h"
#include "tiendo/status/v1/status.pb.h"

namespace tiendo::cli {

// "Đã thực hiện/đến hạn/kế hoạch" and what explains it; the first column is headed `first`.
Table FiguresTable(std::string first);
// Adds a row; with `integrity_error_id` the row says so instead of
// counts.
void AddFiguresRow(Table& table, std::string first, const status::v1::CategoryFigures& figures);

// Vietnamese name of a column: "đến hạn".
std::string_view ColumnName(status::v1::Column column);

// "Số liệu đến ngày 30/06/2022 · năm 2022 · thời hạn hiện hành", and what else was asked for.
std::string HeadLine(const status::v1::Status& status);
// "units 120 · programs 310 · supervision 88 · tính lúc 30/06/2022 10:00:00", and what is stale or
// cannot be reached.
std::string FreshnessLine(const status::v1::Freshness& freshness);

// Dossiers of concluded engagements: of those planned, which are complete, and the documents there.
struct DossierCounts {
  int complete = 0;
  int incomplete = 0;
  int present = 0;
  int required = 0;
  int unplanned_incomplete = 0;
};
// One line, indented; "" when there is nothing to tell.
std::string DossierLine(const DossierCounts& counts);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_FIGURES_VIEW_H_
