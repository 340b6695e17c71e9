#include "services/status/domain/duties.h"

#include <algorithm>
#include <chrono>
#include <tuple>
#include <utility>

#include "common/base/status_macros.h"
#include "services/status/domain/tags.h"

namespace tiendo::status {
namespace {

int Days(std::chrono::sys_days from, std::chrono::sys_days to) {
  return static_cast<int>((to - from).count());
}

// Those of the day and before, as they count.
std::vector<const HandInEvent*> EventsBy(const AssignmentFact& assignment, Day day) {
  std::vector<const HandInEvent*> events;
  for (const HandInEvent& event : assignment.events) {
    if (!event.voided && event.date <= day) events.push_back(&event);
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const auto* a, const auto* b) { return a->date < b->date; });
  return events;
}

void Count(const HandIn& hand_in, Day day, HandInCounts& counts) {
  using enum HandIn::State;
  ++counts.assigned;
  counts.due += hand_in.deadline <= day ? 1 : 0;
  counts.in_time += hand_in.state == kInTime ? 1 : 0;
  counts.late += hand_in.state == kLate ? 1 : 0;
  counts.pending += hand_in.state == kPending ? 1 : 0;
  counts.not_handed_in += hand_in.state == kNotHandedIn ? 1 : 0;
  counts.incomplete += hand_in.incomplete ? 1 : 0;
  counts.returned += hand_in.returned ? 1 : 0;
  counts.accepted += hand_in.accepted ? 1 : 0;
}

}  // namespace

HandIn HandInOn(const AssignmentFact& assignment, Day day) {
  using Kind = HandInEvent::Kind;
  const std::vector<const HandInEvent*> events = EventsBy(assignment, day);
  HandIn out;
  for (const HandInEvent* event : events) {
    switch (event->kind) {
      case Kind::kSubmitted:
        if (event->complete && !out.submitted) out.submitted = event->date;
        out.incomplete = !out.submitted;
        out.returned = false;
        break;
      case Kind::kAccepted:
        out.accepted = out.submitted.has_value();
        break;
      case Kind::kReturned:
        out = HandIn();
        out.returned = true;
        break;
      case Kind::kDeadline:
        break;
    }
  }
  out.deadline = assignment.deadline;
  for (const HandInEvent* event : events) {
    if (event->new_deadline && event->date <= out.submitted.value_or(day)) {
      out.deadline = *event->new_deadline;
    }
  }
  out.days_late = std::max(0, Days(out.deadline, out.submitted.value_or(day)));
  const bool late = out.days_late > 0;
  if (out.submitted) {
    out.state = late ? HandIn::State::kLate : HandIn::State::kInTime;
  } else {
    out.state = late ? HandIn::State::kNotHandedIn : HandIn::State::kPending;
  }
  return out;
}

absl::StatusOr<std::vector<DutyRow>> HandIns(const UnitTree& tree,
                                             const AssignmentsByUnit& assignments,
                                             const DutiesOfYear& duties, const DutyQuery& query) {
  TIENDO_ASSIGN_OR_RETURN(const int top, tree.Scope(query.scope, query.day));
  std::map<std::pair<std::string, std::string>, DutyRow> rows;
  for (const auto& [unit, owed] : assignments) {
    // Most units are in force; an heir is looked for only for the others.
    const int found = tree.Find(unit);
    const int place = found != UnitTree::kNone ? found : tree.Place(unit);
    if (place != UnitTree::kNone && !tree.Counts(place, top)) continue;
    for (const auto& [name, assignment] : owed) {
      const auto duty = duties.find(assignment.duty);
      const bool counts = assignment.assigned <= query.day && duty != duties.end() &&
                          (assignment.year == 0 || assignment.year == query.year) &&
                          Carries(duty->second.tags, query.tag);
      if (!counts) continue;
      DutyRow& row = rows[{assignment.duty, assignment.period}];
      if (place == UnitTree::kNone) {
        ++row.unattributed;
        continue;
      }
      HandIn hand_in = HandInOn(assignment, query.day);
      Count(hand_in, query.day, row.counts);
      row.units.push_back({tree.node(place).unit->id, name, std::move(hand_in)});
    }
  }
  std::vector<DutyRow> out;
  for (auto& [key, row] : rows) {
    row.duty = key.first;
    row.period = key.second;
    std::sort(row.units.begin(), row.units.end(), [](const UnitHandIn& a, const UnitHandIn& b) {
      if (a.hand_in.days_late != b.hand_in.days_late) {
        return a.hand_in.days_late > b.hand_in.days_late;
      }
      return std::tie(a.unit, a.assignment) < std::tie(b.unit, b.assignment);
    });
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace tiendo::status
