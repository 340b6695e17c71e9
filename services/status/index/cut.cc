#include "services/status/index/cut.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "absl/algorithm/container.h"

namespace tiendo::status {
namespace {

using std::chrono::days;

// The owner's part of an item without leads.
constexpr const char* kOwnersPart = "";

// Whether the line is in plan and open on the day.
bool OpenOn(const Line& line, Day day) {
  bool plan = false;
  bool done = false;
  for (const Stretch& stretch : line.stretches) {
    for (const Interval& interval : stretch.intervals) {
      if (day < interval.from || day >= interval.until) continue;
      plan |= interval.column == Column::kPlan;
      done |= interval.column == Column::kDoneTotal;
    }
  }
  return plan && !done;
}

// One sweep through the events in the order in which they are in force.
class Cutter {
 public:
  Cutter(const ItemFact& item, const Lineage& lineage, int not_updated_days)
      : item_(item), lineage_(lineage), patience_(not_updated_days) {
    for (const ItemEvent& event : item.events) {
      if (!event.voided) events_.push_back(event);
    }
    std::stable_sort(events_.begin(), events_.end(), [](const ItemEvent& a, const ItemEvent& b) {
      return a.date != b.date ? a.date < b.date : a.recorded < b.recorded;
    });
    finished_[kOwnersPart] = false;
    NoteParts(item.leads);
    for (const ItemEvent& event : events_) NoteParts(event.leads);
    SetLeads(item.leads);
    due_ = {item.baseline_due, item.baseline_due};
    first_due_ever_ = item.baseline_due;
    in_force_ever_ = item.baseline_due;
  }

  Line Cut() {
    if (!item_.approval || !item_.program_approval) return {};
    begin_ = std::max(*item_.approval, *item_.program_approval);
    at_ = begin_;
    news_ = begin_;
    size_t next = 0;
    while (next < events_.size()) {
      const Day day = events_[next].date;
      EmitUntil(day);
      bool withdrawal = false;
      std::vector<size_t> carried;
      for (; next < events_.size() && events_[next].date == day; ++next) {
        withdrawal |= events_[next].kind == ItemEvent::Kind::kWithdrawn;
        if (events_[next].kind == ItemEvent::Kind::kCarriedOver) carried.push_back(next);
        Apply(events_[next]);
      }
      FreezeDue();
      news_ = std::max(begin_, day);
      if (withdrawal && !done_since_) {
        if (day < begin_) return {};
        Gross(day);
        return std::move(line_);
      }
      if (done_since_ || day < begin_) continue;
      for (const size_t event : carried) HandOver(events_[event]);
    }
    EmitUntil(kForever);
    Gross(std::nullopt);
    return std::move(line_);
  }

 private:
  struct Followed {
    std::vector<std::string> by;
    std::optional<Day> ending;
  };

  void NoteParts(const std::vector<std::string>& leads) {
    for (const std::string& lead : leads) {
      if (lead.empty() || !finished_.try_emplace(lead, false).second) continue;
      followed_[lead] = {lineage_.Followers(lead), lineage_.Ending(lead)};
    }
  }

  void SetLeads(const std::vector<std::string>& leads) {
    leads_.clear();
    for (const std::string& lead : leads) {
      if (!lead.empty() && !Leads(lead)) leads_.push_back(lead);
    }
  }

  static bool Names(const std::vector<std::string>& units, const std::string& unit) {
    return absl::c_linear_search(units, unit);
  }

  bool Leads(const std::string& unit) const { return Names(leads_, unit); }

  bool Follows(const std::string& unit, const std::string& part) const {
    const auto found = followed_.find(part);
    return found != followed_.end() && absl::c_linear_search(found->second.by, unit);
  }

  // Something was left to be carried over: the due date stands still, and where the new line counts
  // in the same year this one ends.
  void HandOver(const ItemEvent& event) {
    carried_over_ = true;
    if (!event.carry.enters) return;
    for (const int year : event.carry.years) {
      line_.handovers.push_back({year, std::max(event.date, *event.carry.enters)});
    }
  }

  void Complete(const ItemEvent& event) {
    for (auto& [part, done] : finished_) {
      if (part != kOwnersPart && !event.parts.empty()) {
        done |= Names(event.parts, part);
      } else if (part == kOwnersPart || part == event.lead) {
        done = true;
      } else if (Follows(event.lead, part)) {
        // A lead that follows another lead speaks for both once the other has ended.
        const bool only_own = Leads(event.lead) && event.date < *followed_.at(part).ending;
        if (!only_own) done = true;
      }
    }
  }

  void Return(const ItemEvent& event) {
    for (auto& [part, done] : finished_) {
      if (part != kOwnersPart && !event.parts.empty()) {
        done &= !Names(event.parts, part);
      } else if (event.lead.empty() || part == kOwnersPart || part == event.lead ||
                 Follows(event.lead, part)) {
        done = false;
      }
    }
  }

  bool AllFinished() const {
    if (leads_.empty()) return finished_.at(kOwnersPart);
    return std::all_of(leads_.begin(), leads_.end(),
                       [this](const std::string& lead) { return finished_.at(lead); });
  }

  void Apply(const ItemEvent& event) {
    switch (event.kind) {
      case ItemEvent::Kind::kCompleted:
        Complete(event);
        break;
      case ItemEvent::Kind::kReturned:
        Return(event);
        break;
      case ItemEvent::Kind::kReassigned:
        SetLeads(event.leads);
        break;
      case ItemEvent::Kind::kExtended:
        if (carried_over_) break;
        in_force_ever_ = event.new_due;
        if (!first_due_ever_) first_due_ever_ = event.new_due;
        break;
      case ItemEvent::Kind::kMilestonesReplaced:
        concrete_ = !event.milestones.empty();
        break;
      case ItemEvent::Kind::kMilestonesAdded:
        concrete_ |= !event.milestones.empty();
        break;
      case ItemEvent::Kind::kMilestonesDone:
      case ItemEvent::Kind::kWithdrawn:
      case ItemEvent::Kind::kCarriedOver:
      case ItemEvent::Kind::kSuspended:
      case ItemEvent::Kind::kResumed:
      case ItemEvent::Kind::kNews:
        break;
    }
    if (!AllFinished()) {
      done_since_.reset();
    } else if (!done_since_) {
      done_since_ = event.date;
    }
  }

  // While the item is open, and on the day on which it is done, the due dates follow what was
  // decided; afterwards they stand still.
  void FreezeDue() {
    const Day today = at_day_;
    if (!done_since_ || *done_since_ == today) due_ = {in_force_ever_, first_due_ever_};
  }

  // The state has been constant on [at_, day): one segment.
  void EmitUntil(Day day) {
    at_day_ = day;
    if (day <= at_) return;
    segment_ = Stretch{Answerable(), {}};
    Add(Column::kPlan, Part::kCommon, at_, day);
    if (leads_.empty()) Add(Column::kUnowned, Part::kCommon, at_, day);
    if (done_since_) {
      Add(Column::kDoneTotal, Part::kCommon, at_, day);
    } else {
      Add(Column::kNotUpdated, Part::kCommon, std::max(at_, news_ + days{patience_ + 1}), day);
      if (!concrete_) Add(Column::kNotConcrete, Part::kCommon, at_, day);
      if (leads_.empty()) Add(Column::kUnownedOpen, Part::kCommon, at_, day);
    }
    AddDue(Part::kInForce, due_[0], day);
    AddDue(Part::kBaseline, due_[1], day);
    line_.stretches.push_back(std::move(segment_));
    at_ = day;
  }

  void AddDue(Part part, const std::optional<Day>& due, Day until) {
    if (!due) {
      Add(Column::kNoDueDate, part, at_, until);
      if (done_since_) Add(Column::kDoneNoDue, part, at_, until);
      return;
    }
    const Day from_due = std::max(at_, *due);
    const Day past_due = *due + days{1};
    Add(Column::kDueToDate, part, from_due, until);
    if (done_since_) {
      Add(Column::kDoneAhead, part, at_, std::min(until, *due));
      Add(Column::kDoneOfDue, part, from_due, until);
      Add(*done_since_ > *due ? Column::kDoneLate : Column::kDoneOnTime, part, at_, until);
      return;
    }
    Add(Column::kInProgress, part, at_, std::min(until, past_due));
    Add(Column::kDueTodayOpen, part, from_due, std::min(until, past_due));
    Add(Column::kOverdueOpen, part, std::max(at_, past_due), until);
  }

  // The gross columns follow the units that answer for the line, also after it was withdrawn.
  void Gross(std::optional<Day> withdrawn) {
    const Column origin = item_.carried_in                            ? Column::kCarriedIn
                          : *item_.approval > *item_.program_approval ? Column::kAdded
                                                                      : Column::kOriginal;
    std::vector<Stretch> gross = line_.stretches;
    for (Stretch& stretch : gross) {
      const Interval plan = stretch.intervals.front();
      stretch.intervals = {{origin, Part::kCommon, plan.from, plan.until}};
    }
    line_.stretches.insert(line_.stretches.end(), gross.begin(), gross.end());
    if (!withdrawn) return;
    line_.stretches.push_back({Answerable(),
                               {{origin, Part::kCommon, *withdrawn, kForever},
                                {Column::kWithdrawn, Part::kCommon, *withdrawn, kForever}}});
  }

  std::vector<std::string> Answerable() const {
    return leads_.empty() ? std::vector<std::string>{item_.program_owner} : leads_;
  }

  void Add(Column column, Part part, Day from, Day until) {
    if (from < until) segment_.intervals.push_back({column, part, from, until});
  }

  const ItemFact& item_;
  const Lineage& lineage_;
  const int patience_;
  std::vector<ItemEvent> events_;
  std::map<std::string, bool> finished_;  // every part there ever is
  std::map<std::string, Followed> followed_;
  std::vector<std::string> leads_;
  std::optional<Day> done_since_;
  std::optional<Day> in_force_ever_;  // last decided, also while done
  std::optional<Day> first_due_ever_;
  std::array<std::optional<Day>, 2> due_;  // in force, baseline
  Day begin_;
  Day at_;      // begin of the segment that is not emitted yet
  Day at_day_;  // date of the events being applied
  Day news_;
  bool concrete_ = false;
  bool carried_over_ = false;
  Stretch segment_;
  Line line_;
};

// Whether the line that this one goes on with had anything left, on one of the days on which it was
// carried over to it.
bool HadSomethingLeft(const ItemFact& item, const Lineage& lineage, int not_updated_days) {
  if (item.carried_from.empty()) return true;
  const ItemFact& old = item.carried_from.front();
  const Line line = CutItem(old, lineage, not_updated_days);
  return std::any_of(old.events.begin(), old.events.end(), [&](const ItemEvent& event) {
    return event.kind == ItemEvent::Kind::kCarriedOver && !event.voided &&
           event.carry.item == item.name && OpenOn(line, event.date);
  });
}

}  // namespace

std::vector<Stretch> Line::In(int year) const {
  Day end = kForever;
  for (const Handover& handover : handovers) {
    if (handover.year == year) end = std::min(end, handover.from);
  }
  if (end == kForever) return stretches;
  std::vector<Stretch> out;
  for (const Stretch& stretch : stretches) {
    Stretch cut{stretch.units, {}};
    for (Interval interval : stretch.intervals) {
      interval.until = std::min(interval.until, end);
      if (interval.from < interval.until) cut.intervals.push_back(interval);
    }
    if (!cut.intervals.empty()) out.push_back(std::move(cut));
  }
  return out;
}

Line CutItem(const ItemFact& item, const Lineage& lineage, int not_updated_days) {
  if (!HadSomethingLeft(item, lineage, not_updated_days)) return {};
  return Cutter(item, lineage, not_updated_days).Cut();
}

}  // namespace tiendo::status
