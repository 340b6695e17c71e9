#include "services/status/metrics.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <string>

namespace tiendo::status {

metrics::Counter& IntegrityErrors(metrics::Registry& registry) {
  return *registry.GetCounter("tiendo_integrity_errors_total",
                              "Counts that contradicted each other and were withheld.");
}

StatusMetrics::StatusMetrics(metrics::Registry& registry, const FactBase& facts, const Clock& clock,
                             const redis::Client* redis)
    : facts_(facts), clock_(clock), redis_(redis) {
  for (size_t i = 0; i < lag_.size(); ++i) {
    lag_[i] = registry.GetGauge("tiendo_feed_lag_seconds",
                                "Age of the time up to which nothing of a source is missing.",
                                {{"source", std::string(ServiceOf(static_cast<Source>(i)))}});
  }
  if (redis_ != nullptr) {
    redis_in_use_ = registry.GetGauge("tiendo_redis_in_use",
                                      "0 while Redis is left alone after repeated failures.");
  }
  hook_ = registry.OnScrape([this] { Refresh(); });
}

void StatusMetrics::Refresh() {
  const Positions positions = facts_.Read().positions();
  const Instant now = clock_.Now();
  for (size_t i = 0; i < lag_.size(); ++i) {
    // A source's clock may be a little ahead.
    const std::chrono::duration<double> age = now - positions[i].time;
    lag_[i]->Set(positions[i].complete ? std::max(0.0, age.count())
                                       : std::numeric_limits<double>::infinity());
  }
  if (redis_ == nullptr) return;
  const bool in_use = redis_->breaker_state() == redis::CircuitBreaker::State::kClosed;
  redis_in_use_->Set(in_use ? 1 : 0);
}

}  // namespace tiendo::status
