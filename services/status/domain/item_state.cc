#include "services/status/domain/item_state.h"

#include <algorithm>
#include <cstddef>
#include <tuple>

namespace tiendo::status {
namespace {

using Kind = ItemEvent::Kind;

std::vector<std::string> Distinct(const std::vector<std::string>& names) {
  std::vector<std::string> out;
  for (const std::string& name : names) {
    if (!name.empty() && std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
  }
  return out;
}

bool Contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
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

  // The withdrawal that is in force: the first on whose day the item was not done.
  const ItemEvent* Withdrawal() const {
    for (const ItemEvent* event : events_) {
      if (event->kind == Kind::kWithdrawn && !DoneAfter(CountBy(event->date))) return event;
    }
    return nullptr;
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
    if (part.empty() || event.lead == part) return true;
    if (!units_.Inherits(event.lead, part)) return false;
    return !Contains(LeadsAfter(i), event.lead) || *units_.EndOf(part) <= event.date;
  }

  bool Reopens(const ItemEvent& event, const std::string& part) const {
    return event.lead.empty() || part.empty() || event.lead == part ||
           units_.Inherits(event.lead, part);
  }

  const ItemFact& item_;
  const UnitHistory& units_;
  std::vector<const ItemEvent*> events_;
};

}  // namespace

ItemState StateOn(const ItemFact& item, const UnitHistory& units, Day day, Basis basis) {
  ItemState state;
  if (!item.approval || !item.program_approval) return state;
  const Day entered = std::max(*item.approval, *item.program_approval);
  if (day < entered) return state;
  const Replay replay(item, units, day);
  const ItemEvent* withdrawal = replay.Withdrawal();
  if (withdrawal != nullptr && withdrawal->date < entered) return state;

  state.entered = true;
  if (item.carried_in) {
    state.origin = ItemState::Origin::kCarriedIn;
  } else if (*item.approval > *item.program_approval) {
    state.origin = ItemState::Origin::kAdded;
  }
  state.last_news = replay.LastNews(entered);
  if (withdrawal != nullptr) {
    state.withdrawn = true;
    state.leads = replay.LeadsAfter(replay.CountBy(withdrawal->date));
    return state;
  }
  state.leads = replay.LeadsAfter(replay.size());
  state.done_on = replay.DoneSince(replay.size());
  // The due date of a done item is frozen as of the day on which it was done.
  state.due = replay.DueOn(state.done_on.value_or(day), basis);
  return state;
}

}  // namespace tiendo::status
