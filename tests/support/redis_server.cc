#include "tests/support/redis_server.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <utility>

#include "common/base/status_macros.h"
#include "tests/support/wait.h"

namespace tiendo::testing {

RedisServer::RedisServer(Options options)
    : options_(std::move(options)), socket_(dir_.File("redis.sock")) {}

absl::StatusOr<std::unique_ptr<RedisServer>> RedisServer::Create(Options options) {
  std::unique_ptr<RedisServer> server(new RedisServer(std::move(options)));
  TIENDO_RETURN_IF_ERROR(server->Start());
  return server;
}

absl::Status RedisServer::Start() {
  std::vector<std::string> command = {
      "redis-server", "--port", "0",     "--unixsocket", socket_,       "--save", "",
      "--appendonly", "no",     "--dir", dir_.path(),    "--daemonize", "no"};
  if (!options_.password.empty()) {
    command.insert(command.end(), {"--requirepass", options_.password});
  }
  command.insert(command.end(), options_.arguments.begin(), options_.arguments.end());
  unlink(socket_.c_str());
  TIENDO_ASSIGN_OR_RETURN(process_, ChildProcess::Start(std::move(command)));
  WaitUntil([&] { return Answers() || !process_->running(); });
  if (Answers()) return absl::OkStatus();
  return absl::InternalError("redis-server did not start: " + process_->Stdout() +
                             process_->Stderr());
}

void RedisServer::Stop() {
  if (process_ == nullptr) return;
  process_->Signal(SIGCONT);
  process_->Signal(SIGTERM);
  process_->Wait();
  process_.reset();
}

void RedisServer::Kill() { process_.reset(); }

absl::Status RedisServer::Restart() {
  Kill();
  return Start();
}

void RedisServer::Pause() {
  if (process_ != nullptr) process_->Signal(SIGSTOP);
}

void RedisServer::Resume() {
  if (process_ != nullptr) process_->Signal(SIGCONT);
}

bool RedisServer::Answers() const {
  int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, socket_.c_str(), sizeof address.sun_path - 1);
  char answer = 0;
  constexpr char kPing[] = "PING\r\n";
  // "+PONG", or "-NOAUTH": both say that it is up.
  bool up = connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
            write(fd, kPing, sizeof kPing - 1) > 0 && read(fd, &answer, 1) == 1 &&
            (answer == '+' || answer == '-');
  close(fd);
  return up;
}

}  // namespace tiendo::testing
