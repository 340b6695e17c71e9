// All repositories of supervision in memory.
#ifndef TIENDO_TESTS_UNIT_SUPERVISION_FAKE_REPOSITORIES_H_
#define TIENDO_TESTS_UNIT_SUPERVISION_FAKE_REPOSITORIES_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/resource/name.h"
#include "services/supervision/domain/environment.h"
#include "services/supervision/domain/repositories.h"
#include "tests/fakes/fake_repository.h"

namespace tiendo::supervision::testing {

inline Repositories FakeRepositories() {
  using tiendo::testing::FakeRepository;
  Repositories out;
  out.requirements = std::make_unique<FakeRepository<PlanRequirement>>();
  out.plans = std::make_unique<FakeRepository<Plan>>();
  out.plan_events = std::make_unique<FakeRepository<PlanEvent>>();
  out.engagements = std::make_unique<FakeRepository<Engagement>>();
  out.engagement_events = std::make_unique<FakeRepository<EngagementEvent>>();
  out.checklists = std::make_unique<FakeRepository<Checklist>>();
  out.dossiers = std::make_unique<FakeRepository<Dossier>>();
  out.recommendations = std::make_unique<FakeRepository<Recommendation>>();
  out.reminders = std::make_unique<FakeRepository<Reminder>>();
  out.add_reminders = [reminders = out.reminders.get()](std::vector<Reminder>& added) {
    for (Reminder& reminder : added) {
      if (reminders->Get(reminder.name).value()) return resource::Exists(reminder.name);
      if (absl::Status status = reminders->Put(reminder); !status.ok()) return status;
    }
    return absl::OkStatus();
  };
  out.find_plan = [plans = out.plans.get()](const std::string& unit, int year) {
    std::optional<std::string> name;
    const std::vector<Plan> all = plans->List("", "", 1000).value();
    for (const Plan& plan : all) {
      if (plan.unit == unit && plan.year == year) name = plan.name;
    }
    return absl::StatusOr<std::optional<std::string>>(name);
  };
  out.plans_of_year = [plans = out.plans.get()](int year) {
    std::vector<Plan> found = plans->List("", "", 1000).value();
    std::erase_if(found, [year](const Plan& plan) { return plan.year != year; });
    return absl::StatusOr<std::vector<Plan>>(std::move(found));
  };
  out.engagements_of = [engagements = out.engagements.get()](const std::string& plan) {
    std::vector<Engagement> found;
    const std::vector<Engagement> all = engagements->List("", "", 1000).value();
    for (const Engagement& engagement : all) {
      if (engagement.plan == plan) found.push_back(engagement);
    }
    return absl::StatusOr<std::vector<Engagement>>(found);
  };
  return out;
}

// Practice by default, units of one kind, a calendar of 2026 without holidays.
inline Environment FakeEnvironment(const std::string& kind = "PARTY_COMMITTEE_ABOVE_GRASSROOTS") {
  Environment out;
  out.practice.plans_without_adoption = {"SUBORDINATE_CELL"};
  out.practice.duration_days = {{"PARTY_COMMITTEE_ABOVE_GRASSROOTS", 20}};
  out.practice.optional_steps =
      ParseOptionalSteps(
          "THEMATIC_SUPERVISION=VERIFICATION,"
          "CONTINUOUS_SUPERVISION=DECISION+LAUNCH+SELF_REPORT+VERIFICATION+DRAFT_REPORT+MEETING")
          .value();
  out.kind_of = [kind](const std::string&) { return kind; };
  out.heir_on = [](const std::string& unit, Day) { return std::optional<std::string>(unit); };
  out.calendar = [] {
    return std::make_shared<const calendar::WorkingCalendar>(
        calendar::WorkingCalendar::Create(
            {{.year = 2026, .holidays = {}, .swapped_working_days = {}}})
            .value());
  };
  return out;
}

}  // namespace tiendo::supervision::testing

#endif  // TIENDO_TESTS_UNIT_SUPERVISION_FAKE_REPOSITORIES_H_
