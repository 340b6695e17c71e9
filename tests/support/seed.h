// The seed of a test on random data, which a run can be given.
#ifndef TIENDO_TESTS_SUPPORT_SEED_H_
#define TIENDO_TESTS_SUPPORT_SEED_H_

#include <cstdint>
#include <string>

namespace tiendo::testing {

// TIENDO_SEED, else a new one.
uint32_t Seed();

// For SCOPED_TRACE: how a failure is repeated, as it is typed before the command.
std::string WithSeed(uint32_t seed);

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_SUPPORT_SEED_H_
