#include "tests/integration/supervision/history_model.h"

#include <algorithm>
#include <limits>

namespace tiendo::supervision::testing {
namespace {

constexpr int kConclusion = 7;
constexpr int kArchive = 10;
constexpr int kEver = std::numeric_limits<int>::max();

char CodeOf(int step) { return step == kArchive ? 'A' : static_cast<char>('0' + step); }

bool IsOneOf(const std::string& state, std::initializer_list<const char*> states) {
  return std::find(states.begin(), states.end(), state) != states.end();
}

}  // namespace

std::optional<int> Model::When(const std::vector<ModelEvent>& events, char what) {
  for (const ModelEvent& event : events) {
    if (event.what == what && !event.voided) return event.day;
  }
  return std::nullopt;
}

std::string Model::PlanState(const std::string& name) const {
  const ModelPlan& plan = plans.at(name);
  if (const std::optional<int> closed = When(plan.events, 'C')) {
    for (const auto& [engagement, value] : engagements) {
      if (value.plan != name || RemovedBy(engagement, *closed)) continue;
      const std::optional<int> concluded = When(value.events, '7');
      if (!concluded || *concluded > *closed) return "PARTLY_COMPLETED";
    }
    return "COMPLETED";
  }
  if (When(plan.events, 'T')) return "IN_PROGRESS";
  if (When(plan.events, 'S')) return "SENT";
  if (When(plan.events, 'I')) return "ISSUED";
  return When(plan.events, 'A') ? "ADOPTED" : "DRAFTING";
}

std::string Model::EngagementState(const std::string& name) const {
  if (RemovedBy(name, kEver)) return "REMOVED";
  const int last = LastStep(name);
  if (last == kArchive) return "ARCHIVED";
  return last >= kConclusion ? "CONCLUDED" : "OPEN";
}

int Model::LastStep(const std::string& name) const {
  int last = 0;
  for (int step = 1; step <= kArchive; ++step) {
    if (When(engagements.at(name).events, CodeOf(step))) last = step;
  }
  return last;
}

bool Model::Plan(const std::string& name, char verb, int day) {
  ModelPlan& plan = plans.at(name);
  const std::string state = PlanState(name);
  const bool going = IsOneOf(state, {"ISSUED", "SENT", "IN_PROGRESS"});
  const std::optional<int> adopted = When(plan.events, 'A');
  const std::optional<int> issued = When(plan.events, 'I');
  bool good = false;
  if (verb == 'A') good = state == "DRAFTING";
  if (verb == 'I') good = state == "ADOPTED" && day >= *adopted;
  if (verb == 'S') good = going && !When(plan.events, 'S') && day >= *issued;
  if (verb == 'C') good = going && day >= *issued;
  if (good) plan.events.push_back({verb, day, {}, false});
  return good;
}

bool Model::Adjust(const std::string& name, int day,
                   const std::map<std::string, std::optional<int>>& changes) {
  const std::string state = PlanState(name);
  if (!IsOneOf(state, {"ISSUED", "SENT", "IN_PROGRESS"})) return false;
  if (day < *When(plans.at(name).events, 'I')) return false;
  for (const auto& [engagement, due] : changes) {
    if (engagements.at(engagement).plan != name) return false;
    if (EngagementState(engagement) != "OPEN") return false;
  }
  plans.at(name).events.push_back({'J', day, changes, false});
  return true;
}

bool Model::Create(const std::string& name, const ModelEngagement& value) {
  if (!value.plan.empty() && When(plans.at(value.plan).events, 'C')) return false;
  return engagements.emplace(name, value).second;
}

bool Model::Take(const std::string& name, int step, int day) {
  ModelEngagement& engagement = engagements.at(name);
  if (EngagementState(name) == "REMOVED") return false;
  const int last = LastStep(name);
  if (step <= last) return false;
  for (int between = last + 1; between < step; ++between) {
    const bool remediation = between == 8 || between == 9;
    if (!remediation && !(engagement.continuous && between < kConclusion)) return false;
  }
  if (last > 0 && day < *When(engagement.events, CodeOf(last))) return false;
  engagement.events.push_back({CodeOf(step), day, {}, false});
  if (!engagement.plan.empty() && IsOneOf(PlanState(engagement.plan), {"ISSUED", "SENT"})) {
    plans.at(engagement.plan).events.push_back({'T', day, {}, false});
  }
  return true;
}

bool Model::VoidPlanEvent(const std::string& name, size_t number) {
  std::vector<ModelEvent>& events = plans.at(name).events;
  if (number > events.size() || events[number - 1].voided) return false;
  for (size_t later = number; later < events.size(); ++later) {
    if (!events[later].voided) return false;
  }
  events[number - 1].voided = true;
  return true;
}

// Numbers count the steps of the engagement only; the test knows the names of its events.
bool Model::VoidStep(const std::string& name, size_t number) {
  std::vector<ModelEvent>& events = engagements.at(name).events;
  if (number > events.size() || events[number - 1].voided) return false;
  for (size_t later = number; later < events.size(); ++later) {
    if (!events[later].voided) return false;
  }
  events[number - 1].voided = true;
  return true;
}

bool Model::RemovedBy(const std::string& name, int day) const {
  const ModelEngagement& engagement = engagements.at(name);
  if (engagement.plan.empty()) return false;
  const std::optional<int> concluded = When(engagement.events, '7');
  for (const ModelEvent& event : plans.at(engagement.plan).events) {
    const auto change = event.changes.find(name);
    if (event.voided || change == event.changes.end() || change->second) continue;
    if (event.day <= day && (!concluded || event.day < *concluded)) return true;
  }
  return false;
}

int Model::DueOn(const std::string& name, int day) const {
  const ModelEngagement& engagement = engagements.at(name);
  if (const std::optional<int> concluded = When(engagement.events, '7')) {
    day = std::min(day, *concluded);
  }
  int due = engagement.due;
  int approved = std::numeric_limits<int>::min();
  for (const ModelEvent& event : plans.at(engagement.plan).events) {
    const auto change = event.changes.find(name);
    if (event.voided || change == event.changes.end() || !change->second) continue;
    if (event.day > day || event.day < approved) continue;
    due = *change->second;
    approved = event.day;
  }
  return due;
}

Model::Late Model::CarriedOut(int day) const {
  Late out;
  for (const auto& [name, engagement] : engagements) {
    if (engagement.plan.empty()) {
      ++out.unplanned;
      continue;
    }
    if (RemovedBy(name, day)) continue;
    ++out.planned;
    const int due = DueOn(name, day);
    if (due <= day) ++out.due;
    const std::optional<int> concluded = When(engagement.events, '7');
    if (concluded && *concluded <= day) {
      ++out.concluded;
      if (*concluded <= due) continue;
      ++out.concluded_late;
      out.names.push_back(name);
    } else if (due < day) {
      ++out.overdue;
      out.names.push_back(name);
    }
  }
  return out;
}

Model::Drawn Model::DrawnUp(const std::vector<std::string>& units, int deadline, int day) const {
  Drawn out;
  for (const std::string& unit : units) {
    std::optional<int> issued;
    for (const auto& [name, plan] : plans) {
      if (plan.unit == unit) issued = When(plan.events, 'I');
    }
    const bool by_day = issued && *issued <= day;
    if (by_day && *issued <= deadline) {
      ++out.in_time;
      continue;
    }
    ++(by_day ? out.issued_late : out.not_issued);
    if (day > deadline) out.late.push_back(unit);
  }
  return out;
}

}  // namespace tiendo::supervision::testing
