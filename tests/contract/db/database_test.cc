// What every engine promises about a database and its pools.
#include "common/db/database.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "common/errors/error.h"
#include "tests/support/engine_test.h"
#include "tests/support/status_matchers.h"

namespace tiendo::db {
namespace {

using absl::StatusCode;
using testing::HasReason;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::StatusIs;

class DatabaseTest : public testing::EngineTest {};

INSTANTIATE_TEST_SUITE_P(Engines, DatabaseTest, testing::AllEngines(), testing::EngineName);

TEST_P(DatabaseTest, ReadersAreBounded) {
  Options options = NewOptions();
  options.readers = 2;
  options.acquire_timeout = std::chrono::milliseconds(20);
  auto database = Open(options);
  {
    Lease one = database->Reader().value();
    Lease two = database->Reader().value();
    auto three = database->Reader();
    EXPECT_THAT(three, StatusIs(StatusCode::kResourceExhausted));
    EXPECT_THAT(three, HasReason("OVERLOADED"));
    EXPECT_TRUE(errors::GetDetails(three.status())->retry_after.has_value());
    EXPECT_THAT(database->Writer(), IsOk()) << "the writer is not one of them";
  }
  Lease one = database->Reader().value();
  EXPECT_THAT(database->Reader(), IsOk());
}

TEST_P(DatabaseTest, TheWriterIsOne) {
  Options options = NewOptions();
  options.acquire_timeout = std::chrono::milliseconds(20);
  auto database = Open(options);
  Lease writer = database->Writer().value();
  EXPECT_THAT(database->Writer(), HasReason("OVERLOADED"));
}

TEST_P(DatabaseTest, AWaiterGetsTheConnectionThatComesBack) {
  Options options = NewOptions();
  options.acquire_timeout = testing::kPatience;
  auto database = Open(options);
  std::optional<Lease> writer(database->Writer().value());
  std::thread waiter([&] { EXPECT_THAT(database->Writer(), IsOk()); });
  writer.reset();
  waiter.join();
}

TEST_P(DatabaseTest, ALeaseLeavesNoTransactionBehind) {
  auto database = Open(NewOptions());
  {
    Lease writer = database->Writer().value();
    ASSERT_THAT(writer->ExecuteScript("CREATE TABLE t (id INTEGER)"), IsOk());
    ASSERT_THAT(writer->Begin(), IsOk());
    ASSERT_THAT(writer->Execute("INSERT INTO t VALUES (1)"), IsOk());
  }
  Lease writer = database->Writer().value();
  EXPECT_FALSE(writer->in_transaction());
  EXPECT_THAT(writer->QueryRow<int64_t>("SELECT count(*) FROM t"),
              IsOkAndHolds(std::tuple<int64_t>(0)));
}

TEST_P(DatabaseTest, ManyThreadsReadWhileOneWrites) {
  Options options = NewOptions();
  options.readers = 2;
  options.acquire_timeout = testing::kPatience;
  auto database = Open(options);
  {
    Lease writer = database->Writer().value();
    ASSERT_THAT(writer->ExecuteScript("CREATE TABLE t (id INTEGER PRIMARY KEY)"), IsOk());
  }
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      int64_t last = 0;
      while (last < 100) {
        Lease reader = database->Reader().value();
        auto row = reader->QueryRow<int64_t>("SELECT count(*) FROM t");
        ASSERT_THAT(row, IsOk());
        ASSERT_GE(std::get<0>(**row), last);
        last = std::get<0>(**row);
      }
    });
  }
  for (int i = 0; i < 100; ++i) {
    Lease writer = database->Writer().value();
    ASSERT_THAT(writer->Execute("INSERT INTO t (id) VALUES (:id)", {i}), IsOk());
    ASSERT_THAT(writer->MaybeCheckpoint(), IsOk());
  }
  for (std::thread& t : threads) t.join();
}

// A standby after a failover, a file system mounted read-only: the connection is given up, since
// it may be the wrong one by now.
TEST_P(DatabaseTest, AWriterThatMayNotWriteIsReplaced) {
  auto database = Open(NewOptions());
  {
    Lease writer = database->Writer().value();
    ASSERT_THAT(writer->ExecuteScript("CREATE TABLE t (id INTEGER)"), IsOk());
    ASSERT_THAT(writer->ExecuteScript(database->engine() == Engine::kSqlite
                                          ? "PRAGMA query_only = ON"
                                          : "SET default_transaction_read_only = on"),
                IsOk());
    auto refused = writer->Execute("INSERT INTO t VALUES (1)");
    EXPECT_THAT(refused, StatusIs(StatusCode::kUnavailable));
    EXPECT_THAT(refused, HasReason("DATABASE_UNAVAILABLE"));
    EXPECT_TRUE(writer->broken());
  }
  EXPECT_THAT((*database->Writer())->Execute("INSERT INTO t VALUES (1)"), IsOkAndHolds(1));
}

TEST(DatabaseUrlTest, SaysWhatIsWrong) {
  for (const char* url : {"", "mysql://x", "sqlite:", "/a/file.db", "postgresql:nonsense"}) {
    Options options;
    options.url = url;
    auto database = Database::Open(options);
    EXPECT_THAT(database, StatusIs(StatusCode::kInvalidArgument)) << url;
    EXPECT_EQ(database.status().message().find('\n'), absl::string_view::npos);
  }
  Options options;
  options.url = "postgresql://localhost/x";
  options.schema = "Robert'); DROP";
  EXPECT_THAT(Database::Open(options), StatusIs(StatusCode::kInvalidArgument));
}

TEST(DatabaseUrlTest, AServerThatIsNotThereIsUnavailable) {
  testing::TempDir dir;
  Options options;
  options.url = "postgresql:host=" + dir.path() + " dbname=x user=x";
  auto database = Database::Open(options);
  EXPECT_THAT(database, StatusIs(StatusCode::kUnavailable));
  EXPECT_THAT(database, HasReason("DATABASE_UNAVAILABLE"));
}

}  // namespace
}  // namespace tiendo::db
