// Two cells with an item each, and what programs and status say of writes that nobody has made.
#ifndef TIENDO_TESTS_INTEGRATION_STATUS_PREVIEW_STATUS_FIXTURE_H_
#define TIENDO_TESTS_INTEGRATION_STATUS_PREVIEW_STATUS_FIXTURE_H_

#include <gmock/gmock.h>

#include <memory>
#include <string>

#include "common/rpc/status_conversion.h"
#include "tests/integration/status/programs_of.h"
#include "tests/integration/status/suite.h"
#include "tests/support/engine_test.h"
#include "tests/support/reached.h"
#include "tests/support/status_matchers.h"

namespace tiendo::status {

inline constexpr char kItem[] = "programs/so-2022/items/i1";
inline constexpr char kTarget[] = "programs/nganh/targets/t";
inline constexpr char kDuty[] = "programs/nv/duties/du-luan";
inline constexpr char kAssignment[] = "programs/nv/duties/du-luan/assignments/chi-bo-1-2022-06";

class PreviewStatusTest : public tiendo::testing::EngineTest {
 protected:
  using ProgramStub = programs::v1::ProgramService::Stub;
  using Suite = tiendo::testing::Suite;
  using Change = tiendo::feed::v1::Change;

  void SetUp() override {
    suite_ = std::make_unique<Suite>([this] { return NewOptions(); });
    suite_->CreateUnit("dang-bo", "", true);
    suite_->CreateUnit("chi-bo-1", "units/dang-bo", true);
    units_ = suite_->CreateUnit("chi-bo-2", "units/dang-bo", true);
    suite_->CreateProgram("department", "so-2022", 2022, "units/dang-bo", "2022-01-10");
    suite_->CreateItem(
        {"programs/so-2022", "i1", 1, {"units/chi-bo-1"}, "2022-06-15", "2022-01-10"});
    position_ = suite_->CreateItem(
        {"programs/so-2022", "i2", 2, {"units/chi-bo-2"}, "2022-09-30", "2022-01-10"});
  }

  // 100 in the year, 40 by June.
  void CreateTarget() {
    CreateProgramOf(*suite_, programs::v1::Category::KIND_TARGET, "nganh", "nganh");
    programs::v1::CreateTargetRequest create;
    create.set_parent("programs/nganh");
    create.set_target_id("t");
    create.mutable_target()->set_title("Chỉ tiêu mẫu");
    create.mutable_target()->set_unit_of_measure("lượt");
    create.mutable_target()->set_direction(programs::v1::Target::DIRECTION_AT_LEAST);
    create.mutable_target()->set_year_value("100");
    create.mutable_target()->add_leads("units/chi-bo-1");
    programs::v1::Target::PlanPoint& point = *create.mutable_target()->add_plan();
    point.mutable_period()->set_kind(programs::v1::TargetPeriod::KIND_SIX_MONTHS);
    point.set_value("40");
    suite_->Write(&ProgramStub::CreateTarget, create);
    programs::v1::AssignTargetRequest assign;
    assign.set_name(kTarget);
    *assign.mutable_approval_date() = tiendo::testing::DateOf("2022-01-10");
    assign.mutable_document()->set_number("2/QĐ");
    position_ = suite_->Write(&ProgramStub::AssignTarget, assign);
  }
  // Two cells owe a report of June by the 25th.
  void DistributeDuty() {
    CreateProgramOf(*suite_, programs::v1::Category::KIND_DUTY, "nv", "nv");
    programs::v1::CreateDutyRequest duty;
    duty.set_parent("programs/nv");
    duty.set_duty_id("du-luan");
    duty.mutable_duty()->set_title("Báo cáo dư luận xã hội");
    duty.mutable_duty()->set_cadence(programs::v1::Duty::CADENCE_MONTHLY);
    duty.mutable_duty()->mutable_deadline_rule()->set_day_of_month(25);
    duty.mutable_duty()->mutable_population()->set_superior("units/dang-bo");
    duty.mutable_duty()->mutable_demand()->set_sets(1);
    suite_->Write(&ProgramStub::CreateDuty, duty);
    programs::v1::IssueDutyRequest issue;
    issue.set_name(kDuty);
    *issue.mutable_issue_date() = tiendo::testing::DateOf("2022-01-15");
    suite_->Write(&ProgramStub::IssueDuty, issue);
    position_ = DistributeJune(*suite_, kDuty, 2);
  }

  // Without what is of the moment.
  static std::string Text(v1::Status status) {
    status.clear_freshness();
    return status.DebugString();
  }

  // Requests as a client would make them.
  static programs::v1::ReportCompletionRequest Completion() {
    programs::v1::ReportCompletionRequest request;
    request.set_name(kItem);
    request.set_lead("units/chi-bo-1");
    *request.mutable_result_date() = tiendo::testing::DateOf("2022-06-10");
    return request;
  }
  static programs::v1::ReportTargetValueRequest Value() {
    programs::v1::ReportTargetValueRequest request;
    request.set_name(kTarget);
    request.mutable_period()->set_kind(programs::v1::TargetPeriod::KIND_SIX_MONTHS);
    request.set_kind(programs::v1::TargetReport::KIND_CUMULATIVE);
    request.set_value("45");
    *request.mutable_reported_date() = tiendo::testing::DateOf("2022-06-30");
    return request;
  }
  static programs::v1::SubmitAssignmentRequest Submission() {
    programs::v1::SubmitAssignmentRequest request;
    request.set_name(kAssignment);
    *request.mutable_submit_date() = tiendo::testing::DateOf("2022-06-20");
    request.set_sets(1);
    return request;
  }

  v1::GetStatusRequest Question() const {
    v1::GetStatusRequest request;
    request.set_scope("units/dang-bo");
    *request.mutable_as_of() = tiendo::testing::DateOf("2022-06-30");
    request.set_view(v1::VIEW_FULL);
    request.add_min_positions(units_);
    return request;
  }
  v1::Status Get(const v1::GetStatusRequest& question) {
    const absl::StatusOr<v1::Status> status =
        tiendo::testing::UntilReached([&] { return suite_->Status(question, position_); });
    EXPECT_THAT(status, tiendo::testing::IsOk());
    return status.ok() ? *status : v1::Status();
  }
  template <typename... Requests>
  v1::PreviewStatusRequest WhatTheyChange(const Requests&... requests) {
    programs::v1::PreviewWritesRequest writes;
    (writes.add_writes()->PackFrom(requests), ...);
    grpc::ClientContext context;
    programs::v1::PreviewWritesResponse changes;
    const grpc::Status status = suite_->programs().PreviewWrites(&context, writes, &changes);
    v1::PreviewStatusRequest out;
    *out.mutable_question() = Question();
    out.mutable_question()->add_min_positions(tiendo::testing::PositionOf(context, status));
    *out.mutable_changes() = changes.changes();
    return out;
  }
  // The position of programs that it was made upon.
  static std::string HeadOf(const v1::PreviewStatusRequest& request) {
    return *request.question().min_positions().rbegin();
  }
  static Change OfItem(const v1::PreviewStatusRequest& request) {
    for (const Change& change : request.changes()) {
      if (change.resource().Is<programs::v1::Item>()) return change;
    }
    ADD_FAILURE() << "programs says nothing of the item";
    return {};
  }
  // As PreviewWrites would tell it.
  template <typename Message>
  static void Add(const Message& resource, v1::PreviewStatusRequest& request) {
    Change& change = *request.add_changes();
    change.set_name(resource.name());
    change.set_kind(Change::KIND_UPDATED);
    change.set_revision(1'000'000);
    change.mutable_resource()->PackFrom(resource);
  }
  // An item that continues another.
  static programs::v1::Item Line(int number, int from) {
    const std::string line = "programs/so-2022/items/l";
    programs::v1::Item item;
    item.set_name(line + std::to_string(number));
    item.set_carried_from(line + std::to_string(from));
    return item;
  }
  absl::StatusOr<v1::PreviewStatusResponse> Preview(const v1::PreviewStatusRequest& request) {
    return tiendo::testing::UntilReached([&]() -> absl::StatusOr<v1::PreviewStatusResponse> {
      grpc::ClientContext context;
      v1::PreviewStatusResponse response;
      absl::Status status =
          rpc::FromGrpc(suite_->status().PreviewStatus(&context, request, &response));
      if (!status.ok()) return status;
      trailer_ = tiendo::testing::PositionOf(context, grpc::Status::OK);
      return response;
    });
  }

  std::unique_ptr<Suite> suite_;
  std::string units_;     // position of the units
  std::string position_;  // of the last write
  std::string trailer_;   // of the last preview
};

}  // namespace tiendo::status

#endif  // TIENDO_TESTS_INTEGRATION_STATUS_PREVIEW_STATUS_FIXTURE_H_
