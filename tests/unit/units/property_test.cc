// Random reorganisations, planned and late, against the rules as status states them: whatever is
// accepted leaves a forest on every day, whatever is refused for the tree's sake would not have,
// and no day before the effective date ever changes.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "common/errors/error.h"
#include "services/status/domain/unit_history.h"
#include "services/status/domain/unit_tree.h"
#include "services/units/domain/day_tree.h"
#include "services/units/domain/history.h"
#include "tests/unit/units/domain_fixture.h"

namespace tiendo::units::testing {
namespace {

const Day kFirst = D("2022-01-01");
constexpr int kDays = 30;

std::vector<status::UnitFact> FactsOf(const std::vector<Unit>& units) {
  std::vector<status::UnitFact> out;
  for (const Unit& unit : units) {
    for (size_t i = 0; i < unit.periods.size(); ++i) {
      status::UnitFact fact;
      fact.id = unit.name;
      fact.side = unit.side == Side::kParty ? status::Side::kParty : status::Side::kGovernment;
      fact.parent = unit.periods[i].parent;
      fact.led_by = unit.periods[i].led_by;
      fact.effective_from = unit.periods[i].from;
      if (i + 1 < unit.periods.size()) {
        fact.effective_to = unit.periods[i + 1].from;
      } else {
        fact.effective_to = unit.effective_to;
        fact.successors = unit.successors;
      }
      out.push_back(std::move(fact));
    }
  }
  return out;
}

// What is wrong with the units on any day, "" for a forest: said by the history of status, and by
// nothing that units itself computes.
std::string Wrong(const std::vector<Unit>& units) {
  const status::UnitHistory history(FactsOf(units));
  std::map<std::string, const Unit*> by_name;
  for (const Unit& unit : units) by_name[unit.name] = &unit;
  auto named = [&](const Unit& unit, const std::string& other, Side side, Day day) -> std::string {
    const auto found = by_name.find(other);
    if (found == by_name.end()) return unit.name + " names none: " + other;
    if (found->second->side != side) return unit.name + " names the other side";
    if (!found->second->InForce(day)) return unit.name + " names one not in force: " + other;
    return "";
  };
  for (const Unit& unit : units) {
    std::string parent;
    std::string led_by;
    for (const Period& p : unit.periods) {
      std::string wrong;
      if (!p.parent.empty() && p.parent != parent) wrong = named(unit, p.parent, unit.side, p.from);
      if (wrong.empty() && !p.led_by.empty() && p.led_by != led_by) {
        wrong = named(unit, p.led_by, Side::kParty, p.from);
      }
      if (!wrong.empty()) return wrong;
      parent = p.parent;
      led_by = p.led_by;
    }
    for (const std::string& s : unit.successors) {
      const std::string wrong = named(unit, s, unit.side, *unit.effective_to);
      if (!wrong.empty()) return wrong;
    }
  }
  for (Day day : history.change_days()) {
    for (const Unit& unit : units) {
      if (!unit.InForce(day)) continue;
      const Period& p = *unit.On(day);
      const std::string at = unit.name + " on " + calendar::FormatIso(day);
      if (!p.parent.empty() && !history.HeirOn(p.parent, day)) return at + " has lost its superior";
      if (!p.led_by.empty() && !history.HeirOn(p.led_by, day)) return at + " has lost its leader";
      std::set<std::string> above;
      for (std::optional<std::string> up = unit.name; up; up = history.SuperiorOn(*up, day)) {
        if (!above.insert(*up).second) return at + " stands below itself";
      }
    }
  }
  return "";
}

// Unit -> superior and leader, as the forest of units has them.
std::map<std::string, std::pair<std::string, std::string>> TreeOf(const std::vector<Unit>& units,
                                                                  Day day) {
  Forest forest;
  for (const Unit& unit : units) forest.Put(RecordOf(unit));
  const DayTree tree(forest, day, [&](int a, int b) { return forest.name(a) < forest.name(b); });
  auto name = [&forest](int unit) {
    return unit == Forest::kNone ? std::string() : forest.name(unit);
  };
  std::map<std::string, std::pair<std::string, std::string>> out;
  for (const TreeNode& node : tree.Walk(Forest::kNone, 0, 1'000'000).nodes) {
    out[forest.name(node.unit)] = {name(tree.parent(node.unit)), name(tree.leader(node.unit))};
  }
  return out;
}

std::map<std::string, std::pair<std::string, std::string>> StatusTreeOf(
    const std::vector<Unit>& units, Day day) {
  const status::UnitHistory history(FactsOf(units));
  const status::UnitTree tree(history, day);
  auto name = [&tree](int node) {
    return node == status::UnitTree::kNone ? std::string() : tree.node(node).unit->id;
  };
  std::map<std::string, std::pair<std::string, std::string>> out;
  for (const status::UnitTree::Node& node : tree.nodes()) {
    out[node.unit->id] = {name(node.parent), name(node.leader)};
  }
  return out;
}

std::string AnyUnit(int units) { return "u" + std::to_string(*rc::gen::inRange(0, units)); }
Day AnyDay() { return kFirst + std::chrono::days(*rc::gen::inRange(0, kDays)); }

// A random decision about u0 … u(n-1).
Decision AnyDecision(int units) {
  Decision decision = Fakes::On(calendar::FormatIso(AnyDay()));
  const int kind = *rc::gen::inRange(0, 10);
  const std::string id = AnyUnit(units);
  if (kind < 6) {
    decision.changes = {Fakes::Change(id, EventKind::kTransferred)};
    UnitEvent& event = decision.changes[0].event;
    if (kind < 4) event.parent = *rc::gen::inRange(0, 5) == 0 ? "" : Named(AnyUnit(units));
    if (kind >= 3) event.led_by = *rc::gen::inRange(0, 4) == 0 ? "" : Named(AnyUnit(units));
  } else if (kind < 7) {
    decision.changes = {Fakes::Change(id, EventKind::kRenamed)};
    decision.changes[0].event.display_name = "Tên " + std::to_string(*rc::gen::inRange(0, 9));
  } else {
    decision.changes = {Fakes::Change(id, EventKind::kDissolved)};
    for (int n = *rc::gen::inRange(0, 3); n > 0; --n) {
      decision.changes[0].event.successors.push_back(Named(AnyUnit(units)));
    }
    if (kind == 9) {
      const std::string other = AnyUnit(units);
      if (other != id) {
        decision.changes.push_back(Fakes::Change(other, EventKind::kDissolved));
        decision.changes[1].event.successors = decision.changes[0].event.successors;
      }
    }
  }
  return decision;
}

// The units as the decision would leave them if nobody looked; nullopt when an event cannot be
// replayed at all.
std::optional<std::vector<Unit>> Forced(Fakes& fakes, const Decision& decision) {
  std::vector<Unit> units = fakes.All();
  for (const Decision::Change& change : decision.changes) {
    for (Unit& unit : units) {
      if (unit.name != change.name) continue;
      std::vector<UnitEvent> events = EventsOf(fakes.events, unit.name).value();
      UnitEvent event = change.event;
      event.name = EventName(unit.name, static_cast<int>(events.size()) + 1);
      event.date = decision.date;
      events.push_back(std::move(event));
      if (!Replay(unit, events).ok()) return std::nullopt;
    }
  }
  return units;
}

int Populate(Fakes& fakes) {
  const int units = *rc::gen::inRange(3, 9);
  for (int i = 0; i < units; ++i) {
    const Side side = *rc::gen::inRange(0, 3) == 0 ? Side::kGovernment : Side::kParty;
    const Day from = kFirst - std::chrono::days(10 - *rc::gen::inRange(0, 12));
    const std::string parent = i == 0 || *rc::gen::inRange(0, 4) == 0 ? "" : AnyUnit(i);
    Unit unit = NewUnit("u" + std::to_string(i), parent, side, calendar::FormatIso(from));
    if (!fakes.Create(unit).ok()) {
      unit.periods.front().parent.clear();
      fakes.Create(unit).IgnoreError();
    }
  }
  return units;
}

RC_GTEST_PROP(Reorganisation, LeavesAForestOnEveryDayAndNeverTouchesThePast, ()) {
  Fakes fakes;
  const int units = Populate(fakes);
  RC_ASSERT(Wrong(fakes.All()) == "");
  int refused = 0;
  for (int step = 0; step < 40; ++step) {
    const std::vector<Unit> before = fakes.All();
    const int64_t revision = fakes.units.revision();
    Day date;
    absl::Status status;
    std::optional<std::vector<Unit>> forced;
    const bool voids = *rc::gen::inRange(0, 8) == 0;
    if (voids) {
      const std::string name = EventName(Named(AnyUnit(units)), *rc::gen::inRange(1, 4));
      const auto event = fakes.events.Get(name).value();
      if (!event) continue;
      date = event->date;
      status = VoidEvent(fakes.stores(), name, "", "ghi nhầm", false).status();
    } else {
      const Decision decision = AnyDecision(units);
      date = decision.date;
      forced = Forced(fakes, decision);
      status = Reorganise(fakes.stores(), decision).status();
    }
    const std::vector<Unit> now = fakes.All();
    if (!status.ok()) {
      ++refused;
      RC_ASSERT(fakes.units.revision() == revision);
      if (errors::Reason(status) == "UNIT_TREE_CONFLICT" && forced) RC_ASSERT(Wrong(*forced) != "");
      continue;
    }
    const std::string wrong = Wrong(now);
    if (!wrong.empty()) RC_FAIL(wrong);
    for (Day day = kFirst - std::chrono::days(12); day < date; day += std::chrono::days(1)) {
      RC_ASSERT(TreeOf(before, day) == TreeOf(now, day));
    }
  }
  RC_CLASSIFY(refused > 10);
  for (Day day = kFirst - std::chrono::days(12); day < kFirst + std::chrono::days(kDays + 1);
       day += std::chrono::days(1)) {
    RC_ASSERT(TreeOf(fakes.All(), day) == StatusTreeOf(fakes.All(), day));
  }
}

}  // namespace
}  // namespace tiendo::units::testing
