// The log of deliveries (codec.h).
#include "services/supervision/api/codec.h"

namespace tiendo::supervision {

v1::Delivery ToProto(const Delivery& delivery) {
  v1::Delivery out;
  out.set_name(delivery.name);
  out.set_outcome(static_cast<v1::Delivery::Outcome>(delivery.outcome));
  out.set_failure(static_cast<v1::Delivery::Failure>(delivery.failure));
  out.set_http_status(delivery.http_status);
  *out.mutable_attempt_time() = api::ToProto(delivery.attempted_at);
  out.set_duration_ms(static_cast<int32_t>(delivery.duration.count()));
  if (delivery.next_attempt) {
    *out.mutable_next_attempt_time() = api::ToProto(*delivery.next_attempt);
  }
  api::SetStamp(delivery.stamp, out);
  return out;
}

Delivery FromProto(const v1::Delivery& m) {
  Delivery delivery;
  delivery.name = m.name();
  delivery.outcome = static_cast<DeliveryOutcome>(m.outcome());
  delivery.failure = static_cast<DeliveryFailure>(m.failure());
  delivery.http_status = m.http_status();
  delivery.attempted_at = api::FromProto(m.attempt_time());
  delivery.duration = std::chrono::milliseconds(m.duration_ms());
  if (m.has_next_attempt_time()) delivery.next_attempt = api::FromProto(m.next_attempt_time());
  delivery.stamp = api::GetStamp(m);
  return delivery;
}

}  // namespace tiendo::supervision
