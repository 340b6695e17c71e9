// Resource names (AIP-122): "programs/{program}/items/{item}".
#ifndef TIENDO_COMMON_RESOURCE_NAME_H_
#define TIENDO_COMMON_RESOURCE_NAME_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace tiendo::resource {

// The ids of a name of the shape `pattern` ('*' for an id: "programs/*/items/*"); nullopt when it
// has another shape or an id breaks the rule of common/text/id.h.
std::optional<std::vector<std::string>> ParseName(std::string_view name, std::string_view pattern);

// Whether `name` has the shape of `pattern`; the violation's text otherwise, "must be
// units/{unit}".
std::optional<std::string> NameProblem(std::string_view name, std::string_view pattern);

// `prefix` ("programs/p/items/i/events/") and a number of four digits, "0001", so that the order of
// names is the order of recording. Numbers end at kMaxNumber.
inline constexpr int kMaxNumber = 9999;
std::string NumberedName(std::string_view prefix, int number);

// NOT_FOUND RESOURCE_NOT_FOUND.
absl::Status NotFound(std::string_view name);
// ALREADY_EXISTS RESOURCE_EXISTS.
absl::Status Exists(std::string_view name);
// INVALID_ARGUMENT REFERENCE_NOT_FOUND with a violation of `field`.
absl::Status ReferenceNotFound(std::string_view field, std::string_view name);

}  // namespace tiendo::resource

#endif  // TIENDO_COMMON_RESOURCE_NAME_H_
