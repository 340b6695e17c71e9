#include "tests/support/stream_proxy.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace tiendo::testing {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::string_view kUnix = "unix:";
// What is on its way in one direction before the sender has to wait.
constexpr size_t kMaxBytes = 1 << 20;

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

Address Parse(const std::string& text) {
  Address out;
  if (text.starts_with(kUnix)) {
    auto* unix = reinterpret_cast<sockaddr_un*>(&out.storage);
    unix->sun_family = AF_UNIX;
    std::strncpy(unix->sun_path, text.c_str() + kUnix.size(), sizeof unix->sun_path - 1);
    out.size = sizeof *unix;
    return out;
  }
  auto* inet = reinterpret_cast<sockaddr_in*>(&out.storage);
  const size_t colon = text.find(':');
  inet->sin_family = AF_INET;
  inet->sin_port = htons(static_cast<uint16_t>(std::atoi(text.c_str() + colon + 1)));
  inet_pton(AF_INET, text.substr(0, colon).c_str(), &inet->sin_addr);
  out.size = sizeof *inet;
  return out;
}

[[noreturn]] void Die(const char* what) {
  std::perror(what);
  std::abort();
}

void NoDelay(int fd) {
  const int one = 1;
  // Not for unix sockets, where it fails and is not needed.
  (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

// What has arrived; empty when the other side has ended.
std::string Receive(int fd) {
  std::string data(65536, '\0');
  ssize_t n = recv(fd, data.data(), data.size(), 0);
  data.resize(n > 0 ? static_cast<size_t>(n) : 0);
  return data;
}

}  // namespace

StreamProxy::StreamProxy(Options options) : options_(std::move(options)) {
  const std::string listen_on = options_.listen.empty() ? "127.0.0.1:0" : options_.listen;
  Address address = Parse(listen_on);
  listener_ = socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (bind(listener_, address.get(), address.size) != 0) Die("bind");
  if (listen(listener_, 256) != 0) Die("listen");
  address_ = listen_on;
  if (!listen_on.starts_with(kUnix)) {
    sockaddr_in bound{};
    socklen_t size = sizeof bound;
    getsockname(listener_, reinterpret_cast<sockaddr*>(&bound), &size);
    address_ = "127.0.0.1:" + std::to_string(ntohs(bound.sin_port));
  }
  wake_fd_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  thread_ = std::thread([this] { Run(); });
}

StreamProxy::~StreamProxy() {
  Change([](State& s) { s.stopping = true; });
  thread_.join();
  close(listener_);
  close(wake_fd_);
}

void StreamProxy::Change(const std::function<void(State&)>& change) {
  std::lock_guard lock(mutex_);
  change(state_);
  const uint64_t one = 1;
  if (write(wake_fd_, &one, sizeof one) < 0 && errno != EAGAIN) Die("eventfd");
}

StreamProxy::State StreamProxy::Current() const {
  std::lock_guard lock(mutex_);
  return state_;
}

void StreamProxy::SetUpstreams(std::vector<std::string> addresses) {
  Change([&](State& s) { s.upstreams = std::move(addresses); });
}
void StreamProxy::Cut() {
  Change([](State& s) { ++s.cuts; });
}
void StreamProxy::SetDown(bool down) {
  Change([&](State& s) { s.down = down; });
}
void StreamProxy::SetDelay(std::chrono::milliseconds delay) {
  Change([&](State& s) { s.delay = delay; });
}
void StreamProxy::SetDropAnswers(bool drop) {
  Change([&](State& s) { s.drop_answers = drop; });
}
void StreamProxy::SetStalled(bool stalled) {
  Change([&](State& s) { s.stalled = stalled; });
}

int StreamProxy::Connect(const State& state) {
  for (size_t i = 0; i < state.upstreams.size(); ++i) {
    const Address address = Parse(state.upstreams[next_upstream_++ % state.upstreams.size()]);
    int fd = socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    // On this machine it succeeds or fails at once.
    if (connect(fd, address.get(), address.size) == 0) {
      NoDelay(fd);
      return fd;
    }
    close(fd);
  }
  return -1;
}

void StreamProxy::Accept(const State& state) {
  while (true) {
    int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) return;
    NoDelay(fd);
    int server = state.down ? -1 : Connect(state);
    if (server < 0) {
      close(fd);
      continue;
    }
    pairs_.emplace_back();
    pairs_.back().client.fd = fd;
    pairs_.back().server.fd = server;
  }
}

bool StreamProxy::Flush(Side& side) {
  const auto now = SteadyClock::now();
  while (!side.out.empty() && side.out.front().due <= now) {
    std::string& data = side.out.front().data;
    ssize_t n = send(side.fd, data.data(), data.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
    side.bytes -= static_cast<size_t>(n);
    data.erase(0, static_cast<size_t>(n));
    if (!data.empty()) return true;
    side.out.pop_front();
  }
  return true;
}

bool StreamProxy::FromClient(Pair& pair) {
  std::string data = Receive(pair.client.fd);
  if (data.empty()) return false;
  const Fate fate = options_.on_request ? options_.on_request(data) : Fate::kForward;
  if (fate == Fate::kCut) return false;
  if (fate == Fate::kLoseAnswer) pair.lose_answer = true;
  pair.server.bytes += data.size();
  pair.server.out.push_back({SteadyClock::now(), std::move(data)});
  return Flush(pair.server);
}

bool StreamProxy::FromServer(Pair& pair, const State& state) {
  std::string data = Receive(pair.server.fd);
  if (pair.lose_answer) {
    if (options_.on_answer_lost) options_.on_answer_lost();
    return false;
  }
  if (data.empty()) {
    Flush(pair.client);
    return false;
  }
  if (state.drop_answers) return true;
  pair.client.bytes += data.size();
  pair.client.out.push_back({SteadyClock::now() + state.delay, std::move(data)});
  return Flush(pair.client);
}

bool StreamProxy::Turn(Pair& pair, short client_events, short server_events, const State& state) {
  constexpr short kReadable = POLLIN | POLLHUP | POLLERR;
  if ((client_events & kReadable) != 0 && !FromClient(pair)) return false;
  if ((server_events & kReadable) != 0 && !FromServer(pair, state)) return false;
  return Flush(pair.client) && Flush(pair.server);
}

void StreamProxy::Run() {
  int cuts = 0;
  while (true) {
    State state = Current();
    std::vector<pollfd> fds = {{wake_fd_, POLLIN, 0}, {listener_, POLLIN, 0}};
    int timeout = -1;
    const auto now = SteadyClock::now();
    for (const Pair& p : pairs_) {
      for (const auto& [from, to] : {std::pair(&p.client, &p.server), {&p.server, &p.client}}) {
        short events = 0;
        if (!state.stalled && to->bytes < kMaxBytes) events |= POLLIN;
        if (!state.stalled && !from->out.empty()) {
          if (from->out.front().due <= now) {
            events |= POLLOUT;
          } else {
            auto left =
                std::chrono::ceil<std::chrono::milliseconds>(from->out.front().due - now).count();
            timeout =
                timeout < 0 ? static_cast<int>(left) : std::min(timeout, static_cast<int>(left));
          }
        }
        // A negative descriptor is passed over: HUP would come up without end while stalled.
        fds.push_back({events == 0 ? -1 : from->fd, events, 0});
      }
    }
    if (poll(fds.data(), fds.size(), timeout) < 0) continue;
    uint64_t count = 0;
    if (fds[0].revents != 0) (void)!read(wake_fd_, &count, sizeof count);
    state = Current();
    const bool end_all = state.down || state.stopping || state.cuts != cuts;
    cuts = state.cuts;
    size_t i = 2;
    for (auto it = pairs_.begin(); it != pairs_.end(); i += 2) {
      if (!end_all && (state.stalled || Turn(*it, fds[i].revents, fds[i + 1].revents, state))) {
        ++it;
        continue;
      }
      close(it->client.fd);
      close(it->server.fd);
      it = pairs_.erase(it);
    }
    if (state.stopping) return;
    if (fds[1].revents != 0) Accept(state);
  }
}

}  // namespace tiendo::testing
