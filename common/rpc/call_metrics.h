// Counts and durations of one service's calls, named by gRFC A66.
#ifndef TIENDO_COMMON_RPC_CALL_METRICS_H_
#define TIENDO_COMMON_RPC_CALL_METRICS_H_

#include <grpcpp/support/status.h>

#include <array>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "common/metrics/registry.h"

namespace tiendo::rpc {

// Thread-safe.
class CallMetrics {
 public:
  // Those of one method; live as long as the CallMetrics. No lock but the metric's own.
  class Method {
   public:
    Method(metrics::Registry* registry, std::string name);
    void Started();
    void Finished(grpc::StatusCode code, std::chrono::steady_clock::duration duration);

   private:
    static constexpr size_t kCodes = 17;
    metrics::Registry* const registry_;
    const std::string name_;
    metrics::Counter* started_ = nullptr;
    // By code; made when the code comes up first.
    std::array<std::atomic<metrics::Histogram*>, kCodes> finished_{};
  };

  // Null `registry`: counts nothing.
  explicit CallMetrics(std::shared_ptr<metrics::Registry> registry)
      : registry_(std::move(registry)) {}

  // One short lock.
  Method& Of(std::string_view method);

 private:
  std::shared_ptr<metrics::Registry> registry_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Method>, std::less<>> methods_;
};

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_CALL_METRICS_H_
