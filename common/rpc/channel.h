// Client channels to the other services of the suite.
#ifndef TIENDO_COMMON_RPC_CHANNEL_H_
#define TIENDO_COMMON_RPC_CHANNEL_H_

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/security/credentials.h>

#include <chrono>
#include <memory>
#include <string>

#include "common/rpc/call.h"

namespace tiendo::rpc {

struct ChannelOptions {
  // gRPC target: "host:port", "dns:///units:50051", "unix:/run/units".
  std::string target;
  std::shared_ptr<grpc::ChannelCredentials> credentials = nullptr;  // null: plaintext
  // The published service config of the service (JSON): what is retried, and that a replica which
  // is not ready is not asked. Empty: neither.
  std::string service_config;
  int max_receive_bytes = 16 << 20;
  int max_send_bytes = 4 << 20;
  // Pings while calls are open, so that a watch notices a dead peer; not more often than servers
  // permit (30 s).
  std::chrono::milliseconds keepalive_time{60'000};
  std::chrono::milliseconds keepalive_timeout{20'000};
  // Longest wait between attempts to connect.
  std::chrono::milliseconds max_reconnect_backoff{5'000};
};

// Round robin over the addresses of the target. Connects lazily: creating never fails or waits.
std::shared_ptr<grpc::Channel> CreateChannel(const ChannelOptions& options);

// Deadline of an outgoing call made for `call`: the caller's, but at most `timeout` from now. Also
// passes the trace context on.
void Propagate(const Call& call, std::chrono::milliseconds timeout, grpc::ClientContext& context);
// Deadline of a call that nobody waits for.
void SetTimeout(std::chrono::milliseconds timeout, grpc::ClientContext& context);

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_CHANNEL_H_
