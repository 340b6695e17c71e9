// What writes would do to the figures, over the real services: what programs says they would change
// is handed to status, and what status says is what is there after the writes.
#include <gmock/gmock.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "common/feed/tokens.h"
#include "common/rpc/status_conversion.h"
#include "tests/integration/status/suite.h"
#include "tests/support/engine_test.h"
#include "tests/support/reached.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait.h"

namespace tiendo::status {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;
using tiendo::feed::v1::Change;
using tiendo::testing::DateOf;
using tiendo::testing::Fields;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using tiendo::testing::PositionOf;
using tiendo::testing::Suite;
using tiendo::testing::UntilReached;

using ProgramStub = programs::v1::ProgramService::Stub;

constexpr char kItem[] = "programs/so-2022/items/i1";
constexpr char kTarget[] = "programs/nganh/targets/t";
constexpr char kDuty[] = "programs/nv/duties/du-luan";
constexpr char kAssignment[] = "programs/nv/duties/du-luan/assignments/chi-bo-1-2022-06";

// Without what is of the moment.
std::string Text(v1::Status status) {
  status.clear_freshness();
  return status.DebugString();
}

class PreviewStatusTest : public tiendo::testing::EngineTest {
 protected:
  void SetUp() override {
    suite_ = std::make_unique<Suite>([this] { return NewOptions(); });
    suite_->CreateUnit("dang-bo", "", true);
    suite_->CreateUnit("chi-bo-1", "units/dang-bo", true);
    units_ = suite_->CreateUnit("chi-bo-2", "units/dang-bo", true);
    suite_->CreateProgram("department", "so-2022", 2022, "units/dang-bo", "2022-01-10");
    suite_->CreateItem(
        {"programs/so-2022", "i1", 1, {"units/chi-bo-1"}, "2022-06-15", "2022-01-10"});
    position_ = suite_->CreateItem(
        {"programs/so-2022", "i2", 2, {"units/chi-bo-2"}, "2022-09-30", "2022-01-10"});
  }

  void CreateProgramOf(programs::v1::Category::Kind kind, const std::string& id) {
    programs::v1::CreateCategoryRequest category;
    category.set_category_id(id);
    category.mutable_category()->set_display_name("Loại " + id);
    category.mutable_category()->set_kind(kind);
    suite_->Write(&ProgramStub::CreateCategory, category);
    programs::v1::CreateProgramRequest program;
    program.set_program_id(id);
    program.mutable_program()->set_title("Chương trình mẫu " + id);
    program.mutable_program()->add_years(2022);
    program.mutable_program()->set_category("categories/" + id);
    program.mutable_program()->set_owner("units/dang-bo");
    suite_->Write(&ProgramStub::CreateProgram, program);
    programs::v1::ApproveProgramRequest approve;
    approve.set_name("programs/" + id);
    *approve.mutable_approval_date() = DateOf("2022-01-01");
    approve.mutable_document()->set_number("MẪU-01");
    suite_->Write(&ProgramStub::ApproveProgram, approve);
  }
  // 100 in the year, 40 by June.
  void CreateTarget() {
    CreateProgramOf(programs::v1::Category::KIND_TARGET, "nganh");
    programs::v1::CreateTargetRequest create;
    create.set_parent("programs/nganh");
    create.set_target_id("t");
    create.mutable_target()->set_title("Chỉ tiêu mẫu");
    create.mutable_target()->set_unit_of_measure("lượt");
    create.mutable_target()->set_direction(programs::v1::Target::DIRECTION_AT_LEAST);
    create.mutable_target()->set_year_value("100");
    create.mutable_target()->add_leads("units/chi-bo-1");
    programs::v1::Target::PlanPoint& point = *create.mutable_target()->add_plan();
    point.mutable_period()->set_kind(programs::v1::TargetPeriod::KIND_SIX_MONTHS);
    point.set_value("40");
    suite_->Write(&ProgramStub::CreateTarget, create);
    programs::v1::AssignTargetRequest assign;
    assign.set_name(kTarget);
    *assign.mutable_approval_date() = DateOf("2022-01-10");
    assign.mutable_document()->set_number("2/QĐ");
    position_ = suite_->Write(&ProgramStub::AssignTarget, assign);
  }
  // Two cells owe a report of June by the 25th.
  void DistributeDuty() {
    CreateProgramOf(programs::v1::Category::KIND_DUTY, "nv");
    programs::v1::CreateDutyRequest duty;
    duty.set_parent("programs/nv");
    duty.set_duty_id("du-luan");
    duty.mutable_duty()->set_title("Báo cáo dư luận xã hội");
    duty.mutable_duty()->set_cadence(programs::v1::Duty::CADENCE_MONTHLY);
    duty.mutable_duty()->mutable_deadline_rule()->set_day_of_month(25);
    duty.mutable_duty()->mutable_population()->set_superior("units/dang-bo");
    duty.mutable_duty()->mutable_demand()->set_sets(1);
    suite_->Write(&ProgramStub::CreateDuty, duty);
    programs::v1::IssueDutyRequest issue;
    issue.set_name(kDuty);
    *issue.mutable_issue_date() = DateOf("2022-01-15");
    suite_->Write(&ProgramStub::IssueDuty, issue);
    programs::v1::DistributeDutyRequest distribute;
    distribute.set_name(kDuty);
    distribute.set_period("2022-06");
    *distribute.mutable_assign_date() = DateOf("2022-06-01");
    distribute.set_validate_only(true);
    // Until programs has heard of both cells.
    ASSERT_TRUE(tiendo::testing::WaitUntil([&] {
      grpc::ClientContext context;
      programs::v1::DistributeDutyResponse preview;
      return suite_->programs().DistributeDuty(&context, distribute, &preview).ok() &&
             preview.assignments_size() == 2;
    }));
    distribute.set_validate_only(false);
    position_ = suite_->Write(&ProgramStub::DistributeDuty, distribute);
  }

  // Requests as a client would make them.
  static programs::v1::ReportCompletionRequest Completion() {
    programs::v1::ReportCompletionRequest request;
    request.set_name(kItem);
    request.set_lead("units/chi-bo-1");
    *request.mutable_result_date() = DateOf("2022-06-10");
    return request;
  }
  static programs::v1::ReportTargetValueRequest Value() {
    programs::v1::ReportTargetValueRequest request;
    request.set_name(kTarget);
    request.mutable_period()->set_kind(programs::v1::TargetPeriod::KIND_SIX_MONTHS);
    request.set_kind(programs::v1::TargetReport::KIND_CUMULATIVE);
    request.set_value("45");
    *request.mutable_reported_date() = DateOf("2022-06-30");
    return request;
  }
  static programs::v1::SubmitAssignmentRequest Submission() {
    programs::v1::SubmitAssignmentRequest request;
    request.set_name(kAssignment);
    *request.mutable_submit_date() = DateOf("2022-06-20");
    request.set_sets(1);
    return request;
  }

  v1::GetStatusRequest Question() const {
    v1::GetStatusRequest request;
    request.set_scope("units/dang-bo");
    *request.mutable_as_of() = DateOf("2022-06-30");
    request.set_view(v1::VIEW_FULL);
    request.add_min_positions(units_);
    return request;
  }
  v1::Status Get(const v1::GetStatusRequest& question) {
    const absl::StatusOr<v1::Status> status =
        UntilReached([&] { return suite_->Status(question, position_); });
    EXPECT_THAT(status, IsOk());
    return status.ok() ? *status : v1::Status();
  }
  template <typename... Requests>
  v1::PreviewStatusRequest WhatTheyChange(const Requests&... requests) {
    programs::v1::PreviewWritesRequest writes;
    (writes.add_writes()->PackFrom(requests), ...);
    grpc::ClientContext context;
    programs::v1::PreviewWritesResponse changes;
    const grpc::Status status = suite_->programs().PreviewWrites(&context, writes, &changes);
    v1::PreviewStatusRequest out;
    *out.mutable_question() = Question();
    out.mutable_question()->add_min_positions(PositionOf(context, status));
    *out.mutable_changes() = changes.changes();
    return out;
  }
  // The position of programs that it was made upon.
  static std::string HeadOf(const v1::PreviewStatusRequest& request) {
    return *request.question().min_positions().rbegin();
  }
  static Change OfItem(const v1::PreviewStatusRequest& request) {
    for (const Change& change : request.changes()) {
      if (change.resource().Is<programs::v1::Item>()) return change;
    }
    ADD_FAILURE() << "programs says nothing of the item";
    return {};
  }
  absl::StatusOr<v1::PreviewStatusResponse> Preview(const v1::PreviewStatusRequest& request) {
    return UntilReached([&]() -> absl::StatusOr<v1::PreviewStatusResponse> {
      grpc::ClientContext context;
      v1::PreviewStatusResponse response;
      absl::Status status =
          rpc::FromGrpc(suite_->status().PreviewStatus(&context, request, &response));
      if (!status.ok()) return status;
      trailer_ = PositionOf(context, grpc::Status::OK);
      return response;
    });
  }

  std::unique_ptr<Suite> suite_;
  std::string units_;     // position of the units
  std::string position_;  // of the last write
  std::string trailer_;   // of the last preview
};

TEST_P(PreviewStatusTest, SaysWhatIsThereAfterTheWrites) {
  CreateTarget();
  DistributeDuty();
  const v1::Status before = Get(Question());
  const v1::PreviewStatusRequest request = WhatTheyChange(Completion(), Value(), Submission());
  ASSERT_GE(request.changes_size(), 5) << "what is changed, and the events and the report";
  const auto preview = Preview(request);
  ASSERT_THAT(preview, IsOk());
  EXPECT_EQ(Text(preview->before()), Text(before));
  ASSERT_EQ(preview->after().categories_size(), 1);
  EXPECT_EQ(preview->before().categories(0).triple(), "0/1/2");
  EXPECT_EQ(preview->after().categories(0).triple(), "1/1/2");
  EXPECT_EQ(preview->after().categories(0).columns().overdue_open(), 0);
  EXPECT_EQ(preview->after().targets(0).rows(0).value(), "45");
  EXPECT_EQ(preview->before().duties(0).not_handed_in(), 2);
  EXPECT_EQ(preview->after().duties(0).in_time(), 1);
  // Of one look, and told as in every answer.
  EXPECT_EQ(preview->before().freshness().SerializeAsString(),
            preview->after().freshness().SerializeAsString());
  EXPECT_EQ(preview->before().freshness().source_positions_size(), 3);
  EXPECT_FALSE(trailer_.empty());

  // Nobody has made them.
  EXPECT_EQ(Text(Get(Question())), Text(before));
  EXPECT_EQ(HeadOf(WhatTheyChange(Completion())), HeadOf(request)) << "the head has not moved";

  suite_->Write(&ProgramStub::ReportCompletion, Completion());
  suite_->Write(&ProgramStub::ReportTargetValue, Value());
  position_ = suite_->Write(&ProgramStub::SubmitAssignment, Submission());
  EXPECT_EQ(Text(Get(Question())), Text(preview->after()));
}

// Where the figures are computed item by item, and in a scope below.
TEST_P(PreviewStatusTest, AnswersEveryQuestionThatGetStatusDoes) {
  const std::string calendar = suite_->EnterCalendar(2022);
  v1::PreviewStatusRequest request = WhatTheyChange(Completion());
  std::vector<v1::GetStatusRequest> questions(4, Question());
  *questions[0].mutable_due_by() = DateOf("2022-05-31");
  questions[1].set_due_soon_days(60);
  questions[2].set_tag("theme/covid-19");
  questions[3].set_scope("units/chi-bo-1");
  questions[3].set_basis(v1::BASIS_BASELINE);
  for (v1::GetStatusRequest& question : questions) question.add_min_positions(calendar);
  std::vector<std::string> after;
  const std::string position = HeadOf(request);
  for (const v1::GetStatusRequest& question : questions) {
    *request.mutable_question() = question;
    request.mutable_question()->add_min_positions(position);
    const auto preview = Preview(request);
    ASSERT_THAT(preview, IsOk());
    EXPECT_EQ(Text(preview->before()), Text(Get(question)));
    after.push_back(Text(preview->after()));
  }
  position_ = suite_->Write(&ProgramStub::ReportCompletion, Completion());
  for (size_t i = 0; i < questions.size(); ++i) EXPECT_EQ(Text(Get(questions[i])), after[i]);
}

TEST_P(PreviewStatusTest, AnswersFromNoCacheAndIntoNone) {
  const v1::PreviewStatusRequest request = WhatTheyChange(Completion());
  ASSERT_THAT(Preview(request), IsOk());
  const v1::Status cold = Get(Question());
  EXPECT_EQ(cold.categories(0).triple(), "0/1/2") << "what was supposed went into a cache";
  const auto again = Preview(request);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->after().categories(0).triple(), "1/1/2");
}

TEST_P(PreviewStatusTest, WhatIsKnownAlreadyChangesNothing) {
  const v1::PreviewStatusRequest request = WhatTheyChange(Completion());
  position_ = suite_->Write(&ProgramStub::ReportCompletion, Completion());
  v1::PreviewStatusRequest late = request;
  late.mutable_question()->add_min_positions(position_);
  const auto preview = Preview(late);
  ASSERT_THAT(preview, IsOk());
  EXPECT_EQ(Text(preview->before()), Text(preview->after()));
}

TEST_P(PreviewStatusTest, NamesEverythingThatIsWrong) {
  v1::PreviewStatusRequest request;
  EXPECT_THAT(Fields(Preview(request)), ElementsAre("question", "changes"));

  request = WhatTheyChange(Completion());
  const Change good = OfItem(request);
  request.mutable_question()->set_scope("dang-bo");
  *request.mutable_question()->mutable_known_on() = DateOf("2022-06-30");
  request.clear_changes();
  Change* change = request.add_changes();  // 0: no resource, no name
  change->set_kind(Change::KIND_CREATED);
  *request.add_changes() = good;  // 1
  request.mutable_changes(1)->set_kind(Change::KIND_CURRENT);
  *request.add_changes() = good;  // 2: the name of another resource
  request.mutable_changes(2)->set_name("programs/so-2022/items/i2");
  *request.add_changes() = good;  // 3: no such bytes
  request.mutable_changes(3)->mutable_resource()->set_value("\xff\xff\xff");
  *request.add_changes() = good;  // 4: of another service
  units::v1::Unit unit;
  unit.set_name("units/dang-bo");
  request.mutable_changes(4)->set_name(unit.name());
  request.mutable_changes(4)->mutable_resource()->PackFrom(unit);
  *request.add_changes() = good;  // 5: the name of another collection
  request.mutable_changes(5)->set_name("tags/t");
  EXPECT_THAT(Fields(Preview(request)),
              UnorderedElementsAre("question.scope", "question.known_on", "changes[0].resource",
                                   "changes[0].name", "changes[1].kind", "changes[2].name",
                                   "changes[3].resource", "changes[4].resource", "changes[5].name",
                                   "changes[5].name"));

  request.clear_changes();
  *request.mutable_question() = Question();
  for (int i = 0; i <= 10'000; ++i) request.add_changes();
  EXPECT_THAT(Fields(Preview(request)), ElementsAre("changes"));
}

// Lines that hold one another without end, and more than any line ever came to.
TEST_P(PreviewStatusTest, ALineIsNotCarriedOverForEver) {
  v1::PreviewStatusRequest request = WhatTheyChange(Completion());
  request.clear_changes();
  for (int i = 0; i < 300; ++i) {
    programs::v1::Item item;
    const std::string line = "programs/so-2022/items/l";
    item.set_name(line + std::to_string(i));
    item.set_carried_from(line + std::to_string((i + 1) % 300));
    Change& change = *request.add_changes();
    change.set_name(item.name());
    change.set_kind(Change::KIND_CREATED);
    change.mutable_resource()->PackFrom(item);
  }
  const auto preview = Preview(request);
  EXPECT_THAT(preview, HasReason("INVALID_REQUEST"));
  EXPECT_THAT(Fields(preview), ::testing::Contains("changes[0].resource"));
}

TEST_P(PreviewStatusTest, RefusesAsGetStatusDoes) {
  v1::PreviewStatusRequest request = WhatTheyChange(Completion());
  request.mutable_question()->set_scope("units/none");
  EXPECT_THAT(Preview(request), HasReason("SCOPE_NOT_FOUND"));
  request.mutable_question()->set_scope("units/chi-bo-1");
  *request.mutable_question()->mutable_as_of() = DateOf("2019-06-30");
  EXPECT_THAT(Preview(request), HasReason("SCOPE_NOT_IN_FORCE"));
  *request.mutable_question() = Question();
  request.mutable_question()->add_min_positions("garbage");
  EXPECT_THAT(Preview(request), HasReason("POSITION_INVALID"));

  const v1::Status now = Get(Question());
  std::vector<feed::Position> ahead;
  for (const v1::SourcePosition& p : now.freshness().source_positions()) {
    ahead.push_back({p.service(), p.database_id(), p.revision() + 1000});
  }
  request.mutable_question()->set_min_positions(1, feed::EncodePositions(ahead));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(300));
  v1::PreviewStatusResponse response;
  const absl::Status status =
      rpc::FromGrpc(suite_->status().PreviewStatus(&context, request, &response));
  // The server's own answer and the client's deadline race; neither is an old figure.
  EXPECT_TRUE(absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status)) << status;
}

// Programs masks what it hands out, and status shows no title of an item here.
TEST_P(PreviewStatusTest, ShowsNothingOfASecretItem) {
  programs::v1::CreateItemRequest create;
  create.set_parent("programs/so-2022");
  create.set_item_id("mat");
  create.mutable_item()->set_ordinal(3);
  create.mutable_item()->set_title("Điều không được lộ");
  create.mutable_item()->set_secret(true);
  programs::v1::IssueItemRequest issue;
  issue.set_name("programs/so-2022/items/mat");
  *issue.mutable_approval_date() = DateOf("2022-02-10");
  const v1::PreviewStatusRequest request = WhatTheyChange(create, issue);
  const std::string bytes = request.SerializeAsString();
  EXPECT_NE(bytes.find("(nội dung mật)"), std::string::npos);
  EXPECT_EQ(bytes.find("không được lộ"), std::string::npos);
  const auto preview = Preview(request);
  ASSERT_THAT(preview, IsOk());
  EXPECT_EQ(preview->before().categories(0).columns().plan(), 2);
  EXPECT_EQ(preview->after().categories(0).columns().plan(), 3);
  EXPECT_EQ(preview->after().categories(0).columns().added(), 1);
}

INSTANTIATE_TEST_SUITE_P(Engines, PreviewStatusTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

}  // namespace
}  // namespace tiendo::status
