#include <grpcpp/client_context.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>

#include "common/db/database.h"
#include "tests/bench/bench.h"
#include "tests/support/temp_dir.h"

namespace tiendo::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr int kClients = 64;
constexpr int kWrites = 6400;
constexpr int kBatch = 50;

double Seconds(SteadyClock::duration d) {
  return std::chrono::duration_cast<std::chrono::duration<double>>(d).count();
}

// Items created per second, each call durable before its answer.
double Service(testing::Suite& suite, int round, Sample& latency) {
  std::atomic<int> next{0};
  std::vector<Sample> samples(kClients);
  std::vector<std::thread> threads;
  const auto start = SteadyClock::now();
  for (int c = 0; c < kClients; ++c) {
    threads.emplace_back([&, c] {
      while (true) {
        const int i = next++;
        if (i >= kWrites) return;
        tiendo::programs::v1::CreateItemRequest request;
        request.set_parent("programs/so");
        request.set_item_id("w" + std::to_string(round) + "-" + std::to_string(i));
        request.mutable_item()->set_ordinal(i);
        request.mutable_item()->set_title("Nội dung mẫu " + std::to_string(i));
        request.mutable_item()->add_leads()->set_unit("units/phong-1");
        *request.mutable_item()->mutable_baseline_due_date() = testing::DateOf("2022-09-30");
        grpc::ClientContext context;
        tiendo::programs::v1::Item item;
        const auto begin = SteadyClock::now();
        if (!suite.programs().CreateItem(&context, request, &item).ok()) std::abort();
        samples[static_cast<size_t>(c)].Add(Seconds(SteadyClock::now() - begin) * 1e3);
      }
    });
  }
  for (std::thread& t : threads) t.join();
  const double rate = kWrites / Seconds(SteadyClock::now() - start);
  for (Sample& s : samples) {
    for (size_t i = 0; i < s.size(); ++i) {
      latency.Add(s.Quantile(static_cast<double>(i) / static_cast<double>(s.size())));
    }
  }
  return rate;
}

// The same rows (version, change, request id) in transactions of 50, without service or ledger.
double Bare() {
  testing::TempDir dir;
  db::Options options;
  options.url = "sqlite:" + dir.File("bare.db");
  auto database = db::Database::Open(options);
  if (!database.ok()) std::abort();
  auto writer = (*database)->Writer();
  if (!writer.ok()) std::abort();
  db::Connection& c = **writer;
  auto must = [](const absl::Status& status) {
    if (!status.ok()) std::abort();
  };
  must(c.ExecuteScript(
      "CREATE TABLE items (name TEXT NOT NULL, from_revision INTEGER NOT NULL, to_revision INTEGER"
      " NOT NULL, body BLOB NOT NULL, PRIMARY KEY (name, from_revision));"
      "CREATE UNIQUE INDEX items_open ON items (name) WHERE to_revision = 9223372036854775807;"
      "CREATE TABLE changes (revision INTEGER PRIMARY KEY, name TEXT, after BLOB, hash BLOB);"
      "CREATE TABLE request_ids (id TEXT PRIMARY KEY, hash BLOB, revision INTEGER);"));
  const db::Bytes body{std::string(300, 'b')};
  const db::Bytes hash{std::string(32, 'h')};
  const auto start = SteadyClock::now();
  for (int i = 0; i < kWrites;) {
    must(c.Begin());
    for (int end = i + kBatch; i < end; ++i) {
      const std::string name = "programs/so/items/w" + std::to_string(i);
      must(c.Execute("INSERT INTO items VALUES (:n, :r, 9223372036854775807, :b)",
                     {name, i + 1, body})
               .status());
      must(c.Execute("INSERT INTO changes VALUES (:r, :n, :b, :h)", {i + 1, name, body, hash})
               .status());
      must(c.Execute("INSERT INTO request_ids VALUES (:i, :h, :r)", {name, hash, i + 1}).status());
    }
    must(c.Commit());
  }
  return kWrites / Seconds(SteadyClock::now() - start);
}

}  // namespace

void BenchWrites(testing::Suite& suite) {
  Sample service;
  Sample bare;
  Sample ratio;
  Sample latency;
  constexpr int kRounds = 3;
  for (int round = 0; round < kRounds; ++round) {
    const double a = Service(suite, round, latency);
    const double b = Bare();
    service.Add(a);
    bare.Add(b);
    ratio.Add(a / b);
  }
  std::printf("durable CreateItem, %d clients, %d calls, %d interleaved rounds\n", kClients,
              kWrites, kRounds);
  std::printf("  through gRPC      %8.0f /s  p50 %.1f ms, p99 %.1f ms\n", service.Quantile(0.5),
              latency.Quantile(0.5), latency.Quantile(0.99));
  std::printf("  bare group commit %8.0f /s  (the same rows, 50 a transaction)\n",
              bare.Quantile(0.5));
  std::printf("  ratio             %8.2f\n\n", ratio.Quantile(0.5));
}

}  // namespace tiendo::bench
