// One poller per process: reads the change log once, keeps its newest part in memory and wakes the
// watchers. It never pushes: a watcher takes what comes after its position, from memory or from the
// table, so a slow one costs the others nothing and can skip nothing.
#ifndef TIENDO_COMMON_FEED_HUB_H_
#define TIENDO_COMMON_FEED_HUB_H_

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/db/database.h"
#include "common/db/listener.h"
#include "common/ledger/ledger.h"

namespace tiendo::feed {

// All changes of one revision.
struct RevisionChanges {
  int64_t revision = 0;
  std::vector<ledger::Change> changes;
  size_t bytes = 0;
};
using RevisionPtr = std::shared_ptr<const RevisionChanges>;

class Hub {
 public:
  struct Options {
    // Newest revisions kept in memory, up to this many bytes.
    size_t cache_bytes = 16 << 20;
    // How often the head is looked at without being woken: the net for commits of other processes,
    // whose notifications (PostgreSQL) may be lost.
    std::chrono::milliseconds poll_interval{200};
  };

  static absl::StatusOr<std::unique_ptr<Hub>> Start(db::Database& database,
                                                    const ledger::Schema& schema, Options options);
  ~Hub();

  // A commit happened here: look now.
  void Wake();
  // The newest head the hub has seen. Its changes are in memory or in the table.
  ledger::Head head() const;
  // Counts how often the history turned out to be another: the database was replaced, or lost its
  // newest revisions in a failover. A watcher that sees it change checks where it stands.
  int64_t epoch() const;

  // Revisions after `revision`, oldest first, at most `max`; nullopt when they are no longer in
  // memory.
  std::optional<std::vector<RevisionPtr>> Cached(int64_t revision, size_t max) const;

  // Calls `wake` once, when the head is beyond `revision` or at `deadline`, on the hub's thread (at
  // once on the caller's when it is beyond already): it must not block. The id cancels.
  using WaitId = uint64_t;
  WaitId Wait(int64_t revision, std::chrono::steady_clock::time_point deadline,
              std::function<void()> wake);
  // After return `wake` will not be called (it may have been). Waits for a call under way.
  void Cancel(WaitId id);

 private:
  struct Waiter {
    int64_t revision;
    std::chrono::steady_clock::time_point deadline;
    std::function<void()> wake;
  };
  Hub(db::Database& database, const ledger::Schema& schema, Options options);
  void Run();
  // Listens for the commits of other processes until the end.
  void Listen(const std::string& channel);
  // Loads what is new, up to a limit; true when there is more.
  absl::StatusOr<bool> Load();
  void Append(const ledger::Head& head, std::vector<RevisionPtr> revisions);
  void FireDue(std::unique_lock<std::mutex>& lock);

  db::Database& database_;
  const ledger::Schema& schema_;
  const Options options_;
  mutable std::mutex mutex_;  // guards everything below but the threads
  std::condition_variable changed_;
  bool woken_ = false;   // look at the database now
  bool replan_ = false;  // a new waiter: work out again how long to sleep
  bool stopping_ = false;
  bool firing_ = false;
  uint64_t fired_ = 0;  // rounds of firing begun
  std::chrono::steady_clock::time_point sleep_until_;
  ledger::Head head_;
  int64_t epoch_ = 0;
  std::deque<RevisionPtr> cache_;
  size_t cache_bytes_ = 0;
  std::map<WaitId, Waiter> waiters_;
  WaitId next_id_ = 1;
  // Set while Listen waits on it.
  std::unique_ptr<db::PostgresListener> listener_;
  std::thread thread_;
  std::thread listen_thread_;
};

}  // namespace tiendo::feed

#endif  // TIENDO_COMMON_FEED_HUB_H_
