// One connection to Redis.
#ifndef TIENDO_COMMON_REDIS_CONNECTION_H_
#define TIENDO_COMMON_REDIS_CONNECTION_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/redis/options.h"
#include "common/redis/reply.h"
#include "common/redis/resolver.h"

struct redisContext;

namespace tiendo::redis {

// Where Redis listens.
struct Address {
  std::string host;  // Empty for a socket path.
  int port = 0;
  std::string path;

  // INVALID_ARGUMENT unless the text has a form named in Options.
  static absl::StatusOr<Address> Parse(std::string_view text);
};

// Owned and used by one thread at a time. hiredis connects, formats and parses; sending and
// receiving are done here, because hiredis' time-outs count per read (a reply that drips in never
// times out) and its writes raise SIGPIPE.
//
// After any error but an error *reply* the connection is out of step and must be destroyed: the
// late reply of a timed-out command would answer the next one.
class Connection {
 public:
  // Connects, authenticates and selects the database. `resolver` is that of the address' host, null
  // for a socket path. UNAVAILABLE or DEADLINE_EXCEEDED.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const Address& address,
                                                          Resolver* resolver,
                                                          const Options& options,
                                                          Deadline deadline);
  ~Connection();

  // Sends one command and reads its reply, which may be an error reply.
  absl::StatusOr<Reply> Call(std::span<const std::string_view> command, Deadline deadline);

  // False if Redis has closed the idle connection or sent something nobody asked for.
  bool IsQuiet() const;

 private:
  struct ContextDeleter {
    void operator()(redisContext* context) const;
  };
  using Context = std::unique_ptr<redisContext, ContextDeleter>;

  Connection(Context context, size_t max_reply_bytes);
  static absl::StatusOr<Context> Connect(const Address& address, Resolver* resolver,
                                         Deadline deadline);
  absl::Status Greet(const Options& options, Deadline deadline);
  absl::Status Send(std::string_view bytes, Deadline deadline);
  absl::StatusOr<Reply> Receive(Deadline deadline);

  Context context_;
  const size_t max_reply_bytes_;
};

}  // namespace tiendo::redis

#endif  // TIENDO_COMMON_REDIS_CONNECTION_H_
