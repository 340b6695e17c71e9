// Tells reminders by HTTP POST with a signed body, as the Standard Webhooks specification
// (standardwebhooks.com) has it, so that receivers find libraries that verify them:
//
//   webhook-id:        the reminder's name; the same for a repeat
//   webhook-timestamp: seconds since 1970 of this attempt
//   webhook-signature: "v1," and the base64 of HMAC-SHA256(key, id + "." + timestamp + "." + body);
//                      with several keys several of them, separated by blanks
#ifndef TIENDO_SERVICES_SUPERVISION_DELIVERY_WEBHOOK_H_
#define TIENDO_SERVICES_SUPERVISION_DELIVERY_WEBHOOK_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/http/client.h"
#include "services/supervision/domain/delivery.h"

namespace tiendo::supervision {

// The keys of a file: one a line, "whsec_" and the base64 of 24 to 64 bytes. Several while a key is
// being replaced. INVALID_ARGUMENT whose message is what would be right; it never has a part of a
// key in it.
absl::StatusOr<std::vector<std::string>> ParseWebhookKeys(std::string_view text);

// The value of webhook-signature.
std::string WebhookSignature(const std::vector<std::string>& keys, std::string_view id,
                             int64_t timestamp, std::string_view body);

class Webhook final : public DeliveryChannel {
 public:
  // `clock` outlives the object.
  Webhook(std::string url, std::vector<std::string> keys, std::unique_ptr<http::Client> client,
          const Clock& clock);

  Attempt Send(const std::string& id, const std::string& body,
               const std::atomic<bool>& stop) override;

 private:
  const std::string url_;
  const std::vector<std::string> keys_;
  const std::unique_ptr<http::Client> client_;
  const Clock& clock_;
};

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DELIVERY_WEBHOOK_H_
