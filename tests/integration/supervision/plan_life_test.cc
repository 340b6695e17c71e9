// Plans after their issue: sent, adjusted, closed, and entries taken back.
#include "tests/integration/supervision/fixture.h"

namespace tiendo::supervision::testing {
namespace {

using ::testing::ElementsAre;

template <typename Request>
Request On(const std::string& name, const std::string& date) {
  Request request;
  request.set_name(name);
  *request.mutable_date() = Date(date);
  request.mutable_document()->set_number("7-CV/CB");
  return request;
}

class PlanLifeTest : public SupervisionTest {
 protected:
  void SetUp() override {
    SupervisionTest::SetUp();
    IssuedPlan("p", "cell-a", "2026-01-20");
  }
  static v1::AdjustPlanRequest Adjustment(const std::string& date) {
    auto request = On<v1::AdjustPlanRequest>("plans/p", date);
    request.set_reason("chờ đại hội");
    return request;
  }
  // "ADJUSTED 2026-02-10", voided ones with a "-" in front.
  std::vector<std::string> Events() {
    v1::ListPlanEventsRequest request;
    request.set_parent("plans/p");
    auto page = Call(&Stub::ListPlanEvents, request);
    EXPECT_THAT(page, IsOk());
    std::vector<std::string> out;
    for (const v1::PlanEvent& event : page->events()) {
      out.push_back((event.voided() ? "-" : "") + v1::PlanEvent::Kind_Name(event.kind()).substr(5) +
                    " " + calendar::FormatIso(api::FromProto(event.event_date())));
    }
    return out;
  }
  absl::StatusOr<v1::Plan> Void(const std::string& number) {
    v1::VoidPlanEventRequest request;
    request.set_name("plans/p/events/" + number);
    request.set_reason("nhập nhầm");
    return Call(&Stub::VoidPlanEvent, request);
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, PlanLifeTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(PlanLifeTest, IsSentBegunAndClosed) {
  EXPECT_THAT(Fields(Call(&Stub::SendPlan, On<v1::SendPlanRequest>("plans/p", "2026-01-19"))),
              ElementsAre("date"));
  auto sent = Call(&Stub::SendPlan, On<v1::SendPlanRequest>("plans/p", "2026-01-25"));
  ASSERT_THAT(sent, IsOk());
  EXPECT_EQ(sent->state(), v1::Plan::STATE_SENT);
  EXPECT_THAT(Call(&Stub::SendPlan, On<v1::SendPlanRequest>("plans/p", "2026-01-25")),
              HasReason("PLAN_STATE"));
  ASSERT_THAT(Call(&Stub::CreateEngagement, NewEngagement("a", "p")), IsOk());
  ASSERT_THAT(Call(&Stub::CreateEngagement, NewEngagement("b", "p")), IsOk());
  ASSERT_THAT(Call(&Stub::ConcludeEngagement, Conclusion("a", "2026-02-20")), IsOk());
  v1::GetPlanRequest get;
  get.set_name("plans/p");
  auto begun = Call(&Stub::GetPlan, get);
  ASSERT_THAT(begun, IsOk());
  EXPECT_EQ(begun->state(), v1::Plan::STATE_IN_PROGRESS);
  EXPECT_EQ(begun->started_date().day(), 20);
  auto close = On<v1::ClosePlanRequest>("plans/p", "2026-03-01");
  close.set_etag(sent->etag());
  EXPECT_THAT(Call(&Stub::ClosePlan, close), HasReason("ETAG_MISMATCH"));
  close.set_etag(begun->etag());
  close.set_request_id("r-1");
  auto partly = Call(&Stub::ClosePlan, close);
  ASSERT_THAT(partly, IsOk());
  EXPECT_EQ(partly->state(), v1::Plan::STATE_PARTLY_COMPLETED);
  EXPECT_EQ(partly->engagements_planned(), 2);
  EXPECT_EQ(partly->engagements_concluded(), 1);
  EXPECT_EQ(Call(&Stub::ClosePlan, close)->SerializeAsString(), partly->SerializeAsString());
  EXPECT_THAT(Call(&Stub::CreateEngagement, NewEngagement("c", "p")), HasReason("PLAN_STATE"));
  // Closed a year too early: taken back, and closed when all is concluded.
  ASSERT_THAT(Void("0005"), IsOk());
  ASSERT_THAT(Call(&Stub::ConcludeEngagement, Conclusion("b", "2026-03-02")), IsOk());
  auto closed = Call(&Stub::ClosePlan, On<v1::ClosePlanRequest>("plans/p", "2026-03-05"));
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->state(), v1::Plan::STATE_COMPLETED);
  EXPECT_THAT(Events(),
              ElementsAre("ADOPTED 2026-01-20", "ISSUED 2026-01-20", "SENT 2026-01-25",
                          "STARTED 2026-02-20", "-CLOSED 2026-03-01", "CLOSED 2026-03-05"));
}

TEST_P(PlanLifeTest, AnAdjustmentKeepsTheOriginalVisible) {
  ASSERT_THAT(Call(&Stub::CreateEngagement, NewEngagement("e", "p")), IsOk());
  ASSERT_THAT(Call(&Stub::CreateEngagement, NewEngagement("out", "p")), IsOk());
  ASSERT_THAT(Call(&Stub::CreateEngagement, NewEngagement("alone")), IsOk());
  v1::AdjustPlanRequest request = Adjustment("2026-02-10");
  EXPECT_THAT(Fields(Call(&Stub::AdjustPlan, request)), ElementsAre("title"));
  request.add_removals("engagements/alone");
  EXPECT_THAT(Fields(Call(&Stub::AdjustPlan, request)), ElementsAre("removals[0]"));
  request.set_removals(0, "engagements/none");
  EXPECT_THAT(Call(&Stub::AdjustPlan, request), HasReason("REFERENCE_NOT_FOUND"));
  request.set_removals(0, "engagements/out");
  auto& reschedule = *request.add_reschedules();
  reschedule.set_engagement("engagements/e");
  *reschedule.mutable_scheduled_to() = Date("2026-09-30");
  request.set_title("Kế hoạch sau điều chỉnh");
  request.set_validate_only(true);
  EXPECT_THAT(Call(&Stub::AdjustPlan, request), IsOk());
  EXPECT_EQ(Events().size(), 2u) << "nothing was written";
  request.set_validate_only(false);
  request.set_request_id("r-1");
  auto adjusted = Call(&Stub::AdjustPlan, request);
  ASSERT_THAT(adjusted, IsOk());
  EXPECT_EQ(Call(&Stub::AdjustPlan, request)->SerializeAsString(), adjusted->SerializeAsString());
  EXPECT_EQ(adjusted->title(), "Kế hoạch sau điều chỉnh");
  EXPECT_EQ(adjusted->original_title(), "Kế hoạch kiểm tra, giám sát");
  EXPECT_EQ(adjusted->state(), v1::Plan::STATE_ISSUED);
  v1::GetEngagementRequest get;
  get.set_name("engagements/e");
  auto moved = Call(&Stub::GetEngagement, get);
  ASSERT_THAT(moved, IsOk());
  EXPECT_EQ(moved->scheduled_to().month(), 9);
  EXPECT_EQ(moved->original_scheduled_to().month(), 6);
  ASSERT_EQ(moved->schedule_changes_size(), 1);
  EXPECT_EQ(moved->schedule_changes(0).event(), "plans/p/events/0003");
  get.set_name("engagements/out");
  EXPECT_EQ(Call(&Stub::GetEngagement, get)->state(), v1::Engagement::STATE_REMOVED);
  auto gone = Call(&Stub::ConcludeEngagement, Conclusion("out", "2026-03-01"));
  EXPECT_THAT(gone, HasReason("ENGAGEMENT_STATE"));
  EXPECT_EQ(Metadata(gone.status(), "state"), "REMOVED");
  EXPECT_EQ(Metadata(gone.status(), "allowed"), "");
  // Its own event says the same, and goes with the adjustment only.
  v1::VoidEngagementEventRequest own;
  own.set_name("engagements/out/events/0001");
  own.set_reason("nhập nhầm");
  EXPECT_THAT(Call(&Stub::VoidEngagementEvent, own), HasReason("EVENT_NOT_VOIDABLE"));
  ASSERT_THAT(Void("0003"), IsOk());
  EXPECT_EQ(Call(&Stub::GetEngagement, get)->state(), v1::Engagement::STATE_OPEN);
}

TEST_P(PlanLifeTest, OnlyTheNewestEntryIsTakenBack) {
  auto first = Void("0001");
  EXPECT_THAT(first, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(first, HasReason("EVENT_NOT_VOIDABLE"));
  EXPECT_EQ(Metadata(first.status(), "newest"), "plans/p/events/0002");
  EXPECT_THAT(Void("0003"), HasReason("RESOURCE_NOT_FOUND"));
  v1::VoidPlanEventRequest bare;
  EXPECT_THAT(Fields(Call(&Stub::VoidPlanEvent, bare)), ElementsAre("name", "reason"));
  auto back = Void("0002");
  ASSERT_THAT(back, IsOk());
  EXPECT_EQ(back->state(), v1::Plan::STATE_ADOPTED);
  EXPECT_FALSE(back->has_issued_date());
  EXPECT_THAT(Void("0002"), HasReason("EVENT_NOT_VOIDABLE"));
  EXPECT_THAT(Events(), ElementsAre("ADOPTED 2026-01-20", "-ISSUED 2026-01-20"));
  // The right day is recorded as another event.
  ASSERT_THAT(Call(&Stub::IssuePlan, Issue("p", "2026-01-22")), IsOk());
  EXPECT_THAT(Events(),
              ElementsAre("ADOPTED 2026-01-20", "-ISSUED 2026-01-20", "ISSUED 2026-01-22"));
}

TEST_P(PlanLifeTest, EventsAreListedInPagesAndOfAPlanThatExists) {
  v1::ListPlanEventsRequest request;
  request.set_parent("plans/none");
  EXPECT_THAT(Call(&Stub::ListPlanEvents, request), HasReason("RESOURCE_NOT_FOUND"));
  request.set_parent("p");
  EXPECT_THAT(Fields(Call(&Stub::ListPlanEvents, request)), ElementsAre("parent"));
  request.set_parent("plans/p");
  request.set_page_size(1);
  auto page = Call(&Stub::ListPlanEvents, request);
  ASSERT_THAT(page, IsOk());
  ASSERT_EQ(page->events_size(), 1);
  request.set_page_token(page->next_page_token());
  auto next = Call(&Stub::ListPlanEvents, request);
  ASSERT_THAT(next, IsOk());
  EXPECT_EQ(next->events(0).name(), "plans/p/events/0002");
  EXPECT_EQ(next->next_page_token(), "");
}

TEST_P(PlanLifeTest, ACellWithoutACommitteeHasNoAdoption) {
  CreateUnit("small", units::v1::Unit::KIND_SUBORDINATE_CELL);
  ASSERT_THAT(Call(&Stub::CreatePlan, NewPlan("small", "small")), IsOk());
  auto adopt = Call(&Stub::AdoptPlan, Adoption("small", "2026-02-01"));
  EXPECT_THAT(adopt, HasReason("PLAN_STATE"));
  EXPECT_EQ(Metadata(adopt.status(), "allowed"), "IssuePlan");
  EXPECT_THAT(Call(&Stub::IssuePlan, Issue("small", "2026-02-01")), IsOk());
}

}  // namespace
}  // namespace tiendo::supervision::testing
