#include "common/rpc/call_throttle.h"

#include <algorithm>
#include <cmath>

namespace tiendo::rpc {

bool CallThrottle::Allow(Time now) {
  Age(now);
  if (std::uniform_real_distribution<double>()(random_) >= Share()) return true;
  ++asked_;
  return false;
}

void CallThrottle::Answered(bool refused, Time now) {
  Age(now);
  ++asked_;
  ++(refused ? refused_ : accepted_);
}

double CallThrottle::Share() const {
  const bool room = refused_ <= options_.few * (accepted_ + refused_);
  const double ratio = room ? options_.coming_back : options_.ratio;
  return std::max(0.0, (asked_ - ratio * accepted_ - options_.grace) / (asked_ + 1));
}

void CallThrottle::Age(Time now) {
  const std::chrono::duration<double> passed = now - aged_;
  const double left = std::exp(-passed / std::chrono::duration<double>(options_.memory));
  asked_ *= left;
  accepted_ *= left;
  refused_ *= left;
  aged_ = now;
}

}  // namespace tiendo::rpc
