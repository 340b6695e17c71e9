// The follower: one watch kept open, started again where the sink stands.
#include "common/feed/follower.h"

#include <gtest/gtest.h>

#include <mutex>
#include <utility>

#include "common/log/log.h"
#include "tests/contract/feed/example_feed.h"

namespace tiendo::feed {
namespace {

using testing::Frame;
using testing::IsOk;
using testing::NewUnit;
using testing::WaitUntil;
using testing::WatchChangesRequest;

// Instead of a number of cuts: streams end at once.
constexpr int kForGood = -1;

// A stream without a transport: frames of a session, until it is cut.
class SessionStream final : public grpc::ClientReaderInterface<Frame> {
 public:
  SessionStream(absl::StatusOr<std::unique_ptr<Session>> session, Hub& hub, std::atomic<int>& cuts)
      : session_(std::move(session)), hub_(hub), cuts_(cuts), cuts_at_start_(cuts) {}

  bool Read(Frame* frame) override {
    while (session_.ok() && !IsCut()) {
      auto next = (*session_)->Next();
      if (!next.ok()) {
        session_ = next.status();
        return false;
      }
      if (next->has_value()) {
        *frame = **std::move(next);
        return true;
      }
      const int64_t seen = (*session_)->revision();
      WaitUntil([&] { return IsCut() || hub_.head().revision > seen; });
    }
    return false;
  }
  grpc::Status Finish() override {
    if (session_.ok()) return grpc::Status(grpc::StatusCode::UNAVAILABLE, "cut");
    return grpc::Status(static_cast<grpc::StatusCode>(session_.status().code()), "session");
  }
  void WaitForInitialMetadata() override {}
  bool NextMessageSize(uint32_t*) override { return false; }

 private:
  bool IsCut() const { return cuts_ == kForGood || cuts_ != cuts_at_start_; }

  absl::StatusOr<std::unique_ptr<Session>> session_;
  Hub& hub_;
  std::atomic<int>& cuts_;
  const int cuts_at_start_;
};

// Keeps everything in memory; refuses frames when told to.
class Sink final : public FeedSink {
 public:
  absl::StatusOr<std::string> ResumeToken() override {
    std::lock_guard lock(mutex_);
    return token_;
  }
  absl::Status Apply(const Frame& frame) override {
    std::lock_guard lock(mutex_);
    if (refuse_once_.has_value()) return *std::exchange(refuse_once_, std::nullopt);
    token_ = frame.resume_token();
    view_.Apply(frame);
    frames_.push_back(frame);
    return absl::OkStatus();
  }
  absl::Status Reset() override {
    std::lock_guard lock(mutex_);
    ++resets_;
    token_.clear();
    view_ = {};
    frames_.clear();
    return absl::OkStatus();
  }

  void RefuseOnce(absl::Status status) {
    std::lock_guard lock(mutex_);
    refuse_once_ = std::move(status);
  }
  std::string held() {
    std::lock_guard lock(mutex_);
    return testing::ToText(view_.rows());
  }
  int resets() {
    std::lock_guard lock(mutex_);
    return resets_;
  }
  std::vector<std::string> changes() {
    std::lock_guard lock(mutex_);
    return testing::ToText(frames_);
  }

 private:
  std::mutex mutex_;
  std::string token_;
  testing::View view_;
  std::vector<Frame> frames_;
  std::optional<absl::Status> refuse_once_;
  int resets_ = 0;
};

class FollowerTest : public testing::FeedTest {
 protected:
  void SetUp() override {
    FeedTest::SetUp();
    Follower::Options options;
    options.service = "units";
    options.backoff = std::chrono::milliseconds(1);
    options.max_backoff = std::chrono::milliseconds(2);
    options.silence = std::chrono::minutes(1);
    log::Options log_options;
    log_options.level = log::Level::kError;
    follower_ = std::make_unique<Follower>(
        options,
        [this](grpc::ClientContext*, const WatchChangesRequest& request) {
          ++streams_;
          return std::make_unique<SessionStream>(Session::Open(source_, request), *hub_, cuts_);
        },
        sink_, clock_, log::CreateLogger(log_options, std::make_shared<testing::ManualClock>()));
  }
  void TearDown() override {
    // The stream of this test does not hear of a cancellation.
    cuts_ = kForGood;
    follower_->Stop();
    follower_.reset();
    FeedTest::TearDown();
  }
  bool CaughtUp() {
    const std::string wanted = testing::ToText(Everything());
    return WaitUntil([&] { return sink_.held() == wanted; });
  }

  Sink sink_;
  std::atomic<int> streams_ = 0;
  std::atomic<int> cuts_ = 0;
  std::unique_ptr<Follower> follower_;
};

INSTANTIATE_TEST_SUITE_P(Engines, FollowerTest, testing::AllEngines(), testing::EngineName);

TEST_P(FollowerTest, FollowsAndGoesOnWhereItStoodAfterACut) {
  WriteUnits({NewUnit("units/a")});
  follower_->Start();
  ASSERT_TRUE(CaughtUp());
  for (int i = 0; i < 5; ++i) {
    const int streams = streams_;
    ++cuts_;
    ASSERT_TRUE(WaitUntil([&] { return streams_ > streams; }));
    WriteUnits({NewUnit("units/a", std::to_string(i)), NewUnit("units/b" + std::to_string(i))});
    ASSERT_TRUE(CaughtUp());
  }
  ASSERT_TRUE(WaitUntil([&] { return follower_->state().revision == 6; }));
  EXPECT_TRUE(follower_->state().connected);
  EXPECT_EQ(follower_->state().database_id, Head().database_id);
  EXPECT_EQ(sink_.resets(), 0);
  EXPECT_EQ(sink_.changes().size(), 11u) << "one of the snapshot, ten changes, none twice";
}

TEST_P(FollowerTest, AFrameThatCouldNotBeStoredComesAgain) {
  follower_->Start();
  ASSERT_TRUE(WaitUntil([&] { return streams_ == 1; }));
  sink_.RefuseOnce(absl::UnavailableError("the database"));
  WriteUnits({NewUnit("units/a")});
  ASSERT_TRUE(CaughtUp());
  EXPECT_GE(streams_, 2);
  EXPECT_EQ(sink_.resets(), 0);
}

TEST_P(FollowerTest, StartsOverWhenTheHistoryIsGone) {
  WriteUnits({NewUnit("units/a")});
  follower_->Start();
  ASSERT_TRUE(CaughtUp());
  ASSERT_EQ(sink_.resets(), 0);
  // The first frame of the other history does not get through at once.
  sink_.RefuseOnce(absl::UnavailableError("away"));
  {
    db::Lease writer = database_->Writer().value();
    ASSERT_THAT(writer->Execute("UPDATE ledger_head SET database_id = 'restored'"), IsOk());
  }
  ++cuts_;
  ASSERT_TRUE(WaitUntil([&] { return sink_.resets() >= 1; }));
  ASSERT_TRUE(CaughtUp());
  ASSERT_TRUE(WaitUntil([&] { return follower_->state().database_id == "restored"; }));
}

// The sink itself finds that the frames are of another history.
TEST_P(FollowerTest, StartsOverWhenTheSinkSaysSo) {
  follower_->Start();
  ASSERT_TRUE(WaitUntil([&] { return streams_ == 1; }));
  sink_.RefuseOnce(absl::OutOfRangeError("the source has another database"));
  WriteUnits({NewUnit("units/a")});
  ASSERT_TRUE(WaitUntil([&] { return sink_.resets() == 1; }));
  ASSERT_TRUE(CaughtUp());
}

}  // namespace
}  // namespace tiendo::feed
