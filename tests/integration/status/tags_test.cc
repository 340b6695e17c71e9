// One tag across the real services: items, targets, duties, engagements and recommendations that
// carry it, and nothing else, in figures and lists, now and as known before.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/integration/status/programs_of.h"
#include "tests/integration/status/supervision_fixture.h"
#include "tests/support/status_matchers.h"

namespace tiendo::status {
namespace {

using programs::v1::Category;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using tiendo::testing::DateOf;
using tiendo::testing::IsOk;
using tiendo::testing::UntilReached;

using ProgramStub = programs::v1::ProgramService::Stub;

constexpr char kTag[] = "theme/lang-phi";

std::string AssignmentOf(const std::string& duty, const std::string& unit) {
  return "programs/nv/duties/" + duty + "/assignments/" + unit + "-2022-06";
}

class TagsTest : public SupervisionStatusTest {
 protected:
  // Beside the engagements of the fixture, of which gs-1 carries the tag: two items, due on 30/06
  // and open; two targets; two duties of June, due on 25/06 and handed in by cell 1. The first of
  // each carries the tag.
  void SetUp() override {
    SupervisionStatusTest::SetUp();
    suite_->CreateProgram("department", "ct", 2022, "units/dang-bo", "2022-01-10");
    suite_->CreateItem(
        {"programs/ct", "i1", 1, {"units/chi-bo-1"}, "2022-06-30", "2022-01-10", {kTag}});
    suite_->CreateItem({"programs/ct", "i2", 2, {"units/chi-bo-1"}, "2022-06-30", "2022-01-10"});
    CreateProgramOf(*suite_, Category::KIND_TARGET, "sector-target", "nganh");
    Target("viec-lam", {"work-area/xay-dung-chinh-quyen", kTag});
    Target("bao-hiem", {});
    CreateProgramOf(*suite_, Category::KIND_DUTY, "party-duty", "nv");
    Duty("du-luan", {kTag});
    Duty("so-lieu", {"theme/covid-19"});
  }

  void Target(const std::string& id, const std::vector<std::string>& tags) {
    programs::v1::CreateTargetRequest create;
    create.set_parent("programs/nganh");
    create.set_target_id(id);
    create.mutable_target()->set_title("Chỉ tiêu mẫu " + id);
    create.mutable_target()->set_unit_of_measure("lượt");
    create.mutable_target()->set_direction(programs::v1::Target::DIRECTION_AT_LEAST);
    create.mutable_target()->set_year_value("1000");
    create.mutable_target()->add_leads("units/chi-bo-1");
    for (const std::string& tag : tags) create.mutable_target()->add_tags(tag);
    suite_->Write(&ProgramStub::CreateTarget, create);
    programs::v1::AssignTargetRequest assign;
    assign.set_name("programs/nganh/targets/" + id);
    *assign.mutable_approval_date() = DateOf("2022-01-15");
    assign.mutable_document()->set_number("MẪU-02");
    suite_->Write(&ProgramStub::AssignTarget, assign);
  }
  void Duty(const std::string& id, const std::vector<std::string>& tags) {
    programs::v1::CreateDutyRequest create;
    create.set_parent("programs/nv");
    create.set_duty_id(id);
    create.mutable_duty()->set_title("Báo cáo mẫu " + id);
    for (const std::string& tag : tags) create.mutable_duty()->add_tags(tag);
    create.mutable_duty()->set_cadence(programs::v1::Duty::CADENCE_MONTHLY);
    create.mutable_duty()->mutable_deadline_rule()->set_day_of_month(25);
    create.mutable_duty()->mutable_population()->set_superior("units/dang-bo");
    create.mutable_duty()->mutable_demand()->set_sets(1);
    suite_->Write(&ProgramStub::CreateDuty, create);
    programs::v1::IssueDutyRequest issue;
    issue.set_name("programs/nv/duties/" + id);
    *issue.mutable_issue_date() = DateOf("2022-01-15");
    suite_->Write(&ProgramStub::IssueDuty, issue);
    DistributeJune(*suite_, issue.name(), 3);
    programs::v1::SubmitAssignmentRequest submit;
    submit.set_name(AssignmentOf(id, "chi-bo-1"));
    *submit.mutable_submit_date() = DateOf("2022-06-20");
    submit.set_sets(1);
    programs_position_ = suite_->Write(&ProgramStub::SubmitAssignment, submit);
  }

  // On 14/07/2022, with a tag; as known at the end of a day, or now with all that was written.
  v1::GetStatusRequest Tagged(const std::string& tag, const std::string& known_on = "") const {
    v1::GetStatusRequest query = Query("2022-07-14");
    query.set_tag(tag);
    query.set_view(v1::VIEW_FULL);
    if (!known_on.empty()) {
      *query.mutable_known_on() = DateOf(known_on);
    } else {
      query.add_min_positions(programs_position_);
    }
    return query;
  }
  v1::Status StatusOf(v1::GetStatusRequest query) {
    if (query.known_case() == v1::GetStatusRequest::KNOWN_NOT_SET) {
      query.add_min_positions(position_);
      query.add_min_positions(units_position_);
    }
    absl::StatusOr<v1::Status> status = UntilReached([&] { return suite_->Status(query); });
    EXPECT_THAT(status, IsOk());
    return status.ok() ? *std::move(status) : v1::Status();
  }
  std::vector<std::string> OverdueWith(const v1::GetStatusRequest& query) {
    v1::ListAttentionRequest request;
    *request.mutable_query() = query;
    request.add_kinds(v1::ATTENTION_KIND_OVERDUE);
    const auto answer = Attention(request);
    EXPECT_THAT(answer, IsOk());
    std::vector<std::string> out;
    if (!answer.ok()) return out;
    for (const v1::AttentionGroup& group : answer->groups()) {
      for (const v1::AttentionEntry& entry : group.entries()) out.push_back(entry.subject());
    }
    return out;
  }

  std::string programs_position_;
};
INSTANTIATE_TEST_SUITE_P(Engines, TagsTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

std::vector<std::string> Duties(const v1::Status& status) {
  std::vector<std::string> out;
  for (const v1::DutyFigures& row : status.duties()) out.push_back(row.duty());
  return out;
}

std::vector<std::string> Targets(const v1::Status& status) {
  std::vector<std::string> out;
  for (const v1::TargetFigures& category : status.targets()) {
    for (const v1::TargetStatus& row : category.rows()) out.push_back(row.target());
  }
  return out;
}

TEST_P(TagsTest, FiguresAreOfAllThatCarriesIt) {
  // Computed, then from the cache.
  for (int i = 0; i < 2; ++i) {
    const v1::Status all = StatusOf(Tagged(""));
    ASSERT_EQ(all.categories_size(), 1);
    EXPECT_EQ(all.categories(0).triple(), "0/2/2");
    EXPECT_EQ(Targets(all).size(), 2u);
    EXPECT_EQ(Duties(all).size(), 2u);
    EXPECT_EQ(all.supervision().engagements_planned(), 3);
    EXPECT_EQ(all.supervision().plans_required(), 3);

    const v1::Status one = StatusOf(Tagged(kTag));
    ASSERT_EQ(one.categories_size(), 1);
    EXPECT_EQ(one.categories(0).triple(), "0/1/1");
    ASSERT_EQ(one.targets_size(), 1);
    EXPECT_EQ(one.targets(0).total(), 1);
    EXPECT_THAT(Targets(one), ElementsAre("programs/nganh/targets/viec-lam"));
    EXPECT_THAT(Duties(one), ElementsAre("programs/nv/duties/du-luan"));
    EXPECT_EQ(one.duties(0).assigned(), 3);
    EXPECT_EQ(one.duties(0).in_time(), 1);
    EXPECT_EQ(one.duties(0).not_handed_in(), 2);
    const v1::SupervisionFigures& supervision = one.supervision();
    EXPECT_EQ(supervision.engagements_planned(), 1);
    EXPECT_EQ(supervision.engagements_concluded(), 1);
    EXPECT_EQ(supervision.engagements_overdue(), 0);
    EXPECT_THAT(supervision.slow_units(), IsEmpty());
    EXPECT_EQ(supervision.recommendations(), 2);
    EXPECT_EQ(supervision.recommendations_overdue(), 1);
    // No plan carries a tag.
    EXPECT_FALSE(supervision.has_plans_required());
    EXPECT_FALSE(supervision.has_plan_deadline());
    EXPECT_THAT(supervision.not_issued_units(), IsEmpty());
  }
  const v1::Status none = StatusOf(Tagged("theme/lang"));
  EXPECT_EQ(none.categories_size(), 0);
  EXPECT_EQ(none.targets_size(), 0);
  EXPECT_EQ(none.duties_size(), 0);
  EXPECT_EQ(none.supervision().engagements_planned(), 0);
  EXPECT_EQ(none.supervision().recommendations(), 0);
}

TEST_P(TagsTest, AttentionIsToAllThatCarriesIt) {
  EXPECT_THAT(OverdueWith(Tagged(kTag)),
              UnorderedElementsAre("programs/ct/items/i1", AssignmentOf("du-luan", "chi-bo-2"),
                                   AssignmentOf("du-luan", "chi-bo-3"),
                                   "engagements/gs-1/recommendations/r2"));
  EXPECT_THAT(OverdueWith(Tagged("theme/covid-19")),
              UnorderedElementsAre(AssignmentOf("so-lieu", "chi-bo-2"),
                                   AssignmentOf("so-lieu", "chi-bo-3")));
  // 2 items, 4 assignments, the plan of cell 3, gs-3 and the recommendation.
  EXPECT_EQ(OverdueWith(Tagged("")).size(), 9u);
}

TEST_P(TagsTest, ATagIsThatOfTheTimeOfKnowledge) {
  At("2022-07-15", 9);
  programs::v1::UpdateDutyRequest duty;
  duty.mutable_duty()->set_name("programs/nv/duties/so-lieu");
  duty.mutable_duty()->add_tags(kTag);
  duty.mutable_update_mask()->add_paths("tags");
  suite_->Write(&ProgramStub::UpdateDuty, duty);
  programs::v1::UpdateTargetRequest target;
  target.mutable_target()->set_name("programs/nganh/targets/viec-lam");
  target.mutable_update_mask()->add_paths("tags");
  programs_position_ = suite_->Write(&ProgramStub::UpdateTarget, target);
  At("2022-07-20", 9);

  const v1::Status now = StatusOf(Tagged(kTag));
  EXPECT_THAT(Duties(now),
              UnorderedElementsAre("programs/nv/duties/du-luan", "programs/nv/duties/so-lieu"));
  EXPECT_THAT(Targets(now), IsEmpty());
  EXPECT_EQ(OverdueWith(Tagged(kTag)).size(), 6u);

  const v1::Status then = StatusOf(Tagged(kTag, "2022-07-14"));
  EXPECT_THAT(Duties(then), ElementsAre("programs/nv/duties/du-luan"));
  EXPECT_THAT(Targets(then), ElementsAre("programs/nganh/targets/viec-lam"));
  EXPECT_EQ(OverdueWith(Tagged(kTag, "2022-07-14")).size(), 4u);
}

}  // namespace
}  // namespace tiendo::status
