#include "common/feed/hub.h"

#include <algorithm>
#include <random>
#include <utility>

#include "common/base/status_macros.h"

namespace tiendo::feed {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int kLoadChanges = 1000;
// Only bounds how long a wait for notifications lasts: the end interrupts it.
constexpr std::chrono::hours kListen{1};
// Before it listens anew, in milliseconds: drawn, so that the processes of a service do not all
// come back to a database at once.
constexpr int64_t kListenAgainMin = 500;
constexpr int64_t kListenAgainMax = 1500;

std::vector<RevisionPtr> Group(std::vector<ledger::Change> changes) {
  std::vector<RevisionPtr> out;
  std::shared_ptr<RevisionChanges> current;
  for (ledger::Change& change : changes) {
    if (current == nullptr || current->revision != change.revision) {
      current = std::make_shared<RevisionChanges>();
      current->revision = change.revision;
      out.push_back(current);
    }
    current->bytes += change.after.size() + change.name.size() + 128;
    current->changes.push_back(std::move(change));
  }
  return out;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Hub>> Hub::Start(db::Database& database,
                                                const ledger::Schema& schema, Options options) {
  std::unique_ptr<Hub> hub(new Hub(database, schema, options));
  TIENDO_ASSIGN_OR_RETURN(db::Lease lease, database.Reader());
  ledger::Reader reader(*lease, schema);
  TIENDO_ASSIGN_OR_RETURN(hub->head_, reader.ReadHead());
  // Before the thread that moves the head on.
  const std::string channel = ledger::NotifyChannel(hub->head_.database_id);
  hub->thread_ = std::thread([h = hub.get()] { h->Run(); });
  if (database.engine() == db::Engine::kPostgres) {
    hub->listen_thread_ = std::thread([h = hub.get(), channel] { h->Listen(channel); });
  }
  return hub;
}

Hub::Hub(db::Database& database, const ledger::Schema& schema, Options options)
    : database_(database), schema_(schema), options_(options) {}

Hub::~Hub() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    if (listener_ != nullptr) listener_->Interrupt();
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
  if (listen_thread_.joinable()) listen_thread_.join();
}

void Hub::Wake() {
  std::lock_guard lock(mutex_);
  woken_ = true;
  changed_.notify_all();
}

ledger::Head Hub::head() const {
  std::lock_guard lock(mutex_);
  return head_;
}

int64_t Hub::epoch() const {
  std::lock_guard lock(mutex_);
  return epoch_;
}

std::optional<std::vector<RevisionPtr>> Hub::Cached(int64_t revision, size_t max) const {
  std::lock_guard lock(mutex_);
  std::vector<RevisionPtr> out;
  if (revision >= head_.revision) return out;
  if (cache_.empty() || cache_.front()->revision > revision + 1) return std::nullopt;
  // Revisions are dense: the place follows from the number.
  size_t begin = static_cast<size_t>(revision + 1 - cache_.front()->revision);
  for (size_t i = begin; i < cache_.size() && out.size() < max; ++i) out.push_back(cache_[i]);
  return out;
}

Hub::WaitId Hub::Wait(int64_t revision, std::chrono::steady_clock::time_point deadline,
                      std::function<void()> wake) {
  std::unique_lock lock(mutex_);
  WaitId id = next_id_++;
  if (head_.revision > revision) {
    lock.unlock();
    wake();
    return id;
  }
  waiters_.emplace(id, Waiter{revision, deadline, std::move(wake)});
  if (deadline < sleep_until_) {
    replan_ = true;
    changed_.notify_all();
  }
  return id;
}

void Hub::Cancel(WaitId id) {
  std::unique_lock lock(mutex_);
  if (waiters_.erase(id) > 0 || std::this_thread::get_id() == thread_.get_id()) return;
  // It has been called, or is among those being called now; later rounds do not concern it.
  changed_.wait(lock, [this, round = fired_] { return !firing_ || fired_ != round; });
}

void Hub::Run() {
  std::unique_lock lock(mutex_);
  auto next_poll = SteadyClock::now();
  bool more = false;
  while (!stopping_) {
    sleep_until_ = more ? SteadyClock::now() : next_poll;
    for (const auto& [id, w] : waiters_) sleep_until_ = std::min(sleep_until_, w.deadline);
    changed_.wait_until(lock, sleep_until_, [this] { return woken_ || replan_ || stopping_; });
    replan_ = false;
    if (more || woken_ || SteadyClock::now() >= next_poll) {
      woken_ = false;
      lock.unlock();
      // A database that does not answer now is asked again at the next turn; watchers see no
      // progress.
      more = Load().value_or(false);
      next_poll = SteadyClock::now() + options_.poll_interval;
      lock.lock();
    }
    // After every load, also when there is more: watchers do not wait for the end of a long stretch
    // of commits.
    FireDue(lock);
  }
}

void Hub::Listen(const std::string& channel) {
  std::minstd_rand random(std::random_device{}());
  std::uniform_int_distribution<int64_t> again(kListenAgainMin, kListenAgainMax);
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    auto opened = db::PostgresListener::Open(database_.options(), channel);
    lock.lock();
    if (opened.ok()) {
      listener_ = *std::move(opened);
      absl::StatusOr<bool> notified = true;
      while (!stopping_ && notified.ok()) {
        // At first for what was committed before it listened.
        woken_ = woken_ || *notified;
        if (woken_) changed_.notify_all();
        lock.unlock();
        notified = listener_->Wait(kListen);
        lock.lock();
      }
      listener_.reset();
    }
    // Refused or lost. Polling goes on meanwhile.
    changed_.wait_for(lock, std::chrono::milliseconds(again(random)), [this] { return stopping_; });
  }
}

absl::StatusOr<bool> Hub::Load() {
  TIENDO_ASSIGN_OR_RETURN(db::Lease lease, database_.Reader());
  ledger::Reader reader(*lease, schema_);
  TIENDO_ASSIGN_OR_RETURN(ledger::Head head, reader.ReadHead());
  const ledger::Head known = this->head();
  std::vector<RevisionPtr> revisions;
  if (head.database_id == known.database_id && head.revision > known.revision) {
    TIENDO_ASSIGN_OR_RETURN(std::vector<ledger::Change> changes,
                            reader.ChangesAfter(known.revision, kLoadChanges));
    revisions = Group(std::move(changes));
  }
  std::lock_guard lock(mutex_);
  if (head.database_id != head_.database_id || head.revision < head_.revision) ++epoch_;
  Append(head, std::move(revisions));
  return head_.revision < head.revision;
}

void Hub::Append(const ledger::Head& head, std::vector<RevisionPtr> revisions) {
  const bool same = head.database_id == head_.database_id && head.revision == head_.revision;
  // Revisions in memory are dense and end at the head. Others follow when the history is another,
  // or when it was compacted beyond what had been loaded.
  if (!same && (revisions.empty() || revisions.front()->revision != head_.revision + 1)) {
    cache_.clear();
    cache_bytes_ = 0;
  }
  head_ = head;
  if (revisions.empty()) return;
  // The head as far as it is loaded; the next turn goes on to the rest.
  head_.revision = revisions.back()->revision;
  head_.time = revisions.back()->changes.back().time;
  for (RevisionPtr& r : revisions) {
    cache_bytes_ += r->bytes;
    cache_.push_back(std::move(r));
  }
  while (cache_.size() > 1 && cache_bytes_ > options_.cache_bytes) {
    cache_bytes_ -= cache_.front()->bytes;
    cache_.pop_front();
  }
}

void Hub::FireDue(std::unique_lock<std::mutex>& lock) {
  std::vector<std::function<void()>> due;
  auto now = SteadyClock::now();
  for (auto it = waiters_.begin(); it != waiters_.end();) {
    if (head_.revision > it->second.revision || it->second.deadline <= now) {
      due.push_back(std::move(it->second.wake));
      it = waiters_.erase(it);
    } else {
      ++it;
    }
  }
  if (due.empty()) return;
  firing_ = true;
  ++fired_;
  lock.unlock();
  for (std::function<void()>& wake : due) wake();
  lock.lock();
  firing_ = false;
  changed_.notify_all();
}

}  // namespace tiendo::feed
