// The use cases on repositories in memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/supervision/domain/checks.h"
#include "services/supervision/domain/dossiers.h"
#include "services/supervision/domain/engagement_verbs.h"
#include "services/supervision/domain/late_engagements.h"
#include "services/supervision/domain/plan_verbs.h"
#include "services/supervision/domain/recommendations.h"
#include "services/supervision/domain/schedule.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/supervision/fake_repositories.h"

namespace tiendo::supervision::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;

Day D(const char* iso) { return calendar::ParseIsoDay(iso).value(); }
Record At(const char* name, const char* day) { return {name, "", D(day), {"1-QĐ", {}, ""}}; }

class VerbsTest : public ::testing::Test {
 protected:
  absl::Status Create(const std::string& id, const std::string& unit, int year = 2026) {
    Plan plan;
    plan.name = "plans/" + id;
    plan.unit = unit;
    plan.year = year;
    plan.title = "Kế hoạch";
    return CreatePlan(repos_, plan);
  }
  void Issued(const std::string& id, const std::string& unit) {
    ASSERT_THAT(Create(id, unit), IsOk());
    const std::string name = "plans/" + id;
    ASSERT_THAT(AdoptPlan(repos_, env_, At(name.c_str(), "2026-01-10")), IsOk());
    ASSERT_THAT(IssuePlan(repos_, env_, At(name.c_str(), "2026-01-12")), IsOk());
  }
  absl::Status Planned(const std::string& id, const std::string& plan, const char* due,
                       EngagementKind kind = EngagementKind::kThematicInspection) {
    Engagement engagement;
    engagement.name = "engagements/" + id;
    engagement.plan = plan;
    engagement.kind = kind;
    engagement.unit = "units/a";
    engagement.scheduled.to = D(due);
    return CreateEngagement(repos_, env_, engagement);
  }
  absl::StatusOr<Engagement> Take(Step step, const char* day, const char* name = "engagements/e") {
    return RecordStep(repos_, env_, step, At(name, day));
  }
  void Conclude(const char* name = "engagements/e") {
    for (Step step : kSteps) {
      if (step > Step::kConclusion) break;
      ASSERT_THAT(Take(step, "2026-03-02", name), IsOk());
    }
  }
  Plan StoredPlan(const char* name) { return *repos_.plans->Get(name).value(); }
  Engagement Stored(const char* name = "engagements/e") {
    return *repos_.engagements->Get(name).value();
  }

  const Repositories repos_ = FakeRepositories();
  Environment env_ = FakeEnvironment();
};

TEST_F(VerbsTest, AUnitHasOnePlanAYear) {
  EXPECT_THAT(Create("first", "units/a"), IsOk());
  const absl::Status second = Create("second", "units/a");
  EXPECT_THAT(second, HasReason("PLAN_EXISTS"));
  EXPECT_EQ(errors::GetDetails(second)->metadata["name"], "plans/first");
  EXPECT_THAT(Create("first", "units/b"), HasReason("RESOURCE_EXISTS"));
  EXPECT_THAT(Create("second", "units/a", 2027), IsOk());
}

TEST_F(VerbsTest, ARequirementSharesNoKindAndNoUnit) {
  PlanRequirement cells;
  cells.name = "requirements/2026-cells";
  cells.year = 2026;
  cells.unit_kinds = {"GRASSROOTS_CELL"};
  cells.units = {"units/x"};
  ASSERT_THAT(CreateRequirement(*repos_.requirements, cells), IsOk());
  PlanRequirement other;
  other.name = "requirements/2026-other";
  other.year = 2026;
  other.units = {"units/x"};
  const absl::Status overlap = CreateRequirement(*repos_.requirements, other);
  EXPECT_THAT(overlap, HasReason("REQUIREMENT_OVERLAP"));
  EXPECT_EQ(errors::GetDetails(overlap)->metadata["other"], cells.name);
  EXPECT_EQ(errors::GetDetails(overlap)->metadata["overlap"], "units/x");
  other.name = "requirements/2027";
  other.year = 2027;
  EXPECT_THAT(CreateRequirement(*repos_.requirements, other), IsOk());
  const auto change = [](PlanRequirement& r) {
    r.deadline = D("2026-02-15");
    return absl::OkStatus();
  };
  EXPECT_THAT(UpdateRequirement(*repos_.requirements, {cells.name, "\"9\"", change}),
              HasReason("ETAG_MISMATCH"));
  const auto updated = UpdateRequirement(*repos_.requirements, {cells.name, "", change});
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->deadline, D("2026-02-15"));
}

TEST_F(VerbsTest, APlanGoesToItsEndAndBackEventByEvent) {
  Issued("p", "units/a");
  ASSERT_THAT(SendPlan(repos_, env_, At("plans/p", "2026-01-15")), IsOk());
  ASSERT_THAT(Planned("e", "plans/p", "2026-03-31"), IsOk());
  ASSERT_THAT(Planned("late", "plans/p", "2026-03-31"), IsOk());
  ASSERT_THAT(Take(Step::kDecision, "2026-02-02"), IsOk());
  EXPECT_EQ(StoredPlan("plans/p").state, PlanState::kInProgress);
  EXPECT_EQ(StoredPlan("plans/p").started_on, D("2026-02-02"));
  auto closed = ClosePlan(repos_, env_, At("plans/p", "2026-12-20"));
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->state, PlanState::kPartlyCompleted);
  EXPECT_EQ(*closed->outcome, (PlanOutcome{2, 0}));
  EXPECT_THAT(Planned("more", "plans/p", "2026-03-31"), HasReason("PLAN_STATE"));
  // Only from the newest to the first.
  EXPECT_THAT(VoidPlanEvent(repos_, {"plans/p/events/0003", "", "nhầm"}),
              HasReason("EVENT_NOT_VOIDABLE"));
  const PlanState back[] = {PlanState::kInProgress, PlanState::kSent, PlanState::kIssued,
                            PlanState::kAdopted, PlanState::kDrafting};
  int number = 5;
  for (PlanState state : back) {
    const std::string event = "plans/p/events/000" + std::to_string(number--);
    auto plan = VoidPlanEvent(repos_, {event, "", "nhầm"});
    ASSERT_THAT(plan, IsOk());
    EXPECT_EQ(plan->state, state) << event;
    EXPECT_TRUE(repos_.plan_events->Get(event).value()->voided);
  }
  EXPECT_THAT(VoidPlanEvent(repos_, {"plans/p/events/0001", "", "nhầm"}),
              HasReason("EVENT_NOT_VOIDABLE"));
  EXPECT_THAT(VoidPlanEvent(repos_, {"plans/p/events/0009", "", "nhầm"}),
              HasReason("RESOURCE_NOT_FOUND"));
  // What is recorded again takes a number of its own.
  ASSERT_THAT(AdoptPlan(repos_, env_, At("plans/p", "2026-01-11")), IsOk());
  EXPECT_TRUE(repos_.plan_events->Get("plans/p/events/0006").value().has_value());
}

TEST_F(VerbsTest, ACellWithoutACommitteeIssuesWithoutAdoption) {
  env_ = FakeEnvironment("SUBORDINATE_CELL");
  ASSERT_THAT(Create("p", "units/cell"), IsOk());
  EXPECT_THAT(AdoptPlan(repos_, env_, At("plans/p", "2026-01-10")), HasReason("PLAN_STATE"));
  auto issued = IssuePlan(repos_, env_, At("plans/p", "2026-01-12"));
  ASSERT_THAT(issued, IsOk());
  EXPECT_EQ(issued->state, PlanState::kIssued);
}

TEST_F(VerbsTest, AnAdjustmentKeepsWhatWasPlannedFirst) {
  Issued("p", "units/a");
  ASSERT_THAT(Planned("e", "plans/p", "2026-03-31"), IsOk());
  ASSERT_THAT(Planned("out", "plans/p", "2026-03-31"), IsOk());
  Adjustment adjustment;
  adjustment.record = At("plans/p", "2026-04-10");
  adjustment.reason = "chờ đại hội";
  adjustment.title = "Kế hoạch (điều chỉnh)";
  adjustment.reschedules = {{"engagements/e", {D("2026-05-01"), D("2026-05-31")}}};
  adjustment.removals = {"engagements/out"};
  auto adjusted = AdjustPlan(repos_, env_, adjustment);
  ASSERT_THAT(adjusted, IsOk());
  EXPECT_EQ(adjusted->title, "Kế hoạch (điều chỉnh)");
  EXPECT_EQ(adjusted->original_title, "Kế hoạch");
  const Engagement moved = Stored();
  EXPECT_EQ(moved.scheduled.to, D("2026-05-31"));
  EXPECT_EQ(moved.original.to, D("2026-03-31"));
  // From the day of the approval: the days between stay overdue.
  EXPECT_EQ(DueOn(moved, D("2026-04-09")), D("2026-03-31"));
  EXPECT_EQ(DueOn(moved, D("2026-04-10")), D("2026-05-31"));
  EXPECT_EQ(Stored("engagements/out").state, EngagementState::kRemoved);
  EXPECT_FALSE(RemovedBy(Stored("engagements/out"), D("2026-04-09")));
  EXPECT_TRUE(RemovedBy(Stored("engagements/out"), D("2026-04-10")));
  EXPECT_THAT(Take(Step::kDecision, "2026-04-11", "engagements/out"),
              HasReason("ENGAGEMENT_STATE"));
  Adjustment again = adjustment;  // alone: repositories in memory take nothing back
  again.reschedules.clear();
  EXPECT_THAT(AdjustPlan(repos_, env_, again), HasReason("ENGAGEMENT_STATE"));
  // The engagement's own event is taken back with the plan's.
  EXPECT_THAT(VoidEngagementEvent(repos_, {"engagements/e/events/0001", "", "nhầm"}),
              HasReason("EVENT_NOT_VOIDABLE"));
  auto back = VoidPlanEvent(repos_, {"plans/p/events/0003", "", "nhầm"});
  ASSERT_THAT(back, IsOk());
  EXPECT_EQ(back->title, "Kế hoạch");
  EXPECT_EQ(back->adjusted_on, std::nullopt);
  EXPECT_EQ(Stored().scheduled, Stored().original);
  EXPECT_EQ(Stored("engagements/out").state, EngagementState::kOpen);
  EXPECT_TRUE(repos_.engagement_events->Get("engagements/e/events/0001").value()->voided);
}

TEST_F(VerbsTest, StepsKeepTheirOrderAndTheirDates) {
  ASSERT_THAT(Create("p", "units/a"), IsOk());
  ASSERT_THAT(Planned("e", "plans/p", "2026-03-31"), IsOk());
  EXPECT_THAT(Take(Step::kConclusion, "2026-02-02"), HasReason("ENGAGEMENT_STATE"));
  ASSERT_THAT(Take(Step::kDecision, "2026-02-02"), IsOk());
  EXPECT_THAT(Take(Step::kLaunch, "2026-02-01"), HasReason("INVALID_REQUEST"));
  ASSERT_THAT(Take(Step::kLaunch, "2026-02-02"), IsOk());
  EXPECT_EQ(StoredPlan("plans/p").state, PlanState::kDrafting) << "no issued plan has begun";
  auto back = VoidEngagementEvent(repos_, {"engagements/e/events/0002", "", "nhầm"});
  ASSERT_THAT(back, IsOk());
  EXPECT_EQ(back->step(), Step::kDecision);
  EXPECT_THAT(Take(Step::kLaunch, "2026-02-03"), IsOk());
}

TEST_F(VerbsTest, ALateLaunchIsNotedOrSaidNotToBeComputable) {
  ASSERT_THAT(Planned("on-time", "", "2026-03-31"), IsOk());
  ASSERT_THAT(Planned("slow", "", "2026-03-31"), IsOk());
  ASSERT_THAT(Planned("old", "", "2026-03-31"), IsOk());
  // Friday to Wednesday are three working days, to Thursday four.
  ASSERT_THAT(Take(Step::kDecision, "2026-01-30", "engagements/on-time"), IsOk());
  EXPECT_THAT(Take(Step::kLaunch, "2026-02-04", "engagements/on-time")->warnings, IsEmpty());
  ASSERT_THAT(Take(Step::kDecision, "2026-01-30", "engagements/slow"), IsOk());
  EXPECT_THAT(Take(Step::kLaunch, "2026-02-05", "engagements/slow")->warnings,
              ElementsAre(Warning{WarningCode::kLaunchLate, 4, 3, "engagements/slow/events/0002"}));
  ASSERT_THAT(Take(Step::kDecision, "2025-12-30", "engagements/old"), IsOk());
  EXPECT_THAT(Take(Step::kLaunch, "2026-01-05", "engagements/old")->warnings,
              ElementsAre(Warning{WarningCode::kLaunchNotComputable, 2025, 0,
                                  "engagements/old/events/0002"}));
  // The note goes with the entry it was made of.
  EXPECT_THAT(VoidEngagementEvent(repos_, {"engagements/slow/events/0002", "", "nhầm"})->warnings,
              IsEmpty());
}

TEST_F(VerbsTest, DurationAndExtensionAreNoted) {
  ASSERT_THAT(Planned("e", "", "2026-12-31"), IsOk());
  const Extension extension = {At("engagements/e", "2026-02-10"), 6, "Ban Thường vụ", "chờ hồ sơ"};
  EXPECT_THAT(ExtendEngagement(repos_, env_, extension), HasReason("ENGAGEMENT_STATE"));
  ASSERT_THAT(Take(Step::kDecision, "2026-02-02"), IsOk());
  ASSERT_THAT(Take(Step::kLaunch, "2026-02-02"), IsOk());
  // A third of 20 days is 6.
  EXPECT_THAT(ExtendEngagement(repos_, env_, extension)->warnings, IsEmpty());
  Extension more = extension;
  more.days = 1;
  EXPECT_THAT(
      ExtendEngagement(repos_, env_, more)->warnings,
      ElementsAre(Warning{WarningCode::kExtensionTooLong, 7, 6, "engagements/e/events/0004"}));
  EXPECT_EQ(VoidEngagementEvent(repos_, {"engagements/e/events/0004", "", "nhầm"})->extension_days,
            6);
  for (Step step : {Step::kSelfReport, Step::kVerification, Step::kDraftReport, Step::kMeeting}) {
    ASSERT_THAT(Take(step, "2026-02-20"), IsOk());
  }
  // 2 to 28 February are 26 days: the limit and the extension; one more is too long.
  EXPECT_THAT(
      Take(Step::kConclusion, "2026-03-01")->warnings,
      ElementsAre(Warning{WarningCode::kDurationExceeded, 27, 26, "engagements/e/events/0009"}));
  EXPECT_THAT(ExtendEngagement(repos_, env_, extension), HasReason("ENGAGEMENT_STATE"));
}

TEST_F(VerbsTest, AnInspectedPeriodAboveFiveYearsIsNoted) {
  Engagement engagement;
  engagement.period = {D("2021-01-01"), D("2025-12-31")};
  EXPECT_EQ(CheckPeriod(engagement, env_.practice), std::nullopt);
  engagement.period.to = D("2026-01-01");
  EXPECT_EQ(CheckPeriod(engagement, env_.practice),
            (Warning{WarningCode::kPeriodTooLong, 6, 5, ""}));
}

TEST_F(VerbsTest, SignsOfViolationOpenALinkedInspection) {
  ASSERT_THAT(Planned("e", "", "2026-03-31", EngagementKind::kThematicSupervision), IsOk());
  ASSERT_THAT(Planned("inspection", "", "2026-03-31"), IsOk());
  Engagement opened;
  opened.name = "engagements/signs";
  opened.subjects = {"units/b"};
  EXPECT_THAT(
      OpenFromViolationSigns(repos_, env_, At("engagements/inspection", "2026-02-03"), opened),
      HasReason("ENGAGEMENT_STATE"));
  EXPECT_THAT(OpenFromViolationSigns(repos_, env_, At("engagements/e", "2026-02-03"), opened),
              HasReason("ENGAGEMENT_STATE"))
      << "it has not begun";
  ASSERT_THAT(Take(Step::kDecision, "2026-02-02"), IsOk());
  EXPECT_THAT(OpenFromViolationSigns(repos_, env_, At("engagements/e", "2026-02-01"), opened),
              HasReason("INVALID_REQUEST"));
  ASSERT_THAT(OpenFromViolationSigns(repos_, env_, At("engagements/e", "2026-02-03"), opened),
              IsOk());
  EXPECT_EQ(opened.kind, EngagementKind::kViolationSignsInspection);
  EXPECT_EQ(opened.unit, "units/a");
  EXPECT_EQ(opened.plan, "");
  EXPECT_EQ(opened.opened_from, "engagements/e");
  EXPECT_THAT(Stored().opened, ElementsAre("engagements/signs"));
  EXPECT_THAT(VoidEngagementEvent(repos_, {"engagements/e/events/0002", "", "nhầm"}),
              HasReason("EVENT_NOT_VOIDABLE"));
  CarryingOutQuery query{2026, D("2026-12-31"), "", [](const std::string&) { return true; },
                         [](Instant) { return D("2026-01-01"); }};
  const LateEngagements found =
      FindLateEngagements(repos_.engagements->List("", "", 100).value(), query);
  EXPECT_EQ(found.planned, 0);
  EXPECT_EQ(found.unplanned, 3);
}

TEST_F(VerbsTest, RecommendationsHoldTheArchiveOpen) {
  ASSERT_THAT(Planned("e", "", "2026-03-31"), IsOk());
  Recommendation recommendation;
  recommendation.name = "engagements/e/recommendations/r";
  recommendation.unit = "units/b";
  recommendation.deadline = D("2026-06-30");
  EXPECT_THAT(CreateRecommendation(repos_, env_, recommendation), HasReason("ENGAGEMENT_STATE"));
  Conclude();
  recommendation.deadline = D("2026-03-01");
  EXPECT_THAT(CreateRecommendation(repos_, env_, recommendation), HasReason("INVALID_REQUEST"));
  recommendation.deadline = D("2026-06-30");
  ASSERT_THAT(CreateRecommendation(repos_, env_, recommendation), IsOk());
  const absl::Status open = Take(Step::kArchive, "2026-07-01").status();
  EXPECT_THAT(open, HasReason("RECOMMENDATIONS_OPEN"));
  EXPECT_EQ(errors::GetDetails(open)->metadata["recommendations"], recommendation.name);
  const Record report = At("engagements/e/recommendations/r", "2026-06-15");
  EXPECT_THAT(AssessRemediation(repos_, env_, report, Outcome::kDone),
              HasReason("RECOMMENDATION_STATE"));
  ASSERT_THAT(ReportRemediation(repos_, env_, report), IsOk());
  EXPECT_THAT(Take(Step::kArchive, "2026-07-01"), HasReason("RECOMMENDATIONS_OPEN"));
  const Record early = At("engagements/e/recommendations/r", "2026-06-14");
  EXPECT_THAT(AssessRemediation(repos_, env_, early, Outcome::kDone), HasReason("INVALID_REQUEST"));
  ASSERT_THAT(AssessRemediation(repos_, env_, report, Outcome::kUnsatisfactory), IsOk());
  // Reported and assessed again.
  ASSERT_THAT(ReportRemediation(repos_, env_, report), IsOk());
  EXPECT_THAT(Take(Step::kArchive, "2026-07-01"), HasReason("RECOMMENDATIONS_OPEN"));
  ASSERT_THAT(AssessRemediation(repos_, env_, report, Outcome::kDone), IsOk());
  // A wrong assessment is taken back.
  ASSERT_THAT(VoidEngagementEvent(repos_, {"engagements/e/events/0011", "", "nhầm"}), IsOk());
  const Recommendation back = *repos_.recommendations->Get(recommendation.name).value();
  EXPECT_EQ(back.state, RecommendationState::kReported);
  EXPECT_EQ(back.outcome, Outcome::kUnsatisfactory) << "of the assessment before";
  ASSERT_THAT(AssessRemediation(repos_, env_, report, Outcome::kDone), IsOk());
  EXPECT_THAT(Take(Step::kArchive, "2026-07-01"), IsOk());
  EXPECT_THAT(ReportRemediation(repos_, env_, report), HasReason("ENGAGEMENT_STATE"));
}

TEST_F(VerbsTest, ADossierCountsByTheChecklistAndKeepsItWithTheArchive) {
  ASSERT_THAT(Planned("e", "", "2026-03-31"), IsOk());
  const DossierChange decision = {"engagements/e", "", "quyet-dinh", D("2026-02-02"), {}};
  auto dossier = SetDossierDocument(repos_, env_, decision);
  ASSERT_THAT(dossier, IsOk());
  EXPECT_EQ(dossier->total, 12);
  EXPECT_EQ(dossier->Present(D("2026-02-01")), 0);
  EXPECT_EQ(dossier->Present(D("2026-02-02")), 1);
  EXPECT_THAT(SetDossierDocument(repos_, env_, {"engagements/e", "", "khac", D("2026-02-02"), {}}),
              HasReason("INVALID_REQUEST"));
  EXPECT_THAT(SetDossierDocument(repos_, env_, {"engagements/e", "", "ke-hoach", {}, {}}),
              HasReason("INVALID_REQUEST"));
  // A shorter checklist: what is there and no longer asked for comes last and does not count.
  ASSERT_THAT(UpdateChecklist(repos_, {EngagementKind::kThematicInspection,
                                       "",
                                       {{"ke-hoach", "Kế hoạch"}, {"bien-ban", "Biên bản"}}}),
              IsOk());
  dossier = DossierOf(*repos_.dossiers, *repos_.checklists, Stored());
  EXPECT_EQ(dossier->total, 2);
  EXPECT_EQ(dossier->Present(D("2026-12-31")), 0);
  EXPECT_EQ(dossier->entries.back().id, "quyet-dinh");
  Conclude();
  ASSERT_THAT(Take(Step::kArchive, "2026-07-01"), IsOk());
  ASSERT_THAT(UpdateChecklist(repos_, {EngagementKind::kThematicInspection, "", {{"mot", "Một"}}}),
              IsOk());
  EXPECT_EQ(DossierOf(*repos_.dossiers, *repos_.checklists, Stored())->total, 2);
  EXPECT_THAT(SetDossierDocument(repos_, env_, decision), HasReason("ENGAGEMENT_STATE"));
}

TEST(Dossiers, AThematicEngagementHasTwelveDocuments) {
  EXPECT_EQ(DefaultChecklist(EngagementKind::kThematicInspection).entries.size(), 12u);
  EXPECT_EQ(DefaultChecklist(EngagementKind::kThematicSupervision).entries.size(), 12u);
  EXPECT_EQ(ChecklistName(EngagementKind::kContinuousSupervision),
            "checklists/continuous-supervision");
  for (EngagementKind kind : kEngagementKinds) {
    EXPECT_EQ(ChecklistKind(ChecklistName(kind)), kind);
  }
  EXPECT_EQ(ChecklistKind("checklists/other"), std::nullopt);
}

TEST(PracticeTexts, SayWhatWouldBeRight) {
  EXPECT_THAT(ParseUnitKinds("GRASSROOTS_CELL,SUBORDINATE_CELL").value(), ::testing::SizeIs(2));
  EXPECT_THAT(ParseUnitKinds("").value(), IsEmpty());
  for (const char* bad : {"CELL", "GRASSROOTS_CELL,,"}) EXPECT_FALSE(ParseUnitKinds(bad).ok());
  EXPECT_EQ(ParseDurations("COMMITTEE_ORGAN=20").value().at("COMMITTEE_ORGAN"), 20);
  for (const char* bad : {"COMMITTEE_ORGAN", "COMMITTEE_ORGAN=0", "COMMITTEE_ORGAN=x", "X=1",
                          "COMMITTEE_ORGAN=1,COMMITTEE_ORGAN=2"}) {
    EXPECT_FALSE(ParseDurations(bad).ok()) << bad;
  }
  for (const char* bad : {"X=LAUNCH", "CONTINUOUS_SUPERVISION=X",
                          "CONTINUOUS_SUPERVISION=CONCLUSION", "CONTINUOUS_SUPERVISION"}) {
    EXPECT_FALSE(ParseOptionalSteps(bad).ok()) << bad;
  }
}

}  // namespace
}  // namespace tiendo::supervision::testing
