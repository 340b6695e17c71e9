// Engagements step by step, their notes, extensions, and signs of violation.
#include "tests/integration/supervision/fixture.h"

namespace tiendo::supervision::testing {
namespace {

using ::testing::ElementsAre;

class StepsTest : public SupervisionTest {
 protected:
  void SetUp() override {
    SupervisionTest::SetUp();
    ASSERT_THAT(Call(&Stub::CreateEngagement, Thematic("e")), IsOk());
  }
  static v1::CreateEngagementRequest Thematic(
      const std::string& id, v1::Engagement::Kind kind = v1::Engagement::KIND_THEMATIC_INSPECTION) {
    v1::CreateEngagementRequest request = NewEngagement(id);
    request.mutable_engagement()->set_kind(kind);
    return request;
  }
  v1::ExtendEngagementRequest Extension(int days) {
    v1::ExtendEngagementRequest request;
    request.set_name("engagements/e");
    request.set_days(days);
    *request.mutable_date() = Date("2026-02-10");
    request.mutable_document()->set_number("9-QĐ");
    request.set_approver("Ban Thường vụ");
    request.set_reason("chờ hồ sơ");
    return request;
  }
  static v1::OpenFromViolationSignsRequest Signs(const std::string& id) {
    v1::OpenFromViolationSignsRequest request;
    request.set_name("engagements/supervision");
    request.set_engagement_id(id);
    request.mutable_engagement()->add_subjects("units/division");
    *request.mutable_date() = Date("2026-02-15");
    return request;
  }
  absl::StatusOr<v1::Engagement> Void(const std::string& name) {
    v1::VoidEngagementEventRequest request;
    request.set_name(name);
    request.set_reason("nhập nhầm");
    return Call(&Stub::VoidEngagementEvent, request);
  }
  v1::Engagement Get(const std::string& id) {
    v1::GetEngagementRequest request;
    request.set_name("engagements/" + id);
    return Call(&Stub::GetEngagement, request).value();
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, StepsTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(StepsTest, GoesFromTheDecisionToTheArchive) {
  auto early = Call(&Stub::LaunchEngagement, StepOn("e", "2026-02-02"));
  EXPECT_THAT(early, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(early, HasReason("ENGAGEMENT_STATE"));
  EXPECT_EQ(Metadata(early.status(), "allowed"), "IssueDecision");
  EXPECT_EQ(Metadata(early.status(), "verb"), "LaunchEngagement");
  v1::RecordStepRequest bare;
  EXPECT_THAT(Fields(Call(&Stub::IssueDecision, bare)),
              ElementsAre("name", "date", "document.number"));
  ConcludeThematic("e", "2026-02-02");
  EXPECT_THAT(Fields(Call(&Stub::RecordRemediation, StepOn("e", "2026-02-01"))),
              ElementsAre("date"));
  for (auto step :
       {&Stub::RecordRemediation, &Stub::RecordRemediationReport, &Stub::ArchiveEngagement}) {
    ASSERT_THAT(Call(step, StepOn("e", "2026-03-01")), IsOk());
  }
  const v1::Engagement done = Get("e");
  EXPECT_EQ(done.state(), v1::Engagement::STATE_ARCHIVED);
  EXPECT_EQ(done.step(), v1::Engagement::STEP_ARCHIVE);
  ASSERT_EQ(done.steps_size(), 10);
  EXPECT_EQ(done.steps(0).document().number(), "56-QĐ/UBKT");
  EXPECT_EQ(done.concluded_date().day(), 2);
  auto after = Call(&Stub::ArchiveEngagement, StepOn("e", "2026-03-01"));
  EXPECT_THAT(after, HasReason("ENGAGEMENT_STATE"));
  EXPECT_EQ(Metadata(after.status(), "allowed"), "");
}

TEST_P(StepsTest, RepeatsEtagsAndValidateOnly) {
  v1::RecordStepRequest request = StepOn("e", "2026-02-02");
  request.set_etag("\"99\"");
  EXPECT_THAT(Call(&Stub::IssueDecision, request), HasReason("ETAG_MISMATCH"));
  request.set_etag(Get("e").etag());
  request.set_validate_only(true);
  EXPECT_THAT(Call(&Stub::IssueDecision, request), IsOk());
  EXPECT_EQ(Get("e").step(), v1::Engagement::STEP_UNSPECIFIED);
  request.set_validate_only(false);
  request.set_request_id("r-1");
  auto first = Call(&Stub::IssueDecision, request);
  ASSERT_THAT(first, IsOk());
  auto again = Call(&Stub::IssueDecision, request);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_THAT(Call(&Stub::LaunchEngagement, StepOn("none", "2026-02-02")),
              HasReason("RESOURCE_NOT_FOUND"));
}

TEST_P(StepsTest, AWrongEntryIsTakenBackAndStaysListed) {
  ASSERT_THAT(Call(&Stub::IssueDecision, StepOn("e", "2026-02-02")), IsOk());
  clock_->Advance(std::chrono::hours(1));
  auto launched = Call(&Stub::LaunchEngagement, StepOn("e", "2026-02-03"));
  ASSERT_THAT(launched, IsOk());
  clock_->Advance(std::chrono::hours(1));
  EXPECT_THAT(Void("engagements/e/events/0001"), HasReason("EVENT_NOT_VOIDABLE"));
  auto back = Void("engagements/e/events/0002");
  ASSERT_THAT(back, IsOk());
  EXPECT_EQ(back->step(), v1::Engagement::STEP_DECISION);
  // Who asks for what was known before the voiding still sees it.
  v1::GetEngagementRequest past;
  past.set_name("engagements/e");
  *past.mutable_read_time() = launched->update_time();
  EXPECT_EQ(Call(&Stub::GetEngagement, past)->step(), v1::Engagement::STEP_LAUNCH);
  v1::ListEngagementEventsRequest list;
  list.set_parent("engagements/e");
  auto events = Call(&Stub::ListEngagementEvents, list);
  ASSERT_THAT(events, IsOk());
  ASSERT_EQ(events->events_size(), 2);
  EXPECT_TRUE(events->events(1).voided());
  EXPECT_EQ(events->events(1).void_reason(), "nhập nhầm");
  list.set_parent("engagements/none");
  EXPECT_THAT(Call(&Stub::ListEngagementEvents, list), HasReason("RESOURCE_NOT_FOUND"));
}

TEST_P(StepsTest, ALateLaunchIsNotedByTheCalendarOfTheUnits) {
  ASSERT_THAT(Call(&Stub::IssueDecision, StepOn("e", "2026-02-02")), IsOk());
  auto unknown = Call(&Stub::LaunchEngagement, StepOn("e", "2026-02-09"));
  ASSERT_THAT(unknown, IsOk()) << "a check notes, it does not refuse";
  ASSERT_EQ(unknown->warnings_size(), 1);
  EXPECT_EQ(unknown->warnings(0).code(), v1::Warning::CODE_LAUNCH_NOT_COMPUTABLE);
  EXPECT_EQ(unknown->warnings(0).actual(), 2026);
  // Tết of 2026 takes 16 to 20 February.
  units::v1::UpdateCalendarRequest calendar;
  calendar.set_allow_missing(true);
  calendar.mutable_calendar()->set_name("calendars/2026");
  for (int day = 16; day <= 20; ++day) {
    auto& holiday = *calendar.mutable_calendar()->add_holidays();
    *holiday.mutable_date() = Date("2026-02-" + std::to_string(day));
    holiday.set_description("Tết Nguyên đán");
    holiday.mutable_source()->set_number("MẪU-01/TB");
  }
  grpc::ClientContext context;
  units::v1::Calendar stored;
  auto units = units::v1::UnitService::NewStub(units_->channel());
  ASSERT_THAT(rpc::FromGrpc(units->UpdateCalendar(&context, calendar, &stored)), IsOk());
  // Friday 13 to Wednesday 25 February: three working days, with Tết between them.
  const auto launch = [this](const std::string& id, const std::string& date) {
    EXPECT_THAT(Call(&Stub::CreateEngagement, Thematic(id)), IsOk());
    EXPECT_THAT(Call(&Stub::IssueDecision, StepOn(id, "2026-02-13")), IsOk());
    return Call(&Stub::LaunchEngagement, StepOn(id, date)).value();
  };
  int tries = 0;
  ASSERT_TRUE(tiendo::testing::WaitUntil([&] {
    return launch("in-time-" + std::to_string(++tries), "2026-02-25").warnings().empty();
  })) << "until the calendar has come";
  const v1::Engagement late = launch("late", "2026-02-26");
  ASSERT_EQ(late.warnings_size(), 1);
  EXPECT_EQ(late.warnings(0).code(), v1::Warning::CODE_LAUNCH_LATE);
  EXPECT_EQ(late.warnings(0).actual(), 4);
  EXPECT_EQ(late.warnings(0).limit(), 3);
  EXPECT_EQ(late.warnings(0).event(), "engagements/late/events/0002");
}

TEST_P(StepsTest, ExtensionsAndDurationsAreNotedAgainstTheLimit) {
  config_->duration_days = "GRASSROOTS_CELL=20";
  supervision_->Stop();
  StartSupervision();
  EXPECT_THAT(Call(&Stub::ExtendEngagement, Extension(3)), HasReason("ENGAGEMENT_STATE"));
  ASSERT_THAT(Call(&Stub::IssueDecision, StepOn("e", "2026-02-02")), IsOk());
  ASSERT_THAT(Call(&Stub::LaunchEngagement, StepOn("e", "2026-02-02")), IsOk());
  v1::ExtendEngagementRequest extension = Extension(7);
  *extension.mutable_date() = Date("2026-02-01");
  EXPECT_THAT(Fields(Call(&Stub::ExtendEngagement, extension)), ElementsAre("date"));
  extension = Extension(7);
  extension.set_request_id("r-1");
  auto extended = Call(&Stub::ExtendEngagement, extension);
  ASSERT_THAT(extended, IsOk());
  EXPECT_EQ(Call(&Stub::ExtendEngagement, extension)->SerializeAsString(),
            extended->SerializeAsString());
  EXPECT_EQ(extended->extension_days(), 7);
  const auto& warning = extended->warnings(extended->warnings_size() - 1);
  EXPECT_EQ(warning.code(), v1::Warning::CODE_EXTENSION_TOO_LONG);
  EXPECT_EQ(warning.limit(), 6) << "a third of 20";
  for (auto step : {&Stub::RecordSelfReport, &Stub::RecordVerification, &Stub::RecordDraftReport,
                    &Stub::RecordMeeting}) {
    ASSERT_THAT(Call(step, StepOn("e", "2026-03-01")), IsOk());
  }
  auto concluded = Call(&Stub::ConcludeEngagement, Conclusion("e", "2026-03-05"));
  ASSERT_THAT(concluded, IsOk());
  const auto& too_long = concluded->warnings(concluded->warnings_size() - 1);
  EXPECT_EQ(too_long.code(), v1::Warning::CODE_DURATION_EXCEEDED);
  EXPECT_EQ(too_long.actual(), 31);
  EXPECT_EQ(too_long.limit(), 27);
}

TEST_P(StepsTest, APeriodOfMoreThanFiveYearsIsNoted) {
  v1::CreateEngagementRequest request = Thematic("period");
  *request.mutable_engagement()->mutable_period_from() = Date("2020-01-01");
  *request.mutable_engagement()->mutable_period_to() = Date("2025-12-31");
  auto noted = Call(&Stub::CreateEngagement, request);
  ASSERT_THAT(noted, IsOk());
  ASSERT_EQ(noted->warnings_size(), 1);
  EXPECT_EQ(noted->warnings(0).code(), v1::Warning::CODE_PERIOD_TOO_LONG);
  EXPECT_EQ(noted->warnings(0).actual(), 6);
}

TEST_P(StepsTest, SignsOfViolationOpenALinkedUnplannedInspection) {
  ASSERT_THAT(Call(&Stub::CreateEngagement,
                   Thematic("supervision", v1::Engagement::KIND_CONTINUOUS_SUPERVISION)),
              IsOk());
  v1::OpenFromViolationSignsRequest request = Signs("signs");
  request.set_request_id("r-1");
  auto opened = Call(&Stub::OpenFromViolationSigns, request);
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->name(), "engagements/signs");
  EXPECT_EQ(opened->kind(), v1::Engagement::KIND_VIOLATION_SIGNS_INSPECTION);
  EXPECT_EQ(opened->opened_from(), "engagements/supervision");
  EXPECT_EQ(opened->unit(), "units/cell-a");
  EXPECT_EQ(opened->plan(), "");
  EXPECT_EQ(Call(&Stub::OpenFromViolationSigns, request)->SerializeAsString(),
            opened->SerializeAsString());
  EXPECT_THAT(Call(&Stub::OpenFromViolationSigns, Signs("signs")), HasReason("RESOURCE_EXISTS"));
  EXPECT_THAT(Get("supervision").opened(), ElementsAre("engagements/signs"));
  v1::OpenFromViolationSignsRequest unknown = Signs("other");
  unknown.mutable_engagement()->set_subjects(0, "units/nobody");
  EXPECT_THAT(Call(&Stub::OpenFromViolationSigns, unknown), HasReason("REFERENCE_NOT_FOUND"));
  unknown = Signs("other");
  unknown.set_name("engagements/e");
  EXPECT_THAT(Call(&Stub::OpenFromViolationSigns, unknown), HasReason("ENGAGEMENT_STATE"))
      << "no supervision";
  unknown.set_name("engagements/none");
  EXPECT_THAT(Call(&Stub::OpenFromViolationSigns, unknown), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Void("engagements/supervision/events/0001"), HasReason("EVENT_NOT_VOIDABLE"));
}

TEST_P(StepsTest, MembersAreCodesOnly) {
  v1::CreateEngagementRequest request = Thematic("members");
  request.mutable_engagement()->clear_subjects();
  request.mutable_engagement()->add_member_codes("Nguyễn Văn A");
  EXPECT_THAT(Fields(Call(&Stub::CreateEngagement, request)),
              ElementsAre("engagement.member_codes[0]"));
  request.mutable_engagement()->set_member_codes(0, "m-00000000000000a1");
  auto created = Call(&Stub::CreateEngagement, request);
  ASSERT_THAT(created, IsOk());
  EXPECT_THAT(created->member_codes(), ElementsAre("m-00000000000000a1"));
}

}  // namespace
}  // namespace tiendo::supervision::testing
