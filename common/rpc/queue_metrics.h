// What is counted of a queue of calls, the same for reads and writes.
#ifndef TIENDO_COMMON_RPC_QUEUE_METRICS_H_
#define TIENDO_COMMON_RPC_QUEUE_METRICS_H_

#include <chrono>
#include <cstddef>
#include <string>

#include "common/metrics/registry.h"

namespace tiendo::rpc {

class QueueMetrics {
 public:
  // Null `registry`: counts nothing. `queue`: the label, "reads" or "writes".
  QueueMetrics(metrics::Registry* registry, const std::string& queue);

  void Queue(size_t waiting, size_t limit) const;
  void Waited(std::chrono::steady_clock::duration time) const;
  void Refused() const;

 private:
  metrics::Gauge* limit_ = nullptr;
  metrics::Gauge* waiting_ = nullptr;
  metrics::Histogram* delay_ = nullptr;
  metrics::Counter* refused_ = nullptr;
};

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_QUEUE_METRICS_H_
