// On random trees and histories: figures never contradict themselves, and the index equals them.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "services/status/domain/contributions.h"
#include "services/status/domain/figures.h"
#include "services/status/index/scan_index.h"
#include "tests/unit/status/facts_builder.h"
#include "tests/unit/status/random_facts.h"

namespace tiendo::status::testing {
namespace {

std::set<std::string> Ids(const std::vector<UnitFact>& units) {
  std::set<std::string> ids;
  for (const UnitFact& unit : units) ids.insert(unit.id);
  return ids;
}

Query QueryFor(const std::string& scope, int year, Day day, Basis basis) {
  Query query;
  query.scope = scope;
  query.year = year;
  query.as_of = day;
  query.basis = basis;
  query.children = true;
  return query;
}

std::string ShowDifference(const std::vector<CategoryRow>& plain,
                           const std::vector<CategoryRow>& fast) {
  std::string out;
  for (size_t i = 0; i < plain.size() && i < fast.size(); ++i) {
    out += plain[i].category + "\n  total " + Show(plain[i].total) +
           "\n     != " + Show(fast[i].total) + "\n  own " + Show(plain[i].own) +
           "\n   != " + Show(fast[i].own) + "\n  joint " + Show(plain[i].joint) +
           "\n     != " + Show(fast[i].joint) + "\n  unattributed " + Show(plain[i].unattributed) +
           "\n            != " + Show(fast[i].unattributed) + "\n";
  }
  return out;
}

// Every scope, both bases, both years on one day.
void IndexMustEqualFigures(const ScanIndex& index, const UnitHistory& history,
                           const std::vector<ItemFact>& items, Day day) {
  const UnitTree tree(history, day);
  const ItemPointers pointers = PointersTo(items);
  for (const std::string& scope : Ids(history.facts())) {
    for (const Basis basis : {Basis::kInForce, Basis::kBaseline}) {
      for (const int year : {2022, 2023}) {
        const auto plain = Compute(tree, pointers, QueryFor(scope, year, day, basis));
        const auto fast = index.Ask({scope, year, day, basis, true});
        RC_ASSERT(plain.ok() == fast.has_value());
        if (!plain.ok()) continue;
        if (plain->rows != *fast) {
          RC_FAIL(scope + " " + calendar::FormatIso(day) + "\n" +
                  ShowDifference(plain->rows, *fast));
        }
      }
    }
  }
}

RC_GTEST_PROP(StatusProperty, FiguresNeverContradictThemselves, ()) {
  const RandomFacts facts = DrawFacts();
  const UnitHistory history(facts.units);
  const ItemPointers items = PointersTo(facts.items);
  const Day first = DrawDay();
  for (int i = 0; i < 40; ++i) {
    const Day day = first + std::chrono::days{i};
    const UnitTree tree(history, day);
    for (const UnitTree::Node& node : tree.nodes()) {
      const auto answer = Compute(tree, items, QueryFor(node.unit->id, 2022, day, Basis::kInForce));
      RC_ASSERT(answer.ok());
      for (const CategoryRow& row : answer->rows) {
        RC_ASSERT(FailedIdentity(row, false, true) == "");
      }
    }
  }
}

RC_GTEST_PROP(StatusProperty, IndexEqualsFigures, ()) {
  const RandomFacts facts = DrawFacts();
  const UnitHistory history(facts.units);
  ScanIndex index({.not_updated_days = 30, .max_sheets = 3});
  index.SetUnits(facts.units);
  for (const ItemFact& item : facts.items) index.Put(item);
  for (int i = 0; i < 5; ++i) IndexMustEqualFigures(index, history, facts.items, DrawDay());
}

RC_GTEST_PROP(StatusProperty, IndexFollowsChanges, ()) {
  const RandomFacts facts = DrawFacts();
  const UnitHistory history(facts.units);
  const int units = static_cast<int>(Ids(facts.units).size());
  ScanIndex index;
  index.SetUnits(facts.units);
  std::vector<ItemFact> items = facts.items;
  for (const ItemFact& item : items) index.Put(item);
  const Day day = DrawDay();
  IndexMustEqualFigures(index, history, items, day);
  // From here on the changes are in the tail.
  items[0] = DrawItem(0, units);
  index.Put(items[0]);
  items.push_back(DrawItem(100, units));
  index.Put(items.back());
  if (items.size() > 2) {
    index.Remove(items[1].name);
    items.erase(items.begin() + 1);
  }
  IndexMustEqualFigures(index, history, items, day);
  index.Merge();
  RC_ASSERT(index.TailSize() == 0u);
  IndexMustEqualFigures(index, history, items, day);
}

// A transfer that is entered late moves figures from its day on, and none before.
RC_GTEST_PROP(StatusProperty, ATransferLeavesTheDaysBeforeItAlone, ()) {
  const RandomFacts facts = DrawFacts();
  const UnitHistory before(facts.units);
  const ItemPointers items = PointersTo(facts.items);
  // A period of some unit is cut in two. One that ends without successor passes to its last
  // superior, which is another one then: whose completions count for it changes with that.
  std::vector<UnitFact> changed = before.facts();
  const size_t at = *rc::gen::inRange<size_t>(0, changed.size());
  const std::optional<Day> end = changed[at].effective_to;
  const Day transfer = DrawDay();
  RC_PRE(transfer > changed[at].effective_from && (!end || transfer < *end));
  RC_PRE(!end || !changed[at].successors.empty() || *end != before.EndOf(changed[at].id));
  UnitFact second = changed[at];
  second.effective_from = transfer;
  second.parent = changed[*rc::gen::inRange<size_t>(0, changed.size())].id;
  changed[at].effective_to = transfer;
  changed[at].successors.clear();
  changed.push_back(second);
  const UnitHistory after(changed);
  for (const int days : {1, 2, 13, 40, 200}) {
    const Day day = transfer - std::chrono::days{days};
    const UnitTree tree_before(before, day);
    const UnitTree tree_after(after, day);
    for (const UnitTree::Node& node : tree_before.nodes()) {
      const Query query = QueryFor(node.unit->id, 2022, day, Basis::kInForce);
      const auto then = Compute(tree_before, items, query);
      const auto now = Compute(tree_after, items, query);
      RC_ASSERT(then.ok());
      RC_ASSERT(now.ok());
      RC_ASSERT(then->rows == now->rows);
    }
  }
}

RC_GTEST_PROP(StatusProperty, ContributionsAreTheNumber, ()) {
  const RandomFacts facts = DrawFacts();
  const UnitHistory history(facts.units);
  const ItemPointers items = PointersTo(facts.items);
  const Day day = DrawDay();
  const UnitTree tree(history, day);
  for (const UnitTree::Node& node : tree.nodes()) {
    const Query query = QueryFor(node.unit->id, 2022, day, Basis::kBaseline);
    const auto answer = Compute(tree, items, query);
    RC_ASSERT(answer.ok());
    for (const CategoryRow& row : answer->rows) {
      for (const ColumnInfo& info : AllColumns()) {
        const auto list = Contributions(tree, items, query, row.category, info.column);
        RC_ASSERT(list.ok());
        RC_ASSERT(static_cast<int32_t>(list->size()) == row.total.*info.field);
      }
    }
  }
}

}  // namespace
}  // namespace tiendo::status::testing
