// deploy/backup/*.sh on both engines, as deploy/README.md tells to use them: a backup of servers at
// work, a restore under those who follow them, and what becomes of them.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/errors/error.h"
#include "common/rpc/status_conversion.h"
#include "tests/support/child_process.h"
#include "tests/support/engine_test.h"
#include "tests/support/postgres_server.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"
#include "tests/support/wait.h"
#include "tiendo/admin/v1/admin.grpc.pb.h"
#include "tiendo/programs/v1/programs.grpc.pb.h"
#include "tiendo/supervision/v1/supervision.grpc.pb.h"
#include "tiendo/units/v1/units.grpc.pb.h"

namespace tiendo {
namespace {

using ::testing::AllOf;
using testing::ChildProcess;
using testing::HasReason;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::StatusIs;
using testing::TempDir;
using testing::WaitUntil;

std::string FromEnvironment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "." : value;
}
std::string Bin() { return FromEnvironment("TIENDO_BIN"); }
std::string Source(const std::string& path) {
  return FromEnvironment("TIENDO_SOURCE") + "/" + path;
}

struct Outcome {
  int code = -1;
  std::string out;
  std::string error;
};
Outcome RunToEnd(std::vector<std::string> command) {
  ChildProcess::Options options;
  options.command = std::move(command);
  options.environment["PATH"] = Bin() + ":" + FromEnvironment("PATH");
  auto process = ChildProcess::Start(options);
  EXPECT_THAT(process, IsOk());
  Outcome outcome;
  if (!process.ok()) return outcome;
  if (auto exit = (*process)->Wait(std::chrono::seconds(120))) outcome.code = exit->code;
  outcome.out = (*process)->Stdout();
  outcome.error = (*process)->Stderr();
  return outcome;
}

// A server that comes back at the same addresses.
class Server {
 public:
  Server(std::string service, std::string database, std::vector<std::string> flags)
      : service_(std::move(service)), database_(std::move(database)), flags_(std::move(flags)) {
    const Outcome migrated =
        RunToEnd({Bin() + "/tiendo-" + service_, "migrate", "--database", database_});
    EXPECT_EQ(migrated.code, 0) << migrated.error;
    Start();
  }
  void Start() {
    std::vector<std::string> command = {Bin() + "/tiendo-" + service_,
                                        "serve",
                                        "--database",
                                        database_,
                                        "--log-level",
                                        "warning",
                                        "--listen",
                                        address_,
                                        "--admin-listen",
                                        admin_};
    command.insert(command.end(), flags_.begin(), flags_.end());
    auto process = ChildProcess::Start(std::move(command));
    ASSERT_THAT(process, IsOk());
    process_ = *std::move(process);
    ASSERT_TRUE(process_->WaitForOutput("ready public=")) << process_->Stderr();
    address_ = "127.0.0.1:" + PortAfter("public=");
    admin_ = "127.0.0.1:" + PortAfter("admin=");
    channel_ = grpc::CreateChannel(address_, grpc::InsecureChannelCredentials());
  }
  void Stop() {
    process_->Signal(SIGTERM);
    auto exit = process_->Wait();
    ASSERT_TRUE(exit.has_value());
    EXPECT_EQ(*exit, ChildProcess::Exit{}) << process_->Stderr();
  }
  void MoveTo(std::string database) { database_ = std::move(database); }

  const std::string& service() const { return service_; }
  const std::string& database() const { return database_; }
  const std::string& address() const { return address_; }
  const std::string& admin() const { return admin_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  admin::v1::ServerInfo Info() const {
    auto stub = admin::v1::AdminService::NewStub(
        grpc::CreateChannel(admin_, grpc::InsecureChannelCredentials()));
    grpc::ClientContext context;
    admin::v1::ServerInfo info;
    const grpc::Status status = stub->GetServerInfo(&context, {}, &info);
    EXPECT_TRUE(status.ok()) << service_ << ": " << status.error_message();
    return info;
  }

 private:
  std::string PortAfter(const std::string& key) const {
    const std::string out = process_->Stdout();
    return std::to_string(std::atoi(out.c_str() + out.find(key) + key.size()));
  }

  const std::string service_;
  std::string database_;
  const std::vector<std::string> flags_;
  std::string address_ = "127.0.0.1:0";
  std::string admin_ = "127.0.0.1:0";
  std::unique_ptr<ChildProcess> process_;
  std::shared_ptr<grpc::Channel> channel_;
};

class RestoreTest : public ::testing::TestWithParam<db::Engine> {
 protected:
  void SetUp() override {
    if (postgres()) {
      auto server = testing::PostgresServer::Create();
      ASSERT_THAT(server, IsOk());
      postgres_ = *std::move(server);
    }
    auto redis = testing::RedisServer::Create();
    ASSERT_THAT(redis, IsOk());
    redis_ = *std::move(redis);
    std::ofstream(dir_.File("cache-key")) << "only for this test, 0123456789";
    Add("units", {});
    Add("programs", {"--units", at("units").address()});
    Add("supervision", {"--units", at("units").address()});
    Add("status", {"--units", at("units").address(), "--programs", at("programs").address(),
                   "--supervision", at("supervision").address(), "--redis", redis_->url(),
                   "--cache-key-file", dir_.File("cache-key")});
    for (const char* folder : {"deploy/seed", "deploy/cases/2022"}) {
      const Outcome imported = Tiendo({"import", Source(folder)});
      ASSERT_EQ(imported.code, 0) << imported.out << imported.error;
    }
  }

  static bool postgres() { return GetParam() == db::Engine::kPostgres; }
  Server& at(const std::string& service) { return *servers_.at(service); }

  // A database that is empty; status keeps its copies in a file on both engines, as it does in
  // deploy/kustomize.
  std::string NewDatabase(const std::string& name) {
    if (!postgres() || name == "status") return "sqlite:" + dir_.File(name + ".db");
    const std::string url = postgres_->Url();
    const Outcome made =
        RunToEnd({"psql", "--no-psqlrc", "--quiet", "--dbname", url.substr(url.find(':') + 1),
                  "--command", "CREATE DATABASE " + name});
    EXPECT_EQ(made.code, 0) << made.error;
    const std::string dbname = "dbname=postgres";
    return std::string(url).replace(url.find(dbname), dbname.size(), "dbname=" + name);
  }
  void Add(const std::string& service, std::vector<std::string> flags) {
    servers_[service] = std::make_unique<Server>(service, NewDatabase(service), std::move(flags));
  }

  Outcome Tiendo(std::vector<std::string> command) {
    command.insert(command.begin(), Bin() + "/tiendo");
    for (const auto& [service, server] : servers_) {
      command.insert(command.end(), {"--" + service, server->address(), "--" + service + "-admin",
                                     server->admin()});
    }
    return RunToEnd(std::move(command));
  }
  // Everything that is shown of a day, less the line that says from which positions and when.
  std::string Figures() {
    const Outcome outcome = Tiendo({"status", "--as-of", "2022-06-30"});
    const size_t sources = outcome.out.find("Nguồn:");
    return outcome.code == 0 ? outcome.out.substr(0, sources) : outcome.error;
  }
  // Whether every follower stands at the head of the very database that its source has now.
  bool Settled() {
    std::map<std::string, admin::v1::ServerInfo> by_name;
    for (const auto& [service, server] : servers_) {
      admin::v1::ServerInfo info = server->Info();
      std::string name = info.service();
      by_name[std::move(name)] = std::move(info);
    }
    int feeds = 0;
    for (const auto& [name, info] : by_name) {
      for (const admin::v1::FollowedFeed& feed : info.feeds()) {
        const admin::v1::ServerInfo& source = by_name.at(feed.service());
        ++feeds;
        if (feed.database_id() != source.database_id() || feed.revision() != source.revision()) {
          return false;
        }
      }
    }
    EXPECT_EQ(feeds, 5) << "programs and supervision follow units, status follows three";
    return true;
  }

  bool CreateUnit(const std::string& id) {
    units::v1::CreateUnitRequest request;
    request.set_unit_id(id);
    units::v1::Unit& unit = *request.mutable_unit();
    unit.set_display_name("Chi bộ mẫu");
    unit.set_side(units::v1::Unit::SIDE_PARTY);
    unit.set_kind(units::v1::Unit::KIND_GRASSROOTS_CELL);
    unit.set_parent("units/dang-bo-so");
    unit.mutable_effective_from()->set_year(2020);
    unit.mutable_effective_from()->set_month(1);
    unit.mutable_effective_from()->set_day(1);
    grpc::ClientContext context;
    units::v1::Unit created;
    const grpc::Status status = units::v1::UnitService::NewStub(at("units").channel())
                                    ->CreateUnit(&context, request, &created);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return status.ok();
  }
  absl::Status GetUnit(const std::string& name) {
    units::v1::GetUnitRequest request;
    request.set_name(name);
    grpc::ClientContext context;
    units::v1::Unit unit;
    return rpc::FromGrpc(
        units::v1::UnitService::NewStub(at("units").channel())->GetUnit(&context, request, &unit));
  }
  // Completes an item that the case leaves overdue on the day of Figures().
  Outcome CompleteItem() {
    return Tiendo({"item", "complete", "programs/so-2022/items/noi-dung-19", "--lead",
                   "units/don-vi-mau-05", "--date", "2022-06-29", "--document", "MẪU-999/BC",
                   "--yes"});
  }
  // Issues the plan that the case leaves unissued on the day of Figures().
  Outcome IssuePlan() {
    return Tiendo({"plan", "issue", "plans/2022-chi-bo-mau-04", "--date", "2022-06-28",
                   "--document", "MẪU-19/CTr-KTGS", "--yes"});
  }

  // The token of the last change, read from the beginning; then how the watch ended.
  template <class Service>
  std::string TokenOf(const std::string& service) {
    feed::v1::WatchChangesRequest request;
    request.set_from_earliest(true);
    const int64_t head = at(service).Info().revision();
    grpc::ClientContext context;
    auto stream = Service::NewStub(at(service).channel())->WatchChanges(&context, request);
    feed::v1::WatchChangesResponse frame;
    while (stream->Read(&frame) && frame.revision() < head) {
    }
    EXPECT_EQ(frame.revision(), head);
    context.TryCancel();
    return frame.resume_token();
  }
  template <class Service>
  absl::Status ResumeAt(const std::string& service, const std::string& token) {
    feed::v1::WatchChangesRequest request;
    request.set_resume_token(token);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    auto stream = Service::NewStub(at(service).channel())->WatchChanges(&context, request);
    feed::v1::WatchChangesResponse frame;
    EXPECT_FALSE(stream->Read(&frame)) << "it was taken for a place in the restored history";
    return rpc::FromGrpc(stream->Finish());
  }

  std::string BackUp(const std::string& service) {
    std::string file = dir_.File(service + ".backup");
    const Outcome done =
        RunToEnd({Source("deploy/backup/backup.sh"), service, at(service).database(), file});
    EXPECT_EQ(done.code, 0) << done.out << done.error;
    EXPECT_EQ(std::filesystem::status(file).permissions() & std::filesystem::perms::all,
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    return file;
  }
  Outcome Restore(const std::string& service, const std::string& database,
                  const std::string& file) {
    return RunToEnd({Source("deploy/backup/restore.sh"), service, database, file});
  }

  TempDir dir_;
  std::unique_ptr<testing::PostgresServer> postgres_;
  std::unique_ptr<testing::RedisServer> redis_;
  std::map<std::string, std::unique_ptr<Server>> servers_;
};

INSTANTIATE_TEST_SUITE_P(Engines, RestoreTest, testing::AllEngines(), testing::EngineName);

TEST_P(RestoreTest, ConsumersListAgainAndEndEqual) {
  ASSERT_TRUE(WaitUntil([&] { return Settled(); }));
  const std::string before = Figures();
  ASSERT_THAT(before, AllOf(HasSubstr("18/19/21"), HasSubstr("chậm ban hành 3, chưa ban hành 1")));

  const std::vector<std::string> restored = {"units", "programs", "supervision"};
  std::map<std::string, std::string> files, old_ids;
  for (const std::string& service : restored) {
    files[service] = BackUp(service);
    old_ids[service] = at(service).Info().database_id();
  }
  // Acknowledged after the backup, seen by everybody, and lost by the restore.
  ASSERT_TRUE(CreateUnit("sau-sao-luu"));
  for (const Outcome& written : {CompleteItem(), IssuePlan()}) {
    ASSERT_EQ(written.code, 0) << written.out << written.error;
  }
  ASSERT_TRUE(WaitUntil([&] { return Settled(); }));
  const std::string later = Figures();
  // The new unit has no plan yet.
  ASSERT_THAT(later, AllOf(HasSubstr("19/19/21"), HasSubstr("chậm ban hành 4, chưa ban hành 1"),
                           HasSubstr("chưa ban hành: units/sau-sao-luu")));
  const std::string units_token = TokenOf<units::v1::UnitService>("units");
  const std::string programs_token = TokenOf<programs::v1::ProgramService>("programs");
  const std::string supervision_token = TokenOf<supervision::v1::SupervisionService>("supervision");

  for (const std::string& service : restored) {
    at(service).Stop();
    if (postgres()) at(service).MoveTo(NewDatabase(service + "_restored"));
    const Outcome done = Restore(service, at(service).database(), files[service]);
    ASSERT_EQ(done.code, 0) << done.out << done.error;
    at(service).Start();
    const std::string id = at(service).Info().database_id();
    EXPECT_NE(id, old_ids[service]);
    EXPECT_EQ(done.out, "database_id=" + id + "\n");
  }

  EXPECT_TRUE(WaitUntil([&] { return Settled(); }));
  EXPECT_TRUE(WaitUntil([&] { return Figures() == before; })) << Figures();
  EXPECT_THAT(GetUnit("units/sau-sao-luu"), StatusIs(absl::StatusCode::kNotFound));
  const absl::Status units = ResumeAt<units::v1::UnitService>("units", units_token);
  const absl::Status programs = ResumeAt<programs::v1::ProgramService>("programs", programs_token);
  const absl::Status supervision =
      ResumeAt<supervision::v1::SupervisionService>("supervision", supervision_token);
  for (const absl::Status& status : {units, programs, supervision}) {
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kOutOfRange));
    EXPECT_THAT(status, HasReason("DATABASE_CHANGED"));
  }

  // Life goes on, to the same figures as before the loss.
  ASSERT_TRUE(CreateUnit("sau-sao-luu"));
  for (const Outcome& again : {CompleteItem(), IssuePlan()}) {
    ASSERT_EQ(again.code, 0) << again.out << again.error;
  }
  EXPECT_TRUE(WaitUntil([&] { return Settled() && Figures() == later; })) << Figures();
}

TEST_P(RestoreTest, NothingIsRestoredOverADatabaseInUse) {
  const std::string file = BackUp("units");
  const std::string id = at("units").Info().database_id();
  const Outcome refused = Restore("units", at("units").database(), file);
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.error.find("restore: "), std::string::npos) << refused.error;
  EXPECT_EQ(at("units").Info().database_id(), id);
  EXPECT_THAT(GetUnit("units/dang-bo-so"), IsOk());
  // Nor is a backup written over another.
  const Outcome second =
      RunToEnd({Source("deploy/backup/backup.sh"), "units", at("units").database(), file});
  EXPECT_EQ(second.code, 1);
}

TEST_P(RestoreTest, ABackupOfAnotherServiceIsRefused) {
  const std::string file = BackUp("units");
  at("programs").Stop();
  if (postgres()) at("programs").MoveTo(NewDatabase("programs_restored"));
  const Outcome refused = Restore("programs", at("programs").database(), file);
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.error.find("another program"), std::string::npos) << refused.error;
}

}  // namespace
}  // namespace tiendo
