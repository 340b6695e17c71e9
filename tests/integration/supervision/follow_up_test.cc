// Dossiers, checklists and recommendations over gRPC.
#include "tests/integration/supervision/fixture.h"

namespace tiendo::supervision::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kRecommendation[] = "engagements/e/recommendations/r";

class FollowUpTest : public SupervisionTest {
 protected:
  void SetUp() override {
    SupervisionTest::SetUp();
    v1::CreateEngagementRequest request = NewEngagement("e");
    request.mutable_engagement()->set_kind(v1::Engagement::KIND_THEMATIC_INSPECTION);
    ASSERT_THAT(Call(&Stub::CreateEngagement, request), IsOk());
  }
  static v1::SetDossierDocumentRequest Filed(const std::string& id, const std::string& date) {
    v1::SetDossierDocumentRequest request;
    request.set_name("engagements/e/dossier");
    request.set_document_id(id);
    *request.mutable_date() = Date(date);
    request.mutable_document()->set_number("1-QĐ");
    return request;
  }
  static v1::CreateRecommendationRequest NewRecommendation(const std::string& id) {
    v1::CreateRecommendationRequest request;
    request.set_parent("engagements/e");
    request.set_recommendation_id(id);
    request.mutable_recommendation()->set_unit("units/division");
    request.mutable_recommendation()->set_text("Bổ sung quy chế làm việc");
    *request.mutable_recommendation()->mutable_deadline() = Date("2026-06-30");
    return request;
  }
  static v1::ReportRemediationRequest Report(const std::string& date) {
    v1::ReportRemediationRequest request;
    request.set_name(kRecommendation);
    *request.mutable_date() = Date(date);
    request.mutable_document()->set_number("2-BC");
    return request;
  }
  static v1::AssessRemediationRequest Assessment(const std::string& date, v1::Outcome outcome) {
    v1::AssessRemediationRequest request;
    request.set_name(kRecommendation);
    *request.mutable_date() = Date(date);
    request.set_outcome(outcome);
    return request;
  }
  std::vector<std::string> Listed(const std::string& parent, const std::string& filter) {
    v1::ListRecommendationsRequest request;
    request.set_parent(parent);
    request.set_filter(filter);
    auto page = Call(&Stub::ListRecommendations, request);
    EXPECT_THAT(page, IsOk());
    std::vector<std::string> names;
    if (!page.ok()) return names;
    for (const auto& one : page->recommendations()) names.push_back(one.name());
    return names;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, FollowUpTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(FollowUpTest, ADossierSaysWhatIsThereAndWhatIsMissing) {
  v1::GetDossierRequest get;
  get.set_name("engagements/e/dossier");
  auto empty = Call(&Stub::GetDossier, get);
  ASSERT_THAT(empty, IsOk());
  EXPECT_EQ(empty->present_count(), 0);
  EXPECT_EQ(empty->total_count(), 12);
  EXPECT_EQ(empty->missing_size(), 12);
  EXPECT_EQ(empty->etag(), "\"0\"");
  v1::SetDossierDocumentRequest request = Filed("quyet-dinh", "2026-03-01");
  request.set_etag(empty->etag());
  request.set_request_id("r-1");
  auto filed = Call(&Stub::SetDossierDocument, request);
  ASSERT_THAT(filed, IsOk());
  EXPECT_EQ(filed->present_count(), 1);
  EXPECT_EQ(filed->missing_size(), 11);
  EXPECT_EQ(filed->entries(0).document().number(), "1-QĐ");
  EXPECT_EQ(Call(&Stub::SetDossierDocument, request)->SerializeAsString(),
            filed->SerializeAsString());
  request = Filed("ke-hoach", "2026-03-01");
  request.set_etag("\"0\"");
  EXPECT_THAT(Call(&Stub::SetDossierDocument, request), HasReason("ETAG_MISMATCH"));
  *get.mutable_as_of() = Date("2026-02-28");
  EXPECT_EQ(Call(&Stub::GetDossier, get)->present_count(), 0);
  EXPECT_THAT(Fields(Call(&Stub::SetDossierDocument, Filed("khac", "2026-03-01"))),
              ElementsAre("document_id"));
  request = Filed("quyet-dinh", "2026-03-01");
  request.clear_date();
  request.clear_document();
  request.set_remove(true);
  auto removed = Call(&Stub::SetDossierDocument, request);
  ASSERT_THAT(removed, IsOk());
  EXPECT_EQ(removed->present_count(), 0);
  EXPECT_THAT(Fields(Call(&Stub::SetDossierDocument, request)), ElementsAre("remove"));
  get.set_name("engagements/none/dossier");
  EXPECT_THAT(Call(&Stub::GetDossier, get), HasReason("RESOURCE_NOT_FOUND"));
}

TEST_P(FollowUpTest, ChecklistsAreData) {
  auto all = Call(&Stub::ListChecklists, v1::ListChecklistsRequest());
  ASSERT_THAT(all, IsOk());
  ASSERT_EQ(all->checklists_size(), 4);
  EXPECT_EQ(all->checklists(0).name(), "checklists/thematic-inspection");
  EXPECT_EQ(all->checklists(0).entries_size(), 12);
  v1::UpdateChecklistRequest update;
  *update.mutable_checklist() = all->checklists(0);
  update.mutable_checklist()->mutable_entries()->DeleteSubrange(2, 10);
  update.set_request_id("r-1");
  auto updated = Call(&Stub::UpdateChecklist, update);
  ASSERT_THAT(updated, IsOk());
  EXPECT_GT(updated->revision(), 0);
  EXPECT_EQ(Call(&Stub::UpdateChecklist, update)->SerializeAsString(),
            updated->SerializeAsString());
  update.clear_request_id();
  EXPECT_THAT(Call(&Stub::UpdateChecklist, update), HasReason("ETAG_MISMATCH"));
  v1::GetChecklistRequest get;
  get.set_name("checklists/thematic-inspection");
  EXPECT_EQ(Call(&Stub::GetChecklist, get)->entries_size(), 2);
  get.set_name("checklists/none");
  EXPECT_THAT(Fields(Call(&Stub::GetChecklist, get)), ElementsAre("name"));
  v1::GetDossierRequest dossier;
  dossier.set_name("engagements/e/dossier");
  EXPECT_EQ(Call(&Stub::GetDossier, dossier)->total_count(), 2);
}

TEST_P(FollowUpTest, ARecommendationIsReportedAndAssessed) {
  EXPECT_THAT(Call(&Stub::CreateRecommendation, NewRecommendation("r")),
              HasReason("ENGAGEMENT_STATE"));
  ConcludeThematic("e", "2026-02-02");
  v1::CreateRecommendationRequest request = NewRecommendation("r");
  request.mutable_recommendation()->set_unit("units/nobody");
  EXPECT_THAT(Call(&Stub::CreateRecommendation, request), HasReason("REFERENCE_NOT_FOUND"));
  request = NewRecommendation("r");
  *request.mutable_recommendation()->mutable_deadline() = Date("2026-02-01");
  EXPECT_THAT(Fields(Call(&Stub::CreateRecommendation, request)),
              ElementsAre("recommendation.deadline"));
  auto created = Call(&Stub::CreateRecommendation, NewRecommendation("r"));
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->name(), kRecommendation);
  EXPECT_EQ(created->state(), v1::Recommendation::STATE_OPEN);
  EXPECT_THAT(Call(&Stub::CreateRecommendation, NewRecommendation("r")),
              HasReason("RESOURCE_EXISTS"));
  auto unreported = Call(&Stub::AssessRemediation, Assessment("2026-03-01", v1::OUTCOME_DONE));
  EXPECT_THAT(unreported, HasReason("RECOMMENDATION_STATE"));
  EXPECT_EQ(Metadata(unreported.status(), "state"), "OPEN");
  EXPECT_EQ(Metadata(unreported.status(), "allowed"), "ReportRemediation,AssessRemediation");
  auto open = Call(&Stub::ArchiveEngagement, StepOn("e", "2026-03-01"));
  EXPECT_THAT(open, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(open, HasReason("RECOMMENDATIONS_OPEN"));
  EXPECT_EQ(Metadata(open.status(), "count"), "1");
  EXPECT_EQ(Metadata(open.status(), "recommendations"), kRecommendation);
  v1::ReportRemediationRequest report = Report("2026-03-01");
  report.set_etag("\"1\"");
  EXPECT_THAT(Call(&Stub::ReportRemediation, report), HasReason("ETAG_MISMATCH"));
  report.set_etag(created->etag());
  report.set_request_id("r-1");
  auto reported = Call(&Stub::ReportRemediation, report);
  ASSERT_THAT(reported, IsOk());
  EXPECT_EQ(reported->state(), v1::Recommendation::STATE_REPORTED);
  EXPECT_EQ(Call(&Stub::ReportRemediation, report)->SerializeAsString(),
            reported->SerializeAsString());
  EXPECT_THAT(Fields(Call(&Stub::AssessRemediation, Assessment("2026-02-28", v1::OUTCOME_DONE))),
              ElementsAre("date"));
  auto assessed = Call(&Stub::AssessRemediation, Assessment("2026-03-02", v1::OUTCOME_DONE));
  ASSERT_THAT(assessed, IsOk());
  EXPECT_EQ(assessed->outcome(), v1::OUTCOME_DONE);
  EXPECT_THAT(Call(&Stub::ReportRemediation, Report("2026-03-03")),
              HasReason("RECOMMENDATION_STATE"));
  ASSERT_THAT(Call(&Stub::ArchiveEngagement, StepOn("e", "2026-03-03")), IsOk());
  EXPECT_THAT(Call(&Stub::CreateRecommendation, NewRecommendation("s")),
              HasReason("ENGAGEMENT_STATE"));
  EXPECT_THAT(Call(&Stub::SetDossierDocument, Filed("quyet-dinh", "2026-03-01")),
              HasReason("ENGAGEMENT_STATE"));
}

TEST_P(FollowUpTest, AllSixOutcomes) {
  ConcludeThematic("e", "2026-02-02");
  const std::pair<v1::Outcome, bool> outcomes[] = {{v1::OUTCOME_DONE, true},
                                                   {v1::OUTCOME_PARTLY, true},
                                                   {v1::OUTCOME_NOT_DONE, false},
                                                   {v1::OUTCOME_OVERDUE, false},
                                                   {v1::OUTCOME_NOT_CARRIED_OUT, false},
                                                   {v1::OUTCOME_UNSATISFACTORY, true}};
  for (const auto& [outcome, needs_report] : outcomes) {
    const std::string id = "r" + std::to_string(outcome);
    ASSERT_THAT(Call(&Stub::CreateRecommendation, NewRecommendation(id)), IsOk());
    v1::AssessRemediationRequest assessment = Assessment("2026-03-01", outcome);
    assessment.set_name("engagements/e/recommendations/" + id);
    if (needs_report) {
      EXPECT_THAT(Call(&Stub::AssessRemediation, assessment), HasReason("RECOMMENDATION_STATE"));
      v1::ReportRemediationRequest report = Report("2026-03-01");
      report.set_name(assessment.name());
      ASSERT_THAT(Call(&Stub::ReportRemediation, report), IsOk());
    }
    ASSERT_THAT(Call(&Stub::AssessRemediation, assessment), IsOk());
  }
  EXPECT_THAT(Call(&Stub::ArchiveEngagement, StepOn("e", "2026-03-02")), IsOk());
}

TEST_P(FollowUpTest, RecommendationsAreListedAndFiltered) {
  ConcludeThematic("e", "2026-02-02");
  ASSERT_THAT(Call(&Stub::CreateRecommendation, NewRecommendation("r")), IsOk());
  v1::CreateRecommendationRequest later = NewRecommendation("s");
  *later.mutable_recommendation()->mutable_deadline() = Date("2026-12-31");
  ASSERT_THAT(Call(&Stub::CreateRecommendation, later), IsOk());
  ASSERT_THAT(Call(&Stub::AssessRemediation, Assessment("2026-03-01", v1::OUTCOME_OVERDUE)),
              IsOk());
  EXPECT_THAT(Listed("engagements/e", "state = OPEN"),
              ElementsAre("engagements/e/recommendations/s"));
  EXPECT_THAT(Listed("engagements/-", "outcome = OVERDUE"), ElementsAre(kRecommendation));
  EXPECT_THAT(Listed("engagements/-", "deadline > 2026-06-30"),
              ElementsAre("engagements/e/recommendations/s"));
  EXPECT_THAT(Listed("engagements/-", "unit = \"units/cell-a\""), IsEmpty());
  v1::ListRecommendationsRequest request;
  EXPECT_THAT(Fields(Call(&Stub::ListRecommendations, request)), ElementsAre("parent"));
  request.set_parent("engagements/none");
  EXPECT_THAT(Call(&Stub::ListRecommendations, request), HasReason("RESOURCE_NOT_FOUND"));
  v1::GetRecommendationRequest get;
  get.set_name(kRecommendation);
  EXPECT_EQ(Call(&Stub::GetRecommendation, get)->outcome(), v1::OUTCOME_OVERDUE);
  get.set_name("engagements/e/recommendations/none");
  EXPECT_THAT(Call(&Stub::GetRecommendation, get), HasReason("RESOURCE_NOT_FOUND"));
}

}  // namespace
}  // namespace tiendo::supervision::testing
