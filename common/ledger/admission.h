// Whether one more write can be committed in time, by the rate at which they are committed.
#ifndef TIENDO_COMMON_LEDGER_ADMISSION_H_
#define TIENDO_COMMON_LEDGER_ADMISSION_H_

#include <chrono>
#include <cstddef>
#include <optional>

#include "common/errors/refusal.h"

namespace tiendo::ledger {

// Told the time, so that tests are. Not thread-safe.
class Admission {
 public:
  using Time = std::chrono::steady_clock::time_point;

  struct Options {
    // As many may wait as are committed in max_wait; at least min, at most max.
    size_t min = 50;
    size_t max = 4096;
    std::chrono::milliseconds max_wait{500};
  };

  explicit Admission(Options options) : options_(options) {}

  // `requests` were committed together in `took`.
  void Measure(size_t requests, std::chrono::microseconds took);
  // Why one more behind `waiting` requests and a batch of `in_batch` under way is refused; nullopt:
  // there is room.
  std::optional<errors::Refusal> Refused(size_t waiting, size_t in_batch,
                                         std::optional<Time> deadline, Time now) const;
  // Requests that may wait at present.
  size_t Limit() const;

 private:
  const Options options_;
  std::chrono::nanoseconds per_request_{};  // moving average of what one costs in its batch
};

}  // namespace tiendo::ledger

#endif  // TIENDO_COMMON_LEDGER_ADMISSION_H_
