// Where a watch can start, and what its tokens are worth.
#include <gtest/gtest.h>

#include <random>

#include "common/feed/tokens.h"
#include "tests/contract/feed/example_feed.h"

namespace tiendo::feed {
namespace {

using absl::StatusCode;
using testing::Frame;
using testing::HasReason;
using testing::IsOk;
using testing::NewUnit;
using testing::StatusIs;
using testing::ToText;
using testing::Unit;

class TokenTest : public testing::FeedTest {
 protected:
  // Single changes, and revisions larger than a frame.
  void WriteHistory(int revisions) {
    std::mt19937 random(static_cast<unsigned>(revisions));
    for (int i = 0; i < revisions; ++i) {
      std::vector<Unit> units;
      const size_t first = random() % 10;
      for (size_t n = i % 3 == 0 ? 8 : 1; n > 0; --n) {
        units.push_back(NewUnit("units/u" + std::to_string((first + n) % 10), std::to_string(i)));
      }
      WriteUnits(units);
    }
  }
  absl::Status OpenStatus(const testing::WatchChangesRequest& request) {
    return Session::Open(source_, request).status();
  }
  ResumeToken TokenAt(int64_t revision) {
    ResumeToken token;
    token.service = schema_.service;
    token.database_id = Head().database_id;
    token.revision = revision;
    return token;
  }
  void CompactTo(int64_t first_kept) {
    db::Lease writer = database_->Writer().value();
    ASSERT_THAT(ledger::Compact(*writer, first_kept), IsOk());
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, TokenTest, testing::AllEngines(), testing::EngineName);

TEST_P(TokenTest, EveryTokenYieldsTheSameTail) {
  source_.max_frame_changes = 3;
  WriteHistory(12);
  WriteUnits({NewUnit("units/u1/notes/n")});
  for (const auto& request : {FromEarliest(), Snapshot(), FromEarliest("code != \"3\""),
                              Snapshot("collection = \"units\""), FromEarliest("code = \"0\""),
                              Snapshot("code = \"no such\"")}) {
    SCOPED_TRACE(request.ShortDebugString());
    const std::vector<Frame> all = Watch(request);
    ExpectChained(all);
    for (size_t i = 0; i < all.size(); ++i) {
      auto session = OpenWatch(Resume(all[i].resume_token(), request.filter()));
      const std::vector<Frame> tail = Drain(*session);
      ASSERT_EQ(ToText(tail), ToText(all, i + 1)) << "after frame " << i;
      EXPECT_EQ(session->revision(), Head().revision);
      // As frames, not only as changes: positions and parts.
      ASSERT_EQ(tail.size(), all.size() - i - 1);
      for (size_t k = 0; k < tail.size(); ++k) {
        EXPECT_EQ(tail[k].revision(), all[i + 1 + k].revision());
        EXPECT_EQ(tail[k].phase(), all[i + 1 + k].phase());
        EXPECT_EQ(tail[k].fragment(), all[i + 1 + k].fragment());
        EXPECT_EQ(tail[k].resume_token(), all[i + 1 + k].resume_token());
        EXPECT_EQ(tail[k].time().seconds(), all[i + 1 + k].time().seconds());
        EXPECT_EQ(tail[k].time().nanos(), all[i + 1 + k].time().nanos());
      }
    }
  }
}

TEST_P(TokenTest, ALargeRevisionIsSplitAndOnlyItsLastPartEndsIt) {
  source_.max_frame_changes = 3;
  std::vector<Unit> units;
  for (int i = 0; i < 7; ++i) units.push_back(NewUnit("units/u" + std::to_string(i)));
  WriteUnits(units);
  WriteUnits({NewUnit("units/u0", "x")});
  std::vector<Frame> frames = Watch(FromEarliest());
  ASSERT_EQ(frames.size(), 4u);
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(frames[i].revision(), 1);
    EXPECT_EQ(frames[i].fragment(), i < 2);
    EXPECT_EQ(frames[i].changes_size(), i < 2 ? 3 : 1);
  }
  EXPECT_EQ(ToText(frames), ToText(Changes()));
  // By size as well.
  source_.max_frame_changes = 500;
  source_.max_frame_bytes = 1;
  frames = Watch(FromEarliest());
  EXPECT_EQ(frames.size(), 8u);
  EXPECT_EQ(ToText(frames), ToText(Changes()));
  ExpectChained(frames);
}

TEST_P(TokenTest, FromNowAndWithoutAStartComesOnlyWhatIsNew) {
  WriteHistory(3);
  for (const auto& request : {FromNow(), testing::WatchChangesRequest()}) {
    auto session = OpenWatch(request);
    EXPECT_TRUE(Drain(*session).empty());
    const Frame progress = session->Progress();
    EXPECT_EQ(progress.phase(), Frame::PHASE_PROGRESS);
    EXPECT_EQ(progress.revision(), Head().revision);
    const int64_t revision = WriteUnits({NewUnit("units/new")});
    std::vector<Frame> frames = Drain(*session);
    ASSERT_EQ(frames.size(), 1u);
    EXPECT_EQ(frames[0].revision(), revision);
    EXPECT_EQ(frames[0].previous_revision(), revision - 1);
    // The token of a progress frame resumes there.
    EXPECT_EQ(ToText(Watch(Resume(progress.resume_token()))), ToText(frames));
  }
}

TEST_P(TokenTest, AFrameCarriesTheResourceAndWhoChangedIt) {
  Unit unit = NewUnit("units/a", "7");
  WriteUnits({unit});
  const Frame frame = Watch(FromEarliest()).at(0);
  ASSERT_EQ(frame.changes_size(), 1);
  Unit found;
  ASSERT_TRUE(frame.changes(0).resource().UnpackTo(&found));
  EXPECT_EQ(found.SerializeAsString(), unit.SerializeAsString());
  EXPECT_EQ(frame.changes(0).principal(), "tester");
  EXPECT_EQ(frame.changes(0).method(), "Example/Put");
  EXPECT_EQ(frame.changes(0).commit_time().seconds(), ToMicros(Head().time) / 1'000'000);
  EXPECT_EQ(frame.time().seconds(), ToMicros(Head().time) / 1'000'000);
}

TEST_P(TokenTest, GarbageIsInvalid) {
  WriteHistory(3);
  PageToken page;
  page.method = schema_.service;
  page.database_id = Head().database_id;
  ResumeToken negative = TokenAt(-1);
  for (const std::string& garbage :
       {std::string(), std::string("x"), std::string("AAAA"), std::string("!!"), Encode(page),
        std::string(100'000, 'A'), Encode(TokenAt(1)) + "=", Encode(negative),
        EncodePositions({{schema_.service, "db", 1}})}) {
    const absl::Status status = OpenStatus(Resume(garbage));
    EXPECT_THAT(status, StatusIs(StatusCode::kInvalidArgument)) << garbage.substr(0, 20);
    EXPECT_TRUE(errors::Reason(status).starts_with("RESUME_TOKEN_")) << status;
  }
  EXPECT_THAT(OpenStatus(Resume("x")), HasReason("RESUME_TOKEN_INVALID"));
}

TEST_P(TokenTest, ForeignTokensAreNamed) {
  WriteHistory(5);
  ResumeToken token = TokenAt(2);
  token.service = "tiendo.programs.v1.ProgramService";
  EXPECT_THAT(OpenStatus(Resume(Encode(token))), HasReason("RESUME_TOKEN_MISMATCH"));
  EXPECT_THAT(OpenStatus(Resume(Encode(token))), StatusIs(StatusCode::kInvalidArgument));

  const std::string filtered =
      Watch(FromEarliest("code = \"1\" AND side=PARTY")).at(0).resume_token();
  EXPECT_THAT(OpenStatus(Resume(filtered, "side = 'PARTY'   AND code='1'")), IsOk())
      << "the same, spelled otherwise";
  EXPECT_THAT(OpenStatus(Resume(filtered)), HasReason("RESUME_TOKEN_MISMATCH"));
  EXPECT_THAT(OpenStatus(Resume(filtered, "code = \"2\"")), HasReason("RESUME_TOKEN_MISMATCH"));
  EXPECT_THAT(OpenStatus(Resume(Encode(TokenAt(2)), "code = \"1\"")),
              HasReason("RESUME_TOKEN_MISMATCH"));

  token = TokenAt(2);
  token.database_id = "another";
  absl::Status status = OpenStatus(Resume(Encode(token)));
  EXPECT_THAT(status, StatusIs(StatusCode::kOutOfRange));
  EXPECT_THAT(status, HasReason("DATABASE_CHANGED"));
  EXPECT_EQ(errors::GetDetails(status)->metadata["database_id"], Head().database_id);
}

TEST_P(TokenTest, TheFutureIsOutOfRange) {
  WriteHistory(3);
  EXPECT_THAT(OpenStatus(Resume(Encode(TokenAt(3)))), IsOk());
  absl::Status status = OpenStatus(Resume(Encode(TokenAt(4))));
  EXPECT_THAT(status, StatusIs(StatusCode::kOutOfRange));
  EXPECT_THAT(status, HasReason("REVISION_AHEAD"));
  EXPECT_EQ(errors::GetDetails(status)->metadata["head_revision"], "3");
  ResumeToken part = TokenAt(3);
  part.delivered_in_next = 1;
  EXPECT_THAT(OpenStatus(Resume(Encode(part))), HasReason("REVISION_AHEAD"));
}

TEST_P(TokenTest, CompactedHistoryIsOutOfRange) {
  WriteHistory(8);
  std::vector<Frame> frames = Watch(FromEarliest());
  auto open_watch = OpenWatch(Resume(Encode(TokenAt(1))));
  StopHub();  // forgets what it holds in memory
  CompactTo(5);
  StartHub();
  absl::Status status = OpenStatus(Resume(Encode(TokenAt(3))));
  EXPECT_THAT(status, StatusIs(StatusCode::kOutOfRange));
  EXPECT_THAT(status, HasReason("HISTORY_COMPACTED"));
  EXPECT_EQ(errors::GetDetails(status)->metadata["oldest_revision"], "5");
  source_.hub = hub_.get();
  EXPECT_THAT(open_watch->Next(), HasReason("HISTORY_COMPACTED")) << "a watch that is open";
  EXPECT_EQ(ToText(Watch(Resume(Encode(TokenAt(4))))), ToText(Changes()));
  EXPECT_EQ(ToText(Watch(FromEarliest())), ToText(Changes()));
  CompactTo(100);
  EXPECT_THAT(OpenStatus(Resume(Encode(TokenAt(8)))), IsOk()) << "the head is never out of range";
  EXPECT_TRUE(Watch(FromEarliest()).empty());
}

// The database is replaced (restored from a copy, under another id) under an open watch.
TEST_P(TokenTest, AReplacedDatabaseEndsTheWatch) {
  WriteHistory(5);
  auto session = OpenWatch(FromEarliest());
  auto snapshot = OpenWatch(Snapshot());
  Drain(*session);
  const std::string token = Watch(FromEarliest()).back().resume_token();
  const int64_t epoch = hub_->epoch();
  std::string renewed;
  {
    db::Lease writer = database_->Writer().value();
    auto id = ledger::RenewDatabaseId(*writer);
    ASSERT_THAT(id, IsOk());
    renewed = *id;
  }
  hub_->Wake();
  ASSERT_TRUE(testing::WaitUntil([&] { return hub_->epoch() > epoch; }));
  EXPECT_THAT(session->Next(), StatusIs(StatusCode::kOutOfRange));
  EXPECT_THAT(session->Next(), HasReason("DATABASE_CHANGED"));
  EXPECT_THAT(OpenStatus(Resume(token)), HasReason("DATABASE_CHANGED"));
  EXPECT_THAT(snapshot->Next(), HasReason("DATABASE_CHANGED"));
  EXPECT_EQ(Watch(FromEarliest()).back().database_id(), renewed);
}

// The database lost its newest revisions (failover to a replica that lagged), under an open watch.
TEST_P(TokenTest, ADatabaseThatWentBackEndsTheWatch) {
  WriteHistory(5);
  auto session = OpenWatch(FromEarliest());
  Drain(*session);
  const int64_t epoch = hub_->epoch();
  {
    db::Lease writer = database_->Writer().value();
    ASSERT_THAT(writer->Begin(), IsOk());
    ASSERT_THAT(writer->Execute("DELETE FROM changes WHERE revision > 3"), IsOk());
    ASSERT_THAT(writer->Execute("UPDATE ledger_head SET revision = 3"), IsOk());
    ASSERT_THAT(writer->Commit(), IsOk());
  }
  hub_->Wake();
  ASSERT_TRUE(testing::WaitUntil([&] { return hub_->epoch() > epoch; }));
  EXPECT_THAT(session->Next(), HasReason("REVISION_AHEAD"));
}

TEST_P(TokenTest, BadRequestsNameTheirFields) {
  testing::WatchChangesRequest request = FromNow();
  request.set_filter("nonsense = 1");
  request.mutable_progress_interval()->set_seconds(5);
  absl::Status status = OpenStatus(request);
  EXPECT_THAT(status, HasReason("INVALID_REQUEST"));
  EXPECT_EQ(errors::GetDetails(status)->violations.size(), 2u);
  request = FromNow();
  for (int64_t ms : {int64_t{0}, int64_t{9}, int64_t{1001}, int64_t{-1}}) {
    request.mutable_progress_interval()->set_seconds(ms / 1000);
    request.mutable_progress_interval()->set_nanos(static_cast<int32_t>(ms % 1000) * 1'000'000);
    EXPECT_THAT(OpenStatus(request), HasReason("INVALID_REQUEST")) << ms;
  }
  request.mutable_progress_interval()->set_seconds(0);
  request.mutable_progress_interval()->set_nanos(10'000'000);
  EXPECT_EQ(OpenWatch(request)->progress_interval(), std::chrono::milliseconds(10));
  EXPECT_EQ(OpenWatch(FromNow())->progress_interval(), std::chrono::seconds(1));
}

}  // namespace
}  // namespace tiendo::feed
