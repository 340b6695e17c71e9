#include "common/redis/resolver.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace tiendo::redis {
namespace {

using std::chrono::steady_clock;

TEST(ResolverTest, NumericAddressIsItsOwnAnswerEvenWithoutTime) {
  Resolver v4("127.0.0.1");
  EXPECT_EQ(v4.Resolve(steady_clock::now()).value(), std::vector<std::string>{"127.0.0.1"});
  Resolver v6("::1");
  EXPECT_EQ(v6.Resolve(steady_clock::now()).value(), std::vector<std::string>{"::1"});
}

TEST(ResolverTest, NameIsLookedUpForAllWhoAsk) {
  Resolver resolver("localhost");
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      EXPECT_TRUE(resolver.Resolve(steady_clock::now() + std::chrono::seconds(30)).ok());
    });
  }
  for (std::thread& caller : callers) caller.join();
}

TEST(ResolverTest, CallerWithoutTimeDoesNotWait) {
  Resolver resolver("localhost");
  const auto resolved = resolver.Resolve(steady_clock::now() - std::chrono::seconds(1));
  if (!resolved.ok()) {  // The lookup may have been quicker.
    EXPECT_EQ(resolved.status().code(), absl::StatusCode::kDeadlineExceeded);
  }
}

}  // namespace
}  // namespace tiendo::redis
