#include "common/rpc/call.h"

#include <grpcpp/security/auth_context.h>

#include <memory>

#include "common/errors/error.h"
#include "common/errors/reasons.h"

namespace tiendo::rpc {
namespace {

constexpr char kTraceparent[] = "traceparent";
// Version 00 of W3C Trace Context: 2-32-16-2 lower-case hex digits.
constexpr size_t kTraceparentSize = 55;
constexpr size_t kTraceIdStart = 3;
constexpr size_t kTraceIdSize = 32;

bool IsTraceparent(std::string_view text) {
  if (text.size() != kTraceparentSize) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 2 || i == 35 || i == 52;
    const bool hex = (text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f');
    if (dash ? text[i] != '-' : !hex) return false;
  }
  return true;
}

// gRPC gives a call from inside the process no peer and no security properties; every transport
// that comes from outside has both.
bool IsInProcess(const grpc::CallbackServerContext& context, std::string_view peer) {
  if (peer != "unknown") return false;
  const std::shared_ptr<const grpc::AuthContext> auth = context.auth_context();
  return auth == nullptr || auth->begin() == auth->end();
}

}  // namespace

std::string_view Call::trace_id() const {
  if (traceparent.size() != kTraceparentSize) return {};
  return std::string_view(traceparent).substr(kTraceIdStart, kTraceIdSize);
}

Incoming Announce(const grpc::CallbackServerContext& context, std::string_view service,
                  std::string_view verb) {
  Incoming incoming;
  Call& call = incoming.call;
  call.method.reserve(service.size() + 1 + verb.size());
  call.method.append(service).append("/").append(verb);
  call.deadline = context.deadline();
  return incoming;
}

void Describe(const grpc::CallbackServerContext& context, Incoming& incoming) {
  const std::string peer = context.peer();
  incoming.peer = PeerOf(IsInProcess(context, peer) ? "inproc" : std::string_view(peer));
  Call& call = incoming.call;
  call.principal = incoming.peer.principal;
  auto trace = context.client_metadata().find(kTraceparent);
  if (trace != context.client_metadata().end()) {
    std::string_view text(trace->second.data(), trace->second.size());
    if (IsTraceparent(text)) call.traceparent = text;
  }
}

Incoming Describe(const grpc::CallbackServerContext& context, std::string_view service,
                  std::string_view verb) {
  Incoming incoming = Announce(context, service, verb);
  Describe(context, incoming);
  return incoming;
}

absl::Status Admit(const Incoming& incoming, const Policy& policy) {
  absl::Status allowed = policy.Authorise(incoming.call.method, incoming.peer);
  if (!allowed.ok()) return allowed;
  if (incoming.call.deadline <= std::chrono::system_clock::now()) {
    return errors::Make(absl::StatusCode::kDeadlineExceeded, errors::reasons::kDeadlineExceeded,
                        "the deadline had passed before the call began; nothing was done");
  }
  return absl::OkStatus();
}

}  // namespace tiendo::rpc
