// Many clients at once.
#ifndef TIENDO_TESTS_FAULT_HARNESS_TRAFFIC_H_
#define TIENDO_TESTS_FAULT_HARNESS_TRAFFIC_H_

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "tests/fault/harness/client.h"

namespace tiendo::fault {

class Traffic {
 public:
  struct Options {
    uint64_t seed = 0;
    int programs_writers = 140;
    int units_writers = 6;
    int supervision_writers = 14;
    int item_readers = 6;
    int status_readers = 8;
    // Between an answer and the next call of the same client.
    std::chrono::milliseconds think{0};
  };
  Traffic(Caller& caller, Options options);
  ~Traffic();

  // Units, categories, programmes and the items that all write to. Once, before Start.
  absl::Status Prepare();
  void Start();
  // No further calls; those under way are waited for.
  void Stop();
  const World& world() const { return world_; }

 private:
  struct Runner;
  void Step(Runner& runner);
  void Ended(Runner& runner, const Attempt& attempt);
  absl::Status MustWrite(const std::string& service, const std::string& method,
                         std::shared_ptr<google::protobuf::Message> request,
                         std::shared_ptr<google::protobuf::Message> response,
                         std::vector<std::string> names, const std::string& value);
  absl::Status PrepareUnits();
  absl::Status PreparePrograms();
  void AddClients();
  void RunPauses();

  Caller& caller_;
  const Options options_;
  World world_;
  std::vector<std::unique_ptr<Runner>> runners_;
  std::atomic<bool> running_{false};
  std::mutex mutex_;  // guards what follows but the thread
  std::condition_variable idle_;
  int active_ = 0;
  // Clients that wait before they go on, by when they do.
  std::multimap<std::chrono::steady_clock::time_point, Runner*> paused_;
  std::condition_variable paused_changed_;
  bool ending_ = false;
  std::thread pauses_;  // last: begins when everything else stands
};

}  // namespace tiendo::fault

#endif  // TIENDO_TESTS_FAULT_HARNESS_TRAFFIC_H_
