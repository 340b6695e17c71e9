// What status tells Prometheus about its sources and its Redis, over the real services.
#include <gmock/gmock.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <memory>
#include <string>

#include "tests/integration/status/suite.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"
#include "tests/support/wait.h"

namespace tiendo::status {
namespace {

using tiendo::testing::ServiceHarness;
using tiendo::testing::Suite;
using tiendo::testing::TempDir;
using tiendo::testing::WaitUntil;

class StatusMetricsServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    redis_ = tiendo::testing::RedisServer::Create().value();
    suite_ = std::make_unique<Suite>([this] { return NewDatabase(); }, redis_->url());
    suite_->CreateUnit("dang-bo", "", true);
    replica_ = suite_->StartStatusReplica(NewDatabase());
    stub_ = v1::StatusService::NewStub(replica_->channel());
  }
  void TearDown() override {
    stub_.reset();
    replica_.reset();
    suite_.reset();
  }

  db::Options NewDatabase() {
    db::Options options;
    options.url = "sqlite:" + dir_.File(std::to_string(databases_++) + ".db");
    return options;
  }
  // A question that was not asked before, so that nothing in memory answers it.
  void AskAnew() {
    v1::GetStatusRequest request;
    request.set_scope("units/dang-bo");
    const std::string month = std::to_string(1 + asked_ / 300 % 9);
    *request.mutable_as_of() = tiendo::testing::DateOf("2022-0" + month + "-15");
    request.set_not_updated_days(1 + asked_++ % 300);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + tiendo::testing::kPatience);
    v1::Status response;
    (void)stub_->GetStatus(&context, request, &response);
  }
  // The value of a metric as it is scraped; NaN: it is not there.
  double Value(const std::string& metric) {
    const std::string text = replica_->process().metrics()->Text();
    const size_t at = text.find("\n" + metric + " ");
    if (at == std::string::npos) return std::numeric_limits<double>::quiet_NaN();
    return std::stod(text.substr(at + metric.size() + 2));
  }
  double Lag(const std::string& source) {
    return Value("tiendo_feed_lag_seconds{source=\"" + source + "\"}");
  }

  TempDir dir_;
  int databases_ = 0;
  int asked_ = 0;
  std::unique_ptr<tiendo::testing::RedisServer> redis_;
  std::unique_ptr<Suite> suite_;
  std::unique_ptr<ServiceHarness> replica_;
  std::unique_ptr<v1::StatusService::Stub> stub_;
};

TEST_F(StatusMetricsServiceTest, TheLagOfASourceGrowsWhileItIsAway) {
  const std::string programs = "tiendo.programs.v1.ProgramService";
  EXPECT_TRUE(WaitUntil([&] { return std::isfinite(Lag(programs)); }));
  suite_->StopPrograms();
  EXPECT_TRUE(WaitUntil([&] { return Lag(programs) > 2; })) << Lag(programs);
  // The other sources go on telling up to when nothing is missing.
  EXPECT_TRUE(WaitUntil([&] {
    return Lag("tiendo.units.v1.UnitService") < Lag(programs) &&
           Lag("tiendo.supervision.v1.SupervisionService") < Lag(programs);
  }));
  EXPECT_TRUE(replica_->process().metrics()->Problems().empty());
}

TEST_F(StatusMetricsServiceTest, SaysWhetherRedisIsInUse) {
  const std::string in_use = "tiendo_redis_in_use";
  EXPECT_EQ(Value(in_use), 1);
  redis_->Kill();
  EXPECT_TRUE(WaitUntil([&] {
    AskAnew();
    return Value(in_use) == 0;
  }));
  ASSERT_THAT(redis_->Start(), tiendo::testing::IsOk());
  EXPECT_TRUE(WaitUntil([&] {
    AskAnew();
    return Value(in_use) == 1;
  }));
  EXPECT_EQ(Value("tiendo_integrity_errors_total"), 0);
}

TEST_F(StatusMetricsServiceTest, WithoutRedisThereIsNoSuchGauge) {
  const auto alone = suite_->StartStatusReplica(NewDatabase(), "");
  const std::string text = alone->process().metrics()->Text();
  EXPECT_THAT(text, ::testing::Not(::testing::HasSubstr("tiendo_redis_in_use")));
}

}  // namespace
}  // namespace tiendo::status
