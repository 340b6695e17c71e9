#include "common/config/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

namespace tiendo::config {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

struct Config {
  std::string listen = "127.0.0.1:50051";
  int max_streams = 100;
  uint16_t port = 1;
  bool reflection = true;
  bool verbose = false;
  std::chrono::milliseconds timeout{250};
  std::chrono::seconds drain{30};
  std::filesystem::path data = "/var/lib/tiendo";
  std::string database = "sqlite:units.db";
  std::string redis_password;
};

class OptionsTest : public ::testing::Test {
 protected:
  OptionsTest() {
    options_.AddCommand("serve", "Run the server.").AddCommand("migrate", "Bring the schema up.");
    options_.Add("listen", &cfg_.listen, "Address of the public port.", NotEmpty())
        .Add("max-streams", &cfg_.max_streams, "Most streams.", Between(1, 1000))
        .Add("port", &cfg_.port, "A port.")
        .Add("reflection", &cfg_.reflection, "Whether reflection is served.")
        .Add("verbose", &cfg_.verbose, "Say more.")
        .Add("timeout", &cfg_.timeout, "Time limit.")
        .Add("drain", &cfg_.drain, "Longest wait at shutdown.")
        .Add("data", &cfg_.data, "Folder of the data.")
        .Add("database", &cfg_.database, "Where the data is.")
        .AddSecretFile("redis-password", &cfg_.redis_password, "Password for Redis.");
  }

  absl::StatusOr<Parsed> Parse(std::vector<const char*> args, const Environment& env = {}) {
    args.insert(args.begin(), "units");
    return options_.Parse(static_cast<int>(args.size()), args.data(), env);
  }

  // Field -> description of every violation.
  std::map<std::string, std::string> Problems(std::vector<const char*> args,
                                              const Environment& env = {}) {
    absl::StatusOr<Parsed> parsed = Parse(std::move(args), env);
    std::map<std::string, std::string> out;
    if (parsed.ok()) return out;
    EXPECT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument);
    errors::Details details = errors::GetDetails(parsed.status()).value();
    for (const errors::FieldViolation& v : details.violations) out[v.field] = v.description;
    return out;
  }

  std::string File(const std::string& name, const std::string& content) {
    std::string path = ::testing::TempDir() + "/config_test_" +
                       std::to_string(::testing::UnitTest::GetInstance()->random_seed()) + "_" +
                       ::testing::UnitTest::GetInstance()->current_test_info()->name() + "_" + name;
    std::ofstream(path, std::ios::binary) << content;
    files_.push_back(path);
    return path;
  }

  ~OptionsTest() override {
    for (const std::string& path : files_) std::filesystem::remove(path);
  }

  Config cfg_;
  Options options_{"units", "Keeps the tree of units."};
  std::vector<std::string> files_;
};

TEST_F(OptionsTest, DefaultsHold) {
  absl::StatusOr<Parsed> parsed = Parse({});
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->command, "serve");
  EXPECT_EQ(cfg_.listen, "127.0.0.1:50051");
  EXPECT_EQ(cfg_.max_streams, 100);
}

TEST_F(OptionsTest, EveryTypeIsRead) {
  ASSERT_TRUE(
      Parse({"migrate", "--listen", "[::1]:0", "--max-streams=7", "--port", "65535",
             "--reflection=false", "--verbose", "--timeout", "1.5s", "--drain=1m", "--data", "x/y"})
          .ok());
  EXPECT_EQ(cfg_.listen, "[::1]:0");
  EXPECT_EQ(cfg_.max_streams, 7);
  EXPECT_EQ(cfg_.port, 65535);
  EXPECT_FALSE(cfg_.reflection);
  EXPECT_TRUE(cfg_.verbose);
  EXPECT_EQ(cfg_.timeout, std::chrono::milliseconds(1500));
  EXPECT_EQ(cfg_.drain, std::chrono::minutes(1));
  EXPECT_EQ(cfg_.data, "x/y");
}

TEST_F(OptionsTest, CommandMayStandAnywhere) {
  EXPECT_EQ(Parse({"--verbose", "migrate"})->command, "migrate");
  EXPECT_EQ(Parse({"--listen", "a:1", "migrate", "--verbose"})->command, "migrate");
}

TEST_F(OptionsTest, FlagBeatsEnvironmentBeatsFileBeatsDefault) {
  std::string file = File("units.toml",
                          "# settings\nlisten = \"file:1\"\nmax-streams = 3\n"
                          "timeout = \"3s\"\n[redis]\n");
  Environment env = {{"TIENDO_UNITS_LISTEN", "env:1"},
                     {"TIENDO_UNITS_MAX_STREAMS", "2"},
                     {"TIENDO_UNITS_CONFIG", file},
                     {"PATH", "/bin"},
                     {"TIENDO_STATUS_LISTEN", "other service"}};
  absl::StatusOr<Parsed> parsed = Parse({"--listen", "flag:1"}, env);
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(cfg_.listen, "flag:1");
  EXPECT_EQ(cfg_.max_streams, 2);
  EXPECT_EQ(cfg_.timeout, std::chrono::seconds(3));
  EXPECT_EQ(cfg_.drain, std::chrono::seconds(30));
}

TEST_F(OptionsTest, FileSectionsAndIni) {
  std::string secret = File("secret", "s3cret\n");
  std::string file =
      File("units.ini", "; comment\nverbose\ndata=/srv/dữ-liệu\n[max]\nstreams=9\n" +
                            std::string("[redis]\npassword-file = ") + secret + "\n");
  absl::StatusOr<Parsed> parsed = Parse({"--config", file.c_str()});
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_TRUE(cfg_.verbose);
  EXPECT_EQ(cfg_.data, "/srv/dữ-liệu");
  EXPECT_EQ(cfg_.max_streams, 9);
  EXPECT_EQ(cfg_.redis_password, "s3cret");
}

TEST_F(OptionsTest, AnEmptyFileIsFine) {
  EXPECT_TRUE(Parse({"--config", File("empty", "").c_str()}).ok());
}

TEST_F(OptionsTest, AllProblemsAtOnce) {
  std::string file = File("bad.toml",
                          "colour = red\ndatabase = two words\ndata = \"a#b\"\nlisten = \"\"\n"
                          "config = \"other\"\n");
  auto problems = Problems({"--max-streams", "0", "--port=65536", "--lisen", "x", "--timeout", "5",
                            "--reflection=maybe", "--config", file.c_str(), "--drain"},
                           {{"TIENDO_UNITS_DRAIN", "never read"},
                            {"TIENDO_UNITS_VERBOSE", "2"},
                            {"TIENDO_UNITS_COLOR", "red"},
                            {"TIENDO_UNITS_REDIS_PASSWORD_FILE", "/does/not/exist"}});
  EXPECT_THAT(problems, UnorderedElementsAre(
                            Pair("--lisen", HasSubstr("unknown flag")),
                            Pair("--max-streams", HasSubstr("must be from 1 to 1000, not \"0\"")),
                            Pair("--port", HasSubstr("must be from 0 to 65535")),
                            Pair("--timeout", HasSubstr("with a unit")),
                            Pair("--reflection", HasSubstr("must be true or false")),
                            Pair("--drain", HasSubstr("with a unit")),
                            Pair("TIENDO_UNITS_VERBOSE", HasSubstr("must be true or false")),
                            Pair("TIENDO_UNITS_COLOR", HasSubstr("no setting")),
                            Pair("TIENDO_UNITS_REDIS_PASSWORD_FILE", HasSubstr("can be read")),
                            Pair("colour in " + file, HasSubstr("no setting")),
                            Pair("config in " + file, HasSubstr("no setting")),
                            Pair("database in " + file, HasSubstr("quotes")),
                            Pair("data in " + file, HasSubstr("does not end")),
                            Pair("listen in " + file, HasSubstr("must be set"))));
}

TEST_F(OptionsTest, CommandsAreChecked) {
  EXPECT_THAT(Problems({"server"}), ElementsAre(Pair("server", HasSubstr("not a command"))));
  EXPECT_THAT(Problems({"serve", "migrate"}),
              ElementsAre(Pair("migrate", HasSubstr("second command"))));
}

TEST_F(OptionsTest, AMissingFileIsNamed) {
  EXPECT_THAT(Problems({"--config", "/does/not/exist"}),
              ElementsAre(Pair("config", HasSubstr("/does/not/exist cannot be read"))));
  EXPECT_THAT(Problems({"--config", "/tmp"}), ElementsAre(Pair("config", HasSubstr("/tmp"))));
}

TEST_F(OptionsTest, ADurationMustFitItsUnit) {
  EXPECT_THAT(Problems({"--drain", "250ms"}),
              ElementsAre(Pair("--drain", HasSubstr("multiple of 1s"))));
}

TEST_F(OptionsTest, RulesRunOnGoodSettingsOnly) {
  int runs = 0;
  options_.AddRule([&](errors::Violations& v) {
    ++runs;
    if (cfg_.verbose && cfg_.port == 1) v.Add("port", "verbose needs a port");
  });
  EXPECT_THAT(Problems({"--verbose"}), ElementsAre(Pair("port", HasSubstr("verbose"))));
  EXPECT_FALSE(Parse({"--port", "x"}).ok());
  EXPECT_EQ(runs, 1);
}

TEST_F(OptionsTest, HelpNamesEverySettingAndReadsNone) {
  absl::StatusOr<Parsed> parsed = Parse({"--help", "--port", "x"});
  ASSERT_TRUE(parsed.ok());
  EXPECT_TRUE(parsed->help);
  std::string help = options_.Help();
  for (const SettingInfo& s : options_.List()) {
    EXPECT_THAT(help, HasSubstr(s.flag + " <" + s.type + ">"));
    EXPECT_THAT(help, HasSubstr(s.environment + "; default: "));
    EXPECT_THAT(help, HasSubstr(s.help));
  }
  EXPECT_THAT(help, HasSubstr("TIENDO_UNITS_TIMEOUT; default: 250ms"));
  EXPECT_THAT(help, HasSubstr("migrate\n"));
}

TEST_F(OptionsTest, ListKeepsDefaultsAfterParse) {
  ASSERT_TRUE(Parse({"--port", "9"}).ok());
  std::vector<SettingInfo> list = options_.List();
  EXPECT_EQ(list.front().name, "config");
  EXPECT_EQ(list.at(3).name, "port");
  EXPECT_EQ(list.at(3).default_value, "1");
  EXPECT_EQ(list.at(3).environment, "TIENDO_UNITS_PORT");
}

TEST_F(OptionsTest, DumpHidesSecrets) {
  std::string secret = File("secret", "hush\r\n");
  ASSERT_TRUE(Parse({"--redis-password-file", secret.c_str(), "--database",
                     "postgresql://app:hush@db/units"})
                  .ok());
  EXPECT_EQ(cfg_.redis_password, "hush");
  EXPECT_EQ(cfg_.database, "postgresql://app:hush@db/units");
  auto dump = options_.Dump();
  EXPECT_THAT(dump, Contains(Pair("redis-password-file", secret)));
  EXPECT_THAT(dump, Contains(Pair("database", "postgresql://app:***@db/units")));
  EXPECT_THAT(dump, Contains(Pair("timeout", "250ms")));
  EXPECT_THAT(dump, Contains(Pair("reflection", "true")));
  for (const auto& [name, value] : dump) EXPECT_THAT(value, Not(HasSubstr("hush"))) << name;
}

TEST_F(OptionsTest, AnEmptySecretIsRefused) {
  EXPECT_THAT(Problems({"--redis-password-file", File("secret", "\n").c_str()}),
              Contains(Pair("--redis-password-file", HasSubstr("not empty"))));
}

TEST_F(OptionsTest, TheLastOfARepeatedFlagHolds) {
  ASSERT_TRUE(Parse({"--port", "1", "--port", "2"}).ok());
  EXPECT_EQ(cfg_.port, 2);
}

TEST(ProcessEnvironment, HasPath) { EXPECT_TRUE(ProcessEnvironment().contains("PATH")); }

}  // namespace
}  // namespace tiendo::config
