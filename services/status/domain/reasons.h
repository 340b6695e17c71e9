// Reasons that only status gives: values of tiendo.errors.v1.ErrorReason without the prefix.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_REASONS_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_REASONS_H_

#include <string_view>

namespace tiendo::status::reasons {

inline constexpr std::string_view kScopeNotFound = "SCOPE_NOT_FOUND";
inline constexpr std::string_view kScopeNotInForce = "SCOPE_NOT_IN_FORCE";
inline constexpr std::string_view kNotLoaded = "NOT_LOADED";

}  // namespace tiendo::status::reasons

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_REASONS_H_
