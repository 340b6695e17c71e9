// What every VersionedStore does: the one over Redis and the fake.
#include "common/cache/versioned_store.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "common/cache/redis_versioned_store.h"
#include "tests/fakes/fake_versioned_store.h"
#include "tests/support/redis_server.h"
#include "tests/support/wait.h"

namespace tiendo::cache {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using PutOutcome = VersionedStore::PutOutcome;
using LeaseOutcome = VersionedStore::LeaseOutcome;

constexpr milliseconds kMinute = std::chrono::minutes(1);

PositionVector At(int64_t programs, int64_t units) {
  return {{"programs", {"p", programs}}, {"units", {"u", units}}};
}

// A store and what can happen to it.
class Harness {
 public:
  virtual ~Harness() = default;
  virtual VersionedStore& store() = 0;
  virtual void Flush() = 0;
  virtual void GoAway() = 0;
  virtual void ComeBack() = 0;
  // Changes the stored bytes of `key`, whose pointer names `vector`.
  virtual void Spoil(std::string_view key, const PositionVector& vector) = 0;
};

class FakeHarness final : public Harness {
 public:
  VersionedStore& store() override { return store_; }
  void Flush() override { store_.Clear(); }
  void GoAway() override { store_.SetAvailable(false); }
  void ComeBack() override { store_.SetAvailable(true); }
  void Spoil(std::string_view key, const PositionVector&) override { store_.Spoil(key); }

 private:
  FakeVersionedStore store_;
};

class RedisHarness final : public Harness {
 public:
  RedisHarness() : server_(testing::RedisServer::Create().value()) {
    redis::Options options;
    options.address = server_->url();
    options.pool_size = 16;
    options.connect_timeout = seconds(10);
    options.command_timeout = seconds(10);
    options.breaker.min_pause = milliseconds(1);
    options.breaker.max_pause = milliseconds(20);
    client_ = redis::Client::Create(options).value();
    store_ = RedisVersionedStore::Create(client_.get(),
                                         {.schema = "figures.v1", .mac_key = "0123456789abcdef"})
                 .value();
  }
  VersionedStore& store() override { return *store_; }
  void Flush() override {
    const redis::Script flush("return redis.call('FLUSHALL')");
    ASSERT_TRUE(client_->Eval(flush, {}, {}).ok());
  }
  void GoAway() override { server_->Kill(); }
  void ComeBack() override {
    ASSERT_TRUE(server_->Restart().ok());
    ASSERT_TRUE(testing::WaitUntil([&] { return client_->Ping().ok(); }));
  }
  void Spoil(std::string_view key, const PositionVector& vector) override {
    const std::string value_key = store_->ValueKey(key, vector);
    std::string bytes = client_->Get(value_key).value().value();
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    ASSERT_TRUE(client_->Set(value_key, bytes, kMinute).ok());
    // Nor does a pointer to it survive.
    ASSERT_TRUE(client_->Set(store_->PointerKey(key), "rubbish", kMinute).ok());
  }

 private:
  std::unique_ptr<testing::RedisServer> server_;
  std::unique_ptr<redis::Client> client_;
  std::unique_ptr<RedisVersionedStore> store_;
};

struct Engine {
  std::string name;
  std::unique_ptr<Harness> (*make)();
};

class VersionedStoreTest : public ::testing::TestWithParam<Engine> {
 protected:
  VersionedStore& store() { return harness_->store(); }
  std::string Bytes(std::string_view key) {
    const auto value = store().Get(key);
    return value ? value->bytes : "(miss)";
  }

  std::unique_ptr<Harness> harness_ = GetParam().make();
};

TEST_P(VersionedStoreTest, GetsWhatWasPut) {
  EXPECT_EQ(store().Get("k"), std::nullopt);
  const auto put = store().Put("k", At(1, 1), "one", kMinute);
  EXPECT_EQ(put.outcome, PutOutcome::kBecamePointer);
  EXPECT_EQ(put.pointer, At(1, 1));
  EXPECT_EQ(Bytes("k"), "one");
  EXPECT_EQ(store().Get("k")->vector, At(1, 1));
  EXPECT_EQ(store().Get("other"), std::nullopt);
  EXPECT_EQ(store().stats().absent, 2u);
  EXPECT_EQ(store().stats().hits, 2u);
}

TEST_P(VersionedStoreTest, KeysAndValuesAreAnyBytes) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  store().Put(all, {{all, {all, 1}}}, all, kMinute);
  EXPECT_EQ(Bytes(all), all);
  EXPECT_EQ(store().Get(all)->vector, (PositionVector{{all, {all, 1}}}));
  store().Put("empty", {}, "", kMinute);
  EXPECT_EQ(Bytes("empty"), "");
}

TEST_P(VersionedStoreTest, PointerMovesForwardOnly) {
  store().Put("k", At(5, 5), "five", kMinute);
  EXPECT_EQ(store().Put("k", At(6, 5), "six", kMinute).outcome, PutOutcome::kBecamePointer);
  const auto late = store().Put("k", At(5, 5), "five", kMinute);
  EXPECT_EQ(late.outcome, PutOutcome::kRefused);
  EXPECT_EQ(late.pointer, At(6, 5));
  EXPECT_EQ(Bytes("k"), "six");
  EXPECT_EQ(store().stats().puts_refused, 1u);
}

TEST_P(VersionedStoreTest, VectorThatDoesNotDominateIsRefused) {
  store().Put("k", At(5, 5), "five", kMinute);
  for (const PositionVector& vector :
       {At(9, 4), At(4, 9), PositionVector{{"programs", {"p", 9}}}, PositionVector{}}) {
    EXPECT_EQ(store().Put("k", vector, "no", kMinute).outcome, PutOutcome::kRefused);
  }
  EXPECT_EQ(Bytes("k"), "five");
}

TEST_P(VersionedStoreTest, SamePositionsMayBePutAgain) {
  store().Put("k", At(5, 5), "five", kMinute);
  EXPECT_EQ(store().Put("k", At(5, 5), "five", kMinute).outcome, PutOutcome::kBecamePointer);
}

TEST_P(VersionedStoreTest, NewEpochReplacesOnlyADroppedOne) {
  store().Put("k", At(900, 5), "old", kMinute);
  const PositionVector fresh = {{"programs", {"p2", 1}}, {"units", {"u", 5}}};
  EXPECT_EQ(store().Put("k", fresh, "new", kMinute).outcome, PutOutcome::kRefused);
  EXPECT_EQ(store().Put("k", fresh, "new", kMinute, {"other"}).outcome, PutOutcome::kRefused);
  const PositionVector behind = {{"programs", {"p2", 1}}, {"units", {"u", 4}}};
  EXPECT_EQ(store().Put("k", behind, "new", kMinute, {"p"}).outcome, PutOutcome::kRefused);
  EXPECT_EQ(store().Put("k", fresh, "new", kMinute, {"p"}).outcome, PutOutcome::kBecamePointer);
  EXPECT_EQ(Bytes("k"), "new");
  // A replica that has not heard of the new epoch cannot bring the old one back.
  EXPECT_EQ(store().Put("k", At(901, 5), "old", kMinute).outcome, PutOutcome::kRefused);
}

TEST_P(VersionedStoreTest, ValueExpires) {
  store().Put("k", At(1, 1), "one", milliseconds(5));
  EXPECT_TRUE(testing::WaitUntil([&] { return !store().Get("k").has_value(); }));
}

TEST_P(VersionedStoreTest, FlushIsAMissAndTheStoreGoesOn) {
  store().Put("k", At(5, 5), "five", kMinute);
  harness_->Flush();
  EXPECT_EQ(Bytes("k"), "(miss)");
  EXPECT_EQ(store().Put("k", At(4, 4), "four", kMinute).outcome, PutOutcome::kBecamePointer);
  EXPECT_EQ(Bytes("k"), "four");
}

TEST_P(VersionedStoreTest, SpoiledEntryIsAMissAndGivesWay) {
  store().Put("k", At(5, 5), "five", kMinute);
  harness_->Spoil("k", At(5, 5));
  EXPECT_EQ(Bytes("k"), "(miss)");
  EXPECT_EQ(store().Put("k", At(4, 4), "four", kMinute).outcome, PutOutcome::kBecamePointer);
  EXPECT_EQ(Bytes("k"), "four");
}

TEST_P(VersionedStoreTest, AwayIsAMissUntilItComesBack) {
  store().Put("k", At(1, 1), "one", kMinute);
  harness_->GoAway();
  EXPECT_EQ(Bytes("k"), "(miss)");
  EXPECT_EQ(store().Put("k", At(2, 2), "two", kMinute).outcome, PutOutcome::kFailed);
  EXPECT_EQ(store().Lease("k", "me", kMinute), LeaseOutcome::kUnavailable);
  store().Release("k", "me");
  EXPECT_EQ(store().stats().unavailable, 1u);
  EXPECT_EQ(store().stats().puts_failed, 1u);
  EXPECT_EQ(store().stats().leases_unavailable, 1u);
  harness_->ComeBack();
  EXPECT_EQ(store().Put("k", At(3, 3), "three", kMinute).outcome, PutOutcome::kBecamePointer);
  EXPECT_EQ(Bytes("k"), "three");
}

TEST_P(VersionedStoreTest, LeaseHasOneOwnerAtATime) {
  EXPECT_EQ(store().Lease("k", "a", kMinute), LeaseOutcome::kAcquired);
  EXPECT_EQ(store().Lease("k", "b", kMinute), LeaseOutcome::kHeld);
  EXPECT_EQ(store().Lease("other", "b", kMinute), LeaseOutcome::kAcquired);
  store().Release("k", "b");  // Not its owner.
  EXPECT_EQ(store().Lease("k", "b", kMinute), LeaseOutcome::kHeld);
  store().Release("k", "a");
  EXPECT_EQ(store().Lease("k", "b", kMinute), LeaseOutcome::kAcquired);
  EXPECT_EQ(store().stats().leases_acquired, 3u);
  EXPECT_EQ(store().stats().leases_held, 2u);
}

TEST_P(VersionedStoreTest, LeaseRunsOut) {
  EXPECT_EQ(store().Lease("k", "a", milliseconds(5)), LeaseOutcome::kAcquired);
  ASSERT_TRUE(testing::WaitUntil(
      [&] { return store().Lease("k", "b", kMinute) == LeaseOutcome::kAcquired; }));
  store().Release("k", "a");  // Too late: it is b's now.
  EXPECT_EQ(store().Lease("k", "c", kMinute), LeaseOutcome::kHeld);
}

TEST_P(VersionedStoreTest, NoReaderSeesPositionsGoBackWhileWritersRace) {
  constexpr int64_t kLast = 60;
  std::atomic<int> writing{4};
  std::vector<std::thread> writers;
  for (int64_t w = 0; w < 4; ++w) {
    writers.emplace_back([&, w] {
      // Each is ahead in its own way, so that some vectors do not compare.
      for (int64_t i = 1; i <= kLast; ++i) {
        store().Put("k", At(i + w % 2, i + w / 2), std::to_string(i), kMinute);
      }
      --writing;
    });
  }
  PositionVector seen;
  while (writing > 0) {
    if (const auto value = store().Get("k")) {
      ASSERT_TRUE(Dominates(value->vector, seen));
      seen = value->vector;
    }
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(store().Put("k", At(kLast + 1, kLast + 1), "end", kMinute).outcome,
            PutOutcome::kBecamePointer);
  EXPECT_EQ(Bytes("k"), "end");
}

template <typename H>
std::unique_ptr<Harness> Make() {
  return std::make_unique<H>();
}

INSTANTIATE_TEST_SUITE_P(Engines, VersionedStoreTest,
                         ::testing::Values(Engine{"Fake", &Make<FakeHarness>},
                                           Engine{"Redis", &Make<RedisHarness>}),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace tiendo::cache
