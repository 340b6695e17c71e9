// The life of an assignment. Numbers are those of the rules of counting.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/programs/domain/assignment_life.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/programs/duty_fixture.h"

namespace tiendo::programs {
namespace {

using testing::DutyFakes;
using testing::kDuty;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using tiendo::testing::StatusIs;

Day D(const char* iso) { return DutyFakes::D(iso); }
const std::string kA = std::string(kDuty) + "/assignments/a-2022-06";

class AssignmentLifeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    f_.AddIssued();
    ASSERT_THAT(f_.Distribute("2022-06", "2022-06-01"), IsOk());
  }
  Assignment Record(AssignmentEvent event) {
    auto recorded = f_.Record(kA, std::move(event));
    EXPECT_THAT(recorded, IsOk());
    return recorded.ok() ? *recorded : Assignment();
  }
  absl::StatusOr<Assignment> Void(int number) {
    return VoidAssignmentEvent(f_.stores(),
                               {kA + "/events/000" + std::to_string(number), "", "nhập sai"});
  }
  DutyFakes f_;
};

TEST_F(AssignmentLifeTest, TheTableOfStates) {
  using enum AssignmentState;
  const std::vector<std::pair<AssignmentState, std::string>> table = {
      {kOpen, "SubmitAssignment,OverrideDeadline"},
      {kIncomplete, "SubmitAssignment,ReturnAssignment,OverrideDeadline"},
      {kSubmitted, "SubmitAssignment,AcceptAssignment,ReturnAssignment,OverrideDeadline"},
      {kAccepted, "ReturnAssignment"},
      {kReturned, "SubmitAssignment,OverrideDeadline"},
  };
  for (const auto& [state, verbs] : table) EXPECT_EQ(AllowedVerbs(state), verbs) << Name(state);
}

TEST_F(AssignmentLifeTest, R31TheFirstCompleteHandInStands) {
  Assignment a = Record(DutyFakes::HandIn("2022-06-10", 1));
  EXPECT_EQ(a.state, AssignmentState::kIncomplete);
  EXPECT_EQ(a.submitted, std::nullopt);
  EXPECT_EQ(a.sets, 1);
  a = Record(DutyFakes::HandIn("2022-06-24", 2));
  EXPECT_EQ(a.state, AssignmentState::kSubmitted);
  EXPECT_EQ(a.submitted, D("2022-06-24"));
  a = Record(DutyFakes::HandIn("2022-06-28", 3));  // amended: the first stands
  EXPECT_EQ(a.submitted, D("2022-06-24"));
  EXPECT_EQ(a.sets, 3);
  a = Record(DutyFakes::HandIn("2022-06-20", 2));  // entered late
  EXPECT_EQ(a.submitted, D("2022-06-20"));
  a = Record(DutyFakes::HandIn("2022-06-29", 1));  // what stands is not taken back by less
  EXPECT_EQ(a.state, AssignmentState::kSubmitted);
  EXPECT_EQ(a.submitted, D("2022-06-20"));
}

TEST_F(AssignmentLifeTest, R31AReturnOpensAgainUntilTheNextCompleteOne) {
  Record(DutyFakes::HandIn("2022-06-20", 2));
  Assignment a = Record(DutyFakes::Return("2022-06-22", D("2022-06-30")));
  EXPECT_EQ(a.state, AssignmentState::kReturned);
  EXPECT_EQ(a.submitted, std::nullopt);
  EXPECT_EQ(a.sets, 0);
  EXPECT_EQ(a.deadline, D("2022-06-30"));
  EXPECT_EQ(a.return_reason, "THIEU_HO_SO");
  a = Record(DutyFakes::HandIn("2022-06-29", 2));
  EXPECT_EQ(a.submitted, D("2022-06-29"));
  EXPECT_EQ(a.returned, D("2022-06-22"));
  a = Record(DutyFakes::Acceptance("2022-07-01"));
  EXPECT_EQ(a.state, AssignmentState::kAccepted);
  EXPECT_EQ(a.accepted, D("2022-07-01"));
  EXPECT_EQ(a.submitted, D("2022-06-29"));  // acceptance is another count
  a = Record(DutyFakes::Return("2022-07-02"));
  EXPECT_EQ(a.state, AssignmentState::kReturned);
  EXPECT_EQ(a.accepted, std::nullopt);
  EXPECT_EQ(a.original_deadline, D("2022-06-25"));
}

TEST_F(AssignmentLifeTest, R09TheDeadlineOfAHandInIsThatOfItsDay) {
  Assignment a = Record(DutyFakes::Override("2022-06-20", "2022-07-05"));
  EXPECT_EQ(a.deadline, D("2022-07-05"));
  a = Record(DutyFakes::HandIn("2022-07-04", 2));
  EXPECT_EQ(a.deadline, D("2022-07-05"));
  a = Record(DutyFakes::Override("2022-07-10", "2022-07-31"));  // too late to matter …
  EXPECT_EQ(a.deadline, D("2022-07-05"));
  a = Record(DutyFakes::Return("2022-07-11"));  // … until it is returned
  EXPECT_EQ(a.deadline, D("2022-07-31"));
  // Of several, the latest approval is in force, not the one entered last.
  a = Record(DutyFakes::Override("2022-06-15", "2022-06-28"));
  EXPECT_EQ(a.deadline, D("2022-07-31"));
}

TEST_F(AssignmentLifeTest, R02WhatIsSetOnADayIsInForceOnIt) {
  Record(DutyFakes::HandIn("2022-06-27", 2));
  const Assignment a = Record(DutyFakes::Override("2022-06-27", "2022-06-30"));
  EXPECT_EQ(a.deadline, D("2022-06-30"));
}

TEST_F(AssignmentLifeTest, R05AVoidedEventNeverHappened) {
  Record(DutyFakes::HandIn("2022-06-20", 2));
  Record(DutyFakes::Return("2022-06-22"));
  Record(DutyFakes::HandIn("2022-06-29", 2));
  Record(DutyFakes::Acceptance("2022-06-30"));
  // The return rests on the first hand-in, the acceptance on the second.
  EXPECT_THAT(Void(1), HasReason("ASSIGNMENT_STATE"));
  EXPECT_THAT(Void(3), HasReason("ASSIGNMENT_STATE"));
  auto a = Void(2);
  ASSERT_THAT(a, IsOk());
  EXPECT_EQ(a->submitted, D("2022-06-20"));
  EXPECT_EQ(a->state, AssignmentState::kAccepted);
  EXPECT_EQ(a->returned, std::nullopt);
  EXPECT_THAT(Void(2), HasReason("ASSIGNMENT_STATE"));  // once
  EXPECT_THAT(Void(9), HasReason("RESOURCE_NOT_FOUND"));
  a = Void(1);
  ASSERT_THAT(a, IsOk());
  EXPECT_EQ(a->submitted, D("2022-06-29"));
  EXPECT_EQ(f_.events.Get(kA + "/events/0001")->value().void_reason, "nhập sai");
}

TEST_F(AssignmentLifeTest, AnEventEnteredLateMustNotTakeTheGroundFromALaterOne) {
  Record(DutyFakes::HandIn("2022-06-20", 2));
  Record(DutyFakes::Acceptance("2022-06-25"));
  EXPECT_THAT(f_.Record(kA, DutyFakes::Return("2022-06-22")), HasReason("ASSIGNMENT_STATE"));
  EXPECT_THAT(f_.Record(kA, DutyFakes::HandIn("2022-06-26", 2)), HasReason("ASSIGNMENT_STATE"));
  EXPECT_THAT(f_.Record(kA, DutyFakes::HandIn("2022-06-18", 1)), IsOk());
}

TEST_F(AssignmentLifeTest, WhatIsNotAskedIsNotTaken) {
  const auto invalid = StatusIs(absl::StatusCode::kInvalidArgument);
  AssignmentEvent event = DutyFakes::HandIn("2022-06-10", 1);
  event.value = 3;
  EXPECT_THAT(f_.Record(kA, event), invalid);
  event.value = 0;
  event.documents = {"bien-ban"};
  EXPECT_THAT(f_.Record(kA, event), invalid);
  EXPECT_THAT(f_.Record(kA, DutyFakes::HandIn("2022-05-31", 1)), invalid);  // not assigned yet
  Record(DutyFakes::HandIn("2022-06-10", 1));
  event = DutyFakes::Return("2022-06-12");
  event.reason_code = "KHONG_CO";
  EXPECT_THAT(f_.Record(kA, event), invalid);
}

TEST_F(AssignmentLifeTest, TheHeirHandsIn) {
  f_.heirs = {{"units/a", "units/c"}};
  Record(DutyFakes::HandIn("2022-06-10", 2));
  EXPECT_EQ(f_.events.Get(kA + "/events/0001")->value().unit, "units/c");
}

TEST(AssignmentDemand, IsMetByAllThatIsAsked) {
  Demand demand{2, 100, "học viên", {{"to-trinh", "Tờ trình"}, {"danh-sach", "Danh sách"}}};
  AssignmentEvent event = DutyFakes::HandIn("2022-06-10", 2);
  event.value = 100;
  event.documents = {"danh-sach", "to-trinh"};
  EXPECT_TRUE(IsComplete(demand, event));
  event.value = 99;
  EXPECT_FALSE(IsComplete(demand, event));
  event.value = 101;
  event.sets = 1;
  EXPECT_FALSE(IsComplete(demand, event));
  event.sets = 3;
  event.documents = {"to-trinh"};
  EXPECT_FALSE(IsComplete(demand, event));
}

}  // namespace
}  // namespace tiendo::programs
