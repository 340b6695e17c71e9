// What supervision says and does while the units service is away.
#include "tests/integration/supervision/fixture.h"
#include "tiendo/admin/v1/admin.grpc.pb.h"

namespace tiendo::supervision::testing {
namespace {

class UnitsDownTest : public SupervisionTest {};
INSTANTIATE_TEST_SUITE_P(Engines, UnitsDownTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(UnitsDownTest, NothingIsSaidOfUnitsThatNeverCame) {
  // A service of its own that has never reached the units.
  units_->Stop();
  supervision_->Stop();
  settings_.database = NewOptions();
  config_->units_timeout = std::chrono::milliseconds(200);
  StartSupervision();
  auto refused = Call(&Stub::CreatePlan, NewPlan("p", "cell-a"));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(refused, HasReason("PEER_UNAVAILABLE"));
  ASSERT_THAT(Call(&Stub::CreateRequirement, NewRequirement("2026")), IsOk());
  v1::ListLatePlansRequest late;
  late.set_year(2026);
  auto unknown = Call(&Stub::ListLatePlans, late);
  EXPECT_THAT(unknown, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(unknown, HasReason("PEER_UNAVAILABLE"));
}

TEST_P(UnitsDownTest, TheCopyServesAlsoAfterARestart) {
  WaitForUnits();
  units_->Stop();
  EXPECT_THAT(Call(&Stub::CreatePlan, NewPlan("a", "cell-a")), IsOk());
  supervision_->Stop();
  StartSupervision();
  EXPECT_THAT(Call(&Stub::CreatePlan, NewPlan("b", "cell-b")), IsOk());
  ASSERT_THAT(Call(&Stub::CreateRequirement, NewRequirement("2026")), IsOk());
  v1::ListLatePlansRequest request;
  request.set_year(2026);
  auto late = Call(&Stub::ListLatePlans, request);
  ASSERT_THAT(late, IsOk());
  EXPECT_EQ(late->late_plans_size(), 3);
}

TEST_P(UnitsDownTest, TheFollowedFeedIsDescribed) {
  supervision_->Stop();
  settings_.admin_listen = "127.0.0.1:0";
  StartSupervision();
  WaitForUnits();
  rpc::ChannelOptions channel;
  channel.target = "127.0.0.1:" + std::to_string(supervision_->process().servers().admin_port());
  auto admin = tiendo::admin::v1::AdminService::NewStub(rpc::CreateChannel(channel));
  tiendo::admin::v1::ServerInfo info;
  ASSERT_TRUE(tiendo::testing::WaitUntil([&] {
    grpc::ClientContext context;
    return admin->GetServerInfo(&context, {}, &info).ok() && info.feeds_size() == 1 &&
           info.feeds(0).revision() == 5;  // the units of the fixture
  }));
  EXPECT_EQ(info.feeds(0).service(), "tiendo.units.v1.UnitService");
  EXPECT_EQ(info.schema_version(), 6);
}

}  // namespace
}  // namespace tiendo::supervision::testing
