#include "services/programs/api/requests.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "common/api/fields.h"
#include "common/api/read.h"
#include "common/errors/error.h"
#include "services/programs/api/units_and_tags.h"
#include "services/programs/domain/states.h"

namespace tiendo::programs {
namespace {

using api::Presence;
using errors::Violations;

constexpr size_t kMaxYears = 10;
constexpr int32_t kFirstProgramYear = 2000;
constexpr int32_t kLastProgramYear = 2100;

void ParseYears(const v1::Program& message, Program& program, Violations& violations) {
  if (message.years().empty() || static_cast<size_t>(message.years_size()) > kMaxYears) {
    violations.Add("program.years", "give 1 to 10 years");
  }
  std::set<int32_t> seen;
  for (int i = 0; i < message.years_size(); ++i) {
    const int32_t year = message.years(i);
    const std::string path = errors::At("program.years", i);
    if (year < kFirstProgramYear || year > kLastProgramYear) {
      violations.Add(path, std::to_string(year) + " is not in 2000 to 2100");
    } else if (!seen.insert(year).second) {
      violations.Add(path, std::to_string(year) + " appears twice");
    }
    program.years.push_back(year);
  }
}

std::vector<std::string> ItemStateNames() {
  std::vector<std::string> out;
  for (ItemState state : AllItemStates()) out.emplace_back(Name(state));
  return out;
}

}  // namespace

const std::vector<feed::ListField>& ProgramFields() {
  using paging::FieldType;
  static const std::vector<feed::ListField> fields = {
      {{"category", FieldType::kString, {}}, "category"},
      {{"owner", FieldType::kString, {}}, "owner"},
      {{"state", FieldType::kEnum, {"DRAFT", "APPROVED", "CLOSED"}}, "state"},
      {{"years", FieldType::kNumber, {}, true}, "year"},
  };
  return fields;
}

const std::vector<feed::ListField>& ItemFields() {
  using paging::FieldType;
  namespace uses = feed::uses;
  constexpr unsigned kAll = uses::kFilter | uses::kOrder | uses::kWatch;
  constexpr unsigned kPlain = uses::kFilter | uses::kWatch;
  constexpr char kNoDate[] = "~";  // as storage has it
  static const std::vector<feed::ListField> fields = {
      {{"state", FieldType::kEnum, ItemStateNames()}, "state"},
      {{"due_date", FieldType::kDate}, "due_date", kAll, kNoDate},
      {{"baseline_due_date", FieldType::kDate}, "baseline_due_date", kPlain, kNoDate},
      {{"secret", FieldType::kBool}, "secret"},
      {{"ordinal", FieldType::kNumber}, "ordinal", kAll},
      {{"leads.unit", FieldType::kString, {}, true}, "lead"},
      {{"coordinators", FieldType::kString, {}, true}, "coordinator"},
      {{"tags", FieldType::kString, {}, true}, "tag"},
      {{"program.category", FieldType::kString}, "category", uses::kFilter},
      {{"program.owner", FieldType::kString}, "owner", uses::kFilter},
      // Revisions rise with the time of their commit.
      {{"update_time", FieldType::kNumber}, "from_revision", uses::kOrder},
  };
  return fields;
}

absl::Status ValidateListItems(const v1::ListItemsRequest& request) {
  Violations violations;
  if (request.parent() != kAllPrograms) {
    api::CheckName("parent", request.parent(), kProgramPattern, Presence::kRequired, violations);
  }
  api::Time("read_time", request.has_read_time(), request.read_time(), violations);
  return violations.ToStatus();
}

absl::Status ValidateListItemEvents(const v1::ListItemEventsRequest& request) {
  Violations violations;
  api::CheckName("parent", request.parent(), kItemPattern, Presence::kRequired, violations);
  api::Time("read_time", request.has_read_time(), request.read_time(), violations);
  return violations.ToStatus();
}

absl::StatusOr<Program> ParseCreateProgram(const v1::CreateProgramRequest& request) {
  Violations violations;
  Program program;
  api::CheckId("program_id", request.program_id(), violations);
  program.name = "programs/" + request.program_id();
  const v1::Program& message = request.program();
  if (!request.has_program()) {
    violations.Add("program", "is required");
  } else {
    program.title =
        api::Text("program.title", message.title(), Presence::kRequired, 512, violations);
    ParseYears(message, program, violations);
    api::CheckName("program.category", message.category(), kCategoryPattern, Presence::kRequired,
                   violations);
    program.category = message.category();
    api::CheckName("program.owner", message.owner(), kUnitPattern, Presence::kRequired, violations);
    program.owner = message.owner();
    for (int i = 0; i < message.basis_size(); ++i) {
      program.basis.push_back(api::Document(errors::At("program.basis", i), message.basis(i),
                                            Presence::kRequired, violations));
    }
  }
  api::CheckRequestId(request.request_id(), violations);
  if (!violations.empty()) return violations.ToStatus();
  return program;
}

std::vector<units::UnitReference> UnitsOf(const v1::CreateProgramRequest& request) {
  // The owner is there in some part of the years that it answers for.
  const auto& years = request.program().years();
  std::optional<units::UnitReference::Days> days;
  if (!years.empty()) {
    const auto [first, last] = std::minmax_element(years.begin(), years.end());
    days = units::YearsOf(*first, *last);
  }
  return {{"program.owner", request.program().owner(), days}};
}

}  // namespace tiendo::programs
