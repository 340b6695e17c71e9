// Optimistic concurrency and repeated requests.
#include <gtest/gtest.h>

#include <thread>

#include "tests/contract/ledger/example_ledger.h"

namespace tiendo::ledger {
namespace {

using absl::StatusCode;
using std::chrono::hours;
using testing::Apply;
using testing::HasReason;
using testing::IsOk;
using testing::Outcome;
using testing::Put;
using testing::PutAll;
using testing::PutOne;
using testing::Send;
using testing::StatusIs;
using testing::ToText;
using testing::WithId;

class RequestIdTest : public testing::LedgerTest {
 protected:
  int64_t StoredIds() {
    return Read([](Reader& r) {
      return std::get<0>(**r.connection().QueryRow<int64_t>("SELECT count(*) FROM request_ids"));
    });
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, RequestIdTest, testing::AllEngines(), testing::EngineName);

// Replaces the body if the resource is still at the revision.
Apply PutIfAt(const std::string& name, int64_t revision, const std::string& body) {
  return [=](Transaction& tx, std::vector<Row>& answer) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(std::optional<Row> row, tx.Get(name));
    if (!row || row->revision != revision) {
      return errors::Make(StatusCode::kAborted, "ETAG_MISMATCH", "changed since it was read");
    }
    TIENDO_RETURN_IF_ERROR(Put(tx, name, body));
    answer.push_back({name, tx.revision(), body});
    return absl::OkStatus();
  };
}

TEST_P(RequestIdTest, AnEtagHasOneWinner) {
  constexpr int kThreads = 4;
  int64_t revision = MustWrite(PutOne("units/a", "0"));
  for (int round = 0; round < 10; ++round) {
    std::vector<Outcome> outcomes(kThreads);
    std::vector<std::thread> threads;
    for (size_t i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] {
        outcomes[i] = Write(PutIfAt("units/a", revision, std::to_string(round * 10 + int(i))));
      });
    }
    for (std::thread& t : threads) t.join();
    int winners = 0;
    for (const Outcome& o : outcomes) {
      if (!o.status.ok()) {
        EXPECT_THAT(o.status, HasReason("ETAG_MISMATCH"));
        continue;
      }
      ++winners;
      EXPECT_EQ(o.commit.revision, revision + 1);
      EXPECT_EQ(Get("units/a")->body, o.answer[0].body);
    }
    EXPECT_EQ(winners, 1);
    EXPECT_EQ(Head().revision, ++revision);
  }
  ExpectSoundLog();
}

TEST_P(RequestIdTest, ARepeatHasOneEffectAndTheSameAnswer) {
  // Not in the order of names: the answer keeps the order of the writes.
  const Apply write = PutAll({{"units/b", "1"}, {"units/a", "2"}, {"units/a/notes/x", "3"}});
  Outcome first = Write(write, WithId("id"));
  ASSERT_THAT(first.status, IsOk());
  EXPECT_FALSE(first.commit.replayed);
  clock_.Advance(hours(1));
  MustWrite(PutAll({{"units/a", "later"}, {"units/b", "later"}}));
  for (bool restart : {false, true}) {
    if (restart) {
      Stop();
      Start();
    }
    Outcome again = Write(write, WithId("id"));
    EXPECT_THAT(again.status, IsOk());
    EXPECT_EQ(again.runs, 0);
    EXPECT_TRUE(again.commit.replayed);
    EXPECT_EQ(again.commit.revision, first.commit.revision);
    EXPECT_EQ(again.commit.time, first.commit.time);
    EXPECT_EQ(again.commit.database_id, first.commit.database_id);
    EXPECT_EQ(ToText(again.answer), ToText(first.answer));
  }
  EXPECT_EQ(Head().revision, 2);
  EXPECT_EQ(Get("units/a")->body, "later");
}

TEST_P(RequestIdTest, ARepeatIsAnsweredAfterACompaction) {
  Outcome first = Write(PutAll({{"units/b", "1"}, {"units/a", "2"}}), WithId("id"));
  MustWrite(PutOne("units/a", "later"));
  {
    db::Lease writer = database_->Writer().value();
    ASSERT_THAT(Compact(*writer, 100), IsOk());
  }
  Outcome again = Write(PutOne("units/a", "?"), WithId("id"));
  EXPECT_EQ(ToText(again.answer), ToText(first.answer));
}

TEST_P(RequestIdTest, ARepeatOfAWriteThatChangedNothing) {
  MustWrite(PutOne("units/a", "1"));
  const Apply nothing = [](Transaction&, std::vector<Row>&) { return absl::OkStatus(); };
  const Apply same = [](Transaction& tx, std::vector<Row>& answer) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(std::optional<Row> row, tx.Get("units/a"));
    answer.push_back(*row);
    tx.SetAnswer({"units/a"});
    return absl::OkStatus();
  };
  Outcome empty = Write(nothing, WithId("empty"));
  Outcome answered = Write(same, WithId("answered"));
  EXPECT_EQ(empty.commit.revision, 1);
  EXPECT_EQ(answered.commit.revision, 1);
  EXPECT_EQ(Head().revision, 1);
  MustWrite(PutOne("units/a", "2"));
  Outcome again = Write(nothing, WithId("empty"));
  EXPECT_THAT(again.status, IsOk());
  EXPECT_EQ(again.runs, 0);
  EXPECT_EQ(ToText(again.answer), "") << "not what another request wrote at that revision";
  EXPECT_EQ(again.commit.revision, 1);
  again = Write(same, WithId("answered"));
  EXPECT_EQ(again.runs, 0);
  EXPECT_EQ(ToText(again.answer), "units/a@1=1");
}

TEST_P(RequestIdTest, TheAnswerMayBeLessThanWhatWasWritten) {
  const Apply write = [](Transaction& tx, std::vector<Row>& answer) -> absl::Status {
    TIENDO_RETURN_IF_ERROR(Put(tx, "units/a", "1"));
    TIENDO_RETURN_IF_ERROR(Put(tx, "units/a/notes/log", "2"));
    answer.push_back({"units/a", tx.revision(), "1"});
    tx.SetAnswer({"units/a"});
    return absl::OkStatus();
  };
  Write(write, WithId("id"));
  EXPECT_EQ(ToText(Write(write, WithId("id")).answer), "units/a@1=1");
}

TEST_P(RequestIdTest, RepeatsAtTheSameTimeHaveOneEffect) {
  constexpr size_t kCalls = 20;
  std::vector<std::future<Outcome>> calls;
  for (size_t i = 0; i < kCalls; ++i) {
    calls.push_back(Send(*committer_, PutOne("units/a", "1"), WithId("id")));
  }
  int runs = 0;
  for (std::future<Outcome>& call : calls) {
    Outcome outcome = call.get();
    EXPECT_THAT(outcome.status, IsOk());
    EXPECT_EQ(ToText(outcome.answer), "units/a@1=1");
    runs += outcome.runs;
  }
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(Changes().size(), 1u);
}

TEST_P(RequestIdTest, AnIdIsOfOneBodyPrincipalAndMethod) {
  MustWrite(PutOne("units/z", "0"));
  ASSERT_THAT(Write(PutOne("units/a", "1"), WithId("id", std::string("\0h", 2))).status, IsOk());
  Outcome reused = Write(PutOne("units/a", "2"), WithId("id", std::string("\0i", 2)));
  EXPECT_THAT(reused.status, StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(reused.status, HasReason("REQUEST_ID_REUSED"));
  EXPECT_EQ(errors::GetDetails(reused.status)->metadata["request_id"], "id");
  EXPECT_EQ(reused.runs, 0);
  WriteRequest other = WithId("id");
  other.info.principal = "another";
  EXPECT_EQ(Write(PutOne("units/b", "3"), other).runs, 1);
  other = WithId("id");
  other.info.method = "Example/Other";
  EXPECT_EQ(Write(PutOne("units/c", "4"), other).runs, 1);
  EXPECT_EQ(Head().revision, 4);
}

TEST_P(RequestIdTest, AFailureIsNotRemembered) {
  const Apply fail = [](Transaction&, std::vector<Row>&) { return errors::InvalidField("a", "b"); };
  EXPECT_THAT(Write(fail, WithId("id")).status, HasReason("INVALID_REQUEST"));
  EXPECT_EQ(StoredIds(), 0);
  EXPECT_EQ(Write(PutOne("units/a", "1"), WithId("id")).commit.revision, 1);
}

TEST_P(RequestIdTest, ValidateOnlyLeavesNothing) {
  MustWrite(PutOne("units/a", "1"));
  WriteRequest request = WithId("id");
  request.validate_only = true;
  Outcome checked = Write(PutOne("units/b", "2"), request);
  EXPECT_THAT(checked.status, IsOk());
  EXPECT_EQ(checked.runs, 1);
  EXPECT_EQ(checked.commit.revision, 1) << "no revision that does not exist";
  EXPECT_FALSE(Get("units/b"));
  EXPECT_EQ(Head().revision, 1);
  EXPECT_EQ(Changes().size(), 1u);
  EXPECT_EQ(StoredIds(), 1);
  EXPECT_THAT(Write(PutOne("units/b", "2"), WithId("id")).status, IsOk());
  ExpectSoundLog();
}

TEST_P(RequestIdTest, IdsAreForgottenAfterTheirTime) {
  committer_options_.request_id_retention = hours(10);
  Stop();
  Start();
  Write(PutOne("units/a", "1"), WithId("old"));
  clock_.Advance(hours(9));
  Write(PutOne("units/a", "2"), WithId("new"));
  EXPECT_EQ(Write(PutOne("units/a", "?"), WithId("old")).runs, 0);
  clock_.Advance(hours(2));
  MustWrite(PutOne("units/b", "3"));
  EXPECT_EQ(StoredIds(), 2) << "new, and the last write's own";
  EXPECT_EQ(Write(PutOne("units/a", "?"), WithId("new")).runs, 0);
  EXPECT_EQ(Write(PutOne("units/a", "4"), WithId("old")).runs, 1);
}

}  // namespace
}  // namespace tiendo::ledger
