#include "services/status/domain/reminders.h"

#include <algorithm>
#include <chrono>
#include <iterator>

namespace tiendo::status {
namespace {

using Kind = ReminderFact::Kind;

constexpr std::chrono::days kDay{1};

bool By(const std::optional<Day>& date, Day day) { return date && *date <= day; }

void Miss(const std::optional<Day>& deadline, bool answered, Day day, int& count,
          std::optional<Day>& earliest) {
  if (!deadline || *deadline >= day || answered) return;
  ++count;
  if (!earliest || *deadline < *earliest) earliest = deadline;
}

void Take(const ReminderFact& reminder, std::optional<Day> due, Day day, RemindersSoFar& out) {
  ++out.count;
  if (reminder.kind == Kind::kUrging) {
    ++out.urgings;
    out.urgings_after_due += due && reminder.issued > *due ? 1 : 0;
  } else if (reminder.trigger) {
    out.rungs.push_back({reminder.kind, *reminder.trigger, reminder.due});
  }
  out.last_ordinal = std::max(out.last_ordinal, reminder.ordinal);
  if (!out.first || reminder.issued < *out.first) out.first = reminder.issued;
  // Of one day the one recorded last.
  if (!out.last || reminder.issued >= *out.last) {
    out.last = reminder.issued;
    out.last_name = reminder.name;
  }
  const bool explained = By(reminder.explained_on, day);
  Miss(reminder.acknowledge_by, explained || By(reminder.acknowledged_on, day), day,
       out.unacknowledged, out.acknowledge_missed);
  Miss(reminder.explain_by, explained, day, out.unexplained, out.explain_missed);
}

struct Rung {
  Kind kind;
  int rung;
  Day on;
};

// As supervision decides whether to issue it: the rung, or a later one, was issued for this due
// date, or one of its kind for the same day.
bool IsIssued(const RemindersSoFar& reminders, const Rung& rung, Day due) {
  return std::any_of(reminders.rungs.begin(), reminders.rungs.end(), [&](const IssuedRung& issued) {
    return (issued.due == due && issued.trigger >= rung.on) ||
           (issued.kind == rung.kind && issued.trigger == rung.on);
  });
}

// The year of the first day, going back from the due date, that the calendar does not know.
int YearMissedBefore(Day due, const CountWorkingDays& working_days) {
  Day day = due;
  while (working_days(day - kDay, day, 1)) day -= kDay;
  return calendar::YearOf(day);
}

// The rungs of the ladder that can be told, by their days; the year that hides others, or 0.
std::vector<Rung> RungsOf(Day due, const ReminderLadder& ladder,
                          const CountWorkingDays& working_days, int& missing_year) {
  std::vector<Rung> rungs;
  for (const int rung : ladder.before) {
    if (const std::optional<Day> on = RungBefore(due, rung, working_days)) {
      rungs.push_back({Kind::kBeforeDue, rung, *on});
    } else {
      missing_year = YearMissedBefore(due, working_days);
    }
  }
  for (const int rung : ladder.after) {
    rungs.push_back({Kind::kAfterDue, rung, due + std::chrono::days{rung}});
  }
  std::stable_sort(rungs.begin(), rungs.end(),
                   [](const Rung& a, const Rung& b) { return a.on < b.on; });
  return rungs;
}

NextReminder Notice(const Rung& rung, bool outstanding) {
  NextReminder out;
  out.kind = rung.kind;
  out.rung = rung.rung;
  out.on = rung.on;
  out.outstanding = outstanding;
  return out;
}

// The latest rung that has begun and was not issued, else the next one that begins; nullopt: the
// ladder has been gone through.
std::optional<NextReminder> NextNotice(const std::vector<Rung>& rungs,
                                       const RemindersSoFar& reminders, Day due, Day day) {
  const auto next =
      std::find_if(rungs.begin(), rungs.end(), [&](const Rung& rung) { return rung.on > day; });
  if (next != rungs.begin()) {
    const Rung& latest = *std::prev(next);
    if (!IsIssued(reminders, latest, due)) return Notice(latest, true);
  }
  if (next == rungs.end()) return std::nullopt;
  return Notice(*next, false);
}

}  // namespace

std::span<const ReminderFact* const> RemindersByUnit::Of(const std::string& subject,
                                                         const std::string& unit) {
  auto known = subjects_.find(subject);
  if (known == subjects_.end()) {
    const auto recorded = ledger_->find(subject);
    if (recorded == ledger_->end()) return {};
    known = subjects_.emplace(subject, InOrder(recorded->second)).first;
  }
  const auto found = known->second.find(unit);
  if (found == known->second.end()) return {};
  return found->second;
}

RemindersByUnit::ByUnit RemindersByUnit::InOrder(
    const std::map<std::string, ReminderFact>& recorded) const {
  ByUnit out;
  for (const auto& [name, reminder] : recorded) {
    if (reminder.issued > day_) continue;
    out[reminder.unit].push_back(&reminder);
    const std::optional<std::string> heir = units_->HeirOn(reminder.unit, day_);
    if (heir && *heir != reminder.unit) out[*heir].push_back(&reminder);
  }
  return out;
}

RemindersSoFar RemindersOf(RemindersByUnit& reminders, std::span<const std::string> names,
                           const std::string& unit, std::optional<Day> due) {
  RemindersSoFar out;
  for (const std::string& name : names) {
    for (const ReminderFact* reminder : reminders.Of(name, unit)) {
      // Supervision never gives a number again, not even that of a voided urging.
      out.last_urging = std::max(out.last_urging, reminder->urging);
      if (!reminder->voided) Take(*reminder, due, reminders.day(), out);
    }
  }
  return out;
}

bool OnAgenda(const RemindersSoFar& reminders, std::optional<Day> due, Day day,
              const ReminderLadder& ladder) {
  return due && *due < day && reminders.urgings_after_due > ladder.agenda_after;
}

std::optional<Day> RungBefore(Day due, int rung, const CountWorkingDays& working_days) {
  // Going back, a working day is one less that would be left.
  int left = 0;
  for (Day day = due;; day -= kDay) {
    const std::optional<int> worked = working_days(day - kDay, day, 1);
    if (!worked) return std::nullopt;
    left += *worked;
    if (left > rung) return day;
  }
}

NextReminder NextAfter(const RemindersSoFar& reminders, Day due, Day day,
                       const ReminderLadder& ladder, const CountWorkingDays& working_days) {
  int missing_year = 0;
  std::vector<Rung> rungs = RungsOf(due, ladder, working_days, missing_year);
  // What lies before the due date is nobody's business once that has passed.
  if (day > due) {
    missing_year = 0;
    std::erase_if(rungs, [](const Rung& rung) { return rung.kind == Kind::kBeforeDue; });
  }
  NextReminder out;
  if (OnAgenda(reminders, due, day, ladder)) {
    out.step = NextReminder::Step::kAgenda;
    return out;
  }
  if (const auto notice = NextNotice(rungs, reminders, due, day)) {
    out = *notice;
  } else {
    const bool last = day > due && reminders.urgings_after_due == ladder.agenda_after;
    out.step = last ? NextReminder::Step::kLastUrging : NextReminder::Step::kUrging;
    out.urging = reminders.last_urging + 1;
  }
  out.missing_year = missing_year;
  return out;
}

}  // namespace tiendo::status
