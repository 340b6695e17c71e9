// Pre-serialised answers: in memory, and behind that in Redis for all replicas.
//
// An answer is two slices that protobuf merges when they stand one behind the other: the figures,
// good while no fact changes, and their freshness, which moves with the feeds. Only figures are
// cached.
#ifndef TIENDO_SERVICES_STATUS_CACHE_ANSWER_CACHE_H_
#define TIENDO_SERVICES_STATUS_CACHE_ANSWER_CACHE_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "common/cache/near_cache.h"
#include "common/cache/versioned_store.h"
#include "services/status/sources/fact_base.h"

namespace tiendo::status {

// Figures as bytes of a v1::Status without freshness, and what they were computed from.
struct CachedFigures {
  std::string bytes;
  Positions positions;
  // Of the fact base, when they were computed here; 0 when they came from another replica.
  uint64_t generation = 0;
};
using FiguresPtr = std::shared_ptr<const CachedFigures>;

// Thread-safe.
class AnswerCache {
 public:
  struct Options {
    cache::NearCacheOptions near;
    // Redis; null: none. Outlives the cache.
    cache::VersionedStore* shared = nullptr;
    std::chrono::milliseconds shared_ttl{10 * 60'000};
    // Longest time spent on Redis per step.
    std::chrono::milliseconds shared_timeout{50};
    // How long a replica that computes is left alone by the others: some times the usual
    // computation.
    std::chrono::milliseconds lease{2'000};
  };
  explicit AnswerCache(Options options);

  // Figures of this generation from memory; never waits.
  FiguresPtr Near(const std::string& key, uint64_t generation);
  // Figures from Redis, of whatever positions; may wait shortly. Null: none.
  FiguresPtr Shared(const std::string& key);
  // The right to compute a cold key, so that the replicas do it once. It only saves work: held by
  // nobody when Redis is away.
  class Lease {
   public:
    Lease(AnswerCache& cache, std::string key);
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    // Another replica computes this key now.
    bool held_by_other() const { return held_by_other_; }

   private:
    AnswerCache& cache_;
    const std::string key_;
    const std::string owner_;
    bool acquired_ = false;
    bool held_by_other_ = false;
  };
  // Keeps them in memory and, if there is one, in Redis. `dropped`: databases known to be gone,
  // whose figures may be replaced there.
  void Put(const std::string& key, FiguresPtr figures, const std::set<std::string>& dropped);
  void PutNear(const std::string& key, FiguresPtr figures);
  void DropNear() { near_.Clear(); }
  cache::NearCacheStats near_stats() const { return near_.stats(); }

 private:
  Options options_;
  cache::NearCache<CachedFigures> near_;
};

cache::PositionVector ToVector(const Positions& positions);
// nullopt when a source is missing.
std::optional<Positions> FromVector(const cache::PositionVector& vector);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_CACHE_ANSWER_CACHE_H_
