// Database addresses. Inside common/db only.
#ifndef TIENDO_COMMON_DB_CONNINFO_H_
#define TIENDO_COMMON_DB_CONNINFO_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/db/options.h"

namespace tiendo::db {

// The engine of Options::url. INVALID_ARGUMENT names the accepted forms.
absl::StatusOr<Engine> EngineOf(std::string_view url);

// The file of a "sqlite:" URL.
std::string SqlitePath(std::string_view url);

// libpq's connection string for `options`: the URL's own settings with ours added. `read_only`
// makes every transaction of the connection read-only.
absl::StatusOr<std::string> PostgresConninfo(const Options& options, bool read_only);

}  // namespace tiendo::db

#endif  // TIENDO_COMMON_DB_CONNINFO_H_
