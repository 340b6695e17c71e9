// The clock of the machine jumps under the servers (libfaketime): an hour ahead, an hour back, over
// midnight. Steady clocks go on, as they do when ntpd or an operator sets the time.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>

#include "tests/fault/harness/faults.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace tiendo::fault {
namespace {

using testing::IsOk;

std::string FaketimeLibrary() {
  for (const char* folder : {"/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"}) {
    const std::string path = std::string(folder) + "/faketime/libfaketime.so.1";
    if (std::filesystem::exists(path)) return path;
  }
  return "";
}

// Seconds from now to a moment of the business day in Asia/Ho_Chi_Minh (UTC+7).
int64_t SecondsTo(int64_t second_of_day) {
  const int64_t now = std::chrono::duration_cast<std::chrono::seconds>(
                          std::chrono::system_clock::now().time_since_epoch())
                          .count();
  const int64_t today = (now + 7 * 3600) % 86400;
  return (second_of_day - today + 86400) % 86400;
}

TEST(ClockFaultsTest, Jumps) {
  const std::string library = FaketimeLibrary();
  ASSERT_FALSE(library.empty()) << "libfaketime is missing: install the package faketime";
  testing::TempDir dir;
  auto set = [&](int64_t offset) {
    char text[32];
    std::snprintf(text, sizeof text, "%+lld", static_cast<long long>(offset));
    const std::string next = dir.File("next");
    std::ofstream(next) << text << "\n";
    std::filesystem::rename(next, dir.File("offset"));
  };
  set(0);
  Experiment::Options options;
  options.run.name = "clock";
  options.run.min_faults = 4;
  options.run.min_writes = 300;
  options.cluster.environment = {{"LD_PRELOAD", library},
                                 {"FAKETIME_TIMESTAMP_FILE", dir.File("offset")},
                                 {"FAKETIME_CACHE_DURATION", "1"},
                                 {"FAKETIME_DONT_FAKE_MONOTONIC", "1"},
                                 {"FAKETIME_DONT_RESET", "1"}};
  auto started = Experiment::Start(std::move(options));
  ASSERT_THAT(started, IsOk());
  Experiment& experiment = **started;
  const int64_t before_midnight = SecondsTo(86400 - 3);
  const int64_t jumps[] = {3600, -3600, before_midnight, before_midnight - 86400, 0};
  for (Rounds rounds(std::size(jumps)); rounds.Next();) {
    const int64_t offset = jumps[rounds.variant()];
    ASSERT_THAT(experiment.AwaitLoad(), IsOk());
    experiment.Record("clock " + std::to_string(offset) + " s", "all");
    set(offset);
    // Long enough for midnight to pass where it is near.
    ASSERT_THAT(experiment.AwaitWrites(800), IsOk());
    ASSERT_THAT(experiment.QuietPoint(), IsOk());
  }
  const Experiment::Verdict verdict = experiment.Finish();
  EXPECT_NE(verdict.code, 3) << "invalid, neither right nor wrong:\n" << verdict.text;
  EXPECT_EQ(verdict.code, 0) << verdict.text;
}

}  // namespace
}  // namespace tiendo::fault
