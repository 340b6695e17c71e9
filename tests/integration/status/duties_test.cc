// Hand-in figures over the real services: scopes, days, knowledge, and one unit's change.
#include <gmock/gmock.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/api/fields.h"
#include "common/calendar/time_zone.h"
#include "common/rpc/status_conversion.h"
#include "tests/integration/status/programs_of.h"
#include "tests/integration/status/suite.h"
#include "tests/support/engine_test.h"
#include "tests/support/reached.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait.h"

namespace tiendo::status {
namespace {

using ::testing::ElementsAre;
using tiendo::testing::DateOf;
using tiendo::testing::IsOk;
using tiendo::testing::ManualClock;
using tiendo::testing::Suite;
using tiendo::testing::UntilReached;

using ProgramStub = programs::v1::ProgramService::Stub;

constexpr char kDuty[] = "programs/nv/duties/du-luan";

std::string AssignmentOf(const std::string& unit) {
  return std::string(kDuty) + "/assignments/" + unit + "-2022-06";
}

class DutyFigures : public tiendo::testing::EngineTest {
 protected:
  // Ten o'clock on 30/06/2022: three cells have had a monthly duty since 01/06, due on 25/06.
  void SetUp() override {
    clock_->Set(zone_.StartOf(calendar::ParseIsoDay("2022-06-30").value()) +
                std::chrono::hours(10));
    suite_ = std::make_unique<Suite>([this] { return NewOptions(); }, "", clock_);
    suite_->CreateUnit("dang-bo", "", true);
    for (const char* cell : {"chi-bo-1", "chi-bo-2", "chi-bo-3"}) {
      suite_->CreateUnit(cell, "units/dang-bo", true);
    }
    programs::v1::CreateCategoryRequest category;
    category.set_category_id("party-duty");
    category.mutable_category()->set_display_name("Nhiệm vụ công tác Đảng");
    category.mutable_category()->set_kind(programs::v1::Category::KIND_DUTY);
    Call(&ProgramStub::CreateCategory, category);
    programs::v1::CreateProgramRequest program;
    program.set_program_id("nv");
    program.mutable_program()->set_title("Nhiệm vụ năm 2022");
    program.mutable_program()->add_years(2022);
    program.mutable_program()->set_category("categories/party-duty");
    program.mutable_program()->set_owner("units/dang-bo");
    Call(&ProgramStub::CreateProgram, program);
    programs::v1::ApproveProgramRequest approve;
    approve.set_name("programs/nv");
    *approve.mutable_approval_date() = DateOf("2022-01-10");
    approve.mutable_document()->set_number("MẪU-01");
    Call(&ProgramStub::ApproveProgram, approve);
    programs::v1::CreateDutyRequest duty;
    duty.set_parent("programs/nv");
    duty.set_duty_id("du-luan");
    duty.mutable_duty()->set_title("Báo cáo dư luận xã hội");
    duty.mutable_duty()->set_cadence(programs::v1::Duty::CADENCE_MONTHLY);
    duty.mutable_duty()->mutable_deadline_rule()->set_day_of_month(25);
    duty.mutable_duty()->mutable_population()->set_superior("units/dang-bo");
    duty.mutable_duty()->mutable_demand()->set_sets(1);
    Call(&ProgramStub::CreateDuty, duty);
    programs::v1::IssueDutyRequest issue;
    issue.set_name(kDuty);
    *issue.mutable_issue_date() = DateOf("2022-01-15");
    Call(&ProgramStub::IssueDuty, issue);
    position_ = DistributeJune(*suite_, kDuty, 3);
    Submit("chi-bo-1", "2022-06-20");
    Submit("chi-bo-2", "2022-06-27");
  }

  template <typename Request, typename Response>
  void Call(grpc::Status (ProgramStub::*verb)(grpc::ClientContext*, const Request&, Response*),
            const Request& request) {
    grpc::ClientContext context;
    Response response;
    ASSERT_THAT(rpc::FromGrpc((suite_->programs().*verb)(&context, request, &response)), IsOk());
    const auto& trailer = context.GetServerTrailingMetadata();
    const auto position = trailer.find("tiendo-position");
    ASSERT_NE(position, trailer.end());
    position_ = std::string(position->second.data(), position->second.size());
  }
  void Submit(const std::string& unit, const std::string& day) {
    programs::v1::SubmitAssignmentRequest request;
    request.set_name(AssignmentOf(unit));
    *request.mutable_submit_date() = DateOf(day);
    request.set_sets(1);
    Call(&ProgramStub::SubmitAssignment, request);
  }
  void Return(const std::string& unit, const std::string& day) {
    programs::v1::ReturnAssignmentRequest request;
    request.set_name(AssignmentOf(unit));
    *request.mutable_return_date() = DateOf(day);
    request.set_reason_code("THIEU_HO_SO");
    Call(&ProgramStub::ReturnAssignment, request);
  }
  v1::Status Ask(const std::string& scope, const std::string& day,
                 std::optional<std::string> known_on = std::nullopt) {
    v1::GetStatusRequest request;
    request.set_scope("units/" + scope);
    *request.mutable_as_of() = DateOf(day);
    request.set_view(v1::VIEW_FULL);
    if (known_on) *request.mutable_known_on() = DateOf(*known_on);
    absl::StatusOr<v1::Status> status =
        UntilReached([&] { return suite_->Status(request, position_); });
    EXPECT_THAT(status, IsOk()) << status.status();
    return status.ok() ? *std::move(status) : v1::Status();
  }
  // assigned/due in_time late pending not_handed_in, incomplete returned accepted.
  static std::string Show(const v1::Status& status) {
    if (status.duties_size() != 1) return "rows: " + std::to_string(status.duties_size());
    const v1::DutyFigures& f = status.duties(0);
    std::string out = std::to_string(f.assigned()) + "/" + std::to_string(f.due());
    for (int n : {f.in_time(), f.late(), f.pending(), f.not_handed_in()}) {
      out += " " + std::to_string(n);
    }
    out += ",";
    for (int n : {f.incomplete(), f.returned(), f.accepted()}) out += " " + std::to_string(n);
    return out;
  }
  static std::string Bytes(v1::Status status) {
    status.clear_freshness();
    return status.SerializeAsString();
  }

  const calendar::BusinessZone zone_ = calendar::BusinessZone::Create().value();
  std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  std::unique_ptr<Suite> suite_;
  std::string position_;
};
INSTANTIATE_TEST_SUITE_P(Engines, DutyFigures, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(DutyFigures, AreOfTheDayAndTheScope) {
  const v1::Status status = Ask("dang-bo", "2022-06-30");
  EXPECT_EQ(Show(status), "3/3 1 1 0 1, 0 0 0");
  const v1::DutyFigures& row = status.duties(0);
  EXPECT_EQ(row.duty(), kDuty);
  EXPECT_EQ(row.title(), "Báo cáo dư luận xã hội");
  EXPECT_EQ(row.category(), "categories/party-duty");
  EXPECT_EQ(row.period(), "2022-06");
  EXPECT_THAT(row.late_units(), ElementsAre("units/chi-bo-3", "units/chi-bo-2"));
  EXPECT_EQ(row.late_unit_count(), 2);
  ASSERT_EQ(row.units_size(), 3);
  EXPECT_EQ(row.units(0).unit(), "units/chi-bo-3");
  EXPECT_EQ(row.units(0).state(), v1::DutyFigures::Unit::STATE_NOT_HANDED_IN);
  EXPECT_EQ(row.units(0).days_late(), 5);
  EXPECT_EQ(row.units(1).state(), v1::DutyFigures::Unit::STATE_LATE);
  EXPECT_EQ(row.units(1).days_late(), 2);
  EXPECT_EQ(Show(Ask("dang-bo", "2022-06-25")), "3/3 1 0 2 0, 0 0 0");
  EXPECT_EQ(Show(Ask("dang-bo", "2022-06-24")), "3/0 1 0 2 0, 0 0 0");
  EXPECT_EQ(Show(Ask("chi-bo-2", "2022-06-30")), "1/1 0 1 0 0, 0 0 0");
  EXPECT_EQ(Show(Ask("dang-bo", "2022-05-31")), "rows: 0");
}

TEST_P(DutyFigures, AReturnChangesOneUnitAndWhatStandsAboveIt) {
  const v1::Status three = Ask("chi-bo-3", "2022-06-30");
  Return("chi-bo-1", "2022-06-29");
  EXPECT_EQ(Show(Ask("chi-bo-1", "2022-06-30")), "1/1 0 0 0 1, 0 1 0");
  EXPECT_EQ(Show(Ask("dang-bo", "2022-06-30")), "3/3 0 1 0 2, 0 1 0");
  EXPECT_EQ(Bytes(Ask("chi-bo-3", "2022-06-30")), Bytes(three));
  // The day before it stays as it was read out.
  EXPECT_EQ(Show(Ask("chi-bo-1", "2022-06-28")), "1/1 1 0 0 0, 0 0 0");
}

// 300 units in one call; a return among them is that unit's affair alone.
TEST_P(DutyFigures, AReturnInADutyOf300TouchesTheFiguresOfOneUnit) {
  units::v1::BatchCreateUnitsRequest cells;
  for (int i = 1; i <= 297; ++i) {
    units::v1::CreateUnitRequest& cell = *cells.add_requests();
    cell.set_unit_id("chi-bo-moi-" + std::to_string(i));
    cell.mutable_unit()->set_display_name("Chi bộ mới " + std::to_string(i));
    cell.mutable_unit()->set_side(units::v1::Unit::SIDE_PARTY);
    cell.mutable_unit()->set_kind(units::v1::Unit::KIND_GRASSROOTS_CELL);
    cell.mutable_unit()->set_parent("units/dang-bo");
    *cell.mutable_unit()->mutable_effective_from() = DateOf("2020-01-01");
  }
  units::v1::BatchCreateUnitsResponse created;
  grpc::ClientContext context;
  ASSERT_THAT(rpc::FromGrpc(suite_->units().BatchCreateUnits(&context, cells, &created)), IsOk());
  programs::v1::DistributeDutyRequest distribute;
  distribute.set_name(kDuty);
  distribute.set_period("2022-05");
  *distribute.mutable_assign_date() = DateOf("2022-05-01");
  Call(&ProgramStub::DistributeDuty, distribute);
  programs::v1::SubmitAssignmentRequest submit;
  submit.set_name(std::string(kDuty) + "/assignments/chi-bo-moi-17-2022-05");
  *submit.mutable_submit_date() = DateOf("2022-05-20");
  submit.set_sets(1);
  Call(&ProgramStub::SubmitAssignment, submit);

  const auto by_unit = [this] {
    std::map<std::string, std::string> rows;
    const v1::Status status = Ask("dang-bo", "2022-06-30");
    for (const v1::DutyFigures& row : status.duties()) {
      if (row.period() != "2022-05") continue;
      for (const auto& unit : row.units()) rows[unit.unit()] = unit.SerializeAsString();
    }
    return rows;
  };
  std::map<std::string, std::string> before;
  // Until status has heard of all cells.
  ASSERT_TRUE(tiendo::testing::WaitUntil([&] {
    before = by_unit();
    return before.size() == 300;
  }));
  programs::v1::ReturnAssignmentRequest back;
  back.set_name(submit.name());
  *back.mutable_return_date() = DateOf("2022-06-10");
  back.set_reason_code("THIEU_HO_SO");
  Call(&ProgramStub::ReturnAssignment, back);
  std::map<std::string, std::string> after = by_unit();
  EXPECT_NE(after["units/chi-bo-moi-17"], before["units/chi-bo-moi-17"]);
  after["units/chi-bo-moi-17"] = before["units/chi-bo-moi-17"];
  EXPECT_EQ(after, before);
}

TEST_P(DutyFigures, WhatWasKnownStaysKnown) {
  clock_->Set(zone_.StartOf(calendar::ParseIsoDay("2022-07-05").value()) + std::chrono::hours(10));
  Submit("chi-bo-3", "2022-06-24");  // entered late
  EXPECT_EQ(Show(Ask("dang-bo", "2022-06-30")), "3/3 2 1 0 0, 0 0 0");
  EXPECT_EQ(Show(Ask("dang-bo", "2022-06-30", "2022-06-30")), "3/3 1 1 0 1, 0 0 0");
}

TEST_P(DutyFigures, APreviewOfAMergerNamesWhatIsToBeHandedIn) {
  v1::PreviewReorganisationRequest request;
  request.add_ending_units("units/chi-bo-1");
  request.add_moving_units("units/chi-bo-3");
  *request.mutable_effective_date() = DateOf("2022-06-30");
  request.add_min_positions(position_);
  v1::PreviewReorganisationResponse preview;
  tiendo::testing::WaitUntil([&] {
    grpc::ClientContext context;
    return suite_->status().PreviewReorganisation(&context, request, &preview).ok();
  });
  ASSERT_EQ(preview.assignments_size(), 1);
  EXPECT_EQ(preview.assignments(0).category(), "categories/party-duty");
  EXPECT_EQ(preview.assignments(0).display_name(), "Nhiệm vụ công tác Đảng");
  EXPECT_EQ(preview.assignments(0).total(), 2);
  EXPECT_EQ(preview.assignments(0).open(), 1) << "cell 1 has handed in";
  EXPECT_EQ(preview.assignments(0).to_heir(), 1);
  ASSERT_EQ(preview.commitments_size(), 2);
  const v1::Commitment& open = preview.commitments(0);
  EXPECT_EQ(open.kind(), v1::Commitment::KIND_ASSIGNMENT);
  EXPECT_EQ(open.unit(), "units/chi-bo-3");
  EXPECT_EQ(open.title(), "Báo cáo dư luận xã hội");
  EXPECT_EQ(open.period(), "2022-06");
  EXPECT_EQ(open.due_date().day(), 25);
  EXPECT_FALSE(open.to_heir());
  EXPECT_TRUE(preview.commitments(1).done());
}

TEST_P(DutyFigures, AreThereAfterARestart) {
  const std::string before = Bytes(Ask("dang-bo", "2022-06-30"));
  suite_->RestartStatus();
  EXPECT_EQ(Bytes(Ask("dang-bo", "2022-06-30")), before);
}

}  // namespace
}  // namespace tiendo::status
