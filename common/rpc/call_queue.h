// Threads for calls that wait for the database or for other services, and the queue before them:
// what cannot be answered in time is refused at once instead of being executed too late.
#ifndef TIENDO_COMMON_RPC_CALL_QUEUE_H_
#define TIENDO_COMMON_RPC_CALL_QUEUE_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "common/errors/refusal.h"
#include "common/metrics/registry.h"
#include "common/rpc/queue_limit.h"
#include "common/rpc/queue_metrics.h"

namespace tiendo::rpc {

// First come, first served, since the queue is kept short. Thread-safe.
//
// A call is refused when it is posted if the limit of waiting calls is reached (see QueueLimit), or
// if by the service times measured it would come too late for its deadline. When the limit is cut,
// the oldest beyond it are refused when their turn comes, and so is one that could no longer end in
// time while others wait. Where a thread is idle everything runs: so the estimates cannot lock
// calls out.
class CallQueue {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::steady_clock::duration;

  struct Options {
    // Part of refusals and of metrics: "reads".
    std::string name = "reads";
    int threads = 4;
    QueueLimit::Options limit;
    // For what must be answered under any load, e.g. operators' questions: nothing is refused.
    bool refuses = true;
    std::shared_ptr<metrics::Registry> metrics;  // null: not counted
  };

  explicit CallQueue(Options options);
  // Runs what waits, then ends the threads.
  ~CallQueue();
  CallQueue(const CallQueue&) = delete;
  CallQueue& operator=(const CallQueue&) = delete;

  // OK: `task` is called once, on a thread of the queue, with OK when it is to do its work, else
  // with the error to answer with (RESOURCE_EXHAUSTED OVERLOADED); then it must not wait.
  // Otherwise that error at once, and the task is dropped.
  //
  // `kind`: calls of a kind take about as long as each other (the method). `deadline`: of the
  // caller; Time::max() for none.
  absl::Status Post(std::string_view kind, Time deadline,
                    std::function<void(const absl::Status&)> task);
  // Why Post would refuse now; nullopt: it would not. For those who can refuse before they do work
  // of their own. A refusal told here counts as one, and its texts live as long as the queue.
  std::optional<errors::Refusal> Refused(std::string_view kind, Time deadline);
  size_t waiting() const;

 private:
  struct Entry {
    std::string kind;
    Time queued;
    Time deadline;
    std::function<void(const absl::Status&)> task;
  };
  void Run();
  // Under the lock:
  std::optional<errors::Refusal> Check(std::string_view kind, Time deadline, Time now);
  absl::Status Turn(const Entry& entry, Time now);
  errors::Refusal Refuse(const std::string& why) const;
  Duration Wait(size_t waiting) const;
  Duration ServiceTime(std::string_view kind) const;
  void Served(const std::string& kind, Duration took);
  void Publish() const;

  const Options options_;
  const std::string full_;
  const std::string late_;
  const std::string waited_;
  const QueueMetrics metrics_;
  mutable std::mutex mutex_;  // guards what follows but the threads
  std::condition_variable wake_;
  std::deque<Entry> entries_;
  QueueLimit limit_;
  size_t idle_ = 0;
  bool stopping_ = false;
  // Moving averages of the time that work took.
  Duration mean_{};
  std::map<std::string, Duration, std::less<>> by_kind_;
  std::vector<std::thread> threads_;  // last: start when everything else stands
};

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_CALL_QUEUE_H_
