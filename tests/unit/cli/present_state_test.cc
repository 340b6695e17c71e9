#include "services/cli/present_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/cli/fake_caller.h"
#include "tiendo/programs/v1/programs.pb.h"
#include "tiendo/supervision/v1/supervision.pb.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::cli {
namespace {

using programs::v1::Item;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(PresentStateTest, TextsOfSecretItemsAreNotShown) {
  programs::v1::Item wanted;
  wanted.set_title("Tên trong tệp");
  wanted.set_product("Sản phẩm");
  wanted.set_ordinal(2);
  wanted.add_tags("theme/a");
  programs::v1::Item present = wanted;
  present.set_title("Tên thật");
  present.set_product("Sản phẩm thật");
  present.set_ordinal(3);
  present.set_tags(0, "theme/b");
  present.set_secret(true);
  std::string all;
  for (const std::string& line : DifferencesOf(wanted, present)) all += line + "\n";
  EXPECT_EQ(all.find("Tên"), std::string::npos) << all;
  EXPECT_EQ(all.find("Sản phẩm"), std::string::npos) << all;
  EXPECT_NE(all.find("title: khác (nội dung mật)"), std::string::npos) << all;
  EXPECT_NE(all.find("ordinal: trong tệp 2, hiện có 3"), std::string::npos) << all;
  EXPECT_NE(all.find("theme/b"), std::string::npos) << all;
}

TEST(DifferencesTest, ComparesOnlyWhatTheFileSays) {
  Item wanted;
  wanted.set_title("Nội dung");
  wanted.add_leads()->set_unit("units/a");
  Item present = wanted;
  present.set_state(Item::STATE_ISSUED);
  present.mutable_leads(0)->mutable_result_date()->set_year(2022);
  present.set_etag("\"7\"");
  EXPECT_THAT(DifferencesOf(wanted, present), IsEmpty());
}

TEST(DifferencesTest, NamesEachFieldWithBothValues) {
  Item wanted;
  wanted.set_title("Nội dung");
  wanted.set_ordinal(3);
  wanted.add_leads()->set_unit("units/a");
  wanted.add_tags("x");
  Item present;
  present.set_title("Khác");
  present.set_ordinal(3);
  present.add_leads()->set_unit("units/b");
  EXPECT_THAT(DifferencesOf(wanted, present),
              ElementsAre(HasSubstr("title: trong tệp \"Nội dung\", hiện có \"Khác\""),
                          HasSubstr("leads[0].unit"), HasSubstr("tags")));
}

TEST(DifferencesTest, SpellingFormsOfUnicodeAreEqual) {
  Item wanted;
  wanted.set_title("Qua\xcc\x81 ha\xcc\xa3n");
  Item present;
  present.set_title("Quá hạn");
  EXPECT_THAT(DifferencesOf(wanted, present), IsEmpty());
}

TEST(LookUpEffectTest, FindsTheResultOfTheLeadThatIsMeant) {
  FakeCaller caller;
  caller.On<programs::v1::GetItemRequest, Item>("GetItem", [](const auto&, Item& item) {
    Item::Lead& done = *item.add_leads();
    done.set_unit("units/a");
    done.mutable_result_date()->set_year(2022);
    item.add_leads()->set_unit("units/b");
    return absl::OkStatus();
  });
  const Method method = *FindMethod("tiendo.programs.v1.ProgramService/ReportCompletion");
  programs::v1::ReportCompletionRequest request;
  request.set_name("programs/p/items/i");
  request.set_lead("units/a");
  request.mutable_result_date()->set_year(2022);
  EXPECT_EQ(LookUpEffect(caller, method, request)->presence, Presence::kSame);
  request.mutable_result_date()->set_year(2023);
  EXPECT_EQ(LookUpEffect(caller, method, request)->presence, Presence::kDiffers);
  request.set_lead("units/b");
  EXPECT_EQ(LookUpEffect(caller, method, request)->presence, Presence::kAbsent);
}

TEST(CreationsTest, DerivesNamesFromTheShapeOfTheApi) {
  programs::v1::BatchCreateItemsRequest batch;
  for (const char* id : {"i1", "i2"}) {
    auto& row = *batch.add_requests();
    row.set_parent("programs/p");
    row.set_item_id(id);
    row.mutable_item()->set_title(id);
  }
  const auto creations =
      CreationsOf(*FindMethod("tiendo.programs.v1.ProgramService/BatchCreateItems"), batch);
  ASSERT_EQ(creations.size(), 2u);
  EXPECT_EQ(creations[0].name, "programs/p/items/i1");
  EXPECT_EQ(creations[1].name, "programs/p/items/i2");
}

// The import relies on these shapes for every write there is.
TEST(MethodsTest, EveryCreateHasANameAndAGetterAndEveryWriteCanBeRehearsed) {
  int writes = 0;
  for (Service service : kServices) {
    const auto& descriptor = DescriptorOf(service);
    for (int i = 0; i < descriptor.method_count(); ++i) {
      const Method method{service, descriptor.method(i)};
      if (!IsWrite(method)) continue;
      ++writes;
      EXPECT_NE(method.descriptor->input_type()->FindFieldByName("validate_only"), nullptr)
          << method.Path();
      if (method.descriptor->name().rfind("Create", 0) != 0) continue;
      const auto request = NewMessage(*method.descriptor->input_type());
      const auto creations = CreationsOf(method, *request);
      ASSERT_EQ(creations.size(), 1u) << method.Path();
      EXPECT_NE(creations[0].name[0], '/') << method.Path();
      EXPECT_NE(GetterOf(service, *method.descriptor->output_type()), nullptr) << method.Path();
    }
  }
  EXPECT_GE(writes, 18);
}

TEST(LookUpEffectTest, FindsTheEventThatAReorganisationLeft) {
  FakeCaller caller;
  units::v1::UnitEvent event;
  event.set_name("units/a/events/0003");
  event.set_kind(units::v1::UnitEvent::KIND_MERGED);
  event.mutable_effective_date()->set_year(2025);
  event.add_successors("units/new");
  event.set_record_revision(7);
  event.mutable_legal_basis()->set_number("1/QĐ");
  bool voided = false;
  caller.On<units::v1::ListUnitEventsRequest, units::v1::ListUnitEventsResponse>(
      "ListUnitEvents", [&](const auto& request, units::v1::ListUnitEventsResponse& page) {
        if (request.parent() == "units/a" || request.parent() == "units/b") {
          *page.add_events() = event;
          page.mutable_events(0)->set_voided(voided);
        }
        return absl::OkStatus();
      });
  const Method method = *FindMethod("tiendo.units.v1.UnitService/MergeUnits");
  units::v1::MergeUnitsRequest request;
  request.add_names("units/a");
  request.add_names("units/b");
  request.mutable_into()->mutable_new_unit()->set_unit_id("new");
  request.mutable_effective_date()->set_year(2025);
  EXPECT_EQ(LookUpEffect(caller, method, request)->presence, Presence::kSame);
  request.add_names("units/c");
  EXPECT_EQ(LookUpEffect(caller, method, request)->presence, Presence::kAbsent);
  request.mutable_names()->RemoveLast();
  request.mutable_effective_date()->set_year(2024);
  EXPECT_EQ(LookUpEffect(caller, method, request)->presence, Presence::kAbsent);
  request.mutable_effective_date()->set_year(2025);
  voided = true;
  EXPECT_EQ(LookUpEffect(caller, method, request)->presence, Presence::kSame)
      << "it was taken back: a repeat does not bring it in again";
}

TEST(LookUpEffectTest, AHandInThatWasVoidedIsNotRecordedAgain) {
  using programs::v1::DutyAssignmentEvent;
  FakeCaller caller;
  DutyAssignmentEvent event;
  event.set_kind(DutyAssignmentEvent::KIND_SUBMITTED);
  event.mutable_event_date()->set_day(20);
  event.set_sets(2);
  caller.On<programs::v1::ListAssignmentEventsRequest, programs::v1::ListAssignmentEventsResponse>(
      "ListAssignmentEvents", [&](const auto&, programs::v1::ListAssignmentEventsResponse& page) {
        *page.add_events() = event;
        return absl::OkStatus();
      });
  programs::v1::SubmitAssignmentRequest request;
  request.set_name("programs/p/duties/d/assignments/a-2022-06");
  request.mutable_submit_date()->set_day(20);
  request.set_sets(2);
  const Method method = *FindMethod("tiendo.programs.v1.ProgramService/SubmitAssignment");
  EXPECT_TRUE(RepeatsUnnoticed(request));
  for (const bool voided : {false, true}) {
    event.set_voided(voided);
    EXPECT_EQ(LookUpEffect(caller, method, request)->presence, Presence::kSame);
  }
  request.set_sets(1);
  EXPECT_EQ(LookUpEffect(caller, method, request)->presence, Presence::kAbsent);
}

TEST(LookUpEffectTest, FindsTheStepOfAnEngagement) {
  using supervision::v1::Engagement;
  FakeCaller caller;
  caller.On<supervision::v1::GetEngagementRequest, Engagement>(
      "GetEngagement", [](const auto&, Engagement& engagement) {
        Engagement::StepRecord& decision = *engagement.add_steps();
        decision.set_step(Engagement::STEP_DECISION);
        decision.mutable_date()->set_day(2);
        return absl::OkStatus();
      });
  supervision::v1::RecordStepRequest request;
  request.set_name("engagements/e");
  request.mutable_date()->set_day(2);
  const auto look = [&](const std::string& verb) {
    const auto method = FindMethod("tiendo.supervision.v1.SupervisionService/" + verb);
    return LookUpEffect(caller, *method, request)->presence;
  };
  EXPECT_EQ(look("IssueDecision"), Presence::kSame);
  EXPECT_EQ(look("LaunchEngagement"), Presence::kAbsent);
  request.mutable_date()->set_day(3);
  EXPECT_EQ(look("IssueDecision"), Presence::kDiffers);
}

TEST(LookUpEffectTest, FindsAnAdjustmentAlsoOneThatWasVoided) {
  using supervision::v1::PlanEvent;
  FakeCaller caller;
  bool voided = false;
  caller.On<supervision::v1::ListPlanEventsRequest, supervision::v1::ListPlanEventsResponse>(
      "ListPlanEvents", [&](const auto&, supervision::v1::ListPlanEventsResponse& page) {
        PlanEvent& event = *page.add_events();
        event.set_kind(PlanEvent::KIND_ADJUSTED);
        event.mutable_event_date()->set_day(2);
        event.mutable_document()->set_number("5-QĐ");
        event.set_voided(voided);
        return absl::OkStatus();
      });
  supervision::v1::AdjustPlanRequest request;
  request.set_name("plans/p");
  request.mutable_date()->set_day(2);
  request.mutable_document()->set_number("5-QĐ");
  const auto method = FindMethod("tiendo.supervision.v1.SupervisionService/AdjustPlan");
  EXPECT_EQ(LookUpEffect(caller, *method, request)->presence, Presence::kSame);
  voided = true;
  EXPECT_EQ(LookUpEffect(caller, *method, request)->presence, Presence::kSame);
  request.mutable_date()->set_day(3);
  EXPECT_EQ(LookUpEffect(caller, *method, request)->presence, Presence::kAbsent);
}

TEST(PresentState, AnUrgingIsFoundByItsDocumentAndDay) {
  FakeCaller caller;
  caller.On<supervision::v1::ListRemindersRequest, supervision::v1::ListRemindersResponse>(
      "ListReminders", [&](const auto& list, auto& page) {
        EXPECT_EQ(list.filter(), "subject = \"plans/p\" AND unit = \"units/u\" AND kind = URGING");
        auto& one = *page.add_reminders();
        one.mutable_issued_date()->set_day(2);
        one.mutable_document()->set_number("5-CV");
        one.set_voided(true);
        return absl::OkStatus();
      });
  supervision::v1::IssueReminderRequest request;
  request.set_subject("plans/p");
  request.set_unit("units/u");
  request.mutable_date()->set_day(2);
  request.mutable_document()->set_number("5-CV");
  const auto method = FindMethod("tiendo.supervision.v1.SupervisionService/IssueReminder");
  EXPECT_TRUE(RepeatsUnnoticed(request));
  EXPECT_EQ(LookUpEffect(caller, *method, request)->presence, Presence::kSame)
      << "what was taken back is not recorded again";
  request.mutable_document()->set_number("6-CV");
  EXPECT_EQ(LookUpEffect(caller, *method, request)->presence, Presence::kAbsent);
}

TEST(PresentState, AnAnswerIsComparedWithTheOneThatIsThere) {
  FakeCaller caller;
  caller.On<supervision::v1::GetReminderRequest, supervision::v1::Reminder>(
      "GetReminder", [&](const auto&, supervision::v1::Reminder& reminder) {
        reminder.mutable_explanation()->mutable_date()->set_day(2);
        reminder.mutable_explanation()->set_text("Chờ số liệu");
        return absl::OkStatus();
      });
  supervision::v1::ExplainReminderRequest explain;
  explain.set_name("reminders/r");
  explain.mutable_date()->set_day(2);
  explain.set_text("Chờ số liệu");
  auto method = FindMethod("tiendo.supervision.v1.SupervisionService/ExplainReminder");
  EXPECT_EQ(LookUpEffect(caller, *method, explain)->presence, Presence::kSame);
  explain.set_text("Khác");
  EXPECT_EQ(LookUpEffect(caller, *method, explain)->presence, Presence::kDiffers);
  supervision::v1::AcknowledgeReminderRequest note;
  note.set_name("reminders/r");
  method = FindMethod("tiendo.supervision.v1.SupervisionService/AcknowledgeReminder");
  EXPECT_EQ(LookUpEffect(caller, *method, note)->presence, Presence::kAbsent);
}

}  // namespace
}  // namespace tiendo::cli
