// Threads for work that comes back by itself: the turns of streams. (Calls wait in a CallQueue.)
#ifndef TIENDO_COMMON_RPC_WORK_POOL_H_
#define TIENDO_COMMON_RPC_WORK_POOL_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace tiendo::rpc {

// Thread-safe. Tasks start in the order of their times, those that are due in the order given.
class WorkPool {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit WorkPool(int threads);
  // Runs what is due, drops what is not, and waits for the threads.
  ~WorkPool();

  WorkPool(const WorkPool&) = delete;
  WorkPool& operator=(const WorkPool&) = delete;

  // Callers bound the number of their tasks themselves.
  void Post(std::function<void()> task) { PostAt(Time::min(), std::move(task)); }
  void PostAt(Time when, std::function<void()> task);

 private:
  void Run();

  std::mutex mutex_;  // guards tasks_ and stopping_
  std::condition_variable wake_;
  std::multimap<Time, std::function<void()>> tasks_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;  // last: start when everything else stands
};

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_WORK_POOL_H_
