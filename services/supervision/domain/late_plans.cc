#include "services/supervision/domain/late_plans.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"

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

// Which requirement each unit belongs to.
class Membership {
 public:
  explicit Membership(const std::vector<PlanRequirement>& requirements)
      : requirements_(requirements) {}

  bool Names(const PlanRequirement& requirement, const std::string& unit) const {
    return absl::c_linear_search(requirement.units, unit);
  }
  // The requirement that names the unit, else the one that has its kind; nullptr: none.
  const PlanRequirement* Of(const UnitRecord& unit) const {
    for (const PlanRequirement& requirement : requirements_) {
      if (Names(requirement, unit.name)) return &requirement;
    }
    for (const PlanRequirement& requirement : requirements_) {
      if (unit.party && absl::c_linear_search(requirement.unit_kinds, unit.kind)) {
        return &requirement;
      }
    }
    return nullptr;
  }

 private:
  const std::vector<PlanRequirement>& requirements_;
};

class Judge {
 public:
  Judge(const std::vector<PlanRequirement>& requirements, const std::vector<UnitRecord>& units,
        const std::vector<Plan>& plans, Day as_of)
      : membership_(requirements), units_(units), lineage_(units), as_of_(as_of) {
    for (const Plan& plan : plans) plans_.emplace(plan.unit, &plan);
  }

  // The required units, each with those that it replaced when the list was taken.
  std::map<std::string, std::set<std::string>> RequiredList(
      const PlanRequirement& requirement) const {
    const Day taken = std::min(as_of_, requirement.deadline);
    std::map<std::string, std::set<std::string>> list;
    for (const std::string& name : requirement.units) {
      const UnitRecord* heir = lineage_.HeirOn(name, taken);
      if (heir == nullptr) continue;
      const PlanRequirement* own = membership_.Of(*heir);
      if (own != nullptr && own != &requirement) continue;  // counts there
      std::set<std::string>& replaced = list[heir->name];
      if (heir->name != name) replaced.insert(name);
    }
    for (const UnitRecord& unit : units_) {
      if (unit.InForce(taken) && membership_.Of(unit) == &requirement) list[unit.name];
    }
    for (const UnitRecord& unit : units_) {
      if (!unit.effective_to || *unit.effective_to > taken) continue;
      const PlanRequirement* own = membership_.Of(unit);
      if (own == nullptr) continue;
      if (!membership_.Names(*own, unit.name) && !BelongsToYear(unit, own->year)) continue;
      const UnitRecord* heir = lineage_.HeirOn(unit.name, taken);
      if (heir != nullptr && list.contains(heir->name)) list[heir->name].insert(unit.name);
    }
    return list;
  }

  // nullopt: issued in time, or still has time.
  std::optional<LatePlan> Count(const PlanRequirement& requirement, const std::string& unit,
                                const std::set<std::string>& replaced, PlanCounts& counts) const {
    const Day deadline = requirement.deadline;
    ++counts.required;
    const Plan* issued = IssuedFor(unit);
    const bool in_time =
        InTime(issued, deadline) || (!replaced.empty() && AllInTime(replaced, deadline));
    if (in_time) {
      ++counts.issued_in_time;
      return std::nullopt;
    }
    ++(issued != nullptr ? counts.issued_late : counts.not_issued);
    if (as_of_ <= deadline) return std::nullopt;  // nobody is late yet
    LatePlan late;
    late.unit = unit;
    late.requirement = requirement.name;
    if (issued != nullptr) {
      late.plan = issued->name;
      late.issued_on = issued->issued_on;
    } else if (auto own = plans_.find(unit); own != plans_.end()) {
      late.plan = own->second->name;
    }
    late.days_late = static_cast<int>((late.issued_on.value_or(as_of_) - deadline).count());
    return late;
  }

 private:
  bool BelongsToYear(const UnitRecord& ended, int year) const {
    const Day year_begin{std::chrono::year{year} / 1 / 1};
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
  static bool InTime(const Plan* issued, Day deadline) {
    return issued != nullptr && *issued->issued_on <= deadline;
  }
  bool AllInTime(const std::set<std::string>& units, Day deadline) const {
    return std::all_of(units.begin(), units.end(), [this, deadline](const std::string& unit) {
      return InTime(Issued(unit), deadline);
    });
  }

  const Membership membership_;
  const std::vector<UnitRecord>& units_;
  const Lineage lineage_;
  const Day as_of_;
  std::map<std::string, const Plan*> plans_;  // by unit
};

void Add(const PlanCounts& counts, PlanCounts& sum) {
  sum.required += counts.required;
  sum.issued_in_time += counts.issued_in_time;
  sum.issued_late += counts.issued_late;
  sum.not_issued += counts.not_issued;
}

}  // namespace

LatePlans FindLatePlans(const std::vector<PlanRequirement>& requirements,
                        const std::vector<UnitRecord>& units, const std::vector<Plan>& plans,
                        Day as_of, const InScope& in_scope) {
  const Judge judge(requirements, units, plans, as_of);
  LatePlans out;
  // An heir that belongs to no requirement may stand for units of several: it counts once.
  std::set<std::string> counted;
  for (const PlanRequirement& requirement : requirements) {
    PlanCounts counts;
    for (const auto& [unit, replaced] : judge.RequiredList(requirement)) {
      if (!counted.insert(unit).second || !in_scope(unit)) continue;
      std::optional<LatePlan> late = judge.Count(requirement, unit, replaced, counts);
      if (late) out.late.push_back(*std::move(late));
    }
    Add(counts, out.all);
    out.by_requirement.push_back(counts);
  }
  std::sort(out.late.begin(), out.late.end(),
            [](const LatePlan& a, const LatePlan& b) { return a.unit < b.unit; });
  return out;
}

}  // namespace tiendo::supervision
