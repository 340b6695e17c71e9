#include "services/supervision/domain/reminder_log.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/algorithm/container.h"
#include "common/base/status_macros.h"
#include "common/resource/name.h"

namespace tiendo::supervision {
namespace {

// Rows read at once.
constexpr int kReadRows = 1000;

int NumberOf(std::string_view name) {
  name.remove_prefix(name.rfind('-') + 1);
  int number = 0;
  std::from_chars(name.data(), name.data() + name.size(), number);
  return number;
}

// The unit, and the one that stands for it when it has ended.
std::vector<std::string> HoldersOf(const Environment& environment, const std::string& unit,
                                   Day day) {
  std::vector<std::string> out = {unit};
  std::optional<std::string> heir = environment.heir_on(unit, day);
  if (heir && *heir != unit) out.push_back(*std::move(heir));
  return out;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> SubjectNames::Of(const std::string& subject,
                                                          const std::string& unit) {
  std::vector<std::string> out = {subject};
  TIENDO_ASSIGN_OR_RETURN(const int year_of_plan, YearOf(subject, unit));
  if (year_of_plan == 0) return out;
  TIENDO_ASSIGN_OR_RETURN(const Year* year, Read(year_of_plan));
  const auto add = [&](const std::string& name) {
    if (name != subject) out.push_back(name);
  };
  absl::c_for_each(year->requirements, add);
  const auto plans = year->plans.find(unit);
  if (plans != year->plans.end()) absl::c_for_each(plans->second, add);
  return out;
}

absl::StatusOr<int> SubjectNames::YearOf(const std::string& subject,
                                         const std::string& unit) const {
  if (const auto ids = resource::ParseName(subject, "requirements/*")) return YearOfId(ids->at(0));
  if (!resource::ParseName(subject, "plans/*")) return 0;
  TIENDO_ASSIGN_OR_RETURN(const std::optional<Plan> plan, repos_.plans->Get(subject));
  const bool own = plan && absl::c_linear_search(HoldersOf(environment_, plan->unit, day_), unit);
  return own ? plan->year : 0;
}

absl::StatusOr<const SubjectNames::Year*> SubjectNames::Read(int year) {
  if (const auto found = years_.find(year); found != years_.end()) return &found->second;
  Year out;
  TIENDO_ASSIGN_OR_RETURN(const std::vector<PlanRequirement> requirements,
                          repos_.requirements->List(RequirementPrefix(year), "", kMaxRequirements));
  for (const PlanRequirement& requirement : requirements) {
    out.requirements.push_back(requirement.name);
  }
  TIENDO_ASSIGN_OR_RETURN(const std::vector<Plan> plans, repos_.plans_of_year(year));
  for (const Plan& plan : plans) {
    for (const std::string& holder : HoldersOf(environment_, plan.unit, day_)) {
      out.plans[holder].push_back(plan.name);
    }
  }
  return &years_.emplace(year, std::move(out)).first->second;
}

absl::StatusOr<std::vector<const Reminder*>> ReminderLog::Of(const std::string& subject,
                                                             const std::string& unit) {
  std::vector<const Reminder*> out;
  TIENDO_ASSIGN_OR_RETURN(const std::vector<std::string> names, names_.Of(subject, unit));
  for (const std::string& name : names) {
    TIENDO_ASSIGN_OR_RETURN(const Recorded* recorded, Read(name));
    const auto found = recorded->by_unit.find(unit);
    if (found == recorded->by_unit.end()) continue;
    for (const size_t at : found->second) out.push_back(&recorded->all[at]);
  }
  return out;
}

absl::Status ReminderLog::Number(Reminder& reminder) {
  TIENDO_ASSIGN_OR_RETURN(const std::vector<const Reminder*> so_far,
                          Of(reminder.subject, reminder.unit));
  for (const Reminder* earlier : so_far) {
    reminder.ordinal = std::max(reminder.ordinal, earlier->ordinal);
    reminder.urging = std::max(reminder.urging, earlier->urging);
  }
  ++reminder.ordinal;
  reminder.urging = reminder.automatic() ? 0 : reminder.urging + 1;
  TIENDO_ASSIGN_OR_RETURN(Recorded * recorded, Read(reminder.subject));
  reminder.name = resource::NumberedName(ReminderPrefix(reminder.subject), ++recorded->last);
  Add(reminder, *recorded);
  return absl::OkStatus();
}

absl::StatusOr<ReminderLog::Recorded*> ReminderLog::Read(const std::string& name) {
  if (const auto found = recorded_.find(name); found != recorded_.end()) return &found->second;
  Recorded out;
  std::string after;
  bool last = false;
  while (!last) {
    TIENDO_ASSIGN_OR_RETURN(std::vector<Reminder> page,
                            repos_.reminders->List(ReminderPrefix(name), after, kReadRows));
    last = page.size() < static_cast<size_t>(kReadRows);
    if (!last) after = page.back().name;
    for (Reminder& reminder : page) {
      out.last = std::max(out.last, NumberOf(reminder.name));
      // Should two subjects ever have one key, they share its numbers and nothing else.
      if (reminder.subject == name) Add(std::move(reminder), out);
    }
  }
  return &recorded_.emplace(name, std::move(out)).first->second;
}

void ReminderLog::Add(Reminder reminder, Recorded& recorded) const {
  for (const std::string& holder : HoldersOf(environment_, reminder.unit, day_)) {
    recorded.by_unit[holder].push_back(recorded.all.size());
  }
  recorded.all.push_back(std::move(reminder));
}

}  // namespace tiendo::supervision
