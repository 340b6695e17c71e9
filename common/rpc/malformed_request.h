// A right answer for requests that cannot be parsed.
#ifndef TIENDO_COMMON_RPC_MALFORMED_REQUEST_H_
#define TIENDO_COMMON_RPC_MALFORMED_REQUEST_H_

#include <grpcpp/support/server_interceptor.h>

#include <memory>

namespace tiendo::rpc {

// gRPC 1.51 answers a request that Protobuf refuses (malformed, or a string that is not UTF-8) with
// UNIMPLEMENTED and no text, as if the method did not exist, before any handler runs. This
// interceptor turns that into INVALID_ARGUMENT INVALID_REQUEST.
std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> MalformedRequestFactory();

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_MALFORMED_REQUEST_H_
