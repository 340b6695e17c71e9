// make bench: everything; `tiendo-bench overload`, `duties`, `listing`, `national`, `redis` or
// `remind`: that alone. Exit codes: 0, 1 a part that judges what it measured has found it wrong, 2
// no such part.
#include <algorithm>
#include <cstdio>
#include <iterator>
#include <string_view>
#include <utility>

#include "tests/bench/bench.h"

namespace tiendo::bench {
namespace {

// A part that measures and judges nothing.
template <void (*Part)()>
bool Measured() {
  Part();
  return true;
}

bool RedisGone() {
  Department department;
  return BenchRedisGone(department.suite());
}

bool Everything() {
  Department department;
  testing::Suite& suite = department.suite();
  std::printf("SQLite, synchronous=FULL; clients and servers share this machine\n\n");
  BenchReads(suite, suite.status_address());
  BenchWrites(suite);
  BenchVisibility(suite);
  const bool right = BenchRedisGone(suite);
  BenchDuties();
  BenchOverload();
  BenchListing();
  BenchNational();
  BenchRemind();
  return right;
}

}  // namespace
}  // namespace tiendo::bench

int main(int argc, char** argv) {
  using namespace tiendo::bench;  // NOLINT: main of a program
  if (argc == 1) return Everything() ? 0 : 1;
  const std::pair<std::string_view, bool (*)()> parts[] = {{"duties", Measured<BenchDuties>},
                                                           {"listing", Measured<BenchListing>},
                                                           {"national", Measured<BenchNational>},
                                                           {"overload", Measured<BenchOverload>},
                                                           {"redis", RedisGone},
                                                           {"remind", Measured<BenchRemind>}};
  const auto part =
      std::ranges::find(parts, std::string_view(argv[1]), [](const auto& p) { return p.first; });
  if (argc > 2 || part == std::end(parts)) {
    std::fprintf(stderr, "usage: tiendo-bench [duties|listing|national|overload|redis|remind]\n");
    return 2;
  }
  return part->second() ? 0 : 1;
}
