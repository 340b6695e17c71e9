// Adaptive throttling for the calls of one channel.
#ifndef TIENDO_COMMON_RPC_THROTTLE_INTERCEPTOR_H_
#define TIENDO_COMMON_RPC_THROTTLE_INTERCEPTOR_H_

#include <grpcpp/support/client_interceptor.h>

#include <memory>

#include "common/rpc/call_throttle.h"

namespace tiendo::rpc {

// For CreateCustomChannelWithInterceptors: unary calls beyond what the throttle lets through end at
// once with RESOURCE_EXHAUSTED OVERLOADED (resource "calls"), as if the server had refused them. It
// counts calls, not the attempts that the retry policy makes of them. Streams are never held back.
std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface> ThrottleFactory(
    CallThrottle::Options options = {});

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_THROTTLE_INTERCEPTOR_H_
