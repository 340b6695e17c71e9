#include "common/cache/near_cache.h"

#include <gtest/gtest.h>

#include <random>
#include <thread>

namespace tiendo::cache {
namespace {

using std::chrono::milliseconds;
using Cache = NearCache<std::string>;

std::shared_ptr<const std::string> Value(const std::string& text) {
  return std::make_shared<const std::string>(text);
}

NearCacheOptions OneShard(size_t max_bytes, size_t max_entries) {
  NearCacheOptions options;
  options.max_bytes = max_bytes;
  options.max_entries = max_entries;
  options.shards = 1;
  return options;
}

TEST(NearCacheTest, GetsWhatWasPutAndCounts) {
  Cache cache(OneShard(1 << 20, 10));
  EXPECT_EQ(cache.Get("a"), nullptr);
  cache.Put("a", Value("1"), 1);
  EXPECT_EQ(*cache.Get("a"), "1");
  cache.Put("a", Value("2"), 1);
  EXPECT_EQ(*cache.Get("a"), "2");
  EXPECT_EQ(cache.stats().hits, 2u);
  EXPECT_EQ(cache.stats().misses, 1u);
  EXPECT_EQ(cache.stats().entries, 1u);
  EXPECT_EQ(cache.stats().bytes, 2 + Cache::kEntryOverhead);
}

TEST(NearCacheTest, LeastRecentlyUsedGoesFirst) {
  Cache cache(OneShard(1 << 20, 2));
  cache.Put("a", Value("1"), 1);
  cache.Put("b", Value("2"), 1);
  cache.Get("a");
  cache.Put("c", Value("3"), 1);
  EXPECT_EQ(cache.Get("b"), nullptr);
  EXPECT_NE(cache.Get("a"), nullptr);
  EXPECT_NE(cache.Get("c"), nullptr);
  EXPECT_EQ(cache.stats().evictions, 1u);
}

TEST(NearCacheTest, BigValueEvictsAsManyAsItNeeds) {
  Cache cache(OneShard(4 * (Cache::kEntryOverhead + 101), 100));
  for (const char* key : {"a", "b", "c", "d"}) cache.Put(key, Value(key), 100);
  EXPECT_EQ(cache.stats().entries, 4u);
  cache.Put("e", Value("e"), 100 + Cache::kEntryOverhead + 101);
  EXPECT_EQ(cache.Get("a"), nullptr);
  EXPECT_EQ(cache.Get("b"), nullptr);
  EXPECT_NE(cache.Get("c"), nullptr);
  EXPECT_NE(cache.Get("e"), nullptr);
}

TEST(NearCacheTest, ValueThatDoesNotFitIsNotKeptButDropsTheOldOne) {
  Cache cache(OneShard(1000, 10));
  cache.Put("a", Value("old"), 3);
  cache.Put("a", Value("new"), 2000);
  EXPECT_EQ(cache.Get("a"), nullptr);
  EXPECT_EQ(cache.stats().bytes, 0u);
}

TEST(NearCacheTest, ZeroEntriesKeepsNothing) {
  Cache cache(OneShard(1000, 0));
  cache.Put("a", Value("1"), 1);
  EXPECT_EQ(cache.Get("a"), nullptr);
}

TEST(NearCacheTest, ExpiresAtItsTimeToLive) {
  std::chrono::steady_clock::time_point now{};
  NearCacheOptions options = OneShard(1 << 20, 10);
  options.now = [&] { return now; };
  Cache cache(options);
  cache.Put("a", Value("1"), 1, milliseconds(10));
  cache.Put("b", Value("2"), 1);
  now += milliseconds(9);
  EXPECT_NE(cache.Get("a"), nullptr);
  now += milliseconds(1);
  EXPECT_EQ(cache.Get("a"), nullptr);
  EXPECT_NE(cache.Get("b"), nullptr);
  EXPECT_EQ(cache.stats().entries, 1u);
}

TEST(NearCacheTest, EvictedValueLivesOnWithItsReader) {
  Cache cache(OneShard(1 << 20, 1));
  cache.Put("a", Value("1"), 1);
  const auto held = cache.Get("a");
  cache.Put("b", Value("2"), 1);
  cache.Clear();
  EXPECT_EQ(*held, "1");
  EXPECT_EQ(cache.stats().entries, 0u);
}

TEST(NearCacheTest, BoundsHoldUnderConcurrentUse) {
  NearCacheOptions options;
  options.max_bytes = 40'000;
  options.max_entries = 64;
  options.shards = 4;
  Cache cache(options);
  std::vector<std::thread> threads;
  for (unsigned seed = 0; seed < 4; ++seed) {
    threads.emplace_back([&, seed] {
      std::mt19937 random(seed);
      for (int i = 0; i < 5000; ++i) {
        const std::string key = std::to_string(random() % 200);
        if (random() % 8 == 0) cache.Erase(key);
        if (random() % 2 == 0) {
          cache.Put(key, Value(key), random() % 3000);
        } else if (const auto value = cache.Get(key)) {
          ASSERT_EQ(*value, key);
        }
        const NearCacheStats stats = cache.stats();
        ASSERT_LE(stats.bytes, options.max_bytes);
        ASSERT_LE(stats.entries, options.max_entries);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  cache.Clear();
  EXPECT_EQ(cache.stats().bytes, 0u);
}

}  // namespace
}  // namespace tiendo::cache
