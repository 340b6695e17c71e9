#include "common/api/watch.h"

#include <memory>
#include <utility>

#include "common/base/status_macros.h"

namespace tiendo::api {
namespace {

using Frame = tiendo::feed::v1::WatchChangesResponse;
using SteadyClock = std::chrono::steady_clock;

class SessionSource final : public rpc::WatchSource<Frame> {
 public:
  SessionSource(feed::Hub& hub, std::unique_ptr<feed::Session> session)
      : hub_(hub), session_(std::move(session)), sent_(SteadyClock::now()) {}
  ~SessionSource() override {
    if (wait_) hub_.Cancel(*wait_);
  }

  absl::StatusOr<std::optional<Frame>> Next() override {
    TIENDO_ASSIGN_OR_RETURN(std::optional<Frame> frame, session_->Next());
    if (!frame && SteadyClock::now() >= NextDeadline().value()) frame = session_->Progress();
    if (frame) {
      sent_ = SteadyClock::now();
      return frame;
    }
    if (wait_) hub_.Cancel(*wait_);
    // The progress frame is the reactor's timer's business; the hub's deadline is only far away.
    wait_ = hub_.Wait(session_->revision(), SteadyClock::now() + std::chrono::hours(1), wake_);
    return std::optional<Frame>();
  }
  void OnReady(std::function<void()> wake) override { wake_ = std::move(wake); }
  std::optional<SteadyClock::time_point> NextDeadline() override {
    return sent_ + session_->progress_interval();
  }

 private:
  feed::Hub& hub_;
  std::unique_ptr<feed::Session> session_;
  std::function<void()> wake_;
  std::optional<feed::Hub::WaitId> wait_;
  SteadyClock::time_point sent_;
};

}  // namespace

grpc::ServerWriteReactor<Frame>* WatchChanges(
    rpc::Watches& watches, const feed::Source& source, grpc::CallbackServerContext* context,
    const tiendo::feed::v1::WatchChangesRequest* request) {
  return watches.Watch<Frame>(
      context, "WatchChanges", request, nullptr,
      [&source](const rpc::Call&, const tiendo::feed::v1::WatchChangesRequest& r)
          -> absl::StatusOr<std::unique_ptr<rpc::WatchSource<Frame>>> {
        TIENDO_ASSIGN_OR_RETURN(std::unique_ptr<feed::Session> session,
                                feed::Session::Open(source, r));
        return std::make_unique<SessionSource>(*source.hub, std::move(session));
      });
}

}  // namespace tiendo::api
