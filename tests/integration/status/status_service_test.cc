// Status over the real services: what a caller sees.
#include <gmock/gmock.h>

#include <string>

#include "common/feed/tokens.h"
#include "common/rpc/status_conversion.h"
#include "services/status/server.h"
#include "tests/integration/status/suite.h"
#include "tests/support/engine_test.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait.h"

namespace tiendo::status {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using tiendo::testing::DateOf;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using tiendo::testing::Suite;

v1::GetStatusRequest Ask(const std::string& scope, const std::string& as_of,
                         v1::View view = v1::VIEW_FULL) {
  v1::GetStatusRequest request;
  request.set_scope(scope);
  *request.mutable_as_of() = DateOf(as_of);
  request.set_view(view);
  return request;
}

// dang-bo with two cells; so and two divisions led by the cells; one programme of three items, the
// first led by both divisions. Returns the last position.
std::string Populate(Suite& suite) {
  suite.CreateUnit("dang-bo", "", true);
  suite.CreateUnit("chi-bo-1", "units/dang-bo", true);
  suite.CreateUnit("chi-bo-2", "units/dang-bo", true);
  suite.CreateUnit("so", "", false, "units/dang-bo");
  suite.CreateUnit("phong-1", "units/so", false, "units/chi-bo-1");
  suite.CreateUnit("phong-2", "units/so", false, "units/chi-bo-2");
  suite.CreateProgram("department", "so-2022", 2022, "units/so", "2022-01-10");
  const std::string p = "programs/so-2022";
  suite.CreateItem({p, "i1", 1, {"units/phong-1", "units/phong-2"}, "2022-06-15", "2022-01-10"});
  suite.CreateItem({p, "i2", 2, {"units/phong-1"}, "2022-06-30", "2022-01-10"});
  suite.CreateItem({p, "i3", 3, {}, "2022-12-01", "2022-01-10"});
  suite.Complete(p + "/items/i1", "units/phong-1", "2022-06-10");
  suite.Complete(p + "/items/i1", "units/phong-2", "2022-06-20");
  return suite.Complete(p + "/items/i3", "", "2022-06-25");
}

class StatusServiceTest : public tiendo::testing::EngineTest {
 protected:
  void SetUp() override {
    suite_ = std::make_unique<Suite>([this] { return NewOptions(); });
    position_ = Populate(*suite_);
  }
  v1::Status Get(const v1::GetStatusRequest& request) {
    auto status = suite_->Status(request, position_);
    EXPECT_THAT(status, IsOk());
    return status.ok() ? *status : v1::Status();
  }

  std::unique_ptr<Suite> suite_;
  std::string position_;
};

TEST_P(StatusServiceTest, CountsOnceAndTellsWhatIsJoint) {
  v1::Status status = Get(Ask("units/dang-bo", "2022-06-30"));
  ASSERT_EQ(status.categories_size(), 1);
  const v1::CategoryFigures& row = status.categories(0);
  EXPECT_EQ(row.triple(), "2/2/3");
  EXPECT_EQ(row.columns().done_ahead(), 1);
  EXPECT_EQ(row.columns().done_late(), 1);
  EXPECT_EQ(row.columns().due_today_open(), 1);
  EXPECT_EQ(row.joint().plan(), 1);  // the first item counts in both cells
  EXPECT_EQ(row.unowned(), 1);
  EXPECT_EQ(row.own().plan(), 1);  // the unowned one counts at so, which dang-bo leads directly
  ASSERT_EQ(status.children_size(), 2);
  EXPECT_EQ(status.children(0).unit(), "units/chi-bo-1");
  EXPECT_EQ(status.children(0).categories(0).columns().plan(), 2);
  EXPECT_EQ(row.done_of_due_to_date().text(), "100%");
  EXPECT_EQ(row.due_done().text(), "50%");
  EXPECT_EQ(status.freshness().source_positions_size(), 3);
  EXPECT_FALSE(status.freshness().stale());
  EXPECT_THAT(status.freshness().unreachable(), IsEmpty());
}

TEST_P(StatusServiceTest, MovesWithTheDayAndTheBasis) {
  suite_->Extend("programs/so-2022/items/i2", "2022-09-30", "2022-07-01");
  position_ = suite_->Withdraw("programs/so-2022/items/i2", "2022-08-01");
  EXPECT_EQ(Get(Ask("units/so", "2022-06-30")).categories(0).triple(), "2/2/3");
  EXPECT_EQ(Get(Ask("units/so", "2022-07-01")).categories(0).triple(), "2/1/3");
  v1::GetStatusRequest baseline = Ask("units/so", "2022-07-01");
  baseline.set_basis(v1::BASIS_BASELINE);
  EXPECT_EQ(Get(baseline).categories(0).triple(), "2/2/3");
  v1::Status after = Get(Ask("units/so", "2022-08-01"));
  EXPECT_EQ(after.categories(0).triple(), "2/1/2");
  EXPECT_EQ(after.categories(0).columns().withdrawn(), 1);
  v1::GetStatusRequest due_by = Ask("units/so", "2022-07-14");
  *due_by.mutable_due_by() = DateOf("2022-06-15");
  EXPECT_EQ(Get(due_by).categories(0).triple(), "2/1/3");
}

TEST_P(StatusServiceTest, RefusesWhatItCannotAnswer) {
  (void)Get(Ask("units/dang-bo", "2022-06-30"));
  EXPECT_THAT(suite_->Status(Ask("units/none", "2022-06-30")), HasReason("SCOPE_NOT_FOUND"));
  EXPECT_THAT(suite_->Status(Ask("units/so", "2019-06-30")), HasReason("SCOPE_NOT_IN_FORCE"));
  v1::GetStatusRequest bad = Ask("so", "2022-06-30");
  bad.mutable_as_of()->set_day(31);
  bad.set_year(1999);
  auto details = errors::GetDetails(suite_->Status(bad).status());
  ASSERT_TRUE(details.has_value());
  EXPECT_EQ(details->violations.size(), 3u);
  EXPECT_THAT(suite_->Status(Ask("units/so", "2022-06-30"), "garbage"),
              HasReason("POSITION_INVALID"));
}

TEST_P(StatusServiceTest, SaysWhenAPositionIsNotReached) {
  v1::Status now = Get(Ask("units/so", "2022-06-30"));
  std::vector<feed::Position> ahead;
  for (const v1::SourcePosition& p : now.freshness().source_positions()) {
    ahead.push_back({p.service(), p.database_id(), p.revision() + 1000});
  }
  v1::GetStatusRequest request = Ask("units/so", "2022-06-30");
  request.add_min_positions(feed::EncodePositions(ahead));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(300));
  v1::Status response;
  absl::Status status = rpc::FromGrpc(suite_->status().GetStatus(&context, request, &response));
  // The server's own answer and the client's deadline race; neither is an old figure.
  EXPECT_TRUE(absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status)) << status;
}

TEST_P(StatusServiceTest, ListsTheItemsBehindANumber) {
  v1::ListContributionsRequest request;
  *request.mutable_query() = Ask("units/dang-bo", "2022-07-05");
  request.mutable_query()->add_min_positions(position_);
  request.set_category("categories/department");
  request.set_column(v1::COLUMN_PLAN);
  request.set_page_size(2);
  grpc::ClientContext context;
  v1::ListContributionsResponse page;
  ASSERT_THAT(rpc::FromGrpc(suite_->status().ListContributions(&context, request, &page)), IsOk());
  EXPECT_EQ(page.total_size(), 3);
  ASSERT_EQ(page.contributions_size(), 2);
  EXPECT_EQ(page.contributions(0).item(), "programs/so-2022/items/i1");
  EXPECT_EQ(page.contributions(1).overdue_days(), 5);
  request.set_page_token(page.next_page_token());
  grpc::ClientContext second;
  v1::ListContributionsResponse rest;
  ASSERT_THAT(rpc::FromGrpc(suite_->status().ListContributions(&second, request, &rest)), IsOk());
  ASSERT_EQ(rest.contributions_size(), 1);
  EXPECT_EQ(rest.contributions(0).item(), "programs/so-2022/items/i3");
  EXPECT_EQ(rest.next_page_token(), "");
  request.set_column(v1::COLUMN_DONE_TOTAL);
  grpc::ClientContext third;
  EXPECT_THAT(rpc::FromGrpc(suite_->status().ListContributions(&third, request, &rest)),
              HasReason("PAGE_TOKEN_MISMATCH"));
}

TEST_P(StatusServiceTest, ReconcilesAClaim) {
  v1::ReconcileFiguresRequest request;
  request.add_min_positions(position_);
  v1::Claim* claim = request.add_claims();
  claim->set_scope("units/dang-bo");
  claim->set_category("categories/department");
  claim->set_figure("1/3");
  *claim->mutable_as_of() = DateOf("2022-06-30");
  grpc::ClientContext context;
  v1::ReconcileFiguresResponse response;
  ASSERT_THAT(rpc::FromGrpc(suite_->status().ReconcileFigures(&context, request, &response)),
              IsOk());
  const v1::Reconciliation& outcome = response.reconciliations(0);
  EXPECT_FALSE(outcome.agrees());
  EXPECT_EQ(outcome.actual(), "2/2/3");
  ASSERT_EQ(outcome.true_on_size(), 1);
  EXPECT_EQ(outcome.true_on(0).first().day(), 20);
  EXPECT_EQ(outcome.true_on(0).last().day(), 24);
  ASSERT_EQ(outcome.differences_size(), 1);
  EXPECT_EQ(outcome.differences(0).item().item(), "programs/so-2022/items/i3");
}

TEST_P(StatusServiceTest, AnswersABatchAtOnePosition) {
  v1::BatchGetStatusRequest request;
  request.add_min_positions(position_);
  *request.add_requests() = Ask("units/dang-bo", "2022-06-30", v1::VIEW_BASIC);
  *request.add_requests() = Ask("units/phong-2", "2022-06-30", v1::VIEW_BASIC);
  grpc::ClientContext context;
  v1::BatchGetStatusResponse response;
  ASSERT_THAT(rpc::FromGrpc(suite_->status().BatchGetStatus(&context, request, &response)), IsOk());
  ASSERT_EQ(response.statuses_size(), 2);
  EXPECT_EQ(response.statuses(0).categories(0).triple(), "2/2/3");
  EXPECT_EQ(response.statuses(1).categories(0).triple(), "1/1/1");
  EXPECT_EQ(response.statuses(0).children_size(), 0);
}

TEST_P(StatusServiceTest, WatchSendsEveryNewAnswer) {
  (void)Get(Ask("units/so", "2022-07-10"));
  v1::WatchStatusRequest request;
  *request.mutable_query() = Ask("units/so", "2022-07-10", v1::VIEW_BASIC);
  grpc::ClientContext context;
  auto stream = suite_->status().WatchStatus(&context, request);
  v1::Status frame;
  ASSERT_TRUE(stream->Read(&frame));
  EXPECT_EQ(frame.categories(0).triple(), "2/2/3");
  suite_->Complete("programs/so-2022/items/i2", "units/phong-1", "2022-07-08");
  ASSERT_TRUE(stream->Read(&frame));
  EXPECT_EQ(frame.categories(0).triple(), "3/2/3");
  context.TryCancel();
  (void)stream->Finish();
}

TEST_P(StatusServiceTest, KeepsItsFactsOverARestartWhileASourceIsDown) {
  v1::Status before = Get(Ask("units/dang-bo", "2022-06-30"));
  suite_->StopStatus();
  suite_->StopPrograms();
  suite_->RestartStatus();
  auto after = suite_->Status(Ask("units/dang-bo", "2022-06-30"), position_);
  ASSERT_THAT(after, IsOk());
  EXPECT_THAT(after->freshness().unreachable(),
              ::testing::Contains("tiendo.programs.v1.ProgramService"));
  before.clear_freshness();
  after->clear_freshness();
  EXPECT_EQ(after->SerializeAsString(), before.SerializeAsString());
}

INSTANTIATE_TEST_SUITE_P(Engines, StatusServiceTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST(StatusRedisTest, RedisMayDieAtAnyTime) {
  auto redis = tiendo::testing::RedisServer::Create();
  ASSERT_THAT(redis, IsOk());
  std::vector<std::unique_ptr<tiendo::testing::TempDir>> dirs;
  Suite suite(
      [&dirs] {
        dirs.push_back(std::make_unique<tiendo::testing::TempDir>());
        db::Options options;
        options.url = "sqlite:" + dirs.back()->File("test.db");
        return options;
      },
      (*redis)->url());
  const std::string position = Populate(suite);
  auto triple = [&](const std::string& day) {
    auto status = suite.Status(Ask("units/dang-bo", day), position);
    return status.ok() ? status->categories(0).triple() : status.status().ToString();
  };
  EXPECT_EQ(triple("2022-06-30"), "2/2/3");
  // A second replica of the process would find it there; this one restarts and does.
  suite.RestartStatus();
  EXPECT_EQ(triple("2022-06-30"), "2/2/3");
  (*redis)->Kill();
  for (int day = 1; day <= 28; ++day) {
    EXPECT_EQ(triple("2022-08-" + std::string(day < 10 ? "0" : "") + std::to_string(day)), "2/2/3");
  }
  ASSERT_THAT((*redis)->Start(), IsOk());
  EXPECT_EQ(triple("2022-06-30"), "2/2/3");
  (*redis)->Pause();
  EXPECT_EQ(triple("2022-06-29"), "2/1/3");
  (*redis)->Resume();
}

TEST(StatusPolicyTest, EveryVerbHasARow) {
  auto policy = rpc::Policy::Create(StatusServer(std::make_shared<StatusConfig>()).policy);
  ASSERT_THAT(policy, IsOk());
  const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
      "tiendo.status.v1.StatusService");
  ASSERT_NE(service, nullptr);
  EXPECT_THAT(rpc::MissingRows(*service, *policy), ElementsAre());
}

}  // namespace
}  // namespace tiendo::status
