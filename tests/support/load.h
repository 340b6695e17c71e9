// Load on a server, and what became of the calls. Cheap, since it shares the machine with what it
// measures: answers are counted, not parsed.
#ifndef TIENDO_TESTS_SUPPORT_LOAD_H_
#define TIENDO_TESTS_SUPPORT_LOAD_H_

#include <grpcpp/generic/generic_stub.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace tiendo::testing {

struct LoadResult {
  std::chrono::duration<double> took{};  // during which calls were started
  int64_t sent = 0;
  // Started more than 20 ms after their time. Open loop only.
  int64_t late = 0;
  int64_t ok = 0;  // answered within the deadline, counted from the time a call was due
  // Refused with RESOURCE_EXHAUSTED; of them without a push-back.
  int64_t refused = 0;
  int64_t without_pushback = 0;
  int64_t expired = 0;                      // DEADLINE_EXCEEDED
  std::map<std::string, int64_t> failures;  // the rest, by code and text
  std::vector<double> ok_ms;                // from when a call was due
  std::vector<double> refused_ms;

  double goodput() const { return static_cast<double>(ok) / took.count(); }
  // False when the generator could not offer what it should have: the run says nothing.
  bool valid() const { return late * 20 <= sent; }
  // Quantile of a list above; 0 when it is empty.
  static double Quantile(std::vector<double> values, double q);
};

// Threads and processes that this thread starts from now on run on one core: a server and the load
// on it do not take each other's time. False on a machine with one core.
bool RunOnCore(size_t core);

class Load {
 public:
  struct Options {
    std::string address;
    // "/tiendo.units.v1.UnitService/ListUnits".
    std::string method;
    // Bytes of the request of call `i`; any thread.
    std::function<std::string(int64_t i)> request;
    std::chrono::milliseconds deadline{250};
    int channels = 4;
  };
  explicit Load(Options options);
  ~Load();

  // `concurrency` calls at a time, each followed by the next, for `duration`.
  LoadResult Closed(int concurrency, std::chrono::milliseconds duration);
  // Calls at even distances, `rate` a second, whatever happens to them.
  LoadResult Open(double rate, std::chrono::milliseconds duration);

 private:
  struct Call;
  struct Run;
  void Start(Run& run, std::chrono::steady_clock::time_point due);
  void Done(Run& run, Call& call, const grpc::Status& status);

  const Options options_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  std::atomic<int64_t> next_ = 0;
};

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_SUPPORT_LOAD_H_
