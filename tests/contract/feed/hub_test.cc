// The hub: who is woken, when, and by whose commits.
#include "common/feed/hub.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/contract/feed/example_feed.h"

namespace tiendo::feed {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::IsOk;
using testing::NewUnit;
using testing::Outcome;
using testing::PutUnits;
using testing::Send;
using testing::WaitUntil;

class HubTest : public testing::FeedTest {
 protected:
  void SetUp() override {
    // Only what wakes it makes it look.
    hub_options_.poll_interval = hours(1);
    FeedTest::SetUp();
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, HubTest, testing::AllEngines(), testing::EngineName);

TEST_P(HubTest, ACommitWakesThoseWhoWaitForIt) {
  std::atomic<int> first = 0;
  std::atomic<int> later = 0;
  hub_->Wait(0, steady_clock::now() + hours(1), [&] { ++first; });
  auto id = hub_->Wait(1, steady_clock::now() + hours(1), [&] { ++later; });
  WriteUnits({NewUnit("units/a")});
  ASSERT_TRUE(WaitUntil([&] { return first == 1; }));
  EXPECT_EQ(later, 0);
  // Beyond already: at once.
  hub_->Wait(0, steady_clock::now() + hours(1), [&] { ++first; });
  EXPECT_EQ(first, 2);
  hub_->Cancel(id);
  WriteUnits({NewUnit("units/a")});
  Sync();
  EXPECT_EQ(later, 0);
  EXPECT_EQ(first, 2) << "once each";
}

TEST_P(HubTest, ADeadlineWakesToo) {
  std::atomic<int> woken = 0;
  hub_->Wait(100, steady_clock::now() + hours(1), [&] { woken += 100; });
  const auto deadline = steady_clock::now() + milliseconds(20);
  hub_->Wait(100, deadline, [&] {
    EXPECT_GE(steady_clock::now(), deadline);
    ++woken;
  });
  ASSERT_TRUE(WaitUntil([&] { return woken == 1; }));
}

TEST_P(HubTest, AWaitThatWasCancelledIsNotCalled) {
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    while (!stop) WriteUnits({NewUnit("units/a")});
  });
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 300; ++i) {
        auto alive = std::make_unique<std::atomic<bool>>(true);
        auto id = hub_->Wait(hub_->head().revision, steady_clock::now() + milliseconds(i % 3),
                             [a = alive.get()] { EXPECT_TRUE(a->load()); });
        hub_->Cancel(id);
        *alive = false;
        alive.reset();  // a call from now on would be a use after free
      }
    });
  }
  for (std::thread& t : threads) t.join();
  stop = true;
  writer.join();
}

TEST_P(HubTest, WakesMayWaitAndCancelAgain) {
  std::atomic<int> woken = 0;
  std::function<void()> again = [&] {
    hub_->Cancel(12345);
    if (++woken < 3) hub_->Wait(1000, steady_clock::now() + milliseconds(1), again);
  };
  hub_->Wait(1000, steady_clock::now(), again);
  EXPECT_TRUE(WaitUntil([&] { return woken == 3; }));
}

TEST_P(HubTest, MemoryIsBounded) {
  StopHub();
  hub_options_.cache_bytes = 10'000;
  StartHub();
  for (int i = 0; i < 20; ++i) {
    auto unit = NewUnit("units/a");
    unit.set_display_name(std::string(4000, 'x'));
    WriteUnits({unit});
  }
  Sync();
  EXPECT_EQ(hub_->Cached(18, 100)->size(), 2u);
  EXPECT_EQ(hub_->Cached(17, 100), std::nullopt);
  EXPECT_EQ(hub_->Cached(18, 1)->size(), 1u);
  EXPECT_EQ(hub_->Cached(18, 1)->at(0)->revision, 19);
  EXPECT_TRUE(hub_->Cached(20, 100)->empty());
}

// A hub that nobody tells of commits (SQLite: on PostgreSQL the database does).
class UntoldHubTest : public HubTest {};

INSTANTIATE_TEST_SUITE_P(Engines, UntoldHubTest, ::testing::Values(db::Engine::kSqlite),
                         testing::EngineName);

// The log was compacted beyond what the hub had seen: what it holds has no hole.
TEST_P(UntoldHubTest, ACompactionAheadOfTheHubLeavesNoHoleInMemory) {
  WriteUnits({NewUnit("units/a")});
  Sync();
  ASSERT_TRUE(hub_->Cached(0, 10).has_value());
  to_wake_ = nullptr;
  for (int i = 0; i < 5; ++i) WriteUnits({NewUnit("units/a")});
  {
    db::Lease writer = database_->Writer().value();
    ASSERT_THAT(ledger::Compact(*writer, 4), IsOk());
  }
  ASSERT_EQ(hub_->head().revision, 1);
  Sync();
  EXPECT_EQ(hub_->Cached(0, 10), std::nullopt);
  EXPECT_EQ(hub_->Cached(3, 10)->size(), 3u);
  EXPECT_EQ(hub_->Cached(3, 10)->at(0)->revision, 4);
  EXPECT_EQ(Watch(FromEarliest()).at(0).revision(), 4);
}

// PostgreSQL only: SQLite has one process per file.
class ManyProcessesHubTest : public HubTest {};

INSTANTIATE_TEST_SUITE_P(Engines, ManyProcessesHubTest, ::testing::Values(db::Engine::kPostgres),
                         testing::EngineName);

// Its commits are announced by the database.
TEST_P(ManyProcessesHubTest, CommitsOfAnotherProcessWakeIt) {
  auto other_database = Open(options_);
  auto other = ledger::Committer::Start(*other_database, schema_, clock_, {});
  ASSERT_THAT(other, IsOk());
  for (int i = 1; i <= 20; ++i) {
    std::atomic<bool> woken = false;
    hub_->Wait(i - 1, steady_clock::now() + hours(1), [&] { woken = true; });
    EXPECT_THAT(Send(**other, PutUnits({NewUnit("units/a")})).get().status, IsOk());
    ASSERT_TRUE(WaitUntil([&] { return woken.load(); })) << i;
    EXPECT_EQ(hub_->head().revision, i);
  }
}

}  // namespace
}  // namespace tiendo::feed
