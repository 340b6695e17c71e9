// The domain of units on repositories in memory.
#ifndef TIENDO_TESTS_UNIT_UNITS_DOMAIN_FIXTURE_H_
#define TIENDO_TESTS_UNIT_UNITS_DOMAIN_FIXTURE_H_

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/units/domain/forest.h"
#include "services/units/domain/reorganise.h"
#include "services/units/domain/units_manager.h"
#include "tests/fakes/fake_repository.h"

namespace tiendo::units::testing {

inline Day D(const std::string& iso) { return calendar::ParseIsoDay(iso).value(); }

class FakeUnits final : public UnitRepository {
 public:
  absl::StatusOr<std::optional<Unit>> Get(std::string_view name) override {
    return rows_.Get(name);
  }
  absl::StatusOr<std::vector<Unit>> List(std::string_view prefix, std::string_view after,
                                         int limit) override {
    return rows_.List(prefix, after, limit);
  }
  absl::Status Put(Unit& unit) override {
    for (const Reference& r : ReferencesOf(unit)) {
      auto [it, added] = references_.emplace(std::pair(r.key, unit.name), r.last);
      if (!added) it->second = std::max(it->second, r.last);
    }
    return rows_.Put(unit);
  }
  absl::StatusOr<std::vector<std::string>> Referrers(std::string_view key, Day from,
                                                     std::string_view after, int limit) override {
    std::vector<std::string> out;
    for (auto it = references_.lower_bound({std::string(key), std::string(after)});
         it != references_.end() && it->first.first == key &&
         out.size() < static_cast<size_t>(limit);
         ++it) {
      if (it->second >= from && it->first.second != after) out.push_back(it->first.second);
    }
    return out;
  }
  int64_t revision() const { return rows_.revision(); }

 private:
  tiendo::testing::FakeRepository<Unit> rows_;
  std::map<std::pair<std::string, std::string>, Day> references_;
};

inline std::string Named(const std::string& id) { return id.empty() ? "" : "units/" + id; }

inline Unit NewUnit(const std::string& id, const std::string& parent, Side side,
                    const std::string& from = "2020-01-01", const std::string& led_by = "") {
  Unit unit;
  unit.name = Named(id);
  unit.side = side;
  unit.kind = side == Side::kParty ? Kind::kGrassrootsCell : Kind::kDivision;
  unit.effective_from = D(from);
  unit.periods.front().from = unit.effective_from;
  unit.periods.front().display_name = "Đơn vị " + id;
  unit.periods.front().parent = Named(parent);
  unit.periods.front().led_by = Named(led_by);
  return unit;
}

// Ids stand for "units/{id}".
struct Fakes {
  FakeUnits units;
  tiendo::testing::FakeRepository<UnitEvent> events;

  Stores stores() { return {units, events}; }

  absl::Status Create(Unit unit) {
    std::vector<Unit> list = {std::move(unit)};
    return CreateUnits(units, list, [](size_t) { return "unit"; });
  }
  absl::Status Party(const std::string& id, const std::string& parent = "",
                     const std::string& from = "2020-01-01") {
    return Create(NewUnit(id, parent, Side::kParty, from));
  }
  absl::Status Government(const std::string& id, const std::string& parent = "",
                          const std::string& led_by = "", const std::string& from = "2020-01-01") {
    return Create(NewUnit(id, parent, Side::kGovernment, from, led_by));
  }

  static Decision::Change Change(const std::string& id, EventKind kind) {
    Decision::Change change;
    change.field = "name";
    change.name = Named(id);
    change.event.kind = kind;
    return change;
  }
  static Decision On(const std::string& day) {
    Decision decision;
    decision.date = D(day);
    decision.legal_basis.number = "MẪU-01/QĐ";
    return decision;
  }
  absl::StatusOr<Outcome> Rename(const std::string& id, const std::string& name,
                                 const std::string& day) {
    Decision decision = On(day);
    decision.changes = {Change(id, EventKind::kRenamed)};
    decision.changes[0].event.display_name = name;
    return Reorganise(stores(), decision);
  }
  absl::StatusOr<Outcome> Transfer(const std::string& id, const std::optional<std::string>& parent,
                                   const std::string& day,
                                   const std::optional<std::string>& led_by = std::nullopt,
                                   bool preview = false) {
    Decision decision = On(day);
    decision.preview = preview;
    decision.changes = {Change(id, EventKind::kTransferred)};
    if (parent) {
      decision.changes[0].event.parent = Named(*parent);
      decision.paths[{Named(id), "parent", Named(*parent)}] = "parent";
    }
    if (led_by) {
      decision.changes[0].event.led_by = Named(*led_by);
      decision.paths[{Named(id), "led_by", Named(*led_by)}] = "led_by";
    }
    return Reorganise(stores(), decision);
  }
  // Ends units for one or several others.
  absl::StatusOr<Outcome> End(const std::vector<std::string>& ids,
                              const std::vector<std::string>& successors, const std::string& day,
                              bool preview = false) {
    Decision decision = On(day);
    decision.preview = preview;
    for (const std::string& id : ids) {
      decision.changes.push_back(Change(id, EventKind::kDissolved));
      for (const std::string& s : successors) {
        decision.changes.back().event.successors.push_back(Named(s));
        decision.paths[{Named(id), "successors", Named(s)}] = "successors";
      }
    }
    return Reorganise(stores(), decision);
  }

  Unit Get(const std::string& id) { return units.Get(Named(id)).value().value(); }
  std::vector<Unit> All() { return units.List("", "", 1'000'000).value(); }
  Forest Everything() {
    Forest forest;
    for (const Unit& unit : All()) forest.Put(RecordOf(unit));
    return forest;
  }
  // Id of the superior on a day, "" at the top.
  std::string Superior(const std::string& id, const std::string& day) {
    const Forest forest = Everything();
    const int superior = forest.SuperiorOn(forest.Find(Named(id)), D(day));
    return superior == Forest::kNone ? "" : forest.name(superior).substr(6);
  }
  std::string Leader(const std::string& id, const std::string& day) {
    const Forest forest = Everything();
    const int leader = forest.LeaderOn(forest.Find(Named(id)), D(day));
    return leader == Forest::kNone ? "" : forest.name(leader).substr(6);
  }
};

}  // namespace tiendo::units::testing

#endif  // TIENDO_TESTS_UNIT_UNITS_DOMAIN_FIXTURE_H_
