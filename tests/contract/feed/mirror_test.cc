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

TEST_P(MirrorTest, ARevisionInSeveralFramesIsSeenAsAWhole) {
  source_.max_frame_changes = 3;
  WriteSome(1);
  auto session = OpenWatch(Snapshot());
  ApplyAll(Drain(*session));
  std::vector<Unit> units;
  for (int i = 0; i < 10; ++i) units.push_back(NewUnit("units/many" + std::to_string(i)));
  WriteUnits(units);
  const int before = effects_;
  const std::vector<Frame> frames = Drain(*session);
  int parts = 0;
  for (const Frame& frame : frames) {
    ASSERT_THAT(mirror_->Apply(frame), IsOk());
    if (frame.fragment()) {
      ++parts;
      EXPECT_EQ(effects_, before) << "nothing of it at the position before";
      EXPECT_EQ(last_.revision, 1);
    }
  }
  EXPECT_EQ(parts, 3);
  EXPECT_EQ(effects_, before + 10);
  EXPECT_EQ(last_.revision, 2);
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

// Two processes of one consumer share a database (PostgreSQL; the stores of both engines allow it).
class SharedMirrorTest : public MirrorTest {
 protected:
  struct Process {
    std::unique_ptr<Mirror> mirror;
    std::map<std::string, ledger::Row> held;  // what its observer knows
    MirrorPosition last;
    int resets = 0;
  };
  void Start(Process& process) {
    process.held.clear();
    process.last = {};
    Mirror::Observer observer;
    observer.on_reset = [&process] {
      process.held.clear();
      process.last = {};
      ++process.resets;
    };
    observer.on_frame = [&process](const std::vector<MirroredResource>& resources,
                                   const MirrorPosition& position) {
      for (const MirroredResource& r : resources) {
        ledger::Row& row = process.held[r.name];
        EXPECT_GT(r.revision, row.revision) << r.name << ": newer states only";
        row = {r.name, r.revision, r.body};
      }
      EXPECT_GE(position.revision, process.last.revision);
      process.last = position;
    };
    process.mirror = std::make_unique<Mirror>(
        "units",
        [this](std::function<absl::Status(db::Connection&)> fn) {
          return committer_->RunSide(std::move(fn));
        },
        observer);
    db::Lease lease = database_->Reader().value();
    ASSERT_THAT(process.mirror->Load(*lease), IsOk());
  }
  static std::string Held(const Process& process) {
    std::vector<ledger::Row> rows;
    for (const auto& [name, row] : process.held) rows.push_back(row);
    return ::testing::PrintToString(testing::ToText(rows));
  }
  std::string Truth() { return ::testing::PrintToString(testing::ToText(Everything())); }

  Process processes_[2];
};

INSTANTIATE_TEST_SUITE_P(Engines, SharedMirrorTest, testing::AllEngines(), testing::EngineName);

TEST_P(SharedMirrorTest, EachProcessSeesEveryChangeWhoeverStoredItFirst) {
  source_.max_frame_changes = 3;
  WriteSome(8);
  for (Process& p : processes_) Start(p);
  auto first = OpenWatch(Snapshot());
  auto second = OpenWatch(Snapshot());
  for (const Frame& f : Drain(*first)) ASSERT_THAT(processes_[0].mirror->Apply(f), IsOk());
  WriteSome(6);
  for (const Frame& f : Drain(*first)) ASSERT_THAT(processes_[0].mirror->Apply(f), IsOk());
  for (const Frame& f : Drain(*second)) ASSERT_THAT(processes_[1].mirror->Apply(f), IsOk());
  for (Process& p : processes_) {
    EXPECT_EQ(Held(p), Truth());
    EXPECT_TRUE(p.last.complete);
    EXPECT_EQ(p.last.revision, Head().revision);
  }
  EXPECT_EQ(::testing::PrintToString(testing::ToText(Mirrored())), Truth());
}

// At random speeds, with restarts: who loads what the others stored goes on from there and ends
// equal, and the shared position never goes back.
TEST_P(SharedMirrorTest, ProcessesAtRandomSpeedsWithRestartsEndEqual) {
  source_.max_frame_changes = 2;
  std::minstd_rand random(static_cast<unsigned>(GetParam()) + 7);
  std::unique_ptr<Session> sessions[2];
  const auto open = [&](size_t i) {
    const std::string token = processes_[i].mirror->ResumeToken().value();
    sessions[i] = OpenWatch(token.empty() ? Snapshot() : Resume(token));
  };
  for (size_t i = 0; i < 2; ++i) {
    Start(processes_[i]);
    open(i);
  }
  int restarts = 0;
  for (int step = 0; step < 300; ++step) {
    if (random() % 3 == 0) WriteSome(1);
    const size_t i = random() % 2;
    if (random() % 20 == 0) {
      const MirrorPosition before = processes_[i].last;
      Start(processes_[i]);
      EXPECT_GE(processes_[i].last.revision, before.complete ? before.revision : 0);
      open(i);
      ++restarts;
    }
    Sync();
    auto frame = sessions[i]->Next();
    ASSERT_THAT(frame, IsOk());
    if (frame->has_value()) {
      ASSERT_THAT(processes_[i].mirror->Apply(**frame), IsOk());
    }
  }
  EXPECT_GT(restarts, 3);
  for (size_t i = 0; i < 2; ++i) {
    for (const Frame& f : Drain(*sessions[i])) ASSERT_THAT(processes_[i].mirror->Apply(f), IsOk());
    EXPECT_EQ(Held(processes_[i]), Truth());
    EXPECT_TRUE(processes_[i].last.complete);
  }
  EXPECT_EQ(::testing::PrintToString(testing::ToText(Mirrored())), Truth());
}

// The source was restored: the first process to notice drops the old rows, the second must not drop
// what the first has stored of the new database.
TEST_P(SharedMirrorTest, OneResetServesAllProcesses) {
  WriteSome(3);
  const std::vector<Frame> old_frames = Watch(Snapshot());
  for (Process& p : processes_) {
    Start(p);
    for (const Frame& f : old_frames) ASSERT_THAT(p.mirror->Apply(f), IsOk());
  }
  Frame late = old_frames.back();
  std::vector<Frame> frames = old_frames;
  for (Frame& f : frames) f.set_database_id("another");
  Process& quick = processes_[0];
  Process& slow = processes_[1];
  ASSERT_THAT(quick.mirror->Apply(frames[0]), StatusIs(StatusCode::kOutOfRange));
  ASSERT_THAT(quick.mirror->Reset(), IsOk());
  for (const Frame& f : frames) ASSERT_THAT(quick.mirror->Apply(f), IsOk());
  const std::string stored = ::testing::PrintToString(testing::ToText(Mirrored()));

  // A frame of the old database that was still on its way is not mixed into the new one.
  late.set_revision(late.revision() + 1);
  EXPECT_THAT(slow.mirror->Apply(late), StatusIs(StatusCode::kOutOfRange));
  ASSERT_THAT(slow.mirror->Reset(), IsOk());
  EXPECT_EQ(slow.resets, 1);
  EXPECT_EQ(::testing::PrintToString(testing::ToText(Mirrored())), stored);
  for (const Frame& f : frames) ASSERT_THAT(slow.mirror->Apply(f), IsOk());
  EXPECT_EQ(Held(slow), Held(quick));
  EXPECT_EQ(slow.mirror->position().database_id, "another");
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
