// What the ledger keeps: revisions, versions, the chained log.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "tests/contract/ledger/example_ledger.h"
#include "tests/support/seed.h"

namespace tiendo::ledger {
namespace {

using absl::StatusCode;
using std::chrono::hours;
using std::chrono::microseconds;
using testing::HasReason;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::Outcome;
using testing::Put;
using testing::PutAll;
using testing::PutOne;
using testing::StatusIs;
using testing::ToText;

class HistoryTest : public testing::LedgerTest {
 protected:
  absl::StatusOr<int64_t> RevisionAt(Instant t) {
    return Read([&](Reader& r) { return r.RevisionAt(t); });
  }
  std::string ListText(const ListQuery& query) {
    return Read([&](Reader& r) {
      std::string text;
      const std::vector<Row> rows = r.List(schema_.collections[0], query).value();
      for (const Row& row : rows) text += row.name + " ";
      return text;
    });
  }
  void CompactTo(int64_t first_kept) {
    db::Lease writer = database_->Writer().value();
    ASSERT_THAT(writer->Begin(), IsOk());
    ASSERT_THAT(Compact(*writer, first_kept), IsOk());
    ASSERT_THAT(writer->Commit(), IsOk());
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, HistoryTest, testing::AllEngines(), testing::EngineName);

TEST_P(HistoryTest, AnEmptyLedger) {
  EXPECT_EQ(Head().revision, 0);
  EXPECT_FALSE(Head().database_id.empty());
  EXPECT_TRUE(Changes().empty());
  EXPECT_THAT(RevisionAt(clock_.Now()), IsOkAndHolds(0));
  EXPECT_THAT(VerifyChain(), IsOk());
  const std::string id = Head().database_id;
  Stop();
  Start();
  EXPECT_EQ(Head().database_id, id);
}

TEST_P(HistoryTest, RevisionsAreDenseAndTimesRiseWhateverTheClockDoes) {
  const Instant start = clock_.Now();
  MustWrite(PutOne("units/a", "1"));
  EXPECT_EQ(Head().time, start);
  MustWrite(PutOne("units/a", "2"));
  EXPECT_EQ(Head().time, start + microseconds(1));
  clock_.Set(start - hours(24));
  MustWrite(PutOne("units/a", "3"));
  EXPECT_EQ(Head().time, start + microseconds(2));
  Stop();
  Start();
  MustWrite(PutOne("units/a", "4"));
  clock_.Set(start + hours(1));
  MustWrite(PutOne("units/a", "5"));
  EXPECT_EQ(Head().time, start + hours(1));
  EXPECT_EQ(Head().revision, 5);
  ExpectSoundLog();
}

TEST_P(HistoryTest, AFailedWriteTakesNoRevision) {
  EXPECT_EQ(MustWrite(PutOne("units/a", "1")), 1);
  Outcome failed = Write([](Transaction& tx, std::vector<Row>&) -> absl::Status {
    TIENDO_RETURN_IF_ERROR(Put(tx, "units/b", "x"));
    return errors::InvalidField("b", "no");
  });
  EXPECT_THAT(failed.status, HasReason("INVALID_REQUEST"));
  EXPECT_EQ(MustWrite(PutOne("units/a", "2")), 2);
  EXPECT_FALSE(Get("units/b"));
  ExpectSoundLog();
}

// Random writes against a plain model: every past state can be read, by revision and by time.
TEST_P(HistoryTest, EveryPastStateCanBeRead) {
  const uint32_t seed = tiendo::testing::Seed();
  SCOPED_TRACE(tiendo::testing::WithSeed(seed));
  std::mt19937 random(seed);
  using State = std::map<std::string, Row>;
  std::vector<State> states(1);
  for (int i = 0; i < 40; ++i) {
    clock_.Advance(microseconds(random() % 3));
    std::map<std::string, std::string> puts;
    for (size_t n = 1 + random() % 4; n > 0; --n) {
      std::string name = "units/u" + std::to_string(random() % 6);
      if (random() % 3 == 0) name += "/notes/n" + std::to_string(random() % 3);
      puts[name] = std::to_string(random());
    }
    int64_t revision = MustWrite(PutAll({puts.begin(), puts.end()}));
    ASSERT_EQ(revision, i + 1);
    states.push_back(states.back());
    for (const auto& [name, body] : puts) states.back()[name] = {name, revision, body};
  }
  for (int64_t at = 0; at < static_cast<int64_t>(states.size()); ++at) {
    std::vector<Row> units;
    std::vector<Row> notes;
    for (const auto& [name, row] : states[static_cast<size_t>(at)]) {
      (name.find("/notes/") == std::string::npos ? units : notes).push_back(row);
    }
    EXPECT_EQ(ToText(List(0, at)), ToText(units)) << at;
    EXPECT_EQ(ToText(List(1, at)), ToText(notes)) << at;
    for (const auto& [name, last] : states.back()) {
      auto found = Get(name, at);
      auto wanted = states[static_cast<size_t>(at)].find(name);
      ASSERT_EQ(found.has_value(), wanted != states[static_cast<size_t>(at)].end()) << name << at;
      if (found) {
        EXPECT_EQ(found->body, wanted->second.body);
      }
    }
  }
  EXPECT_EQ(ToText(List(0)), ToText(List(0, Head().revision)));
  for (const Change& c : Changes()) {
    EXPECT_THAT(RevisionAt(c.time), IsOkAndHolds(c.revision));
    EXPECT_THAT(RevisionAt(c.time - microseconds(1)), IsOkAndHolds(c.revision - 1));
  }
  EXPECT_THAT(RevisionAt(clock_.Now() + hours(1)), IsOkAndHolds(Head().revision));
  ExpectSoundLog();
}

TEST_P(HistoryTest, ListsSelectByPrefixConditionsAndKey) {
  MustWrite([](Transaction& tx, std::vector<Row>&) -> absl::Status {
    TIENDO_RETURN_IF_ERROR(Put(tx, "units/a", "", {.code = "x", .effective_from = "2022-01-01"}));
    TIENDO_RETURN_IF_ERROR(Put(tx, "units/ab", "", {.code = "việc làm"}));
    TIENDO_RETURN_IF_ERROR(Put(tx, "units/b", "", {.code = "7", .effective_from = "2022-06-30"}));
    return Put(tx, "units/đ", "", {.code = "x"});
  });
  auto where = [&](std::string column, std::string op, std::string value) {
    ListQuery query;
    query.conditions.push_back({std::move(column), std::move(op), std::move(value)});
    return ListText(query);
  };
  EXPECT_EQ(where("code", "=", "x"), "units/a units/đ ");
  EXPECT_EQ(where("code", "!=", "x"), "units/ab units/b ");
  EXPECT_EQ(where("code", ":", "làm"), "units/ab ");
  EXPECT_EQ(where("code", ":", "%"), "");
  EXPECT_EQ(where("effective_from", "<", "2022-06-30"), "units/a ");
  EXPECT_EQ(where("effective_from", ">=", "2022-01-01"), "units/a units/b ");
  // Not set differs from every value.
  EXPECT_EQ(where("effective_from", "!=", "2022-01-01"), "units/ab units/b units/đ ");
  ListQuery query;
  query.prefix = "units/a";
  EXPECT_EQ(ListText(query), "units/a units/ab ");
  query.prefix = "";
  query.after = "units/a";
  query.limit = 2;
  EXPECT_EQ(ListText(query), "units/ab units/b ");
}

TEST_P(HistoryTest, BodiesKeepEveryByte) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  const std::vector<std::string> bodies = {all, std::string("\0", 1), "", std::string("a\0b\0", 4),
                                           std::string(1 << 20, '\0')};
  for (const std::string& body : bodies) MustWrite(PutOne("units/a", body));
  std::vector<Change> changes = Changes();
  ASSERT_EQ(changes.size(), bodies.size());
  for (size_t i = 0; i < bodies.size(); ++i) {
    EXPECT_TRUE(changes[i].after == bodies[i]) << i;
    EXPECT_TRUE(Get("units/a", changes[i].revision)->body == bodies[i]) << i;
  }
  EXPECT_THAT(VerifyChain(), IsOk());
}

TEST_P(HistoryTest, TheLogTellsWhoDidWhat) {
  Outcome first = Write(PutOne("units/a", "1"), testing::WithId("id-1"));
  Write(PutAll({{"units/b", "2"}, {"units/a", "3"}}), testing::WithId("id-2"));
  std::vector<Change> changes = Changes();
  ASSERT_EQ(changes.size(), 3u);
  EXPECT_EQ(changes[0].kind, ChangeKind::kCreated);
  EXPECT_EQ(changes[0].previous_revision, 0);
  EXPECT_EQ(changes[1].name, "units/b");
  EXPECT_EQ(changes[2].kind, ChangeKind::kUpdated);
  EXPECT_EQ(changes[2].previous_revision, first.commit.revision);
  EXPECT_EQ(changes[2].ordinal, 1);
  EXPECT_EQ(changes[2].principal, "tester");
  EXPECT_EQ(changes[2].method, "Example/Put");
  EXPECT_EQ(changes[2].request_id, "id-2");
  EXPECT_EQ(Read([](Reader& r) { return r.CommitTime(2).value(); }), changes[2].time);
  EXPECT_EQ(Read([](Reader& r) { return r.CommitTime(3).value(); }), std::nullopt);
}

TEST_P(HistoryTest, ManyRowsInOneRevision) {
  std::vector<std::pair<std::string, std::string>> puts;
  for (int i = 0; i < 333; ++i) puts.emplace_back("units/u" + std::to_string(i), "x");
  EXPECT_EQ(MustWrite(PutAll(puts)), 1);
  EXPECT_EQ(Changes().size(), puts.size());
  EXPECT_EQ(Read([](Reader& r) { return r.ChangesAfter(0, 10).value().size(); }), puts.size())
      << "whole revisions only";
  ExpectSoundLog();
}

TEST_P(HistoryTest, PutRefusesWhatItCannotKeep) {
  auto misuse = [](std::string name, std::vector<db::Param> values) {
    return [name, values](Transaction& tx, std::vector<Row>&) { return tx.Put(name, "", values); };
  };
  EXPECT_THAT(Write(misuse("other/a", {})).status, StatusIs(StatusCode::kInternal));
  EXPECT_THAT(Write(misuse("units/", {"", "", "", "", ""})).status,
              StatusIs(StatusCode::kInternal));
  EXPECT_THAT(Write(misuse("units/a", {""})).status, StatusIs(StatusCode::kInternal));
  EXPECT_THAT(Write(PutAll({{"units/a", "1"}, {"units/a", "2"}})).status,
              StatusIs(StatusCode::kInternal));
  EXPECT_EQ(Head().revision, 0);
}

TEST_P(HistoryTest, AnEditOfTheLogIsFound) {
  for (int i = 1; i <= 5; ++i) MustWrite(PutAll({{"units/a", "x"}, {"units/b", "y"}}));
  ASSERT_THAT(VerifyChain(), IsOk());
  const std::vector<std::pair<std::string, std::vector<db::Param>>> edits = {
      {"UPDATE changes SET after = :a WHERE revision = 3 AND ordinal = 0", {db::Bytes{"z"}}},
      {"UPDATE changes SET principal = :p WHERE revision = 1 AND ordinal = 1", {"another"}},
      {"UPDATE changes SET time_us = time_us + :n WHERE revision = 5", {1}},
      {"UPDATE changes SET hash = :h WHERE revision = 2 AND ordinal = 1", {db::Bytes{"h"}}},
      {"DELETE FROM changes WHERE revision = :r", {3}},
      {"DELETE FROM changes WHERE revision = :r", {5}},
      {"DELETE FROM changes WHERE revision = :r AND ordinal = 1", {2}},
      {"DELETE FROM changes WHERE revision >= :r", {1}},
  };
  for (const auto& [sql, params] : edits) {
    db::Lease writer = database_->Writer().value();
    ASSERT_THAT(writer->Begin(), IsOk());
    ASSERT_THAT(writer->Execute(sql, params), IsOk()) << sql;
    EXPECT_THAT(ledger::VerifyChain(*writer, schema_), StatusIs(StatusCode::kInternal)) << sql;
    ASSERT_THAT(writer->Rollback(), IsOk());
  }
  EXPECT_THAT(VerifyChain(), IsOk());
}

TEST_P(HistoryTest, CompactionForgetsTheLogAndKeepsTheStates) {
  for (int i = 1; i <= 6; ++i) {
    clock_.Advance(hours(1));
    MustWrite(PutOne("units/a", std::to_string(i)));
  }
  const std::vector<Change> before = Changes();
  CompactTo(4);
  EXPECT_EQ(Head().oldest_revision, 4);
  EXPECT_EQ(Changes().front().revision, 4);
  EXPECT_THAT(VerifyChain(), IsOk());
  EXPECT_EQ(Get("units/a", 2)->body, "2");
  EXPECT_THAT(RevisionAt(before[4].time), IsOkAndHolds(5));
  EXPECT_THAT(RevisionAt(before[1].time), StatusIs(StatusCode::kOutOfRange));
  EXPECT_THAT(RevisionAt(before[1].time), HasReason("HISTORY_COMPACTED"));
  CompactTo(2);
  EXPECT_EQ(Head().oldest_revision, 4) << "never back";
  CompactTo(1000);
  EXPECT_EQ(Head().oldest_revision, 7);
  EXPECT_TRUE(Changes().empty());
  EXPECT_THAT(VerifyChain(), IsOk());
  EXPECT_EQ(MustWrite(PutOne("units/a", "7")), 7);
  EXPECT_THAT(VerifyChain(), IsOk());
}

TEST_P(HistoryTest, ManyNewResourcesAreOneRevisionOrNone) {
  const auto put_new = [](int from, int to) {
    return [from, to](Transaction& tx, std::vector<Row>&) {
      std::vector<Transaction::NewResource> resources;
      for (int i = from; i < to; ++i) {
        const testing::Columns c;
        resources.push_back({"units/n" + std::to_string(1000 + i),
                             "body " + std::to_string(i),
                             {c.side, c.parent, c.code, c.effective_from, c.slot}});
      }
      return tx.PutNew(std::move(resources));
    };
  };
  // More than one statement takes, and not a multiple of that.
  EXPECT_EQ(MustWrite(put_new(0, 123)), 1);
  ASSERT_EQ(Changes().size(), 123u);
  EXPECT_EQ(Changes()[122].name, "units/n1122");
  EXPECT_EQ(Changes()[122].ordinal, 122);
  EXPECT_EQ(Changes()[122].previous_revision, 0);
  EXPECT_THAT(VerifyChain(), IsOk());
  EXPECT_EQ(Read([](Reader& r) { return r.Get("units/n1057").value().value().body; }), "body 57");
  // One of them is there: none is written.
  EXPECT_THAT(Write(put_new(122, 200)).status, HasReason("RESOURCE_EXISTS"));
  EXPECT_EQ(Head().revision, 1);
  EXPECT_FALSE(Read([](Reader& r) { return r.Get("units/n1150").value().has_value(); }));
  // What is there goes on like any other.
  EXPECT_EQ(MustWrite(PutOne("units/n1057", "later")), 2);
  EXPECT_EQ(Changes().back().previous_revision, 1);
}

}  // namespace
}  // namespace tiendo::ledger
