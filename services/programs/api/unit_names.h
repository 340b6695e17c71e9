// Names of units in requests.
#ifndef TIENDO_SERVICES_PROGRAMS_API_UNIT_NAMES_H_
#define TIENDO_SERVICES_PROGRAMS_API_UNIT_NAMES_H_

#include <google/protobuf/repeated_ptr_field.h>

#include <set>
#include <string>
#include <string_view>

#include "common/api/fields.h"

namespace tiendo::programs {

inline constexpr char kUnitPattern[] = "units/*";
inline constexpr int kMaxUnits = 50;

// "requests[3]".
inline std::string At(std::string_view path, int index) {
  return std::string(path) + "[" + std::to_string(index) + "]";
}

// Names of units under `path`, none twice. `field` leads from an element to its unit (".unit").
template <typename Units, typename NameOf>
void CheckUnits(const std::string& path, const char* field, const Units& list, NameOf name_of,
                errors::Violations& violations) {
  if (list.size() > kMaxUnits) violations.Add(path, "at most 50 units are allowed");
  std::set<std::string> seen;
  for (int i = 0; i < list.size(); ++i) {
    const std::string& name = name_of(list.Get(i));
    const std::string at = At(path, i) + field;
    api::CheckName(at, name, kUnitPattern, api::Presence::kRequired, violations);
    if (!name.empty() && !seen.insert(name).second) violations.Add(at, name + " appears twice");
  }
}

inline void CheckUnits(const std::string& path,
                       const google::protobuf::RepeatedPtrField<std::string>& names,
                       errors::Violations& violations) {
  CheckUnits(
      path, "", names, [](const std::string& name) -> const std::string& { return name; },
      violations);
}

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_API_UNIT_NAMES_H_
