#include "common/rpc/queue_limit.h"

#include <algorithm>

namespace tiendo::rpc {

QueueLimit::QueueLimit(Options options)
    : options_{std::min(options.min, options.max), options.max, options.target},
      limit_(options_.max) {}

void QueueLimit::Left(Duration waited, Time now) {
  if (now >= interval_end_) {
    // What was measured before a pause says nothing of now.
    const bool current = now - interval_end_ < kInterval;
    if (current && least_ && *least_ > options_.target) {
      limit_ = std::max(options_.min, limit_ * 7 / 10);
    } else if (refused_) {
      limit_ = std::min(options_.max, limit_ + std::max<size_t>(1, limit_ / 10));
    }
    least_.reset();
    refused_ = false;
    interval_end_ = now + kInterval;
  }
  least_ = std::min(least_.value_or(waited), waited);
}

}  // namespace tiendo::rpc
