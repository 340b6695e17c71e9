// The connection breaks around a COMMIT (PostgreSQL): every caller gets its true outcome, once.
#include <gtest/gtest.h>

#include "tests/contract/ledger/commit_proxy.h"
#include "tests/contract/ledger/example_ledger.h"

namespace tiendo::ledger {
namespace {

using absl::StatusCode;
using testing::CommitProxy;
using testing::Gate;
using testing::HasReason;
using testing::IsOk;
using testing::Outcome;
using testing::PutAll;
using testing::PutOne;
using testing::Send;
using testing::StatusIs;
using testing::ToText;
using testing::WithId;
using Loss = CommitProxy::Loss;

class LostCommitTest : public testing::LedgerTest {
 protected:
  void SetUp() override {
    options_ = NewOptions();
    proxy_.emplace(options_.url);
    options_.url = proxy_->url();
    committer_options_.max_batch_time = std::chrono::minutes(1);
    committer_options_.retry_backoff = std::chrono::milliseconds(1);
    Start();
  }
  void TearDown() override {
    Stop();
    proxy_.reset();
  }

  std::optional<CommitProxy> proxy_;
};

INSTANTIATE_TEST_SUITE_P(Engines, LostCommitTest, ::testing::Values(db::Engine::kPostgres),
                         testing::EngineName);

TEST_P(LostCommitTest, TheEffectStandsAndTheCallerIsToldSo) {
  MustWrite(PutOne("units/z", "0"));
  proxy_->Lose(Loss::kAnswer);
  Outcome outcome = Write(PutAll({{"units/b", "1"}, {"units/a", "2"}}));
  EXPECT_EQ(proxy_->lost(), 1);
  EXPECT_THAT(outcome.status, IsOk());
  EXPECT_EQ(outcome.runs, 1) << "looked up, not done again";
  EXPECT_EQ(outcome.commit.revision, 2);
  EXPECT_FALSE(outcome.commit.replayed) << "it was this request's own effect";
  EXPECT_EQ(ToText(outcome.answer), "units/b@2=1 units/a@2=2");
  EXPECT_EQ(Changes().size(), 3u);
  ExpectSoundLog();
}

TEST_P(LostCommitTest, ACommitThatDidNotTakeEffectIsMadeAgain) {
  proxy_->Lose(Loss::kCommit);
  Outcome outcome = Write(PutOne("units/a", "1"), WithId("id"));
  EXPECT_EQ(proxy_->lost(), 1);
  EXPECT_THAT(outcome.status, IsOk());
  EXPECT_EQ(outcome.runs, 2);
  EXPECT_EQ(outcome.commit.revision, 1);
  EXPECT_EQ(Changes().size(), 1u);
  EXPECT_EQ(Write(PutOne("units/a", "1"), WithId("id")).runs, 0);
  ExpectSoundLog();
}

TEST_P(LostCommitTest, EveryRequestOfTheBatchGetsItsOwnOutcome) {
  for (Loss loss : {Loss::kAnswer, Loss::kCommit}) {
    const int64_t before = Head().revision;
    const std::string tag = loss == Loss::kAnswer ? "answer" : "commit";
    Gate gate(*committer_);
    auto replayed_later = Send(*committer_, PutOne("units/" + tag, "x"), WithId(tag));
    bool armed = false;
    auto failing = Send(*committer_, [&](Transaction& tx, std::vector<Row>&) -> absl::Status {
      // Inside the batch: the gate's own has been committed.
      if (!armed) proxy_->Lose(loss);
      armed = true;
      TIENDO_RETURN_IF_ERROR(testing::Put(tx, "units/never", "x"));
      return errors::InvalidField("f", "wrong");
    });
    auto nothing =
        Send(*committer_, [](Transaction&, std::vector<Row>&) { return absl::OkStatus(); });
    WriteRequest check = WithId("");
    check.validate_only = true;
    auto checked = Send(*committer_, PutOne("units/checked", "x"), check);
    auto repeat = Send(*committer_, PutOne("units/" + tag, "x"), WithId(tag));
    auto last = Send(*committer_, PutOne("units/last-" + tag, "x"));
    ASSERT_EQ(committer_->queue_depth(), 6u);
    gate.Open();
    Outcome first = replayed_later.get();
    EXPECT_THAT(first.status, IsOk());
    EXPECT_FALSE(first.commit.replayed);
    EXPECT_THAT(failing.get().status, HasReason("INVALID_REQUEST"));
    EXPECT_THAT(nothing.get().status, IsOk());
    EXPECT_THAT(checked.get().status, IsOk());
    Outcome second = repeat.get();
    EXPECT_EQ(second.commit.revision, first.commit.revision);
    EXPECT_EQ(second.runs, 0);
    EXPECT_TRUE(second.commit.replayed);
    EXPECT_THAT(last.get().status, IsOk());
    EXPECT_EQ(proxy_->lost(), loss == Loss::kAnswer ? 1 : 2);
    EXPECT_EQ(Head().revision, before + 2);
  }
  EXPECT_FALSE(Get("units/never"));
  EXPECT_FALSE(Get("units/checked"));
  ExpectSoundLog();
}

TEST_P(LostCommitTest, TheAnswerOfTheLookUpMayBeLostToo) {
  proxy_->Lose(Loss::kAnswer, 3);
  Outcome outcome = Write(PutOne("units/a", "1"));
  EXPECT_EQ(proxy_->lost(), 3);
  EXPECT_THAT(outcome.status, IsOk());
  EXPECT_EQ(outcome.runs, 1);
  EXPECT_EQ(Changes().size(), 1u);
}

TEST_P(LostCommitTest, WhenAttemptsEndTheCallerMayAskAgain) {
  proxy_->Lose(Loss::kCommit, 1000);
  Outcome failed = Write(PutOne("units/a", "1"), WithId("id"));
  EXPECT_THAT(failed.status, StatusIs(StatusCode::kUnavailable));
  EXPECT_THAT(failed.status, HasReason("DATABASE_UNAVAILABLE"));
  EXPECT_EQ(failed.runs, committer_options_.max_attempts);
  proxy_->Lose(Loss::kAnswer, 1000);
  failed = Write(PutOne("units/a", "1"), WithId("id"));
  EXPECT_THAT(failed.status, StatusIs(StatusCode::kUnavailable));
  proxy_->Lose(Loss::kAnswer, 0);
  Outcome again = Write(PutOne("units/a", "1"), WithId("id"));
  EXPECT_THAT(again.status, IsOk());
  EXPECT_EQ(again.runs, 0) << "the second call had taken effect";
  EXPECT_EQ(Changes().size(), 1u);
}

// A caller that gives up while the outcome is unknown: what took effect is not called cancelled,
// and what did not is not made again.
TEST_P(LostCommitTest, GivingUpInBetween) {
  WriteRequest request = WithId("");
  request.cancelled = [this] { return proxy_->lost() == 1; };
  proxy_->Lose(Loss::kAnswer);
  EXPECT_THAT(Write(PutOne("units/a", "1"), request).status, IsOk());
  request.cancelled = [this] { return proxy_->lost() == 2; };
  proxy_->Lose(Loss::kCommit);
  Outcome outcome = Write(PutOne("units/b", "1"), request);
  EXPECT_THAT(outcome.status, StatusIs(StatusCode::kCancelled));
  EXPECT_EQ(outcome.runs, 1);
  EXPECT_FALSE(Get("units/b"));
  EXPECT_EQ(Head().revision, 1);
}

TEST_P(LostCommitTest, SideWorkIsDoneAgain) {
  for (Loss loss : {Loss::kAnswer, Loss::kCommit}) {
    int runs = 0;
    proxy_->Lose(loss);
    EXPECT_THAT(committer_->RunSide([&](db::Connection& c) {
      ++runs;
      return c
          .Execute(
              "INSERT INTO side_table (id, n) VALUES (1, 5) ON CONFLICT (id) DO UPDATE SET n ="
              " excluded.n")
          .status();
    }),
                IsOk());
    EXPECT_EQ(runs, 2);
  }
}

TEST_P(LostCommitTest, ASessionEndedInsideABatchIsReplaced) {
  int64_t pid = 0;
  std::promise<void> inside;
  std::promise<void> killed;
  std::shared_future<void> go_on = killed.get_future().share();
  auto write = Send(*committer_, [&](Transaction& tx, std::vector<Row>&) -> absl::Status {
    TIENDO_RETURN_IF_ERROR(testing::Put(tx, "units/a", "1"));
    if (pid != 0) return absl::OkStatus();
    pid = std::get<0>(**tx.connection().QueryRow<int64_t>("SELECT pg_backend_pid()"));
    inside.set_value();
    go_on.wait_for(testing::kPatience);
    return absl::OkStatus();
  });
  inside.get_future().wait_for(testing::kPatience);
  auto ended = Read([&](Reader& r) {
    return r.connection().QueryRow<int64_t>("SELECT pg_terminate_backend(:pid::integer)", {pid});
  });
  EXPECT_THAT(ended, IsOk());
  killed.set_value();
  Outcome outcome = write.get();
  EXPECT_THAT(outcome.status, IsOk());
  EXPECT_EQ(outcome.runs, 2);
  EXPECT_EQ(Changes().size(), 1u);
  ExpectSoundLog();
}

TEST_P(LostCommitTest, WhileTheDatabaseIsAwayWritesFailSoonAndComeBackWithIt) {
  // With a pause this long, each request having attempts of its own would take minutes.
  Stop();
  committer_options_.retry_backoff = std::chrono::milliseconds(20);
  Start();
  proxy_->SetDown(true);
  std::vector<std::future<Outcome>> writes;
  auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 1000; ++i) writes.push_back(Send(*committer_, PutOne("units/a", "x")));
  WriteRequest expired = WithId("");
  expired.deadline = start;
  writes.push_back(Send(*committer_, PutOne("units/a", "x"), expired));
  for (size_t i = 0; i < 1000; ++i) {
    Outcome outcome = writes[i].get();
    ASSERT_THAT(outcome.status, HasReason("DATABASE_UNAVAILABLE")) << i;
    ASSERT_EQ(outcome.runs, 0);
  }
  EXPECT_THAT(writes.back().get().status, HasReason("DEADLINE_EXCEEDED"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, testing::kPatience);
  proxy_->SetDown(false);
  EXPECT_THAT(Write(PutOne("units/a", "1")).status, IsOk());
  ExpectSoundLog();
}

}  // namespace
}  // namespace tiendo::ledger
