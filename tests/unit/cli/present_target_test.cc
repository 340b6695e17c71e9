#include "services/cli/present_target.h"

#include <gtest/gtest.h>

#include "services/cli/methods.h"
#include "tests/unit/cli/fake_caller.h"
#include "tiendo/programs/v1/programs.pb.h"

namespace tiendo::cli {
namespace {

namespace pv1 = programs::v1;

constexpr char kTarget[] = "programs/p/targets/t";

class PresentTargetTest : public ::testing::Test {
 protected:
  PresentTargetTest() {
    caller_.On<pv1::ListTargetEventsRequest, pv1::ListTargetEventsResponse>(
        "ListTargetEvents", [this](const auto& request, pv1::ListTargetEventsResponse& page) {
          EXPECT_EQ(request.parent(), kTarget);
          *page.add_events() = event_;
          return absl::OkStatus();
        });
    caller_.On<pv1::ListTargetReportsRequest, pv1::ListTargetReportsResponse>(
        "ListTargetReports", [this](const auto& request, pv1::ListTargetReportsResponse& page) {
          EXPECT_EQ(request.parent(), kTarget);
          *page.add_reports() = report_;
          return absl::OkStatus();
        });
    event_.set_name("programs/p/targets/t/events/0001");
    event_.set_kind(pv1::TargetEvent::KIND_ASSIGNED);
    event_.mutable_event_date()->set_year(2022);
    report_.set_name("programs/p/targets/t/reports/0001");
    report_.mutable_period()->set_kind(pv1::TargetPeriod::KIND_SIX_MONTHS);
    report_.set_kind(pv1::TargetReport::KIND_CUMULATIVE);
    report_.set_value("0.2");
    report_.set_version(1);
  }

  Presence Of(const std::string& verb, const google::protobuf::Message& request) {
    const auto state =
        LookUpEffect(caller_, *FindMethod("tiendo.programs.v1.ProgramService/" + verb), request);
    EXPECT_TRUE(state.ok()) << state.status();
    return state->presence;
  }

  FakeCaller caller_;
  pv1::TargetEvent event_;
  pv1::TargetReport report_;
};

TEST_F(PresentTargetTest, AnAssignmentIsThereWithItsDateOrWithAnother) {
  pv1::AssignTargetRequest request;
  request.set_name(kTarget);
  request.mutable_approval_date()->set_year(2022);
  EXPECT_EQ(Of("AssignTarget", request), Presence::kSame);
  request.mutable_approval_date()->set_year(2021);
  EXPECT_EQ(Of("AssignTarget", request), Presence::kDiffers);
  event_.set_voided(true);
  EXPECT_EQ(Of("AssignTarget", request), Presence::kAbsent) << "another one may follow it";
  request.mutable_approval_date()->set_year(2022);
  EXPECT_EQ(Of("AssignTarget", request), Presence::kSame) << "this very one was taken back";
}

TEST_F(PresentTargetTest, AReportThatWasVoidedIsNotRecordedAgain) {
  pv1::ReportTargetValueRequest request;
  request.set_name(kTarget);
  *request.mutable_period() = report_.period();
  request.set_kind(report_.kind());
  request.set_value("0.2");
  report_.set_voided(true);
  EXPECT_TRUE(IsRepeatableTargetVerb(request));
  EXPECT_EQ(Of("ReportTargetValue", request), Presence::kSame);
  request.set_value("0.3");
  EXPECT_EQ(Of("ReportTargetValue", request), Presence::kAbsent) << "the right value";
}

TEST_F(PresentTargetTest, AReportedValueIsComparedAsANumberAndACorrectedOneIsNoDifference) {
  pv1::ReportTargetValueRequest request;
  request.set_name(kTarget);
  request.mutable_period()->set_kind(pv1::TargetPeriod::KIND_SIX_MONTHS);
  request.set_kind(pv1::TargetReport::KIND_CUMULATIVE);
  request.set_value("0.20");
  EXPECT_EQ(Of("ReportTargetValue", request), Presence::kSame);
  request.set_value("0.21");
  EXPECT_EQ(Of("ReportTargetValue", request), Presence::kDiffers);
  report_.set_version(2);
  *report_.mutable_correction()->mutable_previous_period() = request.period();
  EXPECT_EQ(Of("ReportTargetValue", request), Presence::kSame);
  request.set_kind(pv1::TargetReport::KIND_INCREMENTAL);
  EXPECT_EQ(Of("ReportTargetValue", request), Presence::kAbsent);
}

TEST_F(PresentTargetTest, VerbsThatNothingRefusesAreLookedUpBefore) {
  pv1::CorrectTargetReportRequest correct;
  correct.set_name(report_.name());
  correct.set_value("0.2");
  EXPECT_TRUE(IsRepeatableTargetVerb(correct));
  EXPECT_EQ(Of("CorrectTargetReport", correct), Presence::kAbsent);
  report_.mutable_correction();
  EXPECT_EQ(Of("CorrectTargetReport", correct), Presence::kSame);
  pv1::AdjustTargetRequest adjust;
  adjust.set_name(kTarget);
  adjust.mutable_approval_date()->set_year(2022);
  EXPECT_TRUE(IsRepeatableTargetVerb(adjust));
  EXPECT_EQ(Of("AdjustTarget", adjust), Presence::kAbsent);
  event_.set_kind(pv1::TargetEvent::KIND_ADJUSTED);
  EXPECT_EQ(Of("AdjustTarget", adjust), Presence::kSame);
  pv1::VoidTargetReportRequest voiding;
  voiding.set_name(report_.name());
  EXPECT_EQ(Of("VoidTargetReport", voiding), Presence::kAbsent);
  report_.set_voided(true);
  EXPECT_EQ(Of("VoidTargetReport", voiding), Presence::kSame);
}

}  // namespace
}  // namespace tiendo::cli
