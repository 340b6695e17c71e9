// On random trees and histories: figures never contradict themselves, and the index equals them.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "services/status/domain/attention.h"
#include "services/status/domain/comparison.h"
#include "services/status/domain/contributions.h"
#include "services/status/domain/due_soon.h"
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

AttentionQuery AllAttention(const std::string& scope, int year, Day day,
                            const calendar::WorkingCalendar& calendar) {
  AttentionQuery query;
  query.query = QueryFor(scope, year, day, Basis::kInForce);
  query.query.due_soon_days = 10;
  query.query.working_days =
      WorkingDaysLeft(std::make_shared<const calendar::WorkingCalendar>(calendar));
  query.kinds = {kAllAttentionKinds.begin(), kAllAttentionKinds.end()};
  return query;
}

calendar::WorkingCalendar Calendar2022() {
  calendar::CalendarYear year;
  year.year = 2022;
  year.holidays = {D("2022-09-01"), D("2022-09-02")};
  return calendar::WorkingCalendar::Create({year}).value();
}

// The list is what the row counts, in every scope, category and year; also unit by unit.
RC_GTEST_PROP(StatusProperty, AttentionIsWhatTheColumnsCount, ()) {
  const RandomFacts facts = DrawFacts();
  const UnitHistory history(facts.units);
  const ItemPointers items = PointersTo(facts.items);
  const calendar::WorkingCalendar calendar = Calendar2022();
  const Day day = DrawDay();
  const UnitTree tree(history, day);
  for (const UnitTree::Node& node : tree.nodes()) {
    for (const int year : {2022, 2023}) {
      const AttentionQuery query = AllAttention(node.unit->id, year, day, calendar);
      const auto attention = AttentionOf(tree, items, query);
      const auto figures = Compute(tree, items, query.query);
      RC_ASSERT(attention.ok() && figures.ok());
      RC_ASSERT(attention->due_soon_complete || !figures->due_soon_complete);
      std::map<std::pair<AttentionClass, AttentionKind>, std::set<std::string>> listed;
      for (const AttentionGroup& group : attention->groups) {
        std::map<std::pair<AttentionClass, AttentionKind>, int> of_group;
        for (const AttentionEntry& entry : group.entries) {
          RC_ASSERT(!entry.reasons.empty());
          for (const AttentionReason& reason : entry.reasons) {
            const AttentionClass of{entry.kind, entry.category};
            listed[{of, reason.kind}].insert(entry.item.item);
            ++of_group[{of, reason.kind}];
          }
        }
        for (const auto& [key, count] : group.counts) RC_ASSERT(count.now == of_group[key]);
      }
      for (const CategoryRow& row : figures->rows) {
        for (const AttentionKind kind : kAllAttentionKinds) {
          if (!ColumnOf(kind)) continue;
          const AttentionClass of{SubjectKind::kItem, row.category};
          const int32_t counted = row.total.Get(*ColumnOf(kind));
          RC_ASSERT(attention->totals.at({of, kind}).now == counted);
          RC_ASSERT(static_cast<int32_t>(listed[{of, kind}].size()) == counted);
        }
      }
    }
  }
}

// What was there then, with what has come and gone, is what is there now; then is the column of
// that day in its own tree.
RC_GTEST_PROP(StatusProperty, AttentionComparisonsAddUp, ()) {
  const RandomFacts facts = DrawFacts();
  const UnitHistory history(facts.units);
  const ItemPointers items = PointersTo(facts.items);
  const calendar::WorkingCalendar calendar = Calendar2022();
  const Day day = DrawDay();
  const Day before = day - std::chrono::days{*rc::gen::inRange(1, 200)};
  const UnitTree tree(history, day);
  const UnitTree tree_before(history, before);
  for (const UnitTree::Node& node : tree.nodes()) {
    AttentionQuery query = AllAttention(node.unit->id, 2022, day, calendar);
    query.before = before;
    query.tree_before = &tree_before;
    const auto attention = AttentionOf(tree, items, query);
    Query then = query.query;
    then.as_of = before;
    const auto figures = Compute(tree_before, items, then);
    RC_ASSERT(attention.ok() == figures.ok());
    if (!attention.ok()) continue;
    for (const auto& [key, count] : attention->totals) {
      RC_ASSERT(count.now ==
                count.before + count.appeared + count.moved_in - count.resolved - count.moved_out);
    }
    for (const AttentionGroup& group : attention->groups) {
      for (const auto& [key, count] : group.counts) {
        RC_ASSERT(count.now == count.before + count.appeared + count.moved_in - count.resolved -
                                   count.moved_out);
      }
    }
    for (const CategoryRow& row : figures->rows) {
      for (const AttentionKind kind : kAllAttentionKinds) {
        if (!ColumnOf(kind)) continue;
        const AttentionClass of{SubjectKind::kItem, row.category};
        RC_ASSERT(attention->totals.at({of, kind}).before == row.total.Get(*ColumnOf(kind)));
      }
    }
  }
}

// The counts of each side are those of its row, and the flows lead from the one plan to the other,
// also between facts of different knowledge.
RC_GTEST_PROP(StatusProperty, ComparisonsAddUp, ()) {
  const RandomFacts facts = DrawFacts();
  const UnitHistory history(facts.units);
  // On the earlier side some entries are not known yet.
  std::vector<ItemFact> known = facts.items;
  for (ItemFact& item : known) {
    if (!item.events.empty() && *rc::gen::arbitrary<bool>()) item.events.pop_back();
  }
  if (known.size() > 1 && *rc::gen::arbitrary<bool>()) known.pop_back();
  const Day day = DrawDay();
  const Day from = day - std::chrono::days{*rc::gen::inRange(0, 200)};
  const UnitTree tree(history, day);
  const UnitTree tree_from(history, from);
  const ItemPointers items = PointersTo(facts.items);
  const ItemPointers items_from = PointersTo(known);
  for (const UnitTree::Node& node : tree.nodes()) {
    const Query query = QueryFor(node.unit->id, 2022, day, Basis::kInForce);
    const Query before = QueryFor(node.unit->id, 2022, from, Basis::kInForce);
    const auto comparison = Compare({tree_from, items_from, before}, {tree, items, query});
    const auto row_before = Compute(tree_from, items_from, before);
    const auto row_after = Compute(tree, items, query);
    RC_ASSERT(comparison.ok() == row_before.ok());
    if (!comparison.ok()) continue;
    const auto total = [](const Answer& answer, const std::string& category) {
      for (const CategoryRow& row : answer.rows) {
        if (row.category == category) return row.total;
      }
      return Figures();
    };
    for (const CategoryComparison& row : comparison->categories) {
      const PlanFlow& p = row.plan;
      RC_ASSERT(p.after == p.before + p.original + p.added + p.carried_in + p.restored +
                               p.moved_in - p.withdrawn - p.dropped - p.moved_out);
      RC_ASSERT(row.before == total(*row_before, row.category));
      RC_ASSERT(row.after == total(*row_after, row.category));
      int reopened = 0;
      int gone_done = 0;
      for (const ItemChange& change : comparison->changes) {
        if (change.category != row.category) continue;
        const auto has = [&](ChangeKind kind) {
          return std::find(change.kinds.begin(), change.kinds.end(), kind) != change.kinds.end();
        };
        reopened += has(ChangeKind::kReopened) ? 1 : 0;
        const bool gone =
            has(ChangeKind::kWithdrawn) || has(ChangeKind::kDropped) || has(ChangeKind::kMovedOut);
        gone_done += gone && change.before->done_on ? 1 : 0;
      }
      RC_ASSERT(row.after.done_total == row.before.done_total + row.done - reopened - gone_done);
    }
  }
}

RC_GTEST_PROP(StatusProperty, WorkingDaysLeftAreThoseOfTheCalendar, ()) {
  const calendar::WorkingCalendar calendar = Calendar2022();
  const WorkingDaysLeft left(std::make_shared<const calendar::WorkingCalendar>(calendar));
  const Day from = D("2021-12-31") + std::chrono::days{*rc::gen::inRange(0, 365)};
  const Day to = from + std::chrono::days{*rc::gen::inRange(0, 60)};
  const int limit = *rc::gen::inRange(0, 40);
  const std::optional<int> days = left(from, to, limit);
  const auto exact = calendar.CountWorkingDays(from, to);
  if (exact.ok()) {
    RC_ASSERT(days.has_value());
    const bool right = *exact <= limit ? *days == *exact : *days > limit;
    RC_ASSERT(right);
  } else if (days) {
    // Not known in full, but more than the limit already.
    RC_ASSERT(*days > limit);
  } else {
    RC_ASSERT(left.missing_years() == std::set<int>{2023});
  }
}

}  // namespace
}  // namespace tiendo::status::testing
