// What is put together from all facts is put together when it is asked for: a burst of changes
// costs what is in it, and whoever looks sees all of it.
#include "services/status/sources/fact_base.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "common/calendar/time_zone.h"
#include "tiendo/supervision/v1/supervision.pb.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::status {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int kUnits = 2000;

Day Today() { return calendar::FromYmd(2022, 6, 30).value(); }

feed::MirroredResource UnitAt(int number, int64_t revision) {
  units::v1::Unit unit;
  unit.set_name(number == 0 ? "units/dang-bo" : "units/u" + std::to_string(number));
  if (number != 0) unit.set_parent("units/dang-bo");
  unit.set_side(units::v1::Unit::SIDE_PARTY);
  unit.set_kind(units::v1::Unit::KIND_GRASSROOTS_CELL);
  unit.set_display_name("Đơn vị mẫu " + std::to_string(revision));
  unit.mutable_effective_from()->set_year(2020);
  unit.mutable_effective_from()->set_month(1);
  unit.mutable_effective_from()->set_day(1);
  google::protobuf::Any any;
  any.PackFrom(unit);
  return {unit.name(), revision, any.SerializeAsString()};
}

class FactBaseTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::vector<feed::MirroredResource> all;
    for (int i = 0; i < kUnits; ++i) all.push_back(UnitAt(i, i + 1));
    facts_.Apply(Source::kUnits, all, {"db", kUnits, Instant(), true});
    facts_.Apply(Source::kPrograms, {}, {"db", 1, Instant(), true});
    facts_.Apply(Source::kSupervision, {}, {"db", 1, Instant(), true});
  }
  // One revision: unit `number` gets a name with the revision in it.
  void Rename(int number, int64_t revision) {
    facts_.Apply(Source::kUnits, {UnitAt(number, revision)}, {"db", revision, Instant(), true});
  }
  static int64_t RevisionInName(const FactBase::View& view, const std::string& unit) {
    const std::string name = view.units().InForce(unit, Today())->display_name;
    return std::stoll(name.substr(name.rfind(' ') + 1));
  }

  FactBase facts_{{}, calendar::BusinessZone::Create("Asia/Ho_Chi_Minh").value()};
};

TEST_F(FactBaseTest, WhoLooksSeesEveryChange) {
  for (int i = 1; i < 20; ++i) {
    Rename(i, kUnits + i);
    const FactBase::View view = facts_.Read();
    EXPECT_EQ(RevisionInName(view, "units/u" + std::to_string(i)), kUnits + i);
    EXPECT_EQ(view.positions()[0].revision, kUnits + i);
    ScanIndex::Question question;
    question.scope = "units/u" + std::to_string(i);
    question.as_of = Today();
    EXPECT_TRUE(view.index().Ask(question).has_value());
  }
}

TEST_F(FactBaseTest, ASourceThatIsResetLeavesNothing) {
  facts_.Reset(Source::kUnits);
  const FactBase::View view = facts_.Read();
  EXPECT_FALSE(view.units().Knows("units/dang-bo"));
  EXPECT_FALSE(view.loaded());
}

TEST_F(FactBaseTest, PlansAndEngagementsAreThoseOfTheLastFrame) {
  supervision::v1::Plan plan;
  plan.set_name("plans/dang-bo-2022");
  plan.set_year(2022);
  google::protobuf::Any any;
  any.PackFrom(plan);
  facts_.Apply(Source::kSupervision, {{plan.name(), 2, any.SerializeAsString()}},
               {"db", 2, Instant(), true});
  EXPECT_EQ(facts_.Read().plans().size(), 1u);
  facts_.Reset(Source::kSupervision);
  EXPECT_TRUE(facts_.Read().plans().empty());
}

// The ratio to what it cost when the whole was put together for every revision, in one run.
TEST_F(FactBaseTest, ABurstOfChangesIsTakenInWithoutTheWhole) {
  constexpr int kChanges = 2000;
  const auto time = [this](int64_t from, bool look) {
    const auto begin = SteadyClock::now();
    for (int i = 1; i <= kChanges; ++i) {
      Rename(i % kUnits, from + i);
      if (look) (void)facts_.Read().units();
    }
    const FactBase::View view = facts_.Read();
    EXPECT_EQ(RevisionInName(view, "units/u1"), from + 1 + (kChanges > kUnits ? kUnits : 0));
    return std::chrono::duration<double>(SteadyClock::now() - begin).count();
  };
  const double burst = time(kUnits, false);
  const double each = time(kUnits + kChanges, true);
  std::printf("%d changes of %d units: %.0f ms, %.0f ms with the whole after each: %.0f times\n",
              kChanges, kUnits, burst * 1e3, each * 1e3, each / burst);
  EXPECT_LT(burst * 5, each);
}

// Nobody sees a position without its data, whoever has to put the whole together.
TEST_F(FactBaseTest, PositionsAreNeverAheadOfTheData) {
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      int64_t seen = 0;
      while (!done) {
        const FactBase::View view = facts_.Read();
        const int64_t position = view.positions()[0].revision;
        EXPECT_GE(position, seen);
        seen = position;
        // Every revision after the first snapshot renames this unit.
        if (position <= kUnits) continue;
        EXPECT_EQ(RevisionInName(view, "units/u1"), position);
      }
    });
  }
  for (int i = 1; i <= 200; ++i) Rename(1, kUnits + i);
  done = true;
  for (std::thread& reader : readers) reader.join();
}

}  // namespace
}  // namespace tiendo::status
