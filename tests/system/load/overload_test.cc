// A server that is offered three times what it can do goes on doing nearly as much as it can, says
// no to the rest at once, and stays alive to its probes and its operators. `tiendo-bench overload`
// measures the same in earnest; here the bars are low enough for a machine that does other things,
// and high enough for a collapse.
#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "common/rpc/channel.h"
#include "common/rpc/status_conversion.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "tests/support/load.h"
#include "tests/support/server_process.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"
#include "tiendo/admin/v1/admin.grpc.pb.h"
#include "tiendo/units/v1/units.grpc.pb.h"

namespace tiendo {
namespace {

using testing::IsOk;
using testing::Load;
using testing::LoadResult;
using testing::ServerProcess;
using testing::TempDir;

constexpr int kUnits = 500;
constexpr double kFactor = 3;
// Goodput at kFactor beside that at capacity, measured just before. Of callers that send
// everything: half where an answer costs several refusals; where it does not, more than the 0.25 of
// refusals that are not cheap. Of callers that keep to the published rule: more than without it.
constexpr double kBarOfEager = 0.5;
constexpr double kBarOfEagerSmallReads = 0.3;
constexpr double kBarOfEagerSmallWrites = 0.4;
constexpr double kBarOfThrottled = 0.8;
constexpr std::chrono::milliseconds kDeadline{250};
constexpr std::chrono::milliseconds kRun{1500};
// Calls at a time that keep the server busy without being refused; writes share commits.
constexpr int kReaders = 16;
constexpr int kWriters = 64;

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

// Asks the server for its health and, at the admin port, for what it is, at an even pace. Not as
// fast as it can: it would take from the server what the calls under test are measured by.
class Probe {
 public:
  explicit Probe(const ServerProcess& server)
      : health_(grpc::health::v1::Health::NewStub(
            grpc::CreateChannel(server.address(), grpc::InsecureChannelCredentials()))),
        admin_(admin::v1::AdminService::NewStub(
            grpc::CreateChannel(server.admin_address(), grpc::InsecureChannelCredentials()))),
        thread_([this] { Run(); }) {}
  ~Probe() { Stop(); }
  void Stop() {
    {
      std::lock_guard lock(mutex_);
      stop_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
  }
  // After Stop(): how often both were asked, and what went wrong.
  int asked() const { return asked_; }
  const std::vector<std::string>& failures() const { return failures_; }

 private:
  void Run() {
    while (!StopWithin(kPace)) {
      ++asked_;
      AskHealth();
      AskAdmin();
    }
  }
  void AskHealth() {
    grpc::ClientContext context;
    rpc::SetTimeout(kPatience, context);
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(units::v1::UnitService::service_full_name());
    grpc::health::v1::HealthCheckResponse response;
    const absl::Status status = rpc::FromGrpc(health_->Check(&context, request, &response));
    if (!status.ok()) {
      failures_.push_back("health: " + status.ToString());
    } else if (response.status() != grpc::health::v1::HealthCheckResponse::SERVING) {
      failures_.push_back("health: not serving");
    }
  }
  void AskAdmin() {
    grpc::ClientContext context;
    rpc::SetTimeout(kPatience, context);
    admin::v1::ServerInfo info;
    const absl::Status status = rpc::FromGrpc(admin_->GetServerInfo(&context, {}, &info));
    if (!status.ok()) {
      failures_.push_back("admin: " + status.ToString());
    } else if (info.service() != units::v1::UnitService::service_full_name()) {
      failures_.push_back("admin: it is " + info.service());
    }
  }

  static constexpr std::chrono::milliseconds kPace{20};
  static constexpr std::chrono::seconds kPatience{1};  // as the kubelet's default
  bool StopWithin(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    return wake_.wait_for(lock, time, [this] { return stop_; });
  }

  std::unique_ptr<grpc::health::v1::Health::Stub> health_;
  std::unique_ptr<admin::v1::AdminService::Stub> admin_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  // The thread's own until it has ended.
  int asked_ = 0;
  std::vector<std::string> failures_;
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

  Load::Options List(int page) const {
    units::v1::ListUnitsRequest request;
    request.set_page_size(page);
    const std::string bytes = request.SerializeAsString();
    return {.address = server_->address(),
            .method = "/tiendo.units.v1.UnitService/ListUnits",
            .request = [bytes](int64_t) { return bytes; },
            .deadline = kDeadline};
  }
  Load::Options Create(const std::string& prefix, int batch) const {
    return {.address = server_->address(),
            .method = "/tiendo.units.v1.UnitService/BatchCreateUnits",
            .request =
                [prefix, batch](int64_t i) {
                  return NewUnits(prefix + std::to_string(i), batch).SerializeAsString();
                },
            .deadline = kDeadline};
  }

  // Goodput at kFactor over capacity, which is found with `concurrency` calls at a time; nullopt
  // when the run is invalid. `least`: what the capacity is known to be.
  std::optional<double> Share(Load& load, int concurrency, bool throttled, double& least) {
    const LoadResult peak = load.Closed(concurrency, kRun);
    EXPECT_GT(peak.ok, 0);
    if (peak.ok == 0) return std::nullopt;
    const double capacity = std::max(least, peak.goodput());
    // What callers that keep to the rule have to find out first, in some seconds (CallThrottle).
    if (throttled) (void)load.Open(kFactor * capacity, 3 * kRun);
    Probe probe(*server_);
    const LoadResult over = load.Open(kFactor * capacity, kRun);
    probe.Stop();
    std::printf(
        "capacity %.0f /s; at %.0fx: goodput %.0f /s, %lld held back, %lld refused (p99 %.0f ms), "
        "%lld expired, %lld late of %lld; the callers took %.2f of a core\n",
        capacity, kFactor, over.goodput(), static_cast<long long>(over.held_back),
        static_cast<long long>(over.refused), LoadResult::Quantile(over.refused_ms, 0.99),
        static_cast<long long>(over.expired), static_cast<long long>(over.late),
        static_cast<long long>(over.sent), over.busy);
    if (!over.valid()) return std::nullopt;
    EXPECT_THAT(over.failures, ::testing::IsEmpty());
    // A disk that was slow for a moment makes the capacity look small.
    if (over.refused + over.held_back < (over.sent + over.held_back) / 4) {
      std::printf("it was not overloaded\n");
      least = over.goodput();
      return std::nullopt;
    }
    EXPECT_EQ(over.without_pushback, 0);
    EXPECT_GT(probe.asked(), 0);
    EXPECT_THAT(probe.failures(), ::testing::IsEmpty()) << "of " << probe.asked();
    return over.goodput() / capacity;
  }

  // The best of three, since other work on the machine only takes away.
  void ExpectGoodputStays(Load::Options options, int concurrency, double bar) {
    const bool throttled = options.throttled;
    Load load(std::move(options));
    (void)load.Closed(concurrency, kRun / 4);  // warm
    double best = 0;
    double least = 0;
    for (int attempt = 0; attempt < 3 && best < bar; ++attempt) {
      best = std::max(best, Share(load, concurrency, throttled, least).value_or(0));
    }
    ASSERT_GT(best, 0) << "invalid: this machine cannot offer " << kFactor
                       << " times the server's capacity";
    EXPECT_GE(best, bar);
  }

  TempDir dir_;
  std::unique_ptr<ServerProcess> server_;
};

TEST_F(OverloadTest, SmallReads) { ExpectGoodputStays(List(50), kReaders, kBarOfEagerSmallReads); }

TEST_F(OverloadTest, LargeReads) { ExpectGoodputStays(List(kUnits), kReaders, kBarOfEager); }

TEST_F(OverloadTest, SmallWrites) {
  ExpectGoodputStays(Create("mot-", 1), kWriters, kBarOfEagerSmallWrites);
}

TEST_F(OverloadTest, LargeWrites) { ExpectGoodputStays(Create("moi-", 20), kWriters, kBarOfEager); }

TEST_F(OverloadTest, SmallReadsOfCallersThatHoldBack) {
  Load::Options options = List(50);
  options.throttled = true;
  ExpectGoodputStays(std::move(options), kReaders, kBarOfThrottled);
}

TEST_F(OverloadTest, SmallWritesOfCallersThatHoldBack) {
  Load::Options options = Create("le-", 1);
  options.throttled = true;
  ExpectGoodputStays(std::move(options), kWriters, kBarOfThrottled);
}

}  // namespace
}  // namespace tiendo
