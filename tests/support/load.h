// Load on a server as many independent callers put it there, and what became of their calls.
#ifndef TIENDO_TESTS_SUPPORT_LOAD_H_
#define TIENDO_TESTS_SUPPORT_LOAD_H_

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "common/rpc/call_throttle.h"
#include "tests/support/grpc_connection.h"

namespace tiendo::testing {

struct LoadResult {
  std::chrono::duration<double> took{};  // during which calls were started
  int64_t sent = 0;
  // Offered, but kept back by the callers' own throttles.
  int64_t held_back = 0;
  // Started more than 20 ms after their time. Open loop only.
  int64_t late = 0;
  int64_t ok = 0;  // answered within the deadline, counted from the time a call was due
  // Refused with RESOURCE_EXHAUSTED; of them without a push-back.
  int64_t refused = 0;
  int64_t without_pushback = 0;
  int64_t expired = 0;                      // not answered within the deadline, or answered so
  std::map<std::string, int64_t> failures;  // the rest, by code and text
  std::vector<double> ok_ms;                // from when a call was due
  std::vector<double> refused_ms;
  // Share of a core that the generator took.
  double busy = 0;

  double goodput() const { return static_cast<double>(ok) / took.count(); }
  // False when the generator could not offer what it should have, or was itself at its limit: the
  // run says nothing.
  bool valid() const { return late * 20 <= sent && busy < 0.9; }
  // Quantile of a list above; 0 when it is empty.
  static double Quantile(std::vector<double> values, double q);
};

// Threads and processes that this thread starts from now on run on one core: a server and the load
// on it do not take each other's time. False on a machine with one core.
bool RunOnCore(size_t core);

// Processor time that a process has taken so far.
std::chrono::duration<double> ProcessorTime(pid_t process);

// Runs on the thread that calls it.
class Load {
 public:
  struct Options {
    std::string address;
    // "/tiendo.units.v1.UnitService/ListUnits".
    std::string method;
    // Bytes of the request of call `i`.
    std::function<std::string(int64_t i)> request;
    std::chrono::milliseconds deadline{250};
    // Callers, each with a connection of its own.
    int connections = 64;
    // Whether callers keep to the published rule and hold back what would be refused (open loop
    // only); otherwise they send everything.
    bool throttled = false;
  };
  explicit Load(Options options);
  ~Load();

  // `concurrency` calls at a time, each followed by the next, for `duration`.
  LoadResult Closed(int concurrency, std::chrono::milliseconds duration);
  // `rate` calls a second on average, at random times as independent callers make them, whatever
  // happens to them.
  LoadResult Open(double rate, std::chrono::milliseconds duration);

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Call;
  using CallPtr = std::shared_ptr<Call>;
  struct Caller {
    std::unique_ptr<GrpcConnection> connection;
    rpc::CallThrottle throttle{{}};
    std::map<Call*, CallPtr> streams;  // calls on the connection
    std::deque<CallPtr> waiting;       // for a place on it
    bool touched = false;              // has something to send
  };

  void Begin();
  LoadResult End();
  void Connect(size_t caller);
  void Offer(Time due);
  void Start(CallPtr call);
  void Ended(GrpcConnection::Call& ended);
  void Count(Call& call, Time now);
  void Expire(Time now);
  void Lost(Caller& caller, const absl::Status& why);
  // Sends, and takes in what arrives until `until`.
  void Step(Time until);

  const Options options_;
  const int epoll_;
  std::vector<Caller> callers_;
  std::mt19937_64 random_;
  int64_t next_ = 0;

  // Of the measurement that runs.
  LoadResult result_;
  Time begin_;
  std::chrono::duration<double> begin_busy_{};
  bool open_loop_ = false;
  Time next_until_;  // closed loop: a call that ends before is followed by the next
  int64_t open_ = 0;
  std::deque<CallPtr> by_due_;
};

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_SUPPORT_LOAD_H_
