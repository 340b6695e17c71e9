// The error of a verb that a state does not allow: always with the same metadata.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_STATE_ERROR_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_STATE_ERROR_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace tiendo::programs {

struct ForbiddenVerb {
  std::string_view reason;  // of the catalogue, e.g. DUTY_STATE
  std::string name;         // of the resource
  std::string_view state;
  std::string_view verb;
  std::string allowed;  // verbs that the state allows, separated by commas
  std::string why = "is not possible";
};

// FAILED_PRECONDITION with name, state, verb and allowed.
absl::Status StateError(const ForbiddenVerb& forbidden);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_STATE_ERROR_H_
