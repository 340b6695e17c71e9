// The database goes away and comes back (PostgreSQL): hub, watches and writers go on.
#include <gtest/gtest.h>

#include "tests/contract/feed/example_feed.h"
#include "tests/contract/ledger/commit_proxy.h"

namespace tiendo::feed {
namespace {

using testing::CommitProxy;
using testing::Frame;
using testing::HasReason;
using testing::IsOk;
using testing::NewUnit;
using testing::Outcome;
using testing::PutUnits;
using testing::ToText;
using testing::WaitUntil;

class AwayTest : public testing::FeedTest {
 protected:
  void SetUp() override {
    hub_options_.poll_interval = std::chrono::milliseconds(20);
    FeedTest::SetUp();
    // Again, through the proxy.
    committer_.reset();
    StopHub();
    Stop();
    proxy_.emplace(options_.url);
    options_.url = proxy_->url();
    Start();
    StartHub();
  }
  void TearDown() override {
    FeedTest::TearDown();
    proxy_.reset();
  }

  std::optional<CommitProxy> proxy_;
};

INSTANTIATE_TEST_SUITE_P(Engines, AwayTest, ::testing::Values(db::Engine::kPostgres),
                         testing::EngineName);

TEST_P(AwayTest, AWatchGoesOnWhenTheDatabaseIsBack) {
  WriteUnits({NewUnit("units/a")});
  auto session = OpenWatch(FromEarliest());
  std::vector<Frame> frames = Drain(*session);
  proxy_->SetDown(true);
  EXPECT_THAT(Write(PutUnits({NewUnit("units/b")})).status, HasReason("DATABASE_UNAVAILABLE"));
  // Up to date as far as anybody knows.
  auto none = session->Next();
  ASSERT_THAT(none, IsOk());
  EXPECT_FALSE(none->has_value());
  EXPECT_THAT(Session::Open(source_, FromEarliest()), HasReason("DATABASE_UNAVAILABLE"));
  // Waits end at their deadline all the same.
  std::atomic<bool> woken = false;
  hub_->Wait(100, std::chrono::steady_clock::now(), [&] { woken = true; });
  EXPECT_TRUE(WaitUntil([&] { return woken.load(); }));
  proxy_->SetDown(false);
  Outcome outcome = Write(PutUnits({NewUnit("units/c")}));
  EXPECT_THAT(outcome.status, IsOk());
  for (Frame& f : Drain(*session)) frames.push_back(std::move(f));
  EXPECT_EQ(ToText(frames), ToText(Changes()));
  EXPECT_EQ(frames.size(), 2u);
}

// The commit took effect, its answer was lost: watchers see it once.
TEST_P(AwayTest, ALostCommitAnswerIsOneChange) {
  auto session = OpenWatch(FromEarliest());
  proxy_->Lose(CommitProxy::Loss::kAnswer);
  WriteUnits({NewUnit("units/a")});
  EXPECT_EQ(proxy_->lost(), 1);
  ASSERT_TRUE(WaitUntil([&] { return hub_->head().revision == 1; }));
  EXPECT_EQ(ToText(Drain(*session)), (std::vector<std::string>{"1 units/a CREATED<0"}));
}

}  // namespace
}  // namespace tiendo::feed
