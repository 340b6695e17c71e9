// One computation per key at a time in this process.
#ifndef TIENDO_COMMON_CACHE_SINGLE_FLIGHT_H_
#define TIENDO_COMMON_CACHE_SINGLE_FLIGHT_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"

namespace tiendo::cache {

// The first caller of a key computes, those that come meanwhile get the same result, error or not.
// Nothing is remembered afterwards: the next caller computes again. Thread-safe.
template <typename Value>
class SingleFlight {
 public:
  using Result = absl::StatusOr<std::shared_ptr<const Value>>;
  using Waiter = std::function<void(const Result&)>;

  // Without a thread that waits. True: the caller is the leader; it must compute and call Finish
  // once, and `waiter` is dropped. False: `waiter` will be called with the leader's result, on the
  // leader's thread; it must be quick, and live until then even if its request gave up.
  bool Join(const std::string& key, Waiter waiter) {
    std::lock_guard lock(mu_);
    const auto [flight, is_leader] = flights_.try_emplace(key);
    if (!is_leader) flight->second.push_back(std::move(waiter));
    return is_leader;
  }

  // Whoever joins after this is a leader again; so a leader that stores its result stores it first.
  void Finish(const std::string& key, const Result& result) {
    std::vector<Waiter> waiters;
    {
      std::lock_guard lock(mu_);
      const auto flight = flights_.find(key);
      if (flight == flights_.end()) return;
      waiters = std::move(flight->second);
      flights_.erase(flight);
    }
    for (const Waiter& waiter : waiters) waiter(result);
  }

  // Computes on this thread or blocks until the leader is done; DEADLINE_EXCEEDED if that takes
  // longer than `deadline`. A leader that ran out of its own time or was cancelled says nothing
  // about the others: they elect another leader.
  Result Run(const std::string& key, std::chrono::steady_clock::time_point deadline,
             const std::function<Result()>& compute) {
    for (;;) {
      const auto seat = std::make_shared<Seat>();
      if (Join(key, [seat](const Result& result) { seat->Fill(result); })) {
        Result result = compute();
        Finish(key, result);
        return result;
      }
      std::unique_lock lock(seat->mu);
      if (!seat->filled.wait_until(lock, deadline, [&] { return seat->result != nullptr; })) {
        return errors::Make(absl::StatusCode::kDeadlineExceeded, errors::reasons::kDeadlineExceeded,
                            "the deadline passed while another request computed the same answer");
      }
      const absl::StatusCode code = seat->result->status().code();
      if (code != absl::StatusCode::kDeadlineExceeded && code != absl::StatusCode::kCancelled) {
        return *seat->result;
      }
    }
  }

  // How many wait for `key` now.
  size_t waiting(const std::string& key) const {
    std::lock_guard lock(mu_);
    const auto flight = flights_.find(key);
    return flight == flights_.end() ? 0 : flight->second.size();
  }

 private:
  // Where a blocked caller of Run waits. Shared, as it may leave before the result comes.
  struct Seat {
    void Fill(const Result& value) {
      std::lock_guard lock(mu);
      result = std::make_unique<Result>(value);
      filled.notify_one();
    }

    std::mutex mu;
    std::condition_variable filled;
    std::unique_ptr<Result> result;
  };

  mutable std::mutex mu_;
  std::unordered_map<std::string, std::vector<Waiter>> flights_;
};

}  // namespace tiendo::cache

#endif  // TIENDO_COMMON_CACHE_SINGLE_FLIGHT_H_
