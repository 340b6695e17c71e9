// make bench: everything; `tiendo-bench overload`, `duties`, `listing`, `national` or `remind`:
// that alone.
#include <algorithm>
#include <cstdio>
#include <iterator>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/bench/bench.h"
#include "tests/support/temp_dir.h"

int main(int argc, char** argv) {
  using namespace tiendo;  // NOLINT: main of a program
  const std::pair<std::string_view, void (*)()> parts[] = {{"duties", bench::BenchDuties},
                                                           {"listing", bench::BenchListing},
                                                           {"national", bench::BenchNational},
                                                           {"overload", bench::BenchOverload},
                                                           {"remind", bench::BenchRemind}};
  if (argc > 1) {
    const auto part =
        std::ranges::find(parts, std::string_view(argv[1]), [](const auto& p) { return p.first; });
    if (argc > 2 || part == std::end(parts)) {
      std::fprintf(stderr, "usage: tiendo-bench [duties|listing|national|overload|remind]\n");
      return 2;
    }
    part->second();
    return 0;
  }
  std::vector<std::unique_ptr<testing::TempDir>> dirs;
  testing::Suite suite([&dirs] {
    dirs.push_back(std::make_unique<testing::TempDir>());
    db::Options options;
    options.url = "sqlite:" + dirs.back()->File("bench.db");
    return options;
  });
  suite.CreateUnit("dang-bo", "", true);
  suite.CreateUnit("so", "", false, "units/dang-bo");
  for (int i = 1; i <= 20; ++i) {
    suite.CreateUnit("phong-" + std::to_string(i), "units/so", false);
  }
  suite.CreateProgram("department", "so", 2022, "units/so", "2022-01-10");
  for (int i = 1; i <= 21; ++i) {
    suite.CreateItem({"programs/so",
                      "i" + std::to_string(i),
                      i,
                      {"units/phong-" + std::to_string(1 + i % 20)},
                      "2022-06-15",
                      "2022-01-10"});
  }
  std::printf("SQLite, synchronous=FULL; clients and servers share this machine\n\n");
  bench::BenchReads(suite, suite.status_address());
  bench::BenchWrites(suite);
  bench::BenchVisibility(suite);
  bench::BenchRedisGone(suite);
  bench::BenchDuties();
  bench::BenchOverload();
  bench::BenchListing();
  bench::BenchNational();
  bench::BenchRemind();
  return 0;
}
