// Requests that are refused before anything is read: every violation is named.
#include "services/supervision/api/validation.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "common/api/fields.h"
#include "tests/support/status_matchers.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::supervision {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using tiendo::testing::Fields;

Day D(const char* iso) { return calendar::ParseIsoDay(iso).value(); }

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
  request.mutable_engagement()->add_tags("theme/" + std::string(128 - 6, 'a'));
  EXPECT_THAT(ValidateCreateEngagement(request), testing::IsOk()) << "of 128 characters";
  request.mutable_engagement()->mutable_tags(0)->push_back('a');
  EXPECT_THAT(Fields(ValidateCreateEngagement(request)), ElementsAre("engagement.tags[0]"));
  request.mutable_engagement()->clear_tags();
  for (int i = 0; i < 21; ++i) {
    request.mutable_engagement()->add_tags("theme/x" + std::to_string(i));
  }
  EXPECT_THAT(Fields(ValidateCreateEngagement(request)), ElementsAre("engagement.tags"));
  request.mutable_engagement()->clear_tags();
  for (const char* twice : {"theme/x", "theme/y", "theme/x"}) {
    request.mutable_engagement()->add_tags(twice);
  }
  EXPECT_THAT(Fields(ValidateCreateEngagement(request)), ElementsAre("engagement.tags[2]"));
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

TEST(Validation, MembersAreCodesThatHoldNoName) {
  v1::CreateEngagementRequest request = Planned();
  request.mutable_engagement()->clear_subjects();
  request.mutable_engagement()->add_member_codes("m-0123456789abcdef");
  EXPECT_THAT(ValidateCreateEngagement(request), testing::IsOk());
  for (const char* bad : {"", "Nguyễn Văn A", "nguyen-van-a", "m-nguyen-van-an-01", "079012345678",
                          "m-0123456789abcde", "m-0123456789ABCDEF", "m-0123456789abcdef0"}) {
    request.mutable_engagement()->set_member_codes(0, bad);
    EXPECT_THAT(Fields(ValidateCreateEngagement(request)),
                ElementsAre("engagement.member_codes[0]"))
        << bad;
  }
}

// Every field of a message and of those declared in it; map entries are such, too.
void AddFields(const google::protobuf::Descriptor& message,
               std::vector<const google::protobuf::FieldDescriptor*>& out) {
  for (int i = 0; i < message.field_count(); ++i) out.push_back(message.field(i));
  for (int i = 0; i < message.nested_type_count(); ++i) AddFields(*message.nested_type(i), out);
}

// Of the contract's files: that of the service and all of tiendo that it imports.
std::vector<const google::protobuf::FieldDescriptor*> FieldsOfTheContract() {
  const google::protobuf::FileDescriptor* service =
      v1::ListLateEngagementsRequest::descriptor()->file();
  std::vector<const google::protobuf::FileDescriptor*> files = {service};
  std::set<const google::protobuf::FileDescriptor*> seen = {service};
  std::vector<const google::protobuf::FieldDescriptor*> out;
  while (!files.empty()) {
    const google::protobuf::FileDescriptor* file = files.back();
    files.pop_back();
    for (int i = 0; i < file->message_type_count(); ++i) AddFields(*file->message_type(i), out);
    for (int i = 0; i < file->dependency_count(); ++i) {
      const google::protobuf::FileDescriptor* imported = file->dependency(i);
      const bool own = imported->package().rfind("tiendo.", 0) == 0;
      if (own && seen.insert(imported).second) files.push_back(imported);
    }
  }
  return out;
}

// What could say something of a person is not there to be filled in: in no resource, request,
// answer or notice.
TEST(Validation, NoMessageHasAFieldForAPerson) {
  const std::vector<std::string> words = {"person", "opinion",   "discipline", "penalty",
                                          "vote",   "full_name", "birth",      "profile"};
  std::set<std::string> messages;
  for (const auto* field : FieldsOfTheContract()) {
    messages.insert(field->containing_type()->name());
    for (const std::string& word : words) {
      EXPECT_EQ(field->name().find(word), std::string::npos) << field->full_name();
    }
  }
  // One of each file, and one declared in another.
  EXPECT_THAT(messages, ::testing::IsSupersetOf(
                            {"PlanRequirement", "Plan", "Engagement", "Recommendation", "Reminder",
                             "Acknowledgement", "Delivery", "ReminderNotice",
                             "ListDeliveriesRequest", "IssueReminderRequest", "Document"}));
}

TEST(Validation, AnAdjustmentNamesEveryViolation) {
  const Day today = D("2026-03-10");
  v1::AdjustPlanRequest request;
  EXPECT_THAT(Fields(ValidateAdjust(request, today)),
              ElementsAre("name", "date", "document.number", "reason", "title"));
  request.set_name("plans/p");
  *request.mutable_date() = api::ToProto(today);
  request.mutable_document()->set_number("5-QĐ");
  request.set_reason("chờ đại hội");
  auto& reschedule = *request.add_reschedules();
  reschedule.set_engagement("engagements/e");
  *reschedule.mutable_scheduled_from() = api::ToProto(D("2026-06-01"));
  *reschedule.mutable_scheduled_to() = api::ToProto(D("2026-05-01"));
  request.add_removals("engagements/e");
  request.add_removals("e");
  EXPECT_THAT(Fields(ValidateAdjust(request, today)),
              ElementsAre("reschedules[0].scheduled_to", "removals[0]", "removals[1]"));
}

TEST(Validation, StepsExtensionsAndSignsNameEveryViolation) {
  const Day today = D("2026-03-10");
  v1::RecordStepRequest step;
  EXPECT_THAT(Fields(ValidateStep(step, Step::kDecision, today)),
              ElementsAre("name", "date", "document.number"));
  EXPECT_THAT(Fields(ValidateStep(step, Step::kLaunch, today)), ElementsAre("name", "date"));
  v1::ExtendEngagementRequest extend;
  EXPECT_THAT(Fields(ValidateExtend(extend, today)),
              ElementsAre("name", "date", "document.number", "days", "approver", "reason"));
  v1::OpenFromViolationSignsRequest open;
  EXPECT_THAT(Fields(ValidateOpenFromSigns(open, today)),
              ElementsAre("name", "date", "engagement_id", "engagement"));
  open.mutable_engagement()->set_plan("plans/p");
  open.mutable_engagement()->set_kind(v1::Engagement::KIND_THEMATIC_INSPECTION);
  EXPECT_THAT(Fields(ValidateOpenFromSigns(open, today)),
              ElementsAre("name", "date", "engagement_id", "engagement.kind", "engagement.plan",
                          "engagement.subjects", "engagement.scheduled_to"));
}

TEST(Validation, FollowUpsNameEveryViolation) {
  const Day today = D("2026-03-10");
  v1::UpdateChecklistRequest checklist;
  checklist.mutable_checklist()->set_name("checklists/any");
  EXPECT_THAT(Fields(ValidateUpdateChecklist(checklist)),
              ElementsAre("checklist.name", "checklist.entries"));
  checklist.mutable_checklist()->set_name("checklists/thematic-inspection");
  checklist.mutable_checklist()->add_entries()->set_id("mot");
  checklist.mutable_checklist()->add_entries()->set_id("mot");
  checklist.mutable_checklist()->mutable_entries(1)->set_display_name("Một");
  EXPECT_THAT(Fields(ValidateUpdateChecklist(checklist)),
              ElementsAre("checklist.entries[0].display_name", "checklist.entries[1].id"));
  v1::SetDossierDocumentRequest document;
  EXPECT_THAT(Fields(ValidateSetDossierDocument(document, today)),
              ElementsAre("name", "document_id", "date"));
  document.set_name("engagements/e/dossier");
  document.set_document_id("mot");
  document.set_remove(true);
  EXPECT_THAT(ValidateSetDossierDocument(document, today), testing::IsOk());
  *document.mutable_date() = api::ToProto(today);
  EXPECT_THAT(Fields(ValidateSetDossierDocument(document, today)), ElementsAre("date"));
  v1::CreateRecommendationRequest recommendation;
  EXPECT_THAT(Fields(ValidateCreateRecommendation(recommendation)),
              ElementsAre("parent", "recommendation_id", "recommendation"));
  recommendation.mutable_recommendation();
  EXPECT_THAT(Fields(ValidateCreateRecommendation(recommendation)),
              ElementsAre("parent", "recommendation_id", "recommendation.unit",
                          "recommendation.text", "recommendation.deadline"));
  v1::AssessRemediationRequest assess;
  EXPECT_THAT(Fields(ValidateAssess(assess, today)), ElementsAre("name", "date", "outcome"));
  v1::ReportRemediationRequest report;
  EXPECT_THAT(Fields(ValidateReport(report, today)),
              ElementsAre("name", "date", "document.number"));
}

TEST(Validation, ListLateEngagementsNamesEveryViolation) {
  v1::ListLateEngagementsRequest request;
  request.set_scope("dang-bo-so");
  request.set_tag("theme");
  request.set_page_size(-1);
  EXPECT_THAT(Fields(ValidateListLateEngagements(request)),
              ElementsAre("year", "scope", "tag", "page_size"));
  v1::ListLateEngagementsRequest good;
  good.set_year(2026);
  good.set_tag("theme/" + std::string(128 - 6, 'a'));
  EXPECT_THAT(ValidateListLateEngagements(good), testing::IsOk()) << "of 128 characters";
  good.mutable_tag()->push_back('a');
  EXPECT_THAT(Fields(ValidateListLateEngagements(good)), ElementsAre("tag"));
}

TEST(Validation, OutputOnlyFieldsOfANewResourceAreIgnored) {
  v1::CreateEngagementRequest request = Planned();
  request.mutable_engagement()->set_name("engagements/other");
  request.mutable_engagement()->set_state(v1::Engagement::STATE_CONCLUDED);
  *request.mutable_engagement()->mutable_concluded_date() = api::ToProto(D("2026-01-01"));
  request.mutable_engagement()->set_extension_days(5);
  request.mutable_engagement()->set_opened_from("engagements/x");
  request.mutable_engagement()->add_warnings();
  const Engagement engagement = NewEngagement(request);
  EXPECT_EQ(engagement.name, "engagements/e1");
  EXPECT_EQ(engagement.state, EngagementState::kOpen);
  EXPECT_THAT(engagement.steps, IsEmpty());
  EXPECT_EQ(engagement.extension_days, 0);
  EXPECT_EQ(engagement.opened_from, "");
  EXPECT_THAT(engagement.warnings, IsEmpty());
}

TEST(Validation, FilterFieldsAreThoseOfTheContract) {
  std::vector<std::string> names;
  for (const feed::ListField& field : EngagementFields()) names.push_back(field.field.name);
  EXPECT_THAT(names, ElementsAre("plan", "unit", "year", "kind", "state", "step", "tags"));
  EXPECT_THAT(PlanFields().back().field.values,
              ElementsAre("DRAFTING", "ADOPTED", "ISSUED", "SENT", "IN_PROGRESS", "COMPLETED",
                          "PARTLY_COMPLETED"));
  EXPECT_THAT(EngagementFields()[4].field.values,
              ElementsAre("OPEN", "CONCLUDED", "ARCHIVED", "REMOVED"));
  EXPECT_THAT(EngagementFields()[5].field.values.front(), "DECISION");
  EXPECT_THAT(RecommendationFields()[2].field.values.back(), "UNSATISFACTORY");
}

}  // namespace
}  // namespace tiendo::supervision
