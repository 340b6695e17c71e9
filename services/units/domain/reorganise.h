// Reorganisation: what one decision does to one or several units on a day.
#ifndef TIENDO_SERVICES_UNITS_DOMAIN_REORGANISE_H_
#define TIENDO_SERVICES_UNITS_DOMAIN_REORGANISE_H_

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/units/domain/moves.h"
#include "services/units/domain/store.h"

namespace tiendo::units {

struct Stores {
  UnitRepository& units;
  EventRepository& events;
};

// One decision: every verb of reorganisation is one of these.
struct Decision {
  // What happens to one existing unit.
  struct Change {
    std::string field;  // path of its name in the request
    std::string name;
    std::string etag;  // empty: any
    // Kind and what it changes; name, date and legal basis come from the decision.
    UnitEvent event;
  };
  // A unit that the decision sets up.
  struct Founding {
    std::string field;  // path of the unit in the request
    Unit unit;
  };

  Day date;
  resource::Document legal_basis;
  std::vector<Change> changes;
  std::vector<Founding> foundings;
  // Path in the request of a link that it makes: (unit, "parent" | "led_by" | "successors", other).
  std::map<std::tuple<std::string, std::string, std::string>, std::string> paths;
  // Work out what would move.
  bool preview = false;
};

struct Outcome {
  std::vector<Unit> units;  // changed in the order of the changes, then founded
  std::vector<UnitEvent> events;
  Moves moves;  // of a preview
};

// NOT_FOUND, RESOURCE_EXISTS, ETAG_MISMATCH; INVALID_ARGUMENT for what the request names wrongly
// and for an event that changes nothing; UNIT_NOT_IN_FORCE, UNIT_EVENT_CONFLICT,
// UNIT_TREE_CONFLICT. All units are written in one revision, or none.
absl::StatusOr<Outcome> Reorganise(const Stores& stores, const Decision& decision);

// Takes back an event that was entered wrongly. NOT_FOUND, ETAG_MISMATCH; UNIT_EVENT_CONFLICT when
// it is voided already; UNIT_TREE_CONFLICT when later entries rest on it.
absl::StatusOr<Outcome> VoidEvent(const Stores& stores, std::string_view name,
                                  std::string_view etag, const std::string& reason, bool preview);

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_DOMAIN_REORGANISE_H_
