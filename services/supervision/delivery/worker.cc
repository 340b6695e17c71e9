#include "services/supervision/delivery/worker.h"

#include <algorithm>
#include <future>
#include <string_view>
#include <utility>

#include "common/base/random_id.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/paging/digest.h"

namespace tiendo::supervision {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

// Changes looked at in one transaction.
constexpr int kCollectChanges = 500;
// Revisions without a reminder after which the stored position follows all the same.
constexpr int64_t kPositionLag = 1000;
// Failures in a row after which the receiver is left alone: one alone may be of the reminder.
constexpr int kToleratedFailures = 1;
constexpr milliseconds kLogPause{500};
constexpr milliseconds kCountPause{5'000};
// What the ledger says of entries that nobody asked for.
constexpr char kPrincipal[] = "supervision";
constexpr char kMethod[] = "delivery";

// Of "reminders/{reminder}"; an entry of the log has more.
constexpr size_t kSlash = std::string_view("reminders").size();

// Decided here, without asking the receiver.
bool IsOurs(DeliveryFailure failure) {
  return failure == DeliveryFailure::kInterrupted || failure == DeliveryFailure::kExpired ||
         failure == DeliveryFailure::kVoided;
}

}  // namespace

DeliveryWorker::DeliveryWorker(Options options, Parts parts, MakeChannel make_channel,
                               Compose compose)
    : options_(options),
      parts_(std::move(parts)),
      make_channel_(std::move(make_channel)),
      compose_(std::move(compose)),
      queue_(*parts_.schema),
      waiting_(parts_.metrics->GetGauge("tiendo_reminder_deliveries_waiting",
                                        "Reminders not yet delivered and not given up.")),
      duration_(parts_.metrics->GetHistogram("tiendo_reminder_delivery_duration_seconds",
                                             "Duration of an attempt to deliver a reminder.",
                                             metrics::LatencyBuckets())) {}

DeliveryWorker::~DeliveryWorker() { Stop(); }

absl::Status DeliveryWorker::Start() {
  for (int i = 0; i < options_.threads; ++i) {
    TIENDO_ASSIGN_OR_RETURN(channels_.emplace_back(), make_channel_());
  }
  TIENDO_RETURN_IF_ERROR(Collect());
  for (const auto& channel : channels_) threads_.emplace_back([this, &channel] { Run(*channel); });
  return absl::OkStatus();
}

void DeliveryWorker::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void DeliveryWorker::Run(DeliveryChannel& channel) {
  while (WaitForWork()) {
    const auto step = [this, &channel]() -> absl::Status {
      bool collect = false;
      {
        std::lock_guard lock(mutex_);
        collect = std::exchange(to_collect_, false);
      }
      if (collect) TIENDO_RETURN_IF_ERROR(Collect());
      CountWaiting();
      TIENDO_ASSIGN_OR_RETURN(const std::optional<ClaimedReminder> claimed, Claim());
      return claimed ? Deliver(*claimed, channel) : absl::OkStatus();
    };
    const absl::Status status = step();
    if (status.ok() || stopping_) continue;
    // The database's trouble: nothing is lost, the queue and the position are in it.
    parts_.log->Warning("deliveries of reminders wait", {{"error", std::string(status.message())}});
    std::unique_lock lock(mutex_);
    to_collect_ = true;
    changed_.wait_for(lock, kLogPause, [this] { return stopping_.load(); });
  }
}

bool DeliveryWorker::WaitForWork() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (LogHasMoved()) return true;
    const Instant now = parts_.clock->Now();
    if (next_ready_ <= now && open_again_ <= now) return true;
    changed_.wait_for(lock, options_.poll);
  }
  return false;
}

bool DeliveryWorker::LogHasMoved() {
  if (const int64_t epoch = parts_.hub->epoch(); epoch != epoch_) {
    epoch_ = epoch;
    seen_ = 0;
    to_collect_ = true;
  }
  if (to_collect_) return true;
  const auto cached = parts_.hub->Cached(seen_, kCollectChanges);
  if (!cached) return to_collect_ = true;  // no longer in memory
  for (const feed::RevisionPtr& revision : *cached) {
    seen_ = revision->revision;
    for (const ledger::Change& change : revision->changes) {
      // An attempt of another server moves what is ready, too.
      if (!change.name.starts_with("reminders/")) continue;
      next_ready_ = Instant::min();
      to_collect_ |=
          change.kind == ledger::ChangeKind::kCreated && change.name.rfind('/') == kSlash;
    }
  }
  to_collect_ |= seen_ - collected_ > kPositionLag;
  return to_collect_;
}

absl::Status DeliveryWorker::Collect() {
  DeliveryQueue::Collected collected;
  do {
    TIENDO_RETURN_IF_ERROR(
        parts_.committer->RunSide([this, &collected](db::Connection& connection) -> absl::Status {
          TIENDO_ASSIGN_OR_RETURN(collected, queue_.Collect(connection, kCollectChanges));
          return absl::OkStatus();
        }));
    if (collected.missed > 0) {
      parts_.log->Error("reminders were not told: the change log no longer has them",
                        {{"revisions", collected.missed}});
    }
  } while (collected.more && !stopping_);
  std::lock_guard lock(mutex_);
  collected_ = collected.revision;
  seen_ = std::max(seen_, collected.revision);
  next_ready_ = Instant::min();
  return absl::OkStatus();
}

absl::StatusOr<std::optional<ClaimedReminder>> DeliveryWorker::Claim() {
  const Instant now = parts_.clock->Now();
  {
    std::lock_guard lock(mutex_);
    if (open_again_ > now) return std::optional<ClaimedReminder>();
    next_ready_ = Instant::max();  // what is noticed from here on makes it earlier
  }
  TIENDO_ASSIGN_OR_RETURN(const std::optional<Instant> next, NextReady());
  if (!next || *next > now) return std::optional<ClaimedReminder>();
  std::optional<ClaimedReminder> claimed;
  const std::string claim = RandomUuid();
  TIENDO_RETURN_IF_ERROR(parts_.committer->RunSide([this, &claimed, &claim, now](
                                                       db::Connection& connection) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(claimed, queue_.Claim(connection, claim, now, now + options_.claim));
    return absl::OkStatus();
  }));
  return claimed;
}

absl::StatusOr<std::optional<Instant>> DeliveryWorker::NextReady() {
  TIENDO_ASSIGN_OR_RETURN(db::Lease reader, parts_.database->Reader());
  TIENDO_ASSIGN_OR_RETURN(const std::optional<Instant> next, DeliveryQueue::NextReady(*reader));
  if (!next) waiting_->Set(0);
  std::lock_guard lock(mutex_);
  next_ready_ = std::min(next_ready_, next.value_or(Instant::max()));
  return next;
}

absl::Status DeliveryWorker::Deliver(const ClaimedReminder& claimed, DeliveryChannel& channel) {
  const Instant started = parts_.clock->Now();
  TIENDO_ASSIGN_OR_RETURN(const Attempt attempt, SendOnce(claimed, channel));
  const Delivery delivery = Judge(options_.policy, attempt, claimed.attempts, claimed.recorded,
                                  started, parts_.clock->Now(), Random());
  NoteReceiver(attempt);
  TIENDO_RETURN_IF_ERROR(Log(claimed, delivery));
  Count(delivery);
  if (delivery.outcome != DeliveryOutcome::kDelivered) {
    parts_.log->Warning("a reminder was not delivered", {{"reminder", claimed.reminder},
                                                         {"outcome", Name(delivery.outcome)},
                                                         {"failure", Name(delivery.failure)},
                                                         {"http_status", delivery.http_status},
                                                         {"attempts", claimed.attempts + 1}});
  }
  return absl::OkStatus();
}

absl::StatusOr<Attempt> DeliveryWorker::SendOnce(const ClaimedReminder& claimed,
                                                 DeliveryChannel& channel) {
  std::optional<std::string> body;
  {
    TIENDO_ASSIGN_OR_RETURN(db::Lease lease, parts_.database->Reader());
    ledger::Reader reader(*lease, *parts_.schema);
    TIENDO_ASSIGN_OR_RETURN(const ledger::Head head, reader.ReadHead());
    TIENDO_ASSIGN_OR_RETURN(const auto recorded, reader.Get(claimed.reminder, claimed.revision));
    TIENDO_ASSIGN_OR_RETURN(const auto now, reader.Get(claimed.reminder));
    if (!recorded || !now) return errors::Internal("a queued reminder is not in the ledger");
    TIENDO_ASSIGN_OR_RETURN(body, compose_(head.database_id, *recorded, *now));
  }
  Attempt out;
  if (!body) {
    out.failure = DeliveryFailure::kVoided;
  } else if (parts_.clock->Now() > claimed.recorded + options_.policy.max_age) {
    out.failure = DeliveryFailure::kExpired;
  } else {
    out = channel.Send(claimed.reminder, *body, stopping_);
  }
  return out;
}

absl::Status DeliveryWorker::Log(const ClaimedReminder& claimed, const Delivery& delivery) {
  const SteadyClock::time_point until = SteadyClock::now() + options_.claim;
  while (true) {
    absl::Status logged = LogOnce(claimed, delivery);
    if (logged.ok() || stopping_ || SteadyClock::now() > until) return logged;
    parts_.log->Warning("an attempt to deliver a reminder could not be logged",
                        {{"reminder", claimed.reminder}, {"error", std::string(logged.message())}});
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kLogPause, [this] { return stopping_.load(); });
  }
}

absl::Status DeliveryWorker::LogOnce(const ClaimedReminder& claimed, const Delivery& delivery) {
  auto promise = std::make_shared<std::promise<absl::Status>>();
  std::future<absl::Status> result = promise->get_future();
  ledger::WriteRequest request;
  // One entry for each claim, whatever becomes of the answer to its commit.
  request.info = {kPrincipal, kMethod, claimed.claim};
  request.body_hash = paging::Sha256(claimed.claim);
  request.apply = [this, claimed, delivery](ledger::Transaction& tx) -> absl::Status {
    const Repositories repositories = parts_.store->In(tx);
    TIENDO_ASSIGN_OR_RETURN(
        const std::vector<Delivery> before,
        repositories.deliveries->List(DeliveryPrefix(claimed.reminder), "", kMaxDeliveries));
    Delivery entry = delivery;
    entry.name = DeliveryName(claimed.reminder, before.size() + 1);
    TIENDO_RETURN_IF_ERROR(repositories.deliveries->Put(entry));
    return DeliveryQueue::Finish(tx.connection(), claimed, entry);
  };
  request.replay = [](const std::vector<ledger::Row>&) { return absl::OkStatus(); };
  request.done = [promise](const absl::Status& status, const ledger::Commit&) {
    promise->set_value(status);
  };
  parts_.committer->Submit(std::move(request));
  return result.get();
}

void DeliveryWorker::NoteReceiver(const Attempt& attempt) {
  if (IsOurs(attempt.failure)) return;
  const double random = Random();
  std::lock_guard lock(mutex_);
  if (attempt.failure == DeliveryFailure::kNone) {
    failures_ = 0;
    return;
  }
  ++failures_;
  milliseconds pause{0};
  if (failures_ > kToleratedFailures) {
    pause = BackoffAfter(options_.policy, failures_ - kToleratedFailures, random);
  }
  if (attempt.retry_after) {
    pause = std::max(pause, std::min(*attempt.retry_after, options_.policy.max_backoff));
  }
  open_again_ = std::max(open_again_, parts_.clock->Now() + pause);
}

void DeliveryWorker::Count(const Delivery& delivery) {
  parts_.metrics
      ->GetCounter("tiendo_reminder_deliveries_total", "Attempts to deliver a reminder.",
                   {{"outcome", Name(delivery.outcome)},
                    {"failure",
                     delivery.failure == DeliveryFailure::kNone ? "NONE" : Name(delivery.failure)}})
      ->Increment();
  if (!IsOurs(delivery.failure)) {
    duration_->Observe(std::chrono::duration<double>(delivery.duration).count());
  }
}

void DeliveryWorker::CountWaiting() {
  {
    std::lock_guard lock(mutex_);
    const SteadyClock::time_point now = SteadyClock::now();
    if (now < counted_ + kCountPause) return;
    counted_ = now;
  }
  absl::StatusOr<db::Lease> reader = parts_.database->Reader();
  if (!reader.ok()) return;
  if (auto size = DeliveryQueue::Size(**reader); size.ok()) {
    waiting_->Set(static_cast<double>(*size));
  }
}

double DeliveryWorker::Random() {
  std::lock_guard lock(mutex_);
  return std::uniform_real_distribution<double>(0, 1)(random_);
}

}  // namespace tiendo::supervision
