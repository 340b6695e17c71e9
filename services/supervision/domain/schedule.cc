#include "services/supervision/domain/schedule.h"

#include <algorithm>

#include "services/supervision/domain/states.h"

namespace tiendo::supervision {
namespace {

Window WindowOn(const Engagement& engagement, Day day) {
  const ScheduleChange* latest = nullptr;
  for (const ScheduleChange& change : engagement.schedule_changes) {
    if (change.removed || change.approved_on > day) continue;
    if (latest == nullptr || change.approved_on >= latest->approved_on) latest = &change;
  }
  return latest == nullptr ? engagement.original : latest->window;
}

}  // namespace

std::optional<Day> ConcludedOn(const Engagement& engagement) {
  const StepRecord* conclusion = engagement.Find(Step::kConclusion);
  return conclusion == nullptr ? std::nullopt : std::optional<Day>(conclusion->date);
}

bool ConcludedBy(const Engagement& engagement, Day day) {
  const std::optional<Day> concluded = ConcludedOn(engagement);
  return concluded && *concluded <= day;
}

bool RemovedBy(const Engagement& engagement, Day day) {
  const std::optional<Day> concluded = ConcludedOn(engagement);
  return std::any_of(engagement.schedule_changes.begin(), engagement.schedule_changes.end(),
                     [&](const ScheduleChange& change) {
                       return change.removed && change.approved_on <= day &&
                              (!concluded || change.approved_on < *concluded);
                     });
}

std::optional<Day> DueOn(const Engagement& engagement, Day day) {
  const std::optional<Day> concluded = ConcludedOn(engagement);
  return WindowOn(engagement, concluded ? std::min(*concluded, day) : day).to;
}

void ApplySchedule(Engagement& engagement) {
  engagement.scheduled = WindowOn(engagement, calendar::kLastDay);
  engagement.state = StateOf(engagement.steps);
  for (const ScheduleChange& change : engagement.schedule_changes) {
    if (change.removed) engagement.state = EngagementState::kRemoved;
  }
}

}  // namespace tiendo::supervision
