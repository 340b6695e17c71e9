// Facts of an earlier time, from feeds that the test writes itself.
#include "services/status/sources/known_facts.h"

#include <gmock/gmock.h>

#include <deque>
#include <thread>

#include "common/api/fields.h"
#include "common/log/log.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait.h"
#include "tiendo/programs/v1/programs.pb.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::status {
namespace {

using feed::v1::WatchChangesRequest;
using Frame = feed::v1::WatchChangesResponse;
using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using tiendo::testing::kPatience;
using tiendo::testing::WaitUntil;

Instant Second(int64_t n) { return FromMicros(n * 1'000'000); }

Frame Changes(
    int64_t revision, Instant time,
    const std::vector<std::pair<std::string, const google::protobuf::Message*>>& resources,
    bool fragment = false) {
  Frame frame;
  frame.set_phase(Frame::PHASE_CHANGES);
  frame.set_revision(revision);
  frame.set_database_id("db");
  frame.set_fragment(fragment);
  *frame.mutable_time() = api::ToProto(time);
  for (const auto& [name, message] : resources) {
    feed::v1::Change* change = frame.add_changes();
    change->set_name(name);
    change->set_revision(revision);
    change->mutable_resource()->PackFrom(*message);
  }
  return frame;
}

Frame UnitFrame(int64_t revision, Instant time, const std::string& id, const std::string& title,
                bool fragment = false) {
  units::v1::Unit unit;
  unit.set_name("units/" + id);
  unit.set_display_name(title);
  unit.set_side(units::v1::Unit::SIDE_PARTY);
  unit.set_kind(units::v1::Unit::KIND_GRASSROOTS_CELL);
  *unit.mutable_effective_from() = api::ToProto(calendar::ParseIsoDay("2020-01-01").value());
  return Changes(revision, time, {{unit.name(), &unit}}, fragment);
}

Frame Progress(int64_t revision, Instant safe) {
  Frame frame = Changes(revision, safe, {});
  frame.set_phase(Frame::PHASE_PROGRESS);
  return frame;
}

// A feed as a service would send it from its beginning; after the last frame the stream ends.
class FakeStream final : public feed::Follower::Stream {
 public:
  FakeStream(std::deque<Frame> frames, grpc::Status end)
      : frames_(std::move(frames)), end_(std::move(end)) {}
  void WaitForInitialMetadata() override {}
  bool NextMessageSize(uint32_t* size) override {
    *size = 0;
    return !frames_.empty();
  }
  bool Read(Frame* frame) override {
    if (frames_.empty()) return false;
    *frame = std::move(frames_.front());
    frames_.pop_front();
    return true;
  }
  grpc::Status Finish() override { return end_; }

 private:
  std::deque<Frame> frames_;
  const grpc::Status end_;
};

// The feeds of the three services; an opened stream waits at the gate.
class Feeds {
 public:
  std::array<std::deque<Frame>, kSources> frames;
  grpc::Status end{grpc::StatusCode::UNAVAILABLE, "gone"};

  std::deque<Frame>& of(Source source) { return frames[static_cast<size_t>(source)]; }
  Streams streams() {
    Streams out;
    for (size_t i = 0; i < out.size(); ++i) {
      out[i] = [this, i](grpc::ClientContext*, const WatchChangesRequest& request) {
        EXPECT_TRUE(request.from_earliest());
        ++opened_;
        WaitUntil([this] { return !closed_.load(); });
        return std::make_unique<FakeStream>(frames[i], end);
      };
    }
    return out;
  }
  void Close() { closed_ = true; }
  void Open() { closed_ = false; }
  int opened() const { return opened_; }

 private:
  std::atomic<bool> closed_{false};
  std::atomic<int> opened_{0};
};

class KnownFactsTest : public ::testing::Test {
 protected:
  // All sources are safe up to second 100, and have said so.
  void SetUp() override {
    for (int i = 0; i < kSources; ++i) {
      feeds_.frames[static_cast<size_t>(i)] = {Progress(0, Second(100))};
      live_.Apply(static_cast<Source>(i), {}, {"db", 0, Second(100), true});
    }
  }
  std::unique_ptr<KnownFacts> Known(KnownFacts::Options options = {}) {
    return std::make_unique<KnownFacts>(options, feeds_.streams(), live_, zone_, log::NullLogger());
  }
  static KnownFacts::Deadline Soon() { return SteadyClock::now() + kPatience; }
  std::string TitleOf(const KnownFacts::Ptr& facts, const std::string& unit) {
    FactBase::View view = facts->Read();
    const UnitFact* found =
        view.units().InForce("units/" + unit, calendar::ParseIsoDay("2022-06-30").value());
    return found == nullptr ? "" : found->display_name;
  }

  const calendar::BusinessZone zone_ = calendar::BusinessZone::Create().value();
  FactBase live_{ScanIndex::Options(), zone_};
  Feeds feeds_;
};

TEST_F(KnownFactsTest, CutsAtTheLastRevisionUpToAndIncludingTheMoment) {
  feeds_.of(Source::kUnits) = {
      UnitFrame(1, Second(10), "a", "A1"), UnitFrame(2, Second(20), "b", "B2", true),
      UnitFrame(2, Second(20), "a", "A2"), UnitFrame(3, Second(30), "a", "A3")};
  auto known = Known();
  const auto before = known->At(Second(20) - std::chrono::microseconds(1), Soon());
  ASSERT_THAT(before, IsOk());
  EXPECT_EQ(TitleOf(*before, "a"), "A1");
  EXPECT_EQ(TitleOf(*before, "b"), "");
  EXPECT_EQ((*before)->Read().positions()[0].revision, 1);
  const auto at = known->At(Second(20), Soon());
  ASSERT_THAT(at, IsOk());
  EXPECT_EQ(TitleOf(*at, "a"), "A2") << "all parts of a revision";
  EXPECT_EQ(TitleOf(*at, "b"), "B2");
  EXPECT_EQ((*at)->Read().positions()[0].revision, 2);
  EXPECT_EQ((*at)->Read().positions()[0].time, Second(20));
  EXPECT_THAT((*at)->Read().CheckLoaded(), IsOk());
}

TEST_F(KnownFactsTest, EndsAtASafeTimeThatCoversTheMoment) {
  feeds_.of(Source::kUnits) = {UnitFrame(1, Second(10), "a", "A1"), Progress(1, Second(39)),
                               Progress(1, Second(40))};
  auto known = Known();
  EXPECT_THAT(known->At(Second(40), Soon()), IsOk());
  feeds_.of(Source::kUnits).pop_back();
  EXPECT_THAT(known->At(Second(41), Soon()), HasReason("PEER_UNAVAILABLE"))
      << "until then something may still appear";
}

TEST_F(KnownFactsTest, UnitsReachAsFarAsProgramsHadSeenThem) {
  feeds_.of(Source::kUnits) = {UnitFrame(1, Second(10), "a", "A1"),
                               UnitFrame(2, Second(31), "a", "A2"),
                               UnitFrame(3, Second(32), "a", "A3")};
  programs::v1::ItemEvent event;
  event.set_name("programs/p/items/i/events/0001");
  event.set_units_revision(2);
  feeds_.of(Source::kPrograms) = {Changes(1, Second(30), {{event.name(), &event}}),
                                  Progress(1, Second(100))};
  auto known = Known();
  const auto facts = known->At(Second(30), Soon());
  ASSERT_THAT(facts, IsOk());
  EXPECT_EQ(TitleOf(*facts, "a"), "A2") << "the clock of units was a second ahead";
  EXPECT_EQ(TitleOf(known->At(Second(29), Soon()).value(), "a"), "A1");
}

// Both axes of a wrong entry: for who asks now it never happened; for who asks as of before the
// voiding it still did, on every day.
TEST_F(KnownFactsTest, R05AVoidedEntryCountsForKnowledgeBeforeTheVoiding) {
  const auto date = [](const char* iso) {
    return api::ToProto(calendar::ParseIsoDay(iso).value());
  };
  programs::v1::Program program;
  program.set_name("programs/p");
  program.set_category("categories/c");
  program.add_years(2022);
  program.set_owner("units/a");
  *program.mutable_approval_date() = date("2022-01-10");
  programs::v1::Item item;
  item.set_name("programs/p/items/i");
  *item.mutable_approval_date() = date("2022-01-10");
  item.mutable_entry()->add_leads("units/a");
  programs::v1::ItemEvent event;
  event.set_name("programs/p/items/i/events/0002");
  event.set_kind(programs::v1::ItemEvent::KIND_COMPLETED);
  event.set_lead("units/a");
  *event.mutable_event_date() = date("2022-06-20");
  programs::v1::ItemEvent voided = event;
  voided.set_voided(true);
  feeds_.of(Source::kUnits) = {UnitFrame(1, Second(1), "a", "A"), Progress(1, Second(100))};
  feeds_.of(Source::kPrograms) = {
      Changes(1, Second(10), {{program.name(), &program}, {item.name(), &item}}),
      Changes(2, Second(20), {{event.name(), &event}}),
      Changes(3, Second(30), {{voided.name(), &voided}}), Progress(3, Second(100))};
  auto known = Known({.kept = 8});
  const auto done = [&](Instant known_at, const char* day) {
    const auto facts = known->At(known_at, Soon());
    EXPECT_THAT(facts, IsOk());
    const auto rows = (*facts)->Read().index().Ask(
        {"units/a", 2022, calendar::ParseIsoDay(day).value(), Basis::kInForce, false});
    return rows->at(0).total.done_total;
  };
  EXPECT_EQ(done(Second(19), "2022-06-30"), 0) << "not entered yet";
  EXPECT_EQ(done(Second(20), "2022-06-30"), 1);
  EXPECT_EQ(done(Second(29), "2022-06-30"), 1) << "the figure that was read out then";
  EXPECT_EQ(done(Second(29), "2022-06-19"), 0);
  EXPECT_EQ(done(Second(30), "2022-06-30"), 0) << "it never happened";
  EXPECT_EQ(done(Second(100), "2022-12-31"), 0);
}

TEST_F(KnownFactsTest, ReadsOncePerMomentAndKeepsTheLast) {
  auto known = Known({.kept = 2});
  EXPECT_THAT(known->At(Second(1), Soon()), IsOk());
  EXPECT_EQ(known->At(Second(1), Soon()).value(), known->At(Second(1), Soon()).value());
  EXPECT_EQ(feeds_.opened(), 3);
  EXPECT_THAT(known->At(Second(2), Soon()), IsOk());
  EXPECT_THAT(known->At(Second(1), Soon()), IsOk());
  EXPECT_THAT(known->At(Second(3), Soon()), IsOk());  // 2 was asked longest ago
  EXPECT_EQ(feeds_.opened(), 9);
  EXPECT_THAT(known->At(Second(1), Soon()), IsOk());
  EXPECT_EQ(feeds_.opened(), 9);
  EXPECT_THAT(known->At(Second(2), Soon()), IsOk());
  EXPECT_EQ(feeds_.opened(), 12);
  // Another database: nothing of before is good.
  live_.Reset(Source::kUnits);
  EXPECT_THAT(known->At(Second(1), Soon()), HasReason("NOT_LOADED"));
  live_.Apply(Source::kUnits, {}, {"other", 0, Second(100), true});
  EXPECT_THAT(known->At(Second(1), Soon()), HasReason("NOT_LOADED"))
      << "its feed is of the old one";
}

TEST_F(KnownFactsTest, WhoComesMeanwhileGetsTheSame) {
  auto known = Known();
  feeds_.Close();
  KnownFacts::Ptr first;
  std::thread other([&] { first = known->At(Second(1), Soon()).value(); });
  EXPECT_TRUE(WaitUntil([&] { return feeds_.opened() == 1; }));
  std::thread opener([&] { feeds_.Open(); });
  EXPECT_EQ(known->At(Second(1), Soon()).value(), (other.join(), first));
  opener.join();
  EXPECT_EQ(feeds_.opened(), 3);
}

TEST_F(KnownFactsTest, ADeadlineEndsTheWaitAndNotTheReading) {
  auto known = Known({.max_waiting = 1});
  feeds_.Close();
  const absl::Status late = known->At(Second(1), SteadyClock::now() + milliseconds(50)).status();
  EXPECT_THAT(late, HasReason("POSITION_NOT_REACHED"));
  EXPECT_EQ(errors::GetDetails(late)->retry_after, milliseconds(1000));
  std::thread waiting([&] {
    absl::Status status;
    WaitUntil([&] {
      status = known->At(Second(1), Soon()).status();
      return errors::Reason(status) != "OVERLOADED";
    });
    EXPECT_THAT(status, IsOk());
  });
  EXPECT_TRUE(WaitUntil([&] {
    return errors::Reason(known->At(Second(2), SteadyClock::now() + milliseconds(1)).status()) ==
           "OVERLOADED";
  }));
  feeds_.Open();
  waiting.join();
  EXPECT_EQ(feeds_.opened(), 3);
}

TEST_F(KnownFactsTest, SaysWhyItCannot) {
  auto known = Known();
  EXPECT_THAT(known->At(Second(101), Soon()), HasReason("POSITION_NOT_REACHED"));
  feeds_.of(Source::kPrograms) = {UnitFrame(7, Second(10), "a", "A1")};
  const absl::Status compacted = known->At(Second(1), Soon()).status();
  EXPECT_THAT(compacted, HasReason("HISTORY_COMPACTED"));
  EXPECT_EQ(errors::GetDetails(compacted)->metadata["oldest_revision"], "7");
  EXPECT_EQ(errors::GetDetails(compacted)->metadata["service"],
            "tiendo.programs.v1.ProgramService");
  feeds_.of(Source::kPrograms) = {Progress(7, Second(100))};
  EXPECT_THAT(known->At(Second(1), Soon()), HasReason("HISTORY_COMPACTED"))
      << "compacted to its head";
  feeds_.of(Source::kPrograms) = {};
  const absl::Status away = known->At(Second(1), Soon()).status();
  EXPECT_THAT(away, HasReason("PEER_UNAVAILABLE"));
  EXPECT_EQ(errors::GetDetails(away)->metadata["service"], "tiendo.programs.v1.ProgramService");
}

TEST_F(KnownFactsTest, StopsWhileItReads) {
  auto known = Known();
  feeds_.Close();
  std::thread waiting(
      [&] { EXPECT_THAT(known->At(Second(1), Soon()), HasReason("SHUTTING_DOWN")); });
  EXPECT_TRUE(WaitUntil([&] { return feeds_.opened() == 1; }));
  std::thread stopping([&] { known->Stop(); });
  waiting.join();
  feeds_.Open();
  stopping.join();
}

}  // namespace
}  // namespace tiendo::status
