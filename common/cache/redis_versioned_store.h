// VersionedStore over Redis.
#ifndef TIENDO_COMMON_CACHE_REDIS_VERSIONED_STORE_H_
#define TIENDO_COMMON_CACHE_REDIS_VERSIONED_STORE_H_

#include <atomic>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/cache/envelope.h"
#include "common/cache/versioned_store.h"
#include "common/redis/client.h"

namespace tiendo::cache {

// Keys in Redis, S being 16 hex digits of the schema's hash (so that the replicas of two versions,
// running side by side, do not throw away each other's pointers):
//   <prefix>:S:p:<key>           pointer: a sealed envelope with a vector and no bytes
//   <prefix>:S:v:<key>:<hash>    value: a sealed envelope; hash of the vector, 32 hex digits
//   <prefix>:S:l:<key>           lease: its owner
//
// Redis is trusted with none of it, the pointer included: a forged one could otherwise outrank
// every true one. As Redis cannot check an HMAC, vectors are compared here, and the script replaces
// the pointer only while it still is the one that was compared.
class RedisVersionedStore final : public VersionedStore {
 public:
  struct Options {
    std::string prefix = "tiendo";
    std::string schema;   // See Sealer. Required.
    std::string mac_key;  // Secret shared by the replicas, at least 16 bytes.
  };

  // `client` outlives the store. INVALID_ARGUMENT for bad options.
  static absl::StatusOr<std::unique_ptr<RedisVersionedStore>> Create(redis::Client* client,
                                                                     Options options);

  std::optional<Value> Get(std::string_view key, Deadline deadline) override;
  PutResult Put(std::string_view key, const PositionVector& vector, std::string_view bytes,
                std::chrono::milliseconds ttl, const std::set<std::string>& dropped,
                Deadline deadline) override;
  LeaseOutcome Lease(std::string_view key, std::string_view owner, std::chrono::milliseconds ttl,
                     Deadline deadline) override;
  void Release(std::string_view key, std::string_view owner, Deadline deadline) override;
  Stats stats() const override;

  std::string PointerKey(std::string_view key) const;
  std::string ValueKey(std::string_view key, const PositionVector& vector) const;
  std::string LeaseKey(std::string_view key) const;

 private:
  RedisVersionedStore(redis::Client* client, Options options);

  PutResult PutUncounted(std::string_view key, const PositionVector& vector, std::string_view bytes,
                         std::chrono::milliseconds ttl, const std::set<std::string>& dropped,
                         Deadline deadline);
  std::atomic<uint64_t>& MissKind(const absl::Status& status);
  void CountMiss(Verdict verdict);

  redis::Client* const client_;
  const Sealer sealer_;
  const std::string prefix_;
  const redis::Script replace_pointer_;
  const redis::Script release_lease_;

  struct Counters {
    std::atomic<uint64_t> hits{0}, absent{0}, value_absent{0}, malformed{0}, foreign_schema{0},
        bad_mac{0}, unavailable{0}, puts{0}, puts_refused{0}, puts_failed{0}, leases_acquired{0},
        leases_held{0}, leases_unavailable{0};
  };
  Counters counters_;
};

}  // namespace tiendo::cache

#endif  // TIENDO_COMMON_CACHE_REDIS_VERSIONED_STORE_H_
