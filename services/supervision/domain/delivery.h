// Telling a reminder to a system outside: what is logged of each attempt, and when the next one is
// due. A reminder stands whether or not this succeeds.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_DELIVERY_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_DELIVERY_H_

#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/clock.h"
#include "common/resource/repository.h"

namespace tiendo::supervision {

// Values as in deliveries.proto.
enum class DeliveryOutcome { kDelivered = 1, kFailed = 2, kGivenUp = 3 };
enum class DeliveryFailure {
  kNone = 0,
  kStatus = 1,  // answered, but not 2xx
  kTimeout = 2,
  kResolve = 3,  // the receiver's name is not known
  kConnect = 4,
  kTls = 5,
  kInterrupted = 6,  // the server stopped meanwhile
  kExpired = 7,      // too old to be sent
  kVoided = 8,       // the reminder was a wrong entry
  kOther = 9,
};

// Values without prefix, as filters spell them: "GIVEN_UP"; "" for kNone.
std::string Name(DeliveryOutcome outcome);
std::string Name(DeliveryFailure failure);

// One attempt, or the decision not to make one.
struct Delivery {
  std::string name;  // reminders/{reminder}/deliveries/{number}
  DeliveryOutcome outcome = DeliveryOutcome::kDelivered;
  DeliveryFailure failure = DeliveryFailure::kNone;
  int http_status = 0;
  Instant attempted_at;
  std::chrono::milliseconds duration{0};
  std::optional<Instant> next_attempt;  // of kFailed
  resource::Stamp stamp;
  bool operator==(const Delivery&) const = default;
};

// Most entries of one reminder: their numbers have four digits.
inline constexpr int kMaxDeliveries = 9999;

std::string DeliveryPrefix(std::string_view reminder);
// `number` counts from 1.
std::string DeliveryName(std::string_view reminder, size_t number);

// When a delivery is tried again, and when no more.
struct DeliveryPolicy {
  // Attempts in all, the first included.
  int attempts = 20;
  // A reminder recorded longer ago is not sent (any more).
  std::chrono::milliseconds max_age{std::chrono::hours(72)};
  // Pause after the first failure, doubled with each further one.
  std::chrono::milliseconds backoff{30'000};
  std::chrono::milliseconds max_backoff{3'600'000};
};

// The pause after `failures` (from 1) failures in a row: between half and all of the doubled pause,
// by `random` in [0, 1), so that what failed together does not come back together.
std::chrono::milliseconds BackoffAfter(const DeliveryPolicy& policy, int failures, double random);

// What a receiver said, or why it said nothing.
struct Attempt {
  DeliveryFailure failure = DeliveryFailure::kNone;
  int http_status = 0;
  // The receiver's own wish.
  std::optional<std::chrono::milliseconds> retry_after = {};
};

// The log entry of an attempt that began at `started` and took until `ended`; `before` attempts
// were made before it, of a reminder that was recorded at `recorded`. Every failure is tried again,
// but not beyond the limits: what a receiver refuses today, it takes when it has been set right.
Delivery Judge(const DeliveryPolicy& policy, const Attempt& attempt, int before, Instant recorded,
               Instant started, Instant ended, double random);

// Where reminders are told. Used by one thread.
class DeliveryChannel {
 public:
  virtual ~DeliveryChannel() = default;
  // `id` is the same whenever the same reminder is sent again: by it a receiver tells a repeat.
  // Waits for the answer; ends soon after `stop`.
  virtual Attempt Send(const std::string& id, const std::string& body,
                       const std::atomic<bool>& stop) = 0;
};

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_DELIVERY_H_
