// The queue of reminders to be told, on every engine.
#include "services/supervision/storage/delivery_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <set>

#include "tests/contract/supervision/supervision_store.h"

namespace tiendo::supervision {
namespace {

using namespace std::chrono_literals;
using testing::IsOk;

class DeliveryQueueTest : public SupervisionStoreTest {
 protected:
  void SetUp() override {
    SupervisionStoreTest::SetUp();
    ASSERT_THAT(Collect(), IsOk());
  }
  // Another process, later.
  void Restart() {
    const db::Options options = database_->options();
    committer_.reset();
    database_.reset();
    database_ = Open(options);
    auto committer = ledger::Committer::Start(*database_, schema_, clock_, {});
    ASSERT_THAT(committer, IsOk());
    committer_ = *std::move(committer);
  }

  void Issue(const std::string& id) {
    Reminder reminder;
    reminder.name = "reminders/" + id;
    reminder.subject = "programs/p/items/" + id;
    reminder.unit = "units/a";
    reminder.issued_on = D("2026-01-05");
    ASSERT_THAT(Write([&](ledger::Transaction& tx) {
                  Reminder copy = reminder;
                  return store_.In(tx).reminders->Put(copy);
                }),
                IsOk());
  }
  absl::StatusOr<DeliveryQueue::Collected> Collect(int limit = 100) {
    absl::StatusOr<DeliveryQueue::Collected> out;
    const absl::Status ran = committer_->RunSide([&](db::Connection& connection) {
      out = queue_.Collect(connection, limit);
      return out.status();
    });
    return ran.ok() ? out : ran;
  }
  std::optional<ClaimedReminder> Claim(const std::string& claim) {
    absl::StatusOr<std::optional<ClaimedReminder>> out;
    EXPECT_THAT(committer_->RunSide([&](db::Connection& connection) {
      out = queue_.Claim(connection, claim, clock_.Now(), clock_.Now() + 1min);
      return out.status();
    }),
                IsOk());
    return out.value();
  }
  void Finish(const ClaimedReminder& claimed, const Delivery& delivery) {
    EXPECT_THAT(Write([&](ledger::Transaction& tx) {
                  return DeliveryQueue::Finish(tx.connection(), claimed, delivery);
                }),
                IsOk());
  }
  int64_t Size() { return DeliveryQueue::Size(*database_->Reader().value()).value(); }
  std::optional<Instant> NextReady() {
    return DeliveryQueue::NextReady(*database_->Reader().value()).value();
  }

  const DeliveryQueue queue_{schema_};
};

TEST_P(DeliveryQueueTest, TakesWhatWasIssuedSinceItWasSetUpOnceAndInOrder) {
  Issue("a-0001");
  ASSERT_THAT(Put(PlanOf("p", "a", 2026)), IsOk());
  Issue("b-0001");
  Issue("a-0001");  // another state of it: no new reminder
  ASSERT_THAT(Write([&](ledger::Transaction& tx) {
                Delivery delivery;
                delivery.name = DeliveryName("reminders/a-0001", 1);
                return store_.In(tx).deliveries->Put(delivery);
              }),
              IsOk());
  ASSERT_THAT(Collect(), IsOk());
  ASSERT_THAT(Collect(), IsOk());
  EXPECT_EQ(Size(), 2);
  EXPECT_EQ(Claim("one")->reminder, "reminders/a-0001");
  EXPECT_EQ(Claim("two")->reminder, "reminders/b-0001");
  EXPECT_EQ(Claim("three"), std::nullopt);
}

TEST_P(DeliveryQueueTest, WhatWasIssuedBeforeItWasSetUpIsNotTold) {
  ASSERT_THAT(committer_->RunSide([](db::Connection& connection) {
    return connection.Execute("DELETE FROM delivery_progress").status();
  }),
              IsOk());
  Issue("old-0001");
  ASSERT_THAT(Collect(), IsOk());
  Issue("new-0001");
  ASSERT_THAT(Collect(), IsOk());
  EXPECT_EQ(Size(), 1);
  EXPECT_EQ(Claim("one")->reminder, "reminders/new-0001");
}

TEST_P(DeliveryQueueTest, GoesOnWhereItStoodAndInParts) {
  for (int i = 1; i <= 7; ++i) Issue("a-000" + std::to_string(i));
  auto collected = Collect(3);
  ASSERT_THAT(collected, IsOk());
  EXPECT_TRUE(collected->more);
  EXPECT_EQ(Size(), 3);
  Restart();
  while (collected->more) {
    collected = Collect(3);
    ASSERT_THAT(collected, IsOk());
  }
  EXPECT_EQ(collected->missed, 0);
  EXPECT_EQ(Size(), 7);
}

TEST_P(DeliveryQueueTest, SaysWhatTheLogNoLongerHas) {
  Issue("a-0001");
  Issue("b-0001");
  ASSERT_THAT(committer_->RunSide(
                  [](db::Connection& connection) { return ledger::Compact(connection, 2); }),
              IsOk());
  const auto collected = Collect();
  ASSERT_THAT(collected, IsOk());
  EXPECT_EQ(collected->missed, 1);
  EXPECT_EQ(Claim("one")->reminder, "reminders/b-0001");
}

TEST_P(DeliveryQueueTest, AClaimEndsWithItsTime) {
  Issue("a-0001");
  ASSERT_THAT(Collect(), IsOk());
  const auto first = Claim("one");
  ASSERT_TRUE(first);
  EXPECT_EQ(Claim("two"), std::nullopt);
  EXPECT_EQ(NextReady(), clock_.Now() + 1min);
  // Once more the same claim: its first answer was lost.
  EXPECT_EQ(Claim("one")->reminder, first->reminder);
  clock_.Advance(1min);
  const auto second = Claim("two");
  ASSERT_TRUE(second);
  // The first one comes back too late: what it says of failing counts no more.
  Delivery late;
  late.outcome = DeliveryOutcome::kGivenUp;
  Finish(*first, late);
  late.outcome = DeliveryOutcome::kFailed;
  late.next_attempt = clock_.Now();
  Finish(*first, late);
  EXPECT_EQ(Claim("three"), std::nullopt);
  EXPECT_EQ(Size(), 1);
  // But when it has delivered, it is delivered.
  late.outcome = DeliveryOutcome::kDelivered;
  Finish(*first, late);
  EXPECT_EQ(Size(), 0);
  EXPECT_EQ(NextReady(), std::nullopt);
}

TEST_P(DeliveryQueueTest, AFailureWaitsForItsTimeAndIsCounted) {
  Issue("a-0001");
  ASSERT_THAT(Collect(), IsOk());
  Delivery failed;
  failed.outcome = DeliveryOutcome::kFailed;
  failed.failure = DeliveryFailure::kTimeout;
  failed.next_attempt = clock_.Now() + 30s;
  Finish(*Claim("one"), failed);
  EXPECT_EQ(Claim("two"), std::nullopt);
  EXPECT_EQ(NextReady(), clock_.Now() + 30s);
  clock_.Advance(30s);
  const auto again = Claim("three");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->attempts, 1);
  failed.failure = DeliveryFailure::kInterrupted;
  failed.next_attempt = clock_.Now();
  Finish(*again, failed);
  const auto third = Claim("four");
  ASSERT_TRUE(third);
  EXPECT_EQ(third->attempts, 1);
  failed.outcome = DeliveryOutcome::kGivenUp;
  Finish(*third, failed);
  EXPECT_EQ(Size(), 0);
}

TEST_P(DeliveryQueueTest, OfManyAtOnceEachGetsAnother) {
  constexpr int kReminders = 40;
  for (int i = 0; i < kReminders; ++i) Issue("r-" + std::to_string(1000 + i));
  ASSERT_THAT(Collect(), IsOk());
  std::vector<std::future<std::vector<std::string>>> claimers;
  for (int c = 0; c < 4; ++c) {
    claimers.push_back(std::async(std::launch::async, [this, c] {
      std::vector<std::string> mine;
      while (auto claimed = Claim(std::to_string(c) + "-" + std::to_string(mine.size()))) {
        mine.push_back(claimed->reminder);
      }
      return mine;
    }));
  }
  std::multiset<std::string> all;
  for (auto& claimer : claimers) {
    const std::vector<std::string> mine = claimer.get();
    all.insert(mine.begin(), mine.end());
  }
  EXPECT_EQ(all.size(), static_cast<size_t>(kReminders));
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), static_cast<size_t>(kReminders));
}

INSTANTIATE_TEST_SUITE_P(Engines, DeliveryQueueTest, testing::AllEngines(), testing::EngineName);

}  // namespace
}  // namespace tiendo::supervision
