#include "services/programs/domain/duty.h"

#include <algorithm>

namespace tiendo::programs {

std::string ProgramOfDuty(std::string_view name) {
  return std::string(name.substr(0, name.rfind("/duties/")));
}

Demand DemandOf(const Duty& duty, std::string_view unit) {
  Demand demand = duty.demand;
  const auto own = std::ranges::find(duty.unit_demands, unit, &UnitDemand::unit);
  if (own == duty.unit_demands.end()) return demand;
  if (own->sets != 0) demand.sets = own->sets;
  if (own->goal != 0) demand.goal = own->goal;
  return demand;
}

}  // namespace tiendo::programs
