// What a caller does about a server that refuses: it sends little more than is accepted, and keeps
// the rest back itself.
#ifndef TIENDO_COMMON_RPC_CALL_THROTTLE_H_
#define TIENDO_COMMON_RPC_CALL_THROTTLE_H_

#include <chrono>
#include <random>

namespace tiendo::rpc {

// Adaptive throttling by the client ("Site Reliability Engineering", chapter 21). A refusal costs a
// server a good part of what a small answer costs; where callers want three times of what it can
// do, only they can keep that cost away from it. Of what the application asks for, a share is
// refused here, at once, so that the server sees about `ratio` times what it accepts.
//
// The server has to let a few calls wait, as ours do: where there is no queue at all, callers that
// send little more than is accepted would leave room unused by chance, and send ever less.
//
// Told the time, so that tests are. Not thread-safe.
class CallThrottle {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::steady_clock::duration;

  struct Options {
    // Calls sent for each that is accepted while the server refuses. Above 1: what is refused
    // beyond tells whether there is room again. Nearer to 1 costs the server less.
    double ratio = 1.10;
    // The same once it refuses no more than `few` of what is sent: there is room, and all that is
    // held back costs callers answers. `few` is well below 1 - 1 / ratio, the share that is refused
    // at the least while callers want more than there is.
    double coming_back = 2;
    double few = 0.02;
    // Refusals that a caller may collect before it holds anything back: one that calls now and then
    // is no overload.
    double grace = 5;
    // What happened this long ago counts 1/e.
    Duration memory = std::chrono::seconds(1);
  };

  explicit CallThrottle(Options options) : options_(options) {}

  // Whether the call may be sent. One that may not counts as refused.
  bool Allow(Time now);
  // A call that was sent has ended: refused by the server (OVERLOADED) or not.
  void Answered(bool refused, Time now);
  // Share of calls that are held back at present, 0 to 1.
  double Share() const;

 private:
  void Age(Time now);

  const Options options_;
  double asked_ = 0;     // answered or held back
  double accepted_ = 0;  // of them, by the server
  double refused_ = 0;   // of them, by the server
  Time aged_;
  std::minstd_rand random_{std::random_device{}()};
};

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_CALL_THROTTLE_H_
