// What programs says and does while the units service is away.
#include "tests/integration/programs/fixture.h"

namespace tiendo::programs::testing {
namespace {

class UnitsDownTest : public ProgramsTest {};
INSTANTIATE_TEST_SUITE_P(Engines, UnitsDownTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(UnitsDownTest, KnownUnitsServeAlsoAfterARestart) {
  WaitForUnits(3);
  ApprovedProgram();
  units_->Stop();
  programs_->Stop();
  config_->units_timeout = std::chrono::milliseconds(200);
  StartPrograms();
  EXPECT_THAT(Call(&Stub::CreateItem, NewItem("i", {"phong-a"})), IsOk());
  auto unknown = Call(&Stub::CreateItem, NewItem("j", {"phong-a", "nobody"}));
  EXPECT_THAT(unknown, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(unknown, HasReason("PEER_UNAVAILABLE"));
  ASSERT_THAT(Call(&Stub::IssueItem, Issue("2022-01-15")), IsOk());
  EXPECT_THAT(Call(&Stub::ReassignItem, Reassignment("2022-02-01", {"nobody"})),
              HasReason("PEER_UNAVAILABLE"));
  EXPECT_THAT(Call(&Stub::ReassignItem, Reassignment("2022-02-01", {"phong-b"})), IsOk());
  EXPECT_THAT(Call(&Stub::ReassignItem, Reassignment("2022-03-01", {"phong-a"})), IsOk());
  EXPECT_THAT(Call(&Stub::ReportCompletion, Completion("2022-06-10", "phong-a")), IsOk());
  auto events = Events();
  ASSERT_THAT(events, IsOk());
  EXPECT_EQ(events->events(1).units_revision(), 3);
  EXPECT_EQ(events->events(3).units_revision(), 3);
}

TEST_P(UnitsDownTest, NothingIsSaidOfUnitsThatNeverCame) {
  units_->Stop();
  programs_->Stop();
  settings_.database = NewOptions();
  config_->units_timeout = std::chrono::milliseconds(200);
  StartPrograms();
  ASSERT_THAT(Call(&Stub::CreateCategory, NewCategory("department")), IsOk());
  auto refused = Call(&Stub::CreateProgram, NewProgram("p"));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(refused, HasReason("PEER_UNAVAILABLE"));
}

}  // namespace
}  // namespace tiendo::programs::testing
