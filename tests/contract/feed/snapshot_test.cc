// Snapshots read in short pages while others write.
#include <gtest/gtest.h>

#include <random>

#include "tests/contract/feed/example_feed.h"
#include "tests/support/seed.h"

namespace tiendo::feed {
namespace {

using testing::Frame;
using testing::IsOk;
using testing::NewUnit;
using testing::ToText;
using testing::Unit;
using testing::View;

class SnapshotTest : public testing::FeedTest {
 protected:
  // One request of one or a few resources, of both collections.
  void WriteSome(std::mt19937& random) {
    std::map<std::string, Unit> units;
    for (size_t n = 1 + random() % 3; n > 0; --n) {
      std::string name = "units/u" + std::to_string(random() % 20);
      if (random() % 3 == 0) name += "/notes/n";
      units[name] = NewUnit(name, random() % 2 == 0 ? "A" : "B");
    }
    std::vector<Unit> list;
    for (const auto& [name, unit] : units) list.push_back(unit);
    WriteUnits(list);
  }
  std::vector<ledger::Row> EverythingWith(const std::string& code) {
    std::vector<ledger::Row> out;
    for (ledger::Row& row : Everything()) {
      google::protobuf::Any any;
      Unit unit;
      EXPECT_TRUE(any.ParseFromString(row.body) && any.UnpackTo(&unit));
      if (code.empty() || unit.code() == code) out.push_back(std::move(row));
    }
    return out;
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, SnapshotTest, testing::AllEngines(), testing::EngineName);

TEST_P(SnapshotTest, OfAnEmptyDatabase) {
  std::vector<Frame> frames = Watch(Snapshot());
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_EQ(frames[0].phase(), Frame::PHASE_SNAPSHOT_END);
  EXPECT_EQ(frames[0].revision(), 0);
}

TEST_P(SnapshotTest, HasEveryResourceOnceWithItsRevision) {
  source_.max_frame_changes = 4;
  std::mt19937 random(1);
  for (int i = 0; i < 30; ++i) WriteSome(random);
  const std::vector<Frame> frames = Watch(Snapshot());
  ExpectChained(frames);
  std::vector<ledger::Row> rows;
  for (const Frame& f : frames) {
    for (const auto& c : f.changes()) {
      EXPECT_EQ(c.kind(), feed::v1::Change::KIND_CURRENT);
      rows.push_back({c.name(), c.revision(), c.resource().SerializeAsString()});
    }
  }
  // Collection by collection, what is referred to first.
  std::vector<ledger::Row> wanted = List(0);
  for (ledger::Row& row : List(1)) wanted.push_back(std::move(row));
  EXPECT_EQ(testing::ToText(rows), testing::ToText(wanted));
  EXPECT_EQ(frames.back().phase(), Frame::PHASE_SNAPSHOT_END);
  EXPECT_EQ(frames.back().revision(), Head().revision);
  EXPECT_EQ(frames.back().time().seconds(), ToMicros(Head().time) / 1'000'000);
}

// Writes fall between the pages; applied by revision, the frames end in the state as it is. The
// same from every token on the way, whatever was held before it.
TEST_P(SnapshotTest, WhileOthersWriteItEndsInTheStateAsItIs) {
  source_.max_frame_changes = 3;
  const uint32_t seed = tiendo::testing::Seed();
  SCOPED_TRACE(tiendo::testing::WithSeed(seed));
  std::mt19937 random(seed);
  for (int i = 0; i < 20; ++i) WriteSome(random);
  for (const std::string& code : {std::string(), std::string("A")}) {
    const std::string filter = code.empty() ? "" : "code = \"A\"";
    auto session = OpenWatch(Snapshot(filter));
    std::vector<Frame> frames;
    int64_t highest = 0;
    while (true) {
      auto frame = session->Next();
      ASSERT_THAT(frame, IsOk());
      if (!frame->has_value()) break;
      frames.push_back(**std::move(frame));
      if (frames.back().phase() == Frame::PHASE_SNAPSHOT) {
        EXPECT_EQ(frames.back().revision(), Head().revision) << "the one it was read at";
        highest = frames.back().revision();
        WriteSome(random);
        Sync();
      }
    }
    EXPECT_GT(highest, 0);
    for (Frame& f : Drain(*session)) frames.push_back(std::move(f));
    ExpectChained(frames);
    const std::string wanted = testing::ToText(EverythingWith(code));
    View view;
    view.Apply(frames);
    EXPECT_EQ(testing::ToText(view.rows()), wanted);

    View before;
    for (const Frame& f : frames) {
      before.Apply(f);
      View resumed = before;
      resumed.Apply(Watch(Resume(f.resume_token(), filter)));
      EXPECT_EQ(testing::ToText(resumed.rows()), wanted);
    }
  }
}

TEST_P(SnapshotTest, PagesEndBySizeToo) {
  source_.max_frame_bytes = 1;
  std::mt19937 random(1);
  for (int i = 0; i < 10; ++i) WriteSome(random);
  std::vector<Frame> frames = Watch(Snapshot());
  EXPECT_EQ(frames.size(), Everything().size() + 1);
  View view;
  view.Apply(frames);
  EXPECT_EQ(testing::ToText(view.rows()), testing::ToText(Everything()));
}

}  // namespace
}  // namespace tiendo::feed
