// Faults that need more than one call.
#ifndef TIENDO_TESTS_FAULT_HARNESS_FAULTS_H_
#define TIENDO_TESTS_FAULT_HARNESS_FAULTS_H_

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tests/fault/harness/experiment.h"

namespace tiendo::fault {

// How long a test goes on with one fault: TIENDO_FAULT_SECONDS, default 8, and at least
// TIENDO_FAULT_ROUNDS rounds of each of the fault's variants, which follow each other. Without that
// variable: each variant once, and `least` rounds in all.
class Rounds {
 public:
  explicit Rounds(size_t variants = 1, size_t least = 2);
  // Whether another round is due.
  bool Next();
  // From 1.
  size_t number() const { return number_; }
  // From 0: which one this round is for.
  size_t variant() const { return (number_ - 1) % variants_; }

 private:
  const std::chrono::steady_clock::time_point until_;
  const size_t variants_;
  const size_t least_;
  size_t number_ = 0;
};

// SIGKILL of replicas, one after the other, each with the writes of the run under way; a while of
// traffic without them, and their return.
absl::Status Kill(Experiment& experiment, const std::vector<Replica*>& replicas);
absl::Status KillOne(Experiment& experiment, const std::string& service);
// Up to `n` of them, chosen by the seed; every service keeps one.
std::vector<Replica*> ReplicasToKill(Experiment& experiment, int n);

// Has a replica killed at a named point of server/failpoints.h, and brings it back.
absl::Status KillAt(Experiment& experiment, const std::string& service, const std::string& point);

// Which service a kill is for: mostly the one with the writes.
std::string ServiceToKill(Experiment& experiment);

}  // namespace tiendo::fault

#endif  // TIENDO_TESTS_FAULT_HARNESS_FAULTS_H_
