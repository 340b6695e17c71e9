#include "services/programs/domain/target_states.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/support/status_matchers.h"
#include "tests/unit/programs/domain_fixture.h"

namespace tiendo::programs::testing {
namespace {

using tiendo::testing::HasReason;
using tiendo::testing::IsOk;

constexpr TargetState kStates[] = {TargetState::kDraft, TargetState::kAssigned,
                                   TargetState::kWithdrawn};
constexpr TargetVerb kVerbs[] = {TargetVerb::kUpdate,     TargetVerb::kAssign,
                                 TargetVerb::kAdjust,     TargetVerb::kWithdraw,
                                 TargetVerb::kReport,     TargetVerb::kCorrectReport,
                                 TargetVerb::kVoidReport, TargetVerb::kVoidEvent};
constexpr TargetPeriod kYear{TargetPeriod::Kind::kYear, 0};
const TargetPeriod kHalf{TargetPeriod::Kind::kSixMonths, 0};

// A target in `state`, made by the verbs themselves, with a report if it ever could have one.
void Reach(TargetState state, Fakes& fakes) {
  if (state == TargetState::kDraft) {
    fakes.AddTarget();
    // Entries that no verb of a draft could have left, so that the state alone decides.
    TargetReport report;
    report.name = ReportName(kTarget, 1);
    ASSERT_THAT(fakes.target_reports.Put(report), IsOk());
    TargetEvent event;
    event.name = EventName(kTarget, 1);
    ASSERT_THAT(fakes.target_events.Put(event), IsOk());
    return;
  }
  fakes.AddAssigned();
  ASSERT_THAT(ReportTargetValue(fakes.target_stores(), Fakes::Reported(kHalf, "1")), IsOk());
  ASSERT_THAT(AdjustTarget(fakes.target_stores(), Fakes::Adjusted("2022-05-01", 5)), IsOk());
  if (state == TargetState::kWithdrawn) {
    ASSERT_THAT(WithdrawTarget(fakes.target_stores(), Fakes::TargetInput("2022-07-01")), IsOk());
  }
}

absl::Status Apply(TargetVerb verb, TargetState state, Fakes& fakes) {
  const TargetStores stores = fakes.target_stores();
  switch (verb) {
    case TargetVerb::kUpdate:
      return UpdateTarget(stores, {kTarget, "", [](Target& t, bool) { t.ordinal = 3; }, false})
          .status();
    case TargetVerb::kAssign:
      return AssignTarget(stores, Fakes::TargetInput("2022-05-01")).status();
    case TargetVerb::kAdjust:
      return AdjustTarget(stores, Fakes::Adjusted("2022-05-02", 6)).status();
    case TargetVerb::kWithdraw:
      return WithdrawTarget(stores, Fakes::TargetInput("2022-08-01")).status();
    case TargetVerb::kReport:
      return ReportTargetValue(stores, Fakes::Reported(kYear, "7")).status();
    case TargetVerb::kCorrectReport: {
      ReportCorrection input;
      input.name = ReportName(kTarget, 1);
      input.value = Decimal::FromInteger(8);
      input.today = D("2022-12-31");
      return CorrectTargetReport(stores, input).status();
    }
    case TargetVerb::kVoidReport:
      return VoidTargetReport(stores, {ReportName(kTarget, 1), "", "nhầm"}).status();
    case TargetVerb::kVoidEvent: {
      const int number = state == TargetState::kDraft ? 1 : 2;
      return VoidTargetEvent(stores, {EventName(kTarget, number), "", "nhầm"}).status();
    }
  }
  return absl::InternalError("no such verb");
}

// Written apart from the table in the code.
const std::map<TargetState, std::set<TargetVerb>>& Expected() {
  using enum TargetVerb;
  static const std::map<TargetState, std::set<TargetVerb>> expected = {
      {TargetState::kDraft, {kUpdate, kAssign}},
      {TargetState::kAssigned,
       {kUpdate, kAdjust, kWithdraw, kReport, kCorrectReport, kVoidReport, kVoidEvent}},
      {TargetState::kWithdrawn, {kUpdate, kCorrectReport, kVoidReport, kVoidEvent}},
  };
  return expected;
}

TEST(TargetStates, EveryVerbInEveryStateIsAllowedOrRefusedWithWhatIs) {
  for (const TargetState state : kStates) {
    for (const TargetVerb verb : kVerbs) {
      SCOPED_TRACE(std::string(Name(state)) + " " + std::string(Name(verb)));
      Fakes fakes;
      Reach(state, fakes);
      ASSERT_EQ(fakes.StoredTarget().state, state);
      const absl::Status done = Apply(verb, state, fakes);
      const std::set<TargetVerb>& allowed = Expected().at(state);
      EXPECT_EQ(Allowed(state, verb), allowed.contains(verb));
      if (allowed.contains(verb)) {
        EXPECT_THAT(done, IsOk());
        continue;
      }
      EXPECT_THAT(done, HasReason("TARGET_STATE"));
      auto details = errors::GetDetails(done).value();
      EXPECT_EQ(details.metadata["name"], kTarget);
      EXPECT_EQ(details.metadata["state"], Name(state));
      EXPECT_EQ(details.metadata["verb"], Name(verb));
      std::string others;
      for (const TargetVerb other : kVerbs) {
        if (!allowed.contains(other)) continue;
        others += (others.empty() ? "" : ",") + std::string(Name(other));
      }
      EXPECT_EQ(details.metadata["allowed"], others);
    }
  }
}

}  // namespace
}  // namespace tiendo::programs::testing
