#include "common/rpc/readiness.h"

#include <gtest/gtest.h>

#include <atomic>

#include "tests/support/wait.h"

namespace tiendo::rpc {
namespace {

using tiendo::testing::WaitUntil;

TEST(ReadinessTest, OneSuccessTurnsOnThreeFailuresTurnOff) {
  Readiness readiness;
  EXPECT_FALSE(readiness.ready());
  readiness.Report(true);
  EXPECT_TRUE(readiness.ready());
  readiness.Report(false);
  readiness.Report(false);
  EXPECT_TRUE(readiness.ready());
  readiness.Report(true);  // the count starts again
  readiness.Report(false);
  readiness.Report(false);
  EXPECT_TRUE(readiness.ready());
  readiness.Report(false);
  EXPECT_FALSE(readiness.ready());
  readiness.Report(true);
  EXPECT_TRUE(readiness.ready());
}

TEST(ReadinessTest, ClosedStaysOff) {
  Readiness readiness;
  readiness.Report(true);
  readiness.Close();
  readiness.Report(true);
  EXPECT_FALSE(readiness.ready());
}

TEST(ReadinessTest, TellsOfChangesOnly) {
  Readiness readiness(1);
  int calls = 0;
  int id = readiness.Subscribe([&] { ++calls; });
  readiness.Report(true);
  readiness.Report(true);
  EXPECT_EQ(calls, 1);
  readiness.Report(false);
  EXPECT_EQ(calls, 2);
  readiness.Unsubscribe(id);
  readiness.Report(true);
  EXPECT_EQ(calls, 2);
}

TEST(ReadinessProbeTest, ReportsWhatTheCheckSays) {
  Readiness readiness;
  std::atomic<bool> fine = true;
  ReadinessProbe probe(
      readiness, [&] { return fine ? absl::OkStatus() : absl::UnavailableError("gone"); },
      std::chrono::milliseconds(1), nullptr);
  EXPECT_TRUE(WaitUntil([&] { return readiness.ready(); }));
  fine = false;
  EXPECT_TRUE(WaitUntil([&] { return !readiness.ready(); }));
  fine = true;
  EXPECT_TRUE(WaitUntil([&] { return readiness.ready(); }));
}

}  // namespace
}  // namespace tiendo::rpc
