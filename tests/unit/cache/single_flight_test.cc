#include "common/cache/single_flight.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

namespace tiendo::cache {
namespace {

using Flight = SingleFlight<std::string>;
using std::chrono::steady_clock;

Flight::Result Value(const std::string& text) { return std::make_shared<const std::string>(text); }

steady_clock::time_point Soon() { return steady_clock::now() + std::chrono::seconds(30); }

void AwaitWaiting(const Flight& flight, const std::string& key, size_t count) {
  const auto limit = Soon();
  while (flight.waiting(key) < count) {
    ASSERT_LT(steady_clock::now(), limit);
    std::this_thread::yield();
  }
}

TEST(SingleFlightTest, ManyCallersOneComputation) {
  constexpr size_t kCallers = 16;
  Flight flight;
  std::atomic<int> computed{0};
  std::atomic<int> served{0};
  std::vector<std::thread> callers;
  for (size_t i = 0; i < kCallers; ++i) {
    callers.emplace_back([&] {
      const auto result = flight.Run("k", Soon(), [&] {
        ++computed;
        AwaitWaiting(flight, "k", kCallers - 1);  // Everybody else has joined.
        return Value("v");
      });
      if (result.ok() && **result == "v") ++served;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(computed, 1);
  EXPECT_EQ(served, static_cast<int>(kCallers));
}

TEST(SingleFlightTest, KeysDoNotWaitForEachOther) {
  Flight flight;
  const auto result = flight.Run("a", Soon(), [&] {
    EXPECT_TRUE(flight.Run("b", Soon(), [] { return Value("b"); }).ok());
    return Value("a");
  });
  EXPECT_EQ(**result, "a");
}

TEST(SingleFlightTest, ErrorIsSharedButNotRemembered) {
  Flight flight;
  std::atomic<int> computed{0};
  const auto failing = [&]() -> Flight::Result {
    ++computed;
    AwaitWaiting(flight, "k", 1);
    return absl::UnavailableError("source down");
  };
  auto one = std::async(std::launch::async, [&] { return flight.Run("k", Soon(), failing); });
  auto two = std::async(std::launch::async, [&] { return flight.Run("k", Soon(), failing); });
  EXPECT_EQ(one.get().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(two.get().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(computed, 1);
  EXPECT_TRUE(flight.Run("k", Soon(), [] { return Value("v"); }).ok());
}

TEST(SingleFlightTest, WaiterLeavesAtItsDeadlineAndTheLeaderGoesOn) {
  Flight flight;
  const auto result = flight.Run("k", Soon(), [&] {
    const auto late = std::async(std::launch::async, [&] {
                        return flight.Run("k", steady_clock::now(), [] { return Value("no"); });
                      }).get();
    EXPECT_EQ(late.status().code(), absl::StatusCode::kDeadlineExceeded);
    return Value("v");
  });
  EXPECT_EQ(**result, "v");
}

TEST(SingleFlightTest, LeaderOutOfItsOwnTimeIsReplaced) {
  Flight flight;
  ASSERT_TRUE(flight.Join("k", nullptr));  // The leader.
  auto waiter = std::async(std::launch::async,
                           [&] { return flight.Run("k", Soon(), [] { return Value("mine"); }); });
  AwaitWaiting(flight, "k", 1);
  flight.Finish("k", absl::DeadlineExceededError("the leader's own"));
  EXPECT_EQ(**waiter.get(), "mine");
}

TEST(SingleFlightTest, JoinCallsTheWaitersBack) {
  Flight flight;
  ASSERT_TRUE(flight.Join("k", nullptr));
  std::string seen;
  ASSERT_FALSE(flight.Join("k", [&](const Flight::Result& r) { seen = **r; }));
  flight.Finish("k", Value("v"));
  EXPECT_EQ(seen, "v");
  EXPECT_TRUE(flight.Join("k", nullptr));
}

}  // namespace
}  // namespace tiendo::cache
