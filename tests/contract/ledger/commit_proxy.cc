#include "tests/contract/ledger/commit_proxy.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <string_view>
#include <vector>

namespace tiendo::testing {
namespace {

// Simple query "COMMIT": type, length of the rest, text.
constexpr std::string_view kCommit(
    "Q\0\0\0\x0b"
    "COMMIT\0",
    12);
constexpr char kSocket[] = "/.s.PGSQL.5432";

sockaddr_un Address(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  return address;
}

// What has arrived; empty when the other side has ended.
std::string Receive(int fd) {
  std::string data(65536, '\0');
  ssize_t n = recv(fd, data.data(), data.size(), 0);
  data.resize(n > 0 ? static_cast<size_t>(n) : 0);
  return data;
}

bool Forward(int fd, std::string_view data) {
  while (!data.empty()) {
    ssize_t n = send(fd, data.data(), data.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    data.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

}  // namespace

CommitProxy::CommitProxy(const std::string& url) : url_(url) {
  const size_t begin = url.find("host=") + 5;
  const size_t end = url.find(' ', begin);
  upstream_ = url.substr(begin, end - begin) + kSocket;
  url_.replace(begin, end - begin, dir_.path());
  listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address = Address(dir_.path() + kSocket);
  EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(listen(listener_, 64), 0);
  wake_fd_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  thread_ = std::thread([this] { Run(); });
}

CommitProxy::~CommitProxy() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  SetDown(true);
  thread_.join();
  close(listener_);
  close(wake_fd_);
}

void CommitProxy::Lose(Loss loss, int times) {
  std::lock_guard lock(mutex_);
  loss_ = loss;
  times_ = times;
}

int CommitProxy::lost() const {
  std::lock_guard lock(mutex_);
  return lost_;
}

void CommitProxy::SetDown(bool down) {
  std::lock_guard lock(mutex_);
  down_ = down;
  const uint64_t one = 1;
  EXPECT_EQ(write(wake_fd_, &one, sizeof one), static_cast<ssize_t>(sizeof one));
}

bool CommitProxy::TakeLoss(Loss& loss) {
  std::lock_guard lock(mutex_);
  if (times_ == 0) return false;
  --times_;
  loss = loss_;
  // One whose answer is lost counts when its answer has come.
  if (loss == Loss::kCommit) ++lost_;
  return true;
}

bool CommitProxy::FromClient(Pair& pair) {
  const std::string data = Receive(pair.client);
  if (data.empty()) return false;
  Loss loss = Loss::kAnswer;
  if (data.find(kCommit) != std::string::npos && TakeLoss(loss)) {
    if (loss == Loss::kCommit) return false;
    pair.lose_answer = true;
  }
  return Forward(pair.server, data);
}

bool CommitProxy::FromServer(Pair& pair) {
  const std::string data = Receive(pair.server);
  if (!pair.lose_answer) return !data.empty() && Forward(pair.client, data);
  std::lock_guard lock(mutex_);
  ++lost_;
  return false;
}

void CommitProxy::Accept() {
  Pair pair;
  pair.client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (pair.client < 0) return;
  pair.server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address = Address(upstream_);
  // A failure shows at the first read.
  (void)connect(pair.server, reinterpret_cast<sockaddr*>(&address), sizeof address);
  pairs_.push_back(pair);
}

void CommitProxy::Run() {
  while (true) {
    std::vector<pollfd> fds = {{wake_fd_, POLLIN, 0}, {listener_, POLLIN, 0}};
    for (const Pair& p : pairs_) {
      fds.push_back({p.client, POLLIN, 0});
      fds.push_back({p.server, POLLIN, 0});
    }
    if (poll(fds.data(), fds.size(), -1) < 0) continue;
    bool down = false;
    {
      std::lock_guard lock(mutex_);
      down = down_;
      uint64_t count = 0;
      if (fds[0].revents != 0) (void)!read(wake_fd_, &count, sizeof count);
    }
    size_t i = 2;
    for (auto it = pairs_.begin(); it != pairs_.end(); i += 2) {
      bool alive = !down && (fds[i].revents == 0 || FromClient(*it)) &&
                   (fds[i + 1].revents == 0 || FromServer(*it));
      if (alive) {
        ++it;
        continue;
      }
      close(it->client);
      close(it->server);
      it = pairs_.erase(it);
    }
    if (fds[1].revents != 0) Accept();
    std::lock_guard lock(mutex_);
    if (stopping_ && pairs_.empty()) return;
  }
}

}  // namespace tiendo::testing
