#include "services/status/domain/reminded.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "services/status/domain/tags.h"

namespace tiendo::status {
namespace {

// Leads that stand at the unit, themselves or by their heir; "" is the owner's part of an item
// without leads.
std::vector<std::string> PartsAt(const ItemFact& item, const ItemState& state, const UnitTree& tree,
                                 int unit) {
  std::vector<std::string> parts;
  for (const std::string& lead : state.leads) {
    if (tree.Place(lead) == unit) parts.push_back(lead);
  }
  if (state.leads.empty() && tree.Place(item.program_owner) == unit) parts.emplace_back();
  return parts;
}

bool AllDone(const std::vector<std::string>& parts, const ItemState& state) {
  return std::all_of(parts.begin(), parts.end(), [&](const std::string& part) {
    if (part.empty()) return state.leads.empty() && state.done_on.has_value();
    return absl::c_linear_search(state.leads, part) &&
           !absl::c_linear_search(state.open_leads, part);
  });
}

// Which year a subject belongs to, and under which name its reminders are counted.
class Subjects {
 public:
  Subjects(const SubjectFacts& facts, const std::vector<Subject>& subjects, const UnitTree& tree,
           const FindItem& items, const StatisticsQuery& query)
      : items_(items), query_(query) {
    for (const PlanFact& plan : facts.plans) years_[plan.name] = plan.year;
    for (const EngagementFact& e : facts.engagements) years_[e.name] = e.year;
    for (const RecommendationFact& r : facts.recommendations) years_[r.name] = r.year;
    if (facts.assignments != nullptr) {
      for (const auto& [unit, owed] : *facts.assignments) {
        for (const auto& [name, assignment] : owed) {
          const bool once = assignment.year == 0;
          years_[name] =
              once && facts.duties.contains(assignment.duty) ? query.year : assignment.year;
        }
      }
    }
    if (!query.tag.empty()) TakeTags(facts);
    for (const Subject& subject : subjects) {
      const int place = tree.Place(subject.unit);
      for (const std::string& name : subject.reminded_by) meant_[name].emplace(place, &subject);
    }
  }

  // A unit may have been reminded of its plan by the plan's own name.
  const std::string& NameOf(const std::string& subject, int place) const {
    const auto meant = meant_.find(subject);
    if (meant == meant_.end()) return subject;
    const auto there = meant->second.find(place);
    return there == meant->second.end() ? subject : there->second->name;
  }

  // nullopt: it has no year of its own.
  std::optional<bool> IsOfYear(const std::string& subject) const {
    if (const auto found = years_.find(subject); found != years_.end()) {
      return found->second == query_.year;
    }
    // "requirements/2022", "requirements/2022-cells".
    constexpr std::string_view kRequirements = "requirements/";
    if (subject.starts_with(kRequirements)) {
      int year = 0;
      (void)absl::SimpleAtoi(subject.substr(kRequirements.size(), 4), &year);
      return year == query_.year;
    }
    if (const ItemFact* item = items_(subject)) {
      return absl::c_linear_search(item->years, query_.year);
    }
    return std::nullopt;
  }

  // With a tag only what carries it; of what is not known that cannot be said.
  bool IsAskedFor(const std::string& subject) const {
    if (query_.tag.empty()) return true;
    if (const auto found = tags_.find(subject); found != tags_.end()) {
      return Carries(*found->second, query_.tag);
    }
    const ItemFact* item = items_(subject);
    return item != nullptr && Carries(item->tags, query_.tag);
  }

 private:
  void TakeTags(const SubjectFacts& facts) {
    for (const EngagementFact& e : facts.engagements) tags_[e.name] = &e.tags;
    for (const RecommendationFact& r : facts.recommendations) tags_[r.name] = &r.tags;
    for (const TargetFact* target : facts.targets) tags_[target->name] = &target->tags;
    if (facts.assignments == nullptr) return;
    for (const auto& [unit, owed] : *facts.assignments) {
      for (const auto& [name, assignment] : owed) {
        const auto duty = facts.duties.find(assignment.duty);
        if (duty != facts.duties.end()) tags_[name] = &duty->second.tags;
      }
    }
  }

  const FindItem& items_;
  const StatisticsQuery& query_;
  std::map<std::string_view, int> years_;  // of names in the facts
  // With a tag: of all but items.
  std::map<std::string_view, const std::vector<std::string>*> tags_;
  // By name, then by place, the first of those that stand there.
  std::map<std::string, std::map<int, const Subject*>> meant_;
};

// Where the reminder counts: issued in the period, not found to be wrong, at a unit of the scope;
// kNone: nowhere.
int PlaceOf(const ReminderFact& reminder, const UnitTree& tree, int top,
            const StatisticsQuery& query) {
  if (reminder.voided || reminder.issued > query.day) return UnitTree::kNone;
  if (query.from && reminder.issued < *query.from) return UnitTree::kNone;
  const int place = tree.Place(reminder.unit);
  return place != UnitTree::kNone && tree.Counts(place, top) ? place : UnitTree::kNone;
}

// One subject at one unit: its names, and the reminders of the period.
struct Group {
  std::set<std::string> names;
  std::vector<const ReminderFact*> reminders;
};

// What is known of a subject at a unit on the day.
struct Standing {
  bool known = false;
  bool open = false;
  bool all_complied = true;
  std::optional<Day> complied_on;
  std::optional<Day> due;
};

// Of one place. Adds the names that the subject may have been reminded of by.
Standing StandingOf(const std::vector<const Subject*>& subjects, std::set<std::string>& names) {
  Standing out;
  for (const Subject* subject : subjects) {
    names.insert(subject->reminded_by.begin(), subject->reminded_by.end());
    out.known = true;
    out.open = out.open || subject->open;
    out.all_complied = out.all_complied && subject->complied_on.has_value();
    out.complied_on = std::max(out.complied_on, subject->complied_on);
    if (subject->open || !out.due) out.due = subject->due_in_force;
  }
  return out;
}

Standing StandingOf(const ItemFact& item, const UnitTree& tree, int place,
                    const StatisticsQuery& query) {
  Standing out;
  const ItemState state = StateOn(item, tree.history(), query.day, Basis::kInForce);
  // Carried over within the year: nothing is asked of the old line any more.
  if (!state.CountsIn(query.year)) return out;
  const ItemPart part = PartOf(item, tree, place, query.day);
  out.known = true;
  out.open = part.open;
  out.all_complied = part.done_on.has_value();
  out.complied_on = part.done_on;
  out.due = state.due;
  return out;
}

RemindedSubject Judge(const Group& group, const Standing& standing, const UnitTree& tree, int place,
                      RemindersByUnit& reminders, const StatisticsQuery& query) {
  RemindedSubject out;
  out.place = place;
  for (const ReminderFact* reminder : group.reminders) {
    ++(reminder->kind == ReminderFact::Kind::kUrging ? out.urgings : out.notices);
    out.last = std::max(out.last, std::optional(reminder->issued));
  }
  const std::vector<std::string> names(group.names.begin(), group.names.end());
  const RemindersSoFar all = RemindersOf(reminders, names, tree.node(place).unit->id, standing.due);
  using enum RemindedSubject::State;
  if (standing.open) {
    out.state = kOpen;
    out.on_agenda = OnAgenda(all, standing.due, query.day, query.ladder);
  } else if (!standing.known || !standing.all_complied || !standing.complied_on) {
    out.state = kClosed;
  } else if (*standing.complied_on < *all.first) {
    out.state = kAlreadyDone;
  } else {
    out.state = kComplied;
    out.days = static_cast<int>((*standing.complied_on - *all.first).count());
  }
  return out;
}

}  // namespace

ItemPart PartOf(const ItemFact& item, const UnitTree& tree, int unit, Day day) {
  const UnitHistory& units = tree.history();
  const ItemState now = StateOn(item, units, day, Basis::kInForce);
  if (!now.entered || now.withdrawn) return {};
  const std::vector<std::string> parts = PartsAt(item, now, tree, unit);
  if (parts.empty()) return {};
  if (!AllDone(parts, now)) return {.open = true, .done_on = std::nullopt};
  // What is done changes on the days of events only: back to the first of the unbroken run.
  std::set<Day> days;
  for (const ItemEvent& event : item.events) {
    if (!event.voided && event.date <= day) days.insert(event.date);
  }
  ItemPart out;
  for (auto at = days.rbegin(); at != days.rend(); ++at) {
    if (!AllDone(parts, StateOn(item, units, *at, Basis::kInForce))) break;
    out.done_on = *at;
  }
  return out;
}

bool AnyReminded(const UnitTree& tree, int top, const ReminderLedger& ledger,
                 const StatisticsQuery& query) {
  for (const auto& [subject, reminders] : ledger) {
    for (const auto& [name, reminder] : reminders) {
      if (PlaceOf(reminder, tree, top, query) != UnitTree::kNone) return true;
    }
  }
  return false;
}

std::vector<RemindedSubject> RemindedSubjects(const UnitTree& tree, int top,
                                              const SubjectFacts& facts,
                                              const std::vector<Subject>& subjects,
                                              const ReminderLedger& ledger, const FindItem& items,
                                              const StatisticsQuery& query) {
  const Subjects known(facts, subjects, tree, items, query);
  // By name, then by place.
  std::map<std::string, std::map<int, std::vector<const Subject*>>> by_name;
  for (const Subject& subject : subjects) {
    by_name[subject.name][tree.Place(subject.unit)].push_back(&subject);
  }
  std::map<std::pair<std::string, int>, Group> groups;
  for (const auto& [subject, reminders] : ledger) {
    const std::optional<bool> of_year = known.IsOfYear(subject);
    if ((of_year && !*of_year) || !known.IsAskedFor(subject)) continue;
    for (const auto& [name, reminder] : reminders) {
      if (!of_year && calendar::YearOf(reminder.issued) != query.year) continue;
      const int place = PlaceOf(reminder, tree, top, query);
      if (place == UnitTree::kNone) continue;
      Group& group = groups[{known.NameOf(subject, place), place}];
      group.names.insert(subject);
      group.reminders.push_back(&reminder);
    }
  }
  RemindersByUnit by_unit(ledger, tree.history(), query.day);
  std::vector<RemindedSubject> out;
  for (auto& [key, group] : groups) {
    const auto& [subject, place] = key;
    Standing standing;
    if (const auto found = by_name.find(subject); found != by_name.end()) {
      const auto there = found->second.find(place);
      if (there != found->second.end()) standing = StandingOf(there->second, group.names);
    } else if (const ItemFact* item = items(subject)) {
      standing = StandingOf(*item, tree, place, query);
    }
    out.push_back(Judge(group, standing, tree, place, by_unit, query));
  }
  return out;
}

}  // namespace tiendo::status
