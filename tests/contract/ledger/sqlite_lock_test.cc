// A file that another program holds, that has no room, or whose disk takes no writes (SQLite).
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>

#include "tests/contract/ledger/example_ledger.h"

namespace tiendo::ledger {
namespace {

using absl::StatusCode;
using testing::Gate;
using testing::HasReason;
using testing::IsOk;
using testing::Outcome;
using testing::PutOne;
using testing::Send;
using testing::StatusIs;
using testing::WithId;

class SqliteLockTest : public testing::LedgerTest {
 protected:
  void SetUp() override {
    LedgerTest::SetUp();
    Stop();
    options_.busy_timeout = std::chrono::milliseconds(1);
    Start();
  }
  // A shell or a backup beside us: not through Database, which would refuse it.
  std::unique_ptr<db::Connection> LockFile() {
    auto other = db::Connection::Open(options_, db::Connection::Role::kWriter).value();
    EXPECT_THAT(other->Begin(), IsOk());
    return other;
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, SqliteLockTest, ::testing::Values(db::Engine::kSqlite),
                         testing::EngineName);

TEST_P(SqliteLockTest, AFileThatStaysLockedIsUnavailable) {
  auto other = LockFile();
  Outcome failed = Write(PutOne("units/a", "1"), WithId("id"));
  EXPECT_THAT(failed.status, StatusIs(StatusCode::kUnavailable));
  EXPECT_THAT(failed.status, HasReason("DATABASE_UNAVAILABLE"));
  EXPECT_EQ(failed.runs, 0);
  ASSERT_THAT(other->Rollback(), IsOk());
  Outcome again = Write(PutOne("units/a", "1"), WithId("id"));
  EXPECT_THAT(again.status, IsOk());
  EXPECT_EQ(again.runs, 1);
  EXPECT_EQ(Changes().size(), 1u);
}

TEST_P(SqliteLockTest, ALockGivenUpInTimeCostsNothing) {
  committer_.reset();
  committer_options_.max_attempts = 100'000;
  StartCommitter();
  auto other = LockFile();
  std::vector<std::future<Outcome>> writes;
  for (int i = 0; i < 5; ++i) {
    writes.push_back(Send(*committer_, PutOne("units/u" + std::to_string(i), "x")));
  }
  ASSERT_TRUE(testing::WaitUntil([&] { return committer_->queue_depth() < 5; }));
  ASSERT_THAT(other->Rollback(), IsOk());
  for (std::future<Outcome>& w : writes) {
    Outcome outcome = w.get();
    EXPECT_THAT(outcome.status, IsOk());
    EXPECT_EQ(outcome.runs, 1);
  }
  ExpectSoundLog();
}

TEST_P(SqliteLockTest, AFullFileFailsWhatDoesNotFit) {
  MustWrite(PutOne("units/z", "0"));
  {
    db::Lease writer = database_->Writer().value();
    auto pages = writer->QueryRow<int64_t>("PRAGMA page_count");
    ASSERT_THAT(pages, IsOk());
    ASSERT_THAT(writer->ExecuteScript("PRAGMA max_page_count = " +
                                      std::to_string(std::get<0>(**pages) + 20)),
                IsOk());
  }
  Gate gate(*committer_);
  auto before = Send(*committer_, PutOne("units/a", "x"));
  auto large = Send(*committer_, PutOne("units/b", std::string(1 << 20, 'x')));
  auto after = Send(*committer_, PutOne("units/c", "x"));
  gate.Open();
  EXPECT_THAT(before.get().status, IsOk());
  Outcome failed = large.get();
  EXPECT_THAT(failed.status, StatusIs(StatusCode::kResourceExhausted));
  EXPECT_THAT(failed.status, HasReason("DATABASE_FULL"));
  EXPECT_EQ(failed.runs, 2) << "once in the batch, once alone";
  EXPECT_THAT(after.get().status, IsOk());
  ExpectSoundLog();
}

// Every write to a file of this process fails, as on a disk that has turned read-only.
class NoWrites {
 public:
  NoWrites() {
    std::signal(SIGXFSZ, SIG_IGN);  // the error is wanted, not the signal
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit none = before_;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_FSIZE, &none);
  }
  ~NoWrites() { setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_;
};

TEST_P(SqliteLockTest, ADiskThatTakesNoWritesFailsThemSoonAndTheyComeBackWithIt) {
  committer_.reset();
  // With a pause this long, each request having attempts of its own would take minutes.
  committer_options_.retry_backoff = std::chrono::milliseconds(20);
  committer_options_.queue.min = 1000;
  StartCommitter();
  MustWrite(PutOne("units/z", "0"));
  EXPECT_THAT(committer_->CheckWritable(), IsOk());
  // As in a server, somebody has read: the first connection to a file cannot be made without
  // writes.
  EXPECT_EQ(List(0).size(), 1u);
  std::vector<std::future<Outcome>> writes;
  std::vector<Outcome> outcomes;
  {
    NoWrites no_writes;
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < 1000; ++i) writes.push_back(Send(*committer_, PutOne("units/a", "x")));
    for (std::future<Outcome>& write : writes) outcomes.push_back(write.get());
    EXPECT_LT(std::chrono::steady_clock::now() - start, testing::kPatience);
    EXPECT_THAT(committer_->CheckWritable(), HasReason("DATABASE_UNAVAILABLE"));
    EXPECT_EQ(List(0).size(), 1u) << "reads go on";
  }
  for (const Outcome& outcome : outcomes) {
    ASSERT_THAT(outcome.status, StatusIs(StatusCode::kUnavailable));
    ASSERT_THAT(outcome.status, HasReason("DATABASE_UNAVAILABLE"));
  }
  // Nobody has to write for that: who is not ready is not asked to.
  EXPECT_TRUE(testing::WaitUntil([&] { return committer_->CheckWritable().ok(); }));
  EXPECT_THAT(Write(PutOne("units/a", "1")).status, IsOk());
  EXPECT_EQ(Changes().size(), 2u);
  EXPECT_THAT(VerifyChain(), IsOk());
}

}  // namespace
}  // namespace tiendo::ledger
