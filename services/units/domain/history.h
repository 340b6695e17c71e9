// How the dated history of a unit follows from its creation and its events.
#ifndef TIENDO_SERVICES_UNITS_DOMAIN_HISTORY_H_
#define TIENDO_SERVICES_UNITS_DOMAIN_HISTORY_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/units/domain/unit.h"

namespace tiendo::units {

// Makes the periods, end and successors of `unit` anew: its first period, then `events` (in the
// order of recording) by date, of one day in that order. Voided ones never happened.
// UNIT_EVENT_CONFLICT when an event lies on or after the end, naming the one that stands in the
// way, or two of them end the unit.
absl::Status Replay(Unit& unit, const std::vector<UnitEvent>& events);

// A correction of what was entered. Fields that are nullopt stay.
struct Correction {
  std::optional<std::string> display_name;
  std::optional<std::string> short_name;
  std::optional<std::string> code;
  std::optional<std::string> head_title;
  std::optional<std::string> parent;
  std::optional<std::string> led_by;
  // The entry that set the field for this day is the wrong one; nullopt: the last one.
  std::optional<Day> on;
};

// Puts each corrected value into the entry that set it: the creation (first period of `unit`) or an
// event. Replay must follow. The indices of the events that changed.
std::vector<size_t> Correct(Unit& unit, std::vector<UnitEvent>& events,
                            const Correction& correction);

// UNIT_NOT_IN_FORCE, naming the successors.
absl::Status NotInForce(const Unit& unit, Day day);
absl::Status EventConflict(const std::string& unit, const UnitEvent& event,
                           const std::string& sentence);

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_DOMAIN_HISTORY_H_
