#include "common/rpc/call_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "common/errors/error.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait.h"

namespace tiendo::rpc {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using ::testing::HasSubstr;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using tiendo::testing::StatusIs;
using tiendo::testing::WaitUntil;

constexpr char kKind[] = "service/Verb";
constexpr auto kNever = CallQueue::Time::max();

// A queue of one thread that is busy until Release().
class Busy {
 public:
  explicit Busy(CallQueue::Options options) : queue_(One(std::move(options))) {
    std::promise<void> started;
    EXPECT_THAT(queue_.Post("other", kNever,
                            [&](const absl::Status&) {
                              started.set_value();
                              release_.get_future().wait();
                            }),
                IsOk());
    started.get_future().wait();
  }
  ~Busy() { Release(); }
  void Release() {
    if (!released_) release_.set_value();
    released_ = true;
  }
  CallQueue& queue() { return queue_; }

 private:
  static CallQueue::Options One(CallQueue::Options options) {
    options.threads = 1;
    return options;
  }
  std::promise<void> release_;
  bool released_ = false;
  CallQueue queue_;  // last: its destructor waits for the thread
};

CallQueue::Options Limited(size_t max) {
  CallQueue::Options options;
  options.limit.max = max;
  return options;
}

// Teaches the queue how long calls of a kind take.
void Measure(CallQueue& queue, milliseconds takes) {
  std::promise<void> done;
  ASSERT_THAT(queue.Post(kKind, kNever,
                         [&](const absl::Status& turn) {
                           EXPECT_THAT(turn, IsOk());
                           const auto end = steady_clock::now() + takes;
                           while (steady_clock::now() < end) {
                           }
                           done.set_value();
                         }),
              IsOk());
  done.get_future().wait();
}

TEST(CallQueueTest, RunsWhatWaitsBeforeItGoes) {
  std::atomic<int> runs = 0;
  {
    CallQueue queue(CallQueue::Options{});
    for (int i = 0; i < 100; ++i) {
      EXPECT_THAT(queue.Post(kKind, kNever,
                             [&](const absl::Status& turn) {
                               EXPECT_THAT(turn, IsOk());
                               ++runs;
                             }),
                  IsOk());
    }
  }
  EXPECT_EQ(runs, 100);
}

TEST(CallQueueTest, RefusesBeyondTheLimitWithATimeToComeBack) {
  CallQueue::Options options = Limited(2);
  options.metrics = std::make_shared<metrics::Registry>();
  const auto registry = options.metrics;
  Busy busy(std::move(options));
  const auto nothing = [](const absl::Status&) {};
  EXPECT_THAT(busy.queue().Post(kKind, kNever, nothing), IsOk());
  EXPECT_THAT(busy.queue().Post(kKind, kNever, nothing), IsOk());
  const absl::Status refused = busy.queue().Post(kKind, kNever, nothing);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(refused, HasReason("OVERLOADED"));
  const errors::Details details = *errors::GetDetails(refused);
  EXPECT_EQ(details.metadata.at("resource"), "reads");
  EXPECT_GT(details.retry_after->count(), 0);
  EXPECT_EQ(busy.queue().waiting(), 2u);
  EXPECT_THAT(registry->Text(), HasSubstr("tiendo_queue_refused_total{queue=\"reads\"} 1"));
  EXPECT_THAT(registry->Text(), HasSubstr("tiendo_queue_limit{queue=\"reads\"} 2"));
  EXPECT_TRUE(registry->Problems().empty());
}

TEST(CallQueueTest, RefusesAtOnceWhatWouldComeTooLate) {
  std::promise<void> release;  // before the queue, whose thread uses them to its end
  std::promise<void> started;
  Busy busy(Limited(100));
  busy.Release();
  for (int i = 0; i < 30; ++i) Measure(busy.queue(), milliseconds(10));
  ASSERT_THAT(busy.queue().Post(kKind, kNever,
                                [&](const absl::Status&) {
                                  started.set_value();
                                  release.get_future().wait();
                                }),
              IsOk());
  started.get_future().wait();
  const auto nothing = [](const absl::Status&) {};
  for (int i = 0; i < 9; ++i) EXPECT_THAT(busy.queue().Post(kKind, kNever, nothing), IsOk());
  // Ten of about 10 ms each come first.
  const auto now = steady_clock::now();
  EXPECT_THAT(busy.queue().Post(kKind, now + milliseconds(50), nothing), HasReason("OVERLOADED"));
  EXPECT_THAT(busy.queue().Post(kKind, now + std::chrono::minutes(1), nothing), IsOk());
  release.set_value();
}

TEST(CallQueueTest, DoesNotExecuteWhatCanNoLongerEndInTime) {
  std::promise<void> release;  // before the queue, whose thread uses them to its end
  std::promise<void> started;
  Busy busy(Limited(100));
  busy.Release();
  for (int i = 0; i < 30; ++i) Measure(busy.queue(), milliseconds(20));
  ASSERT_THAT(busy.queue().Post("first", kNever,
                                [&](const absl::Status&) {
                                  started.set_value();
                                  release.get_future().wait();
                                }),
              IsOk());
  started.get_future().wait();
  // In time when it is posted, also on a busy machine; the thread is held until it is not.
  const auto deadline = steady_clock::now() + milliseconds(1500);
  std::promise<absl::Status> turn;
  ASSERT_THAT(busy.queue().Post(kKind, deadline, [&](const absl::Status& t) { turn.set_value(t); }),
              IsOk());
  std::promise<absl::Status> last;
  ASSERT_THAT(busy.queue().Post(kKind, kNever, [&](const absl::Status& t) { last.set_value(t); }),
              IsOk());
  ASSERT_TRUE(WaitUntil([&] { return steady_clock::now() > deadline - milliseconds(10); }));
  release.set_value();
  EXPECT_THAT(turn.get_future().get(), HasReason("OVERLOADED"));
  EXPECT_THAT(last.get_future().get(), IsOk());
}

TEST(CallQueueTest, AnIdleThreadTakesEverything) {
  CallQueue::Options options;
  options.threads = 1;
  CallQueue queue(std::move(options));
  for (int i = 0; i < 5; ++i) Measure(queue, milliseconds(20));
  // By the estimate it cannot be done; but nobody waits, and the estimate may be wrong.
  std::promise<absl::Status> turn;
  ASSERT_TRUE(WaitUntil([&] {
    return queue
        .Post(kKind, steady_clock::now() + milliseconds(1),
              [&](const absl::Status& t) { turn.set_value(t); })
        .ok();
  }));
  EXPECT_THAT(turn.get_future().get(), IsOk());
}

TEST(CallQueueTest, AStandingQueueIsCutFromItsOldEnd) {
  CallQueue::Options options;
  options.limit = {.min = 2, .max = 200, .target = milliseconds(1)};
  options.threads = 1;
  CallQueue queue(std::move(options));
  std::atomic<int> ran = 0;
  std::atomic<int> refused = 0;
  int posted = 0;
  // Each takes 5 ms, so 200 of them would wait for a second.
  while (refused == 0 && posted < 2000) {
    const absl::Status status = queue.Post(kKind, kNever, [&](const absl::Status& turn) {
      if (!turn.ok()) {
        EXPECT_THAT(turn, HasReason("OVERLOADED"));
        ++refused;
        return;
      }
      const auto end = steady_clock::now() + milliseconds(5);
      while (steady_clock::now() < end) {
      }
      ++ran;
    });
    if (status.ok()) ++posted;
    if (!status.ok()) WaitUntil([&] { return refused > 0 || queue.waiting() < 100; });
  }
  EXPECT_GT(refused, 0);
  EXPECT_GT(ran, 0);
}

TEST(CallQueueTest, WhatMustBeAnsweredIsNeverRefused) {
  CallQueue::Options options = Limited(1);
  options.refuses = false;
  Busy busy(std::move(options));
  std::atomic<int> runs = 0;
  for (int i = 0; i < 100; ++i) {
    EXPECT_THAT(busy.queue().Post(kKind, steady_clock::now(),
                                  [&](const absl::Status& turn) {
                                    EXPECT_THAT(turn, IsOk());
                                    ++runs;
                                  }),
                IsOk());
  }
  busy.Release();
  EXPECT_TRUE(WaitUntil([&] { return runs == 100; }));
}

}  // namespace
}  // namespace tiendo::rpc
