#include "services/programs/domain/lifecycle.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"

namespace tiendo::programs {
namespace {

std::vector<std::string> Distinct(const std::vector<std::string>& units) {
  std::vector<std::string> out;
  for (const std::string& unit : units) {
    if (!unit.empty() && !absl::c_linear_search(out, unit)) out.push_back(unit);
  }
  return out;
}

// Those that an event is about: `parts`, or of an event without them the lead that it names.
std::vector<std::string> PartsOf(const ItemEvent& event) {
  if (!event.parts.empty()) return event.parts;
  if (event.lead.empty()) return {};
  return {event.lead};
}

Instant RecordedAt(const ItemEvent& event) {
  return event.stamp.revision == 0 ? Instant::max() : event.stamp.create_time;
}

// One sweep through the events in the order in which they are in force.
class Sweep {
 public:
  explicit Sweep(const Entry& entry) : entry_(entry) {
    out_.leads = Distinct(entry.leads);
    out_.coordinators = entry.coordinators;
  }

  Present Run(const std::vector<const ItemEvent*>& events) {
    size_t next = 0;
    while (next < events.size() && !out_.withdrawal_date) {
      const Day day = events[next]->date;
      bool withdrawal = false;
      for (; next < events.size() && events[next]->date == day; ++next) {
        withdrawal |= events[next]->kind == EventKind::kWithdrawn;
        Take(*events[next]);
      }
      // On the same day done wins (rule 7).
      if (withdrawal && !out_.result_date) out_.withdrawal_date = day;
    }
    if (!out_.approval_date) return Draft();
    SetDueDates(events);
    out_.last_news_date = events.back()->date;
    out_.state = State();
    return std::move(out_);
  }

 private:
  Present Draft() const {
    Present draft;
    draft.leads = Distinct(entry_.leads);
    draft.coordinators = entry_.coordinators;
    draft.baseline_due_date = draft.due_date = entry_.due_date;
    return draft;
  }

  void Take(const ItemEvent& event) {
    Apply(event);
    if (!AllFinished()) {
      out_.result_date.reset();
    } else if (!out_.result_date) {
      out_.result_date = event.date;
      out_.suspended = false;
    }
  }

  void Apply(const ItemEvent& event) {
    switch (event.kind) {
      case EventKind::kIssued:
      case EventKind::kCarriedIn:
        out_.approval_date = event.date;
        out_.carried_from = event.item;
        break;
      case EventKind::kCompleted:
        Finish(event);
        break;
      case EventKind::kReturned:
        Reopen(event);
        break;
      case EventKind::kAppraised:
        Accept(event);
        break;
      case EventKind::kAccepted:
        Respond(event, Response::kAccepted);
        break;
      case EventKind::kRefused:
        Respond(event, Response::kRefused);
        break;
      case EventKind::kProgress:
        started_ = true;
        if (event.percent) out_.progress_percent = event.percent;
        break;
      case EventKind::kSuspended:
      case EventKind::kResumed:
        out_.suspended = event.kind == EventKind::kSuspended;
        break;
      case EventKind::kCarriedOver:
        out_.carry_over_date = event.date;
        out_.carried_to = event.item;
        break;
      case EventKind::kReassigned:
        out_.leads = Distinct(event.leads);
        out_.coordinators = event.coordinators;
        break;
      case EventKind::kMilestonesAdded:
        for (const Milestone& m : event.milestones) AddMilestone(m);
        break;
      case EventKind::kMilestonesReplaced:
        out_.milestones = event.milestones;
        break;
      case EventKind::kMilestoneDone:
        for (const Milestone& m : event.milestones) CompleteMilestone(m);
        break;
      case EventKind::kExtended:
      case EventKind::kWithdrawn:
        break;
    }
  }

  void Finish(const ItemEvent& event) {
    started_ = true;
    std::vector<std::string> parts = PartsOf(event);
    parts.emplace_back(kWholeItem);
    for (const std::string& part : parts) {
      // Finished again without a return: the first date stands (rule 6).
      out_.finished.try_emplace(
          part, Part{event.date, event.reported_date, event.accepted_date, event.document});
    }
  }

  void Reopen(const ItemEvent& event) {
    started_ = true;
    out_.suspended = false;
    if (event.lead.empty()) {
      out_.finished.clear();
      return;
    }
    out_.finished.erase(kWholeItem);
    for (const std::string& part : PartsOf(event)) out_.finished.erase(part);
  }

  void Accept(const ItemEvent& event) {
    const std::vector<std::string> parts = PartsOf(event);
    for (auto& [unit, part] : out_.finished) {
      const bool meant = parts.empty() || absl::c_linear_search(parts, unit);
      if (meant && !part.accepted_date) part.accepted_date = event.date;
    }
  }

  void Respond(const ItemEvent& event, Response response) {
    if (!event.lead.empty()) {
      out_.responses[event.lead] = response;
      return;
    }
    for (const std::string& part : Parts()) out_.responses[part] = response;
  }

  void AddMilestone(const Milestone& added) {
    if (Find(added.id) == out_.milestones.end()) out_.milestones.push_back(added);
  }

  void CompleteMilestone(const Milestone& done) {
    if (auto found = Find(done.id); found != out_.milestones.end()) {
      found->done_date = done.done_date;
    }
  }

  std::vector<Milestone>::iterator Find(const std::string& id) {
    return std::ranges::find(out_.milestones, id, &Milestone::id);
  }

  // Who answers: the leads in force, or the item itself.
  std::vector<std::string> Parts() const {
    return out_.leads.empty() ? std::vector<std::string>{kWholeItem} : out_.leads;
  }

  bool AllFinished() const {
    return std::ranges::all_of(
        Parts(), [this](const std::string& part) { return out_.finished.contains(part); });
  }

  bool AnyRefused() const {
    return std::ranges::any_of(Parts(), [this](const std::string& part) {
      auto found = out_.responses.find(part);
      return found != out_.responses.end() && found->second == Response::kRefused;
    });
  }

  bool AllAccepted() const {
    return std::ranges::all_of(Parts(), [this](const std::string& part) {
      auto found = out_.responses.find(part);
      return found != out_.responses.end() && found->second == Response::kAccepted;
    });
  }

  void SetDueDates(const std::vector<const ItemEvent*>& events) {
    // The due dates of a done item stand still from the day it was done.
    const Day last = out_.withdrawal_date.value_or(out_.result_date.value_or(calendar::kLastDay));
    out_.due_date = out_.baseline_due_date = entry_.due_date;
    for (const ItemEvent* event : events) {
      if (event->date > last) break;
      if (event->kind != EventKind::kExtended && event->kind != EventKind::kCarriedIn) continue;
      out_.due_date = event->new_due_date;
      if (!out_.baseline_due_date) out_.baseline_due_date = event->new_due_date;
    }
  }

  ItemState State() const {
    if (out_.withdrawal_date) return ItemState::kWithdrawn;
    if (out_.result_date) return ItemState::kCompleted;
    if (out_.carry_over_date) return ItemState::kCarriedOver;
    if (out_.suspended) return ItemState::kSuspended;
    if (AnyRefused()) return ItemState::kRefused;
    if (started_) return ItemState::kInProgress;
    return AllAccepted() ? ItemState::kAccepted : ItemState::kIssued;
  }

  const Entry& entry_;
  Present out_;
  bool started_ = false;  // work was reported
};

// The day on which the last of the results was accepted.
std::optional<Day> AllAcceptedOn(const Present& present) {
  if (!present.result_date) return std::nullopt;
  std::optional<Day> last;
  std::vector<std::string> parts = present.leads;
  if (parts.empty()) parts.emplace_back(kWholeItem);
  for (const std::string& unit : parts) {
    const Part& part = present.finished.find(unit)->second;
    if (!part.accepted_date) return std::nullopt;
    if (!last || *last < *part.accepted_date) last = part.accepted_date;
  }
  return last;
}

}  // namespace

std::vector<const ItemEvent*> InOrder(std::span<const ItemEvent> events, Day until) {
  std::vector<const ItemEvent*> out;
  for (const ItemEvent& event : events) {
    if (!event.voided && event.date <= until) out.push_back(&event);
  }
  std::ranges::sort(out, [](const ItemEvent* a, const ItemEvent* b) {
    return std::tuple(a->date, RecordedAt(*a), std::string_view(a->name)) <
           std::tuple(b->date, RecordedAt(*b), std::string_view(b->name));
  });
  return out;
}

Present Replay(const Entry& entry, std::span<const ItemEvent> events, Day until) {
  return Sweep(entry).Run(InOrder(events, until));
}

Entry EntryOf(const Item& item) {
  if (item.entry) return *item.entry;
  Entry entry;
  for (const Lead& lead : item.leads) entry.leads.push_back(lead.unit);
  entry.coordinators = item.coordinators;
  entry.due_date = item.baseline_due_date;
  return entry;
}

void Restate(const Present& present, Item& item) {
  item.leads.clear();
  for (const std::string& unit : present.leads) {
    Lead lead{unit};
    if (auto found = present.finished.find(unit); found != present.finished.end()) {
      const Part& part = found->second;
      lead = {unit, part.result_date, part.reported_date, part.accepted_date, part.document};
    }
    item.leads.push_back(std::move(lead));
  }
  item.coordinators = present.coordinators;
  item.approval_date = present.approval_date;
  item.baseline_due_date = present.baseline_due_date;
  item.due_date = present.due_date;
  item.state = present.state;
  item.result_date = present.result_date;
  item.withdrawal_date = present.withdrawal_date;
  item.accepted_date = AllAcceptedOn(present);
  item.carry_over_date = present.carry_over_date;
  item.last_news_date = present.last_news_date;
  item.progress_percent = present.progress_percent;
  item.milestones = present.milestones;
  item.carried_from = present.carried_from;
  item.carried_to = present.carried_to;
}

}  // namespace tiendo::programs
