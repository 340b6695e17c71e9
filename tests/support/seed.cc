#include "tests/support/seed.h"

#include <cstdlib>
#include <random>

namespace tiendo::testing {

uint32_t Seed() {
  const char* given = std::getenv("TIENDO_SEED");
  return given == nullptr ? std::random_device()()
                          : static_cast<uint32_t>(std::strtoul(given, nullptr, 10));
}

std::string WithSeed(uint32_t seed) { return "TIENDO_SEED=" + std::to_string(seed); }

}  // namespace tiendo::testing
