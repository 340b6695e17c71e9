#include "common/db/migrator.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "tests/support/engine_test.h"
#include "tests/support/status_matchers.h"

namespace tiendo::db {

// Generated from migrations/*.sql.
namespace example {
std::vector<Migration> Migrations();
}

namespace {

using absl::StatusCode;
using testing::HasReason;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::StatusIs;

constexpr char kCommand[] = "tiendo-example migrate";

class MigratorTest : public testing::EngineTest {
 protected:
  static std::vector<Migration> Steps(size_t count) {
    std::vector<Migration> steps = example::Migrations();
    steps.resize(count);
    return steps;
  }
  static std::string Message(const absl::Status& s) { return std::string(s.message()); }
};

INSTANTIATE_TEST_SUITE_P(Engines, MigratorTest, testing::AllEngines(), testing::EngineName);

TEST_P(MigratorTest, FilesAreEmbedded) {
  std::vector<Migration> steps = example::Migrations();
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[0].version, 1);
  EXPECT_EQ(steps[0].name, "things");
  EXPECT_NE(steps[0].sql.find("{{bytes}}"), std::string::npos);
  EXPECT_NE(steps[0].sql.find(");\nCREATE UNIQUE"), std::string::npos);
}

TEST_P(MigratorTest, AppliesOnce) {
  auto database = Open(NewOptions());
  EXPECT_THAT(CheckSchema(*database, Steps(2), kCommand), HasReason("SCHEMA_MISMATCH"));
  for (int i = 0; i < 2; ++i) ASSERT_THAT(Migrate(*database, Steps(2)), IsOk());
  EXPECT_THAT(CheckSchema(*database, Steps(2), kCommand), IsOk());
  Lease writer = database->Writer().value();
  EXPECT_THAT(writer->Execute("INSERT INTO things (id, name, payload, colour) "
                              "VALUES (1, 'a', :p, 'red')",
                              {Bytes{std::string("\0", 1)}}),
              IsOkAndHolds(1));
  EXPECT_THAT((writer->Query<int64_t, int64_t>(
                  "SELECT version, oldest_server FROM schema_version ORDER BY version")),
              IsOkAndHolds(::testing::ElementsAre(std::tuple(1, 1), std::tuple(2, 2))));
}

TEST_P(MigratorTest, GoesOnWhereItStopped) {
  auto database = Open(NewOptions());
  ASSERT_THAT(Migrate(*database, Steps(1)), IsOk());
  absl::Status older = CheckSchema(*database, Steps(2), kCommand);
  EXPECT_THAT(older, StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_THAT(older, HasReason("SCHEMA_MISMATCH"));
  EXPECT_NE(Message(older).find("version 1"), std::string::npos) << older;
  EXPECT_NE(Message(older).find(kCommand), std::string::npos) << older;
  ASSERT_THAT(Migrate(*database, Steps(2)), IsOk());
  EXPECT_THAT(CheckSchema(*database, Steps(2), kCommand), IsOk());
}

TEST_P(MigratorTest, TheCodeOfAStepIsPartOfIt) {
  auto database = Open(NewOptions());
  std::vector<Migration> steps = Steps(2);
  Migration filled{3, "sizes", "ALTER TABLE things ADD COLUMN size {{int}} NOT NULL DEFAULT 0"};
  filled.code = [](Connection& c) {
    absl::Status status = c.Execute(
                               "INSERT INTO things (id, name, payload, colour, size)"
                               " VALUES (1, 'a', :p, 'red', 5)",
                               {Bytes{"x"}})
                              .status();
    return status.ok() ? absl::AbortedError("not yet") : status;
  };
  steps.push_back(filled);
  EXPECT_FALSE(Migrate(*database, steps).ok());
  // Neither the column nor the row nor the version.
  EXPECT_THAT(CheckSchema(*database, Steps(2), kCommand), IsOk());
  EXPECT_THAT(CheckSchema(*database, steps, kCommand), HasReason("SCHEMA_MISMATCH"));
  steps[2].code = [](Connection& c) {
    return c
        .Execute(
            "INSERT INTO things (id, name, payload, colour, size)"
            " VALUES (1, 'a', :p, 'red', 5)",
            {Bytes{"x"}})
        .status();
  };
  for (int i = 0; i < 2; ++i) ASSERT_THAT(Migrate(*database, steps), IsOk()) << "once";
  Lease reader = database->Reader().value();
  EXPECT_THAT(reader->Query<int64_t>("SELECT size FROM things"),
              IsOkAndHolds(::testing::ElementsAre(std::tuple(5))));
}

TEST_P(MigratorTest, AnOlderServerRunsUntilAStepForbidsIt) {
  auto database = Open(NewOptions());
  std::vector<Migration> three = Steps(2);
  three.push_back({3, "sizes", "ALTER TABLE things ADD COLUMN size {{int}}"});
  ASSERT_THAT(Migrate(*database, three), IsOk());
  EXPECT_THAT(CheckSchema(*database, Steps(2), kCommand), IsOk()) << "step 3 is additive";
  absl::Status newer = CheckSchema(*database, Steps(1), kCommand);
  EXPECT_THAT(newer, HasReason("SCHEMA_MISMATCH")) << "step 2 says oldest-server: 2";
  EXPECT_NE(Message(newer).find("newer server"), std::string::npos) << newer;
  EXPECT_THAT(Migrate(*database, Steps(1)), IsOk()) << "nothing to do";
}

TEST_P(MigratorTest, AStepThatFailsLeavesNothing) {
  auto database = Open(NewOptions());
  std::vector<Migration> steps = Steps(2);
  steps.push_back(
      {3, "broken", "CREATE TABLE half (id {{int}}); CREATE TABLE things (id {{int}})"});
  EXPECT_THAT(Migrate(*database, steps), StatusIs(StatusCode::kInternal));
  EXPECT_THAT(CheckSchema(*database, Steps(2), kCommand), IsOk());
  Lease writer = database->Writer().value();
  EXPECT_THAT(writer->Query<int64_t>("SELECT id FROM half"), StatusIs(StatusCode::kInternal));
}

TEST_P(MigratorTest, RefusesADatabaseThatIsNotOurs) {
  auto database = Open(NewOptions());
  {
    Lease writer = database->Writer().value();
    ASSERT_THAT(writer->ExecuteScript("CREATE TABLE payroll (id INTEGER)"), IsOk());
  }
  for (absl::Status status :
       {Migrate(*database, Steps(2)), CheckSchema(*database, Steps(2), kCommand)}) {
    EXPECT_THAT(status, StatusIs(StatusCode::kFailedPrecondition));
    EXPECT_THAT(status, HasReason("SCHEMA_MISMATCH"));
    EXPECT_NE(Message(status).find("payroll"), std::string::npos) << status;
  }
}

TEST_P(MigratorTest, RefusesTheDatabaseOfAnotherService) {
  auto database = Open(NewOptions());
  ASSERT_THAT(Migrate(*database, {{1, "initial", "CREATE TABLE other (id {{int}})"}}), IsOk());
  EXPECT_THAT(Migrate(*database, Steps(2)), HasReason("SCHEMA_MISMATCH"));
  EXPECT_THAT(CheckSchema(*database, Steps(2), kCommand), HasReason("SCHEMA_MISMATCH"));
}

TEST_P(MigratorTest, AListWithGapsIsRefused) {
  auto database = Open(NewOptions());
  EXPECT_THAT(Migrate(*database, {{2, "x", ""}}), StatusIs(StatusCode::kInternal));
}

// Many at once: threads of one process on SQLite (one process has the file), as many databases as
// threads on PostgreSQL.
TEST_P(MigratorTest, ConcurrentMigrationsAgree) {
  constexpr int kThreads = 6;
  Options options = NewOptions();
  options.acquire_timeout = testing::kPatience;
  std::vector<std::unique_ptr<Database>> databases;
  const size_t count = GetParam() == Engine::kSqlite ? 1 : kThreads;
  while (databases.size() < count) databases.push_back(Open(options));
  std::vector<std::thread> threads;
  for (size_t i = 0; i < kThreads; ++i) {
    threads.emplace_back(
        [&, i] { EXPECT_THAT(Migrate(*databases[i % databases.size()], Steps(2)), IsOk()); });
  }
  for (std::thread& t : threads) t.join();
  EXPECT_THAT(CheckSchema(*databases[0], Steps(2), kCommand), IsOk());
}

}  // namespace
}  // namespace tiendo::db
