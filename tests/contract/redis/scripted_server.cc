#include "tests/contract/redis/scripted_server.h"

#include <arpa/inet.h>
#include <hiredis/hiredis.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <utility>

namespace tiendo::redis {

void Gate::Open() {
  std::lock_guard lock(mu_);
  open_ = true;
  changed_.notify_all();
}

void Gate::Wait() {
  std::unique_lock lock(mu_);
  changed_.wait(lock, [this] { return open_; });
}

ScriptedServer::ScriptedServer(Handler handler) : handler_(std::move(handler)) {
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

ScriptedServer::~ScriptedServer() {
  {
    std::lock_guard lock(mu_);
    stopping_ = true;
    shutdown(listener_, SHUT_RDWR);
    for (int fd : fds_) shutdown(fd, SHUT_RDWR);
  }
  acceptor_.join();
  for (std::thread& thread : threads_) thread.join();
  for (int fd : fds_) close(fd);
  close(listener_);
}

std::string ScriptedServer::address() const { return "127.0.0.1:" + std::to_string(port_); }

size_t ScriptedServer::connections() const {
  std::lock_guard lock(mu_);
  return fds_.size();
}

std::vector<ScriptedServer::Command> ScriptedServer::commands() const {
  std::lock_guard lock(mu_);
  return commands_;
}

std::string ScriptedServer::Bulk(std::string_view text) {
  return "$" + std::to_string(text.size()) + "\r\n" + std::string(text) + "\r\n";
}

void ScriptedServer::Accept() {
  for (;;) {
    const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) return;
    std::lock_guard lock(mu_);
    fds_.push_back(fd);
    if (stopping_) return;
    threads_.emplace_back([this, fd] { Serve(fd); });
  }
}

void ScriptedServer::Serve(int fd) {
  std::unique_ptr<redisReader, decltype(&redisReaderFree)> reader(redisReaderCreate(),
                                                                  &redisReaderFree);
  std::array<char, 4096> buffer;
  for (;;) {
    const ssize_t n = recv(fd, buffer.data(), buffer.size(), 0);
    if (n <= 0) return;
    redisReaderFeed(reader.get(), buffer.data(), static_cast<size_t>(n));
    void* raw = nullptr;
    while (redisReaderGetReply(reader.get(), &raw) == REDIS_OK && raw != nullptr) {
      const auto* const array = static_cast<redisReply*>(raw);
      Command command;
      for (size_t i = 0; i < array->elements; ++i) {
        command.emplace_back(array->element[i]->str, array->element[i]->len);
      }
      freeReplyObject(raw);
      {
        std::lock_guard lock(mu_);
        commands_.push_back(command);
      }
      const std::string answer = handler_(command);
      if (answer.empty()) {
        shutdown(fd, SHUT_RDWR);
        return;
      }
      // The client may have given up meanwhile.
      if (send(fd, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) return;
    }
  }
}

}  // namespace tiendo::redis
