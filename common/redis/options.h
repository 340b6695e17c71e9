// Settings of a Redis client, shared by the classes of this folder.
#ifndef TIENDO_COMMON_REDIS_OPTIONS_H_
#define TIENDO_COMMON_REDIS_OPTIONS_H_

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace tiendo::redis {

// The moment at which the caller no longer wants the answer. Steady, so that a clock step neither
// cuts a call short nor lets it hang.
using Deadline = std::chrono::steady_clock::time_point;
inline constexpr Deadline kNoDeadline = Deadline::max();

struct BreakerOptions {
  // Consecutive failures after which Redis is left alone. At least 1.
  int failures_to_open = 3;
  // The first pause and the longest one; the pause doubles with every failed probe. The real pause
  // is drawn from [pause / 2, pause], so that replicas do not come back in step.
  std::chrono::milliseconds min_pause{100};
  std::chrono::milliseconds max_pause{5000};
};

// What an operator wants to see in the log. Rare: while Redis is down only probes fail.
enum class Event { kConnected, kConnectionLost, kBreakerOpened, kBreakerClosed };

// Called from the thread of the call that met the event, possibly from several at once; must not
// call the client back. `detail` never holds the password or a value.
using Observer = std::function<void(Event event, std::string_view detail)>;

struct Options {
  // "host:port", "[IPv6 address]:port" or "unix:/path/of/socket".
  std::string address = "127.0.0.1:6379";
  // AUTH after each connect, unless the password is empty. An empty user is Redis' "default".
  std::string username;
  std::string password;
  // SELECT after each connect, unless 0.
  int database = 0;
  // Connections at most; a call beyond that fails at once.
  size_t pool_size = 8;
  // Connecting, resolving, AUTH and SELECT together.
  std::chrono::milliseconds connect_timeout{100};
  // One command, from the first byte sent to the last byte of the reply.
  std::chrono::milliseconds command_timeout{50};
  // A longer reply is an error: Redis is not trusted with our memory.
  size_t max_reply_bytes = size_t{64} << 20;
  BreakerOptions breaker;
  Observer observer;  // May be empty.
};

}  // namespace tiendo::redis

#endif  // TIENDO_COMMON_REDIS_OPTIONS_H_
