// When a reminder is told again, and when no more.
#include "services/supervision/domain/delivery.h"

#include <gtest/gtest.h>

namespace tiendo::supervision {
namespace {

using namespace std::chrono_literals;

constexpr Instant kRecorded(std::chrono::seconds(1'800'000'000));

DeliveryPolicy Policy() { return {.attempts = 3, .max_age = 1h, .backoff = 1s, .max_backoff = 4s}; }

Delivery After(const Attempt& attempt, int before, std::chrono::microseconds age = 0s,
               double random = 0) {
  const Instant started = kRecorded + age;
  return Judge(Policy(), attempt, before, kRecorded, started, started + 20ms, random);
}

TEST(DeliveryTest, NamesSortInTheOrderOfRecording) {
  EXPECT_EQ(DeliveryName("reminders/a-0001", 1), "reminders/a-0001/deliveries/0001");
  EXPECT_EQ(DeliveryName("reminders/a-0001", kMaxDeliveries), "reminders/a-0001/deliveries/9999");
}

TEST(DeliveryTest, PausesDoubleUpToTheirLimitWithJitter) {
  for (const auto& [failures, whole] :
       {std::pair(1, 1000ms), std::pair(2, 2000ms), std::pair(3, 4000ms), std::pair(4, 4000ms),
        std::pair(1000, 4000ms)}) {
    EXPECT_EQ(BackoffAfter(Policy(), failures, 0), whole / 2) << failures;
    EXPECT_EQ(BackoffAfter(Policy(), failures, 0.5), whole * 3 / 4) << failures;
    EXPECT_LE(BackoffAfter(Policy(), failures, 0.999'999), whole) << failures;
  }
}

TEST(DeliveryTest, WhatWasTakenIsDone) {
  const Delivery delivery = After({.http_status = 204}, 0);
  EXPECT_EQ(delivery.outcome, DeliveryOutcome::kDelivered);
  EXPECT_EQ(delivery.http_status, 204);
  EXPECT_EQ(delivery.duration, 20ms);
  EXPECT_EQ(delivery.attempted_at, kRecorded);
  EXPECT_EQ(delivery.next_attempt, std::nullopt);
}

TEST(DeliveryTest, EveryFailureIsTriedAgainUpToTheLastAttempt) {
  const Attempt failed = {.failure = DeliveryFailure::kStatus, .http_status = 404};
  const Delivery first = After(failed, 0);
  EXPECT_EQ(first.outcome, DeliveryOutcome::kFailed);
  EXPECT_EQ(first.next_attempt, kRecorded + 20ms + 500ms);
  const Delivery second = After(failed, 1);
  EXPECT_EQ(second.next_attempt, kRecorded + 20ms + 1s);
  const Delivery third = After(failed, 2);
  EXPECT_EQ(third.outcome, DeliveryOutcome::kGivenUp);
  EXPECT_EQ(third.failure, DeliveryFailure::kStatus);
  EXPECT_EQ(third.next_attempt, std::nullopt);
}

TEST(DeliveryTest, IsGivenUpWhenTheNextAttemptWouldBeTooLate) {
  const Attempt failed = {.failure = DeliveryFailure::kConnect};
  EXPECT_EQ(After(failed, 0, 1h - 520ms).outcome, DeliveryOutcome::kFailed);
  EXPECT_EQ(After(failed, 0, 1h - 519ms).outcome, DeliveryOutcome::kGivenUp);
}

TEST(DeliveryTest, TheReceiverMaySayWhenButNotBeyondTheLongestPause) {
  Attempt failed = {.failure = DeliveryFailure::kStatus, .http_status = 429, .retry_after = 3s};
  EXPECT_EQ(After(failed, 0).next_attempt, kRecorded + 20ms + 3s);
  failed.retry_after = 24h;
  EXPECT_EQ(After(failed, 0).next_attempt, kRecorded + 20ms + 4s);
  failed.retry_after = 1ms;
  EXPECT_EQ(After(failed, 0).next_attempt, kRecorded + 20ms + 500ms);
}

TEST(DeliveryTest, AnInterruptionIsNoAttempt) {
  const Delivery delivery = After({.failure = DeliveryFailure::kInterrupted}, 2);
  EXPECT_EQ(delivery.outcome, DeliveryOutcome::kFailed);
  EXPECT_EQ(delivery.next_attempt, kRecorded + 20ms);
}

TEST(DeliveryTest, WhatIsVoidedOrTooOldIsNotTriedAgain) {
  for (const DeliveryFailure failure : {DeliveryFailure::kVoided, DeliveryFailure::kExpired}) {
    const Delivery delivery = After({.failure = failure}, 0);
    EXPECT_EQ(delivery.outcome, DeliveryOutcome::kGivenUp) << Name(failure);
    EXPECT_EQ(delivery.failure, failure);
  }
}

}  // namespace
}  // namespace tiendo::supervision
