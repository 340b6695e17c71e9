#include "services/status/sources/position_waiters.h"

#include <algorithm>
#include <utility>

namespace tiendo::status {

bool Reached(const Positions& positions, const std::vector<feed::Position>& wanted) {
  for (const feed::Position& w : wanted) {
    for (size_t i = 0; i < positions.size(); ++i) {
      if (w.service != ServiceOf(static_cast<Source>(i))) continue;
      if (positions[i].database_id != w.database_id || positions[i].revision < w.revision ||
          !positions[i].complete) {
        return false;
      }
    }
  }
  return true;
}

PositionWaiters::PositionWaiters(FactBase& facts) : facts_(facts) {
  subscription_ = facts_.Subscribe([this] {
    std::lock_guard lock(mutex_);
    if (waiters_.empty()) return;
    moved_ = true;
    wake_.notify_one();
  });
  thread_ = std::thread([this] { Run(); });
}

PositionWaiters::~PositionWaiters() {
  facts_.Unsubscribe(subscription_);
  Stop();
  thread_.join();
}

void PositionWaiters::Stop() {
  std::lock_guard lock(mutex_);
  stopping_ = true;
  wake_.notify_one();
}

void PositionWaiters::Wait(std::vector<feed::Position> wanted,
                           std::chrono::steady_clock::time_point deadline,
                           std::function<void(bool)> done) {
  if (Reached(facts_.Read().positions(), wanted)) {
    done(true);
    return;
  }
  std::unique_lock lock(mutex_);
  if (stopping_) {
    lock.unlock();
    done(false);
    return;
  }
  waiters_.push_back({std::move(wanted), deadline, std::move(done)});
  moved_ = true;  // the position may have come between the look and now
  wake_.notify_one();
}

void PositionWaiters::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    auto until = std::chrono::steady_clock::now() + std::chrono::hours(1);
    for (const Waiter& w : waiters_) until = std::min(until, w.deadline);
    wake_.wait_until(lock, until, [this] { return moved_ || stopping_; });
    moved_ = false;
    lock.unlock();
    const Positions positions = facts_.Read().positions();
    lock.lock();
    const auto now = std::chrono::steady_clock::now();
    std::list<Waiter> due;
    for (auto it = waiters_.begin(); it != waiters_.end();) {
      auto next = std::next(it);
      if (Reached(positions, it->wanted) || it->deadline <= now) {
        due.splice(due.end(), waiters_, it);
      }
      it = next;
    }
    lock.unlock();
    for (Waiter& w : due) w.done(Reached(positions, w.wanted));
    lock.lock();
  }
  std::list<Waiter> left;
  left.swap(waiters_);
  lock.unlock();
  for (Waiter& w : left) w.done(false);
}

}  // namespace tiendo::status
