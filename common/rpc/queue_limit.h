// How many calls may wait: found by their waiting, not guessed.
#ifndef TIENDO_COMMON_RPC_QUEUE_LIMIT_H_
#define TIENDO_COMMON_RPC_QUEUE_LIMIT_H_

#include <chrono>
#include <cstddef>
#include <optional>

namespace tiendo::rpc {

// Additive increase, multiplicative decrease on the queueing delay. A delay that is above the
// target now and then is a burst, which a queue is for; one that did not come below the target for
// a whole interval is a standing queue, which only makes every call late: the limit is cut. It
// grows again while calls are refused although the delay is short.
//
// Told the time, so that tests are. Not thread-safe.
class QueueLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::steady_clock::duration;

  struct Options {
    size_t min = 16;   // never below: a few calls that are slow by themselves are no overload
    size_t max = 256;  // never above; the limit at the start
    Duration target = std::chrono::milliseconds(100);
  };
  static constexpr std::chrono::milliseconds kInterval{100};

  explicit QueueLimit(Options options);

  // A call left the queue after it had waited.
  void Left(Duration waited, Time now);
  // A call was refused because the limit was reached.
  void Refused() { refused_ = true; }
  size_t limit() const { return limit_; }

 private:
  const Options options_;
  size_t limit_;
  Time interval_end_;
  std::optional<Duration> least_;  // shortest wait in this interval
  bool refused_ = false;           // in this interval
};

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_QUEUE_LIMIT_H_
