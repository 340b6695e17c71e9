// Watches that are cut off at random and go on from their tokens.
#ifndef TIENDO_TESTS_FAULT_HARNESS_WATCHERS_H_
#define TIENDO_TESTS_FAULT_HARNESS_WATCHERS_H_

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/fault/harness/caller.h"

namespace tiendo::fault {

class Watchers {
 public:
  struct Options {
    uint64_t seed = 0;
    // A connection ends after 1 to that many frames.
    int frames_per_connection = 200;
    int copies = 1;  // of the fixed set of filters and starts
  };
  Watchers(Caller& caller, Log& log, Options options);
  ~Watchers();

  void Start();
  // Waits until every watcher has reached `heads` (by full name of the service), then ends them.
  // False when one has not in time.
  bool Finish(const std::map<std::string, int64_t>& heads, std::chrono::milliseconds patience);
  int64_t events() const { return events_; }
  int64_t disconnects() const { return disconnects_; }

 private:
  struct Watcher;
  // One that does not resume begins anew every time: what it asks for first has long left the
  // memory of a server that was started meanwhile.
  void Add(const std::string& service, std::vector<Term> filter, const std::string& start,
           bool resumes = true);
  void Run(Watcher& watcher);
  void RunStream(Watcher& watcher);
  // Until the time is over or the watchers end.
  void Pause(std::chrono::milliseconds time);

  Caller& caller_;
  Log& log_;
  const Options options_;
  std::atomic<int64_t> next_stream_{1};
  std::atomic<int64_t> events_{0};
  std::atomic<int64_t> disconnects_{0};
  std::atomic<bool> finishing_{false};  // no more random disconnects
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;  // for stop_
  std::condition_variable stop_;
  std::vector<std::unique_ptr<Watcher>> watchers_;
};

}  // namespace tiendo::fault

#endif  // TIENDO_TESTS_FAULT_HARNESS_WATCHERS_H_
