// What is done to a service's database beside serving it: the commands of a server's program.
#ifndef TIENDO_COMMON_HOST_MAINTENANCE_H_
#define TIENDO_COMMON_HOST_MAINTENANCE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/host/process.h"

namespace tiendo::host {

// Errors are one line for the operator.

// Opens the database and brings its schema up to date.
absl::Status Migrate(const Definition& definition, const Settings& settings);

struct Backup {
  std::string database_id;
  int64_t revision = 0;
};

// Copies a SQLite database, served or not, to the new file `settings.backup_file`. The copy is
// checked, its hash chain too, and is on disk under its name only when it is whole.
absl::StatusOr<Backup> BackUp(const Definition& definition, const Settings& settings);

// Gives a restored database an id of its own, and returns it: positions and tokens of the history
// that the backup does not have are then refused instead of being taken for places in this one, and
// consumers list again. No server may run on the database.
absl::StatusOr<std::string> RenewDatabaseId(const Definition& definition, const Settings& settings);

}  // namespace tiendo::host

#endif  // TIENDO_COMMON_HOST_MAINTENANCE_H_
