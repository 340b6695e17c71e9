#include "common/rpc/retry.h"

#include <gmock/gmock.h>

#include "common/errors/error.h"
#include "common/errors/reasons.h"

namespace tiendo::rpc {
namespace {

using ::testing::Eq;
using ::testing::Optional;
namespace reasons = errors::reasons;

TEST(PushbackTest, AnOverloadedServerSaysWhen) {
  const absl::Status status = errors::Overloaded("reads", "full", std::chrono::milliseconds(1000));
  const auto retry_after = *errors::GetDetails(status)->retry_after;
  EXPECT_GE(retry_after.count(), 500);
  EXPECT_LE(retry_after.count(), 1500);
  EXPECT_THAT(PushbackOf(status, true), Optional(Eq(std::to_string(retry_after.count()))));
}

TEST(PushbackTest, WhatARepeatCannotMendIsNotRepeated) {
  for (std::string_view reason :
       {reasons::kMessageTooLarge, reasons::kDatabaseFull, reasons::kWatcherTooSlow}) {
    const absl::Status status = errors::Make(absl::StatusCode::kResourceExhausted, reason, "no");
    EXPECT_THAT(PushbackOf(status, true), Optional(Eq("-1"))) << reason;
  }
}

TEST(PushbackTest, AWriteWithoutAnIdIsNotRepeated) {
  const auto down =
      errors::Make(absl::StatusCode::kUnavailable, reasons::kDatabaseUnavailable, "down");
  EXPECT_THAT(PushbackOf(down, false), Optional(Eq("-1")));
  EXPECT_EQ(PushbackOf(down, true), std::nullopt);
  EXPECT_THAT(PushbackOf(errors::Overloaded("writes", "full", std::chrono::seconds(1)), false),
              Optional(Eq("-1")));
}

TEST(PushbackTest, NothingIsSaidWithAnAnswerOrAnErrorOfTheCaller) {
  EXPECT_EQ(PushbackOf(absl::OkStatus(), false), std::nullopt);
  EXPECT_EQ(PushbackOf(errors::InvalidField("name", "is required"), false), std::nullopt);
}

TEST(OverloadedTest, ThoseRefusedTogetherComeBackApart) {
  std::set<int64_t> times;
  for (int i = 0; i < 100; ++i) {
    const auto status = errors::Overloaded("reads", "full", std::chrono::milliseconds(1000));
    times.insert(errors::GetDetails(status)->retry_after->count());
  }
  EXPECT_GT(times.size(), 30u);
}

}  // namespace
}  // namespace tiendo::rpc
