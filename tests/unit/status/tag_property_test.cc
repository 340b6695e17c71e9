// On random years: asked for one tag, every answer is what it would be if nothing else had been
// recorded.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <chrono>
#include <string>
#include <tuple>
#include <vector>

#include "services/status/domain/attention.h"
#include "services/status/domain/comparison.h"
#include "services/status/domain/due_soon.h"
#include "services/status/domain/duties.h"
#include "services/status/domain/figures.h"
#include "services/status/domain/plans.h"
#include "services/status/domain/statistics.h"
#include "services/status/domain/targets.h"
#include "services/status/index/scan_index.h"
#include "tests/unit/status/facts_builder.h"
#include "tests/unit/status/random_facts.h"
#include "tests/unit/status/random_world.h"
#include "tests/unit/status/supervision_builder.h"

namespace tiendo::status::testing {
namespace {

constexpr int kYear = 2022;

Query QueryFor(const std::string& scope, Day day, const std::string& tag) {
  Query query;
  query.scope = scope;
  query.year = kYear;
  query.as_of = day;
  query.tag = tag;
  query.children = true;
  return query;
}

// Rows of the plain function, of the index and of a comparison.
RC_GTEST_PROP(StatusProperty, ATagIsTheFiguresOfItsItemsAlone, ()) {
  const World world = DrawWorld();
  const World tagged = OnlyTagged(world);
  const UnitHistory history(world.units);
  const ItemPointers all = PointersTo(world.items);
  const ItemPointers alone = PointersTo(tagged.items);
  ScanIndex index;
  index.SetUnits(world.units);
  for (const ItemFact& item : tagged.items) index.Put(item);
  const Day day = DrawDay();
  const Day from = day - std::chrono::days{Draw(0, 200)};
  const UnitTree tree(history, day);
  const UnitTree tree_from(history, from);
  for (const UnitTree::Node& node : tree.nodes()) {
    const std::string& scope = node.unit->id;
    const auto picked = Compute(tree, all, QueryFor(scope, day, kTheme));
    const auto expected = Compute(tree, alone, QueryFor(scope, day, ""));
    RC_ASSERT(picked.ok() && expected.ok());
    RC_ASSERT(picked->rows == expected->rows);
    const auto fast = index.Ask({scope, kYear, day, Basis::kInForce, true});
    RC_ASSERT(fast.has_value());
    RC_ASSERT(picked->rows == *fast);

    const auto compared = Compare({tree_from, all, QueryFor(scope, from, kTheme)},
                                  {tree, all, QueryFor(scope, day, kTheme)});
    const auto compared_alone = Compare({tree_from, alone, QueryFor(scope, from, "")},
                                        {tree, alone, QueryFor(scope, day, "")});
    RC_ASSERT(compared.ok() == compared_alone.ok());
    if (!compared.ok()) continue;
    RC_ASSERT(compared->categories == compared_alone->categories);
    RC_ASSERT(compared->changes == compared_alone->changes);
  }
}

using TargetLine = std::tuple<std::string, std::array<int32_t, kTargetStates>, int32_t, int32_t,
                              std::vector<std::string>>;

std::vector<TargetLine> TargetsOf(const World& world, const UnitTree& tree,
                                  const std::string& scope, Day day, const std::string& tag) {
  const SubjectFacts facts = world.facts();
  const auto categories =
      ComputeTargets(tree, facts.targets, {scope, kYear, day, TargetRules(), tag});
  RC_ASSERT(categories.ok());
  std::vector<TargetLine> out;
  for (const TargetCategory& c : *categories) {
    std::vector<std::string> names;
    for (const TargetRow& row : c.rows) names.push_back(row.target->name);
    out.emplace_back(c.category, c.counts, c.report_missing, c.unattributed, names);
  }
  return out;
}

using DutyLine = std::tuple<std::string, std::string, int, std::vector<std::string>>;

std::vector<DutyLine> DutiesOf(const World& world, const UnitTree& tree, const std::string& scope,
                               Day day, const std::string& tag) {
  const auto rows = HandIns(tree, world.assignments, world.duties, {scope, kYear, day, tag});
  RC_ASSERT(rows.ok());
  std::vector<DutyLine> out;
  for (const DutyRow& row : *rows) {
    std::vector<std::string> names;
    for (const UnitHandIn& unit : row.units) names.push_back(unit.assignment);
    out.emplace_back(row.duty, row.period, row.unattributed, names);
  }
  return out;
}

using EngagementLine =
    std::tuple<std::array<int, 8>, std::vector<std::string>, std::vector<std::string>,
               std::vector<std::string>, DossierCounts, std::vector<std::string>>;

EngagementLine EngagementsOf(const World& world, const UnitTree& tree, const std::string& scope,
                             Day day, const std::string& tag) {
  const auto c = PlansCarriedOut(tree, world.engagements, kYear, scope, day, tag);
  RC_ASSERT(c.ok());
  const auto dossiers =
      DossiersOn(tree, world.engagements, kYear, scope, day, DefaultChecklistSizes(), tag);
  RC_ASSERT(dossiers.ok());
  return {std::array<int, 8>{c->planned, c->within_time, c->due, c->concluded, c->concluded_late,
                             c->overdue_open, c->unplanned, c->unplanned_concluded},
          c->concluded_late_list,
          c->overdue_list,
          c->slow_units,
          dossiers->counts,
          dossiers->incomplete_units};
}

RC_GTEST_PROP(StatusProperty, ATagIsTheTargetsDutiesAndEngagementsThatCarryIt, ()) {
  const World world = DrawWorld();
  const World tagged = OnlyTagged(world);
  const UnitHistory history(world.units);
  for (int i = 0; i < 3; ++i) {
    const Day day = DrawDay();
    const UnitTree tree(history, day);
    for (const UnitTree::Node& node : tree.nodes()) {
      const std::string& scope = node.unit->id;
      RC_ASSERT(TargetsOf(world, tree, scope, day, kTheme) ==
                TargetsOf(tagged, tree, scope, day, ""));
      RC_ASSERT(DutiesOf(world, tree, scope, day, kTheme) ==
                DutiesOf(tagged, tree, scope, day, ""));
      RC_ASSERT(EngagementsOf(world, tree, scope, day, kTheme) ==
                EngagementsOf(tagged, tree, scope, day, ""));
    }
  }
}

RC_GTEST_PROP(StatusProperty, ATagIsTheAttentionToWhatCarriesIt, ()) {
  const World world = DrawWorld();
  const World tagged = OnlyTagged(world);
  const UnitHistory history(world.units);
  const Day day = DrawDay();
  const Day before = day - std::chrono::days{Draw(1, 200)};
  const UnitTree tree(history, day);
  const UnitTree tree_before(history, before);
  const auto list = [&](const World& known, const std::string& scope, const std::string& tag) {
    const SubjectFacts facts = known.facts();
    AttentionQuery query;
    query.query = QueryFor(scope, day, tag);
    query.query.due_soon_days = 10;
    query.query.working_days = WorkingDaysLeft(WorkingDays2022());
    query.kinds = {kAllAttentionKinds.begin(), kAllAttentionKinds.end()};
    query.before = before;
    query.tree_before = &tree_before;
    query.others = &facts;
    query.reminders = &known.reminders;
    query.ladder.agenda_after = 2;
    return AttentionOf(tree, PointersTo(known.items), query);
  };
  for (const UnitTree::Node& node : tree.nodes()) {
    const auto picked = list(world, node.unit->id, kTheme);
    const auto alone = list(tagged, node.unit->id, "");
    RC_ASSERT(picked.ok() == alone.ok());
    if (!picked.ok()) continue;
    RC_ASSERT(picked->totals == alone->totals);
    RC_ASSERT(picked->groups == alone->groups);
    RC_ASSERT(picked->due_soon_complete == alone->due_soon_complete);
    for (const AttentionGroup& group : picked->groups) {
      for (const AttentionEntry& entry : group.entries) {
        RC_ASSERT(entry.kind != SubjectKind::kPlan);
      }
    }
  }
}

RC_GTEST_PROP(StatusProperty, ATagIsTheStatisticsOfWhatCarriesIt, ()) {
  const World world = DrawWorld();
  const World tagged = OnlyTagged(world);
  const UnitHistory history(world.units);
  const Day day = DrawDay();
  const UnitTree tree(history, day);
  StatisticsQuery query;
  query.year = kYear;
  query.day = day;
  query.themes = {kTheme};
  query.ladder.agenda_after = 2;
  if (OneIn(3)) query.from = day - std::chrono::days{Draw(0, 200)};
  for (const UnitTree::Node& node : tree.nodes()) {
    query.scope = node.unit->id;
    query.tag = kTheme;
    const auto picked =
        StatisticsOf(tree, world.facts(), world.reminders, world.find_item(), query);
    query.tag.clear();
    const auto alone =
        StatisticsOf(tree, tagged.facts(), tagged.reminders, tagged.find_item(), query);
    RC_ASSERT(picked.ok() && alone.ok());
    RC_ASSERT(picked->plans == PlanCounts());
    RC_ASSERT(picked->engagements == alone->engagements);
    RC_ASSERT(picked->dossiers == alone->dossiers);
    RC_ASSERT(picked->recommendations == alone->recommendations);
    RC_ASSERT(picked->reminders == alone->reminders);
    RC_ASSERT(picked->units == alone->units);
    RC_ASSERT(picked->themes == alone->themes);
    RC_ASSERT(picked->any_theme == alone->any_theme);
  }
}

}  // namespace
}  // namespace tiendo::status::testing
