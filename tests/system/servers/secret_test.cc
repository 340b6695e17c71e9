// A secret item in the real suite: what it is called is in no answer of status, no value in Redis,
// no log line at any level and nothing that the command line prints.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <string>

#include "tests/support/child_process.h"
#include "tests/support/redis_server.h"
#include "tests/support/server_process.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"
#include "tests/support/wait.h"
#include "tiendo/programs/v1/programs.grpc.pb.h"
#include "tiendo/status/v1/status.grpc.pb.h"
#include "tiendo/units/v1/units.grpc.pb.h"

namespace tiendo {
namespace {

using testing::ChildProcess;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;
using testing::ServerProcess;

constexpr char kCanary[] = "chim hoàng yến";
constexpr char kHidden[] = "(nội dung mật)";
constexpr char kItem[] = "programs/p/items/mat";

google::type::Date Date(int year, int month, int day) {
  google::type::Date out;
  out.set_year(year);
  out.set_month(month);
  out.set_day(day);
  return out;
}

class SecretTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto redis = testing::RedisServer::Create();
    ASSERT_THAT(redis, IsOk());
    redis_ = *std::move(redis);
    std::ofstream(dir_.File("cache-key")) << "only for this test, 0123456789";
    Start("units", {});
    Start("programs", {"--units", Address("units")});
    Start("supervision", {"--units", Address("units")});
    Start("status", {"--units", Address("units"), "--programs", Address("programs"),
                     "--supervision", Address("supervision"), "--redis", redis_->url(),
                     "--cache-key-file", dir_.File("cache-key")});
    units_ = units::v1::UnitService::NewStub(Channel("units"));
    programs_ = programs::v1::ProgramService::NewStub(Channel("programs"));
    status_ = status::v1::StatusService::NewStub(Channel("status"));
    Fill();
  }

  void Start(const std::string& service, std::vector<std::string> flags) {
    auto server = ServerProcess::Start({.service = service,
                                        .database = "sqlite:" + dir_.File(service + ".db"),
                                        .flags = std::move(flags),
                                        .log_level = "debug"});
    ASSERT_THAT(server, IsOk());
    servers_[service] = *std::move(server);
  }
  const std::string& Address(const std::string& service) { return servers_.at(service)->address(); }
  std::shared_ptr<grpc::Channel> Channel(const std::string& service) {
    return grpc::CreateChannel(Address(service), grpc::InsecureChannelCredentials());
  }

  // Calls, and keeps the answer (or the refusal) as bytes; the position after it.
  template <typename Stub, typename Request, typename Response>
  std::string Call(Stub& stub,
                   grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                   const Request& request, bool ok = true) {
    grpc::ClientContext context;
    Response response;
    const grpc::Status status = (stub.*method)(&context, request, &response);
    EXPECT_EQ(status.ok(), ok) << status.error_message();
    said_ += response.SerializeAsString() + status.error_message() + status.error_details();
    auto it = context.GetServerTrailingMetadata().find("tiendo-position");
    return it == context.GetServerTrailingMetadata().end()
               ? ""
               : std::string(it->second.data(), it->second.size());
  }

  // A unit, a programme, and in it a secret item that is overdue.
  void Fill() {
    using Programs = programs::v1::ProgramService::Stub;
    units::v1::CreateUnitRequest unit;
    unit.set_unit_id("dang-bo");
    unit.mutable_unit()->set_display_name("Đảng bộ mẫu");
    unit.mutable_unit()->set_side(units::v1::Unit::SIDE_PARTY);
    unit.mutable_unit()->set_kind(units::v1::Unit::KIND_GRASSROOTS_PARTY_ORGANISATION);
    *unit.mutable_unit()->mutable_effective_from() = Date(2020, 1, 1);
    Call(*units_, &units::v1::UnitService::Stub::CreateUnit, unit);
    programs::v1::CreateCategoryRequest category;
    category.set_category_id("party-committee");
    category.mutable_category()->set_display_name("Chương trình làm việc");
    category.mutable_category()->set_kind(programs::v1::Category::KIND_ITEM);
    Call(*programs_, &Programs::CreateCategory, category);
    programs::v1::CreateProgramRequest program;
    program.set_program_id("p");
    program.mutable_program()->set_title("Chương trình năm 2022");
    program.mutable_program()->add_years(2022);
    program.mutable_program()->set_category("categories/party-committee");
    program.mutable_program()->set_owner("units/dang-bo");
    Call(*programs_, &Programs::CreateProgram, program);
    programs::v1::ApproveProgramRequest approve;
    approve.set_name("programs/p");
    *approve.mutable_approval_date() = Date(2022, 1, 10);
    approve.mutable_document()->set_number("1-CTr");
    Call(*programs_, &Programs::ApproveProgram, approve);
    programs::v1::CreateItemRequest item;
    item.set_parent("programs/p");
    item.set_item_id("mat");
    item.mutable_item()->set_title(std::string("Nội dung ") + kCanary);
    item.mutable_item()->set_product(std::string("Sản phẩm ") + kCanary);
    item.mutable_item()->set_secret(true);
    item.mutable_item()->add_leads()->set_unit("units/dang-bo");
    *item.mutable_item()->mutable_baseline_due_date() = Date(2022, 5, 31);
    Call(*programs_, &Programs::CreateItem, item);
    Call(*programs_, &Programs::CreateItem, item, /*ok=*/false);
    programs::v1::IssueItemRequest issue;
    issue.set_name(kItem);
    *issue.mutable_approval_date() = Date(2022, 1, 10);
    Call(*programs_, &Programs::IssueItem, issue);
    programs::v1::ExtendItemRequest extend;
    extend.set_name(kItem);
    *extend.mutable_new_due_date() = Date(2022, 6, 15);
    *extend.mutable_approval_date() = Date(2022, 5, 20);
    extend.set_approver("Bí thư");
    extend.mutable_document()->set_number("2-CV");
    extend.set_reason(std::string("Lý do ") + kCanary);
    position_ = Call(*programs_, &Programs::ExtendItem, extend);
  }

  // What the command line prints, on both of its outputs.
  std::string Tiendo(std::vector<std::string> arguments) {
    ChildProcess::Options options;
    options.command = {testing::BuiltBinary("tiendo")};
    options.command.insert(options.command.end(), arguments.begin(), arguments.end());
    options.environment = {{"NO_COLOR", "1"},
                           {"TIENDO_CLI_UNITS", Address("units")},
                           {"TIENDO_CLI_PROGRAMS", Address("programs")},
                           {"TIENDO_CLI_SUPERVISION", Address("supervision")},
                           {"TIENDO_CLI_STATUS", Address("status")}};
    auto client = ChildProcess::Start(options).value();
    EXPECT_TRUE(client->Wait(std::chrono::minutes(1)).has_value());
    return client->Stdout() + client->Stderr();
  }

  // Every key in Redis with its value, whatever its type.
  std::string RedisContents() {
    auto client =
        ChildProcess::Start(std::vector<std::string>{
                                "redis-cli", "-s", redis_->socket(), "--raw", "EVAL",
                                "local all = {} "
                                "for _, key in ipairs(redis.call('KEYS', '*')) do "
                                "  all[#all + 1] = key "
                                "  local kind = redis.call('TYPE', key).ok "
                                "  if kind == 'string' then all[#all + 1] = redis.call('GET', key) "
                                "  elseif kind == 'hash' then "
                                "    for _, v in ipairs(redis.call('HGETALL', key)) do "
                                "      all[#all + 1] = v end "
                                "  else all[#all + 1] = 'unknown type ' .. kind end "
                                "end return table.concat(all, '|')",
                                "0"})
            .value();
    EXPECT_TRUE(client->Wait().has_value());
    return client->Stdout();
  }

  testing::TempDir dir_;
  std::unique_ptr<testing::RedisServer> redis_;
  std::map<std::string, std::unique_ptr<ServerProcess>> servers_;
  std::unique_ptr<units::v1::UnitService::Stub> units_;
  std::unique_ptr<programs::v1::ProgramService::Stub> programs_;
  std::unique_ptr<status::v1::StatusService::Stub> status_;
  std::string position_;
  std::string said_;  // every answer so far
};

TEST_F(SecretTest, IsToldByNothingButGetItem) {
  status::v1::GetStatusRequest question;
  question.set_scope("units/dang-bo");
  *question.mutable_as_of() = Date(2022, 6, 30);
  question.add_min_positions(position_);
  Call(*status_, &status::v1::StatusService::Stub::GetStatus, question);
  status::v1::ListContributionsRequest contributions;
  *contributions.mutable_query() = question;
  contributions.set_category("categories/party-committee");
  contributions.set_column(status::v1::COLUMN_OVERDUE_OPEN);
  Call(*status_, &status::v1::StatusService::Stub::ListContributions, contributions);
  EXPECT_THAT(said_, HasSubstr(kHidden)) << "the item is among what is overdue";

  // An import of the same item under another name: the difference is told, not the names.
  std::ofstream(dir_.File("import.json"))
      << R"({"method": "tiendo.programs.v1.ProgramService/CreateItem", "requests": [
           {"parent": "programs/p", "item_id": "mat", "item": {"title": "Tên khác",
            "secret": true, "baseline_due_date": {"year": 2022, "month": 5, "day": 31}}}]})";
  std::string printed = Tiendo({"import", dir_.File("import.json")});
  EXPECT_THAT(printed, HasSubstr("khác (nội dung mật)")) << printed;
  for (std::vector<std::string> command : std::vector<std::vector<std::string>>{
           {"items", "list"},
           {"items", "list", "--json", "--order-by", "due_date"},
           {"items", "search", "chim"},
           {"status", "--as-of", "2022-06-30", "--full"},
           {"status", "--as-of", "2022-06-30", "--json"},
           {"reconcile", "1/1", "--category", "party-committee", "--as-of", "2022-06-30"},
           {"item", "complete", kItem, "--date", "2022-06-20", "--yes"}}) {
    printed += Tiendo(std::move(command));
  }
  EXPECT_THAT(printed, HasSubstr(kHidden)) << printed;
  EXPECT_THAT(printed, HasSubstr("Đã ghi.")) << printed;
  EXPECT_THAT(printed, ContainsRegex("Trước +0/1/1[^\n]*\nSau khi ghi +1/1/1")) << printed;

  // Redis is written behind the answers.
  std::string cached;
  EXPECT_TRUE(testing::WaitUntil([&] {
    cached = RedisContents();
    return cached.find("Chương trình làm việc") != std::string::npos;
  })) << cached;
  EXPECT_THAT(cached, Not(HasSubstr("unknown type")));

  std::string logs;
  for (auto& [service, server] : servers_) {
    logs += server->process().Stdout() + server->process().Stderr();
  }
  EXPECT_THAT(logs, HasSubstr("ExtendItem")) << "there are log lines of the calls";
  for (const std::string* text : {&said_, &printed, &cached, &logs}) {
    EXPECT_THAT(*text, Not(HasSubstr(kCanary)));
    EXPECT_THAT(*text, Not(HasSubstr("Tên khác")));
  }
}

// The old line stays where it counts; the programme of the next year gets one.
TEST_F(SecretTest, ACarryOverShowsBothYearsAndNoTitle) {
  using Programs = programs::v1::ProgramService::Stub;
  programs::v1::CreateProgramRequest program;
  program.set_program_id("q");
  program.mutable_program()->set_title("Chương trình năm 2023");
  program.mutable_program()->add_years(2023);
  program.mutable_program()->set_category("categories/party-committee");
  program.mutable_program()->set_owner("units/dang-bo");
  Call(*programs_, &Programs::CreateProgram, program);
  programs::v1::ApproveProgramRequest approve;
  approve.set_name("programs/q");
  *approve.mutable_approval_date() = Date(2022, 12, 20);
  approve.mutable_document()->set_number("2-CTr");
  Call(*programs_, &Programs::ApproveProgram, approve);

  const std::string printed =
      Tiendo({"item", "carry-over", kItem, "--into", "q", "--to", "2023-03-31", "--approved",
              "2022-12-25", "--approver", "Bí thư", "--document", "9-CV", "--reason", "chưa xong",
              "--as-of", "2022-12-31", "--yes"});
  EXPECT_THAT(printed, HasSubstr("Đã ghi.")) << printed;
  EXPECT_THAT(printed, ContainsRegex("Trước +0/1/1[^\n]*\nSau khi ghi +0/1/1")) << printed;
  EXPECT_THAT(printed, ContainsRegex("Trước +không có[^\n]*\nSau khi ghi +0/0/1")) << printed;
  EXPECT_THAT(printed, ContainsRegex("Hiện nay +0/0/1")) << printed;
  EXPECT_THAT(printed, Not(HasSubstr("Khác với dự kiến"))) << printed;
  EXPECT_THAT(printed, Not(HasSubstr(kCanary)));
}

}  // namespace
}  // namespace tiendo
