// SQLite on a disk that is full or read-only, and killed inside a checkpoint. One replica of each
// service: a file has one process.
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>

#include "common/ledger/committer.h"
#include "tests/fault/harness/faults.h"
#include "tests/fault/server/failpoints.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"
#include "tests/support/wait.h"

namespace tiendo::fault {
namespace {

using testing::IsOk;

std::unique_ptr<Experiment> Begin(const std::string& name, const std::string& folder = "") {
  Experiment::Options options;
  options.run.name = name;
  options.run.min_faults = 2;
  options.run.min_writes = 300;
  options.cluster.engine = db::Engine::kSqlite;
  options.cluster.replicas = 1;
  options.cluster.data_folder = folder;
  auto experiment = Experiment::Start(std::move(options));
  EXPECT_THAT(experiment, IsOk());
  return experiment.ok() ? *std::move(experiment) : nullptr;
}

void ExpectRight(Experiment& experiment) {
  const Experiment::Verdict verdict = experiment.Finish();
  EXPECT_NE(verdict.code, 3) << "invalid, neither right nor wrong:\n" << verdict.text;
  EXPECT_EQ(verdict.code, 0) << verdict.text;
}

// A small file system of its own.
class SmallDisk {
 public:
  // Mounting needs CAP_SYS_ADMIN.
  absl::Status Mount(const char* size) {
    const std::string options = std::string("size=") + size;
    if (mount("tmpfs", dir_.path().c_str(), "tmpfs", 0, options.c_str()) != 0) {
      return absl::InternalError(std::string("mount: ") + std::strerror(errno));
    }
    mounted_ = true;
    return absl::OkStatus();
  }
  ~SmallDisk() {
    if (mounted_) umount2(dir_.path().c_str(), MNT_DETACH);
  }
  const std::string& path() const { return dir_.path(); }
  // Fills what is left; false when there was nothing.
  bool Fill() {
    std::ofstream out(dir_.File("ballast"), std::ios::binary);
    const std::string block(4096, 'x');
    int64_t blocks = 0;
    while (out.write(block.data(), static_cast<std::streamsize>(block.size())) && out.flush()) {
      ++blocks;
    }
    return blocks > 0;
  }
  void Empty() { std::remove(dir_.File("ballast").c_str()); }

 private:
  testing::TempDir dir_;
  bool mounted_ = false;
};

TEST(DiskFaultsTest, KilledAtRandom) {
  auto experiment = Begin("sqlite-kill");
  ASSERT_NE(experiment, nullptr);
  for (Rounds rounds; rounds.Next();) {
    ASSERT_THAT(KillOne(*experiment, ServiceToKill(*experiment)), IsOk());
  }
  ExpectRight(*experiment);
}

TEST(DiskFaultsTest, KilledAtNamedPointsAndBetweenTheStepsOfACheckpoint) {
  auto experiment = Begin("sqlite-checkpoint");
  ASSERT_NE(experiment, nullptr);
  const std::string points[] = {kCheckpointSync, std::string(ledger::steps::kBeforeCheckpoint),
                                std::string(ledger::steps::kAfterCheckpoint),
                                std::string(ledger::steps::kAfterCommit), kCheckpointSync};
  for (Rounds rounds(std::size(points)); rounds.Next();) {
    ASSERT_THAT(KillAt(*experiment, "programs", points[rounds.variant()]), IsOk());
  }
  ExpectRight(*experiment);
}

// A real small disk where the test may mount one. Elsewhere the same two errors at the same system
// call, made by the server's build for fault tests: what is not tested then is only the kernel.
TEST(DiskFaultsTest, Full) {
  SmallDisk disk;
  // Small enough to be filled, large enough for what the traffic of a fast machine writes
  // meanwhile.
  const absl::Status mounted = disk.Mount("768m");
  std::printf("disk full: %s\n",
              mounted.ok() ? "a tmpfs of 768 MiB" : "no right to mount, errors at pwrite instead");
  auto experiment = Begin("disk-full", mounted.ok() ? disk.path() : "");
  ASSERT_NE(experiment, nullptr);
  Replica& replica = experiment->AnyReplica("programs");
  for (Rounds rounds; rounds.Next();) {
    ASSERT_THAT(experiment->AwaitLoad(), IsOk());
    experiment->Record("disk full", mounted.ok() ? "disk" : replica.name());
    if (mounted.ok()) {
      ASSERT_TRUE(disk.Fill());
    } else {
      ASSERT_THAT(replica.Enable(kDiskFull, 1, false), IsOk());
    }
    ASSERT_THAT(experiment->AwaitRefusals(50, "programs", "DATABASE_FULL"), IsOk());
    if (mounted.ok()) {
      disk.Empty();
    } else {
      ASSERT_THAT(replica.Disable(kDiskFull), IsOk());
    }
    ASSERT_THAT(experiment->AwaitWrites(200, "programs"), IsOk());
  }
  ExpectRight(*experiment);
}

TEST(DiskFaultsTest, ReadOnly) {
  auto experiment = Begin("disk-read-only");
  ASSERT_NE(experiment, nullptr);
  Replica& replica = experiment->AnyReplica("programs");
  for (Rounds rounds; rounds.Next();) {
    ASSERT_THAT(experiment->AwaitLoad(), IsOk());
    experiment->Record("disk read-only", replica.name());
    ASSERT_THAT(replica.Enable(kDiskReadOnly, 1, false), IsOk());
    ASSERT_THAT(experiment->AwaitRefusals(50, "programs", "DATABASE_UNAVAILABLE"), IsOk());
    EXPECT_TRUE(testing::WaitUntil([&] { return !replica.Ready(); }));
    ASSERT_THAT(replica.Disable(kDiskReadOnly), IsOk());
    EXPECT_TRUE(testing::WaitUntil([&] { return replica.Ready(); }));
    ASSERT_THAT(experiment->AwaitWrites(200, "programs"), IsOk());
  }
  ExpectRight(*experiment);
}

}  // namespace
}  // namespace tiendo::fault
