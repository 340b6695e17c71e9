// Duties and their distribution: verbs, their errors, and what follows a reorganisation.
#include "tests/integration/programs/duties_fixture.h"

namespace tiendo::programs::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using tiendo::testing::IsOkAndHolds;

class Duties : public DutiesTest {
 protected:
  template <typename Request, typename Response>
  Response CallUnits(grpc::Status (units::v1::UnitService::Stub::*verb)(grpc::ClientContext*,
                                                                        const Request&, Response*),
                     const Request& request) {
    auto stub = units::v1::UnitService::NewStub(units_->channel());
    grpc::ClientContext context;
    Response response;
    EXPECT_THAT(rpc::FromGrpc((stub.get()->*verb)(&context, request, &response)), IsOk());
    return response;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Duties, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(Duties, AreHeldToTheTagsOnceThereAreAny) {
  DutyProgram();
  ASSERT_THAT(Call(&Stub::CreateTag, NewTag("covid-19", v1::Tag::KIND_THEME)), IsOk());
  v1::CreateDutyRequest request = NewDuty();
  request.mutable_duty()->clear_tags();
  request.mutable_duty()->add_tags("theme/covid-19");
  request.mutable_duty()->add_tags("theme/none");
  auto unknown = Call(&Stub::CreateDuty, request);
  EXPECT_THAT(unknown, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Fields(unknown), ElementsAre("duty.tags[1]"));
  request.mutable_duty()->mutable_tags()->RemoveLast();
  ASSERT_THAT(Call(&Stub::CreateDuty, request), IsOk());
  v1::UpdateDutyRequest update;
  update.mutable_duty()->set_name(kDuty);
  update.mutable_duty()->add_tags("theme/covid-19");
  update.mutable_duty()->add_tags("theme/none");
  update.mutable_update_mask()->add_paths("tags");
  auto added = Call(&Stub::UpdateDuty, update);
  EXPECT_THAT(added, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Fields(added), ElementsAre("duty.tags[1]"));
}

TEST_P(Duties, AClosedProgrammeTakesNoneAndGivesNoneOut) {
  IssuedDuty();
  v1::CloseProgramRequest close;
  close.set_name("programs/p");
  *close.mutable_close_date() = Date("2022-07-14");
  ASSERT_THAT(Call(&Stub::CloseProgram, close), IsOk());
  v1::CreateDutyRequest request = NewDuty();
  request.set_duty_id("late");
  auto late = Call(&Stub::CreateDuty, request);
  EXPECT_THAT(late, HasReason("PROGRAM_STATE"));
  EXPECT_EQ(Metadata(late.status(), "verb"), "CreateDuty");
  auto given = Call(&Stub::DistributeDuty, Distribution("2022-06", "2022-06-01"));
  EXPECT_THAT(given, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(given, HasReason("PROGRAM_STATE"));
  EXPECT_EQ(Metadata(given.status(), "verb"), "DistributeDuty");
}

TEST_P(Duties, AreCreatedIssuedAndClosed) {
  DutyProgram();
  auto created = Call(&Stub::CreateDuty, NewDuty());
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->state(), v1::Duty::STATE_DRAFT);
  ASSERT_EQ(created->return_reasons_size(), 4);  // of the setting
  EXPECT_EQ(created->return_reasons(0).code(), "SAI_DOI_TUONG");
  EXPECT_THAT(Call(&Stub::CreateDuty, NewDuty()), HasReason("RESOURCE_EXISTS"));
  auto early = Call(&Stub::IssueDuty, IssueOf());
  EXPECT_THAT(early, HasReason("PROGRAM_STATE"));
  ASSERT_THAT(Call(&Stub::ApproveProgram, Approval("p")), IsOk());
  v1::IssueDutyRequest issue = IssueOf();
  issue.set_etag("\"1\"");
  EXPECT_THAT(Call(&Stub::IssueDuty, issue), HasReason("ETAG_MISMATCH"));
  issue.set_etag(created->etag());
  auto issued = Call(&Stub::IssueDuty, issue);
  ASSERT_THAT(issued, IsOk());
  EXPECT_EQ(issued->state(), v1::Duty::STATE_ISSUED);
  EXPECT_EQ(Iso(true, issued->issue_date()), "2022-01-15");
  auto again = Call(&Stub::IssueDuty, IssueOf());
  EXPECT_THAT(again, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(again, HasReason("DUTY_STATE"));
  EXPECT_EQ(Metadata(again.status(), "state"), "ISSUED");
  EXPECT_EQ(Metadata(again.status(), "verb"), "IssueDuty");
  EXPECT_EQ(Metadata(again.status(), "allowed"), "UpdateDuty,DistributeDuty,CloseDuty");

  v1::CloseDutyRequest close;
  close.set_name(kDuty);
  *close.mutable_close_date() = Date("2022-01-14");
  EXPECT_THAT(Fields(Call(&Stub::CloseDuty, close)), ElementsAre("close_date"));
  *close.mutable_close_date() = Date("2022-07-15");  // tomorrow
  EXPECT_THAT(Fields(Call(&Stub::CloseDuty, close)), ElementsAre("close_date"));
  *close.mutable_close_date() = Date("2022-07-14");
  ASSERT_THAT(Call(&Stub::CloseDuty, close), IsOk());
  EXPECT_THAT(Call(&Stub::DistributeDuty, Distribution("2022-06", "2022-06-01")),
              HasReason("DUTY_STATE"));

  v1::ListDutiesRequest list;
  list.set_parent("programs/-");
  list.set_filter("state = CLOSED AND cadence = MONTHLY");
  auto page = Call(&Stub::ListDuties, list);
  ASSERT_THAT(page, IsOk());
  EXPECT_EQ(page->duties_size(), 1);
  list.set_parent("programs/none");
  EXPECT_THAT(Call(&Stub::ListDuties, list), HasReason("RESOURCE_NOT_FOUND"));
  v1::GetDutyRequest get;
  get.set_name("programs/p/duties/none");
  EXPECT_THAT(Call(&Stub::GetDuty, get), HasReason("RESOURCE_NOT_FOUND"));
}

TEST_P(Duties, AreRefusedWithAllThatIsWrong) {
  DutyProgram();
  v1::CreateDutyRequest request = NewDuty("Sai");
  v1::Duty& duty = *request.mutable_duty();
  duty.clear_title();
  duty.add_tags("x");
  duty.set_cadence(v1::Duty::CADENCE_UNSPECIFIED);
  duty.mutable_deadline_rule()->set_day_of_month(32);
  duty.mutable_population()->set_side("BOTH");
  duty.mutable_population()->add_unit_kinds("NOTHING");
  duty.mutable_demand()->set_sets(-1);
  duty.mutable_demand()->set_goal(5);
  duty.add_unit_demands()->set_unit("so");
  duty.add_return_reasons()->set_code("thieu");
  EXPECT_THAT(
      Fields(Call(&Stub::CreateDuty, request)),
      ElementsAre("duty_id", "duty.title", "duty.tags[0]", "duty.cadence",
                  "duty.deadline_rule.day_of_month", "duty.population.side",
                  "duty.population.unit_kinds[1]", "duty.demand.sets", "duty.demand.goal_unit",
                  "duty.unit_demands[0].unit", "duty.unit_demands[0]",
                  "duty.return_reasons[0].code", "duty.return_reasons[0].display_name"));
  request = NewDuty();
  *request.mutable_duty()->mutable_deadline_rule()->mutable_fixed_date() = Date("2022-06-30");
  request.mutable_duty()->add_unit_demands()->set_unit("units/so");
  request.mutable_duty()->mutable_unit_demands(0)->set_goal(5);
  EXPECT_THAT(Fields(Call(&Stub::CreateDuty, request)),
              ElementsAre("duty.deadline_rule.fixed_date", "duty.unit_demands[0].goal"));
  request = NewDuty();
  request.mutable_duty()->mutable_population()->set_superior("units/nobody");
  auto unknown = Call(&Stub::CreateDuty, request);
  EXPECT_THAT(unknown, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Fields(unknown), ElementsAre("duty.population.superior"));
  // A programme of another kind.
  ASSERT_THAT(Call(&Stub::CreateCategory, NewCategory("department")), IsOk());
  ASSERT_THAT(Call(&Stub::CreateProgram, NewProgram("items")), IsOk());
  request = NewDuty();
  request.set_parent("programs/items");
  EXPECT_THAT(Fields(Call(&Stub::CreateDuty, request)), ElementsAre("parent"));
}

TEST_P(Duties, AreUpdatedForLaterDistributions) {
  DistributedDuty();
  v1::UpdateDutyRequest update;
  update.mutable_duty()->set_name(kDuty);
  update.mutable_duty()->mutable_demand()->set_sets(3);
  update.mutable_duty()->mutable_deadline_rule()->set_day_of_month(20);
  update.mutable_update_mask()->add_paths("demand");
  update.mutable_update_mask()->add_paths("deadline_rule");
  ASSERT_THAT(Call(&Stub::UpdateDuty, update), IsOk());
  auto july = Call(&Stub::DistributeDuty, Distribution("2022-07", "2022-07-01"));
  ASSERT_THAT(july, IsOk());
  EXPECT_EQ(Iso(true, july->assignments(0).deadline()), "2022-07-20");
  EXPECT_EQ(GetAssignment("programs/p/duties/d/assignments/phong-a-2022-07")->demand().sets(), 3);
  EXPECT_EQ(GetAssignment()->demand().sets(), 2);
  EXPECT_EQ(Iso(true, GetAssignment()->deadline()), "2022-06-25");
  update.mutable_update_mask()->add_paths("cadence");
  update.mutable_duty()->set_cadence(v1::Duty::CADENCE_YEARLY);
  EXPECT_THAT(Call(&Stub::UpdateDuty, update), HasReason("DUTY_STATE"));
  update.mutable_update_mask()->clear_paths();
  update.mutable_update_mask()->add_paths("state");
  EXPECT_THAT(Fields(Call(&Stub::UpdateDuty, update)), ElementsAre("update_mask.paths[0]"));
}

TEST_P(Duties, AreDistributedOnce) {
  IssuedDuty();
  v1::DistributeDutyRequest request = Distribution("2022-06", "2022-06-01");
  request.set_validate_only(true);
  auto preview = Call(&Stub::DistributeDuty, request);
  ASSERT_THAT(preview, IsOk());
  EXPECT_EQ(preview->assignments_size(), 3);
  EXPECT_THAT(GetAssignment(), HasReason("RESOURCE_NOT_FOUND"));
  request.set_validate_only(false);
  request.set_request_id("r-1");
  auto first = Call(&Stub::DistributeDuty, request);
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->assignments_size(), 3);
  EXPECT_EQ(first->assignments(0).name(), kAssignment);
  EXPECT_FALSE(first->assignments(0).has_demand());
  EXPECT_EQ(first->duty().periods(0).assignment_count(), 3);
  EXPECT_EQ(first->duty().periods(0).units_revision(), 3);
  auto repeat = Call(&Stub::DistributeDuty, request);
  ASSERT_THAT(repeat, IsOk());
  EXPECT_EQ(repeat->SerializeAsString(), first->SerializeAsString());
  request.set_request_id("r-2");
  auto second = Call(&Stub::DistributeDuty, request);
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(second->assignments(), IsEmpty());
  EXPECT_EQ(second->duty().revision(), first->duty().revision());  // nothing was written
  auto again = Call(&Stub::DistributeDuty, request);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), second->SerializeAsString());
  v1::DistributeDutyRequest stale = Distribution("2022-07", "2022-07-01");
  stale.set_etag("\"1\"");
  EXPECT_THAT(Call(&Stub::DistributeDuty, stale), HasReason("ETAG_MISMATCH"));

  ASSERT_THAT(Call(&Stub::DistributeDuty, Distribution("2022-07", "2022-07-01")), IsOk());
  EXPECT_THAT(Listed(kDuty, "period = \"2022-07\" AND unit = \"units/phong-b\""),
              IsOkAndHolds(ElementsAre("phong-b-2022-07")));
  EXPECT_THAT(Listed("programs/p/duties/-", "deadline <= 2022-06-30"),
              IsOkAndHolds(ElementsAre("phong-a-2022-06", "phong-b-2022-06", "so-2022-06")));
  EXPECT_THAT(Listed("programs/-/duties/-", "state = RETURNED"), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(Listed("programs/-/duties/d"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Listed("programs/p/duties/none"), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Listed(kDuty, "title = x"), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_P(Duties, AreNotDistributedWhereItCannotBeRight) {
  IssuedDuty();
  EXPECT_THAT(Fields(Call(&Stub::DistributeDuty, Distribution("2022-q2", "2022-06-01"))),
              ElementsAre("period"));
  EXPECT_THAT(Fields(Call(&Stub::DistributeDuty, Distribution("2022-06", "2022-07-15"))),
              ElementsAre("assign_date"));
  EXPECT_THAT(Fields(Call(&Stub::DistributeDuty, Distribution("2022-06", "2022-01-14"))),
              ElementsAre("assign_date"));
  EXPECT_THAT(Fields(Call(&Stub::DistributeDuty, Distribution("2022-05", "2022-06-01"))),
              ElementsAre("deadline"));
  v1::CreateDutyRequest nobody = NewDuty("nobody");
  nobody.mutable_duty()->mutable_population()->set_side("PARTY");
  ASSERT_THAT(Call(&Stub::CreateDuty, nobody), IsOk());
  ASSERT_THAT(Call(&Stub::IssueDuty, IssueOf("programs/p/duties/nobody")), IsOk());
  auto empty = Call(&Stub::DistributeDuty,
                    Distribution("2022-06", "2022-06-01", "programs/p/duties/nobody"));
  EXPECT_THAT(empty, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(empty, HasReason("POPULATION_EMPTY"));
  EXPECT_EQ(Metadata(empty.status(), "name"), "programs/p/duties/nobody");
  config_->max_distribution = 2;
  programs_.reset();
  StartPrograms();
  auto large = Call(&Stub::DistributeDuty, Distribution("2022-06", "2022-06-01"));
  EXPECT_THAT(large, HasReason("POPULATION_TOO_LARGE"));
  EXPECT_EQ(Metadata(large.status(), "units"), "3");
  EXPECT_EQ(Metadata(large.status(), "limit"), "2");
}

TEST_P(Duties, DeadlinesFollowTheCalendarOfTheUnits) {
  IssuedDuty();
  v1::UpdateDutyRequest update;
  update.mutable_duty()->set_name(kDuty);
  update.mutable_duty()->mutable_deadline_rule()->set_day_of_month(25);  // a Saturday
  update.mutable_duty()->mutable_deadline_rule()->set_shift(
      v1::Duty::DeadlineRule::SHIFT_NEXT_WORKING_DAY);
  update.mutable_update_mask()->add_paths("deadline_rule");
  ASSERT_THAT(Call(&Stub::UpdateDuty, update), IsOk());
  auto missing = Call(&Stub::DistributeDuty, Distribution("2022-06", "2022-06-01"));
  EXPECT_THAT(missing, HasReason("CALENDAR_YEAR_MISSING"));
  EXPECT_EQ(Metadata(missing.status(), "year"), "2022");
  units::v1::UpdateCalendarRequest calendar;
  calendar.mutable_calendar()->set_name("calendars/2022");
  calendar.set_allow_missing(true);
  units::v1::CalendarDay& monday = *calendar.mutable_calendar()->add_holidays();
  *monday.mutable_date() = Date("2022-06-27");
  monday.set_description("Ngày nghỉ mẫu");
  monday.mutable_source()->set_number("MẪU-01");
  const auto year = CallUnits(&units::v1::UnitService::Stub::UpdateCalendar, calendar);
  WaitForUnits(year.revision());
  auto moved = Call(&Stub::DistributeDuty, Distribution("2022-06", "2022-06-01"));
  ASSERT_THAT(moved, IsOk());
  EXPECT_EQ(Iso(true, moved->assignments(0).deadline()), "2022-06-28");
}

TEST_P(Duties, FollowAReorganisation) {
  DistributedDuty();
  // phong-a and phong-b are merged into phong-moi on 20/06; phong-c is created.
  CreateUnit("phong-c");
  units::v1::MergeUnitsRequest merge;
  merge.add_names("units/phong-a");
  merge.add_names("units/phong-b");
  units::v1::NewUnit& heir = *merge.mutable_into()->mutable_new_unit();
  heir.set_unit_id("phong-moi");
  heir.mutable_unit()->set_display_name("Phòng mẫu hợp nhất");
  heir.mutable_unit()->set_side(units::v1::Unit::SIDE_GOVERNMENT);
  heir.mutable_unit()->set_kind(units::v1::Unit::KIND_DIVISION);
  *merge.mutable_effective_date() = Date("2022-06-20");
  merge.mutable_legal_basis()->set_number("MẪU-02/QĐ");
  CallUnits(&units::v1::UnitService::Stub::MergeUnits, merge);
  WaitForUnits(5);
  auto later = Call(&Stub::DistributeDuty, Distribution("2022-06", "2022-06-21"));
  ASSERT_THAT(later, IsOk());
  ASSERT_EQ(later->assignments_size(), 1);  // none for the heir, one for the new unit
  EXPECT_EQ(later->assignments(0).unit(), "units/phong-c");
  // The heir hands in what its predecessor owed.
  ASSERT_THAT(Call(&Stub::SubmitAssignment, HandIn("2022-06-24", 2)), IsOk());
  v1::ListAssignmentEventsRequest list;
  list.set_parent(kAssignment);
  auto events = Call(&Stub::ListAssignmentEvents, list);
  ASSERT_THAT(events, IsOk());
  EXPECT_EQ(events->events(0).unit(), "units/phong-moi");
  EXPECT_EQ(events->events(0).units_revision(), 5);
  // The next period is its own.
  auto july = Call(&Stub::DistributeDuty, Distribution("2022-07", "2022-07-01"));
  ASSERT_THAT(july, IsOk());
  std::vector<std::string> given;
  for (const v1::DutyAssignment& a : july->assignments()) given.push_back(a.unit());
  EXPECT_THAT(given, ElementsAre("units/phong-c", "units/phong-moi", "units/so"));
}

TEST_P(Duties, AreNotDistributedWhileNobodyCanSayWhoThereIs) {
  DistributedDuty();
  units_.reset();
  auto unknown = Call(&Stub::DistributeDuty, Distribution("2022-07", "2022-07-01"));
  EXPECT_THAT(unknown, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(unknown, HasReason("PEER_UNAVAILABLE"));
  EXPECT_EQ(Metadata(unknown.status(), "service"), "tiendo.units.v1.UnitService");
  // What was given is handed in all the same.
  EXPECT_THAT(Call(&Stub::SubmitAssignment, HandIn("2022-06-24", 2)), IsOk());
}

}  // namespace
}  // namespace tiendo::programs::testing
