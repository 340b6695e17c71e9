#include "common/rpc/health_service.h"

#include <limits>
#include <optional>
#include <utility>

#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/rpc/call.h"
#include "common/rpc/status_conversion.h"

namespace tiendo::rpc {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

constexpr char kService[] = "grpc.health.v1.Health";

HealthCheckResponse::ServingStatus StatusOf(const Readiness* readiness) {
  const bool serving = readiness == nullptr || readiness->ready();
  return serving ? HealthCheckResponse::SERVING : HealthCheckResponse::NOT_SERVING;
}

// Sends the status when it changes.
class HealthSource final : public WatchSource<HealthCheckResponse> {
 public:
  // Null readiness: `fixed`, for good.
  HealthSource(Readiness* readiness, HealthCheckResponse::ServingStatus fixed)
      : readiness_(readiness), fixed_(fixed) {}
  ~HealthSource() override {
    if (readiness_ != nullptr) readiness_->Unsubscribe(subscription_);
  }

  void OnReady(std::function<void()> wake) override {
    if (readiness_ != nullptr) subscription_ = readiness_->Subscribe(std::move(wake));
  }
  absl::StatusOr<std::optional<HealthCheckResponse>> Next() override {
    const auto status = readiness_ == nullptr ? fixed_ : StatusOf(readiness_);
    if (sent_ == status) return std::optional<HealthCheckResponse>();
    sent_ = status;
    HealthCheckResponse frame;
    frame.set_status(status);
    return std::optional<HealthCheckResponse>(std::move(frame));
  }

 private:
  Readiness* const readiness_;
  const HealthCheckResponse::ServingStatus fixed_;
  int subscription_ = 0;
  std::optional<HealthCheckResponse::ServingStatus> sent_;
};

}  // namespace

HealthService::HealthService(std::map<std::string, Readiness*> services, const Policy* policy)
    : services_(std::move(services)), policy_(policy), watches_([&] {
        Watches::Options options;
        options.service = kService;
        options.policy = policy;
        options.max_watchers = std::numeric_limits<int>::max();
        options.threads = 1;
        return options;
      }()) {}

grpc::ServerUnaryReactor* HealthService::Check(grpc::CallbackServerContext* context,
                                               const HealthCheckRequest* request,
                                               HealthCheckResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  absl::Status status = Admit(Describe(*context, kService, "Check"), *policy_);
  auto found = services_.find(request->service());
  if (request->service().empty()) {
    response->set_status(HealthCheckResponse::SERVING);
  } else if (found != services_.end()) {
    response->set_status(StatusOf(found->second));
  } else if (status.ok()) {
    status = errors::Make(absl::StatusCode::kNotFound, errors::reasons::kResourceNotFound,
                          "this server has no such service", {{"name", request->service()}});
  }
  reactor->Finish(ToGrpc(status));
  return reactor;
}

grpc::ServerWriteReactor<HealthCheckResponse>* HealthService::Watch(
    grpc::CallbackServerContext* context, const HealthCheckRequest* request) {
  return watches_.Watch<HealthCheckResponse>(
      context, "Watch", request, nullptr,
      [this](const Call&, const HealthCheckRequest& asked)
          -> absl::StatusOr<std::unique_ptr<WatchSource<HealthCheckResponse>>> {
        auto found = services_.find(asked.service());
        return std::make_unique<HealthSource>(found == services_.end() ? nullptr : found->second,
                                              asked.service().empty()
                                                  ? HealthCheckResponse::SERVING
                                                  : HealthCheckResponse::SERVICE_UNKNOWN);
      });
}

}  // namespace tiendo::rpc
