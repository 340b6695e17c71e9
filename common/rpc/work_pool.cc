#include "common/rpc/work_pool.h"

#include <algorithm>
#include <utility>

namespace tiendo::rpc {

WorkPool::WorkPool(int threads) {
  for (int i = 0; i < std::max(threads, 1); ++i) threads_.emplace_back([this] { Run(); });
}

WorkPool::~WorkPool() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void WorkPool::PostAt(Time when, std::function<void()> task) {
  {
    std::lock_guard lock(mutex_);
    tasks_.emplace(when, std::move(task));
  }
  wake_.notify_one();
}

void WorkPool::Run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (tasks_.empty()) {
      if (stopping_) return;
      wake_.wait(lock);
      continue;
    }
    const Time when = tasks_.begin()->first;
    if (when > std::chrono::steady_clock::now()) {
      if (stopping_) return;
      wake_.wait_until(lock, when);
      continue;
    }
    std::function<void()> task = std::move(tasks_.begin()->second);
    tasks_.erase(tasks_.begin());
    // Whoever is woken may have to wait for the time of the next one.
    if (!tasks_.empty()) wake_.notify_one();
    lock.unlock();
    task();
    task = nullptr;  // what it holds goes before the next wait
    lock.lock();
  }
}

}  // namespace tiendo::rpc
