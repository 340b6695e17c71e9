#include "services/programs/api/distribution_units.h"

#include <optional>
#include <set>

#include "absl/algorithm/container.h"

namespace tiendo::programs {
namespace {

bool Fits(const Population& population, const units::DirectoryUnit& unit) {
  if (!population.side.empty() && (population.side == "PARTY") != unit.party) return false;
  const std::vector<std::string>& kinds = population.unit_kinds;
  return kinds.empty() || absl::c_linear_search(kinds, unit.kind);
}

}  // namespace

std::vector<std::string> UnitsOfPopulation(const units::UnitDirectory& directory,
                                           const Population& population, Day day) {
  std::set<std::string> out;
  for (const std::string& unit : population.units) {
    if (std::optional<std::string> heir = directory.HeirOn(unit, day)) out.insert(*heir);
  }
  if (population.HasRule()) {
    std::set<std::string> below;
    if (!population.superior.empty()) {
      // Heirs of the superior too: the duty outlives a reorganisation above.
      const std::string top =
          directory.HeirOn(population.superior, day).value_or(population.superior);
      const std::vector<std::string> subtree = directory.SubtreeOn(top, day);
      below.insert(subtree.begin(), subtree.end());
      below.erase(top);
    }
    for (const units::DirectoryUnit& unit : directory.All()) {
      if (!unit.InForce(day) || !Fits(population, unit)) continue;
      if (population.superior.empty() || below.contains(unit.name)) out.insert(unit.name);
    }
  }
  return {out.begin(), out.end()};
}

Units UnitsOf(const units::UnitDirectory& directory) {
  Units out;
  out.of_population = [&directory](const Population& population, Day day) {
    return UnitsOfPopulation(directory, population, day);
  };
  out.heir = [&directory](const std::string& unit, Day day) { return directory.HeirOn(unit, day); };
  out.working_days = directory.WorkingDays();
  out.revision = directory.revision();
  return out;
}

}  // namespace tiendo::programs
