// The code of migration 5: what its columns and key tables hold of rows that are older than they.
#ifndef TIENDO_SERVICES_PROGRAMS_STORAGE_FILL_INDEXES_H_
#define TIENDO_SERVICES_PROGRAMS_STORAGE_FILL_INDEXES_H_

#include "absl/status/status.h"
#include "common/db/connection.h"
#include "services/programs/storage/sql_store.h"

namespace tiendo::programs {

// Every version of every category, programme and item, so that past states are listed alike. Reads
// bodies with `codecs`; of secret items it needs nothing that is hidden.
absl::Status FillIndexes(db::Connection& connection, const SqlStore::Codecs& codecs);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_STORAGE_FILL_INDEXES_H_
