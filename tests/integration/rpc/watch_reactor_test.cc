#include "common/rpc/watch_reactor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <optional>
#include <vector>

#include "common/errors/error.h"
#include "common/rpc/status_conversion.h"
#include "tests/integration/rpc/test_service.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait.h"

namespace tiendo::rpc {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using tiendo::testing::HasReason;
using tiendo::testing::StatusIs;
using tiendo::testing::WaitUntil;

// A revision that only grows, and everyone who waits for it.
class FakeFeed {
 public:
  void Advance(int64_t revision) {
    std::vector<std::function<void()>> wakes;
    {
      std::lock_guard lock(mutex_);
      revision_ = revision;
      wakes = wakes_;
    }
    for (const auto& wake : wakes) wake();
  }
  int64_t revision() const {
    std::lock_guard lock(mutex_);
    return revision_;
  }
  void AddWake(std::function<void()> wake) {
    std::lock_guard lock(mutex_);
    wakes_.push_back(std::move(wake));
  }
  std::atomic<int> sources = 0;   // alive
  std::atomic<int> overlaps = 0;  // calls of one source at the same time
  std::atomic<int> asked = 0;

 private:
  mutable std::mutex mutex_;
  int64_t revision_ = 0;
  std::vector<std::function<void()>> wakes_;
};

// Every revision once, in order; progress when a deadline passes.
class FakeSource final : public TestService::Source {
 public:
  FakeSource(FakeFeed& feed, std::optional<milliseconds> progress)
      : feed_(feed), progress_(progress) {
    ++feed_.sources;
  }
  ~FakeSource() override { --feed_.sources; }

  void OnReady(std::function<void()> wake) override { feed_.AddWake(std::move(wake)); }
  absl::StatusOr<std::optional<WatchChangesResponse>> Next() override {
    if (busy_.exchange(true)) ++feed_.overlaps;
    ++feed_.asked;
    WatchChangesResponse frame;
    std::optional<WatchChangesResponse> next;
    if (sent_ < feed_.revision()) {
      frame.set_revision(++sent_);
      next = frame;
    } else if (due_ && steady_clock::now() >= *due_) {
      frame.set_phase(WatchChangesResponse::PHASE_PROGRESS);
      frame.set_revision(sent_);
      next = frame;
    }
    due_.reset();
    if (!next && progress_) due_ = steady_clock::now() + *progress_;
    busy_ = false;
    return next;
  }
  std::optional<steady_clock::time_point> NextDeadline() override { return due_; }

 private:
  FakeFeed& feed_;
  const std::optional<milliseconds> progress_;
  int64_t sent_ = 0;
  std::optional<steady_clock::time_point> due_;
  std::atomic<bool> busy_ = false;
};

// A client's stream on the callback API, so that many need no threads.
class ClientStream final : public grpc::ClientReadReactor<WatchChangesResponse> {
 public:
  explicit ClientStream(UnitService::Stub& stub) {
    stub.async()->WatchChanges(&context_, &request_, this);
    StartRead(&frame_);
    StartCall();
  }
  int64_t revision() const { return revision_; }
  int frames() const { return frames_; }
  bool ordered() const { return ordered_; }
  bool done() const { return done_; }
  absl::Status status() const { return FromGrpc(status_); }
  void Cancel() { context_.TryCancel(); }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return;
    if (frame_.phase() != WatchChangesResponse::PHASE_PROGRESS &&
        frame_.revision() != revision_ + 1) {
      ordered_ = false;
    }
    revision_ = frame_.revision();
    ++frames_;
    StartRead(&frame_);
  }
  void OnDone(const grpc::Status& status) override {
    status_ = status;
    done_ = true;
  }

  grpc::ClientContext context_;
  WatchChangesRequest request_;
  WatchChangesResponse frame_;
  grpc::Status status_;
  std::atomic<int64_t> revision_ = 0;
  std::atomic<int> frames_ = 0;
  std::atomic<bool> ordered_ = true;
  std::atomic<bool> done_ = false;
};

class WatchReactorTest : public ::testing::Test {
 protected:
  void Start(int max_watchers, std::optional<milliseconds> progress = std::nullopt) {
    Watches::Options options;
    options.max_watchers = max_watchers;
    server_.emplace(Handlers::Options(), options);
    server_->service->open_watch =
        [this, progress](
            const WatchChangesRequest&) -> absl::StatusOr<std::unique_ptr<TestService::Source>> {
      return std::make_unique<FakeSource>(feed_, progress);
    };
  }
  std::unique_ptr<ClientStream> Watch() { return std::make_unique<ClientStream>(*server_->stub); }
  Watches& watches() { return server_->service->watches(); }

  FakeFeed feed_;
  std::optional<TestServer> server_;
};

TEST_F(WatchReactorTest, DeliversEverythingInOrder) {
  Start(10);
  auto stream = Watch();
  for (int r = 1; r <= 1000; ++r) feed_.Advance(r);
  EXPECT_TRUE(WaitUntil([&] { return stream->revision() == 1000; }));
  EXPECT_TRUE(stream->ordered());
  EXPECT_EQ(feed_.overlaps, 0);
  stream->Cancel();
  EXPECT_TRUE(WaitUntil([&] { return stream->done() && feed_.sources == 0; }));
  EXPECT_TRUE(WaitUntil([&] { return watches().open() == 0; }));
  feed_.Advance(1001);  // wakes a stream that is gone
}

TEST_F(WatchReactorTest, ProgressComesWithoutAWake) {
  Start(10, milliseconds(5));
  auto stream = Watch();
  EXPECT_TRUE(WaitUntil([&] { return stream->frames() >= 5; }));
  stream->Cancel();
  EXPECT_TRUE(WaitUntil([&] { return stream->done(); }));
}

TEST_F(WatchReactorTest, AnIdleStreamIsNotAsked) {
  Start(10);
  auto stream = Watch();
  ASSERT_TRUE(WaitUntil([&] { return feed_.asked == 1; }));
  feed_.Advance(1);
  ASSERT_TRUE(WaitUntil([&] { return stream->revision() == 1 && feed_.asked == 3; }));
  stream->Cancel();
  EXPECT_TRUE(WaitUntil([&] { return stream->done(); }));
  EXPECT_EQ(feed_.asked, 3);
}

TEST_F(WatchReactorTest, TwoHundredStreamsUnaryCallsAndAStop) {
  Start(200, milliseconds(50));
  std::vector<std::unique_ptr<ClientStream>> streams;
  for (int i = 0; i < 200; ++i) streams.push_back(Watch());
  ASSERT_TRUE(WaitUntil([&] { return watches().open() == 200; }));
  for (int r = 1; r <= 20; ++r) {
    feed_.Advance(r);
    grpc::ClientContext context;
    Unit unit;
    EXPECT_TRUE(server_->stub->GetUnit(&context, {}, &unit).ok());
  }
  auto all = [&](auto predicate) {
    return WaitUntil([&] {
      for (const auto& stream : streams) {
        if (!predicate(*stream)) return false;
      }
      return true;
    });
  };
  ASSERT_TRUE(all([](const ClientStream& s) { return s.revision() == 20; }));

  const auto begin = steady_clock::now();
  watches().Stop();
  ASSERT_TRUE(WaitUntil([&] { return watches().open() == 0; }));
  const auto took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - begin);
  RecordProperty("stop_ms", static_cast<int>(took.count()));
  // 100 ms on an idle machine; sanitizers and neighbours are slow.
  EXPECT_LT(took, milliseconds(2000));
  ASSERT_TRUE(all([](const ClientStream& s) { return s.done(); }));
  for (const auto& stream : streams) {
    EXPECT_TRUE(stream->ordered());
    EXPECT_THAT(stream->status(), StatusIs(absl::StatusCode::kUnavailable));
    EXPECT_THAT(stream->status(), HasReason("SHUTTING_DOWN"));
  }
  EXPECT_EQ(feed_.sources, 0);
  EXPECT_EQ(feed_.overlaps, 0);

  auto late = Watch();
  EXPECT_TRUE(WaitUntil([&] { return late->done(); }));
  EXPECT_THAT(late->status(), HasReason("SHUTTING_DOWN"));
}

TEST_F(WatchReactorTest, PlacesAreLimitedAndComeBack) {
  Start(2);
  auto first = Watch();
  auto second = Watch();
  ASSERT_TRUE(WaitUntil([&] { return watches().open() == 2; }));
  auto third = Watch();
  ASSERT_TRUE(WaitUntil([&] { return third->done(); }));
  EXPECT_THAT(third->status(), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(third->status(), HasReason("OVERLOADED"));
  EXPECT_TRUE(errors::GetDetails(third->status())->retry_after.has_value());
  first->Cancel();
  ASSERT_TRUE(WaitUntil([&] { return first->done() && watches().open() == 1; }));
  auto fourth = Watch();
  ASSERT_TRUE(WaitUntil([&] { return watches().open() == 2; }));
  for (auto* stream : {&second, &fourth}) {
    (*stream)->Cancel();
    EXPECT_TRUE(WaitUntil([&] { return (*stream)->done(); }));
  }
}

TEST_F(WatchReactorTest, AnErrorOfTheSourceEndsTheStream) {
  Start(10);
  server_->service->open_watch =
      [](const WatchChangesRequest&) -> absl::StatusOr<std::unique_ptr<TestService::Source>> {
    return errors::Make(absl::StatusCode::kOutOfRange, "HISTORY_COMPACTED", "gone",
                        {{"oldest_revision", "7"}});
  };
  auto stream = Watch();
  ASSERT_TRUE(WaitUntil([&] { return stream->done(); }));
  EXPECT_THAT(stream->status(), HasReason("HISTORY_COMPACTED"));
}

}  // namespace
}  // namespace tiendo::rpc
