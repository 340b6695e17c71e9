// Whether what a request asks for is there already. The services forget a request id after some
// days (7 by default); a repeated import then meets ALREADY_EXISTS or a state that forbids the
// verb, and the present resource tells whether that is the same fact or another one.
#ifndef TIENDO_SERVICES_CLI_PRESENT_STATE_H_
#define TIENDO_SERVICES_CLI_PRESENT_STATE_H_

#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/caller.h"

namespace tiendo::cli {

enum class Presence { kAbsent, kSame, kDiffers };

struct PresentState {
  Presence presence = Presence::kAbsent;
  // Of kDiffers: "title: trong tệp "…", hiện có "…"", one per field.
  std::vector<std::string> differences;
};

// Fields that are set in `wanted` and are not so in `present`; what `wanted` leaves out is the
// service's (states, dates of verbs, times) and not compared. Texts are compared in NFC.
std::vector<std::string> DifferencesOf(const google::protobuf::Message& wanted,
                                       const google::protobuf::Message& present);

// Reads the resource that a Create asks for and compares.
absl::StatusOr<PresentState> LookUpCreation(Caller& caller, Service service,
                                            const Creation& creation);

// Whether the request, sent again under another id, would be carried out again: an extension, a
// hand-in. The others are refused.
bool RepeatsUnnoticed(const google::protobuf::Message& request);

// The same for a verb on a named resource: kSame when the effect of `request` (an approval, a
// result, an extension …) is recorded as it says; kAbsent when it is not recorded, or for a verb
// that leaves no mark of its own.
absl::StatusOr<PresentState> LookUpEffect(Caller& caller, const Method& method,
                                          const google::protobuf::Message& request);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_PRESENT_STATE_H_
