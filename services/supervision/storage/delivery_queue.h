// Which reminders are still to be told, and who is at it: beside the ledger, in its database.
//
// The queue is filled from the ledger's own log, behind a position that is stored with it, and each
// step is one transaction under the lock of the ledger's head: so every reminder is queued once,
// and of several servers one at a time has it. A claim that is not ended in its time is free again.
#ifndef TIENDO_SERVICES_SUPERVISION_STORAGE_DELIVERY_QUEUE_H_
#define TIENDO_SERVICES_SUPERVISION_STORAGE_DELIVERY_QUEUE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/db/connection.h"
#include "common/ledger/ledger.h"
#include "services/supervision/domain/delivery.h"

namespace tiendo::supervision {

// A reminder that one server may send now.
struct ClaimedReminder {
  std::string claim;  // who has it: one id for each claim
  std::string reminder;
  int64_t revision = 0;  // that recorded it
  Instant recorded;
  int attempts = 0;  // made before
};

class DeliveryQueue {
 public:
  // `schema` outlives the object.
  explicit DeliveryQueue(const ledger::Schema& schema) : schema_(schema) {}

  struct Collected {
    int64_t revision = 0;  // everything up to here has been looked at
    bool more = false;     // there is more to look at
    // Revisions that the log no longer has: reminders in them are not told.
    int64_t missed = 0;
  };
  // Queues what was issued since the last time, of about `limit` changes. The first call of all
  // begins with now: what was issued before the delivery was set up is not told. On the connection
  // that writes, under the head's lock; twice is the same as once.
  absl::StatusOr<Collected> Collect(db::Connection& connection, int limit) const;

  // Takes the reminder that has waited longest, until `until`; nullopt when none is ready at `now`.
  // On the connection that writes, under the head's lock; twice with one `claim` is the same as
  // once.
  absl::StatusOr<std::optional<ClaimedReminder>> Claim(db::Connection& connection,
                                                       const std::string& claim, Instant now,
                                                       Instant until) const;

  // What became of it, in the transaction that logs it. When the claim has been lost meanwhile,
  // only a delivery counts.
  static absl::Status Finish(db::Connection& connection, const ClaimedReminder& claimed,
                             const Delivery& delivery);

  // When the next one is ready; nullopt: none waits.
  static absl::StatusOr<std::optional<Instant>> NextReady(db::Connection& connection);
  static absl::StatusOr<int64_t> Size(db::Connection& connection);

 private:
  const ledger::Schema& schema_;
};

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_STORAGE_DELIVERY_QUEUE_H_
