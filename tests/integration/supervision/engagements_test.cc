#include "tests/integration/supervision/fixture.h"

namespace tiendo::supervision::testing {
namespace {

using ::testing::ElementsAre;

class EngagementsTest : public SupervisionTest {
 protected:
  void SetUp() override {
    SupervisionTest::SetUp();
    ASSERT_THAT(Call(&Stub::CreatePlan, NewPlan("p", "cell-a")), IsOk());
  }
  std::vector<std::string> Listed(const std::string& filter) {
    v1::ListEngagementsRequest request;
    request.set_filter(filter);
    auto page = Call(&Stub::ListEngagements, request);
    EXPECT_THAT(page, IsOk());
    std::vector<std::string> names;
    if (page.ok()) {
      for (const v1::Engagement& one : page->engagements()) names.push_back(one.name());
    }
    return names;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, EngagementsTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(EngagementsTest, IsOpenedAndConcludedOnce) {
  v1::CreateEngagementRequest request = NewEngagement("e", "p");
  request.mutable_engagement()->add_tags("theme/phong-chong-tham-nhung");
  *request.mutable_engagement()->mutable_scheduled_from() = Date("2026-04-01");
  auto open = Call(&Stub::CreateEngagement, request);
  ASSERT_THAT(open, IsOk());
  EXPECT_EQ(open->state(), v1::Engagement::STATE_OPEN);
  EXPECT_EQ(open->tags(0), "theme/phong-chong-tham-nhung");
  // Before the scheduled window is fine; after today is not.
  EXPECT_THAT(Fields(Call(&Stub::ConcludeEngagement, Conclusion("e", "2026-03-11"))),
              ElementsAre("date"));
  auto concluded = Call(&Stub::ConcludeEngagement, Conclusion("e", "2026-03-05"));
  ASSERT_THAT(concluded, IsOk());
  EXPECT_EQ(concluded->state(), v1::Engagement::STATE_CONCLUDED);
  EXPECT_EQ(concluded->conclusion_document().number(), "34-TB/CB");
  auto again = Call(&Stub::ConcludeEngagement, Conclusion("e", "2026-03-05"));
  EXPECT_THAT(again, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(again, HasReason("ENGAGEMENT_STATE"));
  EXPECT_EQ(Metadata(again.status(), "state"), "CONCLUDED");
  EXPECT_EQ(Metadata(again.status(), "verb"), "ConcludeEngagement");
  EXPECT_EQ(Metadata(again.status(), "allowed"),
            "RecordRemediation,RecordRemediationReport,ArchiveEngagement");
  v1::GetEngagementRequest get;
  get.set_name("engagements/e");
  auto read = Call(&Stub::GetEngagement, get);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), concluded->SerializeAsString());
}

TEST_P(EngagementsTest, APlannedOneIsOfThePlansUnit) {
  auto missing = Call(&Stub::CreateEngagement, NewEngagement("e", "nothing"));
  EXPECT_THAT(missing, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(missing, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Fields(missing), ElementsAre("engagement.plan"));
  v1::CreateEngagementRequest other = NewEngagement("e", "p");
  other.mutable_engagement()->set_unit("units/cell-b");
  auto refused = Call(&Stub::CreateEngagement, other);
  EXPECT_THAT(refused, HasReason("INVALID_REQUEST"));
  EXPECT_THAT(Fields(refused), ElementsAre("engagement.unit"));
  other.mutable_engagement()->clear_plan();
  EXPECT_THAT(Call(&Stub::CreateEngagement, other), IsOk());
  EXPECT_THAT(Call(&Stub::CreateEngagement, other), HasReason("RESOURCE_EXISTS"));
}

TEST_P(EngagementsTest, SignsOfViolationAreNeverPlanned) {
  v1::CreateEngagementRequest request = NewEngagement("e", "p");
  request.mutable_engagement()->set_kind(v1::Engagement::KIND_VIOLATION_SIGNS_INSPECTION);
  request.mutable_engagement()->clear_scheduled_to();
  EXPECT_THAT(Fields(Call(&Stub::CreateEngagement, request)),
              ElementsAre("engagement.plan", "engagement.scheduled_to"));
  request.mutable_engagement()->clear_plan();
  EXPECT_THAT(Call(&Stub::CreateEngagement, request), IsOk());
}

TEST_P(EngagementsTest, UnitsAreChecked) {
  v1::CreateEngagementRequest request = NewEngagement("e");
  request.mutable_engagement()->add_subjects("units/nobody");
  auto unknown = Call(&Stub::CreateEngagement, request);
  EXPECT_THAT(unknown, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Fields(unknown), ElementsAre("engagement.subjects[1]"));
  request = NewEngagement("e");
  request.mutable_engagement()->set_unit("units/division");
  EXPECT_THAT(Fields(Call(&Stub::CreateEngagement, request)), ElementsAre("engagement.unit"));
}

TEST_P(EngagementsTest, EtagNameAndRequestId) {
  v1::CreateEngagementRequest request = NewEngagement("e");
  request.set_request_id("r-1");
  auto first = Call(&Stub::CreateEngagement, request);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(Call(&Stub::CreateEngagement, request)->SerializeAsString(),
            first->SerializeAsString());
  v1::ConcludeEngagementRequest conclusion = Conclusion("e", "2026-03-05");
  conclusion.set_etag("\"0\"");
  EXPECT_THAT(Call(&Stub::ConcludeEngagement, conclusion), HasReason("ETAG_MISMATCH"));
  conclusion.set_etag(first->etag());
  conclusion.set_validate_only(true);
  EXPECT_THAT(Call(&Stub::ConcludeEngagement, conclusion), IsOk());
  conclusion.set_validate_only(false);
  EXPECT_THAT(Call(&Stub::ConcludeEngagement, conclusion), IsOk());
  EXPECT_THAT(Call(&Stub::ConcludeEngagement, Conclusion("none", "2026-03-05")),
              HasReason("RESOURCE_NOT_FOUND"));
  v1::GetEngagementRequest get;
  get.set_name("engagements/none");
  EXPECT_THAT(Call(&Stub::GetEngagement, get), HasReason("RESOURCE_NOT_FOUND"));
  v1::ConcludeEngagementRequest bare;
  EXPECT_THAT(Fields(Call(&Stub::ConcludeEngagement, bare)),
              ElementsAre("name", "date", "document.number"));
}

TEST_P(EngagementsTest, AreFiltered) {
  ASSERT_THAT(Call(&Stub::CreateEngagement, NewEngagement("planned", "p")), IsOk());
  v1::CreateEngagementRequest other = NewEngagement("signs");
  other.mutable_engagement()->set_kind(v1::Engagement::KIND_VIOLATION_SIGNS_INSPECTION);
  other.mutable_engagement()->set_unit("units/cell-b");
  other.mutable_engagement()->add_tags("theme/lang-phi");
  ASSERT_THAT(Call(&Stub::CreateEngagement, other), IsOk());
  ConcludeThematic("signs", "2026-03-05");
  EXPECT_THAT(Listed(""), ElementsAre("engagements/planned", "engagements/signs"));
  EXPECT_THAT(Listed("plan = \"plans/p\""), ElementsAre("engagements/planned"));
  EXPECT_THAT(Listed("unit = \"units/cell-b\""), ElementsAre("engagements/signs"));
  EXPECT_THAT(Listed("kind = VIOLATION_SIGNS_INSPECTION"), ElementsAre("engagements/signs"));
  EXPECT_THAT(Listed("state = OPEN"), ElementsAre("engagements/planned"));
  EXPECT_THAT(Listed("step = CONCLUSION"), ElementsAre("engagements/signs"));
  EXPECT_THAT(Listed("tags:\"theme/lang-phi\""), ElementsAre("engagements/signs"));
  EXPECT_THAT(Listed("year = 2026"), ElementsAre("engagements/planned"));
}

}  // namespace
}  // namespace tiendo::supervision::testing
