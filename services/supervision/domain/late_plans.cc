#include "services/supervision/domain/late_plans.h"

#include <algorithm>
#include <map>
#include <set>

namespace tiendo::supervision {
namespace {

// Units by name, and who takes over from whom.
class Lineage {
 public:
  explicit Lineage(const std::vector<UnitRecord>& units) {
    for (const UnitRecord& unit : units) units_.emplace(unit.name, &unit);
  }

  const UnitRecord* Find(const std::string& name) const {
    auto found = units_.find(name);
    return found == units_.end() ? nullptr : found->second;
  }

  // The unit itself while in force on `day`, afterwards its heir in force then; nullptr before its
  // first day, for an unknown unit and when the line ends.
  const UnitRecord* HeirOn(const std::string& name, Day day) const {
    std::set<std::string> seen;
    const UnitRecord* unit = Find(name);
    while (unit != nullptr && !unit->InForce(day)) {
      // Units that name each other as successors: nobody is left.
      if (unit->effective_from > day || !seen.insert(unit->name).second) return nullptr;
      unit = Find(unit->heir);
    }
    return unit;
  }

  // Whoever took over from an ended unit, in order.
  std::vector<const UnitRecord*> Heirs(const UnitRecord& ended) const {
    std::vector<const UnitRecord*> out;
    std::set<std::string> seen = {ended.name};
    const UnitRecord* unit = &ended;
    while (unit->effective_to) {
      unit = Find(unit->heir);
      if (unit == nullptr || !seen.insert(unit->name).second) break;
      out.push_back(unit);
    }
    return out;
  }

 private:
  std::map<std::string, const UnitRecord*> units_;
};

class Judge {
 public:
  Judge(const PlanRequirement& requirement, const std::vector<UnitRecord>& units,
        const std::vector<Plan>& plans, Day as_of)
      : requirement_(requirement), units_(units), lineage_(units), as_of_(as_of) {
    for (const Plan& plan : plans) plans_.emplace(plan.unit, &plan);
  }

  // The required units, each with those that it replaced when the list was taken.
  std::map<std::string, std::set<std::string>> RequiredList() const {
    const Day taken = std::min(as_of_, requirement_.deadline);
    std::map<std::string, std::set<std::string>> list;
    for (const std::string& name : requirement_.units) {
      const UnitRecord* heir = lineage_.HeirOn(name, taken);
      if (heir == nullptr) continue;
      std::set<std::string>& replaced = list[heir->name];
      if (heir->name != name) replaced.insert(name);
    }
    for (const UnitRecord& unit : units_) {
      if (OfRequiredKind(unit) && unit.InForce(taken)) list[unit.name];
    }
    for (const UnitRecord& unit : units_) {
      if (!OfRequiredKind(unit) || !unit.effective_to || *unit.effective_to > taken) continue;
      if (!BelongsToYear(unit)) continue;
      const UnitRecord* heir = lineage_.HeirOn(unit.name, taken);
      if (heir != nullptr && list.contains(heir->name)) list[heir->name].insert(unit.name);
    }
    return list;
  }

  void Count(const std::string& unit, const std::set<std::string>& replaced, LatePlans& out) const {
    ++out.required;
    const Plan* issued = IssuedFor(unit);
    const bool in_time = InTime(issued) || (!replaced.empty() && AllInTime(replaced));
    if (in_time) {
      ++out.issued_in_time;
      return;
    }
    ++(issued != nullptr ? out.issued_late : out.not_issued);
    if (as_of_ <= requirement_.deadline) return;  // nobody is late yet
    LatePlan late;
    late.unit = unit;
    if (issued != nullptr) {
      late.plan = issued->name;
      late.issued_on = issued->issued_on;
    } else if (auto own = plans_.find(unit); own != plans_.end()) {
      late.plan = own->second->name;
    }
    const auto after = late.issued_on.value_or(as_of_) - requirement_.deadline;
    late.days_late = static_cast<int>(after.count());
    out.late.push_back(std::move(late));
  }

 private:
  bool OfRequiredKind(const UnitRecord& unit) const {
    const std::vector<std::string>& kinds = requirement_.unit_kinds;
    return unit.party && std::find(kinds.begin(), kinds.end(), unit.kind) != kinds.end();
  }
  bool BelongsToYear(const UnitRecord& ended) const {
    const Day year_begin{std::chrono::year{requirement_.year} / 1 / 1};
    return *ended.effective_to > year_begin || plans_.contains(ended.name);
  }
  // The unit's own plan if it was issued by the day asked for.
  const Plan* Issued(const std::string& unit) const {
    auto found = plans_.find(unit);
    if (found == plans_.end()) return nullptr;
    const Plan* plan = found->second;
    return plan->issued_on && *plan->issued_on <= as_of_ ? plan : nullptr;
  }
  // The first plan issued by the unit, or by an heir once it had taken over.
  const Plan* IssuedFor(const std::string& name) const {
    const Plan* first = Issued(name);
    const UnitRecord* unit = lineage_.Find(name);
    if (unit == nullptr || !unit->effective_to) return first;
    for (const UnitRecord* heir : lineage_.Heirs(*unit)) {
      const Plan* plan = Issued(heir->name);
      if (plan == nullptr || *plan->issued_on < *unit->effective_to) continue;
      if (first == nullptr || *plan->issued_on < *first->issued_on) first = plan;
    }
    return first;
  }
  bool InTime(const Plan* issued) const {
    return issued != nullptr && *issued->issued_on <= requirement_.deadline;
  }
  bool AllInTime(const std::set<std::string>& units) const {
    return std::all_of(units.begin(), units.end(),
                       [this](const std::string& unit) { return InTime(Issued(unit)); });
  }

  const PlanRequirement& requirement_;
  const std::vector<UnitRecord>& units_;
  const Lineage lineage_;
  const Day as_of_;
  std::map<std::string, const Plan*> plans_;  // by unit
};

}  // namespace

LatePlans FindLatePlans(const PlanRequirement& requirement, const std::vector<UnitRecord>& units,
                        const std::vector<Plan>& plans, Day as_of) {
  const Judge judge(requirement, units, plans, as_of);
  LatePlans out;
  for (const auto& [unit, replaced] : judge.RequiredList()) judge.Count(unit, replaced, out);
  return out;
}

}  // namespace tiendo::supervision
