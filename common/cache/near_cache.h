// A bounded cache in the memory of this process.
#ifndef TIENDO_COMMON_CACHE_NEAR_CACHE_H_
#define TIENDO_COMMON_CACHE_NEAR_CACHE_H_

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tiendo::cache {

struct NearCacheOptions {
  // Both bounds always hold, keys and a fixed overhead per entry included. Each shard has its equal
  // part of them, so a value of more than max_bytes / shards is not kept at all.
  size_t max_bytes = size_t{64} << 20;
  size_t max_entries = 100'000;
  // Locks to spread the callers over. Lowered to max_entries if that is smaller.
  size_t shards = 16;
  // Time for expiry; tests set their own.
  std::function<std::chrono::steady_clock::time_point()> now = std::chrono::steady_clock::now;
};

struct NearCacheStats {
  uint64_t hits = 0;
  uint64_t misses = 0;
  uint64_t evictions = 0;  // For room; expiry and replacement are not counted.
  size_t entries = 0;
  size_t bytes = 0;
};

// Least recently used goes first, per shard. Values are immutable and shared: a hit copies a
// pointer, and a value that was evicted lives on in the hands of its readers. Thread-safe.
template <typename Value>
class NearCache {
 public:
  using Ptr = std::shared_ptr<const Value>;

  // What an entry costs beyond its key and value: list node, hash node, control block.
  static constexpr size_t kEntryOverhead = 192;

  explicit NearCache(NearCacheOptions options)
      : options_(std::move(options)),
        shards_(std::max<size_t>(1, std::min(options_.shards, options_.max_entries))),
        shard_bytes_(options_.max_bytes / shards_.size()),
        shard_entries_(options_.max_entries / shards_.size()) {}

  // Null: not there, or expired.
  Ptr Get(std::string_view key) {
    Shard& shard = ShardOf(key);
    std::unique_lock lock(shard.mu);
    const auto found = shard.index.find(key);
    if (found != shard.index.end()) {
      const auto entry = found->second;
      if (!entry->expires || options_.now() < *entry->expires) {
        shard.recent.splice(shard.recent.begin(), shard.recent, entry);
        Ptr value = entry->value;
        lock.unlock();
        hits_.fetch_add(1, std::memory_order_relaxed);
        return value;
      }
      Remove(shard, entry);
    }
    lock.unlock();
    misses_.fetch_add(1, std::memory_order_relaxed);
    return nullptr;
  }

  // Replaces what was there, also when the new value is too big to be kept. `value_bytes` is the
  // memory that `value` holds; no `ttl`: until evicted.
  void Put(std::string_view key, Ptr value, size_t value_bytes,
           std::optional<std::chrono::milliseconds> ttl = std::nullopt) {
    Entry entry{std::string(key), std::move(value), key.size() + value_bytes + kEntryOverhead, {}};
    if (ttl) entry.expires = options_.now() + *ttl;
    Shard& shard = ShardOf(key);
    std::lock_guard lock(shard.mu);
    if (const auto found = shard.index.find(key); found != shard.index.end()) {
      Remove(shard, found->second);
    }
    if (entry.bytes > shard_bytes_ || shard_entries_ == 0) return;
    while (shard.bytes + entry.bytes > shard_bytes_ || shard.index.size() >= shard_entries_) {
      Remove(shard, std::prev(shard.recent.end()));
      ++shard.evictions;
    }
    shard.bytes += entry.bytes;
    shard.recent.push_front(std::move(entry));
    shard.index.emplace(shard.recent.front().key, shard.recent.begin());
  }

  void Erase(std::string_view key) {
    Shard& shard = ShardOf(key);
    std::lock_guard lock(shard.mu);
    if (const auto found = shard.index.find(key); found != shard.index.end()) {
      Remove(shard, found->second);
    }
  }

  void Clear() {
    for (Shard& shard : shards_) {
      std::lock_guard lock(shard.mu);
      shard.index.clear();
      shard.recent.clear();
      shard.bytes = 0;
    }
  }

  // Shard by shard: exact only while nothing changes.
  NearCacheStats stats() const {
    NearCacheStats s;
    s.hits = hits_.load(std::memory_order_relaxed);
    s.misses = misses_.load(std::memory_order_relaxed);
    for (const Shard& shard : shards_) {
      std::lock_guard lock(shard.mu);
      s.evictions += shard.evictions;
      s.entries += shard.index.size();
      s.bytes += shard.bytes;
    }
    return s;
  }

 private:
  struct Entry {
    std::string key;
    Ptr value;
    size_t bytes = 0;
    std::optional<std::chrono::steady_clock::time_point> expires;
  };
  using Iterator = typename std::list<Entry>::iterator;

  struct Shard {
    mutable std::mutex mu;
    std::list<Entry> recent;                               // Front: used last.
    std::unordered_map<std::string_view, Iterator> index;  // Keys live in the entries.
    size_t bytes = 0;
    uint64_t evictions = 0;
  };

  Shard& ShardOf(std::string_view key) {
    return shards_[std::hash<std::string_view>()(key) % shards_.size()];
  }

  static void Remove(Shard& shard, Iterator entry) {
    shard.bytes -= entry->bytes;
    shard.index.erase(entry->key);
    shard.recent.erase(entry);
  }

  const NearCacheOptions options_;
  std::vector<Shard> shards_;
  const size_t shard_bytes_;
  const size_t shard_entries_;
  std::atomic<uint64_t> hits_{0};
  std::atomic<uint64_t> misses_{0};
};

}  // namespace tiendo::cache

#endif  // TIENDO_COMMON_CACHE_NEAR_CACHE_H_
