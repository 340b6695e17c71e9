// Requests that are refused before anything is read: every violation is named.
#include "services/supervision/api/validation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/api/fields.h"
#include "tests/support/status_matchers.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::supervision {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Day D(const char* iso) { return calendar::ParseIsoDay(iso).value(); }

std::vector<std::string> Fields(const absl::Status& status) {
  std::vector<std::string> out;
  if (auto details = errors::GetDetails(status)) {
    for (const errors::FieldViolation& v : details->violations) out.push_back(v.field);
  }
  return out;
}

v1::CreateEngagementRequest Planned() {
  v1::CreateEngagementRequest request;
  request.set_engagement_id("e1");
  v1::Engagement& engagement = *request.mutable_engagement();
  engagement.set_plan("plans/p");
  engagement.set_kind(v1::Engagement::KIND_THEMATIC_INSPECTION);
  engagement.set_unit("units/cell");
  engagement.add_subjects("units/division");
  *engagement.mutable_scheduled_to() = api::ToProto(D("2026-06-30"));
  return request;
}

TEST(Validation, PartyKindsAreKindsOfTheUnitsService) {
  for (const std::string& kind : PartyKinds()) {
    units::v1::Unit::Kind parsed;
    EXPECT_TRUE(units::v1::Unit::Kind_Parse("KIND_" + kind, &parsed)) << kind;
  }
}

TEST(Validation, RequirementNamesEveryViolation) {
  v1::CreateRequirementRequest request;
  request.set_requirement_id("1999");
  request.mutable_requirement()->add_unit_kinds("GRASSROOTS_CELL");
  request.mutable_requirement()->add_unit_kinds("DEPARTMENT");
  request.mutable_requirement()->add_units("phong");
  request.mutable_requirement()->mutable_document()->set_number(std::string(129, 'x'));
  request.set_request_id("with blank");
  const absl::Status status = ValidateCreateRequirement(request);
  EXPECT_THAT(Fields(status),
              ElementsAre("requirement_id", "requirement.deadline", "requirement.unit_kinds[1]",
                          "requirement.units[0]", "requirement.document.number", "request_id"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("SUBORDINATE_CELL, COMMITTEE_ORGAN"));
}

TEST(Validation, RequirementIdIsAYearOfFourDigits) {
  v1::CreateRequirementRequest request;
  *request.mutable_requirement()->mutable_deadline() = api::ToProto(D("2026-02-15"));
  request.mutable_requirement()->add_unit_kinds("GRASSROOTS_CELL");
  for (const char* good : {"2000", "2026", "2100"}) {
    request.set_requirement_id(good);
    EXPECT_THAT(ValidateCreateRequirement(request), testing::IsOk()) << good;
  }
  for (const char* bad : {"", "26", "02026", "1999", "2101", "2o26", "-999", "+2026", "year"}) {
    request.set_requirement_id(bad);
    EXPECT_THAT(Fields(ValidateCreateRequirement(request)), ElementsAre("requirement_id")) << bad;
  }
}

TEST(Validation, RequirementNeedsKindsOrUnitsWithinTheLimit) {
  v1::CreateRequirementRequest request;
  request.set_requirement_id("2026");
  *request.mutable_requirement()->mutable_deadline() = api::ToProto(D("2026-02-15"));
  EXPECT_THAT(Fields(ValidateCreateRequirement(request)), ElementsAre("requirement.unit_kinds"));
  for (int i = 0; i < 1000; ++i) request.mutable_requirement()->add_units("units/u");
  EXPECT_THAT(ValidateCreateRequirement(request), testing::IsOk());
  request.mutable_requirement()->add_units("units/u");
  EXPECT_THAT(Fields(ValidateCreateRequirement(request)), ElementsAre("requirement.units"));
}

TEST(Validation, PlanNamesEveryViolation) {
  v1::CreatePlanRequest request;
  EXPECT_THAT(Fields(ValidateCreatePlan(request)), ElementsAre("plan_id", "plan"));
  request.set_plan_id("p");
  request.mutable_plan()->set_year(2101);
  request.mutable_plan()->set_title(std::string(513, 'x'));
  EXPECT_THAT(Fields(ValidateCreatePlan(request)),
              ElementsAre("plan.unit", "plan.year", "plan.title"));
}

TEST(Validation, EngagementNamesEveryViolation) {
  v1::CreateEngagementRequest request;
  request.mutable_engagement()->set_plan("p");
  request.mutable_engagement()->add_tags("Theme/x");
  request.mutable_engagement()->mutable_scheduled_from()->set_year(2026);
  EXPECT_THAT(Fields(ValidateCreateEngagement(request)),
              ElementsAre("engagement_id", "engagement.plan", "engagement.kind", "engagement.unit",
                          "engagement.subjects", "engagement.tags[0]", "engagement.scheduled_from",
                          "engagement.scheduled_to"));
}

TEST(Validation, PlannedEngagementHasADueDay) {
  v1::CreateEngagementRequest request = Planned();
  EXPECT_THAT(ValidateCreateEngagement(request), testing::IsOk());
  *request.mutable_engagement()->mutable_scheduled_from() = api::ToProto(D("2026-07-01"));
  EXPECT_THAT(Fields(ValidateCreateEngagement(request)), ElementsAre("engagement.scheduled_to"));
  request.mutable_engagement()->clear_scheduled_to();
  EXPECT_THAT(Fields(ValidateCreateEngagement(request)), ElementsAre("engagement.scheduled_to"));
  request.mutable_engagement()->clear_plan();
  EXPECT_THAT(ValidateCreateEngagement(request), testing::IsOk());
}

TEST(Validation, SignsOfViolationAreNeverPlanned) {
  v1::CreateEngagementRequest request = Planned();
  request.mutable_engagement()->set_kind(v1::Engagement::KIND_VIOLATION_SIGNS_INSPECTION);
  EXPECT_THAT(Fields(ValidateCreateEngagement(request)), ElementsAre("engagement.plan"));
  request.mutable_engagement()->clear_plan();
  EXPECT_THAT(ValidateCreateEngagement(request), testing::IsOk());
}

TEST(Validation, TagsHaveADimensionAndAValue) {
  v1::CreateEngagementRequest request = Planned();
  for (const char* good : {"theme/phong-chong-tham-nhung", "work-area/2", "-/-"}) {
    request.mutable_engagement()->clear_tags();
    request.mutable_engagement()->add_tags(good);
    EXPECT_THAT(ValidateCreateEngagement(request), testing::IsOk()) << good;
  }
  for (const char* bad : {"", "/", "theme", "theme/", "/x", "theme/a/b", "theme2/a", "theme/A"}) {
    request.mutable_engagement()->clear_tags();
    request.mutable_engagement()->add_tags(bad);
    EXPECT_THAT(Fields(ValidateCreateEngagement(request)), ElementsAre("engagement.tags[0]"))
        << bad;
  }
  request.mutable_engagement()->clear_tags();
  for (int i = 0; i < 21; ++i) request.mutable_engagement()->add_tags("theme/x");
  EXPECT_THAT(Fields(ValidateCreateEngagement(request)), ElementsAre("engagement.tags"));
}

TEST(Validation, SubjectsAreOneToAHundredUnits) {
  v1::CreateEngagementRequest request = Planned();
  for (int i = 1; i < 100; ++i) request.mutable_engagement()->add_subjects("units/u");
  EXPECT_THAT(ValidateCreateEngagement(request), testing::IsOk());
  request.mutable_engagement()->add_subjects("person");
  EXPECT_THAT(Fields(ValidateCreateEngagement(request)),
              ElementsAre("engagement.subjects", "engagement.subjects[100]"));
}

TEST(Validation, RecordsAreOfThePastAndCarryTheirDocument) {
  const Day today = D("2026-03-10");
  v1::IssuePlanRequest issue;
  issue.set_name("plan");
  *issue.mutable_date() = api::ToProto(D("2026-03-11"));
  EXPECT_THAT(Fields(ValidateIssue(issue, today)), ElementsAre("name", "date", "document.number"));
  issue.set_name("plans/p");
  *issue.mutable_date() = api::ToProto(today);
  issue.mutable_document()->set_number("12-KH/CB");
  EXPECT_THAT(ValidateIssue(issue, today), testing::IsOk());

  v1::AdoptPlanRequest adopt;
  adopt.set_name("plans/p");
  EXPECT_THAT(Fields(ValidateAdopt(adopt, today)), ElementsAre("date"));
  *adopt.mutable_date() = api::ToProto(today);
  EXPECT_THAT(ValidateAdopt(adopt, today), testing::IsOk());

  v1::ConcludeEngagementRequest conclude;
  EXPECT_THAT(Fields(ValidateConclude(conclude, today)),
              ElementsAre("name", "date", "document.number"));
}

TEST(Validation, ListLatePlansNamesEveryViolation) {
  v1::ListLatePlansRequest request;
  request.mutable_as_of()->set_year(2026);
  request.set_page_size(-1);
  EXPECT_THAT(Fields(ValidateListLatePlans(request)), ElementsAre("year", "as_of", "page_size"));
}

TEST(Validation, OutputOnlyFieldsOfANewResourceAreIgnored) {
  v1::CreateEngagementRequest request = Planned();
  request.mutable_engagement()->set_name("engagements/other");
  request.mutable_engagement()->set_state(v1::Engagement::STATE_CONCLUDED);
  *request.mutable_engagement()->mutable_concluded_date() = api::ToProto(D("2026-01-01"));
  request.mutable_engagement()->mutable_conclusion_document()->set_number("1");
  request.mutable_engagement()->set_revision(7);
  const Engagement engagement = NewEngagement(request);
  EXPECT_EQ(engagement.name, "engagements/e1");
  EXPECT_EQ(engagement.state, EngagementState::kOpen);
  EXPECT_FALSE(engagement.concluded_on);
  EXPECT_TRUE(engagement.conclusion_document.empty());
  EXPECT_EQ(engagement.stamp, resource::Stamp());
}

TEST(Validation, FilterFieldsAreThoseOfTheContract) {
  std::vector<std::string> names;
  for (const feed::ListField& field : EngagementFields()) names.push_back(field.field.name);
  EXPECT_THAT(names, ElementsAre("plan", "unit", "kind", "state"));
  EXPECT_THAT(PlanFields().back().field.values, ElementsAre("DRAFTING", "ADOPTED", "ISSUED"));
  EXPECT_THAT(EngagementFields().back().field.values, ElementsAre("OPEN", "CONCLUDED"));
}

}  // namespace
}  // namespace tiendo::supervision
