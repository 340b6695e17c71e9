// Servers that are killed or stopped, on PostgreSQL with three replicas of each.
#include <gtest/gtest.h>

#include <csignal>

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
  int next = 0;
  for (Rounds rounds; rounds.Next() || next < static_cast<int>(std::size(points));) {
    const std::string point(points[static_cast<size_t>(next++) % std::size(points)]);
    ASSERT_THAT(KillAt(*experiment, "programs", point), IsOk());
  }
  ExpectRight(*experiment);
}

// A process that stands still with the lock of the head holds up the others for as long as
// database-idle-timeout says, then they go on without it.
TEST(ProcessFaultsTest, StoppedWithTheLock) {
  constexpr std::chrono::milliseconds timeout{4000};
  Cluster::Options cluster;
  cluster.arguments["programs"] = {"--database-idle-timeout=4s"};
  auto experiment = Begin("stop-lock-holder", 1, std::move(cluster));
  ASSERT_NE(experiment, nullptr);
  Replica& holder = experiment->AnyReplica("programs");
  ASSERT_THAT(experiment->AwaitLoad(), IsOk());
  experiment->Record("stop at ledger/locked", holder.name());
  const auto start = std::chrono::steady_clock::now();
  ASSERT_THAT(holder.Enable(std::string(ledger::steps::kLocked), kStop, true), IsOk());
  // What was answered before it stopped does not count: the others stand still first.
  int64_t seen = -1;
  auto since = start;
  ASSERT_TRUE(testing::WaitUntil([&] {
    const int64_t now = experiment->caller().acknowledged(FullName("programs"));
    if (now != seen) since = std::chrono::steady_clock::now();
    seen = now;
    return std::chrono::steady_clock::now() - since > std::chrono::seconds(1);
  })) << "the others never waited: the lock is not held";
  ASSERT_THAT(experiment->AwaitWrites(20, "programs", timeout + std::chrono::seconds(10)), IsOk());
  const auto delay = std::chrono::steady_clock::now() - since;
  const auto seconds = std::chrono::duration_cast<std::chrono::milliseconds>(delay);
  std::printf("others waited %lld ms, the time-out is %lld ms\n",
              static_cast<long long>(seconds.count()), static_cast<long long>(timeout.count()));
  EXPECT_LE(delay, timeout + std::chrono::seconds(2));
  holder.Signal(SIGCONT);
  // It finds its session gone, and goes on with another.
  ASSERT_THAT(experiment->AwaitWrites(200, "programs"), IsOk());
  ExpectRight(*experiment);
}

TEST(ProcessFaultsTest, StoppedReaders) {
  auto experiment = Begin("stop-readers", 2);
  ASSERT_NE(experiment, nullptr);
  for (Rounds rounds; rounds.Next();) {
    Replica& replica = experiment->AnyReplica(rounds.number() % 2 == 0 ? "units" : "status");
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
  int next = 0;
  for (Rounds rounds; rounds.Next() || next < static_cast<int>(std::size(points));) {
    const std::string point(points[static_cast<size_t>(next++) % std::size(points)]);
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
