#include "services/status/domain/item_state.h"

#include <algorithm>
#include <cstddef>
#include <tuple>

#include "absl/algorithm/container.h"

namespace tiendo::status {
namespace {

using Kind = ItemEvent::Kind;

std::vector<std::string> Distinct(const std::vector<std::string>& names) {
  std::vector<std::string> out;
  for (const std::string& name : names) {
    if (!name.empty() && !absl::c_linear_search(out, name)) out.push_back(name);
  }
  return out;
}

// The events of an item up to a day, in the order in which they are in force. "After n" means: when
// the first n of them have happened. Every question is answered from the events anew.
class Replay {
 public:
  Replay(const ItemFact& item, const UnitHistory& units, Day day) : item_(item), units_(units) {
    for (const ItemEvent& event : item.events) {
      if (!event.voided && event.date <= day) events_.push_back(&event);
    }
    std::stable_sort(events_.begin(), events_.end(), [](const ItemEvent* a, const ItemEvent* b) {
      return std::tie(a->date, a->recorded) < std::tie(b->date, b->recorded);
    });
  }

  size_t size() const { return events_.size(); }

  // Number of events dated `day` or before.
  size_t CountBy(Day day) const {
    size_t n = 0;
    while (n < events_.size() && events_[n]->date <= day) ++n;
    return n;
  }

  std::vector<std::string> LeadsAfter(size_t n) const {
    for (size_t i = n; i > 0; --i) {
      if (events_[i - 1]->kind == Kind::kReassigned) return Distinct(events_[i - 1]->leads);
    }
    return Distinct(item_.leads);
  }

  bool DoneAfter(size_t n) const {
    const std::vector<std::string> leads = LeadsAfter(n);
    if (leads.empty()) return PartDoneAfter("", n);
    return std::all_of(leads.begin(), leads.end(),
                       [&](const std::string& lead) { return PartDoneAfter(lead, n); });
  }

  // The day since which the item has been done without interruption.
  std::optional<Day> DoneSince(size_t n) const {
    if (!DoneAfter(n)) return std::nullopt;
    while (DoneAfter(n - 1)) --n;  // ends: nothing is done after no events
    return events_[n - 1]->date;
  }

  // Leads whose own part is open.
  std::vector<std::string> OpenAfter(size_t n) const {
    std::vector<std::string> open = LeadsAfter(n);
    std::erase_if(open, [&](const std::string& lead) { return PartDoneAfter(lead, n); });
    return open;
  }

  // The withdrawal that is in force: the first on whose day the item was not done.
  const ItemEvent* Withdrawal() const {
    for (const ItemEvent* event : events_) {
      if (event->kind == Kind::kWithdrawn && !DoneAfter(CountBy(event->date))) return event;
    }
    return nullptr;
  }

  // Whether anything was left to be carried over on the day of the event.
  bool TakesEffect(const ItemEvent& carry_over, Day entered) const {
    const ItemEvent* withdrawal = Withdrawal();
    return carry_over.date >= entered && !DoneAfter(CountBy(carry_over.date)) &&
           (withdrawal == nullptr || carry_over.date < withdrawal->date);
  }

  // The carry-overs that have had an effect.
  std::vector<const ItemEvent*> CarryOvers(Day entered) const {
    std::vector<const ItemEvent*> out;
    for (const ItemEvent* event : events_) {
      if (event->kind == Kind::kCarriedOver && TakesEffect(*event, entered)) out.push_back(event);
    }
    return out;
  }

  std::optional<Day> DueOn(Day day, Basis basis) const {
    const size_t n = CountBy(day);
    if (basis == Basis::kInForce) {
      for (size_t i = n; i > 0; --i) {
        if (events_[i - 1]->kind == Kind::kExtended) return events_[i - 1]->new_due;
      }
      return item_.baseline_due;
    }
    if (item_.baseline_due) return item_.baseline_due;
    for (size_t i = 0; i < n; ++i) {
      if (events_[i]->kind == Kind::kExtended && events_[i]->new_due) return events_[i]->new_due;
    }
    return std::nullopt;
  }

  Day LastNews(Day entered) const {
    return events_.empty() ? entered : std::max(entered, events_.back()->date);
  }

  bool Suspended() const {
    for (size_t i = events_.size(); i > 0; --i) {
      if (events_[i - 1]->kind == Kind::kSuspended) return true;
      if (events_[i - 1]->kind == Kind::kResumed) return false;
    }
    return false;
  }

  std::vector<Milestone> Milestones() const {
    std::vector<Milestone> steps;
    for (const ItemEvent* event : events_) {
      if (event->kind == Kind::kMilestonesReplaced) steps = event->milestones;
      if (event->kind == Kind::kMilestonesAdded) {
        steps.insert(steps.end(), event->milestones.begin(), event->milestones.end());
      }
      if (event->kind != Kind::kMilestonesDone) continue;
      for (const Milestone& done : event->milestones) {
        for (Milestone& step : steps) {
          if (step.id == done.id) step.done_on = done.done_on;
        }
      }
    }
    return steps;
  }

 private:
  bool PartDoneAfter(const std::string& part, size_t n) const {
    bool done = false;
    for (size_t i = 0; i < n; ++i) {
      if (events_[i]->kind == Kind::kCompleted && Finishes(i, part)) done = true;
      if (events_[i]->kind == Kind::kReturned && Reopens(*events_[i], part)) done = false;
    }
    return done;
  }

  bool Finishes(size_t i, const std::string& part) const {
    const ItemEvent& event = *events_[i];
    if (part.empty()) return true;
    if (!event.parts.empty()) return absl::c_linear_search(event.parts, part);
    if (event.lead == part) return true;
    if (!units_.Inherits(event.lead, part)) return false;
    return !absl::c_linear_search(LeadsAfter(i), event.lead) || *units_.EndOf(part) <= event.date;
  }

  bool Reopens(const ItemEvent& event, const std::string& part) const {
    if (!event.parts.empty() && !part.empty()) return absl::c_linear_search(event.parts, part);
    return event.lead.empty() || part.empty() || event.lead == part ||
           units_.Inherits(event.lead, part);
  }

  const ItemFact& item_;
  const UnitHistory& units_;
  std::vector<const ItemEvent*> events_;
};

std::optional<Day> EntryOf(const ItemFact& item) {
  if (!item.approval || !item.program_approval) return std::nullopt;
  return std::max(*item.approval, *item.program_approval);
}

// Whether the line that the item was carried over from had anything left: rule 21.
bool WasCarriedOver(const ItemFact& item, const UnitHistory& units) {
  if (item.carried_from.empty()) return true;  // nothing is known that speaks against it
  const ItemFact& before = item.carried_from.front();
  const std::optional<Day> entered = EntryOf(before);
  if (!entered || !WasCarriedOver(before, units)) return false;
  return std::any_of(before.events.begin(), before.events.end(), [&](const ItemEvent& event) {
    return event.kind == Kind::kCarriedOver && !event.voided && event.carry.item == item.name &&
           Replay(before, units, event.date).TakesEffect(event, *entered);
  });
}

}  // namespace

bool ItemState::CountsIn(int year) const { return !absl::c_linear_search(replaced_in, year); }

ItemState StateOn(const ItemFact& item, const UnitHistory& units, Day day, Basis basis) {
  ItemState state;
  const std::optional<Day> entered = EntryOf(item);
  if (!entered || day < *entered || !WasCarriedOver(item, units)) return state;
  const Replay replay(item, units, day);
  const ItemEvent* withdrawal = replay.Withdrawal();
  if (withdrawal != nullptr && withdrawal->date < *entered) return state;

  state.entered = true;
  if (item.carried_in) {
    state.origin = ItemState::Origin::kCarriedIn;
  } else if (*item.approval > *item.program_approval) {
    state.origin = ItemState::Origin::kAdded;
  }
  const std::vector<const ItemEvent*> carry_overs = replay.CarryOvers(*entered);
  for (const ItemEvent* event : carry_overs) {
    const ItemEvent::Carry& line = event->carry;
    if (!line.enters || day < std::max(*line.enters, event->date)) continue;
    state.replaced_in.insert(state.replaced_in.end(), line.years.begin(), line.years.end());
  }
  state.last_news = replay.LastNews(*entered);
  if (withdrawal != nullptr) {
    state.withdrawn = true;
    state.leads = replay.LeadsAfter(replay.CountBy(withdrawal->date));
    return state;
  }
  state.leads = replay.LeadsAfter(replay.size());
  state.open_leads = replay.OpenAfter(replay.size());
  state.suspended = replay.Suspended();
  state.milestones = replay.Milestones();
  state.done_on = replay.DoneSince(replay.size());
  // The due date of a done item is frozen as of the day on which it was done, that of a line that
  // was carried over as of that day.
  Day due_on = state.done_on.value_or(day);
  if (!carry_overs.empty()) due_on = std::min(due_on, carry_overs.front()->date);
  state.due = replay.DueOn(due_on, basis);
  return state;
}

}  // namespace tiendo::status
