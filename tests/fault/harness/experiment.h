// One run: a cluster under traffic and watched, faults, then judged by what was recorded.
#ifndef TIENDO_TESTS_FAULT_HARNESS_EXPERIMENT_H_
#define TIENDO_TESTS_FAULT_HARNESS_EXPERIMENT_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/fault/harness/cluster.h"
#include "tests/fault/harness/traffic.h"
#include "tests/fault/harness/watchers.h"

namespace tiendo::fault {

// TIENDO_SEED, or a new one.
uint64_t SeedFromEnvironment();
// An environment variable as a number, or `otherwise`.
int64_t NumberFromEnvironment(const char* name, int64_t otherwise);

// Use it from the main thread.
class Experiment {
 public:
  struct Options {
    Run run;  // name and minimums; the seed is filled in
    Cluster::Options cluster;
    Traffic::Options traffic;
    Watchers::Options watchers;
    std::chrono::milliseconds timeout{5000};  // of every call
  };
  // What the checker said: its exit code (0 right, 1 violations, 3 invalid) and its text.
  struct Verdict {
    int code = -1;
    std::string text;
  };

  // The cluster is up and the traffic runs.
  static absl::StatusOr<std::unique_ptr<Experiment>> Start(Options options);
  ~Experiment();

  uint64_t seed() const { return options_.run.seed; }
  Cluster& cluster() { return *cluster_; }
  Caller& caller() { return *caller_; }
  Traffic& traffic() { return *traffic_; }
  Watchers& watchers() { return *watchers_; }
  int Below(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }
  Replica& AnyReplica(const std::string& service);

  // Waits until as many writes are under way as the run asks for; DEADLINE_EXCEEDED when they do
  // not come.
  absl::Status AwaitLoad();
  // Waits for that many further acknowledged writes, of one service (short name) or of all.
  absl::Status AwaitWrites(int64_t n, const std::string& service = "",
                           std::chrono::milliseconds patience = std::chrono::seconds(30));
  // Waits for that many further writes of a service that fail with a reason.
  absl::Status AwaitRefusals(int64_t n, const std::string& service, const std::string& reason);
  // Notes a fault that happens now; under_load: with the writes under way.
  void Record(const std::string& name, const std::string& target, bool under_load = true);
  // Notes what somebody looking at Redis found.
  void Record(const Pointer& pointer) { history_->Write(pointer); }
  // Stops the traffic, lets every status replica answer at the heads, and goes on.
  absl::Status QuietPoint();
  // Starts what is down, ends the traffic, compares, writes down what there is and has it judged.
  Verdict Finish();

 private:
  explicit Experiment(Options options);
  absl::Status Begin();
  absl::Status AskAll();
  absl::StatusOr<std::string> HeadPositions(std::map<std::string, int64_t>& heads);
  absl::Status EndAndDump();
  Verdict Judge();

  Options options_;
  std::string folder_;
  std::mt19937_64 random_;
  std::unique_ptr<Log> history_;
  std::unique_ptr<Cluster> cluster_;
  std::unique_ptr<Caller> caller_;
  std::unique_ptr<Traffic> traffic_;
  std::unique_ptr<Watchers> watchers_;
};

}  // namespace tiendo::fault

#endif  // TIENDO_TESTS_FAULT_HARNESS_EXPERIMENT_H_
