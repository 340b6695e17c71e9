#include "tests/integration/supervision/fixture.h"

#include "services/units/server.h"

namespace tiendo::supervision::testing {

calendar::Day D(const std::string& iso) { return calendar::ParseIsoDay(iso).value(); }
google::type::Date Date(const std::string& iso) { return api::ToProto(D(iso)); }

void SupervisionTest::SetUp() {
  units_settings_.database = NewOptions();
  settings_.database = NewOptions();
  StartUnits();
  ASSERT_NE(units_, nullptr);
  CreateUnit("committee", units::v1::Unit::KIND_PARTY_COMMITTEE_ABOVE_GRASSROOTS);
  for (const char* id : {"cell-a", "cell-b", "cell-c"}) {
    CreateUnit(id, units::v1::Unit::KIND_GRASSROOTS_CELL);
  }
  CreateUnit("division", units::v1::Unit::KIND_DIVISION);
  config_->units = units_->address();
  StartSupervision();
  ASSERT_NE(supervision_, nullptr);
}

void SupervisionTest::StartUnits() {
  auto started = ServiceHarness::Start(units::UnitsServer(), units_settings_, clock_);
  ASSERT_THAT(started, IsOk());
  units_ = *std::move(started);
}

void SupervisionTest::StartSupervision() {
  auto started = ServiceHarness::Start(SupervisionServer(config_), settings_, clock_);
  ASSERT_THAT(started, IsOk());
  supervision_ = *std::move(started);
  stub_ = v1::SupervisionService::NewStub(supervision_->channel());
}

void SupervisionTest::CreateUnit(const std::string& id, units::v1::Unit::Kind kind,
                                 const std::string& from) {
  units::v1::CreateUnitRequest request;
  request.set_unit_id(id);
  units::v1::Unit& unit = *request.mutable_unit();
  unit.set_display_name("Đơn vị mẫu " + id);
  unit.set_kind(kind);
  unit.set_side(kind >= units::v1::Unit::KIND_DEPARTMENT ? units::v1::Unit::SIDE_GOVERNMENT
                                                         : units::v1::Unit::SIDE_PARTY);
  *unit.mutable_effective_from() = Date(from);
  grpc::ClientContext context;
  units::v1::Unit response;
  auto stub = units::v1::UnitService::NewStub(units_->channel());
  ASSERT_THAT(rpc::FromGrpc(stub->CreateUnit(&context, request, &response)), IsOk());
}

void SupervisionTest::EnterCalendar(int year) {
  units::v1::UpdateCalendarRequest request;
  request.mutable_calendar()->set_name("calendars/" + std::to_string(year));
  request.set_allow_missing(true);
  grpc::ClientContext context;
  units::v1::Calendar response;
  auto stub = units::v1::UnitService::NewStub(units_->channel());
  ASSERT_THAT(rpc::FromGrpc(stub->UpdateCalendar(&context, request, &response)), IsOk());
}

void SupervisionTest::Dissolve(const std::string& id, const std::string& heir,
                               const std::string& day) {
  units::v1::DissolveUnitRequest request;
  request.set_name("units/" + id);
  request.add_successors("units/" + heir);
  *request.mutable_effective_date() = Date(day);
  request.mutable_legal_basis()->set_number("MẪU-01/QĐ");
  grpc::ClientContext context;
  units::v1::Reorganisation response;
  auto stub = units::v1::UnitService::NewStub(units_->channel());
  ASSERT_THAT(rpc::FromGrpc(stub->DissolveUnit(&context, request, &response)), IsOk());
}

void SupervisionTest::WaitForUnits() {
  // Of a year that no test is about; there already when a test waits again.
  auto created = Call(&Stub::CreateRequirement, NewRequirement("2099"));
  ASSERT_TRUE(created.ok() || absl::IsAlreadyExists(created.status())) << created.status();
  ASSERT_TRUE(tiendo::testing::WaitUntil([this] {
    v1::ListLatePlansRequest request;
    request.set_year(2099);
    return Call(&Stub::ListLatePlans, request).ok();
  }));
}

v1::CreateRequirementRequest SupervisionTest::NewRequirement(const std::string& year) {
  v1::CreateRequirementRequest request;
  request.set_requirement_id(year);
  *request.mutable_requirement()->mutable_deadline() = Date(year + "-02-15");
  request.mutable_requirement()->add_unit_kinds("GRASSROOTS_CELL");
  return request;
}

v1::CreatePlanRequest SupervisionTest::NewPlan(const std::string& id, const std::string& unit,
                                               int year) {
  v1::CreatePlanRequest request;
  request.set_plan_id(id);
  request.mutable_plan()->set_unit("units/" + unit);
  request.mutable_plan()->set_year(year);
  request.mutable_plan()->set_title("Kế hoạch kiểm tra, giám sát");
  return request;
}

v1::AdoptPlanRequest SupervisionTest::Adoption(const std::string& id, const std::string& date) {
  v1::AdoptPlanRequest request;
  request.set_name("plans/" + id);
  *request.mutable_date() = Date(date);
  return request;
}

v1::IssuePlanRequest SupervisionTest::Issue(const std::string& id, const std::string& date) {
  v1::IssuePlanRequest request;
  request.set_name("plans/" + id);
  *request.mutable_date() = Date(date);
  request.mutable_document()->set_number("12-KH/CB");
  return request;
}

v1::CreateEngagementRequest SupervisionTest::NewEngagement(const std::string& id,
                                                           const std::string& plan) {
  v1::CreateEngagementRequest request;
  request.set_engagement_id(id);
  v1::Engagement& engagement = *request.mutable_engagement();
  if (!plan.empty()) engagement.set_plan("plans/" + plan);
  engagement.set_kind(v1::Engagement::KIND_CONTINUOUS_SUPERVISION);
  engagement.set_unit("units/cell-a");
  engagement.add_subjects("units/division");
  *engagement.mutable_scheduled_to() = Date("2026-06-30");
  return request;
}

v1::ConcludeEngagementRequest SupervisionTest::Conclusion(const std::string& id,
                                                          const std::string& date) {
  v1::ConcludeEngagementRequest request;
  request.set_name("engagements/" + id);
  *request.mutable_date() = Date(date);
  request.mutable_document()->set_number("34-TB/CB");
  return request;
}

v1::RecordStepRequest SupervisionTest::StepOn(const std::string& id, const std::string& date) {
  v1::RecordStepRequest request;
  request.set_name("engagements/" + id);
  *request.mutable_date() = Date(date);
  request.mutable_document()->set_number("56-QĐ/UBKT");
  return request;
}

void SupervisionTest::ConcludeThematic(const std::string& id, const std::string& date) {
  for (auto step : {&Stub::IssueDecision, &Stub::LaunchEngagement, &Stub::RecordSelfReport,
                    &Stub::RecordVerification, &Stub::RecordDraftReport, &Stub::RecordMeeting}) {
    ASSERT_THAT(Call(step, StepOn(id, date)), IsOk());
  }
  ASSERT_THAT(Call(&Stub::ConcludeEngagement, Conclusion(id, date)), IsOk());
}

v1::IssueReminderRequest SupervisionTest::Urging(const std::string& unit, const std::string& date) {
  v1::IssueReminderRequest request;
  request.set_subject("programs/p/items/i");
  request.set_unit("units/" + unit);
  *request.mutable_date() = Date(date);
  request.mutable_document()->set_number("78-CV/VP");
  return request;
}

void SupervisionTest::IssuedPlan(const std::string& id, const std::string& unit,
                                 const std::string& date) {
  ASSERT_THAT(Call(&Stub::CreatePlan, NewPlan(id, unit)), IsOk());
  ASSERT_THAT(Call(&Stub::AdoptPlan, Adoption(id, date)), IsOk());
  ASSERT_THAT(Call(&Stub::IssuePlan, Issue(id, date)), IsOk());
}

}  // namespace tiendo::supervision::testing
