#include "services/supervision/api/field_checks.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>

#include "services/supervision/domain/requirement.h"

namespace tiendo::supervision {
namespace {

constexpr std::string_view kCodePrefix = "m-";
constexpr size_t kCodeDigits = 16;

bool IsOneOf(char c, std::string_view more) {
  return (c >= 'a' && c <= 'z') || more.find(c) != std::string_view::npos;
}

}  // namespace

std::string Element(std::string_view field, int i) {
  return std::string(field) + "[" + std::to_string(i) + "]";
}

void CheckYear(std::string_view field, int year, errors::Violations& violations) {
  if (year < kFirstYear || year > kLastYear) {
    violations.Add(std::string(field), "must be from 2000 to 2100");
  }
}

void CheckUnitNames(std::string_view field, const Strings& names, errors::Violations& violations) {
  for (int i = 0; i < names.size(); ++i) {
    api::CheckName(Element(field, i), names[i], kUnitPattern, api::Presence::kRequired, violations);
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

// ^[a-z-]+/[a-z0-9-]+$
bool ValidTag(std::string_view tag) {
  const size_t slash = tag.find('/');
  if (slash == 0 || slash == std::string_view::npos || slash + 1 == tag.size()) return false;
  const std::string_view dimension = tag.substr(0, slash);
  const std::string_view value = tag.substr(slash + 1);
  return std::all_of(dimension.begin(), dimension.end(), [](char c) { return IsOneOf(c, "-"); }) &&
         std::all_of(value.begin(), value.end(), [](char c) { return IsOneOf(c, "-0123456789"); });
}

std::vector<std::string> EnumNames(const google::protobuf::EnumDescriptor& e, size_t prefix) {
  std::vector<std::string> out;
  for (int i = 1; i < e.value_count(); ++i) out.push_back(e.value(i)->name().substr(prefix));
  return out;
}

}  // namespace tiendo::supervision
