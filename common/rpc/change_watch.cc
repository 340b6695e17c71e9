#include "common/rpc/change_watch.h"

#include <chrono>
#include <functional>
#include <optional>
#include <utility>

#include "common/base/status_macros.h"

namespace tiendo::rpc {
namespace {

using std::chrono::steady_clock;
using tiendo::feed::v1::WatchChangesResponse;

class SessionSource final : public ChangeSource {
 public:
  SessionSource(feed::Hub& hub, std::unique_ptr<feed::Session> session)
      : hub_(hub), session_(std::move(session)) {}
  ~SessionSource() override { CancelWait(); }

  void OnReady(std::function<void()> wake) override { wake_ = std::move(wake); }

  absl::StatusOr<std::optional<WatchChangesResponse>> Next() override {
    CancelWait();
    TIENDO_ASSIGN_OR_RETURN(std::optional<WatchChangesResponse> frame, session_->Next());
    const steady_clock::time_point now = steady_clock::now();
    if (!frame && now >= progress_due_) frame = session_->Progress();
    if (frame) {
      progress_due_ = now + session_->progress_interval();
    } else {
      wait_ = hub_.Wait(session_->revision(), progress_due_, wake_);
    }
    return frame;
  }

 private:
  void CancelWait() {
    if (wait_) hub_.Cancel(*wait_);
    wait_.reset();
  }

  feed::Hub& hub_;
  std::unique_ptr<feed::Session> session_;
  std::function<void()> wake_;
  // At first a progress frame is due at once: it tells the caller where the watch stands.
  steady_clock::time_point progress_due_;
  std::optional<feed::Hub::WaitId> wait_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ChangeSource>> OpenChangeWatch(
    const feed::Source& source, const tiendo::feed::v1::WatchChangesRequest& request) {
  TIENDO_ASSIGN_OR_RETURN(std::unique_ptr<feed::Session> session,
                          feed::Session::Open(source, request));
  return std::make_unique<SessionSource>(*source.hub, std::move(session));
}

}  // namespace tiendo::rpc
