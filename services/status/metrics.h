// What Prometheus sees of status beside its calls.
#ifndef TIENDO_SERVICES_STATUS_METRICS_H_
#define TIENDO_SERVICES_STATUS_METRICS_H_

#include <array>
#include <memory>

#include "common/base/clock.h"
#include "common/metrics/registry.h"
#include "common/redis/client.h"
#include "services/status/sources/fact_base.h"

namespace tiendo::status {

// Answers that carry an integrity_error_id in a row or as a whole, counted when they are computed.
metrics::Counter& IntegrityErrors(metrics::Registry& registry);

// Gauges, as of each scrape while this lives:
//   tiendo_feed_lag_seconds{source}  age of the time up to which nothing of the source is missing
//                                    here; infinite before its first snapshot is in
//   tiendo_redis_in_use              1, or 0 while Redis is left alone after failures: what the
//   last
//                                    questions to it found; absent without one
class StatusMetrics {
 public:
  // All outlive it but the registry. `redis` may be null.
  StatusMetrics(metrics::Registry& registry, const FactBase& facts, const Clock& clock,
                const redis::Client* redis);

 private:
  void Refresh();

  const FactBase& facts_;
  const Clock& clock_;
  const redis::Client* const redis_;
  std::array<metrics::Gauge*, kSources> lag_{};
  metrics::Gauge* redis_in_use_ = nullptr;
  std::unique_ptr<metrics::ScrapeHook> hook_;  // ends first
};

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_METRICS_H_
