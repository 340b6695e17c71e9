// Where units, their events and calendars are kept; implemented by storage.
#ifndef TIENDO_SERVICES_UNITS_DOMAIN_STORE_H_
#define TIENDO_SERVICES_UNITS_DOMAIN_STORE_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/resource/repository.h"
#include "services/units/domain/calendar.h"
#include "services/units/domain/unit.h"

namespace tiendo::ledger {
class Transaction;
}

namespace tiendo::units {

class UnitRepository : public resource::Repository<Unit> {
 public:
  // Names of the units that name `key` as superior, leader or successor, or have it as their code
  // (CodeKey), in a way that begins on `from` or later; by name, after `after`, at most `limit`.
  // May hold units that did so once and were corrected since.
  virtual absl::StatusOr<std::vector<std::string>> Referrers(std::string_view key, Day from,
                                                             std::string_view after, int limit) = 0;
};

// The key of a code among the references of units.
inline std::string CodeKey(std::string_view code) { return "code/" + std::string(code); }

// A key that a unit refers to, and the last day on which it begins to.
struct Reference {
  std::string key;
  Day last;
  bool operator==(const Reference&) const = default;
};
// What a unit refers to: superiors, leaders, successors, codes; each once.
std::vector<Reference> ReferencesOf(const Unit& unit);

using EventRepository = resource::Repository<UnitEvent>;
using CalendarRepository = resource::Repository<Calendar>;

// As a transaction sees and writes them; each lives no longer than the transaction.
class Store {
 public:
  virtual ~Store() = default;
  virtual std::unique_ptr<UnitRepository> Units(ledger::Transaction& tx) const = 0;
  virtual std::unique_ptr<EventRepository> Events(ledger::Transaction& tx) const = 0;
  virtual std::unique_ptr<CalendarRepository> Calendars(ledger::Transaction& tx) const = 0;
};

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_DOMAIN_STORE_H_
