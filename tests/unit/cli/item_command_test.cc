// What each command below `item` sends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <sstream>

#include "services/cli/commands.h"
#include "services/cli/item_write.h"
#include "tests/unit/cli/fake_caller.h"
#include "tests/unit/cli/fake_preview.h"

namespace tiendo::cli {
namespace {

using programs::v1::Item;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kItem[] = "programs/p/items/i";

class ItemCommandTest : public ::testing::Test {
 protected:
  ItemCommandTest() {
    caller_.On<programs::v1::GetItemRequest, Item>("GetItem", [](const auto& request, Item& item) {
      item.set_name(request.name());
      item.set_title("Nội dung mẫu 01");
      item.add_leads()->set_unit("units/a");
      item.add_coordinators("units/k");
      return absl::OkStatus();
    });
    caller_.On<programs::v1::GetProgramRequest, programs::v1::Program>(
        "GetProgram", [](const auto&, programs::v1::Program& program) {
          program.set_category("categories/department");
          program.add_years(2022);
          return absl::OkStatus();
        });
    caller_.On<status::v1::GetStatusRequest, status::v1::Status>(
        "GetStatus", [](const auto&, status::v1::Status&) { return absl::OkStatus(); });
    AnswerPreviewWrites(caller_);
    caller_.On<status::v1::PreviewStatusRequest, status::v1::PreviewStatusResponse>(
        "PreviewStatus", [](const auto&, auto&) { return absl::OkStatus(); });
  }

  // Runs `tiendo item <arguments>` and returns what `method` was sent.
  template <typename Request>
  Request Sent(const std::string& method, std::vector<std::string> arguments) {
    Request sent;
    caller_.On<Request, Item>(method, [&](const Request& request, Item& item) {
      if (!request.validate_only()) {
        EXPECT_NE(request.request_id(), "");
        sent = request;
        sent.clear_request_id();
      }
      item.set_name(kItem);
      return absl::OkStatus();
    });
    EXPECT_EQ(Run(std::move(arguments)), 0);
    return sent;
  }

  int Run(std::vector<std::string> arguments) {
    CLI::App app("test", "tiendo");
    Action selected;
    AddItem(app, selected);
    arguments.insert(arguments.begin(), "item");
    std::reverse(arguments.begin(), arguments.end());
    app.parse(arguments);
    std::istringstream in("y\n");
    Context context{.settings = settings_,
                    .caller = caller_,
                    .clock = clock_,
                    .in = in,
                    .out = out_,
                    .err = err_,
                    .style = {}};
    absl::StatusOr<int> code = selected(context);
    EXPECT_TRUE(code.ok()) << code.status();
    return code.value_or(-1);
  }

  FakeCaller caller_;
  Settings settings_;
  SystemClock clock_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(ItemCommandTest, AnswersProgressAndAppraisal) {
  auto accept = Sent<programs::v1::AcceptItemRequest>(
      "AcceptItem",
      {"accept", kItem, "--scope", "units/top", "--date", "2022-02-01", "--lead", "a"});
  EXPECT_EQ(accept.name(), kItem);
  EXPECT_EQ(accept.lead(), "units/a");
  EXPECT_EQ(accept.event_date().month(), 2);
  EXPECT_FALSE(accept.has_document());
  EXPECT_THAT(err_.str(), HasSubstr("nhận việc ngày 01/02/2022, phần của units/a"));
  auto refuse = Sent<programs::v1::RefuseItemRequest>(
      "RefuseItem", {"refuse", kItem, "--scope", "units/top", "--reason", "ngoài chức năng"});
  EXPECT_EQ(refuse.reason(), "ngoài chức năng");
  EXPECT_GT(refuse.event_date().year(), 2022) << "today";
  auto progress = Sent<programs::v1::ReportProgressRequest>(
      "ReportProgress", {"progress", kItem, "--scope", "units/top", "--percent", "0"});
  EXPECT_TRUE(progress.has_percent());
  using Appraisal = programs::v1::AppraiseCompletionRequest;
  auto accepted =
      Sent<Appraisal>("AppraiseCompletion", {"appraise", kItem, "--scope", "units/top"});
  EXPECT_EQ(accepted.outcome(), Appraisal::OUTCOME_ACCEPT);
  auto returned = Sent<Appraisal>("AppraiseCompletion",
                                  {"return", kItem, "--scope", "units/top", "--reason", "thiếu",
                                   "--approver", "Giám đốc Sở", "--document", "9-CV"});
  EXPECT_EQ(returned.outcome(), Appraisal::OUTCOME_RETURN);
  EXPECT_EQ(returned.reason(), "thiếu");
  EXPECT_EQ(returned.approver(), "Giám đốc Sở");
  EXPECT_EQ(returned.document().number(), "9-CV");
}

TEST_F(ItemCommandTest, WhatWasAgreed) {
  auto suspend = Sent<programs::v1::SuspendItemRequest>(
      "SuspendItem",
      {"suspend", kItem, "--scope", "units/top", "--reason", "chờ", "--approved", "2022-03-01"});
  EXPECT_EQ(suspend.approval_date().month(), 3);
  Sent<programs::v1::ResumeItemRequest>("ResumeItem", {"resume", kItem, "--scope", "units/top"});
  auto reassign = Sent<programs::v1::ReassignItemRequest>(
      "ReassignItem",
      {"reassign", kItem, "--scope", "units/top", "--lead", "b", "--lead", "units/c", "--approver",
       "Giám đốc Sở", "--document", "9-QĐ", "--reason", "sắp xếp lại"});
  EXPECT_THAT(reassign.leads(), ElementsAre("units/b", "units/c"));
  EXPECT_THAT(reassign.coordinators(), ElementsAre("units/k")) << "as they are";
  auto carried = Sent<programs::v1::CarryOverItemRequest>(
      "CarryOverItem", {"carry-over", kItem, "--scope", "units/top", "--into", "q", "--to",
                        "2023-03-31", "--approved", "2022-12-20", "--approver", "Giám đốc Sở",
                        "--document", "9-QĐ", "--reason", "chưa xong"});
  EXPECT_EQ(carried.program(), "programs/q");
  EXPECT_EQ(carried.item_id(), "i");
  EXPECT_EQ(carried.new_due_date().year(), 2023);
  EXPECT_TRUE(carried.leads().empty());
}

TEST_F(ItemCommandTest, MilestonesAreAddedWithATitleAndDoneWithout) {
  auto added = Sent<programs::v1::AddMilestonesRequest>(
      "AddMilestones", {"milestone", kItem, "--scope", "units/top", "--id", "m", "--title", "Họp",
                        "--due", "2022-08-15"});
  ASSERT_EQ(added.milestones_size(), 1);
  EXPECT_EQ(added.milestones(0).due_date().month(), 8);
  auto done = Sent<programs::v1::CompleteMilestoneRequest>(
      "CompleteMilestone",
      {"milestone", kItem, "--scope", "units/top", "--id", "m", "--done", "2022-08-10"});
  EXPECT_EQ(done.milestone_id(), "m");
  EXPECT_EQ(done.done_date().day(), 10);
}

TEST_F(ItemCommandTest, AnItemIsAddedAndIssuedAtOnceWhenItIsApproved) {
  programs::v1::IssueItemRequest issued;
  caller_.On<programs::v1::IssueItemRequest, Item>(
      "IssueItem", [&](const programs::v1::IssueItemRequest& request, Item& item) {
        issued = request;
        item.set_name(request.name());
        return absl::OkStatus();
      });
  const std::vector<std::string> add = {"add",    "p", "--scope", "units/top",
                                        "--id",   "i", "--title", "Nội dung mẫu",
                                        "--lead", "a", "--due",   "2022-12-15"};
  auto created = Sent<programs::v1::CreateItemRequest>("CreateItem", add);
  EXPECT_EQ(created.parent(), "programs/p");
  EXPECT_EQ(created.item_id(), "i");
  EXPECT_EQ(created.item().leads(0).unit(), "units/a");
  EXPECT_EQ(created.item().baseline_due_date().month(), 12);
  EXPECT_FALSE(created.item().has_due_date());
  EXPECT_EQ(caller_.CallsOf("IssueItem"), 0u) << "a draft";
  std::vector<std::string> approved = add;
  approved.insert(approved.end(), {"--approved", "2022-07-01", "--document", "9-QĐ"});
  Sent<programs::v1::CreateItemRequest>("CreateItem", approved);
  EXPECT_EQ(caller_.CallsOf("IssueItem"), 1u);
  EXPECT_EQ(issued.name(), kItem);
  EXPECT_EQ(issued.document().number(), "9-QĐ");
}

TEST_F(ItemCommandTest, AnEventIsVoidedByItsName) {
  auto voided = Sent<programs::v1::VoidEventRequest>(
      "VoidEvent", {"void", std::string(kItem) + "/events/0002", "--scope", "units/top", "--reason",
                    "nhập nhầm"});
  EXPECT_EQ(voided.name(), std::string(kItem) + "/events/0002");
  EXPECT_EQ(voided.reason(), "nhập nhầm");
}

TEST_F(ItemCommandTest, EventsAreListedWrongOnesToo) {
  caller_.On<programs::v1::ListItemEventsRequest, programs::v1::ListItemEventsResponse>(
      "ListItemEvents", [](const auto&, programs::v1::ListItemEventsResponse& page) {
        auto& event = *page.add_events();
        event.set_kind(programs::v1::ItemEvent::KIND_COMPLETED);
        event.set_lead("units/a");
        event.set_voided(true);
        event.set_void_reason("nhập nhầm");
        page.add_events()->set_kind(programs::v1::ItemEvent::KIND_EXTENDED);
        return absl::OkStatus();
      });
  EXPECT_EQ(Run({"events", kItem}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("units/a, ĐÃ HỦY: nhập nhầm"));
  EXPECT_THAT(out_.str(), HasSubstr("bỏ thời hạn"));
}

}  // namespace
}  // namespace tiendo::cli
