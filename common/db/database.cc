#include "common/db/database.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/db/conninfo.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"

namespace tiendo::db {

// A bounded set of connections of one role, opened when first needed. Thread-safe.
class Pool {
 public:
  Pool(const Options& options, Connection::Role role, int size)
      : options_(options), role_(role), free_(size) {}

  absl::StatusOr<Lease> Acquire() {
    std::unique_ptr<Connection> connection;
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait_for(lock, options_.acquire_timeout, [this] { return free_ > 0; })) {
        return Busy();
      }
      --free_;
      if (!idle_.empty()) {
        connection = std::move(idle_.back());
        idle_.pop_back();
      }
    }
    // A server that was restarted meanwhile must not cost its callers an error each.
    if (connection != nullptr && connection->stale()) connection.reset();
    if (connection != nullptr) return Lease(this, std::move(connection));
    absl::StatusOr<std::unique_ptr<Connection>> opened = Connection::Open(options_, role_);
    if (!opened.ok()) {
      Release(nullptr);
      return std::move(opened).status();
    }
    return Lease(this, *std::move(opened));
  }

  // Takes a connection back; null or broken ones leave their place free.
  void Release(std::unique_ptr<Connection> connection) {
    if (connection != nullptr) {
      // Outside the lock: these may talk to the server.
      bool usable = !connection->broken() && connection->Rollback().ok() && !connection->broken();
      if (!usable) connection.reset();
    }
    {
      std::lock_guard lock(mutex_);
      ++free_;
      if (connection != nullptr) idle_.push_back(std::move(connection));
    }
    changed_.notify_one();
  }

 private:
  absl::Status Busy() const {
    errors::Details details;
    details.reason = std::string(errors::reasons::kOverloaded);
    details.retry_after = options_.acquire_timeout;
    return errors::Make(absl::StatusCode::kResourceExhausted,
                        "all database connections are in use; retry later", std::move(details));
  }

  const Options options_;
  const Connection::Role role_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int free_;
  // The last one back goes out first: its statements are prepared and its pages are cached.
  std::vector<std::unique_ptr<Connection>> idle_;
};

Lease::Lease(Pool* pool, std::unique_ptr<Connection> connection)
    : pool_(pool), connection_(std::move(connection)) {}

Lease::~Lease() { Return(); }

Lease::Lease(Lease&& other) noexcept
    : pool_(other.pool_), connection_(std::move(other.connection_)) {}

Lease& Lease::operator=(Lease&& other) noexcept {
  if (this != &other) {
    Return();
    pool_ = other.pool_;
    connection_ = std::move(other.connection_);
  }
  return *this;
}

void Lease::Return() {
  if (connection_ != nullptr) pool_->Release(std::move(connection_));
}

absl::StatusOr<std::unique_ptr<Database>> Database::Open(const Options& options) {
  TIENDO_ASSIGN_OR_RETURN(Engine engine, EngineOf(options.url));
  FileLock lock;
  if (engine == Engine::kSqlite) {
    TIENDO_ASSIGN_OR_RETURN(lock, FileLock::Acquire(SqlitePath(options.url) + ".lock"));
  }
  std::unique_ptr<Database> database(new Database(options, engine, std::move(lock)));
  TIENDO_RETURN_IF_ERROR(database->Writer().status());
  return database;
}

Database::Database(const Options& options, Engine engine, FileLock lock)
    : options_(options),
      engine_(engine),
      lock_(std::move(lock)),
      writer_(std::make_unique<Pool>(options, Connection::Role::kWriter, 1)),
      readers_(std::make_unique<Pool>(options, Connection::Role::kReader,
                                      std::max(options.readers, 1))) {}

Database::~Database() = default;

absl::StatusOr<Lease> Database::Reader() { return readers_->Acquire(); }

absl::StatusOr<Lease> Database::Writer() { return writer_->Acquire(); }

}  // namespace tiendo::db
