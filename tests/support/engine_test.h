// Tests that run on every database engine.
#ifndef TIENDO_TESTS_SUPPORT_ENGINE_TEST_H_
#define TIENDO_TESTS_SUPPORT_ENGINE_TEST_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "common/db/database.h"
#include "common/db/options.h"
#include "tests/support/postgres_server.h"
#include "tests/support/temp_dir.h"

namespace tiendo::testing {

// class LedgerTest : public EngineTest {};
// TEST_P(LedgerTest, ...) { db::Options options = NewOptions(); ... }
// INSTANTIATE_TEST_SUITE_P(Engines, LedgerTest, AllEngines(), EngineName);
class EngineTest : public ::testing::TestWithParam<db::Engine> {
 protected:
  // An empty database: a file or a schema of its own, at every call another one.
  db::Options NewOptions() {
    db::Options options;
    if (GetParam() == db::Engine::kSqlite) {
      dirs_.push_back(std::make_unique<TempDir>());
      options.url = "sqlite:" + dirs_.back()->File("test.db");
    } else {
      options.url = PostgresServer::Shared().NewDatabaseUrl();
    }
    return options;
  }

  // Opened; a test that cannot open its database ends.
  static std::unique_ptr<db::Database> Open(const db::Options& options) {
    absl::StatusOr<std::unique_ptr<db::Database>> database = db::Database::Open(options);
    if (!database.ok()) {
      ADD_FAILURE() << database.status();
      std::abort();
    }
    return *std::move(database);
  }

 private:
  std::vector<std::unique_ptr<TempDir>> dirs_;
};

inline auto AllEngines() { return ::testing::Values(db::Engine::kSqlite, db::Engine::kPostgres); }

inline std::string EngineName(const ::testing::TestParamInfo<db::Engine>& info) {
  return info.param == db::Engine::kSqlite ? "Sqlite" : "Postgres";
}

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_SUPPORT_ENGINE_TEST_H_
