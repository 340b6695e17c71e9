// Tells reminders to a channel, each until it is taken or given up, and logs every attempt. Several
// servers on one database share the work; a reminder whose server was lost between sending and
// logging is sent again, with the same id.
#ifndef TIENDO_SERVICES_SUPERVISION_DELIVERY_WORKER_H_
#define TIENDO_SERVICES_SUPERVISION_DELIVERY_WORKER_H_

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/db/database.h"
#include "common/feed/hub.h"
#include "common/ledger/committer.h"
#include "common/log/log.h"
#include "common/metrics/registry.h"
#include "services/supervision/domain/delivery.h"
#include "services/supervision/domain/store.h"
#include "services/supervision/storage/delivery_queue.h"

namespace tiendo::supervision {

class DeliveryWorker {
 public:
  struct Options {
    DeliveryPolicy policy;
    // Deliveries at a time.
    int threads = 2;
    // How long a claim lasts: longer than an attempt and its logging.
    std::chrono::milliseconds claim{30'000};
    // How often the clock and the newest revision are looked at.
    std::chrono::milliseconds poll{200};
  };
  // Everything outlives the worker.
  struct Parts {
    db::Database* database = nullptr;
    const ledger::Schema* schema = nullptr;
    ledger::Committer* committer = nullptr;
    feed::Hub* hub = nullptr;
    const Store* store = nullptr;
    const Clock* clock = nullptr;
    std::shared_ptr<log::Logger> log;
    std::shared_ptr<metrics::Registry> metrics;
  };
  // A channel for each thread.
  using MakeChannel = std::function<absl::StatusOr<std::unique_ptr<DeliveryChannel>>()>;
  // The bytes that tell of a reminder as it was recorded; nullopt when it has been voided since.
  // The same at every attempt.
  using Compose = std::function<absl::StatusOr<std::optional<std::string>>(
      const std::string& database_id, const ledger::Row& recorded, const ledger::Row& now)>;

  DeliveryWorker(Options options, Parts parts, MakeChannel make_channel, Compose compose);
  // Stops.
  ~DeliveryWorker();

  // From here on no reminder is missed.
  absl::Status Start();
  // What is being sent is broken off and logged so; another server, or the next start, goes on.
  void Stop();

 private:
  void Run(DeliveryChannel& channel);
  // False when it is time to stop. True when there may be something to send.
  bool WaitForWork();
  // Whether the ledger may have something for the queue since the last look. Under the lock.
  bool LogHasMoved();
  absl::Status Collect();
  // nullopt: nothing is ready.
  absl::StatusOr<std::optional<ClaimedReminder>> Claim();
  // When the queue has something ready; nullopt: it is empty.
  absl::StatusOr<std::optional<Instant>> NextReady();
  absl::Status Deliver(const ClaimedReminder& claimed, DeliveryChannel& channel);
  absl::StatusOr<Attempt> SendOnce(const ClaimedReminder& claimed, DeliveryChannel& channel);
  // Tries until it is logged or the claim is over.
  absl::Status Log(const ClaimedReminder& claimed, const Delivery& delivery);
  absl::Status LogOnce(const ClaimedReminder& claimed, const Delivery& delivery);
  // The receiver is left alone for a while after failures in a row, whosoever reminders they were.
  void NoteReceiver(const Attempt& attempt);
  void Count(const Delivery& delivery);
  void CountWaiting();
  double Random();

  const Options options_;
  const Parts parts_;
  const MakeChannel make_channel_;
  const Compose compose_;
  const DeliveryQueue queue_;
  metrics::Gauge* const waiting_;
  metrics::Histogram* const duration_;

  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;  // guards what follows but the threads
  std::condition_variable changed_;
  int64_t epoch_ = 0;       // of the hub, when the log was last looked at
  int64_t seen_ = 0;        // revision up to which the log has been looked at
  int64_t collected_ = 0;   // revision up to which the queue has been filled
  bool to_collect_ = true;  // the queue is behind the log
  Instant next_ready_ = Instant::min();
  int failures_ = 0;  // of the receiver, in a row
  Instant open_again_ = Instant::min();
  std::chrono::steady_clock::time_point counted_;
  std::minstd_rand random_{std::random_device{}()};
  std::vector<std::unique_ptr<DeliveryChannel>> channels_;
  std::vector<std::thread> threads_;
};

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DELIVERY_WORKER_H_
