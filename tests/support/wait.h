// Waiting for a condition that has no signal of its own. The one place in the tests that sleeps.
#ifndef TIENDO_TESTS_SUPPORT_WAIT_H_
#define TIENDO_TESTS_SUPPORT_WAIT_H_

#include <chrono>
#include <functional>

namespace tiendo::testing {

// Generous, since a loaded machine is slow: a test that passes never waits that long.
inline constexpr std::chrono::seconds kPatience{30};

// Asks `predicate` every few milliseconds until it is true (returns true) or `patience` is over
// (returns its last answer).
bool WaitUntil(const std::function<bool()>& predicate,
               std::chrono::milliseconds patience = kPatience);

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_SUPPORT_WAIT_H_
