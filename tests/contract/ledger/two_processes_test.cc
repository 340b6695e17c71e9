// Several processes on one database (PostgreSQL): each has a Database and a Committer of its own.
#include <gtest/gtest.h>

#include <thread>

#include "tests/contract/ledger/example_ledger.h"

namespace tiendo::ledger {
namespace {

using testing::HasReason;
using testing::IsOk;
using testing::Outcome;
using testing::PutOne;
using testing::Send;
using testing::WithId;

class TwoProcessesTest : public testing::LedgerTest {
 protected:
  void SetUp() override {
    LedgerTest::SetUp();
    // Clocks of two machines: the second runs late.
    other_clock_.Set(clock_.Now() - std::chrono::hours(1));
    other_database_ = Open(options_);
    auto other = Committer::Start(*other_database_, schema_, other_clock_, committer_options_);
    ASSERT_THAT(other, IsOk());
    other_ = *std::move(other);
  }
  void TearDown() override {
    other_.reset();
    other_database_.reset();
    LedgerTest::TearDown();
  }

  testing::ManualClock other_clock_;
  std::unique_ptr<db::Database> other_database_;
  std::unique_ptr<Committer> other_;
};

// SQLite refuses a second process: tests/contract/db.
INSTANTIATE_TEST_SUITE_P(Engines, TwoProcessesTest, ::testing::Values(db::Engine::kPostgres),
                         testing::EngineName);

TEST_P(TwoProcessesTest, WritersOfTwoProcessesMakeOneHistory) {
  constexpr int kThreads = 2;
  constexpr int kWrites = 100;
  // Read, add one, write: a lost update would show in the sum.
  auto add = [](const std::string& name) {
    return [name](Transaction& tx, std::vector<Row>&) -> absl::Status {
      TIENDO_ASSIGN_OR_RETURN(std::optional<Row> row, tx.Get(name));
      return testing::Put(tx, name, std::to_string(row ? std::stoi(row->body) + 1 : 1));
    };
  };
  std::vector<std::thread> threads;
  for (int t = 0; t < 2 * kThreads; ++t) {
    threads.emplace_back([&, t] {
      Committer& committer = t % 2 == 0 ? *committer_ : *other_;
      std::vector<std::future<Outcome>> writes;
      for (int i = 0; i < kWrites; ++i) {
        writes.push_back(Send(committer, add("units/u" + std::to_string(i % 3))));
        if (writes.size() == 10) {
          for (auto& w : writes) EXPECT_THAT(w.get().status, IsOk());
          writes.clear();
        }
      }
    });
  }
  for (std::thread& t : threads) t.join();
  int sum = 0;
  for (const Row& row : List(0)) sum += std::stoi(row.body);
  EXPECT_EQ(sum, 2 * kThreads * kWrites);
  EXPECT_EQ(Head().revision, sum);
  ExpectSoundLog();
}

TEST_P(TwoProcessesTest, ARequestIdHoldsForAllProcesses) {
  Outcome first = Send(*committer_, PutOne("units/a", "1"), WithId("id")).get();
  Outcome again = Send(*other_, PutOne("units/a", "1"), WithId("id")).get();
  EXPECT_EQ(again.runs, 0);
  EXPECT_EQ(again.commit.revision, first.commit.revision);
  EXPECT_THAT(Send(*other_, PutOne("units/a", "2"), WithId("id", "other")).get().status,
              HasReason("REQUEST_ID_REUSED"));
}

// The chain is walked while others write: what is committed meanwhile is no break.
TEST_P(TwoProcessesTest, TheChainCanBeVerifiedDuringWrites) {
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    while (!stop) {
      EXPECT_THAT(Send(*other_, PutOne("units/a", "x")).get().status, IsOk());
    }
  });
  for (int i = 0; i < 20; ++i) EXPECT_THAT(VerifyChain(), IsOk());
  stop = true;
  writer.join();
}

}  // namespace
}  // namespace tiendo::ledger
