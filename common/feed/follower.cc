#include "common/feed/follower.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <random>
#include <utility>

#include "common/base/status_macros.h"

namespace tiendo::feed {

Follower::Follower(Options options, OpenStream open, FeedSink& sink, const Clock& clock,
                   std::shared_ptr<log::Logger> log)
    : options_(std::move(options)),
      open_(std::move(open)),
      sink_(sink),
      clock_(clock),
      log_(std::move(log)) {}

Follower::~Follower() { Stop(); }

void Follower::Start() {
  thread_ = std::thread([this] { Run(); });
  watchdog_ = std::thread([this] { Watchdog(); });
}

void Follower::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    if (context_ != nullptr) context_->TryCancel();
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
  if (watchdog_.joinable()) watchdog_.join();
}

Follower::State Follower::state() const {
  std::lock_guard lock(mutex_);
  return state_;
}

bool Follower::Pause(std::chrono::milliseconds pause) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, pause, [this] { return stopping_; });
  return !stopping_;
}

void Follower::Run() {
  std::minstd_rand random(std::random_device{}());
  auto backoff = options_.backoff;
  do {
    absl::Status status = FollowOnce();
    bool progressed = false;
    {
      std::lock_guard lock(mutex_);
      progressed = state_.connected;
      state_.connected = false;
      if (stopping_) return;
    }
    log_->Info("feed interrupted",
               {{"service", options_.service}, {"reason", std::string(status.message())}});
    if (absl::IsOutOfRange(status)) {
      absl::Status reset = sink_.Reset();
      if (!reset.ok()) log_->Error("feed reset failed", {{"service", options_.service}});
    }
    backoff = progressed ? options_.backoff : std::min(backoff * 2, options_.max_backoff);
    // Half to the whole of it: consumers of one service do not come back together.
    std::uniform_int_distribution<int64_t> jitter(backoff.count() / 2, backoff.count());
    if (!Pause(std::chrono::milliseconds(jitter(random)))) return;
  } while (true);
}

absl::Status Follower::FollowOnce() {
  v1::WatchChangesRequest request;
  TIENDO_ASSIGN_OR_RETURN(std::string token, sink_.ResumeToken());
  if (token.empty()) {
    request.set_snapshot(true);
  } else {
    request.set_resume_token(token);
  }
  *request.mutable_progress_interval() =
      google::protobuf::util::TimeUtil::MillisecondsToDuration(options_.progress_interval.count());
  grpc::ClientContext context;
  {
    std::lock_guard lock(mutex_);
    if (stopping_) return absl::CancelledError("stopping");
    context_ = &context;
    last_sign_ = std::chrono::steady_clock::now();
  }
  std::unique_ptr<Stream> stream = open_(&context, request);
  v1::WatchChangesResponse frame;
  absl::Status applied;
  std::optional<int64_t> head_at_open;
  while (applied.ok() && stream->Read(&frame)) {
    applied = sink_.Apply(frame);
    if (!head_at_open) head_at_open = frame.head_revision();
    std::lock_guard lock(mutex_);
    last_sign_ = std::chrono::steady_clock::now();
    state_.connected = true;
    state_.database_id = frame.database_id();
    if (frame.phase() != v1::WatchChangesResponse::PHASE_SNAPSHOT && !frame.fragment()) {
      state_.revision = frame.revision();
      if (applied.ok() && state_.revision >= *head_at_open) state_.caught_up = true;
    }
    state_.head_revision = frame.head_revision();
    state_.last_frame = clock_.Now();
  }
  if (!applied.ok()) context.TryCancel();
  grpc::Status finished = stream->Finish();
  {
    std::lock_guard lock(mutex_);
    context_ = nullptr;
  }
  // The sink's refusal of another history asks for a reset, as the server's does.
  if (absl::IsOutOfRange(applied)) return applied;
  if (!applied.ok()) return absl::AbortedError(applied.message());
  const std::string& text = finished.error_message();
  return absl::Status(static_cast<absl::StatusCode>(finished.error_code()), text);
}

void Follower::Watchdog() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    changed_.wait_for(lock, options_.silence / 4, [this] { return stopping_; });
    auto silent = std::chrono::steady_clock::now() - last_sign_;
    if (context_ != nullptr && silent > options_.silence) context_->TryCancel();
  }
}

}  // namespace tiendo::feed
