// Decides whether Redis is worth asking.
#ifndef TIENDO_COMMON_REDIS_CIRCUIT_BREAKER_H_
#define TIENDO_COMMON_REDIS_CIRCUIT_BREAKER_H_

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <random>

#include "common/redis/options.h"

namespace tiendo::redis {

// Closed: every call goes through. Open (after N consecutive failures): none does, until a jittered
// pause is over. Half-open: one probe goes through; it closes the breaker, or opens it for a pause
// twice as long. The pause is also the back-off of reconnecting. Thread-safe; time is an argument.
class CircuitBreaker {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  enum class State { kClosed, kOpen, kHalfOpen };
  enum class Permit { kDenied, kNormal, kProbe };
  // kAbandoned says nothing about Redis, e.g. the caller's own deadline was shorter than ours.
  enum class Outcome { kSuccess, kFailure, kAbandoned };

  CircuitBreaker(const BreakerOptions& options, uint64_t jitter_seed);

  // A permit other than kDenied must be followed by one Report.
  Permit Admit(TimePoint now);

  // Returns the new state if this report opened or closed the breaker. Calls that were admitted
  // before it opened no longer count.
  std::optional<State> Report(Permit permit, Outcome outcome, TimePoint now);

  State state() const;

 private:
  void Open(TimePoint now);

  const BreakerOptions options_;
  mutable std::mutex mu_;
  State state_ = State::kClosed;
  int failures_ = 0;
  bool probing_ = false;
  std::chrono::milliseconds pause_;
  TimePoint open_until_{};
  std::mt19937_64 random_;
};

}  // namespace tiendo::redis

#endif  // TIENDO_COMMON_REDIS_CIRCUIT_BREAKER_H_
