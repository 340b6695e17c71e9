#include "common/rpc/queue_metrics.h"

namespace tiendo::rpc {

QueueMetrics::QueueMetrics(metrics::Registry* registry, const std::string& queue) {
  if (registry == nullptr) return;
  const metrics::Labels labels{{"queue", queue}};
  limit_ = registry->GetGauge("tiendo_queue_limit", "Calls that may wait at present.", labels);
  waiting_ = registry->GetGauge("tiendo_queue_waiting", "Calls that wait.", labels);
  delay_ = registry->GetHistogram("tiendo_queue_delay_seconds", "Time that calls waited.",
                                  metrics::LatencyBuckets(), labels);
  refused_ = registry->GetCounter("tiendo_queue_refused_total",
                                  "Calls refused as OVERLOADED: no room, or too late.", labels);
}

void QueueMetrics::Queue(size_t waiting, size_t limit) const {
  if (waiting_ == nullptr) return;
  waiting_->Set(static_cast<double>(waiting));
  limit_->Set(static_cast<double>(limit));
}

void QueueMetrics::Waited(std::chrono::steady_clock::duration time) const {
  if (delay_ != nullptr) delay_->Observe(std::chrono::duration<double>(time).count());
}

void QueueMetrics::Refused() const {
  if (refused_ != nullptr) refused_->Increment();
}

}  // namespace tiendo::rpc
