// What somebody who can write to Redis can do: make us miss, nothing else.
#include "common/cache/redis_versioned_store.h"

#include <gtest/gtest.h>

#include "common/errors/error.h"
#include "tests/support/redis_server.h"

namespace tiendo::cache {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using PutOutcome = VersionedStore::PutOutcome;

constexpr milliseconds kMinute = std::chrono::minutes(1);
const PositionVector kOne = {{"units", {"u", 1}}};
const PositionVector kTwo = {{"units", {"u", 2}}};

class RedisVersionedStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto server = testing::RedisServer::Create();
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    redis::Options options;
    options.address = server_->url();
    options.connect_timeout = seconds(10);
    options.command_timeout = seconds(10);
    client_ = redis::Client::Create(options).value();
    owner_ = Make("figures.v1", "0123456789abcdef");
    store().Put("k", kOne, "one", kMinute);
    pointer_key_ = owner_->PointerKey("k");
    value_key_ = owner_->ValueKey("k", kOne);
  }

  std::unique_ptr<RedisVersionedStore> Make(std::string schema, std::string mac_key) {
    return RedisVersionedStore::Create(client_.get(),
                                       {.schema = std::move(schema), .mac_key = std::move(mac_key)})
        .value();
  }
  VersionedStore& store() { return *owner_; }
  std::string Raw(const std::string& key) { return client_->Get(key).value().value(); }
  void Write(const std::string& key, std::string_view bytes) {
    ASSERT_TRUE(client_->Set(key, bytes, kMinute).ok());
  }

  std::unique_ptr<testing::RedisServer> server_;
  std::unique_ptr<redis::Client> client_;
  std::unique_ptr<RedisVersionedStore> owner_;
  std::string pointer_key_;
  std::string value_key_;
};

TEST_F(RedisVersionedStoreTest, OptionsAreChecked) {
  const auto bad = RedisVersionedStore::Create(client_.get(), {.schema = "", .mac_key = "short"});
  EXPECT_EQ(errors::GetDetails(bad.status())->violations.size(), 2u);
}

TEST_F(RedisVersionedStoreTest, PoisonedValueIsAMiss) {
  std::string bytes = Raw(value_key_);
  const size_t at = bytes.rfind("one");
  ASSERT_NE(at, std::string::npos);
  bytes.replace(at, 3, "two");
  Write(value_key_, bytes);
  EXPECT_EQ(store().Get("k"), std::nullopt);
  EXPECT_EQ(store().stats().bad_mac, 1u);
}

TEST_F(RedisVersionedStoreTest, TruncatedValueIsAMissAtEveryLength) {
  const std::string bytes = Raw(value_key_);
  for (size_t size = 0; size < bytes.size(); ++size) {
    Write(value_key_, std::string_view(bytes).substr(0, size));
    ASSERT_EQ(store().Get("k"), std::nullopt) << size;
  }
  EXPECT_EQ(store().stats().malformed, bytes.size());
}

TEST_F(RedisVersionedStoreTest, ForeignSchemaIsAMiss) {
  const auto foreign = Make("figures.v2", "0123456789abcdef");
  VersionedStore& other = *foreign;
  EXPECT_EQ(other.Get("k"), std::nullopt) << "each schema has its own keys";
  other.Put("k", kTwo, "two", kMinute);
  EXPECT_EQ(store().Get("k")->bytes, "one");
  Write(pointer_key_, Raw(foreign->PointerKey("k")));
  EXPECT_EQ(store().Get("k"), std::nullopt);
  EXPECT_EQ(store().stats().foreign_schema, 1u);
}

TEST_F(RedisVersionedStoreTest, AnotherSecretIsAMiss) {
  const auto other = Make("figures.v1", "fedcba9876543210");
  VersionedStore& forger = *other;
  // Far ahead, and yet it neither is served nor stands in the way of a true one.
  forger.Put("k", {{"units", {"u", INT64_MAX}}}, "forged", kMinute);
  EXPECT_EQ(store().Get("k"), std::nullopt);
  EXPECT_EQ(store().stats().bad_mac, 1u);
  EXPECT_EQ(store().Put("k", kOne, "one", kMinute).outcome, PutOutcome::kBecamePointer);
  EXPECT_EQ(store().Get("k")->bytes, "one");
}

TEST_F(RedisVersionedStoreTest, GenuineEnvelopeUnderAnotherKeyIsAMiss) {
  store().Put("k2", kOne, "other", kMinute);
  Write(value_key_, Raw(owner_->ValueKey("k2", kOne)));
  EXPECT_EQ(store().Get("k"), std::nullopt);
  Write(pointer_key_, Raw(owner_->PointerKey("k2")));
  EXPECT_EQ(store().Get("k"), std::nullopt);
  EXPECT_EQ(store().stats().bad_mac, 2u);
}

TEST_F(RedisVersionedStoreTest, EvictedValueIsAMissAndMayBePutAgain) {
  ASSERT_TRUE(client_->Del(std::vector<std::string>{value_key_}).ok());
  EXPECT_EQ(store().Get("k"), std::nullopt);
  EXPECT_EQ(store().stats().value_absent, 1u);
  store().Put("k", kOne, "one", kMinute);
  EXPECT_EQ(store().Get("k")->bytes, "one");
}

TEST_F(RedisVersionedStoreTest, KeysOfAnotherTypeAreMissesAndReplaced) {
  const redis::Script make_list(
      "redis.call('DEL', KEYS[1]) return redis.call('RPUSH', KEYS[1], 1)");
  ASSERT_TRUE(client_->Eval(make_list, std::vector<std::string>{pointer_key_}, {}).ok());
  EXPECT_EQ(store().Get("k"), std::nullopt);
  EXPECT_EQ(store().stats().malformed, 1u);
  EXPECT_EQ(store().Put("k", kOne, "one", kMinute).outcome, PutOutcome::kBecamePointer);
  EXPECT_EQ(store().Get("k")->bytes, "one");
}

TEST_F(RedisVersionedStoreTest, OldPointerThatComesBackIsServedWithItsTrueVector) {
  // A restored dump is genuine: the vector tells a caller that promised more not to use it.
  const std::string old_pointer = Raw(pointer_key_);
  store().Put("k", kTwo, "two", kMinute);
  Write(pointer_key_, old_pointer);
  const auto value = store().Get("k");
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(value->bytes, "one");
  EXPECT_FALSE(Dominates(value->vector, kTwo));
}

TEST_F(RedisVersionedStoreTest, KilledServerIsAQuickMiss) {
  server_->Kill();
  const auto begin = steady_clock::now();
  for (int i = 0; i < 200; ++i) EXPECT_EQ(store().Get("k"), std::nullopt);
  EXPECT_LT(steady_clock::now() - begin, seconds(5));
  EXPECT_GE(client_->stats().rejected, 100u) << "the breaker is open";
  EXPECT_EQ(store().stats().unavailable, 200u);
}

}  // namespace
}  // namespace tiendo::cache
