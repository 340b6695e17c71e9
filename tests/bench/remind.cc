#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <memory>
#include <vector>

#include "tests/bench/bench.h"
#include "tests/integration/remind/case.h"
#include "tests/support/temp_dir.h"

namespace tiendo::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int kUnits = 1000;
constexpr int kDuties = 30;

template <typename Work>
double Seconds(Work work) {
  const auto start = SteadyClock::now();
  work();
  return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

[[noreturn]] void Fail(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::abort();
}

int Scan(testing::RemindCase& scanned) {
  const auto result = scanned.Scan();
  if (!result.ok()) Fail(std::string(result.status().message()));
  return result->answer.reminders_size();
}

}  // namespace

void BenchRemind() {
  std::vector<std::unique_ptr<testing::TempDir>> dirs;
  testing::RemindCase scanned(
      [&dirs] {
        dirs.push_back(std::make_unique<testing::TempDir>());
        db::Options options;
        options.url = "sqlite:" + dirs.back()->File("bench.db");
        return options;
      },
      kUnits, kDuties);
  const testing::RemindCase::Notices model = scanned.Model();

  size_t subjects = 0;
  const double reading = Seconds([&] { subjects = scanned.ReadOnly().value_or(0); });
  // Two at once: what one alone would issue, and the other adds none.
  const double both = Seconds([&] {
    auto other = std::async(std::launch::async, [&] { return Scan(scanned); });
    Scan(scanned);
    other.get();
  });
  if (scanned.Issued() != model) Fail("the scans did not issue the model's set");
  int added = 0;
  const double again = Seconds([&] { added = Scan(scanned); });
  if (added != 0 || scanned.Issued() != model) Fail("a further scan has added notices");
  const double items = Seconds([&] { scanned.CreateItems(); });

  std::printf("remind scan, %d units x %d subjects, two scans at once\n", kUnits, kDuties);
  std::printf("  subjects open and due  %8zu, notices due %zu: exactly the model's\n", subjects,
              model.size());
  std::printf("  reading status         %8.2f s\n", reading);
  std::printf("  both scans             %8.2f s\n", both);
  std::printf("  a further scan         %8.2f s, adds none\n", again);
  std::printf("  BatchCreateItems       %8.2f s, %d items, 1,000 a call\n", items,
              kUnits * kDuties);
  std::printf("  ratio                  %8.2f (both scans to the items, for each row written)\n\n",
              both / static_cast<double>(model.size()) / (items / (kUnits * kDuties)));
}

}  // namespace tiendo::bench
