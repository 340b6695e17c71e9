#include "services/supervision/delivery/webhook.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "common/paging/digest.h"

namespace tiendo::supervision {
namespace {

constexpr std::string_view kKeyPrefix = "whsec_";
// What the specification asks for.
constexpr size_t kMinKeyBytes = 24;
constexpr size_t kMaxKeyBytes = 64;

DeliveryFailure FailureOf(const http::Response& response) {
  switch (response.failure) {
    case http::Failure::kNone:
      return response.status >= 200 && response.status < 300 ? DeliveryFailure::kNone
                                                             : DeliveryFailure::kStatus;
    case http::Failure::kResolve:
      return DeliveryFailure::kResolve;
    case http::Failure::kConnect:
      return DeliveryFailure::kConnect;
    case http::Failure::kTls:
      return DeliveryFailure::kTls;
    case http::Failure::kTimeout:
      return DeliveryFailure::kTimeout;
    case http::Failure::kInterrupted:
      return DeliveryFailure::kInterrupted;
    case http::Failure::kOther:
      return DeliveryFailure::kOther;
  }
  return DeliveryFailure::kOther;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ParseWebhookKeys(std::string_view text) {
  std::vector<std::string> keys;
  const std::string copy(text);  // Abseil's string_view is another type
  for (const auto& part : absl::StrSplit(copy, absl::ByAnyChar("\r\n"), absl::SkipWhitespace())) {
    const std::string line(part);
    std::string key;
    if (!std::string_view(line).starts_with(kKeyPrefix) ||
        !absl::Base64Unescape(line.substr(kKeyPrefix.size()), &key) || key.size() < kMinKeyBytes ||
        key.size() > kMaxKeyBytes) {
      return absl::InvalidArgumentError(
          "must hold whsec_ and the base64 of 24 to 64 random bytes, one key a line");
    }
    keys.push_back(std::move(key));
  }
  if (keys.empty()) return absl::InvalidArgumentError("must hold a key");
  return keys;
}

std::string WebhookSignature(const std::vector<std::string>& keys, std::string_view id,
                             int64_t timestamp, std::string_view body) {
  std::string content(id);
  content += '.' + std::to_string(timestamp) + '.';
  content += body;
  std::string out;
  for (const std::string& key : keys) {
    out += out.empty() ? "v1," : " v1,";
    out += absl::Base64Escape(paging::HmacSha256(key, content));
  }
  return out;
}

Webhook::Webhook(std::string url, std::vector<std::string> keys,
                 std::unique_ptr<http::Client> client, const Clock& clock)
    : url_(std::move(url)), keys_(std::move(keys)), client_(std::move(client)), clock_(clock) {}

Attempt Webhook::Send(const std::string& id, const std::string& body,
                      const std::atomic<bool>& stop) {
  const int64_t timestamp =
      std::chrono::floor<std::chrono::seconds>(clock_.Now()).time_since_epoch().count();
  http::Request request;
  request.url = url_;
  request.headers = {"Content-Type: application/json; charset=utf-8", "webhook-id: " + id,
                     "webhook-timestamp: " + std::to_string(timestamp),
                     "webhook-signature: " + WebhookSignature(keys_, id, timestamp, body)};
  request.body = body;
  const http::Response response = client_->Post(request, stop);
  Attempt out;
  out.failure = FailureOf(response);
  out.http_status = response.status;
  out.retry_after = response.retry_after;
  return out;
}

}  // namespace tiendo::supervision
