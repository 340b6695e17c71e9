// Whether what a request about a target asks for is there already (present_state.h).
#ifndef TIENDO_SERVICES_CLI_PRESENT_TARGET_H_
#define TIENDO_SERVICES_CLI_PRESENT_TARGET_H_

#include <google/protobuf/message.h>

#include "absl/status/statusor.h"
#include "services/cli/caller.h"
#include "services/cli/present_state.h"

namespace tiendo::cli {

// True for the verbs of targets that leave an event or a report.
bool IsTargetVerb(const google::protobuf::Message& request);
// True for those that would be carried out when they are repeated under another request id, or
// after what they recorded was voided.
bool IsRepeatableTargetVerb(const google::protobuf::Message& request);

// Looks for the event or report that the verb leaves, also one that was voided since: an import
// that is repeated does not bring in again what a clerk took back.
absl::StatusOr<PresentState> LookUpTargetVerb(Caller& caller,
                                              const google::protobuf::Message& request);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_PRESENT_TARGET_H_
