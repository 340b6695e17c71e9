#include "services/cli/item_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/cli/present_state.h"
#include "tests/unit/cli/fake_caller.h"

namespace tiendo::cli {
namespace {

using programs::v1::Item;
using programs::v1::ItemEvent;
using programs::v1::ListItemEventsRequest;
using programs::v1::ListItemEventsResponse;

constexpr char kItem[] = "programs/p/items/i";

google::type::Date Year(int year) {
  google::type::Date date;
  date.set_year(year);
  return date;
}

class ItemEventsTest : public ::testing::Test {
 protected:
  ItemEventsTest() {
    caller_.On<ListItemEventsRequest, ListItemEventsResponse>(
        "ListItemEvents", [this](const auto& request, ListItemEventsResponse& page) {
          EXPECT_EQ(request.parent(), kItem);
          // One event per page.
          const int at = request.page_token().empty() ? 0 : std::stoi(request.page_token());
          if (at < recorded_.events_size()) *page.add_events() = recorded_.events(at);
          if (at + 1 < recorded_.events_size()) page.set_next_page_token(std::to_string(at + 1));
          return absl::OkStatus();
        });
  }
  ItemEvent& Record(ItemEvent::Kind kind, int year) {
    ItemEvent& event = *recorded_.add_events();
    event.set_name(std::string(kItem) + "/events/000" + std::to_string(recorded_.events_size()));
    event.set_kind(kind);
    *event.mutable_event_date() = Year(year);
    return event;
  }
  bool IsThere(const google::protobuf::Message& request) {
    const std::optional<WantedItemEvent> wanted = ItemEventWantedBy(request);
    EXPECT_TRUE(wanted);
    EXPECT_EQ(wanted->item, kItem);
    return ItemEventIsThere(caller_, *wanted).value();
  }

  FakeCaller caller_;
  ListItemEventsResponse recorded_;
};

TEST_F(ItemEventsTest, EveryVerbThatRecordsAnEventIsKnown) {
  const auto& service = DescriptorOf(Service::kPrograms);
  int verbs = 0;
  for (int i = 0; i < service.method_count(); ++i) {
    const auto& method = *service.method(i);
    const std::string& name = method.name();
    if (method.output_type() != Item::descriptor() || !IsWrite({Service::kPrograms, &method}) ||
        name == "CreateItem" || name == "UpdateItem") {
      continue;
    }
    ++verbs;
    auto request = NewMessage(*method.input_type());
    SetString(*request, "name", std::string(kItem) + "/events/0001");
    EXPECT_TRUE(ItemEventWantedBy(*request)) << name;
  }
  EXPECT_EQ(verbs, 16);
}

TEST_F(ItemEventsTest, AnIssueThatWasVoidedIsNotRecordedAgain) {
  Record(ItemEvent::KIND_ISSUED, 2021).set_voided(true);
  programs::v1::IssueItemRequest request;
  request.set_name(kItem);
  *request.mutable_approval_date() = Year(2021);
  EXPECT_TRUE(IsThere(request));
  *request.mutable_approval_date() = Year(2022);
  EXPECT_FALSE(IsThere(request)) << "the right day";
}

TEST_F(ItemEventsTest, ToldApartByDateLeadAndDocument) {
  Record(ItemEvent::KIND_ISSUED, 2021);
  ItemEvent& done = Record(ItemEvent::KIND_COMPLETED, 2022);
  done.set_lead("units/a");
  done.mutable_document()->set_number("Qu\xC3\xBD");
  programs::v1::ReportCompletionRequest request;
  request.set_name(kItem);
  *request.mutable_result_date() = Year(2022);
  request.mutable_document()->set_number("Quy\xCC\x81");  // the same, decomposed
  EXPECT_TRUE(IsThere(request)) << "the only lead may be left out";
  request.set_lead("units/b");
  EXPECT_FALSE(IsThere(request));
  request.set_lead("units/a");
  EXPECT_TRUE(IsThere(request));
  *request.mutable_result_date() = Year(2023);
  EXPECT_FALSE(IsThere(request));
}

TEST_F(ItemEventsTest, AReturnIsNoAcceptance) {
  Record(ItemEvent::KIND_RETURNED, 2022);
  programs::v1::AppraiseCompletionRequest request;
  request.set_name(kItem);
  *request.mutable_event_date() = Year(2022);
  request.set_outcome(programs::v1::AppraiseCompletionRequest::OUTCOME_ACCEPT);
  EXPECT_FALSE(IsThere(request));
  request.set_outcome(programs::v1::AppraiseCompletionRequest::OUTCOME_RETURN);
  EXPECT_TRUE(IsThere(request));
}

TEST_F(ItemEventsTest, DueDatesLeadsShareAndMilestonesAreCompared) {
  *Record(ItemEvent::KIND_EXTENDED, 2022).mutable_new_due_date() = Year(2023);
  Record(ItemEvent::KIND_REASSIGNED, 2022).add_leads("units/a");
  Record(ItemEvent::KIND_PROGRESS, 2022).set_percent(0);
  Record(ItemEvent::KIND_MILESTONES_ADDED, 2022).add_milestones()->set_milestone_id("m");
  Record(ItemEvent::KIND_CARRIED_OVER, 2022).set_item("programs/q/items/i");

  programs::v1::ExtendItemRequest extend;
  extend.set_name(kItem);
  *extend.mutable_approval_date() = Year(2022);
  EXPECT_FALSE(IsThere(extend)) << "removed";
  *extend.mutable_new_due_date() = Year(2023);
  EXPECT_TRUE(IsThere(extend));

  programs::v1::ReassignItemRequest reassign;
  reassign.set_name(kItem);
  *reassign.mutable_approval_date() = Year(2022);
  reassign.add_leads("units/a");
  EXPECT_TRUE(IsThere(reassign));
  reassign.add_leads("units/b");
  EXPECT_FALSE(IsThere(reassign));

  programs::v1::ReportProgressRequest progress;
  progress.set_name(kItem);
  *progress.mutable_event_date() = Year(2022);
  EXPECT_FALSE(IsThere(progress));
  progress.set_percent(0);
  EXPECT_TRUE(IsThere(progress));

  programs::v1::AddMilestonesRequest milestones;
  milestones.set_name(kItem);
  *milestones.mutable_event_date() = Year(2022);
  milestones.add_milestones()->set_milestone_id("m");
  EXPECT_TRUE(IsThere(milestones));
  milestones.mutable_milestones(0)->set_milestone_id("n");
  EXPECT_FALSE(IsThere(milestones));
  recorded_.mutable_events(3)->mutable_milestones(0)->clear_milestone_id();
  EXPECT_TRUE(IsThere(milestones)) << "of a secret item only the number is told";

  programs::v1::CarryOverItemRequest carried;
  carried.set_name(kItem);
  *carried.mutable_approval_date() = Year(2022);
  *carried.mutable_new_due_date() = Year(2024);
  carried.set_program("programs/q");
  carried.set_item_id("i");
  carried.add_leads("units/z");
  EXPECT_TRUE(IsThere(carried));
  carried.set_item_id("j");
  EXPECT_FALSE(IsThere(carried));
}

TEST_F(ItemEventsTest, WhatWasTakenBackIsNotBroughtInAgain) {
  ItemEvent& event = Record(ItemEvent::KIND_SUSPENDED, 2022);
  programs::v1::VoidEventRequest voiding;
  voiding.set_name(event.name());
  EXPECT_FALSE(IsThere(voiding));
  event.set_voided(true);
  EXPECT_TRUE(IsThere(voiding));
  programs::v1::SuspendItemRequest suspend;
  suspend.set_name(kItem);
  *suspend.mutable_approval_date() = Year(2022);
  EXPECT_TRUE(IsThere(suspend));
}

}  // namespace
}  // namespace tiendo::cli
