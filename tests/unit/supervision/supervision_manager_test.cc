// The use cases on repositories in memory.
#include "services/supervision/domain/supervision_manager.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fakes/fake_repository.h"
#include "tests/support/status_matchers.h"

namespace tiendo::supervision {
namespace {

using testing::FakeRepository;
using testing::HasReason;
using testing::IsOk;

Day D(const char* iso) { return calendar::ParseIsoDay(iso).value(); }

class ManagerTest : public ::testing::Test {
 protected:
  absl::Status Create(const std::string& id, const std::string& unit, int year = 2026) {
    Plan plan;
    plan.name = "plans/" + id;
    plan.unit = unit;
    plan.year = year;
    const auto find = [this](const std::string& of, int in) {
      std::optional<std::string> name;
      const std::vector<Plan> all = plans_.List("", "", 100).value();
      for (const Plan& other : all) {
        if (other.unit == of && other.year == in) name = other.name;
      }
      return absl::StatusOr<std::optional<std::string>>(name);
    };
    return CreatePlan(plans_, find, plan);
  }

  FakeRepository<PlanRequirement> requirements_;
  FakeRepository<Plan> plans_;
  FakeRepository<Engagement> engagements_;
};

TEST_F(ManagerTest, AYearHasOneRequirement) {
  PlanRequirement requirement;
  requirement.name = "requirements/2026";
  EXPECT_THAT(CreateRequirement(requirements_, requirement), IsOk());
  EXPECT_THAT(CreateRequirement(requirements_, requirement), HasReason("RESOURCE_EXISTS"));
}

TEST_F(ManagerTest, AUnitHasOnePlanAYear) {
  EXPECT_THAT(Create("first", "units/a"), IsOk());
  const absl::Status second = Create("second", "units/a");
  EXPECT_THAT(second, HasReason("PLAN_EXISTS"));
  EXPECT_EQ(errors::GetDetails(second)->metadata["name"], "plans/first");
  EXPECT_THAT(Create("first", "units/b"), HasReason("RESOURCE_EXISTS"));
  EXPECT_THAT(Create("second", "units/a", 2027), IsOk());
}

TEST_F(ManagerTest, APlanIsAdoptedThenIssued) {
  ASSERT_THAT(Create("p", "units/a"), IsOk());
  const Record adoption = {"plans/p", "\"1\"", D("2026-01-10"), {"1-NQ/CB", std::nullopt, ""}};
  auto adopted = AdoptPlan(plans_, adoption);
  ASSERT_THAT(adopted, IsOk());
  EXPECT_EQ(adopted->adopted_on, D("2026-01-10"));
  EXPECT_EQ(adopted->adopted_document.number, "1-NQ/CB");
  Record issue = {"plans/p", "", D("2026-01-09"), {"2-KH/CB", std::nullopt, ""}};
  EXPECT_THAT(IssuePlan(plans_, issue), HasReason("INVALID_REQUEST"));
  issue.date = D("2026-01-10");
  auto issued = IssuePlan(plans_, issue);
  ASSERT_THAT(issued, IsOk());
  EXPECT_EQ(issued->state, PlanState::kIssued);
  EXPECT_EQ(*plans_.Get("plans/p").value(), *issued);
}

TEST_F(ManagerTest, VerbsCheckNameThenEtagThenState) {
  const Record issue = {"plans/p", "\"7\"", D("2026-01-10"), {}};
  EXPECT_THAT(IssuePlan(plans_, issue), HasReason("RESOURCE_NOT_FOUND"));
  ASSERT_THAT(Create("p", "units/a"), IsOk());
  EXPECT_THAT(IssuePlan(plans_, issue), HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(IssuePlan(plans_, {"plans/p", "\"1\"", D("2026-01-10"), {}}),
              HasReason("PLAN_STATE"));
  EXPECT_EQ(plans_.revision(), 1);
}

TEST_F(ManagerTest, APlannedEngagementIsOfThePlansUnit) {
  ASSERT_THAT(Create("p", "units/a"), IsOk());
  Engagement engagement;
  engagement.name = "engagements/e";
  engagement.plan = "plans/none";
  engagement.unit = "units/b";
  EXPECT_THAT(CreateEngagement(engagements_, plans_, engagement), HasReason("REFERENCE_NOT_FOUND"));
  engagement.plan = "plans/p";
  EXPECT_THAT(CreateEngagement(engagements_, plans_, engagement), HasReason("INVALID_REQUEST"));
  engagement.unit = "units/a";
  EXPECT_THAT(CreateEngagement(engagements_, plans_, engagement), IsOk());
  engagement.plan.clear();
  engagement.unit = "units/b";
  EXPECT_THAT(CreateEngagement(engagements_, plans_, engagement), HasReason("RESOURCE_EXISTS"));
}

TEST_F(ManagerTest, AnEngagementIsConcludedEvenBeforeItsWindow) {
  Engagement engagement;
  engagement.name = "engagements/e";
  engagement.scheduled_from = D("2026-04-01");
  engagement.scheduled_to = D("2026-06-30");
  ASSERT_THAT(CreateEngagement(engagements_, plans_, engagement), IsOk());
  const Record conclusion = {"engagements/e", "", D("2026-03-05"), {"3-TB/CB", std::nullopt, ""}};
  auto concluded = ConcludeEngagement(engagements_, conclusion);
  ASSERT_THAT(concluded, IsOk());
  EXPECT_EQ(concluded->concluded_on, D("2026-03-05"));
  EXPECT_THAT(ConcludeEngagement(engagements_, conclusion), HasReason("ENGAGEMENT_STATE"));
}

}  // namespace
}  // namespace tiendo::supervision
