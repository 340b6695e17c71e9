// Servers that are killed or stopped, on PostgreSQL with three replicas of each.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <iterator>

#include "absl/status/statusor.h"
#include "common/base/status_macros.h"
#include "common/db/options.h"
#include "common/ledger/committer.h"
#include "tests/fault/harness/faults.h"
#include "tests/fault/server/failpoints.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait.h"

namespace tiendo::fault {
namespace {

using testing::IsOk;

std::unique_ptr<Experiment> Begin(const std::string& name, int64_t faults,
                                  Cluster::Options cluster = {}) {
  Experiment::Options options;
  options.run.name = name;
  options.run.min_faults = faults;
  options.run.min_writes = 500;
  options.cluster = std::move(cluster);
  auto experiment = Experiment::Start(std::move(options));
  EXPECT_THAT(experiment, IsOk());
  return experiment.ok() ? *std::move(experiment) : nullptr;
}

void ExpectRight(Experiment& experiment) {
  const Experiment::Verdict verdict = experiment.Finish();
  EXPECT_NE(verdict.code, 3) << "invalid, neither right nor wrong:\n" << verdict.text;
  EXPECT_EQ(verdict.code, 0) << verdict.text;
}

TEST(ProcessFaultsTest, KilledAtRandom) {
  const int64_t kills = NumberFromEnvironment("TIENDO_KILLS", 20);
  auto experiment = Begin("kill", kills);
  ASSERT_NE(experiment, nullptr);
  for (int64_t i = 0; i < kills; ++i) {
    if (i == kills / 2) {
      ASSERT_THAT(experiment->QuietPoint(), IsOk());
    }
    ASSERT_THAT(KillOne(*experiment, ServiceToKill(*experiment)), IsOk()) << "kill " << i;
  }
  ExpectRight(*experiment);
}

TEST(ProcessFaultsTest, KilledAtNamedPoints) {
  const std::string_view points[] = {ledger::steps::kLocked, ledger::steps::kBeforeNotify,
                                     ledger::steps::kBeforeCommit, ledger::steps::kAfterCommit,
                                     ledger::steps::kBeforeReply};
  auto experiment = Begin("failpoints", std::size(points));
  ASSERT_NE(experiment, nullptr);
  for (Rounds rounds(std::size(points)); rounds.Next();) {
    const std::string point(points[rounds.variant()]);
    ASSERT_THAT(KillAt(*experiment, "programs", point), IsOk());
  }
  ExpectRight(*experiment);
}

// Has a replica of programs stopped with the lock of the head held, and lets it go on once the
// others do. How long they stood still.
absl::StatusOr<std::chrono::milliseconds> StopWithTheLock(Experiment& experiment,
                                                          std::chrono::milliseconds timeout) {
  using Clock = std::chrono::steady_clock;
  Replica& holder = experiment.AnyReplica("programs");
  TIENDO_RETURN_IF_ERROR(experiment.AwaitLoad());
  experiment.Record("stop at ledger/locked", holder.name());
  TIENDO_RETURN_IF_ERROR(holder.Enable(std::string(ledger::steps::kLocked), kStop, true));
  // What was answered before it stopped does not count: the others stand still first.
  int64_t seen = -1;
  auto since = Clock::now();
  const bool still = testing::WaitUntil([&] {
    const int64_t now = experiment.caller().acknowledged(FullName("programs"));
    if (now != seen) since = Clock::now();
    seen = now;
    return Clock::now() - since > std::chrono::seconds(1);
  });
  if (!still) return absl::InternalError("the others never waited: the lock is not held");
  TIENDO_RETURN_IF_ERROR(
      experiment.AwaitWrites(20, "programs", timeout + std::chrono::seconds(10)));
  const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - since);
  std::printf("others waited %lld ms, the time-out is %lld ms\n",
              static_cast<long long>(waited.count()), static_cast<long long>(timeout.count()));
  holder.Signal(SIGCONT);
  // It finds its session gone, and goes on with another.
  TIENDO_RETURN_IF_ERROR(experiment.AwaitWrites(200, "programs"));
  return waited;
}

// Until PostgreSQL has ended the holder's session and the others have committed some.
constexpr std::chrono::milliseconds kGoingOn{2000};

// A process that stands still with the lock of the head holds up the others for as long as
// database-idle-timeout says, then they go on without it.
TEST(ProcessFaultsTest, StoppedWithTheLock) {
  constexpr std::chrono::milliseconds timeout{4000};
  Cluster::Options cluster;
  cluster.arguments["programs"] = {"--database-idle-timeout=4s"};
  auto experiment = Begin("stop-lock-holder", 2, std::move(cluster));
  ASSERT_NE(experiment, nullptr);
  for (Rounds rounds; rounds.Next();) {
    const auto waited = StopWithTheLock(*experiment, timeout);
    ASSERT_THAT(waited, IsOk());
    EXPECT_LE(waited->count(), (timeout + kGoingOn).count());
  }
  ExpectRight(*experiment);
}

// With the time-outs that servers have by themselves. The others give up waiting for the lock
// (database-lock-timeout) and try again before the holder's session ends: that must not make it
// longer. One round: it stands still most of the time.
TEST(ProcessFaultsTest, StoppedWithTheLockByDefault) {
  const std::chrono::milliseconds timeout = db::Options().idle_in_transaction_timeout;
  ASSERT_LT(db::Options().lock_timeout, timeout);
  auto experiment = Begin("stop-lock-holder-default", 1);
  ASSERT_NE(experiment, nullptr);
  const auto waited = StopWithTheLock(*experiment, timeout);
  ASSERT_THAT(waited, IsOk());
  EXPECT_LE(waited->count(), (timeout + kGoingOn).count());
  ExpectRight(*experiment);
}

TEST(ProcessFaultsTest, StoppedReaders) {
  auto experiment = Begin("stop-readers", 2);
  ASSERT_NE(experiment, nullptr);
  for (Rounds rounds(2); rounds.Next();) {
    Replica& replica = experiment->AnyReplica(rounds.variant() == 0 ? "status" : "units");
    ASSERT_THAT(experiment->AwaitLoad(), IsOk());
    experiment->Record("stop", replica.name());
    replica.Signal(SIGSTOP);
    ASSERT_THAT(experiment->AwaitWrites(300, "programs"), IsOk());
    replica.Signal(SIGCONT);
    ASSERT_THAT(experiment->AwaitWrites(100), IsOk());
  }
  ExpectRight(*experiment);
}

// Slow at the places where the order of two things matters: watchers are told late, answers come
// late, the lock is held long.
TEST(ProcessFaultsTest, SlowAtNamedPoints) {
  const std::string_view points[] = {ledger::steps::kLocked, ledger::steps::kAfterCommit,
                                     ledger::steps::kBeforeReply};
  auto experiment = Begin("slow", std::size(points));
  ASSERT_NE(experiment, nullptr);
  for (Rounds rounds(std::size(points)); rounds.Next();) {
    const std::string point(points[rounds.variant()]);
    Replica& replica = experiment->AnyReplica("programs");
    ASSERT_THAT(experiment->AwaitLoad(), IsOk());
    experiment->Record("slow at " + point, replica.name());
    ASSERT_THAT(replica.Enable(point, 30, false), IsOk());
    ASSERT_THAT(experiment->AwaitWrites(200, "programs"), IsOk());
    ASSERT_THAT(replica.Disable(point), IsOk());
  }
  ExpectRight(*experiment);
}

}  // namespace
}  // namespace tiendo::fault
