// Copies of a SQLite file that is written to meanwhile.
#include "common/db/sqlite_copy.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "common/db/database.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"
#include "tests/support/wait.h"

namespace tiendo::db {
namespace {

using absl::StatusCode;
using testing::IsOk;
using testing::StatusIs;

class SqliteCopyTest : public ::testing::Test {
 protected:
  SqliteCopyTest() { options_.url = "sqlite:" + dir_.File("test.db"); }

  // Rows in both tables of a file; equal as long as a transaction is whole.
  static std::pair<int64_t, int64_t> Rows(const std::string& path) {
    Options options;
    options.url = "sqlite:" + path;
    auto c = Connection::Open(options, Connection::Role::kWriter).value();
    EXPECT_EQ(std::get<0>(**c->QueryRow<std::string>("PRAGMA integrity_check")), "ok");
    return {std::get<0>(**c->QueryRow<int64_t>("SELECT COUNT(*) FROM a")),
            std::get<0>(**c->QueryRow<int64_t>("SELECT COUNT(*) FROM b"))};
  }
  static absl::Status WriteBoth(Connection& c) {
    if (absl::Status s = c.Begin(); !s.ok()) return s;
    for (const char* sql : {"INSERT INTO a VALUES (:v)", "INSERT INTO b VALUES (:v)"}) {
      if (auto s = c.Execute(sql, {Bytes{std::string(3000, 'x')}}); !s.ok()) return s.status();
    }
    return c.Commit();
  }

  testing::TempDir dir_;
  Options options_;
};

TEST_F(SqliteCopyTest, EveryCopyIsOfOneMomentWhileTheOwnerWritesAndCheckpoints) {
  options_.checkpoint_pages = 10;
  auto database = Database::Open(options_).value();
  {
    Lease writer = database->Writer().value();
    ASSERT_THAT(writer->ExecuteScript("CREATE TABLE a (v BLOB); CREATE TABLE b (v BLOB)"), IsOk());
  }
  std::atomic<bool> stop = false;
  std::atomic<int64_t> written = 0;
  std::thread owner([&] {
    Lease writer = database->Writer().value();
    while (!stop) {
      ASSERT_THAT(WriteBoth(*writer), IsOk());
      ASSERT_THAT(writer->MaybeCheckpoint(), IsOk());
      ++written;
    }
  });
  int64_t last = 0;
  for (int i = 0; i < 10; ++i) {
    const int64_t wanted = written + 20;
    EXPECT_TRUE(testing::WaitUntil([&] { return written > wanted; }));
    const int64_t before = written;
    const std::string path = dir_.File("copy" + std::to_string(i));
    ASSERT_THAT(CopySqlite(options_, path), IsOk());
    const int64_t after = written + 1;  // one may be committed and not yet counted
    const auto [a, b] = Rows(path);
    EXPECT_EQ(a, b);
    EXPECT_GE(a, before);
    EXPECT_LE(a, after);
    EXPECT_GT(a, last);
    last = a;
  }
  stop = true;
  owner.join();
  database.reset();
  EXPECT_EQ(Rows(dir_.File("test.db")), std::pair(written.load(), written.load()));
}

TEST_F(SqliteCopyTest, ItLeavesTheLogAsItIs) {
  auto database = Database::Open(options_).value();
  Lease writer = database->Writer().value();
  ASSERT_THAT(writer->ExecuteScript("CREATE TABLE a (v BLOB); CREATE TABLE b (v BLOB)"), IsOk());
  for (int i = 0; i < 20; ++i) ASSERT_THAT(WriteBoth(*writer), IsOk());
  const auto log = std::filesystem::file_size(dir_.File("test.db-wal"));
  const auto file = std::filesystem::file_size(dir_.File("test.db"));
  EXPECT_GT(log, file) << "nothing has been checkpointed";
  ASSERT_THAT(CopySqlite(options_, dir_.File("copy")), IsOk());
  EXPECT_EQ(std::filesystem::file_size(dir_.File("test.db-wal")), log);
  EXPECT_EQ(std::filesystem::file_size(dir_.File("test.db")), file);
  EXPECT_EQ(Rows(dir_.File("copy")), std::pair(int64_t{20}, int64_t{20}));
}

TEST_F(SqliteCopyTest, WhatCannotBeCopiedIsRefused) {
  EXPECT_THAT(CopySqlite(options_, dir_.File("copy")), StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_FALSE(std::filesystem::exists(dir_.File("test.db"))) << "looking must not make it";
  auto database = Database::Open(options_).value();
  std::ofstream(dir_.File("there")) << "precious";
  EXPECT_THAT(CopySqlite(options_, dir_.File("there")), StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_EQ(std::filesystem::file_size(dir_.File("there")), 8u);
  EXPECT_THAT(CopySqlite(options_, dir_.File("no/such/folder/copy")),
              StatusIs(StatusCode::kFailedPrecondition));
  Options postgres;
  postgres.url = "postgresql://127.0.0.1:1/x";
  EXPECT_THAT(CopySqlite(postgres, dir_.File("copy")), StatusIs(StatusCode::kFailedPrecondition));
}

TEST_F(SqliteCopyTest, ACopyIsItsOwnersAloneAndAFailureLeavesNone) {
  { auto database = Database::Open(options_).value(); }
  ASSERT_THAT(CopySqlite(options_, dir_.File("copy")), IsOk());
  EXPECT_EQ(std::filesystem::status(dir_.File("copy")).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  std::ofstream(dir_.File("broken.db")) << std::string(10000, 'x');
  Options broken;
  broken.url = "sqlite:" + dir_.File("broken.db");
  EXPECT_FALSE(CopySqlite(broken, dir_.File("copy2")).ok());
  EXPECT_FALSE(std::filesystem::exists(dir_.File("copy2")));
}

TEST_F(SqliteCopyTest, NamesMayHoldQuotes) {
  auto database = Database::Open(options_).value();
  Lease writer = database->Writer().value();
  ASSERT_THAT(writer->ExecuteScript("CREATE TABLE a (v BLOB); CREATE TABLE b (v BLOB)"), IsOk());
  ASSERT_THAT(CopySqlite(options_, dir_.File("bản 'sao' 1")), IsOk());
  EXPECT_EQ(Rows(dir_.File("bản 'sao' 1")), std::pair(int64_t{0}, int64_t{0}));
}

}  // namespace
}  // namespace tiendo::db
