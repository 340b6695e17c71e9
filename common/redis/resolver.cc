#include "common/redis/resolver.h"

#include <netdb.h>
#include <sys/socket.h>

#include <array>
#include <memory>
#include <utility>

#include "common/errors/error.h"
#include "common/errors/reasons.h"

namespace tiendo::redis {
namespace {

// `flags` of getaddrinfo; blocks.
absl::StatusOr<std::vector<std::string>> Lookup(const std::string& host, int flags) {
  addrinfo hints = {};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(host.c_str(), nullptr, &hints, &found);
  std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, &freeaddrinfo);
  std::vector<std::string> addresses;
  for (addrinfo* a = found; error == 0 && a != nullptr; a = a->ai_next) {
    std::array<char, NI_MAXHOST> name;
    if (getnameinfo(a->ai_addr, a->ai_addrlen, name.data(), name.size(), nullptr, 0,
                    NI_NUMERICHOST) == 0) {
      addresses.emplace_back(name.data());
    }
  }
  if (!addresses.empty()) return addresses;
  return errors::Make(
      absl::StatusCode::kUnavailable, errors::reasons::kPeerUnavailable,
      "the host name of Redis does not resolve: " + std::string(gai_strerror(error)),
      {{"service", "redis"}});
}

}  // namespace

Resolver::Resolver(std::string host) : host_(std::move(host)) {
  last_ = Lookup(host_, AI_NUMERICHOST);
  numeric_ = last_.ok();
}

Resolver::~Resolver() {
  {
    std::lock_guard lock(mu_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (worker_.joinable()) worker_.join();
}

absl::StatusOr<std::vector<std::string>> Resolver::Resolve(Deadline deadline) {
  if (numeric_) return last_;
  std::unique_lock lock(mu_);
  if (!worker_.joinable()) worker_ = std::thread([this] { Work(); });
  wanted_ = true;
  changed_.notify_all();
  const uint64_t before = lookups_;
  if (!changed_.wait_until(lock, deadline, [&] { return lookups_ != before; })) {
    return errors::Make(absl::StatusCode::kDeadlineExceeded, errors::reasons::kDeadlineExceeded,
                        "the host name of Redis was not resolved in time");
  }
  return last_;
}

void Resolver::Work() {
  std::unique_lock lock(mu_);
  for (;;) {
    changed_.wait(lock, [this] { return wanted_ || stopping_; });
    if (stopping_) return;
    wanted_ = false;
    lock.unlock();
    absl::StatusOr<std::vector<std::string>> result = Lookup(host_, 0);
    lock.lock();
    last_ = std::move(result);
    ++lookups_;
    changed_.notify_all();
  }
}

}  // namespace tiendo::redis
