// Random histories through the service against a plain model: which verbs are taken in which state,
// steps in their order, entries taken back, and the figures of rules 29 and 30 on any day.
#include <algorithm>
#include <random>

#include "tests/integration/supervision/fixture.h"
#include "tests/integration/supervision/history_model.h"
#include "tests/support/seed.h"

namespace tiendo::supervision::testing {
namespace {

constexpr int kOperations = 250;
constexpr int kLastDay = 60;  // of the world: 2026-03-02, before today
constexpr int kDeadline = 30;

std::string DateOf(int day) {
  return calendar::FormatIso(D("2026-01-01") + std::chrono::days(day));
}

class HistoryTest : public SupervisionTest {
 protected:
  int Below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }
  template <typename T>
  const T& Any(const std::vector<T>& values) {
    return values[static_cast<size_t>(Below(static_cast<int>(values.size())))];
  }
  template <typename Map>
  std::string AnyKey(const Map& map) {
    auto it = map.begin();
    std::advance(it, Below(static_cast<int>(map.size())));
    return it->first;
  }
  // The service did what the model says.
  template <typename T>
  void Expect(bool good, const absl::StatusOr<T>& answer, const std::string& what) {
    ++(good ? accepted_ : refused_);
    ASSERT_EQ(answer.ok(), good) << what << ": " << answer.status();
    if (answer.ok()) return;
    const std::string reason = errors::Reason(answer.status());
    EXPECT_TRUE(reason == "PLAN_STATE" || reason == "ENGAGEMENT_STATE" ||
                reason == "EVENT_NOT_VOIDABLE" || reason == "INVALID_REQUEST" ||
                reason == "RESOURCE_NOT_FOUND")
        << what << ": " << answer.status();
  }

  void PlanVerb() {
    const std::string plan = AnyKey(model_.plans);
    const char verb = Any(std::vector<char>{'A', 'I', 'S', 'C'});
    const int day = Below(kLastDay);
    const bool good = model_.Plan(plan, verb, day);
    const std::string what = plan + " " + verb + " " + DateOf(day);
    const auto fill = [&](auto request) {
      request.set_name("plans/" + plan);
      *request.mutable_date() = Date(DateOf(day));
      request.mutable_document()->set_number("1-VB");
      return request;
    };
    if (verb == 'A') Expect(good, Call(&Stub::AdoptPlan, fill(v1::AdoptPlanRequest())), what);
    if (verb == 'I') Expect(good, Call(&Stub::IssuePlan, fill(v1::IssuePlanRequest())), what);
    if (verb == 'S') Expect(good, Call(&Stub::SendPlan, fill(v1::SendPlanRequest())), what);
    if (verb == 'C') Expect(good, Call(&Stub::ClosePlan, fill(v1::ClosePlanRequest())), what);
  }

  void CreateOne() {
    ModelEngagement value;
    if (Below(4) > 0) value.plan = AnyKey(model_.plans);
    value.unit = value.plan.empty() ? "cell-a" : model_.plans.at(value.plan).unit;
    value.continuous = Below(2) == 0;
    value.due = Below(kLastDay);
    const std::string id = "e" + std::to_string(model_.engagements.size());
    const bool good = model_.Create(id, value);
    v1::CreateEngagementRequest request = NewEngagement(id, value.plan);
    request.mutable_engagement()->set_unit("units/" + value.unit);
    request.mutable_engagement()->set_kind(value.continuous
                                               ? v1::Engagement::KIND_CONTINUOUS_SUPERVISION
                                               : v1::Engagement::KIND_THEMATIC_INSPECTION);
    *request.mutable_engagement()->mutable_scheduled_to() = Date(DateOf(value.due));
    Expect(good, Call(&Stub::CreateEngagement, request), "create " + id);
  }

  void TakeStep() {
    if (model_.engagements.empty()) return;
    const std::string id = AnyKey(model_.engagements);
    const int last = model_.LastStep(id);
    // Mostly the next one, sometimes any.
    const int step = Below(3) > 0 ? std::min(last + 1, 10) : 1 + Below(10);
    const int day = Below(kLastDay);
    const std::string what = id + " step " + std::to_string(step) + " " + DateOf(day);
    const bool good = model_.Take(id, step, day);
    if (good) step_events_[id].push_back(++events_[id]);
    if (step == 7) {
      Expect(good, Call(&Stub::ConcludeEngagement, Conclusion(id, DateOf(day))), what);
      return;
    }
    using Verb =
        grpc::Status (Stub::*)(grpc::ClientContext*, const v1::RecordStepRequest&, v1::Engagement*);
    const Verb verbs[] = {&Stub::IssueDecision,
                          &Stub::LaunchEngagement,
                          &Stub::RecordSelfReport,
                          &Stub::RecordVerification,
                          &Stub::RecordDraftReport,
                          &Stub::RecordMeeting,
                          nullptr,
                          &Stub::RecordRemediation,
                          &Stub::RecordRemediationReport,
                          &Stub::ArchiveEngagement};
    Expect(good, Call(verbs[step - 1], StepOn(id, DateOf(day))), what);
  }

  void Adjust() {
    if (model_.engagements.empty()) return;
    const std::string plan = AnyKey(model_.plans);
    const int day = Below(kLastDay);
    v1::AdjustPlanRequest request;
    request.set_name("plans/" + plan);
    *request.mutable_date() = Date(DateOf(day));
    request.mutable_document()->set_number("2-QĐ");
    request.set_reason("điều chỉnh");
    std::map<std::string, std::optional<int>> changes;
    for (int i = 0; i <= Below(2); ++i) {
      const std::string id = AnyKey(model_.engagements);
      if (model_.engagements.at(id).plan != plan || changes.contains(id)) continue;
      if (Below(4) == 0) {
        changes[id] = std::nullopt;
        request.add_removals("engagements/" + id);
      } else {
        changes[id] = Below(kLastDay + 30);
        auto& reschedule = *request.add_reschedules();
        reschedule.set_engagement("engagements/" + id);
        *reschedule.mutable_scheduled_to() = Date(DateOf(*changes[id]));
      }
    }
    if (changes.empty()) request.set_title("Tên khác " + std::to_string(Below(1000)));
    const bool good = model_.Adjust(plan, day, changes);
    if (good) {
      for (const auto& [id, due] : changes) ++events_[id];
    }
    Expect(good, Call(&Stub::AdjustPlan, request), "adjust " + plan + " " + DateOf(day));
  }

  void TakeBack() {
    if (Below(2) == 0 || model_.engagements.empty()) {
      const std::string plan = AnyKey(model_.plans);
      const size_t size = model_.plans.at(plan).events.size();
      const size_t number = size == 0 || Below(4) == 0 ? 1 + static_cast<size_t>(Below(9)) : size;
      const bool good = model_.VoidPlanEvent(plan, number);
      v1::VoidPlanEventRequest request;
      request.set_name("plans/" + plan + "/events/" + Number(static_cast<int>(number)));
      request.set_reason("nhập nhầm");
      Expect(good, Call(&Stub::VoidPlanEvent, request), "void " + request.name());
      return;
    }
    const std::string id = AnyKey(model_.engagements);
    std::vector<int>& steps = step_events_[id];
    if (steps.empty()) return;
    const size_t number = Below(3) == 0
                              ? 1 + static_cast<size_t>(Below(static_cast<int>(steps.size())))
                              : steps.size();
    const bool good = model_.VoidStep(id, number);
    v1::VoidEngagementEventRequest request;
    request.set_name("engagements/" + id + "/events/" + Number(steps[number - 1]));
    request.set_reason("nhập nhầm");
    Expect(good, Call(&Stub::VoidEngagementEvent, request), "void " + request.name());
  }
  static std::string Number(int number) {
    const std::string digits = std::to_string(number);
    return std::string(4 - digits.size(), '0') + digits;
  }

  void CompareStates() {
    for (const auto& [id, plan] : model_.plans) {
      v1::GetPlanRequest request;
      request.set_name("plans/" + id);
      auto stored = Call(&Stub::GetPlan, request);
      ASSERT_THAT(stored, IsOk());
      // A closed plan says what was so when it was closed.
      if (stored->has_closed_date()) {
        EXPECT_TRUE(Model::When(plan.events, 'C').has_value()) << id;
        continue;
      }
      EXPECT_EQ(v1::Plan::State_Name(stored->state()), "STATE_" + model_.PlanState(id)) << id;
    }
    for (const auto& [id, engagement] : model_.engagements) {
      v1::GetEngagementRequest request;
      request.set_name("engagements/" + id);
      auto stored = Call(&Stub::GetEngagement, request);
      ASSERT_THAT(stored, IsOk());
      EXPECT_EQ(v1::Engagement::State_Name(stored->state()), "STATE_" + model_.EngagementState(id))
          << id;
      EXPECT_EQ(stored->step(), model_.LastStep(id)) << id;
    }
  }

  void CompareFigures(int day) {
    SCOPED_TRACE("as of " + DateOf(day));
    v1::ListLateEngagementsRequest late;
    late.set_year(2026);
    *late.mutable_as_of() = Date(DateOf(day));
    late.set_page_size(1000);
    auto carried = Call(&Stub::ListLateEngagements, late);
    ASSERT_THAT(carried, IsOk());
    const Model::Late expected = model_.CarriedOut(day);
    EXPECT_EQ(carried->planned(), expected.planned);
    EXPECT_EQ(carried->due(), expected.due);
    EXPECT_EQ(carried->concluded(), expected.concluded);
    EXPECT_EQ(carried->concluded_late(), expected.concluded_late);
    EXPECT_EQ(carried->overdue_open(), expected.overdue);
    EXPECT_EQ(carried->unplanned(), expected.unplanned);
    std::vector<std::string> names;
    for (const auto& one : carried->late_engagements())
      names.push_back(one.engagement().substr(12));
    EXPECT_EQ(names, expected.names);
    late_seen_ += static_cast<int>(names.size());

    v1::ListLatePlansRequest plans;
    plans.set_year(2026);
    *plans.mutable_as_of() = Date(DateOf(day));
    auto drawn = Call(&Stub::ListLatePlans, plans);
    ASSERT_THAT(drawn, IsOk());
    const Model::Drawn up = model_.DrawnUp({"cell-a", "cell-b", "cell-c"}, kDeadline, day);
    EXPECT_EQ(drawn->issued_in_time(), up.in_time);
    EXPECT_EQ(drawn->issued_late(), up.issued_late);
    EXPECT_EQ(drawn->not_issued(), up.not_issued);
    EXPECT_EQ(drawn->required(), 3);
    std::vector<std::string> units;
    for (const auto& one : drawn->late_plans()) units.push_back(one.unit().substr(6));
    EXPECT_EQ(units, up.late);
  }

  Model model_;
  std::mt19937 random_;
  std::map<std::string, int> events_;                    // of an engagement, so far
  std::map<std::string, std::vector<int>> step_events_;  // numbers of its steps
  int accepted_ = 0;
  int refused_ = 0;
  int late_seen_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, HistoryTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(HistoryTest, R29R30RandomHistoriesAgreeWithAPlainModel) {
  const uint32_t seed = tiendo::testing::Seed();
  SCOPED_TRACE(tiendo::testing::WithSeed(seed));
  random_.seed(seed);
  WaitForUnits();
  v1::CreateRequirementRequest requirement = NewRequirement("2026");
  *requirement.mutable_requirement()->mutable_deadline() = Date(DateOf(kDeadline));
  ASSERT_THAT(Call(&Stub::CreateRequirement, requirement), IsOk());
  for (const std::string cell : {"cell-a", "cell-b", "cell-c"}) {
    const std::string id = "p-" + cell;
    model_.plans[id].unit = cell;
    ASSERT_THAT(Call(&Stub::CreatePlan, NewPlan(id, cell)), IsOk());
  }
  for (int i = 0; i < kOperations && !HasFatalFailure(); ++i) {
    const int dice = Below(20);
    if (dice < 5) PlanVerb();
    if (dice >= 5 && dice < 8) CreateOne();
    if (dice >= 8 && dice < 15) TakeStep();
    if (dice >= 15 && dice < 17) Adjust();
    if (dice >= 17) TakeBack();
    if (i % 50 == 49) {
      CompareStates();
      CompareFigures(Below(kLastDay + 40));
    }
  }
  for (int day = -5; day <= kLastDay + 40; day += 7) CompareFigures(day);
  EXPECT_GT(accepted_, 40) << "too few verbs were taken: invalid";
  EXPECT_GT(refused_, 20) << "too few verbs were refused: invalid";
  EXPECT_GT(late_seen_, 0) << "nothing was ever late: invalid";
}

}  // namespace
}  // namespace tiendo::supervision::testing
