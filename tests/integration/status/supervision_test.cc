// What supervision keeps, over the real services: attention to plans, engagements and
// recommendations, and the statistics of supervision.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "common/api/enum_names.h"
#include "services/status/domain/dossiers.h"
#include "tests/integration/status/supervision_fixture.h"
#include "tests/support/status_matchers.h"

namespace tiendo::status {
namespace {

using supervision::v1::Engagement;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;
using tiendo::testing::DateOf;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using tiendo::testing::ManualClock;
using tiendo::testing::Suite;
using tiendo::testing::WaitUntil;

using Stub = supervision::v1::SupervisionService::Stub;

TEST_P(SupervisionStatusTest, AttentionNamesWhatIsLateByUnit) {
  v1::ListAttentionRequest request;
  *request.mutable_query() = Query("2022-07-14");
  request.add_kinds(v1::ATTENTION_KIND_OVERDUE);
  const auto answer = Attention(request);
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(
      Lines(*answer),
      ElementsAre("chi-bo-3 requirements/2022: chưa ban hành, quá hạn 149 ngày (hạn 15/02/2022)",
                  "chi-bo-3 engagements/gs-1/recommendations/r2: chưa báo cáo kết quả khắc phục, "
                  "quá hạn 19 ngày (hạn 25/06/2022)",
                  "chi-bo-2 engagements/gs-3: chưa thông báo kết luận, quá hạn 14 ngày (hạn "
                  "30/06/2022)"));
  EXPECT_EQ(answer->agenda_after_urgings(), 3);
  const v1::AttentionEntry& plan = answer->groups(0).entries(0);
  EXPECT_EQ(plan.subject_kind(), v1::ATTENTION_SUBJECT_PLAN);
  EXPECT_EQ(plan.title(), "Kế hoạch kiểm tra, giám sát năm 2022");
  EXPECT_THAT(plan.item(), IsEmpty());
  EXPECT_FALSE(plan.own_part_done());
  EXPECT_EQ(plan.reminders().count(), 0);
  EXPECT_EQ(plan.next_step_vi(), "nhắc tự động quá hạn 1 ngày (16/02/2022), chưa gửi");
  // Every kind of subject that the year has, with every reason that can hold of it.
  ASSERT_EQ(answer->totals_size(), 3);
  EXPECT_EQ(answer->totals(0).display_name(), "kế hoạch kiểm tra, giám sát");
  EXPECT_EQ(answer->totals(1).count(), 1);
  EXPECT_EQ(answer->totals(2).subject_kind(), v1::ATTENTION_SUBJECT_RECOMMENDATION);

  // What is done is not listed from its day on, and listed before.
  EXPECT_EQ(Overdue("2022-06-26").size(), 3u);
  IssuedPlan("chi-bo-3", "2022-07-12");
  Conclude("gs-3", "2022-07-13");
  EXPECT_EQ(Overdue("2022-07-11").size(), 3u);
  EXPECT_EQ(Overdue("2022-07-12").size(), 2u);
  EXPECT_EQ(Overdue("2022-07-14").size(), 1u);
}

TEST_P(SupervisionStatusTest, AttentionIsAnsweredAsKnownThen) {
  At("2022-07-15", 9);
  Conclude("gs-3", "2022-07-13");
  At("2022-07-20", 9);
  EXPECT_EQ(Overdue("2022-07-14").size(), 2u);
  v1::ListAttentionRequest request;
  *request.mutable_query() = Query("2022-07-14");
  *request.mutable_query()->mutable_known_on() = DateOf("2022-07-14");
  request.add_subjects(v1::ATTENTION_SUBJECT_ENGAGEMENT);
  const auto then = Attention(request);
  ASSERT_THAT(then, IsOk());
  EXPECT_EQ(then->total_size(), 1);
  v1::GetSupervisionStatisticsRequest statistics = StatisticsOn("2022-07-14");
  EXPECT_EQ(Statistics(statistics)->engagements().overdue(), 0);
  *statistics.mutable_query()->mutable_known_on() = DateOf("2022-07-14");
  const auto known = Statistics(statistics);
  ASSERT_THAT(known, IsOk());
  EXPECT_EQ(known->engagements().overdue(), 1);
  EXPECT_TRUE(known->has_known_at());
}

TEST_P(SupervisionStatusTest, AttentionNamesWhatIsWrongWithSubjects) {
  v1::ListAttentionRequest request;
  *request.mutable_query() = Query("2022-07-14");
  request.add_subjects(v1::ATTENTION_SUBJECT_PLAN);
  request.add_subjects(v1::ATTENTION_SUBJECT_PLAN);
  request.add_subjects(v1::ATTENTION_SUBJECT_UNSPECIFIED);
  request.add_kinds(static_cast<v1::AttentionKind>(99));
  EXPECT_THAT(Fields(Attention(request).status()),
              UnorderedElementsAre("subjects[1]", "subjects[2]", "kinds[0]"));
}

TEST_P(SupervisionStatusTest, StatisticsShowTwoDelaysAndThemes) {
  v1::GetSupervisionStatisticsRequest request = StatisticsOn("2022-07-14");
  request.mutable_query()->set_view(v1::VIEW_FULL);
  const auto s = Statistics(request);
  ASSERT_THAT(s, IsOk());
  EXPECT_THAT(s->integrity_error_id(), IsEmpty());
  EXPECT_EQ(s->plans().required(), 3);
  EXPECT_EQ(s->plans().in_time(), 1);
  EXPECT_EQ(s->plans().late(), 1);
  EXPECT_EQ(s->plans().not_issued(), 1);
  EXPECT_EQ(s->with_plan_share().text(), "66,66%");
  EXPECT_EQ(s->engagements().planned(), 3);
  EXPECT_EQ(s->engagements().concluded_late(), 1);
  EXPECT_EQ(s->engagements().overdue(), 1);
  EXPECT_EQ(s->recommendations().total(), 2);
  EXPECT_EQ(s->recommendations().open_overdue(), 1);
  EXPECT_EQ(s->recommendations().reported(), 1);
  EXPECT_EQ(s->late_to_draw_up(), 2);
  EXPECT_EQ(s->late_to_carry_out(), 1) << "the two lists are different";
  EXPECT_EQ(s->organisations(), 3);
  EXPECT_EQ(s->units_size(), 3);
  EXPECT_EQ(s->reminders().reminders(), 0);
  ASSERT_EQ(s->themes_size(), 3);
  EXPECT_EQ(s->themes(0).tags(0), "theme/phong-chong-tham-nhung");
  EXPECT_EQ(s->themes(0).engagements().concluded_late(), 1);
  EXPECT_EQ(s->themes(0).plans(), 1);
  EXPECT_EQ(s->themes(1).recommendations().total(), 2);
  EXPECT_EQ(s->themes(2).engagements().planned(), 0);
  EXPECT_EQ(s->any_theme().engagements().planned(), 2);
  EXPECT_EQ(s->sentence_vi(),
            "2/3 tổ chức đã ban hành kế hoạch (66,66%), chậm xây dựng 2; đã kết luận 2/3/3 cuộc, 1 "
            "tổ chức chậm thực hiện; đủ hồ sơ 0/2 cuộc (0/6 tài liệu); kiến nghị: 0/2 đã thực "
            "hiện, 1 chưa báo cáo");
  EXPECT_EQ(s->freshness().source_positions_size(), 3);

  // An earlier day, a subtree, a tag, a period.
  EXPECT_EQ(Statistics(StatisticsOn("2022-02-15"))->plans().waiting(), 2);
  request.mutable_query()->set_scope("units/chi-bo-2");
  EXPECT_EQ(Statistics(request)->engagements().planned(), 2);
  request = StatisticsOn("2022-07-14");
  request.mutable_query()->set_tag("theme/lang-phi");
  EXPECT_FALSE(Statistics(request)->has_plans());
  EXPECT_EQ(Statistics(request)->engagements().planned(), 1);
  request = StatisticsOn("2022-06-30");
  *request.mutable_from() = DateOf("2022-06-01");
  EXPECT_EQ(Statistics(request)->engagements().planned(), 1);
  EXPECT_EQ(Statistics(request)->plans().required(), 0);
  EXPECT_THAT(Statistics(request)->sentence_vi(), Not(HasSubstr("ban hành kế hoạch")));

  // The figures of the same moment agree, cached or not.
  for (int i = 0; i < 2; ++i) {
    const auto status = suite_->Status(Query("2022-07-14"), position_);
    ASSERT_THAT(status, IsOk());
    EXPECT_EQ(status->supervision().plans_not_issued(), 1);
    EXPECT_EQ(status->supervision().engagements_overdue(), 1);
    EXPECT_EQ(status->supervision().recommendations(), 2);
    EXPECT_EQ(status->supervision().recommendations_open(), 1);
    EXPECT_EQ(status->supervision().recommendations_overdue(), 1);
  }
}

// The lists that supervision comes with are not in its feed: what status takes for them is what
// they ask for.
TEST_P(SupervisionStatusTest, TheDefaultChecklistsAreThoseOfSupervision) {
  grpc::ClientContext context;
  supervision::v1::ListChecklistsResponse listed;
  ASSERT_TRUE(suite_->supervision().ListChecklists(&context, {}, &listed).ok());
  ChecklistSizes sizes;
  for (const supervision::v1::Checklist& checklist : listed.checklists()) {
    sizes[api::WithoutPrefix(Engagement::Kind_Name(checklist.kind()))] = checklist.entries_size();
  }
  EXPECT_EQ(sizes, DefaultChecklistSizes());
}

class DossiersStatusTest : public SupervisionStatusTest {
 protected:
  void File(const std::string& engagement, const std::string& document, const std::string& day) {
    supervision::v1::SetDossierDocumentRequest request;
    request.set_name("engagements/" + engagement + "/dossier");
    request.set_document_id(document);
    *request.mutable_date() = DateOf(day);
    Call(&Stub::SetDossierDocument, request);
  }
  void Archive(const std::string& engagement, const std::string& day) {
    supervision::v1::RecordStepRequest request;
    request.set_name("engagements/" + engagement);
    *request.mutable_date() = DateOf(day);
    Call(&Stub::ArchiveEngagement, request);
  }
  void AskFor(const std::vector<std::string>& documents) {
    supervision::v1::UpdateChecklistRequest request;
    request.mutable_checklist()->set_name("checklists/continuous-supervision");
    for (const std::string& id : documents) {
      auto& entry = *request.mutable_checklist()->add_entries();
      entry.set_id(id);
      entry.set_display_name("Tài liệu mẫu " + id);
    }
    Call(&Stub::UpdateChecklist, request);
  }
  // "present/required" of some dossiers, as supervision itself lays them out on the day.
  std::string Kept(const std::vector<std::string>& engagements, const std::string& day) {
    int present = 0;
    int total = 0;
    for (const std::string& engagement : engagements) {
      supervision::v1::GetDossierRequest request;
      request.set_name("engagements/" + engagement + "/dossier");
      *request.mutable_as_of() = DateOf(day);
      grpc::ClientContext context;
      supervision::v1::Dossier dossier;
      EXPECT_TRUE(suite_->supervision().GetDossier(&context, request, &dossier).ok());
      present += dossier.present_count();
      total += dossier.total_count();
    }
    return std::to_string(present) + "/" + std::to_string(total);
  }
  // "complete+incomplete present/required" of the figures; the statistics say the same.
  std::string On(const std::string& day, const std::string& scope = "units/dang-bo") {
    v1::GetStatusRequest query = Query(day);
    query.set_scope(scope);
    const auto status = suite_->Status(query, position_);
    EXPECT_THAT(status, IsOk());
    if (!status.ok()) return "";
    const v1::SupervisionFigures& s = status->supervision();
    EXPECT_EQ(s.dossiers_complete() + s.dossiers_incomplete(), s.engagements_concluded());
    v1::GetSupervisionStatisticsRequest request;
    *request.mutable_query() = query;
    const auto statistics = Statistics(request);
    EXPECT_THAT(statistics, IsOk());
    EXPECT_EQ(statistics->dossiers().complete(), s.dossiers_complete());
    EXPECT_EQ(statistics->dossiers().incomplete(), s.dossiers_incomplete());
    EXPECT_EQ(statistics->dossiers().documents_present(), s.dossier_documents_present());
    EXPECT_EQ(statistics->dossiers().documents_required(), s.dossier_documents_required());
    EXPECT_EQ(statistics->dossiers().unplanned_incomplete(), s.dossiers_unplanned_incomplete());
    return std::to_string(s.dossiers_complete()) + "+" + std::to_string(s.dossiers_incomplete()) +
           " " + std::to_string(s.dossier_documents_present()) + "/" +
           std::to_string(s.dossier_documents_required());
  }
};

TEST_P(DossiersStatusTest, R35TheyAreCountedAsTheyStoodOnTheDay) {
  EXPECT_EQ(On("2022-07-14"), "0+2 0/6") << "never touched";
  EXPECT_EQ(Kept({"gs-1", "gs-2"}, "2022-07-14"), "0/6");
  File("gs-1", "phan-cong", "2022-05-02");
  File("gs-1", "bao-cao-giam-sat", "2022-05-18");
  File("gs-1", "thong-bao-ket-luan", "2022-07-01");
  File("gs-2", "phan-cong", "2022-05-02");
  EXPECT_EQ(On("2022-05-31"), "0+1 2/3") << "gs-2 is not concluded yet";
  EXPECT_EQ(On("2022-06-30"), "0+2 3/6");
  EXPECT_EQ(On("2022-07-01"), "1+1 4/6");
  EXPECT_EQ(On("2022-07-01", "units/chi-bo-1"), "1+0 3/3");
  for (const char* day : {"2022-06-30", "2022-07-01"}) {
    EXPECT_THAT(On(day), HasSubstr(Kept({"gs-1", "gs-2"}, day)));
  }
  const auto status = suite_->Status(Query("2022-07-14"), position_);
  ASSERT_THAT(status, IsOk());
  EXPECT_THAT(status->supervision().incomplete_dossier_units(), ElementsAre("units/chi-bo-2"));

  // An archived one keeps the list of its archive; the others follow the list in force.
  Archive("gs-2", "2022-07-10");
  AskFor({"phan-cong", "khac"});
  EXPECT_EQ(On("2022-07-14"), "0+2 2/5");
  EXPECT_EQ(Kept({"gs-1", "gs-2"}, "2022-07-14"), "2/5");
  AskFor({"phan-cong"});
  EXPECT_EQ(On("2022-07-14"), "1+1 2/4");
  EXPECT_EQ(Kept({"gs-1", "gs-2"}, "2022-07-14"), "2/4");
}

TEST_P(DossiersStatusTest, R35TheyAreAnsweredAsKnownThen) {
  File("gs-1", "phan-cong", "2022-05-02");
  At("2022-07-15", 9);
  File("gs-1", "bao-cao-giam-sat", "2022-05-18");
  AskFor({"phan-cong", "bao-cao-giam-sat"});
  At("2022-07-20", 9);
  EXPECT_EQ(On("2022-07-14"), "1+1 2/4");
  v1::GetSupervisionStatisticsRequest request = StatisticsOn("2022-07-14");
  *request.mutable_query()->mutable_known_on() = DateOf("2022-07-14");
  const auto known = Statistics(request);
  ASSERT_THAT(known, IsOk());
  EXPECT_EQ(known->dossiers().incomplete(), 2);
  EXPECT_EQ(known->dossiers().documents_present(), 1);
  EXPECT_EQ(known->dossiers().documents_required(), 6);
}

INSTANTIATE_TEST_SUITE_P(Engines, DossiersStatusTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(SupervisionStatusTest, StatisticsNameEverythingThatIsWrong) {
  v1::GetSupervisionStatisticsRequest request = StatisticsOn("2022-07-14");
  *request.mutable_query()->mutable_due_by() = DateOf("2022-06-30");
  request.mutable_query()->set_basis(v1::BASIS_BASELINE);
  request.mutable_query()->set_tag("theme/\x01");
  *request.mutable_from() = DateOf("2022-07-15");
  EXPECT_THAT(Fields(Statistics(request).status()),
              UnorderedElementsAre("query.due_by", "query.basis", "query.tag", "from"));
  request = StatisticsOn("2022-07-14");
  request.mutable_query()->set_scope("units/nobody");
  EXPECT_THAT(Statistics(request), HasReason("SCOPE_NOT_FOUND"));
  request = StatisticsOn("2019-07-14");
  EXPECT_THAT(Statistics(request), HasReason("SCOPE_NOT_IN_FORCE"));
}

INSTANTIATE_TEST_SUITE_P(Engines, SupervisionStatusTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

}  // namespace
}  // namespace tiendo::status
