#include "common/rpc/watch_reactor.h"

#include <algorithm>
#include <utility>

#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/rpc/status_conversion.h"

namespace tiendo::rpc {

namespace reasons = errors::reasons;

// A timer outlives its stream, so none is long: a source may be asked once in a while for nothing.
constexpr std::chrono::seconds kLongestTimer{30};

WatchStream::WatchStream(Watches& watches, Incoming incoming)
    : watches_(watches), incoming_(std::move(incoming)) {}

void WatchStream::Schedule() {
  {
    std::lock_guard lock(mutex_);
    if (ended_) return;
    if (scheduled_) {
      again_ = true;
      return;
    }
    scheduled_ = true;
  }
  watches_.pool_.Post([self = shared_from_this()] { self->Pump(); });
}

void WatchStream::Stop(const absl::Status& status) {
  {
    std::lock_guard lock(mutex_);
    if (!stop_) stop_ = status;
  }
  Schedule();
}

void WatchStream::NoteCancelled() {
  {
    std::lock_guard lock(mutex_);
    cancelled_ = true;
  }
  Schedule();
}

void WatchStream::NoteWriteDone(bool ok) {
  {
    std::lock_guard lock(mutex_);
    writing_ = false;
    if (!ok) cancelled_ = true;
  }
  Schedule();
}

bool WatchStream::Begin(std::shared_ptr<WatchStream> self, const absl::Status& accepted) {
  self_ = std::move(self);
  absl::Status status = accepted.ok() ? watches_.Join(this) : accepted;
  joined_ = status.ok();
  if (!status.ok()) End(status);
  return status.ok();
}

void WatchStream::NoteDone() {
  if (joined_) watches_.Leave(this);
  self_.reset();
}

void WatchStream::Pump() {
  for (;;) {
    std::optional<absl::Status> stop;
    {
      std::lock_guard lock(mutex_);
      again_ = false;
      if (ended_) return;
      if (writing_) {  // its end schedules the next turn
        scheduled_ = false;
        return;
      }
      stop = stop_;
      if (cancelled_ && !stop) {
        stop = errors::Make(absl::StatusCode::kCancelled, reasons::kCancelled,
                            "the caller ended the stream");
      }
    }
    if (stop) return End(*stop);
    absl::StatusOr<Turn> turn = Ask();
    if (!turn.ok()) return End(turn.status());
    if (turn->frame) {
      {
        std::lock_guard lock(mutex_);
        writing_ = true;
        scheduled_ = false;
      }
      return Send();
    }
    std::lock_guard lock(mutex_);
    if (again_) continue;
    scheduled_ = false;
    if (turn->again) ArmTimer(*turn->again);
    return;
  }
}

void WatchStream::ArmTimer(std::chrono::steady_clock::time_point when) {
  when = std::min(when, std::chrono::steady_clock::now() + kLongestTimer);
  if (timer_ && *timer_ <= when) return;  // it will ask for the later one itself
  timer_ = when;
  watches_.pool_.PostAt(when, [weak = weak_from_this(), when] {
    auto self = weak.lock();
    if (self == nullptr) return;
    {
      std::lock_guard lock(self->mutex_);
      if (self->timer_ == when) self->timer_.reset();
    }
    self->Schedule();
  });
}

void WatchStream::End(const absl::Status& status) {
  {
    std::lock_guard lock(mutex_);
    if (ended_) return;
    ended_ = true;
  }
  DropSource();
  Close(watches_.Convert(status, *this));
}

Watches::Watches(Options options)
    : options_(std::move(options)), metrics_(options_.metrics), pool_(options_.threads) {}

Watches::~Watches() {
  Stop();
  std::unique_lock lock(mutex_);
  left_.wait(lock, [this] { return streams_.empty(); });
}

absl::Status Watches::Accept(const Incoming& incoming) {
  metrics_.Of(incoming.call.method).Started();
  return Admit(incoming, *options_.policy);
}

absl::Status Watches::Join(WatchStream* stream) {
  std::lock_guard lock(mutex_);
  if (stopped_) return *stopped_;
  if (streams_.size() >= static_cast<size_t>(options_.max_watchers)) {
    return errors::Overloaded("watchers", "all places for watchers are taken; try again later",
                              kDefaultRetryDelay);
  }
  streams_.insert(stream);
  return absl::OkStatus();
}

void Watches::Leave(WatchStream* stream) {
  std::lock_guard lock(mutex_);
  streams_.erase(stream);
  if (streams_.empty()) left_.notify_all();
}

void Watches::Stop() {
  Stop(errors::Make(absl::StatusCode::kUnavailable, reasons::kShuttingDown,
                    "the server is stopping; resume from the last token"));
}

void Watches::Stop(const absl::Status& status) {
  std::lock_guard lock(mutex_);
  if (!stopped_) stopped_ = status;
  // None of them can leave meanwhile: Leave() waits for the lock.
  for (WatchStream* stream : streams_) stream->Stop(status);
}

int Watches::open() const {
  std::lock_guard lock(mutex_);
  return static_cast<int>(streams_.size());
}

grpc::Status Watches::Convert(const absl::Status& status, const WatchStream& stream) {
  const Call& call = stream.incoming_.call;
  grpc::Status answer =
      ToGrpc(status, {options_.log.get(), call.method, call.request_id, call.trace_id()});
  metrics_.Of(call.method)
      .Finished(answer.error_code(), std::chrono::steady_clock::now() - stream.started_);
  if (options_.log != nullptr) {
    options_.log->Debug("stream ended", {{"method", call.method},
                                         {"status", CodeName(answer.error_code())},
                                         {"reason", errors::Reason(status)},
                                         {"principal", call.principal},
                                         {"trace_id", call.trace_id()}});
  }
  return answer;
}

}  // namespace tiendo::rpc
