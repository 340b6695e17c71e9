// The durable copy of a feed: effects once, positions that only rise, complete when it is.
#include "common/feed/mirror.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/contract/feed/example_feed.h"

namespace tiendo::feed {
namespace {

using absl::StatusCode;
using testing::Frame;
using testing::HasReason;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::NewUnit;
using testing::StatusIs;
using testing::Unit;

class MirrorTest : public testing::FeedTest {
 protected:
  void SetUp() override {
    FeedTest::SetUp();
    mirror_ = NewMirror();
  }
  // The mirror is kept in the same database; it does not feed.
  std::vector<db::Migration> Migrations() override {
    std::vector<db::Migration> migrations = LedgerTest::Migrations();
    migrations.push_back({3, "mirror", kMirrorSql});
    return migrations;
  }
  std::unique_ptr<Mirror> NewMirror() {
    Mirror::Observer observer;
    observer.on_reset = [this] {
      ++resets_;
      observed_.clear();
    };
    observer.on_frame = [this](const std::vector<MirroredResource>& resources,
                               const MirrorPosition& position) {
      ++frames_;
      for (const MirroredResource& r : resources) {
        int64_t& held = observed_[r.name];
        EXPECT_GT(r.revision, held) << r.name << ": newer states only";
        held = r.revision;
        ++effects_;
      }
      EXPECT_GE(position.revision, last_.database_id == position.database_id ? last_.revision : 0);
      last_ = position;
    };
    return std::make_unique<Mirror>(
        "units",
        [this](std::function<absl::Status(db::Connection&)> fn) {
          absl::Status status = committer_->RunSide([&](db::Connection& c) -> absl::Status {
            TIENDO_RETURN_IF_ERROR(fn(c));
            return fail_ ? errors::Internal("the disk") : absl::OkStatus();
          });
          return status;
        },
        observer);
  }
  // As after a restart of the consumer.
  void Restart() {
    observed_.clear();
    last_ = {};
    mirror_ = NewMirror();
    db::Lease lease = database_->Reader().value();
    ASSERT_THAT(mirror_->Load(*lease), IsOk());
  }
  std::vector<ledger::Row> Mirrored() {
    return Read([](ledger::Reader& r) {
      std::vector<ledger::Row> rows;
      auto found = r.connection().Query<std::string, int64_t, db::Bytes>(
          "SELECT name, revision, body FROM mirror_resources WHERE source = 'units' ORDER BY name");
      for (auto& [name, revision, body] : found.value())
        rows.push_back({name, revision, body.value});
      return rows;
    });
  }
  void WriteSome(int n) {
    for (int i = 0; i < n; ++i) {
      WriteUnits({NewUnit("units/u" + std::to_string(count_ % 7), std::to_string(count_)),
                  NewUnit("units/u" + std::to_string(count_ % 5) + "/notes/n")});
      ++count_;
    }
  }
  void ApplyAll(const std::vector<Frame>& frames) {
    for (const Frame& f : frames) ASSERT_THAT(mirror_->Apply(f), IsOk());
  }

  std::unique_ptr<Mirror> mirror_;
  bool fail_ = false;
  int count_ = 0;
  int resets_ = 0;
  int frames_ = 0;
  int effects_ = 0;
  std::map<std::string, int64_t> observed_;
  MirrorPosition last_;
};

INSTANTIATE_TEST_SUITE_P(Engines, MirrorTest, testing::AllEngines(), testing::EngineName);

TEST_P(MirrorTest, ItHoldsWhatTheSourceHolds) {
  source_.max_frame_changes = 3;
  WriteSome(10);
  EXPECT_THAT(mirror_->ResumeToken(), IsOkAndHolds(std::string()));
  auto session = OpenWatch(Snapshot());
  ApplyAll(Drain(*session));
  WriteSome(10);
  ApplyAll(Drain(*session));
  EXPECT_EQ(testing::ToText(Mirrored()), testing::ToText(Everything()));
  EXPECT_EQ(mirror_->position().revision, 20);
  EXPECT_EQ(mirror_->position().time, Head().time);
  EXPECT_EQ(mirror_->position().database_id, Head().database_id);
  EXPECT_TRUE(mirror_->position().complete);
}

TEST_P(MirrorTest, AFrameAppliedAgainHasNoEffect) {
  source_.max_frame_changes = 3;
  WriteSome(5);
  auto session = OpenWatch(Snapshot());
  std::vector<Frame> frames = Drain(*session);
  WriteSome(5);
  for (Frame& f : Drain(*session)) frames.push_back(std::move(f));
  // Each frame twice, then all of them again, as after answers that were lost.
  for (const Frame& f : frames) ApplyAll({f, f});
  const int effects = effects_;
  const std::string held = testing::ToText(Mirrored());
  ApplyAll(frames);
  EXPECT_EQ(effects_, effects);
  EXPECT_EQ(testing::ToText(Mirrored()), held);
  EXPECT_EQ(held, testing::ToText(Everything()));
  EXPECT_EQ(mirror_->position().revision, 10);
  EXPECT_TRUE(mirror_->position().complete);
}

TEST_P(MirrorTest, ItGoesOnFromItsTokenAfterARestartAtAnyFrame) {
  source_.max_frame_changes = 3;
  WriteSome(6);
  auto session = OpenWatch(Snapshot());
  std::vector<Frame> frames = Drain(*session);
  WriteSome(3);
  for (Frame& f : Drain(*session)) frames.push_back(std::move(f));
  for (const Frame& f : frames) {
    ASSERT_THAT(mirror_->Apply(f), IsOk());
    const MirrorPosition before = mirror_->position();
    Restart();
    EXPECT_THAT(mirror_->ResumeToken(), IsOkAndHolds(f.resume_token()));
    EXPECT_EQ(mirror_->position().revision, before.revision);
    EXPECT_EQ(mirror_->position().time, before.time);
    EXPECT_EQ(mirror_->position().complete, before.complete);
    EXPECT_EQ(observed_.size(), Mirrored().size()) << "what is stored is handed over";
  }
  ApplyAll(Watch(Resume(mirror_->ResumeToken().value())));
  EXPECT_EQ(testing::ToText(Mirrored()), testing::ToText(Everything()));
}

TEST_P(MirrorTest, WhatCannotBeStoredIsNotHeld) {
  WriteSome(2);
  auto session = OpenWatch(FromEarliest());
  const std::vector<Frame> frames = Drain(*session);
  ApplyAll({frames[0]});
  fail_ = true;
  const int frames_before = frames_;
  EXPECT_THAT(mirror_->Apply(frames[1]), StatusIs(StatusCode::kInternal));
  EXPECT_EQ(frames_, frames_before);
  EXPECT_EQ(mirror_->position().revision, 1);
  EXPECT_THAT(mirror_->ResumeToken(), IsOkAndHolds(frames[0].resume_token()));
  EXPECT_THAT(mirror_->Reset(), StatusIs(StatusCode::kInternal));
  EXPECT_EQ(mirror_->position().revision, 1);
  EXPECT_EQ(resets_, 0);
  fail_ = false;
  ApplyAll({frames[1]});
  EXPECT_EQ(testing::ToText(Mirrored()), testing::ToText(Everything()));
}

// Pages are read at rising revisions: before the changes have reached the highest of them, the copy
// is a mixture of states.
TEST_P(MirrorTest, CompleteWhenTheChangesHaveReachedTheLastPage) {
  source_.max_frame_changes = 3;
  WriteSome(8);
  auto session = OpenWatch(Snapshot());
  int64_t highest = 0;
  while (true) {
    Sync();
    auto frame = session->Next();
    ASSERT_THAT(frame, IsOk());
    if (!frame->has_value()) break;
    const Frame& f = **frame;
    ASSERT_THAT(mirror_->Apply(f), IsOk());
    if (f.phase() == Frame::PHASE_SNAPSHOT) {
      EXPECT_FALSE(mirror_->position().complete);
      highest = f.revision();
      if (highest < 12) WriteSome(1);
      continue;
    }
    const bool reached = f.revision() >= highest && !f.fragment();
    EXPECT_EQ(mirror_->position().complete, reached) << f.ShortDebugString().substr(0, 80);
    if (f.phase() == Frame::PHASE_SNAPSHOT_END) {
      EXPECT_FALSE(reached) << "or the test shows nothing";
    }
  }
  EXPECT_TRUE(mirror_->position().complete);
  Restart();
  EXPECT_TRUE(mirror_->position().complete);
}

TEST_P(MirrorTest, AnEmptySourceIsComplete) {
  auto session = OpenWatch(Snapshot());
  ApplyAll(Drain(*session));
  EXPECT_TRUE(mirror_->position().complete);
  EXPECT_EQ(mirror_->position().revision, 0);
  // Idle progress moves nothing and is handed on.
  const int before = frames_;
  ApplyAll({session->Progress(), session->Progress()});
  EXPECT_EQ(frames_, before + 2);
}

TEST_P(MirrorTest, APartOfARevisionDoesNotMoveThePosition) {
  source_.max_frame_changes = 2;
  WriteUnits({NewUnit("units/a")});
  clock_.Advance(std::chrono::hours(1));
  std::vector<Unit> units;
  for (int i = 0; i < 5; ++i) units.push_back(NewUnit("units/u" + std::to_string(i)));
  WriteUnits(units);
  const std::vector<Frame> frames = Watch(FromEarliest());
  ASSERT_EQ(frames.size(), 4u);
  ApplyAll({frames[0]});
  const MirrorPosition first = mirror_->position();
  ApplyAll({frames[1], frames[2]});
  EXPECT_EQ(mirror_->position().revision, 1);
  EXPECT_EQ(mirror_->position().time, first.time);
  ApplyAll({frames[3]});
  EXPECT_EQ(mirror_->position().revision, 2);
  EXPECT_EQ(mirror_->position().time, Head().time);
}

TEST_P(MirrorTest, AnotherDatabaseAsksForAReset) {
  WriteSome(3);
  ApplyAll(Watch(Snapshot()));
  Frame foreign = Watch(FromEarliest()).at(0);
  foreign.set_database_id("another");
  const std::string held = testing::ToText(Mirrored());
  EXPECT_THAT(mirror_->Apply(foreign), StatusIs(StatusCode::kOutOfRange));
  EXPECT_EQ(testing::ToText(Mirrored()), held);
  ASSERT_THAT(mirror_->Reset(), IsOk());
  EXPECT_EQ(resets_, 1);
  EXPECT_TRUE(Mirrored().empty());
  EXPECT_THAT(mirror_->ResumeToken(), IsOkAndHolds(std::string()));
  EXPECT_FALSE(mirror_->position().complete);
  EXPECT_EQ(mirror_->position().revision, 0);
  ASSERT_THAT(mirror_->Apply(foreign), IsOk());
  EXPECT_EQ(mirror_->position().database_id, "another");
  Restart();
  EXPECT_EQ(mirror_->position().database_id, "another");
}

}  // namespace
}  // namespace tiendo::feed
