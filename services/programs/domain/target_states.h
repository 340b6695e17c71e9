// Which verb of targets is allowed in which state: the one table of it, and the errors of the
// others.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_TARGET_STATES_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_TARGET_STATES_H_

#include <string_view>

#include "absl/status/status.h"
#include "services/programs/domain/target.h"

namespace tiendo::programs {

enum class TargetVerb {
  kUpdate,
  kAssign,
  kAdjust,
  kWithdraw,
  kReport,
  kCorrectReport,
  kVoidReport,
  kVoidEvent
};

// As filters and errors spell them: the value of the enum in targets.proto without prefix.
std::string_view Name(TargetState state);
std::string_view Name(TargetDirection direction);
// The RPC of a verb.
std::string_view Name(TargetVerb verb);

// By state alone. What a verb asks beyond that stands at the verb (target_verbs.h).
bool Allowed(TargetState state, TargetVerb verb);

// OK, or FAILED_PRECONDITION TARGET_STATE.
absl::Status CheckState(const Target& target, TargetVerb verb);

// TARGET_STATE for a verb that the state as such allows; `why` is the end of the sentence.
absl::Status TargetStateError(const Target& target, TargetVerb verb, std::string_view why);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_TARGET_STATES_H_
