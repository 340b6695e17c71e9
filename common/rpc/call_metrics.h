// Counts and durations of one service's calls, named by gRFC A66.
#ifndef TIENDO_COMMON_RPC_CALL_METRICS_H_
#define TIENDO_COMMON_RPC_CALL_METRICS_H_

#include <grpcpp/support/status.h>

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "common/metrics/registry.h"

namespace tiendo::rpc {

// Thread-safe. Keeps the metrics it has seen, so that a call costs one short lock.
class CallMetrics {
 public:
  // Null `registry`: counts nothing.
  explicit CallMetrics(std::shared_ptr<metrics::Registry> registry)
      : registry_(std::move(registry)) {}

  void Started(std::string_view method);
  void Finished(std::string_view method, grpc::StatusCode code,
                std::chrono::steady_clock::duration duration);

 private:
  std::shared_ptr<metrics::Registry> registry_;
  std::mutex mutex_;
  std::map<std::string, metrics::Counter*, std::less<>> started_;
  std::map<std::string, std::map<grpc::StatusCode, metrics::Histogram*>, std::less<>> finished_;
};

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_CALL_METRICS_H_
