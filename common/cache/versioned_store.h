// A cache shared by the replicas of a service in which the answer to a key never goes back.
#ifndef TIENDO_COMMON_CACHE_VERSIONED_STORE_H_
#define TIENDO_COMMON_CACHE_VERSIONED_STORE_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "common/cache/position_vector.h"
#include "common/redis/options.h"

namespace tiendo::cache {

// Values are disposable: a store that is away, empty or full of rubbish looks like one without
// the key. No method returns an error; Stats says why there was nothing. Thread-safe.
//
// A value is immutable and belongs to a key and a position vector. Per key a pointer names the
// vector to serve; it is replaced only by one that dominates it. While the pointer lives, no
// replica sees the positions of a key go back. After a loss (flush, expiry, an old dump) they may:
// a caller that has promised positions to somebody compares Value::vector with them.
class VersionedStore {
 public:
  using Deadline = redis::Deadline;

  struct Value {
    std::string bytes;
    PositionVector vector;
  };

  enum class PutOutcome {
    kBecamePointer,
    kRefused,  // The pointer is not dominated; `pointer` is what it names.
    kFailed,   // The store is away, or others kept moving the pointer. Nothing is lost.
  };
  struct PutResult {
    PutOutcome outcome = PutOutcome::kFailed;
    PositionVector pointer;  // The pointer's vector now; empty for kFailed.
  };

  enum class LeaseOutcome {
    kAcquired,
    kHeld,         // By another owner: wait for its value, up to the time to live.
    kUnavailable,  // Nobody can tell: compute without a lease.
  };

  struct Stats {
    uint64_t hits = 0;
    // Misses, by kind.
    uint64_t absent = 0;        // No pointer.
    uint64_t value_absent = 0;  // A pointer whose value was evicted.
    uint64_t malformed = 0;     // Cut or not an envelope.
    uint64_t foreign_schema = 0;
    uint64_t bad_mac = 0;      // Changed, moved from another key, or of another secret.
    uint64_t unavailable = 0;  // Not reachable or not in time.
    // Puts and leases.
    uint64_t puts = 0;
    uint64_t puts_refused = 0;
    uint64_t puts_failed = 0;
    uint64_t leases_acquired = 0;
    uint64_t leases_held = 0;
    uint64_t leases_unavailable = 0;
  };

  virtual ~VersionedStore() = default;

  virtual std::optional<Value> Get(std::string_view key,
                                   Deadline deadline = redis::kNoDeadline) = 0;

  // `dropped`: database ids that the caller knows to be gone; a pointer's components of them are
  // not compared (see Dominates). A pointer of an epoch that is neither ours nor dropped is not
  // replaced: perhaps we are the one that is behind. `ttl` >= 1 ms holds for value and pointer.
  virtual PutResult Put(std::string_view key, const PositionVector& vector, std::string_view bytes,
                        std::chrono::milliseconds ttl, const std::set<std::string>& dropped = {},
                        Deadline deadline = redis::kNoDeadline) = 0;

  // A short lease, so that one replica computes a cold key. `owner` is unique per computation; a
  // lease is no lock: it only saves work. `ttl` >= 1 ms: 2 to 3 times the usual computation.
  virtual LeaseOutcome Lease(std::string_view key, std::string_view owner,
                             std::chrono::milliseconds ttl,
                             Deadline deadline = redis::kNoDeadline) = 0;
  // Nothing happens unless `owner` still holds the lease.
  virtual void Release(std::string_view key, std::string_view owner,
                       Deadline deadline = redis::kNoDeadline) = 0;

  virtual Stats stats() const = 0;
};

}  // namespace tiendo::cache

#endif  // TIENDO_COMMON_CACHE_VERSIONED_STORE_H_
