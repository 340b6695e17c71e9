// Whether a service can do its work.
#ifndef TIENDO_COMMON_RPC_READINESS_H_
#define TIENDO_COMMON_RPC_READINESS_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "common/log/log.h"

namespace tiendo::rpc {

// Not ready at first. One success turns it on, `failures_to_turn_off` failures in a row turn it
// off, so that a blink of the database does not take every replica out of service. Thread-safe.
class Readiness {
 public:
  explicit Readiness(int failures_to_turn_off = 3) : failures_to_turn_off_(failures_to_turn_off) {}

  void Report(bool success);
  // Off for good: the server stops.
  void Close();
  bool ready() const;

  // Calls `changed` after every change, on the reporter's thread, until Unsubscribe returns. It
  // must not block, nor call back.
  int Subscribe(std::function<void()> changed);
  void Unsubscribe(int id);

 private:
  void Set(bool ready);

  const int failures_to_turn_off_;
  mutable std::mutex mutex_;  // guards what follows
  bool ready_ = false;
  bool closed_ = false;
  int failures_ = 0;
  int next_id_ = 1;
  std::map<int, std::function<void()>> subscribers_;
};

// Asks `check` again and again and reports to a Readiness; logs each change. Stops when destroyed.
class ReadinessProbe {
 public:
  ReadinessProbe(Readiness& readiness, std::function<absl::Status()> check,
                 std::chrono::milliseconds interval, std::shared_ptr<log::Logger> log);
  ~ReadinessProbe();

 private:
  void Run();

  Readiness& readiness_;
  const std::function<absl::Status()> check_;
  const std::chrono::milliseconds interval_;
  const std::shared_ptr<log::Logger> log_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_READINESS_H_
