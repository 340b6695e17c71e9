// Callers that want to see their own write: parked by position, with a deadline, without a thread
// each.
#ifndef TIENDO_SERVICES_STATUS_SOURCES_POSITION_WAITERS_H_
#define TIENDO_SERVICES_STATUS_SOURCES_POSITION_WAITERS_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

#include "common/feed/tokens.h"
#include "services/status/sources/fact_base.h"

namespace tiendo::status {

// Whether `positions` include all of `wanted`. One of another database is not included.
bool Reached(const Positions& positions, const std::vector<feed::Position>& wanted);

class PositionWaiters {
 public:
  explicit PositionWaiters(FactBase& facts);
  // Gives up on those that still wait.
  ~PositionWaiters();

  // Calls `done` once: true when the positions are reached, false at the deadline. On a thread of
  // the waiters, or at once on the caller's; it must not block. False also after Stop().
  void Wait(std::vector<feed::Position> wanted, std::chrono::steady_clock::time_point deadline,
            std::function<void(bool)> done);
  // Gives up on those that wait, and on every later one at once: another replica may have what they
  // wait for. Does not wait.
  void Stop();

 private:
  struct Waiter {
    std::vector<feed::Position> wanted;
    std::chrono::steady_clock::time_point deadline;
    std::function<void(bool)> done;
  };
  void Run();

  FactBase& facts_;
  int subscription_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable wake_;
  bool moved_ = false;
  bool stopping_ = false;
  std::list<Waiter> waiters_;
  std::thread thread_;
};

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_SOURCES_POSITION_WAITERS_H_
