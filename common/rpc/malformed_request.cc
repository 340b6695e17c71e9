#include "common/rpc/malformed_request.h"

#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/rpc/status_conversion.h"

namespace tiendo::rpc {
namespace {

using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::Interceptor;
using grpc::experimental::InterceptorBatchMethods;
using grpc::experimental::ServerInterceptorFactoryInterface;
using grpc::experimental::ServerRpcInfo;

// Sees a message that did not arrive as an object, and the UNIMPLEMENTED that follows from it. (A
// stream's end looks like the first, a verb without a handler like the second.)
class RenameStatus final : public Interceptor {
 public:
  void Intercept(InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::POST_RECV_MESSAGE) &&
        methods->GetRecvMessage() == nullptr) {
      unparsed_ = true;
    }
    if (unparsed_ && methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS) &&
        methods->GetSendStatus().error_code() == grpc::StatusCode::UNIMPLEMENTED) {
      methods->ModifySendStatus(ToGrpc(errors::Make(
          absl::StatusCode::kInvalidArgument, errors::reasons::kInvalidRequest,
          "the request cannot be parsed: it is malformed, or a string in it is not UTF-8")));
    }
    methods->Proceed();
  }

 private:
  bool unparsed_ = false;
};

class Factory final : public ServerInterceptorFactoryInterface {
 public:
  Interceptor* CreateServerInterceptor(ServerRpcInfo*) override { return new RenameStatus; }
};

}  // namespace

std::unique_ptr<ServerInterceptorFactoryInterface> MalformedRequestFactory() {
  return std::make_unique<Factory>();
}

}  // namespace tiendo::rpc
