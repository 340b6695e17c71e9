// The main job, as a user starts it.
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

#include "tests/support/child_process.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"
#include "tiendo/units/v1/units.grpc.pb.h"

namespace tiendo {
namespace {

using testing::ChildProcess;
using testing::IsOk;

std::string Env(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "." : value;
}

ChildProcess::Options RunScript(const std::string& bin, const std::string& data, bool demo) {
  ChildProcess::Options options;
  options.command = {Env("TIENDO_SOURCE") + "/deploy/run/run.sh", bin};
  if (demo) options.command.push_back("--demo");
  // Port 0: each server takes a free one.
  options.environment = {{"TIENDO_RUN_DIR", data}, {"TIENDO_PORTS", "0"}, {"NO_COLOR", "1"}};
  return options;
}

TEST(DemoTest, PrintsTheHalfYearReviewOf2022) {
  auto demo = ChildProcess::Start(RunScript(Env("TIENDO_BIN"), "", true));
  ASSERT_THAT(demo, IsOk());
  auto exit = (*demo)->Wait(std::chrono::minutes(3));
  ASSERT_TRUE(exit.has_value());
  const std::string out = (*demo)->Stdout();
  EXPECT_EQ(exit->code, 0) << out << (*demo)->Stderr();
  for (const char* text :
       {"10/10/18", "100%", "55,55%", "18/19/21", "94,73%", "85,71%",
        "đã thực hiện 10/10/18 (đạt 100% so với 6 tháng và đạt 55,55% kế hoạch năm), còn 8 nội "
        "dung",
        "trong đó 1 nội dung hoàn thành trước hạn, 2 nội dung quá hạn",
        // 14/07/2022
        "19/19/21", "còn 2 nội dung",
        // The Secretary's 19/21 held against 30/06/2022
        "KHÔNG KHỚP", "19 cũng là số đến hạn", "Đúng từ ngày 08/07/2022", "Nội dung mẫu 18"}) {
    EXPECT_NE(out.find(text), std::string::npos) << text << " is missing in:\n" << out;
  }
}

// From `first` up to `last` of a text.
std::string Between(const std::string& text, const std::string& first, const std::string& last) {
  const size_t begin = text.find(first);
  EXPECT_NE(begin, std::string::npos) << first << " is missing in:\n" << text;
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find(last, begin + first.size()) - begin);
}

TEST(DemoTest, ShowsTheTwoDelaysApartAndTheRemindersThatFollowed) {
  auto demo = ChildProcess::Start(RunScript(Env("TIENDO_BIN"), "", true));
  ASSERT_THAT(demo, IsOk());
  auto exit = (*demo)->Wait(std::chrono::minutes(3));
  ASSERT_TRUE(exit.has_value());
  const std::string out = (*demo)->Stdout();
  ASSERT_EQ(exit->code, 0) << out << (*demo)->Stderr();
  const std::string drawn_up = Between(out, "Chậm xây dựng", "Chậm thực hiện");
  const std::string carried_out = Between(out, "Chậm thực hiện", "MẪU-51/CV");
  EXPECT_NE(drawn_up.find("chậm ban hành 3, chưa ban hành 1"), std::string::npos) << drawn_up;
  for (const char* cell : {"chi-bo-mau-01", "chi-bo-mau-02", "chi-bo-mau-03", "chi-bo-mau-04"}) {
    EXPECT_NE(drawn_up.find(cell), std::string::npos) << cell << drawn_up;
    EXPECT_EQ(Between(out, "Chậm thực hiện", "\n\n").find(cell), std::string::npos) << cell;
  }
  for (const char* cell : {"chi-bo-mau-05", "chi-bo-mau-06"}) {
    EXPECT_NE(carried_out.find(cell), std::string::npos) << cell << carried_out;
    EXPECT_EQ(drawn_up.find(cell), std::string::npos) << cell;
  }
  // The fourth urging of cell 04, the second one of an engagement, and what was answered.
  for (const char* text : {"MẪU-58/CV", "lần 4", "MẪU-63/CV", "đã giải trình 25/02/2022"}) {
    EXPECT_NE(out.find(text), std::string::npos) << text << " is missing in:\n" << out;
  }
  EXPECT_NE(out.find("Nhắc nhở đến ngày 30/06/2022"), std::string::npos) << out;
  EXPECT_EQ(out.find("Đã ghi 0 thông báo"), std::string::npos) << out;
}

TEST(DemoTest, ServesUntilInterruptedAndKeepsItsData) {
  testing::TempDir dir;
  for (int start = 0; start < 2; ++start) {
    auto run = ChildProcess::Start(RunScript(Env("TIENDO_BIN"), dir.File("data"), false));
    ASSERT_THAT(run, IsOk());
    ASSERT_TRUE((*run)->WaitForOutput("Ctrl-C", std::chrono::minutes(2))) << (*run)->Stderr();
    // The second start finds everything there.
    const char* summary = start == 0 ? "đã có 0, khác 0, lỗi 0" : "tạo mới 0, đã có";
    EXPECT_NE((*run)->Stdout().find(summary), std::string::npos) << (*run)->Stdout();
    // The scan of the first start has issued all that is due; the second one adds nothing.
    EXPECT_EQ((*run)->Stdout().find("Đã ghi 0 thông báo") != std::string::npos, start == 1)
        << (*run)->Stdout();
    (*run)->Signal(SIGINT);
    auto exit = (*run)->Wait(std::chrono::minutes(1));
    ASSERT_TRUE(exit.has_value());
    EXPECT_EQ(exit->code, 130);
  }
}

// A folder of an earlier version, or one in which somebody has changed the samples, is served all
// the same, and nothing in it is overwritten.
TEST(DemoTest, ServesWhatDiffersFromTheSamples) {
  testing::TempDir dir;
  const std::string data = dir.File("data");
  std::filesystem::create_directory(data);
  const std::string units = Env("TIENDO_BIN") + "/tiendo-units";
  const std::string database = "sqlite:" + data + "/units.db";
  auto migrate = ChildProcess::Start({units, "migrate", "--database", database});
  ASSERT_THAT(migrate, IsOk());
  ASSERT_TRUE((*migrate)->Wait().has_value());
  auto server = ChildProcess::Start({units, "--database", database, "--listen", "127.0.0.1:0"});
  ASSERT_THAT(server, IsOk());
  ASSERT_TRUE((*server)->WaitForOutput("ready public=")) << (*server)->Stderr();
  const std::string ready = (*server)->Stdout();
  const int port = std::atoi(ready.c_str() + ready.find("public=") + 7);
  auto stub = units::v1::UnitService::NewStub(
      grpc::CreateChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials()));
  units::v1::CreateUnitRequest request;
  request.set_unit_id("dang-bo-so");
  request.mutable_unit()->set_display_name("Đảng bộ Sở, tên khác");
  request.mutable_unit()->set_side(units::v1::Unit::SIDE_PARTY);
  request.mutable_unit()->set_kind(units::v1::Unit::KIND_PARTY_COMMITTEE_ABOVE_GRASSROOTS);
  request.mutable_unit()->mutable_effective_from()->set_year(2020);
  request.mutable_unit()->mutable_effective_from()->set_month(1);
  request.mutable_unit()->mutable_effective_from()->set_day(1);
  grpc::ClientContext context;
  units::v1::Unit unit;
  ASSERT_TRUE(stub->CreateUnit(&context, request, &unit).ok());
  (*server)->Signal(SIGTERM);
  ASSERT_TRUE((*server)->Wait().has_value());

  auto run = ChildProcess::Start(RunScript(Env("TIENDO_BIN"), data, false));
  ASSERT_THAT(run, IsOk());
  ASSERT_TRUE((*run)->WaitForOutput("Ctrl-C", std::chrono::minutes(2))) << (*run)->Stderr();
  EXPECT_NE((*run)->Stderr().find("khác: units/dang-bo-so"), std::string::npos) << (*run)->Stderr();
  EXPECT_NE((*run)->Stderr().find("is kept as it is in " + data), std::string::npos)
      << (*run)->Stderr();
  EXPECT_NE((*run)->Stdout().find("Đảng bộ Sở, tên khác"), std::string::npos) << (*run)->Stdout();
  EXPECT_NE((*run)->Stdout().find("18/19/21"), std::string::npos) << (*run)->Stdout();
  (*run)->Signal(SIGINT);
  EXPECT_TRUE((*run)->Wait(std::chrono::minutes(1)).has_value());
}

// The department was dissolved on 01/03/2025. What was true of June 2022 stays true.
TEST(DemoTest, TheReorganisationOf2025LeavesTheFiguresOf2022) {
  testing::TempDir dir;
  auto run = ChildProcess::Start(RunScript(Env("TIENDO_BIN"), dir.File("data"), false));
  ASSERT_THAT(run, IsOk());
  ASSERT_TRUE((*run)->WaitForOutput("Ctrl-C", std::chrono::minutes(2))) << (*run)->Stderr();
  const std::string said = (*run)->Stdout();
  std::smatch at;
  ASSERT_TRUE(std::regex_search(
      said, at, std::regex("units (\\S+)  programs (\\S+)  supervision (\\S+)  status (\\S+)")));
  const auto tiendo = [&at](std::vector<std::string> arguments) {
    ChildProcess::Options options;
    options.command = {Env("TIENDO_BIN") + "/tiendo"};
    options.command.insert(options.command.end(), arguments.begin(), arguments.end());
    options.environment = {{"NO_COLOR", "1"},
                           {"TIENDO_CLI_UNITS", at[1]},
                           {"TIENDO_CLI_PROGRAMS", at[2]},
                           {"TIENDO_CLI_SUPERVISION", at[3]},
                           {"TIENDO_CLI_STATUS", at[4]}};
    auto client = ChildProcess::Start(options).value();
    EXPECT_TRUE(client->Wait(std::chrono::minutes(1)).has_value());
    return client;
  };
  const auto figures = [&tiendo] {
    const std::string out =
        tiendo({"status", "--scope", "dang-bo-so", "--as-of", "2022-06-30", "--full"})->Stdout();
    return out.substr(0, out.find("Nguồn:"));  // positions and times go on
  };
  const std::string before = figures();
  ASSERT_NE(before.find("18/19/21"), std::string::npos) << before;
  auto import = tiendo({"import", Env("TIENDO_SOURCE") + "/deploy/cases/2025"});
  EXPECT_EQ(import->Wait()->code, 0) << import->Stdout() << import->Stderr();
  EXPECT_EQ(figures(), before);
  // And it did happen: the department is not in force any more.
  auto ended = tiendo({"status", "--scope", "so-ldtbxh", "--as-of", "2025-03-01"});
  EXPECT_NE(ended->Wait()->code, 0) << ended->Stdout();
  (*run)->Signal(SIGINT);
  EXPECT_TRUE((*run)->Wait(std::chrono::minutes(1)).has_value());
}

TEST(DemoTest, SaysInOneLineWhatIsMissing) {
  testing::TempDir dir;
  auto no_binaries = ChildProcess::Start(RunScript(dir.path(), dir.File("data"), false));
  ASSERT_THAT(no_binaries, IsOk());
  ASSERT_TRUE((*no_binaries)->Wait().has_value());
  EXPECT_EQ((*no_binaries)->Stderr(),
            "tiendo: " + dir.path() + "/tiendo-units is missing: run 'make programs'\n");

  ChildProcess::Options options = RunScript(Env("TIENDO_BIN"), dir.File("data"), false);
  // A PATH with the tools of the script, but no redis-server.
  const std::string path = dir.File("path");
  std::filesystem::create_directory(path);
  for (const char* tool : {"bash", "env", "dirname", "mkdir", "mktemp", "rm", "head", "cat"}) {
    for (const char* folder : {"/usr/bin/", "/bin/"}) {
      if (std::filesystem::exists(std::string(folder) + tool)) {
        std::filesystem::create_symlink(std::string(folder) + tool, path + "/" + tool);
        break;
      }
    }
  }
  options.environment["PATH"] = path;
  auto no_redis = ChildProcess::Start(options);
  ASSERT_THAT(no_redis, IsOk());
  auto exit = (*no_redis)->Wait();
  ASSERT_TRUE(exit.has_value());
  EXPECT_EQ(exit->code, 1);
  EXPECT_EQ((*no_redis)->Stderr(), "tiendo: redis-server is missing: run 'make setup'\n");

  auto unwritable = ChildProcess::Start(RunScript(Env("TIENDO_BIN"), "/proc/tiendo", false));
  ASSERT_THAT(unwritable, IsOk());
  exit = (*unwritable)->Wait();
  ASSERT_TRUE(exit.has_value());
  EXPECT_EQ(exit->code, 1);
  EXPECT_NE((*unwritable)->Stderr().find("cannot write in /proc/tiendo"), std::string::npos);
}

}  // namespace
}  // namespace tiendo
