#include "common/rpc/work_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace tiendo::rpc {
namespace {

using std::chrono::steady_clock;

TEST(WorkPoolTest, RunsWhatIsPostedBeforeItGoes) {
  std::atomic<int> runs = 0;
  {
    WorkPool pool(2);
    for (int i = 0; i < 100; ++i) pool.Post([&] { ++runs; });
  }
  EXPECT_EQ(runs, 100);
}

TEST(WorkPoolTest, WaitsForATimeWhileOthersRun) {
  WorkPool pool(1);
  const auto begin = steady_clock::now();
  std::promise<steady_clock::time_point> late;
  std::promise<void> soon;
  pool.PostAt(begin + std::chrono::milliseconds(30), [&] { late.set_value(steady_clock::now()); });
  pool.Post([&] { soon.set_value(); });
  soon.get_future().wait();
  EXPECT_GE(late.get_future().get() - begin, std::chrono::milliseconds(30));
}

TEST(WorkPoolTest, DropsWhatIsNotDue) {
  bool ran = false;
  {
    WorkPool pool(1);
    pool.PostAt(steady_clock::now() + std::chrono::hours(1), [&] { ran = true; });
  }
  EXPECT_FALSE(ran);
}

}  // namespace
}  // namespace tiendo::rpc
