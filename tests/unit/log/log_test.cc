#include "common/log/log.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "common/log/format.h"

namespace tiendo::log {
namespace {

class FixedClock final : public Clock {
 public:
  // 2022-06-30T01:02:03.000004Z
  Instant Now() const override { return FromMicros(1'656'550'923'000'004); }
};

class LogTest : public ::testing::Test {
 protected:
  std::shared_ptr<Logger> Make(Level level, Format format) {
    return CreateLogger({level, format}, std::make_shared<FixedClock>(), &out_);
  }
  std::ostringstream out_;
};

TEST_F(LogTest, JsonLine) {
  Make(Level::kInfo, Format::kJson)
      ->Info("server started", {{"port", 50051}, {"tls", true}, {"name", "units"}, {"id", "1"}});
  EXPECT_EQ(out_.str(),
            "{\"time\":\"2022-06-30T01:02:03.000004Z\",\"level\":\"info\",\"message\":\"server "
            "started\",\"port\":50051,\"tls\":true,\"name\":\"units\",\"id\":\"1\"}\n");
}

TEST_F(LogTest, KeyValueLine) {
  Make(Level::kInfo, Format::kKeyValue)
      ->Warning("slow \"call\"", {{"method", "units.v1/Get"}, {"text", "hai từ"}, {"empty", ""}});
  EXPECT_EQ(out_.str(),
            "time=2022-06-30T01:02:03.000004Z level=warning message=\"slow \\\"call\\\"\" "
            "method=units.v1/Get text=\"hai từ\" empty=\"\"\n");
}

TEST_F(LogTest, JsonIsValidWhateverTheText) {
  std::string nasty = "a\"b\\c\nd\te\x01\xff Đảng";
  Make(Level::kInfo, Format::kJson)->Error(nasty, {{nasty, nasty}});
  std::string line = out_.str();
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  nlohmann::json j = nlohmann::json::parse(line, nullptr, false);
  ASSERT_FALSE(j.is_discarded()) << line;
  EXPECT_EQ(j["message"], "a\"b\\c\nd\te\x01\xEF\xBF\xBD Đảng");
}

TEST_F(LogTest, KeyValueCannotBeBrokenIntoTwoLines) {
  Make(Level::kInfo, Format::kKeyValue)->Info("x", {{"title", "a\ntime=0 level=error"}});
  std::string line = out_.str();
  EXPECT_EQ(line.find('\n'), line.size() - 1);
}

TEST_F(LogTest, LevelsBelowAreDropped) {
  std::shared_ptr<Logger> log = Make(Level::kWarning, Format::kJson);
  log->Debug("a");
  log->Info("b");
  EXPECT_EQ(out_.str(), "");
  EXPECT_FALSE(log->Enabled(Level::kInfo));
  EXPECT_TRUE(log->Enabled(Level::kError));
}

TEST_F(LogTest, ContextStandsFirst) {
  std::shared_ptr<Logger> log = With(Make(Level::kInfo, Format::kKeyValue), {{"request_id", "r1"}});
  log->Info("done", {{"rows", 2}});
  log->Debug("dropped");
  EXPECT_EQ(out_.str(),
            "time=2022-06-30T01:02:03.000004Z level=info message=\"done\" request_id=r1 rows=2\n");
}

TEST_F(LogTest, ThreadsDoNotMixLines) {
  std::shared_ptr<Logger> log = Make(Level::kInfo, Format::kJson);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&log, t] {
      for (int i = 0; i < 200; ++i) log->Info("line", {{"thread", t}, {"i", i}});
    });
  }
  for (std::thread& t : threads) t.join();
  std::istringstream lines(out_.str());
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_TRUE(nlohmann::json::accept(line)) << line;
  }
  EXPECT_EQ(count, 800);
}

TEST(Log, NamesAreParsedBack) {
  for (Level level : {Level::kDebug, Level::kInfo, Level::kWarning, Level::kError}) {
    EXPECT_EQ(ParseLevel(Name(level)), level);
  }
  EXPECT_EQ(ParseLevel("INFO"), std::nullopt);
  EXPECT_EQ(ParseFormat("json"), Format::kJson);
  EXPECT_EQ(ParseFormat("kv"), Format::kKeyValue);
  EXPECT_EQ(ParseFormat("xml"), std::nullopt);
}

TEST(Log, TimeBeforeTheEpoch) {
  EXPECT_EQ(FormatTime(FromMicros(-1)), "1969-12-31T23:59:59.999999Z");
}

TEST(Log, NullLoggerDropsEverything) { NullLogger()->Error("nobody hears this"); }

}  // namespace
}  // namespace tiendo::log
