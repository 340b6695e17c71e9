#include "common/rpc/call_metrics.h"

#include "common/rpc/status_conversion.h"

namespace tiendo::rpc {

using metrics::Labels;

void CallMetrics::Started(std::string_view method) {
  if (registry_ == nullptr) return;
  metrics::Counter* counter = nullptr;
  {
    std::lock_guard lock(mutex_);
    auto found = started_.find(method);
    if (found == started_.end()) {
      counter =
          registry_->GetCounter(metrics::kServerCallStarted, "Calls begun.",
                                Labels{{std::string(metrics::kLabelMethod), std::string(method)}});
      found = started_.emplace(method, counter).first;
    }
    counter = found->second;
  }
  counter->Increment();
}

void CallMetrics::Finished(std::string_view method, grpc::StatusCode code,
                           std::chrono::steady_clock::duration duration) {
  if (registry_ == nullptr) return;
  metrics::Histogram* histogram = nullptr;
  {
    std::lock_guard lock(mutex_);
    auto by_code = finished_.find(method);
    if (by_code == finished_.end()) by_code = finished_.try_emplace(std::string(method)).first;
    metrics::Histogram*& known = by_code->second[code];
    if (known == nullptr) {
      known = registry_->GetHistogram(
          metrics::kServerCallDuration, "Time from a call's begin to its end, in seconds.",
          metrics::LatencyBuckets(),
          Labels{{std::string(metrics::kLabelMethod), std::string(method)},
                 {std::string(metrics::kLabelStatus), std::string(CodeName(code))}});
    }
    histogram = known;
  }
  histogram->Observe(std::chrono::duration<double>(duration).count());
}

}  // namespace tiendo::rpc
