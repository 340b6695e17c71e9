// Random trees, assignments, plans, engagements, recommendations and reminders: attention and
// statistics against a plain model that goes through everything for every question.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "services/status/domain/attention.h"
#include "services/status/domain/due_soon.h"
#include "services/status/domain/statistics.h"
#include "tests/unit/status/facts_builder.h"
#include "tests/unit/status/random_world.h"
#include "tests/unit/status/supervision_builder.h"

namespace tiendo::status::testing {
namespace {

// What a unit was reminded of, the plain way.
int CountOf(const World& world, const UnitHistory& history, const std::vector<std::string>& names,
            const std::string& unit, Day day,
            const std::function<bool(const ReminderFact&)>& counts) {
  int n = 0;
  for (const auto& [subject, reminders] : world.reminders) {
    if (std::find(names.begin(), names.end(), subject) == names.end()) continue;
    for (const auto& [name, reminder] : reminders) {
      if (reminder.voided || reminder.issued > day) continue;
      n += history.HeirOn(reminder.unit, day) == unit && counts(reminder) ? 1 : 0;
    }
  }
  return n;
}

// Everything that is open at the end of a day: (subject, unit as given) with where it stands.
struct Open {
  SubjectKind kind;
  std::string name;
  std::string given;
  std::vector<std::string> names;
  std::string stands;
  std::optional<Day> due;
};

std::vector<Open> OpenOn(const World& world, const UnitTree& tree, int year, Day day) {
  std::vector<Open> out;
  const auto add = [&](Open open) {
    const int place = tree.Place(open.given);
    if (place == UnitTree::kNone) return;
    open.stands = tree.node(place).unit->id;
    out.push_back(std::move(open));
  };
  if (year == 2022) {
    const auto plans = RequiredPlans(tree.history(), world.requirements, world.plans, day);
    for (const RequiredPlan& plan : plans) {
      const bool waits = plan.state == RequiredPlan::State::kWaiting ||
                         plan.state == RequiredPlan::State::kNotIssued;
      std::vector<std::string> names = {plan.requirement};
      for (const PlanFact& fact : world.plans) {
        if (fact.unit == plan.unit && fact.year == 2022) names.push_back(fact.name);
      }
      if (waits) add({SubjectKind::kPlan, plan.requirement, plan.unit, names, "", plan.deadline});
    }
  }
  for (const auto& [unit, owed] : world.assignments) {
    for (const auto& [name, assignment] : owed) {
      const bool of_year = assignment.year == 0 || assignment.year == year;
      if (!of_year || !world.duties.contains(assignment.duty) || assignment.assigned > day)
        continue;
      const HandIn hand_in = HandInOn(assignment, day);
      if (!hand_in.submitted) {
        add({SubjectKind::kAssignment, name, unit, {name}, "", hand_in.deadline});
      }
    }
  }
  for (const EngagementFact& e : world.engagements) {
    if (e.year != year || !e.planned || (e.concluded_on && *e.concluded_on <= day)) continue;
    bool removed = false;
    for (const ScheduleFact& change : e.changes) {
      removed = removed || (change.removed && change.approved_on <= day &&
                            (!e.concluded_on || change.approved_on < *e.concluded_on));
    }
    if (!removed) {
      add({SubjectKind::kEngagement, e.name, e.unit, {e.name}, "", DueOn(e, day)});
    }
  }
  for (const RecommendationFact& r : world.recommendations) {
    if (r.year != year || !r.concluded_on || *r.concluded_on > day) continue;
    const bool answered = std::any_of(
        r.events.begin(), r.events.end(),
        [&](const RecommendationEvent& event) { return !event.voided && event.date <= day; });
    if (!answered) add({SubjectKind::kRecommendation, r.name, r.unit, {r.name}, "", r.deadline});
  }
  for (const ItemFact& item : world.items) {
    if (std::find(item.years.begin(), item.years.end(), year) == item.years.end()) continue;
    const ItemState state = StateOn(item, tree.history(), day, Basis::kInForce);
    if (!state.entered || state.withdrawn || state.done_on || !state.CountsIn(year)) continue;
    std::set<std::string> at;
    for (const std::string& lead : state.open_leads) {
      if (const int place = tree.Place(lead); place != UnitTree::kNone) {
        at.insert(tree.node(place).unit->id);
      }
    }
    if (state.leads.empty()) at.insert(item.program_owner);
    for (const std::string& unit : at) {
      add({SubjectKind::kItem, item.name, unit, {item.name}, "", state.due});
    }
  }
  return out;
}

AttentionQuery QueryFor(const std::string& scope, int year, Day day, const SubjectFacts& facts,
                        const World& world) {
  AttentionQuery query;
  query.query.scope = scope;
  query.query.year = year;
  query.query.as_of = day;
  query.query.due_soon_days = 10;
  query.query.working_days = WorkingDaysLeft(WorkingDays2022());
  query.kinds = {kAllAttentionKinds.begin(), kAllAttentionKinds.end()};
  query.others = &facts;
  query.reminders = &world.reminders;
  query.ladder.agenda_after = 2;
  return query;
}

using Row = std::tuple<AttentionKind, SubjectKind, std::string, std::string>;

// Kind, subject and the unit where it stands; once for each unit that an heir answers for.
std::multiset<Row> ListedOf(const Attention& attention) {
  std::multiset<Row> out;
  for (const AttentionGroup& group : attention.groups) {
    for (const AttentionEntry& entry : group.entries) {
      for (const AttentionReason& reason : entry.reasons) {
        if (reason.kind == AttentionKind::kEscalated ||
            reason.kind == AttentionKind::kUnexplained ||
            reason.kind == AttentionKind::kUnacknowledged ||
            (reason.kind == AttentionKind::kOverdue && entry.kind != SubjectKind::kItem)) {
          out.insert({reason.kind, entry.kind, entry.item.item, group.unit});
        }
      }
    }
  }
  return out;
}

std::multiset<Row> ExpectedOf(const World& world, const UnitTree& tree, int scope, int year,
                              Day day) {
  std::multiset<Row> out;
  const UnitHistory& history = tree.history();
  for (const Open& open : OpenOn(world, tree, year, day)) {
    if (!tree.Counts(tree.Find(open.stands), scope)) continue;
    const auto add = [&](AttentionKind kind) {
      out.insert({kind, open.kind, open.name, open.stands});
    };
    const auto count = [&](const std::function<bool(const ReminderFact&)>& counts) {
      return CountOf(world, history, open.names, open.stands, day, counts);
    };
    const bool overdue = open.due && *open.due < day;
    if (overdue && open.kind != SubjectKind::kItem) add(AttentionKind::kOverdue);
    const auto by = [day](std::optional<Day> date) { return date && *date <= day; };
    if (overdue && count([&](const ReminderFact& r) {
                     return r.kind == ReminderFact::Kind::kUrging && r.issued > *open.due;
                   }) >= 3) {
      add(AttentionKind::kEscalated);
    }
    if (count([&](const ReminderFact& r) {
          return r.explain_by && *r.explain_by < day && !by(r.explained_on);
        }) > 0) {
      add(AttentionKind::kUnexplained);
    }
    if (count([&](const ReminderFact& r) {
          return r.acknowledge_by && *r.acknowledge_by < day && !by(r.acknowledged_on) &&
                 !by(r.explained_on);
        }) > 0) {
      add(AttentionKind::kUnacknowledged);
    }
  }
  return out;
}

RC_GTEST_PROP(SupervisionProperty, AttentionIsWhatThePlainModelFinds, ()) {
  const World world = DrawWorld();
  const SubjectFacts facts = world.facts();
  const UnitHistory history(world.units);
  const ItemPointers items = PointersTo(world.items);
  for (int i = 0; i < 3; ++i) {
    const Day day = DrawDay();
    const UnitTree tree(history, day);
    for (int scope = 0; scope < static_cast<int>(tree.nodes().size()); ++scope) {
      const AttentionQuery query = QueryFor(tree.node(scope).unit->id, 2022, day, facts, world);
      const auto attention = AttentionOf(tree, items, query);
      RC_ASSERT(attention.ok());
      RC_ASSERT(ListedOf(*attention) == ExpectedOf(world, tree, scope, 2022, day));
      // As many as the figures of supervision say.
      const auto count = [&](SubjectKind kind) {
        const auto found = attention->totals.find({{kind, ""}, AttentionKind::kOverdue});
        return found == attention->totals.end() ? 0 : found->second.now;
      };
      RC_ASSERT(
          count(SubjectKind::kPlan) ==
          PlansDrawnUp(tree, facts.requirements, facts.plans, query.query.scope, day)->not_issued);
      RC_ASSERT(
          count(SubjectKind::kEngagement) ==
          PlansCarriedOut(tree, facts.engagements, 2022, query.query.scope, day)->overdue_open);
    }
  }
}

RC_GTEST_PROP(SupervisionProperty, WhatHasComeAndGoneAddsUp, ()) {
  const World world = DrawWorld();
  const SubjectFacts facts = world.facts();
  const UnitHistory history(world.units);
  const ItemPointers items = PointersTo(world.items);
  const Day day = DrawDay();
  const Day before = day - std::chrono::days{Draw(1, 200)};
  const UnitTree tree(history, day);
  const UnitTree tree_before(history, before);
  for (const UnitTree::Node& node : tree.nodes()) {
    AttentionQuery query = QueryFor(node.unit->id, 2022, day, facts, world);
    query.before = before;
    query.tree_before = &tree_before;
    const auto compared = AttentionOf(tree, items, query);
    AttentionQuery then = QueryFor(node.unit->id, 2022, before, facts, world);
    const auto alone = AttentionOf(tree_before, items, then);
    RC_ASSERT(compared.ok() == alone.ok());
    if (!compared.ok()) continue;
    for (const auto& [key, count] : compared->totals) {
      RC_ASSERT(count.now ==
                count.before + count.appeared + count.moved_in - count.resolved - count.moved_out);
      const auto found = alone->totals.find(key);
      RC_ASSERT(count.before == (found == alone->totals.end() ? 0 : found->second.now));
    }
  }
}

// The dossiers of a unit's concluded engagements, document by document.
DossierCounts DossiersOf(const World& world, const UnitTree& tree, int scope, Day day,
                         const std::string& tag) {
  DossierCounts out;
  for (const EngagementFact& e : world.engagements) {
    const bool tagged = tag.empty() || std::count(e.tags.begin(), e.tags.end(), tag) > 0;
    const std::optional<std::string> heir = tree.history().HeirOn(e.unit, day);
    const int place = heir ? tree.Find(*heir) : UnitTree::kNone;
    if (e.year != 2022 || !tagged || place == UnitTree::kNone) continue;
    if (!tree.Counts(place, scope)) continue;
    if (!e.concluded_on || day < *e.concluded_on) continue;
    int missing = e.dossier.empty() ? (e.kind == "THEMATIC_INSPECTION" ? 12 : 3) : 0;
    const int required = e.dossier.empty() ? missing : static_cast<int>(e.dossier.size());
    for (const std::optional<Day>& filed : e.dossier) missing += filed && *filed <= day ? 0 : 1;
    if (!e.planned) {
      out.unplanned_incomplete += missing > 0 ? 1 : 0;
      continue;
    }
    bool removed = false;
    for (const ScheduleFact& change : e.changes) {
      removed = removed || (change.removed && change.approved_on <= day &&
                            change.approved_on < *e.concluded_on);
    }
    if (removed) continue;
    ++out.concluded;
    out.complete += missing == 0 ? 1 : 0;
    out.incomplete += missing == 0 ? 0 : 1;
    out.documents_required += required;
    out.documents_present += required - missing;
  }
  return out;
}

RC_GTEST_PROP(SupervisionProperty, R35DossiersAreWhatThePlainModelFinds, ()) {
  const World world = DrawWorld();
  const SubjectFacts facts = world.facts();
  const UnitHistory history(world.units);
  const Day day = DrawDay();
  const UnitTree tree(history, day);
  for (int scope = 0; scope < static_cast<int>(tree.nodes().size()); ++scope) {
    StatisticsQuery query;
    query.scope = tree.node(scope).unit->id;
    query.year = 2022;
    query.day = day;
    for (const std::string tag : {"", kTheme}) {
      const DossierCounts expected = DossiersOf(world, tree, scope, day, tag);
      const auto found =
          DossiersOn(tree, world.engagements, 2022, query.scope, day, query.checklists, tag);
      RC_ASSERT(found.ok());
      RC_ASSERT(found->counts == expected);
      RC_ASSERT(found->incomplete_units.empty() == (expected.incomplete == 0));
      query.tag = tag;
      const auto statistics = StatisticsOf(tree, facts, world.reminders, world.find_item(), query);
      RC_ASSERT(statistics.ok());
      RC_ASSERT(statistics->dossiers == expected);
      std::vector<std::string> incomplete;
      for (const UnitStatistics& unit : statistics->units) {
        if (unit.dossiers.incomplete > 0) incomplete.push_back(unit.unit);
      }
      std::sort(incomplete.begin(), incomplete.end());
      RC_ASSERT(found->incomplete_units == incomplete);
    }
  }
}

RC_GTEST_PROP(SupervisionProperty, RemindersAloneAreThoseOfTheStatistics, ()) {
  const World world = DrawWorld();
  const SubjectFacts facts = world.facts();
  const UnitHistory history(world.units);
  const Day day = DrawDay();
  const UnitTree tree(history, day);
  for (const UnitTree::Node& node : tree.nodes()) {
    StatisticsQuery query;
    query.scope = node.unit->id;
    query.year = OneIn(4) ? 2023 : 2022;
    query.day = day;
    query.ladder.agenda_after = 2;
    if (OneIn(3)) query.tag = kTheme;
    const auto all = StatisticsOf(tree, facts, world.reminders, world.find_item(), query);
    const auto alone = RemindersCounted(tree, facts, world.reminders, world.find_item(), query);
    RC_ASSERT(all.ok() && alone.ok());
    RC_ASSERT(all->reminders == *alone);
  }
}

RC_GTEST_PROP(SupervisionProperty, StatisticsNeverContradictThemselves, ()) {
  const World world = DrawWorld();
  const SubjectFacts facts = world.facts();
  const UnitHistory history(world.units);
  const Day day = DrawDay();
  const UnitTree tree(history, day);
  for (const UnitTree::Node& node : tree.nodes()) {
    StatisticsQuery query;
    query.scope = node.unit->id;
    query.year = 2022;
    query.day = day;
    query.themes = {kTheme, "theme/tieu-cuc"};
    query.ladder.agenda_after = 2;
    if (OneIn(3)) query.from = day - std::chrono::days{Draw(0, 200)};
    if (OneIn(3)) query.tag = kTheme;
    const auto statistics = StatisticsOf(tree, facts, world.reminders, world.find_item(), query);
    RC_ASSERT(statistics.ok());
    RC_ASSERT(FailedIdentity(*statistics) == "");
    if (query.from || !query.tag.empty()) continue;
    // Every reminder of the year whose unit stands in the scope, once.
    std::map<std::string, int> years = {{"requirements/2023", 2023}};
    for (const auto& x : world.requirements) years[x.name] = x.year;
    for (const auto& x : world.plans) years[x.name] = x.year;
    for (const auto& x : world.engagements) years[x.name] = x.year;
    for (const auto& x : world.recommendations) years[x.name] = x.year;
    for (const auto& [unit, owed] : world.assignments) {
      for (const auto& [name, x] : owed) {
        years[name] = x.year == 0 && world.duties.contains(x.duty) ? 2022 : x.year;
      }
    }
    int reminders = 0;
    for (const auto& [subject, of_subject] : world.reminders) {
      for (const auto& [name, reminder] : of_subject) {
        if (reminder.voided || reminder.issued > day) continue;
        bool of_year = calendar::YearOf(reminder.issued) == 2022;
        if (years.contains(subject)) of_year = years.at(subject) == 2022;
        if (const ItemFact* item = world.find_item()(subject)) {
          of_year = std::count(item->years.begin(), item->years.end(), 2022) > 0;
        }
        const int place = tree.Place(reminder.unit);
        const bool here = place != UnitTree::kNone && tree.Counts(place, tree.Find(query.scope));
        reminders += of_year && here ? 1 : 0;
      }
    }
    RC_ASSERT(statistics->reminders.reminders == reminders);
    RC_ASSERT(statistics->plans.not_issued ==
              PlansDrawnUp(tree, facts.requirements, facts.plans, query.scope, day)->not_issued);
  }
}

// What is open and was reminded of is in both lists.
RC_GTEST_PROP(SupervisionProperty, TheAgendaOfAttentionIsThatOfTheStatistics, ()) {
  const World world = DrawWorld();
  const SubjectFacts facts = world.facts();
  const UnitHistory history(world.units);
  const ItemPointers items = PointersTo(world.items);
  const Day day = DrawDay();
  const UnitTree tree(history, day);
  for (const UnitTree::Node& node : tree.nodes()) {
    AttentionQuery asked = QueryFor(node.unit->id, 2022, day, facts, world);
    asked.kinds = {AttentionKind::kEscalated};
    const auto attention = AttentionOf(tree, items, asked);
    StatisticsQuery query;
    query.scope = node.unit->id;
    query.year = 2022;
    query.day = day;
    query.ladder = asked.ladder;
    const auto statistics = StatisticsOf(tree, facts, world.reminders, world.find_item(), query);
    RC_ASSERT(attention.ok() && statistics.ok());
    std::set<std::pair<std::string, std::string>> listed;
    for (const AttentionGroup& group : attention->groups) {
      for (const AttentionEntry& entry : group.entries) {
        listed.insert({entry.item.item, group.unit});
      }
    }
    RC_ASSERT(statistics->reminders.on_agenda == static_cast<int>(listed.size()));
  }
}

}  // namespace
}  // namespace tiendo::status::testing
