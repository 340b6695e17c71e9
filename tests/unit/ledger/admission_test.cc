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
  EXPECT_THAT(admission.Room(999, 50, kNow + milliseconds(1), kNow), IsOk());
  EXPECT_THAT(admission.Room(1000, 50, std::nullopt, kNow), HasReason("OVERLOADED"));
}

TEST(AdmissionTest, AsManyMayWaitAsAreCommittedInTime) {
  const Admission admission = Measured();
  EXPECT_EQ(admission.Limit(), 500u);
  EXPECT_THAT(admission.Room(499, 50, std::nullopt, kNow), IsOk());
  EXPECT_THAT(admission.Room(500, 50, std::nullopt, kNow), HasReason("OVERLOADED"));
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
  EXPECT_THAT(admission.Room(100, 50, kNow + milliseconds(299), kNow), HasReason("OVERLOADED"));
  EXPECT_THAT(admission.Room(100, 50, kNow + milliseconds(301), kNow), IsOk());
  EXPECT_THAT(admission.Room(100, 50, kNow - milliseconds(1), kNow), IsOk()) << "expired, not late";
}

TEST(AdmissionTest, AnEmptyQueueTakesEverything) {
  Admission admission(kOptions);
  admission.Measure(1, std::chrono::seconds(10));  // the database hung
  EXPECT_THAT(admission.Room(0, 1, kNow + milliseconds(100), kNow), IsOk());
  EXPECT_THAT(admission.Room(1, 1, kNow + milliseconds(100), kNow), HasReason("OVERLOADED"));
}

TEST(AdmissionTest, TellsWhenThereWillBeRoom) {
  const auto status = Measured().Room(500, 50, std::nullopt, kNow);
  const auto after = *errors::GetDetails(status)->retry_after;
  EXPECT_GE(after, milliseconds(550));  // half of twice the wait
  EXPECT_LE(after, milliseconds(1650));
}

}  // namespace
}  // namespace tiendo::ledger
