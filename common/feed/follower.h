// The consuming side of a feed: keeps one watch open, hands every frame to a sink that stores what
// it derives together with the position, and starts over when the history it stood in is gone.
#ifndef TIENDO_COMMON_FEED_FOLLOWER_H_
#define TIENDO_COMMON_FEED_FOLLOWER_H_

#include <grpcpp/client_context.h>
#include <grpcpp/support/sync_stream.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/log/log.h"
#include "tiendo/feed/v1/feed.pb.h"

namespace tiendo::feed {

// Where frames go. All calls come from the follower's thread.
class FeedSink {
 public:
  virtual ~FeedSink() = default;
  // Token of the last frame applied; empty: start with a snapshot.
  virtual absl::StatusOr<std::string> ResumeToken() = 0;
  // Stores the frame's effects and its token in one transaction. A change that is not newer than
  // what is held is skipped: snapshots overlap the changes after them.
  virtual absl::Status Apply(const v1::WatchChangesResponse& frame) = 0;
  // Forgets everything: another history follows, beginning with a snapshot.
  virtual absl::Status Reset() = 0;
};

class Follower {
 public:
  using Stream = grpc::ClientReaderInterface<v1::WatchChangesResponse>;
  // stub->WatchChanges of the service followed.
  using OpenStream =
      std::function<std::unique_ptr<Stream>(grpc::ClientContext*, const v1::WatchChangesRequest&)>;
  struct Options {
    // Service followed, for logs and state.
    std::string service;
    std::chrono::milliseconds progress_interval{250};
    // A stream without any frame for this long is given up and opened again.
    std::chrono::milliseconds silence{5000};
    // Pause after a failure, doubled up to the maximum, with jitter.
    std::chrono::milliseconds backoff{50};
    std::chrono::milliseconds max_backoff{2000};
  };
  struct State {
    bool connected = false;
    // Since the start it has once held all that the source had when a stream opened.
    bool caught_up = false;
    std::string database_id;
    int64_t revision = 0;
    int64_t head_revision = 0;
    std::optional<Instant> last_frame;
  };

  Follower(Options options, OpenStream open, FeedSink& sink, const Clock& clock,
           std::shared_ptr<log::Logger> log);
  // Stops.
  ~Follower();
  void Start();
  void Stop();
  State state() const;
  const Options& options() const { return options_; }

 private:
  void Run();
  // Follows until the stream ends; why it did.
  absl::Status FollowOnce();
  void Watchdog();
  bool Pause(std::chrono::milliseconds pause);

  const Options options_;
  const OpenStream open_;
  FeedSink& sink_;
  const Clock& clock_;
  const std::shared_ptr<log::Logger> log_;
  mutable std::mutex mutex_;  // guards what follows but the threads
  std::condition_variable changed_;
  bool stopping_ = false;
  grpc::ClientContext* context_ = nullptr;
  std::chrono::steady_clock::time_point last_sign_;
  State state_;
  std::thread thread_;
  std::thread watchdog_;
};

}  // namespace tiendo::feed

#endif  // TIENDO_COMMON_FEED_FOLLOWER_H_
