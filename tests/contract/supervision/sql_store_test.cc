// The store of supervision on every engine.
#include "services/supervision/storage/sql_store.h"

#include "common/api/fields.h"
#include "tests/contract/supervision/supervision_store.h"

namespace tiendo::supervision {
namespace {

using ::testing::ElementsAre;
using testing::HasReason;
using testing::IsOk;
using testing::IsOkAndHolds;
using ::testing::Optional;

class SqlStoreTest : public SupervisionStoreTest {};
INSTANTIATE_TEST_SUITE_P(Engines, SqlStoreTest, testing::AllEngines(), testing::EngineName);

TEST_P(SqlStoreTest, ResourcesComeBackWhole) {
  PlanRequirement requirement;
  requirement.name = "requirements/2026-chi-bo";
  requirement.year = 2026;
  requirement.deadline = D("2026-02-15");
  requirement.unit_kinds = {"GRASSROOTS_CELL", "COMMITTEE_ORGAN"};
  requirement.units = {"units/a"};
  requirement.document = {"01-KH/ĐU", D("2026-01-02"), "Đảng ủy Sở"};
  requirement.display_name = "Chi bộ cơ sở";
  Plan plan = PlanOf("p", "a", 2026);
  plan.title = "Kế hoạch kiểm tra, giám sát (điều chỉnh)";
  plan.original_title = "Kế hoạch kiểm tra, giám sát";
  plan.adopted_on = D("2026-01-05");
  plan.adopted_document = {"02-NQ/CB", std::nullopt, ""};
  plan.issued_on = D("2026-01-10");
  plan.issued_document = {"03-KH/CB", D("2026-01-10"), "Chi bộ"};
  plan.sent_on = D("2026-01-11");
  plan.sent_document = {"04-CV/CB", std::nullopt, ""};
  plan.started_on = D("2026-02-01");
  plan.adjusted_on = D("2026-05-01");
  plan.closed_on = D("2026-12-20");
  plan.closed_document = {"05-BC/CB", std::nullopt, ""};
  plan.outcome = PlanOutcome{3, 2};
  plan.state = PlanState::kPartlyCompleted;
  PlanEvent plan_event;
  plan_event.name = "plans/p/events/0001";
  plan_event.kind = PlanEventKind::kAdjusted;
  plan_event.date = D("2026-05-01");
  plan_event.document = {"06-QĐ/CB", std::nullopt, ""};
  plan_event.reason = "chờ đại hội";
  plan_event.title = plan.title;
  plan_event.previous_title = plan.original_title;
  plan_event.engagements = {"engagements/e"};
  plan_event.voided = true;
  plan_event.void_reason = "nhập nhầm";
  ASSERT_THAT(Write([&](ledger::Transaction& tx) -> absl::Status {
                const Repositories repositories = store_.In(tx);
                absl::Status status = repositories.requirements->Put(requirement);
                if (status.ok()) status = repositories.plans->Put(plan);
                if (status.ok()) status = repositories.plan_events->Put(plan_event);
                return status;
              }),
              IsOk());
  EXPECT_EQ(plan.stamp.revision, 1);
  Reading([&](ledger::Reader& reader) {
    const Repositories repositories = store_.At(reader, std::nullopt);
    EXPECT_THAT(repositories.requirements->Get(requirement.name),
                IsOkAndHolds(Optional(requirement)));
    EXPECT_THAT(repositories.plans->Get(plan.name), IsOkAndHolds(Optional(plan)));
    EXPECT_THAT(repositories.plan_events->Get(plan_event.name), IsOkAndHolds(Optional(plan_event)));
    return 0;
  });
}

TEST_P(SqlStoreTest, EngagementsAndWhatFollowsThemComeBackWhole) {
  Engagement engagement;
  engagement.name = "engagements/e";
  engagement.plan = "plans/p";
  engagement.year = 2026;
  engagement.kind = EngagementKind::kContinuousSupervision;
  engagement.unit = "units/a";
  engagement.subjects = {"units/b", "units/c"};
  engagement.member_codes = {"m-0123456789abcdef"};
  engagement.title = "Giám sát thường xuyên";
  engagement.tags = {"theme/phong-chong-tham-nhung"};
  engagement.period = {D("2021-01-01"), D("2025-12-31")};
  engagement.scheduled = {D("2026-05-01"), D("2026-06-30")};
  engagement.original = {D("2026-04-01"), D("2026-05-30")};
  engagement.schedule_changes = {
      {D("2026-04-20"), engagement.scheduled, false, "plans/p/events/0003"}};
  engagement.steps = {{Step::kDecision, D("2026-05-01"), {"07-QĐ", std::nullopt, ""}},
                      {Step::kConclusion, D("2026-05-20"), {"08-TB", D("2026-05-20"), "Chi bộ"}}};
  engagement.extension_days = 5;
  engagement.opened_from = "engagements/x";
  engagement.opened = {"engagements/y"};
  engagement.warnings = {{WarningCode::kDurationExceeded, 27, 26, "engagements/e/events/0002"}};
  engagement.state = EngagementState::kConcluded;
  EngagementEvent event;
  event.name = "engagements/e/events/0002";
  event.kind = EngagementEventKind::kRecommendationAssessed;
  event.date = D("2026-07-01");
  event.step = Step::kMeeting;
  event.document = {"09-BB", std::nullopt, ""};
  event.reason = "lý do";
  event.extension_days = 5;
  event.approver = "Ban Thường vụ";
  event.window = {D("2026-05-01"), D("2026-06-30")};
  event.related = "engagements/e/recommendations/r";
  event.outcome = Outcome::kUnsatisfactory;
  event.voided = true;
  event.void_reason = "nhập nhầm";
  Checklist checklist = DefaultChecklist(EngagementKind::kThematicInspection);
  Dossier dossier = Arranged({}, checklist);
  dossier.name = "engagements/e/dossier";
  dossier.entries[2].filed_on = D("2026-05-02");
  dossier.entries[2].document = {"10-ĐC", std::nullopt, ""};
  Recommendation recommendation;
  recommendation.name = "engagements/e/recommendations/r";
  recommendation.unit = "units/b";
  recommendation.text = "Bổ sung quy chế";
  recommendation.deadline = D("2026-08-31");
  recommendation.state = RecommendationState::kAssessed;
  recommendation.reported_on = D("2026-08-01");
  recommendation.report = {"11-BC", std::nullopt, ""};
  recommendation.assessed_on = D("2026-08-10");
  recommendation.assessment = {"12-TB", std::nullopt, ""};
  recommendation.outcome = Outcome::kPartly;
  ASSERT_THAT(Write([&](ledger::Transaction& tx) -> absl::Status {
                const Repositories repositories = store_.In(tx);
                absl::Status status = repositories.engagements->Put(engagement);
                if (status.ok()) status = repositories.engagement_events->Put(event);
                if (status.ok()) status = repositories.checklists->Put(checklist);
                if (status.ok()) status = repositories.dossiers->Put(dossier);
                if (status.ok()) status = repositories.recommendations->Put(recommendation);
                return status;
              }),
              IsOk());
  Reading([&](ledger::Reader& reader) {
    const Repositories repositories = store_.At(reader, std::nullopt);
    EXPECT_THAT(repositories.engagements->Get(engagement.name), IsOkAndHolds(Optional(engagement)));
    EXPECT_THAT(repositories.engagement_events->Get(event.name), IsOkAndHolds(Optional(event)));
    EXPECT_THAT(repositories.checklists->Get(checklist.name), IsOkAndHolds(Optional(checklist)));
    EXPECT_THAT(repositories.dossiers->Get(dossier.name), IsOkAndHolds(Optional(dossier)));
    EXPECT_THAT(repositories.recommendations->Get(recommendation.name),
                IsOkAndHolds(Optional(recommendation)));
    return 0;
  });
  EXPECT_THAT(Listed("engagements", {{"step", "=", "CONCLUSION"},
                                     {"year", "=", 2026},
                                     {"tags", ":", "theme/phong-chong"}}),
              ElementsAre("engagements/e"));
  EXPECT_THAT(Listed("engagements/x/recommendations", {{"outcome", "=", "PARTLY"},
                                                       {"state", "=", "ASSESSED"},
                                                       {"unit", "=", "units/b"},
                                                       {"deadline", "<", "2026-09-01"}}),
              ElementsAre("engagements/e/recommendations/r"));
}

TEST_P(SqlStoreTest, WhatWasRecordedBeforeTheStepsIsBroughtAlong) {
  // A database of the first version with a concluded engagement of a plan.
  std::unique_ptr<db::Database> old = Open(NewOptions());
  std::vector<db::Migration> first = {Migrations().front()};
  ASSERT_THAT(db::Migrate(*old, ledger::WithLedger(first)), IsOk());
  v1::Engagement concluded;
  concluded.set_name("engagements/e");
  concluded.set_plan("plans/p");
  concluded.set_unit("units/a");
  concluded.set_kind(v1::Engagement::KIND_THEMATIC_INSPECTION);
  *concluded.mutable_scheduled_to() = api::ToProto(D("2022-03-31"));
  *concluded.mutable_concluded_date() = api::ToProto(D("2022-04-10"));
  concluded.set_state(v1::Engagement::STATE_CONCLUDED);
  {
    db::Lease writer = old->Writer().value();
    const std::string open = std::to_string(ledger::kOpen);
    ASSERT_THAT(writer->Execute("INSERT INTO plans (name, from_revision, to_revision, body, unit,"
                                " year, state) VALUES ('plans/p', 1, " +
                                    open + ", :b, 'units/a', 2022, 'ISSUED')",
                                {db::Bytes{""}}),
                IsOk());
    ASSERT_THAT(writer->Execute("INSERT INTO engagements (name, from_revision, to_revision, body,"
                                " plan, unit, kind, state) VALUES ('engagements/e', 1, " +
                                    open +
                                    ", :b, 'plans/p', 'units/a', 'THEMATIC_INSPECTION',"
                                    " 'CONCLUDED')",
                                {db::Bytes{api::PackBody(concluded)}}),
                IsOk());
  }
  ASSERT_THAT(db::Migrate(*old, AllMigrations()), IsOk());
  db::Lease lease = old->Reader().value();
  ledger::Reader reader(*lease, schema_);
  const std::vector<Engagement> found = store_.EngagementsOfYear(reader, 2022, 1).value();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].year, 2022);
  EXPECT_EQ(found[0].step(), Step::kConclusion);
  EXPECT_EQ(found[0].steps[0].date, D("2022-04-10"));
  EXPECT_EQ(found[0].original.to, D("2022-03-31"));
  EXPECT_EQ(store_.EngagementsOfYear(reader, 2023, 1).value().size(), 0u);
}

TEST_P(SqlStoreTest, FindsThePlanOfAUnitAndYear) {
  ASSERT_THAT(Put(PlanOf("a26", "a", 2026)), IsOk());
  ASSERT_THAT(Put(PlanOf("a27", "a", 2027)), IsOk());
  auto find = [this](const std::string& unit, int year) {
    return Reading([&](ledger::Reader& reader) {
      return store_.At(reader, std::nullopt).find_plan(unit, year);
    });
  };
  EXPECT_THAT(find("units/a", 2026), IsOkAndHolds(Optional(std::string("plans/a26"))));
  EXPECT_THAT(find("units/a", 2027), IsOkAndHolds(Optional(std::string("plans/a27"))));
  EXPECT_THAT(find("units/a", 2025), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(find("units/b", 2026), IsOkAndHolds(std::nullopt));
}

TEST_P(SqlStoreTest, TheDatabaseItselfRefusesASecondPlanOfAUnitAndYear) {
  ASSERT_THAT(Put(PlanOf("first", "a", 2026)), IsOk());
  EXPECT_THAT(Put(PlanOf("second", "a", 2026)), HasReason("RESOURCE_EXISTS"));
  EXPECT_THAT(Put(PlanOf("first", "a", 2026)), IsOk());  // another version of the same
}

TEST_P(SqlStoreTest, ReadsThePlansOfAYearAsOfARevision) {
  ASSERT_THAT(Put(PlanOf("a", "a", 2026)), IsOk());
  ASSERT_THAT(Put(PlanOf("other-year", "a", 2025)), IsOk());
  Plan adopted = PlanOf("a", "a", 2026);
  adopted.state = PlanState::kAdopted;
  ASSERT_THAT(Put(adopted), IsOk());
  ASSERT_THAT(Put(PlanOf("b", "b", 2026)), IsOk());
  auto plans = [this](int64_t at) {
    std::vector<std::string> out;
    auto read =
        Reading([&](ledger::Reader& reader) { return store_.PlansOfYear(reader, 2026, at); });
    for (const Plan& plan : read.value()) {
      out.push_back(plan.name + (plan.state == PlanState::kAdopted ? " adopted" : ""));
    }
    return out;
  };
  EXPECT_THAT(plans(1), ElementsAre("plans/a"));
  EXPECT_THAT(plans(2), ElementsAre("plans/a"));
  EXPECT_THAT(plans(3), ElementsAre("plans/a adopted"));
  EXPECT_THAT(plans(4), ElementsAre("plans/a adopted", "plans/b"));
}

TEST_P(SqlStoreTest, ReadsMorePlansThanOneStatementGives) {
  ASSERT_THAT(Write([&](ledger::Transaction& tx) -> absl::Status {
                for (int i = 0; i < 1001; ++i) {
                  const std::string id = "u" + std::to_string(i);
                  Plan plan = PlanOf(id, id, 2026);
                  if (absl::Status s = store_.In(tx).plans->Put(plan); !s.ok()) return s;
                }
                return absl::OkStatus();
              }),
              IsOk());
  auto all = Reading([&](ledger::Reader& reader) { return store_.PlansOfYear(reader, 2026, 1); });
  EXPECT_EQ(all.value().size(), 1001u);
}

TEST_P(SqlStoreTest, FindsTheRequirementsOfAYearAsOfARevision) {
  ASSERT_THAT(Put(PlanOf("a", "a", 2026)), IsOk());
  for (const char* id : {"2026-chi-bo", "2026", "2025"}) {
    PlanRequirement requirement;
    requirement.name = std::string("requirements/") + id;
    requirement.year = YearOfId(id);
    ASSERT_THAT(Write([&](ledger::Transaction& tx) {
                  return store_.In(tx).requirements->Put(requirement);
                }),
                IsOk());
  }
  auto find = [this](int year, int64_t at) {
    auto found = Reading(
        [&](ledger::Reader& reader) { return store_.RequirementsOfYear(reader, year, at); });
    std::vector<std::string> names;
    for (const PlanRequirement& one : found.value()) names.push_back(one.name);
    return names;
  };
  EXPECT_THAT(find(2026, 4), ElementsAre("requirements/2026", "requirements/2026-chi-bo"));
  EXPECT_THAT(find(2026, 2), ElementsAre("requirements/2026-chi-bo"));
  EXPECT_THAT(find(2026, 1), ::testing::IsEmpty());
  EXPECT_THAT(find(2025, 4), ElementsAre("requirements/2025"));
}

TEST_P(SqlStoreTest, FindsTheEngagementsOfAPlanAndOfAYear) {
  const auto put = [this](const std::string& id, const std::string& plan, int year) {
    Engagement engagement;
    engagement.name = "engagements/" + id;
    engagement.plan = plan;
    engagement.year = year;
    engagement.unit = "units/a";
    return Write(
        [&](ledger::Transaction& tx) { return store_.In(tx).engagements->Put(engagement); });
  };
  ASSERT_THAT(put("a", "plans/p", 2026), IsOk());
  ASSERT_THAT(put("b", "plans/q", 2025), IsOk());
  ASSERT_THAT(put("c", "", 0), IsOk());
  auto names = [](const std::vector<Engagement>& found) {
    std::vector<std::string> out;
    for (const Engagement& one : found) out.push_back(one.name);
    return out;
  };
  Reading([&](ledger::Reader& reader) {
    EXPECT_THAT(names(store_.At(reader, std::nullopt).engagements_of("plans/p").value()),
                ElementsAre("engagements/a"));
    EXPECT_THAT(names(store_.EngagementsOfYear(reader, 2026, 3).value()),
                ElementsAre("engagements/a", "engagements/c"));
    EXPECT_THAT(names(store_.EngagementsOfYear(reader, 2026, 2).value()),
                ElementsAre("engagements/a"));
    return 0;
  });
}

TEST_P(SqlStoreTest, ColumnsHoldWhatFiltersCompare) {
  Plan adopted = PlanOf("b", "b", 2026);
  adopted.state = PlanState::kAdopted;
  ASSERT_THAT(Put(PlanOf("a", "a", 2025)), IsOk());
  ASSERT_THAT(Put(adopted), IsOk());
  EXPECT_THAT(Listed("plans", {{"state", "=", "DRAFTING"}}), ElementsAre("plans/a"));
  EXPECT_THAT(Listed("plans", {{"year", ">", 2025}}), ElementsAre("plans/b"));
  EXPECT_THAT(Listed("plans", {{"unit", "!=", "units/a"}}), ElementsAre("plans/b"));
  Engagement engagement;
  engagement.name = "engagements/e";
  engagement.kind = EngagementKind::kViolationSignsInspection;
  engagement.unit = "units/a";
  ASSERT_THAT(
      Write([&](ledger::Transaction& tx) { return store_.In(tx).engagements->Put(engagement); }),
      IsOk());
  EXPECT_THAT(Listed("engagements", {{"kind", "=", "VIOLATION_SIGNS_INSPECTION"},
                                     {"state", "=", "OPEN"},
                                     {"plan", "=", ""},
                                     {"unit", "=", "units/a"}}),
              ElementsAre("engagements/e"));
}

}  // namespace
}  // namespace tiendo::supervision
