// The commands, over a real redis-server.
#include "common/redis/client.h"

#include <gtest/gtest.h>

#include <array>
#include <thread>

#include "tests/support/redis_server.h"
#include "tests/support/wait.h"

namespace tiendo::redis {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using Keys = std::vector<std::string>;

constexpr milliseconds kMinute = std::chrono::minutes(1);

class ClientTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto server = testing::RedisServer::Create();
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    options_.address = server_->url();
    options_.connect_timeout = seconds(10);
    options_.command_timeout = seconds(10);
    options_.breaker.min_pause = milliseconds(1);
    options_.breaker.max_pause = milliseconds(20);
    client_ = Client::Create(options_).value();
  }

  std::unique_ptr<testing::RedisServer> server_;
  Options options_;
  std::unique_ptr<Client> client_;
};

TEST_F(ClientTest, KeysAndValuesAreAnyBytes) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  ASSERT_TRUE(client_->Set(all, all, kMinute).ok());
  EXPECT_EQ(client_->Get(all).value(), all);
  ASSERT_TRUE(client_->Set("empty", "", kMinute).ok());
  EXPECT_EQ(client_->Get("empty").value(), "");
  const std::string big(3 << 20, '\0');
  ASSERT_TRUE(client_->Set("big", big, kMinute).ok());
  EXPECT_EQ(client_->Get("big").value(), big);
  EXPECT_EQ(client_->Get("none").value(), std::nullopt);
  EXPECT_EQ(client_->stats().connects, 1u);
}

TEST_F(ClientTest, MGetKeepsTheOrder) {
  ASSERT_TRUE(client_->Set("a", "1", kMinute).ok());
  ASSERT_TRUE(client_->Set("c", "3", kMinute).ok());
  const auto values = client_->MGet(Keys{"c", "b", "a"}).value();
  EXPECT_EQ(values, (std::vector<std::optional<std::string>>{"3", std::nullopt, "1"}));
  EXPECT_EQ(client_->Del(Keys{"a", "b", "c"}).value(), 2);
}

TEST_F(ClientTest, SetNxPxSetsOnceUntilItExpires) {
  EXPECT_TRUE(client_->SetNxPx("k", "1", milliseconds(5)).value());
  ASSERT_TRUE(testing::WaitUntil([&] { return client_->SetNxPx("k", "2", kMinute).value(); }));
  EXPECT_EQ(client_->Get("k").value(), "2");
}

TEST_F(ClientTest, ArgumentsAreChecked) {
  EXPECT_EQ(client_->Set("k", "v", milliseconds(0)).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(client_->MGet({}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(client_->Del({}).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(ClientTest, ScriptIsLoadedWhereItIsMissing) {
  const Script script("return {KEYS[1], ARGV[1], 7}");
  for (int i = 0; i < 2; ++i) {
    const Reply reply = client_->Eval(script, Keys{"k"}, Keys{std::string("\0\xff", 2)}).value();
    ASSERT_EQ(reply.elements.size(), 3u);
    EXPECT_EQ(reply.elements[0].text, "k");
    EXPECT_EQ(reply.elements[1].text, std::string("\0\xff", 2));
    EXPECT_EQ(reply.elements[2].integer, 7);
  }
  EXPECT_EQ(client_->stats().connects, 1u) << "NOSCRIPT is no reason to reconnect";
  EXPECT_EQ(client_->Eval(Script("return redis.error_reply('no')"), {}, {}).status().code(),
            absl::StatusCode::kInternal);
}

TEST_F(ClientTest, RestartOfTheServerCostsNoCall) {
  ASSERT_TRUE(client_->Ping().ok());
  server_->Kill();
  ASSERT_TRUE(server_->Restart().ok());
  // The idle connection is seen to be closed before it is used.
  EXPECT_TRUE(client_->Ping().ok());
  EXPECT_EQ(client_->stats().failures, 0u);
}

TEST_F(ClientTest, KilledServerOpensTheBreakerAndARestartClosesIt) {
  ASSERT_TRUE(client_->Ping().ok());
  server_->Kill();
  const auto begin = steady_clock::now();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(client_->Ping().code(), absl::StatusCode::kUnavailable);
  }
  EXPECT_NE(client_->breaker_state(), CircuitBreaker::State::kClosed);
  EXPECT_LT(steady_clock::now() - begin, seconds(5)) << "a refused connection is not waited for";
  ASSERT_TRUE(server_->Restart().ok());
  ASSERT_TRUE(testing::WaitUntil([&] { return client_->Ping().ok(); }));
  EXPECT_EQ(client_->breaker_state(), CircuitBreaker::State::kClosed);
}

TEST_F(ClientTest, StalledServerTimesOutAndItsLateRepliesAreLost) {
  options_.pool_size = 1;
  options_.command_timeout = milliseconds(20);
  options_.connect_timeout = milliseconds(20);
  const auto hasty = Client::Create(options_).value();
  ASSERT_TRUE(client_->Set("a", "value of a", kMinute).ok());
  ASSERT_TRUE(client_->Set("b", "value of b", kMinute).ok());
  ASSERT_TRUE(testing::WaitUntil([&] { return hasty->Ping().ok(); }));
  server_->Pause();
  const auto begin = steady_clock::now();
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(hasty->Get("a").ok());
  EXPECT_NE(hasty->breaker_state(), CircuitBreaker::State::kClosed);
  EXPECT_LT(steady_clock::now() - begin, seconds(5));
  server_->Resume();
  ASSERT_TRUE(testing::WaitUntil([&] {
    const auto value = hasty->Get("b");
    EXPECT_TRUE(!value.ok() || *value == "value of b");
    return value.ok();
  }));
}

TEST_F(ClientTest, PasswordIsSentAndItsAbsenceIsAFailure) {
  auto guarded = testing::RedisServer::Create({.password = "secret", .arguments = {}});
  ASSERT_TRUE(guarded.ok()) << guarded.status();
  options_.address = (*guarded)->url();
  EXPECT_EQ(Client::Create(options_).value()->Ping().code(), absl::StatusCode::kUnavailable);
  options_.password = "secret";
  EXPECT_TRUE(Client::Create(options_).value()->Ping().ok());
}

TEST_F(ClientTest, DatabasesAreApart) {
  ASSERT_TRUE(client_->Set("k", "in 0", kMinute).ok());
  options_.database = 1;
  EXPECT_EQ(Client::Create(options_).value()->Get("k").value(), std::nullopt);
}

TEST_F(ClientTest, ThreadsNeverSeeEachOthersReplies) {
  options_.pool_size = 4;
  client_ = Client::Create(options_).value();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      const std::string key = "k" + std::to_string(t);
      for (int i = 0; i < 500; ++i) {
        const std::string value = key + ":" + std::to_string(i);
        ASSERT_TRUE(client_->Set(key, value, kMinute).ok());
        ASSERT_EQ(client_->Get(key).value(), value);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(client_->stats().connects, 4u);
}

}  // namespace
}  // namespace tiendo::redis
