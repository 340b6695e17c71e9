// A VersionedStore in memory; the contract suite of the interface keeps it honest.
#ifndef TIENDO_TESTS_FAKES_FAKE_VERSIONED_STORE_H_
#define TIENDO_TESTS_FAKES_FAKE_VERSIONED_STORE_H_

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "common/cache/versioned_store.h"

namespace tiendo::cache {

class FakeVersionedStore final : public VersionedStore {
 public:
  // From now on every call fails, as with a Redis that is away; what is stored stays.
  void SetAvailable(bool available) {
    std::lock_guard lock(mu_);
    available_ = available;
  }

  // As FLUSHALL.
  void Clear() {
    std::lock_guard lock(mu_);
    entries_.clear();
    leases_.clear();
  }

  // Makes what is stored under `key` unreadable.
  void Spoil(std::string_view key) {
    std::lock_guard lock(mu_);
    if (const auto e = entries_.find(std::string(key)); e != entries_.end()) e->second.bad = true;
  }

  std::optional<Value> Get(std::string_view key, Deadline) override {
    std::lock_guard lock(mu_);
    const Entry* entry = available_ ? Find(key) : nullptr;
    if (entry != nullptr && !entry->bad) {
      ++stats_.hits;
      return entry->value;
    }
    ++(!available_ ? stats_.unavailable : entry != nullptr ? stats_.bad_mac : stats_.absent);
    return std::nullopt;
  }

  PutResult Put(std::string_view key, const PositionVector& vector, std::string_view bytes,
                std::chrono::milliseconds ttl, const std::set<std::string>& dropped,
                Deadline) override {
    std::lock_guard lock(mu_);
    ++stats_.puts;
    if (!available_) {
      ++stats_.puts_failed;
      return {};
    }
    if (const Entry* entry = Find(key);
        entry != nullptr && !entry->bad && !Dominates(vector, entry->value.vector, dropped)) {
      ++stats_.puts_refused;
      return {PutOutcome::kRefused, entry->value.vector};
    }
    entries_[std::string(key)] = {{std::string(bytes), vector}, Clock::now() + ttl, false};
    return {PutOutcome::kBecamePointer, vector};
  }

  LeaseOutcome Lease(std::string_view key, std::string_view owner, std::chrono::milliseconds ttl,
                     Deadline) override {
    std::lock_guard lock(mu_);
    if (!available_) {
      ++stats_.leases_unavailable;
      return LeaseOutcome::kUnavailable;
    }
    Holder& holder = leases_[std::string(key)];
    if (Clock::now() < holder.expires) {
      ++stats_.leases_held;
      return LeaseOutcome::kHeld;
    }
    holder = {std::string(owner), Clock::now() + ttl};
    ++stats_.leases_acquired;
    return LeaseOutcome::kAcquired;
  }

  void Release(std::string_view key, std::string_view owner, Deadline) override {
    std::lock_guard lock(mu_);
    const auto holder = leases_.find(std::string(key));
    if (available_ && holder != leases_.end() && holder->second.owner == owner) {
      leases_.erase(holder);
    }
  }

  Stats stats() const override {
    std::lock_guard lock(mu_);
    return stats_;
  }

 private:
  using Clock = std::chrono::steady_clock;
  struct Entry {
    Value value;
    Clock::time_point expires;
    bool bad = false;
  };
  struct Holder {
    std::string owner;
    Clock::time_point expires;
  };

  const Entry* Find(std::string_view key) const {
    const auto entry = entries_.find(std::string(key));
    return entry != entries_.end() && Clock::now() < entry->second.expires ? &entry->second
                                                                           : nullptr;
  }

  mutable std::mutex mu_;
  bool available_ = true;
  std::map<std::string, Entry> entries_;
  std::map<std::string, Holder> leases_;
  Stats stats_;
};

}  // namespace tiendo::cache

#endif  // TIENDO_TESTS_FAKES_FAKE_VERSIONED_STORE_H_
