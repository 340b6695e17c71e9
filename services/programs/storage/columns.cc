#include "services/programs/storage/columns.h"

#include "common/base/status_macros.h"
#include "services/programs/domain/states.h"

namespace tiendo::programs {
namespace {

// As filters spell them: the enum values of the protos without prefix.
const char* Name(TagKind kind) {
  switch (kind) {
    case TagKind::kWorkArea:
      return "WORK_AREA";
    case TagKind::kTheme:
      return "THEME";
    case TagKind::kResolution:
      return "RESOLUTION";
  }
  return "";
}

const char* Name(PeriodKind kind) {
  switch (kind) {
    case PeriodKind::kMonth:
      return "MONTH";
    case PeriodKind::kQuarter:
      return "QUARTER";
    case PeriodKind::kHalfYear:
      return "HALF_YEAR";
    case PeriodKind::kNineMonths:
      return "NINE_MONTHS";
    case PeriodKind::kYear:
      return "YEAR";
    case PeriodKind::kTerm:
      return "TERM";
  }
  return "";
}

}  // namespace

std::string DateKey(const std::optional<Day>& day) {
  return day ? calendar::FormatIso(*day) : kNoDate;
}

std::vector<db::Param> CategoryColumns(const Category& c) {
  return {programs::Name(c.kind), c.retired ? 1 : 0, c.order};
}

std::vector<db::Param> TagColumns(const Tag& t) {
  return {Name(t.kind), t.retired ? 1 : 0, t.order};
}

std::vector<db::Param> PeriodColumns(const Period& p) {
  return {Name(p.kind), calendar::FormatIso(p.start), calendar::FormatIso(p.end),
          calendar::FormatIso(p.cut_off), p.retired ? 1 : 0};
}

std::vector<db::Param> ProgramColumns(const Program& p) {
  return {p.category, p.owner, programs::Name(p.state)};
}

std::vector<ledger::Key> ProgramKeys(const Program& program) {
  std::vector<ledger::Key> keys;
  for (int32_t year : program.years) keys.push_back({"year", std::to_string(year)});
  return keys;
}

std::vector<ledger::Key> ItemKeys(const Item& item) {
  std::vector<ledger::Key> keys;
  for (const Lead& lead : item.leads) keys.push_back({"lead", lead.unit});
  for (const std::string& unit : item.coordinators) keys.push_back({"coordinator", unit});
  for (const std::string& tag : item.tags) keys.push_back({"tag", tag});
  return keys;
}

absl::Status ItemPlaces::Append(const Item& item, std::vector<db::Param>& columns) {
  const std::string program = ProgramOf(item.name);
  auto it = programs_.find(program);
  if (it == programs_.end()) {
    TIENDO_ASSIGN_OR_RETURN(
        auto row, (connection_.QueryRow<std::string, std::string>(
                      "SELECT category, owner FROM programs WHERE name = :n AND to_revision ="
                      " 9223372036854775807",
                      {program})));
    Place place;
    if (row) place = {std::get<0>(*row), std::get<1>(*row)};
    it = programs_.emplace(program, std::move(place)).first;
  }
  columns.insert(columns.end(), {program, it->second.category, it->second.owner,
                                 DateKey(item.baseline_due_date), item.ordinal});
  return absl::OkStatus();
}

}  // namespace tiendo::programs
