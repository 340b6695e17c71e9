#include "services/cli/supervision_write.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "services/cli/supervision_words.h"
#include "tests/unit/cli/fake_caller.h"

namespace tiendo::cli {
namespace {

using supervision::v1::Engagement;
using supervision::v1::IssuePlanRequest;
using supervision::v1::Plan;
using supervision::v1::RecordStepRequest;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class SupervisionWriteTest : public ::testing::Test {
 protected:
  SupervisionWriteTest() {
    caller_.On<supervision::v1::GetPlanRequest, Plan>("GetPlan",
                                                      [](const auto& request, Plan& plan) {
                                                        plan.set_name(request.name());
                                                        plan.set_state(Plan::STATE_ADOPTED);
                                                        return absl::OkStatus();
                                                      });
    caller_.On<IssuePlanRequest, Plan>("IssuePlan", [this](const IssuePlanRequest& r, Plan& plan) {
      (r.validate_only() ? checked_ : written_) += 1;
      EXPECT_EQ(r.request_id().empty(), r.validate_only());
      plan.set_name(r.name());
      plan.set_title("Kế hoạch mẫu");
      plan.set_state(Plan::STATE_ISSUED);
      return absl::OkStatus();
    });
  }

  Context MakeContext(std::istream& in) {
    return {.settings = settings_,
            .caller = caller_,
            .clock = clock_,
            .in = in,
            .out = out_,
            .err = err_,
            .style = {}};
  }
  absl::StatusOr<int> Issue(const std::string& answer) {
    std::istringstream in(answer);
    Context context = MakeContext(in);
    SupervisionFlags flags;
    flags.name = "p";
    flags.date = "20/01/2026";
    flags.document.number = "12-KH/CB";
    auto request = std::make_unique<IssuePlanRequest>();
    const absl::Status filled = FillVerb(context, flags, "plans", *request);
    if (!filled.ok()) return filled;
    EXPECT_EQ(request->name(), "plans/p");
    SupervisionWrite write{"IssuePlan",
                           "ban hành " + ByDocumentAndDate(request->document(), request->date()),
                           std::move(request)};
    return RunSupervisionWrite(context, "GetPlan", "plans/p", false, std::move(write), Plan());
  }

  FakeCaller caller_;
  Settings settings_;
  SystemClock clock_;
  std::ostringstream out_;
  std::ostringstream err_;
  int checked_ = 0;
  int written_ = 0;
};

TEST_F(SupervisionWriteTest, ShowsTheStateBeforeAndAfterAsksAndWrites) {
  EXPECT_EQ(*Issue("y\n"), 0);
  EXPECT_THAT(caller_.calls, ElementsAre("GetPlan", "IssuePlan", "IssuePlan"));
  EXPECT_EQ(checked_, 1);
  EXPECT_EQ(written_, 1);
  EXPECT_THAT(err_.str(), HasSubstr("đã thông qua → đã ban hành"));
  EXPECT_THAT(err_.str(), HasSubstr("ban hành ngày 20/01/2026, văn bản 12-KH/CB"));
  EXPECT_THAT(out_.str(), HasSubstr("Đã ghi: plans/p đã ban hành"));
}

TEST_F(SupervisionWriteTest, WritesNothingWithoutAYes) {
  for (const char* answer : {"n\n", "\n", ""}) EXPECT_EQ(*Issue(answer), 1);
  EXPECT_EQ(written_, 0);
  EXPECT_EQ(out_.str(), "");
}

TEST_F(SupervisionWriteTest, ARefusedCheckEndsBeforeTheQuestion) {
  caller_.On<IssuePlanRequest, Plan>("IssuePlan", [](const auto&, Plan&) {
    return Refusal(absl::StatusCode::kFailedPrecondition, "PLAN_STATE", "is a draft");
  });
  EXPECT_TRUE(absl::IsFailedPrecondition(Issue("y\n").status()));
  EXPECT_THAT(err_.str(), Not(HasSubstr("→")));
}

TEST_F(SupervisionWriteTest, WhatTheChecksNoteIsShownBeforeTheQuestion) {
  const auto with_old = [](Engagement& engagement) {
    engagement.set_name("engagements/e");
    auto& old = *engagement.add_warnings();
    old.set_code(supervision::v1::Warning::CODE_PERIOD_TOO_LONG);
  };
  caller_.On<supervision::v1::GetEngagementRequest, Engagement>(
      "GetEngagement", [&](const auto&, Engagement& engagement) {
        with_old(engagement);
        engagement.set_step(Engagement::STEP_DECISION);
        return absl::OkStatus();
      });
  caller_.On<RecordStepRequest, Engagement>(
      "LaunchEngagement", [&](const auto&, Engagement& engagement) {
        with_old(engagement);
        engagement.set_step(Engagement::STEP_LAUNCH);
        auto& late = *engagement.add_warnings();
        late.set_code(supervision::v1::Warning::CODE_LAUNCH_LATE);
        late.set_actual(5);
        late.set_limit(3);
        return absl::OkStatus();
      });
  std::istringstream in("n\n");
  Context context = MakeContext(in);
  auto request = std::make_unique<RecordStepRequest>();
  SupervisionWrite write{"LaunchEngagement", "triển khai", std::move(request)};
  EXPECT_EQ(*RunSupervisionWrite(context, "GetEngagement", "engagements/e", false, std::move(write),
                                 Engagement()),
            1);
  EXPECT_THAT(err_.str(), HasSubstr("triển khai sau 5 ngày làm việc kể từ quyết định"));
  EXPECT_THAT(err_.str(), Not(HasSubstr("mốc kiểm tra"))) << "what was noted before";
}

TEST_F(SupervisionWriteTest, JsonIsTheResource) {
  settings_.json = true;
  EXPECT_EQ(*Issue("y\n"), 0);
  EXPECT_EQ(nlohmann::json::parse(out_.str())["state"], "STATE_ISSUED");
}

// Every value that a service can send has words of its own.
TEST(SupervisionWords, NameEveryValue) {
  std::set<std::string> words;
  const auto* states = Plan::State_descriptor();
  for (int i = 0; i < states->value_count(); ++i) {
    words.emplace(StateVi(static_cast<Plan::State>(states->value(i)->number())));
  }
  EXPECT_EQ(words.size(), static_cast<size_t>(states->value_count()));
  words.clear();
  const auto* steps = Engagement::Step_descriptor();
  for (int i = 0; i < steps->value_count(); ++i) {
    words.emplace(StepVi(static_cast<Engagement::Step>(steps->value(i)->number())));
  }
  EXPECT_EQ(words.size(), static_cast<size_t>(steps->value_count()));
  words.clear();
  for (int i = 0; i < supervision::v1::Outcome_descriptor()->value_count(); ++i) {
    words.emplace(OutcomeVi(static_cast<supervision::v1::Outcome>(i)));
  }
  EXPECT_EQ(words.size(), 7u);
}

}  // namespace
}  // namespace tiendo::cli
