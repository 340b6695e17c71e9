// What a server can do wrong, and what must not come of it.
#include <gtest/gtest.h>

#include <future>

#include "common/errors/error.h"
#include "common/redis/client.h"
#include "tests/contract/redis/scripted_server.h"

namespace tiendo::redis {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using Command = ScriptedServer::Command;
using State = CircuitBreaker::State;

// Time-outs that only a test about time-outs runs into.
Options For(const ScriptedServer& server) {
  Options options;
  options.address = server.address();
  options.connect_timeout = std::chrono::seconds(30);
  options.command_timeout = std::chrono::seconds(30);
  options.breaker.min_pause = std::chrono::hours(1);
  options.breaker.max_pause = std::chrono::hours(1);
  return options;
}

std::unique_ptr<Client> Make(Options options) { return Client::Create(std::move(options)).value(); }

std::string Echo(const Command& command) { return ScriptedServer::Bulk(command.at(1)); }

TEST(ServerFaultsTest, LateReplyNeverAnswersAnotherRequest) {
  Gate late;
  ScriptedServer server([&](const Command& command) {
    if (command.at(1) == "slow") late.Wait();
    return Echo(command);
  });
  Options options = For(server);
  options.pool_size = 1;
  const auto client = Make(options);
  EXPECT_EQ(client->Get("slow", steady_clock::now() + milliseconds(20)).status().code(),
            absl::StatusCode::kDeadlineExceeded);
  late.Open();
  for (int i = 0; i < 100; ++i) {
    const std::string key = "k" + std::to_string(i);
    ASSERT_EQ(client->Get(key).value(), key);
  }
}

TEST(ServerFaultsTest, HalfAReplyIsATimeOut) {
  ScriptedServer server([](const Command&) { return "$100\r\nabcd"; });
  Options options = For(server);
  options.command_timeout = milliseconds(30);
  const auto begin = steady_clock::now();
  EXPECT_EQ(Make(options)->Get("k").status().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_GE(steady_clock::now() - begin, milliseconds(30));
}

TEST(ServerFaultsTest, SecondReplyToOneCommandIsNotKeptForTheNext) {
  ScriptedServer server([](const Command& command) {
    return Echo(command) + (command.at(1) == "twice" ? Echo({"GET", "stray"}) : "");
  });
  Options options = For(server);
  options.pool_size = 1;
  const auto client = Make(options);
  // Refused, or answered if the second reply came in a segment of its own; never kept.
  const auto first = client->Get("twice");
  EXPECT_TRUE(!first.ok() || *first == "twice");
  EXPECT_EQ(client->Get("next").value(), "next");
}

TEST(ServerFaultsTest, ServerThatServesNothingOpensTheBreaker) {
  for (const char* error :
       {"READONLY replica", "LOADING dataset", "NOAUTH needed", "MASTERDOWN x"}) {
    ScriptedServer server([&](const Command&) { return "-" + std::string(error) + "\r\n"; });
    const auto client = Make(For(server));
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(client->Get("k").status().code(), absl::StatusCode::kUnavailable) << error;
    }
    EXPECT_EQ(client->breaker_state(), State::kOpen) << error;
    EXPECT_EQ(server.connections(), 3u) << error;  // A new one after each.
    EXPECT_EQ(client->Get("k").status().code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(server.commands().size(), 3u) << "left alone while open";
    EXPECT_EQ(client->stats().rejected, 1u);
  }
}

TEST(ServerFaultsTest, ErrorOfOneCommandDoesNotOpenTheBreaker) {
  ScriptedServer server([](const Command&) { return "-WRONGTYPE no string\r\n"; });
  const auto client = Make(For(server));
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(client->Get("k").status().code(), absl::StatusCode::kInternal);
  }
  EXPECT_EQ(client->breaker_state(), State::kClosed);
  EXPECT_EQ(client->stats().command_errors, 10u);
}

TEST(ServerFaultsTest, RubbishAndWrongTypesAreErrors) {
  for (const char* answer : {"?what\r\n", ":1\r\n", "*1\r\n$1\r\na\r\n", "+OK\r\n", ""}) {
    ScriptedServer server([&](const Command&) { return std::string(answer); });
    EXPECT_FALSE(Make(For(server))->Get("k").ok()) << answer;
  }
}

TEST(ServerFaultsTest, ReplyThatIsTooLongIsAnError) {
  ScriptedServer server(
      [](const Command&) { return ScriptedServer::Bulk(std::string(9000, 'x')); });
  Options options = For(server);
  options.max_reply_bytes = 4096;
  EXPECT_EQ(Make(options)->Get("k").status().code(), absl::StatusCode::kUnavailable);
}

TEST(ServerFaultsTest, CallersShortDeadlineIsNotHeldAgainstTheServer) {
  Gate end;
  ScriptedServer server([&](const Command& command) {
    if (command.at(1) == "slow") end.Wait();
    return Echo(command);
  });
  const auto client = Make(For(server));
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(client->Get("slow", steady_clock::now() + milliseconds(5)).status().code(),
              absl::StatusCode::kDeadlineExceeded);
  }
  EXPECT_EQ(client->breaker_state(), State::kClosed);
  EXPECT_EQ(client->Get("quick").value(), "quick");
  end.Open();
}

TEST(ServerFaultsTest, FullPoolRefusesAtOnce) {
  Gate arrived, end;
  ScriptedServer server([&](const Command& command) {
    arrived.Open();
    end.Wait();
    return Echo(command);
  });
  Options options = For(server);
  options.pool_size = 1;
  const auto client = Make(options);
  auto first = std::async(std::launch::async, [&] { return client->Get("a"); });
  arrived.Wait();
  EXPECT_EQ(client->Get("b").status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(client->stats().exhausted, 1u);
  EXPECT_EQ(client->breaker_state(), State::kClosed);
  end.Open();
  EXPECT_EQ(first.get().value(), "a");
  EXPECT_EQ(client->Get("c").value(), "c");
}

TEST(ServerFaultsTest, EveryConnectionAuthenticatesAndSelects) {
  ScriptedServer server([](const Command& command) {
    if (command.at(0) != "GET") return std::string("+OK\r\n");
    return command.at(1) == "close" ? "" : Echo(command);
  });
  Options options = For(server);
  options.username = "cache";
  options.password = "secret";
  options.database = 3;
  const auto client = Make(options);
  EXPECT_FALSE(client->Get("close").ok());
  EXPECT_EQ(client->Get("a").value(), "a");
  const Command auth = {"AUTH", "cache", "secret"};
  const Command select = {"SELECT", "3"};
  EXPECT_EQ(server.commands(),
            (std::vector<Command>{auth, select, {"GET", "close"}, auth, select, {"GET", "a"}}));
}

TEST(ServerFaultsTest, RefusedPasswordIsNeverRepeated) {
  ScriptedServer server(
      [](const Command& command) { return "-WRONGPASS " + command.at(1) + "\r\n"; });
  Options options = For(server);
  options.password = "secret";
  std::string told;
  options.observer = [&](Event, std::string_view detail) { told += detail; };
  const absl::Status status = Make(options)->Ping();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(status.ToString().find("secret"), std::string::npos);
  EXPECT_NE(told.find("WRONGPASS"), std::string::npos);
  EXPECT_EQ(told.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace tiendo::redis
