#include "services/supervision/domain/requirement.h"

#include <optional>

#include "absl/algorithm/container.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "services/supervision/domain/reasons.h"
#include "services/supervision/domain/record.h"

namespace tiendo::supervision {
namespace {

constexpr size_t kYearDigits = 4;

std::optional<std::string> Common(const std::vector<std::string>& a,
                                  const std::vector<std::string>& b) {
  for (const std::string& value : a) {
    if (absl::c_linear_search(b, value)) return value;
  }
  return std::nullopt;
}

absl::Status CheckOverlap(RequirementRepository& requirements, const PlanRequirement& requirement) {
  TIENDO_ASSIGN_OR_RETURN(
      std::vector<PlanRequirement> others,
      requirements.List(RequirementPrefix(requirement.year), "", kMaxRequirements));
  for (const PlanRequirement& other : others) {
    if (other.name == requirement.name) continue;
    std::optional<std::string> overlap = Common(requirement.unit_kinds, other.unit_kinds);
    if (!overlap) overlap = Common(requirement.units, other.units);
    if (!overlap) continue;
    return errors::Make(
        absl::StatusCode::kFailedPrecondition, reasons::kRequirementOverlap,
        *overlap + " belongs to " + other.name + " already: take it out of one of them",
        {{"name", requirement.name}, {"other", other.name}, {"overlap", *overlap}});
  }
  return absl::OkStatus();
}

}  // namespace

const std::vector<std::string>& PartyKinds() {
  static const std::vector<std::string> kinds = {
      "PARTY_COMMITTEE_ABOVE_GRASSROOTS",
      "GRASSROOTS_PARTY_ORGANISATION",
      "SECTION_PARTY_ORGANISATION",
      "GRASSROOTS_CELL",
      "SUBORDINATE_CELL",
      "COMMITTEE_ORGAN",
  };
  return kinds;
}

int YearOfId(std::string_view id) {
  if (id.size() < kYearDigits || (id.size() > kYearDigits && id[kYearDigits] != '-')) return 0;
  int year = 0;
  for (char c : id.substr(0, kYearDigits)) {
    if (c < '0' || c > '9') return 0;
    year = year * 10 + (c - '0');
  }
  return year;
}

std::string RequirementPrefix(int year) { return "requirements/" + std::to_string(year); }

absl::Status CreateRequirement(RequirementRepository& requirements, PlanRequirement& requirement) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<PlanRequirement> stored,
                          requirements.Get(requirement.name));
  if (stored) return resource::Exists(requirement.name);
  TIENDO_RETURN_IF_ERROR(CheckOverlap(requirements, requirement));
  return requirements.Put(requirement);
}

absl::StatusOr<PlanRequirement> UpdateRequirement(RequirementRepository& requirements,
                                                  const RequirementUpdate& update) {
  TIENDO_ASSIGN_OR_RETURN(const PlanRequirement stored,
                          Read(requirements, update.name, update.etag));
  PlanRequirement requirement = stored;
  TIENDO_RETURN_IF_ERROR(update.change(requirement));
  if (requirement == stored) return requirement;
  TIENDO_RETURN_IF_ERROR(CheckOverlap(requirements, requirement));
  TIENDO_RETURN_IF_ERROR(requirements.Put(requirement));
  return requirement;
}

}  // namespace tiendo::supervision
