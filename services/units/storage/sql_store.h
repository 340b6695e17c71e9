// Units, their events and calendars in SQL, on either engine.
#ifndef TIENDO_SERVICES_UNITS_STORAGE_SQL_STORE_H_
#define TIENDO_SERVICES_UNITS_STORAGE_SQL_STORE_H_

#include <memory>
#include <vector>

#include "common/db/migrator.h"
#include "common/ledger/schema.h"
#include "services/units/domain/store.h"

namespace tiendo::units {

// The service's own migrations (generated from storage/migrations).
std::vector<db::Migration> Migrations();

// Collections of the units database, in the order of a snapshot.
ledger::Schema StorageSchema();

class SqlStore final : public Store {
 public:
  // Encode and decode the stored bytes.
  struct Codecs {
    std::unique_ptr<resource::Codec<Unit>> unit;
    std::unique_ptr<resource::Codec<UnitEvent>> event;
    std::unique_ptr<resource::Codec<Calendar>> calendar;
  };
  explicit SqlStore(Codecs codecs);

  std::unique_ptr<UnitRepository> Units(ledger::Transaction& tx) const override;
  std::unique_ptr<EventRepository> Events(ledger::Transaction& tx) const override;
  std::unique_ptr<CalendarRepository> Calendars(ledger::Transaction& tx) const override;

 private:
  const Codecs codecs_;
  const ledger::Schema schema_;
};

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_STORAGE_SQL_STORE_H_
