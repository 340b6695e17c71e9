// SIGTERM and SIGINT, waited for by a thread: nothing of the server may be called in a handler.
#ifndef TIENDO_COMMON_RPC_STOP_SIGNALS_H_
#define TIENDO_COMMON_RPC_STOP_SIGNALS_H_

#include <condition_variable>
#include <mutex>
#include <thread>

namespace tiendo::rpc {

// Made first thing in main, before any thread starts: threads inherit the blocked signals. One per
// process.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  // Until the first signal or Request(). The second signal ends the process at once with status
  // 128 + its number.
  void Wait();
  // What a signal does, from inside.
  void Request();

 private:
  void Run();

  int signal_fd_ = -1;
  int quit_fd_ = -1;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool requested_ = false;
  std::thread thread_;
};

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_STOP_SIGNALS_H_
