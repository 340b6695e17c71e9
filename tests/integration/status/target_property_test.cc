// Random lives of targets through the real services, against a model: what is accepted, how it is
// read now and at earlier times, and every state of a day, as known now and then.
#include <gmock/gmock.h>

#include <array>
#include <string>
#include <vector>

#include "tests/integration/status/suite.h"
#include "tests/integration/status/target_lives.h"
#include "tests/integration/status/target_model.h"
#include "tests/support/engine_test.h"
#include "tests/support/seed.h"

namespace tiendo::status {
namespace {

using target_model::kTargets;
using target_model::Target;
using target_model::TargetLives;
using tiendo::testing::ManualClock;
using tiendo::testing::Suite;

class TargetPropertyTest : public tiendo::testing::EngineTest {};
INSTANTIATE_TEST_SUITE_P(Engines, TargetPropertyTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(TargetPropertyTest, TheServicesEqualThePlainModel) {
  const uint32_t seed = tiendo::testing::Seed();
  SCOPED_TRACE(tiendo::testing::WithSeed(seed));
  RecordProperty("seed", static_cast<int>(seed));
  auto clock = std::make_shared<ManualClock>(calendar::Day{std::chrono::year{2024} / 6 / 1});
  Suite suite([this] { return NewOptions(); }, "", clock);
  TargetLives lives(suite, *clock, seed);
  lives.SetUp();
  // What was known at some moments, to be asked for afterwards.
  struct Moment {
    google::protobuf::Timestamp time;
    std::array<Target, kTargets> model;
  };
  std::vector<Moment> moments;
  for (int step = 0; step < 240 && !HasFailure(); ++step) {
    lives.Step();
    if (lives.taken() > 20 && step % 80 == 40) {
      moments.push_back({lives.last_commit(), lives.model()});
    }
  }
  ASSERT_GE(lives.taken(), 60);
  ASSERT_GE(lives.refused(), 20);
  clock->Advance(std::chrono::hours(1));
  lives.CompareTargets();
  lives.CompareReports(lives.model(), std::nullopt);
  for (int i = 0; i < 60 && !HasFailure(); ++i) {
    lives.CompareStatus(lives.model(), lives.AnyScope(), lives.AnyDay(), nullptr);
  }
  for (const Moment& moment : moments) {
    lives.CompareReports(moment.model, moment.time);
    for (int i = 0; i < 10 && !HasFailure(); ++i) {
      lives.CompareStatus(moment.model, lives.AnyScope(), lives.AnyDay(), &moment.time);
    }
  }
}

}  // namespace
}  // namespace tiendo::status
