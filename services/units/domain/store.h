// Where units are kept; implemented by storage.
#ifndef TIENDO_SERVICES_UNITS_DOMAIN_STORE_H_
#define TIENDO_SERVICES_UNITS_DOMAIN_STORE_H_

#include <memory>

#include "services/units/domain/units_manager.h"

namespace tiendo::ledger {
class Transaction;
}

namespace tiendo::units {

class Store {
 public:
  virtual ~Store() = default;
  // The units as a transaction sees and writes them; lives no longer than the transaction.
  virtual std::unique_ptr<UnitRepository> Units(ledger::Transaction& tx) const = 0;
};

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_DOMAIN_STORE_H_
