#include "services/supervision/api/field_checks.h"

#include <algorithm>

#include "common/errors/error.h"
#include "services/supervision/domain/requirement.h"

namespace tiendo::supervision {
namespace {

constexpr std::string_view kCodePrefix = "m-";
constexpr size_t kCodeDigits = 16;

}  // namespace

void CheckYear(std::string_view field, int year, errors::Violations& violations) {
  if (year < kFirstYear || year > kLastYear) {
    violations.Add(std::string(field), "must be from 2000 to 2100");
  }
}

void CheckUnitNames(std::string_view field, const Strings& names, errors::Violations& violations) {
  for (int i = 0; i < names.size(); ++i) {
    api::CheckName(errors::At(field, i), names[i], kUnitPattern, api::Presence::kRequired,
                   violations);
  }
}

bool ValidMemberCode(std::string_view code) {
  if (!code.starts_with(kCodePrefix) || code.size() != kCodePrefix.size() + kCodeDigits) {
    return false;
  }
  code.remove_prefix(kCodePrefix.size());
  return std::all_of(code.begin(), code.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace tiendo::supervision
