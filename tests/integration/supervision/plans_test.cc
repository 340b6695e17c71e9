#include "tests/integration/supervision/fixture.h"

namespace tiendo::supervision::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PlansTest : public SupervisionTest {
 protected:
  absl::StatusOr<v1::Plan> Get(const std::string& id) {
    v1::GetPlanRequest request;
    request.set_name("plans/" + id);
    return Call(&Stub::GetPlan, request);
  }
  std::vector<std::string> Listed(const std::string& filter) {
    v1::ListPlansRequest request;
    request.set_filter(filter);
    auto page = Call(&Stub::ListPlans, request);
    EXPECT_THAT(page, IsOk());
    std::vector<std::string> names;
    if (page.ok()) {
      for (const v1::Plan& plan : page->plans()) names.push_back(plan.name());
    }
    return names;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, PlansTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(PlansTest, GoesFromDraftToIssued) {
  v1::CreatePlanRequest request = NewPlan("a26", "cell-a");
  request.mutable_plan()->set_state(v1::Plan::STATE_ISSUED);  // output only
  auto draft = Call(&Stub::CreatePlan, request);
  ASSERT_THAT(draft, IsOk());
  EXPECT_EQ(draft->name(), "plans/a26");
  EXPECT_EQ(draft->state(), v1::Plan::STATE_DRAFTING);
  v1::AdoptPlanRequest adoption = Adoption("a26", "2026-01-20");
  adoption.set_etag(draft->etag());
  auto adopted = Call(&Stub::AdoptPlan, adoption);
  ASSERT_THAT(adopted, IsOk());
  EXPECT_EQ(adopted->state(), v1::Plan::STATE_ADOPTED);
  EXPECT_FALSE(adopted->has_adopted_document());
  v1::IssuePlanRequest issue = Issue("a26", "2026-03-10");  // today
  *issue.mutable_document()->mutable_date() = Date("2026-03-09");
  auto issued = Call(&Stub::IssuePlan, issue);
  ASSERT_THAT(issued, IsOk());
  EXPECT_EQ(issued->state(), v1::Plan::STATE_ISSUED);
  EXPECT_EQ(issued->issued_document().number(), "12-KH/CB");
  EXPECT_EQ(issued->issued_date().day(), 10);
  EXPECT_EQ(issued->create_time().seconds(), draft->create_time().seconds());
  EXPECT_GT(issued->revision(), adopted->revision());
  EXPECT_EQ(Get("a26")->SerializeAsString(), issued->SerializeAsString());
}

TEST_P(PlansTest, AUnitIsThereInTheYearOfItsPlan) {
  auto early = Call(&Stub::CreatePlan, NewPlan("early", "cell-a", 2014));
  EXPECT_THAT(early, HasReason("INVALID_REQUEST"));
  EXPECT_THAT(Fields(early), ElementsAre("plan.unit"));
  units::v1::DissolveUnitRequest dissolve;
  dissolve.set_name("units/cell-b");
  dissolve.add_successors("units/cell-c");
  *dissolve.mutable_effective_date() = Date("2025-03-01");
  dissolve.mutable_legal_basis()->set_number("MẪU-01/QĐ");
  grpc::ClientContext context;
  units::v1::Reorganisation done;
  auto units = units::v1::UnitService::NewStub(units_->channel());
  ASSERT_THAT(rpc::FromGrpc(units->DissolveUnit(&context, dissolve, &done)), IsOk());
  // The feed may not have told yet: then the first try is accepted, under a name of its own.
  int tries = 0;
  absl::Status late;
  ASSERT_TRUE(tiendo::testing::WaitUntil([&] {
    const std::string id = "late" + std::to_string(++tries);
    late = Call(&Stub::CreatePlan, NewPlan(id, "cell-b", 2026 + tries)).status();
    return !late.ok();
  }));
  EXPECT_THAT(late, HasReason("INVALID_REQUEST"));
  EXPECT_NE(errors::GetDetails(late)->violations[0].description.find("units/cell-c"),
            std::string::npos);
  EXPECT_THAT(Call(&Stub::CreatePlan, NewPlan("last", "cell-b", 2025)), IsOk());
}

TEST_P(PlansTest, ForbiddenTransitionsSayWhatIsAllowed) {
  ASSERT_THAT(Call(&Stub::CreatePlan, NewPlan("p", "cell-a")), IsOk());
  auto early = Call(&Stub::IssuePlan, Issue("p", "2026-03-01"));
  EXPECT_THAT(early, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(early, HasReason("PLAN_STATE"));
  EXPECT_EQ(Metadata(early.status(), "name"), "plans/p");
  EXPECT_EQ(Metadata(early.status(), "state"), "DRAFTING");
  EXPECT_EQ(Metadata(early.status(), "verb"), "IssuePlan");
  EXPECT_EQ(Metadata(early.status(), "allowed"), "AdoptPlan");
  ASSERT_THAT(Call(&Stub::AdoptPlan, Adoption("p", "2026-03-01")), IsOk());
  EXPECT_THAT(Call(&Stub::AdoptPlan, Adoption("p", "2026-03-02")), HasReason("PLAN_STATE"));
  ASSERT_THAT(Call(&Stub::IssuePlan, Issue("p", "2026-03-01")), IsOk());
  EXPECT_THAT(Call(&Stub::IssuePlan, Issue("p", "2026-03-01")), HasReason("PLAN_STATE"));
}

TEST_P(PlansTest, DatesAreOfThePastAndInOrder) {
  ASSERT_THAT(Call(&Stub::CreatePlan, NewPlan("p", "cell-a")), IsOk());
  v1::AdoptPlanRequest future = Adoption("p", "2026-03-11");
  future.mutable_document()->set_issuer(std::string(257, 'x'));
  EXPECT_THAT(Fields(Call(&Stub::AdoptPlan, future)), ElementsAre("date", "document.issuer"));
  // 23:30 UTC of the day before is the morning of that day in Asia/Ho_Chi_Minh.
  clock_->Set(D("2026-03-10") + std::chrono::minutes(23 * 60 + 30));
  EXPECT_THAT(Call(&Stub::AdoptPlan, Adoption("p", "2026-03-11")), IsOk());
  auto before = Call(&Stub::IssuePlan, Issue("p", "2026-03-10"));
  EXPECT_THAT(before, HasReason("INVALID_REQUEST"));
  EXPECT_THAT(Fields(before), ElementsAre("date"));
  v1::IssuePlanRequest bare;
  EXPECT_THAT(Fields(Call(&Stub::IssuePlan, bare)), ElementsAre("name", "date", "document.number"));
}

TEST_P(PlansTest, AUnitHasOnePlanAYear) {
  ASSERT_THAT(Call(&Stub::CreatePlan, NewPlan("first", "cell-a")), IsOk());
  auto second = Call(&Stub::CreatePlan, NewPlan("second", "cell-a"));
  EXPECT_THAT(second, StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(second, HasReason("PLAN_EXISTS"));
  EXPECT_EQ(Metadata(second.status(), "name"), "plans/first");
  EXPECT_EQ(Metadata(second.status(), "unit"), "units/cell-a");
  EXPECT_EQ(Metadata(second.status(), "year"), "2026");
  EXPECT_THAT(Call(&Stub::CreatePlan, NewPlan("first", "cell-b")), HasReason("RESOURCE_EXISTS"));
  EXPECT_THAT(Call(&Stub::CreatePlan, NewPlan("second", "cell-a", 2027)), IsOk());
}

TEST_P(PlansTest, TheUnitIsAPartyOrganisationThatExists) {
  auto unknown = Call(&Stub::CreatePlan, NewPlan("p", "nobody"));
  EXPECT_THAT(unknown, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Fields(unknown), ElementsAre("plan.unit"));
  auto wrong_side = Call(&Stub::CreatePlan, NewPlan("p", "division"));
  EXPECT_THAT(wrong_side, HasReason("INVALID_REQUEST"));
  EXPECT_THAT(Fields(wrong_side), ElementsAre("plan.unit"));
  // One that was created just now is found, whether its feed has arrived or not.
  CreateUnit("newborn", units::v1::Unit::KIND_SUBORDINATE_CELL);
  EXPECT_THAT(Call(&Stub::CreatePlan, NewPlan("p", "newborn")), IsOk());
}

TEST_P(PlansTest, EtagAndName) {
  ASSERT_THAT(Call(&Stub::CreatePlan, NewPlan("p", "cell-a")), IsOk());
  v1::AdoptPlanRequest adoption = Adoption("p", "2026-03-01");
  adoption.set_etag("\"99\"");
  auto stale = Call(&Stub::AdoptPlan, adoption);
  EXPECT_THAT(stale, StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(stale, HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(Call(&Stub::AdoptPlan, Adoption("none", "2026-03-01")),
              HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Call(&Stub::IssuePlan, Issue("none", "2026-03-01")), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Get("none"), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Fields(Get("")), ElementsAre("name"));
}

TEST_P(PlansTest, ARepeatGivesTheFirstAnswer) {
  v1::CreatePlanRequest request = NewPlan("p", "cell-a");
  request.set_request_id("r-1");
  auto first = Call(&Stub::CreatePlan, request);
  ASSERT_THAT(first, IsOk());
  v1::AdoptPlanRequest adoption = Adoption("p", "2026-03-01");
  adoption.set_request_id("r-2");
  auto adopted = Call(&Stub::AdoptPlan, adoption);
  ASSERT_THAT(adopted, IsOk());
  auto repeated = Call(&Stub::CreatePlan, request);
  ASSERT_THAT(repeated, IsOk());
  EXPECT_EQ(repeated->SerializeAsString(), first->SerializeAsString());
  auto adopted_again = Call(&Stub::AdoptPlan, adoption);
  ASSERT_THAT(adopted_again, IsOk());
  EXPECT_EQ(adopted_again->SerializeAsString(), adopted->SerializeAsString());
  request.mutable_plan()->set_year(2027);
  EXPECT_THAT(Call(&Stub::CreatePlan, request), HasReason("REQUEST_ID_REUSED"));
}

TEST_P(PlansTest, ValidateOnlyWritesNothing) {
  v1::CreatePlanRequest request = NewPlan("p", "cell-a");
  request.set_validate_only(true);
  EXPECT_THAT(Call(&Stub::CreatePlan, request), IsOk());
  EXPECT_THAT(Get("p"), HasReason("RESOURCE_NOT_FOUND"));
  ASSERT_THAT(Call(&Stub::CreatePlan, NewPlan("p", "cell-a")), IsOk());
  EXPECT_THAT(Call(&Stub::CreatePlan, request), HasReason("RESOURCE_EXISTS"));
  v1::AdoptPlanRequest adoption = Adoption("p", "2026-03-01");
  adoption.set_validate_only(true);
  EXPECT_THAT(Call(&Stub::AdoptPlan, adoption), IsOk());
  EXPECT_EQ(Get("p")->state(), v1::Plan::STATE_DRAFTING);
}

TEST_P(PlansTest, AreFilteredAndReadAsRecordedBefore) {
  IssuedPlan("a26", "cell-a", "2026-03-01");
  ASSERT_THAT(Call(&Stub::CreatePlan, NewPlan("b26", "cell-b")), IsOk());
  ASSERT_THAT(Call(&Stub::CreatePlan, NewPlan("b27", "cell-b", 2027)), IsOk());
  EXPECT_THAT(Listed(""), ElementsAre("plans/a26", "plans/b26", "plans/b27"));
  EXPECT_THAT(Listed("year = 2026"), ElementsAre("plans/a26", "plans/b26"));
  EXPECT_THAT(Listed("unit = \"units/cell-b\" AND year > 2026"), ElementsAre("plans/b27"));
  EXPECT_THAT(Listed("state = ISSUED"), ElementsAre("plans/a26"));
  EXPECT_THAT(Listed("state = ADOPTED"), IsEmpty());
  v1::ListPlansRequest bad;
  bad.set_filter("title = x AND state = DONE");
  EXPECT_THAT(Fields(Call(&Stub::ListPlans, bad)), ElementsAre("filter", "filter"));

  const v1::Plan draft = *Get("b26");
  clock_->Advance(std::chrono::hours(1));
  ASSERT_THAT(Call(&Stub::AdoptPlan, Adoption("b26", "2026-03-01")), IsOk());
  v1::GetPlanRequest past;
  past.set_name("plans/b26");
  *past.mutable_read_time() = draft.update_time();
  auto read = Call(&Stub::GetPlan, past);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->state(), v1::Plan::STATE_DRAFTING);
}

}  // namespace
}  // namespace tiendo::supervision::testing
