#include "common/ledger/admission.h"

#include <gmock/gmock.h>

#include "common/errors/error.h"
#include "tests/support/status_matchers.h"

namespace tiendo::ledger {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;

constexpr Admission::Options kOptions{.min = 10, .max = 1000, .max_wait = milliseconds(500)};
const Admission::Time kNow = Admission::Time() + std::chrono::hours(1);

// 50 requests in 50 ms: a thousand a second.
Admission Measured() {
  Admission admission(kOptions);
  admission.Measure(50, milliseconds(50));
  return admission;
}

TEST(AdmissionTest, TakesAllThatTheQueueHoldsBeforeItHasMeasured) {
  const Admission admission(kOptions);
  EXPECT_EQ(admission.Limit(), 1000u);
  EXPECT_FALSE(admission.Refused(999, 50, kNow + milliseconds(1), kNow));
  EXPECT_TRUE(admission.Refused(1000, 50, std::nullopt, kNow));
}

TEST(AdmissionTest, AsManyMayWaitAsAreCommittedInTime) {
  const Admission admission = Measured();
  EXPECT_EQ(admission.Limit(), 500u);
  EXPECT_FALSE(admission.Refused(499, 50, std::nullopt, kNow));
  EXPECT_TRUE(admission.Refused(500, 50, std::nullopt, kNow));
}

TEST(AdmissionTest, StaysBetweenItsBounds) {
  Admission admission(kOptions);
  admission.Measure(1, std::chrono::seconds(10));
  EXPECT_EQ(admission.Limit(), 10u);
  for (int i = 0; i < 200; ++i) admission.Measure(50, microseconds(50));
  EXPECT_EQ(admission.Limit(), 1000u);
  admission.Measure(0, milliseconds(1));  // nothing was committed: nothing is learnt
  EXPECT_EQ(admission.Limit(), 1000u);
}

TEST(AdmissionTest, WhatWouldComeTooLateIsRefused) {
  const Admission admission = Measured();
  // 150 come first: 150 ms, taken twice.
  EXPECT_TRUE(admission.Refused(100, 50, kNow + milliseconds(299), kNow));
  EXPECT_FALSE(admission.Refused(100, 50, kNow + milliseconds(301), kNow));
  EXPECT_FALSE(admission.Refused(100, 50, kNow - milliseconds(1), kNow)) << "expired, not late";
}

TEST(AdmissionTest, AnEmptyQueueTakesEverything) {
  Admission admission(kOptions);
  admission.Measure(1, std::chrono::seconds(10));  // the database hung
  EXPECT_FALSE(admission.Refused(0, 1, kNow + milliseconds(100), kNow));
  EXPECT_TRUE(admission.Refused(1, 1, kNow + milliseconds(100), kNow));
}

TEST(AdmissionTest, TellsWhenThereWillBeRoom) {
  const auto refusal = Measured().Refused(500, 50, std::nullopt, kNow);
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->about, milliseconds(1100));
  const absl::Status status = errors::ToStatus(*refusal);
  EXPECT_THAT(status, HasReason("OVERLOADED"));
  const auto after = *errors::GetDetails(status)->retry_after;
  EXPECT_GE(after, milliseconds(550));  // half of twice the wait
  EXPECT_LE(after, milliseconds(1650));
}

}  // namespace
}  // namespace tiendo::ledger
