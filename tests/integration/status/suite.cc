#include "tests/integration/status/suite.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <utility>

#include "common/api/fields.h"
#include "common/calendar/day.h"
#include "common/rpc/channel.h"
#include "common/rpc/status_conversion.h"
#include "services/programs/server.h"
#include "services/status/server.h"
#include "services/supervision/server.h"
#include "services/units/server.h"
#include "tests/support/wait.h"
#include "tiendo/admin/v1/admin.grpc.pb.h"

namespace tiendo::testing {
namespace {

std::unique_ptr<ServiceHarness> Start(const host::Definition& definition,
                                      const db::Options& database,
                                      const std::shared_ptr<ManualClock>& clock,
                                      const std::string& admin_listen = "") {
  host::Settings settings;
  settings.database = database;
  settings.admin_listen = admin_listen;
  auto harness = ServiceHarness::Start(definition, settings, clock);
  if (!harness.ok()) {
    ADD_FAILURE() << harness.status();
    std::abort();
  }
  return *std::move(harness);
}

template <typename Stub, typename Request, typename Response>
std::string Call(Stub& stub,
                 grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                 const Request& request) {
  grpc::ClientContext context;
  Response response;
  grpc::Status status = (stub.*method)(&context, request, &response);
  return PositionOf(context, status);
}

}  // namespace

std::string PositionOf(const grpc::ClientContext& context, const grpc::Status& status) {
  EXPECT_TRUE(status.ok()) << status.error_message();
  auto it = context.GetServerTrailingMetadata().find("tiendo-position");
  if (it == context.GetServerTrailingMetadata().end()) return "";
  return std::string(it->second.data(), it->second.size());
}

google::type::Date DateOf(const std::string& iso) {
  return api::ToProto(calendar::ParseIsoDay(iso).value());
}

Suite::Suite(std::function<db::Options()> database, const std::string& redis,
             std::shared_ptr<ManualClock> clock)
    : redis_(redis), clock_(std::move(clock)), status_database_(database()) {
  units_ = Start(units::UnitsServer(), database(), clock_);
  auto programs = std::make_shared<programs::Config>();
  programs->units = units_->address();
  programs_ = Start(programs::ProgramsServer(programs), database(), clock_, "127.0.0.1:0");
  auto supervision = std::make_shared<supervision::Config>();
  supervision->units = units_->address();
  supervision_ = Start(supervision::SupervisionServer(supervision), database(), clock_);
  units_stub_ = tiendo::units::v1::UnitService::NewStub(units_->channel());
  programs_stub_ = tiendo::programs::v1::ProgramService::NewStub(programs_->channel());
  supervision_stub_ = tiendo::supervision::v1::SupervisionService::NewStub(supervision_->channel());
  StartStatus();
}

Suite::~Suite() {
  status_stub_.reset();
  status_.reset();
}

void Suite::StartStatus() {
  status_ = StartStatusReplica(status_database_);
  status_stub_ = tiendo::status::v1::StatusService::NewStub(status_->channel());
}

std::unique_ptr<ServiceHarness> Suite::StartStatusReplica(const db::Options& database,
                                                          const std::string& redis) {
  auto config = std::make_shared<status::StatusConfig>();
  config->units = units_->address();
  config->programs = programs_ == nullptr ? "127.0.0.1:1" : programs_->address();
  config->supervision = supervision_->address();
  config->redis = redis;
  config->cache_key = "0123456789abcdef0123456789abcdef";
  return Start(status::StatusServer(config), database, clock_);
}

void Suite::RestartStatus() {
  status_stub_.reset();
  status_.reset();
  StartStatus();
}

void Suite::AwaitUnitsInPrograms(int64_t revision) {
  rpc::ChannelOptions options;
  options.target = "127.0.0.1:" + std::to_string(programs_->process().servers().admin_port());
  const auto admin = tiendo::admin::v1::AdminService::NewStub(rpc::CreateChannel(options));
  EXPECT_TRUE(WaitUntil([&] {
    grpc::ClientContext context;
    rpc::SetTimeout(kPatience, context);
    tiendo::admin::v1::ServerInfo info;
    return admin->GetServerInfo(&context, {}, &info).ok() && info.feeds_size() == 1 &&
           info.feeds(0).revision() >= revision;
  }));
}

std::string Suite::CreateUnit(const std::string& id, const std::string& parent, bool party,
                              const std::string& led_by) {
  using tiendo::units::v1::Unit;
  tiendo::units::v1::CreateUnitRequest request;
  request.set_unit_id(id);
  Unit& unit = *request.mutable_unit();
  unit.set_display_name("Đơn vị " + id);
  unit.set_side(party ? Unit::SIDE_PARTY : Unit::SIDE_GOVERNMENT);
  unit.set_kind(party ? Unit::KIND_GRASSROOTS_CELL : Unit::KIND_DIVISION);
  unit.set_parent(parent);
  unit.set_led_by(led_by);
  *unit.mutable_effective_from() = DateOf("2020-01-01");
  return Call(*units_stub_, &tiendo::units::v1::UnitService::Stub::CreateUnit, request);
}

std::string Suite::CreateProgram(const std::string& category, const std::string& id, int year,
                                 const std::string& owner, const std::string& approval) {
  using Stub = tiendo::programs::v1::ProgramService::Stub;
  tiendo::programs::v1::CreateCategoryRequest new_category;
  new_category.set_category_id(category);
  new_category.set_request_id("category-" + category);
  new_category.mutable_category()->set_display_name(category);
  new_category.mutable_category()->set_kind(tiendo::programs::v1::Category::KIND_ITEM);
  Call(*programs_stub_, &Stub::CreateCategory, new_category);
  tiendo::programs::v1::CreateProgramRequest request;
  request.set_program_id(id);
  request.mutable_program()->set_title("Chương trình mẫu " + id);
  request.mutable_program()->add_years(year);
  request.mutable_program()->set_category("categories/" + category);
  request.mutable_program()->set_owner(owner);
  Call(*programs_stub_, &Stub::CreateProgram, request);
  tiendo::programs::v1::ApproveProgramRequest approve;
  approve.set_name("programs/" + id);
  *approve.mutable_approval_date() = DateOf(approval);
  approve.mutable_document()->set_number("01-CTr/ĐU");
  return Call(*programs_stub_, &Stub::ApproveProgram, approve);
}

std::string Suite::CreateItem(const NewItem& item) {
  using Stub = tiendo::programs::v1::ProgramService::Stub;
  tiendo::programs::v1::CreateItemRequest request;
  request.set_parent(item.program);
  request.set_item_id(item.id);
  request.mutable_item()->set_ordinal(item.ordinal);
  request.mutable_item()->set_title("Nội dung mẫu " + item.id);
  for (const std::string& lead : item.leads) {
    request.mutable_item()->add_leads()->set_unit(lead);
  }
  for (const std::string& tag : item.tags) request.mutable_item()->add_tags(tag);
  request.mutable_item()->set_secret(item.secret);
  if (!item.due.empty()) *request.mutable_item()->mutable_baseline_due_date() = DateOf(item.due);
  Call(*programs_stub_, &Stub::CreateItem, request);
  tiendo::programs::v1::IssueItemRequest issue;
  issue.set_name(item.program + "/items/" + item.id);
  *issue.mutable_approval_date() = DateOf(item.approval);
  return Call(*programs_stub_, &Stub::IssueItem, issue);
}

std::string Suite::Complete(const std::string& item, const std::string& lead,
                            const std::string& day) {
  tiendo::programs::v1::ReportCompletionRequest request;
  request.set_name(item);
  request.set_lead(lead);
  *request.mutable_result_date() = DateOf(day);
  return Call(*programs_stub_, &tiendo::programs::v1::ProgramService::Stub::ReportCompletion,
              request);
}

std::string Suite::Extend(const std::string& item, const std::string& due,
                          const std::string& approval) {
  tiendo::programs::v1::ExtendItemRequest request;
  request.set_name(item);
  if (due.empty()) {
    request.set_remove_due_date(true);
  } else {
    *request.mutable_new_due_date() = DateOf(due);
  }
  *request.mutable_approval_date() = DateOf(approval);
  request.set_approver("Giám đốc Sở");
  request.mutable_document()->set_number("12/QĐ");
  request.set_reason("Lý do mẫu");
  return Call(*programs_stub_, &tiendo::programs::v1::ProgramService::Stub::ExtendItem, request);
}

std::string Suite::Withdraw(const std::string& item, const std::string& approval) {
  tiendo::programs::v1::WithdrawItemRequest request;
  request.set_name(item);
  *request.mutable_approval_date() = DateOf(approval);
  request.mutable_document()->set_number("13/QĐ");
  request.set_reason("Lý do mẫu");
  return Call(*programs_stub_, &tiendo::programs::v1::ProgramService::Stub::WithdrawItem, request);
}

std::string Suite::EnterCalendar(int year) {
  tiendo::units::v1::UpdateCalendarRequest request;
  request.mutable_calendar()->set_name("calendars/" + std::to_string(year));
  request.set_allow_missing(true);
  tiendo::units::v1::CalendarDay& day = *request.mutable_calendar()->add_holidays();
  *day.mutable_date() = DateOf(std::to_string(year) + "-09-02");
  day.set_description("Quốc khánh");
  day.mutable_source()->set_number("Bộ luật Lao động");
  return Call(*units_stub_, &tiendo::units::v1::UnitService::Stub::UpdateCalendar, request);
}

absl::StatusOr<tiendo::status::v1::Status> Suite::Status(
    tiendo::status::v1::GetStatusRequest request, const std::string& position) {
  if (!position.empty()) request.add_min_positions(position);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  tiendo::status::v1::Status response;
  absl::Status status = rpc::FromGrpc(status_stub_->GetStatus(&context, request, &response));
  if (!status.ok()) return status;
  return response;
}

}  // namespace tiendo::testing
