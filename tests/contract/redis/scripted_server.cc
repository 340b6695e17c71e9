#include "tests/contract/redis/scripted_server.h"

#include <hiredis/hiredis.h>
#include <sys/socket.h>

#include <array>
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

ScriptedServer::ScriptedServer(Handler handler)
    : handler_(std::move(handler)), server_([this](int fd) { Serve(fd); }) {}

std::vector<ScriptedServer::Command> ScriptedServer::commands() const {
  std::lock_guard lock(mu_);
  return commands_;
}

std::string ScriptedServer::Bulk(std::string_view text) {
  return "$" + std::to_string(text.size()) + "\r\n" + std::string(text) + "\r\n";
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
      if (answer.empty()) return;
      // The client may have given up meanwhile.
      if (send(fd, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) return;
    }
  }
}

}  // namespace tiendo::redis
