#include "services/status/index/forest.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "absl/algorithm/container.h"

namespace tiendo::status {
namespace {

// The period that covers `day` or was the last before it; nullptr before the first.
const UnitFact* PeriodBy(const std::vector<UnitFact>& periods, Day day) {
  const auto after = std::upper_bound(
      periods.begin(), periods.end(), day,
      [](Day value, const UnitFact& period) { return value < period.effective_from; });
  return after == periods.begin() ? nullptr : &*std::prev(after);
}

bool Over(const UnitFact& period, Day day) {
  return period.effective_to.has_value() && day >= *period.effective_to;
}

const std::string& Next(const UnitFact& period) {
  return period.successors.empty() ? period.parent : period.successors[0];
}

// A unit of the day while the forest is being built.
struct Draft {
  const UnitFact* period = nullptr;
  std::string parent;  // "" at the top
  std::vector<std::string> children;
};
using Drafts = std::map<std::string, Draft>;

std::string FindParent(const Lineage& lineage, const UnitFact& period, Day day) {
  std::string named = period.parent;
  for (std::set<std::string> tried; !named.empty() && tried.insert(named).second;) {
    const std::string stands = lineage.StandIn(named, day);
    if (stands != period.id) return stands;
    // The unit itself came into its superior's place: it moves up to where that one stood.
    named = PeriodBy(lineage.units().at(named), day)->parent;
  }
  return "";
}

// Cuts a ring open at its smallest id; there is none while units keeps its promise.
void OpenRings(Drafts& drafts) {
  for (auto& [id, draft] : drafts) {
    std::set<std::string> path;
    std::string up = draft.parent;
    while (!up.empty() && up != id && path.insert(up).second) up = drafts.at(up).parent;
    if (up == id) draft.parent.clear();
  }
}

}  // namespace

Lineage::Lineage(const std::vector<UnitFact>& facts) {
  for (const UnitFact& fact : facts) {
    units_[fact.id].push_back(fact);
    borders_.push_back(fact.effective_from);
    if (fact.effective_to) borders_.push_back(*fact.effective_to);
  }
  for (auto& [id, periods] : units_) {
    std::sort(periods.begin(), periods.end(), [](const UnitFact& a, const UnitFact& b) {
      return a.effective_from < b.effective_from;
    });
  }
  std::sort(borders_.begin(), borders_.end());
  borders_.erase(std::unique(borders_.begin(), borders_.end()), borders_.end());
}

std::string Lineage::StandIn(const std::string& id, Day day) const {
  std::string at = id;
  for (size_t steps = 0; steps <= units_.size(); ++steps) {
    const auto unit = units_.find(at);
    if (unit == units_.end()) return "";
    const UnitFact* period = PeriodBy(unit->second, day);
    if (period == nullptr) return "";
    if (!Over(*period, day)) return at;
    at = Next(*period);
  }
  return "";
}

std::vector<std::string> Lineage::Followers(const std::string& id) const {
  std::vector<std::string> out;
  std::string at = id;
  while (out.size() <= units_.size()) {
    const auto unit = units_.find(at);
    if (unit == units_.end() || !unit->second.back().effective_to) break;
    at = Next(unit->second.back());
    if (at.empty() || at == id || absl::c_linear_search(out, at)) break;
    out.push_back(at);
  }
  return out;
}

std::optional<Day> Lineage::Ending(const std::string& id) const {
  const auto unit = units_.find(id);
  if (unit == units_.end()) return std::nullopt;
  return unit->second.back().effective_to;
}

Forest::Forest(const Lineage& lineage, Day day) {
  Drafts drafts;
  for (const auto& [id, periods] : lineage.units()) {
    const UnitFact* period = PeriodBy(periods, day);
    if (period != nullptr && !Over(*period, day)) drafts[id].period = period;
  }
  for (auto& [id, draft] : drafts) {
    const std::string parent = FindParent(lineage, *draft.period, day);
    const auto found = drafts.find(parent);
    if (found != drafts.end() && found->second.period->side == draft.period->side) {
      draft.parent = parent;
    }
  }
  OpenRings(drafts);
  for (auto& [id, draft] : drafts) {
    if (!draft.parent.empty()) drafts.at(draft.parent).children.push_back(id);
  }

  // Numbers a tree from its top; what a government unit inherits comes down with it.
  const auto number = [&](const auto& self, const std::string& id, int32_t above,
                          int32_t leader) -> void {
    const Draft& draft = drafts.at(id);
    const auto own_number = static_cast<int32_t>(above_.size());
    above_.push_back(above);
    if (draft.period->side == Side::kGovernment && !draft.period->led_by.empty()) {
      const auto led = places_.find(lineage.StandIn(draft.period->led_by, day));
      const bool party = led != places_.end() && led->second.side == Side::kParty;
      leader = party ? led->second.number : kNowhere;
    }
    for (const std::string& child : draft.children) self(self, child, own_number, leader);
    places_[id] = {own_number, size(), leader, draft.period->side, draft.children};
  };
  for (const Side side : {Side::kParty, Side::kGovernment}) {
    for (const auto& [id, draft] : drafts) {
      if (draft.parent.empty() && draft.period->side == side) {
        number(number, id, kNowhere, kNowhere);
      }
    }
  }
}

const Forest::Place* Forest::Find(const std::string& id) const {
  const auto found = places_.find(id);
  return found == places_.end() ? nullptr : &found->second;
}

int32_t Forest::Meet(int32_t a, int32_t b) const {
  // A superior's number is smaller than its subordinates'.
  while (a != b && a != kNowhere && b != kNowhere) {
    int32_t& larger = a > b ? a : b;
    larger = above_[static_cast<size_t>(larger)];
  }
  return a == b ? a : kNowhere;
}

}  // namespace tiendo::status
