// A clock that stands still until the test moves it.
#ifndef TIENDO_TESTS_SUPPORT_MANUAL_CLOCK_H_
#define TIENDO_TESTS_SUPPORT_MANUAL_CLOCK_H_

#include <atomic>
#include <chrono>

#include "common/base/clock.h"

namespace tiendo::testing {

// Thread-safe. Starts at 2026-01-05T00:00:00Z, a Monday.
class ManualClock final : public Clock {
 public:
  ManualClock() : ManualClock(std::chrono::sys_days(std::chrono::year(2026) / 1 / 5)) {}
  explicit ManualClock(Instant start) : micros_(ToMicros(start)) {}

  Instant Now() const override { return FromMicros(micros_.load()); }
  void Set(Instant t) { micros_ = ToMicros(t); }
  void Advance(std::chrono::microseconds d) { micros_ += d.count(); }

 private:
  std::atomic<int64_t> micros_;
};

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_SUPPORT_MANUAL_CLOCK_H_
