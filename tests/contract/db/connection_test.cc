// What every engine promises about one connection.
#include "common/db/connection.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "common/db/driver_error.h"
#include "common/db/migrator.h"
#include "tests/support/engine_test.h"
#include "tests/support/status_matchers.h"

namespace tiendo::db {
namespace {

using absl::StatusCode;
using ::testing::ElementsAre;
using testing::HasReason;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::StatusIs;

class ConnectionTest : public testing::EngineTest {
 protected:
  void SetUp() override {
    database_ = Open(NewOptions());
    lease_.emplace(database_->Writer().value());
    ASSERT_THAT(db().ExecuteScript(ExpandTokens("CREATE TABLE t (id {{int}} PRIMARY KEY, "
                                                "name {{text}}, payload {{bytes}}, n {{int}})",
                                                GetParam())),
                IsOk());
  }
  void TearDown() override { lease_.reset(); }

  Connection& db() { return **lease_; }
  absl::StatusOr<int64_t> Insert(int64_t id, std::string name) {
    return db().Execute("INSERT INTO t (id, name) VALUES (:id, :name)", {id, name});
  }
  std::vector<int64_t> Ids() {
    std::vector<int64_t> ids;
    auto rows = db().Query<int64_t>("SELECT id FROM t ORDER BY id");
    EXPECT_THAT(rows, IsOk());
    if (rows.ok()) {
      for (auto& [id] : *rows) ids.push_back(id);
    }
    return ids;
  }

  std::unique_ptr<Database> database_;
  std::optional<Lease> lease_;
};

INSTANTIATE_TEST_SUITE_P(Engines, ConnectionTest, testing::AllEngines(), testing::EngineName);

TEST_P(ConnectionTest, BytesKeepEveryValueAndEveryLength) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  const std::string nul("a\0b\0", 4);
  const std::vector<std::string> values = {
      all, nul, std::string(1, '\0'), "", "\\x41", std::string(3 << 20, '\0'), all + all};
  for (size_t i = 0; i < values.size(); ++i) {
    ASSERT_THAT(
        db().Execute("INSERT INTO t (id, payload) VALUES (:id, :payload)", {i, Bytes{values[i]}}),
        IsOkAndHolds(1));
  }
  auto rows = db().Query<Bytes, int64_t>("SELECT payload, length(payload) FROM t ORDER BY id");
  ASSERT_THAT(rows, IsOk());
  ASSERT_EQ(rows->size(), values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    EXPECT_TRUE(std::get<0>((*rows)[i]).value == values[i]) << i;
    EXPECT_EQ(std::get<1>((*rows)[i]), static_cast<int64_t>(values[i].size())) << i;
  }
  EXPECT_THAT(db().QueryRow<int64_t>("SELECT id FROM t WHERE payload = :p", {Bytes{nul}}),
              IsOkAndHolds(std::tuple<int64_t>(1)));
}

TEST_P(ConnectionTest, NullIsNotEmpty) {
  ASSERT_THAT(db().Execute("INSERT INTO t (id, name, payload, n) VALUES (1, :a, :b, :c)",
                           {nullptr, std::optional<Bytes>(), std::optional<int64_t>()}),
              IsOk());
  ASSERT_THAT(db().Execute("INSERT INTO t (id, name, payload, n) VALUES (2, :a, :b, :c)",
                           {"", Bytes{""}, std::optional<int64_t>(0)}),
              IsOk());
  using Row = std::tuple<std::optional<std::string>, std::optional<Bytes>, std::optional<int64_t>>;
  EXPECT_THAT((db().Query<std::optional<std::string>, std::optional<Bytes>, std::optional<int64_t>>(
                  "SELECT name, payload, n FROM t ORDER BY id")),
              IsOkAndHolds(ElementsAre(Row(std::nullopt, std::nullopt, std::nullopt),
                                       Row("", Bytes{""}, 0))));
  // Unexpected NULL is an error, and the connection goes on.
  EXPECT_THAT(db().Query<int64_t>("SELECT n FROM t"), StatusIs(StatusCode::kInternal));
  EXPECT_THAT(db().Query<int64_t>("SELECT n FROM t WHERE id = 2"), IsOk());
}

// One prepared statement serves values and NULL in turn.
TEST_P(ConnectionTest, StatementsAreReusedWithOtherValues) {
  constexpr char kInsert[] = "INSERT INTO t (id, name, n) VALUES (:id, :name, :n)";
  for (int round = 0; round < 3; ++round) {
    ASSERT_THAT(db().Execute(kInsert, {round * 2, "named", nullptr}), IsOkAndHolds(1));
    ASSERT_THAT(db().Execute(kInsert, {round * 2 + 1, nullptr, 7}), IsOkAndHolds(1));
  }
  EXPECT_THAT(db().QueryRow<int64_t>("SELECT count(*) FROM t WHERE name = 'named' AND n IS NULL"),
              IsOkAndHolds(std::tuple<int64_t>(3)));
  EXPECT_THAT(db().Execute("UPDATE t SET n = n + :by WHERE n = :n", {1, 7}), IsOkAndHolds(3));
  EXPECT_THAT(db().Execute("UPDATE t SET n = n + :by WHERE n = :n", {1, 7}), IsOkAndHolds(0));
}

TEST_P(ConnectionTest, MoreStatementsThanTheCacheHolds) {
  lease_.reset();
  database_.reset();
  Options options = NewOptions();
  options.statement_cache = 2;
  database_ = Open(options);
  lease_.emplace(database_->Writer().value());
  for (int round = 0; round < 2; ++round) {
    for (int64_t i = 0; i < 5; ++i) {
      EXPECT_THAT(db().QueryRow<int64_t>("SELECT 1 + " + std::to_string(i)),
                  IsOkAndHolds(std::tuple<int64_t>(1 + i)));
    }
  }
}

TEST_P(ConnectionTest, Integers) {
  constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  ASSERT_THAT(db().Execute("INSERT INTO t (id, n) VALUES (:a, :b)", {kMin, kMax}), IsOk());
  EXPECT_THAT((db().QueryRow<int64_t, int64_t>("SELECT id, n FROM t")),
              IsOkAndHolds(std::tuple(kMin, kMax)));
  // A condition reads as 1 or 0.
  EXPECT_THAT((db().QueryRow<int64_t, int64_t>("SELECT n > 0, n < 0 FROM t")),
              IsOkAndHolds(std::tuple(int64_t{1}, int64_t{0})));
  EXPECT_THAT(db().QueryRow<int64_t>("SELECT id FROM t WHERE id > 0"), IsOkAndHolds(std::nullopt));
}

// 'a' < 'B' and 'z' < 'á' in Vietnamese; not by bytes.
TEST_P(ConnectionTest, TextComparesByBytes) {
  const std::vector<std::string> by_bytes = {"",   "A", "B", "Z",      "a",      "a b",   "a-b",
                                             "ab", "b", "z", "\u00e1", "\u0111", "\u1ea1"};
  for (size_t i = 0; i < by_bytes.size(); ++i) {
    ASSERT_THAT(Insert(static_cast<int64_t>(by_bytes.size() - i), by_bytes[i]), IsOk());
  }
  auto rows = db().Query<std::string>("SELECT name FROM t ORDER BY name");
  ASSERT_THAT(rows, IsOk());
  std::vector<std::string> names;
  for (auto& [name] : *rows) names.push_back(name);
  EXPECT_EQ(names, by_bytes);
  // Key-set paging compares with a parameter.
  EXPECT_THAT(db().QueryRow<int64_t>("SELECT count(*) FROM t WHERE name > :after", {"Z"}),
              IsOkAndHolds(std::tuple<int64_t>(9)));
}

TEST_P(ConnectionTest, TextIsUnicodeAndHasNoNul) {
  const std::string text = "Đảng ủy phường – số 12:30 'x' \"y\" \\ \xf0\x9f\x93\x84";
  ASSERT_THAT(Insert(1, text), IsOk());
  EXPECT_THAT(db().QueryRow<std::string>("SELECT name FROM t"),
              IsOkAndHolds(std::tuple<std::string>(text)));
  EXPECT_THAT(Insert(2, std::string("a\0b", 3)), StatusIs(StatusCode::kInternal));
  EXPECT_THAT(Ids(), ElementsAre(1));
}

TEST_P(ConnectionTest, PlaceholdersAndValuesMustMatch) {
  EXPECT_THAT(db().Execute("INSERT INTO t (id, n) VALUES (:id, :n)", {1}),
              StatusIs(StatusCode::kInternal));
  EXPECT_THAT(db().Execute("INSERT INTO t (id) VALUES (:id)", {1, 2}),
              StatusIs(StatusCode::kInternal));
  EXPECT_THAT(Ids(), ElementsAre());
}

TEST_P(ConnectionTest, UniqueViolationIsAlreadyExists) {
  ASSERT_THAT(Insert(1, "secret title"), IsOk());
  auto again = Insert(1, "secret title");
  EXPECT_THAT(again, StatusIs(StatusCode::kAlreadyExists));
  EXPECT_THAT(again, HasReason("RESOURCE_EXISTS"));
  EXPECT_EQ(again.status().message().find("secret"), absl::string_view::npos);
  EXPECT_NE(DriverText(again.status()), "");
  EXPECT_EQ(DriverText(again.status()).find("secret"), std::string::npos);
  EXPECT_FALSE(db().broken());
  EXPECT_THAT(Insert(2, "other"), IsOk());
}

TEST_P(ConnectionTest, ErrorsDoNotQuoteRows) {
  ASSERT_THAT(db().ExecuteScript(ExpandTokens("CREATE TABLE strict (id {{int}} PRIMARY KEY, name"
                                              " {{text}}, n {{int}} NOT NULL CHECK (n > 0))",
                                              GetParam())),
              IsOk());
  for (const Param& n : {Param(nullptr), Param(-1)}) {
    const absl::Status failed = db().Execute("INSERT INTO strict (id, name, n) VALUES (:i, :t, :n)",
                                             {1, "Nội dung tuyệt mật", n})
                                    .status();
    EXPECT_THAT(failed, StatusIs(StatusCode::kInternal));
    EXPECT_EQ(failed.ToString().find("tuyệt mật"), std::string::npos) << failed;
    EXPECT_EQ(DriverText(failed).find("tuyệt mật"), std::string::npos);
    EXPECT_FALSE(DriverText(failed).empty());
  }
}

TEST_P(ConnectionTest, ABadStatementIsInternal) {
  auto bad = db().Execute("SELEC 1");
  EXPECT_THAT(bad, StatusIs(StatusCode::kInternal));
  EXPECT_THAT(bad, HasReason("INTERNAL_ERROR"));
  EXPECT_THAT(db().ExecuteScript("SELEC 1"), StatusIs(StatusCode::kInternal));
  EXPECT_FALSE(db().broken());
}

TEST_P(ConnectionTest, ASavepointKeepsItsNeighbours) {
  ASSERT_THAT(db().Begin(), IsOk());
  ASSERT_THAT(db().Savepoint(), IsOk());
  ASSERT_THAT(Insert(1, "first"), IsOk());
  ASSERT_THAT(db().ReleaseSavepoint(), IsOk());
  for (int i = 0; i < 3; ++i) {
    ASSERT_THAT(db().Savepoint(), IsOk());
    ASSERT_THAT(Insert(2, "failing"), IsOk());
    ASSERT_THAT(Insert(1, "duplicate"), StatusIs(StatusCode::kAlreadyExists));
    ASSERT_THAT(db().RollbackToSavepoint(), IsOk());
  }
  ASSERT_THAT(db().Savepoint(), IsOk());
  ASSERT_THAT(Insert(3, "third"), IsOk());
  ASSERT_THAT(db().ReleaseSavepoint(), IsOk());
  ASSERT_THAT(db().Commit(), IsOk());
  EXPECT_FALSE(db().in_transaction());
  EXPECT_THAT(Ids(), ElementsAre(1, 3));
}

TEST_P(ConnectionTest, RollbackForgets) {
  ASSERT_THAT(db().Begin(), IsOk());
  ASSERT_THAT(Insert(1, "a"), IsOk());
  EXPECT_TRUE(db().in_transaction());
  ASSERT_THAT(db().Rollback(), IsOk());
  EXPECT_THAT(db().Rollback(), IsOk()) << "without a transaction";
  EXPECT_THAT(Ids(), ElementsAre());
}

TEST_P(ConnectionTest, AReadTransactionSeesOneSnapshot) {
  ASSERT_THAT(Insert(1, "a"), IsOk());
  Lease reader = database_->Reader().value();
  ASSERT_THAT(reader->BeginRead(), IsOk());
  constexpr char kCount[] = "SELECT count(*) FROM t";
  EXPECT_THAT(reader->QueryRow<int64_t>(kCount), IsOkAndHolds(std::tuple<int64_t>(1)));
  ASSERT_THAT(Insert(2, "b"), IsOk());
  EXPECT_THAT(reader->QueryRow<int64_t>(kCount), IsOkAndHolds(std::tuple<int64_t>(1)));
  ASSERT_THAT(reader->Commit(), IsOk());
  EXPECT_THAT(reader->QueryRow<int64_t>(kCount), IsOkAndHolds(std::tuple<int64_t>(2)));
}

TEST_P(ConnectionTest, ReadersCannotWrite) {
  Lease reader = database_->Reader().value();
  EXPECT_THAT(reader->Execute("INSERT INTO t (id) VALUES (1)"), StatusIs(StatusCode::kInternal));
  EXPECT_THAT(reader->ExecuteScript("DROP TABLE t"), StatusIs(StatusCode::kInternal));
  EXPECT_THAT(Ids(), ElementsAre());
}

TEST_P(ConnectionTest, ManyRows) {
  ASSERT_THAT(db().Begin(), IsOk());
  for (int i = 0; i < 2000; ++i) ASSERT_THAT(Insert(i, "row"), IsOk());
  ASSERT_THAT(db().Commit(), IsOk());
  EXPECT_EQ(Ids().size(), 2000u);
  EXPECT_THAT(db().Execute("DELETE FROM t WHERE id >= :from", {1000}), IsOkAndHolds(1000));
}

}  // namespace
}  // namespace tiendo::db
