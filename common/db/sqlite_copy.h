// A copy of a SQLite database that is in use.
#ifndef TIENDO_COMMON_DB_SQLITE_COPY_H_
#define TIENDO_COMMON_DB_SQLITE_COPY_H_

#include <string>

#include "absl/status/status.h"
#include "common/db/options.h"

namespace tiendo::db {

// Writes the database of `options` as of one moment to the new file `path`, while another process
// may be serving it. It takes neither the lock of the file nor ever makes a checkpoint (see
// Database: a second connection that does can cost a commit); while it reads, the write-ahead log
// only grows. FAILED_PRECONDITION, with one line for the operator: not SQLite, no such database, or
// the file exists or cannot be made. It is its owner's alone (mode 0600), and not yet on disk when
// this returns; what a failure leaves of it is removed.
absl::Status CopySqlite(const Options& options, const std::string& path);

}  // namespace tiendo::db

#endif  // TIENDO_COMMON_DB_SQLITE_COPY_H_
