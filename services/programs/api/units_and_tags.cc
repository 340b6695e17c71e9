#include "services/programs/api/units_and_tags.h"

#include <algorithm>

namespace tiendo::programs {
namespace {

constexpr int kMaxTags = 20;
// Far above any real tag; the contract only says that there is a shape.
constexpr size_t kMaxTagLength = 128;

// "work-area/xay-dung-dang": [a-z-]+/[a-z0-9-]+.
bool ValidTag(std::string_view tag) {
  size_t slash = tag.find('/');
  if (slash == 0 || slash == std::string_view::npos || slash + 1 == tag.size() ||
      tag.size() > kMaxTagLength) {
    return false;
  }
  auto letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; };
  return std::ranges::all_of(tag.substr(0, slash), letter) &&
         std::ranges::all_of(tag.substr(slash + 1),
                             [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

}  // namespace

std::string At(std::string_view path, int index) {
  return std::string(path) + "[" + std::to_string(index) + "]";
}

void CheckUnits(const std::string& path,
                const google::protobuf::RepeatedPtrField<std::string>& list,
                errors::Violations& violations) {
  CheckUnits(
      path, "", list, [](const std::string& name) -> const std::string& { return name; },
      violations);
}

void CheckTags(const std::string& path, const google::protobuf::RepeatedPtrField<std::string>& tags,
               errors::Violations& violations) {
  if (tags.size() > kMaxTags) violations.Add(path, "at most 20 tags are allowed");
  std::set<std::string> seen;
  for (int i = 0; i < tags.size(); ++i) {
    if (!ValidTag(tags.Get(i))) {
      violations.Add(At(path, i),
                     "must be a kind and a value of a-z, 0-9 and '-', e.g. theme/covid-19");
    } else if (!seen.insert(tags.Get(i)).second) {
      violations.Add(At(path, i), tags.Get(i) + " appears twice");
    }
  }
}

void UnitReferences::Add(std::string field, const std::string& name) {
  if (seen_.insert(name).second) list_.push_back({std::move(field), name});
}

void UnitReferences::Add(const std::string& path,
                         const google::protobuf::RepeatedPtrField<std::string>& names) {
  for (int i = 0; i < names.size(); ++i) Add(At(path, i), names.Get(i));
}

}  // namespace tiendo::programs
