// What servers tell clients that retry by themselves (gRFC A6).
#ifndef TIENDO_COMMON_RPC_RETRY_H_
#define TIENDO_COMMON_RPC_RETRY_H_

#include <optional>
#include <string>

#include "absl/status/status.h"

namespace tiendo::rpc {

// Trailing metadata: when the client may try again, in milliseconds; a negative number: not at all,
// whatever its policy says.
inline constexpr char kPushbackMetadata[] = "grpc-retry-pushback-ms";
inline constexpr char kNoRepeat[] = "-1";
// Set by clients on an attempt that is not the first.
inline constexpr char kPreviousAttemptsMetadata[] = "grpc-previous-rpc-attempts";

// The push-back that goes with an answer; nullopt: as the client's policy says. A code can mean
// several things, the policy is by code: so what the same call cannot mend by being repeated
// (RESOURCE_EXHAUSTED that is not OVERLOADED) is marked here, and so is every answer to a call that
// must not be repeated blindly (`repeatable` false: a write without request_id).
std::optional<std::string> PushbackOf(const absl::Status& status, bool repeatable);

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_RETRY_H_
