// A Redis that is away, slow, full, empty, old or lies: answers stay right and never go back.
#include <gtest/gtest.h>
#include <hiredis/hiredis.h>

#include <atomic>
#include <csignal>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "common/cache/envelope.h"
#include "services/status/cache/schema.h"
#include "tests/fault/harness/faults.h"
#include "tests/support/status_matchers.h"

namespace tiendo::fault {
namespace {

using testing::IsOk;

// With the settings that the servers of the harness have: targets without tolerance, three urgings,
// the checklists that supervision comes with.
std::string SchemaOfTheServers() { return std::string(status::kCacheSchema) + "/0/3/3/12/12/13"; }

std::unique_ptr<Experiment> Begin(const std::string& name) {
  Experiment::Options options;
  options.run.name = name;
  options.run.min_faults = 2;
  options.run.min_writes = 300;
  options.cluster.redis_proxy = true;
  // Redis is asked by the readers of status: more of them than elsewhere.
  options.traffic.status_readers = 16;
  auto experiment = Experiment::Start(std::move(options));
  EXPECT_THAT(experiment, IsOk());
  return experiment.ok() ? *std::move(experiment) : nullptr;
}

void ExpectRight(Experiment& experiment) {
  const Experiment::Verdict verdict = experiment.Finish();
  EXPECT_NE(verdict.code, 3) << "invalid, neither right nor wrong:\n" << verdict.text;
  EXPECT_EQ(verdict.code, 0) << verdict.text;
}

// The harness's own way into Redis.
class Redis {
 public:
  explicit Redis(Experiment& experiment)
      : context_(redisConnectUnix(experiment.cluster().redis().socket().c_str()), &redisFree) {}

  using Reply = std::unique_ptr<redisReply, void (*)(void*)>;
  template <typename... Arguments>
  Reply Run(const char* format, Arguments... arguments) {
    return Reply(static_cast<redisReply*>(redisCommand(context_.get(), format, arguments...)),
                 &freeReplyObject);
  }
  std::vector<std::string> Keys(const char* pattern) {
    std::vector<std::string> out;
    Reply reply = Run("KEYS %s", pattern);
    for (size_t i = 0; reply != nullptr && i < reply->elements; ++i) {
      out.emplace_back(reply->element[i]->str, reply->element[i]->len);
    }
    return out;
  }
  std::string Get(const std::string& key) {
    Reply reply = Run("GET %b", key.data(), key.size());
    return reply == nullptr || reply->str == nullptr ? "" : std::string(reply->str, reply->len);
  }
  void Set(const std::string& key, const std::string& value) {
    Run("SET %b %b", key.data(), key.size(), value.data(), value.size());
  }

 private:
  std::unique_ptr<redisContext, decltype(&redisFree)> context_;
};

std::optional<Pointer> Opened(const cache::Sealer& sealer, const std::string& key,
                              const std::string& sealed) {
  cache::Envelope envelope;
  if (sealer.Open(key, sealed, envelope) != cache::Verdict::kOk) return std::nullopt;
  Pointer pointer;
  pointer.key = key;
  for (const auto& [service, position] : envelope.vector) {
    pointer.positions.push_back({service, position.database_id, position.revision});
  }
  pointer.at = Now();
  return pointer;
}

// One replica after the other is held back, and would like to put its older answers into Redis.
TEST(CacheFaultsTest, PointersNeverGoBack) {
  auto experiment = Begin("redis-pointers");
  ASSERT_NE(experiment, nullptr);
  const cache::Sealer sealer(SchemaOfTheServers(), experiment->cluster().cache_key());
  std::atomic<bool> stop{false};
  std::atomic<int> seen{0};
  std::thread looking([&] {
    Redis redis(*experiment);
    while (!stop) {
      for (const std::string& key : redis.Keys("*:p:*")) {
        if (auto pointer = Opened(sealer, key, redis.Get(key))) {
          experiment->Record(*pointer);
          ++seen;
        }
      }
    }
  });
  for (Rounds rounds; rounds.Next();) {
    ASSERT_THAT(experiment->AwaitLoad(), IsOk());
    Replica& replica = experiment->AnyReplica("status");
    experiment->Record("stop", replica.name());
    replica.Signal(SIGSTOP);
    EXPECT_THAT(experiment->AwaitWrites(200), IsOk());
    replica.Signal(SIGCONT);
    EXPECT_THAT(experiment->AwaitWrites(200), IsOk());
  }
  stop = true;
  looking.join();
  EXPECT_GT(seen, 0) << "the harness no longer finds the pointers";
  ExpectRight(*experiment);
}

TEST(CacheFaultsTest, KilledFlushedStoppedLate) {
  auto experiment = Begin("redis-away");
  ASSERT_NE(experiment, nullptr);
  testing::RedisServer& redis = experiment->cluster().redis();
  for (Rounds rounds(4); rounds.Next();) {
    ASSERT_THAT(experiment->AwaitLoad(), IsOk());
    switch (rounds.variant()) {
      case 0:
        experiment->Record("kill", "redis");
        redis.Kill();
        ASSERT_THAT(experiment->AwaitWrites(300), IsOk());
        ASSERT_THAT(redis.Start(), IsOk());
        break;
      case 1:
        experiment->Record("flush", "redis");
        Redis(*experiment).Run("FLUSHALL");
        break;
      case 2:
        experiment->Record("stop", "redis");
        redis.Pause();
        ASSERT_THAT(experiment->AwaitWrites(300), IsOk());
        redis.Resume();
        break;
      default:
        // Later than status waits: answers to one question must not be taken for another's.
        experiment->Record("late", "redis");
        experiment->cluster().redis_proxy().SetDelay(std::chrono::milliseconds(120));
        ASSERT_THAT(experiment->AwaitWrites(300), IsOk());
        experiment->cluster().redis_proxy().SetDelay(std::chrono::milliseconds(0));
        break;
    }
    ASSERT_THAT(experiment->AwaitWrites(300), IsOk());
  }
  ExpectRight(*experiment);
}

TEST(CacheFaultsTest, RestoredFromAnOlderDump) {
  auto experiment = Begin("redis-old-dump");
  ASSERT_NE(experiment, nullptr);
  testing::RedisServer& redis = experiment->cluster().redis();
  for (Rounds rounds; rounds.Next();) {
    ASSERT_THAT(experiment->AwaitWrites(300), IsOk());
    auto saved = Redis(*experiment).Run("SAVE");
    ASSERT_TRUE(saved != nullptr && saved->type == REDIS_REPLY_STATUS);
    ASSERT_THAT(experiment->AwaitWrites(600), IsOk());
    ASSERT_THAT(experiment->AwaitLoad(), IsOk());
    experiment->Record("restore an older dump", "redis");
    ASSERT_THAT(redis.Restart(), IsOk());
    ASSERT_FALSE(Redis(*experiment).Keys("*").empty()) << "the dump was not loaded";
    ASSERT_THAT(experiment->AwaitWrites(300), IsOk());
  }
  ExpectRight(*experiment);
}

TEST(CacheFaultsTest, OutOfMemory) {
  auto experiment = Begin("redis-out-of-memory");
  ASSERT_NE(experiment, nullptr);
  for (Rounds rounds; rounds.Next();) {
    ASSERT_THAT(experiment->AwaitLoad(), IsOk());
    experiment->Record("out of memory", "redis");
    Redis(*experiment).Run("CONFIG SET maxmemory 1");
    ASSERT_THAT(experiment->AwaitWrites(300), IsOk());
    Redis(*experiment).Run("CONFIG SET maxmemory 0");
    ASSERT_THAT(experiment->AwaitWrites(100), IsOk());
  }
  ExpectRight(*experiment);
}

// Everything of one kind in Redis that is sealed as it should be, by key.
std::map<std::string, std::string> Sound(Redis& redis, const cache::Sealer& sealer,
                                         const char* kind) {
  std::map<std::string, std::string> out;
  for (const std::string& key : redis.Keys(kind)) {
    std::string value = redis.Get(key);
    cache::Envelope envelope;
    if (sealer.Open(key, value, envelope) == cache::Verdict::kOk) out[key] = std::move(value);
  }
  return out;
}

// Whoever can write to Redis but does not have the secret can only move and bring back what it
// finds, and what was sealed with the secret for one place is worth nothing at another.
TEST(CacheFaultsTest, PoisonedWithValidSums) {
  auto experiment = Begin("redis-poisoned");
  ASSERT_NE(experiment, nullptr);
  const cache::Sealer sealer(SchemaOfTheServers(), experiment->cluster().cache_key());
  std::map<std::string, std::string> first;  // as first seen, by key
  int moved = 0;
  constexpr size_t kVariants = 3;
  for (Rounds rounds(kVariants, 2 * kVariants); rounds.Next();) {
    ASSERT_THAT(experiment->AwaitWrites(100), IsOk());
    ASSERT_THAT(experiment->AwaitLoad(), IsOk());
    experiment->Record("poison", "redis");
    Redis redis(*experiment);
    for (const char* kind : {"*:p:*", "*:v:*"}) {
      const std::map<std::string, std::string> sound = Sound(redis, sealer, kind);
      const std::string* before = nullptr;
      for (const auto& [key, value] : sound) {
        const auto& [oldest_key, oldest] = *first.emplace(key, value).first;
        if (rounds.variant() == 2) {
          redis.Set(oldest_key, oldest);  // its own, of long ago
        } else if (before != nullptr && rounds.variant() == 0) {
          redis.Set(key, sound.at(*before));  // another question's answer, whole
        } else if (before != nullptr) {
          cache::Envelope envelope;  // sealed by one who has the secret, for another place
          sealer.Open(*before, first.at(*before), envelope);
          redis.Set(key, sealer.Seal(*before, envelope.vector, envelope.bytes));
        }
        before = &key;
        ++moved;
      }
    }
    // With the poison still in Redis; and at the end, as every experiment.
    if (rounds.number() == kVariants) {
      ASSERT_THAT(experiment->QuietPoint(), IsOk());
    }
    ASSERT_THAT(experiment->AwaitWrites(100), IsOk());
  }
  EXPECT_GT(moved, 0) << "the harness no longer knows how values are sealed";
  ExpectRight(*experiment);
}

}  // namespace
}  // namespace tiendo::fault
