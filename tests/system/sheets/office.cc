#include "tests/system/sheets/office.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace tiendo::testing {
namespace {

using tiendo::programs::v1::ProgramService;

std::unique_ptr<ServerProcess> Start(const ServerProcess::Options& options) {
  absl::StatusOr<std::unique_ptr<ServerProcess>> server = ServerProcess::Start(options);
  if (server.ok()) return *std::move(server);
  ADD_FAILURE() << server.status();
  std::abort();
}

}  // namespace

std::string SourceTree() {
  const char* source = std::getenv("TIENDO_SOURCE");
  return source == nullptr ? "." : source;
}

Office::Office(bool with_items)
    : Office(std::vector<std::string>{"seed", "cases/2022/01-units.json",
                                      "cases/2022/02-vocabulary.json",
                                      "cases/2022/03-programs.json"}) {
  if (!with_items) return;
  Import({"04-items.json", "05-items-issued.json", "06-item-extensions.json", "07-results.json"});
}

Office::Office(const std::vector<std::string>& files) {
  units_ = Start({.service = "units", .database = "sqlite:" + dir_.File("units.db"), .flags = {}});
  programs_ = Start({.service = "programs",
                     .database = "sqlite:" + dir_.File("programs.db"),
                     .flags = {"--units", units_->address()}});
  stub_ = ProgramService::NewStub(
      grpc::CreateChannel(programs_->address(), grpc::InsecureChannelCredentials()));
  for (const std::string& file : files) ImportOf("/deploy/" + file);
}

void Office::Import(const std::vector<std::string>& files) {
  for (const std::string& file : files) ImportOf("/deploy/cases/2022/" + file);
}

void Office::ImportOf(const std::string& path) {
  const Said said = Tiendo({"import", SourceTree() + path});
  EXPECT_EQ(said.code, 0) << path << said.out << said.err;
}

std::unique_ptr<ChildProcess> Office::StartTiendo(std::vector<std::string> arguments,
                                                  const std::string& answer) {
  ChildProcess::Options options;
  options.command = {BuiltBinary("tiendo")};
  options.command.insert(options.command.end(), arguments.begin(), arguments.end());
  // Nothing listens for the other two: figures are shown where they can be had.
  options.environment = {{"NO_COLOR", "1"},
                         {"TIENDO_CLI_UNITS", units_->address()},
                         {"TIENDO_CLI_PROGRAMS", programs_->address()},
                         {"TIENDO_CLI_SUPERVISION", "127.0.0.1:1"},
                         {"TIENDO_CLI_STATUS", "127.0.0.1:1"}};
  options.input = answer;
  absl::StatusOr<std::unique_ptr<ChildProcess>> client = ChildProcess::Start(options);
  if (client.ok()) return *std::move(client);
  ADD_FAILURE() << client.status();
  std::abort();
}

Office::Said Office::Tiendo(std::vector<std::string> arguments, const std::string& answer) {
  const std::unique_ptr<ChildProcess> client = StartTiendo(std::move(arguments), answer);
  const std::optional<ChildProcess::Exit> exit = client->Wait(std::chrono::minutes(2));
  EXPECT_TRUE(exit.has_value()) << client->Stderr();
  return {exit ? exit->code : -1, client->Stdout(), client->Stderr()};
}

std::string Office::File(const std::string& name, const std::string& content) {
  std::ofstream(dir_.File(name), std::ios::binary) << content;
  return dir_.File(name);
}

std::string Office::Read(const std::string& name) const {
  std::ifstream in(dir_.File(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<tiendo::programs::v1::Item> Office::Items(const std::string& program) {
  grpc::ClientContext context;
  tiendo::programs::v1::ListItemsRequest request;
  request.set_parent(program);
  request.set_page_size(1000);
  tiendo::programs::v1::ListItemsResponse response;
  const grpc::Status status = stub_->ListItems(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return {response.items().begin(), response.items().end()};
}

tiendo::programs::v1::Item Office::Item(const std::string& name) {
  grpc::ClientContext context;
  tiendo::programs::v1::GetItemRequest request;
  request.set_name(name);
  tiendo::programs::v1::Item item;
  const grpc::Status status = stub_->GetItem(&context, request, &item);
  EXPECT_TRUE(status.ok()) << name << ": " << status.error_message();
  return item;
}

std::vector<tiendo::programs::v1::ItemEvent> Office::Events(const std::string& item) {
  grpc::ClientContext context;
  tiendo::programs::v1::ListItemEventsRequest request;
  request.set_parent(item);
  request.set_page_size(1000);
  tiendo::programs::v1::ListItemEventsResponse response;
  const grpc::Status status = stub_->ListItemEvents(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return {response.events().begin(), response.events().end()};
}

std::vector<tiendo::programs::v1::Target> Office::Targets(const std::string& program) {
  grpc::ClientContext context;
  tiendo::programs::v1::ListTargetsRequest request;
  request.set_parent(program);
  request.set_page_size(1000);
  tiendo::programs::v1::ListTargetsResponse response;
  const grpc::Status status = stub_->ListTargets(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return {response.targets().begin(), response.targets().end()};
}

std::vector<tiendo::programs::v1::TargetReport> Office::Reports(const std::string& target) {
  grpc::ClientContext context;
  tiendo::programs::v1::ListTargetReportsRequest request;
  request.set_parent(target);
  request.set_page_size(1000);
  tiendo::programs::v1::ListTargetReportsResponse response;
  const grpc::Status status = stub_->ListTargetReports(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return {response.reports().begin(), response.reports().end()};
}

}  // namespace tiendo::testing
