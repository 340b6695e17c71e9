// Update masks (AIP-134, AIP-161).
#ifndef TIENDO_COMMON_API_FIELD_MASK_H_
#define TIENDO_COMMON_API_FIELD_MASK_H_

#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/message.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "common/errors/error.h"

namespace tiendo::api {

// The paths of a mask, each one of `updatable` (top-level field names of `resource`); "*" stands
// for all of them. Violations for an empty mask, an unknown path, and one that cannot be changed.
std::set<std::string> UpdatePaths(const google::protobuf::FieldMask& mask,
                                  const google::protobuf::Descriptor& resource,
                                  const std::vector<std::string>& updatable,
                                  errors::Violations& violations);

// Whether `path` stands in the mask, as it is written.
bool Holds(const google::protobuf::FieldMask& mask, std::string_view path);

// Copies the fields named in `paths` (top-level names) from `from` to `to`: set, changed or
// cleared.
void CopyFields(const std::set<std::string>& paths, const google::protobuf::Message& from,
                google::protobuf::Message& to);

}  // namespace tiendo::api

#endif  // TIENDO_COMMON_API_FIELD_MASK_H_
