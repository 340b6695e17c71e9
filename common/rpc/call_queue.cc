#include "common/rpc/call_queue.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "common/errors/error.h"

namespace tiendo::rpc {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

// A new measurement counts one eighth.
constexpr int kMemory = 8;
// When a caller is told to come back: not at once, and while somebody still waits for the answer.
constexpr milliseconds kShortestRetry{100};
constexpr milliseconds kLongestRetry{5000};

// Work gives way to gRPC's threads. Without it, on a busy machine, calls wait in the sockets, where
// nobody sees their deadlines and nothing can be refused.
void GiveWay() {
  constexpr int kNicer = 10;
  // Of this thread only, as Linux has it, and beside the others of the process, however nice that
  // is. Nothing depends on it but the quality under overload.
  const auto thread = static_cast<id_t>(gettid());
  (void)setpriority(PRIO_PROCESS, thread, getpriority(PRIO_PROCESS, thread) + kNicer);
}

void Average(CallQueue::Duration& average, CallQueue::Duration sample) {
  average = average.count() == 0 ? sample : average + (sample - average) / kMemory;
}

}  // namespace

CallQueue::CallQueue(Options options)
    : options_(std::move(options)),
      full_("the queue of " + options_.name + " is full; try again later"),
      late_("the queue of " + options_.name +
            " is too long for the call to end before its deadline; try again later"),
      waited_("the call waited in the queue of " + options_.name +
              " until it could not end before its deadline; try again later"),
      metrics_(options_.metrics.get(), options_.name),
      limit_(options_.limit) {
  Publish();
  for (int i = 0; i < std::max(options_.threads, 1); ++i) threads_.emplace_back([this] { Run(); });
}

CallQueue::~CallQueue() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

absl::Status CallQueue::Post(std::string_view kind, Time deadline,
                             std::function<void(const absl::Status&)> task) {
  {
    std::lock_guard lock(mutex_);
    const Time now = steady_clock::now();
    if (const auto refusal = Check(kind, deadline, now)) return errors::ToStatus(*refusal);
    entries_.push_back({std::string(kind), now, deadline, std::move(task)});
    Publish();
  }
  wake_.notify_one();
  return absl::OkStatus();
}

size_t CallQueue::waiting() const {
  std::lock_guard lock(mutex_);
  return entries_.size();
}

std::optional<errors::Refusal> CallQueue::Refused(std::string_view kind, Time deadline) {
  std::lock_guard lock(mutex_);
  return Check(kind, deadline, steady_clock::now());
}

std::optional<errors::Refusal> CallQueue::Check(std::string_view kind, Time deadline, Time now) {
  const size_t waiting = entries_.size();
  if (!options_.refuses || waiting < idle_) return std::nullopt;
  if (waiting >= limit_.limit()) {
    limit_.Refused();
    return Refuse(full_);
  }
  if (deadline == Time::max()) return std::nullopt;
  // Twice the wait that is expected: what ends just after its deadline has cost as much as what
  // ends before, and estimates are off.
  if (now + 2 * Wait(waiting + 1) + ServiceTime(kind) > deadline) return Refuse(late_);
  return std::nullopt;
}

absl::Status CallQueue::Turn(const Entry& entry, Time now) {
  if (!options_.refuses || entries_.empty()) return absl::OkStatus();
  if (entries_.size() >= limit_.limit()) return errors::ToStatus(Refuse(full_));
  if (entry.deadline != Time::max() && now + ServiceTime(entry.kind) > entry.deadline) {
    return errors::ToStatus(Refuse(waited_));
  }
  return absl::OkStatus();
}

errors::Refusal CallQueue::Refuse(const std::string& why) const {
  metrics_.Refused();
  const auto about = duration_cast<milliseconds>(2 * Wait(entries_.size() + 1));
  return {options_.name, why, std::clamp(about, kShortestRetry, kLongestRetry)};
}

CallQueue::Duration CallQueue::Wait(size_t waiting) const {
  return mean_ * static_cast<int64_t>(waiting) / std::max(options_.threads, 1);
}

CallQueue::Duration CallQueue::ServiceTime(std::string_view kind) const {
  auto found = by_kind_.find(kind);
  return found == by_kind_.end() ? Duration{} : found->second;
}

void CallQueue::Served(const std::string& kind, Duration took) {
  Average(mean_, took);
  Average(by_kind_[kind], took);
}

void CallQueue::Publish() const { metrics_.Queue(entries_.size(), limit_.limit()); }

void CallQueue::Run() {
  GiveWay();
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    wake_.wait(lock, [this] { return stopping_ || !entries_.empty(); });
    --idle_;
    if (entries_.empty()) return;
    Entry entry = std::move(entries_.front());
    entries_.pop_front();
    const Time begin = steady_clock::now();
    limit_.Left(begin - entry.queued, begin);
    const absl::Status turn = Turn(entry, begin);
    Publish();
    lock.unlock();
    metrics_.Waited(begin - entry.queued);
    entry.task(turn);
    entry.task = nullptr;  // what it holds goes before the next wait
    lock.lock();
    if (turn.ok()) Served(entry.kind, steady_clock::now() - begin);
  }
}

}  // namespace tiendo::rpc
