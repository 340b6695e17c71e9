#include "services/programs/api/target_requests.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/api/fields.h"
#include "services/programs/api/target_codec.h"
#include "tests/support/status_matchers.h"

namespace tiendo::programs {
namespace {

using ::testing::ElementsAre;
using testing::Fields;
using testing::IsOk;

Day D(const std::string& iso) { return calendar::ParseIsoDay(iso).value(); }
google::type::Date Date(const std::string& iso) { return api::ToProto(D(iso)); }
const Day kToday = D("2022-07-14");

v1::CreateTargetRequest GoodTarget() {
  v1::CreateTargetRequest request;
  request.set_parent("programs/p");
  request.set_target_id("t");
  v1::Target& target = *request.mutable_target();
  target.set_title("Tỷ lệ hộ nghèo");
  target.set_unit_of_measure("điểm %");
  target.set_direction(v1::Target::DIRECTION_DECREASE_BY);
  target.set_year_value("0.350");
  return request;
}

void AddPoint(v1::TargetPeriod::Kind kind, int number, const std::string& value,
              google::protobuf::RepeatedPtrField<v1::Target::PlanPoint>& plan) {
  v1::Target::PlanPoint& point = *plan.Add();
  point.mutable_period()->set_kind(kind);
  point.mutable_period()->set_number(number);
  point.set_value(value);
}

TEST(TargetRequest, NamesEveryViolation) {
  v1::CreateTargetRequest request;
  EXPECT_THAT(Fields(ParseCreateTarget(request)), ElementsAre("parent", "target_id", "target"));
  request = GoodTarget();
  v1::Target& target = *request.mutable_target();
  target.Clear();
  target.set_ordinal(-1);
  target.add_leads("units/a");
  target.add_leads("units/a");
  target.add_coordinators("phong");
  target.add_tags("no slash");
  target.set_year_value("86,5");
  target.set_base_value("x");
  AddPoint(v1::TargetPeriod::KIND_MONTH, 13, "", *target.mutable_plan());
  target.mutable_measured_from();
  request.set_request_id("has space");
  EXPECT_THAT(
      Fields(ParseCreateTarget(request)),
      ElementsAre("target.ordinal", "target.title", "target.leads[1]", "target.coordinators[0]",
                  "target.tags[0]", "target.unit_of_measure", "target.direction",
                  "target.year_value", "target.base_value", "target.plan[0].period.number",
                  "target.plan[0].value", "target.measured_from.kind", "request_id"));
}

TEST(TargetRequest, NumbersAreKeptExactlyAndPlansInOrder) {
  v1::CreateTargetRequest request = GoodTarget();
  auto& plan = *request.mutable_target()->mutable_plan();
  AddPoint(v1::TargetPeriod::KIND_NINE_MONTHS, 0, "0.3", plan);
  AddPoint(v1::TargetPeriod::KIND_QUARTER, 1, "1e-1", plan);
  auto parsed = ParseCreateTarget(request);
  ASSERT_THAT(parsed, IsOk());
  const v1::Target target = ToProto(parsed->target);
  EXPECT_EQ(target.name(), "programs/p/targets/t");
  EXPECT_EQ(target.year_value(), "0.35");
  ASSERT_EQ(target.plan_size(), 2);
  EXPECT_EQ(target.plan(0).value(), "0.1");
  EXPECT_EQ(target.plan(1).value(), "0.3");
  EXPECT_EQ(FromProto(target), parsed->target);
}

TEST(TargetRequest, MistakesOfAPlanAreNamedByTheirPlaceInTheRequest) {
  v1::CreateTargetRequest request = GoodTarget();
  auto& plan = *request.mutable_target()->mutable_plan();
  AddPoint(v1::TargetPeriod::KIND_NINE_MONTHS, 0, "0.3", plan);
  AddPoint(v1::TargetPeriod::KIND_YEAR, 0, "0.35", plan);
  AddPoint(v1::TargetPeriod::KIND_QUARTER, 3, "0.3", plan);
  EXPECT_THAT(Fields(ParseCreateTarget(request)),
              ElementsAre("target.plan[1].period", "target.plan[2].period"));
}

TEST(TargetRequest, ABatchIsOneRequest) {
  v1::BatchCreateTargetsRequest batch;
  EXPECT_THAT(Fields(ParseBatchCreateTargets(batch)), ElementsAre("parent", "requests"));
  batch.set_parent("programs/p");
  *batch.add_requests() = GoodTarget();
  *batch.add_requests() = GoodTarget();
  batch.mutable_requests(0)->set_parent("programs/q");
  batch.mutable_requests(1)->set_request_id("r");
  batch.mutable_requests(1)->set_validate_only(true);
  EXPECT_THAT(Fields(ParseBatchCreateTargets(batch)),
              ElementsAre("requests[0].parent", "requests[1].target_id", "requests[1].request_id",
                          "requests[1].validate_only"));
}

TEST(TargetRequest, AnUpdateLooksAtWhatTheMaskNames) {
  v1::UpdateTargetRequest request;
  EXPECT_THAT(Fields(ParseUpdateTarget(request)), ElementsAre("target.name", "update_mask"));
  request.mutable_target()->set_name("programs/p/targets/t");
  request.mutable_target()->set_year_value("no number");
  request.mutable_target()->set_ordinal(4);
  request.mutable_update_mask()->add_paths("ordinal");
  auto update = ParseUpdateTarget(request);
  ASSERT_THAT(update, IsOk());
  EXPECT_FALSE(update->only_draft);
  request.mutable_update_mask()->add_paths("year_value");
  EXPECT_THAT(Fields(ParseUpdateTarget(request)), ElementsAre("target.year_value"));
  request.mutable_target()->set_year_value("5");
  update = ParseUpdateTarget(request);
  ASSERT_THAT(update, IsOk());
  EXPECT_TRUE(update->only_draft);
  request.mutable_update_mask()->add_paths("state");
  request.mutable_update_mask()->add_paths("nothing");
  EXPECT_THAT(Fields(ParseUpdateTarget(request)),
              ElementsAre("update_mask.paths[2]", "update_mask.paths[3]"));
}

TEST(TargetRequest, VerbsNeedDateAndDocument) {
  v1::AssignTargetRequest assign;
  EXPECT_THAT(Fields(ParseAssignTarget(assign, kToday)),
              ElementsAre("name", "approval_date", "document.number"));
  v1::WithdrawTargetRequest withdraw;
  withdraw.set_name("programs/p/targets/t");
  *withdraw.mutable_approval_date() = Date("2022-07-15");
  EXPECT_THAT(Fields(ParseWithdrawTarget(withdraw, kToday)),
              ElementsAre("approval_date", "document.number", "reason"));
}

TEST(TargetRequest, AnAdjustmentSaysWhatItChanges) {
  v1::AdjustTargetRequest request;
  EXPECT_THAT(Fields(ParseAdjustTarget(request, kToday)),
              ElementsAre("name", "approval_date", "document.number", "reason", "update_mask"));
  request.set_name("programs/p/targets/t");
  *request.mutable_approval_date() = Date("2022-07-01");
  request.mutable_document()->set_number("9/QĐ");
  request.set_reason("dịch bệnh");
  request.mutable_update_mask()->add_paths("base_value");
  request.mutable_update_mask()->add_paths("year_value");
  EXPECT_THAT(Fields(ParseAdjustTarget(request, kToday)), ElementsAre("year_value", "base_value"));
  // "*" of a target without a base changes no base.
  request.mutable_update_mask()->clear_paths();
  request.mutable_update_mask()->add_paths("*");
  request.set_year_value("280000");
  request.add_leads("units/b");
  auto adjustment = ParseAdjustTarget(request, kToday);
  ASSERT_THAT(adjustment, IsOk());
  EXPECT_EQ(adjustment->changes.year_value, Decimal::FromInteger(280'000));
  EXPECT_TRUE(adjustment->changes.plan && adjustment->changes.plan->empty());
  EXPECT_FALSE(adjustment->changes.base_value);
  EXPECT_EQ(UnitsOf(request).size(), 1U);
  request.mutable_update_mask()->clear_paths();
  request.mutable_update_mask()->add_paths("year_value");
  EXPECT_TRUE(UnitsOf(request).empty());
}

TEST(TargetRequest, AReportNamesEveryViolation) {
  v1::ReportTargetValueRequest request;
  EXPECT_THAT(Fields(ParseReportTargetValue(request, kToday)),
              ElementsAre("name", "period", "kind", "value"));
  request.set_name("programs/p/targets/t");
  request.mutable_period()->set_kind(v1::TargetPeriod::KIND_QUARTER);
  request.set_kind(v1::TargetReport::KIND_CUMULATIVE);
  request.set_value("1e19");
  *request.mutable_as_of() = Date("2022-07-15");
  *request.mutable_reported_date() = Date("1999-12-31");
  request.set_unit("phong");
  EXPECT_THAT(Fields(ParseReportTargetValue(request, kToday)),
              ElementsAre("period.number", "value", "as_of", "reported_date", "unit"));
}

TEST(TargetRequest, ACorrectionNeedsValueAndReason) {
  v1::CorrectTargetReportRequest request;
  request.set_name("programs/p/targets/t");
  request.set_kind(static_cast<v1::TargetReport::Kind>(7));
  request.mutable_period();
  EXPECT_THAT(Fields(ParseCorrectTargetReport(request, kToday)),
              ElementsAre("name", "value", "kind", "period.kind", "reason"));
  v1::VoidTargetReportRequest voiding;
  voiding.set_name("programs/p/targets/t/events/0001");
  EXPECT_THAT(Fields(ParseVoidTargetReport(voiding)), ElementsAre("name", "reason"));
}

}  // namespace
}  // namespace tiendo::programs
