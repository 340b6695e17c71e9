// make bench: everything; `tiendo-bench overload`, `duties`, `listing` or `national`: that alone.
#include <cstdio>
#include <memory>
#include <string_view>
#include <vector>

#include "tests/bench/bench.h"
#include "tests/support/temp_dir.h"

int main(int argc, char** argv) {
  using namespace tiendo;  // NOLINT: main of a program
  if (argc == 2 && std::string_view(argv[1]) == "overload") {
    bench::BenchOverload();
    return 0;
  }
  if (argc == 2 && std::string_view(argv[1]) == "listing") {
    bench::BenchListing();
    return 0;
  }
  if (argc == 2 && std::string_view(argv[1]) == "national") {
    bench::BenchNational();
    return 0;
  }
  if (argc == 2 && std::string_view(argv[1]) == "duties") {
    bench::BenchDuties();
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
  return 0;
}
