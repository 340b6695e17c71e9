// What a lost Redis costs readers: the same questions, while facts change, to a replica that has no
// Redis (the near cache alone), to one whose Redis is killed and to one whose Redis has stopped
// answering. Interleaved, so that the machine's moods hit all alike.
#include <grpcpp/client_context.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>

#include "tests/bench/bench.h"
#include "tests/support/redis_server.h"
#include "tests/support/temp_dir.h"
#include "tests/support/wait.h"

namespace tiendo::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr int kRounds = 8;
constexpr int kReadsPerRound = 400;
constexpr int kQuestions = 20;
constexpr std::chrono::milliseconds kPace{50};  // 20 changes a second: each ends what is in memory

struct Replica {
  const char* label;
  std::unique_ptr<testing::ServiceHarness> harness;
  std::unique_ptr<tiendo::status::v1::StatusService::Stub> stub;
  Sample latency;
  int wrong = 0;
};

// One answer; milliseconds.
double Ask(Replica& replica, int question) {
  tiendo::status::v1::GetStatusRequest request;
  request.set_scope("units/phong-" + std::to_string(1 + question));
  *request.mutable_as_of() = testing::DateOf("2022-06-30");
  grpc::ClientContext context;
  tiendo::status::v1::Status status;
  const auto begin = SteadyClock::now();
  const bool ok = replica.stub->GetStatus(&context, request, &status).ok();
  const auto took = SteadyClock::now() - begin;
  // The scopes have one or two items of the year; none of them is done.
  const bool right = ok && status.categories_size() == 1 &&
                     status.categories(0).columns().plan() > 0 &&
                     status.categories(0).columns().plan() <= 2;
  if (!right) ++replica.wrong;
  return std::chrono::duration_cast<std::chrono::duration<double, std::milli>>(took).count();
}

void Touch(testing::Suite& suite, int n) {
  tiendo::programs::v1::UpdateItemRequest request;
  request.mutable_item()->set_name("programs/so/items/i1");
  request.mutable_item()->set_title("Nội dung mẫu 01, bản " + std::to_string(n));
  request.mutable_update_mask()->add_paths("title");
  grpc::ClientContext context;
  tiendo::programs::v1::Item item;
  (void)suite.programs().UpdateItem(&context, request, &item);
}

}  // namespace

void BenchRedisGone(testing::Suite& suite) {
  auto killed = testing::RedisServer::Create();
  auto stopped = testing::RedisServer::Create();
  if (!killed.ok() || !stopped.ok()) {
    std::printf("Redis gone: redis-server does not start\n");
    return;
  }
  std::vector<std::unique_ptr<testing::TempDir>> dirs;
  std::vector<Replica> replicas(3);
  const std::pair<const char*, std::string> kinds[] = {
      {"near cache alone", ""},
      {"Redis killed", (*killed)->url()},
      {"Redis does not answer", (*stopped)->url()}};
  for (size_t i = 0; i < replicas.size(); ++i) {
    dirs.push_back(std::make_unique<testing::TempDir>());
    db::Options database;
    database.url = "sqlite:" + dirs.back()->File("status.db");
    replicas[i].label = kinds[i].first;
    replicas[i].harness = suite.StartStatusReplica(database, kinds[i].second);
    replicas[i].stub = tiendo::status::v1::StatusService::NewStub(replicas[i].harness->channel());
    const bool loaded = testing::WaitUntil([&] {
      replicas[i].wrong = 0;
      Ask(replicas[i], 0);
      return replicas[i].wrong == 0;
    });
    if (!loaded) std::printf("Redis gone: %s has not loaded\n", kinds[i].first);
  }
  (*killed)->Kill();
  (*stopped)->Pause();
  std::atomic<bool> end = false;
  std::thread writer([&] {
    auto next = SteadyClock::now();
    for (int n = 0; !end; ++n) {
      Touch(suite, n);
      std::this_thread::sleep_until(next += kPace);
    }
  });
  for (int round = 0; round < kRounds; ++round) {
    for (Replica& replica : replicas) {
      for (int i = 0; i < kReadsPerRound; ++i) replica.latency.Add(Ask(replica, i % kQuestions));
    }
  }
  end = true;
  writer.join();
  (*stopped)->Resume();
  std::printf("GetStatus while 20 facts a second change, %d questions, %d answers each\n",
              kQuestions, kRounds * kReadsPerRound);
  const double base = replicas[0].latency.Quantile(0.99);
  for (Replica& replica : replicas) {
    const double p99 = replica.latency.Quantile(0.99);
    std::printf("  %-22s p50 %6.2f ms  p99 %6.2f ms  max %6.1f ms  p99 ratio %4.2f  wrong %d\n",
                replica.label, replica.latency.Quantile(0.5), p99, replica.latency.Quantile(1),
                base > 0 ? p99 / base : 0, replica.wrong);
  }
  std::printf("\n");
}

}  // namespace tiendo::bench
