#include "common/rpc/readiness.h"

#include <utility>

namespace tiendo::rpc {

void Readiness::Report(bool success) {
  std::lock_guard lock(mutex_);
  if (closed_) return;
  failures_ = success ? 0 : failures_ + 1;
  if (success) Set(true);
  if (failures_ >= failures_to_turn_off_) Set(false);
}

void Readiness::Close() {
  std::lock_guard lock(mutex_);
  closed_ = true;
  Set(false);
}

bool Readiness::ready() const {
  std::lock_guard lock(mutex_);
  return ready_;
}

int Readiness::Subscribe(std::function<void()> changed) {
  std::lock_guard lock(mutex_);
  subscribers_.emplace(next_id_, std::move(changed));
  return next_id_++;
}

void Readiness::Unsubscribe(int id) {
  std::lock_guard lock(mutex_);
  subscribers_.erase(id);
}

void Readiness::Set(bool ready) {
  if (ready == ready_) return;
  ready_ = ready;
  for (const auto& [id, changed] : subscribers_) changed();
}

ReadinessProbe::ReadinessProbe(Readiness& readiness, std::function<absl::Status()> check,
                               std::chrono::milliseconds interval, std::shared_ptr<log::Logger> log)
    : readiness_(readiness),
      check_(std::move(check)),
      interval_(interval),
      log_(std::move(log)),
      thread_([this] { Run(); }) {}

ReadinessProbe::~ReadinessProbe() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void ReadinessProbe::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    const bool before = readiness_.ready();
    const absl::Status status = check_();
    readiness_.Report(status.ok());
    const bool after = readiness_.ready();
    if (log_ != nullptr && before != after) {
      log_->Info(after ? "ready" : "not ready", {{"cause", status.ToString()}});
    }
    lock.lock();
    wake_.wait_for(lock, interval_, [this] { return stopping_; });
  }
}

}  // namespace tiendo::rpc
