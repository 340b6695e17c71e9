#include "services/units/domain/units_manager.h"

#include <map>
#include <optional>
#include <utility>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/resource/etag.h"
#include "common/resource/name.h"
#include "services/units/domain/workspace.h"

namespace tiendo::units {
namespace {

const std::string* Given(const Correction& correction, const std::string& field) {
  const std::optional<std::string>& value =
      field == "parent" ? correction.parent : correction.led_by;
  return value ? &*value : nullptr;
}

}  // namespace

absl::StatusOr<std::vector<UnitEvent>> EventsOf(EventRepository& events, std::string_view unit) {
  return events.List(EventPrefix(unit), "", kMaxEvents);
}

absl::Status CreateUnits(UnitRepository& repository, std::vector<Unit>& units,
                         const std::function<std::string(size_t)>& field) {
  errors::Violations violations;
  std::map<std::string, std::string, std::less<>> paths;
  Workspace workspace(repository);
  for (size_t i = 0; i < units.size(); ++i) {
    const Unit& unit = units[i];
    if (!paths.emplace(unit.name, field(i)).second) {
      violations.Add(field(i) + ".name", unit.name + " appears twice in this request");
      continue;
    }
    TIENDO_ASSIGN_OR_RETURN(const Unit* stored, workspace.Stored(unit.name));
    if (stored != nullptr) return resource::Exists(unit.name);
    if (unit.side == Side::kParty && !unit.last().led_by.empty()) {
      violations.Add(field(i) + ".led_by", "is for government units only");
    }
    TIENDO_RETURN_IF_ERROR(workspace.Propose(unit));
  }
  TIENDO_ASSIGN_OR_RETURN(std::vector<Problem> problems, workspace.Check());
  for (const Problem& p : problems) {
    const auto path = paths.find(p.unit);
    if (path == paths.end()) continue;
    violations.Add(path->second + "." + p.field, Describe(p));
  }
  TIENDO_ASSIGN_OR_RETURN(std::vector<Workspace::CodeTaken> codes, workspace.CheckCodes());
  for (const Workspace::CodeTaken& c : codes) {
    violations.Add(paths.find(c.unit)->second + ".code", c.sentence);
  }
  TIENDO_RETURN_IF_ERROR(violations.ToStatus());
  for (Unit& unit : units) TIENDO_RETURN_IF_ERROR(repository.Put(unit));
  return absl::OkStatus();
}

absl::StatusOr<Unit> UpdateUnit(UnitRepository& repository, EventRepository& event_repository,
                                std::string_view name, std::string_view etag,
                                const Correction& correction) {
  Workspace workspace(repository);
  TIENDO_ASSIGN_OR_RETURN(const Unit* stored, workspace.Stored(name));
  if (stored == nullptr) return resource::NotFound(name);
  TIENDO_RETURN_IF_ERROR(resource::CheckEtag(name, etag, stored->stamp.revision));
  if (correction.on && !stored->InForce(*correction.on)) return NotInForce(*stored, *correction.on);
  errors::Violations violations;
  if (stored->side == Side::kParty && !correction.led_by.value_or("").empty()) {
    violations.Add("unit.led_by", "is for government units only");
    return violations.ToStatus();
  }
  TIENDO_ASSIGN_OR_RETURN(std::vector<UnitEvent> events, EventsOf(event_repository, name));
  Unit unit = *stored;
  const std::vector<size_t> changed = Correct(unit, events, correction);
  TIENDO_RETURN_IF_ERROR(Replay(unit, events));
  if (unit == *stored) return unit;
  TIENDO_RETURN_IF_ERROR(workspace.Propose(unit));
  TIENDO_ASSIGN_OR_RETURN(std::vector<Problem> problems, workspace.Check());
  TIENDO_RETURN_IF_ERROR(ToStatus(problems, [&](const Problem& p) {
    const std::string* given = Given(correction, p.field);
    return p.unit == unit.name && given != nullptr ? "unit." + p.field : "";
  }));
  TIENDO_ASSIGN_OR_RETURN(std::vector<Workspace::CodeTaken> codes, workspace.CheckCodes());
  for (const Workspace::CodeTaken& c : codes) violations.Add("unit.code", c.sentence);
  TIENDO_RETURN_IF_ERROR(violations.ToStatus());
  TIENDO_RETURN_IF_ERROR(repository.Put(unit));
  for (size_t i : changed) TIENDO_RETURN_IF_ERROR(event_repository.Put(events[i]));
  return unit;
}

}  // namespace tiendo::units
