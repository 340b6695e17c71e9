#include "services/status/sources/known_facts.h"

#include <algorithm>
#include <string>

#include "common/api/body.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "services/status/domain/reasons.h"
#include "tiendo/programs/v1/programs.pb.h"

namespace tiendo::status {
namespace {

using SteadyClock = std::chrono::steady_clock;

absl::Status TryAgain(std::string_view reason, const std::string& service,
                      const std::string& message) {
  errors::Details details;
  details.reason = std::string(reason);
  if (!service.empty()) details.metadata["service"] = service;
  details.retry_after = std::chrono::milliseconds(1000);
  return errors::Make(absl::StatusCode::kUnavailable, message + ": try again", std::move(details));
}

absl::Status Overloaded() {
  errors::Details details;
  details.reason = std::string(errors::reasons::kOverloaded);
  details.metadata["resource"] = "known_at";
  details.retry_after = std::chrono::milliseconds(1000);
  return errors::Make(absl::StatusCode::kResourceExhausted,
                      "too many callers wait for facts of an earlier time (known_at): try again",
                      std::move(details));
}

// The units that a resource was checked against; 0 when it does not tell.
template <typename Message>
int64_t UnitsRevision(const feed::MirroredResource& resource) {
  Message message;
  return api::UnpackBody(resource.body, message).ok() ? message.units_revision() : 0;
}

// The newest units that an event, report or assignment of programs was checked against.
int64_t UnitsCheckedAgainst(const std::vector<feed::MirroredResource>& resources) {
  int64_t newest = 0;
  for (const feed::MirroredResource& resource : resources) {
    const bool of_target = TargetBase::Holds(resource.name);
    if (resource.name.find("/assignments/") != std::string::npos) {
      newest = std::max(newest, resource.name.find("/events/") != std::string::npos
                                    ? UnitsRevision<programs::v1::DutyAssignmentEvent>(resource)
                                    : UnitsRevision<programs::v1::DutyAssignment>(resource));
    } else if (resource.name.find("/events/") != std::string::npos) {
      newest = std::max(newest, of_target ? UnitsRevision<programs::v1::TargetEvent>(resource)
                                          : UnitsRevision<programs::v1::ItemEvent>(resource));
    } else if (of_target && resource.name.find("/reports/") != std::string::npos) {
      newest = std::max(newest, UnitsRevision<programs::v1::TargetReport>(resource));
    }
  }
  return newest;
}

}  // namespace

KnownFacts::KnownFacts(Options options, Streams streams, const FactBase& live,
                       calendar::BusinessZone zone, std::shared_ptr<log::Logger> log)
    : options_(options),
      streams_(std::move(streams)),
      live_(live),
      zone_(std::move(zone)),
      log_(std::move(log)),
      thread_([this] { Run(); }) {}

KnownFacts::~KnownFacts() { Stop(); }

void KnownFacts::StopWaiting() {
  std::lock_guard lock(mutex_);
  stopping_ = true;
  if (context_ != nullptr) context_->TryCancel();
  wake_.notify_all();
  done_.notify_all();
}

void KnownFacts::Stop() {
  StopWaiting();
  if (thread_.joinable()) thread_.join();
}

absl::Status KnownFacts::CheckAskable(Instant known_at) const {
  FactBase::View live = live_.Read();
  TIENDO_RETURN_IF_ERROR(live.CheckLoaded());
  for (size_t i = 0; i < live.positions().size(); ++i) {
    if (live.positions()[i].time >= known_at) continue;
    const std::string service(ServiceOf(static_cast<Source>(i)));
    return TryAgain(errors::reasons::kPositionNotReached, service,
                    service + " may still record something up to that time");
  }
  return absl::OkStatus();
}

absl::StatusOr<KnownFacts::Ptr> KnownFacts::At(Instant known_at, Deadline deadline) {
  TIENDO_RETURN_IF_ERROR(CheckAskable(known_at));
  std::unique_lock lock(mutex_);
  if (Ptr kept = Kept(known_at)) return kept;
  if (waiting_ >= options_.max_waiting) return Overloaded();
  std::shared_ptr<Job>& place = jobs_[known_at];
  if (place == nullptr) {
    place = std::make_shared<Job>();
    queue_.push_back(known_at);
    wake_.notify_one();
  }
  const std::shared_ptr<Job> job = place;
  ++waiting_;
  ++job->waiting;
  done_.wait_until(lock, deadline, [&] { return job->result.has_value() || stopping_; });
  --job->waiting;
  --waiting_;
  if (job->result) return *job->result;
  return TryAgain(stopping_ ? errors::reasons::kShuttingDown : errors::reasons::kPositionNotReached,
                  "", "the facts as known at that time are still being read");
}

KnownFacts::Ptr KnownFacts::Kept(Instant known_at) {
  if (const uint64_t epoch = live_.epoch(); epoch != epoch_) {
    kept_.clear();
    epoch_ = epoch;
  }
  const auto found = std::find_if(kept_.begin(), kept_.end(),
                                  [&](const auto& entry) { return entry.first == known_at; });
  if (found == kept_.end()) return nullptr;
  kept_.splice(kept_.begin(), kept_, found);
  return found->second;
}

void KnownFacts::Keep(Instant known_at, Ptr facts) {
  kept_.emplace_front(known_at, std::move(facts));
  if (kept_.size() > options_.kept) kept_.pop_back();
}

void KnownFacts::Run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (stopping_) return;
    const Instant known_at = queue_.front();
    queue_.pop_front();
    const std::shared_ptr<Job> job = jobs_[known_at];
    // Who asked has given up before it began: perhaps nobody comes back for it.
    if (job->waiting > 0) {
      (void)Kept(known_at);  // of the present databases only, from here on
      const uint64_t epoch = epoch_;
      lock.unlock();
      absl::StatusOr<Ptr> result = Make(known_at);
      lock.lock();
      if (result.ok() && epoch == live_.epoch()) Keep(known_at, *result);
      job->result = std::move(result);
    }
    jobs_.erase(known_at);
    done_.notify_all();
  }
}

absl::StatusOr<Replayed> KnownFacts::ReplayOf(Source source, const Cut& cut) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + options_.limit);
  {
    std::lock_guard lock(mutex_);
    if (stopping_) return absl::CancelledError("stopping");
    context_ = &context;
  }
  absl::StatusOr<Replayed> replayed =
      Replay(ServiceOf(source), streams_[static_cast<size_t>(source)], cut, context);
  std::lock_guard lock(mutex_);
  context_ = nullptr;
  return replayed;
}

absl::StatusOr<KnownFacts::Ptr> KnownFacts::Make(Instant known_at) {
  const auto start = SteadyClock::now();
  const Positions live = live_.Read().positions();
  auto facts = std::make_shared<FactBase>(options_.index, zone_);
  Cut cut{known_at};
  size_t resources = 0;
  // Units last: what programs has recorded by then tells how much of them was known there.
  for (const Source source : {Source::kSupervision, Source::kPrograms, Source::kUnits}) {
    TIENDO_ASSIGN_OR_RETURN(Replayed replayed, ReplayOf(source, cut));
    const std::string service(ServiceOf(source));
    if (replayed.database_id != live[static_cast<size_t>(source)].database_id) {
      return TryAgain(reasons::kNotLoaded, service,
                      service + " has another database, which is still being read");
    }
    if (source == Source::kPrograms) cut.at_least = UnitsCheckedAgainst(replayed.resources);
    resources += replayed.resources.size();
    facts->Apply(source, replayed.resources,
                 {replayed.database_id, replayed.revision, known_at, true});
  }
  const auto took =
      std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - start);
  log_->Info("facts of an earlier time read", {{"known_at_us", ToMicros(known_at)},
                                               {"resources", resources},
                                               {"milliseconds", took.count()}});
  return Ptr(std::move(facts));
}

}  // namespace tiendo::status
