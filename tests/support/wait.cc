#include "tests/support/wait.h"

#include <algorithm>
#include <thread>

namespace tiendo::testing {

bool WaitUntil(const std::function<bool()>& predicate, std::chrono::milliseconds patience) {
  using std::chrono::steady_clock;
  steady_clock::time_point deadline = steady_clock::now() + patience;
  std::chrono::milliseconds pause(1);
  while (!predicate()) {
    if (steady_clock::now() >= deadline) return predicate();
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, std::chrono::milliseconds(20));
  }
  return true;
}

}  // namespace tiendo::testing
