#include "services/units/domain/units_manager.h"

#include <map>
#include <set>
#include <utility>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/resource/etag.h"
#include "common/resource/name.h"

namespace tiendo::units {
namespace {

// Units by name: those of the request first, then the stored ones.
class Lookup {
 public:
  Lookup(UnitRepository& repository, const std::vector<Unit>& mine) : repository_(repository) {
    for (const Unit& u : mine) known_.emplace(u.name, u);
  }
  absl::StatusOr<const Unit*> Find(const std::string& name) {
    auto it = known_.find(name);
    if (it == known_.end()) {
      TIENDO_ASSIGN_OR_RETURN(std::optional<Unit> stored, repository_.Get(name));
      it = known_.emplace(name, std::move(stored)).first;
    }
    return it->second ? &*it->second : nullptr;
  }

 private:
  UnitRepository& repository_;
  std::map<std::string, std::optional<Unit>> known_;
};

// What is wrong with `unit` naming `other` in a field that wants `side`; empty when nothing is.
std::string LinkProblem(const Unit& unit, const Unit* other, const std::string& name, Side side) {
  if (other == nullptr) return "there is no " + name + ": create it first or name another";
  if (other->side != side) {
    return name + " stands on the other side; name a " +
           (side == Side::kParty ? "Party organisation" : "government unit");
  }
  if (!other->InForce(unit.effective_from)) {
    return name + " is not in force on " + calendar::FormatIso(unit.effective_from);
  }
  return "";
}

absl::StatusOr<bool> MakesCycle(const Unit& unit, Lookup& lookup) {
  std::set<std::string> seen = {unit.name};
  const Unit* at = &unit;
  while (!at->parent.empty()) {
    if (!seen.insert(at->parent).second) return true;
    TIENDO_ASSIGN_OR_RETURN(at, lookup.Find(at->parent));
    if (at == nullptr) return false;  // its own violation
  }
  return false;
}

absl::Status CheckLinks(const Unit& unit, const std::string& field, Lookup& lookup,
                        errors::Violations& violations) {
  if (!unit.parent.empty()) {
    TIENDO_ASSIGN_OR_RETURN(const Unit* parent, lookup.Find(unit.parent));
    std::string problem = LinkProblem(unit, parent, unit.parent, unit.side);
    if (problem.empty()) {
      TIENDO_ASSIGN_OR_RETURN(bool cycle, MakesCycle(unit, lookup));
      if (cycle) problem = unit.parent + " stands below " + unit.name + ": a cycle";
    }
    if (!problem.empty()) violations.Add(field + ".parent", problem);
  }
  if (!unit.led_by.empty()) {
    TIENDO_ASSIGN_OR_RETURN(const Unit* leader, lookup.Find(unit.led_by));
    std::string problem = LinkProblem(unit, leader, unit.led_by, Side::kParty);
    if (unit.side == Side::kParty) problem = "is for government units only";
    if (!problem.empty()) violations.Add(field + ".led_by", problem);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CreateUnits(UnitRepository& repository, std::vector<Unit>& units,
                         const std::function<std::string(size_t)>& field) {
  errors::Violations violations;
  std::set<std::string> names;
  Lookup lookup(repository, units);
  for (size_t i = 0; i < units.size(); ++i) {
    Unit& unit = units[i];
    if (!names.insert(unit.name).second) {
      violations.Add(field(i) + ".name", unit.name + " appears twice in this request");
    }
    TIENDO_ASSIGN_OR_RETURN(std::optional<Unit> stored, repository.Get(unit.name));
    if (stored) return resource::Exists(unit.name);
    TIENDO_RETURN_IF_ERROR(CheckLinks(unit, field(i), lookup, violations));
  }
  TIENDO_RETURN_IF_ERROR(violations.ToStatus());
  for (Unit& unit : units) TIENDO_RETURN_IF_ERROR(repository.Put(unit));
  return absl::OkStatus();
}

absl::StatusOr<Unit> UpdateUnit(UnitRepository& repository, std::string_view name,
                                std::string_view etag, const std::function<void(Unit&)>& change) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<Unit> stored, repository.Get(name));
  if (!stored) return resource::NotFound(name);
  TIENDO_RETURN_IF_ERROR(resource::CheckEtag(name, etag, stored->stamp.revision));
  Unit unit = *stored;
  change(unit);
  if (unit == *stored) return unit;
  errors::Violations violations;
  Lookup lookup(repository, {unit});
  TIENDO_RETURN_IF_ERROR(CheckLinks(unit, "unit", lookup, violations));
  TIENDO_RETURN_IF_ERROR(violations.ToStatus());
  TIENDO_RETURN_IF_ERROR(repository.Put(unit));
  return unit;
}

}  // namespace tiendo::units
