#include "common/rpc/call_metrics.h"

#include <algorithm>

#include "common/rpc/status_conversion.h"

namespace tiendo::rpc {

using metrics::Labels;

CallMetrics::Method::Method(metrics::Registry* registry, std::string name)
    : registry_(registry), name_(std::move(name)) {
  if (registry_ == nullptr) return;
  started_ = registry_->GetCounter(metrics::kServerCallStarted, "Calls begun.",
                                   Labels{{std::string(metrics::kLabelMethod), name_}});
}

void CallMetrics::Method::Started() {
  if (started_ != nullptr) started_->Increment();
}

void CallMetrics::Method::Finished(grpc::StatusCode code,
                                   std::chrono::steady_clock::duration duration) {
  if (registry_ == nullptr) return;
  std::atomic<metrics::Histogram*>& known =
      finished_[std::min(static_cast<size_t>(code), kCodes - 1)];
  metrics::Histogram* histogram = known.load(std::memory_order_acquire);
  if (histogram == nullptr) {
    // Asked by two at once, the registry gives both the same.
    histogram = registry_->GetHistogram(
        metrics::kServerCallDuration, "Time from a call's begin to its end, in seconds.",
        metrics::LatencyBuckets(),
        Labels{{std::string(metrics::kLabelMethod), name_},
               {std::string(metrics::kLabelStatus), std::string(CodeName(code))}});
    known.store(histogram, std::memory_order_release);
  }
  histogram->Observe(std::chrono::duration<double>(duration).count());
}

CallMetrics::Method& CallMetrics::Of(std::string_view method) {
  std::lock_guard lock(mutex_);
  auto found = methods_.find(method);
  if (found == methods_.end()) {
    std::string name(method);
    auto made = std::make_unique<Method>(registry_.get(), name);
    found = methods_.emplace(std::move(name), std::move(made)).first;
  }
  return *found->second;
}

}  // namespace tiendo::rpc
