#include "common/rpc/channel.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/support/channel_arguments.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "common/rpc/throttle_interceptor.h"

namespace tiendo::rpc {
namespace {

int Millis(std::chrono::milliseconds d) { return static_cast<int>(d.count()); }

}  // namespace

std::shared_ptr<grpc::Channel> CreateChannel(const ChannelOptions& options) {
  grpc::ChannelArguments arguments;
  arguments.SetLoadBalancingPolicyName("round_robin");
  if (!options.service_config.empty()) arguments.SetServiceConfigJSON(options.service_config);
  arguments.SetMaxReceiveMessageSize(options.max_receive_bytes);
  arguments.SetMaxSendMessageSize(options.max_send_bytes);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, Millis(options.keepalive_time));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, Millis(options.keepalive_timeout));
  // An idle watch sends no data of its own: without this, pings would end after two.
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, Millis(options.max_reconnect_backoff));
  std::vector<std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface>> interceptors;
  interceptors.push_back(ThrottleFactory());
  return grpc::experimental::CreateCustomChannelWithInterceptors(
      options.target,
      options.credentials ? options.credentials : grpc::InsecureChannelCredentials(), arguments,
      std::move(interceptors));
}

void Propagate(const Call& call, std::chrono::milliseconds timeout, grpc::ClientContext& context) {
  context.set_deadline(std::min(call.deadline, std::chrono::system_clock::now() + timeout));
  if (!call.traceparent.empty()) context.AddMetadata("traceparent", call.traceparent);
}

void SetTimeout(std::chrono::milliseconds timeout, grpc::ClientContext& context) {
  context.set_deadline(std::chrono::system_clock::now() + timeout);
}

}  // namespace tiendo::rpc
