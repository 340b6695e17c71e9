#include "services/cli/sheet_plan.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>
#include <utility>

#include "common/errors/error.h"
#include "services/cli/call_error.h"
#include "services/cli/row_columns.h"

namespace tiendo::cli {
namespace {

using sheets::Column;

// Names of the resources that the plan creates.
std::set<std::string> CreatedBy(const SheetPlan& plan) {
  std::set<std::string> names;
  for (const ImportRequest& request : plan.requests) {
    for (const Creation& creation : CreationsOf(request.method, *request.message)) {
      names.insert(creation.name);
    }
  }
  return names;
}

// "requests[3].item.title" -> 3 and "item.title".
std::pair<size_t, std::string> ElementOf(const std::string& field) {
  constexpr std::string_view kPrefix = "requests[";
  const size_t end = field.find("].");
  if (field.compare(0, kPrefix.size(), kPrefix) != 0 || end == std::string::npos) {
    return {0, field};
  }
  size_t index = 0;
  for (size_t i = kPrefix.size(); i < end; ++i) {
    if (std::isdigit(static_cast<unsigned char>(field[i])) == 0) return {0, field};
    index = index * 10 + static_cast<size_t>(field[i] - '0');
  }
  return {index, field.substr(end + 2)};
}

}  // namespace

absl::StatusOr<SheetPlan> PlanSheet(Caller& caller, const std::string& file,
                                    const AnyTable& table) {
  if (const auto* items = std::get_if<sheets::ItemTable>(&table)) {
    return PlanItems(caller, file, *items);
  }
  if (const auto* targets = std::get_if<sheets::TargetTable>(&table)) {
    return PlanTargets(caller, file, *targets);
  }
  if (const auto* duties = std::get_if<sheets::DutyTable>(&table)) {
    return PlanDuties(caller, file, *duties);
  }
  return PlanUnits(caller, file, std::get<sheets::UnitTable>(table));
}

std::vector<sheets::Problem> ProblemsOf(const ImportSummary& summary, const SheetPlan& plan,
                                        const sheets::Header& header) {
  std::vector<sheets::Problem> problems;
  const std::set<std::string> created = CreatedBy(plan);
  for (const ImportSummary::Note& note : summary.notes) {
    if (note.kind == ImportSummary::Kind::kNotCheckable) continue;
    const auto index = static_cast<size_t>(note.number - 1);
    // The batch that would make it was refused for another row: nothing is wrong with this one.
    if (absl::IsNotFound(note.status) &&
        created.contains(StringField(*plan.requests[index].message, "name"))) {
      continue;
    }
    const std::vector<int>& rows = plan.rows[index];
    const std::string& method = plan.requests[index].method.descriptor->name();
    const errors::Details details = errors::GetDetails(note.status).value_or(errors::Details());
    for (const errors::FieldViolation& violation : details.violations) {
      const auto [element, field] = ElementOf(violation.field);
      const std::optional<Column> column = ColumnOf(header.kind, method, field);
      problems.push_back({rows[std::min(element, rows.size() - 1)],
                          column ? PlaceOf(header, *column) : field, "", violation.description});
    }
    if (details.violations.empty()) problems.push_back({rows[0], "", "", note.text});
  }
  return problems;
}

std::string RowsOf(const SheetPlan& plan, int number) {
  const std::vector<int>& rows = plan.rows[static_cast<size_t>(number - 1)];
  std::string text = "dòng " + std::to_string(rows.front());
  if (rows.size() > 1) text += "–" + std::to_string(rows.back());
  return text;
}

}  // namespace tiendo::cli
