// The published policy in gRPC's own hands: what it repeats, how often, and what the server's
// answer does to it.
#include <gmock/gmock.h>
#include <grpcpp/security/server_credentials.h>
#include <gtest/gtest.h>

#include <atomic>

#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/rpc/channel.h"
#include "common/rpc/retry.h"
#include "common/rpc/server_runner.h"
#include "common/rpc/status_conversion.h"
#include "tests/integration/rpc/test_service.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait.h"
#include "tiendo/units/v1/units_service_config.h"

namespace tiendo::rpc {
namespace {

using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
namespace reasons = errors::reasons;

// Over TCP: an in-process channel has no service config.
class RetryPolicyTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Handlers::Options handlers;
    Watches::Options watches;
    handlers.service = watches.service = kTestService;
    handlers.policy = watches.policy = &policy_;
    service_ = std::make_unique<TestService>(handlers, watches);
    service_->get_unit = [this](const Call&, const GetUnitRequest& request, Unit& unit) {
      if (attempts_++ < failures_) return failure_;
      unit.set_name(request.name());
      return absl::OkStatus();
    };
    ServerRunner::Options options;
    options.public_address = "127.0.0.1:0";
    options.policy = &policy_;
    options.public_services = {{kTestService, service_.get()}};
    options.readiness = {{kTestService, &readiness_}};
    readiness_.Report(true);
    auto runner = ServerRunner::Start(std::move(options));
    ASSERT_THAT(runner, IsOk());
    runner_ = *std::move(runner);
    channel_ = ChannelWith(units::v1::kServiceConfig);
    stub_ = UnitService::NewStub(channel_);
  }
  void TearDown() override {
    stub_.reset();
    channel_.reset();
    runner_.reset();
  }

  std::shared_ptr<grpc::Channel> ChannelWith(const std::string& service_config) {
    ChannelOptions options;
    options.target = "127.0.0.1:" + std::to_string(runner_->public_port());
    options.service_config = service_config;
    return CreateChannel(options);
  }
  absl::Status Get() {
    grpc::ClientContext context;
    SetTimeout(tiendo::testing::kPatience, context);
    GetUnitRequest request;
    request.set_name("units/a");
    Unit unit;
    return FromGrpc(stub_->GetUnit(&context, request, &unit));
  }
  void Fail(int times, absl::Status status) {
    attempts_ = 0;
    failures_ = times;
    failure_ = std::move(status);
  }
  static absl::Status Down() {
    return errors::Make(absl::StatusCode::kUnavailable, reasons::kShuttingDown, "stopping");
  }

  const Policy policy_ = TestPolicy();
  Readiness readiness_;
  std::unique_ptr<TestService> service_;
  std::unique_ptr<ServerRunner> runner_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<UnitService::Stub> stub_;
  std::atomic<int> attempts_ = 0;
  int failures_ = 0;
  absl::Status failure_;
};

TEST_F(RetryPolicyTest, GrpcTakesThePublishedConfigAndNotAnother) {
  EXPECT_THAT(Get(), IsOk());
  EXPECT_NE(channel_->GetServiceConfigJSON().find("retryPolicy"), std::string::npos);
  // So that the line above can fail: what is wrong is refused.
  std::string wrong = units::v1::kServiceConfig;
  wrong.replace(wrong.find("\"maxAttempts\": 4"), 16, "\"maxAttempts\": 1");
  auto stub = UnitService::NewStub(ChannelWith(wrong));
  grpc::ClientContext context;
  Unit unit;
  EXPECT_FALSE(stub->GetUnit(&context, {}, &unit).ok());
}

TEST_F(RetryPolicyTest, HidesUpToThreeFailures) {
  Fail(3, Down());
  EXPECT_THAT(Get(), IsOk());
  EXPECT_EQ(attempts_, 4);
  Fail(4, Down());
  EXPECT_THAT(Get(), HasReason("SHUTTING_DOWN"));
  EXPECT_EQ(attempts_, 4);
}

TEST_F(RetryPolicyTest, WaitsAsLongAsTheServerSays) {
  Fail(1, errors::Overloaded("reads", "full", std::chrono::milliseconds(800)));
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_THAT(Get(), IsOk());
  EXPECT_EQ(attempts_, 2);
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(400));
}

TEST_F(RetryPolicyTest, DoesNotRepeatWhatTheServerForbids) {
  Fail(1, errors::Make(absl::StatusCode::kResourceExhausted, reasons::kDatabaseFull, "no room"));
  EXPECT_THAT(Get(), HasReason("DATABASE_FULL"));
  EXPECT_EQ(attempts_, 1);
}

TEST_F(RetryPolicyTest, ErrorsOfTheCallerAreAnsweredOnce) {
  Fail(1, errors::Make(absl::StatusCode::kNotFound, reasons::kResourceNotFound, "no"));
  EXPECT_THAT(Get(), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_EQ(attempts_, 1);
}

// When many calls fail the client stops repeating: retries are no load of their own.
TEST_F(RetryPolicyTest, RetriesAreFewWhenMuchFails) {
  Fail(1'000'000, Down());
  constexpr int kCalls = 200;
  std::atomic<int> open = kCalls;
  struct One {
    grpc::ClientContext context;
    GetUnitRequest request;
    Unit unit;
  };
  std::vector<std::unique_ptr<One>> calls;
  for (int i = 0; i < kCalls; ++i) {
    calls.push_back(std::make_unique<One>());
    One& one = *calls.back();
    stub_->async()->GetUnit(&one.context, &one.request, &one.unit,
                            [&](const grpc::Status&) { --open; });
  }
  ASSERT_TRUE(tiendo::testing::WaitUntil([&] { return open == 0; }));
  EXPECT_LE(attempts_, kCalls + 60);
}

TEST_F(RetryPolicyTest, AReplicaThatIsNotReadyIsNotAsked) {
  EXPECT_THAT(Get(), IsOk());
  readiness_.Close();
  attempts_ = 0;
  EXPECT_TRUE(tiendo::testing::WaitUntil([&] {
    const int before = attempts_;
    return !Get().ok() && attempts_ == before;
  }));
}

// Without the policy, so that each call is one attempt.
TEST_F(RetryPolicyTest, HoldsBackWhatAServerThatRefusesWouldRefuse) {
  constexpr int kCalls = 300;
  stub_ = UnitService::NewStub(ChannelWith(""));
  Fail(kCalls, errors::Overloaded("reads", "full", std::chrono::milliseconds(100)));
  int held_back = 0;
  for (int i = 0; i < kCalls; ++i) {
    const absl::Status status = Get();
    ASSERT_THAT(status, HasReason("OVERLOADED"));
    if (errors::GetDetails(status)->metadata.at("resource") == "calls") ++held_back;
  }
  EXPECT_EQ(attempts_ + held_back, kCalls);
  EXPECT_GT(held_back, kCalls / 2);
  EXPECT_GT(attempts_, 10) << "a few refusals hold nothing back";
}

TEST_F(RetryPolicyTest, OtherErrorsHoldNothingBack) {
  constexpr int kCalls = 100;
  stub_ = UnitService::NewStub(ChannelWith(""));
  Fail(kCalls, errors::InvalidField("name", "is not one"));
  for (int i = 0; i < kCalls; ++i) EXPECT_THAT(Get(), HasReason("INVALID_REQUEST"));
  EXPECT_EQ(attempts_, kCalls);
}

}  // namespace
}  // namespace tiendo::rpc
