// A tree of national size: 300,000 units on five levels. What the directory of another service
// costs, and what GetTree and SearchUnits answer in, each beside a baseline of the same run.
#include <grpcpp/client_context.h>
#include <string.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>

#include "common/api/body.h"
#include "common/db/migrator.h"
#include "common/ledger/committer.h"
#include "common/text/fold.h"
#include "services/units/client/unit_directory.h"
#include "services/units/domain/search.h"
#include "services/units/server.h"
#include "tests/bench/bench.h"
#include "tests/support/temp_dir.h"

namespace tiendo::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;
using units::v1::Unit;
constexpr int kUnits = 300'000;
constexpr int kBatch = 1000;

double Milliseconds(SteadyClock::duration d) {
  return std::chrono::duration_cast<std::chrono::duration<double, std::milli>>(d).count();
}

// Resident memory of this process in MiB.
double Resident() {
  std::ifstream statm("/proc/self/statm");
  double size = 0;
  double resident = 0;
  statm >> size >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

// A bench whose calls fail measures nothing.
void MustBeOk(const absl::Status& status) {
  if (status.ok()) return;
  std::printf("%s\n", status.ToString().c_str());
  std::fflush(stdout);
  std::abort();
}
template <typename T>
T Must(absl::StatusOr<T> value) {
  MustBeOk(value.status());
  return *std::move(value);
}

// 1 top, 10 below it, 20 below each, 30, 49: with the fifth level 300,000 in all, as far as it
// goes.
constexpr int kWidths[] = {1, 10, 20, 30, 50};
const char* const kWords[] = {"Chi bộ", "Phòng", "Trung tâm", "Trường", "Ban", "Viện", "Cơ sở"};
const char* const kFields[] = {"Việc làm", "Bảo trợ xã hội",     "Y tế",    "Giáo dục",
                               "Nội vụ",   "Khoa học công nghệ", "Văn hóa", "Nông nghiệp"};

// Unit `i` of the tree: numbered level by level, its superior known from its number.
units::v1::CreateUnitRequest National(int i) {
  int level = 0;
  int first = 0;
  int size = 1;
  while (i >= first + size && level < 4) {
    first += size;
    size *= kWidths[++level];
  }
  units::v1::CreateUnitRequest request;
  request.set_unit_id("don-vi-" + std::to_string(i));
  Unit& unit = *request.mutable_unit();
  unit.set_display_name(std::string(kWords[i % 7]) + " " + kFields[(i / 7) % 8] + " số " +
                        std::to_string(i));
  unit.set_short_name("ĐV " + std::to_string(i));
  unit.set_code("VN" + std::to_string(i));
  unit.set_side(Unit::SIDE_PARTY);
  unit.set_kind(Unit::KIND_GRASSROOTS_CELL);
  if (level > 0) {
    const int above = (first - size / kWidths[level]) + (i - first) / kWidths[level];
    unit.set_parent("units/don-vi-" + std::to_string(above));
  }
  unit.mutable_effective_from()->set_year(2020);
  unit.mutable_effective_from()->set_month(1);
  unit.mutable_effective_from()->set_day(1);
  return request;
}

std::string Body(int i) {
  const units::v1::CreateUnitRequest request = National(i);
  Unit unit = request.unit();
  unit.set_name("units/" + request.unit_id());
  unit.set_revision(i + 1);
  units::v1::UnitPeriod& period = *unit.add_periods();
  *period.mutable_start_date() = unit.effective_from();
  period.set_display_name(unit.display_name());
  period.set_short_name(unit.short_name());
  period.set_code(unit.code());
  period.set_parent(unit.parent());
  return api::PackBody(unit);
}

// A consumer's database that holds the whole mirror, as after a restart.
std::unique_ptr<db::Database> MirrorOf(const std::string& file) {
  db::Options options;
  options.url = "sqlite:" + file;
  auto database = Must(db::Database::Open(options));
  MustBeOk(db::Migrate(*database, ledger::WithLedger({{2, "mirrors", feed::kMirrorSql}})));
  auto writer = Must(database->Writer());
  MustBeOk(writer->Begin());
  const std::string source = "tiendo.units.v1.UnitService";
  for (int i = 0; i < kUnits; ++i) {
    MustBeOk(writer
                 ->Execute("INSERT INTO mirror_resources (source, name, revision, body) VALUES (:s,"
                           " :n, :r, :b)",
                           {source, "units/don-vi-" + std::to_string(i), i + 1, db::Bytes{Body(i)}})
                 .status());
  }
  MustBeOk(writer
               ->Execute("INSERT INTO mirror_positions (source, database_id, revision, time_us,"
                         " snapshot_high, complete, token) VALUES (:s, 'd', :r, 1, 0, 1, 't')",
                         {source, kUnits})
               .status());
  MustBeOk(writer->Commit());
  return database;
}

void BenchDirectory() {
  testing::TempDir dir;
  auto database = MirrorOf(dir.File("mirror.db"));
  // The least that any copy does: read and parse every row.
  const auto begin_parse = SteadyClock::now();
  {
    auto reader = Must(database->Reader());
    auto rows = Must(reader->Query<std::string, db::Bytes>(
        "SELECT name, body FROM mirror_resources ORDER BY revision", {}));
    Unit unit;
    for (auto& [name, body] : rows) MustBeOk(api::UnpackBody(body.value, unit));
  }
  const double parse = Milliseconds(SteadyClock::now() - begin_parse);
  SystemClock clock;
  ledger::Schema schema;
  schema.service = "consumer";
  auto committer = Must(ledger::Committer::Start(*database, schema, clock, {}));
  const double before = Resident();
  units::UnitDirectory::Options options;
  options.address = "127.0.0.1:1";
  units::UnitDirectory directory(options, *committer, clock, log::NullLogger());
  const auto begin = SteadyClock::now();
  MustBeOk(directory.Start(*database));
  const double load = Milliseconds(SteadyClock::now() - begin);
  const double memory = Resident() - before;
  const calendar::Day day{std::chrono::year{2022} / 6 / 30};
  constexpr int kAsked = 100'000;
  int within = 0;
  const auto begin_within = SteadyClock::now();
  for (int i = 0; i < kAsked; ++i) {
    const std::string unit = "units/don-vi-" + std::to_string(i * 3 % kUnits);
    within += directory.Within(unit, "units/don-vi-" + std::to_string(i % 11), day) ? 1 : 0;
  }
  const double each = Milliseconds(SteadyClock::now() - begin_within) / kAsked * 1e3;
  const auto begin_subtree = SteadyClock::now();
  const size_t whole = directory.SubtreeOn("units/don-vi-0", day).size();
  const double first = Milliseconds(SteadyClock::now() - begin_subtree);
  const auto begin_again = SteadyClock::now();
  const size_t part = directory.SubtreeOn("units/don-vi-1", day).size();
  const double again = Milliseconds(SteadyClock::now() - begin_again);
  directory.Stop();
  std::printf("directory of %d units, five levels\n", kUnits);
  std::printf("  load after a restart     %8.0f ms   +%.0f MiB resident\n", load, memory);
  std::printf("  read and parse the rows  %8.0f ms   (baseline); ratio %.2f\n", parse,
              load / parse);
  std::printf("  Within                   %8.2f us   each, %d of %d true\n", each, within, kAsked);
  std::printf("  SubtreeOn, first of a day%8.1f ms   %zu units; then %.2f ms for %zu\n\n", first,
              whole, again, part);
}

std::unique_ptr<testing::ServiceHarness> NationalService(const testing::TempDir& dir) {
  host::Settings settings;
  settings.database.url = "sqlite:" + dir.File("units.db");
  auto service = Must(testing::ServiceHarness::Start(units::UnitsServer(), settings));
  auto stub = units::v1::UnitService::NewStub(service->channel());
  const auto begin = SteadyClock::now();
  for (int i = 0; i < kUnits; i += kBatch) {
    units::v1::BatchCreateUnitsRequest batch;
    for (int k = i; k < i + kBatch; ++k) *batch.add_requests() = National(k);
    grpc::ClientContext context;
    units::v1::BatchCreateUnitsResponse response;
    const grpc::Status status = stub->BatchCreateUnits(&context, batch, &response);
    if (!status.ok()) {
      std::printf("%s\n", status.error_message().c_str());
      std::fflush(stdout);
      std::abort();
    }
  }
  const double seconds = Milliseconds(SteadyClock::now() - begin) / 1e3;
  std::printf("units service with %d units: created in %.0f s, %.0f a second, %d per call\n",
              kUnits, seconds, kUnits / seconds, kBatch);
  return service;
}

using Stub = units::v1::UnitService::Stub;
template <typename Request, typename Response>
double Timed(Stub& stub,
             grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
             const Request& request, Response& response) {
  grpc::ClientContext context;
  const auto begin = SteadyClock::now();
  const grpc::Status status = (stub.*method)(&context, request, &response);
  if (!status.ok()) std::abort();
  return Milliseconds(SteadyClock::now() - begin);
}

void BenchTree(Stub& stub) {
  const double before = Resident();
  units::v1::GetTreeRequest tree;
  tree.mutable_as_of()->set_year(2022);
  tree.mutable_as_of()->set_month(6);
  tree.mutable_as_of()->set_day(30);
  units::v1::GetTreeResponse page;
  const double cold = Timed(stub, &Stub::GetTree, tree, page);
  const double memory = Resident() - before;
  Sample pages;
  Sample lists;
  units::v1::ListUnitsRequest list;
  list.set_page_size(kBatch);
  int nodes = page.nodes_size();
  while (!page.next_page_token().empty()) {
    tree.set_page_token(page.next_page_token());
    pages.Add(Timed(stub, &Stub::GetTree, tree, page));
    nodes += page.nodes_size();
    units::v1::ListUnitsResponse rows;
    lists.Add(Timed(stub, &Stub::ListUnits, list, rows));
    list.set_page_token(rows.next_page_token());
  }
  std::printf("  first GetTree (reads all)%8.0f ms   +%.0f MiB resident\n", cold, memory);
  std::printf("  GetTree page of 1,000    p50 %6.1f ms  p99 %6.1f ms   %d nodes\n",
              pages.Quantile(0.5), pages.Quantile(0.99), nodes);
  std::printf("  ListUnits page of 1,000  p50 %6.1f ms  p99 %6.1f ms   (baseline); ratio %.2f\n",
              lists.Quantile(0.5), lists.Quantile(0.99), pages.Quantile(0.5) / lists.Quantile(0.5));
}

void BenchSearch(Stub& stub) {
  // The same names in one block: what looking at every one of them costs at least.
  std::string block;
  for (int i = 0; i < kUnits; ++i) {
    for (const std::string& word : text::FoldedWords(National(i).unit().display_name())) {
      block += " " + word;
    }
    block += "\n";
  }
  const std::string typed = "trung tâm y tế số 12";
  Sample search;
  Sample scan;
  size_t found = 0;
  for (int round = 0; round < 3; ++round) {
    for (size_t length = 2; length <= typed.size(); ++length) {
      if ((static_cast<unsigned char>(typed[length % typed.size()]) & 0xc0) == 0x80) continue;
      units::v1::SearchUnitsRequest request;
      request.set_query(typed.substr(0, length));
      units::v1::SearchUnitsResponse response;
      search.Add(Timed(stub, &Stub::SearchUnits, request, response));
      const std::string word = " " + text::FoldedWords(request.query()).front();
      const auto begin = SteadyClock::now();
      const char* at = block.data();
      const char* end = at + block.size();
      while ((at = static_cast<const char*>(memmem(at, static_cast<size_t>(end - at), word.data(),
                                                   word.size()))) != nullptr) {
        ++found;
        ++at;
      }
      scan.Add(Milliseconds(SteadyClock::now() - begin));
    }
  }
  std::printf("  SearchUnits as typed     p50 %6.1f ms  p99 %6.1f ms   %zu queries\n",
              search.Quantile(0.5), search.Quantile(0.99), search.size());
  std::printf(
      "  one word, one block      p50 %6.1f ms  p99 %6.1f ms   (baseline, %zu hits); ratio"
      " %.2f\n\n",
      scan.Quantile(0.5), scan.Quantile(0.99), found, search.Quantile(0.5) / scan.Quantile(0.5));
}

}  // namespace

void BenchNational() {
  BenchDirectory();
  testing::TempDir dir;
  auto service = NationalService(dir);
  auto stub = units::v1::UnitService::NewStub(service->channel());
  BenchTree(*stub);
  BenchSearch(*stub);
}

}  // namespace tiendo::bench
