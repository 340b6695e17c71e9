// Overload: a server process on one core is offered up to three times what it can do, open loop,
// from another core, by many callers with a connection each. Goodput is what is answered within the
// deadline.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "tests/bench/bench.h"
#include "tests/support/load.h"
#include "tests/support/server_process.h"
#include "tests/support/temp_dir.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::bench {
namespace {

using testing::Load;
using testing::LoadResult;
using units::v1::BatchCreateUnitsRequest;
using units::v1::CreateUnitRequest;

constexpr int kUnits = 1000;
// Enough to keep the server busy, few enough not to be refused; writes share commits.
constexpr int kReaders = 16;
constexpr int kWriters = 64;
constexpr int kCallers = 64;
constexpr int kRounds = 5;
constexpr std::chrono::milliseconds kRun{1500};
constexpr std::chrono::milliseconds kDeadline{250};
constexpr double kFactors[] = {0.5, 1, 2, 3};

CreateUnitRequest NewUnit(const std::string& id) {
  CreateUnitRequest request;
  request.set_unit_id(id);
  request.mutable_unit()->set_display_name("Chi bộ mẫu " + id);
  request.mutable_unit()->set_side(units::v1::Unit::SIDE_PARTY);
  request.mutable_unit()->set_kind(units::v1::Unit::KIND_GRASSROOTS_CELL);
  request.mutable_unit()->mutable_effective_from()->set_year(2020);
  request.mutable_unit()->mutable_effective_from()->set_month(1);
  request.mutable_unit()->mutable_effective_from()->set_day(1);
  return request;
}

std::string NewUnits(const std::string& prefix, int count) {
  BatchCreateUnitsRequest batch;
  for (int i = 0; i < count; ++i) {
    *batch.add_requests() = NewUnit(prefix + "-" + std::to_string(i));
  }
  return batch.SerializeAsString();
}

struct Row {
  // `share` is the goodput beside the best of the same round.
  Sample offered, goodput, share, held_back, refused, expired, p50, p99, refused_p99, server,
      callers;
  int invalid = 0;
};

// One measurement, and the server's processor time in it.
struct Measured {
  LoadResult result;
  double server_seconds = 0;
};

Measured Run(const testing::ServerProcess& server, const std::function<LoadResult()>& run) {
  const auto before = testing::ProcessorTime(server.process().pid());
  Measured measured{run(), 0};
  measured.server_seconds = (testing::ProcessorTime(server.process().pid()) - before).count();
  return measured;
}

void Add(Row& row, double offered, const Measured& measured, double best) {
  const LoadResult& result = measured.result;
  const double seconds = result.took.count();
  row.offered.Add(offered);
  row.goodput.Add(result.goodput());
  row.share.Add(result.goodput() / best);
  row.held_back.Add(static_cast<double>(result.held_back) / seconds);
  row.refused.Add(static_cast<double>(result.refused) / seconds);
  row.expired.Add(static_cast<double>(result.expired) / seconds);
  row.p50.Add(LoadResult::Quantile(result.ok_ms, 0.5));
  row.p99.Add(LoadResult::Quantile(result.ok_ms, 0.99));
  row.refused_p99.Add(LoadResult::Quantile(result.refused_ms, 0.99));
  row.server.Add(measured.server_seconds / seconds);
  row.callers.Add(result.busy);
  if (result.valid() && result.failures.empty()) return;
  ++row.invalid;
  for (const auto& [what, count] : result.failures) {
    std::printf("  %lld calls failed: %s\n", static_cast<long long>(count), what.c_str());
  }
}

void Print(const std::string& name, Row& row, double peak) {
  const double goodput = row.goodput.Quantile(0.5);
  std::printf(
      "  %-14s %7.0f %7.0f %5.2f   %5.2f (%.2f to %.2f) %8.0f %7.0f %7.0f %6.1f %6.1f %8.1f %6.2f "
      "%6.2f%s\n",
      name.c_str(), row.offered.Quantile(0.5), goodput, goodput / peak, row.share.Quantile(0.5),
      row.share.Quantile(0), row.share.Quantile(1), row.held_back.Quantile(0.5),
      row.refused.Quantile(0.5), row.expired.Quantile(0.5), row.p50.Quantile(0.5),
      row.p99.Quantile(0.5), row.refused_p99.Quantile(0.5), row.server.Quantile(0.5),
      row.callers.Quantile(0.5), row.invalid > 0 ? "  INVALID" : "");
}

// A load on the server from callers that send all they have, and from callers that keep to the
// published rule.
void Measure(const testing::ServerProcess& server, const char* what, int concurrency,
             Load::Options options) {
  Load eager(options);
  options.throttled = true;
  Load throttled(options);
  Row capacity;
  Row rows[2][std::size(kFactors)];
  Sample served_cost, refused_cost;
  eager.Closed(concurrency, kRun / 3);  // warm
  for (int round = 0; round < kRounds; ++round) {
    const Measured closed = Run(server, [&] { return eager.Closed(concurrency, kRun); });
    const double rate = closed.result.goodput();
    std::vector<Measured> measured[2];
    double best = rate;
    for (double factor : kFactors) {
      for (int kind : {0, 1}) {
        Load& load = kind == 0 ? eager : throttled;
        // What callers that hold back have to find out first.
        if (kind == 1) (void)load.Open(factor * rate, kRun);
        measured[kind].push_back(Run(server, [&] { return load.Open(factor * rate, kRun); }));
        best = std::max(best, measured[kind].back().result.goodput());
      }
    }
    Add(capacity, rate, closed, best);
    for (int kind : {0, 1}) {
      for (size_t i = 0; i < std::size(kFactors); ++i) {
        Add(rows[kind][i], kFactors[i] * rate, measured[kind][i], best);
      }
    }
    const Measured& most = measured[0].back();
    const double each = closed.server_seconds / static_cast<double>(closed.result.ok);
    served_cost.Add(each * 1e6);
    refused_cost.Add((most.server_seconds - each * static_cast<double>(most.result.ok)) /
                     static_cast<double>(most.result.refused + most.result.expired) * 1e6);
  }
  // The peak of the curve: the highest of its points, each the median of the rounds. The best of a
  // round beside it is the luckiest of nine runs on a machine that is never equally fast.
  double peak = capacity.goodput.Quantile(0.5);
  for (auto& kind : rows) {
    for (Row& row : kind) peak = std::max(peak, row.goodput.Quantile(0.5));
  }
  std::printf("%s\n", what);
  std::printf("  one served costs the server %.0f us, one refused (at %.1fx) %.0f us\n",
              served_cost.Quantile(0.5), kFactors[std::size(kFactors) - 1],
              refused_cost.Quantile(0.5));
  std::printf(
      "                 offered goodput of peak of the best     held back refused expired    p50   "
      " p99"
      "  refused server callers\n");
  Print("closed", capacity, peak);
  for (int kind : {0, 1}) {
    for (size_t i = 0; i < std::size(kFactors); ++i) {
      char name[32];
      (void)std::snprintf(name, sizeof(name), "%.1fx%s", kFactors[i],
                          kind == 1 ? " throttled" : "");
      Print(name, rows[kind][i], peak);
    }
  }
  std::printf("\n");
}

}  // namespace

void BenchOverload() {
  testing::TempDir dir;
  testing::ServerProcess::Options options;
  options.service = "units";
  options.database = "sqlite:" + dir.File("units.db");
  testing::RunOnCore(0);
  auto server = testing::ServerProcess::Start(options);
  if (!server.ok()) std::abort();
  const bool two_cores = testing::RunOnCore(1);
  std::printf(
      "overload: tiendo-units on SQLite, %s; %d callers with a connection each; %d readers or %d "
      "writers at a time find the capacity; deadline %lld ms; medians of %d rounds; per second, ms,"
      " share of a core\n",
      two_cores ? "server on one core, callers on another" : "one core for all: INVALID", kCallers,
      kReaders, kWriters, static_cast<long long>(kDeadline.count()), kRounds);
  const std::string list = "/tiendo.units.v1.UnitService/ListUnits";
  const std::string create = "/tiendo.units.v1.UnitService/BatchCreateUnits";
  {
    Load load({.address = (*server)->address(),
               .method = create,
               .request = [](int64_t) { return NewUnits("chi-bo", kUnits); },
               .deadline = std::chrono::minutes(1),
               .connections = 1});
    if (load.Closed(1, std::chrono::milliseconds(1)).ok != 1) std::abort();
  }
  for (int page : {50, 500}) {
    units::v1::ListUnitsRequest request;
    request.set_page_size(page);
    const std::string bytes = request.SerializeAsString();
    Measure(**server, ("reads: ListUnits, " + std::to_string(page) + " units").c_str(), kReaders,
            {.address = (*server)->address(),
             .method = list,
             .request = [bytes](int64_t) { return bytes; },
             .deadline = kDeadline,
             .connections = kCallers});
  }
  for (int batch : {1, 10}) {
    auto series = std::make_shared<int64_t>(0);
    const std::string prefix = "moi-" + std::to_string(batch) + "-";
    Measure(
        **server, ("writes: BatchCreateUnits, " + std::to_string(batch) + " units").c_str(),
        kWriters,
        {.address = (*server)->address(),
         .method = create,
         .request = [=](int64_t) { return NewUnits(prefix + std::to_string(++*series), batch); },
         .deadline = kDeadline,
         .connections = kCallers});
  }
}

}  // namespace tiendo::bench
