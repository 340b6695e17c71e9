// Units in SQL, on either engine.
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

// Collections of the units database.
ledger::Schema StorageSchema();

class SqlStore final : public Store {
 public:
  // `codec` encodes and decodes the stored bytes.
  explicit SqlStore(std::unique_ptr<resource::Codec<Unit>> codec);
  std::unique_ptr<UnitRepository> Units(ledger::Transaction& tx) const override;

 private:
  const std::unique_ptr<resource::Codec<Unit>> codec_;
  const ledger::Schema schema_;
};

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_STORAGE_SQL_STORE_H_
