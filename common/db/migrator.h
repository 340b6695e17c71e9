// Schema versions. Each service lists its migrations (tiendo_migrations() in CMake embeds them from
// storage/migrations/*.sql); `migrate` applies them, a server only checks.
#ifndef TIENDO_COMMON_DB_MIGRATOR_H_
#define TIENDO_COMMON_DB_MIGRATOR_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "common/db/database.h"
#include "common/db/options.h"

namespace tiendo::db {

// One step of a schema. `version` counts from 1 without gaps. A step that has been released is
// never edited; what changes is a new step.
//
// The SQL is written once for both engines with these tokens:
//   {{int}}   INTEGER | BIGINT
//   {{text}}  TEXT    | TEXT COLLATE "C"   (both engines then compare text by bytes)
//   {{bytes}} BLOB    | BYTEA
// and `-- oldest-server: N` on a line of its own when servers that know only versions below N must
// not run on the result (default: a step is additive, older servers may run on).
struct Migration {
  int version = 0;
  std::string name;
  std::string sql;
  // What SQL alone cannot do, e.g. what must be read out of stored bodies: runs after `sql`, in the
  // same transaction. May be empty.
  std::function<absl::Status(Connection&)> code = {};
};

// The SQL of a migration for one engine.
std::string ExpandTokens(std::string_view sql, Engine engine);

// Applies what is missing, each step in a transaction of its own, under a lock, so any number of
// processes may call it at once. Does nothing when the schema is up to date or newer.
// FAILED_PRECONDITION / SCHEMA_MISMATCH when the database holds tables but none of ours, or was
// made by a list with other names, or the list has gaps.
// On PostgreSQL creates the schema of Options::schema first when it is missing.
absl::Status Migrate(Database& database, const std::vector<Migration>& migrations);

// Whether this program may run on the database: it has all of `migrations`, and if it has more, the
// last one still admits servers of this version. Otherwise FAILED_PRECONDITION / SCHEMA_MISMATCH
// with metadata "found" and "expected", naming `migrate_command` as the remedy.
absl::Status CheckSchema(Database& database, const std::vector<Migration>& migrations,
                         std::string_view migrate_command);

}  // namespace tiendo::db

#endif  // TIENDO_COMMON_DB_MIGRATOR_H_
