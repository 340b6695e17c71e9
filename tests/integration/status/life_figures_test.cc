// The later life of items through the real services: what is returned, voided, reassigned and
// carried over, on both axes of time.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "common/calendar/time_zone.h"
#include "common/rpc/status_conversion.h"
#include "tests/integration/status/suite.h"
#include "tests/support/engine_test.h"
#include "tests/support/reached.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait.h"

namespace tiendo::status {
namespace {

using tiendo::testing::DateOf;
using tiendo::testing::IsOk;
using tiendo::testing::ManualClock;
using tiendo::testing::Suite;
using tiendo::testing::UntilReached;
using tiendo::testing::WaitUntil;
using Programs = programs::v1::ProgramService::Stub;

constexpr char kItem[] = "programs/so-2022/items/i1";

class LifeFiguresTest : public tiendo::testing::EngineTest {
 protected:
  void SetUp() override {
    At("2022-06-30", 10);
    suite_ = std::make_unique<Suite>([this] { return NewOptions(); }, "", clock_);
    suite_->CreateUnit("dang-bo", "", true);
    suite_->CreateUnit("so", "", false, "units/dang-bo");
    suite_->CreateUnit("phong-1", "units/so", false);
    units_position_ = suite_->CreateUnit("phong-2", "units/so", false);
    suite_->CreateProgram("department", "so-2022", 2022, "units/so", "2022-01-10");
  }
  void At(const std::string& day, int hour) {
    clock_->Set(zone_.StartOf(calendar::ParseIsoDay(day).value()) + std::chrono::hours(hour));
  }
  void Create(const std::vector<std::string>& leads, const std::string& due) {
    position_ = suite_->CreateItem({"programs/so-2022", "i1", 1, leads, due, "2022-01-10"});
  }
  void Complete(const std::string& lead, const std::string& day) {
    position_ = suite_->Complete(kItem, lead, day);
  }
  void Return(const std::string& day) {
    programs::v1::AppraiseCompletionRequest request;
    request.set_name(kItem);
    request.set_outcome(programs::v1::AppraiseCompletionRequest::OUTCOME_RETURN);
    *request.mutable_event_date() = DateOf(day);
    request.set_reason("Thiếu hồ sơ mẫu");
    position_ = suite_->Write(&Programs::AppraiseCompletion, request);
  }
  // The newest event of the item is a wrong entry.
  void VoidLast(const std::string& item = kItem) {
    programs::v1::ListItemEventsRequest list;
    list.set_parent(item);
    list.set_page_size(1000);
    programs::v1::ListItemEventsResponse events;
    grpc::ClientContext context;
    ASSERT_THAT(rpc::FromGrpc(suite_->programs().ListItemEvents(&context, list, &events)), IsOk());
    programs::v1::VoidEventRequest request;
    request.set_name(events.events().rbegin()->name());
    request.set_reason("Nhập nhầm");
    position_ = suite_->Write(&Programs::VoidEvent, request);
  }
  // Approved when its year is near; its category exists.
  void CreateProgramOf2023() {
    programs::v1::CreateProgramRequest create;
    create.set_program_id("so-2023");
    create.mutable_program()->set_title("Chương trình mẫu 2023");
    create.mutable_program()->add_years(2023);
    create.mutable_program()->set_category("categories/department");
    create.mutable_program()->set_owner("units/so");
    suite_->Write(&Programs::CreateProgram, create);
    programs::v1::ApproveProgramRequest approve;
    approve.set_name("programs/so-2023");
    *approve.mutable_approval_date() = DateOf("2022-12-15");
    approve.mutable_document()->set_number("02-CTr/ĐU");
    position_ = suite_->Write(&Programs::ApproveProgram, approve);
  }
  void CarryOver(const std::string& day, const std::string& due) {
    programs::v1::CarryOverItemRequest request;
    request.set_name(kItem);
    request.set_program("programs/so-2023");
    request.set_item_id("i1");
    *request.mutable_new_due_date() = DateOf(due);
    *request.mutable_approval_date() = DateOf(day);
    request.set_reason("Lý do mẫu");
    request.set_approver("Giám đốc Sở");
    request.mutable_document()->set_number("14/QĐ");
    position_ = suite_->Write(&Programs::CarryOverItem, request);
  }

  absl::StatusOr<v1::CategoryFigures> Row(v1::GetStatusRequest request) {
    if (request.scope().empty()) request.set_scope("units/dang-bo");
    const bool known = request.known_case() != v1::GetStatusRequest::KNOWN_NOT_SET;
    if (!known) request.add_min_positions(units_position_);
    const absl::StatusOr<v1::Status> status =
        UntilReached([&] { return suite_->Status(request, known ? "" : position_); });
    if (!status.ok()) return status.status();
    return status->categories_size() == 1 ? status->categories(0) : v1::CategoryFigures();
  }
  static v1::GetStatusRequest On(const std::string& day, int year = 0,
                                 const std::string& known_on = "") {
    v1::GetStatusRequest request;
    *request.mutable_as_of() = DateOf(day);
    request.set_year(year);
    if (!known_on.empty()) *request.mutable_known_on() = DateOf(known_on);
    return request;
  }
  std::string Triple(const v1::GetStatusRequest& request) {
    const auto row = Row(request);
    return row.ok() ? row->triple() : row.status().ToString();
  }
  v1::AttentionEntry Entry(const std::string& day, v1::AttentionKind kind) {
    v1::ListAttentionRequest request;
    *request.mutable_query() = On(day);
    request.mutable_query()->set_scope("units/dang-bo");
    request.mutable_query()->add_min_positions(position_);
    request.mutable_query()->add_min_positions(units_position_);
    request.add_kinds(kind);
    v1::ListAttentionResponse response;
    grpc::ClientContext context;
    EXPECT_THAT(rpc::FromGrpc(suite_->status().ListAttention(&context, request, &response)),
                IsOk());
    return response.groups().empty() ? v1::AttentionEntry() : response.groups(0).entries(0);
  }

  const calendar::BusinessZone zone_ = calendar::BusinessZone::Create().value();
  const std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  std::unique_ptr<Suite> suite_;
  std::string units_position_;
  std::string position_;  // of programs
};

TEST_P(LifeFiguresTest, R04ReturnedAndCompletedAgain) {
  Create({"units/phong-1"}, "2022-06-30");
  Complete("units/phong-1", "2022-06-20");
  At("2022-07-10", 9);
  Return("2022-07-05");
  Complete("units/phong-1", "2022-07-08");
  EXPECT_EQ(Triple(On("2022-06-30")), "1/1/1") << "the figure that was read out stays";
  EXPECT_EQ(Triple(On("2022-07-04")), "1/1/1");
  EXPECT_EQ(Triple(On("2022-07-05")), "0/1/1");
  EXPECT_EQ(Triple(On("2022-07-08")), "1/1/1");
  EXPECT_EQ(Row(On("2022-07-08"))->columns().done_late(), 1);
  EXPECT_EQ(Row(On("2022-07-04"))->columns().done_on_time(), 1);
}

TEST_P(LifeFiguresTest, R05AVoidedEntryCountsForKnowledgeBeforeTheVoiding) {
  Create({"units/phong-1"}, "2022-06-30");
  Complete("units/phong-1", "2022-06-20");
  At("2022-07-05", 9);
  VoidLast();
  At("2022-07-10", 9);
  EXPECT_EQ(Triple(On("2022-06-30")), "0/1/1") << "it never happened";
  EXPECT_EQ(Triple(On("2022-06-30", 0, "2022-06-30")), "1/1/1") << "as it was said then";
  EXPECT_EQ(Triple(On("2022-06-30", 0, "2022-07-04")), "1/1/1");
  EXPECT_EQ(Triple(On("2022-06-30", 0, "2022-07-05")), "0/1/1");
}

TEST_P(LifeFiguresTest, R05ExtensionsAndWithdrawalsAreVoidedSo) {
  Create({"units/phong-1"}, "2022-06-15");
  position_ = suite_->Extend(kItem, "2022-09-30", "2022-06-10");
  EXPECT_EQ(Triple(On("2022-06-30")), "0/0/1");
  At("2022-07-01", 9);
  VoidLast();
  EXPECT_EQ(Triple(On("2022-06-30")), "0/1/1");
  At("2022-07-02", 9);
  position_ = suite_->Withdraw(kItem, "2022-06-20");
  EXPECT_EQ(Triple(On("2022-06-30")), "0/0/0");
  At("2022-07-03", 9);
  VoidLast();
  EXPECT_EQ(Triple(On("2022-06-30")), "0/1/1");
  At("2022-07-10", 9);
  EXPECT_EQ(Triple(On("2022-06-30", 0, "2022-06-30")), "0/0/1");
  EXPECT_EQ(Triple(On("2022-06-30", 0, "2022-07-01")), "0/1/1");
  EXPECT_EQ(Triple(On("2022-06-30", 0, "2022-07-02")), "0/0/0");
  EXPECT_EQ(Triple(On("2022-06-30", 0, "2022-07-03")), "0/1/1");
}

TEST_P(LifeFiguresTest, R08DroppingTheLastOpenLeadCompletesTheItem) {
  Create({"units/phong-1", "units/phong-2"}, "2022-06-30");
  Complete("units/phong-1", "2022-06-10");
  At("2022-07-10", 9);
  programs::v1::ReassignItemRequest request;
  request.set_name(kItem);
  *request.mutable_approval_date() = DateOf("2022-07-05");
  request.add_leads("units/phong-1");
  request.set_reason("Lý do mẫu");
  request.set_approver("Giám đốc Sở");
  request.mutable_document()->set_number("15/QĐ");
  position_ = suite_->Write(&Programs::ReassignItem, request);
  EXPECT_EQ(Triple(On("2022-07-04")), "0/1/1");
  EXPECT_EQ(Triple(On("2022-07-05")), "1/1/1");
  v1::GetStatusRequest there = On("2022-07-04");
  there.set_scope("units/phong-2");
  EXPECT_EQ(Triple(there), "0/1/1");
  *there.mutable_as_of() = DateOf("2022-07-05");
  EXPECT_EQ(Triple(there), "0/0/0") << "it went with its history";
}

// What programs tells of the item and what the figures say, whichever was entered first: the result
// of an heir, or the decision of an earlier day that gave it the item.
TEST_P(LifeFiguresTest, R18AnHeirAndAReassignmentThatIsEnteredLate) {
  Create({"units/phong-1"}, "2022-06-15");
  At("2022-07-10", 9);
  units::v1::DissolveUnitRequest dissolve;
  dissolve.set_name("units/phong-1");
  dissolve.add_successors("units/phong-2");
  *dissolve.mutable_effective_date() = DateOf("2022-05-01");
  dissolve.mutable_legal_basis()->set_number("20/QĐ");
  grpc::ClientContext dissolving;
  units::v1::Reorganisation done;
  const grpc::Status dissolved = suite_->units().DissolveUnit(&dissolving, dissolve, &done);
  units_position_ = tiendo::testing::PositionOf(dissolving, dissolved);
  programs::v1::ReportCompletionRequest completion;
  completion.set_name(kItem);
  completion.set_lead("units/phong-2");
  *completion.mutable_result_date() = DateOf("2022-06-10");
  // Refused until programs has heard of the heir.
  ASSERT_TRUE(WaitUntil([&] {
    grpc::ClientContext context;
    programs::v1::Item item;
    const grpc::Status status = suite_->programs().ReportCompletion(&context, completion, &item);
    if (status.ok()) position_ = tiendo::testing::PositionOf(context, status);
    return status.ok();
  }));
  const auto expect = [this](programs::v1::Item::State state, const std::string& triple) {
    programs::v1::GetItemRequest get;
    get.set_name(kItem);
    programs::v1::Item item;
    grpc::ClientContext context;
    ASSERT_THAT(rpc::FromGrpc(suite_->programs().GetItem(&context, get, &item)), IsOk());
    EXPECT_EQ(item.state(), state);
    EXPECT_EQ(Triple(On("2022-07-10")), triple);
  };
  expect(programs::v1::Item::STATE_COMPLETED, "1/1/1");
  programs::v1::ReassignItemRequest reassign;
  reassign.set_name(kItem);
  *reassign.mutable_approval_date() = DateOf("2022-06-01");
  reassign.add_leads("units/phong-2");
  reassign.set_reason("Lý do mẫu");
  reassign.set_approver("Giám đốc Sở");
  reassign.mutable_document()->set_number("21/QĐ");
  position_ = suite_->Write(&Programs::ReassignItem, reassign);
  expect(programs::v1::Item::STATE_COMPLETED, "1/1/1");
  EXPECT_EQ(Triple(On("2022-06-09")), "0/0/1");
  EXPECT_EQ(Triple(On("2022-06-10")), "1/0/1") << "from the result date";
  // Somebody else since a later day: open from then (rule 8).
  reassign.clear_leads();
  reassign.add_leads("units/so");
  *reassign.mutable_approval_date() = DateOf("2022-07-01");
  position_ = suite_->Write(&Programs::ReassignItem, reassign);
  expect(programs::v1::Item::STATE_IN_PROGRESS, "0/1/1");
  EXPECT_EQ(Triple(On("2022-06-30")), "1/1/1");
}

TEST_P(LifeFiguresTest, R21CarriedOverIntoTheNextYear) {
  Create({"units/phong-1"}, "2022-11-30");
  At("2022-12-20", 9);
  CreateProgramOf2023();
  CarryOver("2022-12-20", "2023-03-31");
  EXPECT_EQ(Triple(On("2022-12-31", 2022)), "0/1/1");
  EXPECT_EQ(Row(On("2022-12-31", 2022))->columns().overdue_open(), 1);
  EXPECT_EQ(Triple(On("2022-12-19", 2023)), "0/0/0");
  const auto line = Row(On("2022-12-31", 2023));
  ASSERT_THAT(line, IsOk());
  EXPECT_EQ(line->triple(), "0/0/1");
  EXPECT_EQ(line->columns().carried_in(), 1);
  EXPECT_EQ(line->columns().added(), 0);
  v1::GetStatusRequest baseline = On("2022-12-31", 2023);
  baseline.set_basis(v1::BASIS_BASELINE);
  EXPECT_EQ(Triple(baseline), "0/1/1") << "a carry-over never rebases it";
  At("2023-01-10", 9);
  VoidLast();
  EXPECT_EQ(Triple(On("2022-12-31", 2023)), "0/0/0");
  At("2023-01-15", 9);
  EXPECT_EQ(Triple(On("2022-12-31", 2023, "2022-12-31")), "0/0/1");
}

TEST_P(LifeFiguresTest, MilestonesAndSuspensionAreSeen) {
  Create({"units/phong-1"}, "2022-12-15");
  EXPECT_EQ(Entry("2022-06-30", v1::ATTENTION_KIND_NOT_CONCRETE).item(), kItem);
  programs::v1::AddMilestonesRequest milestones;
  milestones.set_name(kItem);
  *milestones.mutable_event_date() = DateOf("2022-06-29");
  programs::v1::Item::Milestone& step = *milestones.add_milestones();
  step.set_milestone_id("du-thao");
  step.set_title("Trình dự thảo");
  *step.mutable_due_date() = DateOf("2022-09-01");
  position_ = suite_->Write(&Programs::AddMilestones, milestones);
  programs::v1::SuspendItemRequest suspend;
  suspend.set_name(kItem);
  *suspend.mutable_approval_date() = DateOf("2022-06-30");
  suspend.set_reason("Lý do mẫu");
  suspend.set_approver("Giám đốc Sở");
  suspend.mutable_document()->set_number("16/QĐ");
  position_ = suite_->Write(&Programs::SuspendItem, suspend);
  EXPECT_EQ(Entry("2022-06-30", v1::ATTENTION_KIND_NOT_CONCRETE).item(), "");
  EXPECT_EQ(Row(On("2022-06-30"))->columns().not_concrete(), 0);
  const v1::AttentionEntry stale = Entry("2022-08-30", v1::ATTENTION_KIND_STALE);
  EXPECT_EQ(stale.reason_vi(), "61 ngày chưa cập nhật (gần nhất 30/06/2022); đang tạm dừng");
  EXPECT_EQ(stale.next_step().title(), "Trình dự thảo");
  EXPECT_TRUE(stale.suspended());
}

INSTANTIATE_TEST_SUITE_P(Engines, LifeFiguresTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

}  // namespace
}  // namespace tiendo::status
