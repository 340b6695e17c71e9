#include "common/api/field_mask.h"

#include <google/protobuf/util/field_mask_util.h>

#include <algorithm>

#include "common/errors/error.h"

namespace tiendo::api {

std::set<std::string> UpdatePaths(const google::protobuf::FieldMask& mask,
                                  const google::protobuf::Descriptor& resource,
                                  const std::vector<std::string>& updatable,
                                  errors::Violations& violations) {
  std::string known;
  for (const std::string& name : updatable) known += (known.empty() ? "" : ", ") + name;
  if (mask.paths().empty()) {
    violations.Add("update_mask", "is required: one or more of " + known + ", or *");
    return {};
  }
  std::set<std::string> out;
  for (int i = 0; i < mask.paths_size(); ++i) {
    const std::string& path = mask.paths(i);
    if (path == "*") {
      out.insert(updatable.begin(), updatable.end());
    } else if (std::find(updatable.begin(), updatable.end(), path) != updatable.end()) {
      out.insert(path);
    } else {
      bool exists = resource.FindFieldByName(path) != nullptr;
      violations.Add(errors::At("update_mask.paths", i),
                     path +
                         (exists ? " cannot be updated" : " is not a field of " + resource.name()) +
                         "; possible are " + known + ", or *");
    }
  }
  return out;
}

bool Holds(const google::protobuf::FieldMask& mask, std::string_view path) {
  return std::ranges::find(mask.paths(), path) != mask.paths().end();
}

void CopyFields(const std::set<std::string>& paths, const google::protobuf::Message& from,
                google::protobuf::Message& to) {
  google::protobuf::FieldMask mask;
  for (const std::string& path : paths) mask.add_paths(path);
  google::protobuf::util::FieldMaskUtil::MergeOptions options;
  options.set_replace_message_fields(true);
  options.set_replace_repeated_fields(true);
  google::protobuf::util::FieldMaskUtil::MergeMessageTo(from, mask, options, &to);
}

}  // namespace tiendo::api
