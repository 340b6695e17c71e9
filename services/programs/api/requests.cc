#include "services/programs/api/requests.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "common/api/fields.h"
#include "common/api/read.h"
#include "services/programs/api/unit_names.h"
#include "services/programs/domain/states.h"

namespace tiendo::programs {
namespace {

using api::Presence;
using errors::Violations;

constexpr size_t kMaxYears = 10;
constexpr int32_t kFirstProgramYear = 2000;
constexpr int32_t kLastProgramYear = 2100;
constexpr int32_t kMaxOrder = 10'000;

void ParseYears(const v1::Program& message, Program& program, Violations& violations) {
  if (message.years().empty() || static_cast<size_t>(message.years_size()) > kMaxYears) {
    violations.Add("program.years", "give 1 to 10 years");
  }
  std::set<int32_t> seen;
  for (int i = 0; i < message.years_size(); ++i) {
    const int32_t year = message.years(i);
    const std::string path = "program.years[" + std::to_string(i) + "]";
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

const std::vector<feed::ListField>& CategoryFields() {
  using paging::FieldType;
  static const std::vector<feed::ListField> fields = {
      {{"kind", FieldType::kEnum, {"ITEM", "TARGET", "DUTY", "SCHEME"}}, "kind"},
  };
  return fields;
}

const std::vector<feed::ListField>& ProgramFields() {
  using paging::FieldType;
  static const std::vector<feed::ListField> fields = {
      {{"category", FieldType::kString, {}}, "category"},
      {{"owner", FieldType::kString, {}}, "owner"},
      {{"state", FieldType::kEnum, {"DRAFT", "APPROVED", "CLOSED"}}, "state"},
  };
  return fields;
}

const std::vector<feed::ListField>& ItemFields() {
  using paging::FieldType;
  static const std::vector<feed::ListField> fields = {
      {{"state", FieldType::kEnum, ItemStateNames()}, "state"},
      {{"due_date", FieldType::kDate, {}}, "due_date"},
      {{"secret", FieldType::kBool, {}}, "secret"},
  };
  return fields;
}

absl::Status ValidateListItems(const v1::ListItemsRequest& request) {
  Violations violations;
  if (request.parent() != "programs/-") {
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

absl::StatusOr<Category> ParseCreateCategory(const v1::CreateCategoryRequest& request) {
  Violations violations;
  Category category;
  api::CheckId("category_id", request.category_id(), violations);
  category.name = "categories/" + request.category_id();
  const v1::Category& message = request.category();
  if (!request.has_category()) {
    violations.Add("category", "is required");
  } else {
    category.display_name = api::Text("category.display_name", message.display_name(),
                                      Presence::kRequired, 256, violations);
    if (!v1::Category::Kind_IsValid(message.kind()) ||
        message.kind() == v1::Category::KIND_UNSPECIFIED) {
      violations.Add("category.kind", "is required: one of Category.Kind");
    }
    if (message.order() < 0 || message.order() > kMaxOrder) {
      violations.Add("category.order", "must be from 0 to 10,000");
    }
    category.kind = static_cast<CategoryKind>(message.kind());
    category.order = message.order();
  }
  api::CheckRequestId(request.request_id(), violations);
  if (!violations.empty()) return violations.ToStatus();
  return category;
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
      program.basis.push_back(api::Document("program.basis[" + std::to_string(i) + "]",
                                            message.basis(i), Presence::kRequired, violations));
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
