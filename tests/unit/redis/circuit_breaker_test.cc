#include "common/redis/circuit_breaker.h"

#include <gtest/gtest.h>

namespace tiendo::redis {
namespace {

using std::chrono::milliseconds;
using Permit = CircuitBreaker::Permit;
using Outcome = CircuitBreaker::Outcome;
using State = CircuitBreaker::State;

class CircuitBreakerTest : public ::testing::Test {
 protected:
  void Fail(int times) {
    for (int i = 0; i < times; ++i) {
      breaker_.Report(breaker_.Admit(now_), Outcome::kFailure, now_);
    }
  }

  const BreakerOptions options_{
      .failures_to_open = 3, .min_pause = milliseconds(100), .max_pause = milliseconds(300)};
  CircuitBreaker breaker_{options_, /*jitter_seed=*/1};
  CircuitBreaker::TimePoint now_{};
};

TEST_F(CircuitBreakerTest, OpensAfterConsecutiveFailuresOnly) {
  Fail(2);
  EXPECT_EQ(breaker_.Report(breaker_.Admit(now_), Outcome::kSuccess, now_), std::nullopt);
  Fail(2);
  EXPECT_EQ(breaker_.state(), State::kClosed);
  EXPECT_EQ(breaker_.Report(breaker_.Admit(now_), Outcome::kFailure, now_), State::kOpen);
  EXPECT_EQ(breaker_.Admit(now_), Permit::kDenied);
}

TEST_F(CircuitBreakerTest, AbandonedCallsSayNothing) {
  Fail(2);
  for (int i = 0; i < 5; ++i) breaker_.Report(breaker_.Admit(now_), Outcome::kAbandoned, now_);
  EXPECT_EQ(breaker_.state(), State::kClosed);
  Fail(1);
  EXPECT_EQ(breaker_.state(), State::kOpen);
}

TEST_F(CircuitBreakerTest, OneProbeAtATimeAfterThePause) {
  Fail(3);
  EXPECT_EQ(breaker_.Admit(now_ + milliseconds(49)), Permit::kDenied);  // Pause: 50 to 100 ms.
  now_ += milliseconds(100);
  EXPECT_EQ(breaker_.Admit(now_), Permit::kProbe);
  EXPECT_EQ(breaker_.Admit(now_), Permit::kDenied);
  breaker_.Report(Permit::kProbe, Outcome::kAbandoned, now_);
  EXPECT_EQ(breaker_.Admit(now_), Permit::kProbe);
  EXPECT_EQ(breaker_.Report(Permit::kProbe, Outcome::kSuccess, now_), State::kClosed);
  EXPECT_EQ(breaker_.Admit(now_), Permit::kNormal);
}

TEST_F(CircuitBreakerTest, FailedProbeDoublesThePauseUpToTheLimit) {
  Fail(3);
  milliseconds pause = options_.min_pause;
  for (int i = 0; i < 5; ++i) {
    now_ += pause;
    ASSERT_EQ(breaker_.Admit(now_), Permit::kProbe);
    breaker_.Report(Permit::kProbe, Outcome::kFailure, now_);
    pause = std::min(pause * 2, options_.max_pause);
    EXPECT_EQ(breaker_.Admit(now_ + pause / 2 - milliseconds(1)), Permit::kDenied);
  }
}

TEST_F(CircuitBreakerTest, CallsFromBeforeItOpenedNoLongerCount) {
  const Permit early = breaker_.Admit(now_);
  Fail(3);
  EXPECT_EQ(breaker_.Report(early, Outcome::kSuccess, now_), std::nullopt);
  EXPECT_EQ(breaker_.state(), State::kOpen);
}

}  // namespace
}  // namespace tiendo::redis
