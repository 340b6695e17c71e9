// What holds on SQLite only: one process per file, one connection that checkpoints.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "common/db/database.h"
#include "tests/support/child_process.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace tiendo::db {
namespace {

using absl::StatusCode;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::StatusIs;

class SqliteTest : public ::testing::Test {
 protected:
  Options NewOptions(const std::string& name = "test.db") {
    Options options;
    options.url = "sqlite:" + dir_.File(name);
    return options;
  }
  int64_t WalBytes() {
    std::error_code error;
    auto size = std::filesystem::file_size(dir_.File("test.db-wal"), error);
    return error ? 0 : static_cast<int64_t>(size);
  }
  static std::string Pragma(Connection& c, const std::string& name) {
    return std::get<0>(**c.QueryRow<std::string>("PRAGMA " + name));
  }

  testing::TempDir dir_;
};

TEST_F(SqliteTest, ASecondDatabaseOnTheFileIsRefused) {
  auto first = Database::Open(NewOptions());
  ASSERT_THAT(first, IsOk());
  auto second = Database::Open(NewOptions());
  EXPECT_THAT(second, StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_EQ(second.status().message().find('\n'), absl::string_view::npos);
  EXPECT_NE(second.status().message().find("another process"), absl::string_view::npos);
  first->reset();
  EXPECT_THAT(Database::Open(NewOptions()), IsOk());
}

TEST_F(SqliteTest, ASecondProcessIsRefused) {
  const std::string lock = dir_.File("test.db.lock");
  auto other =
      testing::ChildProcess::Start({"flock", lock, "sh", "-c", "echo locked; exec sleep 1000"});
  ASSERT_THAT(other, IsOk());
  ASSERT_TRUE((*other)->WaitForOutput("locked")) << (*other)->Stderr();
  EXPECT_THAT(Database::Open(NewOptions()), StatusIs(StatusCode::kFailedPrecondition));
}

TEST_F(SqliteTest, AFolderThatIsMissingIsOneClearLine) {
  auto database = Database::Open(NewOptions("no/such/folder/x.db"));
  EXPECT_THAT(database, StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_NE(database.status().message().find("folder"), absl::string_view::npos);
}

TEST_F(SqliteTest, AnUnwritableFolderIsOneClearLine) {
  if (geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  chmod(dir_.path().c_str(), 0500);
  EXPECT_THAT(Database::Open(NewOptions()), StatusIs(StatusCode::kFailedPrecondition));
  chmod(dir_.path().c_str(), 0700);
}

TEST_F(SqliteTest, AFileOfAnotherKindIsAnError) {
  std::ofstream(dir_.File("test.db")) << std::string(10000, 'x');
  EXPECT_THAT(Database::Open(NewOptions()), StatusIs(StatusCode::kInternal));
}

TEST_F(SqliteTest, PathsMayHoldSpacesAndEqualSigns) {
  for (const char* name : {"a b.db", "a=b.db", "số liệu.db"}) {
    ASSERT_THAT(Database::Open(NewOptions(name)), IsOk()) << name;
    EXPECT_TRUE(std::filesystem::exists(dir_.File(name))) << name;
  }
}

TEST_F(SqliteTest, ConnectionsAreSetUpForDurability) {
  auto database = Database::Open(NewOptions()).value();
  Lease writer = database->Writer().value();
  EXPECT_EQ(Pragma(*writer, "journal_mode"), "wal");
  EXPECT_EQ(Pragma(*writer, "synchronous"), "2");
  EXPECT_EQ(Pragma(*writer, "foreign_keys"), "1");
  EXPECT_EQ(Pragma(*writer, "wal_autocheckpoint"), "0");
  Lease reader = database->Reader().value();
  EXPECT_EQ(Pragma(*reader, "journal_mode"), "wal");
  EXPECT_EQ(Pragma(*reader, "query_only"), "1");
  EXPECT_EQ(Pragma(*reader, "wal_autocheckpoint"), "0");
}

TEST_F(SqliteTest, TheWriterCheckpointsWhenAskedAndTheLogStaysBounded) {
  Options options = NewOptions();
  options.checkpoint_pages = 20;
  auto database = Database::Open(options).value();
  Lease writer = database->Writer().value();
  ASSERT_THAT(writer->ExecuteScript("CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB)"), IsOk());
  auto write = [&](int64_t id) {
    return writer->Execute("INSERT INTO t VALUES (:id, :b)", {id, Bytes{std::string(8192, 'x')}});
  };
  for (int i = 0; i < 200; ++i) {
    ASSERT_THAT(write(i), IsOk());
    ASSERT_THAT(writer->MaybeCheckpoint(), IsOk());
  }
  EXPECT_LT(WalBytes(), 60 * 4096) << "200 writes of 3 pages each";
  // Nothing checkpoints by itself.
  for (int i = 200; i < 300; ++i) ASSERT_THAT(write(i), IsOk());
  EXPECT_GT(WalBytes(), 200 * 4096);
}

TEST_F(SqliteTest, AClosingReaderDoesNotCheckpoint) {
  auto writer = Connection::Open(NewOptions(), Connection::Role::kWriter).value();
  ASSERT_THAT(writer->ExecuteScript("CREATE TABLE t (id INTEGER); INSERT INTO t VALUES (1)"),
              IsOk());
  int64_t before = WalBytes();
  auto reader = Connection::Open(NewOptions(), Connection::Role::kReader).value();
  EXPECT_THAT(reader->QueryRow<int64_t>("SELECT id FROM t"), IsOkAndHolds(std::tuple<int64_t>(1)));
  reader.reset();
  EXPECT_EQ(WalBytes(), before);
  EXPECT_GT(before, 0);
  writer.reset();
  EXPECT_EQ(WalBytes(), 0) << "the last writer leaves one file";
}

}  // namespace
}  // namespace tiendo::db
