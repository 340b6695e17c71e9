// Rule 30 over gRPC: who is late to carry out, apart from who was late to draw up.
#include "tests/integration/supervision/fixture.h"

namespace tiendo::supervision::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class LateEngagementsTest : public SupervisionTest {
 protected:
  void SetUp() override {
    SupervisionTest::SetUp();
    WaitForUnits();
    IssuedPlan("a", "cell-a", "2026-01-20");
    IssuedPlan("b", "cell-b", "2026-01-20");
    Planned("a1", "a", "2026-02-15", "theme/lang-phi");
    Planned("a2", "a", "2026-02-15", "theme/tieu-cuc");
    Planned("b1", "b", "2026-02-20", "theme/lang-phi");
    Planned("b2", "b", "2026-09-30", "theme/lang-phi");
    ASSERT_THAT(Call(&Stub::CreateEngagement, NewEngagement("alone")), IsOk());
    ASSERT_THAT(Call(&Stub::ConcludeEngagement, Conclusion("a1", "2026-02-15")), IsOk());
    ASSERT_THAT(Call(&Stub::ConcludeEngagement, Conclusion("a2", "2026-02-25")), IsOk());
  }
  void Planned(const std::string& id, const std::string& plan, const std::string& due,
               const std::string& tag) {
    v1::CreateEngagementRequest request = NewEngagement(id, plan);
    request.mutable_engagement()->set_unit("units/cell-" + plan);
    *request.mutable_engagement()->mutable_scheduled_to() = Date(due);
    request.mutable_engagement()->add_tags(tag);
    ASSERT_THAT(Call(&Stub::CreateEngagement, request), IsOk());
  }
  static v1::ListLateEngagementsRequest AsOf(const std::string& date) {
    v1::ListLateEngagementsRequest request;
    request.set_year(2026);
    if (!date.empty()) *request.mutable_as_of() = Date(date);
    return request;
  }
  // "planned due concluded late overdue unplanned: names".
  std::string Counts(const v1::ListLateEngagementsRequest& request) {
    auto page = Call(&Stub::ListLateEngagements, request);
    EXPECT_THAT(page, IsOk());
    std::string out;
    for (int n : {page->planned(), page->due(), page->concluded(), page->concluded_late(),
                  page->overdue_open(), page->unplanned()}) {
      out += std::to_string(n) + " ";
    }
    for (const v1::LateEngagement& late : page->late_engagements()) {
      out += late.engagement().substr(12) + "+" + std::to_string(late.days_late()) + " ";
    }
    return out;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, LateEngagementsTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(LateEngagementsTest, R30DueConcludedAndLateOnAnyDay) {
  EXPECT_EQ(Counts(AsOf("2026-02-14")), "4 0 0 0 0 1 ");
  EXPECT_EQ(Counts(AsOf("2026-02-15")), "4 2 1 0 0 1 ") << "on its day nothing is late";
  EXPECT_EQ(Counts(AsOf("2026-02-16")), "4 2 1 0 1 1 a2+1 ");
  EXPECT_EQ(Counts(AsOf("2026-02-25")), "4 3 2 1 1 1 a2+10 b1+5 ");
  EXPECT_EQ(Counts(AsOf("")), "4 3 2 1 1 1 a2+10 b1+18 ");
  v1::ListLateEngagementsRequest other = AsOf("");
  other.set_year(2025);
  EXPECT_EQ(Counts(other), "0 0 0 0 0 0 ");
}

TEST_P(LateEngagementsTest, OfAUnitAndOfATheme) {
  v1::ListLateEngagementsRequest request = AsOf("2026-03-10");
  request.set_scope("units/cell-b");
  EXPECT_EQ(Counts(request), "2 1 0 0 1 0 b1+18 ");
  request.clear_scope();
  request.set_tag("theme/lang-phi");
  EXPECT_EQ(Counts(request), "3 2 1 0 1 0 b1+18 ");
  request.set_tag("theme/tieu-cuc");
  EXPECT_EQ(Counts(request), "1 1 1 1 0 0 a2+10 ");
}

TEST_P(LateEngagementsTest, R30AnAdjustmentCountsFromItsApproval) {
  v1::AdjustPlanRequest adjustment;
  adjustment.set_name("plans/b");
  *adjustment.mutable_date() = Date("2026-03-01");
  adjustment.mutable_document()->set_number("5-QĐ");
  adjustment.set_reason("chờ đại hội");
  auto& reschedule = *adjustment.add_reschedules();
  reschedule.set_engagement("engagements/b1");
  *reschedule.mutable_scheduled_to() = Date("2026-06-30");
  adjustment.add_removals("engagements/b2");
  ASSERT_THAT(Call(&Stub::AdjustPlan, adjustment), IsOk());
  // The days between stay overdue.
  EXPECT_EQ(Counts(AsOf("2026-02-28")), "4 3 2 1 1 1 a2+10 b1+8 ");
  EXPECT_EQ(Counts(AsOf("2026-03-01")), "3 2 2 1 0 1 a2+10 ");
}

TEST_P(LateEngagementsTest, TheTwoDelaysAreTwoLists) {
  ASSERT_THAT(Call(&Stub::CreateRequirement, NewRequirement("2026")), IsOk());
  v1::ListLatePlansRequest request;
  request.set_year(2026);
  auto drawn_up = Call(&Stub::ListLatePlans, request);
  ASSERT_THAT(drawn_up, IsOk());
  ASSERT_EQ(drawn_up->late_plans_size(), 1);
  EXPECT_EQ(drawn_up->late_plans(0).unit(), "units/cell-c");
  EXPECT_EQ(drawn_up->late_plans(0).requirement(), "requirements/2026");
  ASSERT_EQ(drawn_up->requirements_size(), 1);
  EXPECT_EQ(drawn_up->requirements(0).issued_in_time(), 2);
  auto carried_out = Call(&Stub::ListLateEngagements, AsOf(""));
  ASSERT_THAT(carried_out, IsOk());
  for (const v1::LateEngagement& late : carried_out->late_engagements()) {
    EXPECT_NE(late.unit(), "units/cell-c");
  }
  request.set_scope("units/cell-a");
  auto scoped = Call(&Stub::ListLatePlans, request);
  ASSERT_THAT(scoped, IsOk());
  EXPECT_EQ(scoped->required(), 1);
  EXPECT_THAT(scoped->late_plans(), IsEmpty());
}

TEST_P(LateEngagementsTest, ComesInPagesOfOneDay) {
  v1::ListLateEngagementsRequest request = AsOf("");
  request.set_page_size(1);
  auto first = Call(&Stub::ListLateEngagements, request);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->late_engagements(0).engagement(), "engagements/a2");
  clock_->Advance(std::chrono::hours(24));
  request.set_page_token(first->next_page_token());
  auto second = Call(&Stub::ListLateEngagements, request);
  ASSERT_THAT(second, IsOk());
  ASSERT_EQ(second->late_engagements_size(), 1);
  EXPECT_EQ(second->late_engagements(0).days_late(), 18);
  EXPECT_EQ(second->next_page_token(), "");
  request.set_tag("theme/lang-phi");
  EXPECT_THAT(Call(&Stub::ListLateEngagements, request), HasReason("PAGE_TOKEN_MISMATCH"));
}

}  // namespace
}  // namespace tiendo::supervision::testing
