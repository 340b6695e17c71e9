#include "tests/integration/programs/fixture.h"

#include "services/units/server.h"
#include "tiendo/admin/v1/admin.grpc.pb.h"

namespace tiendo::programs::testing {

Day D(const std::string& iso) { return calendar::ParseIsoDay(iso).value(); }
google::type::Date Date(const std::string& iso) { return api::ToProto(D(iso)); }
std::string Iso(bool present, const google::type::Date& date) {
  return present ? calendar::FormatIso(api::FromProto(date)) : "";
}

void ProgramsTest::SetUp() {
  units_settings_.database = NewOptions();
  settings_.database = NewOptions();
  settings_.admin_listen = "127.0.0.1:0";
  StartUnits();
  ASSERT_NE(units_, nullptr);
  for (const char* id : {"so", "phong-a", "phong-b"}) CreateUnit(id);
  config_->units = units_->address();
  StartPrograms();
  ASSERT_NE(programs_, nullptr);
}

void ProgramsTest::StartUnits() {
  auto started = ServiceHarness::Start(units::UnitsServer(), units_settings_, clock_);
  ASSERT_THAT(started, IsOk());
  units_ = *std::move(started);
}

void ProgramsTest::StartPrograms() {
  auto started = ServiceHarness::Start(ProgramsServer(config_), settings_, clock_);
  ASSERT_THAT(started, IsOk());
  programs_ = *std::move(started);
  stub_ = v1::ProgramService::NewStub(programs_->channel());
}

void ProgramsTest::CreateUnit(const std::string& id) {
  units::v1::CreateUnitRequest request;
  request.set_unit_id(id);
  units::v1::Unit& unit = *request.mutable_unit();
  unit.set_display_name("Đơn vị mẫu " + id);
  unit.set_side(units::v1::Unit::SIDE_GOVERNMENT);
  unit.set_kind(units::v1::Unit::KIND_DIVISION);
  *unit.mutable_effective_from() = Date("2015-01-01");
  grpc::ClientContext context;
  units::v1::Unit response;
  auto stub = units::v1::UnitService::NewStub(units_->channel());
  ASSERT_THAT(rpc::FromGrpc(stub->CreateUnit(&context, request, &response)), IsOk());
}

void ProgramsTest::WaitForUnits(int64_t revision) {
  rpc::ChannelOptions channel;
  channel.target = "127.0.0.1:" + std::to_string(programs_->process().servers().admin_port());
  auto admin = tiendo::admin::v1::AdminService::NewStub(rpc::CreateChannel(channel));
  ASSERT_TRUE(tiendo::testing::WaitUntil([&] {
    grpc::ClientContext context;
    rpc::SetTimeout(tiendo::testing::kPatience, context);
    tiendo::admin::v1::ServerInfo info;
    return admin->GetServerInfo(&context, {}, &info).ok() && info.feeds_size() == 1 &&
           info.feeds(0).service() == "tiendo.units.v1.UnitService" &&
           info.feeds(0).revision() >= revision;
  }));
}

absl::StatusOr<v1::Item> ProgramsTest::GetItem(const std::string& name) {
  v1::GetItemRequest request;
  request.set_name(name);
  return Call(&Stub::GetItem, request);
}

absl::StatusOr<v1::ListItemEventsResponse> ProgramsTest::Events(const std::string& item) {
  v1::ListItemEventsRequest request;
  request.set_parent(item);
  return Call(&Stub::ListItemEvents, request);
}

v1::CreateTagRequest ProgramsTest::NewTag(const std::string& id, v1::Tag::Kind kind, int order) {
  v1::CreateTagRequest request;
  request.set_tag_id(id);
  request.mutable_tag()->set_kind(kind);
  request.mutable_tag()->set_display_name("Mục mẫu " + id);
  request.mutable_tag()->set_order(order);
  return request;
}

v1::CreateCategoryRequest ProgramsTest::NewCategory(const std::string& id) {
  v1::CreateCategoryRequest request;
  request.set_category_id(id);
  request.mutable_category()->set_display_name("Chương trình công tác của Sở");
  request.mutable_category()->set_kind(v1::Category::KIND_ITEM);
  return request;
}

v1::CreateProgramRequest ProgramsTest::NewProgram(const std::string& id) {
  v1::CreateProgramRequest request;
  request.set_program_id(id);
  v1::Program& program = *request.mutable_program();
  program.set_title("Chương trình công tác năm 2022");
  program.add_years(2022);
  program.set_category("categories/department");
  program.set_owner("units/so");
  return request;
}

v1::ApproveProgramRequest ProgramsTest::Approval(const std::string& id) {
  v1::ApproveProgramRequest request;
  request.set_name("programs/" + id);
  *request.mutable_approval_date() = Date("2022-01-10");
  request.mutable_document()->set_number("12-CTr/ĐU");
  return request;
}

v1::CreateItemRequest ProgramsTest::NewItem(const std::string& id,
                                            const std::vector<std::string>& leads) {
  v1::CreateItemRequest request;
  request.set_parent("programs/p");
  request.set_item_id(id);
  v1::Item& item = *request.mutable_item();
  item.set_title("Nội dung mẫu " + id);
  for (const std::string& lead : leads) item.add_leads()->set_unit("units/" + lead);
  *item.mutable_baseline_due_date() = Date("2022-06-30");
  return request;
}

v1::IssueItemRequest ProgramsTest::Issue(const std::string& date) {
  v1::IssueItemRequest request;
  request.set_name(kItem);
  *request.mutable_approval_date() = Date(date);
  return request;
}

v1::ReportCompletionRequest ProgramsTest::Completion(const std::string& date,
                                                     const std::string& lead) {
  v1::ReportCompletionRequest request;
  request.set_name(kItem);
  if (!lead.empty()) request.set_lead("units/" + lead);
  *request.mutable_result_date() = Date(date);
  return request;
}

v1::ExtendItemRequest ProgramsTest::Extension(const std::string& date, const std::string& due) {
  v1::ExtendItemRequest request;
  request.set_name(kItem);
  *request.mutable_approval_date() = Date(date);
  if (due.empty()) {
    request.set_remove_due_date(true);
  } else {
    *request.mutable_new_due_date() = Date(due);
  }
  request.set_approver("Giám đốc Sở");
  request.mutable_document()->set_number("9-CV/SLĐTBXH");
  request.set_reason("chờ ý kiến");
  return request;
}

v1::WithdrawItemRequest ProgramsTest::Withdrawal(const std::string& date) {
  v1::WithdrawItemRequest request;
  request.set_name(kItem);
  *request.mutable_approval_date() = Date(date);
  request.mutable_document()->set_number("10-CV/SLĐTBXH");
  request.set_reason("không còn phù hợp");
  return request;
}

v1::AppraiseCompletionRequest ProgramsTest::Appraisal(const std::string& date, bool accept,
                                                      const std::string& lead) {
  auto request = Verb<v1::AppraiseCompletionRequest>(date);
  request.set_outcome(accept ? v1::AppraiseCompletionRequest::OUTCOME_ACCEPT
                             : v1::AppraiseCompletionRequest::OUTCOME_RETURN);
  if (!lead.empty()) request.set_lead("units/" + lead);
  return request;
}

v1::ReassignItemRequest ProgramsTest::Reassignment(const std::string& date,
                                                   const std::vector<std::string>& leads) {
  auto request = Verb<v1::ReassignItemRequest>(date);
  for (const std::string& lead : leads) request.add_leads("units/" + lead);
  return request;
}

v1::AddMilestonesRequest ProgramsTest::Milestones(const std::string& date,
                                                  const std::vector<std::string>& ids) {
  auto request = Verb<v1::AddMilestonesRequest>(date);
  for (const std::string& id : ids) {
    v1::Item::Milestone& milestone = *request.add_milestones();
    milestone.set_milestone_id(id);
    milestone.set_title("Mốc " + id);
  }
  return request;
}

v1::CarryOverItemRequest ProgramsTest::CarryOver(const std::string& date, const std::string& id) {
  auto request = Verb<v1::CarryOverItemRequest>(date);
  request.set_program("programs/p");
  request.set_item_id(id);
  *request.mutable_new_due_date() = Date("2023-03-31");
  return request;
}

v1::VoidEventRequest ProgramsTest::Voiding(int number, const std::string& item) {
  v1::VoidEventRequest request;
  request.set_name(item + "/events/000" + std::to_string(number));
  request.set_reason("nhập nhầm");
  return request;
}

void ProgramsTest::ApprovedProgram() {
  ASSERT_THAT(Call(&Stub::CreateCategory, NewCategory("department")), IsOk());
  ASSERT_THAT(Call(&Stub::CreateProgram, NewProgram("p")), IsOk());
  ASSERT_THAT(Call(&Stub::ApproveProgram, Approval("p")), IsOk());
}

void ProgramsTest::IssuedItem(const std::vector<std::string>& leads, bool secret) {
  ApprovedProgram();
  v1::CreateItemRequest create = NewItem("i", leads);
  create.mutable_item()->set_secret(secret);
  ASSERT_THAT(Call(&Stub::CreateItem, create), IsOk());
  ASSERT_THAT(Call(&Stub::IssueItem, Issue("2022-01-15")), IsOk());
}

}  // namespace tiendo::programs::testing
