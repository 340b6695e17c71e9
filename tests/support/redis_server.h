// A real redis-server of the test's own.
#ifndef TIENDO_TESTS_SUPPORT_REDIS_SERVER_H_
#define TIENDO_TESTS_SUPPORT_REDIS_SERVER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_dir.h"

namespace tiendo::testing {

// On a unix socket only (no port that could be taken), nothing written to disk.
class RedisServer {
 public:
  struct Options {
    std::string password;                // empty: none asked
    std::vector<std::string> arguments;  // added, e.g. {"--maxmemory", "1mb"}
  };

  // Running and answering.
  static absl::StatusOr<std::unique_ptr<RedisServer>> Create(Options options);
  static absl::StatusOr<std::unique_ptr<RedisServer>> Create() { return Create(Options()); }

  const std::string& socket() const { return socket_; }
  // "unix:/path/redis.sock".
  std::string url() const { return "unix:" + socket_; }
  const std::string& password() const { return options_.password; }

  absl::Status Start();
  void Stop();             // SIGTERM, waits
  void Kill();             // SIGKILL, waits
  absl::Status Restart();  // Kill and Start: empty again
  void Pause();            // SIGSTOP: connections stay open and unanswered
  void Resume();

 private:
  explicit RedisServer(Options options);
  bool Answers() const;

  const Options options_;
  TempDir dir_;
  const std::string socket_;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_SUPPORT_REDIS_SERVER_H_
