// Server streams: drives a WatchSource on gRPC's callback API.
//
// One write is in flight per stream, nothing blocks in a reaction, and a stream that has nothing to
// send holds no thread.
#ifndef TIENDO_COMMON_RPC_WATCH_REACTOR_H_
#define TIENDO_COMMON_RPC_WATCH_REACTOR_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/log/log.h"
#include "common/metrics/registry.h"
#include "common/rpc/call.h"
#include "common/rpc/call_metrics.h"
#include "common/rpc/policy.h"
#include "common/rpc/watch_source.h"
#include "common/rpc/work_pool.h"

namespace tiendo::rpc {

class Watches;

// The turn-taking of one stream, whatever its frames are. Everything that happens to a stream (a
// wake, a write done, a cancellation, a stop, a timer) only notes it and schedules Pump(), which
// runs on the pool, one at a time, and alone touches source and transport.
class WatchStream : public std::enable_shared_from_this<WatchStream> {
 public:
  virtual ~WatchStream() = default;
  // Runs Pump soon. Any thread; does not block.
  void Schedule();
  // Ends the stream with `status` after the write in flight, if any.
  void Stop(const absl::Status& status);

 protected:
  // What asking a source gave.
  struct Turn {
    bool frame = false;                                          // Send() has one
    std::optional<std::chrono::steady_clock::time_point> again;  // without a frame: ask again then
  };

  WatchStream(Watches& watches, Incoming incoming);
  // Sends or waits; see Step.
  void Pump();
  void NoteCancelled();
  void NoteWriteDone(bool ok);
  // The last reaction: gives the place back. The object may be gone after.
  void NoteDone();
  // In the reaction that creates the stream: takes a place. False when the stream has been ended.
  bool Begin(std::shared_ptr<WatchStream> self, const absl::Status& accepted);

  const Incoming& incoming() const { return incoming_; }

 private:
  friend class Watches;
  // Opens the source on first use and asks it for the next frame. On the pool.
  virtual absl::StatusOr<Turn> Ask() = 0;
  // Starts the write of the frame that Ask got.
  virtual void Send() = 0;
  virtual void Close(grpc::Status status) = 0;
  virtual void DropSource() = 0;

  void End(const absl::Status& status);
  void ArmTimer(std::chrono::steady_clock::time_point when);

  Watches& watches_;
  const Incoming incoming_;
  const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::shared_ptr<WatchStream> self_;  // until NoteDone
  bool joined_ = false;                // has a place; set in Begin

  std::mutex mutex_;  // guards what follows
  bool scheduled_ = false;
  bool again_ = false;
  bool writing_ = false;
  bool cancelled_ = false;
  bool ended_ = false;
  std::optional<absl::Status> stop_;
  std::optional<std::chrono::steady_clock::time_point> timer_;
};

template <class Frame>
class WatchReactor;

// The streams of one service; thread-safe. Outlives the server.
class Watches {
 public:
  struct Options {
    // Full name of the service.
    std::string service;
    const Policy* policy = nullptr;
    std::shared_ptr<log::Logger> log;            // null: silent
    std::shared_ptr<metrics::Registry> metrics;  // null: not counted
    // Streams beyond this are refused with RESOURCE_EXHAUSTED OVERLOADED.
    int max_watchers = 1000;
    // Threads that ask the sources.
    int threads = 2;
  };

  explicit Watches(Options options);
  // Waits for the streams that are still open: shut the server down first.
  ~Watches();

  // `open` makes the source, on the pool (it may read the database). Use:
  //   return watches_.Watch<WatchChangesResponse>(context, "WatchChanges", request, Validate,
  //   open);
  template <class Frame, class Req>
  grpc::ServerWriteReactor<Frame>* Watch(
      grpc::CallbackServerContext* context, std::string_view verb, const Req* request,
      std::type_identity_t<absl::Status (*)(const Req&)> validate,
      std::type_identity_t<std::function<
          absl::StatusOr<std::unique_ptr<WatchSource<Frame>>>(const Call&, const Req&)>>
          open) {
    Incoming incoming = Describe(*context, options_.service, verb);
    absl::Status accepted = Accept(incoming);
    if (accepted.ok() && validate != nullptr) accepted = validate(*request);
    auto reactor = std::make_shared<WatchReactor<Frame>>(
        *this, std::move(incoming),
        [open = std::move(open), request](const Call& call) { return open(call, *request); });
    reactor->Start(reactor, accepted);
    return reactor.get();
  }

  // Ends all streams, and every later one at once, with `status` (resumable:
  // UNAVAILABLE SHUTTING_DOWN by default). Does not wait.
  void Stop();
  void Stop(const absl::Status& status);
  int open() const;

 private:
  friend class WatchStream;
  absl::Status Accept(const Incoming& incoming);
  // Takes one of the max_watchers places; an error when there is none or the streams were stopped.
  absl::Status Join(WatchStream* stream);
  void Leave(WatchStream* stream);
  grpc::Status Convert(const absl::Status& status, const WatchStream& stream);

  const Options options_;
  CallMetrics metrics_;
  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable left_;
  std::set<WatchStream*> streams_;
  std::optional<absl::Status> stopped_;
  WorkPool pool_;  // last: its tasks use the rest
};

// The gRPC side of a stream.
template <class Frame>
class WatchReactor final : public grpc::ServerWriteReactor<Frame>, public WatchStream {
 public:
  using Open = std::function<absl::StatusOr<std::unique_ptr<WatchSource<Frame>>>(const Call&)>;

  WatchReactor(Watches& watches, Incoming incoming, Open open)
      : WatchStream(watches, std::move(incoming)), open_(std::move(open)) {}

  // Ends at once when `accepted` is an error.
  void Start(std::shared_ptr<WatchStream> self, const absl::Status& accepted) {
    if (!Begin(std::move(self), accepted)) return;
    this->StartSendInitialMetadata();  // the caller sees that the watch stands
    Schedule();
  }

 private:
  absl::StatusOr<Turn> Ask() override {
    if (source_ == nullptr) {
      auto source = open_(incoming().call);
      if (!source.ok()) return std::move(source).status();
      source_ = *std::move(source);
      source_->OnReady([weak = weak_from_this()] {
        if (std::shared_ptr<WatchStream> self = weak.lock()) self->Schedule();
      });
    }
    absl::StatusOr<std::optional<Frame>> frame = source_->Next();
    if (!frame.ok()) return std::move(frame).status();
    if (!frame->has_value()) return Turn{.frame = false, .again = source_->NextDeadline()};
    frame_ = **std::move(frame);
    return Turn{.frame = true, .again = {}};
  }
  void Send() override { this->StartWrite(&frame_); }
  void Close(grpc::Status status) override { this->Finish(std::move(status)); }
  void DropSource() override { source_.reset(); }

  void OnWriteDone(bool ok) override { NoteWriteDone(ok); }
  void OnCancel() override { NoteCancelled(); }
  void OnDone() override { NoteDone(); }

  Open open_;
  std::unique_ptr<WatchSource<Frame>> source_;
  Frame frame_;
};

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_WATCH_REACTOR_H_
