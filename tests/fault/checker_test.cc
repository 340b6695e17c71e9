// The checker itself: a small sound recording passes, and each way of being wrong is found by the
// check that is for it.
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/fault/check/calls.h"
#include "tests/fault/check/final_state.h"
#include "tests/fault/check/load.h"
#include "tests/fault/check/report.h"
#include "tests/fault/check/watches.h"

namespace tiendo::fault {
namespace {

constexpr char kService[] = "tiendo.programs.v1.ProgramService";
constexpr char kCreate[] = "tiendo.programs.v1.ProgramService/CreateItem";
constexpr char kUpdate[] = "tiendo.programs.v1.ProgramService/UpdateItem";

LedgerChange Change(int64_t revision, const std::string& name, int64_t previous,
                    const std::string& id, const std::string& state) {
  LedgerChange change;
  change.service = kService;
  change.revision = revision;
  change.name = name;
  change.previous = previous;
  change.created = previous == 0;
  change.method = previous == 0 ? kCreate : kUpdate;
  change.request_id = id;
  change.time_us = revision * 10;
  change.collection = "items";
  change.value = "v-" + id;
  change.fields = {{"state", state}};
  return change;
}

// Revisions 1: a created; 2: b and c created together; 3: a changes its state.
class CheckerTest : public ::testing::Test {
 protected:
  CheckerTest() {
    Put(Change(1, "a", 0, "r1", "DRAFT"));
    Put(Change(2, "b", 0, "r2", "DRAFT"));
    LedgerChange second = Change(2, "c", 0, "r2", "ISSUED");
    second.ordinal = 1;
    Put(second);
    Put(Change(3, "a", 1, "r3", "ISSUED"));
    head_.service = kService;
    head_.database_id = "db";
    head_.revision = 3;
    for (int64_t r = 1; r <= 3; ++r) {
      requests_.push_back({kService, r == 3 ? kUpdate : kCreate, "r" + std::to_string(r), r});
    }
  }
  void Put(LedgerChange change) { changes_.push_back(std::move(change)); }

  const FinalState& State() {
    state_ = FinalState();
    state_.Add(head_);
    for (const LedgerChange& change : changes_) state_.Add(change);
    for (const RequestRow& row : requests_) state_.Add(row);
    state_.Index();
    return state_;
  }
  // Names of the checks that found something.
  std::string Violated() {
    std::string out;
    for (const auto& [check, n] : report_.violations()) out += (out.empty() ? "" : " ") + check;
    return out;
  }
  std::string LedgerViolations() {
    CheckLedger(*State().Find(kService), report_);
    return Violated();
  }

  static Call Write(const std::string& id, int64_t revision, int64_t begin, int64_t end) {
    static int64_t next = 0;
    Call call;
    call.id = ++next;
    call.service = kService;
    call.method = revision == 3 ? "UpdateItem" : "CreateItem";
    call.write = true;
    call.request_id = id;
    call.body = id;
    call.names = {revision == 2 ? "b" : "a"};
    call.value = "v-" + id;
    call.outcome = Outcome::kOk;
    call.positions = {{kService, "db", revision}};
    call.begin = begin;
    call.end = end;
    return call;
  }
  std::string CallViolations(const std::vector<Call>& calls) {
    CallChecks checks(State(), report_);
    for (const Call& call : calls) checks.Add(call);
    checks.Finish();
    return Violated();
  }

  static Frame Changes(int64_t revision, int64_t previous, std::vector<FrameChange> changes) {
    Frame frame;
    frame.stream = 1;
    frame.phase = "CHANGES";
    frame.revision = revision;
    frame.previous = previous;
    frame.head = 3;
    frame.time_us = revision * 10;
    frame.database_id = "db";
    frame.changes = std::move(changes);
    return frame;
  }
  static Frame Progress(int64_t revision, int64_t previous) {
    Frame frame = Changes(revision, previous, {});
    frame.phase = "PROGRESS";
    return frame;
  }
  static Frame First() { return Changes(1, 0, {{"a", "CREATED", 1, 0}}); }
  static Frame Second() { return Changes(2, 1, {{"b", "CREATED", 2, 0}, {"c", "CREATED", 2, 0}}); }
  static Frame Third() { return Changes(3, 2, {{"a", "UPDATED", 3, 1}}); }
  std::string WatchViolations(const std::vector<Frame>& frames, std::vector<Term> filter = {},
                              const std::string& start = "earliest") {
    WatchChecks checks(State(), report_);
    WatchOpened opened;
    opened.stream = 1;
    opened.service = kService;
    opened.start = start;
    opened.filter = std::move(filter);
    checks.Open(opened);
    for (const Frame& frame : frames) checks.Add(frame);
    WatchEnded ended;
    ended.stream = 1;
    ended.last = true;
    checks.End(ended);
    return Violated();
  }

  std::vector<LedgerChange> changes_;
  std::vector<RequestRow> requests_;
  LedgerHead head_;
  FinalState state_;
  Report report_;
};

TEST_F(CheckerTest, ASoundRecordingPasses) {
  EXPECT_EQ(LedgerViolations(), "");
  EXPECT_EQ(CallViolations({Write("r1", 1, 1, 2), Write("r2", 2, 3, 4), Write("r3", 3, 5, 6)}), "");
  EXPECT_EQ(WatchViolations({First(), Second(), Third()}), "");
}

TEST_F(CheckerTest, LedgerWithAHole) {
  changes_.erase(changes_.begin());
  EXPECT_NE(LedgerViolations().find("ledger.dense"), std::string::npos);
}

TEST_F(CheckerTest, LedgerWhoseHeadWentBack) {
  head_.revision = 2;
  EXPECT_EQ(LedgerViolations(), "ledger.dense");
}

TEST_F(CheckerTest, LedgerWhoseTimeRanBack) {
  changes_.back().time_us = 5;
  EXPECT_EQ(LedgerViolations(), "ledger.time");
}

TEST_F(CheckerTest, LedgerWithABrokenLink) {
  changes_.back().previous = 2;
  EXPECT_EQ(LedgerViolations(), "ledger.linked");
}

TEST_F(CheckerTest, LedgerWithABrokenChain) {
  head_.chain_error = "revision 2 does not fit";
  EXPECT_EQ(LedgerViolations(), "ledger.chain");
}

TEST_F(CheckerTest, TwoEffectsOfOneRequestId) {
  LedgerChange again = Change(4, "a", 3, "r3", "ISSUED");
  Put(again);
  head_.revision = 4;
  EXPECT_EQ(LedgerViolations(), "request.once");
}

TEST_F(CheckerTest, AnEffectWithoutItsRequestId) {
  requests_.pop_back();
  EXPECT_EQ(LedgerViolations(), "request.stored");
}

TEST_F(CheckerTest, AcknowledgedAndLost) {
  EXPECT_EQ(CallViolations({Write("r9", 3, 1, 2)}), "write.lost");
}

TEST_F(CheckerTest, AcknowledgedWithAnotherValue) {
  Call call = Write("r1", 1, 1, 2);
  call.value = "else";
  EXPECT_EQ(CallViolations({call}), "write.lost");
}

TEST_F(CheckerTest, RefusedAndDone) {
  Call call = Write("r1", 1, 1, 2);
  call.outcome = Outcome::kRefused;
  EXPECT_EQ(CallViolations({call}), "write.refused");
  // Not when a try before it has no outcome.
  report_ = Report();
  Call open = Write("r1", 1, 1, 2);
  open.outcome = Outcome::kUnknown;
  EXPECT_EQ(CallViolations({open, call}), "");
}

TEST_F(CheckerTest, WrongAndAccepted) {
  Call call = Write("r1", 1, 1, 2);
  call.wrong = true;
  EXPECT_EQ(CallViolations({call}), "write.refused");
}

TEST_F(CheckerTest, RefusedForWhatIsNotSo) {
  Call call = Write("r9", 1, 1, 2);
  call.outcome = Outcome::kRefused;
  call.reason = "RESOURCE_EXISTS";
  call.names = {"never"};
  EXPECT_EQ(CallViolations({call}), "write.unjustified");
}

TEST_F(CheckerTest, TwoAnswersToOneRequestId) {
  Call other = Write("r1", 2, 3, 4);
  other.names = {"a"};
  EXPECT_NE(CallViolations({Write("r1", 1, 1, 2), other}).find("request.answer"),
            std::string::npos);
}

TEST_F(CheckerTest, RevisionsAgainstRealTime) {
  // The later write has the lower revision.
  EXPECT_EQ(CallViolations({Write("r2", 2, 1, 2), Write("r1", 1, 3, 4)}), "ledger.real_time");
}

TEST_F(CheckerTest, EtagThatWasNotHeld) {
  Call call = Write("r3", 3, 1, 2);
  call.etag = 2;
  EXPECT_EQ(CallViolations({call}), "write.etag");
}

TEST_F(CheckerTest, ReadOfAnotherState) {
  Call read;
  read.service = kService;
  read.method = "GetItem";
  read.outcome = Outcome::kOk;
  read.answer = {{"a", 1, "v-r1"}};
  read.positions = {{kService, "db", 3}};
  EXPECT_EQ(CallViolations({read}), "read.state");
}

TEST_F(CheckerTest, ReadBeforeWhatWasAcknowledged) {
  Call read;
  read.service = kService;
  read.method = "GetItem";
  read.outcome = Outcome::kOk;
  read.answer = {{"a", 1, "v-r1"}};
  read.positions = {{kService, "db", 1}};
  read.begin = 10;
  read.end = 11;
  EXPECT_EQ(CallViolations({Write("r2", 2, 1, 2), read}), "read.stale");
}

TEST_F(CheckerTest, PositionsThatGoBack) {
  Call read;
  read.service = "tiendo.status.v1.StatusService";
  read.method = "GetStatus";
  read.outcome = Outcome::kOk;
  read.min_positions = {{kService, "db", 3}};
  read.positions = {{kService, "db", 2}};
  EXPECT_EQ(CallViolations({read}), "position.back");
}

TEST_F(CheckerTest, WatchThatMisses) {
  EXPECT_NE(
      WatchViolations({First(), Changes(3, 1, {{"a", "UPDATED", 3, 1}})}).find("watch.missed"),
      std::string::npos);
}

TEST_F(CheckerTest, WatchThatRepeats) {
  EXPECT_EQ(WatchViolations({First(), Changes(1, 1, {{"a", "CREATED", 1, 0}}), Second(), Third()}),
            "watch.unique");
}

TEST_F(CheckerTest, WatchThatGoesBack) {
  EXPECT_EQ(WatchViolations({First(), Second(), Changes(1, 2, {{"a", "CREATED", 1, 0}}),
                             Changes(3, 1, {{"a", "UPDATED", 3, 1}})}),
            "watch.ordered watch.safe_time");
}

TEST_F(CheckerTest, WatchThatTearsARevision) {
  EXPECT_EQ(WatchViolations({First(), Changes(2, 1, {{"b", "CREATED", 2, 0}}), Third()}),
            "watch.atomic");
  // In marked parts it is whole.
  report_ = Report();
  Frame part = Changes(2, 1, {{"b", "CREATED", 2, 0}});
  part.fragment = true;
  EXPECT_EQ(WatchViolations({First(), part, Changes(2, 2, {{"c", "CREATED", 2, 0}}), Third()}), "");
}

TEST_F(CheckerTest, WatchWhoseProgressIsAhead) {
  EXPECT_EQ(WatchViolations({First(), Progress(2, 1), Third()}), "watch.progress");
}

TEST_F(CheckerTest, WatchWhoseTimeIsNotSafe) {
  // Revision 3 was committed at 30, and is still to come.
  Frame idle = Progress(2, 2);
  idle.time_us = 29;
  EXPECT_EQ(WatchViolations({First(), Second(), idle, Third()}), "");
  idle.time_us = 30;
  EXPECT_EQ(WatchViolations({First(), Second(), idle, Third()}), "watch.safe_time");
}

TEST_F(CheckerTest, SafeIsWhatIsBeforeAllThatFollows) {
  EXPECT_EQ(State().Find(kService)->EarliestAfter(0), 10);
  EXPECT_EQ(State().Find(kService)->EarliestAfter(2), 30);
  EXPECT_EQ(State().Find(kService)->EarliestAfter(3), std::nullopt);
  // Not only what comes next.
  changes_.back().time_us = 15;
  EXPECT_EQ(State().Find(kService)->EarliestAfter(1), 15);
}

TEST_F(CheckerTest, WatchWhoseTimeGoesBack) {
  Frame later = Progress(2, 2);
  later.time_us = 25;
  Frame earlier = Progress(2, 2);
  earlier.time_us = 24;
  EXPECT_EQ(WatchViolations({First(), Second(), earlier, later, Third()}), "");
  EXPECT_EQ(WatchViolations({First(), Second(), later, earlier, Third()}), "watch.safe_time");
}

TEST_F(CheckerTest, WatchWhoseTimeIsNotThatOfTheCommit) {
  Frame second = Second();
  second.time_us = 19;
  EXPECT_EQ(WatchViolations({First(), second, Third()}), "watch.safe_time");
}

TEST_F(CheckerTest, WatchWhoseChangesBeginBeforeThePagesOfItsSnapshot) {
  Frame page = Changes(3, 0, {{"a", "CURRENT", 3, 0}, {"b", "CURRENT", 2, 0}});
  page.phase = "SNAPSHOT";
  page.changes.push_back({"c", "CURRENT", 2, 0});
  Frame end = Changes(2, 3, {});
  end.phase = "SNAPSHOT_END";
  EXPECT_EQ(WatchViolations({page, end, Third()}, {}, "snapshot"), "");
}

TEST_F(CheckerTest, WatchWhoseFilterForgetsWhatLeft) {
  const std::vector<Term> drafts = {{"state", "DRAFT"}};
  Frame b = Changes(2, 1, {{"b", "CREATED", 2, 0}});
  EXPECT_EQ(
      WatchViolations({First(), b, Changes(3, 2, {{"a", "REMOVED_FROM_VIEW", 3, 1}})}, drafts), "");
  EXPECT_EQ(WatchViolations({First(), b, Changes(3, 2, {{"a", "UPDATED", 3, 1}})}, drafts),
            "watch.filter");
  report_ = Report();
  EXPECT_NE(WatchViolations({First(), b, Progress(3, 2)}, drafts).find("watch.progress"),
            std::string::npos);
}

TEST_F(CheckerTest, WatchWhoseSnapshotIsIncomplete) {
  Frame page = Changes(2, 0, {{"a", "CURRENT", 1, 0}, {"b", "CURRENT", 2, 0}});
  page.phase = "SNAPSHOT";
  Frame end = Changes(2, 2, {});
  end.phase = "SNAPSHOT_END";
  EXPECT_EQ(WatchViolations({page, end, Third()}, {}, "snapshot"), "watch.snapshot");
  report_ = Report();
  page.changes.push_back({"c", "CURRENT", 2, 0});
  EXPECT_EQ(WatchViolations({page, end, Third()}, {}, "snapshot"), "");
}

TEST_F(CheckerTest, WatchThatNamesAnotherFrameBefore) {
  EXPECT_EQ(WatchViolations({First(), Changes(2, 0, Second().changes), Third()}), "watch.previous");
}

TEST_F(CheckerTest, CountsWhatALoadConsistsOf) {
  const std::vector<Term> drafts = {{"state", "DRAFT"}};
  WatchViolations({First(), Changes(2, 1, {{"b", "CREATED", 2, 0}}),
                   Changes(3, 2, {{"a", "REMOVED_FROM_VIEW", 3, 1}})},
                  drafts);
  EXPECT_EQ(report_.counts().at("events"), 3);
  EXPECT_EQ(report_.counts().at("removed from view"), 1);
}

TEST_F(CheckerTest, ARunBelowItsLoadIsInvalid) {
  fault::Run run;  // gtest has another Run
  run.min_faults = 4;
  run.min_writes = 500;
  const std::map<std::string, int64_t> least = {{"faults under load", run.min_faults},
                                                {"writes ok", run.min_writes},
                                                {"events", run.min_events},
                                                {"removed from view", run.min_removed},
                                                {"disconnects by client", run.min_disconnects}};
  for (const std::string& lacking :
       {std::string(), std::string("faults under load"), std::string("writes ok"),
        std::string("events"), std::string("removed from view"),
        std::string("disconnects by client")}) {
    Report report;
    for (const auto& [what, n] : least) report.Count(what, what == lacking ? n - 1 : n);
    CheckLoad(run, report);
    ASSERT_EQ(report.invalid().size(), lacking.empty() ? 0u : 1u) << lacking;
    if (!lacking.empty()) {
      EXPECT_TRUE(report.invalid().front().starts_with(lacking + ": "));
    }
  }
}

TEST_F(CheckerTest, AFaultThatMeetsTooFewWritesIsInvalid) {
  const fault::Run run;
  CheckFault({"kill", "programs/0", run.min_in_flight, 1}, run, report_);
  // One that asks for no load.
  CheckFault({"heal", "programs/0", -1, 2}, run, report_);
  EXPECT_TRUE(report_.invalid().empty());
  EXPECT_EQ(report_.counts().at("faults under load"), 1);
  CheckFault({"kill", "programs/0", run.min_in_flight - 1, 3}, run, report_);
  EXPECT_EQ(report_.invalid().size(), 1u);
}

}  // namespace
}  // namespace tiendo::fault
