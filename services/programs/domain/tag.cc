#include "services/programs/domain/tag.h"

#include <map>
#include <optional>

#include "absl/algorithm/container.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "services/programs/domain/vocabulary.h"

namespace tiendo::programs {
namespace {

constexpr std::string_view kCollection = "tags/";

absl::Status NotFound(const std::vector<TagReference>& missing) {
  errors::Details details;
  details.reason = std::string(errors::reasons::kReferenceNotFound);
  details.metadata["name"] = missing.front().value;
  std::string message;
  for (const TagReference& r : missing) {
    details.violations.push_back(
        {r.field, "there is no tag " + r.value + ": create it first, or choose one of ListTags"});
    message += (message.empty() ? "there is no tag " : ", ") + r.value;
  }
  return errors::Make(absl::StatusCode::kInvalidArgument, message, std::move(details));
}

}  // namespace

std::string_view Prefix(TagKind kind) {
  switch (kind) {
    case TagKind::kWorkArea:
      return "work-area";
    case TagKind::kTheme:
      return "theme";
    case TagKind::kResolution:
      return "resolution";
  }
  return "";
}

std::string TagValue(const Tag& tag) {
  return std::string(Prefix(tag.kind)) + "/" + tag.name.substr(kCollection.size());
}

std::vector<TagReference> NewTags(const std::string& path, const std::vector<std::string>& now,
                                  const std::vector<std::string>& before) {
  std::vector<TagReference> out;
  for (size_t i = 0; i < now.size(); ++i) {
    if (absl::c_linear_search(before, now[i])) continue;
    out.push_back({errors::At(path, i), now[i]});
  }
  return out;
}

absl::Status CheckTags(TagRepository& tags, const std::vector<TagReference>& references) {
  if (references.empty()) return absl::OkStatus();
  TIENDO_ASSIGN_OR_RETURN(const std::vector<Tag> any, tags.List("", "", 1));
  if (any.empty()) return absl::OkStatus();
  std::map<std::string, std::optional<Tag>> read;  // a batch names the same few many times
  std::vector<TagReference> missing;
  const TagReference* retired = nullptr;
  for (const TagReference& reference : references) {
    auto it = read.find(reference.value);
    if (it == read.end()) {
      const std::string id = reference.value.substr(reference.value.find('/') + 1);
      TIENDO_ASSIGN_OR_RETURN(std::optional<Tag> tag, tags.Get(std::string(kCollection) + id));
      // The kind is part of the value: theme/x is not work-area/x.
      if (tag && TagValue(*tag) != reference.value) tag.reset();
      it = read.emplace(reference.value, std::move(tag)).first;
    }
    if (!it->second) {
      missing.push_back(reference);
    } else if (it->second->retired && retired == nullptr) {
      retired = &reference;
    }
  }
  if (!missing.empty()) return NotFound(missing);
  if (retired != nullptr) return Retired(retired->value, retired->field);
  return absl::OkStatus();
}

}  // namespace tiendo::programs
