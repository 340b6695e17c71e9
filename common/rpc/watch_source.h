// What a server stream sends, without the transport.
#ifndef TIENDO_COMMON_RPC_WATCH_SOURCE_H_
#define TIENDO_COMMON_RPC_WATCH_SOURCE_H_

#include <chrono>
#include <functional>
#include <optional>

#include "absl/status/statusor.h"

namespace tiendo::rpc {

// One per stream. Frame is the response message of the method. Its functions are called one at a
// time, on threads that may wait, never in a reaction; so is the destructor.
template <class Frame>
class WatchSource {
 public:
  virtual ~WatchSource() = default;

  // The next frame to send, or nullopt when there is none now. Called again only after the frame
  // before has been taken over by the transport: a slow receiver is asked for less often, nothing
  // piles up here. May read the database. An error ends the stream with that status.
  virtual absl::StatusOr<std::optional<Frame>> Next() = 0;

  // Called once, before the first Next(). The source calls `wake` whenever Next() may have more, on
  // any thread; it is cheap, does not block, does not call back, and may be called too often and
  // even after the source is gone.
  virtual void OnReady(std::function<void()> wake) = 0;

  // After a Next() without a frame: when to ask again even if nothing wakes the stream (a progress
  // frame is due); nullopt: not before a wake.
  virtual std::optional<std::chrono::steady_clock::time_point> NextDeadline() {
    return std::nullopt;
  }
};

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_WATCH_SOURCE_H_
