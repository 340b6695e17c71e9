#include "services/supervision/api/scope.h"

#include <optional>

namespace tiendo::supervision {

InScope Within(const units::UnitDirectory& directory, const std::string& scope, Day day) {
  if (scope.empty()) return [](const std::string&) { return true; };
  return [&directory, scope, day](const std::string& unit) {
    const std::optional<std::string> heir = directory.HeirOn(unit, day);
    return heir && directory.Counts(*heir, scope, day);
  };
}

}  // namespace tiendo::supervision
