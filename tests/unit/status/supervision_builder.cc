#include "tests/unit/status/supervision_builder.h"

#include <algorithm>
#include <utility>

#include "tests/unit/status/facts_builder.h"

namespace tiendo::status::testing {

PlanFact PlanOf(const std::string& unit, const char* issued) {
  PlanFact plan;
  plan.name = "plans/" + unit;
  plan.unit = U(unit);
  plan.year = 2022;
  if (*issued != '\0') plan.issued_on = D(issued);
  return plan;
}

RequirementFact CellsOf2022() {
  RequirementFact requirement;
  requirement.name = "requirements/2022";
  requirement.year = 2022;
  requirement.deadline = D("2022-02-15");
  requirement.kinds = {"GRASSROOTS_CELL"};
  return requirement;
}

EngagementFact EngagementOf(const std::string& id, const std::string& unit, const char* due,
                            const char* concluded, const std::vector<std::string>& tags) {
  EngagementFact out;
  out.name = "engagements/" + id;
  out.plan = "plans/" + unit;
  out.year = 2022;
  out.unit = U(unit);
  out.kind = "CONTINUOUS_SUPERVISION";
  out.title = "Cuộc mẫu " + id;
  out.due_on = D(due);
  if (*concluded != '\0') out.concluded_on = D(concluded);
  out.tags = tags;
  return out;
}

EngagementFact Filed(EngagementFact engagement, const std::vector<std::string>& days) {
  engagement.dossier.clear();
  for (const std::string& day : days) {
    engagement.dossier.push_back(day.empty() ? std::nullopt : std::optional(D(day.c_str())));
  }
  return engagement;
}

RecommendationFact RecommendationOf(const EngagementFact& engagement, const std::string& id,
                                    const std::string& unit, const char* deadline) {
  RecommendationFact out;
  out.name = engagement.name + "/recommendations/" + id;
  out.engagement = engagement.name;
  out.unit = U(unit);
  out.text = "Kiến nghị mẫu " + id;
  out.deadline = D(deadline);
  out.year = engagement.year;
  out.tags = engagement.tags;
  out.concluded_on = engagement.concluded_on;
  return out;
}

RecommendationEvent Reported(const char* day) {
  return {.kind = RecommendationEvent::Kind::kReported, .date = D(day)};
}

RecommendationEvent Assessed(const char* day, Outcome outcome) {
  return {.kind = RecommendationEvent::Kind::kAssessed, .date = D(day), .outcome = outcome};
}

ReminderFact Urging(const std::string& subject, const std::string& unit, const char* day) {
  ReminderFact out;
  out.subject = subject;
  out.unit = U(unit);
  out.kind = ReminderFact::Kind::kUrging;
  out.issued = D(day);
  return out;
}

ReminderFact Notice(const std::string& subject, const std::string& unit, ReminderFact::Kind kind,
                    const char* day, const char* trigger) {
  ReminderFact out = Urging(subject, unit, day);
  out.kind = kind;
  out.trigger = D(trigger == nullptr ? day : trigger);
  return out;
}

void Put(ReminderLedger& ledger, ReminderFact reminder) {
  auto& reminders = ledger[reminder.subject];
  for (auto& [name, other] : reminders) {
    if (other.issued == reminder.issued && other.kind == reminder.kind &&
        other.unit == reminder.unit) {
      reminder.name = other.name;
      reminder.ordinal = other.ordinal;
      reminder.urging = other.urging;
      other = std::move(reminder);
      return;
    }
  }
  for (const auto& [name, other] : reminders) {
    if (other.unit != reminder.unit) continue;
    reminder.ordinal = std::max(reminder.ordinal, other.ordinal);
    reminder.urging = std::max(reminder.urging, other.urging);
  }
  ++reminder.ordinal;
  reminder.urging = reminder.kind == ReminderFact::Kind::kUrging ? reminder.urging + 1 : 0;
  const std::string number = std::to_string(10000 + reminders.size());
  reminder.name = "reminders/" + reminder.subject + "-" + number;
  std::string name = reminder.name;
  reminders[std::move(name)] = std::move(reminder);
}

std::shared_ptr<const calendar::WorkingCalendar> WorkingDays2022() {
  calendar::CalendarYear year;
  year.year = 2022;
  year.holidays = {D("2022-07-21")};
  return std::make_shared<const calendar::WorkingCalendar>(
      calendar::WorkingCalendar::Create({year}).value());
}

}  // namespace tiendo::status::testing
