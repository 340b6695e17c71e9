#include <gtest/gtest.h>

#include "common/errors/error.h"
#include "common/redis/client.h"
#include "common/redis/connection.h"

namespace tiendo::redis {
namespace {

TEST(AddressTest, HostAndPort) {
  const Address a = Address::Parse("redis.example:6380").value();
  EXPECT_EQ(a.host, "redis.example");
  EXPECT_EQ(a.port, 6380);
  EXPECT_EQ(Address::Parse("[::1]:6379").value().host, "::1");
}

TEST(AddressTest, SocketPath) {
  const Address a = Address::Parse("unix:/run/redis.sock").value();
  EXPECT_EQ(a.path, "/run/redis.sock");
  EXPECT_TRUE(a.host.empty());
}

TEST(AddressTest, AnythingElseIsRefused) {
  for (const std::string& text :
       {std::string(""), std::string("redis"), std::string(":6379"), std::string("redis:"),
        std::string("redis:0"), std::string("redis:65536"), std::string("redis:63x"),
        std::string("::1:6379"), std::string("unix:"), "unix:/" + std::string(200, 'x')}) {
    EXPECT_EQ(Address::Parse(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(OptionsTest, AllProblemsAreReportedAtOnce) {
  Options options;
  options.address = "nowhere";
  options.pool_size = 0;
  options.breaker.failures_to_open = 0;
  const absl::Status status = Client::Create(options).status();
  ASSERT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(errors::GetDetails(status)->violations.size(), 3u);
}

}  // namespace
}  // namespace tiendo::redis
