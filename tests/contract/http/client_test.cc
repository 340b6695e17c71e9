// The HTTP client against a real server on the loopback interface.
#include "common/http/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <future>

#include "tests/support/http_receiver.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"
#include "tests/support/wait.h"

namespace tiendo::http {
namespace {

using std::chrono::milliseconds;
using testing::Certificate;
using testing::HttpReceiver;
using testing::IsOk;

HttpReceiver::Handler Status(int status, std::vector<std::string> headers = {}) {
  return [=](const HttpReceiver::Request&) { return HttpReceiver::Answer{status, headers}; };
}

std::unique_ptr<Client> NewClient(Client::Options options = {}) {
  return Client::Create(std::move(options)).value();
}

class HttpClientTest : public ::testing::Test {
 protected:
  std::atomic<bool> never_ = false;
};

TEST_F(HttpClientTest, PostsHeadersAndBodyAndKeepsTheConnection) {
  HttpReceiver receiver(Status(204));
  auto client = NewClient({.user_agent = "tiendo-test"});
  const std::string body(200'000, 'x');  // beyond what is sent without "Expect" by default
  for (int i = 0; i < 3; ++i) {
    const Response response = client->Post({receiver.url(), {"X-Test: một"}, body}, never_);
    EXPECT_EQ(response.failure, Failure::kNone);
    EXPECT_EQ(response.status, 204);
  }
  ASSERT_EQ(receiver.requests().size(), 3u);
  const HttpReceiver::Request request = receiver.requests().back();
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.path, "/hook");
  EXPECT_EQ(request.headers.at("x-test"), "một");
  EXPECT_EQ(request.headers.at("user-agent"), "tiendo-test");
  EXPECT_EQ(request.headers.count("expect"), 0u);
  EXPECT_EQ(request.body, body);
  EXPECT_EQ(receiver.connections(), 1u);
}

TEST_F(HttpClientTest, TellsStatusAndRetryAfter) {
  HttpReceiver receiver(Status(503, {"Retry-After: 120"}));
  const Response response = NewClient()->Post({receiver.url(), {}, "{}"}, never_);
  EXPECT_EQ(response.failure, Failure::kNone);
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.retry_after, std::chrono::seconds(120));
}

TEST_F(HttpClientTest, FollowsNoRedirect) {
  HttpReceiver elsewhere(Status(204));
  HttpReceiver receiver(Status(307, {"Location: " + elsewhere.url()}));
  EXPECT_EQ(NewClient()->Post({receiver.url(), {}, "{}"}, never_).status, 307);
  EXPECT_TRUE(elsewhere.requests().empty());
}

TEST_F(HttpClientTest, UsesNoProxyOfTheEnvironmentButTheOneThatIsSet) {
  HttpReceiver proxy(Status(502));
  HttpReceiver receiver(Status(204));
  ASSERT_EQ(setenv("http_proxy", proxy.url().c_str(), 1), 0);
  ASSERT_EQ(setenv("all_proxy", proxy.url().c_str(), 1), 0);
  EXPECT_EQ(NewClient()->Post({receiver.url(), {}, "{}"}, never_).status, 204);
  EXPECT_EQ(NewClient({.proxy = proxy.url()})->Post({receiver.url(), {}, "{}"}, never_).status,
            502);
  unsetenv("http_proxy");
  unsetenv("all_proxy");
  EXPECT_EQ(receiver.requests().size(), 1u);
}

TEST_F(HttpClientTest, TellsWhyThereIsNoAnswer) {
  std::string gone;
  {
    HttpReceiver receiver(Status(204));
    gone = receiver.url();
  }
  EXPECT_EQ(NewClient()->Post({gone, {}, "{}"}, never_).failure, Failure::kConnect);
  HttpReceiver drops(
      [](const HttpReceiver::Request&) { return HttpReceiver::Answer{.drop = true}; });
  EXPECT_EQ(NewClient()->Post({drops.url(), {}, "{}"}, never_).failure, Failure::kConnect);
}

TEST_F(HttpClientTest, EndsInItsTimeAndWhenItIsStopped) {
  std::promise<void> leave;
  const std::shared_future<void> left = leave.get_future().share();
  HttpReceiver hangs([left](const HttpReceiver::Request&) {
    left.wait();
    return HttpReceiver::Answer{};
  });
  EXPECT_EQ(
      NewClient({.timeout = milliseconds(100)})->Post({hangs.url(), {}, "{}"}, never_).failure,
      Failure::kTimeout);
  std::atomic<bool> stop = false;
  auto posted = std::async(std::launch::async, [&] {
    return NewClient({.timeout = milliseconds(600'000)})->Post({hangs.url(), {}, "{}"}, stop);
  });
  ASSERT_TRUE(testing::WaitUntil([&] { return hangs.requests().size() == 2; }));
  stop = true;
  ASSERT_EQ(posted.wait_for(testing::kPatience), std::future_status::ready);
  EXPECT_EQ(posted.get().failure, Failure::kInterrupted);
  leave.set_value();
}

TEST_F(HttpClientTest, BelievesOnlyCertificatesOfTrustedAuthorities) {
  const Certificate certificate = Certificate::SelfSigned();
  HttpReceiver receiver(Status(204), &certificate);
  EXPECT_EQ(NewClient()->Post({receiver.url(), {}, "{}"}, never_).failure, Failure::kTls);
  testing::TempDir dir;
  std::ofstream(dir.File("ca.pem")) << certificate.certificate;
  const Response trusted =
      NewClient({.ca_file = dir.File("ca.pem")})->Post({receiver.url(), {}, "{}"}, never_);
  EXPECT_EQ(trusted.failure, Failure::kNone);
  EXPECT_EQ(trusted.status, 204);
  // Another name than the certificate's.
  std::string other = receiver.url();
  other.replace(other.find("127.0.0.1"), 9, "localhost");
  EXPECT_EQ(NewClient({.ca_file = dir.File("ca.pem")})->Post({other, {}, "{}"}, never_).failure,
            Failure::kTls);
  EXPECT_EQ(receiver.requests().size(), 1u);
}

TEST(CheckUrlTest, TakesWhatCannotBeReadOnTheWay) {
  for (const char* url : {"https://nhac-nho.example.vn/hook", "https://nhac-nho.example.vn:8443",
                          "http://127.0.0.1:8080/hook", "http://localhost/x", "http://[::1]:80/"}) {
    EXPECT_THAT(CheckUrl(url), IsOk()) << url;
  }
  for (const char* url :
       {"http://nhac-nho.example.vn/hook", "http://127.example.vn/", "ftp://127.0.0.1/",
        "https://user@nhac-nho.example.vn/", "https://a:b@nhac-nho.example.vn/", "nhac-nho", "",
        "https://", "file:///etc/passwd"}) {
    EXPECT_FALSE(CheckUrl(url).ok()) << url;
  }
}

}  // namespace
}  // namespace tiendo::http
