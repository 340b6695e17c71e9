// What holds on PostgreSQL only.
#include <gtest/gtest.h>

#include <thread>

#include "common/db/database.h"
#include "common/db/listener.h"
#include "common/db/migrator.h"
#include "tests/support/postgres_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait.h"

namespace tiendo::db {
namespace {

using absl::StatusCode;
using std::chrono::milliseconds;
using testing::HasReason;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::PostgresServer;
using testing::StatusIs;

class PostgresTest : public ::testing::Test {
 protected:
  void SetUp() override { options_.url = PostgresServer::Shared().NewDatabaseUrl(); }

  std::unique_ptr<Database> Open() { return Database::Open(options_).value(); }
  static int64_t Pid(Connection& c) {
    return std::get<0>(**c.QueryRow<int64_t>("SELECT pg_backend_pid()"));
  }
  static std::string Show(Connection& c, const std::string& name) {
    return std::get<0>(**c.QueryRow<std::string>("SHOW " + name));
  }
  // From a session of its own, so that it does not end itself.
  void Terminate(int64_t pid) {
    auto other = Connection::Open(options_, Connection::Role::kWriter).value();
    ASSERT_THAT(other->QueryRow<int64_t>("SELECT pg_terminate_backend(:pid::integer)", {pid}),
                IsOkAndHolds(std::tuple<int64_t>(1)));
    ASSERT_TRUE(testing::WaitUntil([&] {
      auto row =
          other->QueryRow<int64_t>("SELECT count(*) FROM pg_stat_activity WHERE pid = :pid", {pid});
      return row.ok() && std::get<0>(**row) == 0;
    }));
  }

  Options options_;
};

TEST_F(PostgresTest, AWriterThatLostItsSessionIsReplaced) {
  auto database = Open();
  int64_t pid = 0;
  {
    Lease writer = database->Writer().value();
    pid = Pid(*writer);
    ASSERT_THAT(writer->ExecuteScript("CREATE TABLE t (id BIGINT)"), IsOk());
    ASSERT_THAT(writer->Begin(), IsOk());
    ASSERT_THAT(writer->Execute("INSERT INTO t VALUES (1)"), IsOk());
    Terminate(pid);
    absl::Status commit = writer->Commit();
    EXPECT_THAT(commit, StatusIs(StatusCode::kUnavailable));
    EXPECT_THAT(commit, HasReason("DATABASE_UNAVAILABLE"));
    EXPECT_TRUE(writer->broken());
    EXPECT_THAT(writer->Execute("SELECT 1"), StatusIs(StatusCode::kUnavailable));
    EXPECT_THAT(writer->Rollback(), StatusIs(StatusCode::kUnavailable));
  }
  Lease writer = database->Writer().value();
  EXPECT_NE(Pid(*writer), pid);
  EXPECT_THAT(writer->QueryRow<int64_t>("SELECT count(*) FROM t"),
              IsOkAndHolds(std::tuple<int64_t>(0)));
}

TEST_F(PostgresTest, ASessionThatEndedInThePoolIsReplacedUnseen) {
  auto database = Open();
  int64_t reader = Pid(**database->Reader());
  int64_t writer = Pid(**database->Writer());
  Terminate(reader);
  Terminate(writer);
  EXPECT_NE(Pid(**database->Reader()), reader);
  EXPECT_NE(Pid(**database->Writer()), writer);
}

TEST_F(PostgresTest, ServerGoneAndBack) {
  auto server = PostgresServer::Create().value();
  options_.url = server->NewDatabaseUrl();
  auto database = Open();
  ASSERT_THAT((*database->Writer())->ExecuteScript("CREATE TABLE t (id BIGINT)"), IsOk());
  {
    Lease writer = database->Writer().value();
    server->Kill();
    EXPECT_THAT(writer->Execute("INSERT INTO t VALUES (1)"), StatusIs(StatusCode::kUnavailable));
  }
  EXPECT_THAT(database->Writer(), StatusIs(StatusCode::kUnavailable));
  ASSERT_THAT(server->Start(), IsOk());
  EXPECT_THAT((*database->Writer())->Execute("INSERT INTO t VALUES (1)"), IsOkAndHolds(1));
}

TEST_F(PostgresTest, SessionsCarryTheirLimits) {
  options_.schema = "tables_of_ours";
  options_.statement_timeout = milliseconds(1234);
  options_.lock_timeout = milliseconds(2345);
  options_.idle_in_transaction_timeout = milliseconds(3456);
  options_.application_name = "tiendo 'units'";
  auto database = Open();
  Lease writer = database->Writer().value();
  EXPECT_EQ(Show(*writer, "statement_timeout"), "1234ms");
  EXPECT_EQ(Show(*writer, "lock_timeout"), "2345ms");
  EXPECT_EQ(Show(*writer, "idle_in_transaction_session_timeout"), "3456ms");
  EXPECT_EQ(Show(*writer, "search_path"), "tables_of_ours");
  EXPECT_EQ(Show(*writer, "application_name"), "tiendo 'units'");
  EXPECT_EQ(Show(*writer, "default_transaction_read_only"), "off");
  EXPECT_EQ(Show(**database->Reader(), "default_transaction_read_only"), "on");
}

TEST_F(PostgresTest, MigrateMakesTheSchema) {
  options_.url = PostgresServer::Shared().Url();
  options_.schema = "made_by_migrate";
  auto database = Open();
  const std::vector<Migration> steps = {{1, "initial", "CREATE TABLE t (id {{int}})"}};
  ASSERT_THAT(Migrate(*database, steps), IsOk());
  EXPECT_THAT(CheckSchema(*database, steps, "migrate"), IsOk());
  EXPECT_THAT((*database->Writer())->QueryRow<int64_t>("SELECT count(*) FROM made_by_migrate.t"),
              IsOk());
}

TEST_F(PostgresTest, LimitsEndWhatTakesTooLong) {
  options_.statement_timeout = milliseconds(50);
  auto database = Open();
  Lease writer = database->Writer().value();
  EXPECT_THAT(writer->QueryRow<std::string>("SELECT pg_sleep(30)::text"),
              HasReason("DATABASE_UNAVAILABLE"));
  EXPECT_FALSE(writer->broken());
  EXPECT_THAT(writer->QueryRow<int64_t>("SELECT 1"), IsOk());
}

class TwoWriters : public PostgresTest {
 protected:
  void SetUp() override {
    PostgresTest::SetUp();
    options_.lock_timeout = milliseconds(5000);
    a_ = Connection::Open(options_, Connection::Role::kWriter).value();
    b_ = Connection::Open(options_, Connection::Role::kWriter).value();
    ASSERT_THAT(a_->ExecuteScript("CREATE TABLE t (id BIGINT PRIMARY KEY, n BIGINT); "
                                  "INSERT INTO t VALUES (1, 0), (2, 0)"),
                IsOk());
  }
  static absl::Status Touch(Connection& c, int64_t id) {
    return c.Execute("UPDATE t SET n = n + 1 WHERE id = :id", {id}).status();
  }

  std::unique_ptr<Connection> a_;
  std::unique_ptr<Connection> b_;
};

TEST_F(TwoWriters, ADeadlockIsAConflict) {
  ASSERT_THAT(a_->Begin(), IsOk());
  ASSERT_THAT(b_->Begin(), IsOk());
  ASSERT_THAT(Touch(*a_, 1), IsOk());
  ASSERT_THAT(Touch(*b_, 2), IsOk());
  absl::Status of_b;
  std::thread other([&] { of_b = Touch(*b_, 1); });
  absl::Status of_a = Touch(*a_, 2);
  if (!of_a.ok()) {
    ASSERT_THAT(a_->Rollback(), IsOk());
  }
  other.join();
  EXPECT_NE(of_a.ok(), of_b.ok()) << "one of them is the victim";
  EXPECT_THAT(of_a.ok() ? of_b : of_a, StatusIs(StatusCode::kAborted));
  EXPECT_THAT(of_a.ok() ? of_b : of_a, HasReason("DATABASE_CONFLICT"));
}

TEST_F(TwoWriters, ALockThatIsNotGivenUpIsAConflict) {
  ASSERT_THAT(b_->ExecuteScript("SET lock_timeout = 50"), IsOk());
  ASSERT_THAT(a_->Begin(), IsOk());
  ASSERT_THAT(Touch(*a_, 1), IsOk());
  EXPECT_THAT(Touch(*b_, 1), HasReason("DATABASE_CONFLICT"));
}

TEST_F(TwoWriters, CommitOfAFailedTransactionIsNotOk) {
  ASSERT_THAT(a_->Begin(), IsOk());
  ASSERT_THAT(Touch(*a_, 1), IsOk());
  EXPECT_THAT(a_->Execute("INSERT INTO t VALUES (1, 1)"), HasReason("RESOURCE_EXISTS"));
  EXPECT_THAT(a_->Commit(), StatusIs(StatusCode::kAborted));
  EXPECT_FALSE(a_->in_transaction());
}

// A statement that failed inside a transaction cannot be deallocated there; it must go later.
TEST_F(TwoWriters, FailedStatementsDoNotPileUp) {
  for (int i = 0; i < 20; ++i) {
    ASSERT_THAT(a_->Begin(), IsOk());
    ASSERT_THAT(a_->Savepoint(), IsOk());
    EXPECT_THAT(a_->Execute("INSERT INTO t VALUES (:id, 1)", {1}), HasReason("RESOURCE_EXISTS"));
    ASSERT_THAT(a_->RollbackToSavepoint(), IsOk());
    ASSERT_THAT(a_->Commit(), IsOk());
  }
  EXPECT_THAT(a_->QueryRow<int64_t>("SELECT count(*) FROM pg_prepared_statements"),
              IsOkAndHolds(std::tuple<int64_t>(1)));
}

TEST_F(TwoWriters, NotificationsWakeListenersAtCommit) {
  auto listener = PostgresListener::Open(options_, "changes_1");
  ASSERT_THAT(listener, IsOk());
  ASSERT_THAT(a_->Begin(), IsOk());
  ASSERT_THAT(Notify(*a_, "changes_1"), IsOk());
  ASSERT_THAT(Notify(*a_, "changes_2"), IsOk());
  EXPECT_THAT((*listener)->Wait(milliseconds(20)), IsOkAndHolds(false));
  ASSERT_THAT(a_->Commit(), IsOk());
  EXPECT_THAT((*listener)->Wait(testing::kPatience), IsOkAndHolds(true));
  EXPECT_THAT((*listener)->Wait(milliseconds(0)), IsOkAndHolds(false));
  std::thread other([&] { (*listener)->Interrupt(); });
  EXPECT_THAT((*listener)->Wait(testing::kPatience), IsOkAndHolds(false));
  other.join();
}

TEST_F(TwoWriters, AListenerThatLostItsSessionSaysSo) {
  auto listener = PostgresListener::Open(options_, "changes");
  ASSERT_THAT(listener, IsOk());
  auto pid = a_->QueryRow<int64_t>(
      "SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%' "
      "AND query LIKE '%\"changes\"'");
  ASSERT_THAT(pid, IsOk());
  Terminate(std::get<0>(**pid));
  EXPECT_THAT((*listener)->Wait(testing::kPatience), StatusIs(StatusCode::kUnavailable));
}

TEST_F(PostgresTest, ChannelNamesAreChecked) {
  EXPECT_THAT(PostgresListener::Open(options_, "a; DROP"), StatusIs(StatusCode::kInternal));
}

}  // namespace
}  // namespace tiendo::db
