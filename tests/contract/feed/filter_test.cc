// Filtered watches: before or after, removal from view, and that a List means the same.
#include <gtest/gtest.h>

#include <random>

#include "common/feed/listing.h"
#include "common/feed/matcher.h"
#include "tests/contract/feed/example_feed.h"
#include "tests/support/seed.h"

namespace tiendo::feed {
namespace {

using testing::Frame;
using testing::Gate;
using testing::IsOk;
using testing::NewUnit;
using testing::Outcome;
using testing::PutUnits;
using testing::Send;
using testing::ToText;
using testing::Unit;

using Strings = std::vector<std::string>;

class FilterTest : public testing::FeedTest {
 protected:
  std::vector<ListField> ListFields() {
    std::vector<ListField> fields;
    for (const paging::FilterField& f : source_.filter_fields) fields.push_back({f, f.name});
    return fields;
  }
  paging::Filter Parse(const std::string& filter) {
    std::vector<paging::FilterField> fields = source_.filter_fields;
    fields.push_back({"collection", paging::FieldType::kEnum, {"units", "notes"}});
    return paging::ParseFilter(filter, fields).value();
  }
  // A unit with values at random out of few.
  static Unit RandomUnit(const std::string& name, std::mt19937& random) {
    const Strings codes = {"", "7", "07", "việc làm", "làm"};
    const Strings parents = {"", "units/u0", "units/u1"};
    Unit unit = NewUnit(name, codes[random() % codes.size()]);
    unit.set_side(random() % 2 == 0 ? Unit::SIDE_PARTY : Unit::SIDE_GOVERNMENT);
    unit.set_parent(parents[random() % parents.size()]);
    if (random() % 3 != 0) {
      unit.mutable_effective_from()->set_year(2022);
      unit.mutable_effective_from()->set_month(1 + static_cast<int>(random() % 12));
      unit.mutable_effective_from()->set_day(1);
    }
    return unit;
  }
  static const Strings& Filters() {
    static const Strings filters = {
        "",
        "code = \"7\"",
        "code = \"07\"",
        "code != \"7\"",
        "code : \"làm\"",
        "code = \"\"",
        "side = PARTY",
        "side != PARTY AND parent = \"units/u0\"",
        "effective_from < 2022-06-01",
        "effective_from >= 2022-06-01 AND side = GOVERNMENT",
        "effective_from != 2022-03-01",
        "effective_from = 2022-03-01",
    };
    return filters;
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, FilterTest, testing::AllEngines(), testing::EngineName);

TEST_P(FilterTest, BeforeOrAfterIsDeliveredAndLeavingIsRemoval) {
  WriteUnits({NewUnit("units/a", "A")});                           // 1 comes
  WriteUnits({NewUnit("units/b", "B")});                           // 2
  WriteUnits({NewUnit("units/a", "B")});                           // 3 leaves
  WriteUnits({NewUnit("units/a", "C")});                           // 4
  WriteUnits({NewUnit("units/a", "A"), NewUnit("units/b", "C")});  // 5 comes back
  WriteUnits({NewUnit("units/a", "A")});                           // 6 stays
  auto session = OpenWatch(FromEarliest("code = \"A\""));
  const std::vector<Frame> frames = Drain(*session);
  EXPECT_EQ(ToText(frames), (Strings{"1 units/a CREATED<0", "3 units/a REMOVED_FROM_VIEW<1",
                                     "5 units/a UPDATED<4", "6 units/a UPDATED<5"}));
  EXPECT_FALSE(frames[1].changes(0).has_resource());
  EXPECT_TRUE(frames[2].changes(0).has_resource());
  // The chain is that of the frames delivered, not of the revisions.
  ExpectChained(frames);
  EXPECT_EQ(frames[1].previous_revision(), 1);
  WriteUnits({NewUnit("units/b", "D")});
  EXPECT_TRUE(Drain(*session).empty());
  EXPECT_EQ(session->revision(), 7) << "seen, though nothing came";
  const Frame progress = session->Progress();
  EXPECT_EQ(progress.revision(), 7);
  EXPECT_EQ(progress.previous_revision(), 6);
}

TEST_P(FilterTest, CollectionsCanBeChosen) {
  WriteUnits({NewUnit("units/a"), NewUnit("units/a/notes/n")});
  WriteUnits({NewUnit("units/a/notes/n", "x")});
  EXPECT_EQ(ToText(Watch(FromEarliest("collection = \"notes\""))),
            (Strings{"1 units/a/notes/n CREATED<0", "2 units/a/notes/n UPDATED<1"}));
  EXPECT_EQ(ToText(Watch(FromEarliest("collection = units"))), Strings{"1 units/a CREATED<0"});
  EXPECT_EQ(ToText(Watch(Snapshot("collection != units"))), Strings{"2 units/a/notes/n CURRENT<0"});
}

// Random histories against the rule, stated plainly: a change comes if the state before or after
// matches, as a removal if only that before does.
TEST_P(FilterTest, RandomHistoriesFollowTheRule) {
  const uint32_t seed = tiendo::testing::Seed();
  SCOPED_TRACE(tiendo::testing::WithSeed(seed));
  std::mt19937 random(seed);
  source_.max_frame_changes = 2;
  for (int i = 0; i < 40; ++i) {
    std::map<std::string, Unit> units;
    for (size_t n = 1 + random() % 4; n > 0; --n) {
      const std::string name = "units/u" + std::to_string(random() % 8);
      units[name] = RandomUnit(name, random);
    }
    std::vector<Unit> list;
    for (const auto& [name, unit] : units) list.push_back(unit);
    WriteUnits(list);
  }
  for (const std::string& text : Filters()) {
    SCOPED_TRACE(text);
    const paging::Filter filter = Parse(text);
    std::map<std::string, bool> matched;
    Strings wanted;
    for (const ledger::Change& c : Changes()) {
      const bool before = matched[c.name];
      const bool after = Matches(filter, schema_.collections[0], c.after);
      matched[c.name] = after;
      if (!before && !after) continue;
      const char* kind =
          !after ? " REMOVED_FROM_VIEW<" : (c.previous_revision == 0 ? " CREATED<" : " UPDATED<");
      wanted.push_back(std::to_string(c.revision) + " " + c.name + kind +
                       std::to_string(c.previous_revision));
    }
    const std::vector<Frame> frames = Watch(FromEarliest(text));
    EXPECT_EQ(ToText(frames), wanted);
    ExpectChained(frames);
    if (!frames.empty()) {
      EXPECT_FALSE(frames.back().fragment());
    }

    // What a List shows is what a watcher holds in the end.
    ListRequest request;
    request.method = "Example/List";
    request.filter = text;
    request.page_size = 1000;
    ListPage page = Read([&](ledger::Reader& r) {
      return ReadPage(r, schema_.collections[0], ListFields(), request, clock_.Now()).value();
    });
    testing::View view;
    view.Apply(frames);
    EXPECT_EQ(ToText(view.rows()), ToText(page.rows));
    testing::View snapshot;
    snapshot.Apply(Watch(Snapshot(text)));
    EXPECT_EQ(ToText(snapshot.rows()), ToText(page.rows));
  }
}

TEST_P(FilterTest, ThePartOfARevisionThatEndsItComesEvenWhenEmpty) {
  source_.max_frame_changes = 2;
  std::vector<Unit> units;
  for (int i = 0; i < 6; ++i)
    units.push_back(NewUnit("units/u" + std::to_string(i), i < 2 ? "A" : "B"));
  WriteUnits(units);
  std::vector<Frame> frames = Watch(FromEarliest("code = \"A\""));
  ASSERT_EQ(frames.size(), 2u);
  EXPECT_TRUE(frames[0].fragment());
  EXPECT_EQ(frames[0].changes_size(), 2);
  EXPECT_FALSE(frames[1].fragment());
  EXPECT_EQ(frames[1].changes_size(), 0);
  EXPECT_EQ(frames[1].revision(), 1);
}

// A filter that lets nothing through a long history: the watcher hears how far it is, and the
// thread that serves it is given back.
TEST_P(FilterTest, ALongStretchWithoutAMatchShowsProgress) {
  constexpr int kRevisions = 1100;
  committer_options_.max_batch_requests = 500;
  committer_.reset();
  StartCommitter();
  Gate gate(*committer_);
  std::vector<std::future<Outcome>> writes;
  for (int i = 0; i < kRevisions; ++i) {
    writes.push_back(Send(*committer_, PutUnits({NewUnit("units/u" + std::to_string(i), "B")})));
  }
  gate.Open();
  for (auto& w : writes) ASSERT_THAT(w.get().status, IsOk());
  WriteUnits({NewUnit("units/last", "A")});
  auto session = OpenWatch(FromEarliest("code = \"A\""));
  const std::vector<Frame> frames = Drain(*session);
  ASSERT_EQ(frames.size(), 2u);
  EXPECT_EQ(frames[0].phase(), Frame::PHASE_PROGRESS);
  EXPECT_GT(frames[0].revision(), 0);
  EXPECT_LE(frames[0].revision(), kRevisions);
  EXPECT_EQ(frames[1].revision(), kRevisions + 1);
  EXPECT_EQ(ToText(Watch(Resume(frames[0].resume_token(), "code = \"A\""))), ToText(frames));
}

}  // namespace
}  // namespace tiendo::feed
