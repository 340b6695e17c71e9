// Overload: a server process on one core is offered up to three times what it can do, open loop,
// from another core. Goodput is what is answered within the deadline.
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
constexpr int kRounds = 3;
constexpr std::chrono::milliseconds kRun{2000};
constexpr std::chrono::milliseconds kDeadline{250};
constexpr double kFactors[] = {0.5, 1, 1.5, 2, 3};

CreateUnitRequest NewUnit(const std::string& id) {
  CreateUnitRequest request;
  request.set_unit_id(id);
  request.mutable_unit()->set_display_name("Chi bộ mẫu " + id);
  request.mutable_unit()->set_side(units::v1::Unit::SIDE_PARTY);
  request.mutable_unit()->set_kind(units::v1::Unit::KIND_GRASSROOTS_CELL);
  *request.mutable_unit()->mutable_effective_from() = testing::DateOf("2020-01-01");
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
  Sample offered, goodput, share, refused, expired, p50, p99, refused_p99;
};

void Add(Row& row, double offered, const LoadResult& result, double peak) {
  const double seconds = result.took.count();
  row.offered.Add(offered);
  row.goodput.Add(result.goodput());
  row.share.Add(result.goodput() / peak);
  row.refused.Add(static_cast<double>(result.refused) / seconds);
  row.expired.Add(static_cast<double>(result.expired) / seconds);
  row.p50.Add(LoadResult::Quantile(result.ok_ms, 0.5));
  row.p99.Add(LoadResult::Quantile(result.ok_ms, 0.99));
  row.refused_p99.Add(LoadResult::Quantile(result.refused_ms, 0.99));
}

void Print(const char* name, Row& row) {
  std::printf(
      "  %-10s %7.0f /s %7.0f /s %6.2f (%.2f to %.2f) %7.0f /s %5.0f /s %5.1f %6.1f %8.1f\n", name,
      row.offered.Quantile(0.5), row.goodput.Quantile(0.5), row.share.Quantile(0.5),
      row.share.Quantile(0), row.share.Quantile(1), row.refused.Quantile(0.5),
      row.expired.Quantile(0.5), row.p50.Quantile(0.5), row.p99.Quantile(0.5),
      row.refused_p99.Quantile(0.5));
}

void Measure(const char* what, int callers, Load& load) {
  Row capacity;
  Row rows[std::size(kFactors)];
  int invalid = 0;
  load.Closed(callers, kRun / 3);  // warm
  for (int round = 0; round < kRounds; ++round) {
    // The peak of the round: the best of what the server did in it, so that a slower machine in the
    // next round does not count.
    const LoadResult closed = load.Closed(callers, kRun);
    std::vector<LoadResult> results;
    double peak = closed.goodput();
    for (double factor : kFactors) {
      results.push_back(load.Open(factor * closed.goodput(), kRun));
      peak = std::max(peak, results.back().goodput());
    }
    Add(capacity, closed.goodput(), closed, peak);
    for (size_t i = 0; i < results.size(); ++i) {
      if (!results[i].valid() || !results[i].failures.empty()) ++invalid;
      Add(rows[i], kFactors[i] * closed.goodput(), results[i], peak);
    }
  }
  std::printf("%s, deadline %lld ms, %d rounds, medians\n", what,
              static_cast<long long>(kDeadline.count()), kRounds);
  std::printf(
      "             offered    goodput  of the peak of its round  refused   expired  ms p50"
      "    p99  refused p99\n");
  Print("closed", capacity);
  for (size_t i = 0; i < std::size(kFactors); ++i) {
    char name[16];
    (void)std::snprintf(name, sizeof(name), "%.1fx", kFactors[i]);
    Print(name, rows[i]);
  }
  if (invalid > 0) {
    std::printf("  INVALID: in %d of %zu runs the load was not offered in time, or calls failed\n",
                invalid, kRounds * std::size(kFactors));
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
      "overload: tiendo-units on SQLite, %s; %d readers or %d writers find "
      "the capacity\n",
      two_cores ? "server on one core, callers on another" : "one core for all: INVALID", kReaders,
      kWriters);
  {
    Load load({.address = (*server)->address(),
               .method = "/tiendo.units.v1.UnitService/BatchCreateUnits",
               .request = [](int64_t) { return NewUnits("chi-bo", kUnits); },
               .deadline = std::chrono::minutes(1)});
    if (load.Open(1, std::chrono::milliseconds(1000)).ok != 1) std::abort();
  }
  for (int page : {50, 500}) {
    units::v1::ListUnitsRequest list;
    list.set_page_size(page);
    const std::string bytes = list.SerializeAsString();
    Load load({.address = (*server)->address(),
               .method = "/tiendo.units.v1.UnitService/ListUnits",
               .request = [bytes](int64_t) { return bytes; },
               .deadline = kDeadline});
    Measure(("reads: ListUnits, " + std::to_string(page) + " units").c_str(), kReaders, load);
  }
  int series = 0;
  for (int batch : {1, 10}) {
    const std::string prefix = "moi-" + std::to_string(++series) + "-";
    Load load({.address = (*server)->address(),
               .method = "/tiendo.units.v1.UnitService/BatchCreateUnits",
               .request = [=](int64_t i) { return NewUnits(prefix + std::to_string(i), batch); },
               .deadline = kDeadline});
    Measure(("writes: BatchCreateUnits, " + std::to_string(batch) + " units").c_str(), kWriters,
            load);
  }
}

}  // namespace tiendo::bench
