// What the webhook signs, and which keys it takes.
#include "services/supervision/delivery/webhook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/manual_clock.h"
#include "tests/support/status_matchers.h"

namespace tiendo::supervision {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;

// The example that the libraries of the specification test with.
constexpr char kKey[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr char kId[] = "msg_p5jXN8AQM9LWM0D4loKWxJek";
constexpr int64_t kTimestamp = 1614265330;
constexpr char kBody[] = R"({"test": 2432232314})";
constexpr char kSignature[] = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
constexpr char kOtherKey[] = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

class FakeClient final : public http::Client {
 public:
  http::Response Post(const http::Request& request, const std::atomic<bool>&) override {
    asked = request;
    return answer;
  }
  http::Request asked;
  http::Response answer;
};

TEST(WebhookTest, SignsAsTheSpecificationSays) {
  const auto keys = ParseWebhookKeys(kKey);
  ASSERT_THAT(keys, IsOk());
  EXPECT_EQ(WebhookSignature(*keys, kId, kTimestamp, kBody), kSignature);
}

TEST(WebhookTest, SignsWithEveryKeyWhileOneIsReplaced) {
  const auto keys = ParseWebhookKeys(std::string(kOtherKey) + "\n" + kKey + "\r\n\n");
  ASSERT_THAT(keys, IsOk());
  ASSERT_EQ(keys->size(), 2u);
  const std::string both = WebhookSignature(*keys, kId, kTimestamp, kBody);
  EXPECT_EQ(both.substr(both.find(' ') + 1), kSignature);
  EXPECT_EQ(both.substr(0, both.find(' ')),
            WebhookSignature({keys->front()}, kId, kTimestamp, kBody));
}

TEST(WebhookTest, EverythingThatIsSignedChangesTheSignature) {
  const std::vector<std::string> keys = ParseWebhookKeys(kKey).value();
  EXPECT_NE(WebhookSignature(keys, "another", kTimestamp, kBody), kSignature);
  EXPECT_NE(WebhookSignature(keys, kId, kTimestamp + 1, kBody), kSignature);
  EXPECT_NE(WebhookSignature(keys, kId, kTimestamp, "{}"), kSignature);
  EXPECT_NE(WebhookSignature(ParseWebhookKeys(kOtherKey).value(), kId, kTimestamp, kBody),
            kSignature);
}

TEST(WebhookTest, RefusesBadKeysWithoutRepeatingThem) {
  for (const std::string& text :
       {std::string(), std::string("\n"), std::string("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        std::string("whsec_c2hvcnQ="), std::string("whsec_not base64!"),
        "whsec_" + std::string(120, 'A'), std::string(kKey) + "\nsecret-of-another-kind"}) {
    const auto keys = ParseWebhookKeys(text);
    ASSERT_FALSE(keys.ok()) << text;
    if (text.size() > 1) {
      EXPECT_THAT(std::string(keys.status().message()), Not(HasSubstr(text.substr(6))));
    }
  }
}

TEST(WebhookTest, SendsIdTimestampAndSignature) {
  auto client = std::make_unique<FakeClient>();
  FakeClient& fake = *client;
  testing::ManualClock clock(FromMicros(kTimestamp * 1'000'000));
  clock.Advance(std::chrono::milliseconds(999));
  Webhook webhook("https://nhac-nho.example.vn/hook", ParseWebhookKeys(kKey).value(),
                  std::move(client), clock);
  fake.answer.status = 202;
  const std::atomic<bool> never = false;
  const Attempt taken = webhook.Send(kId, kBody, never);
  EXPECT_EQ(taken.failure, DeliveryFailure::kNone);
  EXPECT_EQ(taken.http_status, 202);
  EXPECT_EQ(fake.asked.url, "https://nhac-nho.example.vn/hook");
  EXPECT_EQ(fake.asked.body, kBody);
  EXPECT_THAT(fake.asked.headers,
              ElementsAre("Content-Type: application/json; charset=utf-8",
                          std::string("webhook-id: ") + kId, "webhook-timestamp: 1614265330",
                          std::string("webhook-signature: ") + kSignature));
}

TEST(WebhookTest, OnlyAnAnswerOf2xxIsTaken) {
  auto client = std::make_unique<FakeClient>();
  FakeClient& fake = *client;
  testing::ManualClock clock;
  Webhook webhook("https://nhac-nho.example.vn/hook", ParseWebhookKeys(kKey).value(),
                  std::move(client), clock);
  const std::atomic<bool> never = false;
  for (const int status : {100, 199, 300, 302, 400, 404, 409, 410, 500, 503}) {
    fake.answer.status = status;
    const Attempt attempt = webhook.Send(kId, kBody, never);
    EXPECT_EQ(attempt.failure, DeliveryFailure::kStatus) << status;
    EXPECT_EQ(attempt.http_status, status);
  }
  fake.answer = {.failure = http::Failure::kTls};
  EXPECT_EQ(webhook.Send(kId, kBody, never).failure, DeliveryFailure::kTls);
  fake.answer = {.status = 429, .retry_after = std::chrono::seconds(7)};
  EXPECT_EQ(webhook.Send(kId, kBody, never).retry_after, std::chrono::seconds(7));
}

}  // namespace
}  // namespace tiendo::supervision
