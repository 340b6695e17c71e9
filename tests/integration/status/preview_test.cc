// PreviewReorganisation over the real services.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "common/rpc/status_conversion.h"
#include "tests/integration/status/suite.h"
#include "tests/support/engine_test.h"
#include "tests/support/status_matchers.h"

namespace tiendo::status {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;
using tiendo::testing::DateOf;
using tiendo::testing::Fields;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using tiendo::testing::Suite;

class PreviewTest : public tiendo::testing::EngineTest {
 protected:
  void SetUp() override {
    suite_ = std::make_unique<Suite>([this] { return NewOptions(); });
    suite_->CreateUnit("dang-bo", "", true);
    suite_->CreateUnit("chi-bo-1", "units/dang-bo", true);
    suite_->CreateUnit("so", "", false, "units/dang-bo");
    suite_->CreateUnit("phong-1", "units/so", false, "units/chi-bo-1");
    suite_->CreateUnit("to-1", "units/phong-1", false);
    suite_->CreateProgram("department", "so-2022", 2022, "units/so", "2022-01-10");
    const std::string p = "programs/so-2022";
    suite_->CreateItem({p, "i1", 1, {"units/phong-1", "units/to-1"}, "2022-06-15", "2022-01-10"});
    suite_->CreateItem({p, "i2", 2, {"units/to-1"}, "2022-03-30", "2022-01-10"});
    suite_->CreateItem({p, "i3", 3, {"units/so"}, "2022-03-30", "2022-01-10"});
    suite_->Complete(p + "/items/i2", "units/to-1", "2022-03-10");
    programs::v1::UpdateItemRequest secret;
    secret.mutable_item()->set_name(p + "/items/i1");
    secret.mutable_item()->set_secret(true);
    secret.mutable_update_mask()->add_paths("secret");
    grpc::ClientContext context;
    programs::v1::Item item;
    ASSERT_THAT(rpc::FromGrpc(suite_->programs().UpdateItem(&context, secret, &item)), IsOk());
    position_ = Position(context);
  }

  static std::string Position(const grpc::ClientContext& context) {
    const auto found = context.GetServerTrailingMetadata().find("tiendo-position");
    return {found->second.data(), found->second.size()};
  }
  absl::StatusOr<v1::PreviewReorganisationResponse> Preview(
      v1::PreviewReorganisationRequest request) {
    request.add_min_positions(position_);
    grpc::ClientContext context;
    v1::PreviewReorganisationResponse response;
    absl::Status status =
        rpc::FromGrpc(suite_->status().PreviewReorganisation(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  std::unique_ptr<Suite> suite_;
  std::string position_;
};

TEST_P(PreviewTest, ListsWhatAMergerMoves) {
  supervision::v1::CreateEngagementRequest engagement;
  engagement.set_engagement_id("kt-1");
  engagement.mutable_engagement()->set_kind(
      supervision::v1::Engagement::KIND_VIOLATION_SIGNS_INSPECTION);
  engagement.mutable_engagement()->set_unit("units/chi-bo-1");
  engagement.mutable_engagement()->add_subjects("units/phong-1");
  engagement.mutable_engagement()->set_title("Cuộc mẫu");
  grpc::ClientContext context;
  supervision::v1::Engagement created;
  ASSERT_THAT(rpc::FromGrpc(suite_->supervision().CreateEngagement(&context, engagement, &created)),
              IsOk());

  v1::PreviewReorganisationRequest request;
  request.add_ending_units("units/phong-1");
  request.add_moving_units("units/chi-bo-1");
  *request.mutable_effective_date() = DateOf("2025-03-01");
  request.add_min_positions(Position(context));
  const auto preview = Preview(request);
  ASSERT_THAT(preview, IsOk());
  ASSERT_EQ(preview->items_size(), 1);
  EXPECT_EQ(preview->items(0).category(), "categories/department");
  EXPECT_EQ(preview->items(0).total(), 2) << "that of the department itself stays";
  EXPECT_EQ(preview->items(0).open(), 1);
  EXPECT_EQ(preview->items(0).to_heir(), 1);
  EXPECT_EQ(preview->engagements().total(), 1);
  EXPECT_EQ(preview->engagements().to_heir(), 0);
  EXPECT_EQ(preview->total_size(), 4) << "an item is listed for each unit concerned";
  ASSERT_EQ(preview->commitments_size(), 4);
  const v1::Commitment& first = preview->commitments(0);
  EXPECT_EQ(first.name(), "programs/so-2022/items/i1");
  EXPECT_EQ(first.unit(), "units/phong-1");
  EXPECT_EQ(first.unit_title(), "Đơn vị phong-1");
  EXPECT_EQ(first.title(), "(nội dung mật)");
  EXPECT_TRUE(first.to_heir());
  EXPECT_FALSE(first.done());
  EXPECT_EQ(preview->commitments(1).unit(), "units/to-1");
  EXPECT_FALSE(preview->commitments(1).to_heir()) << "it stays, under another superior";
  EXPECT_EQ(preview->commitments(2).kind(), v1::Commitment::KIND_ENGAGEMENT);
  EXPECT_TRUE(preview->commitments(3).done());
  EXPECT_EQ(preview->freshness().source_positions_size(), 3);
}

TEST_P(PreviewTest, RefusesWhatItCannotAnswer) {
  v1::PreviewReorganisationRequest request;
  EXPECT_THAT(Fields(Preview(request).status()), ElementsAre("ending_units", "effective_date"));
  request.add_ending_units("phong-1");
  request.add_moving_units("units/so");
  request.add_moving_units("units/so");
  request.mutable_effective_date()->set_day(31);
  EXPECT_THAT(Fields(Preview(request).status()),
              UnorderedElementsAre("ending_units[0]", "moving_units[1]", "effective_date"));
  request.Clear();
  request.add_ending_units("units/none");
  *request.mutable_effective_date() = DateOf("2025-03-01");
  EXPECT_THAT(Preview(request), HasReason("SCOPE_NOT_FOUND"));
  request.set_ending_units(0, "units/phong-1");
  *request.mutable_effective_date() = DateOf("2019-03-01");
  EXPECT_THAT(Preview(request), HasReason("SCOPE_NOT_IN_FORCE"));
}

INSTANTIATE_TEST_SUITE_P(Engines, PreviewTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

}  // namespace
}  // namespace tiendo::status
