#include "services/programs/api/units_and_tags.h"

#include "common/errors/error.h"
#include "common/text/tag.h"

namespace tiendo::programs {
namespace {

constexpr int kMaxTags = 20;

}  // namespace

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
    if (!text::ValidTag(tags.Get(i))) {
      violations.Add(errors::At(path, i), std::string(text::kTagRule));
    } else if (!seen.insert(tags.Get(i)).second) {
      violations.Add(errors::At(path, i), tags.Get(i) + " appears twice");
    }
  }
}

void UnitReferences::Add(std::string field, const std::string& name) {
  if (seen_.insert(name).second) list_.push_back({std::move(field), name});
}

void UnitReferences::Add(const std::string& path,
                         const google::protobuf::RepeatedPtrField<std::string>& names) {
  for (int i = 0; i < names.size(); ++i) Add(errors::At(path, i), names.Get(i));
}

}  // namespace tiendo::programs
