#include "common/rpc/queue_limit.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace tiendo::rpc {
namespace {

using std::chrono::milliseconds;

constexpr QueueLimit::Options kOptions{.min = 10, .max = 100, .target = milliseconds(50)};

class QueueLimitTest : public ::testing::Test {
 protected:
  // `n` intervals in which calls wait from `least` to `most`.
  void Intervals(int n, milliseconds least, milliseconds most, bool refusals = false) {
    for (int i = 0; i < n; ++i) {
      limit_.Left(most, now_);
      limit_.Left(least, now_ + QueueLimit::kInterval / 2);
      if (refusals) limit_.Refused();
      now_ += QueueLimit::kInterval;
    }
    limit_.Left(least, now_);
  }

  QueueLimit limit_{kOptions};
  QueueLimit::Time now_ = QueueLimit::Time() + std::chrono::hours(1);
};

TEST_F(QueueLimitTest, StartsAtTheMost) { EXPECT_EQ(limit_.limit(), 100u); }

TEST_F(QueueLimitTest, ABurstDoesNotCutIt) {
  Intervals(20, milliseconds(1), milliseconds(500));
  EXPECT_EQ(limit_.limit(), 100u);
}

TEST_F(QueueLimitTest, AStandingQueueCutsItDownToTheLeast) {
  Intervals(2, milliseconds(60), milliseconds(90));
  EXPECT_LT(limit_.limit(), 100u);
  EXPECT_GT(limit_.limit(), 10u);
  Intervals(50, milliseconds(60), milliseconds(90));
  EXPECT_EQ(limit_.limit(), 10u);
}

TEST_F(QueueLimitTest, GrowsWhileItRefusesWithoutNeed) {
  Intervals(50, milliseconds(60), milliseconds(90));
  Intervals(5, milliseconds(1), milliseconds(5));
  EXPECT_EQ(limit_.limit(), 10u) << "nobody was refused: it is long enough";
  Intervals(5, milliseconds(1), milliseconds(5), true);
  EXPECT_GT(limit_.limit(), 12u);
  Intervals(100, milliseconds(1), milliseconds(5), true);
  EXPECT_EQ(limit_.limit(), 100u);
}

TEST_F(QueueLimitTest, WhatWasMeasuredBeforeAPauseDoesNotCount) {
  limit_.Left(milliseconds(500), now_);
  now_ += std::chrono::minutes(1);
  Intervals(1, milliseconds(1), milliseconds(1));
  EXPECT_EQ(limit_.limit(), 100u);
}

// A queue whose calls each take one millisecond, always full: whatever the target, the wait comes
// to it, and the limit with it.
TEST_F(QueueLimitTest, FindsTheLengthThatGivesTheTarget) {
  size_t least = kOptions.max;
  size_t most = 0;
  for (int i = 0; i < 60'000; ++i) {
    now_ += milliseconds(1);
    limit_.Left(milliseconds(limit_.limit()), now_);
    limit_.Refused();
    if (i > 10'000) {
      least = std::min(least, limit_.limit());
      most = std::max(most, limit_.limit());
    }
  }
  EXPECT_GE(least, 30u);
  EXPECT_LE(most, 60u);
}

TEST(QueueLimitOptionsTest, TheMostWins) {
  QueueLimit limit({.min = 16, .max = 4, .target = milliseconds(50)});
  EXPECT_EQ(limit.limit(), 4u);
}

}  // namespace
}  // namespace tiendo::rpc
