// A database that was restored gets another identity and stays the same otherwise.
#include <gtest/gtest.h>

#include "tests/contract/ledger/example_ledger.h"

namespace tiendo::testing {
namespace {

class IdentityTest : public LedgerTest {
 protected:
  absl::StatusOr<std::string> Renew() {
    db::Lease writer = database_->Writer().value();
    TIENDO_RETURN_IF_ERROR(writer->Begin());
    TIENDO_ASSIGN_OR_RETURN(std::string id, ledger::RenewDatabaseId(*writer));
    TIENDO_RETURN_IF_ERROR(writer->Commit());
    return id;
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, IdentityTest, AllEngines(), EngineName);

TEST_P(IdentityTest, OnlyTheIdChanges) {
  MustWrite(PutOne("units/a", "1"));
  ASSERT_THAT(Write(PutOne("units/b", "2"), WithId("request")).status, IsOk());
  const ledger::Head before = Head();
  auto id = Renew();
  ASSERT_THAT(id, IsOk());
  const ledger::Head after = Head();
  EXPECT_EQ(after.database_id, *id);
  EXPECT_NE(after.database_id, before.database_id);
  EXPECT_EQ(after.revision, before.revision);
  EXPECT_EQ(after.time, before.time);
  EXPECT_EQ(after.hash, before.hash);
  // Repeats of what the backup holds are still repeats, and the chain goes on.
  Outcome repeat = Write(PutOne("units/b", "2"), WithId("request"));
  ASSERT_THAT(repeat.status, IsOk());
  EXPECT_EQ(repeat.runs, 0);
  EXPECT_EQ(MustWrite(PutOne("units/c", "3")), 3);
  ExpectSoundLog();
  EXPECT_EQ(Head().database_id, *id);
}

TEST_P(IdentityTest, EveryRenewalGivesAnother) {
  auto first = Renew();
  auto second = Renew();
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  EXPECT_NE(*first, *second);
}

TEST_P(IdentityTest, ADatabaseThatNoServerHasUsedHasNone) {
  committer_.reset();
  db::Lease writer = database_->Writer().value();
  ASSERT_THAT(writer->Execute("DELETE FROM ledger_head"), IsOk());
  EXPECT_THAT(ledger::RenewDatabaseId(*writer), StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace tiendo::testing
