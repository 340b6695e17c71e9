#include "common/redis/circuit_breaker.h"

#include <algorithm>

namespace tiendo::redis {

CircuitBreaker::CircuitBreaker(const BreakerOptions& options, uint64_t jitter_seed)
    : options_(options), pause_(options.min_pause), random_(jitter_seed) {}

CircuitBreaker::Permit CircuitBreaker::Admit(TimePoint now) {
  std::lock_guard lock(mu_);
  if (state_ == State::kClosed) return Permit::kNormal;
  if (state_ == State::kOpen && now >= open_until_) state_ = State::kHalfOpen;
  if (state_ == State::kOpen || probing_) return Permit::kDenied;
  probing_ = true;
  return Permit::kProbe;
}

std::optional<CircuitBreaker::State> CircuitBreaker::Report(Permit permit, Outcome outcome,
                                                            TimePoint now) {
  std::lock_guard lock(mu_);
  if (permit == Permit::kProbe) {
    probing_ = false;
    if (outcome == Outcome::kAbandoned) return std::nullopt;  // The next caller probes.
    if (outcome == Outcome::kFailure) {
      // Still open as seen from outside: no change to report.
      pause_ = std::min(pause_ * 2, options_.max_pause);
      Open(now);
      return std::nullopt;
    }
    state_ = State::kClosed;
    failures_ = 0;
    pause_ = options_.min_pause;
    return state_;
  }
  if (permit != Permit::kNormal || state_ != State::kClosed) return std::nullopt;
  if (outcome == Outcome::kSuccess) failures_ = 0;
  if (outcome != Outcome::kFailure || ++failures_ < options_.failures_to_open) return std::nullopt;
  Open(now);
  return state_;
}

CircuitBreaker::State CircuitBreaker::state() const {
  std::lock_guard lock(mu_);
  return state_;
}

void CircuitBreaker::Open(TimePoint now) {
  std::uniform_int_distribution<int64_t> jitter(pause_.count() / 2, pause_.count());
  state_ = State::kOpen;
  open_until_ = now + std::chrono::milliseconds(jitter(random_));
}

}  // namespace tiendo::redis
