// Enum values as filters and settings spell them: without their prefix.
#ifndef TIENDO_COMMON_API_ENUM_NAMES_H_
#define TIENDO_COMMON_API_ENUM_NAMES_H_

#include <google/protobuf/descriptor.h>

#include <string>
#include <string_view>
#include <vector>

namespace tiendo::api {

// "GRASSROOTS_CELL" of "KIND_GRASSROOTS_CELL": of enums whose prefix is one word.
std::string WithoutPrefix(std::string_view value_name);

// All values but the first, <prefix>UNSPECIFIED, which tells the prefix of any length.
std::vector<std::string> EnumNames(const google::protobuf::EnumDescriptor& e);

}  // namespace tiendo::api

#endif  // TIENDO_COMMON_API_ENUM_NAMES_H_
