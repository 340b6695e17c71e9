#include "common/rpc/throttle_interceptor.h"

#include <mutex>

#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/rpc/status_conversion.h"

namespace tiendo::rpc {
namespace {

using grpc::experimental::ClientInterceptorFactoryInterface;
using grpc::experimental::ClientRpcInfo;
using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::Interceptor;
using grpc::experimental::InterceptorBatchMethods;
using std::chrono::steady_clock;

// The throttle of a channel, for calls on any thread.
class Shared {
 public:
  explicit Shared(CallThrottle::Options options) : throttle_(options) {}
  bool Allow() {
    std::lock_guard lock(mutex_);
    return throttle_.Allow(steady_clock::now());
  }
  void Answered(const grpc::Status& status) {
    const bool refused = status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED &&
                         errors::Reason(FromGrpc(status)) == errors::reasons::kOverloaded;
    std::lock_guard lock(mutex_);
    throttle_.Answered(refused, steady_clock::now());
  }

 private:
  std::mutex mutex_;
  CallThrottle throttle_;
};

grpc::Status HeldBack() {
  constexpr std::chrono::milliseconds kAbout{500};
  return ToGrpc(errors::Overloaded(
      "calls", "the server refuses too many calls: this one was not sent; try again later",
      kAbout));
}

// One call.
class Throttled final : public Interceptor {
 public:
  explicit Throttled(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}

  void Intercept(InterceptorBatchMethods* methods) override {
    bool hijack = false;
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_INITIAL_METADATA) &&
        !shared_->Allow()) {
      hijack = true;
      held_back_ = true;
    }
    if (held_back_) {
      Answer(*methods);
    } else if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::POST_RECV_STATUS)) {
      shared_->Answered(*methods->GetRecvStatus());
    }
    hijack ? methods->Hijack() : methods->Proceed();
  }

 private:
  static void Answer(InterceptorBatchMethods& methods) {
    if (methods.QueryInterceptionHookPoint(InterceptionHookPoints::PRE_RECV_MESSAGE)) {
      methods.FailHijackedRecvMessage();
    }
    if (methods.QueryInterceptionHookPoint(InterceptionHookPoints::PRE_RECV_STATUS)) {
      *methods.GetRecvStatus() = HeldBack();
    }
  }

  const std::shared_ptr<Shared> shared_;
  bool held_back_ = false;
};

class Factory final : public ClientInterceptorFactoryInterface {
 public:
  explicit Factory(CallThrottle::Options options) : shared_(std::make_shared<Shared>(options)) {}
  Interceptor* CreateClientInterceptor(ClientRpcInfo* info) override {
    return info->type() == ClientRpcInfo::Type::UNARY ? new Throttled(shared_) : nullptr;
  }

 private:
  const std::shared_ptr<Shared> shared_;
};

}  // namespace

std::unique_ptr<ClientInterceptorFactoryInterface> ThrottleFactory(CallThrottle::Options options) {
  return std::make_unique<Factory>(options);
}

}  // namespace tiendo::rpc
