// Attention to what is no item, with the reminders so far and the next step, to the letter.
#include <gmock/gmock.h>

#include "services/status/domain/attention.h"
#include "services/status/domain/attention_text.h"
#include "services/status/domain/due_soon.h"
#include "tests/unit/status/facts_builder.h"
#include "tests/unit/status/supervision_builder.h"

namespace tiendo::status::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kDuty[] = "programs/nv/duties/du-luan";

class SupervisionAttentionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    units_[0].kind = "PARTY_COMMITTEE_ABOVE_GRASSROOTS";
    query_.query.scope = U("root");
    query_.query.year = 2022;
    query_.query.due_soon_days = 15;
    query_.query.working_days = days_;
    query_.kinds = {kAllAttentionKinds.begin(), kAllAttentionKinds.end()};
  }

  Attention On(const char* day, const char* before = nullptr) {
    facts_.plans = plans_;
    facts_.engagements = engagements_;
    facts_.recommendations = recommendations_;
    facts_.assignments = &assignments_;
    facts_.duties = {{kDuty, {"categories/party-duty", "Báo cáo dư luận", duty_tags_}}};
    history_.emplace(units_);
    const UnitTree tree(*history_, D(day));
    const UnitTree tree_before(*history_, D(before == nullptr ? day : before));
    AttentionQuery query = query_;
    query.query.as_of = D(day);
    if (before != nullptr) query.before = D(before);
    query.tree_before = &tree_before;
    query.others = &facts_;
    query.reminders = &ledger_;
    auto attention = AttentionOf(tree, PointersTo(items_), query);
    EXPECT_TRUE(attention.ok()) << attention.status();
    return attention.ok() ? *std::move(attention) : Attention();
  }
  std::vector<std::string> Lines(const char* day) {
    std::vector<std::string> out;
    for (const AttentionGroup& group : On(day).groups) {
      for (const AttentionEntry& entry : group.entries) {
        out.push_back(group.unit.substr(6) + " " + entry.item.title + ": " + AttentionVi(entry) +
                      " → " + NextStepVi(entry, D(day), query_.ladder, days_));
      }
    }
    return out;
  }
  void Owes(const std::string& unit, const char* deadline) {
    AssignmentFact assignment;
    assignment.name = std::string(kDuty) + "/assignments/" + unit + "-2022-06";
    assignment.duty = kDuty;
    assignment.unit = U(unit);
    assignment.period = "2022-06";
    assignment.year = 2022;
    assignment.assigned = D("2022-06-01");
    assignment.deadline = D(deadline);
    assignments_[assignment.unit][assignment.name] = assignment;
  }

  std::vector<UnitFact> units_ = {Party("root", ""), Party("a", "root"), Party("b", "root")};
  std::vector<ItemFact> items_;
  std::vector<PlanFact> plans_;
  std::vector<EngagementFact> engagements_;
  std::vector<RecommendationFact> recommendations_;
  AssignmentsByUnit assignments_;
  std::vector<std::string> duty_tags_;
  SubjectFacts facts_;
  ReminderLedger ledger_;
  AttentionQuery query_;
  const WorkingDaysLeft days_{WorkingDays2022()};
  std::optional<UnitHistory> history_;
};

TEST_F(SupervisionAttentionTest, SaysWhatIsMissingByWhomAndWhatIsNext) {
  facts_.requirements = {CellsOf2022()};
  plans_ = {PlanOf("a", "2022-02-10"), PlanOf("b", "")};
  const EngagementFact concluded = EngagementOf("1", "a", "2022-03-31", "2022-03-30");
  engagements_ = {concluded, EngagementOf("2", "a", "2022-07-22", ""),
                  EngagementOf("3", "b", "2022-06-30", "")};
  recommendations_ = {RecommendationOf(concluded, "x", "b", "2022-07-14")};
  Owes("b", "2022-07-10");
  for (const char* day : {"2022-03-01", "2022-03-15"}) {
    Put(ledger_, Urging("requirements/2022", "b", day));
  }
  Put(ledger_, Urging("plans/b", "b", "2022-04-01"));
  query_.kinds = {AttentionKind::kOverdue, AttentionKind::kDueToday, AttentionKind::kDueSoon};
  EXPECT_THAT(
      Lines("2022-07-14"),
      ElementsAre(
          "b Kế hoạch kiểm tra, giám sát năm 2022: chưa ban hành, quá hạn 149 ngày (hạn "
          "15/02/2022) → nhắc tự động quá hạn 1 ngày (16/02/2022), chưa gửi",
          "b Cuộc mẫu 3: chưa thông báo kết luận, quá hạn 14 ngày (hạn 30/06/2022) → nhắc tự động "
          "quá hạn 1 ngày (01/07/2022), chưa gửi",
          "b Báo cáo dư luận, kỳ 2022-06: chưa nộp, quá hạn 4 ngày (hạn 10/07/2022) → nhắc tự "
          "động quá hạn 1 ngày (11/07/2022), chưa gửi",
          "b Kiến nghị mẫu x: chưa báo cáo kết quả khắc phục, đến hạn trong ngày 14/07/2022 → "
          "nhắc tự động trước hạn 3 ngày làm việc (11/07/2022), chưa gửi",
          "a Cuộc mẫu 2: chưa thông báo kết luận, còn 5 ngày làm việc đến hạn 22/07/2022 → nhắc "
          "tự động trước hạn 7 ngày làm việc (12/07/2022), chưa gửi"));
  // The reminders of the plan count with those of what asks for it.
  const Attention attention = On("2022-07-14");
  EXPECT_EQ(attention.groups[0].entries[0].item.item, "requirements/2022");
  EXPECT_EQ(attention.groups[0].entries[0].reminders.urgings_after_due, 3);
}

TEST_F(SupervisionAttentionTest, R29NoPlanIsLateBeforeTheDayAfterTheDeadline) {
  facts_.requirements = {CellsOf2022()};
  plans_ = {PlanOf("b", "2022-02-20")};
  query_.kinds = {AttentionKind::kOverdue};
  EXPECT_THAT(Lines("2022-02-15"), IsEmpty());
  EXPECT_EQ(Lines("2022-02-16").size(), 2u);
  EXPECT_EQ(Lines("2022-02-20").size(), 1u) << "issued, late as it is";
  // Merged afterwards: the heir answers for both.
  units_ = {units_[0], Party("a", "root"), Ended(Party("b", "root"), "2022-03-01", {"a"})};
  plans_.clear();
  const Attention merged = On("2022-03-02");
  ASSERT_EQ(merged.groups.size(), 1u);
  EXPECT_EQ(merged.groups[0].entries.size(), 2u);
  EXPECT_THAT(merged.groups[0].entries[1].item.leads, ElementsAre(U("b")));
  const AttentionClass plans{SubjectKind::kPlan, ""};
  EXPECT_EQ(merged.totals.at({plans, AttentionKind::kOverdue}).now, 2)
      << "as many as the figures of supervision say";
}

TEST_F(SupervisionAttentionTest, R30ARemovedOrConcludedEngagementNeedsNothing) {
  EngagementFact removed = EngagementOf("1", "a", "2022-03-31", "");
  removed.changes = {{D("2022-04-10"), std::nullopt, true}};
  EngagementFact moved = EngagementOf("2", "a", "2022-03-31", "");
  moved.changes = {{D("2022-04-10"), D("2022-06-30"), false}};
  EngagementFact signs = EngagementOf("3", "a", "2022-03-31", "");
  signs.planned = false;
  engagements_ = {removed, moved, signs, EngagementOf("4", "b", "2022-03-31", "2022-04-20")};
  query_.kinds = {AttentionKind::kOverdue};
  EXPECT_EQ(Lines("2022-04-09").size(), 3u) << "the days before stay overdue";
  EXPECT_EQ(Lines("2022-04-10").size(), 1u);
  EXPECT_THAT(Lines("2022-04-20"), IsEmpty());
  EXPECT_EQ(Lines("2022-07-01").size(), 1u);
  query_.query.basis = Basis::kBaseline;
  EXPECT_EQ(Lines("2022-04-20").size(), 1u) << "by the window first planned";
}

TEST_F(SupervisionAttentionTest, ARecommendationIsOpenUntilItIsReportedOrAssessed) {
  const EngagementFact engagement = EngagementOf("1", "a", "2022-03-31", "2022-03-30");
  engagements_ = {engagement};
  recommendations_ = {RecommendationOf(engagement, "x", "a", "2022-04-30"),
                      RecommendationOf(engagement, "y", "a", "2022-04-30")};
  recommendations_[0].events = {Reported("2022-05-10"), Assessed("2022-05-20", Outcome::kNotDone)};
  recommendations_[1].events = {Assessed("2022-05-15", Outcome::kOverdue)};
  query_.kinds = {AttentionKind::kOverdue, AttentionKind::kDueSoon};
  query_.subjects = {SubjectKind::kRecommendation};
  EXPECT_THAT(Lines("2022-03-29"), IsEmpty()) << "before the conclusion nothing is asked for";
  EXPECT_EQ(Lines("2022-04-30").size(), 0u) << "due on the day";
  EXPECT_EQ(Lines("2022-05-01").size(), 2u);
  EXPECT_EQ(Lines("2022-05-10").size(), 1u);
  EXPECT_THAT(Lines("2022-05-15"), IsEmpty());
  EXPECT_THAT(Lines("2022-05-20"), IsEmpty());
  recommendations_[0].events[0].voided = true;
  recommendations_[0].events[1].voided = true;
  EXPECT_EQ(Lines("2022-05-20").size(), 1u);
}

TEST_F(SupervisionAttentionTest, R33EscalatedComesFirstAndUnansweredRemindersAreSaid) {
  items_ = {Item("1", "2022-06-30", {"a", "b"}), Item("2", "2022-05-01", {"a"})};
  const std::string subject = items_[0].name;
  for (const char* day : {"2022-07-01", "2022-07-04", "2022-07-06", "2022-07-08"}) {
    ReminderFact urging = Urging(subject, "a", day);
    urging.acknowledge_by = D("2022-07-10");
    urging.explain_by = D("2022-07-12");
    Put(ledger_, urging);
  }
  query_.kinds = {AttentionKind::kEscalated, AttentionKind::kOverdue, AttentionKind::kUnexplained,
                  AttentionKind::kUnacknowledged};
  EXPECT_THAT(
      Lines("2022-07-14"),
      ElementsAre(
          "a Nội dung mẫu 1: đã đôn đốc 4 lần sau hạn: đưa vào chương trình làm việc của lãnh đạo; "
          "quá hạn 14 ngày (hạn 30/06/2022); chưa giải trình nhắc nhở, trễ 2 ngày (hạn giải trình "
          "12/07/2022); chưa xác nhận nhắc nhở, trễ 4 ngày (hạn xác nhận 10/07/2022) → đưa vào "
          "chương trình làm việc của lãnh đạo",
          "a Nội dung mẫu 2: quá hạn 74 ngày (hạn 01/05/2022) → nhắc tự động quá hạn 1 ngày "
          "(02/05/2022), chưa gửi",
          "b Nội dung mẫu 1: quá hạn 14 ngày (hạn 30/06/2022) → nhắc tự động quá hạn 1 ngày "
          "(01/07/2022), chưa gửi"));
  query_.kinds = {AttentionKind::kEscalated};
  EXPECT_EQ(Lines("2022-07-07").size(), 0u);
  EXPECT_EQ(Lines("2022-07-08").size(), 1u);
  const Attention compared = On("2022-07-14", "2022-07-07");
  const AttentionClass items{SubjectKind::kItem, "categories/department"};
  EXPECT_EQ(compared.totals.at({items, AttentionKind::kEscalated}),
            (AttentionCount{.now = 1, .appeared = 1}));
  // Its own part done, nothing is asked of the unit any more, though others hold the item open.
  items_[0] = With(items_[0], {Completed("2022-07-13", "a")});
  EXPECT_THAT(Lines("2022-07-14"), IsEmpty());
}

TEST_F(SupervisionAttentionTest, R34WhatCannotBeCountedIsListedWhenItIsAskedFor) {
  items_ = {Item("1", "2023-01-10", {"a"})};
  query_.kinds = {AttentionKind::kNotComputable};
  EXPECT_THAT(Lines("2022-12-20"),
              ElementsAre("a Nội dung mẫu 1: chưa có lịch nghỉ, không tính được số ngày làm việc "
                          "đến hạn 10/01/2023 → nhắc tự động quá hạn 1 ngày (11/01/2023); chưa có "
                          "lịch nghỉ năm 2023 để tính lần nhắc trước hạn"));
  EXPECT_THAT(Lines("2022-10-20"), IsEmpty()) << "more than the limit without that year";
  query_.kinds = {AttentionKind::kOverdue};
  EXPECT_EQ(Lines("2023-01-11").size(), 1u) << "the calendar day is counted all the same";
}

TEST_F(SupervisionAttentionTest, IsRestrictedBySubjectCategoryTagAndScope) {
  facts_.requirements = {CellsOf2022()};
  items_ = {Item("1", "2022-06-30", {"a"})};
  engagements_ = {EngagementOf("1", "a", "2022-05-31", "", {"theme/lang-phi"}),
                  EngagementOf("2", "b", "2022-05-31", "")};
  Owes("a", "2022-06-25");
  query_.kinds = {AttentionKind::kOverdue};
  EXPECT_EQ(Lines("2022-07-01").size(), 6u);
  query_.subjects = {SubjectKind::kEngagement};
  EXPECT_EQ(Lines("2022-07-01").size(), 2u);
  query_.query.tag = "theme/lang-phi";
  EXPECT_EQ(Lines("2022-07-01").size(), 1u);
  query_.subjects = {kAllSubjectKinds.begin(), kAllSubjectKinds.end()};
  EXPECT_EQ(Lines("2022-07-01").size(), 1u);
  duty_tags_ = {"work-area/xay-dung-dang", "theme/lang-phi"};
  items_[0].tags = {"theme/lang-phi"};
  EXPECT_EQ(Lines("2022-07-01").size(), 3u) << "an item, an assignment, an engagement; no plan";
  query_.query.tag.clear();
  query_.category = "categories/party-duty";
  EXPECT_THAT(Lines("2022-07-01"), ElementsAre(::testing::StartsWith("a Báo cáo dư luận")));
  query_.category.clear();
  query_.query.scope = U("b");
  EXPECT_EQ(Lines("2022-07-01").size(), 2u);
  query_.query.year = 2023;
  facts_.requirements.clear();  // of that year
  EXPECT_THAT(Lines("2022-07-01"), IsEmpty());
}

}  // namespace
}  // namespace tiendo::status::testing
