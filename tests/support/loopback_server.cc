#include "tests/support/loopback_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <utility>

namespace tiendo::testing {

LoopbackServer::LoopbackServer(Serve serve) : serve_(std::move(serve)) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener_ < 0 || bind(listener_, generic, size) != 0 || listen(listener_, 64) != 0 ||
      getsockname(listener_, generic, &size) != 0) {
    std::abort();  // No loopback interface: no test here can mean anything.
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { Accept(); });
}

LoopbackServer::~LoopbackServer() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    shutdown(listener_, SHUT_RDWR);
    for (int fd : fds_) shutdown(fd, SHUT_RDWR);
  }
  acceptor_.join();
  for (std::thread& thread : threads_) thread.join();
  for (int fd : fds_) close(fd);
  close(listener_);
}

size_t LoopbackServer::connections() const {
  std::lock_guard lock(mutex_);
  return fds_.size();
}

void LoopbackServer::Accept() {
  for (;;) {
    const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0 && (errno == EINTR || errno == ECONNABORTED)) continue;
    std::lock_guard lock(mutex_);
    if (fd < 0 && stopping_) return;
    if (fd < 0) std::abort();
    fds_.push_back(fd);
    if (stopping_) return;
    threads_.emplace_back([this, fd] {
      serve_(fd);
      shutdown(fd, SHUT_RDWR);
    });
  }
}

}  // namespace tiendo::testing
