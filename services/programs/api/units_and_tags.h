// Units and tags as items and targets name them.
#ifndef TIENDO_SERVICES_PROGRAMS_API_UNITS_AND_TAGS_H_
#define TIENDO_SERVICES_PROGRAMS_API_UNITS_AND_TAGS_H_

#include <google/protobuf/repeated_ptr_field.h>

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/api/fields.h"
#include "common/errors/error.h"
#include "services/units/client/unit_directory.h"

namespace tiendo::programs {

inline constexpr char kUnitPattern[] = "units/*";

// Names of units under `path`, at most 50, none twice. `field` leads from an element to its unit
// (".unit").
template <typename Units, typename NameOf>
void CheckUnits(const std::string& path, const char* field, const Units& list, NameOf name_of,
                errors::Violations& violations) {
  constexpr int kMaxUnits = 50;
  if (list.size() > kMaxUnits) violations.Add(path, "at most 50 units are allowed");
  std::set<std::string> seen;
  for (int i = 0; i < list.size(); ++i) {
    const std::string& name = name_of(list.Get(i));
    const std::string at = errors::At(path, i) + field;
    api::CheckName(at, name, kUnitPattern, api::Presence::kRequired, violations);
    if (!name.empty() && !seen.insert(name).second) violations.Add(at, name + " appears twice");
  }
}
void CheckUnits(const std::string& path,
                const google::protobuf::RepeatedPtrField<std::string>& list,
                errors::Violations& violations);

// At most 20, none twice, each of the shape "work-area/xay-dung-dang".
void CheckTags(const std::string& path, const google::protobuf::RepeatedPtrField<std::string>& tags,
               errors::Violations& violations);

// Units named by a request, each once, with the path of its first mention.
class UnitReferences {
 public:
  void Add(std::string field, const std::string& name);
  void Add(const std::string& path, const google::protobuf::RepeatedPtrField<std::string>& names);
  std::vector<units::UnitReference> Take() { return std::move(list_); }

 private:
  std::set<std::string> seen_;
  std::vector<units::UnitReference> list_;
};

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_API_UNITS_AND_TAGS_H_
