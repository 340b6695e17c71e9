// Host name lookup with a time limit.
#ifndef TIENDO_COMMON_REDIS_RESOLVER_H_
#define TIENDO_COMMON_REDIS_RESOLVER_H_

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "common/redis/options.h"

namespace tiendo::redis {

// getaddrinfo() knows no time-out and hangs for seconds while a name server is away, so it runs on
// a thread of its own and callers wait for it only until their deadline. Calls at the same time
// share one lookup. Thread-safe. The destructor waits for a lookup that is under way.
class Resolver {
 public:
  // A numeric address is its own answer and starts no thread.
  explicit Resolver(std::string host);
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  // Numeric addresses in the order to try; never empty. UNAVAILABLE if the name does not resolve,
  // DEADLINE_EXCEEDED if that is not known in time.
  absl::StatusOr<std::vector<std::string>> Resolve(Deadline deadline);

 private:
  void Work();

  const std::string host_;
  bool numeric_ = false;

  std::mutex mu_;
  std::condition_variable changed_;
  bool wanted_ = false;
  bool stopping_ = false;
  uint64_t lookups_ = 0;  // Finished ones.
  absl::StatusOr<std::vector<std::string>> last_;
  std::thread worker_;  // Started by the first lookup.
};

}  // namespace tiendo::redis

#endif  // TIENDO_COMMON_REDIS_RESOLVER_H_
