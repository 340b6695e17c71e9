// What a lost Redis costs readers: the same questions, while facts change, to a replica that has no
// Redis (the near cache alone), to one whose Redis is killed and to one whose Redis has stopped
// answering. Interleaved, so that the machine's moods hit all alike.
#include <grpcpp/client_context.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/bench/bench.h"
#include "tests/support/redis_server.h"
#include "tests/support/temp_dir.h"
#include "tests/support/wait.h"

namespace tiendo::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr int kRounds = 20;
constexpr int kReadsPerRound = 400;
constexpr int kQuestions = 20;
constexpr std::chrono::milliseconds kPace{50};  // 20 changes a second: each ends what is in memory
constexpr double kMaxRatio = 1.5;               // of p99, beside the near cache alone

struct Replica {
  const char* label;
  std::unique_ptr<testing::ServiceHarness> harness;
  std::unique_ptr<tiendo::status::v1::StatusService::Stub> stub;
  Sample latency;
  int wrong = 0;
  std::map<std::string, int64_t> seen;  // the newest revision of each source in an answer
};

// The changes are of a title: every figure stays what it was. No item is done, all were due.
bool IsRight(const tiendo::status::v1::Status& status, int division, Replica& replica) {
  const std::string items = std::to_string(Department::ItemsOf(division));
  bool right = status.categories_size() == 1 &&
               status.categories(0).triple() == "0/" + items + "/" + items &&
               status.freshness().source_positions_size() == 3;
  for (const auto& position : status.freshness().source_positions()) {
    int64_t& seen = replica.seen[position.service()];
    right = right && position.revision() >= seen;
    seen = std::max<int64_t>(seen, position.revision());
  }
  return right;
}

// One answer; milliseconds.
double Ask(Replica& replica, int question) {
  const int division = 1 + question;
  tiendo::status::v1::GetStatusRequest request;
  request.set_scope("units/phong-" + std::to_string(division));
  *request.mutable_as_of() = testing::DateOf("2022-06-30");
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + testing::kPatience);
  tiendo::status::v1::Status status;
  const auto begin = SteadyClock::now();
  const bool ok = replica.stub->GetStatus(&context, request, &status).ok();
  const auto took = SteadyClock::now() - begin;
  if (!ok || !IsRight(status, division, replica)) ++replica.wrong;
  return std::chrono::duration_cast<std::chrono::duration<double, std::milli>>(took).count();
}

bool Touch(testing::Suite& suite, int n) {
  tiendo::programs::v1::UpdateItemRequest request;
  request.mutable_item()->set_name("programs/so/items/i1");
  request.mutable_item()->set_title("Nội dung mẫu 01, bản " + std::to_string(n));
  request.mutable_update_mask()->add_paths("title");
  grpc::ClientContext context;
  tiendo::programs::v1::Item item;
  return suite.programs().UpdateItem(&context, request, &item).ok();
}

// A replica that has loaded its facts and answers right; null: it does not.
std::unique_ptr<Replica> StartReplica(testing::Suite& suite, const char* label,
                                      const std::string& database, const std::string& redis) {
  auto replica = std::make_unique<Replica>();
  replica->label = label;
  db::Options options;
  options.url = "sqlite:" + database;
  replica->harness = suite.StartStatusReplica(options, redis);
  replica->stub = tiendo::status::v1::StatusService::NewStub(replica->harness->channel());
  const bool loaded = testing::WaitUntil([&] {
    replica->wrong = 0;
    Ask(*replica, 0);
    return replica->wrong == 0;
  });
  return loaded ? std::move(replica) : nullptr;
}

// Reads in turn while facts change; how many times they did.
int Measure(testing::Suite& suite, std::vector<std::unique_ptr<Replica>>& replicas) {
  std::atomic<bool> end = false;
  int changes = 0;
  std::thread writer([&] {
    auto next = SteadyClock::now();
    for (int n = 0; !end; ++n) {
      changes += Touch(suite, n) ? 1 : 0;
      std::this_thread::sleep_until(next += kPace);
    }
  });
  for (int round = 0; round < kRounds; ++round) {
    for (std::unique_ptr<Replica>& replica : replicas) {
      for (int i = 0; i < kReadsPerRound; ++i) {
        replica->latency.Add(Ask(*replica, i % kQuestions));
      }
    }
  }
  end = true;
  writer.join();
  return changes;
}

// Prints a replica beside the first; whether it keeps to what is promised.
bool Judge(Replica& replica, double base) {
  const double p99 = replica.latency.Quantile(0.99);
  const double ratio = base > 0 ? p99 / base : 0;
  std::printf("  %-22s p50 %6.2f ms  p99 %6.2f ms  max %6.1f ms  p99 ratio %4.2f  wrong %d\n",
              replica.label, replica.latency.Quantile(0.5), p99, replica.latency.Quantile(1), ratio,
              replica.wrong);
  return base > 0 && ratio <= kMaxRatio && replica.wrong == 0;
}

}  // namespace

bool BenchRedisGone(testing::Suite& suite) {
  auto killed = testing::RedisServer::Create();
  auto stopped = testing::RedisServer::Create();
  if (!killed.ok() || !stopped.ok()) {
    std::printf("Redis gone: INVALID, redis-server does not start\n\n");
    return false;
  }
  testing::TempDir dir;
  std::vector<std::unique_ptr<Replica>> replicas;
  replicas.push_back(StartReplica(suite, "near cache alone", dir.File("near.db"), ""));
  replicas.push_back(StartReplica(suite, "Redis killed", dir.File("killed.db"), (*killed)->url()));
  replicas.push_back(
      StartReplica(suite, "Redis does not answer", dir.File("stopped.db"), (*stopped)->url()));
  if (std::ranges::any_of(replicas, [](const auto& replica) { return replica == nullptr; })) {
    std::printf("Redis gone: INVALID, a replica does not answer\n\n");
    return false;
  }
  (*killed)->Kill();
  (*stopped)->Pause();
  const int changes = Measure(suite, replicas);
  (*stopped)->Resume();
  std::printf("GetStatus while facts change (%d times), %d questions, %d answers each\n", changes,
              kQuestions, kRounds * kReadsPerRound);
  bool right = changes > 0;
  const double base = replicas[0]->latency.Quantile(0.99);
  for (std::unique_ptr<Replica>& replica : replicas) right = Judge(*replica, base) && right;
  std::printf("  %s: p99 at most %.1f times that of the near cache alone, no wrong answer\n\n",
              right ? "right" : "WRONG", kMaxRatio);
  return right;
}

}  // namespace tiendo::bench
