// Real server processes: they start, refuse with one clear line, keep what they acknowledged, and
// stop.
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "common/db/database.h"
#include "tests/support/child_process.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"
#include "tiendo/units/v1/units.grpc.pb.h"

namespace tiendo {
namespace {

using testing::ChildProcess;
using testing::IsOk;
using testing::TempDir;

std::string Binary(const std::string& name) {
  const char* bin = std::getenv("TIENDO_BIN");
  return std::string(bin == nullptr ? "." : bin) + "/" + name;
}

std::unique_ptr<ChildProcess> Run(std::vector<std::string> command) {
  command[0] = Binary(command[0]);
  auto process = ChildProcess::Start(std::move(command));
  EXPECT_THAT(process, IsOk());
  return *std::move(process);
}

// Runs to the end: the exit code, what it printed, and the lines on stderr that are no log lines.
struct Outcome {
  int code = -1;
  std::string out;
  std::vector<std::string> lines;
};
Outcome RunToEnd(std::vector<std::string> command) {
  auto process = Run(std::move(command));
  Outcome out;
  if (auto exit = process->Wait()) out.code = exit->code;
  out.out = process->Stdout();
  std::istringstream text(process->Stderr());
  for (std::string line; std::getline(text, line);) {
    if (!line.starts_with("{")) out.lines.push_back(line);
  }
  return out;
}

// A units server on a SQLite file.
class Server {
 public:
  explicit Server(const std::string& database) : database_(database) {
    EXPECT_EQ(RunToEnd({"tiendo-units", "migrate", "--database", database_}).code, 0);
    Start();
  }
  void Start() {
    process_ = Run({"tiendo-units", "--database", database_, "--listen", "127.0.0.1:0"});
    EXPECT_TRUE(process_->WaitForOutput("ready public=")) << process_->Stderr();
    const std::string out = process_->Stdout();
    address_ = "127.0.0.1:" + std::to_string(std::atoi(out.c_str() + out.find("public=") + 7));
    stub_ = units::v1::UnitService::NewStub(
        grpc::CreateChannel(address_, grpc::InsecureChannelCredentials()));
  }
  ChildProcess& process() { return *process_; }
  const std::string& address() const { return address_; }

  bool Create(const std::string& id) {
    units::v1::CreateUnitRequest request;
    request.set_unit_id(id);
    request.mutable_unit()->set_display_name(id);
    request.mutable_unit()->set_side(units::v1::Unit::SIDE_PARTY);
    request.mutable_unit()->set_kind(units::v1::Unit::KIND_GRASSROOTS_CELL);
    request.mutable_unit()->mutable_effective_from()->set_year(2020);
    request.mutable_unit()->mutable_effective_from()->set_month(1);
    request.mutable_unit()->mutable_effective_from()->set_day(1);
    grpc::ClientContext context;
    units::v1::Unit unit;
    return stub_->CreateUnit(&context, request, &unit).ok();
  }
  bool Has(const std::string& id) {
    units::v1::GetUnitRequest request;
    request.set_name("units/" + id);
    grpc::ClientContext context;
    units::v1::Unit unit;
    return stub_->GetUnit(&context, request, &unit).ok();
  }

 private:
  const std::string database_;
  std::unique_ptr<ChildProcess> process_;
  std::string address_;
  std::unique_ptr<units::v1::UnitService::Stub> stub_;
};

TEST(ServersTest, StopsOnSigtermAndKeepsItsData) {
  TempDir dir;
  Server server("sqlite:" + dir.File("units.db"));
  ASSERT_TRUE(server.Create("a"));
  server.process().Signal(SIGTERM);
  auto exit = server.process().Wait();
  ASSERT_TRUE(exit.has_value());
  EXPECT_EQ(exit->code, 0);
  EXPECT_EQ(exit->signal, 0);
  server.Start();
  EXPECT_TRUE(server.Has("a"));
}

TEST(ServersTest, KeepsWhatItAcknowledgedWhenKilled) {
  TempDir dir;
  Server server("sqlite:" + dir.File("units.db"));
  int acknowledged = 0;
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 50; ++i) {
      ASSERT_TRUE(server.Create("u" + std::to_string(acknowledged)));
      ++acknowledged;
    }
    server.process().Kill();
    server.Start();
    for (int i = 0; i < acknowledged; ++i) {
      EXPECT_TRUE(server.Has("u" + std::to_string(i))) << i;
    }
  }
}

TEST(ServersTest, RefusesABusyPort) {
  TempDir dir;
  Server server("sqlite:" + dir.File("first.db"));
  const std::string other = "sqlite:" + dir.File("second.db");
  ASSERT_EQ(RunToEnd({"tiendo-units", "migrate", "--database", other}).code, 0);
  Outcome outcome = RunToEnd({"tiendo-units", "--database", other, "--listen", server.address()});
  EXPECT_EQ(outcome.code, 1);
  ASSERT_EQ(outcome.lines.size(), 1u);
  EXPECT_NE(outcome.lines[0].find(server.address()), std::string::npos) << outcome.lines[0];
}

TEST(ServersTest, RefusesASecondProcessOnTheSameFile) {
  TempDir dir;
  const std::string database = "sqlite:" + dir.File("units.db");
  Server server(database);
  Outcome outcome = RunToEnd({"tiendo-units", "--database", database, "--listen", "127.0.0.1:0"});
  EXPECT_EQ(outcome.code, 1);
  ASSERT_EQ(outcome.lines.size(), 1u);
  EXPECT_NE(outcome.lines[0].find("units.db"), std::string::npos) << outcome.lines[0];
}

TEST(ServersTest, RefusesAFolderThatCannotHoldTheFile) {
  Outcome outcome =
      RunToEnd({"tiendo-units", "migrate", "--database", "sqlite:/proc/tiendo/units.db"});
  EXPECT_EQ(outcome.code, 1);
  ASSERT_EQ(outcome.lines.size(), 1u);
  EXPECT_NE(outcome.lines[0].find("/proc/tiendo"), std::string::npos) << outcome.lines[0];
}

TEST(ServersTest, RefusesAForeignSchema) {
  TempDir dir;
  const std::string url = "sqlite:" + dir.File("theirs.db");
  {
    db::Options options;
    options.url = url;
    auto database = db::Database::Open(options);
    ASSERT_THAT(database, IsOk());
    auto writer = (*database)->Writer();
    ASSERT_THAT(writer, IsOk());
    ASSERT_THAT((*writer)->ExecuteScript("CREATE TABLE accounts (id INTEGER)"), IsOk());
  }
  for (const char* command : {"migrate", "serve"}) {
    Outcome outcome =
        RunToEnd({"tiendo-units", command, "--database", url, "--listen", "127.0.0.1:0"});
    EXPECT_EQ(outcome.code, 1) << command;
    EXPECT_EQ(outcome.lines.size(), 1u) << command;
  }
  // The database of another service is foreign too.
  const std::string units = "sqlite:" + dir.File("units.db");
  ASSERT_EQ(RunToEnd({"tiendo-units", "migrate", "--database", units}).code, 0);
  EXPECT_EQ(RunToEnd({"tiendo-programs", "migrate", "--database", units}).code, 1);
}

TEST(ServersTest, RefusesADatabaseThatWasNotMigrated) {
  TempDir dir;
  Outcome outcome = RunToEnd(
      {"tiendo-units", "--database", "sqlite:" + dir.File("units.db"), "--listen", "127.0.0.1:0"});
  EXPECT_EQ(outcome.code, 1);
  ASSERT_EQ(outcome.lines.size(), 1u);
  EXPECT_NE(outcome.lines[0].find("tiendo-units migrate"), std::string::npos);
}

TEST(ServersTest, NamesEveryWrongSetting) {
  Outcome outcome =
      RunToEnd({"tiendo-status", "--listen", "127.0.0.1:0", "--database", "", "--read-threads",
                "many", "--colour", "red", "--redis", "x:1", "--time-zone", "Mars/Olympus",
                "--trusted-networks", "10.1.2.3/8,10.244.0.0/16,pods/16"});
  EXPECT_EQ(outcome.code, 2);
  std::string all;
  for (const std::string& line : outcome.lines) all += line + "\n";
  for (const char* setting : {"database", "read-threads", "colour", "time-zone", "trusted-networks",
                              "10.1.2.3/8\" has bits", "pods/16\" is not"}) {
    EXPECT_NE(all.find(setting), std::string::npos) << all;
  }
}

TEST(ServersTest, SettingsAreCheckedAndPrinted) {
  TempDir dir;
  std::ofstream(dir.File("password")) << "hunter2\n";
  const Outcome outcome = RunToEnd(
      {"tiendo-units", "settings", "--trusted-networks", "10.244.0.0/16", "--database",
       "postgresql://u:hunter2@nowhere/x", "--database-password-file", dir.File("password")});
  EXPECT_EQ(outcome.code, 0);
  for (const char* line : {"trusted-networks = 10.244.0.0/16\n", "stop-pause = 1s\n",
                           "database = postgresql://u:***@nowhere/x\n"}) {
    EXPECT_NE(outcome.out.find(line), std::string::npos) << outcome.out;
  }
  EXPECT_EQ(outcome.out.find("hunter2"), std::string::npos);
}

TEST(ServersTest, CommandsForRestoresRefuseInOneLine) {
  TempDir dir;
  const std::string database = "sqlite:" + dir.File("units.db");
  ASSERT_EQ(RunToEnd({"tiendo-units", "migrate", "--database", database}).code, 0);
  struct Case {
    std::vector<std::string> command;
    const char* says;
  };
  const std::vector<Case> before = {
      {{"tiendo-units", "new-database-id", "--database", database}, "no server has used"},
      {{"tiendo-units", "backup", "--database", database}, "backup-file"},
  };
  for (const Case& c : before) {
    Outcome outcome = RunToEnd(c.command);
    EXPECT_EQ(outcome.code, 1);
    ASSERT_EQ(outcome.lines.size(), 1u);
    EXPECT_NE(outcome.lines[0].find(c.says), std::string::npos) << outcome.lines[0];
  }
  Server server(database);
  std::ofstream(dir.File("there")) << "precious";
  const std::vector<Case> served = {
      {{"tiendo-units", "new-database-id", "--database", database}, "locked"},
      {{"tiendo-units", "backup", "--database", database, "--backup-file", dir.File("there")},
       "exists"},
      {{"tiendo-units", "backup", "--database", "sqlite:" + dir.File("no.db"), "--backup-file",
        dir.File("new")},
       "there is no database"},
      {{"tiendo-units", "backup", "--database", "postgresql://nowhere/x", "--backup-file",
        dir.File("new")},
       "pg_dump"},
  };
  for (const Case& c : served) {
    Outcome outcome = RunToEnd(c.command);
    EXPECT_EQ(outcome.code, 1);
    ASSERT_EQ(outcome.lines.size(), 1u);
    EXPECT_NE(outcome.lines[0].find(c.says), std::string::npos) << outcome.lines[0];
  }
  EXPECT_TRUE(server.Create("a"));
  EXPECT_EQ(
      RunToEnd({"tiendo-units", "backup", "--database", database, "--backup-file", dir.File("new")})
          .code,
      0);
}

TEST(ServersTest, RefusesToListenBeyondThisMachine) {
  TempDir dir;
  const std::string database = "sqlite:" + dir.File("units.db");
  ASSERT_EQ(RunToEnd({"tiendo-units", "migrate", "--database", database}).code, 0);
  Outcome outcome = RunToEnd({"tiendo-units", "--database", database, "--listen", "0.0.0.0:0"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.lines.size(), 1u);
}

}  // namespace
}  // namespace tiendo
