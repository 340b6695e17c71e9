#include "tests/integration/supervision/fixture.h"

namespace tiendo::supervision::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class LatePlansTest : public SupervisionTest {
 protected:
  void SetUp() override {
    SupervisionTest::SetUp();
    WaitForUnits();
  }
  static v1::ListLatePlansRequest AsOf(const std::string& day) {
    v1::ListLatePlansRequest request;
    request.set_year(2026);
    if (!day.empty()) *request.mutable_as_of() = Date(day);
    return request;
  }
  static std::vector<std::string> Units(const v1::ListLatePlansResponse& response) {
    std::vector<std::string> out;
    for (const v1::LatePlan& late : response.late_plans()) out.push_back(late.unit());
    return out;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, LatePlansTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(LatePlansTest, AYearWithoutRequirementIsRefused) {
  auto refused = Call(&Stub::ListLatePlans, AsOf(""));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("REQUIREMENT_MISSING"));
  EXPECT_EQ(Metadata(refused.status(), "year"), "2026");
  v1::ListLatePlansRequest bad;
  bad.set_year(26);
  bad.set_page_size(-1);
  EXPECT_THAT(Fields(Call(&Stub::ListLatePlans, bad)), ElementsAre("year", "page_size"));
}

TEST_P(LatePlansTest, NobodyIsLateUntilTheDayAfterTheDeadline) {
  ASSERT_THAT(Call(&Stub::CreateRequirement, NewRequirement("2026")), IsOk());
  IssuedPlan("a26", "cell-a", "2026-02-15");
  IssuedPlan("b26", "cell-b", "2026-03-01");
  auto on_the_day = Call(&Stub::ListLatePlans, AsOf("2026-02-15"));
  ASSERT_THAT(on_the_day, IsOk());
  EXPECT_THAT(Units(*on_the_day), IsEmpty());
  EXPECT_EQ(on_the_day->required(), 3);
  EXPECT_EQ(on_the_day->issued_in_time(), 1);
  EXPECT_EQ(on_the_day->deadline().day(), 15);

  auto today = Call(&Stub::ListLatePlans, AsOf(""));
  ASSERT_THAT(today, IsOk());
  EXPECT_THAT(Units(*today), ElementsAre("units/cell-b", "units/cell-c"));
  EXPECT_EQ(today->required(), 3);
  EXPECT_EQ(today->issued_in_time(), 1);
  EXPECT_EQ(today->issued_late(), 1);
  EXPECT_EQ(today->not_issued(), 1);
  EXPECT_EQ(today->late_plans(0).plan(), "plans/b26");
  EXPECT_EQ(today->late_plans(0).days_late(), 14);
  EXPECT_EQ(today->late_plans(1).plan(), "");
  EXPECT_FALSE(today->late_plans(1).has_issued_date());
  EXPECT_EQ(today->late_plans(1).days_late(), 23);
}

TEST_P(LatePlansTest, PagesAreOfOneDayAndState) {
  ASSERT_THAT(Call(&Stub::CreateRequirement, NewRequirement("2026")), IsOk());
  v1::ListLatePlansRequest request = AsOf("");
  request.set_page_size(2);
  auto first = Call(&Stub::ListLatePlans, request);
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(Units(*first), ElementsAre("units/cell-a", "units/cell-b"));
  ASSERT_NE(first->next_page_token(), "");
  // Neither the next day nor a plan issued meanwhile changes the listing that was begun.
  clock_->Advance(std::chrono::hours(24));
  IssuedPlan("c26", "cell-c", "2026-03-10");
  request.set_page_token(first->next_page_token());
  auto second = Call(&Stub::ListLatePlans, request);
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(Units(*second), ElementsAre("units/cell-c"));
  EXPECT_EQ(second->late_plans(0).days_late(), 23);
  EXPECT_EQ(second->not_issued(), 3);
  EXPECT_EQ(second->next_page_token(), "");

  *request.mutable_as_of() = Date("2026-03-01");
  EXPECT_THAT(Call(&Stub::ListLatePlans, request), HasReason("PAGE_TOKEN_MISMATCH"));
  request = AsOf("");
  request.set_page_token("garbage");
  EXPECT_THAT(Call(&Stub::ListLatePlans, request), HasReason("PAGE_TOKEN_INVALID"));
}

TEST_P(LatePlansTest, NamedUnitsAreRequiredToo) {
  v1::CreateRequirementRequest requirement = NewRequirement("2026");
  requirement.mutable_requirement()->clear_unit_kinds();
  requirement.mutable_requirement()->add_units("units/committee");
  ASSERT_THAT(Call(&Stub::CreateRequirement, requirement), IsOk());
  auto late = Call(&Stub::ListLatePlans, AsOf(""));
  ASSERT_THAT(late, IsOk());
  EXPECT_THAT(Units(*late), ElementsAre("units/committee"));
}

}  // namespace
}  // namespace tiendo::supervision::testing
