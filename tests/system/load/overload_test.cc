// A server that is offered three times what it can do goes on doing nearly as much as it can, says
// no to the rest at once, and stays alive to its probes. `tiendo-bench overload` measures the same
// in earnest; here the bar is low enough for any machine, and high enough for a collapse.
#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "common/rpc/channel.h"
#include "common/rpc/status_conversion.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "tests/support/load.h"
#include "tests/support/server_process.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"
#include "tiendo/units/v1/units.grpc.pb.h"

namespace tiendo {
namespace {

using testing::IsOk;
using testing::Load;
using testing::LoadResult;
using testing::ServerProcess;
using testing::TempDir;

constexpr int kUnits = 500;
constexpr int kBatch = 20;
constexpr double kFactor = 3;
// Of the goodput at capacity, measured just before.
constexpr double kBar = 0.5;
constexpr std::chrono::milliseconds kDeadline{250};
constexpr std::chrono::milliseconds kRun{2000};

units::v1::CreateUnitRequest NewUnit(const std::string& id) {
  units::v1::CreateUnitRequest request;
  request.set_unit_id(id);
  request.mutable_unit()->set_display_name("Chi bộ mẫu " + id);
  request.mutable_unit()->set_side(units::v1::Unit::SIDE_PARTY);
  request.mutable_unit()->set_kind(units::v1::Unit::KIND_GRASSROOTS_CELL);
  request.mutable_unit()->mutable_effective_from()->set_year(2020);
  request.mutable_unit()->mutable_effective_from()->set_month(1);
  request.mutable_unit()->mutable_effective_from()->set_day(1);
  return request;
}

units::v1::BatchCreateUnitsRequest NewUnits(const std::string& prefix, int count) {
  units::v1::BatchCreateUnitsRequest request;
  for (int i = 0; i < count; ++i) {
    *request.add_requests() = NewUnit(prefix + "-" + std::to_string(i));
  }
  return request;
}

// Asks the server for its health again and again, as a probe does.
class Probe {
 public:
  explicit Probe(const std::string& address)
      : stub_(grpc::health::v1::Health::NewStub(
            grpc::CreateChannel(address, grpc::InsecureChannelCredentials()))),
        thread_([this] { Run(); }) {}
  ~Probe() { Stop(); }
  void Stop() {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
  }
  int asked() const { return asked_; }
  int failed() const { return failed_; }

 private:
  void Run() {
    while (!stop_) {
      grpc::ClientContext context;
      rpc::SetTimeout(std::chrono::seconds(1), context);  // as the kubelet's default
      grpc::health::v1::HealthCheckRequest request;
      request.set_service(units::v1::UnitService::service_full_name());
      grpc::health::v1::HealthCheckResponse response;
      const grpc::Status status = stub_->Check(&context, request, &response);
      ++asked_;
      const bool good =
          status.ok() && response.status() == grpc::health::v1::HealthCheckResponse::SERVING;
      if (!good) ++failed_;
    }
  }

  std::unique_ptr<grpc::health::v1::Health::Stub> stub_;
  std::atomic<bool> stop_ = false;
  std::atomic<int> asked_ = 0;
  std::atomic<int> failed_ = 0;
  std::thread thread_;
};

class OverloadTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ServerProcess::Options options;
    options.service = "units";
    options.database = "sqlite:" + dir_.File("units.db");
    testing::RunOnCore(0);
    auto server = ServerProcess::Start(options);
    testing::RunOnCore(1);
    ASSERT_THAT(server, IsOk());
    server_ = *std::move(server);
    auto stub = units::v1::UnitService::NewStub(
        grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
    grpc::ClientContext context;
    units::v1::BatchCreateUnitsResponse created;
    ASSERT_THAT(
        rpc::FromGrpc(stub->BatchCreateUnits(&context, NewUnits("chi-bo", kUnits), &created)),
        IsOk());
  }

  // Capacity with as many callers as keep the server busy, then a multiple of it.
  void ExpectGoodputStays(Load& load) {
    for (int attempt = 0; attempt < 3; ++attempt) {
      load.Closed(16, kRun / 4);  // warm
      const LoadResult peak = load.Closed(16, kRun);
      ASSERT_GT(peak.ok, 0);
      Probe probe(server_->address());
      const LoadResult over = load.Open(kFactor * peak.goodput(), kRun);
      probe.Stop();
      std::printf(
          "capacity %.0f /s; at %.0fx: goodput %.0f /s, %lld refused (p99 %.0f ms), "
          "%lld expired, %lld late of %lld\n",
          peak.goodput(), kFactor, over.goodput(), static_cast<long long>(over.refused),
          LoadResult::Quantile(over.refused_ms, 0.99), static_cast<long long>(over.expired),
          static_cast<long long>(over.late), static_cast<long long>(over.sent));
      if (!over.valid()) continue;  // the machine was too slow to offer the load: once more
      EXPECT_THAT(over.failures, ::testing::IsEmpty());
      EXPECT_GT(over.refused, over.sent / 4) << "it was not overloaded";
      EXPECT_EQ(over.without_pushback, 0);
      EXPECT_GT(probe.asked(), 0);
      EXPECT_EQ(probe.failed(), 0) << "of " << probe.asked();
      EXPECT_GT(over.goodput(), kBar * peak.goodput());
      return;
    }
    FAIL() << "invalid: this machine cannot offer " << kFactor << " times the server's capacity";
  }

  TempDir dir_;
  std::unique_ptr<ServerProcess> server_;
};

TEST_F(OverloadTest, Reads) {
  units::v1::ListUnitsRequest request;
  request.set_page_size(kUnits);
  const std::string bytes = request.SerializeAsString();
  Load load({.address = server_->address(),
             .method = "/tiendo.units.v1.UnitService/ListUnits",
             .request = [bytes](int64_t) { return bytes; },
             .deadline = kDeadline});
  ExpectGoodputStays(load);
}

TEST_F(OverloadTest, Writes) {
  Load load({.address = server_->address(),
             .method = "/tiendo.units.v1.UnitService/BatchCreateUnits",
             .request =
                 [](int64_t i) {
                   return NewUnits("moi-" + std::to_string(i), kBatch).SerializeAsString();
                 },
             .deadline = kDeadline});
  ExpectGoodputStays(load);
}

}  // namespace
}  // namespace tiendo
