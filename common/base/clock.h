// Time as the suite uses it: instants in microseconds since the Unix epoch (UTC), read through a
// Clock so that tests decide what "now" is. Civil dates live in common/calendar.
#ifndef TIENDO_COMMON_BASE_CLOCK_H_
#define TIENDO_COMMON_BASE_CLOCK_H_

#include <chrono>
#include <cstdint>

namespace tiendo {

using Instant = std::chrono::sys_time<std::chrono::microseconds>;

inline int64_t ToMicros(Instant t) { return t.time_since_epoch().count(); }
inline Instant FromMicros(int64_t us) { return Instant(std::chrono::microseconds(us)); }

// Wall clock. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant Now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant Now() const override;
};

}  // namespace tiendo

#endif  // TIENDO_COMMON_BASE_CLOCK_H_
