// Typed commands over a bounded pool of Redis connections.
//
// Redis holds nothing that cannot be computed again: every error here means "go on without it", and
// must come quickly. Hence no retry, no queue for a connection, short time-outs and a breaker.
#ifndef TIENDO_COMMON_REDIS_CLIENT_H_
#define TIENDO_COMMON_REDIS_CLIENT_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/redis/circuit_breaker.h"
#include "common/redis/connection.h"
#include "common/redis/options.h"
#include "common/redis/reply.h"
#include "common/redis/script.h"

namespace tiendo::redis {

// Counters since the start.
struct Stats {
  uint64_t calls = 0;           // All of them, the refused ones included.
  uint64_t failures = 0;        // Connect, I/O or protocol errors, time-outs, Redis not serving.
  uint64_t command_errors = 0;  // Error replies that concern one command only.
  uint64_t exhausted = 0;       // Refused: every connection in use.
  uint64_t rejected = 0;        // Refused: breaker open.
  uint64_t connects = 0;        // Connections opened.
};

// Thread-safe. Keys and values are any bytes. Errors of every command:
//   UNAVAILABLE       not reachable, not serving (READONLY, LOADING, NOAUTH, ...), breaker open, or
//                     all connections in use (both at once, without waiting)
//   DEADLINE_EXCEEDED the command's time-out or the caller's deadline, whichever came first; the
//                     command may still be carried out
//   INTERNAL          Redis refused this one command (wrong type of key, out of memory, ...)
class Client {
 public:
  // Checks the options (INVALID_ARGUMENT) and connects nothing: Redis may be down.
  static absl::StatusOr<std::unique_ptr<Client>> Create(Options options);
  // No call may be under way.
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // nullopt: no such key.
  absl::StatusOr<std::optional<std::string>> Get(std::string_view key,
                                                 Deadline deadline = kNoDeadline);
  // One element per key, in order. At least one key.
  absl::StatusOr<std::vector<std::optional<std::string>>> MGet(std::span<const std::string> keys,
                                                               Deadline deadline = kNoDeadline);
  // `ttl` is at least 1 ms: nothing is stored for ever.
  absl::Status Set(std::string_view key, std::string_view value, std::chrono::milliseconds ttl,
                   Deadline deadline = kNoDeadline);
  // As Set, if the key does not exist. Returns whether it was set.
  absl::StatusOr<bool> SetNxPx(std::string_view key, std::string_view value,
                               std::chrono::milliseconds ttl, Deadline deadline = kNoDeadline);
  // Returns how many of the keys existed. At least one key.
  absl::StatusOr<int64_t> Del(std::span<const std::string> keys, Deadline deadline = kNoDeadline);
  // EVALSHA; a server that does not know the script gets its text. The reply is never an error one.
  absl::StatusOr<Reply> Eval(const Script& script, std::span<const std::string> keys,
                             std::span<const std::string> args, Deadline deadline = kNoDeadline);
  absl::Status Ping(Deadline deadline = kNoDeadline);

  CircuitBreaker::State breaker_state() const { return breaker_.state(); }
  Stats stats() const;

 private:
  using Command = std::vector<std::string_view>;
  // A place in the pool, with a connection in it or, before the first use, none.
  using Slot = std::unique_ptr<Connection>;

  Client(Options options, Address address);

  bool TakeSlot(Slot& slot);
  void ReturnSlot(Slot slot);
  // Runs `command`, and `on_noscript` if the reply to the first is NOSCRIPT.
  absl::StatusOr<Reply> Execute(const Command& command, const Command* on_noscript,
                                Deadline deadline);
  absl::StatusOr<Reply> ExecuteOn(Slot& slot, const Command& command, const Command* on_noscript,
                                  Deadline deadline, CircuitBreaker::Outcome& outcome);
  void Notify(Event event, std::string_view detail) const;

  const Options options_;
  const Address address_;
  std::unique_ptr<Resolver> resolver_;  // Null for a socket path.
  CircuitBreaker breaker_;

  std::mutex mu_;
  std::vector<Slot> idle_;
  size_t in_use_ = 0;

  std::atomic<uint64_t> calls_{0};
  std::atomic<uint64_t> failures_{0};
  std::atomic<uint64_t> command_errors_{0};
  std::atomic<uint64_t> exhausted_{0};
  std::atomic<uint64_t> rejected_{0};
  std::atomic<uint64_t> connects_{0};
};

}  // namespace tiendo::redis

#endif  // TIENDO_COMMON_REDIS_CLIENT_H_
