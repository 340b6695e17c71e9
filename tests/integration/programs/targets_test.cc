// Targets over gRPC: their verbs, what they refuse, and what the feed shows of them.
#include "tests/integration/programs/fixture.h"

namespace tiendo::programs::testing {
namespace {

using ::testing::ElementsAre;

constexpr char kTarget[] = "programs/targets/targets/t";
constexpr char kReport[] = "programs/targets/targets/t/reports/0001";

class Targets : public ProgramsTest {
 protected:
  void SetUp() override {
    ProgramsTest::SetUp();
    v1::CreateCategoryRequest category = NewCategory("sector-target");
    category.mutable_category()->set_kind(v1::Category::KIND_TARGET);
    ASSERT_THAT(Call(&Stub::CreateCategory, category), IsOk());
    v1::CreateProgramRequest program = NewProgram("targets");
    program.mutable_program()->set_category("categories/sector-target");
    ASSERT_THAT(Call(&Stub::CreateProgram, program), IsOk());
  }
  void Approve() { ASSERT_THAT(Call(&Stub::ApproveProgram, Approval("targets")), IsOk()); }
  void Assigned() {
    Approve();
    ASSERT_THAT(Call(&Stub::CreateTarget, NewTarget("t")), IsOk());
    ASSERT_THAT(Call(&Stub::AssignTarget, Assign("2022-01-15")), IsOk());
  }

  static v1::CreateTargetRequest NewTarget(const std::string& id) {
    v1::CreateTargetRequest request;
    request.set_parent("programs/targets");
    request.set_target_id(id);
    v1::Target& target = *request.mutable_target();
    target.set_title("Giải quyết việc làm");
    target.set_unit_of_measure("lượt");
    target.set_direction(v1::Target::DIRECTION_AT_LEAST);
    target.set_year_value("300000");
    target.add_leads("units/phong-a");
    v1::Target::PlanPoint& half = *target.add_plan();
    half.mutable_period()->set_kind(v1::TargetPeriod::KIND_SIX_MONTHS);
    half.set_value("150000");
    return request;
  }
  template <typename Request>
  static Request Verb(const std::string& date) {
    Request request;
    request.set_name(kTarget);
    *request.mutable_approval_date() = Date(date);
    request.mutable_document()->set_number("1/QĐ-UBND");
    if constexpr (requires { request.set_reason(""); }) request.set_reason("dịch bệnh");
    return request;
  }
  static v1::AssignTargetRequest Assign(const std::string& date) {
    return Verb<v1::AssignTargetRequest>(date);
  }
  static v1::AdjustTargetRequest Adjust(const std::string& date, const std::string& value) {
    auto request = Verb<v1::AdjustTargetRequest>(date);
    request.set_year_value(value);
    request.mutable_update_mask()->add_paths("year_value");
    return request;
  }
  static v1::ReportTargetValueRequest Report(int month, const std::string& value) {
    v1::ReportTargetValueRequest request;
    request.set_name(kTarget);
    request.mutable_period()->set_kind(v1::TargetPeriod::KIND_MONTH);
    request.mutable_period()->set_number(month);
    request.set_kind(v1::TargetReport::KIND_CUMULATIVE);
    request.set_value(value);
    return request;
  }
  static v1::CorrectTargetReportRequest Correct(const std::string& value) {
    v1::CorrectTargetReportRequest request;
    request.set_name(kReport);
    request.set_value(value);
    request.set_reason("cộng thiếu một quận");
    return request;
  }
  template <typename Request>
  static Request Void(const std::string& name) {
    Request request;
    request.set_name(name);
    request.set_reason("nhập nhầm");
    return request;
  }
  absl::StatusOr<v1::Target> Get() {
    v1::GetTargetRequest request;
    request.set_name(kTarget);
    return Call(&Stub::GetTarget, request);
  }
  absl::StatusOr<v1::ListTargetReportsResponse> Reports(
      std::optional<google::protobuf::Timestamp> read_time = std::nullopt) {
    v1::ListTargetReportsRequest request;
    request.set_parent(kTarget);
    if (read_time) *request.mutable_read_time() = *read_time;
    return Call(&Stub::ListTargetReports, request);
  }
  // The same request twice gives one effect and one answer; with another body it is refused.
  template <typename Request, typename Response>
  void Twice(grpc::Status (Stub::*verb)(grpc::ClientContext*, const Request&, Response*),
             Request request) {
    request.set_request_id("r-" + std::to_string(++requests_));
    request.set_validate_only(true);
    ASSERT_THAT(Call(verb, request), IsOk());
    request.set_validate_only(false);
    auto first = Call(verb, request);
    ASSERT_THAT(first, IsOk());
    auto second = Call(verb, request);
    ASSERT_THAT(second, IsOk());
    EXPECT_EQ(second->SerializeAsString(), first->SerializeAsString());
  }
  int requests_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, Targets, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(Targets, AreHeldToTheTagsOnceThereAreAny) {
  v1::CreateTargetRequest request = NewTarget("before");
  request.mutable_target()->add_tags("theme/none");
  ASSERT_THAT(Call(&Stub::CreateTarget, request), IsOk()) << "an office without tags";
  ASSERT_THAT(Call(&Stub::CreateTag, NewTag("covid-19", v1::Tag::KIND_THEME)), IsOk());
  request = NewTarget("t");
  request.mutable_target()->add_tags("theme/covid-19");
  request.mutable_target()->add_tags("theme/none");
  auto unknown = Call(&Stub::CreateTarget, request);
  EXPECT_THAT(unknown, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Fields(unknown), ElementsAre("target.tags[1]"));
  v1::BatchCreateTargetsRequest batch;
  batch.set_parent("programs/targets");
  *batch.add_requests() = NewTarget("a");
  *batch.add_requests() = request;
  EXPECT_THAT(Fields(Call(&Stub::BatchCreateTargets, batch)),
              ElementsAre("requests[1].target.tags[1]"));
  request.mutable_target()->mutable_tags()->RemoveLast();
  ASSERT_THAT(Call(&Stub::CreateTarget, request), IsOk());
  v1::UpdateTargetRequest update;
  update.mutable_target()->set_name("programs/targets/targets/before");
  update.mutable_target()->add_tags("theme/none");
  update.mutable_update_mask()->add_paths("tags");
  EXPECT_THAT(Call(&Stub::UpdateTarget, update), IsOk()) << "what it has it keeps";
  update.mutable_target()->add_tags("theme/other");
  auto added = Call(&Stub::UpdateTarget, update);
  EXPECT_THAT(added, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Fields(added), ElementsAre("target.tags[1]"));
}

TEST_P(Targets, AClosedProgrammeTakesNone) {
  Approve();
  v1::CloseProgramRequest close;
  close.set_name("programs/targets");
  *close.mutable_close_date() = Date("2022-07-14");
  ASSERT_THAT(Call(&Stub::CloseProgram, close), IsOk());
  auto late = Call(&Stub::CreateTarget, NewTarget("t"));
  EXPECT_THAT(late, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(late, HasReason("PROGRAM_STATE"));
  EXPECT_EQ(Metadata(late.status(), "verb"), "CreateTarget");
}

TEST_P(Targets, AreCreatedListedAndDescribed) {
  auto created = Call(&Stub::CreateTarget, NewTarget("t"));
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->name(), kTarget);
  EXPECT_EQ(created->year(), 2022);
  EXPECT_EQ(created->state(), v1::Target::STATE_DRAFT);
  EXPECT_THAT(Call(&Stub::CreateTarget, NewTarget("t")), HasReason("RESOURCE_EXISTS"));
  v1::BatchCreateTargetsRequest batch;
  batch.set_parent("programs/targets");
  *batch.add_requests() = NewTarget("z");
  *batch.add_requests() = NewTarget("a");
  batch.mutable_requests(1)->mutable_target()->set_direction(v1::Target::DIRECTION_LESS_THAN);
  ASSERT_THAT(Call(&Stub::BatchCreateTargets, batch), IsOk());
  v1::ListTargetsRequest list;
  list.set_parent("programs/targets");
  auto listed = Call(&Stub::ListTargets, list);
  ASSERT_THAT(listed, IsOk());
  EXPECT_EQ(listed->targets_size(), 3);
  list.set_parent("programs/-");
  list.set_filter("direction = LESS_THAN AND year = 2022 AND state = DRAFT");
  listed = Call(&Stub::ListTargets, list);
  ASSERT_THAT(listed, IsOk());
  ASSERT_EQ(listed->targets_size(), 1);
  EXPECT_EQ(listed->targets(0).name(), "programs/targets/targets/a");
  list.set_filter("title = x");
  EXPECT_THAT(Fields(Call(&Stub::ListTargets, list)), ElementsAre("filter"));
  v1::UpdateTargetRequest update;
  update.mutable_target()->set_name(kTarget);
  update.mutable_target()->set_etag(created->etag());
  update.mutable_target()->set_year_value("310000");
  update.mutable_update_mask()->add_paths("year_value");
  auto updated = Call(&Stub::UpdateTarget, update);
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->year_value(), "310000");
  EXPECT_THAT(Call(&Stub::UpdateTarget, update), HasReason("ETAG_MISMATCH"));
}

TEST_P(Targets, RefuseWhatDoesNotExistOrDoesNotFit) {
  EXPECT_THAT(Get(), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Reports(), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Call(&Stub::AssignTarget, Assign("2022-01-15")), HasReason("RESOURCE_NOT_FOUND"));
  v1::CreateTargetRequest request = NewTarget("t");
  request.mutable_target()->add_leads("units/nobody");
  auto unknown = Call(&Stub::CreateTarget, request);
  EXPECT_THAT(unknown, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Fields(unknown), ElementsAre("target.leads[1]"));
  ApprovedProgram();
  request = NewTarget("t");
  request.set_parent("programs/p");
  EXPECT_THAT(Fields(Call(&Stub::CreateTarget, request)), ElementsAre("parent"));
  ASSERT_THAT(Call(&Stub::CreateTarget, NewTarget("t")), IsOk());
  EXPECT_THAT(Call(&Stub::AssignTarget, Assign("2022-01-15")), HasReason("PROGRAM_STATE"));
  auto draft = Call(&Stub::ReportTargetValue, Report(2, "1"));
  EXPECT_THAT(draft, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(draft, HasReason("TARGET_STATE"));
  EXPECT_EQ(Metadata(draft.status(), "allowed"), "UpdateTarget,AssignTarget");
}

TEST_P(Targets, AreAssignedAdjustedAndWithdrawnByDatedEvents) {
  Assigned();
  v1::UpdateTargetRequest update;
  update.mutable_target()->set_name(kTarget);
  update.mutable_update_mask()->add_paths("plan");
  EXPECT_THAT(Call(&Stub::UpdateTarget, update), HasReason("TARGET_STATE"));
  EXPECT_THAT(Fields(Call(&Stub::AdjustTarget, Adjust("2022-07-15", "1"))),
              ElementsAre("approval_date"));
  v1::AdjustTargetRequest adjust = Adjust("2022-07-01", "280000");
  adjust.mutable_update_mask()->add_paths("leads");
  adjust.add_leads("units/phong-b");
  WaitForUnits(3);
  auto adjusted = Call(&Stub::AdjustTarget, adjust);
  ASSERT_THAT(adjusted, IsOk());
  EXPECT_EQ(adjusted->year_value(), "280000");
  EXPECT_EQ(adjusted->original_year_value(), "300000");
  EXPECT_EQ(adjusted->leads(0), "units/phong-b");
  EXPECT_EQ(adjusted->plan_size(), 1);
  auto withdrawn = Call(&Stub::WithdrawTarget, Verb<v1::WithdrawTargetRequest>("2022-07-10"));
  ASSERT_THAT(withdrawn, IsOk());
  EXPECT_EQ(withdrawn->state(), v1::Target::STATE_WITHDRAWN);
  EXPECT_EQ(Iso(true, withdrawn->withdrawal_date()), "2022-07-10");
  EXPECT_THAT(Call(&Stub::AdjustTarget, Adjust("2022-07-11", "1")), HasReason("TARGET_STATE"));
  v1::ListTargetEventsRequest list;
  list.set_parent(kTarget);
  auto events = Call(&Stub::ListTargetEvents, list);
  ASSERT_THAT(events, IsOk());
  ASSERT_EQ(events->events_size(), 3);
  EXPECT_EQ(events->events(0).kind(), v1::TargetEvent::KIND_ASSIGNED);
  EXPECT_EQ(events->events(0).year_value(), "300000");
  EXPECT_EQ(events->events(0).changed().paths_size(), 4);
  EXPECT_THAT(events->events(1).changed().paths(), ElementsAre("year_value", "leads"));
  EXPECT_GE(events->events(1).units_revision(), 3);
  EXPECT_EQ(events->events(2).kind(), v1::TargetEvent::KIND_WITHDRAWN);
  // Withdrawn by mistake: it never was.
  auto voided = Call(&Stub::VoidTargetEvent,
                     Void<v1::VoidTargetEventRequest>(std::string(kTarget) + "/events/0003"));
  ASSERT_THAT(voided, IsOk());
  EXPECT_TRUE(voided->voided());
  EXPECT_EQ(Get()->state(), v1::Target::STATE_ASSIGNED);
  EXPECT_FALSE(Get()->has_withdrawal_date());
  EXPECT_THAT(Call(&Stub::VoidTargetEvent,
                   Void<v1::VoidTargetEventRequest>(std::string(kTarget) + "/events/0003")),
              HasReason("TARGET_ENTRY_VOIDED"));
  EXPECT_THAT(Call(&Stub::VoidTargetEvent,
                   Void<v1::VoidTargetEventRequest>(std::string(kTarget) + "/events/0001")),
              HasReason("TARGET_STATE"));
}

TEST_P(Targets, ReportsAreCorrectedAndTheEarlierValueStaysReadable) {
  Assigned();
  v1::ReportTargetValueRequest report = Report(2, "54905");
  report.set_unit("units/phong-a");
  report.mutable_evidence()->set_number("31/BC");
  auto reported = Call(&Stub::ReportTargetValue, report);
  ASSERT_THAT(reported, IsOk());
  EXPECT_EQ(reported->name(), kReport);
  EXPECT_EQ(Iso(true, reported->as_of()), "2022-02-28");
  EXPECT_EQ(Iso(true, reported->reported_date()), "2022-07-14");
  EXPECT_EQ(reported->version(), 1);
  EXPECT_GT(reported->units_revision(), 0);
  clock_->Advance(std::chrono::hours(1));
  v1::CorrectTargetReportRequest correct = Correct("54950");
  correct.set_etag(reported->etag());
  auto corrected = Call(&Stub::CorrectTargetReport, correct);
  ASSERT_THAT(corrected, IsOk());
  EXPECT_EQ(corrected->value(), "54950");
  EXPECT_EQ(corrected->version(), 2);
  EXPECT_EQ(corrected->correction().previous_value(), "54905");
  EXPECT_EQ(corrected->correction().reason(), "cộng thiếu một quận");
  EXPECT_THAT(Call(&Stub::CorrectTargetReport, correct), HasReason("ETAG_MISMATCH"));
  ASSERT_EQ(Reports()->reports_size(), 1);
  EXPECT_EQ(Reports()->reports(0).value(), "54950");
  auto then = Reports(reported->update_time());
  ASSERT_THAT(then, IsOk());
  EXPECT_EQ(then->reports(0).value(), "54905");
}

TEST_P(Targets, ReportsThatWouldCountTwiceAreRefused) {
  Assigned();
  ASSERT_THAT(Call(&Stub::ReportTargetValue, Report(4, "108503")), IsOk());
  auto again = Call(&Stub::ReportTargetValue, Report(4, "108503"));
  EXPECT_THAT(again, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(again, HasReason("TARGET_REPORT_CONFLICT"));
  EXPECT_EQ(Metadata(again.status(), "report"), kReport);
  EXPECT_THAT(Fields(Call(&Stub::ReportTargetValue, Report(7, "1"))), ElementsAre("as_of"));
  v1::ReportTargetValueRequest outside = Report(3, "1");
  *outside.mutable_as_of() = Date("2022-04-01");
  EXPECT_THAT(Fields(Call(&Stub::ReportTargetValue, outside)), ElementsAre("as_of"));
  auto voided = Call(&Stub::VoidTargetReport, Void<v1::VoidTargetReportRequest>(kReport));
  ASSERT_THAT(voided, IsOk());
  EXPECT_THAT(Call(&Stub::CorrectTargetReport, Correct("1")), HasReason("TARGET_ENTRY_VOIDED"));
  auto anew = Call(&Stub::ReportTargetValue, Report(4, "108503"));
  ASSERT_THAT(anew, IsOk());
  EXPECT_EQ(anew->name(), "programs/targets/targets/t/reports/0002");
}

TEST_P(Targets, EveryWriteIsRepeatable) {
  Approve();
  Twice(&Stub::CreateTarget, NewTarget("t"));
  v1::BatchCreateTargetsRequest batch;
  batch.set_parent("programs/targets");
  *batch.add_requests() = NewTarget("z");
  *batch.add_requests() = NewTarget("a");
  Twice(&Stub::BatchCreateTargets, batch);
  v1::UpdateTargetRequest update;
  update.mutable_target()->set_name(kTarget);
  update.mutable_target()->set_ordinal(7);
  update.mutable_update_mask()->add_paths("ordinal");
  Twice(&Stub::UpdateTarget, update);
  Twice(&Stub::AssignTarget, Assign("2022-01-15"));
  Twice(&Stub::AdjustTarget, Adjust("2022-03-01", "290000"));
  Twice(&Stub::ReportTargetValue, Report(2, "54905"));
  Twice(&Stub::CorrectTargetReport, Correct("54950"));
  Twice(&Stub::VoidTargetReport, Void<v1::VoidTargetReportRequest>(kReport));
  Twice(&Stub::VoidTargetEvent,
        Void<v1::VoidTargetEventRequest>(std::string(kTarget) + "/events/0002"));
  Twice(&Stub::WithdrawTarget, Verb<v1::WithdrawTargetRequest>("2022-07-01"));
  v1::ReportTargetValueRequest reused = Report(3, "1");
  reused.set_request_id("r-6");
  EXPECT_THAT(Call(&Stub::ReportTargetValue, reused), HasReason("REQUEST_ID_REUSED"));
  EXPECT_EQ(Reports()->reports_size(), 1);
  EXPECT_EQ(Reports()->reports(0).version(), 2);
}

TEST_P(Targets, TheFeedShowsTargetEventAndReport) {
  Assigned();
  ASSERT_THAT(Call(&Stub::ReportTargetValue, Report(2, "54950")), IsOk());
  grpc::ClientContext context;
  rpc::SetTimeout(tiendo::testing::kPatience, context);
  tiendo::feed::v1::WatchChangesRequest request;
  request.set_from_earliest(true);
  auto stream = stub_->WatchChanges(&context, request);
  std::vector<std::string> seen;
  tiendo::feed::v1::WatchChangesResponse frame;
  while (seen.size() < 7 && stream->Read(&frame)) {
    for (const tiendo::feed::v1::Change& change : frame.changes()) {
      const std::string& url = change.resource().type_url();
      seen.push_back(change.name() + " " + url.substr(url.rfind('.') + 1));
    }
  }
  context.TryCancel();
  stream->Finish();
  EXPECT_THAT(seen, ElementsAre("categories/sector-target Category", "programs/targets Program",
                                "programs/targets Program", "programs/targets/targets/t Target",
                                "programs/targets/targets/t Target",
                                "programs/targets/targets/t/events/0001 TargetEvent",
                                "programs/targets/targets/t/reports/0001 TargetReport"));
}

}  // namespace
}  // namespace tiendo::programs::testing
