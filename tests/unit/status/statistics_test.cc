// The statistics of supervision: rules 29 to 33 counted, what came of reminders, and themes.
#include "services/status/domain/statistics.h"

#include <gmock/gmock.h>

#include "services/status/domain/statistics_text.h"
#include "tests/unit/status/facts_builder.h"
#include "tests/unit/status/supervision_builder.h"

namespace tiendo::status::testing {
namespace {

using ::testing::ElementsAre;

constexpr char kLangPhi[] = "theme/lang-phi";
constexpr char kTieuCuc[] = "theme/tieu-cuc";

class StatisticsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    units_[0].kind = "PARTY_COMMITTEE_ABOVE_GRASSROOTS";
    query_.scope = U("root");
    query_.year = 2022;
    query_.themes = {kLangPhi, kTieuCuc};
  }

  SupervisionStatistics On(const char* day) {
    facts_.plans = plans_;
    facts_.engagements = engagements_;
    facts_.recommendations = recommendations_;
    facts_.assignments = &assignments_;
    const UnitHistory history(units_);
    const UnitTree tree(history, D(day));
    query_.day = D(day);
    const auto item = [this](const std::string& name) -> const ItemFact* {
      for (const ItemFact& fact : items_) {
        if (fact.name == name) return &fact;
      }
      return nullptr;
    };
    auto out = StatisticsOf(tree, facts_, ledger_, item, query_);
    EXPECT_TRUE(out.ok()) << out.status();
    if (!out.ok()) return {};
    EXPECT_EQ(FailedIdentity(*out), "");
    if (!query_.from) {
      const auto alone = RemindersCounted(tree, facts_, ledger_, item, query_);
      EXPECT_TRUE(alone.ok() && *alone == out->reminders) << day;
    }
    return *std::move(out);
  }
  static const UnitStatistics& UnitOf(const SupervisionStatistics& s, const std::string& unit) {
    for (const UnitStatistics& row : s.units) {
      if (row.unit == U(unit)) return row;
    }
    ADD_FAILURE() << unit;
    return s.units.front();
  }

  // Owed of a duty that covers the year; the name.
  std::string Owes(AssignmentFact assignment) {
    facts_.duties[assignment.duty] = {"categories/party-duty", "Báo cáo dư luận xã hội"};
    std::string name = assignment.name;
    assignments_[assignment.unit][name] = std::move(assignment);
    return name;
  }

  std::vector<UnitFact> units_ = {Party("root", ""), Party("a", "root"), Party("b", "root"),
                                  Party("c", "root")};
  std::vector<ItemFact> items_;
  std::vector<PlanFact> plans_;
  std::vector<EngagementFact> engagements_;
  std::vector<RecommendationFact> recommendations_;
  AssignmentsByUnit assignments_;
  SubjectFacts facts_;
  ReminderLedger ledger_;
  StatisticsQuery query_;
};

TEST_F(StatisticsTest, R29R30TwoDelaysAndWhoWasReminded) {
  facts_.requirements = {CellsOf2022()};
  plans_ = {PlanOf("a", "2022-02-15"), PlanOf("b", "2022-03-01"), PlanOf("c", "")};
  engagements_ = {
      EngagementOf("1", "a", "2022-05-31", "2022-06-10"), EngagementOf("2", "b", "2022-05-31", ""),
      EngagementOf("3", "b", "2022-06-30", "2022-06-30"), EngagementOf("4", "c", "2022-11-30", "")};
  Put(ledger_, Notice("requirements/2022", "b", ReminderFact::Kind::kAfterDue, "2022-02-16"));
  Put(ledger_, Urging("plans/b", "b", "2022-02-21"));
  Put(ledger_, Urging("requirements/2022", "c", "2022-02-20"));
  Put(ledger_, Urging("engagements/2", "b", "2022-06-01"));
  const SupervisionStatistics s = On("2022-06-30");
  EXPECT_EQ(s.plans, (PlanCounts{.required = 3, .in_time = 1, .issued_late = 1, .not_issued = 1}));
  EXPECT_EQ(s.engagements, (EngagementCounts{.planned = 4,
                                             .due = 3,
                                             .concluded = 2,
                                             .concluded_late = 1,
                                             .overdue = 1,
                                             .within_time = 1}));
  EXPECT_EQ(s.units.size(), 3u);
  EXPECT_EQ(s.late_to_draw_up, 2);
  EXPECT_EQ(s.late_to_carry_out, 2);
  EXPECT_EQ(s.reminded, 2);
  EXPECT_EQ(s.reminders.reminders, 4);
  EXPECT_EQ(s.reminders.urgings, 3);
  // The plan of b under both its names is one; issued 13 days after the first reminder.
  EXPECT_EQ(s.reminders.subjects, 3);
  EXPECT_THAT(s.reminders.days, ElementsAre(13));
  EXPECT_EQ(s.reminders.open, 2);
  EXPECT_EQ(s.units[0].unit, U("b"));
  EXPECT_EQ(s.units[0].last_reminder, D("2022-06-01"));
  EXPECT_EQ(StatisticsVi(s, true, Rounding::kTruncate),
            "2/3 tổ chức đã ban hành kế hoạch (66,66%), chậm xây dựng 2; đã kết luận 2/3/4 cuộc, 2 "
            "tổ chức chậm thực hiện; đủ hồ sơ 0/2 cuộc (0/6 tài liệu); đã nhắc nhở 4 lần, 2/3 tổ "
            "chức (66,66%); 1/3 việc thực hiện "
            "sau nhắc nhở, bình quân 13 ngày, trung vị 13 ngày");
  // A subtree, and an earlier day.
  query_.scope = U("c");
  EXPECT_EQ(On("2022-06-30").reminders.reminders, 1);
  EXPECT_EQ(On("2022-02-15").plans, (PlanCounts{.required = 1, .waiting = 1}));
  EXPECT_EQ(On("2022-02-15").reminders.reminders, 0);
}

TEST_F(StatisticsTest, DaysFromTheFirstReminderToCompliance) {
  items_ = {With(Item("1", "2022-06-30", {"a"}), {Completed("2022-07-11", "a")}),
            With(Item("2", "2022-06-30", {"a", "b"}), {Completed("2022-07-03", "b")}),
            With(Item("3", "2022-06-30", {"b"}), {Completed("2022-06-20", "b")}),
            With(Item("4", "2022-06-30", {"b"}), {Withdrawn("2022-07-05")})};
  for (const ItemFact& item : items_) {
    for (const std::string unit : {"a", "b"}) {
      if (!std::count(item.leads.begin(), item.leads.end(), U(unit))) continue;
      Put(ledger_, Urging(item.name, unit, "2022-07-01"));
      Put(ledger_, Urging(item.name, unit, "2022-07-02"));
    }
  }
  SupervisionStatistics s = On("2022-07-14");
  EXPECT_EQ(s.reminders.subjects, 5);
  EXPECT_THAT(s.reminders.days, ElementsAre(2, 10));
  EXPECT_EQ(s.reminders.MeanDays(), (Quotient{12, 2}));
  EXPECT_EQ(s.reminders.MedianDays(), (Quotient{12, 2}));
  EXPECT_EQ(s.reminders.already_done, 1);
  EXPECT_EQ(s.reminders.closed, 1);
  EXPECT_EQ(s.reminders.open, 1) << "a has not done its part of 2";
  EXPECT_EQ(On("2022-07-10").reminders.open, 2);
  // Returned: what had been done is open again, and the days begin with the first reminder still.
  items_[0] = With(items_[0], {Completed("2022-07-05", "a"), Returned("2022-07-06", "a")});
  s = On("2022-07-14");
  EXPECT_THAT(s.reminders.days, ElementsAre(2, 10));
  EXPECT_EQ(UnitOf(s, "a").reminders.complied, 1);
}

TEST_F(StatisticsTest, R33OnTheAgendaCountsOncePerSubjectAndUnit) {
  items_ = {Item("1", "2022-06-30", {"a"})};
  for (const char* day : {"2022-07-01", "2022-07-04", "2022-07-06", "2022-07-08", "2022-07-11"}) {
    Put(ledger_, Urging(items_[0].name, "a", day));
  }
  EXPECT_EQ(On("2022-07-07").reminders.on_agenda, 0);
  EXPECT_EQ(On("2022-07-08").reminders.on_agenda, 1);
  EXPECT_EQ(On("2022-07-14").reminders.on_agenda, 1);
}

TEST_F(StatisticsTest, RecommendationsByOutcome) {
  const EngagementFact engagement = EngagementOf("1", "a", "2022-03-31", "2022-03-30");
  engagements_ = {engagement};
  for (int i = 0; i < 9; ++i) {
    recommendations_.push_back(RecommendationOf(engagement, std::to_string(i), "b", "2022-04-30"));
  }
  recommendations_[8].deadline = D("2022-12-31");
  for (int i = 0; i < 6; ++i) {
    recommendations_[static_cast<size_t>(i)].events = {
        Reported("2022-04-20"), Assessed("2022-05-10", static_cast<Outcome>(i + 1))};
  }
  recommendations_[6].events = {Reported("2022-04-20")};
  RecommendationCounts counts = On("2022-06-30").recommendations;
  EXPECT_EQ(counts.total, 9);
  EXPECT_THAT(counts.outcomes, ElementsAre(1, 1, 1, 1, 1, 1));
  EXPECT_EQ(counts.reported, 1);
  EXPECT_EQ(counts.open, 2);
  EXPECT_EQ(counts.overdue, 1);
  counts = On("2022-05-09").recommendations;
  EXPECT_EQ(counts.reported, 7);
  EXPECT_EQ(On("2022-03-29").recommendations.total, 0);
}

TEST_F(StatisticsTest, R35DossiersOfWhatWasConcluded) {
  engagements_ = {
      Filed(EngagementOf("1", "a", "2022-03-31", "2022-03-30", {kLangPhi}),
            {"2022-03-01", "2022-03-30"}),
      Filed(EngagementOf("2", "a", "2022-05-31", "2022-05-20"), {"2022-05-20", "2022-07-04", ""}),
      EngagementOf("3", "b", "2022-06-30", "2022-06-10"), EngagementOf("4", "b", "2022-11-30", "")};
  EngagementFact unplanned = EngagementOf("5", "c", "2022-06-30", "2022-06-20");
  unplanned.planned = false;
  engagements_.push_back(unplanned);
  SupervisionStatistics s = On("2022-06-30");
  EXPECT_EQ(s.dossiers, (DossierCounts{.concluded = 3,
                                       .complete = 1,
                                       .incomplete = 2,
                                       .documents_present = 3,
                                       .documents_required = 8,
                                       .unplanned_incomplete = 1}));
  EXPECT_EQ(UnitOf(s, "a").dossiers, (DossierCounts{.concluded = 2,
                                                    .complete = 1,
                                                    .incomplete = 1,
                                                    .documents_present = 3,
                                                    .documents_required = 5}));
  EXPECT_EQ(UnitOf(s, "b").dossiers.incomplete, 1);
  EXPECT_EQ(UnitOf(s, "c").dossiers, (DossierCounts{.unplanned_incomplete = 1}));
  EXPECT_EQ(StatisticsVi(s, false, Rounding::kTruncate),
            "đã kết luận 3/3/4 cuộc, 0 tổ chức chậm thực hiện; đủ hồ sơ 1/3 cuộc (3/8 tài liệu)");
  EXPECT_EQ(On("2022-07-04").dossiers.documents_present, 4);
  query_.from = D("2022-04-01");
  s = On("2022-06-30");
  EXPECT_EQ(s.dossiers.concluded, 2) << "what fell due in the period";
  EXPECT_EQ(s.dossiers.documents_required, 6);
  query_.from.reset();
  query_.tag = kLangPhi;
  EXPECT_EQ(On("2022-06-30").dossiers.complete, 1);
  query_.tag.clear();
  query_.scope = U("b");
  query_.checklists["CONTINUOUS_SUPERVISION"] = 5;
  EXPECT_EQ(On("2022-06-30").dossiers.documents_required, 5);
}

TEST_F(StatisticsTest, ThemesHaveTheirOwnCountsAndNoSum) {
  facts_.requirements = {CellsOf2022()};
  plans_ = {PlanOf("a", "2022-02-10"), PlanOf("b", "2022-02-10"), PlanOf("c", "")};
  const EngagementFact both =
      EngagementOf("1", "a", "2022-05-31", "2022-05-30", {kLangPhi, kTieuCuc});
  engagements_ = {both, EngagementOf("2", "b", "2022-05-31", "", {kLangPhi}),
                  EngagementOf("3", "c", "2022-05-31", "", {kTieuCuc}),
                  EngagementOf("4", "c", "2022-05-31", "")};
  recommendations_ = {RecommendationOf(both, "x", "a", "2022-07-31")};
  Put(ledger_, Urging("engagements/2", "b", "2022-06-05"));
  Put(ledger_, Urging("engagements/4", "c", "2022-06-05"));
  const SupervisionStatistics s = On("2022-06-30");
  ASSERT_EQ(s.themes.size(), 2u);
  EXPECT_EQ(s.themes[0].plans, 2);
  EXPECT_EQ(s.themes[0].engagements.planned, 2);
  EXPECT_EQ(s.themes[0].recommendations.total, 1);
  EXPECT_EQ(s.themes[1].plans, 1) << "the plan of c is not issued";
  EXPECT_EQ(s.themes[1].engagements.overdue, 1);
  EXPECT_EQ(s.any_theme.engagements.planned, 3);
  EXPECT_EQ(s.any_theme.recommendations.total, 1);
  query_.tag = kLangPhi;
  const SupervisionStatistics tagged = On("2022-06-30");
  EXPECT_EQ(tagged.plans, PlanCounts());
  EXPECT_EQ(tagged.engagements.planned, 2);
  EXPECT_EQ(tagged.reminders.reminders, 1);
  EXPECT_EQ(tagged.units.size(), 2u);
  EXPECT_EQ(
      StatisticsVi(tagged, false, Rounding::kTruncate),
      "đã kết luận 1/2/2 cuộc, 1 tổ chức chậm thực hiện; đủ hồ sơ 0/1 cuộc (0/3 tài liệu); đã "
      "nhắc nhở 1 lần, 1/2 tổ chức "
      "(50%); 0/1 việc thực hiện sau nhắc nhở; kiến nghị: 0/1 đã thực hiện, 1 chưa báo cáo");
  // Reminders go by what they are about, also when nothing is asked for it any more.
  TargetFact target;
  target.name = "programs/p/targets/t";
  target.tags = {kLangPhi};
  facts_.targets = {&target};
  engagements_[1].changes = {{D("2022-06-10"), std::nullopt, true}};
  Put(ledger_, Urging(target.name, "c", "2022-06-07"));
  Put(ledger_, Urging("programs/p/targets/unheard-of", "c", "2022-06-07"));
  const SupervisionStatistics closed = On("2022-06-30");
  EXPECT_EQ(closed.engagements.planned, 1);
  EXPECT_EQ(closed.reminders.reminders, 2);
  EXPECT_EQ(closed.reminders.closed, 2);
}

TEST_F(StatisticsTest, APeriodCountsWhatFellDueInIt) {
  facts_.requirements = {CellsOf2022()};
  plans_ = {PlanOf("a", "2022-02-10")};
  engagements_ = {EngagementOf("1", "a", "2022-03-31", "2022-03-30"),
                  EngagementOf("2", "a", "2022-05-31", "2022-06-10"),
                  EngagementOf("3", "a", "2022-09-30", "")};
  Put(ledger_, Urging("engagements/2", "a", "2022-03-01"));
  Put(ledger_, Urging("engagements/2", "a", "2022-06-01"));
  query_.from = D("2022-04-01");
  const SupervisionStatistics s = On("2022-06-30");
  EXPECT_EQ(s.plans.required, 0) << "due in the first quarter";
  EXPECT_EQ(s.engagements.planned, 1);
  EXPECT_EQ(s.engagements.concluded_late, 1);
  EXPECT_EQ(s.reminders.reminders, 1);
  EXPECT_THAT(s.reminders.days, ElementsAre(101)) << "from the very first reminder";
}

TEST_F(StatisticsTest, TheHeirAnswersForWhatItTookOver) {
  facts_.requirements = {CellsOf2022()};
  units_ = {units_[0], Party("a", "root"), Ended(Party("b", "root"), "2022-05-01", {"a"})};
  plans_ = {PlanOf("a", "2022-02-10")};
  engagements_ = {EngagementOf("1", "b", "2022-04-30", "2022-05-10")};
  Put(ledger_, Urging("requirements/2022", "b", "2022-03-01"));
  Put(ledger_, Urging("engagements/1", "b", "2022-05-02"));
  const SupervisionStatistics s = On("2022-06-30");
  ASSERT_EQ(s.units.size(), 1u);
  EXPECT_EQ(s.units[0].plans, (PlanCounts{.required = 2, .in_time = 1, .not_issued = 1}));
  EXPECT_EQ(s.units[0].engagements.concluded_late, 1);
  EXPECT_EQ(s.units[0].reminders.reminders, 2);
  EXPECT_THAT(s.units[0].reminders.days, ElementsAre(8));
}

TEST_F(StatisticsTest, RemindersBelongToTheYearOfTheirSubject) {
  engagements_ = {EngagementOf("1", "a", "2022-12-15", "")};
  Put(ledger_, Urging("engagements/1", "a", "2023-01-10"));
  Put(ledger_, Urging("requirements/2023-cells", "a", "2022-12-20"));
  Put(ledger_, Urging("programs/p/targets/t", "a", "2022-12-21"));
  SupervisionStatistics s = On("2023-02-01");
  EXPECT_EQ(s.reminders.reminders, 2);
  EXPECT_EQ(s.reminders.closed, 1) << "a target is not done on a day";
  query_.year = 2023;
  s = On("2023-02-01");
  EXPECT_EQ(s.reminders.reminders, 1);
}

TEST_F(StatisticsTest, R31AnAssignmentIsDoneWithTheHandInThatStands) {
  const std::string of_a = Owes(Given("a", {Whole("2022-06-30")}));
  const std::string of_b = Owes(Given("b", {Whole("2022-06-20")}));
  const std::string of_c = Owes(Given("c"));
  for (const auto& [name, unit] : {std::pair(of_a, "a"), {of_b, "b"}, {of_c, "c"}}) {
    Put(ledger_, Notice(name, unit, ReminderFact::Kind::kAfterDue, "2022-06-26"));
    Put(ledger_, Urging(name, unit, "2022-06-28"));
  }
  // Not known yet: of the year in which it was issued.
  Put(ledger_, Urging("programs/p/duties/d/assignments/x", "c", "2022-06-28"));
  SupervisionStatistics s = On("2022-07-14");
  EXPECT_EQ(s.reminders.subjects, 4);
  EXPECT_EQ(s.reminders.notices, 3);
  EXPECT_EQ(s.reminders.urgings, 4);
  EXPECT_THAT(s.reminders.days, ElementsAre(4));
  EXPECT_EQ(s.reminders.already_done, 1);
  EXPECT_EQ(s.reminders.closed, 1);
  EXPECT_EQ(s.reminders.open, 1);
  EXPECT_EQ(UnitOf(s, "a").reminders.complied, 1);
  EXPECT_EQ(UnitOf(s, "b").reminders.already_done, 1);
  EXPECT_EQ(UnitOf(s, "c").reminders.open, 1);
  EXPECT_EQ(On("2022-06-29").reminders.open, 2) << "a has not handed in yet";
  // Given back it is open again, until the next hand-in; the days begin with the first reminder.
  AssignmentFact& returned = assignments_[U("a")][of_a];
  returned.events.push_back(GivenBack("2022-07-02"));
  EXPECT_EQ(On("2022-07-01").reminders.complied, 1);
  EXPECT_EQ(On("2022-07-14").reminders.open, 2);
  returned.events.push_back(Partly("2022-07-04"));
  EXPECT_EQ(On("2022-07-14").reminders.open, 2);
  returned.events.push_back(Whole("2022-07-05"));
  EXPECT_THAT(On("2022-07-14").reminders.days, ElementsAre(9));
  query_.from = D("2022-06-27");
  s = On("2022-07-14");
  EXPECT_EQ(s.reminders.notices, 0);
  EXPECT_EQ(s.reminders.subjects, 4);
  EXPECT_THAT(s.reminders.days, ElementsAre(9)) << "from the very first reminder";
  query_.tag = kLangPhi;
  EXPECT_EQ(On("2022-07-14").reminders.reminders, 0);
  facts_.duties["programs/p/duties/d"].tags = {kTieuCuc, kLangPhi};
  s = On("2022-07-14");
  EXPECT_EQ(s.reminders.urgings, 3) << "of what is not known no tag is";
  EXPECT_EQ(s.reminders.complied, 1);
  EXPECT_EQ(s.reminders.already_done, 1);
  EXPECT_EQ(s.reminders.open, 1);
}

TEST_F(StatisticsTest, R33AnAssignmentComesOntoTheAgenda) {
  const std::string name = Owes(Given("a"));
  for (const char* day : {"2022-06-26", "2022-06-27", "2022-06-28", "2022-06-29"}) {
    Put(ledger_, Urging(name, "a", day));
  }
  EXPECT_EQ(On("2022-06-28").reminders.on_agenda, 0);
  EXPECT_EQ(On("2022-06-29").reminders.on_agenda, 1);
  AssignmentFact& assignment = assignments_[U("a")][name];
  assignment.events = {Deadline("2022-06-30", "2022-07-10")};
  EXPECT_EQ(On("2022-06-29").reminders.on_agenda, 1);
  EXPECT_EQ(On("2022-06-30").reminders.on_agenda, 0) << "not overdue any more";
  assignment.events = {Whole("2022-06-30")};
  EXPECT_EQ(On("2022-06-30").reminders.on_agenda, 0);
}

TEST_F(StatisticsTest, RemindersOfAnAssignmentBelongToItsPeriod) {
  AssignmentFact next = Given("a");
  next.name = next.duty + "/assignments/a-2023-01";
  next.period = "2023-01";
  next.year = 2023;
  next.assigned = D("2022-12-20");
  next.deadline = D("2023-01-25");
  Put(ledger_, Urging(Owes(next), "a", "2022-12-28"));
  // Due once, in every year of the programme.
  AssignmentFact once = Given("b");
  once.year = 0;
  Put(ledger_, Urging(Owes(once), "b", "2022-07-01"));
  SupervisionStatistics s = On("2023-02-01");
  EXPECT_EQ(s.reminders.reminders, 1);
  EXPECT_EQ(UnitOf(s, "b").reminders.open, 1);
  query_.year = 2023;
  s = On("2023-02-01");
  EXPECT_EQ(s.reminders.reminders, 2);
  EXPECT_EQ(UnitOf(s, "a").reminders.open, 1);
  EXPECT_EQ(UnitOf(s, "b").reminders.open, 1);
  query_.year = 2024;
  facts_.duties.clear();
  EXPECT_EQ(On("2023-02-01").reminders.reminders, 0) << "the programme does not cover 2024";
}

TEST_F(StatisticsTest, TheHeirAnswersForTheAssignmentsItTookOver) {
  units_ = {units_[0], Party("a", "root"), Ended(Party("b", "root"), "2022-07-01", {"a"})};
  const std::string name = Owes(Given("b", {Whole("2022-07-08")}));
  Put(ledger_, Urging(name, "b", "2022-06-28"));
  Put(ledger_, Urging(name, "a", "2022-07-05"));
  EXPECT_EQ(UnitOf(On("2022-06-30"), "b").reminders.open, 1);
  const SupervisionStatistics s = On("2022-07-14");
  ASSERT_EQ(s.units.size(), 1u);
  EXPECT_EQ(s.units[0].unit, U("a"));
  EXPECT_EQ(s.units[0].reminders.subjects, 1);
  EXPECT_EQ(s.units[0].reminders.urgings, 2);
  EXPECT_THAT(s.units[0].reminders.days, ElementsAre(10));
}

TEST(StatisticsNumbers, MeanAndMedianAreExact) {
  ReminderCounts counts;
  EXPECT_EQ(counts.MeanDays(), Quotient());
  EXPECT_EQ(counts.MedianDays(), Quotient());
  counts.days = {1, 2, 10};
  EXPECT_EQ(counts.MeanDays(), (Quotient{13, 3}));
  EXPECT_EQ(counts.MedianDays(), (Quotient{2, 1}));
  counts.days = {1, 2, 3, 10};
  EXPECT_EQ(counts.MedianDays(), (Quotient{5, 2}));
}

TEST(StatisticsNumbers, R24QuotientsAreRoundedAsPercentagesAre) {
  const auto text = [](int64_t n, int64_t d, Rounding r = Rounding::kTruncate) {
    return QuotientText(n, d, r).value_or("–");
  };
  EXPECT_EQ(text(13, 3), "4,33");
  EXPECT_EQ(text(9, 2), "4,50");
  EXPECT_EQ(text(8, 2), "4");
  EXPECT_EQ(text(0, 5), "0");
  EXPECT_EQ(text(2, 3), "0,66");
  EXPECT_EQ(text(2, 3, Rounding::kHalfUp), "0,67");
  EXPECT_EQ(text(1999, 1000), "1,99");
  EXPECT_EQ(text(1999, 1000, Rounding::kHalfUp), "2,00");
  EXPECT_EQ(text(1, 0), "–");
}

// Each identity is found to fail when a number is wrong.
TEST(StatisticsNumbers, ContradictionsAreFound) {
  const auto failed = [](const auto& spoil) {
    SupervisionStatistics s;
    spoil(s);
    return FailedIdentity(s);
  };
  EXPECT_EQ(failed([](SupervisionStatistics&) {}), "");
  EXPECT_NE(failed([](SupervisionStatistics& s) { s.plans.in_time = 1; }), "");
  EXPECT_NE(failed([](SupervisionStatistics& s) { s.engagements.overdue = 1; }), "");
  EXPECT_NE(failed([](SupervisionStatistics& s) { s.dossiers.complete = 1; }), "");
  EXPECT_NE(failed([](SupervisionStatistics& s) { s.dossiers.documents_required = 1; }), "");
  EXPECT_NE(failed([](SupervisionStatistics& s) {
              s.engagements.planned = s.engagements.concluded = 1;
              s.units.emplace_back().engagements = s.engagements;
            }),
            "")
      << "its dossier is in no count";
  EXPECT_NE(failed([](SupervisionStatistics& s) { s.recommendations.open = 1; }), "");
  EXPECT_NE(failed([](SupervisionStatistics& s) { s.reminders.urgings = 1; }), "");
  EXPECT_NE(failed([](SupervisionStatistics& s) { s.reminders.days = {1}; }), "");
  EXPECT_NE(failed([](SupervisionStatistics& s) {
              s.plans.required = 1;
              s.plans.waiting = 1;
            }),
            "")
      << "no unit has it";
  EXPECT_NE(failed([](SupervisionStatistics& s) {
              s.themes.emplace_back();
              s.themes[0].plans = 1;
            }),
            "");
}

}  // namespace
}  // namespace tiendo::status::testing
