// Group commit: what shares a batch, what does not, and what never runs.
#include <gtest/gtest.h>

#include <numeric>
#include <thread>

#include "tests/contract/ledger/example_ledger.h"

namespace tiendo::ledger {
namespace {

using absl::StatusCode;
using std::chrono::steady_clock;
using testing::Apply;
using testing::Gate;
using testing::HasReason;
using testing::IsOk;
using testing::Outcome;
using testing::Put;
using testing::PutOne;
using testing::Send;
using testing::StatusIs;
using testing::WithId;

class BatchTest : public testing::LedgerTest {
 protected:
  void SetUp() override {
    // Both on the committer's thread; read after it has ended.
    committer_options_.on_batch = [this](int n, std::chrono::microseconds) {
      batches_.push_back(n);
    };
    committer_options_.on_commit = [this](const ledger::Head& h) { heads_.push_back(h.revision); };
    LedgerTest::SetUp();
  }
  // Starts over with the options as they are now.
  void Restart() {
    Stop();
    batches_.clear();
    Start();
  }
  // Submits `n` writes that wait together, and returns the sizes of the batches they ran in.
  std::vector<int> BatchesOf(int n, size_t bytes) {
    Gate gate(*committer_);
    std::vector<std::future<Outcome>> writes;
    for (int i = 0; i < n; ++i) {
      WriteRequest request = WithId("");
      request.bytes = bytes;
      writes.push_back(Send(*committer_, PutOne("units/u" + std::to_string(i), "x"), request));
    }
    gate.Open();
    for (std::future<Outcome>& w : writes) EXPECT_THAT(w.get().status, IsOk());
    committer_->Drain();
    return {batches_.begin() + 1, batches_.end()};
  }

  std::vector<int> batches_;
  std::vector<int64_t> heads_;
};

INSTANTIATE_TEST_SUITE_P(Engines, BatchTest, testing::AllEngines(), testing::EngineName);

// The ways a request can fail, each after it has written something.
Apply Failing(int way) {
  return [way](Transaction& tx, std::vector<Row>&) -> absl::Status {
    TIENDO_RETURN_IF_ERROR(Put(tx, "units/lost" + std::to_string(way), "x"));
    switch (way) {
      case 0:
        return errors::InvalidField("f", "wrong");
      case 1:  // a unique violation of the storage
        return Put(tx, "units/other", "x", {.slot = "taken"});
      case 2:
        return tx.connection().Execute("INSERT INTO no_such_table VALUES (1)").status();
      default:
        return Put(tx, "nowhere/a", "x");
    }
  };
}

TEST_P(BatchTest, AFailingRequestLeavesItsNeighboursAlone) {
  MustWrite([](Transaction& tx, std::vector<Row>&) {
    return Put(tx, "units/owner", "x", {.slot = "taken"});
  });
  constexpr int kRequests = 40;
  Gate gate(*committer_);
  std::vector<std::future<Outcome>> writes;
  for (int i = 0; i < kRequests; ++i) {
    writes.push_back(Send(
        *committer_, i % 3 == 0 ? Failing(i / 3 % 4) : PutOne("units/u" + std::to_string(i), "x")));
  }
  gate.Open();
  int64_t revision = 1;
  for (int i = 0; i < kRequests; ++i) {
    Outcome outcome = writes[static_cast<size_t>(i)].get();
    EXPECT_EQ(outcome.runs, 1) << i;
    if (i % 3 != 0) {
      EXPECT_THAT(outcome.status, IsOk()) << i;
      EXPECT_EQ(outcome.commit.revision, ++revision) << i;
      continue;
    }
    const StatusCode codes[] = {StatusCode::kInvalidArgument, StatusCode::kAlreadyExists,
                                StatusCode::kInternal, StatusCode::kInternal};
    EXPECT_THAT(outcome.status, StatusIs(codes[i / 3 % 4])) << i;
  }
  EXPECT_EQ(Head().revision, revision);
  for (int way = 0; way < 4; ++way) EXPECT_FALSE(Get("units/lost" + std::to_string(way)));
  ExpectSoundLog();
  Stop();
  EXPECT_EQ(batches_.back(), kRequests) << "they shared one batch";
  EXPECT_EQ(heads_, (std::vector<int64_t>{1, revision})) << "told once per commit";
  Start();
}

TEST_P(BatchTest, ARequestSeesWhatThoseBeforeItInTheBatchDid) {
  Gate gate(*committer_);
  std::vector<std::future<Outcome>> writes;
  for (int i = 0; i < 30; ++i) {
    writes.push_back(Send(*committer_, [](Transaction& tx, std::vector<Row>&) -> absl::Status {
      TIENDO_ASSIGN_OR_RETURN(std::optional<Row> row, tx.Get("units/a"));
      return Put(tx, "units/a", std::to_string(row ? std::stoi(row->body) + 1 : 1));
    }));
  }
  gate.Open();
  for (std::future<Outcome>& w : writes) EXPECT_THAT(w.get().status, IsOk());
  EXPECT_EQ(Get("units/a")->body, "30");
}

TEST_P(BatchTest, BatchesEndByNumberBytesAndTime) {
  committer_options_.max_batch_requests = 3;
  Restart();
  EXPECT_EQ(BatchesOf(7, 0), (std::vector<int>{3, 3, 1}));
  committer_options_.max_batch_requests = 50;
  committer_options_.max_batch_bytes = 100;
  Restart();
  EXPECT_EQ(BatchesOf(5, 50), (std::vector<int>{2, 2, 1}));
  Restart();
  EXPECT_EQ(BatchesOf(2, 5000), (std::vector<int>{1, 1})) << "one larger than the limit runs alone";
  committer_options_.max_batch_time = std::chrono::milliseconds(-1);
  Restart();
  EXPECT_EQ(BatchesOf(4, 0), (std::vector<int>{1, 1, 1, 1})) << "the rest waits for the next";
  ExpectSoundLog();
}

TEST_P(BatchTest, CancelledAndExpiredRequestsAreNotExecuted) {
  Gate gate(*committer_);
  auto cancelled = std::make_shared<std::atomic<bool>>(false);
  WriteRequest request = WithId("");
  request.cancelled = [cancelled] { return cancelled->load(); };
  auto given_up = Send(*committer_, PutOne("units/a", "x"), request);
  request = WithId("");
  request.deadline = steady_clock::now() - std::chrono::seconds(1);
  auto expired = Send(*committer_, PutOne("units/b", "x"), request);
  request = WithId("");
  request.deadline = steady_clock::now() + std::chrono::hours(1);
  request.cancelled = [] { return false; };
  auto wanted = Send(*committer_, PutOne("units/c", "x"), request);
  *cancelled = true;
  gate.Open();
  Outcome outcome = given_up.get();
  EXPECT_THAT(outcome.status, StatusIs(StatusCode::kCancelled));
  EXPECT_EQ(outcome.runs, 0);
  outcome = expired.get();
  EXPECT_THAT(outcome.status, StatusIs(StatusCode::kDeadlineExceeded));
  EXPECT_EQ(outcome.runs, 0);
  EXPECT_THAT(wanted.get().status, IsOk());
  EXPECT_EQ(Head().revision, 1);
}

TEST_P(BatchTest, AFullQueueRefusesAtOnce) {
  committer_options_.queue.max = 2;
  Restart();
  Gate gate(*committer_);
  auto first = Send(*committer_, PutOne("units/a", "x"));
  auto second = Send(*committer_, PutOne("units/b", "x"));
  EXPECT_EQ(committer_->queue_depth(), 2u);
  auto third = Send(*committer_, PutOne("units/c", "x"));
  ASSERT_EQ(third.wait_for(std::chrono::seconds(0)), std::future_status::ready);
  Outcome refused = third.get();
  EXPECT_THAT(refused.status, StatusIs(StatusCode::kResourceExhausted));
  EXPECT_THAT(refused.status, HasReason("OVERLOADED"));
  EXPECT_TRUE(errors::GetDetails(refused.status)->retry_after.has_value());
  EXPECT_EQ(refused.runs, 0);
  gate.Open();
  EXPECT_THAT(first.get().status, IsOk());
  EXPECT_THAT(second.get().status, IsOk());
  EXPECT_THAT(Write(PutOne("units/c", "x")).status, IsOk());
}

TEST_P(BatchTest, WhatCannotBeCommittedInTimeIsRefusedAtOnce) {
  committer_options_.queue.min = 2;
  Restart();
  const auto held = steady_clock::now() + std::chrono::milliseconds(400);
  {
    // The first commit takes 400 ms: it is all that is known of the rate.
    Gate slow(*committer_);
    ASSERT_TRUE(testing::WaitUntil([&] { return steady_clock::now() > held; }));
    slow.Open();
    ASSERT_THAT(Write(PutOne("units/z", "x")).status, IsOk());
  }
  Gate gate(*committer_);
  auto first = Send(*committer_, PutOne("units/a", "x"));
  const auto soon = steady_clock::now() + std::chrono::milliseconds(100);
  EXPECT_TRUE(committer_->Refused(soon));
  WriteRequest request = WithId("");
  request.deadline = soon;
  auto late = Send(*committer_, PutOne("units/b", "x"), request);
  ASSERT_EQ(late.wait_for(std::chrono::seconds(0)), std::future_status::ready);
  const Outcome refused = late.get();
  EXPECT_THAT(refused.status, HasReason("OVERLOADED"));
  EXPECT_EQ(refused.runs, 0);
  EXPECT_FALSE(committer_->Refused(soon + std::chrono::hours(1)));
  auto second = Send(*committer_, PutOne("units/b", "x"));
  EXPECT_TRUE(committer_->Refused(std::nullopt)) << "two wait: the limit";
  gate.Open();
  EXPECT_THAT(first.get().status, IsOk());
  EXPECT_THAT(second.get().status, IsOk());
}

TEST_P(BatchTest, ADrainFinishesWhatWaitsAndRefusesTheRest) {
  Gate gate(*committer_);
  std::vector<std::future<Outcome>> waiting;
  for (int i = 0; i < 5; ++i) {
    waiting.push_back(Send(*committer_, PutOne("units/u" + std::to_string(i), "x")));
  }
  std::future<void> drained = std::async(std::launch::async, [&] { committer_->Drain(); });
  // What is submitted before the drain begins still waits.
  absl::Status refused;
  ASSERT_TRUE(testing::WaitUntil([&] {
    auto late = Send(*committer_, PutOne("units/late", "x"));
    if (late.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
      waiting.push_back(std::move(late));
      return false;
    }
    refused = late.get().status;
    return true;
  }));
  EXPECT_THAT(refused, StatusIs(StatusCode::kUnavailable));
  EXPECT_THAT(refused, HasReason("SHUTTING_DOWN"));
  EXPECT_THAT(committer_->RunSide([](db::Connection&) { return absl::OkStatus(); }),
              HasReason("SHUTTING_DOWN"));
  EXPECT_NE(drained.wait_for(std::chrono::seconds(0)), std::future_status::ready);
  gate.Open();
  drained.get();
  EXPECT_EQ(Head().revision, static_cast<int64_t>(waiting.size()));
  for (std::future<Outcome>& w : waiting) {
    ASSERT_EQ(w.wait_for(std::chrono::seconds(0)), std::future_status::ready);
    EXPECT_THAT(w.get().status, IsOk());
  }
  committer_->Drain();  // again: nothing to do
}

TEST_P(BatchTest, SideWorkIsAtomicAndOutsideTheLedger) {
  auto add = [](int64_t id, absl::Status status) {
    return [id, status](db::Connection& c) -> absl::Status {
      TIENDO_RETURN_IF_ERROR(
          c.Execute("INSERT INTO side_table (id, n) VALUES (:id, 1)", {id}).status());
      return status;
    };
  };
  auto count = [&] {
    return Read([](Reader& r) {
      return std::get<0>(**r.connection().QueryRow<int64_t>("SELECT count(*) FROM side_table"));
    });
  };
  EXPECT_THAT(committer_->RunSide(add(1, absl::OkStatus())), IsOk());
  EXPECT_THAT(committer_->RunSide(add(2, errors::Internal("no"))), StatusIs(StatusCode::kInternal));
  EXPECT_EQ(count(), 1);
  EXPECT_THAT(committer_->RunSide(add(1, absl::OkStatus())), HasReason("RESOURCE_EXISTS"));
  EXPECT_EQ(Head().revision, 0);

  // In a batch between writes, some of which fail.
  Gate gate(*committer_);
  auto failing = Send(*committer_, Failing(1));
  std::vector<std::future<absl::Status>> sides;
  for (int i = 10; i < 14; ++i) {
    sides.push_back(std::async(std::launch::async, [&, i] {
      return committer_->RunSide(add(i, i % 2 == 0 ? absl::OkStatus() : errors::Internal("no")));
    }));
  }
  ASSERT_TRUE(testing::WaitUntil([&] { return committer_->queue_depth() == 5; }));
  auto write = Send(*committer_, PutOne("units/a", "x"));
  gate.Open();
  for (size_t i = 0; i < sides.size(); ++i) EXPECT_EQ(sides[i].get().ok(), i % 2 == 0);
  EXPECT_THAT(write.get().status, IsOk());
  failing.get();
  EXPECT_EQ(count(), 3);
  ExpectSoundLog();
}

}  // namespace
}  // namespace tiendo::ledger
