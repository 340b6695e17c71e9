// What a handler knows of the call it serves.
#ifndef TIENDO_COMMON_RPC_CALL_H_
#define TIENDO_COMMON_RPC_CALL_H_

#include <grpcpp/server_context.h>

#include <chrono>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "common/rpc/peer.h"
#include "common/rpc/policy.h"

namespace tiendo::rpc {

// Trailing metadata with the position (service, database, revision) at which an answer is true.
inline constexpr char kPositionMetadata[] = "tiendo-position";

struct Call {
  // Who asks, as the ledger records it.
  std::string principal;
  // "tiendo.units.v1.UnitService/CreateUnit".
  std::string method;
  // time_point::max() when the caller set none.
  std::chrono::system_clock::time_point deadline = std::chrono::system_clock::time_point::max();
  // W3C trace context as received; empty when absent or malformed. Passed on to other services.
  std::string traceparent;
  // The request's request_id, if it has one.
  std::string request_id;

  // The trace id inside traceparent, or "".
  std::string_view trace_id() const;
};

// A call, and its peer.
struct Incoming {
  Call call;
  Peer peer;
};
// Its method and deadline; nothing else, at next to no cost.
Incoming Announce(const grpc::CallbackServerContext& context, std::string_view service,
                  std::string_view verb);
// Adds what its metadata and its connection tell.
void Describe(const grpc::CallbackServerContext& context, Incoming& incoming);
// Both.
Incoming Describe(const grpc::CallbackServerContext& context, std::string_view service,
                  std::string_view verb);

// What is checked before anything else: the policy, then the deadline (DEADLINE_EXCEEDED when it
// has passed already; nothing has been executed then).
absl::Status Admit(const Incoming& incoming, const Policy& policy);

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_CALL_H_
