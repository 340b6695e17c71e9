// Several processes of status on one Redis: a caller that sends its last position back never sees
// older figures, whichever replica answers, also while Redis lies; and each replica's own answers
// never go back.
#include <gmock/gmock.h>

#include <map>
#include <string>

#include "common/feed/tokens.h"
#include "common/rpc/status_conversion.h"
#include "tests/integration/status/suite.h"
#include "tests/support/engine_test.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"

namespace tiendo::status {
namespace {

using tiendo::testing::DateOf;
using tiendo::testing::IsOk;
using tiendo::testing::ServiceHarness;
using tiendo::testing::Suite;

class ReplicasTest : public tiendo::testing::EngineTest {
 protected:
  static constexpr int kReplicas = 3;
  static constexpr int kWrites = 30;

  void SetUp() override {
    redis_ = tiendo::testing::RedisServer::Create().value();
    suite_ = std::make_unique<Suite>([this] { return NewOptions(); }, redis_->url());
    suite_->CreateUnit("dang-bo", "", true);
    suite_->CreateUnit("so", "", false, "units/dang-bo");
    suite_->CreateProgram("department", "so-2022", 2022, "units/so", "2022-01-10");
    // On PostgreSQL the processes share a database; SQLite has one process per file.
    const bool shared = GetParam() == db::Engine::kPostgres;
    for (int i = 0; i < kReplicas; ++i) {
      harnesses_.push_back(
          suite_->StartStatusReplica(shared ? suite_->status_database() : NewOptions()));
      stubs_.push_back(v1::StatusService::NewStub(harnesses_.back()->channel()));
    }
  }
  void TearDown() override {
    stubs_.clear();
    harnesses_.clear();
    suite_.reset();
  }

  v1::Status Ask(size_t replica, const std::string& min_position) {
    v1::GetStatusRequest request;
    request.set_scope("units/dang-bo");
    *request.mutable_as_of() = DateOf("2022-06-30");
    if (!min_position.empty()) request.add_min_positions(min_position);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + tiendo::testing::kPatience);
    v1::Status response;
    EXPECT_THAT(rpc::FromGrpc(stubs_[replica]->GetStatus(&context, request, &response)), IsOk());
    const auto& trailers = context.GetServerTrailingMetadata();
    const auto position = trailers.find("tiendo-position");
    if (position != trailers.end()) {
      last_position_.assign(position->second.data(), position->second.size());
    }
    return response;
  }
  static int Plan(const v1::Status& status) {
    return status.categories_size() == 0 ? 0 : status.categories(0).columns().plan();
  }
  // Revisions by service.
  static std::map<std::string, int64_t> Revisions(const v1::Status& status) {
    std::map<std::string, int64_t> out;
    for (const auto& p : status.freshness().source_positions()) out[p.service()] = p.revision();
    return out;
  }
  std::string AddItem(int n) {
    return suite_->CreateItem(
        {"programs/so-2022", "i" + std::to_string(n), n, {"units/so"}, "2022-06-15", "2022-01-10"});
  }

  std::unique_ptr<tiendo::testing::RedisServer> redis_;
  std::unique_ptr<Suite> suite_;
  std::vector<std::unique_ptr<ServiceHarness>> harnesses_;
  std::vector<std::unique_ptr<v1::StatusService::Stub>> stubs_;
  std::string last_position_;
};

INSTANTIATE_TEST_SUITE_P(Engines, ReplicasTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(ReplicasTest, ReadYourWritesOnAnyReplica) {
  for (int n = 1; n <= kWrites; ++n) {
    const std::string written = AddItem(n);
    EXPECT_EQ(Plan(Ask(static_cast<size_t>(n) % kReplicas, written)), n);
  }
}

TEST_P(ReplicasTest, PositionsNeverGoBackForWhoSendsThemBack) {
  std::map<std::string, int64_t> seen;
  int plan = 0;
  for (int n = 1; n <= kWrites; ++n) {
    AddItem(n);
    if (n == kWrites / 3) redis_->Kill();
    if (n == kWrites / 2) {
      ASSERT_THAT(redis_->Start(), IsOk());
    }
    for (size_t replica = 0; replica < kReplicas; ++replica) {
      const v1::Status status = Ask(replica, last_position_);
      for (const auto& [service, revision] : Revisions(status)) {
        EXPECT_GE(revision, seen[service]) << service << " on replica " << replica;
        seen[service] = revision;
      }
      EXPECT_GE(Plan(status), plan);
      plan = Plan(status);
    }
  }
}

TEST_P(ReplicasTest, OnOneReplicaAnswersNeverGoBackWithoutPositions) {
  std::vector<int> plans(kReplicas, 0);
  for (int n = 1; n <= kWrites; ++n) {
    AddItem(n);
    for (size_t replica = 0; replica < kReplicas; ++replica) {
      const int plan = Plan(Ask(replica, ""));
      EXPECT_GE(plan, plans[replica]);
      plans[replica] = plan;
    }
  }
  const std::string last = AddItem(kWrites + 1);
  for (size_t replica = 0; replica < kReplicas; ++replica) {
    EXPECT_EQ(Plan(Ask(replica, last)), kWrites + 1);
  }
}

}  // namespace
}  // namespace tiendo::status
