// Reasons of errors that only this service gives (protos/tiendo/errors/v1/error_reason.proto).
#ifndef TIENDO_SERVICES_UNITS_DOMAIN_REASONS_H_
#define TIENDO_SERVICES_UNITS_DOMAIN_REASONS_H_

#include <string_view>

namespace tiendo::units::reasons {

inline constexpr std::string_view kUnitNotInForce = "UNIT_NOT_IN_FORCE";
inline constexpr std::string_view kUnitTreeConflict = "UNIT_TREE_CONFLICT";
inline constexpr std::string_view kUnitEventConflict = "UNIT_EVENT_CONFLICT";

}  // namespace tiendo::units::reasons

#endif  // TIENDO_SERVICES_UNITS_DOMAIN_REASONS_H_
