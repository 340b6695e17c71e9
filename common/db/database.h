// A database and its connections.
#ifndef TIENDO_COMMON_DB_DATABASE_H_
#define TIENDO_COMMON_DB_DATABASE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/db/connection.h"
#include "common/db/file_lock.h"
#include "common/db/options.h"

namespace tiendo::db {

class Pool;

// A connection on loan: goes back when the lease ends. What is left of a transaction is rolled
// back; a broken connection is closed and replaced at the next request. Must end before its
// Database.
class Lease {
 public:
  Lease(Pool* pool, std::unique_ptr<Connection> connection);
  ~Lease();
  Lease(Lease&& other) noexcept;
  Lease& operator=(Lease&& other) noexcept;

  Connection& operator*() const { return *connection_; }
  Connection* operator->() const { return connection_.get(); }
  Connection* get() const { return connection_.get(); }

 private:
  void Return();

  Pool* pool_;
  std::unique_ptr<Connection> connection_;
};

// Thread-safe.
//
// SQLite: one process per file, and in it one connection that writes and checkpoints. Debian 12's
// SQLite 3.40.1 can lose a commit when a second connection checkpoints during a write (the
// "WAL-reset" race that later releases closed); hence the exclusive lock file, read-only readers,
// wal_autocheckpoint=0 and no checkpoint when a reader closes.
class Database {
 public:
  // Connects the writer, so that a wrong address shows at once. FAILED_PRECONDITION when another
  // process (or another Database of this one) has the SQLite file, INVALID_ARGUMENT for a malformed
  // URL; each with one line for the operator.
  static absl::StatusOr<std::unique_ptr<Database>> Open(const Options& options);
  ~Database();

  Engine engine() const { return engine_; }
  const Options& options() const { return options_; }

  // A connection that reads. At most Options::readers are out at a time; waits up to
  // Options::acquire_timeout, then RESOURCE_EXHAUSTED / OVERLOADED.
  absl::StatusOr<Lease> Reader();
  // The connection that writes: one per Database, on both engines. Waits like Reader(). Reconnects
  // when the last holder left it broken.
  absl::StatusOr<Lease> Writer();

 private:
  Database(const Options& options, Engine engine, FileLock lock);

  const Options options_;
  const Engine engine_;
  // Destroyed last to first: readers close, then the writer (which may checkpoint), then the file
  // is released.
  FileLock lock_;
  std::unique_ptr<Pool> writer_;
  std::unique_ptr<Pool> readers_;
};

}  // namespace tiendo::db

#endif  // TIENDO_COMMON_DB_DATABASE_H_
