#include "services/supervision/domain/delivery.h"

#include <algorithm>

#include "common/resource/name.h"

namespace tiendo::supervision {

using std::chrono::milliseconds;

std::string Name(DeliveryOutcome outcome) {
  switch (outcome) {
    case DeliveryOutcome::kDelivered:
      return "DELIVERED";
    case DeliveryOutcome::kFailed:
      return "FAILED";
    case DeliveryOutcome::kGivenUp:
      return "GIVEN_UP";
  }
  return "";
}

std::string Name(DeliveryFailure failure) {
  switch (failure) {
    case DeliveryFailure::kNone:
      return "";
    case DeliveryFailure::kStatus:
      return "STATUS";
    case DeliveryFailure::kTimeout:
      return "TIMEOUT";
    case DeliveryFailure::kResolve:
      return "RESOLVE";
    case DeliveryFailure::kConnect:
      return "CONNECT";
    case DeliveryFailure::kTls:
      return "TLS";
    case DeliveryFailure::kInterrupted:
      return "INTERRUPTED";
    case DeliveryFailure::kExpired:
      return "EXPIRED";
    case DeliveryFailure::kVoided:
      return "VOIDED";
    case DeliveryFailure::kOther:
      return "OTHER";
  }
  return "";
}

std::string DeliveryPrefix(std::string_view reminder) {
  return std::string(reminder) + "/deliveries/";
}

std::string DeliveryName(std::string_view reminder, size_t number) {
  return resource::NumberedName(DeliveryPrefix(reminder), static_cast<int>(number));
}

milliseconds BackoffAfter(const DeliveryPolicy& policy, int failures, double random) {
  milliseconds pause = policy.backoff;
  for (int i = 1; i < failures && pause < policy.max_backoff; ++i) pause *= 2;
  pause = std::min(pause, policy.max_backoff);
  return pause / 2 +
         milliseconds(static_cast<int64_t>(random * static_cast<double>(pause.count()) / 2));
}

Delivery Judge(const DeliveryPolicy& policy, const Attempt& attempt, int before, Instant recorded,
               Instant started, Instant ended, double random) {
  Delivery out;
  out.failure = attempt.failure;
  out.http_status = attempt.http_status;
  out.attempted_at = started;
  out.duration = std::chrono::duration_cast<milliseconds>(ended - started);
  if (attempt.failure == DeliveryFailure::kNone) {
    out.outcome = DeliveryOutcome::kDelivered;
    return out;
  }
  out.outcome = DeliveryOutcome::kGivenUp;
  if (attempt.failure == DeliveryFailure::kVoided || attempt.failure == DeliveryFailure::kExpired) {
    return out;
  }
  // An interruption is nobody's failure: another server goes on at once.
  const bool interrupted = attempt.failure == DeliveryFailure::kInterrupted;
  milliseconds pause = interrupted ? milliseconds(0) : BackoffAfter(policy, before + 1, random);
  if (attempt.retry_after) {
    pause = std::max(pause, std::min(*attempt.retry_after, policy.max_backoff));
  }
  const Instant next = ended + pause;
  const bool last = !interrupted && before + 1 >= policy.attempts;
  if (last || next > recorded + policy.max_age) return out;
  out.outcome = DeliveryOutcome::kFailed;
  out.next_attempt = next;
  return out;
}

}  // namespace tiendo::supervision
