// The review of 2022 through the real services: what is entered later must not change what was read
// out.
#include <gmock/gmock.h>

#include <string>

#include "common/calendar/time_zone.h"
#include "tests/integration/status/suite.h"
#include "tests/support/engine_test.h"
#include "tests/support/reached.h"
#include "tests/support/status_matchers.h"

namespace tiendo::status {
namespace {

using tiendo::testing::DateOf;
using tiendo::testing::IsOk;
using tiendo::testing::ManualClock;
using tiendo::testing::Suite;
using tiendo::testing::UntilReached;

constexpr char kProgram[] = "programs/so-2022";

class FiguresOf2022Test : public ::tiendo::testing::EngineTest {
 protected:
  // 21 items; on 30/06, when everything is entered, 17 are done on time, 2 are overdue and one was
  // finished early: 18/19/21.
  void SetUp() override {
    At("2022-06-30", 10);
    suite_ = std::make_unique<Suite>([this] { return NewOptions(); }, "", clock_);
    suite_->CreateUnit("dang-bo", "", true);
    suite_->CreateUnit("so", "", false, "units/dang-bo");
    suite_->CreateProgram("department", "so-2022", 2022, "units/so", "2022-01-10");
    for (int i = 1; i <= 17; ++i) Item(i, "2022-06-30", "2022-06-20");
    Item(18, "2022-05-31", "");
    Item(19, "2022-06-15", "");
    Item(20, "2022-09-30", "2022-06-10");
    Item(21, "2022-12-15", "");
  }

  void At(const std::string& day, int hour) {
    clock_->Set(zone_.StartOf(calendar::ParseIsoDay(day).value()) + std::chrono::hours(hour));
  }
  static std::string Name(int i) {
    return std::string(kProgram) + "/items/i" + (i < 10 ? "0" : "") + std::to_string(i);
  }
  void Item(int i, const std::string& due, const std::string& done) {
    const std::string id = Name(i).substr(Name(i).rfind('/') + 1);
    position_ = suite_->CreateItem({kProgram, id, i, {"units/so"}, due, "2022-01-10"});
    if (!done.empty()) position_ = suite_->Complete(Name(i), "units/so", done);
  }
  // The triple on a day, as known now or at the end of a day.
  std::string Triple(const std::string& day, v1::Basis basis = v1::BASIS_IN_FORCE,
                     const std::string& known_on = "") {
    v1::GetStatusRequest request;
    request.set_scope("units/dang-bo");
    *request.mutable_as_of() = DateOf(day);
    request.set_basis(basis);
    if (!known_on.empty()) *request.mutable_known_on() = DateOf(known_on);
    const absl::StatusOr<v1::Status> status =
        UntilReached([&] { return suite_->Status(request, known_on.empty() ? position_ : ""); });
    if (!status.ok()) return status.status().ToString();
    return status->categories_size() == 1 ? status->categories(0).triple() : "no row";
  }

  const calendar::BusinessZone zone_ = calendar::BusinessZone::Create().value();
  const std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  std::unique_ptr<Suite> suite_;
  std::string position_;
};

TEST_P(FiguresOf2022Test, R09MovingAJuneDateToSeptemberLeavesTheFigureOfJune) {
  ASSERT_EQ(Triple("2022-06-30"), "18/19/21");
  At("2022-07-01", 9);
  position_ = suite_->Extend(Name(19), "2022-09-30", "2022-07-01");
  EXPECT_EQ(Triple("2022-06-30"), "18/19/21") << "for ever";
  EXPECT_EQ(Triple("2022-07-01"), "18/18/21");
  EXPECT_EQ(Triple("2022-07-01", v1::BASIS_BASELINE), "18/19/21");
  EXPECT_EQ(Triple("2022-06-30", v1::BASIS_BASELINE), "18/19/21");
  At("2023-02-15", 9);
  EXPECT_EQ(Triple("2022-06-30"), "18/19/21");
  EXPECT_EQ(Triple("2022-09-30"), "18/20/21");
  EXPECT_EQ(Triple("2022-06-30", v1::BASIS_IN_FORCE, "2022-06-30"), "18/19/21");
}

TEST_P(FiguresOf2022Test, R03FinishedOn28JuneAndEnteredOn5July) {
  At("2022-07-05", 9);
  position_ = suite_->Complete(Name(18), "units/so", "2022-06-28");
  At("2022-07-10", 9);
  EXPECT_EQ(Triple("2022-06-30"), "19/19/21");
  EXPECT_EQ(Triple("2022-06-30", v1::BASIS_IN_FORCE, "2022-06-30"), "18/19/21");
  EXPECT_EQ(Triple("2022-06-30", v1::BASIS_IN_FORCE, "2022-07-06"), "19/19/21");
}

TEST_P(FiguresOf2022Test, R22ADayToComeIsAProjectionOfWhatIsKnown) {
  v1::GetStatusRequest request;
  request.set_scope("units/dang-bo");
  *request.mutable_as_of() = DateOf("2022-12-31");
  auto status = suite_->Status(request, position_);
  ASSERT_THAT(status, IsOk());
  EXPECT_TRUE(status->projection());
  EXPECT_EQ(status->categories(0).triple(), "18/21/21");
  EXPECT_EQ(status->categories(0).columns().overdue_open(), 3);
  *request.mutable_as_of() = DateOf("2022-06-30");
  status = suite_->Status(request, position_);
  ASSERT_THAT(status, IsOk());
  EXPECT_FALSE(status->projection()) << "today";
}

INSTANTIATE_TEST_SUITE_P(Engines, FiguresOf2022Test, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

}  // namespace
}  // namespace tiendo::status
