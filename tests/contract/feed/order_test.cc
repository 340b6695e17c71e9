// Writers and watchers at the same time: one order, nothing lost, nothing twice.
#include <gtest/gtest.h>

#include <condition_variable>
#include <random>
#include <thread>

#include "tests/contract/feed/example_feed.h"
#include "tests/support/seed.h"

namespace tiendo::feed {
namespace {

using absl::StatusCode;
using testing::Frame;
using testing::HasReason;
using testing::IsOk;
using testing::NewUnit;
using testing::Outcome;
using testing::PutUnits;
using testing::Send;
using testing::StatusIs;
using testing::ToText;
using testing::Unit;
using testing::WatchChangesRequest;

class OrderTest : public testing::FeedTest {
 protected:
  // Follows until `last`, waiting on the hub in between. Every now and then it gives the watch up
  // and resumes from the last frame's token.
  std::vector<Frame> Follow(WatchChangesRequest request, int64_t last, uint32_t seed) {
    std::mt19937 random(seed);
    std::vector<Frame> frames;
    auto session = OpenWatch(request);
    // Frames before this one were received on earlier streams.
    size_t stream = 0;
    while (session->revision() < last) {
      auto frame = session->Next();
      EXPECT_THAT(frame, IsOk());
      if (!frame.ok()) return frames;
      if (!frame->has_value()) {
        const Frame progress = session->Progress();
        // Nothing may still be missing up to here.
        if (!frames.empty() && frames.back().phase() == Frame::PHASE_CHANGES) {
          EXPECT_EQ(progress.revision(), frames.back().revision());
          EXPECT_FALSE(frames.back().fragment());
        }
        WaitBeyond(session->revision());
        continue;
      }
      // Progress() counts as a frame of the stream.
      EXPECT_GE((*frame)->previous_revision(),
                stream == frames.size() ? 0 : frames.back().revision());
      frames.push_back(**std::move(frame));
      if (random() % 20 == 0) {
        session = OpenWatch(testing::FeedTest::Resume(frames.back().resume_token()));
        stream = frames.size();
      }
    }
    return frames;
  }
  void WaitBeyond(int64_t revision) {
    std::mutex mutex;
    std::condition_variable woken;
    bool awake = false;
    const Hub::WaitId id =
        hub_->Wait(revision, std::chrono::steady_clock::now() + std::chrono::seconds(1), [&] {
          std::lock_guard lock(mutex);
          awake = true;
          woken.notify_all();
        });
    {
      std::unique_lock lock(mutex);
      EXPECT_TRUE(woken.wait_for(lock, testing::kPatience, [&] { return awake; }));
    }
    hub_->Cancel(id);
  }
  // `count` requests of one or several units each.
  static void WriteMany(ledger::Committer& committer, int writer, int count) {
    std::mt19937 random(static_cast<unsigned>(writer));
    std::vector<std::future<Outcome>> writes;
    for (int i = 0; i < count; ++i) {
      std::vector<Unit> units;
      const size_t first = random() % 10;
      for (size_t n = random() % 5 == 0 ? 5 : 1; n > 0; --n) {
        units.push_back(NewUnit("units/u" + std::to_string((first + n) % 10),
                                std::to_string(writer) + "-" + std::to_string(i)));
      }
      writes.push_back(Send(committer, PutUnits(units)));
      if (random() % 4 == 0) {
        for (auto& w : writes) EXPECT_THAT(w.get().status, IsOk());
        writes.clear();
      }
    }
    for (auto& w : writes) EXPECT_THAT(w.get().status, IsOk());
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, OrderTest, testing::AllEngines(), testing::EngineName);

TEST_P(OrderTest, TwoWritersAndSeveralWatchersSeeOneOrder) {
  constexpr int kWrites = 150;
  const uint32_t seed = tiendo::testing::Seed();
  SCOPED_TRACE(tiendo::testing::WithSeed(seed));
  // Small, so that watchers are served from memory and from the table in turn.
  StopHub();
  hub_options_.cache_bytes = 5000;
  StartHub();
  source_.max_frame_changes = 3;
  // On PostgreSQL the second writer is another process; its commits are announced by the database.
  std::unique_ptr<db::Database> other_database;
  std::unique_ptr<ledger::Committer> other;
  if (GetParam() == db::Engine::kPostgres) {
    other_database = Open(options_);
    other = ledger::Committer::Start(*other_database, schema_, clock_, {}).value();
  }
  constexpr size_t kWatchers = 4;
  std::vector<std::vector<Frame>> seen(kWatchers);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < kWatchers; ++i) {
    WatchChangesRequest request = i % 2 == 0 ? FromEarliest() : Snapshot();
    threads.emplace_back([&, i, request] {
      seen[i] = Follow(request, 2 * kWrites, seed + static_cast<uint32_t>(i));
    });
  }
  threads.emplace_back([&] { WriteMany(*committer_, 1, kWrites); });
  threads.emplace_back([&] { WriteMany(other ? *other : *committer_, 2, kWrites); });
  for (std::thread& t : threads) t.join();

  const std::vector<std::string> log = ToText(Changes());
  ASSERT_EQ(Head().revision, 2 * kWrites);
  for (size_t i = 0; i < kWatchers; ++i) {
    testing::View view;
    view.Apply(seen[i]);
    EXPECT_EQ(testing::ToText(view.rows()), testing::ToText(Everything())) << i;
    std::vector<std::string> changes;
    for (const Frame& f : seen[i]) {
      if (f.phase() != Frame::PHASE_CHANGES) continue;
      for (const auto& c : f.changes()) changes.push_back(ToText(c));
    }
    // A snapshot's changes begin where its first page was read.
    ASSERT_LE(changes.size(), log.size());
    EXPECT_EQ(changes, std::vector<std::string>(
                           log.end() - static_cast<std::ptrdiff_t>(changes.size()), log.end()))
        << i;
    if (i % 2 == 0) {
      EXPECT_EQ(changes.size(), log.size());
    }
  }
  ExpectSoundLog();
}

TEST_P(OrderTest, ASlowWatcherIsServedFromTheTable) {
  StopHub();
  hub_options_.cache_bytes = 1000;
  StartHub();
  auto session = OpenWatch(FromNow());
  EXPECT_TRUE(Drain(*session).empty());
  WriteMany(*committer_, 1, 100);
  Sync();
  EXPECT_EQ(hub_->Cached(0, 10), std::nullopt) << "no longer in memory";
  EXPECT_TRUE(hub_->Cached(99, 10).has_value());
  const std::vector<Frame> frames = Drain(*session);
  EXPECT_EQ(ToText(frames), ToText(Changes()));
  ExpectChained(frames);
}

TEST_P(OrderTest, AWatcherThatLagsTooFarEndsAndResumes) {
  source_.max_lag = 5;
  WriteMany(*committer_, 1, 20);
  // One that catches up from an old position is not late.
  auto session = OpenWatch(FromEarliest());
  EXPECT_EQ(ToText(Drain(*session)), ToText(Changes()));
  WriteMany(*committer_, 2, 5);
  std::vector<Frame> frames = Drain(*session);
  EXPECT_EQ(ToText(frames), ToText(Changes(20)));
  WriteMany(*committer_, 3, 6);
  Sync();
  auto ended = session->Next();
  EXPECT_THAT(ended, StatusIs(StatusCode::kResourceExhausted));
  EXPECT_THAT(ended, HasReason("WATCHER_TOO_SLOW"));
  EXPECT_EQ(ToText(Watch(Resume(frames.back().resume_token()))), ToText(Changes(25)));
}

}  // namespace
}  // namespace tiendo::feed
