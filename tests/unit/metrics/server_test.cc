#include "common/metrics/server.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>

namespace tiendo::metrics {
namespace {

// The answer to GET /metrics on the loopback address, "" when there is none.
std::string Scrape(int port) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0) {
    const std::string request = "GET /metrics HTTP/1.0\r\nConnection: close\r\n\r\n";
    EXPECT_EQ(send(fd, request.data(), request.size(), 0), static_cast<ssize_t>(request.size()));
    std::array<char, 4096> buffer;
    for (ssize_t n; (n = recv(fd, buffer.data(), buffer.size(), 0)) > 0;) {
      answer.append(buffer.data(), static_cast<size_t>(n));
    }
  }
  close(fd);
  return answer;
}

TEST(MetricsServer, ServesOnAFreePort) {
  auto registry = std::make_shared<Registry>();
  registry->GetCounter("x_total", "X.")->Increment(7);
  Gauge* age = registry->GetGauge("x_age_seconds", "X.");
  const std::unique_ptr<ScrapeHook> hook = registry->OnScrape([age] { age->Set(3); });
  absl::StatusOr<std::unique_ptr<MetricsServer>> server =
      MetricsServer::Create("127.0.0.1:0", registry);
  ASSERT_TRUE(server.ok()) << server.status();
  EXPECT_GT((*server)->port(), 0);
  const std::string scraped = Scrape((*server)->port());
  EXPECT_THAT(scraped, ::testing::HasSubstr("x_total 7"));
  EXPECT_THAT(scraped, ::testing::HasSubstr("x_age_seconds 3"));
}

TEST(MetricsServer, ABusyAddressIsAStatus) {
  auto registry = std::make_shared<Registry>();
  absl::StatusOr<std::unique_ptr<MetricsServer>> first =
      MetricsServer::Create("127.0.0.1:0", registry);
  ASSERT_TRUE(first.ok()) << first.status();
  std::string address = "127.0.0.1:" + std::to_string((*first)->port());
  absl::StatusOr<std::unique_ptr<MetricsServer>> second = MetricsServer::Create(address, registry);
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(second.status().message()), ::testing::HasSubstr(address));
}

TEST(MetricsServer, ABadAddressIsAStatus) {
  auto registry = std::make_shared<Registry>();
  for (const char* address : {"", "9090", ":9090", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000",
                              "127.0.0.1:0,8080", "127.0.0.1:0s"}) {
    EXPECT_EQ(MetricsServer::Create(address, registry).status().code(),
              absl::StatusCode::kInvalidArgument)
        << address;
  }
  // Not an address of this machine (TEST-NET-1, RFC 5737).
  EXPECT_EQ(MetricsServer::Create("192.0.2.1:0", registry).status().code(),
            absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace tiendo::metrics
