#include "common/rpc/call_throttle.h"

#include <gtest/gtest.h>

namespace tiendo::rpc {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const CallThrottle::Time kStart = CallThrottle::Time() + std::chrono::hours(1);

// Calls that the server lets wait: with a queue as short as one, room is lost whenever by chance no
// call comes, and a caller that sends little more than is accepted sends ever less.
constexpr double kQueue = 16;

// A caller with `rate` calls a second for a server that takes at most `capacity` of them.
struct Caller {
  CallThrottle throttle{{}};
  CallThrottle::Time now = kStart;

  // Calls a second that were sent, and that were accepted, in `time`.
  std::pair<double, double> Call(double rate, double capacity, seconds time) {
    int sent = 0;
    int accepted = 0;
    double room = 0;
    const auto calls = static_cast<int>(rate * static_cast<double>(time.count()));
    for (int i = 0; i < calls; ++i) {
      now += std::chrono::duration_cast<CallThrottle::Duration>(
          std::chrono::duration<double>(1 / rate));
      room = std::min(room + capacity / rate, kQueue);
      if (!throttle.Allow(now)) continue;
      ++sent;
      const bool taken = room >= 1;
      if (taken) room -= 1, ++accepted;
      throttle.Answered(!taken, now);
    }
    const auto span = static_cast<double>(time.count());
    return {sent / span, accepted / span};
  }
};

TEST(CallThrottleTest, HoldsNothingBackWhileEverythingIsAccepted) {
  Caller caller;
  EXPECT_EQ(caller.Call(1000, 1e9, seconds(10)), std::pair(1000.0, 1000.0));
  EXPECT_EQ(caller.throttle.Share(), 0);
}

TEST(CallThrottleTest, SendsLittleMoreThanIsAccepted) {
  Caller caller;
  (void)caller.Call(3000, 1000, seconds(10));
  const auto [sent, accepted] = caller.Call(3000, 1000, seconds(10));
  EXPECT_GT(accepted, 0.95 * 1000) << "what there is room for still arrives";
  EXPECT_LT(sent, 1.35 * accepted);
  EXPECT_GT(sent, 1.05 * accepted);
}

TEST(CallThrottleTest, ComesBackWhenThereIsRoomAgain) {
  Caller caller;
  (void)caller.Call(3000, 1000, seconds(10));
  (void)caller.Call(3000, 1e9, seconds(20));
  EXPECT_EQ(caller.throttle.Share(), 0);
}

TEST(CallThrottleTest, HoldsNothingBackSoonAfterTheOverload) {
  Caller caller;
  (void)caller.Call(3000, 1000, seconds(10));
  (void)caller.Call(900, 1000, seconds(5));
  EXPECT_EQ(caller.Call(900, 1000, seconds(5)).second, 900);
}

TEST(CallThrottleTest, ComesBackAfterTheServerWasGoneAltogether) {
  Caller caller;
  const auto [sent, accepted] = caller.Call(100, 0, seconds(20));
  EXPECT_EQ(accepted, 0);
  EXPECT_LT(sent, 15);
  EXPECT_GT(sent, 0) << "otherwise it would never learn";
  (void)caller.Call(100, 1e9, seconds(60));
  EXPECT_EQ(caller.throttle.Share(), 0);
}

TEST(CallThrottleTest, WhoCallsNowAndThenIsNotHeldBack) {
  Caller caller;
  EXPECT_EQ(caller.Call(2, 0, seconds(60)).first, 2) << "four in memory: within the grace";
}

TEST(CallThrottleTest, ForgetsAfterAPause) {
  Caller caller;
  (void)caller.Call(1000, 0, seconds(10));
  EXPECT_GT(caller.throttle.Share(), 0.9);
  caller.now += seconds(20);
  EXPECT_TRUE(caller.throttle.Allow(caller.now));
}

}  // namespace
}  // namespace tiendo::rpc
